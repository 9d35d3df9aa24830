"""A sheet being written from top to bottom: texts, the cells that people fill in, and formulas with their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .expressions import UNKNOWN, Cell, Expr, Value, concatenated, if_, sheet_prefix

if TYPE_CHECKING:
    from .workbook import Book

_A4 = 9
_TITLE_HEIGHT, _HEADER_HEIGHT = 26, 40
#: What may be typed in an input, as a spreadsheet checks it: the kind, the least and the most.
_RULES: dict[str, tuple[str, float, float]] = {
    "money": ("decimal", 0, 1e9),
    "quantity": ("decimal", 0, 1e6),
    "count": ("integer", 0, 1e6),
    "percent": ("decimal", 0, 1),
    "months": ("integer", 1, 12),
    "month": ("integer", 1, 12),
    "year": ("integer", 1, 3),
    "life": ("integer", 1, 50),
}
#: How the numbers of an input are written, where not as its own kind says.
_SHOWN = {"money": "euros", "quantity": "number", "months": "count", "month": "count", "year": "count", "life": "count"}


#: The cells of years 1 to 3.
Years = Sequence[Cell]


class Sheet:
    """A sheet of ``book``; ``row`` is the next to be written, counted from 0."""

    def __init__(self, book: Book, sheet: Any, key: str, widths: Sequence[float]):
        self.book, self.t, self.name = book, book.t, sheet.get_name()
        self._sheet, self._last = sheet, len(widths) - 1
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&A&C{book.space.identity.name.replace('&', '&&')}&R&P / &N")
        sheet.hide_gridlines(2)
        sheet.set_row(0, _TITLE_HEIGHT)
        self.row = 0
        self.line(f"{self.t('workbook_title')} – {self.name}", "title")
        self.line(book.subtitle(), "place")
        self._key = key

    def top(self, missing: Cell, labels: Sequence[str], numbers: Sequence[int]) -> None:
        """What the sheet shows, how many assumptions are still ``missing``, and the titles of its columns.

        Those of the columns that hold ``numbers`` are on the right, as their numbers are.
        """
        self.notes()
        before, _, after = self.t("workbook_incomplete", count="\0").partition("\0")
        self.formula(0, if_(missing > 0, concatenated(before, missing, after), ""), "warning")
        self.row += 1
        self.header(labels, numbers)
        self.freeze()

    def notes(self) -> None:
        """What the sheet shows and how to read it, in a few lines."""
        for note in self.t(f"workbook_{self._key}_note").splitlines():
            self.line(note, "note")

    def line(self, text: str, look: str) -> None:
        """A line of text, which runs over the columns beside it."""
        self.text(0, text, look)
        self.row += 1

    def text(self, column: int, text: str, *looks: str) -> None:
        """A text in the row being written."""
        self._sheet.write_string(self.row, column, text, self.book.format(*(looks or ("text",))))

    def total(self, text: str) -> None:
        """Begin a row that sums up those above it."""
        for column in range(1, self._last + 1):
            self._sheet.write_blank(self.row, column, None, self.book.format("total"))
        self.text(0, text, "text", "total")

    def header(self, labels: Sequence[str], numbers: Sequence[int]) -> None:
        """A row of column titles; those of the columns that hold ``numbers`` stand to the right as they do."""
        self._sheet.set_row(self.row, _HEADER_HEIGHT)
        for column, label in enumerate(labels):
            self.text(column, label, "header", *(("number",) if column in numbers else ()))
        self.row += 1

    def section(self, title: str) -> None:
        """The title of a group of rows, set apart from those above."""
        self.row += 1
        self.line(title, "heading")

    def freeze(self) -> None:
        """Keep what is above, and the first column, in sight; on paper, the row just above and that column."""
        self._sheet.freeze_panes(self.row, 1)
        self._sheet.repeat_rows(self.row - 1)
        self._sheet.repeat_columns(0)

    def input(self, column: int, value: Decimal | int | None, kind: str, *, needed: bool = True) -> Cell:
        """A cell for a number of a kind (``money``, ``percent``…), marked while it is ``needed`` and empty.

        Percents are given as such, 60, and written as spreadsheets have them, 0.6.
        """
        if value is not None and kind == "percent":
            value = Decimal(value) / 100
        look = self.book.format(_SHOWN.get(kind, kind), "input")
        if value is None:
            self._sheet.write_blank(self.row, column, None, look)
        else:
            self._sheet.write_number(self.row, column, float(value), look)
        rule, least, most = _RULES[kind]
        self._sheet.data_validation(
            self.row,
            column,
            self.row,
            column,
            {"validate": rule, "criteria": "between", "minimum": least, "maximum": most},
        )
        return self._marked(column, None if value is None else Decimal(value), needed)

    def inputs(self, column: int, values: Iterable[Decimal | None], kind: str) -> list[Cell]:
        """Inputs of a kind side by side, from ``column`` on."""
        return [self.input(column + step, value, kind) for step, value in enumerate(values)]

    def choice(self, column: int, value: bool | None, *, needed: bool) -> Cell:
        """A cell for a yes or a no, marked while it is ``needed`` and empty."""
        words = [self.t("yes"), self.t("no")]
        look = self.book.format("number", "input")
        if value is None:
            self._sheet.write_blank(self.row, column, None, look)
        else:
            self._sheet.write_string(self.row, column, words[0 if value else 1], look)
        self._sheet.data_validation(self.row, column, self.row, column, {"validate": "list", "source": words})
        return self._marked(column, None if value is None else words[0 if value else 1], needed)

    def _marked(self, column: int, value: Value, needed: bool) -> Cell:
        if needed:
            rule = {"type": "blanks", "format": self.book.format("missing")}
            self._sheet.conditional_format(self.row, column, self.row, column, rule)
        return Cell(self.name, self.row, column, value)

    def formula(self, column: int, expression: Expr, kind: str, *looks: str, row: int | None = None) -> Cell:
        """A formula and its value, in ``row`` or, without one, in the row being written."""
        row = self.row if row is None else row
        # On its own sheet, a cell needs no more than its address.
        text = expression.text.replace(sheet_prefix(self.name), "")
        value = expression.value
        # Zero less nothing is -0 for some products: a sheet has one zero.
        shown = "?" if value is None else value if isinstance(value, str) else float(value) + 0.0
        self._sheet.write_formula(row, column, f"={text}", self.book.format(kind, *looks), shown)
        return Cell(self.name, row, column, value)

    def formulas(self, column: int, expressions: Iterable[Expr], kind: str, *looks: str) -> list[Cell]:
        """Formulas side by side from ``column`` on, in the row being written."""
        return [self.formula(column + step, expression, kind, *looks) for step, expression in enumerate(expressions)]

    def formula_row(self, label: str, expressions: Iterable[Expr], kind: str = "money", *looks: str) -> list[Cell]:
        """A row with a ``label`` and formulas beside it."""
        if "total" in looks:
            self.total(label)
        else:
            self.text(0, label, "text", *looks)
        cells = self.formulas(1, expressions, kind, *looks)
        self.row += 1
        return cells

    def comment(self, column: int, text: str) -> None:
        """A remark on a cell of the row that was just written."""
        self._sheet.write_comment(self.row - 1, column, text, {"x_scale": 2, "author": self.book.space.identity.name})

    def workings(self, first: int, last: int) -> None:
        """Keep the columns from ``first`` to ``last`` off paper: they only hold the workings of the others."""
        self._sheet.set_column(first, last, 11)
        self._last = first - 1

    def pages_across(self, count: int) -> None:
        """Print on so many pages side by side, instead of squeezing all columns into the width of one."""
        self._sheet.fit_to_pages(count, 0)

    def close(self) -> None:
        """Mark what is unknown, say what is printed, and keep formulas from being typed over by mistake."""
        rule = {"type": "cell", "criteria": "==", "value": UNKNOWN.text, "format": self.book.format("unknown")}
        self._sheet.conditional_format(0, 1, self.row, self._last, rule)
        self._sheet.print_area(0, 0, self.row, self._last)
        self._sheet.protect(options={"format_columns": True, "format_rows": True})
