"""Missing facts: which documents wait for which, the gaps to fill in by hand, and how each gap can be found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support.document_factories import Make, blank, complete, document, several
from support.document_text import archive
from support.factories import REMOVED, comptoir

from tierslieu.build import readable_facts
from tierslieu.build.missing_facts import wanted_facts
from tierslieu.check.missing_facts import identity_blanks, organisation_blanks, price_blanks, split_blanks
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problem
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.missing_facts import MissingFactsByDocument, count_gaps
from tierslieu.documents.selection import document_title, select_documents
from tierslieu.i18n import messages
from tierslieu.model import GovernanceDocument, Source, Space

RULES = (identity_blanks, organisation_blanks, split_blanks, price_blanks)
#: Two organisations, one of which lacks its SIRET.
NUMBERS = {"organisations": {"cooperative": {"stage": "existing", "siret": "73282932000074"}, "association": {"stage": "existing"}}}  # fmt: skip


def place(*sources: Source[GovernanceDocument]) -> Space:
    return comptoir(documents=sources, organisations=NUMBERS)


def missing(space: Space) -> list[Problem]:
    """The missing facts, according to ``check``."""
    findings = (finding for rule in RULES for finding in rule(space))
    return [Problem(finding.code, finding.values, finding.file, level="blank") for finding in findings]


def waiting(space: Space) -> dict[str, tuple[str, ...]]:
    """The titles of the documents that wait for each missing fact, by its key, most wanted first."""
    wanted = MissingFactsByDocument(space).wanted(missing(space))
    return {problem.values["key"]: titles for problem, titles in wanted if titles}


def test_a_fact_is_awaited_by_the_documents_that_show_its_gap_and_no_other() -> None:
    sources = (
        document("{% for one in organisations %}{{ one.siret }}{% endfor %}", slug="a", title="Les deux"),
        document("{{ services.mediation.operator.siret }}", slug="b", title="La médiation"),
        document("{{ services.coworking.operator.siret }}", slug="c", title="Le coworking"),
        document("{% if services.mediation.operator.siret %}SIRET{% endif %}", slug="d", title="Sans blanc"),
    )
    assert waiting(place(*sources))["organisations.association.siret"] == ("Les deux", "La médiation")


#: Nobody has agreed on the shares, the solidarity percent or the validity of the pass.
UNDECIDED = {
    "common_costs": {"shares": {"cooperative": REMOVED, "association": REMOVED}},
    "solidarity": {"percent": None},
}


def test_a_gap_shows_what_the_kit_proposes_and_is_still_a_gap() -> None:
    text = (
        "{% if common_costs %}{% for part in common_costs %}{{ part.percent }} {% endfor %}{% endif %}{{ common_costs_key }} "
        "{{ solidarity }} {{ passes[0].validity }} {{ passes[0].golden_ticket.validity }} "
        "{% if solidarity or passes[0].validity %}agreed{% endif %}{{ blank('préavis', 'un mois') }}"
    )
    space = comptoir(documents=(document(text, slug="a", title="Convention"),), organisations=UNDECIDED)
    (filled,) = fill_documents(space)
    plain = filled.text.replace("\u00a0", " ").replace("\\", "")
    for proposed in ("60 %", "40 %", "10 %", "12 mois", "un mois"):
        assert f"[proposé : {proposed}, à valider]]{{.blank}}" in plain, plain
    assert "convenues" not in plain and "agreed" not in plain
    keys = ("common_costs.shares", "solidarity.percent", "passes.pass_10.validity_months")
    assert [waiting(space)[key][0] for key in keys] == ["Convention"] * 3
    ((_, by_hand),) = MissingFactsByDocument(space).by_hand(missing(space))
    assert by_hand == {"préavis": 1}


def test_the_same_fact_of_two_organisations_counts_for_each() -> None:
    space = comptoir(
        documents=(
            document("{{ services.coworking.operator.address }}", slug="a", title="Coopérative"),
            document("{{ services.mediation.operator.address }}", slug="b", title="Association"),
        )
    )
    titles = waiting(space)
    assert titles["organisations.cooperative.address"] == ("Coopérative",)
    assert titles["organisations.association.address"] == ("Association",)


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
def test_a_fact_of_any_file_is_traced_to_its_documents(text: str, key: str) -> None:
    space = blank(lambda: comptoir(documents=(document(text, title="Essai"),)))
    assert "Essai" in waiting(space)[key]


@pytest.mark.long
def test_the_most_wanted_comes_first() -> None:
    wanted = MissingFactsByDocument(blank(several)).wanted(missing(blank(several)))
    counts = [len(titles) for _, titles in wanted]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 5


def test_the_workbook_waits_for_what_the_budget_lacks() -> None:
    space = comptoir(prices={"grids": [{"from": None, "amounts": {"half_day": "9", "day": "15", "month": None, "pass_10": "80"}}]})  # fmt: skip
    assert waiting(space)["grids.0.amounts.month"] == ("Budget sur trois ans",)


def test_a_gap_of_a_text_is_listed_with_its_document() -> None:
    source = document(
        "{{ blank('durée') }} {{ blank('durée') }} {{ blank('ville') }} {{ space.contact.phone }}", title="Bail"
    )
    space = comptoir(documents=(source,), identity={"contact": {"phone": None}})
    problems = list(readable_facts.gaps_by_hand(MissingFactsByDocument(space), missing(space)))
    assert [(problem.values, problem.file) for problem in problems] == [
        ({"title": "Bail", "count": 3, "gaps": "durée × 2, ville"}, "governance/fr/essai.md")
    ]


@pytest.mark.long
def test_every_document_with_gaps_is_listed() -> None:
    """Under a fact that it waits for, or among those to be filled in by hand."""
    makes: tuple[Make, ...] = (several, complete, lambda: blank(several))
    for make in makes:
        space = make()
        waits, facts = MissingFactsByDocument(space), missing(space)
        shown = {document.path for document in fill_documents(space) if count_gaps(document.text)}
        by_hand = {document.path for document, _ in waits.by_hand(facts)}
        wanted = {title for _, titles in waits.wanted(facts) for title in titles}
        paths = {document_title(space, instance): instance.source.path for instance in select_documents(space)}
        assert shown == by_hand | {paths[title] for title in wanted if title in paths}


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "en"])
def test_lists_are_written_in_each_language(language: str) -> None:
    base = several(identity={"contact": {"phone": None}})
    space = replace(base, identity=base.identity.model_copy(update={"language": language}))
    waits, facts = MissingFactsByDocument(space), missing(space)
    wanted = wanted_facts(space, facts, (), waits)
    for problem in (
        *readable_facts.with_waiting(wanted, space, Console(space.root).text, named=2),
        *readable_facts.gaps_by_hand(waits, facts),
    ):
        assert "{" not in messages.text(language, problem.code, **problem.values)
        assert not re.search(r"\bfact_", messages.text(language, problem.code, **problem.values))


@pytest.mark.parametrize(("kind", "styled"), [("docx", 'w:rStyle w:val="Blank"'), ("odt", 'text:style-name="Blank"')])
def test_every_gap_can_be_found_by_its_style_and_by_its_words(kind: str, styled: str) -> None:
    """By its style in Word, and in any word processor by the words that all gaps begin with."""
    sources = (document("{{ blank('durée') }}, puis {{ space.contact.phone }} et {{ space.contact.email }}."),)
    space = comptoir(documents=sources, identity={"contact": {"phone": None}})
    parts = archive(build_documents(space, (kind,))[f"essai.{kind}"])
    body = parts.read("word/document.xml" if kind == "docx" else "content.xml").decode()
    styles = parts.read("word/styles.xml" if kind == "docx" else "styles.xml").decode()
    (text,) = fill_documents(space)
    words = re.sub(r"<[^>]+>", "", body)
    # Nobody signs this document: its gaps are those of its body.
    assert body.count(styled) == words.count("[à compléter") == count_gaps(text.text) == 2
    assert 'w:styleId="Blank"' in styles if kind == "docx" else 'style:name="Blank"' in styles


@pytest.mark.long
def test_no_document_waits_for_a_known_fact() -> None:
    assert not {key for key in waiting(complete()) if key.startswith(("address", "publication", "organisations"))}
