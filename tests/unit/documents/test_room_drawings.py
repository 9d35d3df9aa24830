"""The rooms of a place in a document: each is drawn and named, also in words."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from support.document_factories import document, governance
from support.document_text import pdf_text, spaced
from support.factories import comptoir
from support.pdf_accessibility import accessibility_faults

from tierslieu.documents import room_drawings
from tierslieu.documents.build import build_documents
from tierslieu.facts.formatter import FactFormatter
from tierslieu.model import Space

HOSTILE = 'L’<b>é</b> & "d" \\ ]x['


def place(*names: str) -> Space:
    areas: list[dict[str, Any]] = [{"key": f"a{number}", "name": name} for number, name in enumerate(names)]
    return comptoir(identity={"areas": areas})


def drawn(space: Space) -> tuple[str, list[str]]:
    """The text alternative of the picture, and the texts in it."""
    picture = room_drawings.rooms(FactFormatter(space, "fr", document=True))
    match = re.fullmatch(r"!\[(.*)\]\(data:image/svg\+xml;base64,(.*)\)", picture)
    assert match
    texts = [
        node.text or "" for node in ElementTree.fromstring(b64decode(match[2])).iter() if node.tag.endswith("text")
    ]
    return re.sub(r"\\(.)", r"\1", match[1]), texts


def test_the_first_rooms_are_drawn_and_named() -> None:
    names = [f"Salle {number}" for number in range(8)]
    alternative, texts = drawn(place(*names))
    assert texts == names[:6]
    assert alternative.endswith("Salle 0, Salle 1, Salle 2, Salle 3, Salle 4, Salle 5.")
    assert drawn(place(HOSTILE))[1] == [HOSTILE]
    alternative, (shown,) = drawn(place(long := "Salle " + "très " * 60 + "longue"))
    assert alternative.endswith(f"{long}.") and len(shown) < 60 and shown.endswith("…")


def test_a_place_that_has_told_no_room_has_no_drawing() -> None:
    assert not room_drawings.rooms(FactFormatter(place(), "fr", document=True))


@pytest.mark.long
def test_the_booklet_shows_them() -> None:
    space = replace(place("Le fournil", HOSTILE), documents=governance())
    pdf = build_documents(space, ("pdf",), ("livret-d-accueil",))["livret-d-accueil.pdf"]
    assert accessibility_faults(pdf) == []
    assert spaced(pdf_text(pdf)).count("Le fournil") == 2


@pytest.mark.long
def test_a_drawing_stands_beside_the_text_and_moves_nothing() -> None:
    text = "## Vivre ensemble\n\n{}" + "- Une règle du lieu, avec ses mots.\n" * 12
    plain, drawn_beside = (
        build_documents(
            replace(comptoir(), documents=(document(text.format(what), slug="essai"),)), ("pdf",), ("essai",)
        )
        for what in ("", '{{ side_drawing("door") }}\n\n')
    )
    assert spaced(pdf_text(drawn_beside["essai.pdf"])) == spaced(pdf_text(plain["essai.pdf"]))
    assert accessibility_faults(drawn_beside["essai.pdf"]) == []
