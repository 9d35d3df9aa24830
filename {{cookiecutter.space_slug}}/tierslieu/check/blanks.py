"""Facts still missing: they stop nothing, and ``./lieu check --blanks`` lists them."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.model import Activity, News, Source, Space

from .finding import BUDGET, ORGANISATIONS, PRICES, SPACE, Finding, Path


def identity_blanks(space: Space) -> Iterator[Finding]:
    """Where the place is, how to reach it, when it opens, how many it holds."""
    identity = space.identity
    yield from _blank(identity.territory, "fact_territory", SPACE, ("territory",))
    for key in ("street", "postal_code", "city"):
        yield from _blank(getattr(identity.address, key), f"fact_{key}", SPACE, ("address", key))
    for key in type(identity.contact).model_fields:
        yield from _blank(getattr(identity.contact, key), f"fact_{key}", SPACE, ("contact", key))
    for key in type(identity.publication).model_fields:
        yield from _blank(getattr(identity.publication, key), f"fact_{key}", SPACE, ("publication", key))
    yield from _blank(identity.opening_hours, "fact_opening_hours", SPACE, ("opening_hours",))
    for key in type(identity.capacity).model_fields if identity.modules.coworking else ():
        yield from _blank(getattr(identity.capacity, key), f"fact_{key}", SPACE, ("capacity", key))


def organisation_blanks(space: Space) -> Iterator[Finding]:
    """Who the organisations are, and how they share."""
    for key, organisation in space.organisations.organisations.items():
        form = space.vocabulary.legal_forms.get(organisation.legal_form)
        identifiers = form.identifiers if form else ()
        for name, label in (
            ("name", "fact_name"), ("address", "fact_seat"), ("representative", "fact_representative"),
            *((identifier, f"fact_{identifier}") for identifier in identifiers),
        ):  # fmt: skip
            yield from _blank(getattr(organisation, name), label, ORGANISATIONS, ("organisations", key, name))
    if not space.organisations.common_costs.shares and len(space.organisations.organisations) > 1:
        yield from _blank(None, "fact_shares", ORGANISATIONS, ("common_costs", "shares"))
    if space.identity.modules.coworking:
        percent = space.organisations.solidarity.percent
        yield from _blank(percent, "fact_solidarity", ORGANISATIONS, ("solidarity", "percent"))


def amount_blanks(space: Space) -> Iterator[Finding]:
    """Prices of the grid in force, and the lines of the budget."""
    grid = space.prices.grid(space.today)
    index = space.prices.grids.index(grid)
    for key in (*space.prices.offers, *space.prices.passes):
        yield from _blank(grid.amounts.get(key), "fact_amount", PRICES, ("grids", index, "amounts", key))
    for index, cost in enumerate(space.budget.costs):
        yield from _blank(cost.amount, "fact_amount", BUDGET, ("costs", index, "amount"))
    for index, subsidy in enumerate(space.budget.subsidies):
        yield from _blank(subsidy.amount, "fact_amount", BUDGET, ("subsidies", index, "amount"))


def example_blanks(space: Space) -> Iterator[Finding]:
    """Contents shipped as examples, still to be replaced."""
    sources: tuple[Source[News] | Source[Activity], ...] = (*space.news, *space.activities)
    for source in sources:
        if source.meta.example and source.locale == space.identity.language:
            yield Finding("blank.example", source.path, (), {"title": source.meta.title}, "blank")


def _blank(value: object, label: str, file: str, path: Path) -> Iterator[Finding]:
    if value is None:
        key = ".".join(str(part) for part in path)
        yield Finding("blank.fact", file, path, {"key": key, "label": label}, "blank")
