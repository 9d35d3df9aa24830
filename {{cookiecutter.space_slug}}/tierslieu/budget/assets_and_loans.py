"""What outlives a year: investments, which depreciate, and loans, which are paid back."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tierslieu.core.money import CENT
from tierslieu.finance.vat import NOTHING, recovered_percent, taxed
from tierslieu.model import Space
from tierslieu.model.budget import Investment, Loan

from .accounts import parts


def net_investment(space: Space, investment: Investment) -> Decimal | None:
    """What is spent for good, in euros: the amount as paid less the VAT that comes back; None while unknown."""
    percent = recovered_percent(space, investment.paid_by, investment.vat)
    return taxed(investment.amount, "ttc", percent).ht


def depreciation(space: Space, investment: Investment, year: int) -> Decimal | None:
    """The part of ``year`` (1 to 3) in the cost: equal parts from the year it is bought, that add up to all of it."""
    age = year - investment.year
    if not 0 <= age < investment.life:
        return NOTHING
    net = net_investment(space, investment)
    return None if net is None else parts(net, investment.life)[age]


def repayment(loan: Loan, year: int) -> Decimal | None:
    """The principal paid back in ``year`` (1 to 3): equal parts from the year after the loan, that add up to it."""
    age = year - loan.year
    if not 1 <= age <= loan.years:
        return NOTHING
    return None if loan.amount is None else parts(loan.amount, loan.years)[age - 1]


def interest(loan: Loan, year: int) -> Decimal | None:
    """The interest of ``year`` (1 to 3) on what is left to pay back at its beginning, rounded to the cent."""
    if year < loan.year or not loan.percent:
        return NOTHING
    if loan.amount is None:
        return None
    paid = sum((repayment(loan, before) or NOTHING for before in range(loan.year, year)), NOTHING)
    return ((loan.amount - paid) * loan.percent / 100).quantize(CENT, ROUND_HALF_UP)
