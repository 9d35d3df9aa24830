"""How the sheet of assumptions is laid out: one fact a row, what still misses, and where it is written for good."""

from __future__ import annotations

from collections.abc import Sequence

from .formulas import Cell, quoted, span
from .workbook import Book
from .worksheet import Sheet

#: Columns: what, who, three values, two more, whether something misses, the file that the fact comes from.
WHAT, WHO, VALUE, RATE, MORE, STATE, FILE = 0, 1, 2, 5, 6, 7, 8
_WIDTHS = (44, 30, 14, 14, 14, 13, 13, 15, 38)


class Form:
    """The sheet of assumptions of ``book``, being written."""

    def __init__(self, book: Book):
        self.book, self.t = book, book.t
        self.sheet: Sheet = book.sheet("assumptions", _WIDTHS)
        # Known only once every row is there, but wanted at the top, in sight.
        self._count = self.sheet.row
        self.sheet.line(self.t("workbook_missing_count"), "warning")
        self.sheet.freeze()
        self.sheet.notes()
        self._states: list[Cell] = []

    def table(self, title: str, labels: dict[int, str]) -> None:
        """A group of assumptions under ``title``, with the ``labels`` of its columns."""
        self.sheet.section(self.t(title))
        told = {STATE: "workbook_col_state", FILE: "workbook_col_file"} | labels
        self.sheet.header(
            [self.t(told[column]) if column in told else "" for column in range(FILE + 1)], range(VALUE, STATE)
        )

    def start(self, what: str, who: str, file: str) -> None:
        """Begin a row."""
        self.sheet.text(WHAT, what)
        self.sheet.text(WHO, who)
        self.sheet.text(FILE, file, "soft")

    def end(self, needed: Sequence[Cell], demand: Sequence[Cell] = ()) -> None:
        """End a row; while one of ``needed`` is empty, it says so, if anything of ``demand`` is more than nothing."""
        if needed:
            missing = self.t("workbook_to_complete")
            told = f'IF(SUM({span(demand)})>0,{quoted(missing)},"")' if demand else quoted(missing)
            asked = not demand or any(cell.value for cell in demand)
            empty = asked and any(cell.value is None for cell in needed)
            self.state(f'IF(COUNTA({span(needed)})={len(needed)},"",{told})', missing if empty else "")
        self.sheet.row += 1

    def state(self, formula: str, value: str) -> None:
        """What the row being written waits for."""
        self._states.append(self.sheet.formula(STATE, formula, value, "warning"))

    def close(self) -> Cell:
        """Count what misses, at the top, and finish the sheet; gives the count."""
        first, last = self._states[0], self._states[-1]
        # Titles of columns stand between the states: only their own text is counted.
        missing = self.t("workbook_to_complete")
        count = sum(cell.value == missing for cell in self._states)
        formula = f"COUNTIF({first}:{last.place},{quoted(missing)})"
        found = self.sheet.formula(VALUE, formula, count, "count", "warning", row=self._count)
        self.sheet.close()
        return found
