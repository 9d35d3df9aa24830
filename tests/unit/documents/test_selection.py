"""Which documents a place gets, what each is about, its title and signatories; and which sources are refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.document_factories import Document, document, shown
from support.factories import alone, comptoir

from tierslieu.check.documents import signatories_can_sign
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import chosen_names, document_title, select_documents
from tierslieu.i18n import messages
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import GovernanceDocument, Space

AGREEMENTS: dict[str, Any] = {
    "rez-de-chaussee": {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Commune d’exemple"}},
    "etage": {"kind": "occupation", "organisation": "association"},
    "aide": {"kind": "grant", "organisation": "association", "other": {"name": "Département d’exemple"}},
}


def place(*sources: Document, **changes: Any) -> Space:
    """The Comptoir with these documents and no other, and three agreements."""
    organisations = {"agreements": AGREEMENTS, **changes.pop("organisations", {})}
    return comptoir(documents=sources, organisations=organisations, **changes)


def names(*sources: Document, **changes: Any) -> list[str]:
    """The file names of the documents that the Comptoir gets."""
    return [instance.slug for instance in select_documents(place(*sources, **changes))]


def refused(*sources: Document, **changes: Any) -> list[Problem]:
    """The problems of documents that can't be filled."""
    with pytest.raises(Problems) as raised:
        fill_documents(place(*sources, **changes))
    return list(raised.value.problems)


def forms(cooperative: str, association: str = "association-loi-1901") -> dict[str, Any]:
    """The same two organisations with other legal forms."""
    return {"organisations": {"cooperative": {"legal_form": cooperative}, "association": {"legal_form": association}}}


def stages(cooperative: str | None, association: str | None) -> dict[str, Any]:
    """The same two organisations at a stage of their creation."""
    return {"organisations": {"cooperative": {"stage": cooperative}, "association": {"stage": association}}}


def modules(**on: str) -> dict[str, Any]:
    """The services of the place: those named ``oui``, and no other."""
    return {"modules": dict.fromkeys(("coworking", "mediation", "support"), "non") | on}


# --- What documents are about ---


@pytest.mark.parametrize(
    ("per", "when", "expected"),
    [
        ("space", {}, ["essai"]),
        ("organisation", {}, ["essai-association", "essai-cooperative"]),
        ("service", {}, ["essai-coworking", "essai-mediation", "essai-support"]),
        ("service", {"services": ["mediation"]}, ["essai-mediation"]),
        ("agreement", {"agreements": ["occupation"]}, ["essai-etage", "essai-rez-de-chaussee"]),
        ("agreement", {"agreements": ["occupation", "grant"]}, ["essai-aide", "essai-etage", "essai-rez-de-chaussee"]),
        ("agreement", {"agreements": ["loan"]}, []),
    ],
)
def test_there_is_one_document_for_each_subject(per: str, when: dict[str, Any], expected: list[str]) -> None:
    assert names(document(per=per, when=when)) == expected


def test_a_service_that_is_off_has_no_document() -> None:
    assert names(document(per="service"), identity=modules(mediation="oui")) == ["essai-mediation"]


def test_each_document_is_about_its_own_subject() -> None:
    bodies = {
        "organisation": "Moi, {{ organisation.called }}.",
        "service": "Moi, {{ service.name }}, par {{ service.operator.called }}.",
        "agreement": "Moi, {{ organisation.called }}, avec {{ agreement.other.name }}.",
    }
    sentences = {}
    for per, body in bodies.items():
        source = document(body, per=per, when={"agreements": ["occupation"]})
        for filled in fill_documents(place(source)):
            (sentences[filled.slug],) = re.findall(r"Moi, .*\.", shown(filled.text))
    assert sentences == {
        "essai-association": "Moi, Association d’exemple.",
        "essai-cooperative": "Moi, Coopérative d’exemple.",
        "essai-coworking": "Moi, Coworking, par Coopérative d’exemple.",
        "essai-mediation": "Moi, Médiation numérique, par Association d’exemple.",
        "essai-support": "Moi, Accompagnement, par Coopérative d’exemple.",
        "essai-rez-de-chaussee": "Moi, Coopérative d’exemple, avec Commune d’exemple.",
        "essai-etage": "Moi, Association d’exemple, avec [à compléter\u00a0: nom de l’autre partie].",
    }


