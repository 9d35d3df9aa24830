"""Each legal form of a company or an association has the documents that its registry asks for, and its annexes exist."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from support.document_factories import governed, shown
from support.document_text import pdf_pages, spaced
from support.factories import vocabulary

from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import FilledDocument, fill_documents
from tierslieu.documents.legal_duties import duties_of
from tierslieu.model import Organisations, Space

#: Kinds of document that found any company: code de commerce, R. 123-103 (statutes, appointments, subscribers; version
#: of 15 December 2019), L. 210-6 with R. 210-5 and R. 210-6 (acts), L. 123-11 (seat), A. 123-51 (declaration on
#: honour), R. 210-3 and R. 210-4 (notice). The last two are those of the founders themselves.
COMPANY = {
    "first-officers", "formation-acts", "incorporation-notice", "no-conviction-declaration", "seat-attestation",
    "subscribers-list", "subscription-form", "registration-file",
}  # fmt: skip
#: Law of 1 July 1901, article 5, and decree of 16 August 1901, article 1 (service-public.fr, F1119).
ASSOCIATION = {"association-declaration", "founding-minutes", "officers-list"}
FORMS = {
    **{name: COMPANY | {"statutes-scic"} for name in ("scic", "scic-sarl", "scic-sas", "scic-sa")},
    **{name: COMPANY | {"statutes-scop"} for name in ("scop", "scop-sarl", "scop-sas", "scop-sa")},
    "sas-ess": COMPANY | {"statutes-sas-ess"},
    "association-loi-1901": ASSOCIATION | {"statutes-association"},
}
COMPANIES = [name for name in FORMS if name != "association-loi-1901"]
FOUNDING = COMPANY | ASSOCIATION | {kind for kinds in FORMS.values() for kind in kinds if kind.startswith("statutes")}
#: What people sign, and so holds no advice outside the notes to the reviewer.
SIGNED = FOUNDING - {"registration-file", "association-declaration"}


def place(form: str, stage: str | None = "to_create") -> Space:
    return governed("association", form, name="Organisation d’exemple", stage=stage, address="1 rue de l’Exemple")


@cache
def filled(form: str, stage: str | None = "to_create") -> dict[str, FilledDocument]:
    """The founding documents of an organisation, by kind."""
    space = place(form, stage)
    kinds = {document.path: document.meta.kind for document in space.documents}
    documents = {kinds[document.path]: document for document in fill_documents(space)}
    return {kind: document for kind, document in documents.items() if kind in FOUNDING}


def clauses(document: FilledDocument) -> str:
    """The text of a document without notes to the reviewer, stamp and laws; spaces are plain."""
    return spaced(shown(re.sub(r"(?ms)^::: *\w+\n.*?^:::$", "", document.text)))


def test_every_form_that_may_be_a_company_is_in_the_table() -> None:
    forms = [vocabulary().legal_form(name) for name in vocabulary().legal_forms]
    assert [form and form.label for form in forms if form and form.companies] == [
        form.label for name in vocabulary().legal_forms if name in COMPANIES and (form := vocabulary().legal_form(name))
    ]


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("stage", ["to_create", None])
def test_an_organisation_to_create_has_what_its_registry_asks_for(form: str, stage: str | None) -> None:
    assert set(filled(form, stage)) == FORMS[form]


@pytest.mark.parametrize("form", FORMS)
def test_an_organisation_that_exists_keeps_what_serves_afterwards(form: str) -> None:
    lasting = {"subscription-form", "no-conviction-declaration", "officers-list"}
    assert set(filled(form, "existing")) == {
        kind for kind in FORMS[form] if kind.startswith("statutes") or kind in lasting
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_dashboard_follows_every_founding_document(form: str) -> None:
    followed = {duty.instance.source.meta.kind for duty in duties_of(place(form)) if duty.instance}
    assert FORMS[form] <= followed


#: The pieces that a registry asks a founder for, by the kind of document of the kit that is or holds each, or, where
#: somebody else makes it, by the words that name it in the kit's own list. Sources: service-public.fr, F35934 (read in
#: remuzat.fr and villesaintfrancois.fr) and sas-sasu.info for a company; F1119 for an association; code général des
#: collectivités territoriales, R. 2221-1, L. 2131-1 and R. 1617-1 for a public body.
MADE_BY_OTHERS = {
    "company": ("copie d’une pièce d’identité", "fonds", "Attestation de parution", "Commissaire aux apports",
                "bénéficiaires effectifs"),
    "association-loi-1901": ("Accord écrit de la personne qui dispose du siège", "enveloppe timbrée"),
    "regie-publique": ("avis conforme du comptable public", "par un acte constitutif distinct", "exécutoire"),
}  # fmt: skip
PIECES = {
    "scic-sas": COMPANY | {"statutes-scic"},
    "scop-sarl": COMPANY | {"statutes-scop"},
    "sas-ess": COMPANY | {"statutes-sas-ess"},
    "association-loi-1901": ASSOCIATION | {"statutes-association"},
    "regie-publique": {"regie-resolution"},
}
#: The document that lists the pieces.
LISTS = {"association-loi-1901": "association-declaration", "regie-publique": "regie-resolution"}


@pytest.mark.parametrize("form", PIECES)
def test_a_founder_has_every_piece_or_is_told_who_makes_it(form: str) -> None:
    space = place(form)
    kinds = {document.path: document.meta.kind for document in space.documents}
    documents = {kinds[document.path]: document for document in fill_documents(space)}
    assert PIECES[form] <= set(documents)
    text = clauses(documents[LISTS.get(form, "registration-file")])
    others = MADE_BY_OTHERS[form if form in MADE_BY_OTHERS else "company"]
    assert [words for words in others if words not in text] == []


#: What statutes rely on, by the words that name it: the kind of the document that holds it.
ANNEXES = {"état des actes accomplis": "formation-acts", "acte séparé": "first-officers"}


@pytest.mark.parametrize("form", COMPANIES)
def test_what_the_statutes_annex_or_rely_on_is_a_document(form: str) -> None:
    documents = filled(form)
    (statutes,) = (document for kind, document in documents.items() if kind.startswith("statutes"))
    text = clauses(statutes)
    assert "état des actes accomplis" in text.lower()
    for words, kind in ANNEXES.items():
        if words in text.lower():
            assert kind in documents, words
    # Code de commerce, L. 225-16: the first board of a SA is appointed by the statutes, not by another deed.
    assert ("acte séparé" in text) is not form.endswith("-sa")
    assert ("L. 225-16" in text) is form.endswith("-sa")


@pytest.mark.parametrize("form", COMPANIES)
def test_the_registration_file_names_the_documents_by_their_titles(form: str) -> None:
    documents = filled(form)
    text = clauses(documents["registration-file"])
    for kind in (
        "formation-acts",
        "first-officers",
        "no-conviction-declaration",
        "seat-attestation",
        "subscribers-list",
    ):
        title = spaced(documents[kind].title.split(" – ")[0])
        assert f"« {title} »" in text, title


@pytest.mark.long
@pytest.mark.parametrize("form", ["scic-sas", "scop-sarl", "sas-ess"])
def test_the_capital_is_the_same_in_every_founding_document(form: str) -> None:
    space = governed("association", form, name="Organisation d’exemple", stage="to_create", capital="18500")
    documents = {document.slug.removesuffix("-only"): clauses(document) for document in fill_documents(space)}
    statutes = f"statuts-{form.split('-')[0] if form != 'sas-ess' else form}"
    for slug in (statutes, "annonce-legale-de-constitution", "liste-des-souscripteurs", "dossier-d-immatriculation"):
        assert "18 500 €" in documents[slug], slug


@pytest.mark.parametrize("form", ["scic-sarl", "scop-sarl", "scic-sas", "sas-ess"])
def test_the_acts_follow_the_article_of_the_kind_of_company(form: str) -> None:
    """Code de commerce, R. 210-5 for a SARL, R. 210-6 for a company with shares."""
    text = clauses(filled(form)["registration-file"])
    other, own = ("R. 210-6", "R. 210-5") if form.endswith("-sarl") else ("R. 210-5", "R. 210-6")
    assert f"L. 210-6, {own}" in text and f"L. 210-6, {other}" not in text


@pytest.mark.parametrize("form", COMPANIES)
@pytest.mark.parametrize("kind", ["statutes", "formation-acts"])
def test_the_associates_see_the_acts_before_they_sign(form: str, kind: str) -> None:
    """Code de commerce, R. 210-5 (shown) and R. 210-6 (held at the disposal of the associates); L. 210-6 for the rest."""
    (document,) = (document for name, document in filled(form).items() if name.startswith(kind))
    text = clauses(document)
    assert ("présenté aux associés" in text) is form.endswith("-sarl")
    assert bool(re.search(r"tenu à (la|leur) disposition", text)) is not form.endswith("-sarl")
    assert "n’engage la société que si les associés décident de le reprendre" in text


@pytest.mark.parametrize("form", COMPANIES)
def test_the_notice_holds_what_the_law_lists(form: str) -> None:
    """Code de commerce, R. 210-4, 1° to 10°, and the rules of shares for a company that issues some."""
    text = clauses(filled(form)["incorporation-notice"])
    entries = ["Dénomination", "Forme", "Capital", "Siège", "Objet", "Durée", "pouvoir général", "Immatriculation"]
    entries += [] if form.endswith("-sarl") else ["Admission aux assemblées", "Agrément"]
    assert [entry for entry in entries if entry not in text] == []


@pytest.mark.parametrize("form", FORMS)
def test_what_people_sign_holds_no_advice(form: str) -> None:
    advice = re.compile(
        r"à vérifier|à confirmer|par exemple consult|n’a pas été lu|il est conseillé|pensez à|facultati|À quoi elle sert|n’en donner que"
    )
    words = {kind: advice.findall(clauses(document)) for kind, document in filled(form).items() if kind in SIGNED}
    assert {kind: matches for kind, matches in words.items() if matches} == {}


#: Clauses that the usual models of statutes have, by the words that carry them.
CLAUSES = {
    "scic-sas": ("pendant cinq ans", "ne sont pas associées", "Comptes courants", "Information des associés",
                 "Mandat et contrat de travail", "Réseau coopératif"),
    "scop-sarl": ("pendant cinq ans", "Comptes courants", "Information des associés", "Mandat et contrat de travail",
                  "Réseau coopératif", "arbitrage"),
    "sas-ess": ("Comptes courants", "Information des salariés", "L. 3332-17-1"),
    "association-loi-1901": ("Moyens d’action", "Affiliation", "membres de droit", "membres bienfaiteurs",
                             "à distance", "règlement de l’association"),
}  # fmt: skip


@pytest.mark.parametrize("form", CLAUSES)
def test_statutes_have_the_usual_clauses(form: str) -> None:
    (statutes,) = (document for kind, document in filled(form).items() if kind.startswith("statutes"))
    assert [words for words in CLAUSES[form] if words not in clauses(statutes)] == []


@pytest.mark.parametrize(("form", "longest"), [("scop-sarl", "quatre"), ("scop-sas", "quatre"), ("scop-sa", "six")])
def test_the_managers_of_a_scop_have_the_term_of_the_law(form: str, longest: str) -> None:
    """Loi n° 78-763, article 16: four years at most in a SARL or a SAS; loi n° 47-1775, article 6: six in a SA."""
    source = next(document for document in place(form).documents if document.meta.kind == "statutes-scop")
    text = clauses(filled(form)["statutes-scop"])
    assert "pour [proposé : trois ans, à valider]" in text
    assert "quatre ans au plus" in spaced(source.body)
    assert ("conseil de surveillance de trois à neuf membres" in text) is (longest == "quatre")
    officers = clauses(filled(form)["first-officers"])
    assert ("conseil de surveillance" in officers) is (longest == "quatre")


def test_the_statutes_of_a_scop_follow_its_law_article_by_article() -> None:
    """Loi n° 78-763: each subject of the statutes, by its article and the words of its rule."""
    text = clauses(filled("scop-sarl")["statutes-scop"])
    rules = {
        "article 6": "plafond de l’article L. 3251-3 du code du travail",
        "articles 8 et 9": "est admise si l’assemblée ordinaire suivante ne s’y oppose pas",
        "article 12": "une consultation écrite ne remplace pas ces assemblées",
        "article 17": "le préavis et l’indemnité auxquels la personne a droit, le cas échéant,",
        "article 18": "ne porte pas atteinte au contrat de travail",
        "article 19": "chaque année si elle n’a pas de commissaire aux comptes",
        "article 20": "à une personne morale de droit public ou à une œuvre d’intérêt général",
        "article 24": "Aucun associé ne détient plus de la moitié du capital",
        "article 27": "libérées en totalité à la souscription",
        "article 31": "la moitié du capital le plus élevé",
        "article 34": "convertir en parts",
    }
    assert [rule for article, rule in rules.items() if rule not in text or f"{article})" not in text] == []
    assert "article 14 de la loi n° 47-1775" not in text  # its ceiling does not apply: loi n° 78-763, article 33, 4°


@pytest.mark.parametrize("form", COMPANIES)
def test_founders_are_identified_in_the_statutes_that_they_sign(form: str) -> None:
    for stage, named in (("to_create", True), ("existing", False)):
        text = next(clauses(document) for kind, document in filled(form, stage).items() if kind.startswith("statutes"))
        assert ("Les soussignés, associés fondateurs" in text.replace("*", "")) is named
        assert ("Naissance (date, lieu) et nationalité" in text) is named
        # Code civil, 1832-2: common property of spouses, for shares that are not negotiable.
        assert ("article 1832-2" in text) is (named and form != "sas-ess")


@pytest.mark.parametrize("form", COMPANIES)
def test_the_first_officers_have_a_term_powers_a_pay_and_declare_that_nothing_bars_them(form: str) -> None:
    text = clauses(filled(form)["first-officers"])
    for heading in ("Durée du mandat", "Pouvoirs", "Rémunération", "Contrat de travail", "Acceptation et déclarations"):
        assert heading in text, heading
    assert "aucune condamnation pénale" in text and "A. 123-51" in text
    assert "en cours de formation" in text


@pytest.mark.parametrize("form", ["scic-sas", "scop-sas", "sas-ess"])
def test_the_statutes_of_a_sas_take_nobodys_vote_away(form: str) -> None:
    """Code civil, 1844: a clause that does so is deemed unwritten (Cass. com., 29 May 2024, no. 22-13.158)."""
    text = next(clauses(document) for kind, document in filled(form).items() if kind.startswith("statutes"))
    assert "ne vote pas" not in text
    assert "fait connaître son intérêt avant le vote" in text
    assert ("il prend part au vote" in text) is (form == "sas-ess")


@pytest.mark.parametrize("form", [form for form in COMPANIES if not form.endswith(("scic", "scop"))])
def test_statutes_have_no_box_to_tick_and_a_first_year_that_ends(form: str) -> None:
    text = next(clauses(document) for kind, document in filled(form).items() if kind.startswith("statutes"))
    assert "☐" not in text
    assert "date de clôture du premier exercice" in text


@pytest.mark.parametrize("form", ["scic-sarl", "scop-sarl", "scic-sas", "scop-sa", "sas-ess"])
def test_no_law_of_another_kind_of_company_is_listed(form: str) -> None:
    others = {
        "sarl": ("(SAS)", "(SA)", "R. 210-6"),
        "sas": ("(SARL)", "(SA)", "R. 210-5"),
        "sa": ("(SARL)", "(SAS)", "R. 210-5"),
    }
    company = "sas" if form == "sas-ess" else form.rpartition("-")[2]
    laws = {kind: spaced(" ; ".join(document.legal_bases)) for kind, document in filled(form).items()}
    listed = {kind: [word for word in others[company] if word in text] for kind, text in laws.items() if kind in SIGNED}
    assert {kind: words for kind, words in listed.items() if words} == {}
    assert ("78-763" in laws["first-officers"]) is form.startswith("scop")


@pytest.mark.parametrize("form", ["scic", "scop"])
def test_founding_documents_of_an_undecided_company_are_those_of_a_sas_to_validate(form: str) -> None:
    """Each document is that of the variant, but for the form to validate and the note that says where it is chosen."""
    undecided, chosen = filled(form), filled(f"{form}-sas")
    statutes = clauses(undecided[f"statutes-{form}"])
    note, _, rest = statutes.partition("**Les soussignés**")
    assert "Note à retirer avant signature." in note and "Forme juridique" in note
    proposed = "[proposé : société par actions simplifiée, à valider]"
    assert rest.count(proposed) == 1
    assert (
        rest.replace(proposed, "société par actions simplifiée")
        == (clauses(chosen[f"statutes-{form}"]).partition("**Les soussignés**")[2])
    )
    assert "Note à retirer avant signature." not in clauses(chosen[f"statutes-{form}"])
    for kind in ("first-officers", "incorporation-notice", "subscription-form", "registration-file"):
        assert f"en SAS ({form.upper()} SAS), à valider], à capital variable" in clauses(undecided[kind]), kind
    assert "celle d’une SAS, proposée" in clauses(undecided["registration-file"])


@pytest.mark.parametrize("form", COMPANIES)
def test_statutes_are_those_of_one_company(form: str) -> None:
    """No passage of another company is left for the founders to strike out."""
    (statutes,) = (clauses(document) for kind, document in filled(form).items() if kind.startswith("statutes"))
    assert "☐" not in statutes and not re.search(r"\((SARL|SAS|SA)\)|[Dd]ans une (SARL|SAS|SA)\b", statutes)


@pytest.mark.parametrize("form", ["scic", "scop"])
def test_agreements_with_members_are_submitted_as_the_law_of_each_company_asks(form: str) -> None:
    """Code de commerce, L. 223-19: managers and members of a SARL; L. 227-10: members above 10 % of a SAS."""
    kind = f"statutes-{form}"
    sarl, sas = (clauses(filled(f"{form}-{company}")[kind]) for company in ("sarl", "sas"))
    assert "l’un de ses gérants ou associés" in sarl and "article L. 223-19)" in sarl
    assert "plus de 10 % des droits de vote" in sas and "articles L. 227-10 et L. 227-11)" in sas
    assert "s’il y en a un. La convention suit l’" in sarl and "ou dispose de plus de 10 % des droits de vote" in sas


def test_a_scic_has_three_categories_whatever_the_number_of_its_members() -> None:
    text = clauses(filled("scic-sas")["statutes-scic"])
    assert "au moins trois associés, répartis entre trois au moins des catégories" in text
    assert "après l’autorisation que prévoit l’article 25 de la loi n° 47-1775" in text


def test_former_workers_of_a_scop_are_not_outside_members() -> None:
    text = clauses(filled("scop-sarl")["statutes-scop"])
    assert (
        "Selon les présents statuts, les associés qui travaillent dans la société, ou y ont travaillé, détiennent ensemble"
        in text
    )
    assert "les pertes que les réserves statutaires ne couvrent pas" in text
    officers = clauses(filled("scop-sarl")["first-officers"])
    assert "dont un tiers au plus n’y travaille pas (loi n° 78-763, articles 15 et 16)" in officers
    assert "sous réserve de ceux que la loi donne aux associés" in officers


def test_the_statutes_of_an_association_name_voters_services_and_who_receives_its_assets() -> None:
    text = clauses(filled("association-loi-1901")["statutes-association"])
    assert "Seuls votent les membres individuels et les membres associés à jour de leur cotisation" in text
    assert "la vente de services (" in text and "date de clôture du premier exercice" in text
    assert (
        "à un ou plusieurs organismes sans but lucratif ou, si le régime fiscal de l’association le permet, à une société"
        in text
    )


def test_the_statutes_of_a_scic_set_no_share_of_the_receipts() -> None:
    """Changing a figure of the statutes takes an extraordinary assembly."""
    text = clauses(filled("scic-sas")["statutes-scic"])
    assert "une part des recettes du coworking, fixée par l’assemblée" in text
    assert "% des recettes" not in text


def test_the_rules_of_the_association_are_not_those_of_the_place() -> None:
    text = clauses(filled("association-loi-1901")["statutes-association"])
    assert "règlement intérieur" not in text.lower()
    assert "règlement du lieu" in text


def test_the_declaration_repeats_the_object_of_the_statutes() -> None:
    """The object that is declared is published, and must be that of the statutes."""
    documents = filled("association-loi-1901")
    _, _, after = clauses(documents["statutes-association"]).partition("À ce titre, elle peut notamment :")
    objects = [text.strip(" .") for text in after.partition("L’association est indépendante")[0].split(" - ")]
    (declared,) = re.findall(r"\| Objet, celui des statuts \| (.*?) \|", clauses(documents["association-declaration"]))
    assert len(objects) > 5
    assert [text for text in objects if text.strip(" ;") not in declared] == []


@pytest.mark.parametrize("form", ["regie-publique", "commune", "epci"])
def test_a_public_body_sets_no_receipts_aside(form: str) -> None:
    """Free uses are voted each year, with criteria; receipts of a public service are not earmarked."""
    space = place(form, "existing")
    assert space.organisations.solidarity.percent is None
    organisations = space.organisations.model_dump(by_alias=True) | {"solidarity": {"percent": "20"}}
    solidary = replace(space, organisations=Organisations.model_validate(organisations))
    (document,) = fill_documents(solidary, ("deliberation-regie-only",))
    text = clauses(document)
    assert "équivalente à 20 % des recettes" in text
    assert "Cette mesure n’affecte aucune recette à ces usages. En bénéficient, sur justificatif : [à compléter" in text
    assert "sont consacrées" not in text
    # Statutes of a board of operation: code général des collectivités territoriales, R. 2221-4.
    for words in (
        "trois au moins",
        "choisis parmi",
        "leur mandat",
        "renouvelés",
        "si la moitié au moins de ses membres sont présents",
    ):
        assert words in text, words
    # The balance of an industrial and commercial service is for the reviewer, not for the assembly that votes.
    assert "L. 2224-1" in spaced(document.review_block) and "L. 2224-2" in spaced(document.review_block)


@pytest.mark.parametrize("form", ["regie-publique", "commune", "epci"])
def test_the_resolution_has_what_the_prefecture_checks(form: str) -> None:
    (document,) = fill_documents(place(form, "existing"), ("deliberation-regie-only",))
    text = clauses(document)
    for words in (
        "Membres en exercice", "Représentés, et par qui", "Quorum", "Vu la délégation", "Considérant",
        "à la majorité absolue des suffrages exprimés", "transmise au représentant de l’État",
        "adressée au comptable public", "tribunal administratif",
    ):  # fmt: skip
        assert words in text, words
    assert "Si le service est industriel" not in text  # an assembly decides; what it could decide is for the reviewer
    assert ("L. 2122-22, 7°" in text) is (form != "epci")
    assert ("L. 5211-10" in text) is (form != "commune")


def test_the_permit_is_a_title_on_public_property() -> None:
    """Code général de la propriété des personnes publiques, L. 2122-1 to L. 2122-3, L. 2125-1, L. 2125-3, L. 2331-1."""
    (document,) = fill_documents(place("commune", "existing"), ("autorisation-coworking-resident-coworking",))
    text = clauses(document).replace("*", "")
    for words in (
        "le titre que demande l’article L. 2122-1", "temporaire (article L. 2122-2)",
        "précaire et révocable (article L. 2122-3)", "articles L. 2125-1 et L. 2125-3",
        "État des lieux et du matériel", "couvre les dommages causés aux locaux", "sans formalité ni reconduction tacite",
        "article L. 2331-1", "tribunal administratif", "Vu l’avis publié",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.slow
@pytest.mark.parametrize("form", ["scic-sas", "scop-sarl", "sas-ess", "association-loi-1901"])
@pytest.mark.parametrize("stage", ["to_create", None])
def test_no_founding_document_ends_on_a_page_of_two_lines(form: str, stage: str | None) -> None:
    """Besides its header and its footer, the last page has a heading and what it announces."""
    names = tuple(document.slug for document in filled(form, stage).values())
    last_pages = {
        path: pdf_pages(data)[-1] for path, data in build_documents(place(form, stage), ("pdf",), names).items()
    }
    lines = {path: [line for line in page.split("\n") if line.strip()] for path, page in last_pages.items()}
    assert {path: texts for path, texts in lines.items() if len(texts) < 6} == {}
