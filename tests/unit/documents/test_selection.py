"""Documents: which ones a place gets, about whom, under which title, signed by whom; and what refuses to be one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.document_factories import Document, document, shown
from support.factories import alone, comptoir

from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.selection import document_title, select_documents
from tierslieu.i18n import messages
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import GovernanceDocument, Space

AGREEMENTS: dict[str, Any] = {
    "rez-de-chaussee": {"kind": "occupation", "organisation": "cooperative", "other": {"name": "Commune d’exemple"}},
    "etage": {"kind": "occupation", "organisation": "association"},
    "aide": {"kind": "grant", "organisation": "association", "other": {"name": "Département d’exemple"}},
}


def place(*papers: Document, **changes: Any) -> Space:
    """The Comptoir with these documents and no other, and three agreements."""
    organisations = {"agreements": AGREEMENTS, **changes.pop("organisations", {})}
    return comptoir(documents=papers, organisations=organisations, **changes)


def names(*papers: Document, **changes: Any) -> list[str]:
    """The file names of the documents that the Comptoir gets."""
    return [one.slug for one in select_documents(place(*papers, **changes))]


def refused(*papers: Document, **changes: Any) -> list[Problem]:
    """What is told of documents that can't be."""
    with pytest.raises(Problems) as raised:
        fill_documents(place(*papers, **changes))
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


# --- About whom ---


