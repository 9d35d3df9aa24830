"""Prices: those of today, new ones from a day with their announcement, and what is sold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems
from tierslieu.editor import saving, typed_values
from tierslieu.editor.edits import Conflicts
from tierslieu.editor.form_fields import Control
from tierslieu.editor.form_page import FormPage, routes, text_of_page
from tierslieu.editor.forms import Form
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import next_prices, sold_label
from tierslieu.finance.new_grid import SECTIONS, open_grid
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.model import Space
from tierslieu.model.prices import Grid, Prices

_SCREEN = "editor.nav_prices"


def _page(name: str, *keys: str) -> FormPage:
    return FormPage(f"prices/{name}/", f"editor.prices_{name}", Form(PRICES, (), Prices, keys), "tarifs/")


#: The first has a view of its own.
PAGES = (
    FormPage("prices/", "editor.prices_new", Form(PRICES, (), Prices), "tarifs/"),
    _page("sold", "offers", "passes"),
    _page("audiences", "audiences", "coworkers_join_free", "basis"),
    _page("grids", "grids"),
)


def new_prices(request: HttpRequest) -> HttpResponse:
    """Prices from a day on: typed, then announced as the site will, then saved."""
    place: OpenPlace = request.place
    space = place.readable_facts()
    text = (place.root / PRICES).read_bytes().decode("utf-8")
    fmt = FactFormatter(space, space.identity.language, document=True)
    labels = {key: sold_label(fmt, key) for key in (*space.prices.offers, *space.prices.passes)}
    posted = dict(request.POST.items())
    rows = _rows(space, labels, posted, place.language)
    names: dict[str, Any] = {"faults": {}, "problems": (), "announcement": None, "start": posted.get("start", "")}
    if request.method == "POST":
        try:
            start, changes = _read(posted, rows, names["faults"], place)
            if not names["faults"]:
                new = open_grid(text, start, changes, space, labels)
                seen = posted.get("seen", "").replace("\r\n", "\n")
                if posted.get("press") == "save" and seen == new.replace("\r\n", "\n"):
                    day = fmt.date(start, "date")
                    saving.save_text(request, PRICES, new, text, place.text("editor.prices_message", date=day))
                    return HttpResponseRedirect("/prices/", status=303)
                names |= {"announcement": _announced(place, new, start), "seen": new, "is_now": start <= place.today()}
        except Problems as error:
            names["problems"] = error.problems
        except Conflicts:
            names["problems"] = [Problem("editor.text_changed_meanwhile", file=PRICES)]
    names |= {
        "typed_as": f"editor.prices_{_tax(space)}",
        "coming": next_prices(fmt),
        "coming_index": _index(space.prices.grids, space.prices.next_grid(space.today)),
        "rows": rows,
        "screen": _SCREEN,
        "page": PAGES[0],
        "page_text": text_of_page(place, PAGES[0]),
        "pages": PAGES,
    }
    return render(request, "prices.html", status=422 if names["problems"] or names["faults"] else 200, **names)


def _index(grids: Sequence[Grid], grid: Grid | None) -> int | None:
    return grids.index(grid) if grid else None


def _tax(space: Space) -> str:
    """How prices are typed: ``ht`` without VAT, ``ttc`` with it, ``none`` where nobody charges it, else ``paid``."""
    if space.prices.basis == "ht":
        return "ht"
    services = {one.service for one in space.prices.offers.values()} | {
        one.service for one in space.prices.passes.values()
    }
    sellers = {space.responsible("invoices", service) for service in services}
    regimes = [space.vat_regime(seller) if seller else None for seller in sellers]
    charges = {regime.charges if regime else None for regime in regimes}
    return "ttc" if charges == {True} else "none" if charges == {False} else "paid"


def _rows(space: Space, labels: Mapping[str, str], posted: Mapping[str, str], language: str) -> list[dict[str, str]]:
    """What is sold, with the price of the last grid, for each audience that has one."""
    grid = space.prices.grids[-1]
    return [
        {
            "name": name, "label": labels[key], "audience": audience, "heading": f"editor.prices_{audience}", "before": _written(amounts[key], language),
            "typed": posted.get(name, _written(amounts[key], language)),
        }
        for audience in SECTIONS
        for amounts in [getattr(grid, audience)]
        for key in labels
        if key in amounts
        for name in [key if audience == SECTIONS[0] else f"{audience}.{key}"]
    ]  # fmt: skip


def _written(amount: Decimal | None, language: str) -> str:
    return typed_values.written(amount, Control.AMOUNT, language)


def _read(
    posted: Mapping[str, str], rows: Iterable[Mapping[str, str]], errors: dict[str, str], place: OpenPlace
) -> tuple[dt.date, dict[str, Decimal]]:
    """The day, and each price that is not that of the last grid; what can't be read is put into ``errors``."""
    start = None
    try:
        start = typed_values.read_day(posted.get("start", ""), place.language)
        if start is None:
            errors["start"] = place.text("editor.no_start")
    except RefusedAnswer as error:
        errors["start"] = place.text(error.code, **error.values)
    changes: dict[str, Decimal] = {}
    for row in rows:
        if row["typed"].strip() == row["before"]:
            continue
        try:
            amount = typed_values.read(row["typed"], Control.AMOUNT, None, place.language)
            if amount is not None:
                changes[row["name"]] = Decimal(str(amount))
        except RefusedAnswer as error:
            errors[row["name"]] = place.text(error.code, **error.values)
    if not changes and not errors:
        errors["start"] = place.text("editor.no_new_price")
    return start or place.today(), changes


def _announced(place: OpenPlace, text: str, start: dt.date) -> Any:
    """The prices from ``start`` as the site announces them, or has them at once, when ``text`` is the file of prices."""
    space, problems = check_facts(place.root, place.today(), drafts={PRICES: text.encode("utf-8")})
    if errors := [problem for problem in problems if problem.level == "error" and problem.file == PRICES]:
        raise Problems(errors)
    before = replace(space, today=min(space.today, start - dt.timedelta(days=1)))
    return next_prices(FactFormatter(before, space.identity.language, document=True))


urlpatterns = [path("prices/", new_prices), *routes(_SCREEN, PAGES)[1:]]
