"""The rows of a table of payments, read by its columns: receipts, fees, and rows that are left out, each with why."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tierslieu.core.problems import Problem
from tierslieu.core.tables import csv_rows, decoded, plain_word, read_day
from tierslieu.core.xlsx_reader import Sheet
from tierslieu.model.month_register import signed_amount
from tierslieu.model.payment_export import AnsweredExport, Column, PaymentExport, RowValues

#: The day 0 of spreadsheets.
_DAY_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class PaymentTable:
    """A table: the titles of its columns, and its rows, each with its line."""

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, titles: Iterable[str]) -> int | None:
        """The column that has one of ``titles``, however it is written."""
        words = [plain_word(title) for title in self.titles]
        return next((words.index(word) for word in map(plain_word, titles) if word and word in words), None)


@dataclass(frozen=True)
class Payment:
    """A payment: what was sold, in the words of the tool; ``fee`` is what it cost."""

    line: int
    label: str
    amount: Decimal
    date: dt.date | None
    evidence: str
    fee: Decimal


@dataclass
class PaymentRows:
    """What was read: ``left`` counts rows that are no receipts, by column and value; ``other_months`` those of others."""

    payments: list[Payment] = field(default_factory=list)
    fees: Decimal = Decimal("0.00")
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    other_months: int = 0
    problems: list[Problem] = field(default_factory=list)


def table_of_text(data: bytes) -> PaymentTable:
    """The table of a CSV file; its titles are on its first line that is not blank."""
    return _table((line, tuple(cell.strip() for cell in row)) for line, row in csv_rows(decoded(data).lstrip()))


def table_of_sheet(sheet: Sheet) -> PaymentTable:
    """The table of a sheet of a workbook."""
    rows = (
        (line, tuple(cells[column].text if column in cells else "" for column in range(max(cells) + 1)))
        for line, cells in sorted(sheet.items())
    )
    return _table(rows)


def _table(rows: Iterable[tuple[int, tuple[str, ...]]]) -> PaymentTable:
    filled = [(line, row) for line, row in rows if any(row)]
    return PaymentTable(filled[0][1], tuple(filled[1:])) if filled else PaymentTable((), ())


def recognised(table: PaymentTable, known: Mapping[str, PaymentExport]) -> str | None:
    """The tool that exported ``table``: the one with most titles among those that are all there."""
    found = {
        name: len(places)
        for name, export in known.items()
        if None not in (places := [table.place(titles) for titles in _titles(export)])
    }
    return max(found, key=lambda name: found[name]) if found else None


def as_answered(answered: AnsweredExport, label: str) -> PaymentExport:
    """How a table is read whose columns the place has told."""
    columns: dict[Column, tuple[str, ...]] = {column: (title,) for column, title in answered.columns.items()}
    return PaymentExport(label=label, columns=columns, sources=())


def _titles(export: PaymentExport) -> Iterable[Sequence[str]]:
    yield from export.columns.values()
    for title in (*export.kept, *export.fee_rows):
        yield (title,)


def read_payments(table: PaymentTable, export: PaymentExport, month: str, file: str) -> PaymentRows:
    """The payments of ``month`` in ``table``; the problems of its lines name ``file``."""
    found, seen = PaymentRows(), Counter[str]()
    places = {column: table.place(titles) for column, titles in export.columns.items()}
    for line, row in table.rows:
        cells = {
            column: row[place] if place is not None and place < len(row) else "" for column, place in places.items()
        }
        is_fee = bool(export.fee_rows) and _refusal(table, row, export.fee_rows) is None
        if not is_fee and (refused := _refusal(table, row, export.kept) or _by_hand(table, row, export)):
            found.left[refused] += 1
            continue
        if not (cells.get("amount") or is_fee):
            continue  # sums and blank lines
        try:
            day = read_date(cells.get("date", ""))
            amount = Decimal("0.00") if is_fee else read_amount(cells["amount"])
            fee = read_amount(cells["fee"]) if cells.get("fee") else Decimal("0.00")
        except ValueError as error:
            found.problems.append(Problem("register.cell", {"value": str(error)}, file, line))
            continue
        if day is not None and f"{day:%Y-%m}" != month:
            found.other_months += 1
            continue
        if is_fee:
            found.fees += abs(fee)
            continue
        fee = abs(fee) if amount > 0 else fee
        found.fees += fee
        # Without a number, the row itself tells it apart, so that no file is imported twice.
        own = f"{day or ''} {amount} {cells.get('label', '')}".strip()
        evidence = cells.get("evidence", "").lstrip("=+@") or own
        seen[evidence] += 1
        numbered = evidence if seen[evidence] == 1 else f"{evidence}-{seen[evidence]}"
        found.payments.append(Payment(line, cells.get("label", ""), amount, day, numbered, fee))
    return found


def read_amount(text: str) -> Decimal:
    """A signed amount; zeros after the cents are dropped. Raises ``ValueError``."""
    return signed_amount(re.sub(r"([.,][0-9]{2})0+$", r"\1", text.strip()))


def read_date(text: str) -> dt.date | None:
    """The day of a moment: ``2027-01-31T10:00:00Z``, ``31/01/2027 10:00``, a number of a spreadsheet; None if blank.

    Raises ``ValueError`` with the text.
    """
    word = re.split(r"[ T\u00a0]", text.strip(), maxsplit=1)[0]
    if not word:
        return None
    try:
        if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", word):
            return _DAY_ZERO + dt.timedelta(days=int(float(word)))
        return dt.date.fromisoformat(read_day(word))
    except ValueError:
        raise ValueError(text) from None


def _refusal(table: PaymentTable, row: Sequence[str], values: RowValues) -> tuple[str, str] | None:
    """The column of which ``row`` has none of the ``values``, and what it has."""
    for title, allowed in values.items():
        place = table.place((title,))
        cell = row[place] if place is not None and place < len(row) else ""
        if cell.casefold() not in {value.casefold() for value in allowed}:
            return title, cell
    return None


def _by_hand(table: PaymentTable, row: Sequence[str], export: PaymentExport) -> tuple[str, str] | None:
    for title in export.by_hand:
        place = table.place((title,))
        cell = row[place] if place is not None and place < len(row) else ""
        if cell.strip("0,. €\u00a0"):
            return title, cell
    return None
