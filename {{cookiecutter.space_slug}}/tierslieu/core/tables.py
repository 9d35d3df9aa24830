"""Tables that spreadsheets write: CSV with any separator, in UTF-8 or in the encoding of older ones (Windows-1252)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from .folding import fold_to_ascii

#: A day as it is typed in French.
_DAY = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


def decoded(data: bytes) -> str:
    """The text of a table."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def plain_word(text: str) -> str:
    """``text`` in lower-case letters alone, to recognise a word however it is written."""
    return re.sub(r"[^a-z]", "", fold_to_ascii(text).lower())


def separator_of(text: str) -> str:
    """The separator of a table: the one that its first line has most of."""
    return max(";\t,", key=text.split("\n", 1)[0].count)


def csv_text(rows: Iterable[Iterable[object]], separator: str = ";") -> str:
    """``rows`` as the lines of a table for a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row of a table with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    for row in reader:
        yield reader.line_num, row


class Table:
    """The rows of a table, whose columns are called by any of the words of ``names``, in any order.

    ``columns`` is the place of each column that the table has.
    """

    def __init__(self, text: str, names: Mapping[str, str]):
        self._rows = csv_rows(text)
        words = {word: name for name, line in names.items() for word in line.split()}
        self.columns: dict[str, int] = {}
        for index, cell in enumerate(next(self._rows, (1, []))[1]):
            if name := words.get(plain_word(cell)):
                self.columns.setdefault(name, index)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row that is not empty: its line, and its cells by column."""
        for line, row in self._rows:
            cells = {name: row[index].strip() for name, index in self.columns.items() if index < len(row)}
            if any(cells.values()):
                yield line, cells


def read_day(text: str) -> str:
    """A day as ISO 8601 from ``2027-01-31`` or ``31/01/2027``; anything else as it is."""
    match = _DAY.fullmatch(text)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else text