@pytest.mark.parametrize(
    ("per", "when", "found"),
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
def test_there_is_one_for_each_thing_that_it_is_about(per: str, when: dict[str, Any], found: list[str]) -> None:
    assert names(document(per=per, when=when)) == found


def test_a_service_that_is_off_has_no_document() -> None:
    assert names(document(per="service"), identity=modules(mediation="oui")) == ["essai-mediation"]


def test_each_tells_of_its_own_subject() -> None:
    bodies = {
        "organisation": "Moi, {{ organisation.called }}.",
        "service": "Moi, {{ service.name }}, par {{ service.operator.called }}.",
        "agreement": "Moi, {{ organisation.called }}, avec {{ agreement.other.name }}.",
    }
    told = {}
    for per, body in bodies.items():
        paper = document(body, per=per, when={"agreements": ["occupation"]})
        for one in fill_documents(place(paper)):
            (told[one.slug],) = re.findall(r"Moi, .*\.", shown(one.text))
    assert told == {
        "essai-association": "Moi, Association d’exemple.",
        "essai-cooperative": "Moi, Coopérative d’exemple.",
        "essai-coworking": "Moi, Coworking, par Coopérative d’exemple.",
        "essai-mediation": "Moi, Médiation numérique, par Association d’exemple.",
        "essai-support": "Moi, Accompagnement, par Coopérative d’exemple.",
        "essai-rez-de-chaussee": "Moi, Coopérative d’exemple, avec Commune d’exemple.",
        "essai-etage": "Moi, Association d’exemple, avec [à compléter\u00a0: nom de l’autre partie].",
    }


def test_titles_tell_those_of_one_file_apart() -> None:
    papers = (
        document(slug="un"),
        document(slug="deux", per="organisation"),
        document(slug="trois", per="service", when={"services": ["mediation"]}),
        document(slug="quatre", per="agreement", when={"agreements": ["occupation"]}),
    )
    unnamed = {"organisations": {"association": {"name": None}}}
    space = place(*papers, organisations=unnamed)
    titles = {one.slug: document_title(space, one) for one in select_documents(space)}
    assert titles == {
        "un": "Essai",
        "deux-association": "Essai – l’association",
        "deux-cooperative": "Essai – Coopérative d’exemple",
        "trois-mediation": "Essai – Médiation numérique",
        "quatre-etage": "Essai – etage",
        "quatre-rez-de-chaussee": "Essai – Commune d’exemple",
    }
    assert {one.slug: one.title for one in fill_documents(space)} == titles


# --- Conditions ---


@pytest.mark.parametrize(
    ("wanted", "form", "applies"),
    [
        ("scic", "scic", True),
        ("scic", "scic-sarl", True),  # a variant is what it extends
        ("cooperative", "scop", False),
        ("scic-sarl", "scic", False),
        ("scic-sarl", "scic-sas", False),
        ("association-loi-1901", "association-droit-local", False),
    ],
)
def test_a_legal_form_counts_with_those_that_it_extends(wanted: str, form: str, applies: bool) -> None:
    for per in ("space", "organisation"):
        paper = document(per=per, when={"legal_forms": [wanted]})
        found = names(paper, organisations=forms(form, "gip"))
        assert found == ([{"space": "essai", "organisation": "essai-cooperative"}[per]] if applies else [])


def test_one_of_several_legal_forms_is_enough() -> None:
    when = {"legal_forms": ["scop", "association-loi-1901"]}
    assert names(document(per="organisation", when=when)) == ["essai-association"]


@pytest.mark.parametrize("per", ["space", "organisation"])
def test_a_stage_that_is_not_known_is_neither(per: str) -> None:
    for wanted, other in (("to_create", "existing"), ("existing", "to_create")):
        paper = document(per=per, when={"stage": wanted})
        assert names(paper, organisations=stages(None, None)) == []
        assert names(paper, organisations=stages(None, other)) == []
        assert len(names(paper, organisations=stages(other, wanted))) == 1


def test_conditions_are_all_of_one_organisation() -> None:
    """An association that exists and a cooperative to create are not an association to create."""
    paper = document(when={"legal_forms": ["association-loi-1901"], "stage": "to_create"})
    assert names(paper, organisations=stages("to_create", "existing")) == []
    assert names(paper, organisations=stages("existing", "to_create")) == ["essai"]


def test_an_agreement_is_that_of_an_organisation_of_the_wanted_form() -> None:
    paper = document(per="agreement", when={"agreements": ["occupation", "grant"], "legal_forms": ["cooperative"]})
    assert names(paper) == ["essai-rez-de-chaussee"]


@pytest.mark.parametrize(
    ("on", "found"), [({"coworking": "oui"}, []), ({"coworking": "oui", "support": "oui"}, ["essai"])]
)
def test_services_are_all_on(on: dict[str, str], found: list[str]) -> None:
    assert names(document(when={"services": ["coworking", "support"]}), identity=modules(**on)) == found


def test_a_document_of_an_organisation_about_services_is_for_who_runs_one() -> None:
    assert names(document(per="organisation", when={"services": ["mediation"]})) == ["essai-association"]
    assert names(document(per="organisation", when={"services": ["coworking", "support"]})) == ["essai-cooperative"]


def test_the_fewest_organisations() -> None:
    papers = tuple(document(slug=f"n{number}", when={"organisations": number}) for number in (1, 2, 3))
    assert names(*papers) == ["n1", "n2"]
    assert [one.slug for one in select_documents(alone(documents=papers))] == ["n1"]


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
def test_a_fact_that_is_needed_is_there(need: str, known: dict[str, Any], unknown: dict[str, Any]) -> None:
    paper = document(when={"needs": ["space.name", need]})
    assert names(paper, **known) == ["essai"]
    assert names(paper, **unknown) == []


def test_a_fact_that_does_not_exist_is_told_with_the_closest() -> None:
    papers = (
        document(when={"needs": ["ofers"]}),
        document(slug="autre", kind="other", when={"needs": ["space.contact.fone"]}),
    )
    first, second = refused(*papers)
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


@pytest.mark.parametrize(
    ("language", "found"),
    [("fr", ["fr:charte", "fr:seul", "en:only"]), ("en", ["en:charter", "fr:seul", "en:only"])],
)
def test_the_language_of_the_place_comes_first_kind_by_kind(language: str, found: list[str]) -> None:
    """A document that is not written in that language is better than none."""
    papers = (
        document(slug="charter", locale="en", kind="charter"),
        document(slug="charte", kind="charter"),
        document(slug="seul", kind="only-french"),
        document(slug="only", locale="en", kind="only-english"),
    )
    applied = select_documents(place(*papers, identity={"language": language}))
    assert sorted(f"{one.source.locale}:{one.slug}" for one in applied) == sorted(found)
    assert {one.locale for one in fill_documents(place(*papers, identity={"language": language}))} == {"fr", "en"}


# --- What is refused ---


def test_two_documents_of_one_name_are_both_told() -> None:
    problems = refused(document(slug="avis", kind="one"), document(slug="avis", locale="en", kind="two"))
    assert {(one.code, one.values["name"], one.file) for one in problems} == {
        ("document.duplicate", "avis", "governance/fr/avis.md"),
        ("document.duplicate", "avis", "governance/en/avis.md"),
    }


def test_a_name_may_not_be_that_of_another_file_for_one_organisation() -> None:
    problems = refused(
        document(slug="statuts", per="organisation", kind="statutes"),
        document(slug="statuts-association", kind="other"),
    )
    assert {one.values["name"] for one in problems} == {"statuts-association"}
    assert {one.file for one in problems} == {"governance/fr/statuts.md", "governance/fr/statuts-association.md"}


@pytest.mark.parametrize("body", ["", "\n\n", "  \n"])
def test_a_document_without_text_is_told_with_its_line(body: str) -> None:
    (problem,) = refused(document(body))
    assert (problem.code, problem.file, problem.line) == ("document.empty", "governance/fr/essai.md", 10)


ALLOWED = {
    "space": ("organisations", "person"),
    "organisation": ("organisations", "organisation", "person"),
    "service": ("organisations", "operator", "person"),
    "agreement": ("organisations", "organisation", "other", "person"),
}


@pytest.mark.parametrize("per", ALLOWED)
@pytest.mark.parametrize("who", ["organisations", "organisation", "operator", "other", "person"])
def test_only_those_whom_a_document_is_about_can_sign_it(per: str, who: str) -> None:
    paper = document(per=per, when={"agreements": ["grant"]}, signatories=[who])
    if who in ALLOWED[per]:
        assert all("Signature" in one.text for one in fill_documents(place(paper)))
        return
    problem = refused(paper)[0]
    assert (problem.code, problem.file, problem.values["who"]) == ("document.signatory", "governance/fr/essai.md", who)
    assert who in messages.text("fr", problem.code, **problem.values)


@pytest.mark.parametrize(
    ("front", "codes"),
    [
        ("- un\n- deux", ["config.mapping"]),
        ("Charte", ["config.mapping"]),
        ("", ["config.missing"] * 5),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: secret\nlaw_as_of: 2026-11-24", ["config.choice"]),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: public\nlaw_as_of: hier", ["config.date"]),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: public\nlaw_as_of: 2026-11-24\nsignatories: oui", ["config.list"]),
        ("title: Essai\nkind: test\naudience: Tous\nvisibility: public\nlaw_as_of: 2026-11-24\nwhen:\n  ned: [a]", ["config.unknown"]),
    ],
)  # fmt: skip
def test_a_front_matter_that_cannot_be_is_told_with_its_line(tmp_path: Path, front: str, codes: list[str]) -> None:
    folder = tmp_path / "governance" / "fr"
    folder.mkdir(parents=True)
    (folder / "essai.md").write_text(f"---\n{front}\n---\nTexte.\n", encoding="utf-8")
    files = SourceFiles(tmp_path)
    assert files.markdown("governance/fr/essai.md", "fr", GovernanceDocument) is None
    assert [one.code for one in files.problems] == codes
    for one in files.problems:
        assert one.file == "governance/fr/essai.md"
        assert one.line or codes == ["config.missing"] * 5
        assert messages.remedy("fr", one.code, **one.values)


