"""Reads the cells of a workbook (XLSX): texts, numbers, and which of them are formulas; nothing in it is run.

Its parts are ZIP and XML, which the standard library reads. Source: ECMA-376, part 1, §18.3 (worksheets), §18.4 (texts).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

#: The most lines of a sheet: a table that is longer is read as CSV.
MOST_ROWS = 20_000
#: The most bytes of a part once unpacked: a sheet of that many lines has a quarter of them.
_MOST_BYTES = 60_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class UnreadableWorkbook(Exception):
    """``code`` is the message that says why."""

    def __init__(self, code: str, **values: object):
        self.code, self.values = code, values
        super().__init__(code)


@dataclass(frozen=True)
class BookCell:
    """What a cell shows, numbers with a full stop; whether it is a formula, and whether it is a number."""

    text: str
    is_formula: bool = False
    is_number: bool = False


#: Cells by line, from 1, then by column, from 0.
Sheet = dict[int, dict[int, BookCell]]


def is_workbook(data: bytes) -> bool:
    """Whether ``data`` is a workbook, of any kind, rather than a table of text."""
    return data.startswith((_ZIP, _OLD))


def read_workbook(data: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook by name, in order; raises ``UnreadableWorkbook``."""
    if data.startswith(_OLD):
        raise UnreadableWorkbook("intake.old_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UnreadableWorkbook("intake.macro")
            if "xl/workbook.xml" not in names:
                raise UnreadableWorkbook("intake.old_workbook")
            if max(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise UnreadableWorkbook("intake.too_long", most=MOST_ROWS)
            texts = list(_shared_texts(archive)) if "xl/sharedStrings.xml" in names else []
            return {name: _sheet(archive, part, texts) for name, part in _parts(archive)}
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, IndexError, NotImplementedError):
        raise UnreadableWorkbook("intake.unreadable") from None


def column_name(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    content = archive.read(name)
    if b"<!DOCTYPE" in content[:1000]:  # no workbook has one: it could only hold entities that expand
        raise ValueError(name)
    return content


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and its part of the archive."""
    relations = ElementTree.fromstring(_part(archive, "xl/_rels/workbook.xml.rels"))
    targets = {relation.attrib["Id"]: relation.attrib["Target"] for relation in relations}
    for sheet in ElementTree.fromstring(_part(archive, "xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets[sheet.attrib[_RELATION]]
        yield sheet.attrib["name"], posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _shared_texts(archive: zipfile.ZipFile) -> Iterator[str]:
    for entry in ElementTree.fromstring(_part(archive, "xl/sharedStrings.xml")).iter(f"{_MAIN}si"):
        # Pronunciations (rPh) are no part of the text.
        runs = [entry, *entry.findall(f"{_MAIN}r")]
        yield "".join(text.text or "" for run in runs for text in run.findall(f"{_MAIN}t"))


def _sheet(archive: zipfile.ZipFile, part: str, texts: list[str]) -> Sheet:
    sheet: Sheet = {}
    for _, row in ElementTree.iterparse(io.BytesIO(_part(archive, part))):
        if row.tag != f"{_MAIN}row":
            continue
        number = int(row.attrib.get("r", max(sheet, default=0) + 1))
        cells: dict[int, BookCell] = {}
        for element in row.findall(f"{_MAIN}c"):
            reference = re.match("[A-Z]+", element.attrib.get("r", ""))
            column = _column(reference[0]) if reference else len(cells)
            cell = _cell(element, texts)
            if cell.text or cell.is_formula:
                cells[column] = cell
        row.clear()
        if cells:
            sheet[number] = cells
        if len(sheet) > MOST_ROWS:
            raise UnreadableWorkbook("intake.too_long", most=MOST_ROWS)
    return sheet


def _cell(element: ElementTree.Element, texts: list[str]) -> BookCell:
    kind, value = element.attrib.get("t", "n"), element.findtext(f"{_MAIN}v") or ""
    is_formula = element.find(f"{_MAIN}f") is not None
    if kind == "s":
        return BookCell(texts[int(value)].strip(), is_formula)
    if kind == "inlineStr":
        return BookCell("".join(text.text or "" for text in element.iter(f"{_MAIN}t")).strip(), is_formula)
    if kind == "n" and value:
        # Spreadsheets compute in floating point: 0.1 + 0.2 is stored as 0.30000000000000004.
        return BookCell(f"{float(value):.8f}".rstrip("0").rstrip("."), is_formula, True)
    return BookCell(value.strip(), is_formula)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
