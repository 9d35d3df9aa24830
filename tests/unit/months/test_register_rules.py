"""What is wrong in a register is told with its line and its mend, in both languages; nothing else is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support import factories

from tierslieu.core.problems import Problems
from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister
from tierslieu.months import register_files
from tierslieu.months.register_rules import findings, remarks

FILE = "register/2027-07.yaml"
MID_JULY = {
    "from": "2027-07-15",
    "streams": {"coworking": {"shares": {"cooperative": 70, "association": 30}}},
    "common_costs": {"shares": {"cooperative": 50, "association": 50}},
}


def place(**changes: Any) -> Space:
    regimes = {key: {"vat": {"regime": "assujettie"}} for key in ("cooperative", "association")}
    return factories.comptoir(organisations={"organisations": regimes, **changes})


def receipt(**changes: Any) -> dict[str, Any]:
    return {"stream": "coworking", "amount": "100", "received_by": "cooperative", **changes}


def cost(**changes: Any) -> dict[str, Any]:
    return {"label": "Loyer", "amount": "900", "paid_by": "cooperative", **changes}


def found(space: Space, **register: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    result = list(findings(space, MonthRegister.model_validate(register), "2027-07", FILE))
    for language in ("fr", "en"):
        for finding in result:
            assert messages.text(language, finding.code, **finding.values)
            assert messages.remedy(language, finding.code, **finding.values)
    return [(finding.code, finding.path) for finding in result]


@pytest.mark.parametrize(
    ("register", "code", "path"),
    [
        ({"receipts": [receipt(stream="covorking")]}, "reference.unknown", ("receipts", 0, "stream")),
        ({"receipts": [receipt(received_by="personne")]}, "reference.unknown", ("receipts", 0, "received_by")),
        ({"receipts": [receipt(rate="moyen")]}, "reference.unknown", ("receipts", 0, "rate")),
        ({"common_costs": [cost(paid_by="personne")]}, "reference.unknown", ("common_costs", 0, "paid_by")),
        ({"uses": [{"pass": "pass_12"}]}, "reference.unknown", ("uses", 0, "pass")),
        ({"totals": {"covorking": 1}}, "reference.unknown", ("totals", "covorking")),
        ({"receipts": [receipt(date="2027-08-01")]}, "register.outside", ("receipts", 0, "date")),
        ({"common_costs": [cost(date="2027-06-30")]}, "register.outside", ("common_costs", 0, "date")),
        ({"corrections": [receipt(month="2027-07", reason="x")]}, "register.correction", ("corrections", 0, "month")),
        ({"cost_corrections": [cost(month="2027-07", reason="x")]}, "register.correction", ("cost_corrections", 0, "month")),
        ({"use_corrections": [{"pass": "pass_12", "month": "2027-06", "reason": "x"}]}, "reference.unknown", ("use_corrections", 0, "pass")),
        ({"receipts": [receipt(received_by="association")]}, "register.collector", ("receipts", 0, "received_by")),
        ({"uses": [{"pass": "pass_10", "sold": 1, "sold_by": "association"}]}, "register.seller", ("uses", 0, "sold_by")),
        ({"receipts": [receipt()], "totals": {"coworking": "99,99"}}, "register.total", ("totals", "coworking")),
        ({"receipts": [receipt(), receipt(amount="(100,01)")]}, "register.refunds", ("receipts", 1, "amount")),
        ({"receipts": [receipt(evidence="F1"), receipt(evidence="F1")]}, "register.evidence", ("receipts", 1, "evidence")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(
    register: dict[str, Any], code: str, path: tuple[str | int, ...]
) -> None:
    assert found(place(), **register) == [(code, path)]


def remarked(**register: Any) -> list[str]:
    regimes = {"cooperative": {"vat": {"regime": "assujettie"}}}
    space = factories.comptoir(
        organisations={"organisations": regimes},
        budget={"costs": [{"label": "Loyer et charges", "amount": 9600, "vat": "normal"}]},
    )
    notes = remarks(space, MonthRegister.model_validate(register), FILE)
    return [messages.text("fr", note.code, **note.values) for note in notes]


def test_a_bank_statement_that_proves_several_amounts_is_a_remark_with_their_lines() -> None:
    lines = [receipt(evidence="relevé", date=f"2027-07-0{day}") for day in (1, 2, 3)]
    assert not found(place(), receipts=lines)
    assert remarked(receipts=lines) == ["Lignes 2, 3\u00a0: même pièce «\u00a0relevé\u00a0» que la ligne 1."]


def test_a_cost_without_the_vat_that_the_budget_counts_is_a_remark() -> None:
    assert "Taux normal" in remarked(common_costs=[cost()])[0]
    assert not remarked(common_costs=[cost(vat="normal"), cost(label="Ménage")])


def test_a_register_without_a_fault_has_none() -> None:
    assert not found(
        place(),
        receipts=[receipt(date="2027-07-31", evidence="F1"), receipt(amount="(99,99)", evidence="F2")],
        totals={"coworking": "0,01"},
        common_costs=[cost(evidence="F1")],
        corrections=[receipt(month="2027-06", date="2027-06-30", reason="Oubli")],
        uses=[{"pass": "pass_10", "count": 2, "sold": 1, "sold_by": "cooperative"}],
    )


def test_a_rule_that_changes_in_the_month_asks_for_the_day() -> None:
    space = place(changes=[MID_JULY])
    assert found(space, receipts=[receipt()]) == [("register.undated", ("receipts", 0))]
    assert found(space, common_costs=[cost()]) == [("register.undated_cost", ("common_costs", 0))]
    assert not found(space, receipts=[receipt(date="2027-07-14")], common_costs=[cost(date="2027-07-15")])
    # The other streams keep one rule for the whole month.
    assert not found(space, receipts=[receipt(stream="support")])


def test_several_rates_are_asked_which_only_where_vat_is_charged() -> None:
    offers = {"book": {"service": "coworking", "unit": "day", "vat": "reduit"}}
    space = factories.comptoir(
        organisations={"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}, prices={"offers": offers}
    )
    assert found(space, receipts=[receipt()]) == [("register.rate", ("receipts", 0))]
    assert not found(space, receipts=[receipt(rate="reduit")])
    free = factories.comptoir(
        organisations={"organisations": {"cooperative": {"vat": {"regime": "franchise-en-base"}}}},
        prices={"offers": offers},
    )
    assert not found(free, receipts=[receipt()])


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1 234,50 €", "1234.50"), ("1\u202f234,50\u00a0€", "1234.50"), ("(19,00)", "-19.00"), ("(1 280,50) €", "-1280.50"),
        ("-19", "-19.00"), ("\u221219,5", "-19.50"), (Decimal("-3.2"), "-3.20"), (12, "12.00"),
    ],
)  # fmt: skip
def test_amounts_are_read_exactly(written: Any, amount: str) -> None:
    register = MonthRegister.model_validate({"receipts": [receipt(amount=written)]})
    assert register.receipts[0].amount == Decimal(amount)


def test_the_files_of_the_folder_are_the_months_without_a_gap(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    for name in ("2027-01.yaml", "2027-03.yaml", "2027-3.yaml", "2027-03.yml", "2027-09.yaml", "notes.txt"):
        (folder / name).write_text("receipts: []\n", encoding="utf-8")
    problems = register_files.folder_problems(tmp_path, dt.date(2027, 8, 31))
    assert [(problem.code, problem.file) for problem in problems] == [
        ("register.name", "register/2027-03.yml"),
        ("register.name", "register/2027-3.yaml"),
        ("register.gap", "register/2027-03.yaml"),
        ("register.gap", "register/2027-09.yaml"),
        ("register.future", "register/2027-09.yaml"),
    ]


def test_a_line_that_cannot_be_read_is_told_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / FILE).write_text(
        "receipts:\n  - {stream: coworking, amount: douze, received_by: a}\n", encoding="utf-8"
    )
    with pytest.raises(Problems) as raised:
        register_files.read(tmp_path, "2027-07")
    assert [(problem.code, problem.line) for problem in raised.value.problems] == [("config.amount", 2)]
    with pytest.raises(Problems) as raised:
        register_files.read(tmp_path, "2027-08")
    assert [problem.code for problem in raised.value.problems] == ["register.none"]
