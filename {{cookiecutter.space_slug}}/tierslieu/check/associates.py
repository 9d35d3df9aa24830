"""The limits on associates, colleges and reserves: ``limits`` of ``vocabulary/legal_forms/``, each with its law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.model import Organisation, Space
from tierslieu.model.organisations import Category
from tierslieu.model.vocabulary import Limits

_Percents = Mapping[Category, Decimal | None]


def associates_share_one_whole(space: Space) -> Iterator[Finding]:
    """The capital of all categories together is at most 100 percent, and so are their votes."""
    for key, organisation in space.organisations.organisations.items():
        for name, percents in (("capital", _capital(organisation)), ("votes", _votes(organisation))):
            total = sum(percent for percent in percents.values() if percent is not None)
            if total > 100:
                path = ("organisations", key, "associates")
                values = {"organisation": space.organisation_name(key), "sum": total}
                yield Finding(f"associates.{name}_sum", ORGANISATIONS, path, values)


def categories_are_complete(space: Space) -> Iterator[Finding]:
    """The associates have the categories that the legal form requires, and as many categories as it requires.

    Source: ``limits`` of vocabulary/legal_forms/; of a SCIC, loi n° 47-1775 du 10 septembre 1947, art. 19 septies.
    """
    for key, organisation, limits in _limited(space):
        if not organisation.associates:
            continue
        path = ("organisations", key, "associates")
        for group in limits.required_categories:
            if not set(group) & organisation.associates.keys():
                values = _values(organisation, limits, "required_categories", categories=", ".join(group))
                yield Finding("associates.required", ORGANISATIONS, path, values)
        if limits.categories and len(organisation.associates) < limits.categories:
            values = _values(
                organisation, limits, "categories", count=len(organisation.associates), least=limits.categories
            )
            yield Finding("associates.categories", ORGANISATIONS, path, values)


def capital_respects_the_form(space: Space) -> Iterator[Finding]:
    """The capital of each category is between the lowest and the highest percent that the legal form allows.

    Source: ``limits`` of vocabulary/legal_forms/; of local authorities in a SCIC, loi n° 47-1775 du 10 septembre 1947,
    art. 19 septies; of the employees of a SCOP, loi n° 78-763 du 19 juillet 1978.
    """
    for key, organisation, limits in _limited(space):
        percents, path = _capital(organisation), ("organisations", key, "associates")
        for category, most in limits.capital_most.items():
            percent = percents.get(category)
            if percent is not None and percent > most:
                values = _values(organisation, limits, "capital_most", category=category, percent=percent, most=most)
                yield Finding("associates.capital_most", ORGANISATIONS, (*path, category, "capital"), values)
        for category, least in limits.capital_least.items():
            percent = _highest(percents, category)
            if percent < least:
                values = _values(organisation, limits, "capital_least", category=category, percent=percent, least=least)
                yield Finding("associates.capital_least", ORGANISATIONS, (*path, category, "capital"), values)


def votes_respect_the_form(space: Space) -> Iterator[Finding]:
    """Each category has at least the percent of votes that the legal form gives it.

    Source: ``limits`` of vocabulary/legal_forms/; of the employees of a SCOP, loi n° 78-763 du 19 juillet 1978.
    """
    for key, organisation, limits in _limited(space):
        percents = _votes(organisation)
        for category, least in limits.votes_least.items():
            percent = _highest(percents, category)
            if percent < least:
                values = _values(organisation, limits, "votes_least", category=category, percent=percent, least=least)
                path = ("organisations", key, "associates", category, "votes")
                yield Finding("associates.votes_least", ORGANISATIONS, path, values)


def colleges_make_a_whole(space: Space) -> Iterator[Finding]:
    """The votes of the colleges add up to 100 percent."""
    for key, organisation in space.organisations.organisations.items():
        total = sum(organisation.colleges.values())
        if organisation.colleges and total != 100:
            path = ("organisations", key, "colleges")
            values = {"organisation": space.organisation_name(key), "sum": total}
            yield Finding("colleges.sum", ORGANISATIONS, path, values)


def colleges_respect_the_form(space: Space) -> Iterator[Finding]:
    """There are as many colleges as the legal form requires, and the votes of each are within its limits.

    Source: ``limits`` of vocabulary/legal_forms/; of a SCIC, loi n° 47-1775 du 10 septembre 1947, art. 19 octies.
    """
    for key, organisation, limits in _limited(space):
        path = ("organisations", key, "colleges")
        count = len(organisation.colleges)
        if limits.colleges and 0 < count < limits.colleges:
            values = _values(organisation, limits, "colleges", count=count, least=limits.colleges)
            yield Finding("colleges.count", ORGANISATIONS, path, values)
        for college, percent in organisation.colleges.items() if limits.college_votes else ():
            least, most = limits.college_votes or (Decimal(0), Decimal(100))
            if not least <= percent <= most:
                values = _values(
                    organisation, limits, "college_votes", college=college, percent=percent, least=least, most=most
                )
                yield Finding("colleges.votes", ORGANISATIONS, (*path, college), values)


def reserves_respect_the_form(space: Space) -> Iterator[Finding]:
    """The statutes put at least the percent of surpluses in reserves that the legal form requires.

    Source: ``limits`` of vocabulary/legal_forms/; of a SCIC, loi n° 47-1775 du 10 septembre 1947, art. 16 and
    19 nonies; of a company of the ESS, arrêté du 3 août 2015.
    """
    for key, organisation, limits in _limited(space):
        percent, least = organisation.reserves_percent, limits.reserves_least
        if percent is not None and least is not None and percent < least:
            values = _values(organisation, limits, "reserves_least", percent=percent, least=least)
            yield Finding("reserves.least", ORGANISATIONS, ("organisations", key, "reserves_percent"), values)


def _limited(space: Space) -> Iterator[tuple[str, Organisation, Limits]]:
    for key, organisation in space.organisations.organisations.items():
        form = space.vocabulary.legal_form(organisation.legal_form)
        if form:
            yield key, organisation, form.limits


def _capital(organisation: Organisation) -> _Percents:
    return {category: associates.capital for category, associates in organisation.associates.items()}


def _votes(organisation: Organisation) -> _Percents:
    return {category: associates.votes for category, associates in organisation.associates.items()}


def _highest(percents: _Percents, category: Category) -> Decimal:
    """The percent of ``category`` or, while it is unknown, what the other categories leave."""
    own = percents.get(category)
    others = (percent for other, percent in percents.items() if other != category and percent is not None)
    return max(Decimal(0), 100 - sum(others, Decimal(0))) if own is None else own


def _values(organisation: Organisation, limits: Limits, limit: str, **values: object) -> dict[str, object]:
    """The values of a message: the legal form, the figures, and the source of the limit."""
    return {"form": organisation.legal_form, "source": limits.sources.get(limit, "–"), **values}