# --- Who signs ---


def signed(paper: Document) -> list[list[str]]:
    """For whom each document made from ``paper`` is signed, in order."""
    return [re.findall(r"::: signature\n\*\*(.*)\*\*", one.text) for one in fill_documents(place(paper))]


def test_signatories_sign_in_the_order_of_the_front_matter() -> None:
    both = ["Pour Coopérative d’exemple", "Pour Association d’exemple"]
    assert signed(document(signatories=["person", "organisations"], person="La voisine")) == [["La voisine", *both]]
    assert signed(document(signatories=["organisations"])) == [both]
    assert signed(document(per="organisation", signatories=["organisation"])) == [[both[1]], [both[0]]]
    assert signed(document(per="service", when={"services": ["mediation"]}, signatories=["operator"])) == [[both[1]]]
    grant = document(per="agreement", when={"agreements": ["grant"]}, signatories=["other", "organisation"])
    assert signed(grant) == [["Pour Département d’exemple", both[1]]]
    assert signed(document()) == [[]]


def test_a_document_is_signed_where_its_text_says_else_at_its_end() -> None:
    placed = "Avant.\n\n{{ signatures }}\n\nAnnexe."
    for body, order in (("Avant.", ["Avant.", "::::"]), (placed, ["Avant.", "::::", "Annexe."])):
        (one,) = fill_documents(place(document(body, signatories=["organisations"])))
        positions = [one.text.index(mark) for mark in order]
        assert positions == sorted(positions)
        assert len(re.findall("(?m)^:::: signatures$", one.text)) == 1


def test_the_laws_of_those_who_sign_are_added_once() -> None:
    law = "Loi du 1er juillet 1901 relative au contrat d’association"
    paper = document(signatories=["organisations"], legal_bases=["Code civil, article 9"])
    space = alone(
        documents=(paper,), organisations={"organisations": {"autre": {"legal_form": "association-loi-1901"}}}
    )
    (one,) = fill_documents(space)
    laws = re.findall("(?m)^- (.*)$", shown(one.text))
    assert laws[0] == "Code civil, article 9"
    assert laws.count(law) == 1
