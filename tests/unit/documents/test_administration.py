"""Registers, receipts, invoices and agreements: which places have them, what the law asks of them, facts they show."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from support.document_factories import complete, filled_document, governance, governed, several, shown, single
from support.document_text import pdf_pages, spaced
from support.factories import vocabulary
from support.paths import TEMPLATE

from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.legal_duties import duties_of
from tierslieu.documents.selection import select_documents
from tierslieu.model import Budget, Space
from tierslieu.model.organisations import Agreement

ASSOCIATIONS = {"association-loi-1901", "association-droit-local"}
#: Forms of private law; a public body has no such register, quote or invoice.
PRIVATE = ASSOCIATIONS | {name for name in vocabulary().legal_forms if re.match("cooperative|scic|scop|sas-ess", name)}
#: The legal forms of the organisations that have a document; None: all of them.
BY_FORM = {
    "contrat-d-engagement-republicain": ASSOCIATIONS,
    "recu-fiscal-don": ASSOCIATIONS,
    "recu-fiscal-entreprise": ASSOCIATIONS,
    "registre-du-personnel": PRIVATE,
    "devis": PRIVATE,
    "facture": PRIVATE,
    "contrat-de-sous-traitance": None,
    "fiche-de-poste-animation": None,
    "note-de-frais": None,
}
OF_THE_PLACE = {
    "communique-de-presse", "lettre-de-soutien", "livret-d-accueil", "plan-de-communication",
    "registre-public-d-accessibilite",
}  # fmt: skip


def text(space: Space, slug: str) -> str:
    """A document without its notes to the reviewer and its laws; spaces are plain."""
    body = re.sub(r"(?ms)^::: review\n.*?^:::$", "", filled_document(space, slug).text)
    return spaced(shown(body.split("::: laws")[0]))


def sources(space: Space) -> set[str]:
    return {instance.source.slug for instance in select_documents(space)}


@pytest.mark.parametrize("form", vocabulary().legal_forms)
def test_an_organisation_has_the_documents_of_its_legal_form(form: str) -> None:
    expected = {slug for slug, forms in BY_FORM.items() if forms is None or form in forms}
    assert sources(governed("association", form)) & (BY_FORM.keys() | OF_THE_PLACE) == expected | OF_THE_PLACE


def test_an_agreement_has_the_document_of_its_kind() -> None:
    agreements = {"convention-de-mecenat", "convention-pluriannuelle", "compte-rendu-financier-de-subvention"}
    assert not sources(several()) & agreements
    slugs = {instance.slug for instance in select_documents(complete()) if instance.source.slug in agreements}
    assert slugs == {
        "convention-de-mecenat-don", "convention-pluriannuelle-objectifs",
        "compte-rendu-financier-de-subvention-aide", "compte-rendu-financier-de-subvention-objectifs",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["accessibility-register", "staff-register", "republican-commitment"])
def test_the_documents_that_the_law_asks_for_are_in_the_place(kind: str) -> None:
    states = {duty.state for duty in duties_of(single()) if kind in duty.legal.kinds}
    assert states == {"to_review"}


# --- The processor agreement: GDPR, article 28, paragraph 3 ---

ARTICLE_28_3 = {
    "subject-matter, duration, nature, purpose, data, persons": r"Objet du traitement.*Durée du traitement.*Nature des "
    r"opérations.*Finalité.*Type de données.*Catégories de personnes",
    "obligations and rights of the controller": r"Obligations et droits du responsable",
    "a": r"que sur instruction documentée du responsable, y compris pour un transfert hors de l’Espace",
    "b": r"s’engagent à la confidentialité, ou y sont tenues par la loi",
    "c": r"les mesures de sécurité que demande l’article 32",
    "d": r"qu’avec l’autorisation écrite préalable du responsable.*les mêmes obligations",
    "e": r"répondre aux demandes des personnes",
    "f": r"respecter les articles 32 à 36",
    "g": r"au choix du responsable, supprime toutes les données ou les lui renvoie",
    "h": r"les informations nécessaires pour démontrer le respect.*audits, y compris des inspections",
    "unlawful instruction": r"une instruction lui paraît contraire.*l’en informe immédiatement",
}


@pytest.mark.parametrize("content", ARTICLE_28_3)
def test_the_processor_agreement_has_every_content_that_the_law_requires(content: str) -> None:
    assert re.search(ARTICLE_28_3[content], text(complete(), "contrat-de-sous-traitance-association"))


@pytest.mark.parametrize("letter", "abcdefgh")
def test_the_processor_agreement_says_where_each_point_is_met(letter: str) -> None:
    body = text(complete(), "contrat-de-sous-traitance-association")
    assert f"paragraphe 3, {letter})" in body
    (label,) = re.findall(rf"\| {letter}\) [^|]+\| \[article #\]\((#[a-z]+)\)", body)
    assert f"{{ {label} }}" in body


# --- Quotes and invoices: code de commerce, L. 441-9, R. 123-237, R. 123-238; CGI, annexe II, 242 nonies A ---

MENTIONS = {
    "number": "Facture n°",
    "date of issue": "Date d’émission",
    "date of the supply": "Date de la prestation",
    "due date": "À payer le",
    "order form": "Bon de commande",
    "invoicing address": "adresse de facturation",
    "delivery address": "Livraison",
    "client": "nom ou dénomination",
    "SIREN of the client": "SIREN, pour un professionnel",
    "nature": "Nature de l’opération",
    "description, quantity, unit price": "Désignation | Quantité | Prix unitaire",
    "rebates": "Rabais, remise ou ristourne",
    "discount": "Escompte",
    "penalties": "Pénalités de retard",
    "recovery costs": "40 € (code de commerce, article D. 441-5)",
}
OF_A_COMPANY_WITH_VAT = {
    "rate": "taux de TVA",
    "totals": "Total HT",
    "total with VAT": "Total TTC",
    "VAT number": "FR44732829320",
    "option": "d’après les débits",
    "trade register": "RCS :",
    "capital of a company": "Capital social",
}


@pytest.mark.parametrize("mention", MENTIONS)
@pytest.mark.parametrize("seller", ["cooperative", "association"])
def test_an_invoice_has_every_mention(seller: str, mention: str) -> None:
    assert MENTIONS[mention] in text(complete(), f"facture-{seller}")


@pytest.mark.parametrize("mention", OF_A_COMPANY_WITH_VAT)
def test_an_invoice_of_a_company_has_its_registers_and_vat(mention: str) -> None:
    body = text(complete(), "facture-cooperative")
    assert OF_A_COMPANY_WITH_VAT[mention] in body
    assert "Mention d’essai" not in body


def test_an_invoice_has_the_price_of_the_common_costs_of_a_month_and_when_it_is_sent() -> None:
    """40 % of 21 600 € TTC a year are 720 € a month, or 600 € without VAT; an association is published before it invoices."""
    costs = [{"label": "Loyer", "amount": 21600, "vat": "normal"}]
    space = replace(complete(), budget=Budget.model_validate({"costs": costs}))
    body = text(space, "facture-cooperative")
    assert re.search(
        r"loyer exclu, \[à compléter : mois\], Association d’exemple \| 1 \| \[à compléter : prix HT et taux\] \|",
        body,
    )
    assert (
        "d’un douzième de la part budgétée, 720 €, soit 600 € HT si tout est taxé à 20 % ; tous les trois mois" in body
        and "une facture ou un avoir" in body
    )
    assert "plateforme agréée à partir du 1er septembre 2027" in body and "article 91" in body
    association = text(space, "facture-association")
    assert "émission, qui suit la publication de l’association au Journal officiel" in association
    assert "Pour une opération taxée ou en franchise en base, à un client assujetti à la TVA" in association


@pytest.mark.parametrize("slug", ["facture-association", "devis-association"])
def test_a_seller_without_vat_shows_why_and_no_vat(slug: str) -> None:
    body = text(complete(), slug)
    assert "Mention d’essai" in body
    assert "TVA, taux" not in body and "taux de TVA" not in body and "Total TTC" not in body


@pytest.mark.parametrize("slug", ["facture-cooperative", "devis-cooperative"])
def test_prices_are_those_of_the_grid_for_who_invoices(slug: str) -> None:
    body = text(complete(), slug)
    at = " | " if slug.startswith("devis") else " à "
    assert f"| Journée | | 12,50 €{at}20 % | 15 € | |" in body  # 15 € of the grid, VAT included
    assert "12,50 €" not in text(complete(), slug.replace("cooperative", "association"))


@pytest.mark.parametrize("slug", ["facture-cooperative", "devis-cooperative"])
def test_an_unknown_vat_regime_is_a_blank(slug: str) -> None:
    body = text(several(), slug)
    assert "Régime de TVA : [à compléter : régime de TVA]" in body
    net, tax, total, untaxed = map(body.index, ("**Total HT**", "**TVA à", "**Total TTC**", "| ou, sans TVA :"))
    assert net < tax < total < untaxed
    assert "[à compléter : mention avec son article]" in body
    assert "numéro de TVA : [à compléter : numéro, s’il y en a un]" in body  # of the customer


@pytest.mark.parametrize("slug", ["facture-cooperative", "devis-cooperative"])
def test_a_price_with_vat_is_fixed_and_its_vat_is_the_difference(slug: str) -> None:
    """Each rate has its totals, apart from what is paid."""
    body = text(complete(), slug)
    unit, net, tax, total = map(
        body.index, ("Prix unitaire TTC", "**Total HT à 20 %**", "**TVA à 20 %**", "**Total TTC**")
    )
    assert unit < net < tax < total
    if slug.startswith("facture"):
        assert total < body.index("Acompte déjà payé, facture n°") < body.index("**Reste à payer TTC**")


@pytest.mark.parametrize("slug", ["facture-cooperative", "devis-cooperative", "grille-tarifaire"])
def test_a_company_in_formation_leaves_the_numbers_of_its_sales_papers_blank(slug: str) -> None:
    forming = {"cooperative": {"legal_form": "scic-sas", "stage": "to_create"}}
    body = text(several(organisations={"organisations": forming}), slug)
    assert "SIRET : [à compléter" in body and "RCS : [à compléter" in body
    if slug.startswith("devis"):
        assert "tenues, solidairement et indéfiniment" in body


def test_the_papers_of_an_association_name_its_directory_and_no_rule_of_companies() -> None:
    space = several()
    for slug in ("facture-association", "devis-association"):
        body = text(space, slug)
        laws = {
            seller: " ".join(fill_documents(space, (slug.replace("association", seller),))[0].legal_bases)
            for seller in ("association", "cooperative")
        }
        assert "numéro RNA : [à compléter" in body and "123-237" in laws["cooperative"]
        assert "123-237" not in laws["association"]
    assert "droit de rétractation de quatorze jours" in text(space, "devis-association")
    assert "médiateur de la consommation" in text(space, "devis-association")


def test_an_exemption_is_to_be_confirmed_for_the_operation_of_the_invoice() -> None:
    exempt = {"association": {"vat": {"regime": "organisme-non-lucratif"}}}
    for slug in ("facture-association", "devis-association"):
        body = text(several(organisations={"organisations": exempt}), slug)
        assert re.search(r"☐ \[proposé : [^\]]*, à valider\], alinéa \[à compléter : a ou b\], pour l’opération", body)
        assert "☐ opération taxée : [à compléter : taux, montant de la TVA" in body


# --- Gifts ---


@pytest.mark.parametrize("slug", ["recu-fiscal-don", "recu-fiscal-entreprise"])
def test_a_receipt_claims_nothing_that_the_organisation_has_not_decided(slug: str) -> None:
    """Whether gifts open a right to a tax reduction is a decision of the organisation, which the reviewer is told."""
    body = text(complete(), f"{slug}-association")
    assert "[à compléter : catégorie décidée par l’organisme" in body and "☒" not in body
    (source,) = (document for document in governance() if document.slug == slug)
    note = spaced(source.body.split(":::")[1])
    assert "ne garantit pas l’éligibilité" in note and "une décision écrite de délivrer des reçus" in note


@pytest.mark.parametrize(
    ("form", "waiver"),
    [("association-loi-1901", True), ("association-droit-local", True), ("scic-sas", False), ("regie-publique", False)],
)
def test_only_a_volunteer_of_an_association_is_offered_to_waive_expenses(form: str, waiver: bool) -> None:
    body = text(governed("association", form), "note-de-frais-only")
    assert ("je renonce au remboursement" in body) is waiver
    assert "IBAN" in body


# --- Facts ---


def test_each_risk_has_a_number_and_a_family() -> None:
    body = text(several(), "document-unique-association")
    risks = re.findall(r"\| (\d+) \| ([^|]+) \| [^|]+ \| \d \| \| \| [^|]+ \| \| \|", body)
    assert [int(number) for number, _ in risks] == list(range(1, len(risks) + 1)) and len(risks) > 30
    families = " ".join(family for _, family in risks)
    for family in ("Chute de plain-pied", "Charge physique", "Risque routier", "Risques psychosociaux", "Électricité"):
        assert family in families
    assert "| N° du risque | Priorité | Action décidée | Responsable | Coût prévu | Échéance |" in body


def test_the_risk_assessment_has_the_annex_of_the_exposed_employees() -> None:
    """Code du travail, R. 4121-1-1: share of the employees exposed to the ten factors of L. 4161-1."""
    body = text(several(), "document-unique-association")
    annex = body.partition("## Annexe : facteurs de risques professionnels")[2].partition("## ")[0]
    assert "article R. 4121-1-1" in annex and "0 ».".replace(" ", " ") in annex
    assert len(re.findall(r"\| [A-Z][^|]+ \| \| \|", annex)) == 10
    assert "Probabilité, mesures en place comprises" in body and "agissements sexistes" in body


@pytest.mark.parametrize(("form", "volunteers"), [("scop-sarl", False), ("association-loi-1901", True)])
def test_a_company_has_no_volunteers_of_its_own_in_the_risk_assessment(form: str, volunteers: bool) -> None:
    body = text(governed("association", form), "document-unique-only")
    assert ("Bénévoles réguliers" in body) is volunteers


def test_the_safety_register_gives_the_legal_rhythms_as_rules() -> None:
    body = text(several(), "registre-de-securite")
    assert "une visite toutes les six semaines au plus ; contrôle technique tous les cinq ans" in body
    assert "Chaque année civile, par un professionnel qualifié" in body and "articles R. 224-41-4" in body
    for words in ("Portes coupe-feu", "Hotte de cuisine", "catégories 1 à 4", "Autorisation ou déclaration d’ouverture",
                  "matières explosives, comburantes ou extrêmement inflammables"):  # fmt: skip
        assert words in body, words
    assert "là où l’article s’applique" not in body


@pytest.mark.long
def test_each_page_that_is_filled_in_of_the_safety_register_can_be_copied() -> None:
    """A table that is filled in over the years begins on a page of its own, and none goes over to another page."""
    name = "registre-de-securite"
    pages = [page.splitlines() for page in pdf_pages(build_documents(several(), ("pdf",), (name,))[f"{name}.pdf"])]
    first_lines = [[line for line in page if line.strip()][2] for page in pages[1:]]
    for heading in ("Vérifications faites", "Plan des extincteurs", "Formations", "Visites et contrôles"):
        assert first_lines.count(heading) == 1
    assert len(first_lines) - first_lines.index("Vérifications faites") == 4


def test_the_republican_commitment_names_the_seven_titles_and_joins_the_official_text() -> None:
    body = text(complete(), "contrat-d-engagement-republicain-association")
    assert re.findall(r" (\d)\. ", body) == list("1234567")
    assert (
        "l’annexe du décret n° 2021-1947 du 31 décembre 2021. Il est joint à la présente déclaration, en entier" in body
    )


ACCESS = {"step_free": "oui", "hearing_loop": "oui", "guide_dogs": "non", "door_width_cm": 83}


def test_the_accessibility_register_shows_what_is_known_and_asks_for_the_rest() -> None:
    known = text(complete(access=ACCESS), "registre-public-d-accessibilite")
    assert "Sur place : ** - entrée de plain-pied ou par une rampe ; - boucle magnétique." in known.replace(
        ":**", ": **"
    )
    assert "Non disponible : ** - accueil des chiens guides" in known.replace(":**", ": **")
    assert "83 cm" in known and "| Boucle magnétique | [" in known
    unknown = known.partition("À vérifier sur place")[2].partition("## ")[0]
    assert "Toilettes accessibles" in unknown and "Boucle magnétique" not in unknown


#: What no document of a complete place leaves blank.
KNOWN = ("SIRET", "adresse du siège", "nom et qualité du représentant légal", "horaires d’ouverture", "régime de TVA")


@pytest.mark.parametrize("slug", [*sorted(BY_FORM), *sorted(OF_THE_PLACE)])
def test_no_known_fact_is_left_blank(slug: str) -> None:
    changes: dict[str, Any] = {"contact": {"phone": "04 00 00 00 02", "email": "a@example.org"}}
    space = complete(**changes)
    for instance in select_documents(space):
        if instance.source.slug == slug:
            body = text(space, instance.slug)
            assert [name for name in KNOWN if f"[à compléter : {name}]" in body] == []


# --- Grants: the budget beside what was spent ---

REPORT = "compte-rendu-financier-de-subvention-aide"


BUDGET: dict[str, Any] = {
    "costs": [
        {"label": "Loyer", "amount": 10000},
        {"label": "Salaires", "amount": [28000, 28500, 29000], "paid_by": "association"},
        {"label": "Comptable", "amount": 900, "paid_by": "cooperative"},
    ],
    "subsidies": [{"label": "Département", "amount": [20000, 21000, 22000], "received_by": "association"}],
}


def funded() -> Space:
    """A complete place with a budget, whose common costs are shared 60/40."""
    space = complete()
    return replace(space, budget=Budget.model_validate(BUDGET))


def test_the_report_of_a_grant_shows_the_budget_of_who_receives_it() -> None:
    body = text(funded(), REPORT)
    assert "| Salaires | 28 000 € | | | |" in body
    assert "| Loyer | 4 000 € | | | |" in body  # 40 % of the common costs
    assert "| 74 Département | 20 000 € | | | |" in body
    assert "Comptable" not in body
    assert re.search(r"Total des charges\*\* \| \*\*32 000 €\*\* \|", body)
    assert "Total des produits** | **[à compléter : total]**" in body  # a part of coworking is not known


ASKED: dict[str, Any] = {
    "costs": [BUDGET["costs"][0], {**BUDGET["costs"][1], "action_percent": 50}],
    "subsidies": [{**BUDGET["subsidies"][0], "status": "asked", "agreement": "aide", "month": 4}],
    "actions": {
        "association": {
            "name": "Ateliers", "indirect_percent": 25, "first_day": "2027-01-01", "last_day": "2027-12-31",
        }
    },
}  # fmt: skip


def test_the_report_of_a_grant_for_an_action_has_the_budget_of_the_action_and_no_solidarity_share() -> None:
    """Half of 28 000 € and a quarter of 40 % of 10 000 €, of which 20 000 € are granted: nothing is missing, 5 000 € are left."""
    body = text(replace(complete(), budget=Budget.model_validate(ASKED)), REPORT)
    assert "| Objet de la subvention | Action : Ateliers |" in body
    assert "Salaires | 14 000 € | | | |" in body
    assert "| Charges indirectes réparties : fonctionnement | 1 000 € | | | |" in body
    totals = re.findall(r"\*\*Total des (?:charges|produits)\*\* \| \*\*([^*]+)\*\*", body)
    assert totals == ["20 000 €", "20 000 €"] and "| Excédent prévu | 5 000 € |" in body
    assert "art solidaire" not in body and "Écart en euros | Écart en %" in body
    assert "supporte 25 % de cette part" in body and "| Règle de répartition : Salaires | 50 % pour l’action" in body


def test_the_agreement_on_a_grant_has_the_budget_and_the_days_of_the_action() -> None:
    body = text(replace(complete(), budget=Budget.model_validate(ASKED)), "convention-de-subvention-aide")
    assert "l’action suivante : « Ateliers »" in body and "SIRET" in body
    assert "du 1er janvier 2027 au 31 décembre 2027" in body
    assert "[proposé : en une fois, en avril 2027, à valider]" in body
    annex = body.partition("Annexe : l’action et son budget")[2]
    assert "Salaires | 14 000 € | 74 Département | 20 000 € |" in annex


@pytest.mark.parametrize("topic", ["activities", "coworking", "mediation", "support"])
def test_what_a_funder_is_promised_is_counted_by_the_report_of_the_year(topic: str) -> None:
    """The file and the agreement take the same indicators, and each of them is a row of the report."""
    names = complete().vocabulary.locales["fr"].strings[f"report_indicators_{topic}"].split(";")
    report = (TEMPLATE / "governance/fr/rapport-d-activite.md").read_text(encoding="utf-8")
    assert not [name for name in names if f"| {name.strip().capitalize()} |" not in report]


@pytest.mark.parametrize(("form", "asked"), [("association-loi-1901", True), ("scic-sas", False)])
def test_the_republican_contract_is_asked_of_associations_alone(form: str, asked: bool) -> None:
    agreement = {"kind": "grant", "organisation": "only", "other": {"name": "Commune", "public": True}}
    space = governed("association", form)
    organisations = space.organisations.model_copy(update={"agreements": {"aide": Agreement.model_validate(agreement)}})
    space = replace(space, organisations=organisations)
    (document,) = fill_documents(space, ("convention-de-subvention-aide",))
    assert ("engagement républicain" in document.text.lower()) == asked


@pytest.mark.parametrize(
    ("form", "law"),
    [("scic-sas", "19 decies"), ("scop-sarl", "n° 78-763"), ("sas-ess", "L. 1511-2"), ("association-loi-1901", "")],
)
def test_a_grant_to_a_company_names_the_law_that_allows_it(form: str, law: str) -> None:
    """Code général des collectivités territoriales, L. 1511-2; law of 1947, article 19 decies; law of 1978, article 53."""
    agreement = {"kind": "grant", "organisation": "only", "other": {"name": "Région", "public": True}}
    space = governed("association", form)
    organisations = space.organisations.model_copy(update={"agreements": {"aide": Agreement.model_validate(agreement)}})
    body = text(replace(space, organisations=organisations), "convention-de-subvention-aide")
    visas = body[: body.index("il est convenu")]
    assert law in visas and ("L. 1511-2" in visas) is bool(law)


def test_the_report_of_a_grant_has_the_three_parts_of_its_form() -> None:
    """Arrêté du 11 octobre 2006 and form Cerfa n° 15059: an account in words, a table, an annex; within six months."""
    body = text(complete(), REPORT)
    parts = ["1. Bilan qualitatif", "2. Tableau de données chiffrées", "3. Annexe explicative", "Pièces jointes"]
    positions = [body.index(part) for part in parts]
    assert positions == sorted(positions)
    assert "dernier rapport annuel d’activité" in body and "comptes approuvés" in body
    assert "Règles de répartition des charges indirectes" in body


def test_an_agreement_over_several_years_shows_three_years_of_the_project_alone() -> None:
    """Half of the wages are those of an action that another grant pays for; without an action, nobody knows the project."""
    body = text(funded(), "convention-pluriannuelle-objectifs")
    assert "Salaires" not in body and "| Charges du projet | Année 1 | Année 2 | Année 3 |" in body
    space = replace(funded(), budget=Budget.model_validate(BUDGET | ASKED))
    assert "| Salaires | 14 000 € | 14 250 € | 14 500 € |" in text(space, "convention-pluriannuelle-objectifs")
    assert "20 000 € par an" in body and "1er janvier 2027, pour 48 mois" in body


@pytest.mark.parametrize(
    "rule", ["2023/2831", "2023/2832", "contrat d’engagement républicain", "arrêté du 11 octobre 2006"]
)
def test_an_agreement_over_several_years_names_the_rules_that_bind_it(rule: str) -> None:
    assert rule in text(complete(), "convention-pluriannuelle-objectifs")


# --- The welcome of people ---


@pytest.mark.long
def test_the_welcome_booklet_is_public_made_of_facts_and_of_some_pages() -> None:
    space = complete()
    (source,) = (document for document in governance() if document.slug == "livret-d-accueil")
    assert source.meta.visibility == "public"
    body = text(space, "livret-d-accueil")
    assert (
        "| Journée | 15 € |" in body and "Tous les prix de ce tableau sont encaissés par Coopérative d’exemple." in body
    )
    assert re.search(r"### Les horaires +\| Jours \| Heures \|[^#]*\| lundi", body)
    assert "où demander le mot de passe" in body  # never in a published document
    pages = pdf_pages(build_documents(space, ("pdf",), ("livret-d-accueil",))["livret-d-accueil.pdf"])
    assert 4 <= len(pages) <= 8


def test_a_job_description_has_the_missions_of_the_services_whose_staff_the_employer_has() -> None:
    association = text(complete(), "fiche-de-poste-animation-association")
    cooperative = text(complete(), "fiche-de-poste-animation-cooperative")
    assert "### Accompagner les usages numériques" in association and "### Faire vivre le coworking" not in association
    assert "### Faire vivre le coworking" in cooperative and "### Accompagner les usages numériques" not in cooperative


@pytest.mark.parametrize(
    "slug", ["communique-de-presse", "livret-d-accueil", "plan-de-communication", "lettre-de-soutien"]
)
def test_what_is_no_contract_has_no_stamp_and_no_law(slug: str) -> None:
    (document,) = fill_documents(complete(), (slug,))
    assert "::: stamp" not in document.text and "::: laws" not in document.text
