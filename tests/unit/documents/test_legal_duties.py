"""The documents that the law asks of each organisation, the state of each, and the dashboard that shows them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from support.document_factories import Document, Make, blank, complete, document, governance, governed, several, single
from support.document_text import html_text, spaced
from support.factories import comptoir, vocabulary
from support.paths import TEMPLATE

from tierslieu.build import readable_facts
from tierslieu.check.documents import kinds_exist
from tierslieu.core.problems import Problems
from tierslieu.documents import build as documents_build
from tierslieu.documents import legal_duties
from tierslieu.documents.build import build_documents
from tierslieu.documents.selection import select_documents, subject_name
from tierslieu.i18n import messages
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import LegalForm, Mark, Obligation, Page, Space, Vocabulary
from tierslieu.site.build import build_site

LAW = {"name": "Statuts", "when": "à la création", "source": "Loi d’essai, article 1er"}
DASHBOARD = "tableau-de-bord.html"


def vocabulary_with(*kinds: str, mark: tuple[str, ...] = ()) -> Vocabulary:
    """The vocabulary of the kit, with a form that asks for one document and a mark that asks for another."""
    form = {"label": {"fr": "Forme"}, "article": {"fr": "la forme"}, "sources": ["Loi"]}
    approval = {"label": {"fr": "Agrément"}, "conditions": [{"rule": "R", "source": "S"}], "sources": ["Loi"], "law_as_of": "2026-11-24"}  # fmt: skip
    base = vocabulary()
    bare = {name: legal_form.model_copy(update={"documents": ()}) for name, legal_form in base.legal_forms.items()}
    asking = LegalForm.model_validate(form | {"documents": [LAW | {"kinds": kinds}]})
    mark_asking = Mark.model_validate(approval | {"documents": [LAW | {"name": "Dossier", "kinds": mark}]})
    return replace(base, legal_forms={**bare, "essai": asking}, marks={"essai": mark_asking}, obligations={})


def place(*sources: Document, kinds: tuple[str, ...] = ("statutes",), **organisation: Any) -> Space:
    """One organisation of that form."""
    space = governed("association", "essai", **{"name": "Association d’exemple", **organisation})
    return replace(space, documents=sources, vocabulary=vocabulary_with(*kinds))


def states(space: Space) -> list[str]:
    return [duty.state for duty in legal_duties.duties_of(space)]


def organisation_document(kind: str = "statutes", **meta: Any) -> Document:
    return document(kind=kind, per="organisation", slug=meta.pop("slug", kind), **meta)


@pytest.mark.parametrize(
    ("sources", "kinds", "expected"),
    [
        ((organisation_document(review="relu"),), ("statutes",), ["reviewed"]),
        ((organisation_document(),), ("statutes",), ["to_review"]),
        ((organisation_document("other"),), ("statutes",), ["absent"]),
        ((organisation_document(),), (), ["absent"]),
        ((organisation_document(when={"stage": "existing"}),), ("statutes",), ["not_now"]),
        (
            (organisation_document(), organisation_document("minutes", review="relu")),
            ("statutes", "minutes"),
            ["to_review", "reviewed"],
        ),
        ((document(kind="statutes"),), ("statutes",), ["to_review"]),
    ],
)
def test_each_document_that_the_law_asks_for_has_its_state(
    sources: tuple[Document, ...], kinds: tuple[str, ...], expected: list[str]
) -> None:
    assert states(place(*sources, kinds=kinds)) == expected


def test_a_document_comes_to_apply_with_the_stage_of_its_organisation() -> None:
    sources = (organisation_document(when={"stage": "to_create"}),)
    assert states(place(*sources, stage="to_create")) == ["to_review"]
    assert states(place(*sources, stage="existing")) == ["not_now"]


def test_a_document_of_another_organisation_does_not_count() -> None:
    minutes = organisation_document(when={"legal_forms": ["association-loi-1901"]})
    changes = {"organisations": {"cooperative": {"legal_form": "essai"}}}
    space = comptoir(documents=(minutes,), organisations=changes, vocabulary=vocabulary_with("statutes"))
    assert [(duty.organisation, duty.state) for duty in legal_duties.duties_of(space)] == [("cooperative", "not_now")]


def test_an_approval_asks_for_its_own_documents() -> None:
    space = replace(place(organisation_document(), marks=["essai"]), vocabulary=vocabulary_with("statutes", mark=()))
    assert states(space) == ["to_review", "absent"]


def obliged(**obligation: Any) -> list[tuple[str | None, str | None]]:
    """Of whom the two organisations of the Comptoir and their services are asked a document."""
    legal = Obligation.model_validate(LAW | obligation)
    space = comptoir(vocabulary=replace(vocabulary_with(), obligations={"essai": legal}))
    return [(duty.organisation, duty.service) for duty in legal_duties.duties_of(space)]


@pytest.mark.parametrize(
    ("obligation", "expected"),
    [
        ({"per": "space"}, [(None, None)]),
        ({"per": "space", "organisations": 2}, [(None, None)]),
        ({"per": "space", "organisations": 3}, []),
        ({"per": "space", "legal_forms": ["regie-publique"]}, []),
        ({"per": "organisation"}, [("cooperative", None), ("association", None)]),
        ({"per": "organisation", "legal_forms": ["association-loi-1901"]}, [("association", None)]),
        ({"per": "service", "services": ["mediation"]}, [("association", "mediation")]),
    ],
)
def test_what_is_asked_of_all_is_asked_of_those_whom_it_concerns(
    obligation: dict[str, Any], expected: list[tuple[str | None, str | None]]
) -> None:
    assert obliged(**obligation) == expected


def test_each_obligation_is_met_by_the_document_of_its_party() -> None:
    sources = (
        document(kind="terms", per="service", slug="cgv", review="relu"),
        document(kind="register", per="organisation", slug="registre"),
    )
    obligations = {
        name: Obligation.model_validate(LAW | {"per": per, "kinds": [kind]})
        for name, per, kind in (("a", "service", "terms"), ("b", "organisation", "register"), ("c", "space", "gone"))
    }
    space = comptoir(documents=sources, vocabulary=replace(vocabulary_with(), obligations=obligations))
    duties = [
        (duty.service or duty.organisation, duty.instance and duty.instance.slug, duty.state)
        for duty in legal_duties.duties_of(space)
    ]
    assert duties == [
        *((name, f"cgv-{name}", "reviewed") for name in space.identity.services),
        ("cooperative", "registre-cooperative", "to_review"),
        ("association", "registre-association", "to_review"),
        (None, None, "absent"),
    ]


def test_a_document_asked_for_twice_counts_once() -> None:
    space = place(
        organisation_document(),
        organisation_document("minutes", review="relu"),
        kinds=("statutes", "minutes", "statutes"),
    )
    assert legal_duties.summary(legal_duties.duties_of(space)) == {"todo": 1, "total": 2, "absent": 0}


def test_an_unknown_kind_is_reported_with_the_closest() -> None:
    (finding,) = kinds_exist(place(organisation_document(), organisation_document("minutes"), kinds=("statute",)))
    assert (finding.code, finding.level, finding.values) == (
        "document.kind",
        "warning",
        {"name": "statute", "closest": "statutes"},
    )
    assert finding.file == "vocabulary/legal_forms/essai.yaml"
    assert finding.path == ("documents", 0, "kinds", 0)


def test_a_legal_form_that_no_organisation_has_is_not_checked() -> None:
    """A team that needs no statutes of a SCIC may delete them."""
    space = place(organisation_document(), kinds=("statutes",))
    forms = space.vocabulary.legal_forms
    other = forms["essai"].model_copy(
        update={"documents": place(kinds=("gone",)).vocabulary.legal_forms["essai"].documents}
    )
    space = replace(space, vocabulary=replace(space.vocabulary, legal_forms={**forms, "autre": other}))
    assert list(kinds_exist(space)) == []


def test_the_kit_s_forms_ask_for_kinds_that_it_has() -> None:
    assert list(kinds_exist(several())) == []
    forms = vocabulary().legal_forms.values()
    kinds = {kind for form in forms for legal in form.documents for kind in legal.kinds}
    statutes = {source.meta.kind for source in governance() if source.meta.kind.startswith("statutes")}
    assert statutes <= kinds


def test_pending_duties_are_listed_and_reviewed_documents_are_not() -> None:
    space = place(
        organisation_document(), organisation_document("minutes", review="relu"), kinds=("statutes", "minutes")
    )
    (problem,) = readable_facts.pending_duties(legal_duties.duties_of(space), space)
    assert problem.file == "governance/fr/statutes.md"
    assert (
        messages.text("fr", problem.code, **problem.values) == "Statuts (Association d’exemple)\u00a0: à faire relire"
    )


# --- The dashboard ---


class PageParser(HTMLParser):
    """The links, the tables' headings and the tags of a page."""

    def __init__(self, data: bytes):
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.scopes: set[str | None] = set()
        self.feed(data.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag == "th":
            self.scopes.add(dict(attrs).get("scope"))


@pytest.mark.long
@pytest.mark.parametrize("make", [several, single, complete, lambda: blank(several)])
def test_the_dashboard_shows_every_document_and_links_to_its_files(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    # Links are compared with names of files: the content of other files than the dashboard is nothing here.
    monkeypatch.setattr(documents_build, "convert", lambda *_: b"")
    space = make()
    built = build_documents(space, ("html", "docx", "xlsx"), ("tableau-de-bord", "relecture"))
    page = PageParser(built[DASHBOARD])
    files = {f"{instance.slug}.{kind}" for instance in select_documents(space) for kind in ("html", "docx")}
    assert {link for link in page.links if "://" not in link and not link.startswith("#")} == {
        *files,
        *built,
        "budget.xlsx",
    } - {DASHBOARD}
    assert "script" not in page.tags
    assert page.scopes <= {"col", "row"}
    text = spaced(html_text(built[DASHBOARD]))
    for instance in select_documents(space):
        assert spaced(instance.source.meta.title) in text and spaced(subject_name(space, instance)) in text


def test_the_dashboard_shows_states_and_gaps() -> None:
    laws = ["Loi d’exemple"]
    sources = (
        organisation_document(
            title="Statuts du lieu",
            body="{{ blank('ville') }} {{ blank('rue') }} {{ organisation.name }}",
            legal_bases=laws,
        ),
        organisation_document("minutes", title="Procès-verbal", review="relu", visibility="internal", legal_bases=laws),
    )
    text = spaced(html_text(build_documents(place(*sources, kinds=("statutes", "minutes")), ("html",))[DASHBOARD]))
    assert "1 à faire relire" in text
    assert re.search("Statuts du lieu public +Association d’exemple +à faire relire +2 +0", text)
    assert re.search("Procès-verbal interne +Association d’exemple +relu +0 +0", text)


def test_a_document_without_laws_and_questions_has_no_state_of_review() -> None:
    source = organisation_document(title="Guide du lieu", legal_bases=[], visibility="internal")
    text = spaced(html_text(build_documents(place(source), ("html",))[DASHBOARD]))
    assert re.search("Guide du lieu interne +Association d’exemple +sans relecture à prévoir +0 +0", text)


def test_names_show_as_typed() -> None:
    name = "<b>L’Étincelle</b> & {{ 7*7 }}"
    data = build_documents(place(organisation_document(), name=name), ("html",))[DASHBOARD]
    assert name in html_text(data)
    assert "b" not in PageParser(data).tags


@pytest.mark.long
def test_the_dashboard_is_never_published() -> None:
    files = SourceFiles(TEMPLATE)
    pages = tuple(files.markdown(path, "fr", Page) for path in files.folder("content/fr/pages", "*.md"))
    space = comptoir(pages=pages, documents=(document(slug="charte"),))
    public = build_site(space, {DASHBOARD: b"", "charte.html": b""})
    assert "documents/charte.html" in public
    assert not [path for path in public if "tableau-de-bord" in path]


@pytest.mark.long
def test_the_dashboard_alone_shows_every_document() -> None:
    files = build_documents(several(), ("html",), ("tableau-de-bord",))
    assert list(files) == [DASHBOARD]
    assert "Charte du tiers-lieu" in html_text(files[DASHBOARD])


def test_one_document_alone_is_built_without_the_dashboard() -> None:
    assert list(build_documents(several(), ("html",), ("charte",))) == ["charte.html"]
    with pytest.raises(Problems) as raised:
        build_documents(several(), ("pdf",), ("tableau-de-bord",))
    assert [problem.code for problem in raised.value.problems] == ["document.other_format"]


def test_no_document_has_the_name_of_the_dashboard() -> None:
    with pytest.raises(Problems) as raised:
        build_documents(comptoir(documents=(document(slug="tableau-de-bord"),)), ("html",))
    assert [(problem.code, problem.values["name"]) for problem in raised.value.problems] == [
        ("document.duplicate", "tableau-de-bord")
    ]


def test_the_dashboard_and_the_document_say_that_what_was_reviewed_has_changed_since() -> None:
    laws = ["Loi d’exemple"]
    space = place(organisation_document(review="relu", reviewed_text={"another": "0" * 12}, legal_bases=laws))
    assert states(space) == ["changed"]
    assert legal_duties.summary(legal_duties.duties_of(space))["todo"] == 1
    (instance,) = select_documents(space)
    pages = build_documents(space, ("html",))
    dashboard, page = (html_text(pages[name]) for name in (DASHBOARD, f"{instance.slug}.html"))
    assert "relu, puis modifié" in dashboard and "Modifié depuis sa relecture" in page