def test_titles_of_documents_with_the_same_source_differ() -> None:
    sources = (
        document(slug="un"),
        document(slug="deux", per="organisation"),
        document(slug="trois", per="service", when={"services": ["mediation"]}),
        document(slug="quatre", per="agreement", when={"agreements": ["occupation"]}),
    )
    unnamed = {"organisations": {"association": {"name": None}}}
    space = place(*sources, organisations=unnamed)
    titles = {instance.slug: document_title(space, instance) for instance in select_documents(space)}
    assert titles == {
        "un": "Essai",
        "deux-association": "Essai – l’association",
        "deux-cooperative": "Essai – Coopérative d’exemple",
        "trois-mediation": "Essai – Médiation numérique",
        "quatre-etage": "Essai – etage",
        "quatre-rez-de-chaussee": "Essai – Commune d’exemple",
    }
    assert {filled.slug: filled.title for filled in fill_documents(space)} == titles


# --- Conditions ---


@pytest.mark.parametrize(
    ("condition", "form", "applies"),
    [
        ("scic", "scic", True),
        ("scic", "scic-sarl", True),  # a variant counts as what it extends
        ("cooperative", "scop", False),
        ("scic-sarl", "scic", False),
        ("scic-sarl", "scic-sas", False),
        ("association-loi-1901", "association-droit-local", False),
    ],
)
def test_a_legal_form_counts_with_those_that_it_extends(condition: str, form: str, applies: bool) -> None:
    for per in ("space", "organisation"):
        source = document(per=per, when={"legal_forms": [condition]})
        slugs = names(source, organisations=forms(form, "gip"))
        assert slugs == ([{"space": "essai", "organisation": "essai-cooperative"}[per]] if applies else [])


def test_one_of_several_legal_forms_is_enough() -> None:
    when = {"legal_forms": ["scop", "association-loi-1901"]}
    assert names(document(per="organisation", when=when)) == ["essai-association"]


@pytest.mark.parametrize("per", ["space", "organisation"])
def test_an_organisation_of_unknown_stage_has_the_documents_that_create_it(per: str) -> None:
    """Its statutes, written as for a creation, name them."""
    founding = document(per=per, when={"stage": "to_create"})
    assert len(names(founding, organisations=stages(None, "existing"))) == 1
    assert len(names(founding, organisations=stages("to_create", "existing"))) == 1
    assert names(founding, organisations=stages("existing", "existing")) == []
    later = document(per=per, when={"stage": "existing"})
    assert names(later, organisations=stages(None, "to_create")) == []
    assert len(names(later, organisations=stages(None, "existing"))) == 1


@pytest.mark.parametrize(
    ("form", "companies", "applies"),
    [
        ("scic-sarl", ["sarl"], True),
        ("scic-sarl", ["sas", "sa"], False),
        ("scop", ["sas"], True),
        ("sas-ess", ["sas"], True),
        ("sas-ess", ["sarl", "sa"], False),
        ("cooperative", ["sarl", "sas", "sa"], False),
        ("gip", ["sarl", "sas", "sa"], False),
    ],
)
def test_a_document_may_be_for_kinds_of_company(form: str, companies: list[str], applies: bool) -> None:
    source = document(per="organisation", when={"companies": companies})
    assert names(source, organisations=forms(form, "association-loi-1901")) == ["essai-cooperative"] * applies


def test_one_organisation_meets_all_conditions() -> None:
    """An association that exists and a cooperative to create are not an association to create."""
    source = document(when={"legal_forms": ["association-loi-1901"], "stage": "to_create"})
    assert names(source, organisations=stages("to_create", "existing")) == []
    assert names(source, organisations=stages("existing", "to_create")) == ["essai"]


def test_an_agreement_is_that_of_an_organisation_of_the_wanted_form() -> None:
    source = document(per="agreement", when={"agreements": ["occupation", "grant"], "legal_forms": ["cooperative"]})
    assert names(source) == ["essai-rez-de-chaussee"]


@pytest.mark.parametrize(
    ("on", "expected"), [({"coworking": "oui"}, []), ({"coworking": "oui", "support": "oui"}, ["essai"])]
)
def test_all_services_of_a_condition_must_be_on(on: dict[str, str], expected: list[str]) -> None:
    assert names(document(when={"services": ["coworking", "support"]}), identity=modules(**on)) == expected


