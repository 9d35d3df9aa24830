"""Clauses of contracts, terms and agreements that the law asks for, or forbids."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from support.document_factories import COMPLETE_ORGANISATIONS, complete, governed, several, shown
from support.document_text import spaced
from support.factories import merge

from tierslieu.documents.filling import fill_documents
from tierslieu.model import Space

SIRET, SIREN = "73282932000074", "732829320"


def text_of(space: Space, slug: str) -> str:
    """The filled document ``slug`` without notes; spaces are plain."""
    (document,) = fill_documents(space, (slug,))
    return spaced(shown(re.sub(r"(?ms)^::: *(note|review)\n.*?^:::$", "", document.text)))


def alone_as(form: str | None, **organisation: Any) -> Space:
    return governed("association", form, **{"name": "Organisation d’exemple", "stage": "existing"} | organisation)


# --- Who sells ---

SELLER_DOCUMENTS = (
    "conditions-generales-de-vente-coworking",
    "contrat-coworking-resident-coworking",
    "mentions-legales",
)


@pytest.mark.parametrize("slug", SELLER_DOCUMENTS)
@pytest.mark.parametrize(("form", "capital"), [("scic-sas", "variable"), ("scop-sarl", "variable"), ("sas-ess", "")])
def test_a_company_is_identified_by_its_register_and_its_capital(slug: str, form: str, capital: str) -> None:
    """Code de commerce, articles R. 123-237 and R. 123-238."""
    text = text_of(alone_as(form, siret=SIRET, rcs="Exemple", capital="18500"), slug)
    assert SIRET in text and f"Exemple {SIREN}" in text and "18 500 €" in text
    assert ("apital social, variable" in text) is bool(capital)
    unknown = text_of(alone_as(form), slug)
    assert "[à compléter : ville du registre du commerce, et numéro]" in unknown
    assert "[à compléter : montant du capital]" in unknown


@pytest.mark.parametrize("slug", SELLER_DOCUMENTS)
@pytest.mark.parametrize("form", ["association-loi-1901", "association-droit-local"])
def test_an_association_has_neither_trade_register_nor_capital(slug: str, form: str) -> None:
    text = text_of(alone_as(form), slug)
    assert "RCS" not in text and "apital social" not in text


def test_a_company_to_create_has_no_number_yet() -> None:
    text = text_of(alone_as("scic-sas", stage="to_create"), "contrat-coworking-resident-coworking")
    assert "SIRET" not in text and "RCS" not in text and "capital social, variable" in text


@pytest.mark.parametrize("form", ["regie-publique", "commune"])
def test_a_missing_name_is_a_blank_in_a_table_of_identity(form: str) -> None:
    text = text_of(alone_as(form, name=None), "conditions-generales-de-vente-coworking")
    assert "| Nom | [à compléter : nom de l’organisation] |" in text


# --- Who contracts ---


@pytest.mark.parametrize("slug", ["contrat-coworking-resident-coworking", "conditions-generales-de-vente-coworking"])
def test_the_party_is_the_operator_and_not_the_place(slug: str) -> None:
    text = text_of(complete(), slug)
    assert "« l’exploitant »" in text.lower()
    acts = r"\b[Ll]e lieu (?:est assuré|répond|fournit|rembourse|apporte|rappelle|annule|peut|confirme|propose|tient)"
    assert re.findall(acts, text) == []


# --- Between the organisations ---


@cache
def agreement() -> str:
    return text_of(complete(), "convention-entre-organisations")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("staff of a service that changes hands", ("L. 1224-1", "contrats de travail en cours")),
        ("insolvency", ("sauvegarde", "redressement", "liquidation", "L. 622-13")),
        ("each collects its own income", ("ses propres recettes", "service de paiement", "deux paiements")),
        ("common costs at cost, on a document", ("au prix coûtant et sur justificatif",)),
        ("wages are never shared", ("Les salaires et les cotisations n’en font jamais partie",)),
    ],
)
def test_the_agreement_settles(subject: str, words: tuple[str, ...]) -> None:
    assert [word for word in words if word not in agreement()] == [], subject


def test_no_party_collects_for_another() -> None:
    assert "sauf mandat écrit qui" not in agreement() and "comme mandataire" not in agreement()
    roles = merge(COMPLETE_ORGANISATIONS, {"services": {"coworking": {"collects": "association"}}})
    apart = text_of(several(organisations=roles), "convention-entre-organisations")
    assert "vend le service en son propre nom et l’achète à la partie qui le gère" in apart
    assert "comme mandataire" not in apart


# --- Coworking run by a public body ---

PERMIT, CONTRACT = "autorisation-coworking-resident-coworking", "contrat-coworking-resident-coworking"


@pytest.mark.parametrize(
    ("form", "slug"),
    [
        ("regie-publique", PERMIT),
        ("epci", PERMIT),
        ("gip", PERMIT),
        ("association-loi-1901", CONTRACT),
        (None, CONTRACT),
    ],
)
def test_users_of_a_public_service_have_a_permit_and_others_a_contract(form: str | None, slug: str) -> None:
    space = alone_as(form)
    assert {document.slug for document in fill_documents(space)} & {PERMIT, CONTRACT} == {slug}


def test_the_permit_speaks_as_a_public_service_does() -> None:
    """Its users are in no contractual position; its judge is the administrative court."""
    text = text_of(alone_as("commune"), PERMIT)
    for words in (
        "titre",
        "règlement du service",
        "redevance",
        "tribunal administratif",
        "précaire et révocable",
        "Ce n’est pas un contrat",
        "observations écrites",
    ):
        assert words in text, words
    for words in ("consommateur", "pénalités", "il est convenu", "droit commun", "rétract"):
        assert words not in text, words


def test_a_document_of_a_service_is_for_its_operator_alone() -> None:
    """The other organisation of the place may be public."""
    organisations = {"organisations": {"association": {"legal_form": "commune"}}}
    slugs = {document.slug for document in fill_documents(several(organisations=organisations))}
    assert slugs & {PERMIT, CONTRACT} == {CONTRACT}
