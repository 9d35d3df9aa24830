"""Investments and their depreciation; loans, their repayment and interest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice, repeat

from tierslieu.core.money import CENT
from tierslieu.finance.vat import NOTHING, planned_percent, taxed
from tierslieu.model import Space
from tierslieu.model.budget import Investment, Loan

from .accounts import MONTHS, YEARS, equal_parts, negated, total


def net_investment(space: Space, investment: Investment) -> Decimal | None:
    """The cost of ``investment`` in euros, less the VAT recovered; None while unknown. No VAT is left of what is owned."""
    if investment.year == 0:
        return investment.amount
    percent = planned_percent(space, investment.paid_by, investment.vat) if investment.amount != 0 else NOTHING
    return taxed(investment.amount, "ttc", percent).ht


def depreciation(space: Space, investment: Investment, year: int) -> Decimal | None:
    """The depreciation of ``year`` (1 to 3): equal parts from the year of the purchase, that add up to the cost."""
    age = year - max(investment.year, YEARS[0])
    if not 0 <= age < investment.life:
        return NOTHING
    net = net_investment(space, investment)
    return None if net is None else equal_parts(net, investment.life)[age]


@dataclass(frozen=True)
class Instalment:
    """What is paid for a loan at the end of a month, in euros; None while its amount is unknown."""

    interest: Decimal | None
    principal: Decimal | None


_NOTHING_DUE = Instalment(NOTHING, NOTHING)


def instalments(loan: Loan, year: int) -> tuple[Instalment, ...]:
    """The twelve instalments of ``year`` (1 to 3)."""
    schedule = [*islice(_schedule(loan), MONTHS * len(YEARS))]
    return tuple(schedule[(year - 1) * MONTHS : year * MONTHS])


def due_after(loan: Loan, months: int) -> Decimal | None:
    """What is still due of ``loan`` at the end of so many ``months``, from the first of year 1; None while unknown."""
    paid = total(instalment.principal for instalment in islice(_schedule(loan), months))
    return total((loan.amount, negated(paid)))


def last_month(loan: Loan) -> int:
    """The month of the last instalment of ``loan``, from 1 for the first of year 1."""
    step = 1 if loan.monthly else MONTHS
    return first_repayment(loan) + loan.months_of_repayment - step


def first_repayment(loan: Loan) -> int:
    """The month of the first instalment that pays principal back, from 1 for the first of year 1."""
    return loan.first_instalment + loan.months_of_deferral


def monthly_instalment(loan: Loan) -> Decimal | None:
    """The equal instalment of a ``monthly`` loan, principal and interest, rounded to the cent; None while unknown."""
    if loan.amount is None or loan.rate is None:
        return None
    count, rate = loan.months_of_repayment, loan.rate / 100 / MONTHS
    growth = (1 + rate) ** count
    exact = loan.amount * rate * growth / (growth - 1) if rate else loan.amount / count
    return exact.quantize(CENT, ROUND_HALF_UP)


def _schedule(loan: Loan) -> Iterator[Instalment]:
    """The instalments from the first month of year 1 on, without end."""
    yield from repeat(_NOTHING_DUE, loan.first_instalment - 1)
    if loan.amount is None or (loan.monthly and loan.rate is None):
        yield from _unknown(loan)
    elif loan.monthly:
        yield from _monthly(loan, loan.amount, loan.rate or NOTHING)
    else:
        yield from _yearly(loan, loan.amount, loan.rate)
    yield from repeat(_NOTHING_DUE)


def _unknown(loan: Loan) -> Iterator[Instalment]:
    """The instalments of a loan of which nobody knows the amount or the rate, in the months in which there are any."""
    interest = NOTHING if loan.rate == 0 else None
    step = 1 if loan.monthly else MONTHS
    counts = loan.months_of_deferral // step, loan.months_of_repayment // step
    for principal in (*repeat(NOTHING, counts[0]), *repeat(None, counts[1])):
        yield Instalment(interest, principal)
        yield from repeat(_NOTHING_DUE, step - 1)


def _monthly(loan: Loan, due: Decimal, rate: Decimal) -> Iterator[Instalment]:
    """Equal instalments, once the months of the deferral are over; the last one pays what is left."""
    instalment, count = monthly_instalment(loan) or NOTHING, loan.months_of_repayment
    for month in range(1 - loan.months_of_deferral, count + 1):
        interest = (due * rate / 100 / MONTHS).quantize(CENT, ROUND_HALF_UP)
        principal = NOTHING if month < 1 else due if month == count else min(due, instalment - interest)
        yield Instalment(interest, principal)
        due -= principal


def _yearly(loan: Loan, due: Decimal, rate: Decimal | None) -> Iterator[Instalment]:
    """Equal parts of the principal, once the deferral is over, each with the interest of the twelve months before."""
    deferred = repeat(NOTHING, loan.months_of_deferral // MONTHS)
    for principal in (*deferred, *equal_parts(due, loan.months_of_repayment // MONTHS)):
        interest = None if rate is None else (due * rate / 100).quantize(CENT, ROUND_HALF_UP)
        yield Instalment(interest, principal)
        yield from repeat(_NOTHING_DUE, MONTHS - 1)
        due -= principal