def test_a_document_per_organisation_about_services_is_for_those_that_run_one() -> None:
    assert names(document(per="organisation", when={"services": ["mediation"]})) == ["essai-association"]
    assert names(document(per="organisation", when={"services": ["coworking", "support"]})) == ["essai-cooperative"]


ROOMS = {"offers": {"room": {"service": "mediation", "kind": "room", "unit": "hour"}}}


@pytest.mark.parametrize(
    ("per", "when", "expected"),
    [
        ("space", {"offers": ["room"]}, ["essai"]),
        ("space", {"offers": ["printing"]}, []),
        ("space", {"offers": ["printing", "room"]}, ["essai"]),
        ("service", {"offers": ["room"]}, ["essai-mediation"]),
        ("service", {"offers": ["desk"]}, ["essai-coworking"]),
        ("service", {"offers": ["room"], "services": ["coworking"]}, []),
        ("organisation", {"offers": ["room"]}, ["essai-association"]),
    ],
)
def test_a_document_may_be_for_those_who_sell_a_kind_of_offer(
    per: str, when: dict[str, Any], expected: list[str]
) -> None:
    assert names(document(per=per, when=when), prices=ROOMS) == expected


def test_an_offer_of_a_service_that_is_off_has_no_document() -> None:
    assert names(document(when={"offers": ["room"]}), prices=ROOMS, identity=modules(coworking="oui")) == []


def test_a_document_may_need_several_organisations() -> None:
    sources = tuple(document(slug=f"n{number}", when={"organisations": number}) for number in (1, 2, 3))
    assert names(*sources) == ["n1", "n2"]
    assert [instance.slug for instance in select_documents(alone(documents=sources))] == ["n1"]


@pytest.mark.parametrize(
    ("need", "known", "unknown"),
    [
        ("space.contact.phone", {}, {"identity": {"contact": {"phone": None}}}),
        ("prices.day", {}, {"prices": {"grids": [{"from": None, "amounts": {"half_day": "9"}}]}}),
        ("golden_ticket", {}, {"prices": {"passes": {"pass_10": {"golden_ticket": "non"}}}}),
        ("publication.host", {"identity": {"publication": {"host": "Hébergeur"}}}, {}),
        ("offers", {}, {"identity": modules(mediation="oui")}),
    ],
)
def test_a_document_may_need_facts(need: str, known: dict[str, Any], unknown: dict[str, Any]) -> None:
    source = document(when={"needs": ["space.name", need]})
    assert names(source, **known) == ["essai"]
    assert names(source, **unknown) == []


def test_a_fact_that_does_not_exist_is_reported_with_the_closest() -> None:
    sources = (
        document(when={"needs": ["ofers"]}),
        document(slug="autre", kind="other", when={"needs": ["space.contact.fone"]}),
    )
    first, second = refused(*sources)
    assert (first.code, first.file, first.values) == (
        "document.needs",
        "governance/fr/essai.md",
        {"name": "ofers", "closest": "offers"},
    )
    assert (second.code, second.file, second.values["name"]) == (
        "document.needs",
        "governance/fr/autre.md",
        "space.contact.fone",
    )
    assert second.values["closest"] == "space.contact.phone"


# --- Languages ---


def test_a_document_that_follows_laws_is_also_made_in_french() -> None:
    sources = [
        document(slug=slug, locale=locale, kind="charter", legal_bases=["Code civil, article 9"])
        for slug, locale in (("charte", "fr"), ("charter", "en"))
    ]
    assert names(*sources, identity={"language": "en"}) == ["charte", "charter"]
    assert names(*sources) == ["charte"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", ["fr:charte", "fr:seul", "en:only"]), ("en", ["en:charter", "fr:seul", "en:only"])],
)
def test_the_language_of_the_place_comes_first_kind_by_kind(language: str, expected: list[str]) -> None:
    """A document that is not written in that language is better than none."""
    sources = (
        document(slug="charter", locale="en", kind="charter"),
        document(slug="charte", kind="charter"),
        document(slug="seul", kind="only-french"),
        document(slug="only", locale="en", kind="only-english"),
    )
    instances = select_documents(place(*sources, identity={"language": language}))
    assert sorted(f"{instance.source.locale}:{instance.slug}" for instance in instances) == sorted(expected)
    filled_documents = fill_documents(place(*sources, identity={"language": language}))
    assert {filled.locale for filled in filled_documents} == {"fr", "en"}


