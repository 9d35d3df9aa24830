"""How money is shared: revenues between organisations, common costs by their key."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.generation.questions import findings_of
from tierslieu.model import Space

#: The keys of common costs that are quantities.
_MEASURED = ("desk_hours", "area", "fte")


def shares_make_a_whole(space: Space) -> Iterator[Finding]:
    """The agreed shares of the common costs name every organisation and add up to 100 percent."""
    costs = space.organisations.common_costs
    if costs.shares and costs.key == "percent":
        names = [space.organisation_name(key) for key in space.organisations.organisations]
        yield from findings_of(rules.share_violations(list(costs.shares.values()), names))


def common_costs_are_measured(space: Space) -> Iterator[Finding]:
    """Common costs shared by a quantity have that of each organisation, and not only zeros."""
    costs, organisations = space.organisations.common_costs, space.organisations.organisations
    if costs.key not in _MEASURED or len(organisations) == 1:
        return
    path = ("common_costs", "measures")
    missing = [key for key in organisations if key not in costs.measures]
    if missing:
        values = {"key": costs.key, "organisations": ", ".join(map(space.organisation_name, missing))}
        yield Finding("common_costs.measures", ORGANISATIONS, path, values)
    elif not any(costs.measures.values()):
        yield Finding("common_costs.zero", ORGANISATIONS, path, {"key": costs.key})


def common_costs_have_one_key(space: Space) -> Iterator[Finding]:
    """There are no shares and no measures that the key of the common costs does not use."""
    costs = space.organisations.common_costs
    unused = {
        "shares": costs.shares and costs.key != "percent",
        "measures": costs.measures and costs.key not in _MEASURED,
    }
    for name, is_unused in unused.items():
        if is_unused:
            values = {"name": name, "key": costs.key}
            yield Finding("common_costs.unused", ORGANISATIONS, ("common_costs", name), values, "warning")


def streams_make_a_whole(space: Space) -> Iterator[Finding]:
    """The shares of a revenue add up to 100 percent."""
    for name, stream in space.organisations.streams.items():
        total = sum(stream.shares.values())
        if total != 100:
            yield Finding("streams.sum", ORGANISATIONS, ("streams", name, "shares"), {"stream": name, "sum": total})


def streams_have_a_collector(space: Space) -> Iterator[Finding]:
    """A revenue that is not that of a service has a collector."""
    for name, stream in space.organisations.streams.items():
        if stream.collects is None and space.responsible("collects", name) is None:
            yield Finding("streams.no_collector", ORGANISATIONS, ("streams", name), {"stream": name})
