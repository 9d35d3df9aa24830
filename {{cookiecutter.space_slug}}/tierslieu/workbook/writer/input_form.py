"""The layout of the sheet of assumptions: one fact a row, whether it is missing, and the file that it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from .expressions import Cell, Expr, Operand, count_filled, count_if, if_, literal, sum_
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
        # The count is written last, once every row is there, but stands at the top.
        self._count_row = self.sheet.row
        self.sheet.line(self.t("workbook_missing_count"), "warning")
        self.sheet.freeze()
        self.sheet.notes()
        self._states: list[Cell] = []

    def table(self, title: str, labels: dict[int, str]) -> None:
        """A group of assumptions under ``title``, with the ``labels`` of its columns."""
        self.sheet.section(self.t(title))
        labels = {STATE: "workbook_col_state", FILE: "workbook_col_file"} | labels
        self.sheet.header(
            [self.t(labels[column]) if column in labels else "" for column in range(FILE + 1)], range(VALUE, STATE)
        )

    def start(self, what: str, who: str, file: str) -> None:
        """Begin a row."""
        self.sheet.text(WHAT, what)
        self.sheet.text(WHO, who)
        self.sheet.text(FILE, file, "soft")

    def end(self, needed: Sequence[Cell] = (), demand: Sequence[Cell] = ()) -> None:
        """End a row, which says so while a cell of ``needed`` is empty.

        Where ``demand`` is not empty, the row says so only if one of its cells is more than zero.
        """
        if needed:
            missing: Operand = self.t("workbook_to_complete")
            if demand:
                missing = if_(sum_(demand) > 0, missing, "")
            self.state(if_(count_filled(needed).equals(len(needed)), "", missing))
        self.sheet.row += 1

    def state(self, expression: Expr) -> None:
        """What is missing in the row being written; an empty text where nothing is."""
        self._states.append(self.sheet.formula(STATE, expression, "warning"))

    def close(self) -> Cell:
        """Finish the sheet; the cell, at its top, that counts the rows in which something is missing."""
        # Titles of columns stand between the states: only their own text is counted.
        count = count_if(self._states, literal(self.t("workbook_to_complete")))
        cell = self.sheet.formula(VALUE, count, "count", "warning", row=self._count_row)
        self.sheet.close()
        return cell
