"""The statements of a month: for each organisation, the same figures in words, in each format and as CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import re

import pytest
from support.document_text import text_of
from support.factories import comptoir

from tierslieu.documents.statements import build_statements
from tierslieu.loading.load import pieces
from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister
from tierslieu.months.settlement import settle
from tierslieu.months.statement import statement

REGISTER = MonthRegister.model_validate(
    {
        "receipts": [
            {"stream": "coworking", "amount": "1 680", "received_by": "cooperative", "evidence": "Z|1", "date": "2027-01-31"},
            {"stream": "coworking", "amount": "(15,00)", "received_by": "cooperative", "evidence": "AV1"},
        ],
        "common_costs": [{"label": "Loyer", "amount": "1200", "paid_by": "cooperative", "vat": "normal"}],
        "corrections": [
            {"stream": "coworking", "amount": "(9,00)", "received_by": "cooperative", "month": "2026-12", "reason": "Double"}
        ],
    }
)  # fmt: skip


def place() -> Space:
    return comptoir(
        organisations={
            "organisations": {
                "cooperative": {"vat": {"regime": "assujettie"}},
                "association": {"vat": {"regime": "franchise-en-base"}},
            },
            "streams": {"coworking": {"shares": {"cooperative": 85, "association": 15}}},
        }
    )


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_statement_leads_each_amount_back_to_its_calculation_and_its_article() -> None:
    settlement = settle(place(), REGISTER, "2027-01")
    own = statement(settlement, REGISTER, "association")
    rows = [spaced(" | ".join(row)) for table in own.tables for row in table.rows]
    assert rows[0] == (
        "Coworking | Coopérative d’exemple | 1 665 € − 277,50 € de TVA − 138,75 € de part solidaire = 1 248,75 € ; "
        "15 % de ce reste | 187,31 €"
    )
    assert "Coopérative d’exemple | 1 200 € TTC, soit 1 000 € hors TVA ; 40 % de ce montant | 400 €" in rows
    assert "Association d’exemple | Coopérative d’exemple | Recettes et factures | 186,30 € | 0 € | 186,30 €" in rows
    assert "Coopérative d’exemple | Association d’exemple | Frais communs | 400 € | 80 € | 480 €" in rows
    assert any("293,70 €" in spaced(sentence) and "payer" in sentence for sentence in own.sentences)
    assert any("Double" in note for note in own.notes)


def test_the_articles_are_those_of_the_agreement() -> None:
    """The agreement, the statement and the terminal take the name of an article from one string."""
    space = place()
    agreement = (space.root / "governance/fr/convention-entre-organisations.md").read_text("utf-8")
    for key, words in settle(space, REGISTER, "2027-01").clauses.items():
        assert f'{{{{ t("{key}") }}}}' in agreement
        assert words == space.vocabulary.locales["fr"].strings[key]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return build_statements(place(), settle(place(), REGISTER, "2027-01"), REGISTER)


@pytest.mark.long
def test_each_organisation_has_its_statement_in_each_format(files: dict[str, bytes]) -> None:
    kinds = ("csv", "docx", "odt", "pdf")
    statements = {f"releve-2027-01-{key}.{kind}" for key in ("association", "cooperative") for kind in kinds}
    entries = {f"ecritures-2027-01-{key}.txt" for key in ("association", "cooperative")}
    assert files.keys() == statements | entries | {"mois-2027-01.xlsx", "financeur-2027-01.csv"}
    for kind in ("docx", "odt", "pdf"):
        name = f"releve-2027-01-cooperative.{kind}"
        text = spaced(text_of(name, files[name]))
        for words in ("1 061,44 €", "AV1", "Z|1", "Recettes et factures", "Double"):
            assert words in text, (kind, words)


def test_the_csv_opens_in_a_french_spreadsheet_with_the_same_figures(files: dict[str, bytes]) -> None:
    text = files["releve-2027-01-association.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert {len(row) for row in rows} == {10}
    shares = [row[-1] for row in rows if row[0] == "Recettes et factures" and row[-1]]
    assert shares == ["187,31", "-1,01"]


def test_an_english_statement_is_in_english() -> None:
    space = comptoir(identity={"language": "en"})
    settlement = settle(space, REGISTER, "2027-01")
    own = statement(settlement, REGISTER, "association")
    assert own.title.startswith("Statement, January 2027") and any("waits for" in note for note in own.notes)


def test_a_closed_month_keeps_the_look_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    space = place()
    settlement = settle(space, REGISTER, "2027-01")
    seen = []
    monkeypatch.setattr("tierslieu.documents.statements.build_month_book", lambda *_: b"")
    monkeypatch.setattr(
        "tierslieu.documents.statements._document", lambda drawn, *_: seen.append(drawn.look.palette.key)
    )
    monkeypatch.setattr("tierslieu.documents.statements.convert", lambda *_: b"")
    other = next(piece for name, piece in pieces(space, "palettes").items() if name != space.look.palette.key)
    later = dataclasses.replace(space.look, palette=other)
    build_statements(dataclasses.replace(space, look=later), settlement, REGISTER)
    assert set(seen) == {space.look.palette.key}
