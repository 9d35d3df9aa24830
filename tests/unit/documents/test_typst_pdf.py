"""The pages of a document in PDF."""

from __future__ import annotations

import re

import pytest
from support.document_text import pdf_pages
from support.paths import TEMPLATE

from tierslieu.documents.theme import DocumentTheme
from tierslieu.documents.typst_pdf import typeset

LONG = "Convention d’occupation temporaire et précaire des locaux mis à disposition par la commune d’exemple"


def second_page(title: str, place: str) -> str:
    theme = DocumentTheme(TEMPLATE)
    inputs = {"title": title, "place": place, "language": "fr", "page": "Page {page} sur {total}"}
    pdf = typeset(f"{theme.text('document.typ')}\nUn.\n#pagebreak()\nDeux.", inputs, theme, "a.md")
    return " ".join(pdf_pages(pdf)[1].split("Deux.")[0].split())


def test_the_head_of_a_page_has_the_place_and_the_title() -> None:
    assert second_page("Charte", "Comptoir d’exemple") == "Comptoir d’exemple Charte"


@pytest.mark.parametrize(
    ("title", "place"), [(LONG, "Comptoir"), ("Charte", LONG), (LONG, LONG), ("X" * 200, "Comptoir")]
)
def test_a_name_too_long_for_its_line_is_cut_at_its_end(title: str, place: str) -> None:
    shown = second_page(title, place)
    for name in (title, place):
        whole = re.escape(name)
        begun = f"{re.escape(name[:25])}.*…"
        assert re.search(whole if len(name) < 25 else begun, shown), shown
        assert len(name) < 25 or name not in shown
