"""Who runs, collects, insures and employs what, and how revenues and common costs are shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from tierslieu.budget.split import SplitPart, split_amount
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.former_forms import say_papers
from tierslieu.editor.forms import Form, View
from tierslieu.facts import Facts, facts
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.finance.shares import COWORKING
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.model.organisations import Organisations
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
urlpatterns = routes("editor.nav_organisations", PAGES)
