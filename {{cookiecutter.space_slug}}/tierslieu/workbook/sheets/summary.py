"""The first sheet: the result of each year, the least cash and the break-even point, in figures and in words."""

from __future__ import annotations

from collections.abc import Sequence

from tierslieu.budget.accounts import MONTHS
from tierslieu.budget.premises import only_holder
from tierslieu.finance.vat import holds_vat
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    Operand,
    brackets,
    concatenated,
    count,
    if_,
    is_number,
    match,
    or_,
    round_,
    smallest,
)
from tierslieu.workbook.writer.formulas import added, if_number, rounded, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_plans import InvestmentCells
from .attendance import Attendance
from .balance_sheets import EquityRow
from .cash_flow import CashRow, month_of
from .costs import Costs
from .incomes import Incomes
from .results import Results, write_form_notes
from .split import SplitRows
from .summary_desks import write_desks

_YEAR, _WORDS = 1, 4


def summary_sheet(workbook: Workbook) -> Worksheet:
    """The sheet, empty: sheets stand in the order in which they are begun."""
    return workbook.sheet("summary", (46, 18, 18, 18, 50))


def write_summary(
    sheet: Worksheet,
    assumptions: Assumptions,
    attendance: Attendance,
    incomes: Incomes,
    costs: Costs,
    split: SplitRows,
    results: Results,
    cash: Sequence[CashRow],
    equity: Sequence[EquityRow],
) -> None:
    """Write the sheet."""
    years = sheet.workbook.labels("year_1", "year_2", "year_3")
    words = sheet.t("workbook_col_words")
    if assumptions.profit_tax:
        sheet.line(sheet.t("workbook_summary_tax_note"), "note")
    write_form_notes(sheet)
    sheet.top(assumptions.missing, [sheet.t("workbook_col_who"), *years, words], range(_YEAR, _WORDS))
    sheet.section(sheet.t("workbook_summary_result"))
    for account in results.accounts:
        label = sheet.organisation_label(account.organisation)
        _write_result(sheet, label, account.result)
        if account.accounting is not account.result:
            _write_result(sheet, sheet.t("workbook_summary_accounting", organisation=label), account.accounting)
    if len(results.accounts) > 1:
        _write_result(sheet, _whole_place(sheet), results.place, "total")
    sheet.section(sheet.t("workbook_summary_cash"))
    sheet.header(
        [*sheet.workbook.labels("col_who", "col_lowest", "col_lowest_month", "col_first_month"), words], (1, 2, 3)
    )
    for row in cash:
        _write_cash(sheet, assumptions.first_day, row)
        investments = _taxed_investments(sheet, assumptions, row.organisation)
        common = _common_costs_of_others(sheet, costs, row.organisation)
        if investments or common:
            _write_cash_advanced(sheet, assumptions.first_day, row, investments, common)
            regime = sheet.space.vat_regime(row.organisation)
            if regime is not None and not regime.recovers and not common:
                sheet.hide_last_row()
    if results.break_even:
        _write_break_even(sheet, attendance, incomes, results)
    if equity:
        _write_equity(sheet, equity)
    if attendance.headcounts:
        write_desks(sheet, assumptions, attendance, split, _WORDS)
    sheet.close()


def _write_result(sheet: Worksheet, label: str, result: Years, *styles: str) -> None:
    _write_years(sheet, label, result, "money", *styles)
    words = _in_words(sheet, "result", [cell < 0 for cell in result])
    _write_words(sheet, if_(count(result).equals(3), words, sheet.t("workbook_summary_unknown")), *styles)


def _write_cash(sheet: Worksheet, first_day: Cell, row: CashRow) -> None:
    """Write the least cash, its month, the first month below zero, and whether there is one."""
    sheet.text(0, sheet.organisation_label(row.organisation))
    known, is_short = is_number(row.balance[-1]), count(row.short) > 0
    lowest = sheet.formula(1, if_(known, smallest(row.balance), UNKNOWN), "money")
    sheet.formula(
        2, if_(is_number(lowest), month_of(sheet, first_day, match(lowest, row.balance)), UNKNOWN), "month_of"
    )
    never = if_(known, sheet.t("workbook_never"), UNKNOWN)
    sheet.formula(3, if_(is_short, month_of(sheet, first_day, smallest(row.short)), never), "month_of")
    fine = if_(known, sheet.t("workbook_summary_cash_fine"), sheet.t("workbook_summary_unknown"))
    sheet.row += 1
    _write_words(sheet, if_(is_short, sheet.t("workbook_summary_cash_short"), fine))


def _taxed_investments(sheet: Worksheet, assumptions: Assumptions, organisation: str) -> list[InvestmentCells]:
    investments = zip(sheet.space.budget.investments, assumptions.plans.investments, strict=True)
    return [cells for bought, cells in investments if bought.paid_by == organisation and holds_vat(bought.vat)]


def _common_costs_of_others(sheet: Worksheet, costs: Costs, organisation: str) -> list[Cell]:
    """What the others bear of the common costs of year 1, as paid, where ``organisation`` alone holds the premises."""
    if only_holder(sheet.space) != organisation:
        return []
    parts = [part for part in costs.parts if part.kind == "common_cost" and part.organisation != organisation]
    return [(part.paid or part.net)[0] for part in parts]


