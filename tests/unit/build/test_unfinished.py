"""What is unfinished in a place that is about to be published."""

from __future__ import annotations

from dataclasses import replace

from support.document_factories import document
from support.factories import comptoir

from tierslieu.build.unfinished import unfinished
from tierslieu.core.problems import Problem


def test_missing_facts_examples_and_public_documents_with_gaps_are_named() -> None:
    space = comptoir(organisations={"solidarity": {"percent": None}})
    sources = {"publique": "public", "interne": "internal"}
    documents = tuple(
        document("{{ blank('tampon') }}", slug=slug, title=slug, visibility=visibility)
        for slug, visibility in sources.items()
    )
    problems = [
        Problem("blank.fact", {"label": "fact_siret", "key": "organisations.cooperative.siret"}, level="blank"),
        Problem("blank.example", {"title": "Une soirée"}, level="blank"),
        Problem("hours.word"),
    ]
    found = unfinished(replace(space, documents=documents), problems)
    assert (found.facts, found.examples) == (("SIRET",), ("Une soirée",))
    assert [title for title, _ in found.documents] == ["publique"]
    assert found.proposals == unfinished(space, []).proposals != ()
