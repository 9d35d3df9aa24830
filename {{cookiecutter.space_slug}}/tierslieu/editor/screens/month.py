"""The settlement of a month in words: who keeps and owes what and why, what waits, closing and reopening, statements."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from babel.lists import format_list
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.core.atomic import add_files
from tierslieu.core.deterministic_zip import zip_parts
from tierslieu.core.problems import Problem, Problems
from tierslieu.editor import month_list, saving
from tierslieu.editor.deciding import acted
from tierslieu.editor.explained_month import balance_rows, invoice_rows, organisation_months
from tierslieu.editor.month_chart import month_chart
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.screens.register import correction_address, month_of_closing
from tierslieu.editor.shown_problems import FieldLink, field_link
from tierslieu.facts.formatter import FactFormatter
from tierslieu.loading.load import load
from tierslieu.months import closing, register_files
from tierslieu.months.budget_comparison import (
    compare,
    comparison_rows,
    is_before_the_budget,
    outside_sentence,
    year_sentence,
)
from tierslieu.months.closing import ClosedMonth
from tierslieu.months.register_files import RegisterFile
from tierslieu.months.rules_of_days import last_day
from tierslieu.months.settlement import MissingRule, Settlement, settle
from tierslieu.months.statement import figure_rows
from tierslieu.months.words import month_name


@dataclass
class _Month:
    """A month as it can be shown: its settlement unless ``problems`` prevent it; ``closed`` is what is kept of it."""

    closed: ClosedMonth | None = None
    file: RegisterFile | None = None
    settlement: Settlement | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        return bool(self.closed and self.closed.settlement)


def latest(request: HttpRequest) -> HttpResponse:
    """The latest month."""
    months = register_files.months(request.place.root)
    return HttpResponseRedirect(f"/month/{months[-1]}/" if months else "/register/", status=303)


def month(request: HttpRequest, month: str) -> HttpResponse:
    """One month; its button opens it again once it is closed."""
    place: OpenPlace = request.place
    refused = _acted(request, month, _reopen)
    if refused is None:
        return HttpResponseRedirect(f"{request.path}#task", status=303)
    shown = _read(place, month)
    is_closed, closes_from = shown.is_closed, month_of_closing(place, month)
    lines = month_list.months(place.root, place.language)
    names: dict[str, Any] = {
        "month": month, "name": month_name(month, place.language), "months": lines, "closed": shown.closed,
        "is_closed": is_closed, "closes_from": closes_from, "refused": refused,
        "typed": request.POST.dict(), "problems": shown.problems, "settlement": shown.settlement, "missing": [],
        "correct": correction_address(place, month) if is_closed else "",
    }  # fmt: skip
    if shown.settlement and shown.file:
        names |= {
            "balances": balance_rows(shown.settlement),
            "organisations": list(organisation_months(shown.settlement, shown.file)),
            "invoices": invoice_rows(shown.settlement),
            "figures": list(figure_rows(shown.settlement)),
            "missing": [(fact, _link(fact, place)) for fact in shown.settlement.missing],
        }
    names["can_close"] = _can_close(place, month, shown)
    names |= _compared(place, month)
    return render(request, "month.html", status=422 if refused else 200, **names)


def close(request: HttpRequest, month: str) -> HttpResponse:
    """Asks whether to close a month, and tells what follows; its button does it."""
    place: OpenPlace = request.place
    refused = _acted(request, month, _close)
    if refused is None:
        return HttpResponseRedirect(f"/month/{month}/#task", status=303)
    shown = _read(place, month)
    if not refused and not _can_close(place, month, shown):
        return HttpResponseRedirect(f"/month/{month}/#task", status=303)
    balances = balance_rows(shown.settlement) if shown.settlement else []
    names = {"month": month, "name": month_name(month, place.language), "refused": refused, "balances": balances}
    return render(request, "month_close.html", status=422 if refused else 200, **names)


def _acted(
    request: HttpRequest, month: str, act: Callable[[HttpRequest, OpenPlace, str], None]
) -> tuple[Problem, ...] | None:
    """As ``deciding.acted``, for a month that has a register."""
    _require(request.place, month)
    return acted(request, lambda request, place: act(request, place, month))


def _require(place: OpenPlace, month: str) -> None:
    if month not in register_files.months(place.root):
        raise Http404


def _can_close(place: OpenPlace, month: str, shown: _Month) -> bool:
    is_known = shown.settlement is not None and not shown.settlement.missing
    return is_known and not shown.is_closed and not month_of_closing(place, month)


def _compared(place: OpenPlace, month: str) -> dict[str, Any]:
    """The budget beside the closed months of its year; nothing while one of them can't be read."""
    found: dict[str, Any] = {"comparison": None, "compared": [], "outside": ""}
    with suppress(Problems):
        space = place.last_facts()
        if space is None:
            return found
        fmt = FactFormatter(space, place.language, document=True)
        if comparison := compare(space, month):
            first = month_name(comparison.first, place.language)
            closed = format_list([month_name(one, place.language) for one in comparison.closed], locale=place.language)
            found = {
                "comparison": comparison, "first": first, "compared_months": closed, "compared": comparison_rows(fmt, comparison),
                "chart": month_chart(fmt, comparison), "needs": year_sentence(fmt, comparison), "outside": "",
            }  # fmt: skip
        elif is_before_the_budget(space, month):
            found["outside"] = outside_sentence(fmt)
    return found