# --- What is refused ---


def test_two_documents_with_one_name_are_both_reported() -> None:
    problems = refused(document(slug="avis", kind="one"), document(slug="avis", locale="en", kind="two"))
    assert {(problem.code, problem.values["name"], problem.file) for problem in problems} == {
        ("document.duplicate", "avis", "governance/fr/avis.md"),
        ("document.duplicate", "avis", "governance/en/avis.md"),
    }


def test_a_name_may_not_be_that_of_another_file_for_one_organisation() -> None:
    problems = refused(
        document(slug="statuts", per="organisation", kind="statutes"),
        document(slug="statuts-association", kind="other"),
    )
    assert {problem.values["name"] for problem in problems} == {"statuts-association"}
    assert {problem.file for problem in problems} == {
        "governance/fr/statuts.md",
        "governance/fr/statuts-association.md",
    }


@pytest.mark.parametrize("body", ["", "\n\n", "  \n"])
def test_a_document_without_text_is_reported_with_its_line(body: str) -> None:
    (problem,) = refused(document(body))
    assert (problem.code, problem.file, problem.line) == ("document.empty", "governance/fr/essai.md", 10)


ALLOWED = {
    "space": ("organisations", "person"),
    "organisation": ("organisations", "organisation", "person"),
    "service": ("organisations", "operator", "person"),
    "agreement": ("organisations", "organisation", "other", "person"),
}


@pytest.mark.parametrize("per", ALLOWED)
@pytest.mark.parametrize("signatory", ["organisations", "organisation", "operator", "other", "person"])
def test_only_those_whom_a_document_is_about_can_sign_it(per: str, signatory: str) -> None:
    source = document(per=per, when={"agreements": ["grant"]}, signatories=[signatory])
    if signatory in ALLOWED[per]:
        assert all("Signature" in filled.text for filled in fill_documents(place(source)))
        return
    (finding,) = signatories_can_sign(place(source))
    assert (finding.file, finding.path) == ("governance/fr/essai.md", ("signatories", 0))
    assert signatory in messages.text("fr", finding.code, **finding.values)


@pytest.mark.parametrize(
    ("front", "codes"),
    [
        ("- un\n- deux", ["config.mapping"]),
        ("Charte", ["config.mapping"]),
        ("", [*["content.missing"] * 4, "content.missing_date"]),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: secret\nlaw_as_of: 2026-11-24", ["config.choice"]),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: public\nlaw_as_of: hier", ["config.date"]),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: public\nlaw_as_of: 2026-11-24\nsignatories: oui", ["config.list"]),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: public\nlaw_as_of: 2026-11-24\nwhen:\n  ned: [a]", ["config.unknown"]),
    ],
)  # fmt: skip
def test_an_invalid_front_matter_is_reported_with_its_line(tmp_path: Path, front: str, codes: list[str]) -> None:
    folder = tmp_path / "governance" / "fr"
    folder.mkdir(parents=True)
    (folder / "essai.md").write_text(f"---\n{front}\n---\nTexte.\n", encoding="utf-8")
    files = SourceFiles(tmp_path)
    assert files.markdown("governance/fr/essai.md", "fr", GovernanceDocument) is None
    assert [problem.code for problem in files.problems] == codes
    for problem in files.problems:
        assert problem.file == "governance/fr/essai.md"
        assert problem.line or codes[-1] == "content.missing_date"
        assert messages.remedy("fr", problem.code, **problem.values)


# --- Signatories ---


def signers(source: Document) -> list[list[str]]:
    """The headings of the signatures of each document from ``source``, in order."""
    return [re.findall(r"::: signature\n\*\*(.*)\*\*", filled.text) for filled in fill_documents(place(source))]


