"""LibreOffice opens the workbook to fill in, computes its sums, and what it saves is imported."""

from __future__ import annotations

import dataclasses
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from support.factories import comptoir
from support.generated_places import run
from support.requirements import require_program

from tierslieu.core.xlsx_reader import read_workbook
from tierslieu.model.month_register import MonthRegister
from tierslieu.months.register_import import plan
from tierslieu.workbook.register_book import build_register_book

#: The regular prices change on 15 January.
PRICES = {
    "grids": [
        {"from": "2026-09-01", "amounts": {"half_day": "9", "day": "15", "month": "280", "pass_10": "80"}},
        {"from": "2027-01-15", "amounts": {"half_day": "9", "day": "16.50", "month": "280", "pass_10": "80"}},
    ]
}


@pytest.mark.long
@pytest.mark.validators
def test_libreoffice_fills_in_the_workbook_of_a_month_whose_prices_change(tmp_path: Path) -> None:
    soffice = require_program("soffice", "libreoffice")
    space = dataclasses.replace(comptoir(prices=PRICES), root=tmp_path)
    (tmp_path / "register").mkdir()
    (tmp_path / "register/2027-01.yaml").write_text("receipts: []\n", encoding="utf-8")
    content = build_register_book(space, "2027-01", MonthRegister.model_validate({}))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Recettes"]
    for row, (day, count) in enumerate(((46036, 3), (46401, 3), (46402, 3), (None, 2)), 9):
        for column, value in zip("AEF", (day, "Journée", count), strict=True):
            sheet[f"{column}{row}"] = value
    sheet["A9"] = None
    book.save(tmp_path / "a.xlsx")  # openpyxl writes no values of formulas: LibreOffice computes them all
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run([soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", "out", "a.xlsx"], tmp_path)
    saved = (tmp_path / "out/a.xlsx").read_bytes()
    sums = [Decimal(cells[8].text) for row, cells in read_workbook(saved)["Recettes"].items() if 9 <= row <= 12]
    assert sums == [45, 45, Decimal("49.5"), 30]  # 14 January, 15 January, without a day
    found = plan(space, "2027-01", "a.xlsx", saved, {})
    assert not found.problems and sum(entry.amount for entry in found.sums) == sum(sums)
