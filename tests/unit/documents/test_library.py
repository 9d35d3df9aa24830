"""The library of documents: each reads well whatever facts are missing, and its only figures are those of the law."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import pairwise

import pytest
from support.document_factories import (
    Document,
    Make,
    blank,
    complete,
    complete_single,
    document,
    governance,
    governed,
    several,
    shown,
    single,
    with_rooms,
    without_services,
)
from support.document_text import TO_REVIEWER, spaced, text_of
from support.factories import vocabulary
from support.generated_places import TERRITORIES, territory_answers
from support.paths import TEMPLATE

from tierslieu.documents import FORMATS
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import FilledDocument, fill_documents
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space
from tierslieu.rendering import markdown

#: Spaces by their organisations and by which facts they have.
PLACES: dict[str, Make] = {
    "several": several,
    "several, nothing known": lambda: blank(several),
    "several, everything known": complete,
    "several, no service": lambda: without_services(several),
    "several, in English": lambda: complete(language="en"),
    "single": single,
    "single, nothing known": lambda: blank(single),
    "single, everything known": complete_single,
    "single, no service": lambda: without_services(single),
}
PLACES["commune, with rooms"] = lambda: with_rooms(
    governed("regie-publique", "commune"), {"thing": "a"}, {"unit": "day"}
)
PLACES["several, with a room, nothing known"] = lambda: blank(lambda: with_rooms(several(), {}))
for name, form in vocabulary().legal_forms.items():
    PLACES[f"{name}, nothing known"] = partial(governed, "association", name)
    # Documents differ between an organisation that exists (here the variants) and one to be created (here the others).
    PLACES[f"{name}, known"] = partial(
        governed,
        "association",
        name,
        name="Organisation d’exemple",
        stage="existing" if form.extends else "to_create",
        address="1 rue de l’Exemple",
    )

#: What no line may contain, by name: a pattern, and an example.
FAULTS = {
    "a value of Python": (r"\b(?:None|True|False|Undefined)\b|Decimal\(|\[\]|<[a-z]+\.|\{\}", "SIRET\u00a0: None"),
    "an unfilled brace": (r"\{\{|\}\}|\{%|%\}|\{#", "Vu {{ space.name }}"),
    "nothing between brackets": (r"\(\s*\)|«\s*»|“\s*”", "L’association (\u00a0) gère"),
    "punctuation twice": (
        r",\s*,|;\s*;|:\s*[:;,.](?![.\d])|,\s*[.;]|;\s*\.|(?<!\.)\.\.(?!\.)|\(\s*[,;:.]",
        "représentée par\u00a0: ; ci-après",
    ),
    "a space before a comma or a full stop": (r"[ \u00a0\u202f],| \.(?![.\d]|newpage ?\})| \)|\( ", "le lieu , ouvert"),
    "two spaces": (r"\S[ \u00a0\u202f]{2,}(?=[^|\s])", "le lieu  ouvert"),
    "no space before high punctuation": (r"[^\s\u00a0\u202f][;!?](?=\s|$)|\w:(?=\s|$)", "le lieu; ouvert"),
    "an article twice": (r"\b(?:la|le|les) (?:la|les|l’)\b|\bl’l’", "dans les l’association"),
    "an article not elided": (
        r"\b(?:la|le|de|que|ne|se) (?:association|organisation|activité|article)\b",
        "la association",
    ),
}
#: The fault of French that is the rule in other languages.
FRENCH_FAULT = "no space before high punctuation"


def faults(text: str, locale: str = "fr") -> Iterator[str]:
    """The ``FAULTS`` of a filled text, with the words around each; lines that only mark a block are skipped."""
    for line in text.split("\n"):
        yield from faults_of_line(line, locale)


@cache
def faults_of_line(line: str, locale: str) -> tuple[str, ...]:
    """The ``FAULTS`` of a line, looked for once: most lines of a document are the same in all places."""
    if line.startswith(":::"):
        return ()
    found = []
    for name, (pattern, _) in FAULTS.items():
        match = None if name == FRENCH_FAULT and locale != "fr" else re.search(pattern, line)
        if match:
            found.append(f"{name}: {line[max(0, match.start() - 60) : match.end() + 40]}")
    return tuple(found)


def holes(text: str) -> Iterator[str]:
    """Headings, sections, items of lists and tables of a filled text that are empty."""
    lines = [line for line in text.split("\n") if line.strip()]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        yield from holes_of_line(line, after)
    # The row that follows an empty line is the head of a table, or a line of bars on paper.
    for row in re.findall(r"(?m)(?:^|\n)\n(\|.*\|)\n(?!\|(?:\s*:?-+:?\s*\|)+)", text):
        yield f"a row out of its table: {row}"
    for line in re.findall(r"(?m)^(?!:::)([^|\n]+)\n\|.*\|\n\|(?:\s*:?-+:?\s*\|)+", text):
        yield f"a table that goes on from a line: {line}"
    for line, after in pairwise(text.split("\n")):
        if after.startswith("#") and re.match("#+ ", after) and line.strip() and not line.startswith(":::"):
            yield f"a heading that goes on from a line: {line}"


@cache
def holes_of_line(line: str, after: str) -> tuple[str, ...]:
    """The holes that a line shows beside the next one that is not empty, looked for once."""
    found = []
    heading, next_heading = (re.match(r"(#+) ", text_line) for text_line in (line, after))
    if re.fullmatch(r"#+\s*(?:Article #\.)?\s*(?:\{.*\})?", line):
        found.append(f"an empty heading: {line}")
    if heading and (not after or (next_heading and len(next_heading[1]) <= len(heading[1]))):
        found.append(f"a section without text: {line}")
    if re.fullmatch(r"\s*(?:[-*]|[0-9]+\.)\s*[;.]?", line):
        found.append(f"an empty point, before: {after}")
    if re.fullmatch(r"\|(?:\s*:?-+:?\s*\|)+", line) and not after.startswith("|"):
        found.append(f"a table without rows, before: {after}")
    return tuple(found)


def filled_documents(space: Space) -> list[tuple[Document, FilledDocument]]:
    """Each filled document of a space with its source."""
    sources = {instance.slug: instance.source for instance in select_documents(space)}
    return [(sources[document.slug], document) for document in fill_documents(space)]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_detected(fault: str) -> None:
    assert [text.split(":")[0] for text in faults(FAULTS[fault][1])] == [fault]


def test_a_hole_would_be_detected() -> None:
    text = "## {#un}\n\n## Deux\n\n### Trois\n\n- \n- a\n\n| c | d |\n\nE\n| A | B |\n| - | - |\n| a | b |\n\n| A | B |\n| - | - |\n\n### Quatre\n\n## Cinq\n\nF\n## Six\n"
    assert [hole.split(":")[0].split(",")[0] for hole in holes(text)] == [
        "an empty heading", "a section without text", "an empty point", "a table without rows",
        "a section without text", "a section without text", "a row out of its table",
        "a table that goes on from a line", "a heading that goes on from a line",
    ]  # fmt: skip


@pytest.fixture(scope="module", params=PLACES)
def library(request: pytest.FixtureRequest) -> list[tuple[Document, FilledDocument]]:
    """The filled documents of a place, each with its source: filled once for all tests of that place."""
    return filled_documents(PLACES[request.param]())


@pytest.mark.long
def test_every_document_reads_well(library: list[tuple[Document, FilledDocument]]) -> None:
    mistakes = []
    for source, filled in library:
        text = shown(filled.text)
        texts = (text, filled.title, shown(filled.review_block))
        found = (*holes(text), *(fault for part in texts for fault in faults(part, filled.locale)))
        mistakes += [f"{filled.path}: {mistake}" for mistake in found]
        # Rows to fill in by hand are empty in the source too: no other may be.
        empty = re.findall(r"(?m)^\|(?: *\|)+$", filled.text)
        mistakes += [f"{filled.path}: an empty row: {row}" for row in empty if row not in source.body]
    assert mistakes == []


@pytest.mark.parametrize(
    "word", ["L’article n’a pas été lu.", "lue seulement ailleurs", "article non lu", "À confirmer."]
)
def test_a_note_to_the_reviewer_would_be_detected(word: str) -> None:
    assert TO_REVIEWER.search(word)


@cache
def doubt_of(paragraph: str) -> str:
    """What a paragraph says to its reviewer alone, with the words around it, looked for once as for ``FAULTS``."""
    text = spaced(paragraph)
    match = TO_REVIEWER.search(text)
    return text[max(0, match.start() - 60) : match.end() + 40] if match else ""


def test_no_document_speaks_to_its_reviewer(library: list[tuple[Document, FilledDocument]]) -> None:
    """All formats are made from these texts: what people sign holds no doubt of those who wrote it."""
    doubts = [
        (filled.slug, doubt)
        for _, filled in library
        for paragraph in shown(filled.text).split("\n\n")
        if (doubt := doubt_of(paragraph))
    ]
    assert doubts == []


@pytest.mark.long
def test_guides_and_sheets_bear_no_legal_stamp() -> None:
    filled = fill_documents(complete())
    stamped = {document.slug for document in filled if "::: stamp" in document.text or "::: laws" in document.text}
    assert stamped == {document.slug for document in filled if document.legal_bases}
    unstamped = {document.slug for document in filled} - stamped
    assert {document.slug for document in filled if document.slug.startswith("guide-")} <= unstamped
    assert "fiche-movilab" in unstamped and "statuts-association-association" in stamped


def test_no_law_is_listed_twice(library: list[tuple[Document, FilledDocument]]) -> None:
    """The laws of a document and those of the forms that sign it make one list for the reviewer."""
    duplicates = []
    for _, filled in library:
        laws = [spaced(law).lower() for law in (*filled.legal_bases, *filled.form_laws)]
        duplicates += [(filled.slug, law) for law in laws if sum(other.startswith(law) for other in laws) > 1]
    assert duplicates == []


#: A word that changes before some names (« d’ », « qu’ », « du »), then a name that differs in every place.
JOINED = re.compile(
    r"\b(?:de|que|le|la|du|au)\s(?:\*\*)?\{\{ *(?:named\(|space\.(?:name|parent)\b|[a-z_.]+\.(?:called|name)\b)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", ["la sécurité de {{ space.name }}", "ce que **{{ named(organisation) }}** gère"])
def test_a_word_that_should_change_would_be_detected(text: str) -> None:
    assert JOINED.search(text)


@pytest.mark.parametrize("source", governance(), ids=lambda source: source.slug)
def test_no_space_is_lost_around_words_of_a_template(source: Document) -> None:
    """A filled value loses the spaces at its ends: words with one are written between ``{% if %}`` and ``{% endif %}``."""
    assert re.findall(r'\{\{ *"(?: [^"]*|[^"]* )"(?: if [^{}]*)? *\}\}', source.body) == []


def test_no_name_follows_a_word_that_should_change() -> None:
    """« La sécurité de Usine » : a name comes after a colon, a comma or « le lieu » instead."""
    texts = {source.path: source.body for source in governance()}
    texts |= {
        str(path): path.read_text(encoding="utf-8") for path in sorted((TEMPLATE / "content" / "fr").rglob("*.md"))
    }
    assert [(path, match[0]) for path, text in texts.items() for match in JOINED.finditer(text)] == []


@pytest.mark.long
def test_every_document_of_the_library_is_in_one_of_the_places() -> None:
    selected = {instance.source.path for make in PLACES.values() for instance in select_documents(make())}
    assert {source.path for source in governance()} - selected == set()


# --- Figures and names ---

AMOUNT = re.compile(r"\d[\d\u00a0\u202f ]*(?:,\d+)?[\s\u00a0\u202f]*(?:€|%|‰|euros?\b|pour cent\b)")
_NUMBERS = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille"
SPELT = re.compile(rf"\b(?:{_NUMBERS})[\w-]* (?:euros?|pour cent|pour mille)\b")
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
#: The figures of the law, by the law that the same article of the document must name.
LEGAL = {
    "120 €": r"L\. 213-1",  # price from which a consumer's contract made by electronic means is kept ten years
    "153 000 €": r"L\. 612-4",  # public subsidies of a year above which an association has its accounts certified
    "23 000 €": r"n° 2000-321",  # yearly subsidy above which an agreement is written
    "30 000 €": r"L\. 223-9|L\. 227-1",  # contribution in kind above which it must be valued
    "40 €": r"D\. 441-5|D\. 2192-35",  # lump sum for the recovery of an invoice, from a company or a public buyer
    "5 000 €": r"R\. 8222-1",  # service above which the certificate of vigilance is asked for
    "25 €": r"83-50/A",  # price from which a consumer receives a note
    "300 000 €": r"2023/2831",  # de minimis aid in three years
    "750 000 €": r"2023/2832",  # the same, for a service of general economic interest
    "20 %": r"L\. 1111-10",  # least part of public funding by the authority that leads the works
    "18 500 €": r"n° 47-1775, article 27|n° 78-763, article 21",  # least capital of a cooperative that is a SA
    # least votes of a college of a SCIC; votes above which an agreement of a member of a SAS is submitted to the others
    "10 %": r"19 octies|L\. 227-10|L\. 612-5",
    "15 %": r"n° 47-1775, article 16|n° 78-763, article 32",  # surpluses to the legal reserve
    # surpluses to those who work in a SCOP; capital or votes above which an owner is declared
    "25 %": r"n° 78-763, article 32|R\. 561-1",
    "35 %": r"n° 47-1775, article 3 bis",  # most votes of outside associates
    "49 %": r"n° 47-1775, article 3 bis",  # the same, with cooperatives among them
    "50 %": r"19 septies|19 octies|article 19 nonies|n° 2019-768",  # SCIC: capital, college, reserves; criteria of RGAA
    "51 %": r"n° 78-763",  # least capital of those who work in a SCOP
    "57,5 %": r"article 19 nonies",  # what a SCIC puts in reserves
    "65 %": r"n° 78-763",  # least votes of those who work in a SCOP
}
#: Figures whose source is not a law, or is named elsewhere in the document, and why they are allowed.
ALLOWED = {
    ("statuts-scic", "18 500 €"): "note to the reader, on the source itself; the article on capital names the law",
    ("statuts-scop", "30 €"): "official page on SCOPs, named beside; the article was not read",
    ("plan-de-developpement", "15 %"): "note to the reader on the tax on profits, with the day it was read",
    ("plan-de-developpement", "25 %"): "note to the reader on the tax on profits, with the day it was read",
    ("plan-de-developpement", "42 500 €"): "note to the reader on the tax on profits, with the day it was read",
}


def figures(source: Document) -> Iterator[tuple[str, str]]:
    """Every amount and percentage that is written in a document, with the article around it."""
    for article in re.split("(?m)^(?=#)", PLACEHOLDER.sub("", source.body)):
        for pattern in (AMOUNT, SPELT):
            for match in pattern.finditer(article):
                yield spaced(match[0]), spaced(article)


def is_legal(figure: str, article: str) -> bool:
    return figure in LEGAL and re.search(LEGAL[figure], article) is not None


def test_figures_come_from_data_or_from_a_law_that_is_named() -> None:
    others = {
        (source.slug, figure)
        for source in governance()
        for figure, article in figures(source)
        if not is_legal(figure, article)
    }
    assert others == set(ALLOWED)


def test_every_figure_of_the_law_is_in_a_document() -> None:
    written = {(source.slug, figure) for source in governance() for figure, _ in figures(source)}
    assert {figure for _, figure in written - ALLOWED.keys()} == LEGAL.keys()


@pytest.mark.parametrize("text", ["La journée coûte 15 €.", "soit 9,50 euros", "60 % des frais", "vingt-trois euros"])
def test_a_figure_of_a_place_would_be_detected(text: str) -> None:
    (pair,) = figures(document(f"{{{{ prices.day }}}}\n\n{text}\n"))
    assert not is_legal(*pair)


def test_no_document_names_a_place_or_an_organisation() -> None:
    questions = ("space_name", "coworking_operator", "mediation_operator", "support_operator")
    answers = {territory_answers(path).get(question) for path in TERRITORIES for question in questions}
    names = {name for name in answers if name}
    assert "Openscop" in names
    assert [(source.slug, name) for source in governance() for name in names if name in source.body] == []


# --- As typed ---

HOSTILE = 'L’<b>É</b> | *un* _deux_ $x$ #let `c` "d" \\ {{ 7*7 }} {% raw %} [e](f) ~g~ @h &amp; = / 漢'


def hostile() -> Space:
    """A place in which every name is markup of Markdown, HTML, Jinja, Typst or LaTeX."""
    people = {"name": HOSTILE, "representative": HOSTILE, "role": HOSTILE, "address": HOSTILE}
    both = {"organisations": {"cooperative": people, "association": people}}
    agreements = {"aide": {"kind": "grant", "organisation": "association", "object": HOSTILE, "other": people}}
    place = {"name": HOSTILE, "territory": HOSTILE, "address": {"street": HOSTILE, "city": HOSTILE}}
    return several(identity=place, organisations=both | {"agreements": agreements})


@pytest.mark.long
def test_names_are_shown_as_typed_in_every_document() -> None:
    """In the HTML of each text, names are whole and none of their signs acts as markup."""
    for source, filled in filled_documents(hostile()):
        rest = shown(filled.text).replace(HOSTILE, "")
        text = spaced(html.unescape(re.sub("<[^>]*>", "", markdown.to_html(filled.text))))
        assert "<b>" not in rest and "7*7" not in rest and "49" not in re.findall(r"\b\w+\b", rest), source.path
        if "space.name" in source.body:
            assert spaced(HOSTILE) in text, source.path


SAMPLE = ("convention-entre-organisations", "convention-de-subvention-aide", "charte")


@pytest.mark.long
@pytest.mark.parametrize("name", SAMPLE)
def test_names_are_shown_as_typed_in_four_formats(name: str) -> None:
    """A table, a document with another party, one on the site."""
    for path, data in build_documents(hostile(), FORMATS, (name,)).items():
        assert text_of(path, data).count(spaced(HOSTILE)) >= 3, path


def test_the_motto_is_one_phrase_and_is_about_shared_improvements() -> None:
    """The solidarity share pays for free uses of one place: one payer and three half-days would contradict the motto."""
    folders = (
        "content",
        "governance",
        "vocabulary/locales",
        "tierslieu/i18n/catalogues",
        "tierslieu/generation/templates",
    )
    files = [path for folder in folders for path in (TEMPLATE / folder).rglob("*") if path.is_file()]
    paragraphs = [part for path in files for part in re.split(r"\n\n|\n(?=[#|])", path.read_text(encoding="utf-8"))]
    mottoes = [text for text in paragraphs if re.search(r"\b1 qui paie|\b1 who pays", text)]
    for motto in mottoes:
        assert not re.search(r"(?i)solid|free_uses|demi-journée|half-day", motto.partition("commons")[0]), motto
        assert re.search(r"1 (qui paie et|who pays and) (9|\{count\}) (qui|who)|commons_unused", motto), motto
    assert len(mottoes) > 8


@pytest.mark.parametrize("name", ["cowocamp"])
def test_the_guide_of_a_format_has_its_price(name: str) -> None:
    """Who pays is one fact: the page of an activity says the same as the guide of those who run it."""
    price = vocabulary().activity_formats[name].price["fr"]
    assert price in (TEMPLATE / f"governance/fr/guide-{name}.md").read_text(encoding="utf-8")


def test_community_activities_are_run_by_who_runs_mediation() -> None:
    """As at the Comptoir: the cooperative runs the coworking, the association mediation and community activities."""
    formats = vocabulary().activity_formats
    assert {name: formats[name].service for name in ("barcamp", "aperocamp", "papycamp", "cowocamp")} == {
        "barcamp": "mediation",
        "aperocamp": "mediation",
        "papycamp": "mediation",
        "cowocamp": "coworking",
    }
    for path in (TEMPLATE / "content").glob("*/activities/*camp.md"):
        text = path.read_text(encoding="utf-8")
        service = formats[path.stem].service
        assert f"\nservice: {service}\n" in text, path


def test_the_filter_of_documents_finds_every_number_to_write() -> None:
    """It knows ``Article #.`` and ``[article #]`` by their plain space in headings."""
    faults = [
        path.name for path in (TEMPLATE / "governance").rglob("*.md") if "Article\u00a0#" in path.read_text("utf-8")
    ]
    assert faults == []
