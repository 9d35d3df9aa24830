"""What a coworker contributes, and the break-even point in coworkers: two sections of the sheet of results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import COWORKERS, MONTHS
from tierslieu.budget.break_even import bears_coworking_alone
from tierslieu.budget.incomes import is_participation
from tierslieu.finance.shares import COWORKING
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    brackets,
    concatenated,
    if_,
    is_number,
    round_,
    round_up,
    sum_,
)
from tierslieu.workbook.writer.formulas import added, cents, if_number, product, rounded, total, when_known
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_offers import SoldItem
from .attendance import Attendance
from .costs import Costs
from .incomes import Incomes
from .result_rows import ResultRow
from .split import SplitRows
from .summary_desks import desks_for


@dataclass(frozen=True)
class NeedRow:
    """How many coworkers are needed in each year: a text where there are never enough; ``desks`` are words that tell whether
    those of the place are enough for them.
    """

    coworkers: Years
    desks: Years

    def out_of_reach(self, sheet: Worksheet) -> list[Condition]:
        """Whether the desks are not enough in each year."""
        return [cell.equals(sheet.t("workbook_out_of_reach")) for cell in self.desks]


@dataclass(frozen=True)
class BreakEvenRow:
    """How many coworkers an organisation needs in each year, or the place (None).

    ``sure`` is without the grants that are not granted, where there are any grants; ``unaided`` without what a main budget
    pays, where it does.
    """

    organisation: str | None
    needed: NeedRow
    sure: NeedRow | None
    unaided: NeedRow | None


def write_break_even(
    sheet: Worksheet,
    assumptions: Assumptions,
    attendance: Attendance,
    incomes: Incomes,
    split: SplitRows,
    costs: Costs,
    lines: Mapping[str, Sequence[ResultRow]],
    free: Mapping[str, Sequence[Years]],
) -> list[BreakEvenRow]:
    """Write what an average coworker contributes, then the costs to be covered and how many coworkers cover them.

    That is of the place then, of several organisations, of the one that keeps all that coworkers pay, from its ``lines``
    and from those that the treasurer may add, ``free``, signed.
    """
    contribution = _write_contribution(sheet, assumptions, attendance)
    sheet.section(sheet.t("workbook_break_even"))
    fixed = _write_fixed(sheet, assumptions, incomes, costs, [row for rows in free.values() for row in rows])
    grants = _grants(sheet, assumptions, incomes, None)
    paid = _participation(sheet, incomes, None)
    written = [BreakEvenRow(None, *_write_coworkers(sheet, assumptions, split, contribution, fixed, grants, paid))]
    for key, own_lines in lines.items():
        if len(lines) > 1 and bears_coworking_alone(sheet.space, key):
            sheet.section(sheet.t("workbook_break_even_own", organisation=sheet.organisation_label(key)))
            fixed = _write_own_fixed(sheet, assumptions, incomes, own_lines, free[key])
            grants = _grants(sheet, assumptions, incomes, key)
            paid = _participation(sheet, incomes, key)
            written.append(
                BreakEvenRow(key, *_write_coworkers(sheet, assumptions, split, contribution, fixed, grants, paid))
            )
    return written


#: What each grant is in each year, and the last year in which it is granted.
_Grants = list[tuple[Years, Cell]]


def _grants(sheet: Worksheet, assumptions: Assumptions, incomes: Incomes, organisation: str | None) -> _Grants:
    """The grants of an ``organisation``; None: of all."""
    lines = zip(sheet.space.budget.subsidies, incomes.subsidies, assumptions.plans.subsidies, strict=True)
    return [
        (cells, planned.granted)
        for subsidy, cells, planned in lines
        if planned.granted and organisation in (None, subsidy.received_by)
    ]


def _participation(sheet: Worksheet, incomes: Incomes, organisation: str | None) -> list[Years]:
    """What the main budget pays to an ``organisation`` in each year; None: to all."""
    lines = zip(sheet.space.budget.subsidies, incomes.subsidies, strict=True)
    return [
        cells
        for subsidy, cells in lines
        if is_participation(sheet.space, subsidy) and organisation in (None, subsidy.received_by)
    ]


def _write_coworkers(
    sheet: Worksheet,
    assumptions: Assumptions,
    split: SplitRows,
    contribution: Years,
    fixed: Years,
    grants: _Grants,
    paid: Sequence[Years],
) -> tuple[NeedRow, NeedRow | None, NeedRow | None]:
    """Write how many coworkers cover what is ``fixed``, and compare them with the target, with today's and with the desks.

    Then how many cover it without the ``grants`` in the years in which they are not granted, and without what a main budget
    has ``paid``.
    """
    label = _label(sheet, "contribution", assumptions.keys.set_aside)
    contributions = sheet.formula_row(label, map(if_number, contribution))
    never = sheet.t("workbook_never")
    counts = [_coworkers(need, part, never) for need, part in zip(fixed, contributions, strict=True)]
    before_tax = "_before_tax" if assumptions.profit_tax else ""
    needed = sheet.formula_row(sheet.t(f"workbook_break_even_coworkers{before_tax}"), counts, "count", "total")
    people = assumptions.people
    _write_percent(sheet, "of_target", needed, [people.target], never)
    _write_percent(sheet, "of_today", needed, [people.residents, people.occasional], never)

    def compared(coworkers: Years) -> NeedRow:
        enough = (sheet.t("workbook_desks_enough"), sheet.t("workbook_out_of_reach"))
        words = [desks_for(sheet, assumptions, split, cell, year, enough) for year, cell in enumerate(coworkers)]
        before, after = sheet.t("workbook_desks_of_need", desks="\0").split("\0")
        label = if_(
            is_number(people.desks), concatenated(before, people.desks, after), sheet.t("workbook_desks_untold")
        )
        desks = sheet.formula_row("", words, "count", "soft")
        sheet.formula(0, label, "text", "soft", row=sheet.row - 1)
        return NeedRow(coworkers, desks)

    row = compared(needed)

    def covering(name: str, needs: Iterable[Expr]) -> NeedRow:
        more = sheet.formula_row(sheet.t(f"workbook_fixed_{name}"), needs)
        counts = [_coworkers(need, part, never) for need, part in zip(more, contributions, strict=True)]
        return compared(sheet.formula_row(sheet.t(f"workbook_break_even_{name}"), counts, "count", "total"))

    def without(year: int) -> Expr:
        amounts = [if_(granted < year + 1, cells[year], 0) for cells, granted in grants]
        known = [fixed[year], *(cell for cells, granted in grants for cell in (cells[year], granted))]
        return when_known(known, round_(fixed[year] + added(amounts), 2))

    sure = covering("sure", map(without, range(3))) if grants else None
    alone = (total([need, *cells]) for need, *cells in zip(fixed, *paid, strict=True))
    return row, sure, covering("unaided", alone) if paid else None


def _label(sheet: Worksheet, name: str, percent: Cell | None) -> str:
    """What a coworker brings: less the solidarity share, where it is set aside."""
    return sheet.t(f"workbook_{name}" if percent else f"workbook_{name}_whole")


def _write_contribution(sheet: Worksheet, assumptions: Assumptions, attendance: Attendance) -> Years:
    """Write what a resident, an occasional coworker, then an average one of each year contribute; the cells of the average."""
    sheet.section(sheet.t("workbook_coworker_leaves"))
    months, offers = assumptions.people.months, assumptions.offers
    percent = assumptions.keys.set_aside
    counts = {kind: cells[::MONTHS] for kind, cells in attendance.headcounts.items()}
    resident = [(offers.resident, [months])] if offers.resident else []
    occasional = [(item, [count, months]) for item, count in offers.occasional]
    contributions = [
        _write_kind(sheet, kind, counts[kind], percent, bought)
        for kind, bought in (("residents", resident), ("occasional", occasional))
    ]

    def average(year: int) -> Expr:
        people, together = ([cells[year] for cells in group] for group in (counts.values(), contributions))
        everybody = brackets(added(people))
        one = if_(everybody.equals(0), UNKNOWN, rounded(added(together) / everybody))
        return if_(assumptions.in_bounds, when_known([*people, *together], one), UNKNOWN)

    return sheet.formula_row(_label(sheet, "contribution", percent), map(average, range(3)), "money", "total")


def _write_kind(
    sheet: Worksheet,
    kind: str,
    counts: Sequence[Cell],
    percent: Cell | None,
    purchases: list[tuple[SoldItem, list[Cell]]],
) -> Years:
    """Write what each coworker of a ``kind`` contributes, and all of them together in each year; the cells of the latter.

    ``purchases`` has the factors of the quantity of each item in a year; ``percent`` of the income of coworking, if any,
    is set aside for free uses.
    """
    nets = [
        _write(sheet, sheet.t(f"workbook_one_{kind}", label=item.label), _net(sheet.space.prices.basis, item, factors))
        for item, factors in purchases
    ]
    taken = _write_aside_of_one(sheet, kind, percent, purchases, nets) if percent else []
    remainder = when_known([*nets, *taken], round_(added(nets) - added(taken) if taken else added(nets), 2))
    contribution = _write(sheet, _label(sheet, f"left_{kind}", percent), remainder, "total")
    # Nobody contributes 0, even while the price is unknown.
    together = [
        when_known([count], if_(count.equals(0), 0, when_known([contribution], count * contribution)))
        for count in counts
    ]
    return sheet.formula_row(sheet.t(f"workbook_together_{kind}"), together)


def _write_aside_of_one(
    sheet: Worksheet, kind: str, percent: Cell, purchases: list[tuple[SoldItem, list[Cell]]], nets: list[Cell]
) -> list[Cell]:
    """Write what is set aside of the ``nets`` of ``purchases`` that are coworking; the only cell."""
    income = total([net for (item, _), net in zip(purchases, nets, strict=True) if item.service == COWORKING])
    # Excel 2010 has no LET: the text of the income stands three times in the formula.
    share = if_(income.equals(0), 0, when_known([percent], rounded(income * percent)))
    return [_write(sheet, sheet.t(f"workbook_aside_{kind}"), if_(is_number(income), share, UNKNOWN))]


def _net(basis: str, item: SoldItem, factors: list[Cell]) -> Expr:
    """What one coworker pays in a year for an item, excluding VAT; rounded as the line of all coworkers is."""
    quantity = product(factors)
    amount, needed = rounded(item.price * quantity), [item.price, *factors]
    if basis == "ttc":
        amount, needed = rounded(amount / (1 + item.rate)), [*needed, item.rate]
    return when_known(factors, if_(quantity.equals(0), 0, when_known(needed, amount)))


def _write(sheet: Worksheet, label: str, expression: Expr, *styles: str) -> Cell:
    """Write a row with a single amount, which is the same every year."""
    return sheet.formula_row(label, [expression], "money", *styles)[0]


def _write_fixed(
    sheet: Worksheet, assumptions: Assumptions, incomes: Incomes, costs: Costs, free: Sequence[Years]
) -> Years:
    """Write expenses less other sales and subsidies; part of the coworking sales is set aside for free uses too."""
    sales = [income for income in incomes.sold if income.kind == "sale"]
    of_coworking = [income.net for income in sales if income.item.service == COWORKING]
    borne = sheet.totals("cost_total", costs.totals)
    sold = sheet.totals("other_sales", [income.net for income in sales])
    subsidies = sheet.totals("subsidies", incomes.subsidies)
    added_lines = sheet.totals("free_lines", free)
    percent = assumptions.keys.set_aside
    aside = _write_aside(sheet, percent, of_coworking) if of_coworking and percent else None

    def fixed(year: int) -> Expr:
        needed = [borne[year], sold[year], subsidies[year], added_lines[year]]
        amount = borne[year] - sold[year] - subsidies[year] - added_lines[year]
        if aside:
            amount, needed = amount + aside[year], [*needed, aside[year]]
        return when_known(needed, round_(amount, 2))

    return sheet.formula_row(sheet.t("workbook_fixed"), map(fixed, range(3)), "money", "total")


def _write_own_fixed(
    sheet: Worksheet, assumptions: Assumptions, incomes: Incomes, lines: Sequence[ResultRow], free: Sequence[Years]
) -> Years:
    """Write the expenses of an organisation less its incomes of others than coworkers; ``lines`` are those of its account."""
    others = [line for line in lines if line.kind not in (*COWORKERS, "solidarity", "profit_tax") and not line.name]
    borne, received = (
        sheet.totals(name, [line.cells for line in others if line.sign == sign])
        for name, sign in (("own_expenses", -1), ("own_incomes", 1))
    )
    added_lines = sheet.totals("free_lines", free)
    sales = [income for income in incomes.sold if income.kind == "sale" and income.item.service == COWORKING]
    percent = assumptions.keys.set_aside
    aside = _write_aside(sheet, percent, [income.net for income in sales]) if sales and percent else None

    def fixed(year: int) -> Expr:
        amount = borne[year] - received[year] - added_lines[year]
        needed = [borne[year], received[year], added_lines[year]]
        if aside:
            amount, needed = amount + aside[year], [*needed, aside[year]]
        return when_known(needed, round_(amount, 2))

    return sheet.formula_row(sheet.t("workbook_fixed"), map(fixed, range(3)), "money", "total")


def _write_aside(sheet: Worksheet, percent: Cell, sold: list[Years]) -> Years:
    def aside(year: int) -> Expr:
        cells = [row[year] for row in sold]
        income = sum_(*([cell] for cell in cells))
        share = when_known([percent], rounded(income * percent))
        return when_known(cells, if_(income.equals(0), 0, share))

    return sheet.formula_row(sheet.t("workbook_aside_of_sales"), map(aside, range(3)))


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
