"""Who runs, collects, insures and employs what, and how revenues and common costs are shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date

from tierslieu.budget.split import SplitPart, split_amount
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.former_forms import say_papers
from tierslieu.editor.forms import Form, View
from tierslieu.facts import facts
from tierslieu.facts.formatter import FactFormatter
from tierslieu.finance.shares import COWORKING
from tierslieu.model import Space
from tierslieu.model.organisations import Organisations
from tierslieu.schedule.occurrences import announced
from tierslieu.site.graphics.euro import split_euro


def _euro(space: Space, view: View) -> Mapping[str, Any]:
    """Where a euro of coworking goes, drawn as on the site where it is shared, and how common costs are."""
    formatter = FactFormatter(space, space.identity.language, document=False).formatter
    known = facts(space, space.identity.language, document=False)
    euro = split_euro(space, formatter, known)
    return {
        "euro": euro, "t": formatter.t, "number": formatter.number, "costs": list(_costs(space)), "smallest": _smallest_part(space) if euro else None,
        "streams": known["streams"], "next_rules": known["next_rules"], "has_agreement": len(space.organisations.organisations) > 1,
        "name": space.organisation_name, "activities": _activities(space),
    }  # fmt: skip


def _smallest_part(space: Space) -> SplitPart | None:
    """The smallest part of an organisation in a euro, where it is a share of less than the euro."""
    parts = [part for part in split_amount(space, Decimal(1), COWORKING).parts if part.organisation and part.amount]
    smallest = min(parts, key=lambda part: part.percent, default=None)
    return smallest if smallest and smallest.base < 1 and smallest.percent < 100 else None


def _activities(space: Space) -> list[tuple[str, str, str]]:
    """The activities of the agenda: the address of the field that names who runs each, its title, who runs it."""
    return [
        (
            f"/texts/edit/?{urlencode({'path': source.path})}#/roles",
            source.meta.title,
            space.organisation_name(space.responsible("runs", source.meta.service, source.meta) or ""),
        )
        for source in announced(space, space.identity.language)
    ]


def _costs(space: Space) -> Iterator[tuple[str, list[tuple[str, Decimal]]]]:
    """The shares of common costs with the day from which each holds, the first without one; where they are percents."""
    rules, language = space.organisations, space.identity.language
    agreed = [("", rules.common_costs)]
    agreed += [
        (format_date(one.start, "long", locale=language), one.common_costs) for one in rules.changes if one.common_costs
    ]
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
