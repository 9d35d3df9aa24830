"""Receipts may stand in a table that a spreadsheet wrote; a wrong line is told, and the table is closed with the month."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support import factories, machine_speed

from tierslieu.core.problems import Problems
from tierslieu.months import closing, register_files
from tierslieu.months.settlement import settle

HEAD = "Recette;Montant;Organisation;Jour;Pièce"


def write(root: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> None:
    (root / "register").mkdir(exist_ok=True)
    (root / "register/2027-01.yaml").write_text(
        "receipts:\n  - {stream: coworking, amount: 10, received_by: cooperative, evidence: A}\n", encoding="utf-8"
    )
    (root / "register/2027-01.csv").write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_table_is_added_to_the_register(tmp_path: Path, encoding: str) -> None:
    write(
        tmp_path, "coworking;1 234,50 €;cooperative;31/01/2027;É1", "Coworking;(19,00);Cooperative;;", encoding=encoding
    )
    receipts = register_files.read(tmp_path, "2027-01").register.receipts
    assert [receipt.amount for receipt in receipts] == [10, Decimal("1234.50"), Decimal(-19)]
    assert receipts[1].date == dt.date(2027, 1, 31) and receipts[1].evidence == "É1" and receipts[2].date is None


def test_columns_come_in_any_order_and_some_are_needed(tmp_path: Path) -> None:
    write(tmp_path, "19.50,cooperative,coworking", head="amount,received_by,stream")
    assert register_files.read(tmp_path, "2027-01").register.receipts[1].amount == Decimal("19.50")
    write(tmp_path, "19.50,coworking", head="amount,stream")
    with pytest.raises(Problems) as raised:
        register_files.read(tmp_path, "2027-01")
    assert [(problem.code, problem.file) for problem in raised.value.problems] == [
        ("register.columns", "register/2027-01.csv")
    ]


def test_each_wrong_line_is_told(tmp_path: Path) -> None:
    write(
        tmp_path,
        "coworking;12;cooperative;;",
        "coworking;douze;cooperative;;",
        "coworking;12;;;",
        "coworking;1;cooperative;demain;",
    )
    with pytest.raises(Problems) as raised:
        register_files.read(tmp_path, "2027-01")
    assert [(problem.code, problem.line) for problem in raised.value.problems] == [
        ("register.cell", 3), ("register.cell", 4), ("register.cell", 5),
    ]  # fmt: skip
    write(tmp_path, "coworking;10;cooperative;;A", "coworking;12;association;;B")
    file = register_files.read(tmp_path, "2027-01")
    problems = register_files.problems(factories.comptoir(), file, "2027-01")
    assert [(problem.code, problem.file, problem.line) for problem in problems] == [
        ("register.collector", "register/2027-01.csv", 3), ("register.evidence", "register/2027-01.csv", 2),
    ]  # fmt: skip


def test_a_table_changed_since_the_closing_is_told(tmp_path: Path) -> None:
    regimes = {key: {"vat": {"regime": "franchise-en-base"}} for key in ("cooperative", "association")}
    space = factories.comptoir(organisations={"organisations": regimes})
    write(tmp_path, "coworking;12;cooperative;;")
    file = register_files.read(tmp_path, "2027-01")
    data = closing.close(file, settle(space, file.register, "2027-01"), dt.date(2027, 2, 1), None)
    (tmp_path / closing.closed_path("2027-01")).write_bytes(data)
    assert closing.closing_problems(tmp_path) == []
    write(tmp_path, "coworking;13;cooperative;;")
    assert [problem.code for problem in closing.closing_problems(tmp_path)] == ["month.changed"]
    (tmp_path / "register/2027-01.csv").unlink()
    assert [problem.code for problem in closing.closing_problems(tmp_path)] == ["month.changed"]


@pytest.fixture
def no_collector() -> Iterator[None]:
    """As in ``./lieu``: the objects of all tests that ran before are not looked through for garbage."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.long
@pytest.mark.usefixtures("no_collector")
def test_a_hundred_thousand_lines_are_read_checked_and_settled_in_less_than_three_seconds(tmp_path: Path) -> None:
    regimes = {key: {"vat": {"regime": "assujettie"}} for key in ("cooperative", "association")}
    space = factories.comptoir(organisations={"organisations": regimes})
    write(tmp_path, *(f"coworking;{number % 9000},50;cooperative;12/01/2027;F{number}" for number in range(100_000)))
    with machine_speed.at_most(3):
        file = register_files.read(tmp_path, "2027-01")
        assert register_files.problems(space, file, "2027-01") == []
        settle(space, file.register, "2027-01")


@pytest.mark.usefixtures("no_collector")
def test_a_register_too_long_to_be_typed_leads_to_the_table(tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    lines = "  - {stream: coworking, amount: 1, received_by: cooperative}\n" * register_files.MOST_LINES
    (tmp_path / "register/2027-01.yaml").write_text(f"receipts:\n{lines}", encoding="utf-8")
    start = time.process_time()
    with pytest.raises(Problems) as raised:
        register_files.read(tmp_path, "2027-01")
    assert raised.value.problems[0].code == "register.too_long" and time.process_time() - start < 1
