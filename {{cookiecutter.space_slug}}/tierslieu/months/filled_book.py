"""The workbook of a month to fill in: its columns, the names of its lists, and what it says once it is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from tierslieu.core.money import CENT
from tierslieu.core.problems import Problem, closest
from tierslieu.core.xlsx_reader import BookCell, Sheet, column_name
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.facts.shares import stream_label
from tierslieu.finance import shares
from tierslieu.finance.vat import sold
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space
from tierslieu.model.month_register import PaidCost, PassUses, Receipt

from .payment_rows import read_amount, read_date
from .rules_of_days import first_day, last_day

#: What the first cell of its hidden sheet begins with; the month follows.
MARK = "tierslieu-register:"
#: The sheets to fill in, by list of the register, with their columns; those of ``FORMULAS`` are computed.
SHEETS: dict[str, tuple[str, ...]] = {
    "receipts": ("date", "stream", "received_by", "rate", "item", "count", "price", "amount", "total", "evidence"),
    "common_costs": ("date", "label", "paid_by", "vat", "amount", "evidence"),
    "uses": ("pass", "sold", "sold_by", "count", "golden_tickets"),
}
FORMULAS = ("price", "total")
#: The list from which a column is chosen.
LISTS = {
    "stream": "streams", "received_by": "organisations", "paid_by": "organisations", "sold_by": "organisations",
    "rate": "rates", "vat": "rates", "item": "items", "pass": "passes",
}  # fmt: skip
_PRICES = ("amounts", "reduced", "solidarity")
Sold = tuple[str, str]


@dataclass(frozen=True)
class BookNames:
    """The names of each list, with what they stand for; an item is an offer or a pass, and a list of prices."""

    streams: dict[str, str]
    organisations: dict[str, str]
    rates: dict[str, str]
    passes: dict[str, str]
    items: dict[str, Sold]

    def of(self, column: str) -> Mapping[str, Any] | None:
        """The names of ``column``; None where anything may be typed."""
        found: Mapping[str, Any] | None = getattr(self, LISTS[column]) if column in LISTS else None
        return found

    def label(self, column: str, value: Any) -> str:
        """The name of ``value``; itself where there is none."""
        names = self.of(column) or {}
        return next((name for name, key in names.items() if key == value), str(value))


@dataclass
class FilledBook:
    """What a workbook says, the sheet and the line of each entry (``places``), and its faults."""

    receipts: list[Receipt] = field(default_factory=list)
    common_costs: list[PaidCost] = field(default_factory=list)
    uses: list[PassUses] = field(default_factory=list)
    free_uses: int = 0
    places: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: {name: [] for name in SHEETS})
    problems: list[Problem] = field(default_factory=list)


def book_names(space: Space, month: str) -> BookNames:
    """The names that may be chosen in ``month``."""
    fmt = FactFormatter(space.on(last_day(month)), space.identity.language, document=True)
    text = partial(messages.text, fmt.locale)
    prices = space.prices
    items = {}
    for kind in _PRICES:
        for key in (*prices.offers, *prices.passes):
            if any(getattr(grid, kind).get(key) is not None for grid in grids_of(space, month)):
                label = sold_label(fmt, key)
                items[kind, key] = label if kind == "amounts" else text(f"month.form_{kind}", label=label)
    return BookNames(
        streams=_unique({stream: stream_label(fmt, stream) for stream in shares.streams(fmt.space)}),
        organisations=_unique({key: fmt.space.organisation_name(key) for key in fmt.space.organisations.organisations}),
        rates=_unique({key: translated(rate.label, fmt.locale) for key, rate in space.vocabulary.vat_rates.items()}),
        passes=_unique({key: sold_label(fmt, key) for key in prices.passes}),
        items={name: (key[1], key[0]) for name, key in _unique(items).items()},
    )


def grids_of(space: Space, month: str) -> list[Any]:
    """The price grids in force on a day of ``month``, oldest first."""
    first, last = space.prices.grid(first_day(month)), space.prices.grid(last_day(month))
    grids = list(space.prices.grids)
    return grids[grids.index(first) : grids.index(last) + 1]


def price_of(space: Space, grid: Any, item: Sold) -> Decimal | None:
    """The price of ``item`` in ``grid``, VAT included; as written while the regime of its seller is unknown."""
    key, kind = item
    taxed = sold(space, key, getattr(grid, kind).get(key))
    return taxed.ht if taxed.ttc is None else taxed.ttc


def headings(list_name: str, text: Callable[..., str]) -> list[str]:
    """The titles of the columns of a sheet."""
    return [text(f"month.form_{column}") for column in SHEETS[list_name]]


def _unique(labels: Mapping[Any, str]) -> dict[str, Any]:
    """The keys of ``labels`` by label; of those that have the same, each has its key beside it."""
    counts: dict[str, int] = {}
    for label in labels.values():
        counts[label] = counts.get(label, 0) + 1
    return {label if counts[label] == 1 else f"{label} ({key})": key for key, label in labels.items()}


def read_book(space: Space, month: str, name: str, sheets: Mapping[str, Sheet]) -> FilledBook:
    """What the workbook ``name`` says of ``month``."""
    return _BookReader(space, month, name).read(sheets)


class _Row:
    """A line of a sheet: the text of each column, and the cells of formulas."""

    def __init__(self, sheet: str, line: int, cells: Mapping[str, BookCell]):
        self.sheet, self.line, self.cells = sheet, line, cells

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return cell.text if cell else ""


class _BookReader:
    def __init__(self, space: Space, month: str, name: str):
        self.space, self.month, self.name = space, month, name
        self.end = space.on(last_day(month))
        self.names = book_names(space, month)
        self.fmt = FactFormatter(self.end, space.identity.language, document=True)
        self.text = partial(messages.text, self.fmt.locale)
        self.found = FilledBook()

    def read(self, sheets: Mapping[str, Sheet]) -> FilledBook:
        marked = next(
            sheet[1][0].text
            for sheet in sheets.values()
            if 1 in sheet and 0 in sheet[1] and sheet[1][0].text.startswith(MARK)
        )
        if marked != f"{MARK}{self.month}":
            self._fault("intake.other_month", self.name, None, other=marked.removeprefix(MARK), month=self.month)
            return self.found
        readers = {"receipts": self._receipt, "common_costs": self._cost, "uses": self._use}
        for list_name, read in readers.items():
            title = self.fmt.t(f"workbook_form_{list_name}")
            if title not in sheets:
                self._fault("intake.no_sheet", self.name, None, sheet=title)
                continue
            for row in self._rows(list_name, title, sheets[title]):
                try:
                    entry = read(row)
                except ValueError as error:
                    self._fault("register.cell", row.sheet, row.line, value=str(error) or "–")
                    continue
                if entry is not None:
                    getattr(self.found, list_name).append(entry)
                    self.found.places[list_name].append((row.sheet, row.line))
        return self.found

    def _fault(self, code: str, file: str, line: int | None, **values: Any) -> None:
        self.found.problems.append(Problem(code, values, file, line))

    def _rows(self, list_name: str, title: str, sheet: Sheet) -> Iterator[_Row]:
        """The lines below the titles of the columns in which something is typed."""
        columns, expected = SHEETS[list_name], headings(list_name, self.text)
        label = self.text("intake.sheet", name=self.name, sheet=title)
        for line, cells in sorted(sheet.items()):
            titles = [cells[index].text if index in cells else "" for index in range(len(expected))]
            if titles == expected:
                break
            if len(set(titles) & set(expected)) > len(expected) // 2 or {cell.text for cell in cells.values()} >= set(
                expected
            ):
                index = next(
                    index for index, pair in enumerate(zip(titles, expected, strict=True)) if pair[0] != pair[1]
                )
                self._fault("intake.column_moved", label, line, title=expected[index], column=column_name(index))
                return
            if list_name == "uses" and cells.get(0, BookCell("")).text == self.text("month.form_free_uses"):
                self._free_uses(label, line, cells.get(1, BookCell("")).text)
        else:
            self._fault("intake.no_headings", label, 1)
            return
        for below, cells in sorted(sheet.items()):
            row = _Row(label, below, {column: cells[index] for index, column in enumerate(columns) if index in cells})
            if below > line and any(row.text(column) for column in columns if column not in FORMULAS):
                yield row

    def _free_uses(self, label: str, line: int, written: str) -> None:
        if written and not written.isdecimal():
            self._fault("register.cell", label, line, value=written)
        self.found.free_uses = int(written) if written.isdecimal() else 0

    def _chosen(self, row: _Row, column: str) -> Any:
        """What the name in a column stands for; None if it is blank. Raises ``ValueError``."""
        written, names = row.text(column), self.names.of(column) or {}
        if not written:
            return None
        if written not in names:
            near = closest(written, names)
            raise ValueError(self.text("intake.not_listed", value=written, closest=near) if near else written)
        return names[written]

    def _count(self, row: _Row, column: str) -> int:
        written = row.text(column) or "0"
        if not written.isdecimal():
            raise ValueError(written)
        return int(written)

    def _receipt(self, row: _Row) -> Receipt | None:
        day, item = read_date(row.text("date")), self._chosen(row, "item")
        count = self._count(row, "count")
        grid = self.space.prices.grid(day or first_day(self.month))
        price = price_of(self.space, grid, item) if item else None
        computed = None if price is None or not count else (price * count).quantize(CENT)
        typed = row.text("amount")
        amount = read_amount(typed) if typed else computed
        self._check_formula(row, "receipts", "price", price if price else None)
        self._check_formula(row, "receipts", "total", amount)
        if amount is None:
            raise ValueError(self.text("intake.no_amount"))
        stream = self._chosen(row, "stream") or (self.space.prices.service(item[0]) if item else None)
        if stream is None:
            raise ValueError(self.text("intake.no_stream"))
        received_by = self._chosen(row, "received_by") or shares.collector(
            self.space.on(day or last_day(self.month)), stream
        )
        return Receipt(
            stream=stream, amount=amount, received_by=received_by, rate=self._chosen(row, "rate"), date=day,
            evidence=row.text("evidence") or None,
        )  # fmt: skip

    def _check_formula(self, row: _Row, list_name: str, column: str, value: Decimal | None) -> None:
        """A computed cell still holds its formula, whose value is ours."""
        cell = row.cells.get(column)
        address = f"{column_name(SHEETS[list_name].index(column))}{row.line}"
        if cell is None or not cell.is_formula:
            self._fault("intake.no_formula", row.sheet, row.line, cell=address)
        elif cell.text and (not cell.is_number or Decimal(cell.text) != (value or 0)):
            self._fault("intake.formula_changed", row.sheet, row.line, cell=address, value=cell.text)

    def _cost(self, row: _Row) -> PaidCost | None:
        label, amount, paid_by = row.text("label"), row.text("amount"), self._chosen(row, "paid_by")
        if not (label and amount and paid_by):
            raise ValueError(self.text("intake.cost_needs"))
        return PaidCost(
            label=label, amount=read_amount(amount), paid_by=paid_by, vat=self._chosen(row, "vat"),
            date=read_date(row.text("date")), evidence=row.text("evidence") or None,
        )  # fmt: skip

    def _use(self, row: _Row) -> PassUses | None:
        book = self._chosen(row, "pass")
        counts = {name: self._count(row, name) for name in ("sold", "count", "golden_tickets")}
        if book is None:
            raise ValueError(self.text("intake.no_pass"))
        if not any(counts.values()):
            return None
        return PassUses.model_validate({"pass": book, "sold_by": self._chosen(row, "sold_by"), **counts})


def lines_of(entries: Iterable[Any], list_name: str) -> Iterator[dict[str, Any]]:
    """The entries of a register by column of its sheet."""
    for entry in entries:
        attributes = {column: "book" if column == "pass" else column for column in SHEETS[list_name]}
        yield {column: getattr(entry, attribute, None) for column, attribute in attributes.items()}
