"""The sheet of loans: what is due, the interest and the principal that are paid each month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    Operand,
    and_,
    brackets,
    if_,
    is_number,
    min_,
    mod,
    number,
    or_,
    power,
    round_,
    round_up,
)
from tierslieu.workbook.writer.formulas import equal_part, if_number, rounded, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .assumptions_plans import LoanCells
from .attendance import month_of, months_sheet

_ALL = 3 * MONTHS


@dataclass(frozen=True)
class LoanRows:
    """The interest and the principal that are paid for a loan in each of the 36 months, and what is ``left`` to be paid.

    ``instalment`` is the equal one of each month, ``whole_year`` what a year costs once the deferral is over.
    ``last_year`` is the principal of the last twelve months, the most that a year pays back: there may be none in the 36.
    """

    interest: list[Cell]
    principal: list[Cell]
    left: list[Cell]
    instalment: Cell
    whole_year: Cell
    last_year: Cell

    def yearly(self, cells: Sequence[Cell]) -> list[Expr]:
        """The total of each year of ``cells``, one of both rows."""
        return [total(cells[year * MONTHS : (year + 1) * MONTHS]) for year in range(3)]


def write_loans(workbook: Workbook, assumptions: Assumptions) -> list[LoanRows]:
    """Write the sheet, in a place that borrows; the rows of each loan in the order of ``config/budget.yaml``."""
    loans = workbook.space.budget.loans
    if not loans:
        return []
    sheet = months_sheet(workbook, assumptions, "loans_sheet")
    rows = []
    for loan, cells in zip(loans, assumptions.plans.loans, strict=True):
        label = workbook.t("workbook_line_loan", label=loan.label)
        sheet.section(f"{label}, {workbook.organisation_label(loan.received_by)}")
        rows.append(_write_loan(sheet, cells, assumptions))
    sheet.close()
    return rows


def _write_loan(sheet: Worksheet, loan: LoanCells, assumptions: Assumptions) -> LoanRows:
    """Write a loan month after month: each row of a month needs what was due and paid in the month before."""
    choice = assumptions.vat.choice
    # What is owed on the first day (year 0) has the instalments of the years that remain, from the first month on.
    start = if_(loan.year.equals(0), 1, brackets(loan.year - 1) * MONTHS + loan.month)
    begins = sheet.formula_row(
        sheet.t("workbook_loan_begins"),
        [if_(assumptions.in_bounds, when_known([loan.year, loan.month], start), UNKNOWN)],
        "count",
    )[0]
    instalment = sheet.formula_row(
        sheet.t("workbook_instalment"),
        [
            choice(
                loan.monthly,
                if_(
                    _nothing_borrowed(loan),
                    0,
                    when_known(
                        [loan.amount, loan.percent, loan.months],
                        if_(loan.months > 0, _instalment(loan, loan.months), UNKNOWN),
                    ),
                ),
                number(0),
            )
        ],
    )[0]
    first = sheet.row
    labels = ("due_before", "interest_paid", "principal_paid", "due_after")
    for step, name in enumerate(labels):
        sheet.row = first + step
        if name == "due_after":
            sheet.total(sheet.t(f"workbook_{name}"))
        else:
            sheet.text(0, sheet.t(f"workbook_{name}"))
    interest: list[Cell] = []
    principal: list[Cell] = []
    left: list[Cell] = []
    for month in range(_ALL):
        age = brackets(number(month + 2) - begins)  # the number of the month in the life of the loan, from 1
        due = sheet.formula(month + 1, _due(loan, begins, age, left[-1] if left else None), "money", row=first)
        interest.append(sheet.formula(month + 1, _interest(loan, begins, age, due, choice), "money", row=first + 1))
        paid = _principal(loan, begins, age, due, interest[-1], instalment, choice)
        principal.append(sheet.formula(month + 1, paid, "money", row=first + 2))
        rest = when_known([due, principal[-1]], round_(due - principal[-1], 2))
        left.append(sheet.formula(month + 1, rest, "money", "total", row=first + 3))
    sheet.row = first + len(labels)
    whole_year, last_year = _write_beyond(sheet, loan, assumptions, begins, instalment)
    return LoanRows(interest, principal, left, instalment, whole_year, last_year)


def _write_beyond(
    sheet: Worksheet, loan: LoanCells, assumptions: Assumptions, begins: Cell, instalment: Cell
) -> tuple[Cell, Cell]:
    """Write what 36 months may not show: the last instalment, what a whole year costs after a deferral, what the last
    one pays back, and all interest.

    Beyond the 36 months, the cents of each instalment are not rounded: principal and interest are told to the euro.
    """
    amount, percent, count, deferral = loan.amount, loan.percent, loan.months, loan.deferral
    years, deferred = _in_years(count), _in_years(deferral)
    rate = brackets(percent / MONTHS)

    def told(needed: list[Cell], monthly: Expr, yearly: Expr, nothing: Operand = 0) -> Expr:
        by_period = when_known(
            [begins, count, deferral, *needed], assumptions.vat.choice(loan.monthly, monthly, yearly)
        )
        return if_(_nothing_borrowed(loan), nothing, by_period)

    end = brackets(if_(loan.year.equals(0), loan.month - MONTHS, begins)) + brackets(years + deferred) * MONTHS
    by_month, by_year = (month_of(sheet, assumptions.first_day, last) for last in (begins + count + deferral - 1, end))
    sheet.formula_row(sheet.t("workbook_loan_ends"), [told([loan.month], by_month, by_year, nothing="")], "month_of")
    amounts = [amount, percent, instalment]
    paid = told(amounts, instalment * min_(count, number(MONTHS)), round_(amount / years + amount * percent, 2))
    whole_year = sheet.formula_row(sheet.t("workbook_whole_year_paid"), [paid])[0]
    # What is still due before the last twelve instalments: each one pays back more principal than the one before.
    earlier = brackets(count - MONTHS)
    growth = power(1 + rate, earlier)
    rest = amount * growth - instalment * brackets(growth - 1) / rate
    by_month = if_(count <= MONTHS, amount, if_(percent.equals(0), amount - instalment * earlier, rest))
    principal = told(amounts, round_(by_month, 0), round_(amount / years, 0))
    last_year = sheet.formula_row(sheet.t("workbook_last_year_principal"), [principal])[0]
    by_month = instalment * count - amount + deferral * rounded(amount * rate)
    by_year = amount * percent * brackets(deferred + brackets(years + 1) / 2)
    sheet.formula_row(sheet.t("workbook_all_interest"), [told(amounts, round_(by_month, 0), round_(by_year, 0))])
    return whole_year, last_year


def _instalment(loan: LoanCells, months: Cell) -> Expr:
    """The equal instalment of each month, principal and interest."""
    rate = brackets(loan.percent / MONTHS)
    growth = power(1 + rate, months)
    equal = rounded(loan.amount * rate * growth / brackets(growth - 1))
    return if_(loan.percent.equals(0), rounded(loan.amount / months), equal)


def _nothing_borrowed(loan: LoanCells) -> Condition:
    """Whether the amount is 0: the rate of such a loan is not needed."""
    return and_(is_number(loan.amount), loan.amount.equals(0))


def _due(loan: LoanCells, begins: Cell, age: Expr, left: Cell | None) -> Expr:
    """What is due in a month: what the month before left, and the loan in its first month."""
    before = number(0) if left is None else if_number(left)
    return when_known([begins], if_(age.equals(1), if_number(loan.amount), before))


def _is_yearly(loan: LoanCells, age: Expr) -> Condition:
    """Whether a yearly instalment is due in a month: from that of the loan, or of the instalments of what was owed before."""
    return mod(brackets(age - if_(loan.year.equals(0), loan.month, 1)), MONTHS).equals(0)


def _yearly_number(loan: LoanCells, age: Expr) -> Expr:
    """The number of the yearly instalment that is due in a month: the first one is paid twelve months after the loan."""
    owed = brackets(age - loan.month) / MONTHS + 1
    return brackets(if_(loan.year.equals(0), owed, brackets(age - 1) / MONTHS))


def _in_years(months: Cell) -> Expr:
    """The years, rounded up, that so many ``months`` are."""
    return round_up(months / MONTHS, 0)


def _interest(loan: LoanCells, begins: Cell, age: Expr, due: Cell, choice: Callable[[Cell, Expr, Expr], Expr]) -> Expr:
    monthly = _while(loan, age, loan.months + loan.deferral, due, rounded(due * loan.percent / MONTHS))
    last = _in_years(loan.months) + _in_years(loan.deferral)
    some = _while(loan, _yearly_number(loan, age), last, due, rounded(due * loan.percent))
    yearly = if_(_is_yearly(loan, age), some, 0)
    return when_known([begins, loan.months, loan.deferral], choice(loan.monthly, monthly, yearly))


def _while(loan: LoanCells, number_due: Expr, last: Expr, due: Cell, interest: Expr) -> Expr:
    """``interest`` from the first instalment to the ``last``; none before and after, nor at a rate of 0."""
    free = and_(is_number(loan.percent), loan.percent.equals(0))  # an empty cell equals 0 in a spreadsheet
    some = when_known([due, loan.percent], interest)
    return if_(or_(number_due < 1, number_due > last, free), 0, if_(_nothing_borrowed(loan), 0, some))


def _principal(
    loan: LoanCells,
    begins: Cell,
    age: Expr,
    due: Cell,
    interest: Cell,
    instalment: Cell,
    choice: Callable[[Cell, Expr, Expr], Expr],
) -> Expr:
    """The principal that is paid in a month: the last instalment pays what is left."""
    paying = brackets(age - loan.deferral)
    count = loan.months
    some = if_(paying.equals(count), due, min_(due, round_(instalment - interest, 2)))
    monthly = if_(or_(paying < 1, paying > count), 0, when_known([due, interest, instalment], some))
    years, whole = brackets(_yearly_number(loan, age) - _in_years(loan.deferral)), _in_years(loan.months)
    part = when_known([loan.amount], equal_part(loan.amount, whole, years))
    yearly = if_(_is_yearly(loan, age), if_(or_(years < 1, years > whole), 0, part), 0)
    return when_known([begins, loan.months, loan.deferral], choice(loan.monthly, monthly, yearly))
