"""The register of numbers: how many uses are left, whether a golden ticket has been used, and lines that are wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.factories import comptoir

from tierslieu.cli.commands import passes
from tierslieu.core.problems import Problems
from tierslieu.documents import pass_numbers, pass_uses
from tierslieu.loading import load

SERIES = pass_numbers.printed_series("quatre mots bien à nous", "pass_10", 20)
CARD = pass_numbers.card("comptoir-exemple", SERIES, 7)
OTHER = pass_numbers.card("comptoir-exemple", SERIES, 8)
TICKET = pass_numbers.ticket("comptoir-exemple", SERIES, 7, 1)


def write(root: Path, *rows: str, head: str = "numéro;quoi;jour;nombre", encoding: str = "utf-8") -> None:
    (root / "passes").mkdir(exist_ok=True)
    (root / "passes/numbers.csv").write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    space = comptoir(root=tmp_path, prices={"passes": {"pass_10": {"validity_months": 12}}})
    monkeypatch.setattr(load, "load", lambda root, today: space.on(today))
    (tmp_path / "passes").mkdir()
    register = pass_numbers.register_text(pass_numbers.Register(series=(SERIES,)), "")
    (tmp_path / "passes/series.yaml").write_text(register, encoding="utf-8")

    def verify(number: str, today: str = "2027-02-01") -> Result:
        return CliRunner().invoke(passes.command, ["--verify", number, "--today", today], obj=tmp_path)

    return verify


def test_a_card_says_what_is_left_until_when(tmp_path: Path, verify: object) -> None:
    assert callable(verify)
    assert verify(CARD).exit_code == 0 and "passes/numbers.csv" in verify(CARD).output
    write(
        tmp_path,
        f"{CARD};vendu;04/01/2027;",
        f"{CARD.lower()};usage;2027-01-12;1",
        f"{CARD};Usage;2027-01-19;2",
        f"{OTHER};usage;;4",
    )
    result = verify(CARD)
    assert result.exit_code == 0 and "il en reste 7" in result.output and "2028-01-03" in result.output
    assert verify(CARD, "2028-01-04").exit_code == 1
    write(tmp_path, f"{CARD};usage;;10")
    assert verify(CARD).exit_code == 1 and "il en reste 0" in verify(CARD).output
    write(tmp_path, f"{CARD};usage;;12")
    assert verify(CARD).exit_code == 1 and "2 de trop" in verify(CARD).output


def test_a_golden_ticket_is_used_once(tmp_path: Path, verify: object) -> None:
    assert callable(verify)
    write(tmp_path, f"{TICKET};donné;2027-01-04;")
    assert verify(TICKET).exit_code == 0
    write(tmp_path, f"{TICKET};usage;2027-01-20;")
    assert verify(TICKET).exit_code == 1 and "2027-01-20" in verify(TICKET).output


@pytest.mark.parametrize(
    ("head", "row", "encoding"),
    [
        ("numéro;quoi;jour;nombre", "{};usage;12/01/2027;3", "utf-8-sig"),
        ("Numéro;Quoi;Jour;Nombre", "{};utilisé;2027-01-12;3", "cp1252"),
        ("number,what,day,count", "{},used,2027-01-12,3", "utf-8"),
        ("count\tnumber\twhat", "3\t{}\tuse", "utf-8"),
    ],
)
def test_any_spreadsheet_writes_it(tmp_path: Path, head: str, row: str, encoding: str) -> None:
    write(tmp_path, row.format(CARD), head=head, encoding=encoding)
    events = pass_uses.read_events(tmp_path)
    assert events is not None and pass_uses.history(events, CARD).used == 3
    assert pass_uses.history(events, OTHER) == pass_uses.PassHistory(None, None, 0, None)


def test_each_wrong_line_is_told(tmp_path: Path) -> None:
    swapped = CARD[:6] + CARD[7] + CARD[6] + CARD[8:]
    assert swapped != CARD
    write(tmp_path, f"{swapped};usage;;", f"{CARD};perdu;;", f"{CARD};usage;demain;", f"{CARD};usage;2027-01-12;trois")
    with pytest.raises(Problems) as raised:
        pass_uses.read_events(tmp_path)
    assert [(problem.code, problem.line) for problem in raised.value.problems] == [
        ("passes.mistyped", 2), ("passes.what_happened", 3), ("passes.cell", 4), ("passes.cell", 5),
    ]  # fmt: skip
    write(tmp_path, f"{CARD};usage;;", head="a;b;c;d")
    with pytest.raises(Problems) as raised:
        pass_uses.read_events(tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["passes.columns"]


def test_a_validity_is_counted_from_the_sale() -> None:
    assert pass_uses.PassHistory(dt.date(2027, 1, 31), None, 0, None).last_day(1) == dt.date(2027, 2, 27)