def _read(place: OpenPlace, month: str) -> _Month:
    shown = _Month()
    try:
        shown.closed = closing.read_closed(place.root, month)
        shown.file = register_files.read(place.root, month)
        shown.settlement = closing.settlement_of(place.root, month) or _settled(place, shown.file, month)
    except Problems as error:
        shown.problems = list(error.problems)
    return shown


def _settled(place: OpenPlace, file: RegisterFile, month: str) -> Settlement:
    """The settlement of an open month; raises ``Problems`` with the errors of the place, or of its register."""
    space = place.checked_facts()
    if found := register_files.problems(space, file, month):
        raise Problems(found)
    return settle(space, file.register, month)


def _link(fact: MissingRule, place: OpenPlace) -> FieldLink | None:
    return field_link(fact.file, fact.path, place)


def _close(request: HttpRequest, place: OpenPlace, month: str) -> None:
    """Close the month as it is now, and keep a version; raises ``Problems``."""
    file = register_files.read(place.root, month)
    if folder := register_files.folder_problems(place.root, place.today()):
        raise Problems(folder)
    before = closing.read_closed(place.root, month)
    if before and before.settlement:
        return
    data = closing.close(file, _settled(place, file, month), place.today(), before)
    add_files(place.root, {closing.closed_path(month): data})
    saving.keep_version(request, place.text("editor.month_was_closed", month=month_name(month, place.language)))


def _reopen(request: HttpRequest, place: OpenPlace, month: str) -> None:
    """Open the month again, and keep who did and why; raises ``Problems``."""
    by, reason = (" ".join(request.POST.get(name, "").split()) for name in ("by", "reason"))
    if not (by and reason):
        raise Problems([Problem("editor.reopen_needs")])
    data = closing.reopen(place.root, month, place.today(), by, reason)
    add_files(place.root, {closing.closed_path(month): data})
    message = place.text("editor.month_was_reopened", month=month_name(month, place.language), reason=reason)
    saving.keep_version(request, message)


def statements(request: HttpRequest, month: str) -> HttpResponse:
    """The statements of the month, its workbook and its CSV, in one archive; they are made now."""
    from tierslieu.documents.statements import build_statements  # heavy to load, and only this needs it

    place: OpenPlace = request.place
    _require(place, month)
    shown = _read(place, month)
    if shown.settlement is None or shown.file is None:
        raise Problems(shown.problems)
    place.install_document_tools()
    files = build_statements(load(place.root, place.today()), shown.settlement, shown.file.register)
    answer = HttpResponse(zip_parts(files, last_day(month)), content_type="application/zip")
    name = place.text("month.statement_file")
    answer["Content-Disposition"] = f"attachment; filename={name}-{month}.zip"
    return answer


urlpatterns = [
    path("month/", latest),
    path("month/<str:month>/", month),
    path("month/<str:month>/close/", close),
    path("month/<str:month>/statements/", statements),
]
