"""Clauses of contracts, terms and agreements that the law asks for, or forbids."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from support.document_factories import (
    COMPLETE_ORGANISATIONS,
    COMPLETE_PLACE,
    COMPLETE_PRICES,
    complete,
    filled_document,
    governed,
    several,
    shown,
    single,
    with_rooms,
)
from support.document_text import spaced
from support.factories import activity, merge, vocabulary
from support.paths import TEMPLATE

from tierslieu.documents.facts import DocumentFacts
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.facts import facts
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import Page, Space
from tierslieu.rendering import markdown

SIRET, SIREN = "73282932000074", "732829320"


def text_of(space: Space, slug: str) -> str:
    """The filled document ``slug`` without notes; spaces are plain."""
    return spaced(shown(re.sub(r"(?ms)^::: *(note|review)\n.*?^:::$", "", filled_document(space, slug).text)))


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
    assert "[à compléter : numéro et ville du registre, dès l’immatriculation]" in text


def test_people_contract_for_a_company_to_create() -> None:
    """It has no legal personality: code de commerce, article L. 210-6."""
    slug = "contrat-coworking-resident-coworking"
    text = text_of(alone_as("scic-sas", stage="to_create"), slug)
    assert "agissant au nom et pour le compte de" in text and "solidairement et indéfiniment" in text
    for other in (alone_as("scic-sas"), alone_as("association-loi-1901", stage="to_create")):
        assert "agissant au nom et pour le compte de" not in text_of(other, slug)
    terms = "conditions-generales-de-vente-coworking"
    assert "aucune somme n’est encaissée avant l’immatriculation" in text_of(
        alone_as("scic-sas", stage="to_create"), terms
    )


@pytest.mark.parametrize("form", ["scic-sas", "association-loi-1901"])
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

AGREEMENT, MATRIX = "convention-entre-organisations", "matrice-des-responsabilites"


@cache
def agreement() -> str:
    return text_of(complete(), "convention-entre-organisations")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("staff of a service that changes hands", ("L. 1224-1", "contrats de travail en cours")),
        ("insolvency", ("sauvegarde", "redressement", "liquidation", "L. 622-13")),
        ("each collects its own income", ("ses propres recettes", "service de paiement", "deux paiements")),
        (
            "a budget of common costs, and what is beyond it",
            ("adoptent ensemble, par écrit, le budget des frais communs", "est reconduit", "l’accord écrit de toutes"),
        ),
        ("common costs at cost, on a document", ("au prix coûtant et sur justificatif",)),
        ("wages are never shared", ("Les salaires et les cotisations n’en font jamais partie",)),
        (
            "departure of who holds the lease",
            ("elle propose à l’autre partie, par écrit, [proposé : dans le mois, à valider]",),
        ),
        (
            "departure of who holds the name",
            ("[proposé : elle les cède à la partie qui continue, pour ce qu’ils lui ont coûté",),
        ),
        ("no rent before the hosting agreement", ("n’est appelée avant la signature de la convention d’hébergement",)),
        (
            "what is owed after a breach",
            ("parce qu’elle a manqué à ses engagements, pendant [proposé : trois mois, à valider]",),
        ),
        ("loss of the premises", ("fin du bail ou du titre", "article 1218", "article 1195")),
        (
            "annexes and their rank",
            ("Sont annexés", "dans cet ordre", "la présente convention ; 4. ses autres annexes"),
        ),
        ("members with votes", ("ou une partie qui détient plus de 10 % des droits de vote d’une autre",)),
        (
            "who works at the desk for another",
            ("L’accueil, le point de contact et, s’il y en a, l’administration de pages de vente",),
        ),
        ("a letter to the shared address", ("est tenu pour reçu par la partie à qui il s’adresse",)),
        (
            "who answers for the pages of the site",
            ("Entre les parties, chacune répond seule des pages du site où elle vend",),
        ),
        ("a lease is annexed once it exists", ("la convention d’hébergement, dès sa signature",)),
        ("why the key", ("Le calcul de la clé, daté et annexé",)),
        ("nobody signs for two parties", ("ne négocie ni ne signe la convention pour deux parties",)),
        ("list of common costs", ("liste des frais communs, annexée à la convention",)),
        ("who pays common costs first", ("payés aux fournisseurs par : [proposé : Coopérative d’exemple, à valider]",)),
        ("a bill that is contested", ("paie la part qu’elle ne conteste pas",)),
        ("claims of third parties", ("Si un tiers demande à une partie la réparation",)),
        ("each service has one operator", ("Aucune partie ne propose dans le lieu un service que gère une autre",)),
        ("how long secrets are kept", ("[proposé : deux ans, à valider] après sa fin",)),
        ("earlier agreements", ("remplace tout accord antérieur",)),
        ("mediation starts with a letter", ("à compter de la lettre", "ni un référé")),
        ("joint files", ("sont ceux de la convention sur les fichiers communs, annexée",)),
        ("who values what was bought together", ("une personne experte, désignée ensemble",)),
        ("hardship", ("n’avait pas accepté d’en assumer le risque",)),
        ("data of a service that changes hands", ("qui peuvent s’y opposer", "qu’avec l’accord de chacun")),
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


def test_a_company_in_formation_takes_over_an_agreement_signed_after_its_statutes() -> None:
    cooperative = {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
    text = text_of(several(organisations=merge(COMPLETE_ORGANISATIONS, cooperative)), "convention-entre-organisations")
    words = "conclue en vertu du mandat qu’ils donnent, ou reprise par une décision des associés"
    assert words in text and words not in agreement()


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
        "Elle n’est pas un contrat",
        "observations écrites",
    ):
        assert words in text, words
    for words in ("consommateur", "pénalités", "il est convenu", "droit commun", "rétract"):
        assert words not in text, words


def test_a_public_body_has_no_terms_of_sale() -> None:
    """Users of an administrative service are bound by the vote, the rules of the service and the permit."""
    slugs = {document.slug for document in fill_documents(alone_as("commune"))}
    assert not any(slug.startswith("conditions-generales") for slug in slugs)
    rules = text_of(alone_as("commune"), "reglement-interieur")
    assert "vaut règlement du service" in rules and "approuvé par la délibération" in rules
    for words in ("son contrat", "le contrat", "conditions de vente", " un associé", "associés"):
        assert words not in rules, words


@pytest.mark.parametrize(
    "slug",
    [
        "conditions-generales-de-vente-coworking",
        "contrat-coworking-resident-coworking",
        "contrat-location-de-salle-coworking",
    ],
)
def test_a_consumer_is_who_the_code_says(slug: str) -> None:
    """Code de la consommation, article liminaire: an employee who works from afar acts for no activity of their own."""
    text = text_of(complete(), slug)
    assert "activité commerciale, industrielle, artisanale, libérale ou agricole" in text
    assert "en dehors de son activité professionnelle" not in text


def test_a_measure_is_shared_only_once_it_is_taken_and_by_joint_controllers() -> None:
    """GDPR, articles 5(1)(c) and 26: the others learn of nothing that is only considered, nor for longer than it lasts."""
    for slug in (RULES, POLICY, "registre-des-traitements-cooperative", FILES):
        text = text_of(complete(), slug)
        assert "décidée, ou prise en urgence" in text and "envisagée ou décidée" not in text, slug
    assert "ce n’est pas un fichier commun" not in text_of(complete(), FILES)
    assert "| Mesures sur les espaces communs |" in text_of(complete(), FILES)
    assert "tant qu’elle dure" not in text_of(alone_as("scic-sas"), POLICY)


def test_hours_of_the_month_stand_in_the_contract_and_are_cut_only_by_agreement() -> None:
    """Code de la consommation, articles L. 111-1 and R. 212-1, 3°."""
    text = text_of(complete(opening_hours="lundi 9h-18h"), CONTRACT)
    row = text.partition("| Accès | ")[2].partition("|")[0]
    assert (
        "(lundi : 9 h – 18 h ; mardi – dimanche : fermé)" in row and "ils ne sont réduits que selon l’[article" in row
    )
    assert "ne sont réduits qu’avec l’accord écrit du coworker" in text and "usage courant" not in text
    assert "du carnet ou de la réservation" not in text


def test_the_form_to_withdraw_is_the_last_sheet_and_holds_nothing_else() -> None:
    """Code de la consommation, article L. 221-9: to send it takes nothing away from what the customer keeps."""
    (filled,) = fill_documents(complete(), (TERMS,))
    form = filled.text.partition("## Formulaire de rétractation {.unnumbered .newpage}")[2]
    assert form and "Article " not in form and "::: laws" not in form and "imprime" not in form
    assert "## Textes de référence" in filled.text and filled.text.count("## Formulaire de rétractation") == 1


def test_a_permit_has_the_rules_of_the_public_domain_only_where_premises_belong_to_it() -> None:
    """Code général de la propriété des personnes publiques, L. 2125-1; relations with the public, L. 242-1 and L. 242-2."""
    text = text_of(alone_as("regie-publique"), PERMIT)
    assert "Si les locaux relèvent" not in text and "| Régime des locaux | [à compléter : domaine public" in text
    domain = "[à compléter : locaux du domaine public, d’après la délibération : «"
    for words in ("L’autorisation est le titre", "Elle tient aussi compte", "pour un motif d’intérêt général"):
        assert f"{domain} {words}" in text, words
    assert "si une de ces conditions n’est plus remplie (code des relations" in text and "L. 242-2, 1°" in text


def test_a_change_of_the_rules_of_a_regie_has_the_opinion_of_its_board() -> None:
    """Code général des collectivités territoriales, article R. 2221-64."""
    words = "adoptée après l’avis du conseil d’exploitation, publiée et transmise"
    rules = text_of(alone_as("regie-publique"), "reglement-interieur")
    assert words in rules
    assert "approuvé, après l’avis du conseil d’exploitation, par la délibération suivante : [" in rules
    assert "article L. 5211-3). Le règlement est relu" in rules
    assert "conseil d’exploitation" not in text_of(alone_as("commune"), "reglement-interieur")


def test_terms_of_sale_hold_what_the_law_asks_for() -> None:
    """Code de la consommation, articles L. 111-1, L. 211-2, L. 221-5 and L. 616-1."""
    text = text_of(complete(), "conditions-generales-de-vente-coworking")
    for words in ("Absence de vente de biens", "Assurance de responsabilité civile", "médiateur de la consommation",
                  "quatorze jours", "Formulaire de rétractation", "R. 631-3", "fourni à la date réservée", "droit français"):  # fmt: skip
        assert words in text, words
    # The site of the kit sells nothing on line.
    assert "obligation de paiement" not in text and "en ligne" not in text


@pytest.mark.parametrize(
    "words",
    [
        "en deux originaux, un par partie (code civil, article 1375)",
        "il ne s’applique qu’avec l’accord écrit de celui-ci",  # code de la consommation, article R. 212-1, 3°
        "Leur base légale est le contrat",
        "recevoir dans un format réutilisable celles qu’il a fournies",
        "facturation : dix ans après la clôture",
        "Envers un consommateur, la réduction est due dès le premier jour",
        "aucun paiement n’est reçu avant sept jours à compter de sa conclusion (article L. 221-10)",
        "Tout changement d’une de ces versions est annoncé par écrit [proposé : un mois, à valider]",
    ],
)
def test_the_monthly_contract_holds_what_the_law_asks_for(words: str) -> None:
    assert words in text_of(complete(), CONTRACT)


def test_the_monthly_contract_names_coworking_once_in_its_title_and_its_formula() -> None:
    (document,) = fill_documents(complete(), (CONTRACT,))
    assert document.title == "Contrat au mois – Coworking"
    assert "(Coworking) |" not in text_of(complete(), CONTRACT)


def test_the_price_of_the_month_always_says_what_vat_it_holds() -> None:
    """Code de la consommation, article L. 112-1: as in the price list, the amount is what is paid."""
    unknown = alone_as("association-loi-1901", vat={"regime": None})
    assert re.search(
        r"\| Prix du mois \| \*\*[^|]*€\*\*, somme à payer ; TVA : \[à compléter : comprise, avec son montant et le prix hors taxe ; ou : non due, et texte qui en dispense\]",
        text_of(unknown, CONTRACT),
    )
    assert re.search(r"\| Prix du mois \| \*\*280 €\*\* TTC, soit", text_of(complete(), CONTRACT))


@pytest.mark.parametrize(
    ("subject", "words", "no_words"),
    [
        ("distance sales are those of the article on orders", "(par courriel, téléphone ou courrier)", "par internet"),
        ("no answer to a complaint opens mediation too", "Faute de réponse dans ce délai, ou si la réponse", ""),
        ("the customer chooses when the operator cancels", "le client choisit entre une autre date et le rembours", ""),
        (
            "a fault of the operator is never excluded",
            "vol d’affaires personnelles s’il a manqué à ses obligations",
            "n’a pas la garde",
        ),
        (
            "no payment off premises for a week",
            "aucun paiement n’est reçu avant sept jours à compter de sa conclusion",
            "",
        ),
        (
            "a late cancelling costs the operator as much (code de la consommation, article R. 212-2, 2°)",
            "reçoit en outre une somme égale à celle qu’il aurait lui-même perdue",
            "[proposé : une somme égale à la moitié",
        ),
        (
            "the words that end the right to withdraw (L. 221-28, 1°)",
            "accord préalable et exprès, et s’il a reconnu",
            "",
        ),
        ("the form is the model of the code", "uniquement si vous souhaitez vous rétracter du contrat", ""),
        ("only a professional meets a limit", "professionnel, l’exploitant ne répond ni du gain", "souhaite ; l’expl"),
        (
            "how long invoices are kept",
            "tenir les comptes | Obligation légale | Dix ans après la clôture",
            "qu’exige la loi comptable",
        ),
    ],
)
def test_terms_of_sale_favour_no_side(subject: str, words: str, no_words: str) -> None:
    text = text_of(complete(), "conditions-generales-de-vente-coworking")
    assert words in text, subject
    assert not no_words or no_words not in text, subject


def test_the_price_list_of_a_public_body_follows_public_accounting() -> None:
    public, private = (
        text_of(alone_as("commune", name=None), "grille-tarifaire"),
        text_of(complete(), "grille-tarifaire"),
    )
    for words in ("Date et numéro", "régie de recettes", "titre de recettes", "de nature économique"):
        assert words in public and words not in private, words
    for words in (
        "pénalités au taux annuel",
        "40 € par facture",
        "distance ou hors des locaux du vendeur peut se rétracter",
    ):
        assert words in private and words not in public, words
    assert public.count("[à compléter : nom de") == 1


def test_the_price_list_shows_first_what_a_consumer_pays() -> None:
    """Arrêté du 3 décembre 1987, article 1: the whole sum, taxes included."""
    text = text_of(complete(), "grille-tarifaire")
    assert re.search(r"\| \*\*9 €\*\* \| 7,50 € \| 1,50 € \|", text)
    assert re.search(r"\| \*\*80 €\*\* \| 66,67 € \| 13,33 € \|", text)
    assert text.count("| TVA 20 % |") == text.count("| TTC | HT |")


def test_the_price_list_begins_with_what_is_free_and_its_prices_and_names_a_single_seller_once() -> None:
    poster = text_of(complete(), "grille-tarifaire").partition("::: {.poster")[2].partition(" ::: ")[0]
    assert re.match(r" \.coworking [^}]*} \*\*Gratuit\*\*[^#]+## \w+", poster)
    assert "Cette grille s’applique" in text_of(complete(), "grille-tarifaire")
    assert poster.count("Coopérative d’exemple") == 1


def test_passes_of_coworking_are_among_its_prices_and_others_by_themselves() -> None:
    """A pass is coworking for less: whoever compares prices reads it below those of the desks."""
    for locale, slug, heading in (("fr", "grille-tarifaire", "## Carnets"), ("en", "price-list", "## Passes")):
        space = complete(language=locale)
        text = text_of(space, slug)
        assert heading not in text
        month, book = (text.index(amount) for amount in ("280", "| **80" if locale == "fr" else "| **€80"))
        assert 0 < book - month < 200 and "#" not in text[month:book]
        sold = {"pass_10": space.prices.passes["pass_10"].model_copy(update={"service": "mediation"})}
        assert heading in text_of(replace(space, prices=space.prices.model_copy(update={"passes": sold})), slug)


def test_a_row_of_the_price_list_does_not_say_its_unit_twice() -> None:
    text = text_of(several(), "grille-tarifaire")
    assert "Demi-journée | **9 €**" in text and "la demi-journée |" not in text


def test_the_price_list_and_the_terms_of_sale_treat_unused_entries_alike() -> None:
    proposed = r"les entrées non utilisées sont (\[proposé : [^\]]*\])"
    texts = [text_of(complete(), slug) for slug in ("grille-tarifaire", "conditions-generales-de-vente-coworking")]
    assert len({found for text in texts for found in re.findall(proposed, text)}) == 1
    assert all(len(re.findall(proposed, text)) == 1 for text in texts)


def test_the_price_list_identifies_its_sellers() -> None:
    sellers = text_of(complete(), "grille-tarifaire").partition("## Vendeur")[2].partition("##")[0]
    for words in ("Coopérative d’exemple", SIRET, "2 rue de l’Exemple"):
        assert words in sellers, words


def test_the_price_list_names_coworking_as_its_service() -> None:
    text = text_of(complete(), "grille-tarifaire")
    assert "## Coworking" in text.partition("::::")[2] and "## Formules" not in text


def test_a_document_of_a_service_is_for_its_operator_alone() -> None:
    """The other organisation of the place may be public."""
    organisations = {"organisations": {"association": {"legal_form": "commune"}}}
    slugs = {document.slug for document in fill_documents(several(organisations=organisations))}
    assert slugs & {PERMIT, CONTRACT} == {CONTRACT}


# --- Personal data ---

DATA_DOCUMENTS = ("politique-de-confidentialite", "registre-des-traitements-cooperative", "convention-fichiers-communs")
#: Article 6(1) of the GDPR, in the words of the kit.
BASES = ("consentement", "contrat", "obligation légale", "mission d’intérêt public", "intérêt légitime")


def test_registrations_have_one_basis_in_every_document() -> None:
    rows = {
        "politique-de-confidentialite": r"\| Inscrire à une activité[^|]*\|[^|]*\| ([^|;]*?) [;|]",
        "registre-des-traitements-cooperative": r"Activités : inscriptions et présence.*?\| Base légale \| ([^|;]*?) [;|]",
        "convention-fichiers-communs": r"\| Inscriptions aux activités communes \|[^|]*\|[^|]*\| ([^|;]*?) [;|]",
        "fiche-d-inscription-coworking": r"pour les bilans\. Base légale : ([^.;]*?)(?: ;|\.)",
    }
    found = {}
    for slug, pattern in rows.items():
        match = re.search(pattern, text_of(complete(), slug), re.S)
        assert match, slug
        found[slug] = match[1].lower()
    assert set(found.values()) == {"intérêt légitime"}


@pytest.mark.parametrize("slug", DATA_DOCUMENTS)
def test_every_basis_is_one_of_article_6(slug: str) -> None:
    text = text_of(complete(), slug).lower()
    assert "obligation envers un financeur" not in text and "exécution de la demande" not in text


def test_applications_are_kept_with_consent_in_every_document() -> None:
    for slug in DATA_DOCUMENTS[:2]:
        text = text_of(complete(), slug)
        assert "deux ans au plus après le dernier contact, si la personne y consent" in text, slug
        assert "oppose pas" not in text and "en êtes d’accord" not in text


def test_a_public_body_relies_on_its_task() -> None:
    """GDPR, article 6(1), last paragraph, and article 37: it has a data protection officer and public accounts."""
    text = text_of(alone_as("commune"), "registre-des-traitements-only")
    assert "Intérêt légitime" not in text and "Mission d’intérêt public" in text
    for words in ("L. 123-22", "L. 3243-4", "nom et coordonnées, ou aucun"):
        assert words not in text.replace("[proposé : aucun, à valider]", ""), words
    policy = text_of(alone_as("commune"), "politique-de-confidentialite")
    assert (
        "Dix ans après la clôture" not in policy
        and "archives publiques" in policy
        and "La durée du contrat" not in policy
    )


@pytest.mark.parametrize("purpose", ["usages gratuits", "fréquentation", "signalements", "candidatures", "connexion"])
def test_the_policy_tells_what_the_register_holds(purpose: str) -> None:
    """GDPR, article 13: a purpose that is in the register is told to people."""
    for slug in DATA_DOCUMENTS[:2]:
        assert purpose in text_of(complete(), slug).lower(), slug


def test_every_processing_has_its_basis_and_how_long_in_words() -> None:
    for key, processing in several().vocabulary.processings.items():
        assert processing.kept or processing.proposed, key
        assert several().vocabulary.locales["fr"].strings[f"basis_{processing.basis}"] in BASES


# --- The publisher of the site ---


def page_text(space: Space, name: str) -> str:
    """A page of the site, filled."""
    page = SourceFiles(TEMPLATE).markdown(f"content/fr/pages/{name}.md", "fr", Page)
    assert page
    names = {"url": lambda key: f"/{key}", "tel": str, "events": []}
    filled = markdown.fill(page.body, facts(space, "fr", document=False) | names, page.path)
    return spaced(shown(re.sub(r"(?s)\{#.*?#\}", "", filled)))


def page_and_document(space: Space) -> tuple[str, str]:
    """The legal notice as a page of the site and as a document, with what is around neither."""
    (document,) = fill_documents(space, ("mentions-legales",))
    return page_text(space, "mentions-legales"), spaced(shown(document.text))


def figures(text: str) -> set[str]:
    """Numbers of laws, registers, telephones and years, and addresses of e-mail, without the number of a licence."""
    return set(re.findall(r"[\w.]+@[\w.]+\w|[A-Z]*\d[\d-]+\d", text.replace("4.0", "")))


@pytest.mark.parametrize("make", [several, single, complete, lambda: alone_as("commune")])
def test_page_and_document_give_the_same_legal_notice(make: Callable[[], Space]) -> None:
    """Names, numbers and addresses of one are in the other; only the document lists the other organisations."""
    space = make()
    page, document = page_and_document(space)
    body = document.partition("## Textes de référence")[0]
    publishers = re.sub("## Les organisations du lieu.*?(?=## )", "", body)
    assert figures(page) - {"24", "2026"} <= figures(document)
    assert figures(publishers) - figures(str(space.identity.contact.website)) <= figures(page)
    publication = space.identity.publication
    for value in (publication.director, publication.host, publication.host_address, publication.host_phone):
        assert value is None or (spaced(value) in page and spaced(value) in body), value
    for wording in ("médiateur de la consommation", "ne vend rien en ligne", "dans les trois mois", "illicite"):
        assert (wording in page) is (wording in body), wording


@pytest.mark.parametrize("publisher", ["association", None])
def test_page_and_document_name_the_same_publisher(publisher: str | None) -> None:
    space = several(identity={"publication": {"publisher": publisher}})
    texts = page_and_document(space)
    undecided = spaced(space.vocabulary.locales["fr"].strings["publisher_undecided"])
    for text in texts:
        publishers = text.partition("Direction de la publication")[0]
        assert (undecided in publishers) is (publisher is None)
        assert "Association d’exemple" in publishers
        assert ("Coopérative d’exemple" in publishers) is (publisher is None)


# --- Free uses, VAT and signatures ---


def test_the_agreement_works_out_the_free_uses() -> None:
    """280 € with VAT at 20 %, 10 % of it, half-days of 9 € with VAT: three of them, and the rest is carried forward."""
    for row in (
        r"Recettes du coworking \| 233,33 € hors TVA",
        r"de ces recettes \| 23,33 €",
        r"\(Demi-journée\) \| 7,50 €",
        r"divisée par ce prix \| 3 demi-journées offertes",
        r"Valeur de ces usages \| 22,50 €",
        r"Reste, ajouté à l’exercice suivant \| 0,83 €",
    ):
        assert re.search(row, agreement()), row


def test_an_invoice_without_vat_names_its_law_between_the_parties_too() -> None:
    assert "indique sur ses factures, y compris à une autre partie, le texte" in agreement()
    assert "TVA non applicable, article 293 B du CGI" in agreement()
    assert "la mention qui renvoie à ce code remplace l’ancienne, admise jusqu’au 31 décembre 2027" in agreement()
    organisations = {key: {"vat": {"regime": "assujettie"}} for key in ("cooperative", "association")}
    liable = text_of(several(organisations={"organisations": organisations}), "convention-entre-organisations")
    assert "293 B" not in liable


def test_an_exemption_is_not_stretched_to_shared_costs() -> None:
    """An exemption covers the services that the law names, and not costs invoiced to another party."""
    assert "pour les seules opérations que ce régime dispense de la taxe : « Mention d’essai »" in agreement()
    assert "les frais communs facturés à une autre partie n’en bénéficient pas" in agreement()
    assert "sans exonération" not in agreement()


def test_the_agreement_has_one_original_per_party() -> None:
    """Code civil, article 1375: an original names how many were made."""
    assert "en deux originaux, un par partie (code civil, article 1375)" in agreement()


def test_the_director_of_publication_is_a_person() -> None:
    """Loi n° 82-652 du 29 juillet 1982, article 93-2: who represents the publisher."""
    assert "la personne représentant cet éditeur (loi n° 82-652" in agreement()


def test_a_public_party_names_the_vote_that_lets_it_sign() -> None:
    public = several(organisations={"organisations": {"association": {"legal_form": "commune"}}})
    text = text_of(public, "convention-entre-organisations")
    assert text.count("en vertu de la délibération suivante") == 1
    assert "en vertu de la délibération" not in agreement()


@pytest.mark.parametrize(
    ("slug", "law", "makes"),
    [
        ("convention-entre-organisations", "L. 210-6", {"cooperative": "to_create"}),
        ("contrat-coworking-resident-coworking", "L. 210-6", {"cooperative": "to_create"}),
    ],
)
def test_only_the_laws_of_its_parties_are_listed(slug: str, law: str, makes: dict[str, str]) -> None:
    for stage in ("existing", "to_create"):
        organisations = {key: {"legal_form": "scic-sas", "stage": stage} for key in makes}
        space = several(organisations={"organisations": organisations})
        (filled,) = fill_documents(space, (slug,))
        assert any(law in spaced(base) for base in filled.legal_bases) is (stage == "to_create")
        assert law not in spaced(filled.text.partition("::: laws")[2]) or stage == "to_create"


def test_the_pages_of_a_public_service_sell_nothing() -> None:
    space = several(organisations={"organisations": {"cooperative": {"legal_form": "commune"}}})
    pages = {name: page_text(space, name) for name in ("coworking", "tarifs", "mentions-legales")}
    for name, text in pages.items():
        assert not re.search(r"vend les|a vendu|réserve |servent à payer", text), name
    assert "délibération" in pages["tarifs"]


def test_no_text_sets_income_of_a_public_body_aside() -> None:
    """Its income is not set aside for one expense: free uses are only measured by it."""
    space = alone_as("commune")
    for filled in fill_documents(space):
        text = spaced(filled.text)
        if filled.slug.startswith(("dossier-de-subvention", "plan-de-developpement")):
            continue  # a forecast, in which amounts are only planned
        assert not re.search(r"réserve [^.|]* à des usages gratuits", text), filled.slug
        assert not re.search(r"financ(?:e|ent|er) des usages gratuits", text), filled.slug


# --- The vote, the permit, the rules and the price list of a public body ---


def test_the_vote_holds_what_the_permit_refers_to() -> None:
    """The permit refers to the vote for reductions, incomplete months, interruptions and refunds."""
    vote, permit = (text_of(alone_as("commune"), slug) for slug in ("deliberation-regie-only", PERMIT))
    for words in ("Mois incomplet", "à proportion", "Interruption du service", "sont remboursées", "coût réel", "grille tarifaire du lieu, annexée"):  # fmt: skip
        assert words in vote, words
    assert "dans les conditions fixées par la délibération" in permit
    for words in ("L. 2121-21", "Vu l’avis conforme du comptable public", "origine de ses ressources", "emploi de direction"):  # fmt: skip
        assert words in vote, words


def test_a_permit_ends_with_its_service_and_sets_conditions_of_its_own() -> None:
    """What the rules do not say, such as visits of customers, is a condition of the permit."""
    text = text_of(alone_as("regie-publique"), PERMIT)
    assert "En particulier" not in text and "L’autorisation est en outre subordonnée aux conditions suivantes" in text
    assert "tant que les locaux peuvent accueillir le service et que l’assemblée le maintient" in text
    assert "manquement grave ou répété au règlement ou à ces conditions" in text
    assert "charte du lieu, politique de confidentialité, état des lieux" in text


def test_the_rules_of_a_public_place_say_when_a_crime_is_reported_and_who_mediates() -> None:
    """Code de procédure pénale, article 40; who comes for a day receives no other paper than the rules."""
    text = text_of(alone_as("regie-publique"), RULES)
    assert "avise sans délai le procureur d’un crime ou d’un délit" in text and "avant de l’écouter" in text
    assert (
        "Pour un service payant, médiateur de la consommation que peut saisir gratuitement, après une réclamation écrite, un usager consommateur : [à compléter"
        in text
    )
    assert "le procureur" not in text_of(alone_as("association-loi-1901"), RULES)


def test_the_data_of_who_stands_for_a_member_of_a_company_does_not_rest_on_its_contract() -> None:
    """RGPD, article 6, 1, b: a contract binds its parties alone."""
    for slug in (POLICY, REGISTER):
        text = text_of(alone_as("scic-sas"), slug)
        assert "pour la personne qui représente un associé ou lui succède" in text, slug
        assert "cinq ans après leur remboursement" in text and "notaire" in text, slug
        assert "lui succède" not in text_of(alone_as("association-loi-1901"), slug), slug


def test_the_register_of_a_public_body_erases_with_the_leave_of_the_archives() -> None:
    """Code du patrimoine, article L. 212-2."""
    text = text_of(alone_as("regie-publique"), REGISTER)
    assert "la détruit dès que le visa des Archives, donné d’avance ou au cas par cas, le permet" in text
    assert "personnes qui réservent une salle" in text and "réseaux sociaux : [à compléter" in text
    assert "bref délai" not in text


def test_no_paper_refers_to_a_price_that_the_list_does_not_give() -> None:
    space = alone_as("cooperative")
    for slug in (TERMS, CONTRACT):
        assert "contre paiement qu’à un prix de la grille tarifaire, ou accepté d’avance par écrit" in text_of(
            space, slug
        )
    assert "jusqu’à deux heures par mois ; au-delà, non proposées" in text_of(space, LIST)


def test_the_price_list_is_free_only_for_what_is_announced_so_and_says_the_hours() -> None:
    text = text_of(complete(opening_hours="lundi 9h-18h"), LIST)
    assert "**Gratuit** : **Médiation numérique**. Activités annoncées comme gratuites, pour tout" in text
    assert re.search(r"\*\*Ouverture\*\* :( -)? lundi : 9 h – 18 h", text)
    assert "compté à son prix hors TVA" in text


def test_the_price_list_says_once_when_the_place_is_closed() -> None:
    text = text_of(complete(opening_hours="lundi 9h-18h ; mardi 9h-12h ; fermé en août"), LIST)
    hours = text.partition("**Ouverture**")[2].partition("- **")[0]
    assert hours.count("fermé") == 1 and "lundi" in hours and "août" in hours


def test_a_cooperative_of_an_undecided_form_is_warned_before_it_sells_to_others() -> None:
    """Loi n° 47-1775, article 3: a SCIC and a SCOP have rules of their own."""
    warning = "ne sert des personnes qui ne sont pas associées que si ses statuts le permettent"
    assert warning in text_of(alone_as("cooperative"), TERMS)
    assert warning not in text_of(alone_as("scic-sas"), TERMS)


def test_who_loses_access_is_paid_back_what_is_left_of_a_pass() -> None:
    """The rules ask for no fine: entries that can no longer be used are not lost."""
    text = text_of(alone_as("regie-publique"), VOTE)
    assert "ou, si l’usager le préfère, quand l’accès est retiré" in text
    for paper in (text, text_of(alone_as("regie-publique"), LIST)):
        assert "Une suspension ou un retrait temporaire de l’accès prolonge la validité d’autant" in paper
    assert "Les articles dont le titre commence par « Projet », et les textes annexés" in text
    assert "la délibération qui fixe les tarifs l’emporte" in text


def test_the_first_free_uses_of_a_public_body_are_measured_by_its_budget() -> None:
    public = {"organisations": {"cooperative": {"legal_form": "commune"}}}
    vote = text_of(several(organisations=public), "deliberation-regie-cooperative")
    assert "la première année : des recettes prévues au budget" in vote


TERMS, LIST, RULES, VOTE = (
    "conditions-generales-de-vente-coworking",
    "grille-tarifaire",
    "reglement-interieur",
    "deliberation-regie-only",
)
CHARTER, FORM, POLICY = "charte", "fiche-d-inscription-coworking", "politique-de-confidentialite"
IT_CHARTER, REGISTER = "charte-informatique-et-wifi", "registre-des-traitements-only"
FILES, HOSTING, LEASE = "convention-fichiers-communs", "convention-d-hebergement", "convention-d-occupation-locaux"
#: A rule, or a proposed value, and the papers that state it: of a private place, then of a public one.
SHARED = {
    "clause_no_cold_calls": ((TERMS, CONTRACT), ()),
    "clause_month": ((LIST, TERMS, CONTRACT), (LIST, VOTE, PERMIT)),
    "clause_half_days": ((LIST, TERMS), (LIST,)),
    "clause_insurance": ((RULES, TERMS, CONTRACT), (RULES, PERMIT)),
    "clause_belongings": ((RULES, TERMS, CONTRACT), (RULES, PERMIT)),
    "clause_late_fee": ((LIST, TERMS, CONTRACT), ()),
    "clause_no_late_fee": ((TERMS, CONTRACT), ()),
    "clause_public_buyer": ((TERMS, CONTRACT), ()),
    "clause_recipients": ((TERMS, CONTRACT), ()),
    "clause_withdrawn_consent": ((POLICY, REGISTER), (POLICY, REGISTER)),
    "clause_withdrawn_proof": ((POLICY, REGISTER), (POLICY, REGISTER)),
    "clause_lost_key": ((RULES, LIST), (RULES, LIST, VOTE)),
    "clause_prepaid": ((RULES, CONTRACT), (RULES, VOTE, PERMIT)),
    "clause_early_start": ((TERMS, CONTRACT), ()),
    "clause_withdrawal_days": ((TERMS, CONTRACT), ()),
    "clause_erased_archives": ((), (POLICY, REGISTER)),
    "clause_suspension": ((RULES, CONTRACT), ()),
    "clause_suspension_public": ((), (RULES, VOTE, PERMIT)),
    "clause_damage": ((RULES,), (RULES, VOTE)),
    "clause_defence": ((RULES,), (RULES, PERMIT)),
    "clause_rights_of_defence": ((), (RULES, PERMIT)),
    "clause_appeal": ((), (RULES, PERMIT)),
    "clause_first_visit": ((), (LIST, VOTE)),
    "clause_service_cancels": ((), (RULES, LIST, VOTE)),
    "clause_online_payment": ((), (LIST, VOTE)),
    "clause_child": ((RULES, CHARTER, FORM), (RULES, CHARTER, FORM)),
    "clause_mandate": ((RULES, CHARTER, POLICY, REGISTER), (RULES, CHARTER, POLICY, REGISTER)),
    "clause_reported": ((POLICY, REGISTER), (POLICY, REGISTER)),
    "clause_reported_public": ((), (POLICY, REGISTER)),
    "clause_special_needs": ((POLICY, REGISTER), (POLICY, REGISTER)),
    "usual_access": ((RULES, LIST, CONTRACT), (RULES, LIST, PERMIT)),
    "usual_notice": ((LIST, CONTRACT), (LIST, PERMIT)),
    "usual_rules_notice": ((RULES, CONTRACT), (RULES, PERMIT)),
    "usual_price_notice": ((CONTRACT,), (PERMIT,)),
    "usual_closures": ((RULES, LIST, TERMS, CONTRACT), (RULES, LIST, VOTE, PERMIT)),
    "usual_interruption": ((CONTRACT,), (VOTE, PERMIT)),
    "usual_noon": ((LIST, TERMS), (LIST,)),
    "usual_cancel": ((LIST, TERMS), (RULES, LIST, VOTE)),
    "usual_kept_place": ((RULES, TERMS), (RULES,)),
    "usual_rooms": ((LIST, CONTRACT), (LIST, PERMIT)),
    "usual_printing": ((LIST, CONTRACT), (LIST, PERMIT)),
    "usual_unused_entries": ((LIST, TERMS), ()),
    "usual_refunded_entries": ((), (LIST, VOTE)),
    "usual_reductions": ((), (LIST, VOTE)),
    "usual_payment": ((LIST, TERMS), ()),
    "usual_public_payment": ((), (LIST, VOTE)),
    "usual_late_rate": ((LIST, TERMS, CONTRACT), ()),
    "usual_suspension": ((RULES,), ()),
    "usual_suspension_public": ((), (RULES, PERMIT)),
    "usual_renewal": ((), (RULES, PERMIT)),
    "clause_small_business": ((TERMS,), ()),
    "usual_visit_payment": ((), (RULES, LIST, VOTE)),
}


@cache
def papers(public: bool) -> tuple[Space, dict[str, str]]:
    """A place of each kind, and the text of its papers by name."""
    space = alone_as("regie-publique" if public else "association-loi-1901", vat={"regime": "assujettie"})
    slugs = {slug for kinds in SHARED.values() for slug in kinds[public]}
    return space, {slug: text_of(space, slug) for slug in slugs}


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("key", SHARED)
def test_the_papers_of_a_place_state_a_rule_in_the_same_words(key: str, public: bool) -> None:
    space, texts = papers(public)
    strings = space.vocabulary.locales["fr"].strings
    words = strings[key] if key.startswith("clause") else strings["blank_proposed"].format(value=strings[key])
    assert [slug for slug in SHARED[key][public] if spaced(words) not in texts[slug]] == []


def test_every_shared_rule_is_tested() -> None:
    strings = several().vocabulary.locales["fr"].strings
    shared = {key for key in strings if key.startswith(("clause_", "usual_"))}
    elsewhere = {"clause_shared_measure", "clause_activity_data", "clause_joint_bookings", "clause_member_data", "clause_officer_data", "clause_spouse_data", "clause_board_members", "clause_board_unpaid", "clause_term", "clause_formation_acts", "clause_other_acts", "clause_chair", "clause_off_premises", "clause_policy_given", "clause_never_registered",
        "clause_founders", "clause_signed_once_registered", "clause_declaring", "clause_declaring_local", "clause_room", "clause_guest_insurance", "clause_in_formation", "clause_free_uses", "clause_free_uses_told", "usual_late_cancel", "usual_room_cancel", "usual_room_hours", "usual_pages",
        "clause_member_recipients", "clause_partner_recipients", "clause_association_recipients", "clause_company_recipients", "clause_public_recipients", "clause_home_public", "clause_originals", "clause_original_of_a_person", "clause_works_council", "clause_aid_register"}  # fmt: skip
    assert shared == SHARED.keys() | elsewhere


@pytest.mark.parametrize("public", [False, True])
def test_no_paper_counts_a_month_from_date_to_date_or_asks_for_payment_before_it(public: bool) -> None:
    for slug, text in papers(public)[1].items():
        assert "de date à date" not in text and "d’avance, mais" not in text and "Il se paie d’avance" not in text, slug


def test_closures_of_every_year_follow_the_opening_hours_in_every_paper() -> None:
    hours = "lundi 9h-18h ; fermé en août ; fermé du 24 décembre au 2 janvier ; fermé le 3 mars 2028"
    space = complete(opening_hours=hours)
    for slug in (RULES, LIST, TERMS, CONTRACT):
        assert "(août, du 24 décembre au 2 janvier)" in text_of(space, slug), slug
    assert "(août" not in text_of(complete(opening_hours="lundi 9h-18h"), CONTRACT)


def test_a_company_in_formation_sells_nothing_before_it_is_registered() -> None:
    space = alone_as("scic-sas", stage="to_create")
    words = spaced(space.vocabulary.locales["fr"].strings["clause_in_formation"])
    for slug in (TERMS, CONTRACT):
        assert words in text_of(space, slug) and words not in text_of(alone_as("scic-sas"), slug), slug
    assert "au plus tôt le jour où la société, immatriculée, est engagée" in text_of(space, CONTRACT)


def test_free_uses_of_a_public_body_follow_one_rule() -> None:
    public = several(organisations={"organisations": {"cooperative": {"legal_form": "commune"}}})
    rule = spaced(public.vocabulary.locales["fr"].strings["clause_free_uses"]).format(percent="10 %")
    text = text_of(public, "deliberation-regie-cooperative")
    assert rule in text and "inscrit chaque année au budget" not in text
    listed = text_of(public, LIST)
    assert "l’assemblée fixe un nombre de demi-journées et de journées gratuites, d’une valeur égale à 10 %" in listed
    assert "n’affecte aucune recette" not in listed


def test_a_room_is_cancelled_and_counted_alike_in_every_paper() -> None:
    """A monthly coworker has hours of the room that is sold; who hires it cancels as its contract says."""
    space = with_rooms(complete(), {"service": "coworking"})
    proposed = "[proposé : {}, à valider]"
    strings = space.vocabulary.locales["fr"].strings
    for key, slugs in (("usual_room_hours", (LIST, CONTRACT)), ("usual_room_cancel", (TERMS, "contrat-location-de-salle-coworking"))):  # fmt: skip
        for slug in slugs:
            assert proposed.format(spaced(strings[key])) in text_of(space, slug), (key, slug)


@pytest.mark.parametrize(
    "words",
    [
        "confirme par écrit", "(#paiement) fixe l’intérêt", "et non des arrhes", "Dépôt de garantie", "ne la cède ni ne la prête",
        "Salle bleue : 12 places assises. Le nombre affiché", "responsabilité civile", "laisse la salle propre",
        "Si une personne a besoin d’aide pour évacuer",
    ],
)  # fmt: skip
def test_the_terms_of_a_room_that_is_hired_stand_in_an_article(words: str) -> None:
    text = text_of(complete(), TERMS)
    article = text[text.index("Location d’une salle") :]
    assert words in article[: article.index(" ## ")]
    assert "Location d’une salle" not in text_of(several(), TERMS)


@pytest.mark.parametrize("form", ["commune", "regie-publique"])
def test_the_vote_gives_the_reason_of_each_price_and_what_follows_from_the_kind_of_service(form: str) -> None:
    text = text_of(alone_as(form), VOTE)
    reasons = text[text.index("| Prestation | Coût prévu pour le service | Motif du tarif |") :]
    assert reasons[: reasons.index("Une prestation absente")].count("[proposé : ") == 5
    assert "En conséquence, ses usagers au mois reçoivent une autorisation" in text


def test_prices_by_income_have_their_law() -> None:
    """Loi n° 98-657 du 29 juillet 1998, article 147."""
    public = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"legal_form": "commune"}}})
    vote = "deliberation-regie-cooperative"
    assert text_of(several(organisations=public, prices=COMPLETE_PRICES), vote).count("98-657") == 3
    assert "98-657" not in text_of(several(organisations=public), vote)


def test_the_price_list_of_a_public_body_tells_which_vote_and_when() -> None:
    text = text_of(alone_as("commune"), LIST)
    for row in ("Assemblée", "Date et numéro", "Transmise à l’État le", "Publiée le"):
        assert f"| {row} | [à compléter" in text
    assert "Transmise au représentant" not in text_of(complete(), LIST)


def test_the_rules_of_a_public_service_attribute_its_places_and_name_its_judge() -> None:
    public, private = (text_of(space, "reglement-interieur") for space in (alone_as("commune"), complete()))
    for words in ("liste d’attente", "à leur date d’arrivée", "tribunal administratif", "représentant de l’État"):
        assert words in public and words not in private, words
    for text in (public, private):
        assert "retrait d’accès est décidé par" in text and "hors d’une activité annoncée" in text
    assert "Pour les espaces communs et la sécurité du public, l’exploitant est" in private


def test_the_house_rules_are_those_of_whoever_runs_each_service() -> None:
    """A town beside a cooperative that runs coworking makes no permit of its contract, nor a public service by itself."""
    town = {"town": {"name": "Commune d’exemple", "legal_form": "commune", "stage": "existing"}}
    beside, helping = (
        text_of(several(organisations={"organisations": town, "services": services}), "reglement-interieur")
        for services in ({}, {"mediation": {"operator": "town"}})
    )
    assert "tribunal administratif" in helping and "Pour un service public administratif" in helping
    assert "tribunal administratif" not in beside and "agents publics" not in beside
    for text in (beside, helping):
        assert (
            "remis avec le contrat" in text
            and "remis avec l’autorisation" not in text
            and "liste d’attente" not in text
        )


def test_the_permit_does_not_ask_users_to_be_neutral() -> None:
    text = text_of(alone_as("commune"), PERMIT)
    assert "respecte la neutralité" not in text and "ne fait pas obstacle à sa neutralité" in text


# --- What several papers of one place settle alike ---


def with_premises(form: str | None, **agreement: Any) -> Space:
    """``complete``, in which an organisation of the legal form ``form`` occupies premises of a private owner."""
    organisation = {"legal_form": form} if form else {}
    occupation = {"other": {"public": "non"}} | agreement
    changes = {"organisations": {"cooperative": organisation}, "agreements": {"locaux": occupation}}
    return several(
        identity=COMPLETE_PLACE, organisations=merge(COMPLETE_ORGANISATIONS, changes), prices=COMPLETE_PRICES
    )


@pytest.mark.parametrize(
    ("key", "slugs"),
    [
        ("clause_room", (LEASE, HOSTING, CHARTER)),
        ("clause_guest_insurance", (AGREEMENT, HOSTING, MATRIX)),
        ("clause_special_needs", (FILES, POLICY)),
        ("clause_mandate", (POLICY, RULES, CHARTER, "registre-des-traitements-association")),
        ("clause_child", (FORM, RULES, CHARTER, "livret-d-accueil")),
        ("basis_keys", (FILES, POLICY, "registre-des-traitements-cooperative")),
        ("basis_paid_activity", (FILES, POLICY, FORM, "registre-des-traitements-association")),
        ("clause_activity_data", (FILES, POLICY, "registre-des-traitements-association")),
        ("basis_golden_ticket", (FILES, POLICY, "registre-des-traitements-cooperative")),
    ],
)
def test_the_papers_of_two_organisations_state_a_rule_in_the_same_words(key: str, slugs: tuple[str, ...]) -> None:
    space = complete()
    words = spaced(space.vocabulary.locales["fr"].strings[key]).lower()
    assert [slug for slug in slugs if words not in text_of(space, slug).lower()] == []


@pytest.mark.parametrize("form", ["association-loi-1901", "scic-sas", "commune"])
def test_connection_data_are_kept_alike_in_every_paper(form: str) -> None:
    """A decree in force decides on dates and times: code des postes et des communications électroniques, L. 34-1, III."""
    space = alone_as(form)
    kept = spaced(space.vocabulary.processings["internet"].kept["fr"])
    assert "tant qu’un décret" in kept and "trois mois au plus" in kept
    for slug in (IT_CHARTER, POLICY, REGISTER):
        text = text_of(space, slug)
        assert kept in text and "[à compléter : décret en vigueur, ou : aucun]" in text, slug


def test_who_sells_the_wifi_provides_the_access_in_every_paper() -> None:
    proposed = "[proposé : Coopérative d’exemple, à valider]"
    for slug in (IT_CHARTER, POLICY):
        text = text_of(complete(), slug)
        assert f"accès à internet : {proposed}" in text or f"par {proposed}" in text, slug
        assert (
            "est fourni, y compris sur les ordinateurs de la médiation numérique, par" in text
            or "accès à internet :" in text
        ), slug
        assert "ordinateurs de la médiation numérique" in text and "le fournisseur est :" not in text, slug
    own = text_of(complete(), "registre-des-traitements-cooperative")
    assert "y compris depuis un ordinateur de la médiation numérique" in own and "postes publics" not in own
    alone_there = several(organisations={"services": {"mediation": {"operator": "cooperative"}}})
    assert "postes publics" not in text_of(alone_there, "registre-des-traitements-association")


def test_the_share_of_free_uses_is_the_one_of_the_agreement() -> None:
    company = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"legal_form": "scic-sas"}}})
    statutes = text_of(several(organisations=company), "statuts-scic-cooperative")
    assert "fixée par l’assemblée et rappelée dans la convention entre les organisations" in statutes
    assert "chaque année par l’assemblée" not in statutes
    assert "Un autre taux, décidé par l’assemblée de cette partie" in agreement()


def test_rent_is_shared_by_one_rule_only_when_hosting_is_paid() -> None:
    hosting, matrix = text_of(complete(), HOSTING), text_of(complete(), "matrice-des-responsabilites")
    rule = "selon les mêmes parts que les frais communs"
    assert rule in agreement() and "est le prix de son hébergement" in agreement()
    clause = "l’article « Frais communs » de la convention entre les organisations"
    assert clause in hosting and clause in matrix
    leased = text_of(with_premises(None), HOSTING)
    assert "pour les seuls espaces que le tableau" in leased and "seuls espaces" not in hosting
    assert "ne sont pas le prix de l’accueil" in hosting


def test_hosting_ends_with_the_agreement_between_organisations() -> None:
    hosting = text_of(complete(), HOSTING)
    assert (
        "ne prend fin qu’avec sa participation à celle-ci" in hosting
        and "Chaque partie peut y mettre fin" not in hosting
    )
    title = "Départ d’une partie"
    assert f"l’article « {title} » de la convention" in hosting and f". {title}" in agreement()


@pytest.mark.parametrize("slug", [HOSTING, "convention-fichiers-communs", "convention-entre-organisations"])
def test_an_association_signs_after_its_declaration(slug: str) -> None:
    changes = {"organisations": {"association": {"stage": "existing"}}}
    founded = several(
        identity=COMPLETE_PLACE, organisations=merge(COMPLETE_ORGANISATIONS, changes), prices=COMPLETE_PRICES
    )
    clause = spaced(founded.vocabulary.locales["fr"].strings["clause_declaring"])
    assert clause in text_of(complete(), slug) and clause not in text_of(founded, slug)


@pytest.mark.parametrize("form", ["scic-sas", "scop-sarl", "sas-ess"])
def test_statutes_leave_the_court_to_the_law(form: str) -> None:
    """Code de procédure civile, article 48: no clause on the court between people who do not trade."""
    (statutes,) = (d for d in fill_documents(alone_as(form)) if d.slug.startswith("statuts-"))
    assert "tribunal du siège" not in statutes.text and "selon les règles de droit commun" in statutes.text


def test_a_public_service_hears_a_person_before_a_warning() -> None:
    """Code des relations entre le public et l’administration, articles L. 121-1, L. 122-1 and L. 211-2."""
    public, private = text_of(alone_as("commune"), RULES), text_of(complete(), RULES)
    assert "Avant un avertissement, une suspension ou un retrait d’accès" in public
    assert "; un avertissement, une suspension" in private and "; un avertissement, une suspension" in public


def test_the_right_to_object_stands_apart_and_first() -> None:
    """RGPD, article 21, paragraph 4."""
    text = text_of(complete(), "politique-de-confidentialite")
    assert (
        text.index("**Votre droit d’opposition.**") < text.index("(accès)")
        and "vous opposer à un" not in text.split("(accès)")[1]
    )
    assert "contrat pour la relance" in text and "treize mois après le dernier prélèvement" in text


def test_an_association_not_declared_yet_has_a_person_who_directs_its_publication() -> None:
    words = "la direction de la publication est exercée par la personne physique"
    for stage, expected in (("to_create", True), ("existing", False)):
        text = text_of(alone_as("association-loi-1901", stage=stage), "mentions-legales")
        assert (words in text) is expected, stage


@pytest.mark.parametrize("slug", ["mentions-legales", POLICY, TERMS, CONTRACT, LIST, "devis-only", "facture-only"])
@pytest.mark.parametrize(
    ("form", "stated"),
    [
        ("scic", "(SCIC), [à compléter : SA, SAS ou SARL], à capital variable"),
        ("scic-sas", "(SCIC SAS), à capital variable"),
        ("scop", "(SCOP), [à compléter : SA, SAS ou SARL], à capital variable"),
        ("scop-sarl", "(SCOP SARL), à capital variable"),
    ],
)
def test_a_cooperative_states_its_company_and_its_variable_capital(form: str, stated: str, slug: str) -> None:
    """Code de commerce, article R. 123-238; article 2 of the statutes asks it of every deed."""
    assert stated in text_of(alone_as(form), slug)


def test_a_breach_ends_a_private_lease_by_a_notice_with_reasons() -> None:
    """Code civil, articles 1224 et 1226."""
    for form in (None, "scic-sas"):
        assert "par une notification écrite et motivée" in text_of(with_premises(form), LEASE)


def test_the_seat_of_an_organisation_may_be_in_the_premises_of_another() -> None:
    assert "à fixer leur siège dans les locaux" in text_of(complete(), LEASE)
    hosting = text_of(complete(), HOSTING)
    assert "L’hébergée peut fixer son siège dans les locaux" in hosting and "accord écrit distinct" not in hosting


@pytest.mark.parametrize("slug", [LEASE, HOSTING, CONTRACT, "contrat-location-de-salle-coworking"])
def test_founders_sign_for_a_company_in_formation(slug: str) -> None:
    """Code de commerce, article L. 210-6."""
    founding = with_premises("scic-sas")
    changes = {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
    forming = several(
        identity=COMPLETE_PLACE, organisations=merge(COMPLETE_ORGANISATIONS, changes), prices=COMPLETE_PRICES
    )
    clause = spaced(founding.vocabulary.locales["fr"].strings["clause_founders"])
    words = "agissant au nom et pour le compte de la société en cours de formation"
    assert words in text_of(forming, slug) and clause in text_of(forming, slug)
    assert words not in text_of(founding, slug) and clause not in text_of(founding, slug)


def test_joint_files_are_named_where_people_read_of_them() -> None:
    """RGPD, articles 13 and 26(2); each register says which sheets are joint."""
    policy = text_of(complete(), POLICY)
    for words in (
        "responsables conjoints, les fichiers suivants",
        "questionnaires, feuilles de comptage et mesures de suspension ou de retrait de l’accès aux espaces communs",
        "affichées au lieu",
    ):
        assert words in policy, words
    register = text_of(complete(), "registre-des-traitements-cooperative")
    assert register.count("| Responsables conjoints | Association d’exemple, pour") == 7
    assert "| Responsables conjoints | Association d’exemple, siège : " in register
    assert "Responsables conjoints" not in text_of(alone_as("scic-sas"), REGISTER)


@pytest.mark.parametrize("form", ["association-loi-1901", "commune"])
def test_an_adjustment_is_noted_with_the_consent_of_the_person_who_registers(form: str) -> None:
    """RGPD, article 9(2)(a)."""
    text = text_of(alone_as(form), FORM)
    assert "J’accepte expressément que l’aménagement indiqué soit noté" in text
    assert ("Déléguée ou délégué à la protection des données" in text) is (form == "commune")
    assert "ni vendues ni transmises" not in text and "au prix de l’annonce" in text
    assert ("activité payante : contrat" in text) is (form != "commune")


def test_how_long_books_are_kept_is_a_rule_for_companies_alone() -> None:
    """Code de commerce, article L. 123-22."""
    proposed = "[proposé : dix ans après la clôture de l’exercice, à valider]"
    company = "Dix ans après la clôture de l’exercice (code de commerce, article L. 123-22)"
    assert company in text_of(alone_as("scic-sas"), POLICY) and proposed not in text_of(alone_as("scic-sas"), POLICY)
    alone_there = text_of(alone_as("association-loi-1901"), POLICY)
    assert proposed.replace("dix", "Dix") in alone_there and "L. 123-22" not in alone_there
    both = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"legal_form": "scic-sas"}}})
    assert f"{company} ; pour une association : {proposed}" in text_of(several(organisations=both), POLICY)


@pytest.mark.parametrize("form", ["association-loi-1901", "scic-sas", "commune"])
@pytest.mark.parametrize(
    "words",
    [
        "ces deux listes passent avant les neuf critères",
        "[proposé : À faire avant l’ouverture du lieu, à valider]",
        "RGPD, article 9, paragraphe 2, b",
    ],
)
def test_the_register_compares_with_the_lists_of_the_authority(form: str, words: str) -> None:
    assert words in text_of(alone_as(form), REGISTER)


@pytest.mark.parametrize("form", ["commune", "epci", "regie-publique"])
def test_the_vote_delegates_a_signature_and_no_power(form: str) -> None:
    (filled,) = fill_documents(alone_as(form), (VOTE,))
    text, laws = text_of(alone_as(form), VOTE), spaced(" ".join(filled.legal_bases))
    assert "déléguer sa signature par arrêté à la personne qui dirige la régie" in text and "R. 2221-63)" in text
    assert "représente légalement la régie et en est l’ordonnateur" in text and "R. 2221-63" in laws
    assert "R. 2221-72" not in laws and "R. 2221-69" not in text.partition("Page à retirer")[0]
    for words in ("de la présidence et de la vice-présidence", "et les transactions, sous réserve des délégations"):
        assert words in text, words


def test_founders_sign_the_house_rules_before_their_organisation_does() -> None:
    table = (
        text_of(complete(), RULES)
        .partition("| Organisation en cours de création |")[2]
        .partition("Le règlement est relu")[0]
    )
    assert "| Association d’exemple | [à compléter : date, noms et signatures] |" in table
    assert "Coopérative d’exemple" not in table


def test_the_house_rules_do_not_say_of_an_organisation_that_it_is_being_created_before_anybody_has() -> None:
    table = text_of(alone_as("association-loi-1901", stage=None), RULES)
    assert (
        "Organisation, tant qu’elle n’existe pas" in table
        and "le tableau ci-dessus sont supprimés si l’organisation existe" in table
    )
    assert "Organisation en cours de création" not in table


def test_the_monthly_contract_sells_no_activity_of_another_organisation() -> None:
    text = text_of(complete(), CONTRACT)
    included = text.partition("Le prix comprend")[2].partition("Tout autre service")[0]
    assert "ne sont pas comprises dans le prix et ne relèvent pas du présent contrat" in included
    assert "ne relèvent pas du présent contrat" not in text_of(alone_as("scic-sas"), CONTRACT)


@pytest.mark.parametrize(
    "words",
    [
        "déclare avoir le droit de louer la salle",
        "causent, par leur faute, les personnes qu’il accueille",
        "un professionnel ou une organisation remet une attestation",
        "un non-professionnel qui n’est pas une personne publique, ne doit ni ces pénalités",
        "Une personne publique, même comme non-professionnel",
        "la confirmation du contrat et le formulaire de rétractation (article L. 221-13)",
    ],
)
def test_the_contract_of_a_room_favours_no_side(words: str) -> None:
    assert words in text_of(complete(), "contrat-location-de-salle-coworking")


def test_terms_are_given_before_an_order_and_repeated_by_its_confirmation() -> None:
    text = text_of(complete(), TERMS)
    assert (
        "le client reçoit les présentes conditions, le règlement, la charte du lieu, la charte informatique, la grille tarifaire et le prix total à payer"
        in text
    )
    assert "La confirmation contient ces informations, les présentes conditions et le formulaire" in text
    assert "une personne morale qui n’est pas assujettie à la TVA" in text


def test_a_day_that_a_pass_makes_dearer_is_told_where_its_price_is() -> None:
    """Ten half-days for 80 € make a day of 16 €, which costs 15 € by itself."""
    told = "Avec le « Carnet de 10 entrées », elle revient à 16 €, contre 15 € pour une journée achetée seule."
    assert told in text_of(complete(), LIST)
    amounts = {"half_day": "9", "day": "15", "month": "280", "pass_10": "75"}
    cheaper = {"grids": [{"from": None, "amounts": amounts}]}
    assert "elle revient à" not in text_of(several(prices=cheaper), LIST)


def test_the_person_who_publishes_today_stands_before_the_organisation_that_will() -> None:
    text = text_of(alone_as("association-loi-1901", stage="to_create"), "mentions-legales")
    assert text.index("le site est édité par | [à compléter") < text.index("Ensuite, le site est édité par |")
    assert "| Nom |" not in text.partition("## Direction")[0]


# --- The lease ---


@pytest.mark.parametrize(
    ("form", "months", "words", "no_words"),
    [
        ("scic-sas", 36, "déroger au statut des baux commerciaux (code de commerce, article L. 145-5)", "L. 145-4)"),
        ("scop-sarl", 108, "pour une durée de 108 mois (code de commerce, article L. 145-4)", "déroger"),
        ("sas-ess", 48, "[proposé : neuf ans, à valider] (code de commerce, article L. 145-4)", "48 mois"),
        ("association-loi-1901", 36, "Un bail professionnel dure six ans au moins", "déroger"),
    ],
)
def test_a_lease_lasts_as_long_as_its_law_allows(form: str, months: int, words: str, no_words: str) -> None:
    text = text_of(with_premises(form, months=months), LEASE)
    assert words in text and no_words not in text.partition("Textes de référence")[0].partition("::: laws")[0]
    assert "la sous-location ou le prêt des espaces" in text


def test_a_short_lease_ends_on_its_day() -> None:
    text = text_of(with_premises("scic-sas", months=36), LEASE)
    assert "du 1er janvier 2027 au 31 décembre 2029" in text and "un bail commercial se forme" in text


@pytest.mark.parametrize(
    ("form", "law"), [("scic-sas", "L. 145-45 et L. 622-13"), ("association-loi-1901", "L. 622-13")]
)
def test_insolvency_ends_no_lease(form: str, law: str) -> None:
    text = text_of(with_premises(form, months=108), LEASE)
    assert "Une procédure collective n’y met pas fin à elle seule" in text and law in text
    assert "de plein droit si l’occupant est dissous" not in text


@pytest.mark.parametrize(
    ("make", "law", "no_laws"),
    [
        (complete, "L. 2122-1", ("L. 145-5", "1875")),
        (lambda: with_premises("scic-sas"), "L. 145-5", ("L. 2122-1", "1875", "57 A")),
        (lambda: with_premises("association-loi-1901", amount="0"), "1875 à 1891", ("L. 2122-1", "L. 145", "57 A")),
    ],
)
def test_a_lease_cites_only_the_laws_of_its_kind(make: Callable[[], Space], law: str, no_laws: tuple[str, ...]) -> None:
    (filled,) = fill_documents(make(), (LEASE,))
    laws = spaced(" ".join(filled.legal_bases))
    assert law in laws and [each for each in no_laws if each in laws] == []


# --- The legal notice by legal form and by stage ---


@pytest.mark.parametrize(
    ("form", "stage", "words"),
    [
        ("scic-sas", "to_create", "société en cours de formation"),
        ("association-loi-1901", "to_create", "association en cours de création"),
        ("association-loi-1901", "existing", "RNA | [à compléter : numéro RNA]"),
        (
            "regie-publique",
            "existing",
            "[à compléter : commune ou intercommunalité], pour sa régie dotée de la seule autonomie",
        ),
    ],
)
def test_the_publisher_is_identified_as_it_is_today(form: str, stage: str, words: str) -> None:
    """A company in formation is not registered, an association has its RNA number, a régie is no legal person."""
    text = text_of(alone_as(form, stage=stage), "mentions-legales")
    assert words in text
    assert ("en cours de" in text) is (stage == "to_create")


def test_the_legal_notice_of_a_public_body_states_accessibility_and_who_directs() -> None:
    public, private = (text_of(alone_as(form), "mentions-legales") for form in ("commune", "association-loi-1901"))
    for words in ("[proposé : non conforme, à valider]", "adresse de la déclaration", "fonction de maire"):
        assert words in public and words not in private, words


def test_each_organisation_that_may_sell_to_consumers_has_its_mediator() -> None:
    """An association without an offer may still sell an activity: code de la consommation, article L. 616-1."""
    text = text_of(several(), "mentions-legales")
    for name in ("Coopérative d’exemple", "Association d’exemple"):
        assert f"- {name} : [à compléter : nom, adresse postale et site du médiateur" in text
    assert "annonce d’une activité payante indique le prix total à payer et l’organisation qui la vend" in text
    public = several(organisations={"organisations": {"association": {"legal_form": "commune"}}})
    assert "- Association d’exemple : [à compléter : nom, adresse" not in text_of(public, "mentions-legales")


@pytest.mark.parametrize(
    "data", ["badge", "assurance", "besoin d’aménagement", "mandat", "bénévol", "journal technique"]
)
def test_the_policy_tells_the_data_that_the_register_holds(data: str) -> None:
    """GDPR, articles 9 and 13; each has its time in one place, so the two agree."""
    texts = [text_of(complete(), slug).lower() for slug in ("politique-de-confidentialite", "registre-des-traitements-association")]  # fmt: skip
    texts[1] += text_of(complete(), "registre-des-traitements-cooperative").lower()
    assert all(data in text for text in texts)
    assert "selon la finalité, les destinataires sont" in texts[0]


def test_the_right_to_object_names_the_bases_in_use() -> None:
    public, private = (text_of(space, "politique-de-confidentialite") for space in (alone_as("commune"), complete()))
    assert "à un traitement fondé sur une mission d’intérêt public," in public
    assert "à un traitement fondé sur l’intérêt légitime," in private


def test_personal_data_of_an_association_follow_from_its_statutes() -> None:
    for slug in ("politique-de-confidentialite", "registre-des-traitements-only"):
        text = text_of(alone_as("association-loi-1901"), slug)
        assert "ontrat d’adhésion" not in text and "contrat d’association" in text, slug


def test_the_register_of_a_public_body_speaks_of_its_agents_and_archives() -> None:
    text = text_of(alone_as("commune"), "registre-des-traitements-only")
    for words in ("Agents publics", "centre de gestion", "CNRACL", "visa des Archives départementales"):
        assert words in text, words
    for words in ("registre du personnel", "cabinet de paie", "Recruter des salariés"):
        assert words not in text, words
    policy = text_of(alone_as("commune"), "politique-de-confidentialite")
    assert "Dix ans" in policy and "visa des Archives départementales" in policy


# --- What a town hall asks of its notice, its rules and its register ---


@pytest.mark.parametrize(
    ("form", "until"),
    [
        ("association-loi-1901", "la publication de la déclaration au Journal officiel"),
        ("scic-sas", "l’immatriculation"),
    ],
)
def test_a_person_publishes_the_site_of_an_organisation_without_legal_personality(form: str, until: str) -> None:
    """Loi du 1er juillet 1901, article 5, and code de commerce, article L. 210-6."""
    words = (
        f"Jusqu’à {until}, le site est édité par | [à compléter : prénoms, nom, domicile et téléphone de la personne]"
    )
    text = text_of(alone_as(form, stage="to_create"), "mentions-legales")
    assert words in text and words not in text_of(alone_as(form), "mentions-legales")
    assert ("RCS | [à compléter : ville et numéro, dès l’immatriculation]" in text) is (form == "scic-sas")


def test_a_public_body_takes_a_licence_of_the_regulatory_list() -> None:
    """CRPA, articles L. 323-2 and D. 323-2-1; a private publisher keeps the licence of its place."""
    for text in page_and_document(alone_as("commune")):
        assert "D. 323-2-1" in text and "Licence Ouverte 2.0" in text and "CC BY-SA 4.0" in text
        assert "2019-768" in text and "tribunal administratif" in text
    for text in page_and_document(alone_as("association-loi-1901")):
        assert "323-2-1" not in text and "Licence Ouverte" not in text and "tribunal administratif" not in text


def test_the_house_rules_end_an_urgent_suspension_that_nobody_decides() -> None:
    """A public body hears the person for fifteen days at least: its suspension lasts longer."""
    ends = "ne dépasse pas [proposé : {}, à valider] ; elle cesse si aucune décision n’est prise"
    scope = "L’accès aux espaces communs n’est suspendu ou retiré que par l’organisation qui en est l’exploitant"
    for space, limit, shared in ((alone_as("commune"), "un mois", False), (several(), "quinze jours", True)):
        text = text_of(space, "reglement-interieur")
        assert ends.format(limit) in text and (scope in text) is shared


def test_the_house_rules_of_a_public_body_say_how_to_book() -> None:
    public, private = (text_of(alone_as(form), "reglement-interieur") for form in ("commune", "association-loi-1901"))
    for words in ("Sans réservation", "autorité hiérarchique", "Quand le lieu est complet"):
        assert words in public and words not in private, words


def test_the_house_rules_ask_for_the_address_of_the_place() -> None:
    space = single(identity={"address": {"street": None}})
    assert "[à compléter : adresse du lieu]" in text_of(space, "reglement-interieur")


def test_the_register_has_a_sheet_for_requests_and_for_the_board_of_a_public_service() -> None:
    town, board, private = (
        text_of(alone_as(form), "registre-des-traitements-only")
        for form in ("commune", "regie-publique", "association-loi-1901")
    )
    assert "Conseil d’exploitation" in board and "Conseil d’exploitation" not in town
    assert "refus et liste d’attente" in town and "refus et liste d’attente" not in private
    for text in (town, board, private):
        for words in ("Exercice des droits", "sans qualification pénale", "sans motif médical", "Analyse d’impact"):
            assert words in text, words
    policy = text_of(alone_as("regie-publique"), "politique-de-confidentialite")
    for words in ("tenir la liste d’attente |", "Réunir le conseil d’exploitation |", "demandes sur vos données ;"):
        assert words in policy, words


# --- Activities of the place ---


def test_agreement_and_matrix_tell_alike_who_runs_the_activities() -> None:
    activities = (activity(), activity("cowocamp", title="Cowocamp du lundi", format="cowocamp", service="coworking"))
    space = replace(complete(), activities=activities)
    explained = spaced(space.vocabulary.locales["fr"].strings["animation_explained"])
    for slug in (AGREEMENT, MATRIX):
        text = text_of(space, slug)
        assert explained in text
        assert re.search(r"Coopérative d’exemple[ |\n]+Cowocamp\b(?! du)", text)
        assert re.search(r"Association d’exemple[ |\n]+Papycamp\b", text)


def test_a_document_names_who_runs_an_activity_on_its_day() -> None:
    """The next date of the activity is after the day on which another organisation takes it over."""
    often = activity(start="2026-12-10 14:00", end="2026-12-10 16:00", rrule="FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH")
    change = {"from": "2027-02-01", "services": {"mediation": {"operator": "cooperative"}}}
    space = complete()
    rules = space.organisations.model_validate(space.organisations.model_dump(by_alias=True) | {"changes": [change]})
    text = text_of(replace(space, organisations=rules, activities=(often,)), MATRIX)
    assert re.search(r"Association d’exemple[ |\n]+Papycamp\b", text)


def test_an_example_is_no_activity_of_an_organisation_that_has_one() -> None:
    example = activity("barcamp", title="Barcamp", format="barcamp", example="oui")
    alone_there = text_of(replace(complete(), activities=(example,)), AGREEMENT)
    assert "| Association d’exemple | Barcamp (exemple) |" in alone_there
    with_another = text_of(replace(complete(), activities=(example, activity())), AGREEMENT)
    assert "| Association d’exemple | Papycamp |" in with_another


def test_the_agreement_says_who_answers_for_an_activity() -> None:
    text = text_of(complete(), AGREEMENT)
    for words in ("relève de la partie qui l’inscrit à l’agenda", "désignée par écrit avant l’annonce"):
        assert words in text
    assert "Aucune activité n’est inscrite à l’agenda" in text
    assert "mandataire, les sommes reversées" not in text_of(complete(), MATRIX)


def test_a_non_professional_has_the_rights_of_a_consumer_on_prices_and_changes() -> None:
    """Code de la consommation, article L. 212-2."""
    assert "Un non-professionnel a les mêmes droits que le consommateur sur les interruptions" in text_of(
        complete(), CONTRACT
    )


# --- House rules ---


def test_the_house_rules_name_the_spaces_of_the_place_and_no_others() -> None:
    areas = [{"key": "salle-bleue", "name": "Salle bleue"}, {"key": "cuisine", "name": "La cuisine d’été"}]
    text = text_of(complete(areas=areas), RULES)
    assert "| Salle bleue | réserver la salle" in text and "| La cuisine d’été | laver la vaisselle" in text
    assert "| Salle commune |" not in text and "Le lieu comprend" not in text
    assert "| Salle commune |" in text_of(several(), RULES)


@pytest.mark.parametrize(
    "words",
    [
        "Hors d’une activité, un mineur de moins de [proposé : seize ans, à valider] est accompagné",
        "Aucun mineur n’a de clé",
        "rejoint le point de rassemblement : [à compléter",
        "besoin d’aide pour entendre l’alarme ou pour sortir",
        "espace où attendre les secours : [à compléter",
    ],
)
def test_the_house_rules_look_after_minors_and_people_who_need_help_to_get_out(words: str) -> None:
    assert words in text_of(complete(), RULES) and words in text_of(alone_as("commune"), RULES)


# --- Impact assessment ---


@pytest.mark.parametrize(("form", "staff"), [("association-loi-1901", "salariés"), ("commune", "agents")])
def test_the_register_weighs_each_risk_by_the_criteria(form: str, staff: str) -> None:
    """RGPD, article 35: two of the nine criteria call for an assessment, or for a reason to do without."""
    text = text_of(alone_as(form), "registre-des-traitements-only")
    table = text[text.index("| Traitement | Critères qui peuvent être remplis |") :]
    rows = table[: table.index("Personne qui a fait cet examen")]
    for name in (
        "Médiation numérique",
        "Besoins d’aménagement",
        "Signalements et exclusions",
        "Passages enregistrés",
        "Accidents corporels",
        "Journaux de connexion",
        "Autres fiches",
    ):
        assert f"| {name}" in rows, name
    assert ("| Membres et donateurs |" in rows) is (staff == "salariés")
    assert "signalements ; faite le : [" in rows.replace(", à valider]", "")
    for words in (
        "et en matière professionnelle",
        "médico-social",
        "(RGPD, article 36)",
        "Avis de la déléguée ou du délégué",
    ):
        assert words in text, words
    assert "établissement d’enseignement, pour un stagiaire ; Agence du service civique" in text
    assert rows.count("[proposé : ") >= 5 and staff in rows
    assert "Raison : [à compléter" not in text


# --- Statutes ---


@pytest.mark.parametrize(
    ("form", "law"), [("scop-sarl", True), ("scic-sarl", True), ("scop-sas", False), ("scic-sas", False)]
)
def test_a_sarl_never_approves_its_accounts_in_a_remote_meeting(form: str, law: bool) -> None:
    """Code de commerce, article L. 223-27, third paragraph."""
    text = text_of(alone_as(form), f"statuts-{form[:4]}-only")
    assert ("Sauf quand elle approuve les comptes de l’exercice, l’assemblée peut se tenir à distance" in text) is law
    assert "l’assemblée peut se tenir à distance" in text.lower()


@pytest.mark.parametrize(
    ("form", "slug", "words"),
    [
        ("scic-sas", "statuts-scic-only", "la société qui contrôle cet associé au sens de l’article L. 233-3"),
        ("scop-sas", "statuts-scop-only", "rapport du commissaire aux comptes ou, à défaut, de la présidence"),
        ("sas-ess", "statuts-sas-ess-only", "rapport du commissaire aux comptes ou, à défaut, de la présidence"),
        ("scic-sarl", "statuts-scic-only", "rapport de la gérance ou, s’il y en a un, du commissaire aux comptes"),
        ("scop-sarl", "statuts-scop-only", "rapport de la gérance ou, s’il y en a un, du commissaire aux comptes"),
        ("association-loi-1901", "statuts-association-only", "(code de commerce, article L. 612-5)"),
        ("association-droit-local", "statuts-association-droit-local-only", "(code de commerce, article L. 612-5)"),
    ],
)
def test_someone_named_reports_on_agreements_with_who_directs(form: str, slug: str, words: str) -> None:
    assert words in text_of(alone_as(form), slug)


@pytest.mark.parametrize(
    ("form", "slug", "said"),
    [
        ("scic-sas", "statuts-scic-only", True),
        ("scop-sas", "statuts-scop-only", True),
        ("sas-ess", "statuts-sas-ess-only", True),
        ("scic-sarl", "statuts-scic-only", False),
        ("scop-sa", "statuts-scop-only", False),
    ],
)
def test_decisions_against_the_statutes_of_a_sas_can_be_annulled(form: str, slug: str, said: bool) -> None:
    """Code de commerce, article L. 227-20-1 (ordonnance n° 2025-229 du 12 mars 2025): only if the statutes say so."""
    text = text_of(alone_as(form), slug)
    assert ("Est annulable, à la demande d’un associé, une décision sociale" in text) is said
    assert ("L. 227-20-1" in text) is said


def test_files_are_shared_no_longer_than_the_agreement_and_never_with_who_broke_its_rules() -> None:
    """RGPD, articles 5 and 26; both agreements send the costs of shared tools to one key."""
    text = text_of(complete(), FILES)
    assert "peut limiter ses accès aux seuls fichiers que ce manquement concerne" in text and "soixante jours" in text
    assert "selon la clé en vigueur de la convention entre les organisations" in text
    assert "les fichiers communs suivent la convention sur les fichiers communs" in text_of(complete(), AGREEMENT)


def test_public_money_is_no_part_of_the_interest_of_a_scic() -> None:
    """Loi n° 47-1775 du 10 septembre 1947, article 19 nonies."""
    for form in ("scic", "scic-sas", "scic-sarl"):
        assert "n’entrent pas dans le calcul de cet intérêt" in text_of(alone_as(form), "statuts-scic-only")


def test_every_member_of_a_scop_votes() -> None:
    """Code civil, article 1844."""
    for form in ("scop-sarl", "scop-sas", "scop-sa"):
        text = text_of(alone_as(form), "statuts-scop-only")
        assert "y votent (code civil, article 1844)" in text and "à jour de leurs obligations" not in text


@pytest.mark.parametrize("form", ["scop-sa", "scic-sa"])
def test_a_public_limited_company_decides_later_on_remote_meetings(form: str) -> None:
    text = text_of(alone_as(form), f"statuts-{form[:4]}-only")
    assert "Réunion à distance : [proposé : non prévue, à valider]" in text


def test_the_statutes_of_a_scop_speak_of_profit_sharing() -> None:
    text = text_of(alone_as("scop-sarl"), "statuts-scop-only")
    for words in ("accord de participation", "R. 3323-10", "L. 3323-9", "quand son effectif l’y oblige"):
        assert words in text, words


def test_employees_of_an_association_are_at_most_a_quarter_of_its_board_and_not_of_its_bureau() -> None:
    text = text_of(alone_as("association-loi-1901"), "statuts-association-only")
    assert "[proposé : Aucun siège du conseil n’est réservé à des représentants élus des salariés, à valider]" in text
    assert "Une personne salariée ne siège pas au bureau" in text and "BOI-IS-CHAMP-10-50-10-20" in text
    local = text_of(alone_as("association-droit-local"), "statuts-association-droit-local-only")
    assert "Une personne salariée de l’association n’est pas élue à la direction" in local


# --- Papers that agree with each other ---


SALES = [TERMS, CONTRACT, "contrat-location-de-salle-coworking", "devis-cooperative", "devis-association"]


@pytest.mark.parametrize("slug", SALES)
def test_a_contract_made_elsewhere_is_signed_dated_and_left_with_the_form(slug: str) -> None:
    """Code de la consommation, articles L. 221-3, L. 221-9 and L. 221-10."""
    text = text_of(complete(), slug)
    assert "un exemplaire daté du contrat signé par les parties" in text and "article L. 221-9" in text
    assert "aucun paiement n’est reçu avant sept jours à compter de sa conclusion (article L. 221-10)" in text
    assert "cinq salariés au plus a les mêmes droits" in text
    laws = " ".join(fill_documents(complete(), (slug,))[0].legal_bases)
    assert [article for article in ("L. 221-3", "L. 221-9", "L. 221-10") if article not in spaced(laws)] == []


@pytest.mark.parametrize("slug", SALES)
def test_the_form_to_withdraw_stands_where_the_papers_tell(slug: str) -> None:
    text = text_of(complete(), slug)
    form = "## Formulaire de rétractation"
    assert (form in text) is ("Les conditions générales de vente précisent la marche à suivre" not in text)
    if slug.startswith("devis"):
        assert text.index("bon pour accord") < text.index(form)  # it can be torn off without the signatures
    if slug == "devis-association":  # which sells nothing under these terms
        assert "conditions générales de vente" not in text


@pytest.mark.parametrize("slug", SALES)
def test_a_service_begun_early_is_paid_only_by_who_asked_for_it_and_was_told(slug: str) -> None:
    """Code de la consommation, articles L. 221-25 and L. 221-28, 1°."""
    text = text_of(complete(), slug)
    assert "Il ne doit rien si cette demande n’a pas été recueillie" in text
    assert "n’aura plus de droit de rétractation une fois le service entièrement exécuté" in text


def test_the_buyer_of_a_pass_gives_its_golden_ticket_away_in_every_paper() -> None:
    for slug in (LIST, TERMS):
        assert "L’acheteur du carnet n’utilise pas lui-même le ticket d’or" in text_of(complete(), slug), slug


def test_a_room_is_hired_by_a_written_contract() -> None:
    text = text_of(alone_as("scop-sarl"), RULES)
    assert "Une salle ne se loue seule qu’avec un contrat écrit" in text and "La location d’une salle suit" not in text


def test_a_room_that_the_terms_of_sale_sell_follows_them() -> None:
    """The terms, not the house rules, decide when a booking contract is signed."""
    rules, terms = text_of(complete(), RULES), text_of(complete(), TERMS)
    assert "La location d’une salle suit les conditions générales de vente" in rules
    assert "Une salle ne se loue seule" not in rules and "est en outre signé dans les cas suivants" in terms


@pytest.mark.parametrize("slug", [TERMS, CONTRACT])
def test_an_association_keeps_its_books_as_its_privacy_policy_proposes(slug: str) -> None:
    """Code de commerce, article L. 123-22, binds traders alone."""
    for form, cited in (("association-loi-1901", False), ("scic-sas", True)):
        (filled,) = fill_documents(alone_as(form), (slug,))
        whole = text_of(alone_as(form), slug) + spaced(" ".join(filled.legal_bases))
        assert ("L. 123-22" in whole) is cited, form
        assert ("[proposé : dix ans après la clôture de l’exercice, à valider]" in whole) is not cited, form


def test_who_sells_to_consumers_has_a_mediator() -> None:
    """Code de la consommation, article L. 616-1: only an organisation without a price may sell nothing to them."""
    text = text_of(complete(), "mentions-legales").partition("## Prix et vente")[2]
    _, seller, other = text.partition("## Textes, images")[0].rsplit(" : [à compléter : nom, adresse postale", 2)
    assert "sans objet" not in seller and "sans objet" in other
    priced = replace(complete(), activities=(activity(service="mediation", price="24 € les trois séances"),))
    assert "rien n’est vendu" not in text_of(priced, "mentions-legales")
    assert "cette vente suit l’annonce et la fiche d’inscription" in text_of(priced, "mentions-legales")
    gratis = replace(complete(), activities=(activity(service="mediation", price="Gratuit"),))
    assert "rien n’est vendu" in text_of(gratis, "mentions-legales")
    assert "e prix d’une activité payante, et l’organisation qui l’encaisse" in text_of(priced, LIST)


def test_an_association_exists_once_its_declaration_is_published() -> None:
    """Loi du 1er juillet 1901, articles 5 and 6."""
    forming = {"organisations": {"association": {"legal_form": "association-loi-1901", "stage": "to_create"}}}
    place = several(
        identity=COMPLETE_PLACE, organisations=merge(COMPLETE_ORGANISATIONS, forming), prices=COMPLETE_PRICES
    )
    words = "représentée, dès la publication de cette déclaration, par :"
    for slug in (HOSTING, "convention-entre-organisations"):
        assert words in text_of(place, slug), slug
    assert "Tant que la déclaration d’une association en cours de création n’est pas publiée" in text_of(place, POLICY)


def test_a_company_that_is_never_registered_ends_what_was_signed_for_it() -> None:
    changes = {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
    place = several(
        identity=COMPLETE_PLACE, organisations=merge(COMPLETE_ORGANISATIONS, changes), prices=COMPLETE_PRICES
    )
    text = text_of(place, AGREEMENT)
    assert "Si la société n’est pas immatriculée au plus tard le [à compléter : date], ou n’a pas repris" in text
    assert "l’extrait de l’état des actes accomplis ou du mandat" in text and "la décision de la reprendre" in text
    assert "prend fin, pour quelque cause que ce soit, la présente convention dure le temps de" in text_of(
        place, HOSTING
    )


@pytest.mark.parametrize(("form", "kept"), [("association-loi-1901", True), ("commune", False)])
def test_the_register_keeps_the_record_of_risks_forty_years(form: str, kept: bool) -> None:
    """Code du travail, article R. 4121-4."""
    assert ("Document unique et ses versions : quarante ans" in text_of(alone_as(form), REGISTER)) is kept


# --- People who work without pay ---


@pytest.mark.parametrize("form", ["scop-sarl", "sas-ess"])
def test_no_paper_of_a_commercial_company_speaks_of_volunteers(form: str) -> None:
    """Cour de cassation, chambre sociale, 14 March 1973; law of 10 September 1947, article 19 septies, for a SCIC."""
    papers = fill_documents(alone_as(form))
    speaking = {paper.slug for paper in papers if "bénévol" in paper.text.lower() or "volunteer" in paper.text.lower()}
    assert speaking == set()


def test_only_a_form_that_admits_volunteers_has_an_agreement_with_them() -> None:
    forms = vocabulary().legal_forms
    for name in forms:
        space = alone_as(name)
        slugs = {instance.slug for instance in select_documents(space, DocumentFacts(space))}
        if any(slug.startswith("convention-de-benevolat") for slug in slugs):
            assert (form := vocabulary().legal_form(name)) and form.volunteers, name


# --- How long data are kept ---


def test_the_guest_of_a_golden_ticket_is_forgotten_after_the_same_time_in_every_paper() -> None:
    kept = spaced(several().vocabulary.processings["golden_tickets"].proposed["fr"])
    for slug in (*DATA_DOCUMENTS[:2], "convention-fichiers-communs"):
        assert kept in text_of(complete(), slug).lower(), slug


def test_the_passages_of_a_badge_are_kept_as_long_in_every_paper() -> None:
    kept = f"[proposé : {spaced(several().vocabulary.processings['badges'].proposed['fr'])}, à valider]"
    for slug in (*DATA_DOCUMENTS[:2], CONTRACT):
        assert "passages" in text_of(complete(), slug) and kept in text_of(complete(), slug), slug
    assert kept in text_of(alone_as("regie-publique"), PERMIT)


# --- A permit of a public body ---


def test_the_public_body_and_not_its_representative_is_the_operator_of_a_permit() -> None:
    text = text_of(alone_as("regie-publique"), PERMIT)
    head = text[: text.index("ci-après « l’exploitant »")]
    assert head.index("commune ou intercommunalité") < head.index("représentée par : [à compléter : la ou le maire")


def test_a_resolution_allows_the_instalments_that_a_permit_gives() -> None:
    """Code général de la propriété des personnes publiques, article L. 2125-4 (version of 12 March 2023)."""
    for slug, reason in (
        (VOTE, "du montant et du mode de calcul"),
        (PERMIT, "de son montant et de son mode de calcul"),
    ):
        text = text_of(alone_as("regie-publique"), slug)
        assert "par acomptes mensuels" in text and f"en raison {reason}" in text
        assert "L. 2125-4" in text_of(alone_as("regie-publique"), slug)


# --- What a jurist found ---


@pytest.mark.long
def test_no_line_of_a_list_runs_into_the_next() -> None:
    """A condition that ends a line takes the end of the line with it."""
    forming = {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}
    for space in (complete(), several(organisations={"organisations": forming})):
        for document in fill_documents(space):
            assert not re.search(r"[.;]- [^\W\d_]", shown(document.text)), document.slug


def test_both_organisations_exist_when_they_lend_staff() -> None:
    """Code du travail, article L. 8241-2: an agreement between two employers, and not with a founder."""
    forming = {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
    space = several(organisations=merge(COMPLETE_ORGANISATIONS, forming))
    for slug in ("convention-mise-a-disposition-cooperative", "convention-mise-a-disposition-association"):
        text = text_of(space, slug)
        assert "agissant au nom" not in text and "en cours de création" not in text and "dont le siège sera" not in text
        assert "représentée par : [à compléter : nom et qualité]" in text


def test_a_company_in_formation_is_named_alike_in_every_deed() -> None:
    forming = {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
    space = several(organisations=merge(COMPLETE_ORGANISATIONS, forming), prices=COMPLETE_PRICES)
    for slug in (AGREEMENT, CONTRACT, HOSTING, "convention-fichiers-communs", "devis-cooperative"):
        words = "agissant au nom et pour le compte de la société en cours de formation suivante : "
        assert words + "**Coopérative d’exemple**" in text_of(space, slug), slug


def test_a_company_that_may_not_exist_signs_nothing_before_its_registration() -> None:
    words = "Si la société n’est pas encore immatriculée, le contrat n’est conclu qu’après son immatriculation."
    unknown, existing = alone_as("scic", stage=None), alone_as("scic")
    assert words in text_of(unknown, "devis-only") and words not in text_of(existing, "devis-only")
    # A contract whose day of conclusion is uncertain would leave that of withdrawal uncertain too: the notes say when to sign.
    note = "ne faites pas signer ce contrat avant son immatriculation"
    assert note in spaced(filled_document(unknown, CONTRACT).review_block) and words not in text_of(unknown, CONTRACT)
    assert note not in spaced(filled_document(existing, CONTRACT).review_block)
    assert "émission, qui suit l’immatriculation de la société" in text_of(unknown, "facture-only")
    assert "au plus tôt le jour de l’immatriculation" in text_of(unknown, TERMS)
    assert "Contrats de coworking au mois" not in text_of(unknown, "etat-des-actes-accomplis-only")
    forming = alone_as("scic-sas", stage="to_create")
    assert "Contrats de coworking au mois" in text_of(forming, "etat-des-actes-accomplis-only")


def test_every_organisation_registers_the_files_that_it_holds_with_others() -> None:
    """RGPD, articles 26 and 30."""
    text = text_of(complete(), "registre-des-traitements-association")
    sheet = text.partition("Réservation des espaces et tickets d’or")[2].partition("##")[0]
    assert "Responsables conjoints | Coopérative d’exemple" in sheet and "tickets d’or)" in sheet


def test_surveys_and_counts_are_held_together_in_every_paper() -> None:
    """RGPD, article 26(1)."""
    files, policy = text_of(complete(), FILES), text_of(complete(), POLICY)
    assert "| Questionnaire des besoins et coordonnées laissées |" in files and "| Feuilles de comptage |" in files
    assert "pour le comptage des passages et les questionnaires : toutes ensemble" in policy
    kept = spaced(several().vocabulary.processings["survey_contacts"].kept["fr"]).lower()
    for slug in (*DATA_DOCUMENTS, "questionnaire-des-besoins"):
        assert kept in text_of(complete(), slug).lower(), slug


def test_the_purposes_of_contacts_are_the_same_in_every_paper() -> None:
    for slug in DATA_DOCUMENTS:
        assert "prévenir d’un changement d’horaire ou d’un incident" in text_of(complete(), slug), slug


def test_a_need_for_an_adjustment_stays_out_of_the_joint_file() -> None:
    """RGPD, articles 9 and 26."""
    sheet = (
        text_of(complete(), DATA_DOCUMENTS[1]).partition("Activités : inscriptions et présence")[2].partition("##")[0]
    )
    assert "hors du fichier commun, par la seule organisation qui tient l’activité" in sheet
    assert "besoin d’aménagement : consentement explicite" in sheet
    assert "est noté à part, par le seul organisateur" in text_of(complete(), FORM)


def test_before_its_registration_someone_answers_for_an_organisation() -> None:
    """RGPD, articles 4(7) and 30(1)(a)."""
    line = "| Responsable jusqu’à l’immatriculation | [à compléter : nom et coordonnées de la personne] |"
    assert line in text_of(alone_as("scic-sas", stage="to_create"), REGISTER)
    assert "Responsable jusqu’à" not in text_of(alone_as("scic-sas"), REGISTER)
    forming = {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
    space = several(organisations=merge(COMPLETE_ORGANISATIONS, forming))
    assert "pour Coopérative d’exemple, [à compléter : nom et coordonnées de la personne]" in text_of(space, POLICY)
    assert "jusqu’à la fin de la convention entre les organisations, quelle qu’en soit la cause" in text_of(
        space, FILES
    )


def test_only_the_publisher_of_the_site_has_its_host_as_a_processor() -> None:
    """RGPD, articles 28 and 30."""
    texts = [text_of(complete(), f"registre-des-traitements-{key}") for key in ("association", "cooperative")]
    assert [("| Hébergement du site |" in text) == ("Site web" in text) for text in texts] == [True, True]


def test_the_staff_is_exempt_from_an_assessment_by_the_list() -> None:
    """RGPD, article 35(5): the staff sheet alone meets two criteria."""
    text = text_of(complete(), DATA_DOCUMENTS[1])
    assert "aucun ne remplit deux critères" not in text
    assert "ressources humaines, moins de 250 personnes, sans profilage" in text


def test_who_made_no_contract_does_not_keep_a_booking_as_evidence() -> None:
    """RGPD, articles 5 and 6: only who contracts relies on the contract, and keeps its traces for five years."""
    kept = "[proposé : un mois après la date réservée, à valider]"
    sheet = text_of(complete(), "registre-des-traitements-association").partition("Réservation des espaces")[2]
    sheet = sheet.partition("##")[0]
    assert (
        "| Base légale | Intérêt légitime (organiser l’occupation des espaces" in sheet
        and f"| Durée | {kept.replace('un mois', 'Un mois')}" in sheet
    )
    assert "réservation conclue avec l’organisation : la durée du contrat" in sheet
    for slug in (POLICY, FILES):
        assert kept in text_of(complete(), slug) and "organiser l’occupation des espaces" in text_of(complete(), slug)


def test_who_signs_for_an_organisation_is_no_party_to_its_contract() -> None:
    """RGPD, article 6, paragraph 1, b and f."""
    words = spaced(several().vocabulary.locales["fr"].strings["basis_organisation"])
    for slug in (CONTRACT, TERMS, POLICY, FILES, "registre-des-traitements-cooperative"):
        assert words in text_of(complete(), slug), slug


def test_the_policy_tells_the_support_of_a_project_from_digital_help() -> None:
    """The register of the cooperative gives nothing to the employer of the mediator."""
    text = text_of(complete(), POLICY)
    support = next(line for line in text.split(" - ") if line.startswith("pour l’accompagnement d’un projet :"))
    assert "conseiller numérique" not in support and "financeur" in support
    assert "pour la médiation numérique : les personnes qui vous accompagnent ; pour un mandat" in text
    assert (
        "; pour préparer une rencontre avec la conseillère ou le conseiller numérique, si vous la demandez, son employeur"
        in text
    )


def test_the_words_given_to_people_lead_to_the_policy() -> None:
    """RGPD, article 13."""
    words = text_of(complete(), "convention-fichiers-communs").partition("Annexe")[2]
    assert "figurent dans la politique de confidentialité" in words
    assert "**Vous pouvez vous opposer à tout moment à un usage fondé sur l’intérêt légitime.**" in words
    policy = text_of(complete(), POLICY)
    assert "pour la lettre d’information : l’équipe et, s’il y en a un, le prestataire d’envoi" in policy


def test_rent_is_a_line_of_its_own_on_the_invoice_as_the_hosting_agreement_says() -> None:
    assert "sur une ligne distincte de la facture" in text_of(complete(), HOSTING)
    bill = text_of(complete(), "facture-cooperative")
    assert "| Accueil dans les locaux (part du loyer)" in bill and "| Provision pour frais communs, loyer exclu" in bill


def test_an_entry_that_is_paid_back_has_one_price() -> None:
    for slug in (TERMS, LIST):
        assert "divisé par le nombre de ses entrées" in text_of(complete(), slug), slug


def test_a_rule_of_a_pass_still_reads_once_its_blank_is_filled() -> None:
    open_pass = {"passes": {"pass_10": {"transferable": None}}}
    text = text_of(several(prices=merge(COMPLETE_PRICES, open_pass)), LIST)
    assert "usage par d’autres que l’acheteur : [à compléter : autorisé ou non]" in text


def test_a_public_body_shows_by_what_it_may_sign() -> None:
    text = text_of(complete(), "convention-conseiller-numerique-conseiller")
    assert "en vertu de la délibération ou de la délégation suivante : [à compléter : date et numéro]" in text


def test_the_statutes_of_a_regie_settle_what_the_code_leaves_to_them() -> None:
    text = text_of(alone_as("regie-publique"), VOTE)
    for words in ("aux ventes et aux achats courants, dans la limite suivante", "remplacée par un agent du service",
                  "que le préfet ou la majorité des membres"):  # fmt: skip
        assert words in text, words
    for slug in (VOTE, "reglement-interieur", LIST):
        text = text_of(alone_as("regie-publique"), slug).replace("**", "")
        assert "Annulée plus tard, ou manquée, elle est [proposé" in text, slug
    assert "eprésentés" not in text_of(alone_as("regie-publique"), "proces-verbal-reunion-only")


def test_public_bodies_never_have_most_votes_in_an_association() -> None:
    text = text_of(alone_as("association-loi-1901"), "statuts-association-only")
    assert "leurs voix sont réduites ensemble, en nombre entier" in text and "à un autre membre qui l’a aussi" in text


def test_the_statutes_of_a_scic_hold_for_a_public_limited_company() -> None:
    body = text_of(alone_as("scic-sa"), "statuts-scic-only")
    assert "deux tiers des voix exprimées (code de commerce, article L. 225-96)" in body
    assert "L. 225-38 et suivants)" in body and "plus de 10 % des droits de vote" in body


@pytest.mark.parametrize("slug", [POLICY, REGISTER, CONTRACT, TERMS])
def test_a_cooperative_whose_form_is_open_is_no_association(slug: str) -> None:
    """Code de commerce, article L. 123-22; it has shares, and neither members who pay fees, nor gifts, nor a prefecture."""
    text = text_of(alone_as("cooperative"), slug).partition("## Textes de référence")[0]
    assert "dix ans après la clôture de l’exercice (code de commerce, article L. 123-22)" in text.replace("Dix", "dix")
    for words in ("adhésions", "cotisation", "préfecture ou", "donateurs", "pour un don", "contrat d’association"):
        assert words not in text, words


# --- What the law says of each form, and of what does not exist yet ---


def test_the_statutes_of_a_company_name_who_convenes_and_how_many_administer() -> None:
    """Code de commerce, articles L. 223-27, L. 225-17 and L. 225-103."""
    for form, words in (
        ("scic-sa", "de trois membres au moins et de [à compléter : nombre, dix-huit au plus] au plus"),
        ("scic-sas", "ces associés la convoquent eux-mêmes"),
        ("scic-sa", "ces associés demandent en justice"),
        ("scic-sarl", "Sauf quand elle approuve les comptes"),
        ("scic-sa", "de la présidence du conseil ; l’assemblée l’approuve ou non"),
        (
            "scic-sas",
            "que si la première assemblée extraordinaire réunie après ce mois la confirme, à la majorité requise",
        ),
        ("scic-sas", "à l’adresse prévue du siège, trois jours au moins avant qu’ils les signent"),
    ):
        assert words in text_of(alone_as(form, stage="to_create"), "statuts-scic-only"), words
    for slug, form in (("statuts-scic-only", "scic-sarl"), ("statuts-scop-only", "scop-sarl")):
        assert "si le gérant unique est placé en tutelle, tout associé" in text_of(alone_as(form), slug), form


@pytest.mark.parametrize(
    ("slug", "form"),
    [("statuts-scic-only", "scic-sa"), ("statuts-scop-only", "scop-sa")],
)
def test_the_board_of_a_public_limited_company_is_called_and_has_an_age_limit(slug: str, form: str) -> None:
    """Code de commerce, articles L. 225-19, L. 225-36-1, L. 225-48, L. 225-54 and L. 225-107."""
    body = text_of(alone_as(form), slug)
    for words in (
        "La limite d’âge est de [à compléter : âge] ans",
        "[proposé : huit jours, à valider] au moins avant la date, avec l’ordre du jour",
        "est présent, représenté ou a voté par correspondance ; sur seconde",
        "est présent, représenté ou a voté par correspondance, et un cinquième",
    ):
        assert words in body, words
    assert "La limite d’âge" not in text_of(alone_as("scic-sas"), "statuts-scic-only")


def test_the_first_employee_of_a_scic_does_not_empty_a_category() -> None:
    """Loi n° 47-1775, article 19 septies; a general manager of an SAS: code de commerce, article L. 227-6."""
    body = text_of(alone_as("scic", stage="to_create"), "statuts-scic-only")
    assert "jusqu’à l’admission d’une première personne salariée" in body and "tant qu’elle n’emploie" not in body
    assert "envers les tiers et dispose des mêmes pouvoirs que la présidence" in body


def test_the_month_is_not_sold_by_a_quote_and_a_scop_carries_no_surplus_forward() -> None:
    """Code de la consommation, article L. 221-5; loi n° 78-763, article 33."""
    assert "un mois de coworking" not in text_of(alone_as("scic-sas"), "devis-only")
    assert "Réclamations : par écrit au vendeur" in text_of(alone_as("scic-sas"), "devis-only")
    report = text_of(alone_as("scop-sarl"), "rapport-d-activite")
    assert "perte : report à nouveau débiteur" in report and "intérêts aux parts, report" not in report
    assert "Conventions de l’article L. 223-19" in report


def test_an_association_whose_stage_is_unknown_sells_nothing_before_its_publication() -> None:
    """Loi du 1er juillet 1901, article 5."""
    unknown, existing = (alone_as("association-loi-1901", stage=stage) for stage in (None, "existing"))
    for slug in (CONTRACT, "devis-only", "facture-only", TERMS):
        assert "publication" in text_of(unknown, slug) and "la publication" not in text_of(existing, slug), slug
    assert "assemblée générale constitutive" in text_of(unknown, "statuts-association-only")
    contact = unknown.identity.contact.model_copy(update={"phone": None})
    silent = replace(unknown, identity=unknown.identity.model_copy(update={"contact": contact}))
    assert "[à compléter : numéro de téléphone]" in text_of(silent, "devis-only")


def test_the_employer_of_a_mediator_who_visits_is_a_recipient_of_data() -> None:
    """RGPD, articles 13 and 30."""
    for slug in (POLICY, "registre-des-traitements-association"):
        assert "pour préparer une rencontre" in text_of(complete(), slug), slug


@pytest.mark.parametrize(
    ("form", "titles"), [("scop-sarl", ""), ("scic-sas", " ; registres de titres"), ("scic", "registres de titres")]
)
def test_only_a_company_with_shares_keeps_registers_of_titles(form: str, titles: str) -> None:
    for slug in (POLICY, REGISTER):
        text = text_of(alone_as(form), slug)
        assert ("registres de titres" in text) is bool(titles) and titles in text and "aussi longtemps" in text, slug
        assert "registre des associés" in text and "jusqu’au remboursement des parts" in text, slug
        assert "registre des associés" not in text_of(alone_as("association-loi-1901"), slug), slug


def test_the_rent_is_no_common_cost_and_a_regie_votes_its_rules() -> None:
    assert "les frais communs autres que le loyer" in text_of(complete(), HOSTING)
    vote = text_of(alone_as("regie-publique"), VOTE)
    assert "Ils valent règlement du service une fois votés" in vote and "L. 1412-1, L. 1412-2" not in vote


def test_the_mandate_of_founders_says_how_many_contracts_and_at_which_prices() -> None:
    """Code de commerce, article R. 210-6."""
    text = text_of(alone_as("scic-sas", stage="to_create"), "etat-des-actes-accomplis-only")
    assert "[à compléter : nombre] contrats au plus, à durée indéterminée" in text and "trois jours au moins" in text


def test_the_mandate_of_founders_is_given_to_members_for_acts_that_it_determines() -> None:
    """Code de commerce, article R. 210-6."""
    forming = {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
    space = several(organisations=merge(COMPLETE_ORGANISATIONS, forming))
    text = text_of(space, "etat-des-actes-accomplis-cooperative")
    for words in (
        "donnent mandat aux associés suivants",
        "projets de ces conventions, datés du [à compléter : date] et joints au présent état",
        "| Assurance des locaux | [à compléter : assureur",
        "| Ouverture d’un compte bancaire | [à compléter : banque",
        "| Devis à conclure | [à compléter : client, objet, prix maximal et date limite de chacun",
        "| Contrats de travail | [à compléter : poste, salaire",
    ):
        assert words in text, words


def test_a_month_is_paid_for_no_closure_without_limit_or_notice() -> None:
    """Code de la consommation, article R. 212-1, 3° and 5°."""
    for slug in (RULES, LIST, TERMS, CONTRACT):
        text = text_of(complete(), slug)
        assert (
            "jusqu’à dix jours par année civile (moins, à proportion, pour une année incomplète), comptés parmi les jours de la semaine où le lieu ouvre d’ordinaire ; au-delà, le prix du mois baisse"
            in text
        ), slug
        assert "ne réduit pas le prix" not in text, slug


def test_the_summary_of_a_contract_asks_for_no_payment_within_seven_days_off_premises() -> None:
    """Code de la consommation, article L. 221-10; the summary comes before the articles."""
    text = text_of(complete(), CONTRACT)
    assert "jamais avant la fin du délai de sept jours" in text[: text.index("## Article #. Objet")]


def test_a_quote_says_when_a_withdrawal_starts_how_it_is_made_and_when_it_is_paid_back() -> None:
    """Code de la consommation, articles L. 221-5, L. 221-18, L. 221-20, L. 221-21 and L. 221-24."""
    text = text_of(complete(), "devis-cooperative")
    for words in (
        "quatorze jours à compter de cette acceptation",
        "déclaration sans ambiguïté",
        "rembourse dans les quatorze jours",
    ):
        assert words in text, words
    assert "articles L. 441-10 et D. 441-5" in text


def test_a_host_still_answers_for_its_fault_when_guests_leave() -> None:
    """Code civil, articles 1170 and 1231-1."""
    assert "chaque partie répond de celle qui vient de sa faute" in text_of(complete(), HOSTING)


def test_who_signs_for_a_public_body_has_a_first_name() -> None:
    """Code des relations entre le public et l’administration, article L. 212-1."""
    for slug in (VOTE, RULES, PERMIT):
        signed = text_of(alone_as("regie-publique"), slug).partition("## Signatures")[2]
        assert "[à compléter : prénom, nom et qualité de la personne qui signe]" in signed, slug
    for space, slugs in ((alone_as("regie-publique"), (RULES, PERMIT)), (complete(), (RULES,))):
        for slug in slugs:
            assert "L’information écrite est remise avec la suspension" in text_of(space, slug), slug


def test_the_legal_notice_of_a_company_that_may_not_exist_asks_who_publishes() -> None:
    words = "prénoms, nom, domicile et téléphone de la personne ; ou : sans objet, la société est immatriculée"
    assert words in text_of(alone_as("scic", stage=None), "mentions-legales")
    assert words not in text_of(alone_as("scic"), "mentions-legales")


@pytest.mark.parametrize("form", ["scic-sa", "scop-sa"])
def test_administrators_of_a_cooperative_are_not_paid(form: str) -> None:
    """Loi n° 47-1775, article 6."""
    text = text_of(alone_as(form), f"statuts-{form[:4]}-only")
    assert "les fonctions d’administrateur sont gratuites" in text
    assert ("fixe la rémunération des mandats" in text) is False


@pytest.mark.parametrize("form", ["scic-sa", "scop-sa"])
def test_the_board_of_a_cooperative_knows_who_sits_for_a_legal_person_and_who_fills_a_seat(form: str) -> None:
    """Code de commerce, L. 225-20, L. 225-22, L. 225-24 and L. 225-43; loi n° 78-763, article 15, for employees."""
    body = text_of(alone_as(form), f"statuts-{form[:4]}-only")
    for words in ("désigne aussitôt un représentant permanent", "nommer un administrateur à titre provisoire", "d’emprunter à la société"):  # fmt: skip
        assert words in body, words
    assert ("ne sont pas plus du tiers (article L. 225-22)" in body) is form.startswith("scic")
    for other in ("scic-sas", "scop-sarl"):
        assert "représentant permanent" not in text_of(alone_as(other), f"statuts-{other[:4]}-only")


def test_a_board_allows_an_agreement_with_one_of_its_members_first() -> None:
    """Code de commerce, L. 225-38 and L. 225-40."""
    for form in ("scic-sa", "scop-sa"):
        assert "est d’abord autorisée par le conseil d’administration" in text_of(
            alone_as(form), f"statuts-{form[:4]}-only"
        )


def test_joint_controllers_say_in_the_terms_and_in_the_contract_whom_to_write_to() -> None:
    """RGPD, article 26; one organisation alone has nobody to share with."""
    for slug in ("conditions-generales-de-vente-coworking", "contrat-coworking-resident-coworking"):
        shared, alone = text_of(several(), slug), text_of(alone_as("scic-sas"), slug)
        assert "exercer ses droits auprès de l’une ou de l’autre" in shared
        assert "responsables conjointes" not in alone


def test_a_contract_made_at_a_distance_is_confirmed_before_the_service_begins() -> None:
    """Code de la consommation, L. 221-13."""
    for slug in (
        "conditions-generales-de-vente-coworking",
        "contrat-coworking-resident-coworking",
        "devis-cooperative",
    ):
        body = text_of(several(), slug)
        assert "avant le début du service" in body and "L. 221-13" in body, slug


#: The law that a quote and an invoice name for the VAT of the seller, by the short name of its regime.
LAW_OF_VAT = {
    "assujettie": "article 278",
    "franchise-en-base": "articles 293 B et 293 E",
    "organisme-non-lucratif": "article 261, 7, 1°",
}


@pytest.mark.parametrize("regime", LAW_OF_VAT)
def test_quotes_and_invoices_name_the_law_of_their_vat(regime: str) -> None:
    space = several(organisations={"organisations": {"association": {"vat": {"regime": regime}}}})
    for filled in fill_documents(space, ("devis-association", "facture-association")):
        bases = spaced(" ".join(filled.legal_bases))
        assert {name for name, law in LAW_OF_VAT.items() if law in bases} == {regime}


def test_the_activity_report_of_a_company_cites_no_rule_of_associations() -> None:
    """Loi n° 2000-321, article 10-1: associations and foundations."""
    for form, cited in (("scic-sas", False), ("association-loi-1901", True)):
        assert ("10-1" in text_of(alone_as(form), "rapport-d-activite")) is cited, form
    assert "Capital, réserves et report à nouveau" in text_of(alone_as("scic-sas"), "rapport-d-activite")


# --- What a jurist asked for ---


def test_special_data_of_a_mandate_rest_on_a_consent_that_the_mandate_records() -> None:
    """GDPR, article 9(2)(a); the mandate is kept as long in every paper."""
    for space, register in ((complete(), "registre-des-traitements-association"), (alone_as("commune"), REGISTER)):
        words = spaced(space.vocabulary.locales["fr"].strings["basis_sensitive_mandate"])
        assert words in text_of(space, POLICY) and words in text_of(space, register)
    mandate = text_of(complete(), "mandat-demarches-en-ligne-association")
    assert "coche ce qu’elle accepte expressément : - ☐ l’usage de cette donnée" in mandate
    assert "[proposé : cinq ans après sa fin, à valider]" in mandate and "un an" not in mandate


def test_facts_are_noted_without_naming_an_offence() -> None:
    """GDPR, article 10; loi n° 78-17, article 46; the public prosecutor is told by a public body alone."""
    named, told = (
        "Une infraction n’est relevée que pour préparer, exercer ou suivre",
        "aviser le procureur",
    )
    for slug in (POLICY, "registre-des-traitements-association"):
        text = text_of(complete(), slug)
        assert text.count(named) == 1 and told not in text and "peuvent constituer une infraction" not in text, slug
    for slug in (POLICY, REGISTER):
        assert text_of(alone_as("commune"), slug).count(told) == 1, slug


def test_policy_and_registers_name_all_who_receive_data() -> None:
    """GDPR, articles 13(1)(e) and 30(1)(d): the body of a mandate, other members, the other organisations."""
    association, company = (f"registre-des-traitements-{each}" for each in ("association", "cooperative"))
    body, measure = (
        "pour un mandat, {}organisme auquel la démarche s’adresse",
        "la seule existence et la durée d’une mesure",
    )
    assert body.format("") in text_of(complete(), association) and body.format("l’") in text_of(complete(), POLICY)
    for slug in (POLICY, REGISTER):
        text = text_of(alone_as("scic-sas"), slug)
        assert "la liste des associés, les procès-verbaux et" in text and "chargée de la révision coopérative" in text
    for slug in (POLICY, association, company):
        assert measure in text_of(complete(), slug), slug
    for slug in (POLICY, REGISTER):
        assert measure not in text_of(alone_as("commune"), slug), slug


def test_a_complaint_about_a_sale_has_one_delay() -> None:
    rules = text_of(complete(), "reglement-interieur")
    assert "Une réclamation sur une vente suit les conditions de vente." in rules
    assert "dans un délai [proposé : d’un mois, à valider]" in rules and "le contrat signé puis les conditions" in rules
    assert "sur une vente suit" not in text_of(alone_as("commune"), "reglement-interieur")


def test_no_joint_file_rests_on_an_invoice_and_each_organisation_has_its_own_basis() -> None:
    text = text_of(complete(), FILES)
    assert "obligation légale pour la facture" not in text
    assert "contrat avec l’organisation qui la vend" in text
    assert "envers l’organisation qui vend le carnet ; sinon, intérêt légitime" in text


def test_a_badge_has_one_time_and_the_guest_of_a_ticket_a_name_in_every_paper() -> None:
    for slug in (POLICY, "registre-des-traitements-cooperative"):
        text = text_of(complete(), slug)
        assert "numéro de badge" not in text and "nom de la personne invitée" in text, slug
    assert "le nom et les coordonnées de la personne invitée" not in text_of(complete(), TERMS)
    kept = spaced(several().vocabulary.processings["golden_tickets"].proposed["fr"])
    assert kept in text_of(complete(), TERMS).lower()


@pytest.mark.parametrize(("form", "shared"), [("scop-sarl", True), ("scic-sas", False)])
def test_the_share_of_employees_is_in_their_sheet_of_the_register(form: str, shared: bool) -> None:
    """Loi n° 78-763, article 33: employees share it, members or not."""
    text = text_of(alone_as(form), REGISTER)
    assert ("part des excédents, participation et épargne salariale" in text) is shared
    assert "part travail" not in text and "déclaration des intérêts versés" in text
    assert "bénéficiaires effectifs" in text and "augmenté de six ans" in text


def test_a_quote_sells_no_month_and_confirms_a_contract_made_at_a_distance() -> None:
    """Code de la consommation, article L. 221-13."""
    text = text_of(complete(), "devis-cooperative")
    assert "la confirmation du contrat et le formulaire de rétractation (article L. 221-13)" in text
    assert "| Mois |" not in text and "Le coworking au mois n’est conclu que par le contrat au mois" in text
    assert "sait qu’il paiera, en proportion du prix, les prestations utilisées" in text


def test_an_invoice_names_the_place_and_what_a_public_client_owes_when_late() -> None:
    """Arrêté n° 83-50/A, article 3; code de la commande publique, article L. 2192-13."""
    text = text_of(complete(), "facture-association")
    assert "Lieu de la prestation : " in text and "L. 2192-13" in text and "intérêts moratoires et 40 €" in text


def test_a_public_body_tells_a_consumer_the_rights_of_an_economic_service() -> None:
    """Code de la consommation, articles L. 221-5 and L. 221-20: the body knows it, the public cannot."""
    public = text_of(alone_as("regie-publique"), LIST)
    assert "Si le service est de nature économique" not in public
    assert "[à compléter : service de nature économique, d’après la délibération : « Un consommateur reçoit" in public
    assert "les règles et le formulaire lui sont remis avant l’achat" in public and "L. 221-5, L. 221-18" in public
    assert "service de nature économique" not in text_of(complete(), LIST)
    vote = text_of(alone_as("regie-publique"), VOTE)
    assert "que celui-ci est [à compléter : de nature économique ; ou : d’intérêt général non économique" in vote


def test_a_permit_is_short_and_given_after_a_notice() -> None:
    """CGPPP, article L. 2122-1-1; CGCT, articles L. 2121-21 and L. 5211-3."""
    rules, vote = (text_of(alone_as("regie-publique"), slug) for slug in (RULES, VOTE))
    assert "Une autorisation est de courte durée : [proposé : un an, à valider] au plus" in rules
    assert "code de procédure pénale, article 40" in rules
    assert "code de procédure pénale, article 40" not in text_of(complete(), RULES)
    for words in ("L. 5211-3", "actuels ou futurs", "L. 2122-1-1 du code"):  # fmt: skip
        assert words in vote, words
    assert "L. 5211-3" not in text_of(alone_as("commune"), VOTE)


@pytest.mark.parametrize("form", ["scic-sas", "scic-sarl", "scop-sarl", "scop-sas", "scop-sa", "sas-ess"])
def test_contributions_in_kind_are_valued_by_someone_whom_all_members_chose(form: str) -> None:
    """Code de commerce, articles L. 223-9, L. 225-8, L. 227-6 and L. 223-18."""
    slug = "statuts-sas-ess-only" if form == "sas-ess" else f"statuts-{form[:4]}-only"
    text = text_of(alone_as(form, stage="to_create"), slug)
    assert "rapport, annexé aux statuts, d’un commissaire aux apports désigné à l’unanimité" in text
    assert ("Cette limite n’est pas opposable aux tiers" in text) is (form != "scop-sa")


@pytest.mark.parametrize("form", ["scic-sarl", "scop-sarl"])
def test_agreements_of_a_sarl_reach_companies_whose_debts_a_member_bears(form: str) -> None:
    """Code de commerce, articles L. 223-19 and L. 223-30."""
    text = text_of(alone_as(form), f"statuts-{form[:4]}-only")
    assert "ou dont il est associé indéfiniment responsable" in text and "sauf si la loi exige l’unanimité" in text
    assert "dont il est associé indéfiniment responsable" in text_of(alone_as(form), "rapport-d-activite")


def test_money_paid_long_before_a_booking_bears_interest_for_a_place_too() -> None:
    """Code de la consommation, article L. 214-2."""
    text = text_of(complete(), TERMS)
    assert text.count("article L. 214-2") == 1 and "avant la date réservée porte intérêt" in text.partition("Paiement { #paiement }")[2]  # fmt: skip


def test_the_monthly_contract_needs_only_what_it_starts_with() -> None:
    text = text_of(complete(), CONTRACT)
    assert "Sans l’identité, les coordonnées et l’attestation d’assurance" in text and "Sans ces données" not in text
    assert "préavis de un" not in text.replace("[proposé : ", "")


def test_statutes_of_an_association_end_the_mandate_of_a_representative_and_count_gifts() -> None:
    """Code de commerce, article L. 612-4; loi n° 87-571, article 4-1; loi du 1er juillet 1901, article 2 bis."""
    text = text_of(alone_as("association-loi-1901"), "statuts-association-only")
    for words in ("Le mandat d’un représentant prend fin", "ou les dons qui ouvrent droit", "à la création et à l’administration", "ou s’il n’y a plus de conseil"):  # fmt: skip
        assert words in text, words


def test_terms_of_sale_say_which_data_are_held_with_another_organisation() -> None:
    """GDPR, articles 13 and 26."""
    joint = "sont tenus avec Association d’exemple, dès qu’elle a la personnalité morale, à qui ces données sont communiquées : ces organisations en sont responsables conjointes"
    assert joint in text_of(complete(), TERMS)
    assert "responsables conjointes" not in text_of(alone_as("association-loi-1901"), TERMS)


def test_an_exclusion_from_a_public_service_has_an_end() -> None:
    """A suspension has one in every place."""
    public, private = text_of(alone_as("regie-publique"), RULES), text_of(complete(), RULES)
    for text in (public, private):
        assert "durée déterminée : [proposé : trois mois, à valider] au plus" in text
    assert "retirer cet accès, pour [proposé : un an, à valider] au plus" in public
    assert "retirer cet accès, pour [proposé : deux ans, à valider] au plus" in private
    for slug in (RULES, PERMIT):
        assert text_of(alone_as("regie-publique"), slug).count("ouvre un nouveau délai de deux mois") == 1, slug


def test_employers_of_one_place_work_together_for_safety_and_state_the_rate_of_a_late_payment() -> None:
    """Code du travail, article L. 4121-5; code de commerce, article L. 441-10."""
    assert "article L. 4121-5" in agreement() and "l’autre partie peut mettre fin" in agreement()
    assert "à des pénalités au taux annuel de [proposé : " in agreement()


def test_joint_files_tell_recipients_of_a_correction_and_keep_the_proof_of_a_consent() -> None:
    """GDPR, articles 7 and 19."""
    text = text_of(complete(), FILES)
    assert "| article 19 | Celle qui répond à la demande |" in text and "date et preuve de l’accord" in text


@pytest.mark.parametrize("form", ["scic-sas", "scic-sarl", "scop-sarl", "scop-sas"])
def test_a_mediation_before_court_hinders_no_urgent_measure(form: str) -> None:
    text = text_of(alone_as(form), f"statuts-{form[:4]}-only")
    assert "n’empêche ni un référé" in text and "deux mois de la demande écrite de médiation" in text
    assert "en compte courant, qui n’est jamais débiteur" in text


def test_the_statutes_of_a_scop_send_the_accounts_and_never_raise_an_engagement_by_a_vote() -> None:
    """Code de commerce, articles L. 223-26 and L. 223-30."""
    sarl, sas = (text_of(alone_as(form), "statuts-scop-only") for form in ("scop-sarl", "scop-sas"))
    assert "sont adressés aux associés quinze jours au moins avant" in sarl and "sont adressés" not in sas
    assert "les inventaires et les rapports soumis aux assemblées" in sarl and "demandent en justice" in sarl
    for text in (sarl, sas):
        assert "Hors le cas de" not in text and "Nul ne peut voir augmenter ses engagements sans son accord" in text
        assert "L’exclusion ne met pas fin, par elle-même, au contrat de travail" in text


def test_a_regie_spends_nothing_before_its_budget_and_gives_the_reason_of_its_free_ticket() -> None:
    vote = text_of(alone_as("regie-publique"), VOTE)
    assert "qu’après le vote de son premier budget" in vote and "| Ticket d’or (gratuit) |" in vote
    assert "déclaration d’absence d’intérêt" in text_of(alone_as("regie-publique"), POLICY)


# --- Papers that agree on personal data ---

MANDATE, ROOM, QUOTE = (
    "mandat-demarches-en-ligne-association",
    "contrat-location-de-salle-coworking",
    "devis-association",
)
OF_COOPERATIVE, OF_ASSOCIATION = "registre-des-traitements-cooperative", "registre-des-traitements-association"


@pytest.mark.parametrize(
    ("key", "slugs"),
    [
        ("basis_passages", (CONTRACT, POLICY, OF_COOPERATIVE)),
        ("basis_mandate", (POLICY, OF_ASSOCIATION)),
        ("basis_evidence", (QUOTE, CONTRACT, TERMS, POLICY)),
        ("clause_member_data", (POLICY, OF_ASSOCIATION)),
        ("clause_officer_data", (POLICY, OF_COOPERATIVE)),
        ("clause_spouse_data", (POLICY, OF_COOPERATIVE)),
        ("basis_quote", (QUOTE, TERMS, POLICY, OF_COOPERATIVE, OF_ASSOCIATION)),
    ],
)
def test_papers_give_the_same_basis_and_data(key: str, slugs: tuple[str, ...]) -> None:
    """GDPR, articles 6, 13(1)(c) and 30(1)(c)."""
    words = spaced(complete().vocabulary.locales["fr"].strings[key]).lower()
    assert [slug for slug in slugs if words not in text_of(complete(), slug).lower()] == []


def test_passages_of_a_badge_serve_the_safety_of_the_place_and_those_of_employees_too() -> None:
    assert several().vocabulary.processings["badges"].basis == "legitimate_interest"
    assert "pour les clés, les badges et les passages, de protéger le lieu" in text_of(complete(), POLICY)
    for slug, keeps in ((OF_COOPERATIVE, True), (OF_ASSOCIATION, False)):
        text = text_of(complete(), slug)
        staff = text.partition("Salariés, stagiaires et volontaires")[2].partition("##")[0]
        assert ("passages enregistrés par un badge" in staff and "trois mois" in staff) is keeps, slug
        assert ("n’y accède pas" in staff) is not keeps and ("| Passages enregistrés" in text) is keeps, slug
    assert "y compris dans l’équipe d’une autre organisation du lieu" in text_of(complete(), OF_COOPERATIVE)
    public = text_of(alone_as("commune"), REGISTER)
    assert spaced(several().vocabulary.locales["fr"].strings["basis_passages"]) not in public


@pytest.mark.parametrize(
    ("form", "told"), [("scic-sas", True), ("scop-sarl", True), ("cooperative", True), ("sas-ess", False)]
)
def test_who_pays_interest_on_shares_declares_it_in_every_paper(form: str, told: bool) -> None:
    for slug in (POLICY, REGISTER):
        text = text_of(alone_as(form), slug)
        assert ("article 242 ter)" in text.partition("##")[2].replace("note", "")) is told, slug
        assert ("pour les intérêts versés" in text) is told, slug


def test_the_employer_of_a_mediator_has_one_role_in_every_paper() -> None:
    """GDPR, articles 26, 28 and 30(1)(d): the agreement decides."""
    assert "rôle : responsable distinct" in text_of(complete(), OF_ASSOCIATION)
    controllers = text_of(complete(), POLICY).partition("{ #traitements }")[0]
    assert re.search("son employeur est seul responsable : [A-Z]", controllers)
    agreed = text_of(complete(), "convention-conseiller-numerique-conseiller")
    assert "L’employeur est responsable des données des personnes aidées" in agreed


def test_a_mandate_tells_the_rights_that_its_basis_opens() -> None:
    """GDPR, articles 13(2)(b), 20 and 21; loi n° 78-17, article 85."""
    text = text_of(complete(), MANDATE)
    for words in ("s’opposer à la conservation du mandat comme preuve", "format réutilisable", "après son décès"):
        assert words in text, words


def test_who_books_a_room_knows_who_keeps_the_bookings() -> None:
    """GDPR, articles 13(1)(a) and 26(2)."""
    joint = "sont tenus avec Association d’exemple, dès qu’elle a la personnalité morale, à qui ces données sont communiquées : ces organisations en sont responsables conjointes"
    assert joint in text_of(complete(), ROOM) and joint in text_of(complete(), CONTRACT)
    changes = {"organisations": {"association": {"stage": "existing"}}}
    existing = several(
        identity=COMPLETE_PLACE, organisations=merge(COMPLETE_ORGANISATIONS, changes), prices=COMPLETE_PRICES
    )
    assert "sont tenus avec Association d’exemple, à qui ces données" in text_of(existing, CONTRACT)
    alone = with_rooms(alone_as("association-loi-1901"), {"service": "coworking"})
    assert "responsables conjointes" not in text_of(alone, ROOM)


def test_a_quote_tells_what_becomes_of_the_data_that_it_asks() -> None:
    """GDPR, article 13: by itself, or by the terms of sale that it joins."""
    text = text_of(complete(), QUOTE)
    for words in ("pour établir le devis", "devis sans suite", "CNIL", "La politique de confidentialité est remise avec le devis"):  # fmt: skip
        assert words in text, words
    assert "conditions générales de vente, jointes, donne le détail" in text_of(complete(), "devis-cooperative")


@pytest.mark.parametrize("form", ["association-loi-1901", "scic-sas", "commune"])
def test_the_table_of_breaches_has_what_the_law_asks(form: str) -> None:
    """GDPR, articles 33(5) and 34."""
    text = text_of(alone_as(form), REGISTER).partition("Violations de données")[2]
    assert "| Effets |" in text and "Personnes averties le, ou raison de ne pas le faire" in text


def test_only_who_provides_the_access_keeps_its_data_as_long_as_an_operator() -> None:
    """Code des postes et des communications électroniques, article L. 34-1."""
    log = "[proposé : six mois, à valider]"
    for slug in (OF_ASSOCIATION, POLICY, IT_CHARTER):
        assert log.lower() in text_of(complete(), slug).lower(), slug
    kept = spaced(several().vocabulary.processings["internet"].kept["fr"])
    assert kept in text_of(complete(), OF_COOPERATIVE) and kept not in text_of(complete(), OF_ASSOCIATION)
    assert log not in text_of(complete(), OF_COOPERATIVE) and log not in text_of(alone_as("scic-sas"), REGISTER)


def test_a_free_visit_of_a_public_service_takes_nothing_from_the_golden_ticket() -> None:
    """The ticket gives a half-day to who never came: a first visit that is free at a desk would give it to all."""
    for slug in (LIST, VOTE):
        assert "La visite de découverte du lieu, sans poste de travail," in text_of(alone_as("regie-publique"), slug)


def test_who_may_give_a_mandate_is_asked_and_has_a_copy() -> None:
    text = text_of(complete(), MANDATE)
    for words in ("☐ majeure, sans mesure de protection", "assistée ou représentée par", "deux exemplaires, dont un est remis"):  # fmt: skip
        assert words in text, words


def test_a_contract_with_a_company_that_is_never_registered_ends() -> None:
    words = (
        "Si la société n’est pas immatriculée au plus tard le [à compléter : date], ou n’a pas repris le contrat"
        " dans les [proposé : deux mois, à valider] de son immatriculation, le contrat prend fin"
    )
    assert words in text_of(alone_as("scic-sas", stage="to_create"), CONTRACT)
    assert words not in text_of(alone_as("scic-sas"), CONTRACT)


def test_new_rules_take_no_right_from_a_consumer() -> None:
    """Code de la consommation, article R. 212-2, 6°."""
    text = text_of(complete(), CONTRACT)
    assert "n’enlèvent aucun droit tiré du contrat" in text and "le consommateur peut mettre fin au contrat" in text


def test_a_refusal_to_give_data_has_its_effect_told_in_every_sale() -> None:
    """GDPR, article 13(2)(e)."""
    assert "Sans le nom et les coordonnées, ni réservation, ni carnet" in text_of(complete(), TERMS)
    assert "Sans l’identité, les coordonnées" in text_of(complete(), CONTRACT)
    assert "l’autorisation ne peut être délivrée" in text_of(alone_as("regie-publique"), PERMIT)


def test_statutes_of_an_association_let_its_administrators_buy_as_anyone_does() -> None:
    """Code de commerce, article L. 612-5: no report on what is bought at the listed price."""
    text = text_of(alone_as("association-loi-1901"), "statuts-association-only")
    assert "Une convention courante, conclue à des conditions normales" in text


@pytest.mark.parametrize("form", ["scic-sas", "scop-sas", "scic-sarl", "scic-sa"])
def test_the_spouse_whom_statutes_name_is_in_the_register_and_the_policy(form: str) -> None:
    """GDPR, articles 14 and 30(1)(c)."""
    space = alone_as(form, stage="to_create")
    statutes = text_of(space, "statuts-scop-only" if form.startswith("scop") else "statuts-scic-only")
    assert "1832-2" in statutes
    for slug in (REGISTER, POLICY):
        assert "conjoint" in text_of(space, slug) and "1832-2" in text_of(space, slug), slug


@pytest.mark.parametrize("form", ["association-loi-1901", "scic-sas", "commune"])
def test_an_image_is_withdrawn_within_one_time_in_every_paper(form: str) -> None:
    space = alone_as(form)
    assert "[à compléter : nombre de jours, trente au plus]" in text_of(space, "autorisation-droit-a-l-image-only")
    for slug in (REGISTER, POLICY):
        text = text_of(space, slug)
        assert text.count("au plus tard dans le délai de") == 2 and "dès que la personne le demande" not in text, slug


def test_a_quote_without_follow_up_is_kept_alike_in_every_paper() -> None:
    kept = spaced(f"devis sans suite : [proposé : {several().vocabulary.processings['messages'].proposed['fr']}")
    for slug in (QUOTE, TERMS, POLICY, OF_COOPERATIVE, OF_ASSOCIATION):
        assert kept.lower() in text_of(complete(), slug).lower(), slug
    for slug in (REGISTER, POLICY):
        assert "devis" not in text_of(alone_as("regie-publique"), slug), slug


def test_a_regie_is_not_its_public_body() -> None:
    """It has no legal personality: code général des collectivités territoriales, article L. 2221-14."""
    for slug in (REGISTER, POLICY):
        text = text_of(alone_as("regie-publique", name=None), slug)
        assert "[à compléter : nom de la commune ou de l’intercommunalité], pour sa régie «" in text, slug
    staff = text_of(alone_as("regie-publique"), REGISTER)
    assert "si la collectivité emploie moins de 250 personnes" in staff


def test_a_privacy_policy_names_the_only_kind_of_organisation_that_a_place_has() -> None:
    text = text_of(alone_as("association-loi-1901", stage="to_create"), POLICY)
    assert "Tant que la déclaration de l’association n’est pas publiée, la personne" in text and "société" not in text
    company = text_of(alone_as("scic-sas", stage="to_create"), POLICY)
    assert "Tant que la société n’est pas immatriculée, la personne" in company


@pytest.mark.parametrize("form", ["association-loi-1901", "commune"])
def test_who_assists_the_person_of_a_mandate_has_a_place_to_sign(form: str) -> None:
    """Code civil, articles 467 and 496; the register and the policy name that person too: GDPR, article 30(1)(c)."""
    space = alone_as(form)
    assert "**Le cas échéant, la personne qui l’assiste ou la représente**" in text_of(
        space, "mandat-demarches-en-ligne-only"
    )
    for slug in (REGISTER, POLICY):
        assert "nom et qualité de la personne qui" in text_of(space, slug), slug


def test_a_mandate_tells_apart_what_is_kept_of_the_procedure_and_of_the_support() -> None:
    text = text_of(complete(), MANDATE)
    assert "Le suivi des accompagnements" in text and "Aucune n’est copiée ni gardée" not in text
    assert "Base légale : le contrat de mandat, puis, après sa fin" in text


def test_a_room_hired_from_a_company_in_formation_is_paid_once_it_exists_or_not_at_all() -> None:
    """Code de commerce, article L. 210-6; code de la consommation, article L. 221-10."""
    room = "contrat-location-de-salle-coworking"
    forming = with_rooms(alone_as("scic-sas", stage="to_create"), {"service": "coworking"})
    text = text_of(forming, room)
    assert "le jour de l’immatriculation de la société, le solde" in text
    assert "la société n’est pas immatriculée ou n’a pas repris le contrat, le contrat prend fin" in text
    existing = text_of(with_rooms(alone_as("scic-sas"), {"service": "coworking"}), room)
    assert "immatriculée la veille" not in existing and "jamais avant la fin du délai de sept jours" in existing


@pytest.mark.parametrize(("form", "statutes"), [("scic-sas", "scic"), ("scop-sas", "scop"), ("sas-ess", "sas-ess")])
def test_statutes_tell_who_signs_the_minutes_that_refer_to_them(form: str, statutes: str) -> None:
    """Code de commerce, article L. 227-9: in this kind of company statutes alone do."""
    space = alone_as(form)
    assert "Le procès-verbal est signé de ces deux personnes" in text_of(space, f"statuts-{statutes}-only")
    minutes = text_of(space, "proces-verbal-assemblee-extraordinaire-only")
    assert "par la ou le secrétaire, comme le prévoient les statuts" in minutes
    assert "**Société par actions simplifiée.**" not in minutes


@pytest.mark.parametrize("form", ["association-loi-1901", "association-droit-local", "scic-sas"])
def test_minutes_of_an_assembly_are_those_of_an_organisation_that_exists(form: str) -> None:
    for slug in ("proces-verbal-assemblee-extraordinaire-only", "proces-verbal-assemblee-ordinaire-only"):
        text = text_of(alone_as(form, stage="to_create"), slug)
        assert "Ce procès-verbal ne sert qu’après" in text, slug
        assert "en cours de" not in text.partition("::: laws")[0], slug
        assert "ne sert qu’après" not in text_of(alone_as(form), slug), slug


def test_minutes_follow_the_rule_of_the_statutes_on_a_transformation() -> None:
    """Loi n° 47-1775, article 28 bis."""
    text = text_of(alone_as("association-loi-1901"), "proces-verbal-assemblee-extraordinaire-only")
    assert "les statuts la prévoient" in text and "28 bis" in text_of(
        alone_as("association-loi-1901"), "statuts-association-only"
    )
    local = text_of(alone_as("association-droit-local"), "proces-verbal-assemblee-extraordinaire-only")
    assert "si les statuts ne la prévoient pas" in local


def test_no_paper_gives_coworkers_what_another_sells() -> None:
    """The agreement: no advantage for the company; a public tariff is that of the decision, alike for all users."""
    permit = text_of(alone_as("regie-publique"), PERMIT)
    assert "une activité payante se paie au tarif de la délibération" in permit and "sans supplément" not in permit
    contract = text_of(complete(), CONTRACT)
    assert "Celles que propose Association d’exemple ne sont pas comprises dans le prix" in contract
    assert "gratuites pour tous" not in contract
    for guide in ("cowocamp", "barcamp", "papycamp", "aperocamp"):
        assert "sans rien payer" not in text_of(complete(), f"guide-{guide}"), guide


def test_a_try_with_a_golden_ticket_is_not_a_free_use() -> None:
    words = "Un essai par ticket d’or n’est pas imputé sur ces usages"
    assert words in text_of(complete(), AGREEMENT) and "lors d’une première visite" not in text_of(
        complete(), AGREEMENT
    )


def test_a_quote_of_a_company_in_formation_has_no_number_yet_and_may_end() -> None:
    """Code de commerce, article L. 210-6."""
    text = text_of(alone_as("scic-sas", stage="to_create"), "devis-only")
    assert "RCS : [à compléter : ville, à l’immatriculation]" in text
    assert "Si elle ne l’est pas à la date de la prestation, le devis accepté prend fin" in text
    assert "Les lignes inutiles" not in text


def test_house_rules_are_signed_at_their_end_by_who_exists() -> None:
    place = several(
        identity=COMPLETE_PLACE,
        organisations=merge(
            COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
        ),
    )
    text = text_of(place, RULES)
    assert "puis le signe à la fin, avec la date" in text and "en cours de formation :**" not in text


def test_the_council_of_a_public_body_always_votes_for_the_board() -> None:
    """CGCT, article L. 2121-21: whether nominations without a vote extend to a board is discussed."""
    text = text_of(alone_as("regie-publique"), VOTE)
    assert "Même pour une candidature unique, l’assemblée vote" in text and "sans vote" not in text


def test_one_organ_calls_the_assembly_of_an_association() -> None:
    """Cour de cassation, 20 March 2019, n° 18-11.652: the organ that the statutes name."""
    space = alone_as("association-loi-1901")
    assert "La présidence convoque l’assemblée" in text_of(space, "statuts-association-only")
    assert "Organe qui convoque | la présidence, sur l’ordre du jour" in text_of(space, "convocation-only")
    assert "sur convocation de la présidence du" in text_of(space, "proces-verbal-assemblee-extraordinaire-only")


@pytest.mark.parametrize("form", ["scic-sas", "scop-sarl", "scop-sa", "sas-ess"])
def test_statutes_and_nomination_end_a_mandate_on_a_day_that_can_be_known(form: str) -> None:
    """As a member of a board: code de commerce, article R. 225-15 (cited from memory)."""
    family = form if form == "sas-ess" else form[:4]
    space = alone_as(form, stage="to_create")
    for slug in (f"statuts-{family}-only", "nomination-des-premiers-dirigeants-only"):
        text = text_of(space, slug)
        assert "à l’issue de l’assemblée annuelle qui statue sur les comptes de l’exercice écoulé, tenue dans" in text
        assert "dernière assemblée annuelle" not in text, slug


def test_a_place_with_one_organisation_names_no_other() -> None:
    for slug in (POLICY, REGISTER):
        text = text_of(alone_as("scic-sas"), slug)
        assert "envers l’organisation qui l’a conclu" not in text and "l’organisation qui la vend" not in text, slug


# --- What is left to nobody's guess ---


@pytest.mark.parametrize("form", ["association-loi-1901", "regie-publique"])
def test_a_mandate_says_what_happens_without_each_consent(form: str) -> None:
    """GDPR, article 9: a procedure that touches on health is carried out with an express consent only."""
    text = text_of(alone_as(form), "mandat-demarches-en-ligne-only")
    assert text.count("☐ l’usage de cette donnée") == 1 and "consent expressément" not in text
    assert "Si la première case n’est pas cochée, la médiatrice ou le médiateur n’accomplit pas la démarche" in text
    assert "Si la seconde ne l’est pas, la démarche et l’organisme ne figurent que sur l’exemplaire remis" in text


def test_the_mandate_of_a_regie_is_given_to_its_public_body() -> None:
    """A régie without legal personality is no party; GDPR, articles 13 (officer) and 20 (consent or contract only)."""
    text = text_of(alone_as("regie-publique", name=None), "mandat-demarches-en-ligne-only")
    assert "[à compléter : nom de la commune ou de l’intercommunalité]**, pour sa régie" in text
    assert "Déléguée ou délégué à la protection des données : [à compléter" in text
    assert "de celles qui sont traitées avec son consentement" in text and "article 1992)." not in text
    signed = "celle qui en a reçu délégation de signature, par arrêté, et dirige la régie ou un service (code général"
    assert signed in text and "nom et fonction de la médiatrice" in text.partition(signed)[2]
    vote = text_of(alone_as("regie-publique"), VOTE)
    assert "déléguer cette signature, par arrêté, à la personne qui dirige la régie" in vote


def test_a_vote_finds_once_whether_the_premises_are_in_the_public_domain() -> None:
    """CGPPP, articles L. 2111-1 and L. 2122-1: premises that are rented from a private owner are not."""
    text = text_of(alone_as("regie-publique"), VOTE)
    assert text.count("Ces locaux [à compléter : relèvent du domaine public") == 1
    for words in ("L. 2122-1-1 du code", "article L. 2125-4"):
        before = text[: text.rindex(words)].rpartition("[à compléter : ")[2]
        assert before.startswith("locaux du domaine public : «"), words
    assert "Si les locaux relèvent" not in text and "Vu, si les locaux" not in text
    assert "justificatif : [" not in text and "voté par : " not in text


@pytest.mark.parametrize("form", ["association-loi-1901", "cooperative", "scic-sas"])
def test_a_monthly_contract_can_always_be_ended_online(form: str) -> None:
    """Code de la consommation, article L. 215-1-1; the contract itself may be signed by electronic means."""
    text = text_of(alone_as(form), CONTRACT)
    assert "à l’adresse suivante : [à compléter : adresse d’une page ou d’un simple formulaire ; ou" in text
    assert "aucun local, hors une salle réservée" in text and "Si le taux ou le régime de TVA change" in text
    assert "| Contrat conclu | ☐ au lieu ; ☐ à distance" in text


def test_alcohol_is_forbidden_but_for_what_the_labour_code_allows_at_a_social_moment() -> None:
    """Code du travail, article R. 4228-20."""
    assert "L’alcool n’est permis que lors d’un moment convivial annoncé" in text_of(complete(), RULES)


def test_an_exclusion_is_reviewed_by_someone_within_a_time() -> None:
    text = text_of(complete(), RULES)
    assert "qui suit sa notification, la personne peut en demander le réexamen à : [à compléter : fonction" in text


@pytest.mark.parametrize("form", ["association-loi-1901", "regie-publique"])
def test_a_register_does_not_declare_an_assessment_that_is_still_to_make(form: str) -> None:
    """GDPR, article 35."""
    text = text_of(alone_as(form), REGISTER)
    assert "À faire avant l’ouverture du lieu" in text and "proposé : Faite" not in text


@pytest.mark.parametrize(("form", "charged"), [("association-loi-1901", True), ("regie-publique", False)])
def test_a_public_body_keeps_no_bank_details_for_debits_that_its_vote_does_not_accept(form: str, charged: bool) -> None:
    for slug in (POLICY, REGISTER):
        assert ("après le dernier prélèvement" in text_of(alone_as(form), slug)) is charged, slug


def test_the_term_of_a_board_and_the_time_to_appeal_are_counted_from_a_known_day() -> None:
    text = text_of(alone_as("association-loi-1901"), "statuts-association-only")
    assert "l’assemblée annuelle de la deuxième année civile qui suit celle de leur élection" in text
    assert "Dans le mois qui suit la réception de cet écrit, elle peut demander" in text


def test_every_founder_signs_for_a_company_that_is_not_registered() -> None:
    """Code de commerce, article L. 210-6: those who act for it are bound jointly."""
    text = text_of(alone_as("scic-sas", stage="to_create", representative="Première Personne"), CONTRACT)
    assert "Première Personne, [à compléter : autres personnes fondatrices]" in text


@pytest.mark.parametrize(("slug", "signed"), [("contrat-coworking-resident-coworking", True), (LIST, False)])
def test_what_people_sign_says_that_its_notes_are_removed_first(slug: str, signed: bool) -> None:
    assert ("Note à retirer avant signature" in text_of(complete(), slug)) is signed


# --- What two papers say of one thing ---


def test_a_funder_receives_names_only_where_its_agreement_has_to_check_them() -> None:
    """GDPR, articles 5(1)(b) and (c) and 6: an agreement with a funder is no basis to send more."""
    for form in ("association-loi-1901", "scic-sas", "regie-publique"):
        text = text_of(alone_as(form), POLICY)
        assert "de préférence" not in text and "à un financeur, sous forme de chiffres anonymes" in text, form
    assert "pièces comptables ou suivi d’un projet accompagné" in text_of(complete(), POLICY)


@pytest.mark.parametrize("form", ["association-loi-1901", "regie-publique"])
def test_the_proof_of_a_withdrawn_consent_does_not_tell_what_it_was_about(form: str) -> None:
    """GDPR, articles 5(2), 7(1) and 17: the need of a person, kept as proof for five years, would not be erased."""
    for slug in (POLICY, REGISTER):
        text = text_of(alone_as(form), slug)
        assert "objet et dates" not in text and "sans la donnée ni le besoin qu’il concernait" in text, slug
        assert "la seule adresse, qui ne sert plus à aucun envoi" in text, slug


@pytest.mark.parametrize(("form", "always"), [("association-loi-1901", False), ("regie-publique", True)])
def test_the_same_people_answer_a_request_in_the_policy_and_in_the_register(form: str, always: bool) -> None:
    policy, register = (text_of(alone_as(form), slug) for slug in (POLICY, REGISTER))
    assert "pour une demande sur vos données : la personne qui tient le registre" in policy
    assert "Personne qui tient le registre ; déléguée ou délégué" in register
    asked = policy.partition("pour une demande sur vos données")[2].partition(" ;")[0]
    assert ("s’il y en a" not in asked) is always


def test_a_policy_names_the_public_recipients_of_a_company_and_all_who_act_for_an_organisation() -> None:
    """Code de commerce, article L. 123-33; GDPR, article 13(1)(e)."""
    text = text_of(alone_as("scic-sas"), POLICY)
    assert "le guichet des formalités des entreprises et le greffe, pour les statuts" in text
    assert "les statuts déposés et l’identité des dirigeants" in text
    assert "guichet des formalités" not in text_of(alone_as("association-loi-1901"), POLICY)
    assert "salariées ou non" in text and "agents publics ou non" in text_of(alone_as("regie-publique"), POLICY)


def test_silence_on_a_request_has_its_effect_in_the_rules_and_every_request_an_answer() -> None:
    """Code des relations entre le public et l’administration, articles L. 231-1 and R. 112-5."""
    text = text_of(alone_as("regie-publique"), RULES)
    assert "vaut : [à compléter : locaux du domaine public : rejet ; autres locaux : rejet, ou acceptation" in text
    assert "L’exploitant répond par écrit à chaque demande dans un délai" in text
    assert "confirme sa demande, à son rang, quand une place se libère" in text
    assert "La notification de la décision indique ces voies et ces délais" in text


@pytest.mark.parametrize("form", ["regie-publique", "association-loi-1901"])
def test_access_is_withdrawn_from_the_service_concerned_and_digital_help_stays_within_reach(form: str) -> None:
    text = text_of(alone_as(form), RULES)
    assert "suspendre l’accès à un ou plusieurs services ou activités" in text and "retirer l’accès au lieu" not in text
    assert "ne vise que les services ou les activités où le manquement a eu lieu" in text
    assert "dit comment la personne peut encore être aidée dans ses démarches" in text


def test_no_paper_of_a_public_service_has_the_days_of_a_suspension_paid() -> None:
    """The price of a service is owed for the service; the rules ask for no fine."""
    for slug in (RULES, VOTE, PERMIT):
        text = text_of(alone_as("regie-publique"), slug)
        assert "Les jours d’une suspension ne sont pas dus" in text and "dans la limite de quinze jours" not in text, (
            slug
        )


def test_what_is_left_in_a_locker_follows_the_rule_of_the_contract() -> None:
    kept = "elles ne sont vendues ou détruites qu’avec son accord ou une autorisation du juge"
    for slug in (RULES, CONTRACT):
        text = text_of(complete(), slug)
        assert kept in text and "sont entreposées à ses frais" in text, slug
    assert "Un casier prêté est vidé" not in text_of(alone_as("regie-publique"), RULES)


def test_each_organisation_decides_and_adopts_the_rules_for_itself() -> None:
    text = text_of(complete(), RULES)
    assert "Toute modification, adoptée par chaque organisation selon ses propres règles, s’applique" in text
    for organisation in ("Coopérative d’exemple", "Association d’exemple"):
        assert f"ou instance] ({organisation})" in text and f"décision] ({organisation})" in text, organisation
    assert "l’emportent, sauf sur les règles de sécurité du public" in text
    assert "n’enlève à un consommateur ou à un non-professionnel aucun droit tiré de son contrat" in text


def test_an_agreement_ends_for_a_breach_of_named_engagements_after_a_notice_that_recalls_it() -> None:
    """Code civil, article 1225."""
    ended = agreement().partition("Si une partie manque gravement")[2].partition("Quand il ne reste")[0]
    assert ended.startswith(" à l’un de ces engagements (payer les frais communs")
    assert "lettre recommandée" in ended and "reproduit la présente clause (code civil, article 1225)" in ended
    assert "par une nouvelle lettre" in ended


def test_one_power_sets_the_share_for_free_uses() -> None:
    """The statutes give it to the assembly; an amendment, signed by all, would let another party refuse it."""
    assert "fixe la part des recettes du coworking, hors TVA, consacrée aux usages gratuits" in text_of(
        alone_as("scic-sas", stage="to_create"), "statuts-scic-only"
    )
    text = agreement()
    assert "l’exercice qui suit l’avenant" not in text and "qui suit sa décision, sans avenant" in text
    assert "un avenant signé de toutes les parties, hors le taux de l’" in text


def test_someone_pays_common_costs_before_a_company_exists() -> None:
    """Code de commerce, article L. 210-6."""
    place = several(
        identity=COMPLETE_PLACE,
        organisations=merge(
            COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}}
        ),
    )
    words = "D’ici là, les frais communs sont avancés, sur justificatif, par : [à compléter"
    assert words in text_of(place, AGREEMENT) and words not in agreement()


@pytest.mark.parametrize("form", ["commune", "regie-publique"])
def test_a_vote_shows_by_facts_that_its_service_is_administrative(form: str) -> None:
    """Everything else rests on it: the permit, the rules of the service, the law of its staff and its judge."""
    vote = text_of(alone_as(form), VOTE)
    assert "son activité principale est [à compléter" in vote and "les tarifs couvrent [à compléter" in vote
    act, warned, page = vote.partition("## Page à retirer")
    assert warned and "industriel et commercial" not in act
    assert "Ce modèle ne convient pas à un service industriel et commercial" in page


def test_prices_voted_before_the_board_exists_apply_after_its_opinion() -> None:
    """CGCT, article R. 2221-64: the board is consulted on every general question."""
    vote = text_of(alone_as("regie-publique"), VOTE)
    assert "Ils n’ont aucun effet avant la délibération, prise au plus tard avec ce budget" in vote
    assert "au plus tôt après sa confirmation" in vote and "et ils ne s’appliquent qu’ensuite" in vote
    for slug in (VOTE, LIST):
        text = text_of(alone_as("regie-publique"), slug)
        assert (
            "aucune autorisation n’est délivrée en ligne" in text and "aucun contrat n’est conclu en ligne" not in text
        )


@pytest.mark.parametrize(("form", "public"), [("regie-publique", True), ("association-loi-1901", False)])
def test_who_represents_a_person_gives_the_mandate_in_their_name(form: str, public: bool) -> None:
    """Code civil, articles 473 and 2007; code du patrimoine, article L. 212-2."""
    text = text_of(alone_as(form), "mandat-demarches-en-ligne-only")
    assert "seule ou assistée, ou en son nom la personne qui la représente, donne mandat à" in text
    assert "(mandante), sauf si elle est représentée" in text and "qui signe aussi le mandat" not in text
    assert "sinon, elle répond du dommage (article 2007)" in text
    assert ("Il est ensuite détruit avec le visa des Archives départementales" in text) is public
    assert ("puis effacée une fois ce visa obtenu" in text) is public


def test_a_price_list_names_everyone_who_sells() -> None:
    """Code de la consommation, article L. 111-1."""
    sellers = text_of(complete(), LIST).partition("## Vendeur")[2]
    assert "**Association d’exemple**" not in sellers
    priced = replace(complete(), activities=(activity(service="mediation", price="24 € les trois séances"),))
    assert "**Association d’exemple**" in text_of(priced, LIST).partition("## Vendeurs")[2].partition("##")[0]


# --- One rule in every act of a place ---


def test_the_votes_of_a_regie_say_who_names_its_head_and_for_how_long_its_board_sits() -> None:
    """CGCT, articles L. 2221-14, R. 2221-4 and R. 2221-67."""
    text = text_of(alone_as("regie-publique"), VOTE)
    statutes = text.partition("## Annexe")[2]
    assert "est désigné par le conseil de la collectivité, sur proposition de l’exécutif, puis nommé par" in statutes
    assert "il est mis fin à ses fonctions dans les mêmes formes" in statutes
    assert "est celle du mandat du conseil de la collectivité" in statutes and "ne dépasse pas celle" not in statutes
    assert "Les premiers tarifs et le premier règlement du service" in statutes
    assert "l’aménagement indispensable à ses missions" in text and "aménagés pour lui" not in text


def test_a_vote_lists_what_is_annexed_to_it() -> None:
    text = text_of(alone_as("regie-publique"), VOTE).partition("## Annexe")[0]
    listed = text.partition("Annexes : ")[2].partition(".")[0]
    for annexed in ("statuts de la régie", "grille tarifaire", "règlement du lieu", "charte du lieu", "charte informatique", "modèle de mandat"):  # fmt: skip
        assert annexed in listed, annexed


def test_a_mandate_is_approved_in_an_article_that_takes_effect() -> None:
    """The articles of a draft have no effect before a second vote: nobody could sign a mandate till then."""
    articles = re.split(r"## Article #\. ", text_of(alone_as("regie-publique"), VOTE))
    (approval,) = [article for article in articles if "Le modèle de mandat" in article]
    assert approval.startswith("Mandat pour une démarche en ligne")
    assert "est annexé et approuvé" in approval and "déléguer cette signature" in approval
    assert not any("hors le modèle de mandat" in article for article in articles)


def test_a_vote_grants_no_aid_to_companies_without_its_ground() -> None:
    """CGCT, articles L. 1511-1 to L. 1511-3: the regulation frees from notice, it gives no power to help."""
    text = text_of(alone_as("regie-publique"), VOTE)
    act, _, removed = text.partition("## Page à retirer")
    assert "est une aide de minimis" not in act and "registre national de ces aides" not in act
    assert (
        "n’affecte pas les échanges entre États membres, à valider], pour cette raison : [à compléter : raison]" in act
    )
    assert "L. 1511-1 à L. 1511-3" in removed and "faites rédiger un autre texte : l’aide" in removed
    assert "Commune membre d’une communauté" in removed and "L. 5214-16 et L. 5216-5" in removed


def test_the_end_of_a_service_has_its_notice_and_its_compensation() -> None:
    """CRPA, article L. 242-2: the same event has one regime, whatever ground it is given."""
    stated(
        PERMIT,
        alone_as("regie-publique"),
        "défaut d’assurance, locaux inutilisables, ou manquement grave",
        "si l’assemblée met fin au service, avec un préavis de [proposé : deux mois, à valider], sauf si les locaux ne peuvent",
        "pour un motif d’intérêt général ou par la fin du service, avant ce terme, laisse au coworker la réparation",
    )


def test_small_aid_that_a_vote_relies_on_is_stated_in_a_request_and_kept() -> None:
    """Regulation (EU) 2023/2831: the rules, the register and the policy say the same."""
    space = alone_as("regie-publique")
    assert (
        "la déclaration des aides de minimis reçues dans les trois années précédentes par elle-même et par les"
        in text_of(space, RULES)
    )
    for slug in (REGISTER, POLICY):
        text = text_of(space, slug)
        assert "déclaration des aides de minimis, si elle est demandée" in text, slug
        assert "déclaration des aides : [" in text, slug


def test_requests_for_a_monthly_place_are_received_from_the_notice_on_and_renewed_alike() -> None:
    """CGPPP, article L. 2122-1-1: a request older than the notice would make it useless."""
    rules, permit = (text_of(alone_as("regie-publique"), slug) for slug in (RULES, PERMIT))
    assert "Les demandes sont reçues à partir de la publication de l’avis" in rules
    assert "au plus tard un mois avant cette date" not in permit + rules


@pytest.mark.parametrize("form", ["regie-publique", "association-loi-1901"])
def test_rules_say_who_acts_in_danger_and_who_enters_a_closed_place(form: str) -> None:
    """The person who may suspend is seldom at the desk; nobody is on call where only the team enters."""
    text = text_of(alone_as(form), RULES)
    assert "de sortir, appelle le 17 si elle refuse, et prévient aussitôt la personne qui décide" in text
    assert (
        "En dehors de ces heures et des salles réservées, l’accès est réservé à l’équipe." in text
        and "astreinte" not in text
    )
    assert "pas d’accès" not in text and "La dernière personne de l’équipe ferme" in text
    assert "aucune réparation n’est faite sans l’accord" in text and "le répare ou en rembourse" not in text


def test_a_consumer_pays_no_day_of_a_suspension() -> None:
    """Code de la consommation, article R. 212-1, 5°."""
    for slug in (CONTRACT, RULES):
        assert "un consommateur ou un non-professionnel ne le doit pas" in text_of(complete(), slug), slug
    for slug in (RULES, VOTE, PERMIT):
        assert "non-professionnel ne le doit pas" not in text_of(alone_as("regie-publique"), slug), slug


def test_a_contract_made_online_is_withdrawn_from_online() -> None:
    """Code de la consommation, articles L. 221-21 and D. 221-5, from 19 June 2026."""
    text = text_of(complete(), CONTRACT)
    assert "peut aussi se rétracter en ligne, gratuitement et pendant tout le délai" in text
    assert "s’il est professionnel, est seul responsable de son activité" in text
    assert "les conditions générales de vente nomment son assureur" in text
    assert "| Assurance de responsabilité civile | [à compléter" in text_of(complete(), TERMS)


@pytest.mark.parametrize("form", ["association-loi-1901", "regie-publique"])
def test_a_mandate_promises_nothing_that_the_law_or_another_paper_denies(form: str) -> None:
    """Code civil, article 435; GDPR, articles 13(2)(e) and 21."""
    space = alone_as(form)
    text = text_of(space, "mandat-demarches-en-ligne-only")
    for words in ("☐ protégée, mais capable de faire seule cette démarche", "mandataire de protection future), qui signe",
                  "sauf si la loi oblige à les révéler", "sont conservés, comme preuve", "sans elles, la démarche ne peut pas être accomplie",
                  "La mention d’une mesure de protection n’est conservée que pour prouver"):  # fmt: skip
        assert words in text, words
    public = form == "regie-publique"
    assert ("à l’usage de ses données et à la conservation du mandat" in text) is public
    assert ("elle y est masquée aussitôt" in text) is public
    for slug in (POLICY, REGISTER):
        for words in (
            "donné d’avance par un tableau de gestion",
            "Tant que ce visa manque, une donnée à effacer est masquée",
        ):
            assert (words in text_of(space, slug)) is public, (slug, words)
        assert "ne sont ouverts qu’après" not in text_of(space, slug), "a register opens nothing"
    assert "Aucun identifiant, aucun mot de passe, aucune copie de document. En dehors de ce que le mandat indique" in text_of(space, REGISTER)  # fmt: skip
    assert "la qualité de la personne qui vous assiste ou vous représente, avec l’acte montré" in text_of(space, POLICY)


def test_producers_of_a_cooperative_of_collective_interest_have_a_category_once_it_employs() -> None:
    """Loi n° 47-1775, article 19 septies; who fits no category any more is struck off."""
    text = text_of(alone_as("scic-sas", stage="to_create"), "statuts-scic-only")
    assert "rejoignent alors celle qui correspond à leur lien" in text
    assert "les producteurs qui ne relèvent d’aucune autre catégorie" in text
    assert "Un mandat de direction, donné" in text and "que l’assemblée désigne ; l’assemblée désigne aussi" in text


@pytest.mark.parametrize("form", ["association-loi-1901", "scic-sas", "regie-publique"])
def test_a_register_has_everyone_and_the_time_that_each_proof_is_kept(form: str) -> None:
    """GDPR, article 30(1)(c) and (f)."""
    text = text_of(alone_as(form), REGISTER)
    assert "personnes à prévenir, ou avec qui un enfant repart" in text
    assert "preuve d’un consentement et de son retrait : cinq ans" in text
    assert "naissance, nationalité et, s’il y a lieu, titre qui permet de travailler" in text


def test_a_declaration_of_no_conviction_is_kept_until_its_formality_is_done() -> None:
    space = alone_as("scic-sas")
    for slug in (POLICY, REGISTER):
        kept = "déclaration de non-condamnation : [proposé : jusqu’à l’inscription du dirigeant au registre"
        assert kept in text_of(space, slug) and kept not in text_of(alone_as("association-loi-1901"), slug), slug


@pytest.mark.parametrize("form", ["association-loi-1901", "scic-sas", "regie-publique"])
def test_each_cell_of_a_duration_begins_with_a_capital(form: str) -> None:
    for slug in (POLICY, REGISTER):
        rows = [line for line in filled_document(alone_as(form), slug).text.splitlines() if line.startswith("|")]
        cells = [
            spaced(shown(cell)).strip().removeprefix("[proposé : ")
            for row in rows
            for cell in row.strip("|").split("|")
        ]
        small = [cell for cell in cells if cell[:1].islower() and "@" not in cell and not cell.startswith("aucun")]
        assert small == [], slug


def test_each_duration_of_a_common_file_begins_with_a_capital() -> None:
    rows = [line for line in filled_document(complete(), FILES).text.splitlines() if line.startswith("|")]
    cells = [spaced(shown(row.strip("|").split("|")[-1])).strip().removeprefix("[proposé : ") for row in rows]
    assert [cell for cell in cells if cell[:1].islower()] == []


def test_a_public_body_that_pays_back_tells_that_it_receives_bank_details() -> None:
    """GDPR, articles 13 and 30: the vote has the accountant pay what is refunded."""
    assert "remboursements" in text_of(alone_as("regie-publique"), VOTE)
    for slug in (POLICY, REGISTER):
        text = text_of(alone_as("regie-publique"), slug)
        assert re.search("coordonnées bancaires,? (pour un|en cas de) remboursement", text), slug
        assert "états des lieux : [proposé" in text, slug


def test_those_whom_an_organisation_sends_to_work_here_know_where_their_data_come_from() -> None:
    """GDPR, article 14: the contract has their names."""
    assert "Personnes admises" in text_of(complete(), CONTRACT)
    assert "personnes admises au nom d’une organisation" in text_of(complete(), OF_COOPERATIVE)
    assert "les personnes qui travaillent ici au nom d’une organisation, par celle-ci" in text_of(complete(), POLICY)


def test_a_notice_of_one_organisation_names_no_other_seller() -> None:
    assert "l’organisation qui la vend" not in text_of(alone_as("scic-sas"), "mentions-legales")
    assert "l’organisation qui la vend" in text_of(complete(), "mentions-legales")


# --- What a permit of a public body decides ---


def test_a_permit_states_its_grounds_and_leaves_no_condition_to_its_reader() -> None:
    """What is not known is a choice to make before signing; what the legal form settles is written."""
    text = text_of(alone_as("regie-publique"), PERMIT)
    assert "Vu, si" not in text and "Si le service rendu est de nature économique" not in text
    assert "L. 2131-1 et R. 2221-63 [à compléter : intercommunalité :" in text
    assert "Vu [à compléter : locaux du domaine public, d’après la délibération :" in text
    assert "l’exploitant gérant un service public administratif [à compléter : locaux du domaine public" in text
    group = text_of(alone_as("epci"), PERMIT)
    assert "articles L. 2121-29, L. 2131-1, L. 5211-1, L. 5211-3 et L. 5211-9 ;" in group
    assert "L. 5211" not in text_of(alone_as("commune"), PERMIT)


def test_a_permit_and_a_price_list_name_the_opinion_on_the_prices_that_the_vote_asks_for() -> None:
    """The first prices apply only once confirmed after the opinion of the council of the « régie »."""
    permit, prices = (text_of(alone_as("regie-publique"), slug) for slug in (PERMIT, LIST))
    assert "Vu l’avis du conseil d’exploitation sur les tarifs, du [à compléter : date] ;" in permit
    assert (
        "lui donne un caractère administratif ;" in permit and "qui fixe ou confirme les tarifs, les réduct" in permit
    )
    assert "| Avis du conseil d’exploitation | [à compléter : date ; ou, pour l’exemplaire annexé" in prices
    assert "ont été votés" not in prices and "sont ceux de la délibération suivante" in prices
    assert "après l’avis du conseil d’exploitation" in text_of(alone_as("regie-publique"), VOTE)
    for slug in (PERMIT, LIST):
        assert "conseil d’exploitation" not in text_of(alone_as("commune"), slug), slug


def test_the_same_person_suspends_access_by_the_permit_the_rules_and_the_vote() -> None:
    """Rules of a service give nobody the power to decide: the public body, or who has its delegation, does."""
    decider = "[proposé : la personne qui représente la collectivité, ou celle qui a reçu sa délégation, à valider]"
    permit, rules = (text_of(alone_as("regie-publique"), slug) for slug in (PERMIT, RULES))
    assert f"l’accès peut être suspendu aussitôt par {decider}" in permit and f"est décidé par : {decider}" in rules
    assert "sont délivrées, suspendues et abrogées par" in text_of(alone_as("regie-publique"), VOTE)
    for text in (permit, rules):
        assert "l’informe de ses droits : se taire, demander la communication de son dossier, présenter" in text
    assert "communication de son dossier" not in text_of(complete(), RULES)


def test_a_permit_is_paid_by_the_means_of_the_price_list_and_tells_who_receives_its_data() -> None:
    permit, register = (text_of(alone_as("regie-publique"), slug) for slug in (PERMIT, REGISTER))
    assert "par l’un des moyens de paiement que celle-ci accepte |" in permit
    for receiver in ("prestataire de paiement", "plateforme de facturation électronique", "administration fiscale", "assureur", "restataire de réservation, s’il y en a un"):  # fmt: skip
        assert receiver in permit and receiver in register, receiver


def test_a_permit_of_an_enterprise_names_who_uses_the_place() -> None:
    admitted = "Personnes admises, une à la fois, si le coworker est une organisation : [à compléter : noms"
    for space, slug in ((alone_as("regie-publique"), PERMIT), (complete(), CONTRACT)):
        assert admitted in text_of(space, slug)
    public = alone_as("regie-publique")
    assert "personnes admises au nom d’une organisation" in text_of(public, REGISTER)
    assert "les personnes qui travaillent ici au nom d’une organisation, par celle-ci" in text_of(public, POLICY)


# --- What a sale tells a consumer, a small business and a public body ---


def test_a_consumer_who_contracts_by_electronic_means_acknowledges_the_duty_to_pay() -> None:
    """Code de la consommation, article L. 221-14: otherwise the contract is void."""
    for slug, words in ((CONTRACT, "qu’il sait que ce contrat l’oblige à payer"), (TERMS, "qu’il sait que cette commande l’oblige à payer")):  # fmt: skip
        assert words in text_of(complete(), slug), slug
    assert "la mention « commande avec obligation de paiement »" in text_of(complete(), CONTRACT)


def test_a_small_business_is_told_that_it_may_withdraw() -> None:
    """Code de la consommation, article L. 221-3."""
    right = "a le même droit pour un contrat conclu hors d"
    assert right in text_of(complete(), TERMS)
    stated(CONTRACT, complete(), "les mêmes droits qu’un consommateur (exemplaire, paiement, rétractation), si l’objet")
    assert right in text_of(with_rooms(complete()), "contrat-location-de-salle-coworking")


def test_a_consumer_needs_no_agreement_before_a_judge_and_may_go_to_the_nearest() -> None:
    """Code de la consommation, articles R. 212-2 and R. 631-3."""
    for space, slug in ((complete(), CONTRACT), (with_rooms(complete()), "contrat-location-de-salle-coworking")):
        text = text_of(space, slug)
        assert "cherchent d’abord un accord" not in text and "une condition pour saisir le juge" in text, slug
        assert "celui du lieu où il demeurait à la conclusion du contrat" in text, slug


def test_a_late_public_buyer_owes_its_own_compensation_and_no_other_non_professional_owes_one() -> None:
    """The exemption is stated before the duty of public buyers, and leaves them out."""
    for slug in (TERMS, CONTRACT):
        text = text_of(complete(), slug)
        exempt = text.index("un non-professionnel qui n’est pas une personne publique, ne doit ni")
        assert exempt < text.index("Une personne publique, même comme non-professionnel"), slug
    assert "par exception à « L’essentiel », la facture est émise" in text_of(complete(), CONTRACT)


def test_rules_that_bind_a_buyer_are_received_before_the_order() -> None:
    """Code civil, article 1119."""
    text = text_of(complete(), TERMS)
    assert (
        "Avant la commande, le client reçoit les présentes conditions, le règlement, la charte du lieu, la charte informatique"
        in text
    )
    assert "comme consommateur ou comme non-professionnel" in text and "remplit les conditions de ce ticket" in text
    assert "l’entrée d’un carnet est décomptée" in text


# --- Statutes that can be lived with ---

ASSOCIATION_STATUTES = {
    "association-loi-1901": "statuts-association-only",
    "association-droit-local": "statuts-association-droit-local-only",
}


def test_absent_members_of_a_scic_cannot_stop_their_own_striking_off() -> None:
    """An SAS fixes its quorum; the law fixes that of the other companies."""
    text = text_of(alone_as("scic-sas"), "statuts-scic-only")
    assert "sur une troisième, quinze jours au moins après la deuxième réunion, elle délibère sans condition de quorum" in text  # fmt: skip
    for form in ("scic-sarl", "scic-sa"):
        assert "sur une troisième" not in text_of(alone_as(form), "statuts-scic-only"), form


def test_a_scic_without_an_employed_member_after_its_first_hiring_meets() -> None:
    """Loi n° 47-1775, article 19 septies: producers hold the category only where nobody is employed."""
    text = text_of(alone_as("scic-sas"), "statuts-scic-only")
    assert "comme doit le faire celui de la première personne embauchée" in text
    assert "l’assemblée est alors réunie dans les [proposé : deux mois, à valider] de l’embauche" in text
    assert "Si cette assemblée n’admet aucune personne salariée, il est remédié au manque de cette catégorie" in text


def test_a_scic_keeps_its_capital_and_the_share_of_public_bodies_within_the_law_when_it_pays_back() -> None:
    """Loi n° 47-1775, articles 13 and 19 septies: a quarter of the highest capital, half of it to public bodies."""
    text = text_of(alone_as("scic-sas"), "statuts-scic-only")
    assert "[à compléter : montant, un quart au moins du capital initial]" in text
    paid_back = text.partition("Remboursement des parts")[2].partition("Droit de vote")[0]
    assert "porterait la part des collectivités au-delà de la limite" in paid_back


def test_who_is_not_struck_off_keeps_a_category() -> None:
    text = text_of(alone_as("scic-sas"), "statuts-scic-only")
    assert "prend part au vote ; si la radiation n’est pas confirmée, la personne reste associée" in text


@pytest.mark.parametrize(("stage", "warned"), [("existing", False), ("to_create", True)])
def test_the_prices_of_an_association_apply_once_its_declaration_is_published(stage: str, warned: bool) -> None:
    """Loi du 1er juillet 1901, articles 2 and 5: it collects nothing before."""
    text = text_of(alone_as("association-loi-1901", stage=stage), LIST)
    assert ("au plus tôt le jour où la déclaration de l’association qui vend est publiée" in text) is warned


def test_a_conflict_of_interest_deprives_nobody_of_a_vote_on_what_all_share() -> None:
    """A coworker votes the prices, a member the fee."""
    for form, slug in ASSOCIATION_STATUTES.items():
        text = text_of(alone_as(form), slug)
        assert "un intérêt personnel, distinct de celui des membres ou des usagers en général" in text, form
        assert "compte pour le quorum" in text and "sauf pour un point qui porte sur" in text, form


def test_statutes_of_an_association_say_who_is_elected_and_how_many_votes_each_has() -> None:
    for form, slug in ASSOCIATION_STATUTES.items():
        assert "qui ont obtenu le plus de voix ; à égalité, [proposé : " in text_of(alone_as(form), slug), form
    text = text_of(alone_as("association-loi-1901"), ASSOCIATION_STATUTES["association-loi-1901"])
    assert (
        "a une voix, sous réserve de la limite" in text and "si aucun autre membre ne vote, le vote est reporté" in text
    )
    assert "moins de trois membres, l’assemblée est convoquée" in text


def test_no_minor_disposes_of_the_goods_of_an_association_even_with_an_agreement() -> None:
    """Loi du 1er juillet 1901, article 2 bis."""
    text = text_of(alone_as("association-loi-1901"), "statuts-association-only")
    assert "Aucun mineur n’accomplit d’acte de disposition." in text


# --- A register, a policy and the other papers of a place ---


def test_staff_are_told_of_their_data_by_a_notice() -> None:
    """GDPR, article 13: the register sends nobody to a policy that says nothing about them."""
    for form, who in (("scic-sas", "salariés"), ("regie-publique", "agents")):
        space = alone_as(form)
        assert f"les {who}, les stagiaires et les volontaires, par une notice" in text_of(space, REGISTER)
        assert f"Les {who}, les stagiaires et les volontaires reçoivent" in text_of(space, POLICY)


def test_a_policy_names_the_receivers_of_an_activity_and_no_processor_that_the_register_has_not() -> None:
    policy, register = (text_of(alone_as("scic-sas"), slug) for slug in (POLICY, REGISTER))
    for receiver in ("équipe d’accueil", "prestataire de formulaire, s’il y en a un"):
        assert receiver in policy.partition("pour une activité :")[2].partition(" ;")[0] and receiver in register
    assert "aux seuls prestataires suivants" in policy and "comme au registre]" in policy
    assert "réservation, comptabilité" not in policy
    assert "nom si vous l’acceptez" in policy and "nom si la personne l’accepte" in register


def test_a_cooperative_committee_is_in_the_register_and_the_policy_where_statutes_create_one() -> None:
    for form, slug in (("scic-sas", REGISTER), ("scic-sas", POLICY), ("scic-sarl", REGISTER), ("scic-sarl", POLICY)):
        assert "pour un membre du comité coopératif, candidature, mandat" in text_of(alone_as(form), slug), (form, slug)
    for form in ("scic-sa", "scop-sas", "association-loi-1901"):
        for slug in (REGISTER, POLICY):
            assert "comité coopératif" not in text_of(alone_as(form), slug), (form, slug)


def test_data_of_passes_have_an_end_and_only_evidence_is_kept_after_it() -> None:
    """GDPR, articles 5(1)(e) and 30(1)(f)."""
    ended = "du carnet ou de la réservation, puis, pour les seules pièces utiles à la preuve, cinq ans à part"
    for form in ("regie-publique", "scic-sas"):
        for slug in (REGISTER, POLICY):
            assert ended in text_of(alone_as(form), slug), (form, slug)
    public = alone_as("regie-publique")
    for slug in (REGISTER, POLICY):
        text = text_of(public, slug)
        assert "ix ans à compter de la clôture de l’exercice, puis versement" in text, slug
        assert "coordonnées bancaires d’un remboursement : [proposé : jusqu’à son versement" in text, slug


@pytest.mark.parametrize("form", ["scic-sas", "regie-publique"])
def test_a_mandate_stays_as_evidence_when_its_sensitive_mention_goes(form: str) -> None:
    """GDPR, article 17(1)(b) and (3)(e): what is signed is not altered; register, policy and mandate say so."""
    space = alone_as(form)
    for slug in (REGISTER, POLICY):
        text = text_of(space, slug)
        assert "le mandat signé restant intact, à part et à accès restreint" in text, slug
        assert "remplacée par la nature" not in text, slug
    mandate = text_of(space, "mandat-demarches-en-ligne-only")
    assert "Le mandat signé n’est pas modifié" in mandate and "où la nature générale" not in mandate
    assert "qui reste intact même si ce consentement est retiré" in mandate


def test_rooms_and_prints_are_included_in_the_plan_that_a_permit_or_a_contract_gives_them_to() -> None:
    """The price list of a place without rooms for sale: a single half-day gives no right to them."""
    for form in ("regie-publique", "scic-sas"):
        text = text_of(alone_as(form), LIST)
        assert "Impressions**, pour le coworking au mois :" in text, form
        assert "Salles de réunion**, pour le coworking au mois :" in text, form


def test_the_register_lists_what_pay_and_discipline_use() -> None:
    for form in ("regie-publique", "scic-sas"):
        text = text_of(alone_as(form), REGISTER)
        for data in ("rémunération et taux de prélèvement à la source", "mesures disciplinaires", "reconnaissance de handicap"):  # fmt: skip
            assert data in text, (form, data)


def test_who_assists_or_represents_a_person_has_a_basis_of_their_own() -> None:
    """The contract of a mandate binds the person helped alone."""
    words = "pour qui assiste ou représente la personne, l’intérêt légitime à vérifier son pouvoir"
    space = alone_as("scic-sas")
    for slug in (REGISTER, POLICY, "mandat-demarches-en-ligne-only"):
        assert words in text_of(space, slug), slug


def test_a_company_in_formation_does_not_state_a_title_that_it_cannot_hold_yet() -> None:
    """The agreement between organisations says that a person holds it meanwhile."""
    text = text_of(alone_as("scic-sas", stage="to_create"), CONTRACT)
    assert "déclare détenir" not in text and "Au plus tard au début du contrat, l’exploitant détient" in text
    assert "Faute de ce droit à cette date, le début est reporté" in text


def test_a_monthly_contract_ends_for_named_engagements_after_the_reminder_and_the_suspension() -> None:
    """Code civil, article 1225; the terms suspend fifteen days after a reminder."""
    text = text_of(complete(), CONTRACT)
    ended = text.partition("Si une partie manque gravement")[2].partition("Une atteinte grave")[0]
    assert ended.startswith(" à l’un de ces engagements (") and "[proposé : quinze jours, à valider]" in ended
    assert "reproduit cette clause" in ended and "rappel, puis suspension" in ended


def test_who_holds_the_title_before_an_organisation_exists_signs_the_agreement_in_their_own_name() -> None:
    """Code civil, article 1199: nobody is bound by an agreement that others signed."""
    to_create = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"stage": "to_create"}}})
    text = text_of(several(organisations=to_create), AGREEMENT)
    assert (
        "signe aussi la convention, en son nom propre, pour ces engagements et ceux de l’[article #](#duree)." in text
    )
    assert "| Personne qui s’oblige en son nom propre" in text and "outre un pour chaque personne qui" in text
    assert "ou personnes qui fondent la société, si elles signent aussi en leur nom propre" in text
    assert "s’oblige en son nom propre" not in agreement()


def test_a_solidarity_share_is_said_to_be_revocable() -> None:
    text = agreement()
    assert (
        "Cet engagement est révocable : il n’oblige que pour l’exercice en cours. Un autre taux" in text
        and "même nul" in text
    )
    assert "l’annonce au public" in text


def test_an_agreement_yields_to_a_third_party_and_houses_who_did_not_fail() -> None:
    """Code civil, article 1199; the answer of the tax office comes before the agreement takes effect."""
    text = agreement()
    assert "[proposé : six mois, à valider] après sa notification, aux mêmes conditions" in text
    assert (
        "L’association demande par écrit, [proposé : au plus tard à la signature de la" in text
        and "réponse est défavorable" in text
    )
    assert "des relations privilégiées avec une entreprise et conserve le caractère non lucratif de sa gestion" in text
    assert "destinés au public sont publiés" in text


@pytest.mark.parametrize("slug", ["registre-des-traitements-association", POLICY])
def test_reports_accidents_and_exclusions_tell_whose_data_are_kept(slug: str) -> None:
    """GDPR, article 30(1)(c); code civil, article 2226."""
    text = text_of(complete(), slug)
    for words in (
        "ictime",
        "témoignages, observations",
        "dix ans après la consolidation (vingt ans",
        "nature apparente de la lésion et date de consolidation",
        "sans pièce médicale",
        "dommage corporel : défense d’un droit en justice (RGPD, article 9, paragraphe 2, f)",
        "refus d’adhésion",
    ):
        assert words in text, words


# --- What one sale says, and what another paper says of it ---


def test_a_contract_that_ends_through_its_operator_excludes_no_compensation() -> None:
    """Code de la consommation, article R. 212-1, 6°; article « fin » of the same contract."""
    forming = with_rooms(alone_as("scic-sas", stage="to_create"), {"service": "coworking"})
    for slug in (CONTRACT, "contrat-location-de-salle-coworking", "devis-only"):
        text = text_of(forming, slug)
        assert "sans somme due" not in text and "toute somme reçue est rendue" in text, slug
        assert "répondent de cette fin si elle leur est imputable" in text, slug


def test_a_public_buyer_has_a_monthly_contract_with_an_end() -> None:
    text = text_of(complete(), CONTRACT)
    assert (
        "pour une personne publique soumise au code de la commande publique : [proposé : un an au plus à compter du début, sans reconduction tacite, à valider]"
        in text
    )
    assert "Sa durée est indéterminée" not in text and "à durée indéterminée" not in text_of(complete(), TERMS)


@pytest.mark.parametrize(
    ("form", "day"),
    [("scic", "la société immatriculée"), ("association-loi-1901", "la déclaration de l’association publiée")],
)
def test_nobody_signs_a_monthly_contract_for_an_operator_that_may_not_exist(form: str, day: str) -> None:
    """Code de commerce, article L. 210-6; loi du 1er juillet 1901, article 5."""
    words = f"le contrat n’est signé et ne commence qu’une fois {day}"
    assert words in text_of(alone_as(form, stage=None), CONTRACT) and words not in text_of(alone_as(form), CONTRACT)


def test_a_breach_that_cannot_be_mended_ends_a_contract_and_no_address_outlives_it() -> None:
    """Code civil, articles 1224 and 1226."""
    text = text_of(complete(), CONTRACT)
    assert "si l’on ne peut y remédier, l’autre partie peut mettre fin au contrat par une notification motivée" in text
    assert "n’est plus utilisée nulle part" not in text and "ni pendant sa durée ni après" in text


def test_who_withdraws_pays_what_was_used_in_one_measure() -> None:
    """Code de la consommation, articles L. 221-20 and L. 221-25."""
    for slug in (CONTRACT, TERMS):
        text = text_of(complete(), slug)
        assert "il paie les prestations utilisées, en proportion du prix" in text and "jours utilisés" not in text, slug
        assert "il finit quatorze jours après l’information" in text, slug


def test_terms_of_sale_take_only_what_is_due() -> None:
    """Code de la consommation, articles L. 212-1 and R. 212-2, 3°."""
    text = text_of(complete(), TERMS)
    assert (
        "suspendre l’accès au service impayé" in text and "il continue de fournir les prestations déjà payées" in text
    )
    assert "sauf si la place a été réattribuée et payée" in text and "que la personne choisit" in text
    assert "sa réservation est traitée comme une annulation tardive" in text
    assert "le prix se paie à la confirmation de la commande" in text
    assert "n’a pas été fournie n’est pas dû, ou est remboursé" in text
    assert "le contrat au mois suit sa propre règle" in text
    assert "D. 221-5" not in spaced(" ".join(fill_documents(complete(), (TERMS,))[0].legal_bases))


def test_an_excess_over_a_half_day_is_told_before_it_is_paid() -> None:
    assert "au-delà, une fois l’heure rappelée, paie la différence" in text_of(complete(), TERMS)


@pytest.mark.parametrize("slug", [TERMS, "contrat-location-de-salle-coworking"])
def test_who_hires_a_room_tells_no_health_data_of_a_guest(slug: str) -> None:
    """GDPR, article 9."""
    text = text_of(with_rooms(complete(), {"service": "coworking"}), slug)
    assert "sans la nommer ni en dire la cause, ou elle le signale elle-même en arrivant" in text


@pytest.mark.parametrize("slug", [TERMS, CONTRACT])
def test_a_sale_leads_to_the_transfers_of_data_that_the_policy_tells(slug: str) -> None:
    """GDPR, article 13(1)(f)."""
    assert "dont les transferts hors de l’Union européenne" in text_of(complete(), slug)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_price_list_gives_a_right_to_withdraw_as_the_terms_of_sale_do(language: str) -> None:
    """Code de la consommation, articles L. 221-3, L. 221-18, L. 221-21 and L. 221-28."""
    slug, words = {
        "fr": (LIST, ("sans ambiguïté", "hors de ces locaux, un professionnel", "champ de son activité principale", "25 €, TVA comprise")),
        "en": ("price-list", ("unambiguous", "outside the main field of its activity", "€25, VAT included")),
    }[language]  # fmt: skip
    text = text_of(complete(language=language), slug)
    for said in (*words, "L. 221-18", "L. 221-28", "L. 221-3"):
        assert said in text, said
    laws = spaced(" ".join(fill_documents(complete(language=language), (slug,))[0].legal_bases))
    assert "L. 221-28" in laws and "83-50/A du 3 octobre 1983" in laws and "256 ter" not in laws


@pytest.mark.parametrize(("form", "organ"), [("association-loi-1901", "le conseil d’administration"), ("association-droit-local", "la direction")])  # fmt: skip
def test_a_price_list_is_adopted_by_the_organ_that_the_statutes_charge_with_prices(form: str, organ: str) -> None:
    assert f"Grille adoptée par [proposé : {organ}, à valider], le [à compléter" in text_of(alone_as(form), LIST)
    assert "Grille adoptée par [à compléter : organe], le [" in text_of(alone_as("sas-ess"), LIST)


def test_the_prices_of_a_company_that_may_not_exist_apply_once_it_does() -> None:
    words = "au plus tôt le jour de l’immatriculation de la société qui vend"
    assert words in text_of(alone_as("scic", stage=None), LIST) and words not in text_of(alone_as("scic"), LIST)


def test_an_agreement_deducts_the_provisions_that_it_calls_and_pays_back_what_is_too_much() -> None:
    text = agreement()
    assert "d’après ce budget, sur une facture d’acompte" in text
    assert "elle en déduit les provisions payées, et rend ou impute le trop-perçu" in text
    assert "dans les trente jours de la réception de la facture, ou du compte" in text
    assert "fait d’abord sa déclaration" not in text and "dès sa première convention" in text
    assert "prix d’un service, n’est pas un reversement" in text


def test_nobody_is_a_member_before_the_board_may_no_longer_refuse() -> None:
    """Else a refusal would be an exclusion without a grave reason; loi du 1er juillet 1901, article 2 bis, for a minor."""
    text = text_of(alone_as("association-loi-1901"), "statuts-association-only")
    assert "sans refus, à la fin de ce délai, et au plus tôt au paiement" in text
    assert "prend effet au paiement" not in text
    assert "peut s’opposer à ce que le mineur accomplisse seul des actes d’administration" in text
    assert "un bulletin du même modèle" in text


def test_a_contribution_that_may_be_taken_back_is_described_in_writing() -> None:
    for form, slug in ASSOCIATION_STATUTES.items():
        assert "décrit le bien et les conditions de reprise" in text_of(alone_as(form), slug), form


@pytest.mark.parametrize("form", ["scic-sas", "scic-sarl", "scic-sa"])
def test_a_scic_counts_its_members_and_the_share_of_public_bodies_at_each_entry_and_exit(form: str) -> None:
    """Loi n° 47-1775, articles 13 and 19 septies; code de commerce, article L. 231-1."""
    text = text_of(alone_as(form), "statuts-scic-only")
    assert "la réunit dans les [proposé : six mois, à valider] et inscrit la question" in text
    assert "de parts cédées, en nombre égal au moins au minimum de sa catégorie" in text
    assert "Toute souscription, d’un associé ou d’une personne admise," in text
    assert "retraits" not in text.partition("Capital variable")[2].partition("Direction")[0]
    assert "et, s’il y en a un, le commissaire aux comptes sont convoqués" in text


@pytest.mark.parametrize("form", ["scic-sas", "scop-sas"])
def test_a_cooperative_names_who_reviews_it_and_the_general_direction_may_call_its_assembly(form: str) -> None:
    """Loi n° 47-1775, article 25-1."""
    text = text_of(alone_as(form), f"statuts-{form[:4]}-only")
    assert "la réviseuse ou le réviseur coopératif" in text
    assert ", la direction générale, un dixième des associés, ou le commissaire aux comptes" in text


@pytest.mark.parametrize("form", ["scic-sas", "scop-sas", "sas-ess"])
def test_a_founder_that_is_in_no_trade_register_gives_no_town_of_one(form: str) -> None:
    slug = "statuts-sas-ess-only" if form == "sas-ess" else f"statuts-{form[:4]}-only"
    assert "ou SIREN et, s’il y en a une, ville du RCS" in text_of(alone_as(form, stage="to_create"), slug)


def test_the_first_share_for_free_uses_is_in_the_statutes_that_the_founders_sign() -> None:
    words = "consacrée aux usages gratuits ([proposé : 10 %, à valider] jusqu’à sa première décision)"
    assert words in text_of(alone_as("scic-sas", stage="to_create"), "statuts-scic-only")
    assert "jusqu’à sa première décision" not in text_of(alone_as("scic-sas"), "statuts-scic-only")


# --- What two readers of printed papers found ---


def test_a_request_for_a_place_is_refused_for_reasons_that_the_rules_state() -> None:
    """The order of arrival ranks the requests that can be met: a debt, or an access withdrawn, has to be a reason to refuse."""
    text = text_of(alone_as("regie-publique"), RULES)
    granted = text.partition("Attribution des places au mois")[2].partition("## Article")[0]
    assert "Une demande est recevable si elle est complète" in granted
    for reason in (
        "réception régulière de clientèle",
        "l’assurance est justifiée",
        "si l’accès de la personne à ce service n’est ni suspendu ni retiré",
        "Un refus est motivé et indique les voies et délais de recours",
        "ne doit aucune redevance après un rappel",
    ):
        assert reason in granted, reason
    assert "faute de place, il refuse l’autorisation et inscrit sur la liste d’attente" in granted
    assert "couvre les dommages causés aux locaux et au matériel" in text


@pytest.mark.parametrize("form", ["regie-publique", "association-loi-1901", "scic-sas"])
def test_nobody_is_put_out_by_force_and_no_minor_is_put_outside(form: str) -> None:
    """Code civil, article 371-1; a volunteer has no power of constraint."""
    text = text_of(alone_as(form), RULES)
    assert "demande à la personne mise en cause de sortir, appelle le 17 si elle refuse" in text
    assert "Un mineur venu seul, ou confié, n’est pas mis dehors" in text
    assert "les écrits sont adressés à ses représentants légaux, qui l’assistent" in text
    assert "de son accueil à son départ, s’il est autorisé à repartir seul, ou à sa remise" in text
    assert "la décision est prise ensuite, et avant la fin de la suspension" in text
    assert "pour un mineur, celle des titulaires de l’autorité parentale, l’enfant associé selon son âge" in text
    assert ("les réunions d’une association dont il est membre" in text) is (form == "association-loi-1901")
    assert ("par [proposé : le conseil d’administration, à valider]" in text) is (form == "association-loi-1901")


def test_the_rules_of_a_public_service_name_its_own_scheme_and_sell_no_alcohol() -> None:
    """Code de la santé publique, article L. 3334-2; code général de la fonction publique, article L. 135-6."""
    public, private = (text_of(alone_as(form), RULES) for form in ("regie-publique", "association-loi-1901"))
    for words in ("dispositif de signalement de la collectivité", "L’exploitant n’en vend pas"):
        assert words in public and words not in private, words


@pytest.mark.parametrize("form", ["regie-publique", "association-loi-1901", "scic-sas"])
def test_each_risky_processing_has_an_analysis_of_its_own(form: str) -> None:
    """GDPR, article 35(1): one analysis serves only similar operations with similar risks."""
    analysed = text_of(alone_as(form), REGISTER).partition("Analyse d’impact Une analyse")[2].partition("## ")[0]
    analysed = analysed or text_of(alone_as(form), REGISTER).partition("## Analyse d’impact")[2].partition("## ")[0]
    assert "distincte de celle des signalements" in analysed and "commune avec" not in analysed
    assert "| Candidatures | Évaluation" in analysed and "| Mineurs inscrits" in analysed
    assert ("bulletin n° 2" in analysed) is (form == "regie-publique")


@pytest.mark.parametrize("slug", [REGISTER, POLICY])
def test_every_time_that_data_are_kept_has_an_end_and_every_offence_a_ground(slug: str) -> None:
    """GDPR, articles 5(1)(e), 10 and 30(1)(f); loi n° 78-17, article 46."""
    for form in ("regie-publique", "association-loi-1901", "scic-sas"):
        text = text_of(alone_as(form), slug)
        assert (
            "ans au moins" not in text
            and "vingt ans pour des tortures ou des actes de barbarie, ou pour des violences" in text
        ), form
        assert "comme victime ou mise en cause, ou pour le compte de l’une d’elles" in text, form
        assert ("dans ses attributions légales (même article 46)" in text) is (form == "regie-publique"), form
        assert ("cinq ans après sa liquidation" in text) is (form != "regie-publique"), form
        assert "dossier gardé après le recrutement" in text, form
        assert ("jusqu’à la fin des recours, puis" in text) is (form == "regie-publique"), form


@pytest.mark.parametrize("slug", [REGISTER, POLICY])
def test_who_represents_a_member_and_who_is_refused_are_in_the_papers_of_an_association(slug: str) -> None:
    """GDPR, articles 13, 14 and 30(1)(c): neither is a party to the contract of association."""
    text = text_of(alone_as("association-loi-1901"), slug)
    for words in (
        "pouvoir de la personne qui représente un membre",
        "intérêt légitime (suivre les adhésions)",
        "avant son admission" if slug == REGISTER else "avant votre admission",
        "candidature refusée : [proposé : un an, à valider]",
    ):
        assert words in text, words


def test_the_policy_tells_of_pictures_of_minors_and_who_answers() -> None:
    """Code civil, article 372-1; the agreement between the organisations names who keeps the point of contact."""
    alone, shared = text_of(alone_as("scic-sas"), POLICY), text_of(complete(), POLICY)
    for text in (alone, shared):
        assert "pour un mineur, celle des titulaires de l’autorité parentale, l’enfant associé" in text
    assert "tenu par [à compléter : organisation]" in shared and "tenu par" not in alone
    assert "mesures de suspension ou de retrait de l’accès aux espaces communs" in shared
    assert "identité, coordonnées ; dans une association :" in shared


def test_a_permit_says_what_the_rules_and_the_vote_say() -> None:
    """Damage by a fault, keys, things left behind, an unpaid charge: one rule in the papers of a public service."""
    space = alone_as("regie-publique")
    permit, vote = text_of(space, PERMIT), text_of(space, VOTE)
    assert "imputable" not in permit and "due à sa faute, ou à celle d’une personne admise" in permit
    for words in (
        "la clé, le badge ou le code remis, l’état des lieux",
        "la collectivité émet un titre de recettes",
        "[proposé : trente jours, à valider] après un rappel qui annonce cette suite",
        "notamment ses articles L. 121-1, L. 242-1 et L. 242-2",
        "la décision est prise ensuite, et avant la fin de la suspension",
    ):
        assert words in permit, words
    for words in (
        "n’est fournie qu’une fois son tarif fixé",
        "Affaires laissées.** Leur retrait",
        "d’un recours gracieux ou d’un recours devant le tribunal administratif",
    ):
        assert words in vote, words


def test_a_vote_settles_what_it_says_and_leaves_the_rest_as_a_draft() -> None:
    """CGCT, articles R. 2221-8, R. 2221-11 and R. 2221-64; one paper sets the means of payment, another repeats it."""
    text = text_of(alone_as("regie-publique"), VOTE)
    for words in (
        "tiennent compte de tous ses coûts, directs et indirects, et de cette part",
        "ils [à compléter : ne faussent pas la concurrence ; ou : ont été relevés",
        "Projet de règles sur les réductions et les remboursements",
        "Projet de règlement du service",
        "Ils n’ont aucun effet avant la délibération",
        "la déchéance du mandat est prononcée par le conseil d’exploitation",
        "le préfet la démet de ses fonctions",
        "Cet acte fixe les moyens de paiement",
        "| Direction |",
    ):
        assert words in text, words
    for words in (
        "L. 2221-1 et suivants",
        "sont approuvés sous",
        "Moyens de paiement acceptés",
        "pour une association, alinéa",
    ):
        assert words not in text, words


@pytest.mark.parametrize("slug", [PERMIT, RULES, LIST])
def test_a_public_service_that_is_paid_for_names_its_mediator(slug: str) -> None:
    """Code de la consommation, article L. 611-4 leaves out services that are not economic; a paid desk hardly is one."""
    text = text_of(alone_as("regie-publique"), slug)
    assert (
        "[à compléter : nom, adresse postale et site du médiateur ; ou : sans objet" in text
        and "non économique, et pour" not in text
    )


def test_the_rules_of_a_public_service_are_voted_once_and_yield_to_the_vote_on_prices() -> None:
    space = alone_as("regie-publique")
    rules, permit = text_of(space, RULES), text_of(space, PERMIT)
    assert "la délibération sur les tarifs l’emporte" in rules and "confirmés par la délibération" not in rules
    assert "voté par la délibération du [à compléter : date], exécutoire le" in permit
    assert (
        "l’abrogation est définitive" in permit
        and "non révocable pour ce seul motif" in permit
        and "le fonctionnement normal du service" in rules
    )
    for slug in (PERMIT, CONTRACT):
        of = space if slug == PERMIT else alone_as("scic-sas")
        assert "Les données d’une personne admise viennent du coworker" in text_of(of, slug), slug


def test_an_absence_without_notice_is_settled_in_every_paper() -> None:
    """Code de la consommation, article L. 211-1: a consumer has the benefit of the doubt."""
    text = text_of(complete(), TERMS)
    assert "Annulée ensuite, ou manquée" in text
    assert (
        "Si sa place est attribuée, ou s’il ne vient pas, sa réservation est traitée comme une annulation tardive"
        in text
    )
    space = alone_as("regie-publique")
    for slug in (RULES, LIST, VOTE):
        assert "Annulée plus tard, ou manquée, elle est" in text_of(space, slug).replace("**", ""), slug


def test_the_terms_give_no_rule_that_a_consumer_cannot_check() -> None:
    """Code de la consommation, articles L. 121-11, L. 212-1, L. 221-25 and R. 212-1."""
    text = text_of(complete(), TERMS)
    for words in (
        "d’après ce compte ; le client peut aussi prouver son achat par tout moyen",
        "somme impayée après un rappel, accès suspendu ou retiré",
        "il est remboursé et reçoit en plus une somme égale au prix",
        "« Je demande à utiliser le service avant la fin du délai de quatorze jours.",
        "activité et attestation d’assurance",
    ):
        assert words in text, words
    for words in ("si la trace de l’achat est retrouvée", "ne démarche pas par téléphone", "manquement antérieur"):
        assert words not in text, words


def test_a_monthly_contract_leaves_no_doubt_on_its_term() -> None:
    text = text_of(complete(), CONTRACT)
    assert "☐ indéterminée ; ☐ pour une personne publique" in text and "sans reconduction tacite" in text
    assert "reconductions comprises" not in text and "L’existence et l’adresse de cette fonction" in text
    space = alone_as("scic-sas", stage="to_create")
    assert "n’a pas repris le contrat dans les [proposé : deux mois, à valider] de son immatriculation" in text_of(
        space, CONTRACT
    )


def test_who_sells_records_its_forms_online_and_their_host() -> None:
    """GDPR, article 30; code de la consommation, articles L. 215-1-1 and L. 221-21."""
    sells, other = text_of(complete(), OF_COOPERATIVE), text_of(complete(), OF_ASSOCIATION)
    for words in ("Formulaires en ligne : commande, résiliation, rétractation", "L. 215-1-1 et L. 221-21"):
        assert words in sells and words not in other, words
    providers = sells.partition("| Prestataire | Service rendu")[2]
    assert re.search(
        r"\| [^|]+ \| (Formulaires du site|Hébergement du site, dont les formulaires), s’il y en a \|", providers
    )
    assert "Formulaires en ligne" not in text_of(alone_as("regie-publique"), REGISTER)


def test_the_register_of_a_company_names_its_texts_and_keeps_no_private_life() -> None:
    text = text_of(complete(), OF_COOPERATIVE)
    for words in (
        "Obligation légale (code de commerce, article L. 123-22 ; livre des procédures fiscales, article L. 102 B)",
        "commissaire aux comptes, s’il y en a un",
        "une difficulté personnelle n’est pas consignée",
        "| Accompagnement de projets | À comparer",
        "équipe d’accueil et, pour une activité commune, celles des organisations responsables conjointes",
        "ne tient que le journal des ordinateurs",
    ):
        assert words in text, words
    assert "Équipe d’accueil des organisations" not in text
    assert "| Journal des ordinateurs |" in text_of(complete(), OF_ASSOCIATION)


def test_training_and_a_disputed_choice_have_their_papers() -> None:
    """Code du travail, article L. 1134-5; a public body follows its own rules."""
    for slug in (OF_COOPERATIVE, OF_ASSOCIATION):
        text = text_of(complete(), slug)
        assert "pièces d’une formation professionnelle" in text and "(code du travail, article L. 1134-5" in text, slug
    assert "L. 1134-5" not in text_of(alone_as("regie-publique"), REGISTER)


def test_the_register_of_a_public_body_names_its_own_texts() -> None:
    """Loi n° 68-1250 du 31 décembre 1968; décret n° 88-145; règlement (UE) 2023/2831."""
    text = text_of(alone_as("regie-publique"), REGISTER)
    for words in (
        "quatre ans à compter du 1er janvier qui suit le dommage ou, pour un dommage corporel, sa consolidation",
        "dommage corporel, contre un auteur privé : dix ans",
        "pour un contractuel, décret n° 88-145 du 15 février 1988, article 2",
        "registre national de ces aides",
        "Quand cette liste parle d’effacer une donnée, un organisme public la masque aussitôt",
    ):
        assert words in text, words
    assert "68-1250" not in text_of(alone_as("scic-sas"), REGISTER)


def test_the_policy_can_be_read_by_those_it_is_for() -> None:
    """GDPR, article 12(1): concise, easily accessible, in clear and plain language; one use, one row, a short basis."""
    text = filled_document(complete(), POLICY).text
    rows = [row.split(" | ") for row in text.partition("{ #traitements }")[2].partition("**Précisions")[0].splitlines()]
    bases = [spaced(shown(row[2])) for row in rows if len(row) == 4]
    assert len(bases) > 20 and max(map(len, bases)) < 160, max(bases, key=len)
    plain = text_of(complete(), POLICY)
    brief = plain.partition("**Vos données en bref.**")[2].partition("## Article")[0]
    for told in ("Nous gardons", "Pour", "Pendant", "Y ont accès", "Vous pouvez", "Écrivez à"):
        assert f"- **{told} :**" in brief, told
    assert "Un message : [proposé : trois ans après le dernier échange, à valider] ; une inscription" in brief
    for words in (
        "| Faire une démarche pour vous, avec un mandat écrit |",
        "| Ouvrir un essai par ticket d’or |",
        "| Contrôler les accès par badge, s’il y en a un |",
        "qui les traitent pour notre compte",
        "sauf pour l’exécution d’un contrat en cours et en rapport avec son objet (code de la consommation, articles L. 223-1",
    ):
        assert words in plain, words


@pytest.mark.parametrize("slug", [POLICY, REGISTER])
@pytest.mark.parametrize("form", ["scic-sas", "regie-publique"])
def test_a_withdrawn_consent_is_told_use_by_use(form: str, slug: str) -> None:
    text = filled_document(alone_as(form), slug).text
    for use in ("lettre d’information", "questionnaire", "besoin d’aménagement", "image", "mandat"):
        assert re.search(rf"^- {use}\W", text, re.MULTILINE), use


def test_volunteers_know_where_their_data_are_where_there_are_any() -> None:
    """GDPR, article 13."""
    assert "Les données des bénévoles sont à l’article" in re.sub(r"[\[\]]|\(#\w+\)", "", text_of(complete(), POLICY))
    text = text_of(alone_as("cooperative"), POLICY)
    assert "sans être payée" not in text and "énévol" not in text


def test_founders_who_advance_costs_sign_for_them() -> None:
    """Code de commerce, article L. 210-6: a company in formation has no signature of its own."""
    forming = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"stage": "to_create"}}})
    text = text_of(several(organisations=forming), AGREEMENT)
    assert "si elles signent aussi en leur nom propre, à la fin de la convention" in text
    assert "| Frais avancés (" in text and "outre un pour chaque personne qui s’oblige en son nom propre" in text
    assert "Frais avancés (" not in agreement()


def test_an_association_gives_no_advantage_to_a_company() -> None:
    text = agreement()
    for words in (
        "Quand une association les assure pour une société, ils sont facturés au prix qu’un tiers paierait",
        "facturés au prix de revient complet",
        "et au plus tôt à la fin de [proposé : la première année, à valider] ; la lettre peut être envoyée avant",
        "et où ses clients résilient leur contrat ou se rétractent",
        "Une formation professionnelle suit sa propre règle de TVA",
    ):
        assert words in text, words
    assert "exonéré de TVA" not in text


def test_a_vote_announces_all_that_it_settles() -> None:
    """CGCT, article L. 2121-10."""
    text = text_of(alone_as("regie-publique"), VOTE)
    subject = text.partition("**Objet :")[2].partition("**")[0]
    for words in (
        "désignation du conseil d’exploitation",
        "autorisations au mois",
        "encaissement",
        "remboursements",
        "règlement",
    ):
        assert words in subject, words
    assert "sujétions" not in text and "que prévoit le point 5" in text


def test_small_aid_is_in_the_permit_as_in_the_vote_and_the_rules() -> None:
    """Regulation (EU) 2023/2831: the permit grants the aid."""
    space = alone_as("regie-publique")
    permit = text_of(space, PERMIT)
    for words in (
        "Vu la déclaration des aides de minimis reçues, du [",
        "| Aide de minimis (entreprise seulement) | [à compléter : sans objet, d’après la délibération",
        "la déclaration des aides de minimis, si elle est demandée",
        "le registre national de ces aides",
    ):
        assert words in permit, words
    assert "[à compléter : aide de minimis, d’après la délibération qui" in text_of(space, RULES)


@pytest.mark.parametrize(("slug", "starts"), [(AGREEMENT, ("Le loyer", "La clé", "Avant l’immatriculation")), (CONTRACT, ("Se rétracter", "En ligne", "Médiateur")), (POLICY, ("Précisions",))])  # fmt: skip
def test_each_rule_with_a_heading_starts_a_paragraph(slug: str, starts: tuple[str, ...]) -> None:
    forming = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"stage": "to_create"}}})
    text = filled_document(several(organisations=forming) if slug == AGREEMENT else complete(), slug).text
    for start in starts:
        assert f"\n\n**{start}" in text, start


def test_an_agreement_has_one_rule_for_the_costs_of_the_site() -> None:
    text = agreement()
    assert text.count("frais du site et des annonces") == 1
    assert "frais du site et des annonces" in text.partition("**La clé.**")[2].partition("**Le budget.**")[0]


def test_an_agreement_tells_who_sets_the_rules_and_the_hours_and_who_excludes() -> None:
    text = agreement()
    for words in (
        "Le règlement du lieu, la charte et la charte informatique sont adoptés dans les mêmes termes par chaque",
        "Le comité propose les horaires d’ouverture, que fixe le règlement ; pendant ces horaires, l’accueil est tenu par : [",
        "Après que la personne, sauf urgence, a pu présenter ses observations, une mesure qui touche les espaces communs est",
        "5. la charte, le règlement du lieu, la charte informatique et la grille tarifaire",
    ):
        assert words in text, words


def test_a_departure_between_two_ends_the_agreement_and_gives_no_name_away() -> None:
    text = agreement()
    for words in (
        "Tant que la convention ne compte que deux parties, le départ de l’une y met fin",
        "ou, si la partie qui cède est à but non lucratif et si la partie qui reçoit est une société, pour leur valeur du jour",
        "ou celle de l’article qui la remplace dans le code des impositions sur les biens et services",
    ):
        assert words in text, words
    assert "toute autre partie" not in text and "personne publique, la convention" not in text


@pytest.mark.parametrize("slug", [POLICY, "registre-des-traitements-cooperative"])
def test_a_file_of_bodily_harm_has_an_end_and_a_picture_a_proof(slug: str) -> None:
    """GDPR, article 5, paragraph 1, e; code civil, article 9."""
    text = text_of(complete(), slug)
    assert "si la date de consolidation n’est pas connue, le délai part de l’accident ; ensuite, réexamen" in text
    assert "pour une image, c’est l’autorisation signée elle-même" in text


@pytest.mark.parametrize("slug", [POLICY, "registre-des-traitements-cooperative"])
def test_the_legal_duties_towards_members_are_listed_in_full(slug: str) -> None:
    text = text_of(complete(), slug)
    for words in (
        "obligation légale (procès-verbaux des assemblées ; actes déposés au greffe ; ",
        "registres de titres ; déclaration des bénéficiaires effectifs (",
        " ; déclaration des intérêts versés (",
    ):
        assert words in text, words


def test_the_policy_leaves_members_and_officers_to_an_annex() -> None:
    """GDPR, article 12: concise for those who use the place."""
    text = text_of(complete(), POLICY)
    assert text.index("contrat d’association") > text.index("Sécurité et changements")


@pytest.mark.parametrize("slug", [TERMS, CONTRACT, RULES, LIST])
def test_public_holidays_are_told_apart_from_the_days_of_closure(slug: str) -> None:
    """Code de la consommation, article L. 211-1: a doubt is to the benefit of the consumer."""
    assert "les jours fériés n’y comptent pas non plus, et ne réduisent pas le prix" in text_of(complete(), slug)


def test_the_guest_of_a_golden_ticket_is_not_of_the_monthly_contract() -> None:
    text = text_of(complete(), TERMS)
    assert "| Nom de la personne invitée par un ticket d’or | Intérêt légitime à lui ouvrir" in text
    assert "pour le prévenir d’un changement d’horaire ou d’un incident" in text


@pytest.mark.parametrize("slug", [REGISTER, POLICY])
def test_the_archives_of_a_public_service_have_the_article_on_personal_data(slug: str) -> None:
    """Code du patrimoine, article L. 212-3."""
    assert text_of(alone_as("regie-publique"), slug).count("articles L. 212-2 et L. 212-3") == 2


def test_the_register_of_a_company_keeps_its_pay_six_years_and_names_who_receives_its_forms() -> None:
    """Code de la sécurité sociale, article L. 243-16; CJEU, C-210/16 for a page of a social network."""
    text = text_of(complete(), "registre-des-traitements-cooperative")
    for words in (
        "six ans (code de la sécurité sociale, article L. 243-16",
        "guichet des formalités des entreprises et le greffe, pour les statuts",
        "les statuts déposés et l’identité des dirigeants",
        "par exemple une page de réseau social et sa plateforme",
    ):
        assert words in text, words
    assert "proposé : aucun autre" not in text
    assert "- mandat : la mention" not in text
    assert "- mandat : la mention" in text_of(complete(), "registre-des-traitements-association")


def test_a_monthly_contract_keeps_common_spaces_for_the_agenda_and_confirms_a_withdrawal() -> None:
    """Code de la consommation, article D. 221-5."""
    text = text_of(complete(), CONTRACT)
    for words in (
        "l’usage des espaces communs, hors le temps des activités que l’agenda y annonce :",
        "« confirmer la rétractation » ; l’exploitant en accuse réception",
        "sans reconduction tacite, à valider] |",
        "| Fin | Quelle que soit la durée, chaque partie peut mettre fin au contrat",
    ):
        assert words in text, words


# --- What a jurist found in eight printed papers ---


def to_create(form: str = "scop-sas") -> Space:
    """Both organisations, of which the company is still to be created."""
    company = {"stage": "to_create", "legal_form": form}
    return several(organisations=merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": company}}))


def test_a_monthly_contract_waits_for_the_right_to_occupy_the_place() -> None:
    """The agreement transfers the title once the company exists: a contract that asks for it that very day would end."""
    text = text_of(to_create(), CONTRACT)
    assert "Faute de ce droit à cette date, le début est reporté jusqu’à ce qu’il l’obtienne, pendant" in text
    assert "s’oblige à transférer le titre" in text_of(to_create(), AGREEMENT)
    assert "s’oblige à transférer le titre à cette partie, dès qu’elle existe" in text_of(to_create(), AGREEMENT)


def test_a_monthly_contract_pays_back_who_withdraws_and_names_each_basis() -> None:
    """Code de la consommation, article L. 221-24; GDPR, article 13(1)(c)."""
    text = text_of(complete(), CONTRACT)
    for words in (
        "rembourse les autres sommes au plus tard quatorze jours après avoir été informé de la rétractation",
        "pour Association d’exemple, l’intérêt légitime à organiser l’occupation des espaces et à la sécurité",
        "à la sécurité (durée : ",
        "remboursés si la décision, ou son réexamen, ne retient aucun manquement grave",
    ):
        assert words in text, words


@pytest.mark.parametrize("slug", [RULES, PERMIT])
def test_who_is_sanctioned_by_a_public_service_is_told_of_their_rights(slug: str) -> None:
    """Code des relations entre le public et l’administration, article L. 122-2; the right to silence is a precaution."""
    space = alone_as("regie-publique")
    text = text_of(space, slug)
    for words in (
        "l’informe de ses droits : se taire, demander la communication de son dossier, présenter des observations",
        "et rappelle ces droits",
        "L. 122-2",
    ):
        assert words in text, words
    assert "se taire" not in text_of(complete(), RULES)


def test_the_rules_of_a_public_service_say_its_nature_and_who_tells_the_prosecutor() -> None:
    """Code de procédure pénale, article 40; code général des collectivités territoriales, article L. 2131-1."""
    text = text_of(alone_as("regie-publique"), RULES)
    for words in (
        "Le service est administratif, d’après la délibération qui le crée.",
        "la personne qui représente la collectivité ou celle qui a reçu sa délégation avise sans délai le procureur",
        "article L. 2131-1",
    ):
        assert words in text, words
    assert "personne élue avise" not in text


def test_who_welcomes_for_another_organisation_is_its_processor_in_every_paper() -> None:
    """GDPR, articles 28 and 30(2)."""
    space = complete()
    cooperative, association = (
        text_of(space, f"registre-des-traitements-{key}") for key in ("cooperative", "association")
    )
    taken = "nom, moyen de joindre la personne, date"
    processed = cooperative.partition("## Traitements faits pour une autre organisation")[2].partition("## ")[0]
    assert "| Association d’exemple, " in processed and taken in processed and "contrat signé le" in processed
    assert f"pour les rendez-vous que prend son accueil ({taken}), par un contrat de sous-traitance" in association
    assert "| Coopérative d’exemple | Accueil : rendez-vous et inscriptions" in association
    assert "pour les rendez-vous pris à l’accueil, Coopérative d’exemple, par un contrat" in text_of(space, POLICY)
    assert "les contrats de sous-traitance des données de l’accueil, dans chaque sens" in agreement()
    alone = text_of(alone_as("association-loi-1901"), REGISTER)
    assert "ou : aucune" in alone or "proposé : aucune" in alone


def test_who_replaces_the_welcome_checks_golden_tickets() -> None:
    """GDPR, article 5(1)(c): names of guests are shared because another party may have to check them."""
    assert "et, quand elle n’est pas là, Association d’exemple, qui contrôle alors les tickets d’or" in agreement()


def test_the_policy_tells_what_the_registers_record() -> None:
    """GDPR, articles 13(1)(c) to (f) and 14(2)(f); CJEU, C-210/16."""
    text = text_of(complete(), POLICY)
    for words in (
        "| Recevoir en ligne une commande, la fin d’un contrat ou une rétractation",
        "| Donner une formation professionnelle, s’il y en a une |",
        "les réseaux sociaux que votre autorisation nomme :",
        "Page sur un réseau social, tenue avec sa plateforme :",
        "le commissaire aux comptes, s’il y en a un, la banque",
        "le témoin ou la victime d’un accident ou d’un différend, par qui le déclare",
        "un bénéficiaire effectif, par l’associé ou la société",
        "pour un objet trouvé, de le rendre",
        "pour un mineur qui vient seul, de l’accueillir en sécurité",
        "pour une clé ou un badge, celles des organisations qui tiennent ce fichier en commun",
        "dans une association : statuts (contrat d’association)",
        "dans une société : contrat de société",
        "dans les deux : pour une candidature",
        "articles 2226 et 2235",
    ):
        assert words in text, words
    assert "Recevoir en ligne" not in text_of(alone_as("regie-publique"), POLICY)


def test_a_register_has_a_ground_for_each_person_and_each_datum() -> None:
    """GDPR, articles 6 and 10; code du travail, article L. 1222-4; code civil, article 372-1."""
    scic = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"legal_form": "scic-sas"}}})
    company = text_of(several(organisations=scic), "registre-des-traitements-cooperative")
    association = text_of(complete(), "registre-des-traitements-association")
    for words in (
        "un dirigeant ou un membre du comité coopératif qui n’est pas associé",
        "déclaration de non-condamnation d’un dirigeant (code de commerce, article A. 123-51 ; RGPD, article 10)",
        "contrat pour la relance, un prélèvement ou un remboursement",
        "contrôler les accès par badge",
        "informés d’un badge avant sa mise en service (code du travail, article L. 1222-4)",
    ):
        assert words in company, words
    for words in (
        "RNA, et SIRET s’il y en a un",
        "membres pour leur cotisation",
        "en informe d’avance ses salariés",
    ):
        assert words in association, words
    scop = text_of(complete(), "registre-des-traitements-cooperative")
    assert "pour un conjoint et pour un dirigeant qui n’est pas associé" in scop
    for text in (company, association):
        assert "accord des titulaires de l’autorité parentale, l’enfant associé selon son âge" in text
        assert "Équipe d’accueil et, pour les clés et les badges, celles des organisations responsables" in text


def test_only_an_association_of_alsace_or_moselle_reads_of_its_own_law() -> None:
    for slug in (AGREEMENT, FILES, POLICY, "registre-des-traitements-association"):
        assert "Moselle" not in text_of(complete(), slug), slug
    local = text_of(alone_as("association-droit-local"), REGISTER)
    assert "si le tribunal les demande, date et lieu de naissance" in local
    assert "si le tribunal" not in text_of(alone_as("association-loi-1901"), REGISTER)


def test_who_holds_the_title_signs_for_what_follows_if_the_company_is_never_born() -> None:
    """Code civil, article 1199."""
    text = text_of(to_create(), AGREEMENT)
    assert "pour ces engagements et ceux de l’[article #](#duree)" in text
    assert "Titre, assurance, sécurité et hébergement ([article #](#locaux) et [article #](#duree))" in text


def test_an_agreement_has_one_sense_for_each_cost() -> None:
    text = agreement()
    for words in (
        "en particulier des prix de l’accueil et de l’hébergement",
        "Aucune part du loyer, ni des charges que le bail ou le titre met à la charge de son titulaire, n’est appelée",
        "les autres frais communs le sont dès l’ouverture du lieu",
        "est une aide de minimis (règlement (UE) 2023/2831)",
    ):
        assert words in text, words
    assert "à lui seul : énergie, eau," in text


@pytest.mark.parametrize("slug", [TERMS, CONTRACT])
def test_an_auditor_is_among_those_who_receive_the_data_of_a_sale(slug: str) -> None:
    assert "le commissaire aux comptes, s’il y en a un" in text_of(complete(), slug)


def test_a_buyer_receives_the_price_list_before_the_order() -> None:
    """Code de commerce, article L. 441-1."""
    assert "la charte informatique, la grille tarifaire et le prix total" in text_of(complete(), TERMS)


def test_an_agreement_tells_who_departs_however_it_ends() -> None:
    """Only one party departs, and each end has its rules: goods, name, books and the final account."""
    text = text_of(to_create(), AGREEMENT)
    article = text.partition("Départ d’une partie")[2].partition("## Article")[0]
    for words in (
        "| Départ | celle qui l’a notifié | fin du préavis |",
        "| Refus de renouveler ([article #](#duree)) | celle qui l’a annoncé |",
        "([article #](#tva)) | l’association ; l’autre partie, si elle a refusé une révision que le service des impôts,",
        "| Locaux perdus ([article #](#fermeture)) | aucune : les biens et le nom suivent la règle du lieu qu’aucune partie ne garde |",
        "| Manquement grave | celle qui a manqué à ses engagements |",
        "| Procédure collective ([article #](#difficultes)) | celle que vise la procédure |",
        "n’a pas repris la convention ([article #](#duree)) | les personnes qui ont agi pour elle |",
        "L’autre est la partie qui continue. Si elle ne reprend pas le titre que la partie qui part lui propose, elle",
        "la partie qui garde le lieu a alors les droits de la partie qui continue",
        "Si aucune partie ne garde le lieu, les biens achetés ensemble sont vendus et leur prix est partagé",
        "toute fin de la convention, dans les limites du livre VI du code de commerce",
        "la partie qui part paie sa part des frais communs jusqu’à la prise d’effet de son départ ou,",
        "jusqu’à la prise d’effet de la fin de la convention et, au moins, [proposé : six mois, à valider] après sa notification",
        "la partie à laquelle le nom du lieu ne revient pas cesse de l’utiliser",
    ):
        assert words in article, words
    assert "celle qui garde le lieu" not in article and "Dans tous les cas" not in article
    assert "Société non immatriculée" not in agreement()


def test_the_agreement_of_three_goes_on_without_the_party_that_departs() -> None:
    third = merge(COMPLETE_ORGANISATIONS, {"organisations": {"commune": {"name": "Commune d’exemple", "legal_form": "regie-publique", "stage": "existing"}}})  # fmt: skip
    text = text_of(several(identity=COMPLETE_PLACE, organisations=third, prices=COMPLETE_PRICES), AGREEMENT)
    for words in (
        "qu’elle n’y consent pas ; la convention se renouvelle alors entre les autres.",
        "l’association peut y mettre fin à son égard, sans préavis",
        "chaque partie peut mettre fin à la convention à son égard, par écrit, sans indemnité",
        "| celle qui met fin à la convention à son égard |",
        "Les autres sont les parties qui continuent.",
        "reviennent aux parties qui continuent. Elles paient à la partie qui part sa part",
        "à celle des parties qui continuent qu’elles désignent ensemble",
    ):
        assert words in text, words
    assert "L’autre est la partie qui continue" not in text


@pytest.mark.parametrize("form", ["scic-sas", "association-loi-1901"])
def test_an_agreement_between_two_of_a_kind_names_no_end_that_it_lacks(form: str) -> None:
    """Only an association that deals with a company asks what its links with it mean for its taxes."""
    both = merge(COMPLETE_ORGANISATIONS, {"organisations": {key: {"legal_form": form, "stage": "existing"} for key in ("cooperative", "association")}})  # fmt: skip
    text = text_of(several(organisations=both), AGREEMENT)
    assert "| Locaux perdus ([article #](#fermeture)) |" in text and "service des impôts (" not in text
    assert "peut y mettre fin sans préavis" not in text


@pytest.mark.parametrize("slug", [OF_COOPERATIVE, POLICY])
def test_passages_of_a_badge_are_seen_only_by_who_keeps_the_place_safe(slug: str) -> None:
    """GDPR, articles 5(1)(c) and 30(1)(d): other welcomes only see bookings and golden tickets."""
    text = text_of(complete(), slug)
    if slug == OF_COOPERATIVE:
        assert (
            "| Équipe d’accueil et, pour les seules réservations des espaces et les seuls tickets d’or, celles des "
            "organisations responsables conjointes ; pour les noms des personnes admises et les entrées utilisées, "
        ) in text
    assert "pour les passages, les seules personnes que désigne Coopérative d’exemple pour la sécurité du lieu" in text
    one = text_of(alone_as("scic-sas"), REGISTER)
    assert "| Équipe d’accueil ; pour les passages, les seules personnes désignées pour la sécurité du lieu ;" in one


def test_who_replaces_the_welcome_is_a_processor_both_ways() -> None:
    """GDPR, articles 28 and 30: each register names what one welcome does for the other."""
    space = complete()
    cooperative, association = text_of(space, OF_COOPERATIVE), text_of(space, OF_ASSOCIATION)
    assert "ne vend ni n’encaisse pour elle ; elle n’utilise que les fichiers communs et, pour le reste" in agreement()
    assert (
        "| Association d’exemple | Accueil tenu quand Coopérative d’exemple n’est pas là, s’il y a lieu" in cooperative
    )
    assert "et les entrées utilisées, l’organisation qui remplace l’équipe d’accueil, par un contrat" in cooperative
    for text in (cooperative, association):
        assert "pour une activité que l’organisation mène seule, celle dont l’accueil prend les inscriptions" in text
    processed = association.partition("## Traitements faits pour une autre organisation")[2].partition("## ")[0]
    assert "si l’entrée est gratuite, entrées des carnets, inscriptions" in processed
    assert "Administration des pages du site où elle vend, s’il y en a" in processed
    assert (
        "Association d’exemple, qui administre ces pages, par un contrat de sous-traitance ; hébergeur" in cooperative
    )
    policy = text_of(space, POLICY)
    for words in (
        "quand une autre organisation du lieu remplace l’équipe d’accueil, ou administre les pages de vente, celle-ci",
        "pour une activité commune, celles des organisations qui tiennent ce fichier en commun",
        "pour les inscriptions que prend l’accueil d’une autre organisation, celle-ci, par un contrat",
    ):
        assert words in policy, words
    assert "les grandes lignes de leur accord sont affichées au lieu" in text_of(space, CONTRACT)
    assert "Le journal technique de tout le site relève de l’éditeur." in agreement()
    for slug in (POLICY, REGISTER):
        alone = text_of(alone_as("scic-sas"), slug)
        assert "remplace" not in alone and "activité commune" not in alone, slug


def test_nobody_settles_in_before_the_owner_agrees() -> None:
    """Code de commerce, article L. 145-31."""
    text = text_of(to_create(), AGREEMENT)
    assert "Aucune autre partie n’est accueillie dans les locaux avant cet accord, quand il est nécessaire, ni" in text
    assert (
        "Tant que le titre est au nom d’une personne (paragraphe « Titre au nom d’une personne »), cet écrit est conclu avec elle."
        in text
    )
    assert "ou de l’écrit provisoire qui la précède" in agreement()
    assert "Tant que le titre est au nom d’une personne" not in agreement()


def test_who_waits_for_the_place_to_open_can_leave() -> None:
    text = text_of(alone_as("scic-sas", stage="to_create"), CONTRACT)
    assert "aucun prix n’est dû et le coworker peut mettre fin au contrat, par écrit, sans préavis ni frais" in text
    assert (
        "Dans ces deux cas, toute somme reçue est rendue, et l’exploitant répond de cette fin si elle lui est" in text
    )


def test_a_policy_has_the_ground_of_each_datum_of_an_officer() -> None:
    """GDPR, articles 10 and 13(1)(c)."""
    text = text_of(alone_as("scic-sas"), POLICY)
    assert (
        "déclaration de non-condamnation d’un dirigeant (code de commerce, article A. 123-51 ; RGPD, article 10)"
        in text
    )
    assert (
        "pour le conjoint d’un associé, pour qui représente un associé, lui succède, siège au comité coopératif ou"
        in text
    )
    assert "non-condamnation" not in text_of(alone_as("association-loi-1901"), POLICY)


def test_the_rules_of_a_public_service_follow_its_nature() -> None:
    """CGCT, article L. 2131-1."""
    text = text_of(alone_as("regie-publique"), RULES)
    assert "s’applique dès que l’acte qui la porte est exécutoire, sans attendre ce délai" in text
    private = text_of(alone_as("scic-sas"), RULES)
    assert "s’applique aussitôt" in private and "saisine du tribunal" not in private


# --- What a jurist found next: one rule in every paper that states it ---

SCIC, SCOP = "statuts-scic-only", "statuts-scop-only"


@pytest.mark.parametrize("two", [True, False])
def test_a_lease_is_taken_over_within_a_time_and_for_a_price(two: bool) -> None:
    """Code civil, articles 1163 and 1591: a price that nothing fixes would empty the rule, or give the lease away."""
    parties = {} if two else {"commune": {"name": "Commune d’exemple", "legal_form": "regie-publique", "stage": "existing"}}  # fmt: skip
    text = text_of(several(organisations=merge(COMPLETE_ORGANISATIONS, {"organisations": parties})), AGREEMENT)
    rule = text.partition("titulaire du bail ou du titre d’occupation, elle propose")[2].partition("**Partie hébergée")[
        0
    ]
    for words in (
        "par écrit, [proposé : dans le mois, à valider] de la notification de",
        "[proposé : dans les deux mois, à valider] de cette proposition",
        "la valeur du jour du droit au bail, s’il en a une, et la valeur non amortie des aménagements",
        "fixées comme celle des biens achetés ensemble, et lui rembourse le dépôt de garantie",
        "que cette partie a payés seule et qui restent dans les locaux",
        "sur le domaine public, seuls ces aménagements et ce dépôt sont payés, les premiers si le titre le permet",
        "que le titre soit repris ou non, la partie qui part",
    ):
        assert words in rule, words
    assert ("son silence vaut refus" in rule) is two
    assert ("désignent ensemble celle qui reprend le titre ; leur silence ou leur désaccord vaut" in rule) is not two


def test_a_title_in_the_name_of_a_person_is_offered_as_a_party_would_offer_it() -> None:
    text = text_of(to_create("scic-sas"), AGREEMENT)
    assert "dans les délais et au prix que fixe l’[article #](#depart), comptés de cette échéance" in text
    assert "{ #depart }" in text and "{ #arrivee }" in text
    assert "dans les formes que la loi exige ou, si un tel transfert n’est pas possible, à renoncer au sien dès" in text


@pytest.mark.parametrize("form", ["scic-sarl", "scic-sas", "scic-sa"])
def test_statutes_and_agreement_take_the_free_uses_from_the_same_receipts(form: str) -> None:
    """Code de commerce, article L. 227-8: who presides would otherwise breach the statutes by applying the agreement."""
    text = text_of(alone_as(form, stage="to_create"), SCIC)
    assert "la part des recettes du coworking, hors TVA, consacrée aux usages gratuits" in text
    assert "grâce à une part des recettes du coworking, fixée par l’assemblée" in text
    assert "des recettes du coworking, hors TVA, à des usages gratuits du lieu" in agreement()


def recipients(register: str) -> list[str]:
    """Who receives the data of the first sheet of a register."""
    row = register.partition("| Destinataires | Les personnes qui dirigent et qui administrent ; ")[2]
    return row.partition(" |")[0].split(" ; ")


@pytest.mark.parametrize(
    ("form", "examined"),
    [
        ("scic-sas", "la liste des associés, les procès-verbaux et les points soumis à l’assemblée (candidatures, radiations, exclusions, conventions)"),
        ("scop-sas", "la liste des associés, les procès-verbaux et les points soumis à l’assemblée (candidatures, exclusions, conventions)"),
        ("sas-ess", "les procès-verbaux et les points soumis à l’assemblée (candidatures, exclusions, conventions)"),
    ],
)  # fmt: skip
def test_members_are_among_who_receives_the_data_of_an_organisation(form: str, examined: str) -> None:
    """GDPR, articles 13(1)(e) and 30(1)(d): statutes let them read minutes and decide on an exclusion."""
    organisations = merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"legal_form": form}}})
    space = several(identity=COMPLETE_PLACE, organisations=organisations, prices=COMPLETE_PRICES)
    policy = text_of(space, POLICY).partition("- pour la vie de l’organisation : ")[2].partition(" - pour ")[0]
    company, association = recipients(text_of(space, OF_COOPERATIVE)), recipients(text_of(space, OF_ASSOCIATION))
    assert company[0] == f"les autres associés, pour {examined}"
    assert association[0] == (
        "les autres membres, pour les procès-verbaux, les candidatures aux élections, le recours contre un refus "
        "d’adhésion ou une exclusion, et le rapport sur les contrats"
    )
    assert f"dans une association, {association[0]} ; dans une société, {company[0]} ;" in policy
    for receiver in (*company, *association):
        assert receiver.removesuffix(", s’il y en a un") in policy, receiver
    assert "toute personne, pour les statuts déposés et l’identité des dirigeants" in company
    assert "toute personne, pour les statuts déposés et l’identité des dirigeants" in association
    assert "le commissaire aux comptes, s’il y en a un" in association


@pytest.mark.parametrize("form", ["association-loi-1901", "association-droit-local", "scic-sarl", "sas-ess"])
def test_the_policy_of_one_organisation_names_no_other_kind(form: str) -> None:
    space = alone_as(form)
    policy = text_of(space, POLICY).partition("- pour la vie de l’organisation : ")[2].partition(" - pour ")[0]
    assert "dans une" not in policy and "d’une" not in policy
    assert ("les autres membres" in policy) is form.startswith("association")
    assert ("les autres associés" in policy) is not form.startswith("association")
    assert [one for one in recipients(text_of(space, REGISTER)) if one not in policy] == []


def test_statutes_are_kept_as_long_as_the_association() -> None:
    space = alone_as("association-loi-1901")
    assert "pour les statuts et les procès-verbaux, aussi longtemps que" in text_of(space, REGISTER)
    assert "; statuts, procès-verbaux : aussi longtemps que l’organisation existe" in text_of(space, POLICY)


def test_an_association_decides_although_its_whole_board_is_concerned() -> None:
    """The agreement needs the vote of the board, whose members may also be partners of the company."""
    text = text_of(alone_as("association-loi-1901"), ASSOCIATION_STATUTES["association-loi-1901"])
    assert "aucun membre du conseil ne peut voter, l’assemblée générale décide, sans le vote des personnes" in text
    assert "si tous les membres présents ou représentés le sont, ils votent, et le procès-verbal mentionne" in text
    assert "ou le quart de ceux-ci s’il est moindre, peuvent faire ajouter" in text
    local = text_of(alone_as("association-droit-local"), ASSOCIATION_STATUTES["association-droit-local"])
    assert "aucun membre de la direction ne peut voter, l’assemblée décide" in local and "ils votent" not in local


def test_a_workshop_of_a_service_keeps_the_rules_of_the_service() -> None:
    text = agreement()
    assert "n’est pas, à elle seule, un service de l’" in text and "en font partie, et suivent aussi cet" in text
    space = complete()
    policy = text_of(space, POLICY)
    assert "- Atelier ou permanence de médiation numérique : la feuille d’inscription suit la durée des" in policy
    assert "feuille d’inscription à un atelier ou à une permanence : comme les activités" in text_of(
        space, OF_ASSOCIATION
    )


def test_terms_bind_from_the_signature_of_a_contract_for_a_company_in_formation() -> None:
    """Code de la consommation, article L. 221-18: the fourteen days run from the conclusion of the contract."""
    text = text_of(to_create(), TERMS)
    assert "s’y appliquent dès la signature, droit de rétractation compris ; le service et le prix ne" in text
    assert "prend effet au plus tôt à cette date" not in text
    assert "dès la signature, droit de rétractation" not in text_of(complete(), TERMS)


@pytest.mark.parametrize("form", ["scic-sarl", "scic-sas", "scic-sa"])
def test_a_first_hiring_of_any_kind_brings_the_assembly_together(form: str) -> None:
    """Loi n° 47-1775, article 19 septies: producers do not suffice once anybody is employed, even for a short time."""
    text = text_of(alone_as(form), SCIC)
    assert "aucune personne salariée, toute personne embauchée, quel que soit son contrat, y est invitée dès" in text
    assert "Une personne salariée n’est tenue de présenter sa candidature que si" in text


@pytest.mark.parametrize(("form", "slug"), [("scic-sas", SCIC), ("scic-sarl", SCIC), ("scop-sas", SCOP), ("scop-sarl", SCOP)])  # fmt: skip
def test_a_mandate_ends_when_who_holds_it_is_no_longer_a_member(form: str, slug: str) -> None:
    """Code de commerce, article L. 227-5: the statutes of an SAS fix how it is managed."""
    text = text_of(alone_as(form), slug)
    assert "son mandat prend fin à l’assemblée qui pourvoit à son remplacement, réunie dans les [proposé" in text
    assert ("de révocation, de décès, de perte de la qualité d’associé" in text) is form.endswith("sas")


def test_who_presides_does_not_allow_their_own_transfer() -> None:
    for form, allowed in (("scic-sas", True), ("scic-sarl", False), ("scic-sa", False)):
        text = text_of(alone_as(form), SCIC)
        assert ("de la présidence ou, pour les siennes, de l’assemblée ordinaire, à un associé" in text) is allowed


def test_a_party_is_consulted_before_its_people_are_excluded_and_acts_when_it_is_urgent() -> None:
    text = agreement()
    assert "l’autre partie est consultée, sauf urgence, sans que la personne soit nommée, comme le prévoit" in text
    assert (
        "dans la limite [proposé : du double de ce montant, à valider], et en rend compte aux autres [proposé : sous"
        in text
    )


def test_a_message_to_the_common_address_is_read_by_the_teams_that_keep_it() -> None:
    """GDPR, article 13(1)(e)."""
    text = text_of(complete(), POLICY)
    assert "les équipes des organisations qui tiennent ces fichiers en commun, dont celle qui tient le point de" in text
    assert "vous pouvez n’écrire qu’à une organisation, à son adresse ([article #](#responsable))" in text
    assert "| Équipes des organisations responsables conjointes ; financeurs et public" in text_of(
        complete(), OF_ASSOCIATION
    )
    alone = text_of(alone_as("scic-sas"), POLICY)
    assert "la fréquentation : l’équipe ; un financeur" in alone and "n’écrire qu’à" not in alone


def test_an_operator_who_cancels_late_owes_a_professional_the_same() -> None:
    """Code civil, article 1171."""
    text = text_of(complete(), TERMS)
    assert "après le délai du tableau, le client reçoit en outre une somme égale à celle qu’il aurait lui-même" in text


def test_a_contract_tells_who_sees_passages_and_proves_what_storing_costs() -> None:
    text = text_of(complete(), CONTRACT)
    assert (
        "Les passages ne sont communiqués qu’aux personnes que désigne l’exploitant pour la sécurité du lieu et" in text
    )
    for slug in (CONTRACT, RULES):
        assert "entreposées à ses frais, sur justificatif" in text_of(complete(), slug), slug


# --- What a jurist found before signature ---

CLOSED_TO_STAFF = "ou qui l’administre, pendant ce travail, cet engagement ou ce mandat, qu’en cas de danger immédiat et pour la durée"


def five_without_services() -> Space:
    """Five organisations, of which three run no service."""
    added = {f"groupe-{n}": {"name": f"Groupe {n}", "legal_form": "association-loi-1901", "stage": "existing"} for n in (1, 2, 3)}  # fmt: skip
    return several(organisations=merge(COMPLETE_ORGANISATIONS, {"organisations": added}))


@pytest.mark.parametrize("make", [complete, five_without_services])
def test_shared_spaces_stay_open_to_who_works_for_another_party(make: Callable[[], Space]) -> None:
    """To consult a party on a person is to name them, which rules and registers forbid before a measure is taken."""
    for slug in (AGREEMENT, RULES):
        text = text_of(make(), slug)
        assert CLOSED_TO_STAFF in text and "aussitôt prévenue de la mesure, prend les siennes" in text, slug
    assert "cette partie est d’abord consultée" not in text_of(make(), AGREEMENT)
    assert CLOSED_TO_STAFF not in text_of(alone_as("scic-sas"), RULES)


@pytest.mark.parametrize("make", [complete, five_without_services])
def test_each_activity_has_an_operator_who_may_exclude_from_it(make: Callable[[], Space]) -> None:
    text = text_of(make(), RULES)
    for words in (
        "aussi appelé « l’organisateur », est l’organisation qui l’annonce ; pour une activité commune, celle que",
        "à ses services, à ses activités ou, aux conditions ci-dessous, aux espaces communs",
        "La décision nomme les services et les activités et, si elle ferme",
        "Une organisation décide pour ses services et ses activités.",
    ):
        assert words in text, words
    without = make is five_without_services
    assert ("une activité d’une organisation qui ne gère aucun service, par la personne qui" in text) is without
    assert ("; pour une organisation qui ne gère aucun service, l’instance qui l’administre." in text) is without
    assert "ou qui annonce l’activité, peut rappeler la règle" in text_of(make(), CHARTER)
    assert "aussi appelé" not in text_of(alone_as("scic-sas"), RULES)


def test_organisations_hold_together_the_agreements_for_minors_outside_activities() -> None:
    """GDPR, articles 13(1)(a) and 26: whoever welcomes, of any organisation, checks it and calls the family."""
    words = "accords pour un mineur qui vient seul en dehors des activités"
    policy = text_of(complete(), POLICY)
    assert f"inscriptions aux activités communes, {words}, lettre d’information" in policy
    assert "les équipes d’accueil des organisations qui tiennent ces accords en commun ;" in policy
    for slug in (OF_ASSOCIATION, OF_COOPERATIVE):
        text = text_of(complete(), slug)
        assert f"pour les activités communes et les {words} (convention sur les fichiers communs)" in text
        assert (
            "d’un mineur hors d’une activité, les équipes d’accueil des organisations responsables conjointes" in text
        )
    files = text_of(complete(), FILES)
    assert f"| Mineurs : {words} |" in files and f"aux activités, {words}, lettre d’information" in files
    for slug in (POLICY, REGISTER):
        assert words not in text_of(alone_as("scic-sas"), slug), slug


TEN_YEARS = "contrat conclu par voie électronique par un consommateur, pour 120 € ou plus : dix ans après son exécution"


def test_a_contract_made_online_is_kept_ten_years() -> None:
    """Code de la consommation, article L. 213-1, and décret n° 2005-137."""
    policy, register = text_of(complete(), POLICY), text_of(complete(), OF_COOPERATIVE)
    assert policy.count(TEN_YEARS) >= 2 and register.count(TEN_YEARS) >= 2
    for slug in (POLICY, OF_COOPERATIVE, TERMS, CONTRACT):
        text = text_of(complete(), slug)
        assert TEN_YEARS in text and "de le garder (code de la consommation, article L. 213-1)" in text, slug
    for text in (policy, register):
        assert "obligation légale (code de la consommation, articles L. 213-1, L. 215-1-1 et L. 221-21)" in text
    for slug in (POLICY, REGISTER):
        assert TEN_YEARS not in text_of(alone_as("regie-publique"), slug), slug


def test_nothing_is_sold_for_a_company_before_it_is_registered() -> None:
    """Code de commerce, article L. 210-6: who founds it would answer for it without limit."""
    words = "rien n’est encaissé ni facturé en son nom, et un contrat signé pour elle ne commence qu’après cette date"
    assert words in text_of(to_create("scic-sas"), AGREEMENT) and words not in agreement()


def test_an_agreement_houses_as_long_as_its_own_times_and_names_what_is_paid() -> None:
    text = text_of(to_create("scic-sas"), AGREEMENT)
    for words in (
        "les héberge [proposé : six mois, à valider] ou, si l’une d’elles reprend le titre, jusqu’à cette reprise",
        "un mandat et une donnée recueillie avec un consentement ne se transmettent qu’avec l’accord de chacun",
        "L’accueil, le point de contact et, s’il y en a, l’administration de pages de vente, qu’une partie assure",
        "outre l’autorisation préalable que les statuts demandent, s’il y a lieu",
        "le jour même ou, si le lieu est fermé, le premier jour ouvré qui suit",
        "Tant qu’une partie en héberge une autre, chacune paie sa part des frais communs",
    ):
        assert words in text, words


def test_who_welcomes_for_another_organisation_knows_who_may_enter() -> None:
    """GDPR, articles 28(3) and 30(2): the two registers name the same data, and none tells who enters for free."""
    words = "noms des coworkers au mois et des personnes admises ce jour-là, sans indiquer si l’entrée est gratuite"
    for slug in (OF_ASSOCIATION, OF_COOPERATIVE):
        assert words in text_of(complete(), slug), slug
    assert "pour les noms des personnes admises et les entrées utilisées, l’organisation qui" in text_of(
        complete(), OF_COOPERATIVE
    )


def test_the_register_of_a_company_examines_the_data_of_its_members() -> None:
    """GDPR, article 35: two criteria, a declaration of no conviction and an exclusion."""
    row = "| Associés et dirigeants | Données très personnelles (déclaration de non-condamnation)"
    assert row in text_of(complete(), OF_COOPERATIVE) and row not in text_of(complete(), OF_ASSOCIATION)
    for slug in (POLICY, OF_COOPERATIVE):
        assert "conventions avec la société, intérêts déclarés" in text_of(complete(), slug), slug


def test_the_contract_of_a_paid_activity_is_kept_as_evidence() -> None:
    """Code civil, article 2224."""
    kept = "activité payante : pour les seules pièces utiles à la preuve, cinq ans à part (code civil, article 2224)"
    for slug in (POLICY, OF_ASSOCIATION, OF_COOPERATIVE, FILES, FORM):
        assert kept in text_of(complete(), slug), slug
    for slug in (POLICY, REGISTER, FORM):
        assert kept not in text_of(alone_as("regie-publique"), slug), slug
    for slug in (POLICY, OF_ASSOCIATION):
        assert "le financeur et le service de l’État chargé du contrôle" in text_of(complete(), slug), slug


def test_rules_answer_a_request_and_leave_paid_activities_to_their_terms() -> None:
    text = text_of(complete(), RULES)
    assert "donnée dans [proposé : le mois, à valider] qui suit la demande ; celle-ci ne suspend pas la mesure." in text
    assert "Pour une activité gratuite sur inscription, la place est gardée" in text
    assert "Une activité payante suit les conditions remises avant l’inscription." in text
    assert "celle-ci ne suspend pas la mesure" not in text_of(alone_as("regie-publique"), RULES)


@pytest.mark.parametrize(("form", "slug"), [("scic-sas", SCIC), ("scic-sarl", SCIC), ("scop-sas", SCOP), ("scop-sarl", SCOP)])  # fmt: skip
def test_statutes_tell_when_five_years_begin_and_replace_who_presides_sooner(form: str, slug: str) -> None:
    """In an SARL, article L. 223-27 of the code de commerce governs the assembly."""
    text = text_of(alone_as(form), slug)
    assert "dans les cinq ans au plus de la perte de la qualité d’associé" in text
    sooner = "elle peut alors être convoquée [proposé : huit jours, à valider] au moins avant sa date, sur cette seule"
    assert (sooner in text) is form.endswith("sas")


@pytest.mark.long
def test_a_vote_cast_despite_an_undertaking_stays_valid() -> None:
    """Code civil, article 1844: the law alone takes a vote away."""
    (statutes,) = (d for d in fill_documents(to_create("scic-sas")) if d.slug.startswith("statuts-scic"))
    assert "sont dans ce cas ; le vote émis malgré cet engagement reste valable." in spaced(statutes.text)


def test_a_refused_transfer_is_a_question_for_who_reviews() -> None:
    """What follows a refusal is not read in the law: the notes of review ask, the statutes assert nothing."""
    for form, article in (("scic-sas", "L. 228-24"), ("scic-sarl", "L. 223-14")):
        notes = spaced(filled_document(alone_as(form), SCIC).review_block)
        assert "Refus d’une cession : les statuts n’en règlent pas la suite" in notes and article in notes, form


# --- What other jurists found ---


def scic(**organisation: Any) -> str:
    return text_of(alone_as("scic-sas", **organisation), SCIC)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("a founder, whom no assembly admitted, may receive a share", "à un associé ou à une personne que l’assemblée"),
        ("a transfer keeps the limits", "fait descendre au-dessous du minimum de sa catégorie un cédant qui reste associé"),
        ("who is not struck off counts for no category", "sans que la personne compte pour les trois catégories"),
        ("an assembly without a quorum is met again", "sur une nouvelle convocation, faute de quorum, vaut première assemblée"),
        ("when six months begin", "six mois, à valider] de l’avis que leur en donne la présidence, chacune en proportion"),
        ("an excess is paid back at once", "ce remboursement est fait en même temps que celui qui l’a rendu nécessaire"),
        ("colleges are in the statutes", "en modifiant les statuts, qui fixent alors leur composition, leurs voix"),
        ("who presides leaves", "le retrait est notifié à la direction générale ou, à défaut, à tous les associés"),
        ("a cooperative of another kind is allowed", "Une transformation en une autre coopérative ne les rend jamais"),
        ("mediation", "ni une action en nullité ; la prescription est suspendue dans les conditions de l’article 2238"),
    ],
)  # fmt: skip
def test_the_statutes_of_a_scic_leave_no_case_out(subject: str, words: str) -> None:
    """Loi n° 47-1775, articles 19 septies, 19 octies and 25; code civil, article 2238."""
    assert words in scic(), subject


@pytest.mark.parametrize("form", ["scic-sas", "scic-sarl"])
def test_founders_appoint_the_first_officers_by_exception(form: str) -> None:
    text = text_of(alone_as(form, stage="to_create"), SCIC)
    assert "les premiers dirigeants sont nommés par tous les associés fondateurs, dans un acte séparé" in text


def test_a_name_stays_where_it_is_when_nobody_keeps_the_place() -> None:
    """Otherwise who writes first after a fire loses the name."""
    text = agreement()
    for words in (
        "le nom de domaine restent à la partie qui les détient ; si elle ne s’en sert pas dans les [proposé : six",
        "si une partie garde le lieu et que la partie qui part détient le nom",
        "si la partie qui part est hébergée, elle rend les espaces à la prise d’effet de son départ",
    ):
        assert words in text, words


def test_a_paid_activity_has_the_ground_of_what_is_kept_after_it() -> None:
    """GDPR, articles 6(1)(c) and (f) and 13(1)(c)."""
    online = "l’obligation légale de le garder (code de la consommation, article L. 213-1) ; après la fin du contrat, pour la"
    for slug in (OF_ASSOCIATION, OF_COOPERATIVE, FORM):
        assert f"contrat avec l’organisation qui la vend ; pour un contrat qu’un consommateur conclut par voie électronique, {online}" in text_of(complete(), slug), slug  # fmt: skip
    for slug, whose in ((POLICY, "Activité payante"), (FILES, "Bases légales d’une activité payante")):
        assert f"{whose} : contrat ; pour un contrat qu’un consommateur conclut par voie électronique, {online}" in text_of(complete(), slug)  # fmt: skip


def test_beneficial_owners_are_in_no_newspaper_and_a_home_may_be_hidden() -> None:
    """Code monétaire et financier, article L. 561-46; code de commerce, article R. 123-54-1."""
    for slug in (POLICY, OF_COOPERATIVE):
        text = text_of(complete(), slug)
        assert (
            "le support d’annonces légales, pour la création et les dirigeants ; les autorités et les personnes" in text
        )
    assert "pour une association, la préfecture" in text_of(complete(), POLICY)
    assert "n’y soit pas communiquée au public (code de commerce, article R. 123-54-1)" in text_of(complete(), POLICY)
    assert "R. 123-54-1" not in text_of(alone_as("association-loi-1901"), POLICY)
    assert "chaque fondateur en est prévenu : les statuts déposés au registre sont publics" in text_of(alone_as("scic-sas", stage="to_create"), "dossier-d-immatriculation-only")  # fmt: skip


def test_a_register_has_each_purpose_and_who_receives_what_is_shared() -> None:
    """GDPR, articles 7(1), 12 and 30(1); code du travail, article L. 1222-4."""
    text = text_of(complete(), OF_COOPERATIVE)
    for words in (
        "| Équipes des organisations responsables conjointes ; totaux publiés |",
        "sur leurs données ; prouver un consentement et son retrait | | Base légale | Obligation légale (RGPD, articles 7, paragraphe 1, et 12) |",
        "non retenue ; pièces gardées pour la preuve : intérêt légitime à faire valoir des droits en justice |",
        "ceux d’une autre organisation du lieu le sont par leur employeur, d’abord prévenu par écrit",
    ):
        assert words in text, words
    policy = text_of(complete(), POLICY)
    assert "l’équipe des autres, que leur employeur en informe d’avance ;" in policy
    assert "par exemple le temps d’une vérification, dans les cas que prévoit le RGPD (limitation)" in policy


def test_shared_files_have_a_rule_for_each_incident_cost_and_end() -> None:
    """GDPR, articles 4(12), 7(1), 13(1)(a), 28, 33 and 35."""
    text = text_of(to_create("scic-sas"), FILES)
    for words in (
        "altération, indisponibilité, divulgation ou accès sans autorisation, même par une personne connue",
        "et si possible dans les soixante-douze heures après que l’une des parties en a eu connaissance",
        "Une partie qui n’a plus accès à ces outils ne paie que les frais nés avant son départ.",
        "gardée à part, cinq ans à compter du retrait ou de la fin de l’usage (RGPD, article 7, paragraphe 1)",
        "signer leurs contrats, au nom de toutes les parties",
        "Celle qui mène l’analyse : [à compléter : organisation]",
        "survivent au départ et à la fin de la convention",
        "Jusqu’à l’immatriculation de Coopérative d’exemple, répond personnellement de ces données, pour la société en formation : [",
        "**Ici, vos données servent à :** [à compléter : finalité et base légale du fichier",
    ):
        assert words in text, words
    assert "Jusqu’à l’immatriculation" not in text_of(complete(), FILES)


def test_rules_announce_a_closure_once_and_a_decision_settles_a_suspension() -> None:
    text = text_of(complete(), RULES)
    assert "est annoncée à tous dans le même délai. En cas de danger" in text
    assert "si la décision, ou son réexamen, ne retient aucun manquement grave." in text
    assert "ou confié à l’équipe pour cette activité, est sous celle de l’organisateur" in text


# --- What two jurists found who read papers as they are printed ---


def stated(slug: str, space: Space, *sentences: str) -> None:
    """The document ``slug`` has each of these sentences."""
    text = text_of(space, slug)
    for words in sentences:
        assert words in text, words


def test_who_holds_the_title_of_a_company_in_formation_hosts_and_signs() -> None:
    """Code de commerce, article L. 210-6; code civil, article 1375; code général de la propriété des personnes publiques."""
    own = "Tant que la société n’est pas immatriculée et n’a pas reçu ce titre, l’hébergeur est la personne qui le tient en son"
    signs = "| Personne qui s’oblige en son nom propre | Engagement | Date et signature |"
    space = to_create("scic-sas")
    stated(
        HOSTING,
        space,
        own,
        "Cette personne signe aussi la présente convention, qui vaut alors l’écrit provisoire que prévoit la convention",
        "Si la convention entre les organisations prend fin, pour quelque cause que ce soit, la présente convention dure le temps",
        "La convention est établie en deux originaux, un par partie, outre un pour chaque personne qui s’oblige en son nom propre",
        signs,
    )
    stated(
        HOSTING,
        with_premises("scic-sas"),
        "par acte extrajudiciaire ou par lettre recommandée avec avis de réception, quinze jours au moins avant le début",
        "Si les locaux relèvent du domaine public, l’accueil est temporaire, précaire et révocable comme le titre",
    )
    text = text_of(complete(), HOSTING)
    assert own not in text and signs not in text
    assert (
        "La convention est établie en deux originaux, un par partie (code civil, article 1375), ou sous forme" in text
    )


def test_parties_state_the_number_of_originals_in_the_same_words() -> None:
    """Code civil, article 1375."""
    for slug in (AGREEMENT, HOSTING, FILES):
        stated(
            slug,
            complete(),
            "La convention est établie en deux originaux, un par partie (code civil, article 1375), ou",
        )


def test_founders_keep_a_title_signed_for_their_company_and_no_text_refers_back_to_itself() -> None:
    """Code de commerce, article L. 210-6; code civil, article 1592."""
    stated(
        AGREEMENT,
        to_create("scic-sas"),
        "Si le titre est signé au nom de la société en formation, les personnes qui ont agi pour elle tiennent ces engagements",
        "si elle ne peut ou ne veut estimer, une autre est désignée de la même façon",
    )
    assert "sauf ce que prévoit la convention d’hébergement" not in agreement()
    assert "signé au nom de la société en formation" not in agreement()


def test_measures_on_common_spaces_are_assessed_before_they_are_shared() -> None:
    """GDPR, articles 14 and 35: the choice is no longer left to the parties."""
    stated(
        FILES,
        complete(),
        "pour les mesures sur les espaces communs, l’analyse est faite avant le premier partage ; pour les autres fichiers : [",
        "Si ces données nous viennent d’une autre personne, par exemple de celle qui vous inscrit ou vous invite",
        "finalité et base légale du fichier, d’après le tableau",
    )
    stated(FILES, complete(), "au plus tôt le jour où Association d’exemple a la personnalité morale.")
    existing = several(
        organisations=merge(COMPLETE_ORGANISATIONS, {"organisations": {"association": {"stage": "existing"}}})
    )
    assert "personnalité morale" not in text_of(existing, FILES)
    notes = spaced(filled_document(complete(), FILES).review_block)
    assert "partie partie" not in notes


def test_the_rules_of_an_administrative_service_offer_no_other_court() -> None:
    """Code de procédure pénale, article 40."""
    space = alone_as("regie-publique")
    stated(
        RULES,
        space,
        "Le service est administratif, d’après la délibération qui le crée.",
        "Tribunal compétent : tribunal administratif de [à compléter : ville].",
        "avise sans délai le procureur d’un crime ou d’un délit",
        "et lui transmet les renseignements utiles",
    )
    assert "judiciaire" not in text_of(space, RULES)


def test_rules_take_no_right_from_a_non_professional_and_founders_stand_for_their_organisation() -> None:
    stated(
        RULES,
        to_create("scic-sas"),
        "Une modification n’enlève à un consommateur ou à un non-professionnel aucun droit tiré de son contrat.",
        "l’appliquent et le signent en leur nom, dans ce tableau ; elles tiennent alors la place de cette organisation.",
    )


@pytest.mark.parametrize("form", ["association-loi-1901", "association-droit-local"])
def test_statutes_of_an_association_give_no_threshold_that_a_decree_changes(form: str) -> None:
    """Code de commerce, articles L. 612-4 and D. 612-5."""
    (statutes,) = (d for d in fill_documents(alone_as(form)) if d.slug.startswith("statuts-association"))
    text = shown(re.sub(r"(?ms)^::: *(note|review)\n.*?^:::$", "", statutes.text))
    assert "le seuil que fixe un décret, ses comptes" in spaced(text) and "153 000" not in spaced(text)


def test_someone_presides_over_a_board_whose_chair_is_shared() -> None:
    words = (
        "Si la présidence est partagée, le conseil désigne à l’ouverture de chaque réunion la personne qui la préside."
    )
    stated("statuts-association-only", alone_as("association-loi-1901"), words)


def test_a_vote_gives_no_free_use_without_criteria_and_is_published_online() -> None:
    """Code général des collectivités territoriales, article L. 2131-1."""
    space = alone_as("regie-publique")
    stated(
        VOTE,
        space,
        "est publiée sous forme électronique ou, dans une commune de moins de 3 500 habitants, sous la forme que celle-ci a choisie,",
        "abstentions, hors les désignations, qui ont leurs propres votes,",
    )
    free = several(organisations={"organisations": {"cooperative": {"legal_form": "commune"}}})
    stated("deliberation-regie-cooperative", free, "À défaut de critères votés, aucun usage gratuit n’est attribué.")


@pytest.mark.parametrize("slug", [TERMS, CONTRACT])
def test_a_time_to_withdraw_that_ends_on_a_day_off_goes_on(slug: str) -> None:
    """Code de la consommation, article L. 221-19."""
    stated(
        slug,
        complete(),
        "un samedi, un dimanche ou un jour férié ou chômé, il est prolongé jusqu’au premier jour ouvrable",
    )


def test_a_contract_ends_without_notice_before_new_rules_and_nothing_is_sold_on_the_site() -> None:
    """Code de commerce, article L. 442-1, II."""
    stated(
        CONTRACT,
        complete(),
        "le consommateur peut mettre fin au contrat, sans frais ni préavis.",
        "Entre professionnels, une relation établie peut demander un préavis plus long (code de commerce, article L. 442-1",
    )
    stated(TERMS, complete(), "Aucun contrat n’est conclu sur le site du lieu.")


@pytest.mark.parametrize(("form", "slug"), [("scic-sas", SCIC), ("scop-sas", SCOP)])
def test_statutes_of_a_cooperative_name_its_common_law_and_whom_its_committee_meets(form: str, slug: str) -> None:
    """Code civil, articles 1832 to 1844-17; code du travail, article L. 2312-76."""
    stated(
        slug,
        alone_as(form),
        "les articles 1832 à 1844-17 du code civil, le livre II du code de commerce",
        "exercent auprès de la présidence les droits que leur donnent les articles L. 2312-72 à L. 2312-77",
        "ni une mesure conservatoire ou d’instruction, ni une action en nullité ; la prescription",
    )
    sarl = text_of(alone_as(form.replace("sas", "sarl")), slug)
    assert "L. 2312-76" not in sarl and "ni une action en nullité" in sarl


@pytest.mark.parametrize("form", ["scop-sas", "scop-sarl"])
def test_the_statutes_of_a_scop_leave_no_case_out_either(form: str) -> None:
    """What the statutes of a SCIC settle holds here too, but for its categories."""
    chief = "à la direction générale" if form == "scop-sas" else "à un autre gérant"
    stated(
        SCOP,
        alone_as(form, stage="to_create"),
        "les premiers dirigeants sont nommés par tous les associés fondateurs, dans un acte séparé, signé le même jour, pour la durée",
        "Si l’exclusion n’est pas votée, la personne reste associée ; elle compte parmi les associés extérieurs si elle ne travaille pas",
        f"la renonciation est notifiée {chief} ou, à défaut, à tous les associés",
        "L’accord est refusé si la cession a pour effet qu’une limite de l’",
    )


# --- The same, of pages, registers, price lists and permits ---


def test_small_aid_has_its_register_and_its_ground_in_every_paper() -> None:
    """Règlement (UE) 2023/2831, article 6; GDPR, article 13(1)(c) and (e)."""
    space = alone_as("regie-publique")
    register = "le registre national de ces aides et, s’il est ouvert au public, toute personne qui le consulte"
    for slug in (POLICY, REGISTER, PERMIT):
        stated(slug, space, register)
    ground = "aide de minimis, s’il y en a une : obligation légale (règlement (UE) 2023/2831, article 6)"
    for slug in (POLICY, REGISTER):
        stated(slug, space, ground)
    stated(PERMIT, space, "pour la facturation, les comptes et une aide de minimis, d’une obligation légale")
    assert any("2023/2831" in base for base in filled_document(space, POLICY).legal_bases)


def test_the_policy_of_a_public_body_erases_as_its_register_does() -> None:
    """Code du patrimoine, articles L. 212-2 and L. 212-3; code général de la fonction publique, article L. 135-6."""
    space = alone_as("regie-publique")
    masked = "Quand cette liste parle d’effacer une donnée, un organisme public la masque aussitôt, et la détruit dès que le visa"
    for slug in (POLICY, REGISTER):
        stated(slug, space, masked)
    stated(
        POLICY,
        space,
        "tant que le visa des Archives manque, elles sont masquées et ne sont plus utilisées",
        "obligation légale, si un agent est en cause (code général de la fonction publique, article L. 135-6)",
        "décision et recours",
        "la régie de recettes, le comptable public, le prestataire de paiement, la plateforme",
        "| Choisir les fournisseurs et suivre les marchés |",
    )
    private = text_of(alone_as("association-loi-1901"), POLICY)
    assert "visa" not in private and "les marchés" not in private


@pytest.mark.parametrize("slug", [POLICY, REGISTER])
def test_the_proof_of_a_consent_is_a_purpose_with_its_time(slug: str) -> None:
    """GDPR, articles 5(1)(e) and 7(1)."""
    stated(
        slug,
        alone_as("association-loi-1901"),
        "rouver un consentement et son retrait",
        "preuve d’un consentement et de son retrait : cinq ans à compter du retrait ou de la fin de l’usage",
    )


def test_a_transfer_is_framed_whoever_makes_it() -> None:
    """GDPR, articles 44 to 46."""
    words = "Un transfert de données hors de l’Union européenne, par nous ou par un prestataire, n’est fait que vers un pays"
    stated(POLICY, complete(), words)


def test_the_register_of_a_cooperative_has_categories_and_homes_of_officers() -> None:
    for slug in (POLICY, REGISTER):
        space = alone_as("scic-sas")
        stated(
            slug,
            space,
            "parts, catégorie d’associé et collège de vote, s’il y en a un",
            "pour un dirigeant, naissance, nationalité, domicile, filiation",
        )
    assert "catégorie d’associé et collège" not in text_of(alone_as("scop-sas"), REGISTER)


def test_who_publishes_before_a_company_exists_stands_first_even_if_nobody_said_it_does() -> None:
    """Code de commerce, article L. 210-6."""
    text = text_of(alone_as("scic", stage=None), "mentions-legales")
    first, then = (
        text.find("| Jusqu’à l’immatriculation, le site est édité par | ["),
        text.find("| Ensuite, le site est édité par |"),
    )
    assert 0 < first < then and "ou : sans objet" in text[first:then]
    for form, words in (
        ("association-loi-1901", "jusqu’à la publication de la déclaration : association en cours de création"),
        ("scic-sas", "jusqu’à l’immatriculation : société en cours de formation"),
    ):
        stated("mentions-legales", alone_as(form, stage="to_create"), words)


def test_an_example_without_its_vat_is_a_proposal() -> None:
    """« Régime à préciser » stays within the brackets."""
    text = text_of(complete(), LIST)
    assert "[proposé : Pour un mois de coworking" not in text
    space = several(
        identity=COMPLETE_PLACE,
        prices=COMPLETE_PRICES,
        organisations=merge(COMPLETE_ORGANISATIONS, {"organisations": {"cooperative": {"vat": {"regime": None}}}}),
    )
    stated(LIST, space, "[proposé : Pour un mois de coworking", "s’ajoute à l’exercice suivant, à valider].")


def test_the_price_list_tells_when_a_withdrawal_ends_and_which_mediator_of_whom() -> None:
    """Code de la consommation, articles L. 221-18, L. 221-25 and L. 612-2."""
    stated(
        LIST,
        complete(),
        "se rétracter pendant quatorze jours à compter de la conclusion du contrat, par toute déclaration",
        "S’il a demandé expressément à commencer avant la fin de ce délai, il paie la part déjà fournie (article L. 221-25).",
        "**En cas de litige** qu’une réclamation écrite n’a pas réglé",
    )
    rooms = with_rooms(complete(), {"service": "coworking"})
    stated(LIST, rooms, "une salle, si elle est annulée au plus tard [proposé : sept jours avant la date, à valider].")


def test_the_permit_warns_of_a_service_that_is_not_administrative() -> None:
    """The judge looks at what a service is: its purpose, its resources and how it works."""
    space = alone_as("regie-publique")
    assert "Caractère administratif : à motiver dans la délibération" in spaced(
        filled_document(space, PERMIT).review_block
    )
    stated(
        PERMIT,
        space,
        "s’opposer, pour des raisons tenant à sa situation particulière, à ce qui se fonde sur la mission d’intérêt public ;",
    )


@pytest.mark.long
def test_a_processor_is_bound_as_long_as_it_holds_data() -> None:
    """GDPR, articles 9 and 28."""
    (slug, *_) = (d.slug for d in fill_documents(complete()) if d.slug.startswith("contrat-de-sous-traitance"))
    stated(
        slug,
        complete(),
        "ses obligations continuent tant que le sous-traitant, ou l’un de ses sous-traitants, détient des données",
        "celle du contrat de prestation, puis jusqu’à l’effacement ou au renvoi",
        "En cas de contradiction sur les données personnelles, le présent contrat l’emporte",
        "le changement n’a alors pas lieu pour ses données ou, si la prestation devient impossible",
        "hors de l’Espace économique européen ou vers une organisation internationale",
        "Un accès à distance depuis un pays hors de l’Espace économique européen est un transfert.",
        "☐ aucune ☐ pour la paie : absences et arrêts, sans motif médical, et numéro de sécurité sociale (loi n° 78-17, article 30)",
    )


def test_each_seller_of_a_price_list_has_its_mediator() -> None:
    """Code de la consommation, articles L. 612-1 and L. 616-1: an association that sells an activity has its own."""
    sellers = replace(complete(), activities=(activity(service="mediation", price="24 € les trois séances"),))
    text = text_of(sellers, LIST)
    assert "le médiateur de la consommation dont relève le vendeur : Coopérative d’exemple, [" in text
    assert "**Association d’exemple** (pour les activités payantes de ses annonces)," in text
    assert "**Coopérative d’exemple**," in text
    assert "] ; Association d’exemple, [à compléter : nom, adresse postale et site du médiateur]." in text


def test_an_unsure_mention_of_a_cooperative_is_a_note_and_not_a_rule() -> None:
    """Loi n° 47-1775, article 22."""
    for form, noted in (("scic-sas", True), ("association-loi-1901", False)):
        notes = spaced(filled_document(alone_as(form), "mentions-legales").review_block)
        assert ("suivis de la nature de ses opérations" in notes) is noted, form


# --- What a jurist found in eight papers ---

SUBSCRIPTION = "bulletin-de-souscription-only"


@pytest.mark.parametrize("form", ["scop-sas", "scop-sarl", "scic-sas", "sas-ess"])
def test_a_receipt_for_shares_identifies_the_company_or_its_founders(form: str) -> None:
    """Code de commerce, articles R. 123-237 and R. 123-238: register, number and capital of a company on its receipts."""
    known = text_of(alone_as(form, siret=SIRET, rcs="Exemple", capital="18500"), SUBSCRIPTION)
    assert SIRET in known and f"Exemple {SIREN}" in known and "18 500 €" in known
    assert "en formation" not in known
    unknown = text_of(alone_as(form, stage=None), SUBSCRIPTION)
    assert "[à compléter : ville du registre du commerce, et numéro]" in unknown
    assert "Si la société est en formation, fondateurs qui la représentent : [à compléter" in unknown
    forming = text_of(alone_as(form, stage="to_create"), SUBSCRIPTION)
    assert "Représentée par ses fondateurs : [à compléter : noms]" in forming and "SIRET" not in forming
    assert ", à la constitution : [à compléter : montant du capital]" in forming
    assert "Personne qui a reçu la somme, en son nom propre" in forming and "Pour la société, nom et" not in forming


@pytest.mark.parametrize("form", ["scop-sas", "scop-sarl", "scic-sas", "sas-ess"])
def test_money_paid_for_shares_goes_back_if_nobody_becomes_a_member(form: str) -> None:
    """Code de commerce, articles L. 225-5, R. 225-6 and R. 223-3: eight days to deposit what was received."""
    words = "la somme versée m’est rendue en entier, dans les [proposé : quinze jours, à valider]."
    deposit = "est déposée dans les huit jours de sa réception, au nom de la société en formation, par la personne qui"
    law = "article R. 223-3)" if form == "scop-sarl" else "articles L. 225-5 et R. 225-6)"
    for stage in ("to_create", "existing", None):
        text = text_of(alone_as(form, stage=stage), SUBSCRIPTION)
        assert words in text and "La souscription prend effet" in text
        assert (deposit in text) is (stage != "existing")
        assert (law in text) is (stage != "existing")
        assert (
            "Elle m’est rendue si la société n’est pas immatriculée ; si elle ne l’est pas dans les six" in text
        ) is (stage != "existing")
    assert "prend effet à la signature des statuts" in text_of(alone_as(form, stage="to_create"), SUBSCRIPTION)


@pytest.mark.parametrize("stage", ["to_create", "existing"])
def test_who_takes_shares_knows_what_becomes_of_their_data(stage: str) -> None:
    """GDPR, article 13(1)(c) and (e), and 13(2)(b), (d) and (e)."""
    stated(
        SUBSCRIPTION,
        alone_as("scop-sas", stage=stage),
        "(RGPD, article 6, paragraphe 1, b et c)",
        "la base légale est l’intérêt légitime à gérer la société (même article, f)",
        "Ils sont nécessaires à la souscription, sauf le téléphone.",
        "les associés consultent seulement la liste des associés",
        "corriger ou effacer, à les récupérer, à en limiter l’usage ou, s’ils se fondent sur l’intérêt légitime, m’y opposer",
        "Je peux saisir la CNIL (cnil.fr).",
    )


def test_a_member_takes_new_shares_by_the_same_form() -> None:
    """Loi n° 78-763, articles 6 and 34: shares paid by a part of the pay, or of the surpluses."""
    again = "☐ faire déjà partie des associés, et souscrire des"
    pay = "☐ retenue sur ma rémunération, que j’accepte par cet écrit ☐ conversion de sommes qui me reviennent ☐ autre"
    scop = alone_as("scop-sas")
    stated(
        SUBSCRIPTION,
        scop,
        again,
        pay,
        "- ☐ « Engagement de souscription » ; - ☐ « Répartition des excédents nets » ; - ☐ autre ;",
        "article L. 231-6), dans la limite de ses apports ;",
        "en deux exemplaires, dont un est remis à la personne qui souscrit.",
    )
    statutes = text_of(scop, SCOP)
    assert "Engagement de souscription" in statutes and "Répartition des excédents nets" in statutes
    scic = text_of(alone_as("scic-sas"), SUBSCRIPTION)
    assert again in scic and pay not in scic
    assert again not in text_of(alone_as("scop-sas", stage="to_create"), SUBSCRIPTION)


def test_who_does_what_with_shared_files_is_a_text_to_display() -> None:
    """GDPR, article 26(2): the essence of the arrangement is made available; article 28: a written mandate."""
    words = text_of(complete(), FILES).partition("Annexe")[2]
    for part in (
        "**En bref.** L’organisation qui recueille vos données vous informe et enregistre vos accords et vos retraits.",
        "Réponse à vos demandes : [à compléter : organisation qui tient le point de contact].",
        "Outil et accès : [à compléter : organisation].",
        "s’il le faut, à la CNIL et à vous-même : [à compléter : organisation].",
        "Effacement des données échues : [à compléter : organisation]. Chacune répond envers vous de l’ensemble.",
        "écrivez au point de contact : bonjour@exemple.fr",
    ):
        assert part in words, part
    stated(
        FILES,
        complete(),
        "Le point de contact est celui que fixe l’article « Données personnelles » de la convention entre",
        "cette ligne vaut mandat écrit, pour les seuls contrats que toutes les parties ont approuvés par écrit",
        "contrat avec l’organisation qui la vend ; pour l’autre organisation, intérêt légitime (accueillir les inscrits) |",
        "aussi longtemps que le dossier de l’accident, jusqu’à la fin de la prescription (code civil, articles 2226 et 2235)",
    )
    assert "Article #. Données personnelles" in agreement()


def test_who_broke_a_rule_on_data_keeps_what_its_own_duties_need() -> None:
    """The agreement may bind that party to host the other, and to honour what it sold."""
    stated(
        FILES,
        complete(),
        "notifiée à cette partie pour ce manquement, ses accès à ces fichiers sont fermés, sauf ce qu’exigent encore la sécurité",
        "Les fichiers communs restent à la partie qui garde le lieu ou, si une partie quitte la seule présente convention, à l’autre.",
        "- à la fin de son préavis, si elle quitte la seule présente convention ;",
    )
    assert "Ses accès sont fermés." not in text_of(complete(), FILES)


def test_the_price_of_the_reception_can_be_worked_out() -> None:
    """Code civil, articles 1163 and 1165: what is owed is fixed, or can be."""
    stated(
        AGREEMENT,
        complete(),
        "| Coopérative d’exemple | | | Prix de revient : salaire chargé et frais directs |",
        "| Association d’exemple | | | Prix qu’un tiers paierait, d’après le devis ou la référence joints |",
        "Le calcul, annexé, est revu chaque année avec la clé ; faute d’accord, le dernier s’applique.",
        "et les calculs de la clé et du prix de l’accueil ;",
    )


def test_what_a_party_pays_after_its_breach_may_be_reduced_and_a_lease_may_end_before_the_agreement() -> None:
    """Code civil, article 1231-5."""
    stated(
        AGREEMENT,
        complete(),
        "à titre de réparation forfaitaire, que le juge peut modérer (code civil, article 1231-5).",
        "Si le titre sur les locaux prend fin avant ce terme, l’[article #](#fermeture) s’applique.",
    )


@pytest.mark.parametrize("slug", [AGREEMENT, HOSTING, FILES, "contrat-de-sous-traitance-association"])
def test_an_association_that_signs_once_declared_is_not_named_as_one_to_declare(slug: str) -> None:
    """Loi du 1er juillet 1901, article 5: it signs once its declaration is published."""
    party = text_of(complete(), slug).partition("**Association d’exemple**")[2].partition("## Article")[0]
    assert "dont le siège est : 3 rue de l’Exemple" in party
    assert "de sa déclaration au Journal officiel : [à compléter : numéro, et date]" in party
    assert "en cours de création" not in party and "siège sera" not in party


def test_a_hosted_party_knows_the_title_its_price_and_who_asks_for_it() -> None:
    """Code civil, articles 1163 and 1165; code de commerce, article L. 210-6."""
    stated(
        HOSTING,
        with_premises("scic-sas"),
        "Nature du titre : [à compléter : bail commercial, bail dérogatoire (code de commerce, article L. 145-5), bail professionnel",
        "À la signature, le loyer et les charges du titre sont de [à compléter : loyer et charges de l’année] par an, dont [à",
        "Le prix se ventile selon les surfaces : [à compléter : part, ou : aucun espace réservé] pour les espaces réservés",
        "- **Bail du propriétaire, si l’accueil est payant.** Si l’hébergeur a un bail commercial",
        "son attestation d’assurance à l’autre.",
    )
    asks = "elle appelle elle-même cette part, sans marge, et en donne quittance"
    assert asks in text_of(to_create("scic-sas"), HOSTING) and asks not in text_of(complete(), HOSTING)
    stated(
        HOSTING,
        complete(),
        "Nature du titre : [proposé : autorisation d’occupation du domaine public, à valider]",
        "À la signature, la redevance et les charges du titre sont de",
    )


def test_a_processor_that_breaks_its_duties_loses_its_service_too() -> None:
    """GDPR, article 28: no service goes on without its contract; code civil, article 1375."""
    slug = "contrat-de-sous-traitance-association"
    stated(
        slug,
        complete(),
        "peut mettre fin sans indemnité au présent contrat et à celui de la prestation si le sous-traitant ne respecte pas",
        "La somme payée pour la période postérieure est alors rendue.",
        "il peut mettre fin sans indemnité au présent contrat et à celui de la prestation, comme le prévoit",
        "Le contrat est signé, pour l’association, après la publication de sa déclaration au Journal officiel.",
        "à défaut, le tribunal compétent est saisi",
        "Le contrat est établi en deux originaux, un par partie (code civil, article 1375), ou sous forme électronique.",
        "[proposé : Espace économique européen seulement, à valider]",
    )
    assert "hors de l’Union européenne" not in text_of(complete(), slug)


@pytest.mark.parametrize("form", ["scop-sas", "scop-sarl", "scop-sa"])
def test_a_scop_keeps_from_sharing_only_the_gains_that_the_law_names(form: str) -> None:
    """Loi n° 78-763, articles 24, 32 and 33: the gain on a computer is shared, that on a building is not."""
    stated(
        SCOP,
        alone_as(form),
        "Les réévaluations d’actifs immobilisés et les plus-values de cession de titres de participation, ou de cession ou",
        "d’apport en société de biens immobiliers, de branches d’activité ou de fonds de commerce, n’entrent pas dans les",
        "Ces plus-values sont affectées à la réserve légale et au fonds de développement.",
        "ou une retenue qui porterait un associé au-delà de la moitié du capital n’a pas lieu, ou est différée",
        "les sommes retenues qui n’ont pas atteint la valeur d’une part sont alors rendues",
        "À ces exceptions, les présents statuts ajoutent le départ volontaire à la retraite",
        "La fin d’un mandat rémunéré, sans contrat de travail, [proposé : ne fait pas perdre la qualité d’associé, à valider] ;",
        "La renonciation prend effet à sa réception ; la rupture du contrat de travail, le jour où le contrat prend fin ; l’exclusion,",
        "le rapport de gestion, s’il en est établi un,",
        "une réduction du capital au-dessous de son minimum, pour cause de pertes, ou la dissolution.",
    )
    text = text_of(alone_as(form), SCOP)
    assert ("ne compte que deux associés, ils souscrivent le même nombre de parts" in text) is (form != "scop-sa")
    assert "à vérifier avec l’union régionale" in spaced(filled_document(alone_as(form), SCOP).review_block)


def test_a_scop_is_warned_of_the_name_of_another_form() -> None:
    """Loi n° 47-1775, title II ter."""
    words = "une SCOP ne le porte pas dans sa dénomination"
    assert words in text_of(alone_as("scop-sas", name="Scic d’exemple"), SCOP)
    assert words not in text_of(alone_as("scop-sas"), SCOP)


def test_a_price_list_tells_whose_prices_it_shows_and_what_hours_of_a_room_are_included() -> None:
    """Code de la consommation, article L. 112-1: a price names its service."""
    space = with_rooms(complete(), {"service": "coworking"})
    text = text_of(space, LIST)
    assert "Les prix de cette page sont encaissés par Coopérative d’exemple." in text
    assert "Heures de salle comprises dans le coworking au mois : [proposé : deux heures par mois, puis" in text
    assert "(la salle" not in text.lower()
    assert "À faire relire avant usage. Note à retirer ensuite" in text


def test_who_is_suspended_at_once_has_the_whole_time_to_answer_and_no_minor_is_held() -> None:
    """Three days to be told, eight to answer, fifteen at most: the person is never heard before that time is over."""
    stated(
        RULES,
        complete(),
        "**L’urgence.** En cas de danger immédiat",
        "Il n’est pas retenu de force : s’il part, ses représentants légaux et, au besoin, le 17 sont prévenus aussitôt.",
        "a, à compter de cette information, le délai donné ci-dessus pour présenter ses observations et, si elle le demande, être",
        "En dehors de ces heures et des salles réservées, l’accès est réservé à l’équipe.",
        "L’organisateur vérifie, avant d’accueillir régulièrement sept mineurs ou plus sans leurs parents, si cet accueil est à",
        "**Les mesures.** ",
        "**La procédure.** ",
        "**Les espaces communs.** ",
        "**L’argent.** ",
    )
    alone = text_of(alone_as("scic-sas"), RULES)
    assert "L’exploitant vérifie, avant d’accueillir régulièrement sept mineurs" in alone
    assert "**Les espaces communs.**" not in alone
    permit = text_of(alone_as("regie-publique"), PERMIT)
    assert "Le coworker a, à compter de cette information, le délai donné ci-dessus pour présenter" in permit


# --- What a user of a régie owes, and when ---


def test_things_left_behind_are_kept_for_their_owner_in_every_paper_of_a_regie() -> None:
    """A thing whose owner is known is not lost property."""
    space = alone_as("regie-publique")
    words = "sont retirées à ses frais et tenues à sa disposition ; elles ne sont vendues ou détruites qu’avec son accord ou"
    for slug in (PERMIT, RULES):
        stated(slug, space, words)
    assert "objets trouvés" not in text_of(space, PERMIT)


def test_a_mediator_is_not_owed_by_a_service_that_is_not_economic() -> None:
    """Code de la consommation, article L. 611-4."""
    for slug in (PERMIT, LIST, RULES):
        stated(
            slug,
            alone_as("regie-publique"),
            "site du médiateur ; ou : sans objet, service d’intérêt général non économ",
        )


def test_aid_in_a_permit_is_a_gross_grant_with_its_agreement_and_counts_linked_companies() -> None:
    """Regulation (EU) 2023/2831, articles 2, 3 and 7."""
    space = alone_as("regie-publique")
    stated(
        PERMIT,
        space,
        "en équivalent-subvention, au titre du règlement (UE) 2023/2831 de la Commission",
        "et date de la con",
    )
    stated(RULES, space, "par elle-même et par les entreprises qui lui sont liées")


def test_a_vote_says_when_a_visit_is_paid_and_what_staying_longer_costs() -> None:
    """CGCT, article L. 2121-29: a price that was not voted cannot be asked for."""
    space = alone_as("regie-publique")
    over = "une fois l’heure rappelée, paie la différence avec le prix de la journée"
    stated(VOTE, space, f"reste au-delà de sa demi-journée, {over}", "un carnet se paie à l’achat")
    stated(LIST, space, f"reste au-delà, {over}")
    assert over not in text_of(complete(), LIST)


def test_the_board_of_a_regie_is_called_with_its_agenda() -> None:
    """CGCT, article R. 2221-4: statutes set the general rules of how it works."""
    words = "envoyée avec l’ordre du jour au moins [proposé : cinq jours, à valider] avant la séance"
    stated(VOTE, alone_as("regie-publique"), words)


# --- What a buyer of a cooperative reads ---


def test_an_operator_promises_to_call_nobody_who_did_not_agree() -> None:
    """Code de la consommation, articles L. 223-1 and L. 223-2: a clause is a promise, not the law told again."""
    for slug in (TERMS, CONTRACT):
        stated(
            slug,
            complete(),
            "L’exploitant ne démarche par téléphone aucun consommateur qui n’y a pas consenti d’avance",
        )


def test_terms_of_sale_tell_uses_of_data_in_a_table() -> None:
    """GDPR, article 12(1): plain and easy to reach, one use to a row."""
    text = text_of(complete(), TERMS)
    assert "| Données et usage | Base légale | Durée de conservation |" in text
    for row in ("| Nom, coordonnées, achats", "| Les mêmes, pour facturer", "| Demandes de devis | Devis sans suite : mesures", "| Nom de la personne invitée"):  # fmt: skip
        assert row in text, row


def test_a_monthly_contract_leaves_no_case_without_an_answer() -> None:
    """Code de la consommation, articles L. 215-1-1 and L. 221-3."""
    stated(
        CONTRACT,
        complete(),
        "simple formulaire ; ou : sans objet, aucun contrat n’est conclu par voie électronique, courriel compris]",
        "si elle couvre cet usage ; sinon, celle d’une assurance qui le couvre",
        "**Petit professionnel.** Pour un contrat conclu hors des locaux de l’exploitant, un professionnel qui emploie cinq",
    )
    assert "dans le cas de l’alinéa précédent" not in text_of(complete(), CONTRACT)


def test_a_place_of_one_organisation_names_it_in_its_legal_notice() -> None:
    text = text_of(alone_as("scic-sas"), "mentions-legales")
    assert "s’adresse d’abord par écrit à Organisation d’exemple" in re.sub(r"[*]", "", text)
    assert "l’organisation qui gère le lieu" not in text and "l’organisation qui le facture" not in text
    assert "publie sur le site" in text and "La déclaration d’accessibilité, publiée sur le site, présente" in text


def test_the_assembly_of_a_scic_has_every_power_that_its_statutes_give_it() -> None:
    """Code de commerce, article L. 227-20-1: what a body that lacks the power decides may be set aside."""
    powers = "exerce les autres pouvoirs que les présents statuts donnent à l’assemblée, hors ceux de l’assemblée extraordinaire"
    for form in ("scic-sas", "scic-sarl"):
        assert powers in spaced(text_of(alone_as(form), "statuts-scic-only")), form
    stated(
        "statuts-scic-only",
        alone_as("scic-sas"),
        "il peut aussi demander, [proposé : huit jours, à valider] au moins avant la date d’une assemblée convoquée, l’ajout",
        "soumise à l’accord de la présidence ou, pour les siennes, de l’assemblée ordinaire, qui vérifie",
    )


def test_a_policy_in_short_does_not_understate_what_is_kept() -> None:
    """GDPR, articles 5(1)(a), 12(1) and 13(1)(e)."""
    space = alone_as("regie-publique")
    stated(
        POLICY,
        space,
        "votre nom, un moyen de vous joindre et les données que chaque service demande (pour le coworking, par exemple :",
        "si vous êtes victime d’un accident ou si un signalement vous concerne",
        "pour les achats et les marchés : le service des achats, les personnes qui décident, le comptable public",
        "date de la demande, rang, décision et motifs",
    )
    for slug in (POLICY, REGISTER):
        stated(slug, space, "si elle est demandée, et entreprises liées, s’il y en a")
    assert "les marchés" not in text_of(alone_as("association-loi-1901"), POLICY)


@pytest.mark.parametrize(
    ("form", "pays"), [("commune", "comptable public"), ("association-loi-1901", "personne qui tient les comptes")]
)
def test_who_pays_back_a_volunteer_gets_their_data(form: str, pays: str) -> None:
    """GDPR, article 30(1)(d)."""
    stated(REGISTER, alone_as(form), f"assureur, en cas de sinistre ; {pays}, pour un remboursement")
    stated(
        POLICY,
        alone_as(form),
        f"en cas de sinistre et, pour un remboursement, l{'e' if form == 'commune' else 'a'} {pays}",
    )


# --- What a jurist found in four papers of founders ---


@pytest.mark.parametrize("form", ["scop-sas", "scop-sarl", "scop-sa"])
def test_who_is_from_outside_enters_a_scop_within_a_time_and_within_its_limits(form: str) -> None:
    """Loi n° 47-1775, article 3 bis, and loi n° 78-763, article 24: votes and capital of those who do not work in it."""
    stated(
        SCOP,
        alone_as(form),
        "soumet toute candidature écrite à l’assemblée ordinaire suivante, dans les [proposé : douze mois, à valider] au plus.",
        "L’admission ou la souscription d’une personne extérieure est différée tant qu’une limite de l’[article #](#repartition)",
        "n’est pas respectée, ou cesserait de l’être par son effet.",
        "Selon les présents statuts, les associés qui travaillent dans la société, ou y ont travaillé, détiennent ensemble",
        "Aucun associé ne détient plus de la moitié du capital (loi n° 78-763, article 24).",
    )


@pytest.mark.parametrize(("form", "who"), [("scop-sas", "ne dirigent pas la société"), ("scop-sarl", "ne sont pas gérants"), ("scop-sa", "ne la dirigent ni ne l’administrent")])  # fmt: skip
def test_no_contract_of_employment_of_a_scop_escapes_the_rule_on_agreements_unless_it_is_current(form: str, who: str) -> None:  # fmt: skip
    """Code de commerce, articles L. 223-20, L. 225-39 and L. 227-11: current operations on normal conditions, no others."""
    text = text_of(alone_as(form), SCOP)
    assert f"dont les contrats de travail conclus à ces conditions avec des associés qui {who}, intervenue" in text
    assert "normales et contrats de travail" not in text
    assert "contrat de travail" in spaced(filled_document(alone_as(form), SCOP).review_block)


@pytest.mark.parametrize(("form", "slug", "least"), [("scop-sas", SCOP, "30 €, "), ("scop-sa", SCOP, "18 500 €, "), ("scic-sas", SCIC, ""), ("scic-sa", SCIC, "18 500 €, ")])  # fmt: skip
def test_statutes_tell_which_sum_is_the_least_capital(form: str, slug: str, least: str) -> None:
    """Code de commerce, article L. 231-5: the statutes fix the sum below which no payment back may go."""
    text = text_of(alone_as(form), slug)
    sums = "deux" if not least else "trois"
    assert (
        f"au-dessous du capital minimum, qui est la plus élevée de ces {sums} sommes : {least}[à compléter : montant"
        in text
    )
    assert "Son capital est d’au moins 30 €" not in text


@pytest.mark.parametrize(("form", "slug", "board"), [("scop-sas", SCOP, "la présidence"), ("scop-sarl", SCOP, "la gérance"), ("scic-sas", SCIC, "la présidence"), ("scic-sarl", SCIC, "la gérance")])  # fmt: skip
def test_a_cooperative_leaves_no_date_to_nobody(form: str, slug: str, board: str) -> None:
    """Who pays back, who votes on an exclusion, and until when somebody who is no longer a member represents it."""
    stated(
        slug,
        alone_as(form),
        f"dans l’ordre des départs, à la date que fixe {board}, dans les cinq ans au plus",
        "réunie dans les [proposé : deux mois, à valider], et au plus tard à l’expiration de ce délai",
        f"{board} fait publier leur décision et la dépose au greffe.",
    )
    text = text_of(alone_as(form), slug)
    assert "et elle vote" not in text and "et elle prend part au vote" not in text
    vote = "est entendue par celle-ci si elle le demande et prend part au vote sur son exclusion" if slug == SCOP else "est entendue par l’assemblée, assistée, si elle le souhaite, de la personne de son choix, et prend part au vote."  # fmt: skip
    assert vote in text
    if slug == SCOP:
        assert "porte intérêt, au même taux pour tous les départs d’un même exercice" in text


@pytest.mark.parametrize("form", ["scop-sas", "scop-sarl", "scic-sas", "sas-ess"])
def test_money_paid_for_shares_of_a_company_never_registered_can_be_claimed(form: str) -> None:
    """Code de commerce, articles L. 225-11 and L. 223-8: six months from the first deposit."""
    text = text_of(alone_as(form, stage="to_create"), SUBSCRIPTION)
    article = "L. 223-8" if form.endswith("sarl") else "L. 225-11"
    assert f"je peux en demander le retrait dans les conditions de l’article {article} du code de commerce." in text
    member = text_of(alone_as(form), SUBSCRIPTION)
    refused = "Si mon admission est refusée, si elle n’est pas décidée dans le délai que fixent les statuts, ou si j’y renonce"
    assert (refused in member) is (form != "sas-ess")
    spouse = "n’employer de biens communs, si je suis marié sous un régime de communauté, qu’après en avoir averti"
    assert (spouse in member) is (form != "sas-ess")


def test_a_subscription_form_suits_shares_that_are_withheld_or_converted() -> None:
    """Loi n° 78-763, articles 6 and 34; GDPR, article 13(2)(a)."""
    scop = alone_as("scop-sas")
    stated(
        SUBSCRIPTION,
        scop,
        "Montant souscrit et libéré en totalité : versé ce jour, déjà retenu ou converti",
        "[à compléter : référence et date ; pour une conversion, date de l’assemblée]",
        "tant que je suis associé, puis jusqu’à cinq ans après le remboursement de mes parts",
        "si je ne deviens pas associé, [proposé : un an, à valider] après que la somme versée m’a été rendue",
    )
    assert "obligations légales. Je peux" not in text_of(scop, SUBSCRIPTION)
    assert "versé en totalité ce jour" in text_of(alone_as("scop-sas", stage="to_create"), SUBSCRIPTION)


def test_an_access_to_shared_files_has_a_title_and_its_limits_an_author() -> None:
    """GDPR, articles 5(1)(e), 6 and 28; code de commerce, article L. 210-6."""
    stated(
        FILES,
        complete(),
        "Un prestataire n’y a accès que par un contrat conforme à l’article 28 du RGPD, une autorité que si la loi le prévoit,",
        "| Jusqu’à la fin de la mesure, dont le règlement du lieu limite la durée |",
        "la partie qui l’a mise en demeure peut limiter ses accès aux seuls fichiers que ce manquement concerne",
        "par un écrit qui nomme les fichiers, les accès coupés et la raison.",
        "Si elle tient l’outil, elle en remet le réglage à l’autre dans les [proposé : deux jours ouvrés, à valider] de cet écrit.",
        "à défaut, chaque partie tient seule ses inscriptions.",
        "## Article #. Manquement { #manquement }",
        "- plus tôt, en cas de manquement ([article #](#manquement)).",
        "pièces gardées plus longtemps : voir les précisions, après le tableau",
        "et, dans les cas que la loi ou une convention de financement prévoit, une autorité ou un financeur",
    )
    assert "dans les cas que précise la politique" not in text_of(complete(), FILES)


def test_the_reception_is_a_service_and_no_loan_of_staff() -> None:
    """Code du travail, article L. 8241-1: a loan of staff for gain is forbidden."""
    stated(
        AGREEMENT,
        complete(),
        "L’accueil est un service, que la partie qui l’assure organise avec son personnel, sous sa seule direction et sa seule",
        "ce n’est pas une mise à disposition de personnel. Les heures n’en mesurent que la quantité.",
        "Le taux de la part solidaire peut être baissé [proposé : sans l’accord de l’autre partie, à valider].",
        "et garantit l’éditeur de leurs suites civiles",
        "2. pour l’hébergement, ce que le bail ou le titre d’occupation impose, puis la convention d’hébergement ;",
    )


def test_who_leaves_pays_either_a_share_or_a_penalty_and_nobody_leaves_lost_premises() -> None:
    """Code civil, articles 1231-5 and 1218; a revision is judged enough by somebody."""
    stated(
        AGREEMENT,
        complete(),
        "Tant qu’une partie en héberge une autre, chacune paie sa part des frais communs ; cette somme s’impute sur la",
        "une révision que le service des impôts, ou un conseil choisi ensemble, a jugée suffisante par écrit",
    )


def test_people_stand_in_for_a_company_until_it_takes_the_agreement_over() -> None:
    """Code de commerce, article L. 210-6."""
    words = "Jusqu’à la reprise, ces personnes tiennent, pour la présente convention, la place de la société"
    forming = text_of(to_create("scic-sas"), AGREEMENT)
    assert f"{words} ; celle qui tient le titre ([article #](#locaux)) est l’exploitant des espaces communs." in forming
    assert words not in agreement()
    title = forming.partition("**La sécurité.**")[2].partition("**Les personnes")[0]
    assert "Cette personne signe aussi la convention, en son nom propre, pour ces engagements" in title
    assert (
        "Le lieu ne reçoit pas de public avant que cette direction soit désignée et cette assurance souscrite." in title
    )
