"""Who holds the premises of the place, and pays the suppliers of its common costs."""

from __future__ import annotations

from tierslieu.model import Space

_OCCUPATION = "occupation"


def only_holder(space: Space) -> str | None:
    """The one organisation that has an agreement for premises; None where several have one, or nobody."""
    agreements = space.organisations.agreements.values()
    holders = {each.organisation for each in agreements if each.kind == _OCCUPATION}
    return holders.pop() if len(holders) == 1 else None
