"""LibreOffice recomputes the workbook of a month and finds the figures of the settlement."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from support.factories import comptoir
from support.generated_places import run
from support.recomputed_months import place_of, register_of
from support.requirements import require_program
from support.workbook_factories import formulas, opened

from tierslieu.model.month_register import MonthRegister
from tierslieu.months.settlement import settle
from tierslieu.workbook.month_book import build_month_book

MONTHS = [(seed, f"2027-{2 * seed + 1:02}") for seed in range(6)]


@pytest.mark.long
@pytest.mark.validators
def test_libreoffice_computes_the_settlement_of_six_places(tmp_path: Path) -> None:
    soffice = require_program("soffice", "libreoffice")
    built = {}
    for seed, month in MONTHS:
        space = comptoir(organisations=place_of(seed))
        register = MonthRegister.model_validate(register_of(place_of(seed), month, seed))
        content = build_month_book(space, settle(space, register, month), register)
        built[f"{seed}.xlsx"] = content
        bare = io.BytesIO()
        opened(content, values=False).save(bare)  # openpyxl writes no values of formulas
        (tmp_path / f"{seed}.xlsx").write_bytes(bare.getvalue())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    sources = [str(tmp_path / name) for name in built]
    run([soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), *sources], tmp_path)
    for name, content in built.items():
        expected, computed = opened(content, values=True), opened((tmp_path / "out" / name).read_bytes(), values=True)
        wrong = {
            place: (expected[place[0]][place[1]].value, computed[place[0]][place[1]].value)
            for place in formulas(opened(content, values=False))
            if abs(float(expected[place[0]][place[1]].value) - float(computed[place[0]][place[1]].value)) > 1e-9
        }
        assert wrong == {}
