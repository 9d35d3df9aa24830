"""What the legal form of an organisation asks of its associates, colleges and reserves.

The limits are those of ``vocabulary/legal_forms/``, each with its law; one is judged only when the facts are given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.model import Organisation, Space
from tierslieu.model.organisations import Category
from tierslieu.model.vocabulary import Limits

_Part = Mapping[Category, Decimal | None]


def associates_share_one_whole(space: Space) -> Iterator[Finding]:
    """The capital of all categories together, and their votes, are at most 100 percent."""
    for key, organisation in space.organisations.organisations.items():
        for name, parts in (("capital", _capital(organisation)), ("votes", _votes(organisation))):
            whole = sum(part for part in parts.values() if part is not None)
            if whole > 100:
                path = ("organisations", key, "associates")
                yield Finding(f"associates.{name}_sum", ORGANISATIONS, path, {"organisation": key, "sum": whole})


def categories_are_complete(space: Space) -> Iterator[Finding]:
    """The associates are of the categories, and of as many of them, as the legal form asks for.

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
    """Each category has no more capital than the legal form lets it have, and no less than it must.

    Source: ``limits`` of vocabulary/legal_forms/; of local authorities in a SCIC, loi n° 47-1775 du 10 septembre 1947,
    art. 19 septies; of the employees of a SCOP, loi n° 78-763 du 19 juillet 1978.
    """
    for key, organisation, limits in _limited(space):
        parts, path = _capital(organisation), ("organisations", key, "associates")
        for category, most in limits.capital_most.items():
            part = parts.get(category)
            if part is not None and part > most:
                values = _values(organisation, limits, "capital_most", category=category, percent=part, most=most)
                yield Finding("associates.capital_most", ORGANISATIONS, (*path, category, "capital"), values)
        for category, least in limits.capital_least.items():
            part = _highest(parts, category)
            if part < least:
                values = _values(organisation, limits, "capital_least", category=category, percent=part, least=least)
                yield Finding("associates.capital_least", ORGANISATIONS, (*path, category, "capital"), values)


def votes_respect_the_form(space: Space) -> Iterator[Finding]:
    """Each category has at least the votes that the legal form gives it.

    Source: ``limits`` of vocabulary/legal_forms/; of the employees of a SCOP, loi n° 78-763 du 19 juillet 1978.
    """
    for key, organisation, limits in _limited(space):
        parts = _votes(organisation)
        for category, least in limits.votes_least.items():
            part = _highest(parts, category)
            if part < least:
                values = _values(organisation, limits, "votes_least", category=category, percent=part, least=least)
                path = ("organisations", key, "associates", category, "votes")
                yield Finding("associates.votes_least", ORGANISATIONS, path, values)


def colleges_make_a_whole(space: Space) -> Iterator[Finding]:
    """The votes of the colleges add up to 100 percent."""
    for key, organisation in space.organisations.organisations.items():
        whole = sum(organisation.colleges.values())
        if organisation.colleges and whole != 100:
            path = ("organisations", key, "colleges")
            yield Finding("colleges.sum", ORGANISATIONS, path, {"organisation": key, "sum": whole})


def colleges_respect_the_form(space: Space) -> Iterator[Finding]:
    """Colleges are as many as the legal form asks for, none of them with too few or too many votes.

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
    """The statutes put at least as much of the surpluses in reserves as the legal form asks for.

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
        form = space.vocabulary.legal_forms.get(organisation.legal_form)
        if form:
            yield key, organisation, form.limits


def _capital(organisation: Organisation) -> _Part:
    return {category: associates.capital for category, associates in organisation.associates.items()}


def _votes(organisation: Organisation) -> _Part:
    return {category: associates.votes for category, associates in organisation.associates.items()}


def _highest(parts: _Part, category: Category) -> Decimal:
    """The percent of ``category`` or, while unknown, the most that the others leave it."""
    known = parts.get(category)
    others = (part for other, part in parts.items() if other != category and part is not None)
    return max(Decimal(0), 100 - sum(others, Decimal(0))) if known is None else known


def _values(organisation: Organisation, limits: Limits, limit: str, **values: object) -> dict[str, object]:
    """What a message says: the form as it is written, the figures, and the law of the limit."""
    return {"form": organisation.legal_form, "source": limits.sources.get(limit, "–"), **values}