@pytest.mark.parametrize("per", ALLOWED)
def test_a_document_may_be_signed_in_a_table_of_its_text(per: str) -> None:
    source = document(per=per, when={"agreements": ["grant"]}, signatories=["table"], legal_bases=["Loi d’exemple"])
    assert not list(signatories_can_sign(place(source)))
    for filled in fill_documents(place(source)):
        assert "::: signature" not in filled.text
        assert "à vérifier avant signature" in filled.text


def test_signatories_sign_in_the_order_of_the_front_matter() -> None:
    both = ["Pour Coopérative d’exemple", "Pour Association d’exemple"]
    assert signers(document(signatories=["person", "organisations"], person="La voisine")) == [["La voisine", *both]]
    assert signers(document(signatories=["organisations"])) == [both]
    assert signers(document(per="organisation", signatories=["organisation"])) == [[both[1]], [both[0]]]
    assert signers(document(per="service", when={"services": ["mediation"]}, signatories=["operator"])) == [[both[1]]]
    grant = document(per="agreement", when={"agreements": ["grant"]}, signatories=["other", "organisation"])
    assert signers(grant) == [["Pour Département d’exemple", both[1]]]
    assert signers(document()) == [[]]


def test_a_founder_signs_for_a_company_that_is_being_created() -> None:
    """Code de commerce, L. 210-6: until it is registered, the company binds nobody but those who act for it."""
    source = document(per="organisation", signatories=["organisation"])
    founder = ("Pour Association d’exemple, en cours de formation", "de chaque personne fondatrice")
    representative = ("Pour Association d’exemple**", "du représentant légal")
    for form, stage, (heading, gap) in (
        ("scic-sas", "to_create", founder),
        ("scic-sas", "existing", representative),
        (None, "to_create", founder),
        ("association-loi-1901", "to_create", representative),
    ):
        organisations = {"organisations": {"association": {"legal_form": form, "stage": stage}}}
        space = comptoir(documents=(source,), organisations=organisations)
        (filled,) = fill_documents(space, (f"{source.slug}-association",))
        assert f"**{heading}" in shown(filled.text), form
        assert gap in shown(filled.text), form


def test_a_document_is_signed_where_its_text_says_else_at_its_end() -> None:
    placed = "Avant.\n\n{{ signatures }}\n\nAnnexe."
    for body, order in (("Avant.", ["Avant.", "::::"]), (placed, ["Avant.", "::::", "Annexe."])):
        (filled,) = fill_documents(place(document(body, signatories=["organisations"])))
        positions = [filled.text.index(mark) for mark in order]
        assert positions == sorted(positions)
        assert len(re.findall("(?m)^:::: signatures$", filled.text)) == 1


TITLES = {
    "charte": "Charte",
    "charte-informatique": "Charte informatique",
    "reglement-interieur": "Règlement du lieu",
    "reglement-du-service-a": "Règlement du service – Accès",
    "statuts-a": "Statuts – Les Bureaux",
}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((), ()),
        (("charte",), ("charte",)),
        (("Règlement", "intérieur"), ("reglement-interieur",)),
        (("règlement du lieu",), ("reglement-interieur",)),
        (("STATUTS", "charte"), ("statuts-a", "charte")),
        (("informatique",), ("charte-informatique",)),
        (("bureaux",), ("statuts-a",)),
    ],
)
def test_words_mean_a_document(words: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert chosen_names(words, TITLES) == names


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        (("reglement",), [("document.several", "reglement", "reglement-interieur, reglement-du-service-a")]),
        (("règlement", "du"), [("document.several", "règlement du", "reglement-interieur, reglement-du-service-a")]),
        (("charte", "reglement"), [("document.several", "reglement", "reglement-interieur, reglement-du-service-a")]),
    ],
)
def test_words_of_several_documents_name_those(words: tuple[str, ...], problems: list[tuple[str, str, str]]) -> None:
    with pytest.raises(Problems) as raised:
        chosen_names(words, TITLES)
    assert [(fault.code, fault.values["name"], fault.values["known"]) for fault in raised.value.problems] == problems


def test_words_of_no_document_name_the_nearest() -> None:
    with pytest.raises(Problems) as raised:
        chosen_names(("statust", "charte"), TITLES)
    (fault,) = raised.value.problems
    assert (fault.code, fault.values["name"]) == ("document.unknown", "statust")
    assert fault.values["known"].startswith("statuts-a")
