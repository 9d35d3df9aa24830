"""A whole shared to the cent by largest remainder, as formulas.

Each part is rounded down, and the cents that are left go to the parts that lost most, the first named on a tie. The
columns beside the printed ones hold the workings, in whole numbers, which a spreadsheet counts exactly.
"""

from __future__ import annotations

from collections.abc import Callable
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
from tierslieu.workbook.writer.worksheet import Sheet, Years

#: Columns: the share as given, the years, and the workings of each year: weights, parts rounded down, what they lost.
SHARE, YEAR, WEIGHT, FLOOR, REST = 2, 3, 7, 10, 13
FIRST, LAST = 6, 15
#: How finely weights are compared: percents (0.6) and quantities to so many decimals, incomes to the cent.
PERCENTS, QUANTITIES, INCOMES = 10**8, 10**4, 10**2

#: By organisation.
Parts = dict[str, Years]


@dataclass(frozen=True)
class Key:
    """By what a whole is shared: cells by organisation, for each year.

    Weights are compared as whole numbers, to so many decimals: that is ``scale``. A ``complete`` key waits for all of
    them; in another one, an empty cell is nothing as soon as one has something. ``shown`` is how they are written.
    """

    cells: dict[str, Years]
    scale: int
    complete: bool
    shown: str | None


def write_parts(sheet: Sheet, title: str, amounts: Years, key: Key) -> Parts:
    """Write the part of each organisation in the amount of each year, then their sum."""
    sheet.section(title)
    first = sheet.row
    for organisation, cells in key.cells.items():
        sheet.text(1, sheet.book.called(organisation))
        if key.shown:
            sheet.formula(SHARE, if_number(cells[0]), key.shown)
        sheet.row += 1
    columns = [_write_year(sheet, first, year, amount, key) for year, amount in enumerate(amounts)]
    sheet.total(sheet.t("workbook_total"))
    for year, parts in enumerate(columns):
        sheet.formula(YEAR + year, total(parts), "money", "total")
    sheet.row += 1
    return dict(zip(key.cells, zip(*columns, strict=True), strict=True))


def _write_year(sheet: Sheet, first: int, year: int, amount: Cell, key: Key) -> list[Cell]:
    """The columns of a year (from 0), from the row ``first`` on; the parts."""
    sources = [cells[year] for cells in key.cells.values()]
    places = range(len(sources))

    def write(column: int, expression: Callable[[int], Expr], kind: str = "count") -> list[Cell]:
        return [sheet.formula(column + year, expression(place), kind, row=first + place) for place in places]

    def weight(place: int) -> Expr:
        shared = if_(sum_(sources) > 0, round_(zero_if_empty(sources[place]) * key.scale, 0), UNKNOWN)
        return when_known(sources, shared) if key.complete else shared

    weights = write(WEIGHT, weight)
    whole, all_weights = cents(amount), sum_(weights)
    floors = write(FLOOR, lambda place: when_known([amount, *weights], int_(whole * weights[place] / all_weights)))
    rests = write(
        REST,
        lambda place: when_known([floors[place]], whole * weights[place] - floors[place] * all_weights),
    )

    def part(place: int) -> Expr:
        # The place of this rest among all, from 1; of two that are equal, the first named comes first.
        position = rank(rests[place], rests) + count_if(rests[: place + 1], rests[place]) - 1
        more = if_(position <= whole - sum_(floors), 1, 0)
        return when_known([floors[place]], (floors[place] + more) / 100)

    return write(YEAR, part, "money")