def _write_cash_advanced(
    sheet: Worksheet,
    first_day: Cell,
    row: CashRow,
    investments: Sequence[InvestmentCells],
    common: Sequence[Cell],
) -> None:
    """Write the least cash of year 1 while the VAT of its investments and a month of the ``common`` costs are advanced."""
    label = sheet.t("workbook_summary_advanced", organisation=sheet.organisation_label(row.organisation))
    sheet.text(0, label)
    balance = row.balance[:MONTHS]
    needed = [cell for bought in investments for cell in (bought.amount, bought.net, bought.year)]
    vat = [if_(bought.year.equals(1), brackets(bought.amount - bought.net), 0) for bought in investments]
    advanced = [*vat, *([rounded(brackets(added(common)) / MONTHS)] if common else [])]
    least = smallest(balance)
    left = round_(least - brackets(added(advanced)), 2)
    lowest = sheet.formula(1, when_known([*balance, *needed, *common], left), "money")
    month = if_(is_number(lowest), month_of(sheet, first_day, match(least, balance)), UNKNOWN)
    sheet.formula(2, month, "month_of")
    sheet.row += 1
    short = if_(lowest < 0, sheet.t("workbook_summary_cash_short"), sheet.t("workbook_summary_advanced_fine"))
    _write_words(sheet, if_(is_number(lowest), short, sheet.t("workbook_summary_unknown")))


def _write_break_even(sheet: Worksheet, attendance: Attendance, incomes: Incomes, results: Results) -> None:
    """Write how many coworkers are planned, how many are there on average, and how many the place and an organisation need."""
    years = sheet.workbook.labels("year_1", "year_2", "year_3")
    sheet.section(sheet.t("workbook_summary_break_even"))
    sheet.header([sheet.t("workbook_summary_coworkers"), *years, sheet.t("workbook_col_words")], range(_YEAR, _WORDS))
    people = [when_known(cells, cells[0] + cells[1]) for cells in incomes.coworkers]
    sheet.formula_row(sheet.t("workbook_summary_planned"), people, "count")
    present = sheet.formula_row(sheet.t("workbook_summary_present"), map(attendance.average, range(3)), "decimal")
    for row in results.break_even:
        whose = sheet.organisation_label(row.organisation) if row.organisation else _whole_place(sheet)
        label = sheet.t("workbook_summary_needed", organisation=whose)
        _write_years(sheet, label, row.coworkers, "count")
        never = sheet.t("workbook_never")
        missed = [or_(need.equals(never), need > there) for need, there in zip(row.coworkers, present, strict=True)]
        words = _in_words(sheet, "break_even", missed)
        unknown = or_(*(need.equals(UNKNOWN) for need in row.coworkers), count(present) < 3)
        _write_words(sheet, if_(unknown, sheet.t("workbook_summary_unknown"), words))
        margins = [
            when_known([need, there], round_(there - need, 1))
            for need, there in zip(row.coworkers, present, strict=True)
        ]
        sheet.formula_row(sheet.t("workbook_summary_margin", organisation=whose), margins, "decimal", "soft")


def _write_equity(sheet: Worksheet, rows: Sequence[EquityRow]) -> None:
    """Write the equity of each company, and the years in which it is less than half of the capital.

    Source: Code de commerce, articles L. 223-42 and L. 225-248, as the statutes of the kit cite them.
    """
    sheet.section(sheet.t("workbook_summary_equity"))
    sheet.line(sheet.t("workbook_summary_equity_note"), "note")
    titles = sheet.workbook.labels("col_who", "end_1", "end_2", "end_3", "col_words")
    sheet.header(titles, range(_YEAR, _WORDS))
    for row in rows:
        _write_years(sheet, sheet.organisation_label(row.organisation), row.equity, "money")
        known = count([*row.equity, *row.capital]).equals(6)
        less = [own < capital / 2 for own, capital in zip(row.equity, row.capital, strict=True)]
        _write_words(sheet, if_(known, _in_words(sheet, "equity", less), sheet.t("workbook_summary_unknown")))


def _whole_place(sheet: Worksheet) -> str:
    """What the place is called: of several organisations it is a sum, since no aid of one pays for another."""
    several = len(sheet.workbook.space.organisations.organisations) > 1
    return sheet.t("workbook_whole_sum" if several else "workbook_whole_place")


def _write_years(sheet: Worksheet, label: str, cells: Years, kind: str, *styles: str) -> None:
    """Write the values of ``cells``, which may be a text."""
    shown: list[Expr] = [if_number(cell) if kind == "money" else cell for cell in cells]
    sheet.formula_row(label, shown, kind, *styles)


def _in_words(sheet: Worksheet, name: str, bad: Sequence[Condition]) -> Expr:
    """A text that names the years that are ``bad``, or another one where none is."""
    listed: list[Operand] = [sheet.t(f"workbook_summary_{name}_bad")]
    listed += [
        if_(condition, f" ({sheet.t(f'workbook_year_{year}').lower()})", "") for year, condition in enumerate(bad, 1)
    ]
    return if_(or_(*bad), concatenated(*listed), sheet.t(f"workbook_summary_{name}_fine"))


def _write_words(sheet: Worksheet, words: Expr, *styles: str) -> None:
    """Write a text in the last column of the row above."""
    sheet.formula(_WORDS, words, "words", *styles, row=sheet.row - 1)
