"""The sheet of a year of the budget beside its closed months, in a place that has closed one."""

from __future__ import annotations

from tierslieu.facts.formatter import FactFormatter
from tierslieu.i18n import messages
from tierslieu.months.budget_comparison import BudgetComparison, ComparedLine, latest, line_label
from tierslieu.workbook.writer.expressions import Expr, if_, literal, round_
from tierslieu.workbook.writer.formulas import difference, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet

from .incomes import Incomes

_PLANNED, _REAL, _LEFT, _PER_MONTH = 1, 2, 3, 4
_MONTHS = 12


def write_comparison(workbook: Workbook, incomes: Incomes) -> None:
    """Write the sheet; none before a month is closed."""
    compared = latest(workbook.space)
    if compared is None:
        return
    fmt = FactFormatter(workbook.space, workbook.space.identity.language, document=True)
    sheet = workbook.sheet("compared", (40, 20, 20, 20, 20))
    sheet.notes(90)
    names = ("line", "planned", "real", "left", "month_left")
    headings = [messages.text(fmt.locale, f"month.compared_{name}", number=compared.number) for name in names]
    sheet.header(headings, range(_PLANNED, _PER_MONTH + 1))
    sheet.freeze()
    for line in compared.lines:
        _write_line(sheet, incomes, compared, line, line_label(fmt, line))
    sheet.close()


def _write_line(sheet: Worksheet, incomes: Incomes, compared: BudgetComparison, line: ComparedLine, label: str) -> None:
    """Write what is planned, which follows the assumptions where these make it, what is real, and what is left."""
    sheet.text(0, label)
    sold = [income.net[compared.number - 1] for income in incomes.sold if income.item.service == line.stream]
    planned = total(sold) if sold else Expr(_text(line.planned), line.planned)
    planned_cell = sheet.formula(_PLANNED, planned, "money")
    real = sheet.formula(_REAL, Expr(_text(line.real), line.real), "money")
    left = sheet.formula(_LEFT, difference(planned_cell, real), "money")
    months = _MONTHS - len(compared.closed)
    if months:
        per_month = when_known([left], if_(left > 0, round_(left / months, 2), literal("")))
        sheet.formula(_PER_MONTH, per_month, "money")
    sheet.row += 1


def _text(amount: object) -> str:
    return '"?"' if amount is None else str(amount)
