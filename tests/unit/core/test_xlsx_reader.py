"""A workbook is read as data: what could run or overwhelm is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierslieu.core.xlsx_reader import MOST_ROWS, UnreadableWorkbook, column_name, read_workbook


def book(*rows: list[Any]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def code(data: bytes) -> str:
    with pytest.raises(UnreadableWorkbook) as raised:
        read_workbook(data)
    return raised.value.code


def test_texts_numbers_and_formulas_are_told_apart() -> None:
    (sheet,) = read_workbook(book(["é & <", 0.1 + 0.2, "=A1", None, -19])).values()
    cells = sheet[1]
    assert (cells[0].text, cells[1].text, cells[4].text) == ("é & <", "0.3", "-19")
    assert cells[2].is_formula and cells[1].is_number and not cells[0].is_number and 3 not in cells


def test_a_macro_a_damaged_file_and_another_kind_are_refused() -> None:
    content = io.BytesIO(book([1]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"1")
    assert code(content.getvalue()) == "intake.macro"
    assert code(book([1])[:500]) == "intake.unreadable"
    assert code(b"\xd0\xcf\x11\xe0 old or with a password") == "intake.old_workbook"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert code(other.getvalue()) == "intake.old_workbook"


@pytest.mark.long
def test_a_hundred_thousand_lines_are_refused_before_they_are_all_read() -> None:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, MOST_ROWS + 2))
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([1]))) as source, zipfile.ZipFile(content, "w") as archive:
        for name in source.namelist():
            sheet = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, f"{head}{rows}</sheetData></worksheet>" if sheet else source.read(name))
    assert code(content.getvalue()) == "intake.too_long"


@given(st.binary(max_size=200))
def test_no_bytes_are_a_bug(data: bytes) -> None:
    with pytest.raises(UnreadableWorkbook):
        read_workbook(b"PK\x03\x04" + data)


def test_columns_have_the_names_of_spreadsheets() -> None:
    assert [column_name(number) for number in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]
