"""Blank templates keep how a place is organised and none of its names and numbers."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from support.document_factories import complete, document
from support.document_text import text_of
from support.factories import comptoir
from unit.site.test_site import contents

from tierslieu.documents.build import build_documents
from tierslieu.model import Space
from tierslieu.site.build import build_site

pytestmark = pytest.mark.long

BODY = """
{{ space.name }} : {{ space.address.city }}, {{ space.contact.email }}

{% for organisation in organisations %}
- {{ named(organisation) }}, {{ organisation.legal_form }}, {{ organisation.siret }}, {{ organisation.address }}
{% endfor %}

La part est de {{ solidarity }}.
"""
PATHS = [f"modeles/essai.{kind}" for kind in ("docx", "odt")]


def place(**meta: Any) -> Space:
    return comptoir(documents=(document(BODY, **{"blank_template": "oui", "visibility": "members"} | meta),))


def own_words(space: Space) -> set[str]:
    """The names, addresses and numbers of the place and of its organisations."""
    identity = space.identity
    words = {identity.name, identity.address.city, identity.address.street, identity.contact.email, identity.territory}
    for organisation in space.organisations.organisations.values():
        words |= {organisation.name, organisation.siret, organisation.rna, organisation.address}
        words |= {organisation.representative, organisation.vat.number}
    return {word for word in words if word}


@pytest.mark.parametrize("path", PATHS)
def test_a_template_has_blanks_for_names_and_keeps_the_organisation(path: str) -> None:
    space = place()
    text = text_of(path, build_documents(space, ("docx", "odt"))[path])
    assert [word for word in own_words(space) if word in text] == []
    assert "[à compléter : nom du lieu]" in text and "[à compléter : nom de l’organisation]" in text
    assert "10 %" in text and "Association" in text


def test_only_marked_documents_have_one_and_each_source_has_one() -> None:
    assert not [path for path in build_documents(place(blank_template="non"), ("docx",)) if path.startswith("modeles/")]
    built = build_documents(place(per="organisation"), ("docx",))
    assert [path for path in built if path.startswith("modeles/")] == ["modeles/essai.docx"]


def test_the_kit_gives_statutes_the_agreement_and_the_matrix_without_the_names_of_the_place() -> None:
    space = complete()
    files = build_documents(space, ("docx",), ("modeles",))
    assert {"modeles/convention-entre-organisations.docx", "modeles/matrice-des-responsabilites.docx"} < files.keys()
    assert [path for path in files if path.startswith("modeles/statuts-")]
    own = own_words(space)
    for path, data in files.items():
        text = text_of(path, data)
        assert {word for word in own if word in text} == set(), path


def test_the_site_offers_the_templates_of_documents_that_it_does_not_publish() -> None:
    space = dataclasses.replace(place(), pages=contents("fr")["pages"])
    documents = dict.fromkeys([*PATHS, "essai.pdf", "essai.docx"], b"x" * 2000)
    files = build_site(space, documents)
    page = files["essaimer/index.html"].decode()
    assert {path for path in files if path.startswith("documents/")} == {f"documents/{path}" for path in PATHS}
    assert all(f"documents/{path}" in page for path in PATHS)
