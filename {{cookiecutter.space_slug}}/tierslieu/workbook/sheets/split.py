"""The sheet of the split: the income of each stream, what funds free uses, and the part of each organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.finance.shares import COWORKING, reserves_free_uses
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, brackets, if_, min_, number, round_
from tierslieu.workbook.writer.formulas import added, column_totals, difference, if_number, rounded, when_known, whole
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_offers import SoldItem
from .incomes import Income, Incomes
from .largest_remainder import (
    FIRST,
    INCOMES,
    LAST,
    PERCENTS,
    QUANTITIES,
    SHARE,
    YEAR,
    AllocationKey,
    Parts,
    write_parts,
)


@dataclass(frozen=True)
class SplitRows:
    """What is set aside for free uses, the parts of each shared stream, and those of each common cost, in order.

    ``free_uses`` are the uses that each year pays for, to be given in the next one.
    """

    aside: Years | None
    streams: dict[str, Parts]
    common: tuple[Parts, ...]
    free_uses: Years


def write_split(workbook: Workbook, assumptions: Assumptions, incomes: Incomes) -> SplitRows:
    """Write the sheet of the split."""
    sheet = workbook.sheet("split", (46, 34, 13, 16, 16, 16))
    years = workbook.labels("year_1", "year_2", "year_3")
    workings = [workbook.t(f"workbook_col_{name}", year=year) for name in ("weight", "floor", "rest") for year in years]
    labels = [*workbook.labels("col_what", "col_who", "col_share"), *years, "", *workings]
    sheet.top(assumptions.missing, labels, range(SHARE, LAST + 1))
    sheet.section(workbook.t("workbook_streams_income"))
    keys = assumptions.keys
    aside = None
    shared: dict[str, Years] = {}
    for stream in dict.fromkeys(income.item.service for income in incomes.sold):
        remainder = _write_income(sheet, stream, [income for income in incomes.sold if income.item.service == stream])
        if stream == COWORKING and keys.solidarity:
            aside, left = _write_aside(sheet, remainder, keys.solidarity, reserved=keys.set_aside is not None)
            remainder = left or remainder
        if stream in keys.streams:
            shared[stream] = remainder
    free: Years = ()
    if aside and keys.solidarity and assumptions.offers.free_use:
        paying = [income for income in incomes.sold if income.item.service == COWORKING]
        free = _write_free_uses(sheet, aside, paying, keys.solidarity, assumptions.offers.free_use)
    streams = {}
    for stream, remainder in shared.items():
        title = workbook.t("workbook_stream_parts", stream=workbook.t(f"service_{stream}"))
        key = _same_each_year(keys.streams[stream], PERCENTS, "percent")
        streams[stream] = write_parts(sheet, title, remainder, key)
    common = _write_common_costs(sheet, assumptions, incomes)
    sheet.workings(FIRST, LAST)
    sheet.close()
    return SplitRows(aside if keys.set_aside else None, streams, common, free)


def _write_income(sheet: Worksheet, stream: str, sold: list[Income]) -> Years:
    """Write the income of a service, excluding VAT."""
    sheet.text(0, sheet.t("workbook_stream_income", stream=sheet.t(f"service_{stream}")))
    return _write_sum(sheet, sold[0].organisation, sold)


def _write_sum(sheet: Worksheet, organisation: str, sold: Sequence[Income]) -> Years:
    """Write the end of a row: ``organisation``, and what it is paid for ``sold``, excluding VAT."""
    sheet.text(1, sheet.organisation_label(organisation))
    sums = sheet.formulas(YEAR, column_totals([income.net for income in sold]), "money")
    sheet.row += 1
    return sums


def _write_aside(sheet: Worksheet, incomes: Years, percent: Cell, *, reserved: bool) -> tuple[Years, Years]:
    """Write what funds free uses, and what is left to share. Without income it is 0, even while ``percent`` is unknown.

    Nothing is left apart, hence an empty tuple, where it is not ``reserved``.
    """
    shares = [if_(income.equals(0), 0, when_known([income, percent], rounded(income * percent))) for income in incomes]
    aside = sheet.formula_row(sheet.t("solidarity_title" if reserved else "workbook_free_worth"), shares, column=YEAR)
    if not reserved:
        return aside, ()
    remainders = map(difference, incomes, aside)
    return aside, sheet.formula_row(sheet.t("workbook_left"), remainders, "money", "total", column=YEAR)


def _write_free_uses(sheet: Worksheet, aside: Years, paying: Sequence[Income], percent: Cell, use: SoldItem) -> Years:
    """Write how many free uses are paid for by what is set aside of the ``paying`` incomes, their value, what is left.

    Returns the cells of how many there are in each year.
    What a year leaves is carried to the next one if it is set aside: years are written one after the other. Uses are counted
    before amounts are rounded, as ``finance.shares.free_uses`` does.
    """
    reserved = reserves_free_uses(sheet.space)
    sheet.section(sheet.t("workbook_free_uses" if reserved else "workbook_free_uses_voted"))
    taxed = sheet.space.prices.basis == "ttc"
    price = brackets(use.price / (1 + use.rate)) if taxed else use.price
    needed = [use.price, use.rate] if taxed else [use.price]

    def count_of(year: int, carried: Sequence[Cell]) -> Expr:
        sold = [income.paid[year] / (1 + income.item.rate) if taxed else income.net[year] for income in paying]
        uses = whole(brackets(added([brackets(added(sold)) * percent, *carried])) / price)
        return if_(use.price <= 0, UNKNOWN, uses)

    sheet.formula_row(
        sheet.t("workbook_free_price", label=use.label), [when_known(needed, rounded(price))] * 3, column=YEAR
    )
    first = sheet.row
    if reserved:
        sheet.text(0, sheet.t("workbook_free_carried"))
        sheet.row += 1
    counts = sheet.row
    for name in ("free_count", "free_value"):
        sheet.text(0, sheet.t(f"workbook_{name}"))
        sheet.row += 1
    if reserved:
        sheet.total(sheet.t("workbook_free_left"))
    left: Expr = number(0)
    uses_of_years: list[Cell] = []
    for year, amount in enumerate(aside):
        column = YEAR + year
        carried = [sheet.formula(column, left, "money", row=first)] if reserved else []
        counted = when_known([amount, *carried, *needed], count_of(year, carried))
        uses = sheet.formula(column, counted, "count", row=counts)
        uses_of_years.append(uses)
        there_is = brackets(added([amount, *carried]))
        worth = when_known([amount, *carried, uses], min_(round_(there_is, 2), rounded(uses * price)))
        value = sheet.formula(column, worth, "money", row=counts + 1)
        if not reserved:
            continue
        rest = when_known([amount, *carried, value], round_(added([amount, *carried]) - value, 2))
        left = if_number(sheet.formula(column, rest, "money", "total"))
    sheet.row += 1
    return uses_of_years


def _write_common_costs(sheet: Worksheet, assumptions: Assumptions, incomes: Incomes) -> tuple[Parts, ...]:
    """Write the parts of common costs as paid, if there are any."""
    keys = assumptions.keys
    costs = zip(sheet.space.budget.costs, assumptions.plans.costs, strict=True)
    shared = [(cost.label, yearly.amounts) for cost, yearly in costs if cost.paid_by is None]
    if not shared:
        return ()
    if keys.common is None:
        key = AllocationKey(
            _write_incomes_by_organisation(sheet, assumptions, incomes), INCOMES, complete=True, style=None
        )
    elif keys.measured:
        key = _same_each_year(keys.common, QUANTITIES, "number")
    else:
        key = _same_each_year(keys.common, PERCENTS, "percent")
    return tuple(
        write_parts(sheet, sheet.t("workbook_cost_parts", label=label), amounts, key) for label, amounts in shared
    )


def _same_each_year(cells: dict[str, Cell], scale: int, style: str) -> AllocationKey:
    return AllocationKey({key: [cell] * 3 for key, cell in cells.items()}, scale, complete=False, style=style)


def _write_incomes_by_organisation(sheet: Worksheet, assumptions: Assumptions, incomes: Incomes) -> dict[str, Years]:
    """Write what customers pay each organisation, excluding VAT: the key of the common costs."""
    if assumptions.people.undecided:
        return dict.fromkeys(sheet.space.organisations.organisations, assumptions.people.undecided)
    sheet.section(sheet.t("workbook_income_key"))
    return {
        key: _write_sum(sheet, key, [income for income in incomes.sold if income.organisation == key])
        for key in sheet.space.organisations.organisations
    }
