"""Names that one file uses must exist in another."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tierslieu.model import Space
from tierslieu.suggest import closest

from .finding import BUDGET, ORGANISATIONS, PRICES, SPACE, Finding, Path


def vocabulary_exists(space: Space) -> Iterator[Finding]:
    """Legal forms, governance models, formats and languages have their file in vocabulary/."""
    words = space.vocabulary
    yield from _known(space.identity.language, words.locales, SPACE, ("language",))
    yield from _known(
        space.organisations.governance_model, words.governance_models, ORGANISATIONS, ("governance_model",)
    )
    for key, organisation in space.organisations.organisations.items():
        path = ("organisations", key, "legal_form")
        yield from _known(organisation.legal_form, words.legal_forms, ORGANISATIONS, path)
    for activity in space.activities:
        yield from _known(activity.meta.format, words.activity_formats, activity.path, ("format",))


def organisations_exist(space: Space) -> Iterator[Finding]:
    """Operators, shares, budget lines and the site's publisher are organisations of the place."""
    known = space.organisations.organisations
    publisher = space.identity.publication.publisher
    if publisher:
        yield from _known(publisher, known, SPACE, ("publication", "publisher"))
    for name, service in space.organisations.services.items():
        yield from _known(service.operator, known, ORGANISATIONS, ("services", name, "operator"))
    for key in space.organisations.common_costs.shares:
        yield from _known(key, known, ORGANISATIONS, ("common_costs", "shares", key))
    for index, cost in enumerate(space.budget.costs):
        if cost.paid_by:
            yield from _known(cost.paid_by, known, BUDGET, ("costs", index, "paid_by"))
    for index, subsidy in enumerate(space.budget.subsidies):
        yield from _known(subsidy.received_by, known, BUDGET, ("subsidies", index, "received_by"))


def offers_exist(space: Space) -> Iterator[Finding]:
    """Passes open an offer, and amounts belong to an offer or a pass."""
    offers, passes = space.prices.offers, space.prices.passes
    for key, book in passes.items():
        yield from _known(book.unit, offers, PRICES, ("passes", key, "unit"))
    for index, grid in enumerate(space.prices.grids):
        for key in grid.amounts:
            yield from _known(key, {**offers, **passes}, PRICES, ("grids", index, "amounts", key))


def _known(name: str, known: Collection[str], file: str, path: Path) -> Iterator[Finding]:
    if name not in known:
        yield Finding("reference.unknown", file, path, {"name": name, "closest": closest(name, known)})
