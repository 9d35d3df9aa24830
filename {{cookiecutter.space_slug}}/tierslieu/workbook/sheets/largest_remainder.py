"""An amount shared to the cent by the largest-remainder method, as formulas.

Each part is rounded down, then the remaining cents go to the largest remainders, the first organisation on a tie. The
intermediate results stand in columns that are not printed; they are whole numbers, which spreadsheets compute exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Expr,
    count_if,
    if_,
    int_,
    rank,
    round_,
    sum_,
    zero_if_empty,
)
from tierslieu.workbook.writer.formulas import cents, if_number, total, when_known
from tierslieu.workbook.writer.worksheet import Worksheet, Years

#: Columns: the share, the parts of each year, then the intermediate results of each year: weight, floor, remainder.
SHARE, YEAR, WEIGHT, FLOOR, REMAINDER = 2, 3, 7, 10, 13
FIRST, LAST = 6, 15
#: By how much each sort of weight is multiplied to become a whole number: percents (as 0.6), quantities, incomes.
PERCENTS, QUANTITIES, INCOMES = 10**8, 10**4, 10**2

#: The part of each organisation.
Parts = dict[str, Years]


@dataclass(frozen=True)
class AllocationKey:
    """The weights by which an amount is shared: ``cells`` of each organisation for each year.

    Weights are multiplied by ``scale`` and rounded to whole numbers. A ``complete`` key is unknown until all weights
    are known; in another one, empty cells are 0 once one has a weight. ``style`` is that of the printed weights; None:
    they are not printed.
    """

    cells: dict[str, Years]
    scale: int
    complete: bool
    style: str | None


def write_parts(sheet: Worksheet, title: str, amounts: Years, key: AllocationKey) -> Parts:
    """Write the parts of the organisations in the amount of each year, and their sum."""
    sheet.section(title)
    first = sheet.row
    for organisation, cells in key.cells.items():
        sheet.text(1, sheet.organisation_label(organisation))
        if key.style:
            sheet.formula(SHARE, if_number(cells[0]), key.style)
        sheet.row += 1
    columns = [_write_year(sheet, first, year, amount, key) for year, amount in enumerate(amounts)]
    sheet.formula_row(sheet.t("workbook_total"), map(total, columns), "money", "total", column=YEAR)
    return dict(zip(key.cells, zip(*columns, strict=True), strict=True))


def _write_year(sheet: Worksheet, first: int, year: int, amount: Cell, key: AllocationKey) -> list[Cell]:
    """Write the columns of a year (from 0), from the row ``first`` on; the parts."""
    columns = (YEAR + year, WEIGHT + year, FLOOR + year, REMAINDER + year)
    sources = [cells[year] for cells in key.cells.values()]
    return remainder_parts(sheet, first, columns, amount, sources, key.scale, complete=key.complete)


def remainder_parts(
    sheet: Worksheet,
    first: int,
    columns: tuple[int, int, int, int],
    amount: Cell,
    sources: Sequence[Cell],
    scale: int,
    *,
    complete: bool,
) -> list[Cell]:
    """Write the parts of ``amount`` by the weights ``sources``, from the row ``first`` on; ``scale``: as in ``AllocationKey``.

    ``columns`` are those of the parts, of the weights as whole numbers, of the floors and of the remainders.
    """
    part_column, weight_column, floor_column, remainder_column = columns

    def write(column: int, expression: Callable[[int], Expr], kind: str = "count") -> list[Cell]:
        places = range(len(sources))
        return [sheet.formula(column, expression(place), kind, row=first + place) for place in places]

    def weight(place: int) -> Expr:
        # Percents typed in the workbook that do not make 100 share nothing.
        shares_all = round_(sum_(sources), 8).equals(1) if scale == PERCENTS else sum_(sources) > 0
        shared = if_(shares_all, round_(zero_if_empty(sources[place]) * scale, 0), UNKNOWN)
        return when_known(sources, shared) if complete else shared

    weights = write(weight_column, weight)
    in_cents, sum_of_weights = cents(amount), sum_(weights)

    def floor(place: int) -> Expr:
        return when_known([amount, *weights], int_(in_cents * weights[place] / sum_of_weights))

    floors = write(floor_column, floor)

    def remainder(place: int) -> Expr:
        return when_known([floors[place]], in_cents * weights[place] - floors[place] * sum_of_weights)

    remainders = write(remainder_column, remainder)

    def part(place: int) -> Expr:
        # RANK gives equal remainders the same rank: count those up to this one, so that the first comes first.
        position = rank(remainders[place], remainders) + count_if(remainders[: place + 1], remainders[place]) - 1
        odd_cent = if_(position <= in_cents - sum_(floors), 1, 0)
        return when_known([floors[place]], (floors[place] + odd_cent) / 100)

    return write(part_column, part, "money")
