"""Who runs, collects, insures and employs what, and how revenues and common costs are shared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tierslieu.budget.split import SplitPart, split_amount
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.editor import forms, typed_values
from tierslieu.editor.choices import Choices
from tierslieu.editor.form_fields import form_fields
from tierslieu.editor.form_inputs import Typed
from tierslieu.editor.form_page import FormPage, answer, routes, show_page
from tierslieu.editor.former_forms import say_papers
from tierslieu.editor.forms import Form, View
from tierslieu.editor.open_place import OpenPlace
from tierslieu.facts import Facts, facts
from tierslieu.facts.formatter import FactFormatter, organisation_name
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.finance.shares import COWORKING
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.model.organisations import Organisations, Service
from tierslieu.schedule.occurrences import announced
from tierslieu.site.graphics.euro import EuroPiece, EuroSplit, split_euro


def _euro(space: Space, view: View) -> Mapping[str, Any]:
    """Where a euro of coworking goes, drawn as on the site where it is shared, and how common costs are."""
    formatter = FactFormatter(space, space.identity.language, document=False).formatter
    known = facts(space, space.identity.language, document=False)
    return {
        "euros": list(_euros(space, formatter, known)), "t": formatter.t, "number": formatter.number, "costs": list(_costs(space, formatter)),
        "streams": known["streams"], "next_rules": known["next_rules"], "has_agreement": len(space.organisations.organisations) > 1,
        "name": space.organisation_name, "activities": _activities(space),
    }  # fmt: skip


def _euros(space: Space, formatter: LocaleFormatter, known: Facts) -> Iterator[tuple[str, EuroSplit, SplitPart | None]]:
    """The euro of today, then of each day from which another is agreed: the day, the first without one; how it is split; the
    smallest part.
    """
    pieces: tuple[EuroPiece, ...] = ()
    for day in (None, *(one.start for one in space.organisations.changes if one.start > space.today)):
        then = space.on(day) if day else space
        euro = split_euro(then, formatter, facts(then, formatter.code, document=False) if day else known)
        if euro and euro.pieces != pieces:
            pieces = euro.pieces
            yield formatter.date(day, "date") if day else "", euro, _smallest_part(then)


def _smallest_part(space: Space) -> SplitPart | None:
    """The smallest part of an organisation in a euro, where it is a share of less than the euro."""
    parts = [part for part in split_amount(space, Decimal(1), COWORKING).parts if part.organisation and part.amount]
    smallest = min(parts, key=lambda part: part.percent, default=None)
    return smallest if smallest and smallest.base < 1 and smallest.percent < 100 else None


def _activities(space: Space) -> list[tuple[str, str, str]]:
    """The activities of the agenda: the address of the field that names who runs each, its title, who runs its next dates."""
    occurrences = OccurrenceFormatter(space, space.identity.language)
    return [
        (
            f"/texts/edit/?{urlencode({'path': source.path})}#/roles",
            source.meta.title,
            occurrences.hosts(source, occurrences.first_day(source)),
        )
        for source in announced(space, space.identity.language)
    ]


def _costs(space: Space, formatter: LocaleFormatter) -> Iterator[tuple[str, list[tuple[str, Decimal]]]]:
    """The shares of common costs with the day from which each holds, the first without one; where they are percents."""
    rules = space.organisations
    agreed = [("", rules.common_costs)]
    agreed += [(formatter.date(one.start, "date"), one.common_costs) for one in rules.changes if one.common_costs]
    for day, costs in agreed:
        if costs.key == "percent" and len(costs.shares) > 1:
            yield day, [(space.organisation_name(key), percent) for key, percent in costs.shares.items()]


def _page(name: str, *keys: str, shows_split: bool = False) -> FormPage:
    title = f"editor.organisations_{name.strip('/') or 'all'}"
    page = FormPage(f"organisations/{name}", title, Form(ORGANISATIONS, (), Organisations, keys), "gouvernance/")
    if not shows_split:
        return page
    return replace(page, template="organisations.html", results=_euro, try_label="editor.see_split", saved=say_papers)


# An organisation comes or goes together with what it runs and with its shares: apart, each would contradict the others.
_NOW = ("governance_model", "organisations", "services", "streams", "common_costs", "solidarity")
PAGES = (
    _page("", *_NOW, shows_split=True),
    _page("changes/", "changes", shows_split=True),
    _page("agreements/", "agreements"),
)
_SCREEN, _CHANGES = "editor.nav_organisations", PAGES[1]
#: The inputs of the first question about dated changes: which service, who takes it over, from which day.
_TAKEOVER = ("service", "organisation", "day")


def changes(request: HttpRequest) -> HttpResponse:
    """The dated changes, below one question that fills in all the roles of a service that another organisation takes over.

    Its answer is shown in the form before anything is saved.
    """
    place: OpenPlace = request.place
    posted = dict(request.POST.lists())
    asked = {name: posted.get(f"takeover/{name}", [""])[0].strip() for name in _TAKEOVER}
    faults: dict[str, str] = {}
    shown_at = ""
    if posted.get(forms.PRESSED, ["fill"]) == ["fill"] and any(asked.values()):
        filled = _taken_over(posted, asked, faults, place)
        posted |= {**filled, forms.PRESSED: [forms.TRY]}
        shown_at = next((name.rpartition("/")[0] for name in filled if name.endswith("/operator")), "")
    elif posted.get(forms.PRESSED) == ["fill"]:
        faults = dict.fromkeys(_TAKEOVER, place.text("editor.needed"))
        posted[forms.PRESSED] = [forms.TRY]
    names = {
        "asked": {} if shown_at else asked, "faults": faults, "shown_at": shown_at,
        "services": _services(place), "organisations": _organisations(place),
    }  # fmt: skip
    return show_page(request, answer(request, posted, _CHANGES, place), _SCREEN, _CHANGES, PAGES, posted, **names)


def _services(place: OpenPlace) -> dict[str, str]:
    """The services of the place in words, each with who runs it today."""
    space = place.last_facts()
    field = form_fields(Organisations, place.language)["services"]
    words = Choices(place.root, place.language).of(Organisations, field) or {}
    if space is None:
        return words
    labels: dict[str, str] = {name: words.get(name, name) for name in space.identity.services}
    for name in labels:
        if runner := space.responsible("runs", name):
            labels[name] += f" ({organisation_name(space, runner, place.language)})"
    return labels


def _organisations(place: OpenPlace) -> dict[str, str]:
    fields = form_fields(Service, place.language)
    return Choices(place.root, place.language).of(Service, fields["operator"]) or {}


def _taken_over(posted: Typed, asked: Mapping[str, str], faults: dict[str, str], place: OpenPlace) -> Typed:
    """The inputs of the change of that day, with each role of the service; nothing with what lacks in ``faults``."""
    faults |= {name: place.text("editor.needed") for name in _TAKEOVER if not asked[name]}
    day = None
    try:
        day = typed_values.read_day(asked["day"], place.language)
    except RefusedAnswer as error:
        faults["day"] = place.text(error.code, **error.values)
    if faults or day is None:
        return {}

    def begins(row: str) -> str:
        typed = posted.get(f"/changes/{row}/from", [""])[0]
        try:
            return str(typed_values.read_day(typed, place.language) or "")
        except RefusedAnswer:
            return ""

    rows = list(posted.get("/changes", [""]))
    row = next((row for row in rows[1:] if begins(row) == str(day)), "")
    if not row:
        saved = json.loads(posted[forms.SHOWN][0]).get("changes") or ()
        row = str(max(len(saved), *(int(row) + 1 for row in rows[1:]), 0))
        later = next((index for index, one in enumerate(rows) if index and begins(one) > str(day)), len(rows))
        rows.insert(later, row)
    name = f"/changes/{row}"
    services = list(posted.get(f"{name}/services", [""]))
    taken = asked["service"]
    if taken not in services:
        services.append(taken)
    return {
        "/changes": rows,
        f"{name}/from": [asked["day"]],
        f"{name}/services": services,
        **{f"{name}/services/{taken}/{role}": [asked["organisation"]] for role in form_fields(Service, place.language)},
    }


urlpatterns = [path("organisations/changes/", changes), *routes(_SCREEN, PAGES)]
