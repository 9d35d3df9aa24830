"""A file of payments or a workbook is understood, asked about, shown, then written whole or not at all."""

from __future__ import annotations

import csv
import dataclasses
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import factories

from tierslieu.core.problems import Problems
from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.months import register_files
from tierslieu.months.receipts_table import blank_table
from tierslieu.months.register_import import RegisterPlan, plan, remarks
from tierslieu.workbook.register_book import build_register_book

MONTH = "2027-01"
ANSWERS = {"received_by": "cooperative", "fees": "own", "entry/Bureau": "coworking", "entry/Don": "-"}
STRIPE = "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,description"
HELLOASSO = (
    "Référence commande;Date de la commande;Statut de la commande;Nom payeur;Tarif;Montant tarif;Montant code promo"
)
SUMUP = "Email,Date,Transaction ID,Transaction type,Status,Description,Total,Fee,Payout"
PAHEKO = "Numéro d'écriture;Type;Statut;Libellé;Date;Numéro pièce comptable;Compte de débit;Compte de crédit;Montant"
EXPORTS = {
    "stripe": [
        STRIPE,
        "txn_1,2027-01-14 10:02:11,eur,60.00,0.87,59.13,charge,ch_1,Bureau",
        "txn_2,2027-01-20 10:02:11,eur,-20.00,0.00,-20.00,refund,re_1,Bureau",
        "txn_3,2027-02-01 00:10:00,eur,15.00,0.30,14.70,charge,ch_2,Bureau",
        "txn_4,2027-01-31 00:10:00,eur,-39.13,0.00,-39.13,payout,po_1,STRIPE PAYOUT",
    ],
    "helloasso": [
        HELLOASSO,
        "11;14/01/2027 10:02;Validé;X;Bureau;60,00;",
        "11;14/01/2027 10:02;Validé;X;Bureau;-20,00;",
        "12;01/02/2027 10:02;Validé;X;Bureau;15,00;",
        "13;15/01/2027 10:02;Validé;X;Don;15,00;",
        "14;15/01/2027 10:02;Validé;X;Bureau;15,00;5,00",
        "15;15/01/2027 10:02;Annulé;X;Bureau;15,00;",
    ],
    "sumup": [
        SUMUP,
        "a@lieu.example,2027-01-14 10:02,T1,Sale,Successful,Bureau,40.0,,",
        "a@lieu.example,2027-01-14 10:02,T1,Payout,Paid,Bureau,40.0,0.7,39.3",
        "a@lieu.example,2027-01-14 10:02,T2,Sale,Failed,Bureau,90.0,,",
    ],
    "paheko": [
        PAHEKO,
        "7;Recette;;Vente;14/01/2027;F1;512A;Bureau;60,00",
        "8;Dépense;;Loyer;14/01/2027;F2;613;512A;900,00",
        "9;Recette;;Retour;15/01/2027;F3;512A;Bureau;-20,00",
    ],
}


@pytest.fixture
def space(tmp_path: Path) -> Space:
    """A place whose register of December is there: January may begin."""
    regimes = {key: {"vat": {"regime": "assujettie"}} for key in ("cooperative", "association")}
    (tmp_path / "register").mkdir()
    (tmp_path / "register/2026-12.yaml").write_text("receipts: []\n", encoding="utf-8")
    return dataclasses.replace(factories.comptoir(organisations={"organisations": regimes}), root=tmp_path)


def write(space: Space, found: RegisterPlan) -> None:
    assert found.files and not found.problems and not found.open_questions
    for path, data in found.files.items():
        (space.root / path).write_bytes(data)


def amounts(space: Space) -> list[Decimal]:
    return [receipt.amount for receipt in register_files.read(space.root, MONTH).register.receipts]


@pytest.mark.parametrize("tool", EXPORTS)
def test_exports_of_known_tools_are_read_without_a_question_about_columns(space: Space, tool: str) -> None:
    data = "\r\n".join([*EXPORTS[tool], ""]).encode("cp1252")
    asked = plan(space, MONTH, f"{tool}.csv", data, {})
    assert asked.tool.lower() == tool and asked.files == {}
    assert "received_by" in {question.name for question in asked.open_questions}
    found = plan(space, MONTH, f"{tool}.csv", data, ANSWERS)
    write(space, found)
    assert sum(amounts(space)) == 40
    assert all(line for line in remarks(found, lambda code, **values: messages.text("fr", code, **values)))
    # Imported again, nothing is new, and nothing is asked.
    again = plan(space, MONTH, f"{tool}.csv", data, {})
    assert not again.open_questions and again.files == {} and again.known == len(amounts(space))


def test_rows_that_are_no_receipts_are_left_out_and_counted(space: Space) -> None:
    found = plan(space, MONTH, "h.csv", "\n".join(EXPORTS["helloasso"]).encode(), ANSWERS)
    assert sorted(found.left) == [
        ("Don", "", 1), ("Montant code promo", "5,00", 1), ("Statut de la commande", "Annulé", 1),
    ]  # fmt: skip
    assert found.other_months == 1


@pytest.mark.parametrize(("tool", "fees"), [("stripe", "0.87"), ("sumup", "0.70")])
def test_fees_are_a_common_cost_if_the_place_says_so(space: Space, tool: str, fees: str) -> None:
    found = plan(space, MONTH, "t.csv", "\n".join(EXPORTS[tool]).encode(), {**ANSWERS, "fees": "common"})
    write(space, found)
    (cost,) = register_files.read(space.root, MONTH).register.common_costs
    assert (cost.amount, cost.paid_by) == (Decimal(fees), "cooperative")


