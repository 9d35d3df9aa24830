"""A whole shared to the cent by largest remainder, as formulas.

Each part is rounded down, and the cents that are left go to the parts that lost most, the first named on a tie. The
columns beside the printed ones hold the workings, in whole numbers, which a spreadsheet counts exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tierslieu.budget.accounts import total as add_up
from tierslieu.core.money import CENT, share
from tierslieu.workbook.writer.formulas import UNKNOWN, Cell, Years, cents, if_number, span, total, triple, when_known
from tierslieu.workbook.writer.worksheet import Sheet

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


def write_parts(sheet: Sheet, title: str, whole: Years, key: Key) -> Parts:
    """Write the part of each organisation, then their sum."""
    sheet.section(title)
    first = sheet.row
    columns = [_Year(sheet, first, year, whole[year], key) for year in range(3)]
    for number, organisation in enumerate(key.cells):
        sheet.text(1, sheet.book.called(organisation))
        source = key.cells[organisation][0]
        if key.shown:
            sheet.formula(SHARE, if_number(source), source.value, key.shown)
        for column in columns:
            column.write(number)
        sheet.row += 1
    sheet.total(sheet.t("workbook_total"))
    for column in columns:
        column.total()
    sheet.row += 1
    return {
        organisation: triple([column.parts[number] for column in columns])
        for number, organisation in enumerate(key.cells)
    }


class _Year:
    """The columns of one year: every cell is known beforehand, because each looks at those below it."""

    def __init__(self, sheet: Sheet, first: int, year: int, whole: Cell, key: Key):
        self._sheet, self._year, self._key, self._whole = sheet, year, key, whole
        self._sources = [cells[year] for cells in key.cells.values()]
        weights = _weights([cell.amount for cell in self._sources], key)
        floors, rests, parts = _shared(whole.amount, weights)
        columns = ((WEIGHT, weights), (FLOOR, floors), (REST, rests), (YEAR, parts))
        self._weights, self._floors, self._rests, self.parts = (
            [Cell(sheet.name, first + number, column + year, value) for number, value in enumerate(values)]
            for column, values in columns
        )

    def write(self, number: int) -> None:
        """The row of the organisation ``number``."""
        weight, floor, rest, part = (
            column[number] for column in (self._weights, self._floors, self._rests, self.parts)
        )
        self._put(weight, self._weight(self._sources[number]), "count")
        weights, whole = f"SUM({span(self._weights)})", cents(str(self._whole))
        known = when_known([self._whole, *self._weights], f"INT({whole}*{weight}/{weights})")
        self._put(floor, known, "count")
        self._put(rest, when_known([floor], f"{whole}*{weight}-{floor}*{weights}"), "count")
        # The place of this rest among all, from 1; of two that are equal, the first named comes first.
        rank = f"RANK({rest},{span(self._rests)})+COUNTIF({_range(self._rests[: number + 1])},{rest})-1"
        more = f"IF({rank}<={whole}-SUM({span(self._floors)}),1,0)"
        self._put(part, when_known([floor], f"({floor}+{more})/100"), "money")

    def total(self) -> None:
        """The sum of the parts."""
        value = add_up(part.amount for part in self.parts)
        self._sheet.formula(YEAR + self._year, total(self.parts), value, "money", "total")

    def _weight(self, source: Cell) -> str:
        weight, every = f"ROUND({source}*{self._key.scale},0)", span(self._sources)
        if self._key.complete:
            weight = f'IF(SUM({every})>0,{weight},"{UNKNOWN}")'
            return when_known(self._sources, weight)
        return f'IF(SUM({every})>0,{weight},"{UNKNOWN}")'

    def _put(self, cell: Cell, formula: str, kind: str) -> None:
        self._sheet.formula(cell.column, formula, cell.value, kind)


def _range(cells: Sequence[Cell]) -> str:
    """``cells``, which follow one another, as a range even where there is only one."""
    return f"{cells[0]}:{cells[-1].place}"


def _weights(amounts: Sequence[Decimal | None], key: Key) -> list[int | None]:
    if (key.complete and None in amounts) or not any(amounts):
        return [None] * len(amounts)
    return [int(((amount or Decimal(0)) * key.scale).to_integral_value(ROUND_HALF_UP)) for amount in amounts]


def _shared(
    amount: Decimal | None, weights: Sequence[int | None]
) -> tuple[Sequence[int | None], Sequence[int | None], Sequence[Decimal | None]]:
    """What each is given of ``amount`` in whole cents, what it loses by it, and its part once all is given."""
    if amount is None or None in weights:
        nothing = [None] * len(weights)
        return nothing, nothing, nothing
    known = [weight or 0 for weight in weights]
    floors, rests = zip(*(divmod(int(amount / CENT) * weight, sum(known)) for weight in known), strict=True)
    return (
        floors,
        rests,
        list(share(amount, {str(number): Decimal(weight) for number, weight in enumerate(known)}).values()),
    )
