"""The cash of the first year month by month, and what is left to pay loans back, in words: "?" while unknown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from tierslieu.budget.accounts import MONTHS, YEARS, Account, Cash, negated, total
from tierslieu.budget.assets_and_loans import due_after, first_repayment, last_month, monthly_instalment
from tierslieu.budget.balance_sheet import BalanceSheet
from tierslieu.budget.headcount import attendance, open_months
from tierslieu.core.money import to_cents
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING

from .formatter import UNKNOWN, FactFormatter, Facts

#: How many times self-financing is to pay the principal of a year, so that a small loss does not leave it unpaid.
PRUDENT = Decimal("1.2")


def first_months(fmt: FactFormatter, cash: Cash) -> list[Facts]:
    """What an organisation receives, pays and has left in each month of the first year; empty while unknown."""
    months = list(zip(cash.received, cash.paid, cash.in_hand, strict=True))[:MONTHS]
    if any(None in month for month in months):
        return []
    names = ("received", "paid", "left")
    return [dict(zip(names, (fmt.amount(amount) for amount in month), strict=True)) for month in months]


def presence(fmt: FactFormatter) -> list[Facts]:
    """The coworkers of each month of the first year; empty without coworking, or while unknown."""
    people = attendance(fmt.space, 1)
    if COWORKING not in fmt.space.identity.services or any(None in kind for kind in people):
        return []
    return [{"residents": residents, "occasional": occasional} for residents, occasional in zip(*people, strict=True)]


def average_presence(fmt: FactFormatter) -> Facts:
    """The coworkers of an average open month of the first year; empty without coworking, or while unknown."""
    people, months = presence(fmt), len([month for month in open_months(fmt.space) if month])
    if not people or not months:
        return {}
    sums = {name: sum(month[name] for month in people) for name in ("residents", "occasional")}
    return {
        name: fmt.number(rounded_count(Fraction(count, months)))
        for name, count in {**sums, "both": sum(sums.values())}.items()
    }


def rounded_count(people: Fraction) -> Decimal:
    """An average number of ``people``, to one decimal, halves up."""
    return to_cents(people / 10) * 10


def repayment_capacity(fmt: FactFormatter, accounts: Sequence[Account], sheets: Sequence[BalanceSheet]) -> Facts:
    """What self-financing leaves once loans are paid back, in each year, and how it compares with what is still due.

    ``years`` is how many years of self-financing what is due, and an overdraft, takes: a dash where there is none of one or of the other.
    ``left_aside`` is what is left once the solidarity share is kept for free uses too; empty where nothing is set aside.
    ``covers`` is how many times self-financing pays the principal of the year, or the words of the workbook where there is
    no number: a loss, a deferral, no debt; ``thin`` are the years in which it is less than 1.2. ``equity`` is in percents of the balance sheet. Empty without a loan, or while an amount is unknown.
    """
    rows = [
        (plan.self_financing, plan.repayments, total((plan.self_financing, negated(plan.repayments))), sheet.loans)
        for plan, sheet in zip((account.financing for account in accounts), sheets, strict=True)
    ]
    plans = [account.financing for account in accounts]
    if not any(plan.loans or plan.owed for plan in plans) or any(None in row for row in rows):
        return {}
    names = ("self_financing", "repayments", "left", "due")
    left_aside = [total((row[2], negated(account.aside))) for row, account in zip(rows, accounts, strict=True)]
    return {
        **{name: [fmt.amount(row[position]) for row in rows] for position, name in enumerate(names)},
        "left_aside": [fmt.amount(amount) for amount in left_aside]
        if any(account.aside for account in accounts)
        else [],
        "covers": [
            _covers(fmt, self_financing or NOTHING, repaid or NOTHING, due or NOTHING)
            for self_financing, repaid, _, due in rows
        ],
        "thin": [
            year
            for year, (self_financing, repaid, *_) in enumerate(rows, 1)
            if self_financing and repaid and repaid > 0 and 0 < self_financing < repaid * PRUDENT
        ],
        "years": [
            _years(fmt, (due or NOTHING) + (sheet.overdraft or NOTHING), self_financing or NOTHING)
            for (self_financing, _, _, due), sheet in zip(rows, sheets, strict=True)
        ],
        "equity": [_percent(fmt, sheet) for sheet in sheets],
    }


def loan_facts(fmt: FactFormatter, organisation: str) -> list[Facts]:
    """The loans of an organisation, each with what is due at the end of the three years.

    ``lease`` is in how many months its lease ends, and ``left_at_lease`` what is due then, where the loan lasts longer;
    empty otherwise.
    """
    leases = [
        agreement.months
        for agreement in fmt.space.organisations.agreements.values()
        if (agreement.kind, agreement.organisation) == ("occupation", organisation) and agreement.months
    ]
    lease = min(leases, default=0)
    return [
        {
            "label": loan.label,
            "amount": fmt.money(loan.amount, "fact_amount_or_0"),
            "percent": fmt.known(None if loan.percent is None else fmt.percent(loan.percent), "fact_loan_terms"),
            "received": loan.year,
            "month": loan.month,
            "deferral": loan.months_of_deferral,
            "first": (first_repayment(loan) - 1) // MONTHS + 1,
            "last": (last_month(loan) - 1) // MONTHS + 1,
            "monthly": loan.monthly,
            "instalment": fmt.amount(monthly_instalment(loan)),
            "term": loan.months_of_repayment,
            "known": loan.amount is not None,
            "months": last_month(loan),
            "left": fmt.amount(due_after(loan, MONTHS * len(YEARS))),
            "lease": lease if 0 < lease < last_month(loan) else "",
            "left_at_lease": fmt.amount(due_after(loan, lease)) if 0 < lease < last_month(loan) else "",
        }
        for loan in fmt.space.budget.loans
        if loan.received_by == organisation and loan.amount != 0
    ]


def _covers(fmt: FactFormatter, self_financing: Decimal, repaid: Decimal, due: Decimal) -> str:
    if repaid <= 0:
        return fmt.t("workbook_covers_deferred" if due > 0 else "workbook_covers_nothing")
    if self_financing <= 0:
        return fmt.t("workbook_covers_not")
    return fmt.number((self_financing / repaid).quantize(Decimal("0.01"), ROUND_FLOOR))


def _years(fmt: FactFormatter, due: Decimal, self_financing: Decimal) -> str:
    if due <= 0 or self_financing <= 0:
        return "–"
    return fmt.number((due / self_financing).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _percent(fmt: FactFormatter, sheet: BalanceSheet) -> str:
    if sheet.equity is None or sheet.assets is None:
        return UNKNOWN
    if not sheet.assets:
        return "–"
    return fmt.percent((sheet.equity * 100 / sheet.assets).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize() + 0)
