"""A sheet being written from top to bottom: texts, cells to be filled in, and formulas with their values."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from tierslieu.look.icons import ICONS

from .expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    Value,
    and_,
    concatenated,
    count,
    greatest,
    if_,
    int_,
    is_number,
    number,
    or_,
    sheet_prefix,
    smallest,
)
from .formulas import column_totals

if TYPE_CHECKING:
    from .workbook import Workbook

_A4 = 9
#: Points: rows of the title and of the name of the place; a line of a row of column titles, and the space around it.
_TITLE_HEIGHT, _PLACE_HEIGHT, _LINE_HEIGHT, _PADDING, _HEADING_HEIGHT = 30, 20, 13, 12, 16
#: Pixels: the emblem across both rows of the title, and the space around it.
_EMBLEM, _EMBLEM_MARGIN = 56, 5
#: The side of the picture of the emblem.
_EMBLEM_SIDE = ICONS[0].side
#: The style of each kind of input, and its data validation: the type of number, the least and the greatest.
_KINDS: dict[str, tuple[str, str, int, int]] = {
    "money": ("euros", "decimal", 0, 10**9),
    "signed": ("money", "decimal", -(10**9), 10**9),
    "quantity": ("number", "decimal", 0, 10**6),
    "count": ("count", "integer", 0, 10**6),
    "percent": ("percent", "decimal", 0, 1),
    "days": ("number", "decimal", 0, 31),
    "months": ("count", "integer", 1, 12),
    "open": ("count", "integer", 0, 1),
    "month": ("count", "integer", 1, 12),
    "month_of_all": ("count", "integer", 1, 36),
    "year": ("count", "integer", 1, 3),
    "year_or_before": ("count", "integer", 0, 3),
    "life": ("count", "integer", 1, 50),
    "term": ("count", "integer", 1, 600),
    "deferral": ("count", "integer", 0, 120),
    # Days as spreadsheets count them: 36,526 is 1 January 2000.
    "date": ("date", "date", 36_526, 109_574),
}

#: A sheet of pages side by side: the percent at which a year fits one, the lines of a page, and the characters of a title
#: in a line of the first column.
_SCALE, _PAGE_LINES, _TITLE_WIDTH = 56, 54, 36

#: The sheet that has the emblem of the place: the first one.
_WITH_EMBLEM = "summary"

#: The value and the kind of an input.
Input = tuple[Decimal | int | None, str]
#: The cells of years 1 to 3.
Years = Sequence[Cell]


class Worksheet:
    """A sheet of ``workbook``; ``row`` is the row being written. Rows and columns count from 0."""

    def __init__(self, workbook: Workbook, sheet: Any, key: str, widths: Sequence[float], breaks: Sequence[int] = ()):
        """``breaks`` are the columns that begin a page, each with the first column repeated; one page holds all without any."""
        self.workbook, self.t, self.name = workbook, workbook.t, sheet.get_name()
        self.space, self.organisation_label = workbook.space, workbook.organisation_label
        self._sheet, self._last, self._width, self._widths = sheet, len(widths) - 1, sum(widths), widths
        self._breaks: list[int] = []
        self._title_row, self._lines, self._follows = 0, 0, False
        self._numbers: list[tuple[Cell, str]] = []
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        if breaks:
            sheet.set_print_scale(_SCALE)
            sheet.set_v_pagebreaks(list(breaks))
        else:
            sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&A&C{self.space.identity.name.replace('&', '&&')}&R&P / &N")
        sheet.hide_gridlines(2)
        self.row = 0
        beside = ("beside_emblem",) if key == _WITH_EMBLEM else ()
        # What overflows the first column is not repeated on the pages beside the first.
        title = self.name if breaks else f"{workbook.title} – {self.name}"
        self._band(title, _TITLE_HEIGHT, "title", *beside)
        self._band(workbook.subtitle(), _PLACE_HEIGHT, "place", *beside)
        if beside:
            self._emblem(*workbook.emblem())
        self._key = key

    def _band(self, text: str, height: float, *styles: str) -> None:
        """Write a row with a text, as wide as the sheet, in the colour of the place."""
        self._sheet.set_row(self.row, height)
        for column in range(1, self._last + 1):
            self._sheet.write_blank(self.row, column, None, self.workbook.format(*styles))
        self.text(0, text, *styles)
        self.row += 1

    def _emblem(self, png: bytes, alternative: str) -> None:
        """Show the emblem at the left of both rows of the title."""
        scale = _EMBLEM / _EMBLEM_SIDE
        options = {
            "image_data": io.BytesIO(png),
            "x_offset": _EMBLEM_MARGIN,
            "y_offset": _EMBLEM_MARGIN,
            "x_scale": scale,
            "y_scale": scale,
            "description": alternative,
        }
        self._sheet.insert_image(0, 0, "emblem.png", options)

    def top(
        self, missing: Cell, labels: Sequence[str], numbers: Sequence[int], notes: int = 0, across: float = 0
    ) -> None:
        """Write the notes of the sheet, how many assumptions are ``missing`` if any is, and the titles of its columns.

        ``notes`` is the column of the notes: not the first where that one is repeated on pages side by side. ``across`` is
        the width of a printed page in characters: that of all columns if it is not given.
        """
        self.notes(across or self._width, notes)
        prefix, _, suffix = self.t("workbook_incomplete", count="\0").partition("\0")
        self.formula(0, if_(missing > 0, concatenated(prefix, missing, suffix), ""), "warning")
        self.row += 1
        self.header(labels, numbers)
        self.freeze()

    def notes(self, width: float, column: int = 0) -> None:
        """Write, from ``column`` on, what the sheet shows and how to read it, in lines of ``width`` characters at most."""
        for note in self.t(f"workbook_{self._key}_note").splitlines():
            for line in wrap(note, int(width), break_on_hyphens=False):
                self.line(line, "note", column)

    def line(self, text: str, style: str, column: int = 0) -> None:
        """Write a row with a text that may overflow into the columns beside it."""
        self.text(column, text, style)
        self.row += 1

    def text(self, column: int, text: str, *styles: str) -> None:
        """Write a text in the row."""
        self._sheet.write_string(self.row, column, text, self.workbook.format(*(styles or ("text",))))

    def total(self, text: str) -> None:
        """Begin a row of totals, under a rule as wide as the sheet."""
        for column in range(1, self._last + 1):
            self._sheet.write_blank(self.row, column, None, self.workbook.format("total"))
        self.text(0, text, "text", "total")

    def header(self, labels: Sequence[str], numbers: Sequence[int]) -> None:
        """Write a row of column titles, aligned to the right in the columns that hold ``numbers``."""
        lines = max(len(wrap(label, int(width))) for label, width in zip(labels, self._widths, strict=False))
        self._sheet.set_row(self.row, lines * _LINE_HEIGHT + _PADDING)
        for column, label in enumerate(labels):
            alignment = ["number"] if column in numbers else ["words"] if column - 1 in numbers else []
            self.text(column, label, "header", *alignment)
        self.row += 1

    def title_of_month(self, column: int, month: Expr) -> None:
        """Write the title of a column in the row above: a day, of which the month is shown, or a text."""
        self.formula(column, month, "month_of", "header", row=self.row - 1)

    def section(self, title: str) -> None:
        """Write the title of a group of rows, below an empty row."""
        self.row += 1
        self._title_row = self.row
        self.line(title, "heading")

    def long_section(self, title: str) -> None:
        """Write the title of a group of rows in as many lines of the first column as it needs, below an empty row."""
        self.row += 1
        lines = len(wrap(title, _TITLE_WIDTH))
        self._sheet.set_row(self.row, lines * _HEADING_HEIGHT)
        self._title_row, self._lines = self.row, self._lines + lines - 1
        self.line(title, "wrapped_heading")

    def keep_section(self) -> None:
        """Begin a page with the section just written if it is not the first, and the page of those above can't hold it."""
        first = self._breaks[-1] if self._breaks else 0
        if self._follows and self.row - first + self._lines > _PAGE_LINES:
            self._breaks.append(self._title_row)
            self._sheet.set_h_pagebreaks(self._breaks)
            self._lines = 0
        self._follows = True

    def freeze(self) -> None:
        """Freeze the rows above and the first column; repeat the row just above and that column on each printed page."""
        self._sheet.freeze_panes(self.row, 1)
        self._sheet.repeat_rows(self.row - 1)
        self._sheet.repeat_columns(0)

    def propose(self, cells: Iterable[Cell]) -> list[Cell]:
        """Mark those of ``cells`` that hold a value as proposals, while it is kept; return them."""
        proposed = [cell for cell in cells if cell.number is not None]
        for cell in proposed:
            kept = {"type": "cell", "criteria": "==", "value": float(cell.number or 0)}
            kept["format"] = self.workbook.format("proposed")
            self._sheet.conditional_format(cell.row, cell.column, cell.row, cell.column, kept)
        return proposed

    def input(self, column: int, value: Decimal | int | None, kind: str, *, needed: bool = True) -> Cell:
        """Write a cell for a number of a ``kind`` of ``_KINDS``, marked while it is ``needed`` and empty.

        A percent is passed as 60 and written as 0.6, as spreadsheets store it.
        """
        number = None if value is None else Decimal(value) / (100 if kind == "percent" else 1)
        style, rule, least, most = _KINDS[kind]
        validation = {"validate": rule, "criteria": "between", "minimum": least, "maximum": most}
        cell = self._input_cell(column, number, style, validation, needed)
        self._numbers.append((cell, kind))
        return cell

    def numbers(self) -> list[Cell]:
        """The cells for a number of the row being written: those that ``input`` has made."""
        return [cell for cell, _ in self._numbers if cell.row == self.row]

    def out_of_bounds(self) -> Condition:
        """Whether a number of the row being written is none that its cell may hold: what is pasted there is not checked."""
        kinds: dict[str, list[Cell]] = {}
        for cell, kind in self._numbers:
            if cell.row == self.row:
                kinds.setdefault(kind, []).append(cell)
        wrong = []
        for kind, cells in kinds.items():
            _, rule, least, most = _KINDS[kind]
            low = smallest(cells) < number(least)
            # The least of cells that are all empty is 0.
            wrong += [and_(count(cells) > 0, low) if least > 0 else low, greatest(cells) > number(most)]
            if rule == "integer":
                wrong += [and_(is_number(cell), int_(cell) < cell) for cell in cells]
        return or_(*wrong)

    def inputs(self, column: int, inputs: Iterable[Input], *, needed: bool = True) -> list[Cell]:
        """Write inputs side by side, from ``column`` on."""
        return [self.input(column + step, *pair, needed=needed) for step, pair in enumerate(inputs)]

    def choice(self, column: int, value: bool | None, *, needed: bool) -> Cell:
        """Write a cell for a yes or a no, marked while it is ``needed`` and empty."""
        answers = {True: self.t("yes"), False: self.t("no")}
        answer = None if value is None else answers[value]
        validation = {"validate": "list", "source": list(answers.values())}
        return self._input_cell(column, answer, "number", validation, needed)

    def pick(self, column: int, value: str | None, source: str) -> None:
        """Write a cell whose words are chosen from the cells of ``source``."""
        self.words(column, value or "")
        self._sheet.data_validation(self.row, column, self.row, column, {"validate": "list", "source": source})

    def amount(self, column: int, value: Decimal, kind: str) -> None:
        """Write a number that is not to be changed."""
        self._sheet.write_number(self.row, column, float(value), self.workbook.format(kind))

    def title_of_day(self, column: int, day: dt.date) -> None:
        """Write a day as the title of a column in the row above."""
        style = self.workbook.format("date", "header")
        self._sheet.write_datetime(self.row - 1, column, dt.datetime.combine(day, dt.time()), style)

    def hide(self) -> None:
        """Hide the sheet from whoever doesn't ask for it, and protect it."""
        self._sheet.hide()
        self._sheet.protect()

    def words(self, column: int, text: str) -> Cell:
        """Write a cell for words, with the ``text`` that it has first."""
        self._sheet.write_string(self.row, column, text, self.workbook.format("text", "input"))
        return Cell(self.name, self.row, column, text)

    def _input_cell(self, column: int, value: Value, style: str, validation: dict[str, Any], needed: bool) -> Cell:
        cell_format = self.workbook.format(style, "input")
        if value is None:
            self._sheet.write_blank(self.row, column, None, cell_format)
        elif isinstance(value, str):
            self._sheet.write_string(self.row, column, value, cell_format)
        else:
            self._sheet.write_number(self.row, column, float(value), cell_format)
        self._sheet.data_validation(self.row, column, self.row, column, validation)
        if needed:
            rule = {"type": "blanks", "format": self.workbook.format("missing")}
            self._sheet.conditional_format(self.row, column, self.row, column, rule)
        return Cell(self.name, self.row, column, value)

    def formula(self, column: int, expression: Expr, kind: str, *styles: str, row: int | None = None) -> Cell:
        """Write a formula and its value in ``row``, by default the row being written."""
        row = self.row if row is None else row
        # On its own sheet, a cell is named by its address alone.
        text = expression.text.replace(sheet_prefix(self.name), "")
        value = "?" if expression.value is None else expression.value
        # Decimal has a negative zero, which no spreadsheet shows: -0.0 + 0.0 is 0.0.
        cached = value if isinstance(value, str) else float(value) + 0.0
        self._sheet.write_formula(row, column, f"={text}", self.workbook.format(kind, *styles), cached)
        return Cell(self.name, row, column, expression.value)

    def formulas(self, column: int, expressions: Iterable[Expr], kind: str, *styles: str) -> list[Cell]:
        """Write formulas side by side in the row, from ``column`` on."""
        return [self.formula(column + step, expression, kind, *styles) for step, expression in enumerate(expressions)]

    def formula_row(
        self, label: str, expressions: Iterable[Expr], kind: str = "money", *styles: str, column: int = 1
    ) -> list[Cell]:
        """Write a row: its ``label``, and formulas from ``column`` on."""
        if "total" in styles:
            self.total(label)
        else:
            self.text(0, label, "text", *(style for style in styles if style != "number"))
        cells = self.formulas(column, expressions, kind, *styles)
        self.row += 1
        return cells

    def totals(
        self, name: str, rows: Sequence[Sequence[Cell]], *styles: str, columns: int = 3, known: Condition | None = None
    ) -> list[Cell]:
        """Write a row with the total of each of the first ``columns`` cells of ``rows``; its label is the string ``name``.

        If ``known`` is given, the totals are unknown while it does not hold.
        """
        amounts = column_totals(rows, columns)
        if known is not None:
            amounts = [if_(known, amount, UNKNOWN) for amount in amounts]
        return self.formula_row(self.t(f"workbook_{name}"), amounts, "money", *styles)

    def comment(self, column: int, text: str) -> None:
        """Attach a comment to a cell of the row above."""
        self._sheet.write_comment(self.row - 1, column, text, {"x_scale": 2, "author": self.space.identity.name})

    def workings(self, first: int, last: int) -> None:
        """Leave the columns from ``first`` to ``last`` out of print: they hold the intermediate results of the others."""
        self._sheet.set_column(first, last, 11)
        self.unprinted(first)

    def hide_columns(self, first: int, last: int) -> None:
        """Hide the columns from ``first`` to ``last``."""
        self._sheet.set_column(first, last, None, None, {"hidden": True})

    def unprinted(self, first: int) -> None:
        """Leave the columns from ``first`` on out of print."""
        self._last = first - 1

    def hide_last_row(self) -> None:
        """Hide the row above the one being written."""
        self._sheet.set_row(self.row - 1, None, None, {"hidden": True})

    def new_page(self) -> None:
        """Begin a page above the row being written."""
        self._breaks.append(self.row)
        self._sheet.set_h_pagebreaks(self._breaks)

    def upright(self) -> None:
        """Print on upright pages."""
        self._sheet.set_portrait()

    def close(self) -> None:
        """Finish the sheet: mark unknown values, set the print area, and protect all cells but the inputs."""
        rule = {"type": "cell", "criteria": "==", "value": UNKNOWN.text, "format": self.workbook.format("unknown")}
        self._sheet.conditional_format(0, 1, self.row, self._last, rule)
        self._sheet.print_area(0, 0, self.row, self._last)
        self._sheet.protect(options={"format_columns": True, "format_rows": True})
