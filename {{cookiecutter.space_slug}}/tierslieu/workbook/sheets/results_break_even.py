"""From how many coworkers the place lives on what it earns: a part of the sheet of results."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tierslieu.budget import Forecast
from tierslieu.budget.accounts import negated
from tierslieu.budget.accounts import total as add_up
from tierslieu.budget.entries import aside as engine_aside
from tierslieu.finance.shares import COWORKING
from tierslieu.workbook.writer.formulas import (
    UNKNOWN,
    Cell,
    Value,
    Years,
    cents,
    if_number,
    quoted,
    rounded,
    total,
    when_known,
)
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .costs import Costs
from .incomes import Incomes
from .results_average import write_contribution


def write_break_even(sheet: Sheet, facts: Assumptions, incomes: Incomes, costs: Costs, forecast: Forecast) -> None:
    """Write what one average coworker of today leaves, what coworkers must bring together, and how many it takes."""
    contribution = write_contribution(sheet, facts)
    sheet.section(sheet.t("workbook_break_even"))
    fixed = _write_fixed(sheet, facts, incomes, costs)
    each = sheet.named(sheet.t("workbook_contribution"), [if_number(contribution)] * 3, [contribution.value] * 3)
    found = [year.break_even for year in forecast.years if year.break_even]
    never = sheet.t("workbook_never")
    formulas = [_count(need, leaves, never) for need, leaves in zip(fixed, each, strict=True)]
    values = [never if one.never else one.coworkers for one in found]
    needed = sheet.named(sheet.t("workbook_break_even_coworkers"), formulas, values, "count", "total")
    people = facts.people
    now = [people.residents, people.occasional]
    _write_percent(sheet, "of_target", needed, [people.target], [one.of_target for one in found])
    _write_percent(sheet, "of_today", needed, now, [one.of_today for one in found])


def _write_fixed(sheet: Sheet, facts: Assumptions, incomes: Incomes, costs: Costs) -> Years:
    """Expenses less other incomes, of which the solidarity share is set aside too."""
    sales = [income for income in incomes.sold if income.kind == "sale"]
    of_coworking = [income.net for income in sales if income.sold.service == COWORKING]
    borne = _sum(sheet, "cost_total", costs.totals)
    sold = _sum(sheet, "other_sales", [income.net for income in sales])
    given_too = _sum(sheet, "subsidies", incomes.subsidies)
    terms = [borne, sold, given_too]
    if of_coworking and facts.keys.solidarity:
        terms.append(_write_aside(sheet, facts.keys.solidarity, of_coworking))
    formulas, values = [], []
    for year in range(3):
        cells = [term[year] for term in terms]
        signed = "".join(f"{sign}{cell}" for sign, cell in zip(("", "-", "-", "+"), cells, strict=False))
        formulas.append(when_known(cells, f"ROUND({signed},2)"))
        first, second, third, *kept = (cell.amount for cell in cells)
        values.append(add_up((first, negated(second), negated(third), *kept)))
    return sheet.named(sheet.t("workbook_fixed"), formulas, values, "money", "total")


def _sum(sheet: Sheet, name: str, lines: Sequence[Years]) -> Years:
    columns = [[line[year] for line in lines] for year in range(3)]
    values = [add_up(cell.amount for cell in cells) for cells in columns]
    return sheet.named(sheet.t(f"workbook_{name}"), [total(cells) for cells in columns], values)


def _write_aside(sheet: Sheet, percent: Cell, sold: list[Years]) -> Years:
    formulas, values = [], []
    for year in range(3):
        cells = [line[year] for line in sold]
        income = f"SUM({','.join(map(str, cells))})"
        formulas.append(when_known(cells, f"IF({income}=0,0,{when_known([percent], rounded(f'{income}*{percent}'))})"))
        values.append(engine_aside(sheet.book.space, add_up(cell.amount for cell in cells)))
    return sheet.named(sheet.t("workbook_aside_of_sales"), formulas, values)


def _count(need: Cell, each: Cell, never: str) -> str:
    """Both amounts are whole cents, so that their quotient is exact where it is a whole number."""
    quotient = f"IF({each}<=0,{quoted(never)},ROUNDUP({cents(str(need))}/{cents(str(each))},0))"
    return when_known([need], f"IF({need}<=0,0,{when_known([each], quotient)})")


def _write_percent(
    sheet: Sheet, name: str, needed: Years, people: list[Cell], percents: Sequence[Decimal | None]
) -> None:
    """In whole percents, halves up; nothing to say where there are never enough coworkers."""
    whole = "(" + "+".join(map(str, people)) + ")"
    never = quoted(sheet.t("workbook_never"))
    formulas: list[str] = []
    values: list[Value] = []
    for cell, percent in zip(needed, percents, strict=True):
        known = when_known([cell, *people], f'IF({whole}=0,"{UNKNOWN}",ROUND({cell}*100/{whole},0)/100)')
        formulas.append(f'IF({cell}={never},"",{known})')
        values.append("" if isinstance(cell.value, str) else None if percent is None else percent / 100)
    sheet.named(sheet.t(f"workbook_{name}"), formulas, values, "whole_percent")
