"""``./lieu print``: the list of what can be printed, and the sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.document_text import spaced
from support.requirements import require_library

from tierslieu.cli.main import cli


def run(place: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["print", "--today", "2026-12-01", *arguments], obj=place)


def test_the_list_says_what_is_ready_and_what_each_other_sheet_lacks(place: Path) -> None:
    result = run(place)
    assert result.exit_code == 0
    ready, waiting = spaced(result.output).split("Il leur manque un fait :")
    assert "badges Badges, huit par feuille (A4)" in ready and "porte" not in ready
    assert "porte Panneau de la porte (A4) les horaires : écrivez-les dans config/space.yaml" in waiting
    assert not (place / "imprimer").exists()


@pytest.mark.long
def test_sheets_are_written_beside_the_documents(place: Path) -> None:
    require_library("segno")
    assert run(place, "badges").output == "imprimer/badges.pdf\n"
    result = run(place, "--all")
    assert result.exit_code == 0 and "porte" in result.output
    written = {path.stem for path in (place / "imprimer").iterdir()}
    assert {"badges", "table"} <= written and "porte" not in written


@pytest.mark.parametrize(("name", "code"), [("porte", "print.missing"), ("affiche-des-prix", "print.unknown")])
def test_a_sheet_that_cannot_be_made_is_named(place: Path, name: str, code: str) -> None:
    result = run(place, name)
    assert [problem.code for problem in result.exception.problems] == [code]  # type: ignore[union-attr]
