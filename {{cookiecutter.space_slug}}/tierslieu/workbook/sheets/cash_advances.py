"""The rows of the sheet of cash that tell what is paid before it is paid back, as ``budget.advances`` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.budget.premises import only_holder
from tierslieu.model import Space
from tierslieu.workbook.writer.expressions import Cell, Expr, and_, brackets, if_, is_number, number, round_
from tierslieu.workbook.writer.formulas import added, rounded, when_known
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .assumptions_plans import InvestmentCells
from .costs import Costs


@dataclass(frozen=True)
class AdvanceRows:
    """What is advanced at the end of each month, the cash that is then left, and the number of each month below zero."""

    advanced: list[Cell]
    left: list[Cell]
    short: list[Cell]


def write_advances(
    sheet: Worksheet, assumptions: Assumptions, costs: Costs, organisation: str, balance: Sequence[Cell]
) -> AdvanceRows | None:
    """Write both rows, of an organisation that may advance something."""
    bought = _investments(sheet.space, assumptions, organisation)
    common = _common_costs_of_others(sheet.space, costs, organisation)
    if not bought and not common:
        return None
    refund = assumptions.vat.refund

    def advanced(month: int) -> Expr:
        needed = [cell for each in bought for cell in (each.amount, each.net, each.year, each.month)]
        terms: list[Expr] = [_vat(each, refund, month + 1) for each in bought]
        if common:
            cells = common[month // MONTHS]
            needed += cells
            terms.append(rounded(brackets(added(cells)) / MONTHS))
        return when_known([*needed, *([refund] if bought else [])], round_(added(terms), 2))

    row = sheet.formula_row(sheet.t("workbook_advanced"), map(advanced, range(len(balance))))
    return write_left(sheet, row, balance)


def write_alone(
    sheet: Worksheet, costs: Costs, organisation: str, before: AdvanceRows, balance: Sequence[Cell]
) -> AdvanceRows:
    """Write both rows once the others bear no common cost: what is advanced of theirs is no longer."""
    common = _common_costs_of_others(sheet.space, costs, organisation)
    if not common:
        return write_left(sheet, before.advanced, balance)

    def advanced(month: int) -> Expr:
        cells, advance = common[month // MONTHS], before.advanced[month]
        rest = round_(advance - rounded(brackets(added(cells)) / MONTHS), 2)
        return when_known([advance, *cells], rest)

    row = sheet.formula_row(sheet.t("workbook_advanced"), map(advanced, range(len(balance))))
    return write_left(sheet, row, balance)


def write_left(sheet: Worksheet, advanced: list[Cell], balance: Sequence[Cell]) -> AdvanceRows:
    """Write what is left of the ``balance`` of each month once what is ``advanced`` is paid, and the months below zero."""
    amounts = [when_known([cash, out], round_(cash - out, 2)) for cash, out in zip(balance, advanced, strict=True)]
    left = sheet.formula_row(sheet.t("workbook_left_advanced"), amounts, "money", "total")
    below = [if_(is_number(cell), if_(cell < 0, month, ""), "") for month, cell in enumerate(left, 1)]
    return AdvanceRows(advanced, left, sheet.formula_row(sheet.t("workbook_short_advanced"), below, "count", "soft"))


def _vat(bought: InvestmentCells, refund: Cell, month: int) -> Expr:
    """The VAT of an investment from the month of its purchase until it is paid back, ``refund`` months later."""
    paid = brackets(bought.year - 1) * MONTHS + bought.month
    waits = and_(bought.year > 0, number(month) >= paid, number(month) < paid + refund)
    return if_(waits, brackets(bought.amount - bought.net), 0)


def may_advance(space: Space, costs: Costs, organisation: str) -> bool:
    """Whether an organisation advances something: it recovers VAT, or nobody knows, or it pays for the others."""
    regime = space.vat_regime(organisation)
    return regime is None or regime.recovers or bool(_common_costs_of_others(space, costs, organisation))


def _investments(space: Space, assumptions: Assumptions, organisation: str) -> list[InvestmentCells]:
    """All that an organisation buys, also what has no rate of VAT yet: one may be typed, and 0 advances nothing."""
    investments = zip(space.budget.investments, assumptions.plans.investments, strict=True)
    return [cells for bought, cells in investments if bought.paid_by == organisation]


def _common_costs_of_others(space: Space, costs: Costs, organisation: str) -> list[list[Cell]]:
    """What the others bear of the common costs of each year, as paid, where ``organisation`` alone holds the premises."""
    if only_holder(space) != organisation:
        return []
    parts = [part for part in costs.parts if part.kind == "common_cost" and part.organisation != organisation]
    return [[(part.paid or part.net)[year] for part in parts] for year in range(3)] if parts else []
