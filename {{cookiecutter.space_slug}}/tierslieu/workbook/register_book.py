"""The workbook of a month to fill in: lists to choose from, the prices of the day, and formulas that are protected."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister
from tierslieu.months.filled_book import (
    FORMULAS,
    LISTS,
    MARK,
    SHEETS,
    BookNames,
    book_names,
    grids_of,
    headings,
    lines_of,
    price_of,
)
from tierslieu.months.receipts_table import blank_table
from tierslieu.months.register_files import typed_register
from tierslieu.months.rules_of_days import first_day, last_day
from tierslieu.months.words import month_name

from .writer.expressions import Expr, sheet_prefix
from .writer.workbook import Workbook
from .writer.worksheet import Worksheet

#: Blank lines below those of the register, on each sheet.
_BLANK_LINES = {"receipts": 200, "common_costs": 40, "uses": 15}
_WIDTHS = {
    "date": 12, "stream": 24, "received_by": 26, "paid_by": 26, "sold_by": 26, "rate": 16, "vat": 16, "item": 34, "count": 10,
    "price": 12, "amount": 16, "total": 14, "evidence": 20, "label": 36, "pass": 30, "sold": 10, "golden_tickets": 14,
}  # fmt: skip
_KINDS = {"date": "date", "amount": "signed", "count": "count", "sold": "count", "golden_tickets": "count"}
_DAY_ZERO = dt.date(1899, 12, 30)


def build_register_book(space: Space, month: str, register: MonthRegister) -> bytes:
    """The workbook of ``month`` as XLSX, with what ``register``, typed by hand, has already."""
    text = partial(messages.text, space.identity.language)
    title = text("month.form_title", month=month_name(month, space.identity.language))
    return _RegisterBook(space.on(last_day(month)), month, register, Workbook(space, title)).content()


def files_to_fill(space: Space, month: str) -> dict[str, bytes]:
    """The workbook and the table of ``month`` to fill in, by file name; raises ``Problems`` with those of its register."""
    name = f"{messages.text(space.identity.language, 'month.form_file')}-{month}"
    book = build_register_book(space, month, typed_register(space.root, month))
    return {f"{name}.xlsx": book, f"{name}.csv": blank_table(space, month)}


class _RegisterBook:
    def __init__(self, space: Space, month: str, register: MonthRegister, workbook: Workbook):
        self.space, self.month, self.register, self.workbook = space, month, register, workbook
        self.text = partial(messages.text, space.identity.language)
        self.names: BookNames = book_names(space, month)
        self.grids = grids_of(space, month)
        self.lists = sheet_prefix(workbook.t("workbook_form_lists"))
        self.prices = sheet_prefix(workbook.t("workbook_form_prices"))
        #: Where the prices begin on their sheet, below its titles.
        self.price_row = 0

    def content(self) -> bytes:
        sheets = {
            name: self.workbook.sheet(f"form_{name}", [_WIDTHS[column] for column in columns])
            for name, columns in SHEETS.items()
        }
        prices = self.workbook.sheet("form_prices", (44, *(18 for _ in self.grids)))
        self._write_prices(prices)
        for name, sheet in sheets.items():
            self._write_form(name, sheet)
        self._write_lists(self.workbook.sheet("form_lists", (30, 30, 30, 30)))
        return self.workbook.content()

    def _write_prices(self, sheet: Worksheet) -> None:
        sheet.notes(80)
        starts = [max(grid.start or first_day(self.month), first_day(self.month)) for grid in self.grids]
        sheet.header([self.text("month.form_item"), *("" for _ in starts)], tuple(range(1, len(starts) + 1)))
        sheet.freeze()
        for column, start in enumerate(starts, 1):
            sheet.title_of_day(column, start)
        self.price_row = sheet.row
        for name, item in self.names.items.items():
            sheet.text(0, name)
            for column, grid in enumerate(self.grids, 1):
                price = price_of(self.space, grid, item)
                if price is not None:
                    sheet.amount(column, price, "euros")
            sheet.row += 1
        sheet.close()

    def _write_form(self, name: str, sheet: Worksheet) -> None:
        columns = SHEETS[name]
        sheet.notes(110)
        if name == "uses":
            sheet.row += 1
            sheet.text(0, self.text("month.form_free_uses"))
            sheet.input(1, self.register.free_uses or None, "count", needed=False)
            sheet.row += 2
        numbers = tuple(index for index, column in enumerate(columns) if column in (*_KINDS, *FORMULAS))
        sheet.header(headings(name, self.text), numbers)
        sheet.freeze()
        entries = list(lines_of(getattr(self.register, name), name))
        for entry in [*entries, *({} for _ in range(_BLANK_LINES[name]))]:
            for index, column in enumerate(columns):
                self._write_cell(sheet, index, column, entry.get(column))
            if name == "receipts":
                self._write_formulas(sheet, entry.get("amount"))
            sheet.row += 1
        sheet.close()

    def _write_cell(self, sheet: Worksheet, index: int, column: str, value: Any) -> None:
        if column in FORMULAS:
            return
        if column in LISTS:
            sheet.pick(index, self.names.label(column, value) if value else None, self._list_of(column))
        elif column == "date":
            sheet.input(index, (value - _DAY_ZERO).days if value else None, "date", needed=False)
        elif column in _KINDS:
            # A count of nothing is left blank; so is the amount of a blank line.
            sheet.input(index, value or None, _KINDS[column], needed=False)
        else:
            sheet.words(index, value or "")

    def _write_formulas(self, sheet: Worksheet, amount: Decimal | None) -> None:
        cell = {column: xl_rowcol_to_cell(sheet.row, index) for index, column in enumerate(SHEETS["receipts"])}
        last, first = self.price_row + max(len(self.names.items), 1) - 1, self.price_row
        width = len(self.grids)
        table = f"{self.prices}{_range(first, 0, last, width)}"
        starts = f"{self.prices}{_range(first - 1, 1, first - 1, width)}"
        start = f"{self.prices}{xl_rowcol_to_cell(first - 1, 1, row_abs=True, col_abs=True)}"
        column = f"1+MATCH(MAX({cell['date']},{start}),{starts},1)"
        price = f'IF({cell["item"]}="","",VLOOKUP({cell["item"]},{table},{column},FALSE))'
        sheet.formula(SHEETS["receipts"].index("price"), Expr(price, ""), "euros")
        product = f"ROUND({cell['count']}*{cell['price']},2)"
        known = f'AND({cell["item"]}<>"",{cell["count"]}<>"")'
        total = f'IF({cell["amount"]}<>"",{cell["amount"]},IF({known},{product},""))'
        sheet.formula(SHEETS["receipts"].index("total"), Expr(total, "" if amount is None else amount), "money")

    def _list_of(self, column: str) -> str:
        """The cells from which ``column`` is chosen."""
        if LISTS[column] == "items":
            last = self.price_row + max(len(self.names.items), 1) - 1
            return f"={self.prices}{_range(self.price_row, 0, last, 0)}"
        index = list(dict.fromkeys(name for name in LISTS.values() if name != "items")).index(LISTS[column])
        return f"={self.lists}{_range(1, index, max(len(self.names.of(column) or {}), 1), index)}"

    def _write_lists(self, sheet: Worksheet) -> None:
        """The hidden sheet: which workbook this is, and the names of each list, below it."""
        sheet.row = 0
        sheet.text(0, f"{MARK}{self.month}")
        for index, name in enumerate(dict.fromkeys(name for name in LISTS.values() if name != "items")):
            for row, label in enumerate(getattr(self.names, name), 1):
                sheet.row = row
                sheet.text(index, label)
        sheet.hide()


def _range(first_row: int, first: int, last_row: int, last: int) -> str:
    names = (
        xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        for row, column in ((first_row, first), (last_row, last))
    )
    return ":".join(names)
