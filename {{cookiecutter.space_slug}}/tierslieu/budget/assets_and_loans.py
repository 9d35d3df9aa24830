"""Investments and their depreciation; loans, their repayment and interest."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tierslieu.core.money import CENT
from tierslieu.finance.vat import NOTHING, recovered_percent, taxed
from tierslieu.model import Space
from tierslieu.model.budget import Investment, Loan

from .accounts import equal_parts


def net_investment(space: Space, investment: Investment) -> Decimal | None:
    """The cost of ``investment`` in euros, less the VAT recovered; None while unknown."""
    percent = recovered_percent(space, investment.paid_by, investment.vat)
    return taxed(investment.amount, "ttc", percent).ht


def depreciation(space: Space, investment: Investment, year: int) -> Decimal | None:
    """The depreciation of ``year`` (1 to 3): equal parts from the year of the purchase, that add up to the cost."""
    age = year - investment.year
    if not 0 <= age < investment.life:
        return NOTHING
    net = net_investment(space, investment)
    return None if net is None else equal_parts(net, investment.life)[age]


def repayment(loan: Loan, year: int) -> Decimal | None:
    """The principal repaid in ``year`` (1 to 3): equal parts from the year after the loan and its deferral, that add up."""
    age = year - loan.year - loan.deferral
    if not 1 <= age <= loan.years:
        return NOTHING
    return None if loan.amount is None else equal_parts(loan.amount, loan.years)[age - 1]


def interest(loan: Loan, year: int) -> Decimal | None:
    """The interest of ``year`` (1 to 3) on the principal due at its beginning, rounded to the cent."""
    if year < loan.year or not loan.percent:
        return NOTHING
    if loan.amount is None:
        return None
    repaid = sum((repayment(loan, past_year) or NOTHING for past_year in range(loan.year, year)), NOTHING)
    return ((loan.amount - repaid) * loan.percent / 100).quantize(CENT, ROUND_HALF_UP)
