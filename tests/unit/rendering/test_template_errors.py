"""What is wrong between the braces of a text is said without the words of Jinja, with the name that was meant."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n import messages
from tierslieu.rendering import markdown

FACTS: dict[str, Any] = {
    "prices": {"half_day": "9 €", "day": "15 €", "month": "280 €"},
    "space": {"contact": {"phone": "04"}},
}


def fault(text: str) -> Problem:
    with pytest.raises(Problems) as raised:
        markdown.fill(text, FACTS, "content/fr/pages/a.md", 5)
    (problem,) = raised.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("{{ prices.jour }}", "placeholder.unknown", ["« prices.jour » n’existe pas", "prices.day, prices.half_day"]),
        ("{{ prices.dya }}", "placeholder.unknown", ["« prices.dya »", "Vouliez-vous dire : prices.day ?"]),
        ("{{ price.day }}", "placeholder.unknown", ["« price »", "Vouliez-vous dire : prices ?"]),
        ("{{ space.contact.phones }}", "placeholder.unknown", ["Vouliez-vous dire : space.contact.phone ?"]),
        ("{{ zzz.du.tout }}", "placeholder.unknown", ["« zzz »", "prices, space"]),
        ("{{ prices.day.rien }}", "placeholder.unknown", ["rien"]),
        ("{% if prices.jour %}x{% endif %}", "placeholder.unknown", ["« prices.jour »"]),
        ("{% si prices.day %}", "placeholder.tag", ["« si »", "{% if … %}"]),
        ("{% if prices.day %}x", "placeholder.unclosed", ["« endif »", "écrivez {% endif %}"]),
        ("{% for p in prices %}x", "placeholder.unclosed", ["« endfor »"]),
        ("{{ prices.day | euros }}", "placeholder.filter", ["« euros »"]),
        ("{{ prix.journée’ }}", "placeholder.sign", ["’"]),
        ("{{ prices.day }", "placeholder.syntax", ["{{ prices.day }}"]),
        ("{{ prices.day", "placeholder.syntax", ["{{ prices.day }}"]),
        ("{{ prices day }}", "placeholder.syntax", ["{{ prices.day }}"]),
        ("{{ }}", "placeholder.syntax", ["{{ prices.day }}"]),
        ("{# x", "placeholder.syntax", ["{{ prices.day }}"]),
        ("{{ prices.day + 1 }}", "placeholder.error", ["sans calcul"]),
        ("{{ 1 / 0 }}", "placeholder.error", ["sans calcul"]),
        ("{{ prices.day.__class__.__mro__ }}", "placeholder.error", ["sans calcul"]),
        ("{{ prices.day() }}", "placeholder.error", ["sans calcul"]),
    ],
)  # fmt: skip
def test_a_fault_is_in_french_with_its_line_and_the_name_meant(text: str, code: str, words: list[str]) -> None:
    problem = fault(f"Une ligne.\n\n{text}\n")
    assert (problem.code, problem.file) == (code, "content/fr/pages/a.md")
    assert problem.line is not None and problem.line >= 7
    said = f"{messages.text('fr', code, **problem.values)} {messages.remedy('fr', code, **problem.values)}"
    said = said.replace("\u00a0", " ")
    assert [word for word in words if word not in said] == []
    assert not re.search(r"\b(is|has no|undefined|object|expected|unexpected|unknown|the|attribute)\b", said)


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("a\n{% if prices.day %}\nb\n{% if prices.day %}c{% endif %}\nd\n", "if", 6),
        ("{%- if prices.day %}\n{% for p in prices %}\n{% endif %}\n", "for", 6),
        ("{% for p in prices %}\n{% if p %}\nx\n{% endfor %}\n", "if", 6),
    ],
)
def test_a_tag_that_is_not_closed_is_shown_where_it_is_opened(text: str, name: str, line: int) -> None:
    problem = fault(text)
    assert (problem.code, problem.values["name"], problem.line) == ("placeholder.unclosed", name, line)


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("![Une table](images/Photo accueil (1).JPG)", "images/Photo%20accueil%20(1).JPG"),
        ('![Une table](images/IMG (2).jpg "Le titre")', "images/IMG%20(2).jpg"),
        ("[![Une table](images/la table.png)](/contact/)", "images/la%20table.png"),
        ("![Une table](<images/la table.png>)", "images/la%20table.png"),
        ("![Une table](images/table.png) (et un mot (b.jpg))", "images/table.png"),
    ],
)
def test_an_image_is_named_as_a_phone_names_its_file(image: str, address: str) -> None:
    assert f'<img src="{address}" alt="Une table"' in markdown.to_html(markdown.with_file_names(image))


@pytest.mark.parametrize("label", ["{#objet}", "{#objet .unnumbered}", "{ #objet }", "{# objet #}{#objet}"])
def test_a_label_of_a_heading_is_no_comment(label: str) -> None:
    text = f"## Article #. Objet {label}\n\nLe texte.\n{{# une note #}}\nLa suite.\n"
    filled = markdown.fill(text, FACTS, "a.md")
    assert 'id="objet"' in markdown.to_html(filled)
    assert "Le texte." in filled and "La suite." in filled and "note" not in filled


def test_a_comment_after_a_heading_stays_a_comment() -> None:
    assert markdown.fill("## Objet {#note}\n{{ prices.day }} #}", FACTS, "a.md") == "## Objet { #note }\n15 € #}"
    assert markdown.fill("## Objet {# une note } #} x\n", FACTS, "a.md") == "## Objet  x\n"


def test_a_fault_of_the_engine_is_not_taken_for_one_of_the_text() -> None:
    def broken() -> str:
        raise Problems([Problem("link.page", {"page": "x", "closest": "y"})])

    with pytest.raises(Problems) as raised:
        markdown.fill("{{ url() }}", {"url": broken}, "a.md")
    assert [problem.code for problem in raised.value.problems] == ["link.page"]
