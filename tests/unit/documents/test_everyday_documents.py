"""Rooms, hosting, meetings, mandates and loans of staff: which places have their documents, and what facts fill in."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.document_factories import (
    COMPLETE_ORGANISATIONS,
    complete,
    filled_document,
    governance,
    governed,
    several,
    shown,
    single,
    with_rooms,
)
from support.document_text import spaced
from support.factories import TODAY, vocabulary
from support.generated_places import TERRITORIES, apply_answers, complete_answers, territory_answers
from support.paths import TEMPLATE

from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.loading.load import load
from tierslieu.model import Space
from tierslieu.model.vocabulary import Meetings

ROOM = ("contrat-location-de-salle", "etat-des-lieux-salle")
MEETINGS = ("convocation", "proces-verbal-reunion")
MINUTES = "proces-verbal-assemblee-ordinaire"
AMENDMENT = "proces-verbal-assemblee-extraordinaire"
EVERYDAY = {
    *ROOM, *MEETINGS, MINUTES, AMENDMENT, "convention-d-hebergement", "mandat-demarches-en-ligne", "convention-conseiller-numerique",
    "convention-mise-a-disposition",
}  # fmt: skip
BLANK = re.compile(r"\[à compléter : ([^\]]*)\]")


def sources(space: Space) -> dict[str, int]:
    """How many of the documents under test a place gets, by source."""
    slugs = [instance.source.slug for instance in select_documents(space)]
    return {slug: slugs.count(slug) for slug in slugs if slug in EVERYDAY}


def text(space: Space, slug: str) -> str:
    """The clauses of one document: no note to the reviewer, no signatures, no laws; plain spaces."""
    return clauses(filled_document(space, slug).text)


def clauses(markdown: str) -> str:
    body = re.sub(r"(?ms)^::: review\n.*?^:::$", "", markdown)
    body = re.sub(r"(?ms)^::: onset.*?^::::$", "", body)
    return spaced(shown(body.split("::: laws")[0]))


def blanks(space: Space, slug: str) -> list[str]:
    return BLANK.findall(text(space, slug))


def with_agreements(space: Space, *keys: str) -> Space:
    agreements = {key: COMPLETE_ORGANISATIONS["agreements"][key] for key in keys}
    data = space.organisations.model_dump(by_alias=True) | {"agreements": agreements}
    return replace(space, organisations=type(space.organisations).model_validate(data))


# --- Which places get which ---

TWO = {"convention-d-hebergement": 1, "mandat-demarches-en-ligne": 1, "convention-mise-a-disposition": 2}
ONE = {"mandat-demarches-en-ligne": 1}
EXPECTED = {
    "comptoir-numerique": TWO | dict.fromkeys((*MEETINGS, MINUTES, AMENDMENT), 2),
    "exemple-association": ONE | dict.fromkeys((*MEETINGS, MINUTES, AMENDMENT), 1),
    "exemple-cooperative": ONE | dict.fromkeys((*MEETINGS, MINUTES, AMENDMENT), 1),
    "exemple-regie-publique": ONE | dict.fromkeys(MEETINGS, 1),
    "exemple-scic": ONE | dict.fromkeys((*MEETINGS, MINUTES, AMENDMENT), 1),
    "fil-numerique": TWO | dict.fromkeys((*MEETINGS, MINUTES, AMENDMENT), 2),
}


@cache
def example(name: str, folder: Path) -> Space:
    """A place made from the answers of an example of the kit."""
    place = Path(shutil.copytree(TEMPLATE, folder / name, ignore=shutil.ignore_patterns("__pycache__")))
    (path,) = (path for path in TERRITORIES if path.stem == name)
    assert not apply_answers(place, complete_answers(territory_answers(path)))
    return load(place, TODAY)


def test_every_example_is_expected() -> None:
    assert {path.stem for path in TERRITORIES} == EXPECTED.keys()


@pytest.mark.long
@pytest.mark.parametrize("name", EXPECTED)
def test_each_example_gets_what_it_needs(name: str, tmp_path: Path) -> None:
    assert sources(example(name, tmp_path)) == EXPECTED[name]


@pytest.mark.parametrize("service", ["coworking", "mediation"])
def test_a_room_among_the_offers_brings_its_contract_and_its_inventory(service: str) -> None:
    assert not {*ROOM} & sources(several()).keys()
    space = with_rooms(several(), {"service": service})
    slugs = {instance.slug for instance in select_documents(space) if instance.source.slug in ROOM}
    assert slugs == {f"{slug}-{service}" for slug in ROOM}


def test_an_agreement_with_the_employer_of_a_mediator_has_its_document() -> None:
    assert "convention-conseiller-numerique" not in sources(several())
    assert sources(with_agreements(several(), "conseiller"))["convention-conseiller-numerique"] == 1


@pytest.mark.parametrize("form", ["regie-publique", "commune", "epci", "gip"])
def test_a_public_body_lends_its_agents_by_other_rules(form: str) -> None:
    organisations = {"cooperative": {"legal_form": form}}
    slugs = {instance.slug for instance in select_documents(several(organisations={"organisations": organisations}))}
    assert "convention-mise-a-disposition-association" in slugs
    assert "convention-mise-a-disposition-cooperative" not in slugs


# --- Rooms ---


def test_the_contract_of_a_room_holds_its_facts() -> None:
    contract = text(complete(), "contrat-location-de-salle-coworking")
    for words in ("Salle bleue", "| Places assises | 12 |", "Le lieu est ouvert : ", "sept jours", "20 € TTC"):
        assert words in contract, words
    assert "16,67 € HT" in contract
    untaxed = with_rooms(governed("association", "association-loi-1901", vat={"regime": "franchise-en-base"}), {})
    assert "| Prix | 20 € l’heure, sans TVA |" in text(untaxed, "contrat-location-de-salle-coworking")
    inventory = text(complete(), "etat-des-lieux-salle-coworking")
    for words in ("Salle bleue", "30 m²", "12 places assises", "| Écran |", "| Tableau blanc |"):
        assert words in inventory, words


def test_a_deposit_is_proposed_for_the_whole_booking_and_not_for_an_hour() -> None:
    contract = text(with_rooms(single(), {}, price="35"), "contrat-location-de-salle-coworking")
    assert (
        "| Dépôt de garantie | [proposé : le montant de la réservation, à valider] ; s’il y en a un, il est remis"
        in contract
    )


@pytest.mark.parametrize(("form", "consumers"), [("association-loi-1901", True), ("commune", False)])
def test_what_is_paid_ahead_for_a_room_is_no_deposit_that_is_lost_unless_it_says_so(form: str, consumers: bool) -> None:
    """Code de la consommation, articles L. 214-1 and L. 214-2."""
    contract = text(with_rooms(governed("association", form), {}), "contrat-location-de-salle-coworking")
    for words in ("et non des arrhes", "intérêt au taux légal"):
        assert (words in contract) is consumers, words


def test_several_rooms_have_one_row_each_with_its_price_and_seats() -> None:
    areas = [{"key": "a", "name": "Salle A", "seats": 8}, {"key": "b", "name": "Salle B", "seats": 40}]
    space = with_rooms(several(identity={"areas": areas}), {"thing": "a"}, {"thing": "b", "unit": "day"})
    contract = text(space, "contrat-location-de-salle-coworking")
    assert re.search(r"\| 20 €[^|]* \| 8 \|", contract) and re.search(r"\| 20 €[^|]* \| 40 \|", contract)
    assert "[à compléter : salle choisie]" in contract


@pytest.mark.parametrize(("form", "public"), [("commune", True), ("epci", True), ("association-loi-1901", False)])
def test_a_public_body_grants_an_occupation_and_charges_a_fee(form: str, public: bool) -> None:
    contract = text(with_rooms(governed("association", form), {}), "contrat-location-de-salle-coworking")
    assert ("| Redevance |" in contract, "| Prix |" in contract) == (public, not public)
    assert ("juridiction administrative" in contract) is public
    assert ("précaire et révocable" in contract) is public


# --- Hosting ---


def test_the_holder_of_the_premises_is_known_from_its_agreement_with_the_owner() -> None:
    unknown = text(several(), "convention-d-hebergement")
    assert "[à compléter : nom de l’organisation titulaire du bail ou du titre d’occupation]" in unknown
    known = text(with_agreements(several(), "locaux"), "convention-d-hebergement")
    assert "titulaire" not in known
    assert re.search(r"Coopérative d’exemple[^\n]*« l’hébergeur »", known)
    assert re.search(r"Association d’exemple[^\n]*« l’hébergée »", known)
    assert "propriétaire suivant : Commune d’exemple" in known
    assert "commence le 1er janvier 2027, pour 36 mois" in known
    assert "ni un bail, ni une sous-location" in known and "L. 145-31" not in known


def test_paid_hosting_by_a_tenant_asks_for_the_owner() -> None:
    assert "code de commerce, article L. 145-31" in text(several(), "convention-d-hebergement")


def test_the_agreement_between_organisations_names_the_same_holder() -> None:
    agreement = text(with_agreements(several(), "locaux"), "convention-entre-organisations")
    assert (
        "est au nom de : Coopérative d’exemple. **L’accueil des autres parties.** La partie titulaire s’assure"
        in agreement
    )
    assert "est au nom de : [à compléter : organisation titulaire]" in text(several(), "convention-entre-organisations")


# --- Meetings ---

#: Forms whose statutes the kit proposes, and the documents that hold these statutes.
STATUTES = {
    "association-loi-1901": "statuts-association-only",
    "association-droit-local": "statuts-association-droit-local-only",
    **{f"scic{company}": "statuts-scic-only" for company in ("", "-sarl", "-sas", "-sa")},
    **{f"scop{company}": "statuts-scop-only" for company in ("", "-sarl", "-sas", "-sa")},
    "sas-ess": "statuts-sas-ess-only",
    "regie-publique": "deliberation-regie-only",
}


def rules(form: str) -> Meetings:
    found = vocabulary().proposed_form(form) or vocabulary().legal_form(form)
    assert found
    return found.meetings


@pytest.mark.parametrize("form", STATUTES)
def test_meetings_follow_the_statutes_of_the_form(form: str) -> None:
    """A notice, a quorum or a majority is written once, for the statutes and for what follows them."""
    space, meetings = governed("association", form), rules(form)
    statutes, notice = text(space, STATUTES[form]), text(space, "convocation-only")
    minutes, amendment = (
        text(space, f"{slug}-only") if slug in sources(space) else "" for slug in (MINUTES, AMENDMENT)
    )
    for rule in (meetings.ordinary, meetings.extraordinary, meetings.board_rule):
        assert rule is None or spaced(rule) in statutes, rule
    if form == "regie-publique":
        assert spaced(meetings.board_rule or "") in notice and not minutes and not amendment
        assert "conseil d’exploitation" in notice and "assemblée" not in notice
    else:
        assert f"{meetings.notice} au moins avant la " in statutes and f"{meetings.notice} au moins" in notice
        assert meetings.calls and meetings.calls in statutes
        mode = spaced(meetings.mode or "")
        assert mode and f" {mode}, " in statutes and f" envoyée {mode}, le " in notice
        # Code de commerce, R. 223-20: the associates of a SARL are called by registered letter.
        assert ("par lettre recommandée" in notice) is form.endswith("-sarl")
        rule = spaced(meetings.ordinary or "[à compléter : quorum et majorité, selon la forme de société]")
        assert rule in notice and rule in minutes
        rule = spaced(meetings.extraordinary or "[à compléter : quorum et majorité, selon la forme de société]")
        assert f"Assemblée extraordinaire.** {rule}" in notice and rule in amendment
    board = text(space, "proces-verbal-reunion-only")
    assert f"| Organe | {meetings.board or '[à compléter : organe qui se réunit]'} |" in board


@pytest.mark.parametrize("form", vocabulary().legal_forms)
def test_no_notice_promises_a_rule_that_the_kit_does_not_have(form: str) -> None:
    """Statutes that the kit does not write leave a blank."""
    space = governed("association", form)
    if "convocation" in sources(space) and not {form, *vocabulary().family(form)} & STATUTES.keys():
        assert "[à compléter : délai de convocation]" in text(space, "convocation-only")


@pytest.mark.parametrize("form", [form for form in STATUTES if form != "regie-publique"])
def test_an_assembly_has_its_notice_its_sheet_its_proxy_and_its_minutes(form: str) -> None:
    """The notice names the proxy, the minutes the attendance sheet."""
    slugs = {instance.source.slug for instance in select_documents(governed("association", form))}
    assert slugs >= {"convocation", "feuille-d-emargement", "pouvoir", MINUTES, AMENDMENT}


def test_votes_of_a_scic_are_counted_by_college() -> None:
    space = governed("scic", "scic-sas", colleges={"salaries": "40", "usagers": "30", "partenaires": "30"})
    for slug in (MINUTES, AMENDMENT):
        assert "| salaries (40 %) |" in text(space, f"{slug}-only")


#: What follows a change of the statutes of a form: where it goes, and by when.
FOLLOWS = {
    "association-loi-1901": ("greffe des associations", "trois mois", "article 5"),
    "association-droit-local": ("registre des associations du tribunal", "qu’une fois inscrite"),
    "scic-sas": ("annonces légales", "un mois à compter de l’assemblée", "R. 123-105"),
}


@pytest.mark.parametrize("form", FOLLOWS)
def test_changed_statutes_are_made_known_as_their_form_demands(form: str) -> None:
    minutes = text(governed("association", form), f"{AMENDMENT}-only")
    told = {other for other, words in FOLLOWS.items() if all(word in minutes for word in words)}
    assert told == {form}
    # Only an association becomes a cooperative without a new legal person (loi n° 47-1775, article 28 bis).
    assert ("se transforme en société coopérative" in minutes) is form.startswith("association")


def test_an_association_becomes_a_cooperative_with_the_consent_of_all_or_as_its_statutes_say() -> None:
    """Loi n° 47-1775, article 28 bis: read in what a network of cooperatives publishes."""
    minutes = text(governed("association", "association-loi-1901"), f"{AMENDMENT}-only")
    for words in ("à l’unanimité des membres qui ont voix délibérative", "sans voix contraire ni abstention", "Aucun membre ne devient associé",
                  "premiers dirigeants", "liste des souscripteurs", "immatriculation au registre du commerce", "faire la déclaration au greffe des associations"):  # fmt: skip
        assert words in minutes, words
    statutes = text(governed("association", "association-loi-1901"), "statuts-association-only")
    assert "la transformation en société coopérative (loi n° 47-1775, article 28 bis)" in statutes


@pytest.mark.parametrize(("stage", "waits"), [("to_create", True), (None, True), ("existing", False)])
def test_the_minutes_of_a_company_serve_only_once_it_is_registered(stage: str | None, waits: bool) -> None:
    minutes = text(governed("scic", "scic-sas", stage=stage), f"{AMENDMENT}-only")
    assert ("ne sert qu’après l’immatriculation" in minutes) is waits
    assert "en cours de formation" not in minutes


#: Who signs the minutes besides, and what they hold, in each kind of company.
SIGNS = {"scic-sarl": "La gérance établit le procès-verbal", "scic-sa": "deux scrutateurs", "scic-sas": "comme le prévoient les statuts"}  # fmt: skip


@pytest.mark.parametrize("form", [*SIGNS, "cooperative"])
def test_minutes_have_what_each_kind_of_company_asks(form: str) -> None:
    minutes = text(governed("scic", form, stage="existing"), f"{AMENDMENT}-only")
    told = {kind for kind, words in SIGNS.items() if words in minutes}
    assert told == (set(SIGNS) if form == "cooperative" else {form})
    assert "porté au registre des assemblées" in minutes and "la qualité de coopérative" in minutes


# --- Mandate, mediator, loan of staff ---


def test_a_mandate_covers_one_act_and_keeps_no_password() -> None:
    mandate = text(several(), "mandat-demarches-en-ligne-association")
    for words in ("toute autre démarche demande un nouveau mandat", "aucun mot de passe", "peut mettre fin au mandat à tout moment",
                  "ne sont ni copiées ni gardées", "article 2004", "ne confier la démarche à personne d’autre",
                  "répond des fautes commises", "est effacée aussitôt du suivi, des listes et des copies"):  # fmt: skip
        assert words in mandate, words


def test_an_organisation_that_does_not_exist_yet_takes_no_mandate() -> None:
    for stage, waits in (("to_create", True), ("existing", False)):
        mandate = text(governed("association", "association-loi-1901", stage=stage), "mandat-demarches-en-ligne-only")
        assert ("n’est signé qu’une fois" in mandate) is waits, stage


def test_a_loan_of_staff_holds_what_the_law_lists() -> None:
    """Code du travail, L. 8241-2, 1° to 3° and the paragraphs that follow."""
    loan = text(several(), "convention-mise-a-disposition-association")
    agreement, _, amendment = loan.partition("## Annexe : avenant au contrat de travail")
    for words in ("accord de la personne", "Identité", "Qualification", "Durée", "salaire brut", "charges sociales",
                  "frais professionnels", "ni rompu ni suspendu", "convention collective", "mandat de représentation",
                  "poste équivalent", "ni sanctionnée, ni licenciée", "transports collectifs"):  # fmt: skip
        assert words in agreement, words
    for words in ("Travail confié", "Horaires", "Lieu", "Caractéristiques particulières du poste"):
        assert words in amendment, words
    assert "Coopérative d’exemple" in agreement and "nom de l’organisation utilisatrice" not in agreement


# --- Blanks ---

#: Contracts with every fact known: what only the people who sign can know.
CONTRACTS: dict[str, Any] = {
    "contrat-coworking-resident-coworking": 8,
    "conditions-generales-de-vente-coworking": 8,
    "convention-entre-organisations": 8,
    "contrat-location-de-salle-coworking": 8,
    "convention-d-hebergement": 8,
    "mandat-demarches-en-ligne-association": 8,
    "convention-conseiller-numerique-conseiller": 8,
    "convention-mise-a-disposition-association": 10,  # two of them are the dates of two signatures
}
#: The form of company that the cooperative of the complete place has not chosen yet.
COMPANY = {"SA, SAS ou SARL", "SCIC, SCOP ou autre forme"}


@pytest.mark.parametrize("slug", CONTRACTS)
def test_a_contract_has_few_blanks_once_facts_are_known(slug: str) -> None:
    left = [what for what in blanks(complete(), slug) if what not in COMPANY]
    assert len(left) <= CONTRACTS[slug], left
    assert not any("adresse des locaux" in what or "SIRET" in what for what in left)


@pytest.mark.long
def test_no_document_asks_for_a_fact_that_is_known() -> None:
    facts = {spaced(value) for key, value in vocabulary().locales["fr"].strings.items() if key.startswith("fact_")}
    asked = {
        (filled.slug, what)
        for filled in fill_documents(complete())
        if any(filled.slug.startswith(slug) for slug in EVERYDAY)
        for what in BLANK.findall(clauses(filled.text))
        if what in facts
    }
    # A cooperative whose form is undecided leaves its rules open; dates and persons are those of the people who sign, and
    # an association that is to be declared has no number yet.
    open_rules = {spaced(vocabulary().locales["fr"].strings[f"fact_meetings_{name}"]) for name in Meetings.model_fields}
    assert {
        (slug, what)
        for slug, what in asked
        if what not in open_rules | COMPANY | {"date", "nom et prénom", "numéro, et date"}
    } == set()


def test_the_documents_are_in_the_library() -> None:
    assert {source.slug for source in governance()} >= EVERYDAY


# --- The charter ---


@pytest.mark.parametrize(
    ("language", "slug", "welcome"),
    [("fr", "charte", "coworkers y sont les bienvenus"), ("en", "charter", "Coworkers are welcome")],
)
def test_the_charter_promises_only_what_the_facts_say(language: str, slug: str, welcome: str) -> None:
    def charter(hours: str | None, join_free: bool | None) -> str:
        space = complete(language=language, opening_hours=hours, contact={"website": "https://exemple.fr/"})
        prices = space.prices.model_copy(update={"coworkers_join_free": join_free})
        return text(replace(space, prices=prices), slug)

    known, unknown = charter("Mo-Fr 09:00-18:00", True), charter(None, None)
    assert "https://exemple.fr/" in known and welcome in known
    assert "https://exemple.fr/" not in unknown and welcome not in unknown
    assert not re.search("affichés à l|displayed at the entrance", known + unknown)


# --- The welcome booklet ---


def test_the_booklet_has_a_row_for_the_hours_of_some_days_and_a_gap_for_all_of_them() -> None:
    known, unknown = (
        text(complete(opening_hours=hours), "livret-d-accueil") for hours in ("Mo-Fr 09:00-18:00; Sa off", None)
    )
    assert re.search(r"\| lundi – vendredi \| 9 h – 18 h \|", known)
    assert not re.search(r"\| *\[[^|\]]*\|", unknown) and "| Jours |" not in unknown
