"""What waits for a missing fact: pages, open formats and documents, what the public sees before the rest."""

from __future__ import annotations

from support.document_factories import blank, document
from support.factories import comptoir

from tierslieu.build.dry_run import rendering_problems
from tierslieu.build.missing_facts import WantedFact, wanted_facts
from tierslieu.build.undecided import undecided
from tierslieu.check.missing_facts import identity_blanks, organisation_blanks
from tierslieu.core.problems import Problem
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.missing_facts import MissingFactsByDocument
from tierslieu.facts.blank_reads import PageBlanks
from tierslieu.model import Page, Source, Space


def page(key: str, body: str) -> Source[Page]:
    meta = Page.model_validate({"key": key, "title": key.capitalize(), "description": "Phrase.", "layout": "page"})
    return Source(f"content/fr/pages/{key}.md", "fr", key, meta, body, 6)


def wanted(space: Space) -> dict[str, WantedFact]:
    """The missing facts by key, in their order."""
    pages: list[PageBlanks] = []
    assert not list(rendering_problems(space, pages))
    findings = [finding for rule in (identity_blanks, organisation_blanks) for finding in rule(space)]
    problems = [Problem(finding.code, finding.values, finding.file, level="blank") for finding in findings]
    facts = wanted_facts(space, problems, pages, MissingFactsByDocument(space))
    return {fact.problem.values["key"]: fact for fact in facts}


def new_place() -> Space:
    return blank(
        lambda: comptoir(
            pages=(
                page("home", "Bienvenue."),
                page("siret", "{% if services.mediation.operator.siret %}SIRET{% endif %}"),
                page("host", "{{ publication.host }}"),
            ),
            documents=(document("{{ publication.director }} {{ publication.host }}", title="Bail"),),
        )
    )


def test_a_page_waits_for_what_its_text_asks_even_in_a_condition() -> None:
    facts = wanted(new_place())
    assert facts["organisations.association.siret"].pages == ("Siret",)
    assert facts["organisations.cooperative.siret"].pages == ()
    assert facts["publication.host"].pages == ("Host",)
    assert facts["publication.host"].documents == facts["publication.director"].documents == ("Bail",)


def test_every_page_waits_for_what_the_theme_shows_on_all() -> None:
    """A component is rendered once for several pages, and counts for each."""
    assert {"Home", "Siret", "Host"} <= set(wanted(new_place())["contact.phone"].pages)


def test_an_open_format_waits_for_the_facts_that_its_standard_requires() -> None:
    facts = wanted(new_place())
    assert facts["address.latitude"].formats == facts["address.longitude"].formats
    assert len(facts["address.latitude"].formats) == 1


def test_what_the_public_sees_comes_before_what_documents_alone_show() -> None:
    order = list(wanted(new_place()))
    assert order.index("contact.phone") < order.index("publication.host") < order.index("publication.director")
    assert order.index("publication.director") < order.index("organisations.cooperative.siret")


def test_a_fact_of_the_whole_place_is_known_by_its_name() -> None:
    space = comptoir(
        organisations={"governance_model": None, "organisations": {"association": {"legal_form": None}}},
        pages=(page("home", "{{ model.label }}"),),
        documents=(document("{{ model.label }}", title="Charte"),),
    )
    fact = wanted(space)["governance_model"]
    assert (fact.pages[0], fact.documents) == ("Home", ("Charte",))


def test_no_model_is_wanted_where_the_legal_forms_tell_who_runs_the_place() -> None:
    space = comptoir(organisations={"governance_model": None}, documents=(document("[{{ model.label }}]"),))
    assert "governance_model" not in wanted(space)
    assert [problem for problem in undecided(space) if problem.code == "undecided.model"] == []
    assert "[]" in fill_documents(space)[0].text
