"""The sheet of a year of the budget beside its closed months, in a place that has closed one."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.budget.accounts import MONTHS
from tierslieu.facts.formatter import FactFormatter
from tierslieu.months.budget_comparison import (
    BudgetComparison,
    ComparedLine,
    headings,
    latest,
    line_label,
    outside_sentence,
    unplanned_sentence,
)
from tierslieu.workbook.writer.expressions import Expr, brackets, if_, literal, round_, sum_
from tierslieu.workbook.writer.formulas import added, difference, rounded, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet

from .attendance import Attendance
from .incomes import Income, Incomes

_PLANNED, _SO_FAR, _REAL, _GAP, _PER_MONTH = 1, 2, 3, 4, 5


def write_comparison(workbook: Workbook, incomes: Incomes, attendance: Attendance) -> None:
    """Write the sheet; none before a month of the budget is closed. Those before its first day are only named."""
    compared = latest(workbook.space)
    fmt = FactFormatter(workbook.space, workbook.space.identity.language, document=True)
    if compared is None:
        return
    sheet = workbook.sheet("compared", (40, 20, 20, 36, 22, 20))
    if outside := outside_sentence(fmt):
        sheet.line(outside, "note")
    _write_lines(sheet, incomes, attendance, compared, fmt)
    sheet.close()


def _write_lines(
    sheet: Worksheet, incomes: Incomes, attendance: Attendance, compared: BudgetComparison, fmt: FactFormatter
) -> None:
    sheet.notes(150)
    names = ("line", "planned", "planned_so_far", "real", "gap", "month_left")
    sheet.header(headings(fmt, compared, names), range(_PLANNED, _PER_MONTH + 1))
    sheet.freeze()
    for line in compared.lines:
        _write_line(sheet, incomes, attendance, compared, line, line_label(fmt, line))
    if sentence := unplanned_sentence(fmt, compared):
        sheet.line(sentence, "note")


def _write_line(
    sheet: Worksheet,
    incomes: Incomes,
    attendance: Attendance,
    compared: BudgetComparison,
    line: ComparedLine,
    label: str,
) -> None:
    """Write what is planned, which follows the assumptions where these make it, what is real, and what is left."""
    sheet.text(0, label)
    sold = [income for income in incomes.sold if income.item.service == line.stream]
    cells = [income.net[compared.number - 1] for income in sold]
    planned = sheet.formula(_PLANNED, total(cells) if sold else _constant(line.planned), "money")
    parts = [_so_far(attendance, compared, income) for income in sold]
    so_far = when_known(cells, round_(added(parts), 2)) if sold else _constant(line.planned_so_far)
    so_far_cell = sheet.formula(_SO_FAR, so_far, "money")
    real = sheet.formula(_REAL, _constant(line.real), "money")
    sheet.formula(_GAP, difference(real, so_far_cell), "money")
    months = len(compared.left) if line.stream else MONTHS - len(compared.closed)
    if months:
        left = brackets(planned - real)
        per_month = when_known([planned, real], if_(planned > real, round_(left / months, 2), literal("")))
        sheet.formula(_PER_MONTH, per_month, "money")
    sheet.row += 1


def _so_far(attendance: Attendance, compared: BudgetComparison, income: Income) -> Expr:
    """What the closed months have of ``income`` in the year, in proportion to who is there in each month."""
    amount = income.net[compared.number - 1]
    months = slice((compared.number - 1) * MONTHS, compared.number * MONTHS)
    weights = attendance.present.get(income.kind, attendance.is_open)[months]
    closed = brackets(added([weights[position - 1] for position in compared.positions]))
    by_twelfths = rounded(amount * len(compared.positions) / MONTHS)
    return if_(sum_(weights) > 0, rounded(amount * closed / sum_(weights)), by_twelfths)


def _constant(amount: Decimal | None) -> Expr:
    return Expr('"?"' if amount is None else str(amount), amount)
