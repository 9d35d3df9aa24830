"""The library of documents: each one reads well whatever is known, and holds no figure but those of the law."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial

import pytest
from support.document_factories import (
    Document,
    Make,
    blank,
    document,
    governance,
    governed,
    known,
    known_single,
    several,
    shown,
    single,
    without_services,
)
from support.document_text import spaced, text_of
from support.factories import vocabulary
from support.generated_places import TERRITORIES, territory_answers
from support.paths import TEMPLATE

from tierslieu.documents import FORMATS
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import FilledDocument, fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space
from tierslieu.rendering import markdown

#: A space by what is known of it.
PLACES: dict[str, Make] = {
    "several": several,
    "several, nothing known": lambda: blank(several),
    "several, everything known": known,
    "several, no service": lambda: without_services(several),
    "several, in English": lambda: known(language="en"),
    "single": single,
    "single, nothing known": lambda: blank(single),
    "single, everything known": known_single,
    "single, no service": lambda: without_services(single),
}
for name, form in vocabulary().legal_forms.items():
    PLACES[f"{name}, nothing known"] = partial(governed, "association", name)
    # A variant already exists, the form that it extends is to create: both are told differently.
    PLACES[f"{name}, known"] = partial(
        governed,
        "association",
        name,
        name="Organisation d’exemple",
        stage="existing" if form.extends else "to_create",
        address="1 rue de l’Exemple",
    )

#: What no line may show, by what it would mean, with an example.
FAULTS = {
    "a value of Python": (r"\b(?:None|True|False|Undefined)\b|Decimal\(|\[\]|<[a-z]+\.|\{\}", "SIRET\u00a0: None"),
    "an unfilled brace": (r"\{\{|\}\}|\{%|%\}|\{#", "Vu {{ space.name }}"),
    "nothing between brackets": (r"\(\s*\)|«\s*»|“\s*”", "L’association (\u00a0) gère"),
    "punctuation twice": (
        r",\s*,|;\s*;|:\s*[:;,.](?![.\d])|,\s*[.;]|;\s*\.|(?<!\.)\.\.(?!\.)|\(\s*[,;:.]",
        "représentée par\u00a0: ; ci-après",
    ),
    "a space before a comma or a full stop": (r"[ \u00a0\u202f],| \.(?![.\d])| \)|\( ", "le lieu , ouvert"),
    "two spaces": (r"\S[ \u00a0\u202f]{2,}(?=[^|\s])", "le lieu  ouvert"),
    "no space before high punctuation": (r"[^\s\u00a0\u202f][;!?](?=\s|$)|\w:(?=\s|$)", "le lieu; ouvert"),
    "an article twice": (r"\b(?:la|le|les) (?:la|les|l’)\b|\bl’l’", "dans les l’association"),
    "an article not elided": (
        r"\b(?:la|le|de|que|ne|se) (?:association|organisation|activité|article)\b",
        "la association",
    ),
}


def faults(text: str) -> Iterator[str]:
    """What no line of a filled text may show, with the words around it; lines that only mark a block are skipped."""
    for line in text.split("\n"):
        for name, (pattern, _) in FAULTS.items():
            found = None if line.startswith(":::") else re.search(pattern, line)
            if found:
                yield f"{name}: {line[max(0, found.start() - 60) : found.end() + 40]}"


def holes(text: str) -> Iterator[str]:
    """Headings, sections, points and tables of a filled text that hold nothing."""
    lines = [line for line in text.split("\n") if line.strip()]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        heading, next_heading = (re.match(r"(#+) ", one) for one in (line, after))
        if re.fullmatch(r"#+\s*(?:Article #\.)?\s*(?:\{.*\})?", line):
            yield f"an empty heading: {line}"
        if heading and (not after or (next_heading and len(next_heading[1]) <= len(heading[1]))):
            yield f"a section without text: {line}"
        if re.fullmatch(r"\s*(?:[-*]|[0-9]+\.)\s*[;.]?", line):
            yield f"an empty point, before: {after}"
        if re.fullmatch(r"\|(?:\s*:?-+:?\s*\|)+", line) and not after.startswith("|"):
            yield f"a table without rows, before: {after}"


def filled(space: Space) -> list[tuple[Document, FilledDocument]]:
    """Each text of a space with the file that it comes from."""
    sources = {one.slug: one.source for one in select_documents(space)}
    return [(sources[text.slug], text) for text in fill_documents(space)]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_seen(fault: str) -> None:
    assert [one.split(":")[0] for one in faults(FAULTS[fault][1])] == [fault]


def test_a_hole_would_be_seen() -> None:
    text = "## {#un}\n\n## Deux\n\n### Trois\n\n- \n- a\n\n| A | B |\n| - | - |\n\n### Quatre\n\n## Cinq\n"
    assert [one.split(":")[0].split(",")[0] for one in holes(text)] == [
        "an empty heading", "a section without text", "an empty point", "a table without rows",
        "a section without text", "a section without text",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_every_document_reads_well(name: str) -> None:
    found = []
    for source, text in filled(PLACES[name]()):
        told = shown(text.text)
        found += [f"{text.path}: {one}" for one in (*faults(told), *holes(told), *faults(text.title))]
        # Rows to fill by hand are written as such in the file: no other may be empty.
        empty = re.findall(r"(?m)^\|(?: *\|)+$", text.text)
        found += [f"{text.path}: an empty row: {row}" for row in empty if row not in source.body]
    assert found == []


@pytest.mark.parametrize("name", PLACES)
def test_no_law_is_told_twice(name: str) -> None:
    """The laws of a document and those of the forms that sign it make one list."""
    found = []
    for _, text in filled(PLACES[name]()):
        laws = [spaced(law).lower() for law in text.text.split("::: laws")[1].split("\n") if law.startswith("- ")]
        found += [(text.slug, law) for law in laws if sum(law in other for other in laws) > 1]
    assert found == []


#: A word that changes before some names (« d’ », « qu’ », « du »), then a name that nobody knows when the text is written.
JOINED = re.compile(
    r"\b(?:de|que|le|la|du|au)\s(?:\*\*)?\{\{ *(?:named\(|space\.(?:name|parent)\b|[a-z_.]+\.(?:called|name)\b)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", ["la sécurité de {{ space.name }}", "ce que **{{ named(organisation) }}** gère"])
def test_a_word_that_should_change_would_be_seen(text: str) -> None:
    assert JOINED.search(text)


def test_no_name_follows_a_word_that_should_change() -> None:
    """« La sécurité de Usine » : a name is told after a colon, a comma or « le lieu » instead."""
    texts = {one.path: one.body for one in governance()}
    texts |= {
        str(path): path.read_text(encoding="utf-8") for path in sorted((TEMPLATE / "content" / "fr").rglob("*.md"))
    }
    assert [(path, found[0]) for path, text in texts.items() for found in JOINED.finditer(text)] == []


def test_every_document_of_the_library_is_read() -> None:
    """Each file is built in one of the places above, and only those of one legal form or agreement not in all of them."""
    read = {one.source.path for make in PLACES.values() for one in select_documents(make())}
    assert {one.path for one in governance()} - read == set()


# --- Figures and names ---

AMOUNT = re.compile(r"\d[\d\u00a0\u202f ]*(?:,\d+)?[\s\u00a0\u202f]*(?:€|%|‰|euros?\b|pour cent\b)")
_NUMBERS = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille"
SPELT = re.compile(rf"\b(?:{_NUMBERS})[\w-]* (?:euros?|pour cent|pour mille)\b")
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
#: The figures of the law, by the law that the same article of the document must name.
LEGAL = {
    "153 000 €": r"L\. 612-4",  # public subsidies of a year above which an association has its accounts certified
    "23 000 €": r"n° 2000-321",  # yearly subsidy above which an agreement is written
    "40 €": r"D\. 441-5",  # lump sum for the recovery of an invoice
    "5 000 €": r"R\. 8222-1",  # service above which the certificate of vigilance is asked for
    "300 000 €": r"2023/2831",  # de minimis aid in three years
    "750 000 €": r"2023/2832",  # the same, for a service of general economic interest
    "20 %": r"L\. 1111-10",  # least part of public funding by the authority that leads the works
    "18 500 €": r"n° 47-1775, article 27",  # least capital of a cooperative that is a SA
    "10 %": r"19 octies",  # least votes of a college of a SCIC
    "15 %": r"n° 47-1775, article 16|n° 78-763, article 32",  # surpluses to the legal reserve
    "25 %": r"n° 78-763, article 32",  # surpluses to those who work in a SCOP
    "35 %": r"n° 47-1775, article 3 bis",  # most votes of outside associates
    "49 %": r"n° 47-1775, article 3 bis",  # the same, with cooperatives among them
    "50 %": r"19 septies|19 octies|article 19 nonies|n° 2019-768",  # SCIC: capital, college, reserves; criteria of RGAA
    "51 %": r"n° 78-763",  # least capital of those who work in a SCOP
    "57,5 %": r"article 19 nonies",  # what a SCIC puts in reserves
    "65 %": r"n° 78-763",  # least votes of those who work in a SCOP
}
#: Those whose source is not a law, or stands elsewhere in the document: why they may stay.
ALLOWED = {
    ("statuts-scic", "18 500 €"): "note to the reader, on the source itself; the article on capital names the law",
    ("statuts-scop", "30 €"): "official page on SCOPs, named beside; the article was not read",
    ("statuts-scop", "15 €"): "official page on SCOPs, named beside; the article was not read",
}


def figures(source: Document) -> Iterator[tuple[str, str]]:
    """Every amount and percentage that is written in a document, with the article around it."""
    for article in re.split("(?m)^(?=#)", PLACEHOLDER.sub("", source.body)):
        for pattern in (AMOUNT, SPELT):
            for found in pattern.finditer(article):
                yield spaced(found[0]), spaced(article)


def is_legal(figure: str, article: str) -> bool:
    return figure in LEGAL and re.search(LEGAL[figure], article) is not None


def test_figures_come_from_data_or_from_a_law_that_is_named() -> None:
    wrong = {(one.slug, figure) for one in governance() for figure, text in figures(one) if not is_legal(figure, text)}
    assert wrong == set(ALLOWED)


def test_no_figure_of_the_law_is_kept_for_nothing() -> None:
    written = {(one.slug, figure) for one in governance() for figure, _ in figures(one)}
    assert {figure for _, figure in written - ALLOWED.keys()} == LEGAL.keys()


@pytest.mark.parametrize("text", ["La journée coûte 15 €.", "soit 9,50 euros", "60 % des frais", "vingt-trois euros"])
def test_a_figure_of_a_place_would_be_seen(text: str) -> None:
    (found,) = figures(document(f"{{{{ prices.day }}}}\n\n{text}\n"))
    assert not is_legal(*found)


def test_no_document_names_a_place_or_an_organisation() -> None:
    asked = ("space_name", "coworking_operator", "mediation_operator", "support_operator")
    named = {territory_answers(path).get(name) for path in TERRITORIES for name in asked} - {"", None}
    assert "Openscop" in named
    assert [(one.slug, name) for one in governance() for name in named if name in one.body] == []


# --- As typed ---

HOSTILE = 'L’<b>É</b> | *un* _deux_ $x$ #let `c` "d" \\ {{ 7*7 }} {% raw %} [e](f) ~g~ @h &amp; = / 漢'


def hostile() -> Space:
    """A place in which every name means something to Markdown, HTML, Jinja, Typst or LaTeX."""
    people = {"name": HOSTILE, "representative": HOSTILE, "role": HOSTILE, "address": HOSTILE}
    both = {"organisations": {"cooperative": people, "association": people}}
    agreements = {"aide": {"kind": "grant", "organisation": "association", "object": HOSTILE, "other": people}}
    place = {"name": HOSTILE, "territory": HOSTILE, "address": {"street": HOSTILE, "city": HOSTILE}}
    return several(identity=place, organisations=both | {"agreements": agreements})


def test_names_are_typed_in_every_document() -> None:
    """What CommonMark makes of each text shows the names, and none of their signs does anything."""
    for source, text in filled(hostile()):
        told = shown(text.text).replace(HOSTILE, "")
        read = spaced(html.unescape(re.sub("<[^>]*>", "", markdown.to_html(text.text))))
        assert "<b>" not in told and "7*7" not in told and "49" not in re.findall(r"\b\w+\b", told), source.path
        if "space.name" in source.body:
            assert spaced(HOSTILE) in read, source.path


SAMPLE = ("convention-entre-organisations", "convention-de-subvention-aide", "charte")


@pytest.mark.parametrize("name", SAMPLE)
def test_names_are_typed_in_four_formats(name: str) -> None:
    """A table, a document with another party, one on the site."""
    for path, data in build_documents(hostile(), FORMATS, (name,)).items():
        assert text_of(path, data).count(spaced(HOSTILE)) >= 3, path
