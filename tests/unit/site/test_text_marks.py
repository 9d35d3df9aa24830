"""What does not break in the text of a page, and how what is not known yet is marked in it."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup
from unit.site.test_site import Reading, space

from tierslieu.site.pages_build import build_pages
from tierslieu.site.text_marks import marked_gaps, with_whole_names

NUMBER = '<span class="law-number">n°\u00a078-17</span>'


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("<p>loi n°\u00a078-17 du</p>", f"<p>loi {NUMBER} du</p>"),
        ("law no. 78-17", 'law <span class="law-number">no. 78-17</span>'),
        ('<img alt="loi n°\u00a078-17">', '<img alt="loi n°\u00a078-17">'),
        ("2026-12-01, volcano. 1-2", "2026-12-01, volcano. 1-2"),
        (
            '<a href="mailto:a@b-c.org">a@b-c.org</a>',
            '<a href="mailto:a@b-c.org"><bdi>a@</bdi><bdi>b-c.org</bdi></a>',
        ),
        ('<a href="mailto:a@b.org">écrivez-nous</a>', '<a href="mailto:a@b.org">écrivez-nous</a>'),
    ],
)
def test_law_numbers_stay_whole_and_addresses_break_behind_their_sign(typed: str, whole: str) -> None:
    assert with_whole_names(Markup(typed)) == whole


def test_only_the_missing_words_of_a_text_are_marked() -> None:
    marked = marked_gaps("à préciser", Markup('<p title="à préciser">SCIC, à préciser, à capital variable</p>'))
    assert marked == '<p title="à préciser">SCIC, <span class="gap">à préciser</span>, à capital variable</p>'


@pytest.mark.long
def test_the_pages_that_the_law_asks_for_answer_in_their_heads_and_mark_every_gap() -> None:
    contact = {"email": "bonjour@le-lieu.example.org", "phone": "04 77 00 00 00"}
    pages = build_pages(space(identity={"contact": contact}))
    answers = {"mentions-legales": "Éditeur", "confidentialite": "Cookies Aucun", "accessibilite": "Non conforme"}
    for name, answer in answers.items():
        html = pages[f"{name}/index.html"].decode().replace("\u00a0", " ")
        head, _, body = html.partition("</h1>")[2].partition("</header>")
        assert answer in Reading(head.encode()).text and 'class="masthead tint-sun"' in html
        assert head.count("<li>") == 3 and "<ul>" not in body.partition("<h2")[0]
        text = body.partition("</main>")[0]
        assert "à préciser" not in re.sub('<span class="gap">à préciser</span>', "", head + text)
        # Whoever is to be told is one touch away.
        assert ">04 77 00 00 00</a>" in html if name != "confidentialite" else "<bdi>bonjour@</bdi>" in head
