"""The break-even point, in coworkers: a section of the sheet of results."""

from __future__ import annotations

from tierslieu.finance.shares import COWORKING
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, brackets, if_, round_, round_up, sum_
from tierslieu.workbook.writer.formulas import added, cents, if_number, rounded, when_known
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .costs import Costs
from .incomes import Incomes
from .results_average import write_contribution


def write_break_even(sheet: Worksheet, assumptions: Assumptions, incomes: Incomes, costs: Costs) -> None:
    """Write what an average coworker contributes, the costs to be covered, and how many coworkers cover them."""
    contribution = write_contribution(sheet, assumptions)
    sheet.section(sheet.t("workbook_break_even"))
    fixed = _write_fixed(sheet, assumptions, incomes, costs)
    contributions = sheet.formula_row(sheet.t("workbook_contribution"), [if_number(contribution)] * 3)
    never = sheet.t("workbook_never")
    counts = [_coworkers(need, part, never) for need, part in zip(fixed, contributions, strict=True)]
    needed = sheet.formula_row(sheet.t("workbook_break_even_coworkers"), counts, "count", "total")
    people = assumptions.people
    _write_percent(sheet, "of_target", needed, [people.target], never)
    _write_percent(sheet, "of_today", needed, [people.residents, people.occasional], never)


def _write_fixed(sheet: Worksheet, assumptions: Assumptions, incomes: Incomes, costs: Costs) -> Years:
    """Write expenses less other sales and subsidies; part of the coworking sales is set aside for free uses too."""
    sales = [income for income in incomes.sold if income.kind == "sale"]
    of_coworking = [income.net for income in sales if income.item.service == COWORKING]
    borne = sheet.totals("cost_total", costs.totals)
    sold = sheet.totals("other_sales", [income.net for income in sales])
    subsidies = sheet.totals("subsidies", incomes.subsidies)
    percent = assumptions.keys.solidarity
    aside = _write_aside(sheet, percent, of_coworking) if of_coworking and percent else None

    def fixed(year: int) -> Expr:
        amount, needed = borne[year] - sold[year] - subsidies[year], [borne[year], sold[year], subsidies[year]]
        if aside:
            amount, needed = amount + aside[year], [*needed, aside[year]]
        return when_known(needed, round_(amount, 2))

    return sheet.formula_row(sheet.t("workbook_fixed"), [fixed(year) for year in range(3)], "money", "total")


def _write_aside(sheet: Worksheet, percent: Cell, sold: list[Years]) -> Years:
    def aside(year: int) -> Expr:
        cells = [row[year] for row in sold]
        income = sum_(*([cell] for cell in cells))
        share = when_known([percent], rounded(income * percent))
        return when_known(cells, if_(income.equals(0), 0, share))

    return sheet.formula_row(sheet.t("workbook_aside_of_sales"), [aside(year) for year in range(3)])


def _coworkers(need: Cell, contribution: Cell, never: str) -> Expr:
    """How many coworkers cover ``need``; ``never`` where one more contributes nothing.

    Both amounts are divided in whole cents, so that spreadsheets compute a whole quotient exactly.
    """
    quotient = if_(contribution <= 0, never, round_up(cents(need) / cents(contribution), 0))
    return when_known([need], if_(need <= 0, 0, when_known([contribution], quotient)))


def _write_percent(sheet: Worksheet, name: str, needed: Years, people: list[Cell], never: str) -> None:
    """Write how much of ``people`` the ``needed`` coworkers are, in whole percents; an empty text for ``never``."""
    count = brackets(added(people))

    def percent(cell: Cell) -> Expr:
        share = if_(count.equals(0), UNKNOWN, round_(cell * 100 / count, 0) / 100)
        return if_(cell.equals(never), "", when_known([cell, *people], share))

    sheet.formula_row(sheet.t(f"workbook_{name}"), map(percent, needed), "whole_percent")
