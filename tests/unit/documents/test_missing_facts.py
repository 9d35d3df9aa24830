"""Blanks: which documents wait for which missing fact, what is left to write by hand, and how each is found again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from support.document_factories import blank, document, known, several
from support.document_text import archive
from support.factories import comptoir, merge

from tierslieu.check.missing_facts import identity_blanks, organisation_blanks, price_blanks, split_blanks
from tierslieu.cli import missing_facts
from tierslieu.core.problems import Problem
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.missing_facts import MissingFactsByDocument, count_gaps
from tierslieu.documents.selection import document_title, select_documents
from tierslieu.i18n import messages
from tierslieu.model import GovernanceDocument, Source, Space

RULES = (identity_blanks, organisation_blanks, split_blanks, price_blanks)
#: One organisation whose SIRET is missing, beside another one that has its own.
NUMBERS = {"organisations": {"cooperative": {"stage": "existing", "siret": "73282932000074"}, "association": {"stage": "existing"}}}  # fmt: skip


def place(*papers: Source[GovernanceDocument]) -> Space:
    return comptoir(documents=papers, organisations=NUMBERS)


def missing(space: Space) -> list[Problem]:
    """The facts that ``check`` says are missing."""
    found = (finding for rule in RULES for finding in rule(space))
    return [Problem(one.code, one.values, one.file, level="blank") for one in found]


def waiting(space: Space) -> dict[str, tuple[str, ...]]:
    """The titles of what waits for each missing fact, by its key, most wanted first."""
    found = MissingFactsByDocument(space).wanted(missing(space))
    return {problem.values["key"]: titles for problem, titles in found if titles}


def test_a_fact_is_awaited_by_the_documents_that_show_its_gap_and_no_other() -> None:
    papers = (
        document("{% for one in organisations %}{{ one.siret }}{% endfor %}", slug="a", title="Les deux"),
        document("{{ services.mediation.operator.siret }}", slug="b", title="La médiation"),
        document("{{ services.coworking.operator.siret }}", slug="c", title="Le coworking"),
        document("{% if services.mediation.operator.siret %}SIRET{% endif %}", slug="d", title="Sans blanc"),
    )
    assert waiting(place(*papers))["organisations.association.siret"] == ("Les deux", "La médiation")


def test_the_same_fact_of_two_organisations_is_told_apart() -> None:
    space = comptoir(
        documents=(
            document("{{ services.coworking.operator.address }}", slug="a", title="Coopérative"),
            document("{{ services.mediation.operator.address }}", slug="b", title="Association"),
        )
    )
    found = waiting(space)
    assert found["organisations.cooperative.address"] == ("Coopérative",)
    assert found["organisations.association.address"] == ("Association",)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{{ space.address.street }}", "address.street"),
        ("{{ space.contact.phone }}", "contact.phone"),
        ("{{ prices.day }}", "grids.0.amounts.day"),
        ("{{ passes[0].amount }}", "grids.0.amounts.pass_10"),
        ("{{ passes[0].validity }}", "passes.pass_10.validity_months"),
        ("{{ publication.host }}", "publication.host"),
        ("{{ organisations[0].vat.regime }}", "organisations.cooperative.vat.regime"),
        ("{{ named(organisations[1]) }}", "organisations.association.name"),
    ],
)
def test_a_fact_of_any_file_finds_its_documents(text: str, key: str) -> None:
    space = blank(lambda: comptoir(documents=(document(text, title="Essai"),)))
    assert "Essai" in waiting(space)[key]


def test_the_most_wanted_comes_first() -> None:
    found = MissingFactsByDocument(blank(several)).wanted(missing(blank(several)))
    counts = [len(titles) for _, titles in found]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 5


def test_the_workbook_waits_for_what_the_budget_lacks() -> None:
    space = comptoir(prices={"grids": [{"from": None, "amounts": {"half_day": "9", "day": "15", "month": None, "pass_10": "80"}}]})  # fmt: skip
    assert waiting(space)["grids.0.amounts.month"] == ("Budget sur trois ans",)


def test_a_gap_of_a_text_is_listed_with_its_document() -> None:
    paper = document(
        "{{ blank('durée') }} {{ blank('durée') }} {{ blank('ville') }} {{ space.contact.phone }}", title="Bail"
    )
    space = comptoir(documents=(paper,), identity={"contact": {"phone": None}})
    told = list(missing_facts.gaps_by_hand(MissingFactsByDocument(space), missing(space)))
    assert [(one.values, one.file) for one in told] == [
        ({"title": "Bail", "count": 3, "gaps": "durée × 2, ville"}, "governance/fr/essai.md")
    ]


def test_every_gap_of_the_kit_s_documents_is_told_once() -> None:
    """As a fact that somebody waits for, or to be written by hand: nothing that a document shows is forgotten."""
    for make in (several, known, lambda: blank(several)):
        space = make()
        waits, facts = MissingFactsByDocument(space), missing(space)
        shown = {text.path for text in fill_documents(space) if count_gaps(text.text)}
        by_hand = {one.path for one, _ in waits.by_hand(facts)}
        wanted = {title for _, titles in waits.wanted(facts) for title in titles}
        paths = {document_title(space, one): one.source.path for one in select_documents(space)}
        assert shown == by_hand | {paths[title] for title in wanted if title in paths}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_listed_is_said_in_each_language(language: str) -> None:
    base = several(identity={"contact": {"phone": None}})
    space = replace(base, identity=base.identity.model_copy(update={"language": language}))
    waits, facts = MissingFactsByDocument(space), missing(space)
    for problem in (*missing_facts.with_documents(waits, facts, space), *missing_facts.gaps_by_hand(waits, facts)):
        assert "{" not in messages.text(language, problem.code, **problem.values)
        assert not re.search(r"\bfact_", messages.text(language, problem.code, **problem.values))


@pytest.mark.parametrize(("kind", "styled"), [("docx", 'w:rStyle w:val="Blank"'), ("odt", 'text:style-name="Blank"')])
def test_every_gap_is_found_by_its_style_and_by_its_words(kind: str, styled: str) -> None:
    """By its style in Word, and in any word processor by the words that all gaps begin with."""
    papers = (document("{{ blank('durée') }}, puis {{ space.contact.phone }} et {{ space.contact.email }}."),)
    space = comptoir(documents=papers, identity={"contact": {"phone": None}})
    parts = archive(build_documents(space, (kind,))[f"essai.{kind}"])
    body = parts.read("word/document.xml" if kind == "docx" else "content.xml").decode()
    styles = parts.read("word/styles.xml" if kind == "docx" else "styles.xml").decode()
    (text,) = fill_documents(space)
    words: Callable[[str], int] = re.sub(r"<[^>]+>", "", body).count
    # The block in which it is signed is absent here: the gaps are those of the text.
    assert body.count(styled) == words("[à compléter") == count_gaps(text.text) == 2
    assert 'w:styleId="Blank"' in styles if kind == "docx" else 'style:name="Blank"' in styles


def test_facts_that_are_known_are_awaited_by_nobody() -> None:
    full = merge({}, waiting(known()))
    assert not {key for key in full if key.startswith(("address", "publication", "organisations"))}