def test_the_columns_of_an_unknown_table_are_asked_once(space: Space) -> None:
    rows = ["Quand;Combien;Quoi", "14/01/2027;1 060,50 €;Bureau", "15/01/2027;(19,00);Bureau"]
    data = "\r\n".join(rows).encode("cp1252")
    asked = plan(space, MONTH, "caisse.csv", data, {})
    assert asked.tool == "" and [question.name for question in asked.open_questions] == ["column/date", "column/amount"]
    columns = {"column/date": "Quand", "column/amount": "Combien", "column/label": "Quoi"}
    write(space, plan(space, MONTH, "caisse.csv", data, {**columns, **ANSWERS}))
    assert amounts(space) == [Decimal("1060.50"), Decimal(-19)]
    later = plan(space, MONTH, "janvier.csv", "\n".join([rows[0], "20/01/2027;15;Bureau"]).encode(), {})
    assert not later.open_questions and [entry.amount for entry in later.sums] == [15]


def test_a_wrong_line_is_told_with_its_number_and_nothing_is_written(space: Space) -> None:
    data = "\n".join([STRIPE, "txn_1,2027-01-14,eur,soixante,0,60,charge,ch_1,Bureau"]).encode()
    found = plan(space, MONTH, "s.csv", data, ANSWERS)
    assert [(problem.code, problem.file, problem.line) for problem in found.problems] == [("register.cell", "s.csv", 2)]
    # The association is not paid for coworking: the line is that of the file.
    data = "\n".join(EXPORTS["stripe"]).encode()
    found = plan(space, MONTH, "s.csv", data, {**ANSWERS, "received_by": "association"})
    assert [(problem.code, problem.file, problem.line) for problem in found.problems] == [
        ("register.collector", "s.csv", 2), ("register.collector", "s.csv", 3),
    ]  # fmt: skip
    assert found.files == {}


def test_a_table_in_a_workbook_is_read_as_in_a_csv(space: Space) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(EXPORTS["helloasso"], delimiter=";"):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    write(space, plan(space, MONTH, "h.xlsx", content.getvalue(), ANSWERS))
    assert sum(amounts(space)) == 40


def test_the_blank_table_of_the_month_is_filled_in_and_imported(space: Space) -> None:
    text = blank_table(space, MONTH).decode("utf-8-sig").replace("coworking;;", "coworking;1 200,50 €;")
    write(space, plan(space, MONTH, "a-remplir.csv", text.encode("utf-8-sig"), {}))
    assert amounts(space) == [Decimal("1200.50")]


def filled(space: Space, cells: dict[str, dict[str, Any]], register: str = "receipts: []\n") -> bytes:
    """The workbook of the month with ``cells`` typed in, by sheet."""
    (space.root / f"register/{MONTH}.yaml").write_text(register, encoding="utf-8")
    book = openpyxl.load_workbook(
        io.BytesIO(build_register_book(space, MONTH, register_files.typed_register(space.root, MONTH)))
    )
    for sheet, typed in cells.items():
        for address, value in typed.items():
            book[sheet][address] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.long
def test_the_workbook_filled_in_replaces_what_was_typed(space: Space) -> None:
    register = """\
# Ce commentaire reste.
receipts:
  - {stream: coworking, amount: 30, received_by: cooperative, evidence: A}
  - {stream: coworking, amount: 40, received_by: cooperative, evidence: B}
common_costs:
  - {label: Loyer, amount: 900, paid_by: cooperative}
"""
    data = filled(space, {"Recettes": {"H8": 35, "E10": "Journée", "F10": 3, "J10": "C"}}, register)
    assert plan(space, MONTH, "b.xlsx", filled(space, {}, register), {}).files == {}
    found = plan(space, MONTH, "b.xlsx", data, {})
    assert found.removed and [entry.amount for entry in found.sums] == [80]
    write(space, found)
    assert amounts(space) == [35, 40, 45]
    text = (space.root / f"register/{MONTH}.yaml").read_text("utf-8")
    assert text.startswith("# Ce commentaire reste.") and "{label: Loyer, amount: 900, paid_by: cooperative}" in text


@pytest.mark.long
@pytest.mark.parametrize(
    ("cells", "code", "line"),
    [
        ({"Recettes": {"I8": 99, "H8": 30}}, "intake.no_formula", 8),
        ({"Recettes": {"B7": "Encaissé par", "C7": "Recette"}}, "intake.column_moved", 7),
        ({"Recettes": {"H8": "trente"}}, "register.cell", 8),
        ({"Recettes": {"H8": 30, "B8": "Covorking"}}, "register.cell", 8),
        ({"Recettes": {"H8": 30, "B8": "Coworking", "A8": "2027-02-01"}}, "register.outside", 8),
        ({"Frais communs": {"B6": "Loyer"}}, "register.cell", 6),
        ({"Listes": {"A1": "tierslieu-register:2026-12"}}, "intake.other_month", None),
    ],
)
def test_a_workbook_changed_elsewhere_than_in_its_yellow_cells_is_refused(
    space: Space, cells: dict[str, dict[str, Any]], code: str, line: int | None
) -> None:
    found = plan(space, MONTH, "b.xlsx", filled(space, cells), {})
    assert (code, line) in [(problem.code, problem.line) for problem in found.problems] and found.files == {}
    for problem in found.problems:
        assert messages.remedy("fr", problem.code, **problem.values)


def test_a_closed_month_takes_nothing(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = type("Closed", (), {"settlement": True})
    monkeypatch.setattr("tierslieu.months.closing.read_closed", lambda *_: closed)
    with pytest.raises(Problems, match=r"intake\.closed"):
        plan(space, MONTH, "s.csv", "\n".join(EXPORTS["stripe"]).encode(), ANSWERS)
