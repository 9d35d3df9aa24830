"""Who holds the premises of the place, and pays the suppliers of its common costs."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.model import Space
from tierslieu.model.budget import Cost

from .accounts import Year, negated, total

#: The kind of the agreements about the premises.
OCCUPATION = "occupation"
#: The account of the rent, among other services, in ``config/budget.yaml``.
_OF_RENT = 61


def holders(space: Space) -> set[str]:
    """The organisations that have an agreement for premises."""
    return {each.organisation for each in space.organisations.agreements.values() if each.kind == OCCUPATION}


def only_holder(space: Space) -> str | None:
    """The one organisation that has an agreement for premises; None where several have one, or nobody."""
    organisations = holders(space)
    return organisations.pop() if len(organisations) == 1 else None


def is_rent(space: Space, cost: Cost) -> bool:
    """Whether ``cost`` is one of an agreement for premises; while there is none, of the account in which a rent is."""
    agreement = space.organisations.agreements.get(cost.agreement or "")
    return agreement.kind == OCCUPATION if agreement else not holders(space) and cost.account == _OF_RENT


def common_costs_of_others(year: Year, key: str) -> Decimal | None:
    """The parts of the organisations but ``key`` in the common costs of ``year``, VAT included; None while unknown."""
    return total(
        negated(line.amounts.ttc)
        for account in year.accounts
        for line in account.lines
        if account.organisation != key and line.kind == "common_cost"
    )
