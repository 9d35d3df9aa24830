"""PDFs keep the rules of PDF/UA-1 that a program can check; each of these checks finds what breaks it."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from support.document_factories import complete, document, governed, several, with_rooms
from support.document_text import archive, pdf_lines, pdf_pages, pdf_words, spaced
from support.factories import comptoir
from support.pdf_accessibility import accessibility_faults

from tierslieu.documents.build import build_documents
from tierslieu.look.print_colours import print_palette
from tierslieu.model import Space

pytestmark = pytest.mark.slow

#: All that a document may hold: headings of two levels, a list, a table, a link, a note, a gap, signatures.
TEXT = """
## Article #. Objet { #objet }

Voir l’[article #](#objet), [une page](https://exemple.fr) et une note[^1] ; [à compléter]{.blank}, 🌱 漢字.

### Détail

- un point
- un autre

| Nom | Prix |
|-----|-----:|
| Un  | 1 €  |

{{ signatures }}

[^1]: Une note.
"""


@cache
def pdf() -> bytes:
    """A document as PDF."""
    space = replace(comptoir(), documents=(document(TEXT, signatories=["organisations", "person"]),))
    return build_documents(space, ("pdf",), ("essai",))["essai.pdf"]


def changed(change: Callable[[Any], None]) -> bytes:
    """The same file after ``change``."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        change(opened)
        opened.save(buffer)
    return buffer.getvalue()


def element(tree: Any, kind: str) -> Any:
    """The first element of a structure tree with the type ``kind``."""
    if isinstance(tree, pikepdf.Array):
        return next((inner for child in tree if (inner := element(child, kind)) is not None), None)
    if not isinstance(tree, pikepdf.Dictionary):
        return None
    return tree if tree.get("/S") == f"/{kind}" else element(tree.get("/K"), kind)


def first(opened: Any, kind: str) -> Any:
    return element(opened.Root.StructTreeRoot.K, kind)


def built(key: str, body: str) -> dict[str, bytes]:
    """A document with the ``key`` of its header set, in every format of paper."""
    space = replace(comptoir(), documents=(document(body, **{key: "oui"}),))
    return build_documents(space, ("pdf", "docx", "odt"), ("essai",))


def test_a_document_keeps_the_rules_that_a_program_can_check() -> None:
    assert accessibility_faults(pdf()) == []


def without_language(opened: Any) -> None:
    del opened.Root.Lang


def without_identifier(opened: Any) -> None:
    with opened.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]


def with_skipped_level(opened: Any) -> None:
    first(opened, "H2").S = pikepdf.Name.H3


def with_figure(opened: Any) -> None:
    first(opened, "L").S = pikepdf.Name.Figure


def with_cell_without_header(opened: Any) -> None:
    for attributes in first(opened, "TD").A:
        if "/Headers" in attributes:
            del attributes["/Headers"]
    for attributes in first(opened, "TH").A:
        if "/Scope" in attributes:
            del attributes["/Scope"]


def with_untagged_text(opened: Any) -> None:
    page = opened.pages[0]
    page.contents_add(b"BT 0 0 Td () Tj ET", prepend=True)


def with_text_of_no_element(opened: Any) -> None:
    opened.pages[0].contents_add(b"/P <</MCID 999>> BDC BT () Tj ET EMC", prepend=True)


def with_silent_link(opened: Any) -> None:
    del opened.pages[0].Annots[0].Contents


def with_unreadable_font(opened: Any) -> None:
    for font in opened.pages[0].Resources.Font.values():
        del font["/ToUnicode"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (without_language, "no language"),
        (without_identifier, "no PDF/UA identifier"),
        (with_skipped_level, "H3 after a heading of level 1"),
        (with_figure, "Figure without an alternative text"),
        (with_cell_without_header, "a cell without a header"),
        (with_untagged_text, "neither tagged nor an artifact"),
        (with_text_of_no_element, "content 999 in no element"),
        (with_silent_link, "a link without a description"),
        (with_unreadable_font, "can't be read as text"),
    ],
)
def test_a_broken_rule_is_found(change: Callable[[Any], None], fault: str) -> None:
    assert any(fault in found for found in accessibility_faults(changed(change)))


# --- The look of the place ---


def fonts(data: bytes) -> set[str]:
    """The families of the fonts in a PDF, without their styles."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        named = [str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()]
    return {name.partition("+")[2].partition("-")[0] for name in named}


def colours(data: bytes) -> set[tuple[int, ...]]:
    """The colours that a PDF fills with, as red, green and blue from 0 to 255, those of drawings aside."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        found = [
            tuple(round(float(value) * 255) for value in instruction.operands)
            for page in opened.pages
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "scn" and len(instruction.operands) == 3
        ]
    return set(found)


def styled(palette: str, letters: str, motif: str = "fil", **meta: Any) -> bytes:
    """A document on the paper of a place with this look."""
    look = {"palette": palette, "type": letters, "motif": motif}
    space = replace(comptoir(identity={"look": look}), documents=(document(TEXT, **meta),))
    return build_documents(space, ("pdf",), ("essai",))["essai.pdf"]


@pytest.mark.parametrize(
    ("letters", "families"),
    [
        ("affiche", {"Bricolage", "AtkinsonText"}),
        ("atelier", {"ArchivoCondensed", "ArchivoText"}),
        ("livre", {"Fraunces", "LiterataText"}),
        ("systeme", {"ArchivoCondensed", "LibertinusSerif"}),
    ],
)
def test_paper_has_the_letters_of_the_place(letters: str, families: set[str]) -> None:
    """The text has signs that only other fonts know."""
    assert families <= fonts(styled("soleil", letters))


@pytest.mark.parametrize("palette", ["ardoise", "canal", "foret", "garance", "lagune", "lavande", "soleil"])
def test_paper_has_the_colours_of_the_place(palette: str) -> None:
    data = styled(palette, "systeme")
    space = comptoir(identity={"look": {"palette": palette}})
    expected = print_palette(space)
    rgb = {name: tuple(int(expected[name][start : start + 2], 16) for start in (1, 3, 5)) for name in ("accent", "ink")}
    assert set(rgb.values()) <= colours(data)
    assert accessibility_faults(data) == []


def test_paper_has_the_cloth_of_the_place_thin_above_an_act() -> None:
    """An act is signed or not for everybody."""
    papers = [
        styled("soleil", "livre", motif, **meta)
        for motif in ("fil", "jardin")
        for meta in ({}, {"visibility": "internal"}, {"signatories": ["organisations"]})
    ]
    assert len(set(papers)) == len(papers)


# --- What stands on a page ---

LINE = "Une ligne de texte.\n\n"
ITEMS = "".join(f"- point {number}\n" for number in range(9))
TABLE = "| Nom | Prix |\n| --- | --- |\n" + "| Un | 1 € |\n" * 4
END = "Textes de référence"


def pdf_of(body: str, **meta: Any) -> bytes:
    """A document as PDF."""
    space = replace(comptoir(), documents=(document(body, **meta),))
    return build_documents(space, ("pdf",), ("essai",))["essai.pdf"]


def pages(body: str, **meta: Any) -> list[list[str]]:
    """The lines of each page of a document with laws, without what is above and below the text."""
    pdf = pdf_of(body, **{"legal_bases": ["Loi d’exemple"] * 6} | meta)
    return [[line for line in page.splitlines() if line.strip()] for page in pdf_pages(pdf)]


@pytest.mark.parametrize("last", [LINE, ITEMS, TABLE, "{{ signatures }}"], ids=["text", "list", "table", "signatures"])
def test_the_texts_of_reference_are_never_alone_on_a_page(last: str) -> None:
    """Whatever the length of what precedes them; a heading is not the last line of a page."""
    signatories = ["organisations"] if "signatures" in last else []
    lengths = set()
    for lines in range(8, 36, 2):
        read = pages(f"## Titre\n\n{LINE * lines}{last}", signatories=signatories)
        lengths.add(len(read))
        for page in read:
            assert END not in page[:3], lines
            assert page[-2] not in (END, "Titre", "Signatures"), lines
    assert len(lengths) > 1


def test_only_the_last_of_a_few_long_items_goes_along_with_the_texts_of_reference() -> None:
    """Three long items moved to the next page together, and left half of theirs empty."""
    items = "".join(f"- point {number} {'phrase courte et utile ' * 40}\n" for number in range(3))
    for lines in range(14, 34, 2):
        first = pages(f"{LINE * lines}{items}")[0]
        assert len(first) > 30, lines


def test_a_table_in_which_people_sign_stays_with_the_line_above() -> None:
    for lines in range(8, 36, 2):
        for page in pages(f"{LINE * lines}Fait à Exemple.\n\n{TABLE}"):
            assert ("Fait à Exemple." in page) is ("Prix" in page), lines


def test_a_table_in_which_people_sign_stays_with_the_last_items_of_a_list() -> None:
    table = "| Nom | Signature |\n| --- | --- |\n|  |  |\n"
    for lines in range(14, 34, 2):
        body = f"{LINE * lines}{ITEMS}\n{table}\n## Suite\n\n{LINE * 20}"
        for page in pages(body):
            assert ("• point 8" in page) is ("Signature" in " ".join(page)), lines


def test_who_signs_stands_below_a_part_of_what_they_sign() -> None:
    signed = "Pour l’organisation : Première Personne.\n\n| Nom | Signature |\n| --- | --- |\n|  |  |\n"
    for lines in range(14, 34, 2):
        for page in pages(f"{LINE * lines}{ITEMS}\n{signed}\n## Suite\n\n{LINE * 20}"):
            assert ("• point 8" in page) is ("Signature" in " ".join(page)), lines


def test_a_long_document_is_set_closer_where_this_spares_a_page() -> None:
    usual = len(pages(LINE * 100)[1])
    assert [len(pages(LINE * lines)[1]) > usual for lines in (166, 216)] == [False, True]


@pytest.mark.parametrize("signatories", [["table"], ["organisations"]])
def test_signatures_are_never_on_a_page_without_a_part_of_the_act(signatories: list[str]) -> None:
    table = f"## Adoption\n\nFait à Exemple.\n\n{TABLE}" if signatories == ["table"] else ""
    for lines in range(8, 44, 2):
        body = f"{LINE * lines}La dernière clause.\n\n{table}"
        (page,) = (page for page in pages(body, signatories=signatories) if "La dernière clause." in page)
        assert "Prix" in " ".join(page) if table else "Signatures" in page, lines


def test_a_long_title_is_whole_above_each_page() -> None:
    title = "Statuts de la société par actions simplifiée de l’économie sociale et solidaire de l’exemple"
    read = pages(LINE * 80, title=title)
    assert len(read) > 1
    assert all(title in spaced(" ".join(page[:4])) for page in read)


def test_a_compact_form_takes_less_room_than_plain_text() -> None:
    body = f"## Titre\n\n{TABLE * 2}{LINE * 24}"
    assert len(pages(body)) == 2
    assert len(pages(f"::: compact\n{body}\n:::")) == 1


def test_each_sheet_of_a_form_has_letters_as_large_as_it_allows_and_its_place_on_one_line() -> None:
    form = f"::: compact\n{TABLE}\n\n## Conditions {{.newpage}}\n\n{LINE * 40}\n:::\n\n## Formulaire {{.newpage}}\n\nNom :\n"
    pdf = pdf_of(form, legal_bases=["Loi d’exemple"])
    read = pdf_pages(pdf)
    assert len(read) == 3 and all("Comptoir d’exemple" in page for page in read)
    height = {word: bottom - top for word, _, top, _, bottom in pdf_words(pdf)}
    assert height["Nom"] > height["ligne"]


def test_the_form_that_ends_an_act_is_torn_off_in_the_upper_half_of_its_sheet() -> None:
    rows = "| Nom | Réponse |\n| --- | --- |\n| Adresse : |   |\n| Signature : |   |\n| Date : |   |\n\nRayez."
    pdf = pdf_of(f"::: compact\n{TABLE}\n:::\n\n## Formulaire {{.newpage}}\n\nÀ renvoyer :\n\n{rows}\n")
    assert len(pdf_pages(pdf)) == 2
    top = {word: top for word, _, top, *_ in pdf_words(pdf)}
    half = 842 / 2
    # Whoever signs has more room than a line, above the dashes.
    assert half * 0.85 < top["Rayez."] < half
    assert top["Date"] - top["Signature"] > 1.5 * (top["Signature"] - top["Adresse"])


def test_text_and_tables_begin_at_one_left_edge_where_a_document_has_many_wide_tables() -> None:
    table = "| Nom | Prix | Date |\n| --- | --- | --- |\n| Un | 1 € | lundi |\n\n"
    for count, is_one in ((3, False), (12, True)):
        words = list(pdf_words(pdf_of(f"## Titre\n\nPhrase.\n\n{table * count}")))
        left = {text: left for text, left, *_ in words}
        assert (abs(left["Phrase."] - left["Un"]) < 1) == is_one, count


def test_people_sign_a_form_in_frames_of_three_centimetres_below_a_total_that_stands_out() -> None:
    lines = "| Désignation | Quantité | Prix | Total |\n| --- | --: | --: | --: |\n| Un | | 1 € | |\n| **À payer** | | | |\n"
    signing = "| Date | Signature du client |\n| --- | --- |\n|   |   |\n"
    words = {
        word: (top, bottom)
        for word, _, top, _, bottom in pdf_words(pdf_of(f"::: compact\n{lines}\n\n{signing}\n\nAprès.\n:::\n"))
    }
    high = {word: bottom - top for word, (top, bottom) in words.items()}
    assert high["payer"] > high["Un"]
    assert words["Après."][0] - words["Signature"][1] > 85


def test_the_head_of_a_table_is_on_each_of_its_pages() -> None:
    read = pages("| Nom | Prix |\n| --- | --- |\n" + "| Un | 1 € |\n" * 60)
    assert len(read) > 1
    assert all("Prix" in " ".join(page) for page in read[:-1])


def test_a_label_of_a_few_words_stays_on_one_line_beside_sentences() -> None:
    sentence = "une phrase assez longue pour que sa colonne demande toute la largeur de la page, et plus"
    (page,) = pages(f"| Quand | Tâche | Fait |\n| --- | --- | --- |\n| Deux semaines avant | {sentence} | oui |\n")
    assert any("Deux semaines avant" in line for line in page)


def test_a_row_of_a_table_stays_whole_on_a_page() -> None:
    """But a row of several pages."""
    row = "| Début " + "mot " * 60 + "| " + "mot " * 40 + "fin |\n"
    for lines in (20, 24, 28):
        read = pages(f"{LINE * lines}| Nom | Détail |\n| --- | --- |\n{row * 6}")
        assert len(read) > 1
        for page in read:
            assert " ".join(page).split().count("Début") == " ".join(page).split().count("fin"), lines
    long_row = "| Début | " + "mot " * 3000 + "fin |\n"
    read = pages(f"| Nom | Détail |\n| --- | --- |\n{long_row}")
    assert "fin" in " ".join(line for page in read for line in page).split()


def test_a_document_may_have_wide_pages_in_every_format_of_paper() -> None:
    files = built("landscape", TABLE)
    with pikepdf.open(io.BytesIO(files["essai.pdf"])) as opened:
        assert {tuple(round(float(side)) for side in page.mediabox) for page in opened.pages} == {(0, 0, 842, 595)}
    with archive(files["essai.docx"]) as docx:
        assert b'w:orient="landscape" w:w="16838"' in docx.read("word/document.xml")
        assert b'w:pos="14002"' in docx.read("word/styles.xml")
    with archive(files["essai.odt"]) as odt:
        styles = odt.read("styles.xml")
    assert b'fo:page-height="21cm" fo:page-width="29.7cm"' in styles and b'style:position="24.7cm"' in styles
    assert b'style:print-orientation="landscape"' in styles


@pytest.mark.parametrize("letters", ["livre", "systeme"])
def test_the_last_page_of_several_holds_some_lines(letters: str) -> None:
    """Whatever the length of the text; so does the last page before a new sheet."""
    look = {"palette": "soleil", "type": letters, "motif": "fil"}
    for lines in range(24, 80, 6):
        for end in ("", "## Feuille {.newpage}\n\nTexte."):
            space = comptoir(identity={"look": look})
            space = replace(space, documents=(document("Une ligne.\n\n" * lines + end),))
            read = pdf_lines(build_documents(space, ("pdf",), ("essai",))["essai.pdf"])
            last = read[-2] if end else read[-1]
            assert len(last) >= 5 or last is read[0], (lines, end)


def test_numbers_of_articles_stand_left_of_the_text_and_its_tables() -> None:
    table = "| Nom | Prix |\n| --- | --- |\n| Tarif | 1 € |\n"
    pdf = pdf_of(f"## Article #. Objet\n\nTexte.\n\n{table}\n## Article #. Durée\n\nSuite.\n")
    left = {word: round(left) for word, left, *_ in pdf_words(pdf)}
    assert left["Objet"] == left["Texte."] == left["Nom"] == left["Durée"] == left["Suite."]
    assert left["Article"] < left["Texte."] - 50


@pytest.mark.parametrize("articles", ["", "## Article #. Objet\n\n"])
def test_lines_have_some_eighty_letters(articles: str) -> None:
    words = " ".join(["Chaque", "personne", "qui", "vient", "au", "lieu", "en", "respecte", "le", "règlement"] * 12)
    lines = [line for page in pages(f"{articles}{words}") for line in page if "respecte" in line]
    assert 68 < max(map(len, lines)) <= 84


def test_the_foot_of_a_page_explains_its_gaps() -> None:
    """A gap is its object in brackets, and a proposal its value before a sign: a contract can be read."""
    gap, proposal = "[[à compléter : {}]]{{.blank}}", "[[proposé : {}, à valider]]{{.blank}}"
    body = f"Siège {gap.format('adresse')}, **{gap.format('nom')}**\n\n## Suite {{.newpage}}\n\nDurée {proposal.format('un an')}."
    first, second = pages(body)
    assert {"Siège [adresse], [nom]", "[ ] : à compléter"} <= {*first} and first[-1] == "Page 1 sur 2"
    assert {"Durée un an*.", "* : proposé, à valider"} <= {*second} and second[-1] == "Page 2 sur 2"


def test_a_page_that_is_removed_before_signature_is_not_counted() -> None:
    """« Page 1 sur 2 » on an act of one page would have a prefecture ask for the other."""
    act, removed = pages("## Article #. Objet\n\nUne règle.\n\n## Page à retirer {.apart}\n\nUne note.")
    assert act[-1] == "Page 1 sur 1" and "Une note." in removed
    assert not any(line.startswith("Page 2") for line in removed)


@pytest.mark.parametrize("rows", [18, 19, 20])
def test_each_page_after_a_whole_table_has_its_own_number(rows: int) -> None:
    """A table that ends some lines above the foot of its page had all those that follow numbered as the first, without a head."""
    parties = "::::: {.panel .parties}\n::: part\n## L’un\n\nUn ;\n:::\n\n::: part\n## L’autre\n\nUn.\n:::\n:::::\n"
    lines = "| Nom | une phrase |\n" * rows
    table = f"::: whole\n## L’essentiel\n\n| Sujet | Conditions |\n| --- | --- |\n{lines}:::\n"
    articles = "".join(
        f"## Article #. Objet {{ #o{number} }}\n\n{'Une phrase qui dit ce que chacun doit faire ici. ' * 12}\n\n"
        for number in range(20)
    )
    body = f"{parties}\n{table}\n{articles}{{{{ signatures }}}}\n"
    space = replace(comptoir(), documents=(document(body, signatories=["organisations", "person"]),))
    pages = pdf_pages(build_documents(space, ("pdf",), ("essai",))["essai.pdf"])
    numbers = [re.findall(r"Page (\d+) sur", page) for page in pages]
    assert len(numbers) > 4
    assert numbers == [[str(number)] for number in range(1, len(pages))] + numbers[-1:]
    assert all("Essai" in page for page in pages)


def test_the_note_to_remove_from_an_act_is_on_a_sheet_apart_and_what_is_of_the_act_is_counted() -> None:
    rule, signed = "## Article #. Objet\n\nUne règle.\n\n", "{{ signatures }}\n\n"
    for lines in range(8, 36, 5):
        for body in (f"{rule}{LINE * lines}{signed}", f"{rule}{signed}## Annexe\n\n{LINE * lines}"):
            read = pages(body, signatories=["organisations"], legal_bases=["Loi d’exemple, article premier"] * 90)
            of_act = [page for page in read if {"Une règle.", "Une ligne de texte.", "Signatures"} & set(page)]
            numbers = [f"Page {number} sur {len(of_act)}" for number in range(1, len(of_act) + 1)]
            assert [page[-1] for page in of_act] == numbers, lines
            assert len(read) == len(of_act) + 1 and "Note à retirer avant signature" in " ".join(read[-1]), lines


def test_a_part_stands_beside_its_heading_and_no_row_of_a_table_is_alone_on_a_page() -> None:
    body = "Début.\n\n## Notre offre\n\n" + "Une phrase assez longue pour tenir plusieurs lignes. " * 8
    words: dict[str, tuple[float, float]] = {}
    for text, left, top, *_ in pdf_words(pdf_of(body)):
        words.setdefault(text, (left, top))
    assert words["offre"][0] < words["phrase"][0] and abs(words["Notre"][1] - words["Une"][1]) < 8
    for count in range(28, 44):
        rows = "".join(f"| Ligne {number} | Réponse {number} |\n" for number in range(count))
        for page in pages(f"| Question | Réponse |\n| --- | --- |\n{rows}"):
            assert sum(line.startswith("Ligne") for line in page) != 1, count


def test_a_heading_stands_above_a_wide_table_that_precedes_the_texts_of_reference() -> None:
    """The table is kept with what follows it, and is a table all the same."""
    rows = "| Sous six mois | Réunir l’assemblée qui approuve les comptes de l’exercice clos | Statuts | |\n" * 4
    table = f"| Échéance | Démarche | Texte | Fait le |\n| --- | --- | --- | --- |\n{rows}"
    laws = "## Textes de référence\n\n::: laws\nRelevées.\n\n- Une loi\n:::\n"
    words = {
        text: top for text, _, top, *_ in pdf_words(pdf_of(f"Début.\n\n## Chaque année, et après\n\n{table}\n{laws}"))
    }
    assert words["Chaque"] == words["après"] < words["Échéance"] - 8


def test_a_short_head_of_figures_stays_on_one_line() -> None:
    words = pdf_words(
        pdf_of(
            "| Montants | Année 1 | Année 2 |\n| --- | --: | --: |\n| Coworkers de passage, carnets compris, et salles louées | ? | ? |\n"
        )
    )
    first, second = (next(word for word in words if word[0] == text) for text in ("Année", "1"))
    assert first[2] == second[2]


def test_the_head_of_a_group_is_never_the_last_row_of_a_page() -> None:
    """A label of many lines in a narrow column, below the name of its group."""
    titles = "| Résultat sur trois ans | Année 1 | Année 2 | Année 3 | Caisse au plus bas | Avances comprises |\n"
    titles += "| --------- | --: | --: | --: | --: | --: |\n"
    label = "Exemple, résultat, part solidaire déduite, avant impôt, avec toutes les aides prévues et les recettes espérées, "
    label += "qui sont le solde du budget"
    cash = "−14 905 € (sous zéro au mois 2)"
    rows = f"| {label} | −12 000,00 € | −12 000,00 € | −12 000,00 € | {cash} | {cash} |\n" * 14
    for lines in range(20, 28):
        for page in pages(f"{LINE * lines}{titles}{rows}"):
            assert ("Année 1" in " ".join(page)) == ("solidaire" in " ".join(page)), lines


def test_key_figures_are_large_beside_one_another() -> None:
    pdf = pdf_of("::: figures\n- **33** personnes\n- **825 €** en caisse\n:::\n")
    (first, left, top, _, bottom), (second, right, same, _, _) = (
        next(word for word in pdf_words(pdf) if word[0] == text) for text in ("33", "825")
    )
    assert (first, second) == ("33", "825") and round(top) == round(same) and left < right and bottom - top > 20


def test_the_ground_of_a_gap_covers_nothing_of_the_line_above() -> None:
    for before, after in (("", ""), ("::: compact\n", "\n:::")):
        text = f"{before}[{'une adresse postale, ' * 20}]{{.blank}}{after}\n"
        space = replace(comptoir(), documents=(document(text),))
        data = build_documents(space, ("pdf",), ("essai",))["essai.pdf"]
        boxes, at = [], 0.0
        with pikepdf.open(io.BytesIO(data)) as opened:
            colour: list[float] = []
            for step in pikepdf.parse_content_stream(opened.pages[0]):
                values, operator = list(step.operands), step.operator
                if str(operator) == "cm":
                    at = float(values[5])
                elif str(operator) == "scn":
                    colour, heights = [round(255 * float(value)) for value in values if str(value)[0] != "/"], []
                elif str(operator) in ("m", "l"):
                    heights.append(float(values[1]))
                elif str(operator) == "f" and colour == [255, 244, 207]:
                    boxes.append((at - min(heights), at - max(heights)))
        assert len(boxes) > 3
        assert all(top < bottom for (_, bottom), (top, _) in itertools.pairwise(boxes))


def test_no_word_is_broken() -> None:
    word = "anticonstitutionnellement"
    text = " ".join("mot " * count + word for count in range(1, 30))
    read = " ".join(map(" ".join, pages(f"{text}\n\n| {word} | Prix |\n| --- | --- |\n| Un | {text} |")))
    assert read.count(word) == read.count("anti") == read.count("nellement") > 58


@pytest.mark.parametrize("rooms", [0, 7])
def test_prices_are_large_on_a_sheet_of_their_own(rooms: int) -> None:
    """A figure of 7 mm can be read at two metres; many prices are smaller, and still on one page."""
    offers = [{"label": f"Salle {number}"} for number in range(rooms)]
    space = with_rooms(several(), *offers, price="20")
    data = build_documents(space, ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"]
    sheet, *others = pdf_pages(data)
    assert accessibility_faults(data) == []
    least = 20 if rooms else 30
    letters = [(word.rstrip("€"), bottom - top) for word, _, top, _, bottom in pdf_words(data)]
    large = [word for word, height in letters if height > least and word not in ("Les", "règles")]
    assert {"9", "15", "280", "80"} <= set(large) and large.count("20") == rooms
    assert all(word in sheet for word in large)
    assert "Ticket d’or" in "".join(others) and "Ticket d’or" not in sheet


def test_a_price_list_tells_on_its_first_page_what_is_free_and_what_an_entry_costs() -> None:
    sheet, *others = pdf_pages(build_documents(several(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"])
    front = " ".join(sheet.replace("\u00a0", " ").split())
    assert "soit 8 € l’entrée" in front
    # It has a name, as each price has.
    assert front.index("Médiation numérique") < front.index("Demi-journée")
    assert "Activités annoncées comme gratuites" in front and "Gratuit" in front
    # A sheet on a wall says from when its prices are.
    assert front.index("Grille tarifaire") < front.index("Prix à partir") < front.index("Médiation numérique")
    # Its rights are on its back, on two pages at the most: their letters are not small.
    assert 1 <= len(others) <= 2


def test_what_is_free_is_named_in_letters_as_large_as_a_price_and_cut_where_its_sense_is() -> None:
    data = build_documents(several(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"]
    words = [*pdf_words(data)]
    sizes = {word: round(bottom - top, 1) for word, _, top, _, bottom in reversed(words)}
    assert sizes["Médiation"] == sizes["Journée"] > 20
    # Each group of prices is named in smaller letters, and not at all where its only price is named alike.
    assert sizes["Coworking"] < 0.8 * sizes["Journée"]
    assert "Carnets" not in pdf_pages(data)[0] and "Carnet de 10 entrées" in pdf_pages(data)[0].replace("\u00a0", " ")
    lines = [" ".join(line.split()) for line in pdf_pages(data)[0].splitlines()]
    assert any(line.startswith("pour tout le monde,") for line in lines)
    # No line holds the end of a name alone.
    assert any("par Coopérative d’exemple" in line for line in lines)


def test_a_price_list_has_one_edge_of_prices_and_tells_where_the_place_is() -> None:
    """What makes up a price stands below its name; the foot has the address and the telephone number of the place."""
    data = build_documents(complete(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"]
    front = " ".join(pdf_pages(data)[0].replace("\u00a0", " ").split())
    assert "7,50 € HT, 1,50 € TVA 20 %" in front
    address = complete().identity.address
    assert f"{address.street}, {address.postal_code} {address.city}" in front
    tops = {word: top for word, _, top, *_ in reversed([*pdf_words(data)])}
    assert tops["somme"] < tops["42000"]
    # Prices begin beyond the middle of the line, at 298 points; those of other audiences have columns of their own, below.
    end = next(top for word, _, top, _, _ in pdf_words(data) if word == "Autres")
    edges = {
        round(right)
        for word, left, top, right, bottom in pdf_words(data)
        if left > 298 and top < end and bottom - top > 18 and word.endswith("€")
    }
    assert len(edges) == 1


def test_what_is_free_stands_between_its_lines_as_each_price_does() -> None:
    words = [*pdf_words(build_documents(complete(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"])]
    boxes = {word: (top, bottom) for word, _, top, _, bottom in reversed(words)}
    gaps = [boxes[below][0] - boxes[name][1] for name, below in (("Médiation", "Activités"), ("Journée", "12,50"))]
    assert abs(gaps[0] - gaps[1]) < 1


def test_a_long_passage_to_keep_or_to_remove_stands_alone_below_its_paragraph() -> None:
    data = build_documents(
        governed("association", "regie-publique", name="Commune d’exemple"), ("pdf",), ("grille-tarifaire",)
    )["grille-tarifaire.pdf"]
    words = [*pdf_words(data)]
    lefts = [
        [round(x, 1) for (word, x, *_), (after, *_) in itertools.pairwise(words) if [word, after] == pair]
        for pair in (["Les", "moyens"], ["La", "régie"], ["[service", "de"])
    ]
    (means,), (cashier,), (passage,) = lefts
    assert means == cashier < passage < means + 15


@pytest.mark.parametrize("make", [several, complete])
def test_the_back_of_a_price_list_has_two_columns_of_one_line_spacing_without_holes(make: Callable[[], Space]) -> None:
    words = [*pdf_words(build_documents(make(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"])]
    # The front, which is read on a wall, has no number.
    numbers = [index for index, (word, *_) in enumerate(words) if word == "Page"]
    title = next(index for index, (word, *_) in enumerate(words) if word == "règles")
    assert title < numbers[0]
    for begin, stop in itertools.pairwise([title, *numbers]):
        back = words[begin + 1 : stop]
        # The texts of reference end the last page; the foot of another one is below 760 points.
        ends = (
            top for (word, _, top, *_), (after, *_) in itertools.pairwise(back) if (word, after) == ("Textes", "de")
        )
        end = next(ends, 760)
        spacings = []
        for is_left in (True, False):
            # The middle of a sheet of A4 is at 298 points; the head of the page is above 70.
            column = [word for word in back if 70 < word[2] < end and (word[1] < 298) is is_left]
            tops = sorted({round(top, 1) for _, _, top, _, _ in column})
            steps = [after - before for before, after in itertools.pairwise(tops) if after - before > 2]
            spacings.append(Counter(round(step, 1) for step in steps).most_common(1)[0][0])
            # A part begins below a line, some 55 points below the last line of the one before at the most.
            assert max(steps) < 55
        assert abs(spacings[0] - spacings[1]) < 0.2
        # Letters of at least 9 points, on lines that are as far apart as letters of that size need.
        assert min(spacings) > 9 * 1.25


def test_each_part_of_the_back_of_a_price_list_has_as_much_room_above_its_line_and_columns_begin_on_one_line() -> None:
    words = [*pdf_words(build_documents(several(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"])]
    numbers = [index for index, (word, *_) in enumerate(words) if word == "Page"]
    title = next(index for index, (word, *_) in enumerate(words) if word == "règles")
    rooms = []
    for begin, stop in itertools.pairwise([title, *numbers]):
        firsts = []
        for is_left in (True, False):
            column = [box for _, *box in words[begin + 1 : stop] if 85 < box[1] < 690 and (box[0] < 298) is is_left]
            firsts.append(min(bottom for _, _, _, bottom in column))
            # The letters of the heading of a part are larger than all others.
            common = Counter(round(bottom - top) for _, top, _, bottom in column).most_common(1)[0][0]
            for top in sorted({round(top, 1) for _, top, _, bottom in column if bottom - top > 1.25 * common}):
                above = [other for _, _, _, other in column if other < top + 3]
                rooms += [top - max(above)] if above else []
        assert abs(firsts[0] - firsts[1]) < 3
    assert len(rooms) >= 3 and max(rooms) - min(rooms) < 3
    # More than between two paragraphs, by far: letters are a little smaller rather than parts run together.
    assert min(rooms) > 27


@pytest.mark.parametrize("make", [complete, several])
def test_no_part_of_the_back_of_a_price_list_is_cut_between_two_pages(make: Callable[[], Space]) -> None:
    pages = pdf_pages(build_documents(make(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"])
    for first, last in (
        ("Chaque carnet contient", "comme tous les"),
        ("Un carnet se paie en une fois", "à compter de l’achat"),
    ):
        assert any(first in spaced(page) and last in spaced(page) for page in pages), first


def test_the_back_of_a_price_list_has_one_left_edge_and_says_on_each_page_that_it_is_to_be_reviewed() -> None:
    pdf = build_documents(several(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"]
    words = [*pdf_words(pdf)]
    title = next(index for index, (word, *_) in enumerate(words) if word == "règles") - 1
    assert min(x for _, x, *_ in words[title:]) > words[title][1] - 1
    _, *back = pdf_pages(pdf)
    assert back and all("À faire relire" in page for page in back)


def test_each_text_of_reference_of_a_price_list_begins_a_line_in_two_columns_at_the_foot_of_the_page() -> None:
    prices = "::: {.poster .coworking}\n\n| Prix | TTC |\n| --- | --: |\n| Jour | **9 €** |\n\n:::\n\n"
    laws = [f"Loi{number} {'mot ' * number}" for number in range(1, 5)]
    words = [*pdf_words(pdf_of(f"{prices}## Partie\n\nFin.\n", legal_bases=laws))]
    places = {word: (round(x), round(top)) for word, x, top, *_ in words if word.startswith("Loi")}
    lefts = {left for left, _ in places.values()}
    assert len(places) == 4 and len(lefts) == 2
    # The first of each column are on one line.
    tops = [min(top for x, top in places.values() if x == left) for left in lefts]
    assert len(set(tops)) == 1 and tops[0] > 600


def test_each_blank_of_a_table_to_fill_in_has_a_ground_and_a_total_is_no_group(tmp_path: Path) -> None:
    """A column that has one value is to be completed, too; a label alone heads a group where rows of its own are below it."""
    rows = "| **Groupe** | | |\n| Un | | 12 |\n| Deux | | |\n| **Total** | | |\n"
    pdf = pdf_of(f"| Ligne | Réel | Prévu |\n| --- | --: | --: |\n{rows}")
    (tmp_path / "table.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", "table.pdf", "page"], cwd=tmp_path, check=True
    )
    (page,) = tmp_path.glob("page*.png")
    places = {word: (left, (top + bottom) / 2, right) for word, left, top, right, bottom in pdf_words(pdf)}
    real, planned = (places[word][2] - 2 for word in ("Réel", "Prévu"))
    with Image.open(page) as opened:
        image = opened.convert("RGB")
    grounds = {
        word: [image.getpixel((round(x), round(places[word][1]))) for x in (real, planned - 40)]
        for word in ("Groupe", "Un", "Deux", "Total")
    }
    white = (255, 255, 255)
    (blank, given) = grounds["Un"]
    assert blank != white and given == white
    assert grounds["Deux"] == grounds["Total"] == [blank, blank]
    # The name of a group is nothing to fill in.
    assert grounds["Groupe"] == [white, white]


def test_a_date_and_a_town_are_never_cut_from_their_number() -> None:
    text = "Fermé jusqu’au 2 janvier\u00a0: 1 rue de l’Exemple, 42300 Roanne ; " * 30
    lines = [line.split() for page in pages(text) for line in page]
    assert len(lines) > 20 and not [line for line in lines if line[-1] in ("2", "42300")]


def test_a_long_part_of_the_back_of_a_price_list_is_cut_so_that_both_columns_end_about_level() -> None:
    prices = "::: {.poster .coworking}\n\n| Prix | TTC |\n| --- | --: |\n| Jour | **9 €** |\n\n:::\n\n"
    items = "".join(f"- n{number}n {'mot ' * 30}\n" for number in range(1, 14))
    pdf = pdf_of(f"{prices}## Longue\n\n{items}\n## Courte\n\nFin.\n", legal_bases=["Loi d’exemple"])
    words = [*pdf_words(pdf)]
    left, right = (
        [(top, bottom, word) for word, x, top, _, bottom in words if word == "mot" and (x < 298) is is_left]
        for is_left in (True, False)
    )
    last = max(bottom for word, *_, bottom in words if word == "Fin.")
    assert left and right and abs(max(left)[1] - last) < 60
    # What goes on in the next column stands below its title.
    assert ["Longue", "(suite)"] in [[word, after] for (word, *_), (after, *_) in itertools.pairwise(words)]
    # Neither the first nor the last item is alone.
    column = {word: x < 298 for word, x, *_ in words if word[0] == word[-1] == "n"}
    assert column["n1n"] == column["n2n"] and column["n12n"] == column["n13n"]


def test_a_short_list_inside_a_rule_of_a_price_list_is_never_cut_between_two_columns() -> None:
    prices = "::: {.poster .coworking}\n\n| Prix | TTC |\n| --- | --: |\n| Jour | **9 €** |\n\n:::\n\n"
    item, rules = f"- {'mot ' * 30}\n", "".join(f"    - n{number}n {'mot ' * 12}\n" for number in range(1, 6))
    for before in (4, 5):
        text = f"{prices}## Longue\n\n{item * before}- Fermetures :\n\n{rules}{item * (10 - before)}"
        words = [*pdf_words(pdf_of(text, legal_bases=["Loi d’exemple"]))]
        columns = {x < 298 for word, x, *_ in words if word == "Fermetures" or word[0] == word[-1] == "n"}
        assert len(columns) == 1, before


def test_opening_hours_of_the_back_of_a_price_list_are_in_two_columns() -> None:
    prices = "::: {.poster .coworking}\n\n| Prix | TTC |\n| --- | --: |\n| Jour | **9 €** |\n\n:::\n\n"
    hours = "- **Ouverture** :\n\n    - lundi, mardi : 9 h – 18 h ;\n    - samedi : 10 h – 13 h ;\n    - fermé : dimanche.\n- Suite.\n"
    words = [*pdf_words(pdf_of(f"{prices}## Formules\n\n{hours}", legal_bases=["Loi d’exemple"]))]
    places = {word: (round(x), round(top)) for word, x, top, *_ in words}
    assert {"mardi", "samedi", "fermé", "dimanche"} <= set(places)
    assert places["lundi,"][0] == places["samedi"][0] == places["fermé"][0]
    second = places["dimanche"]
    assert second[0] > places["mardi"][0] and second[1] == places["fermé"][1]
    assert any(word.startswith("10") and round(x) == second[0] for word, x, *_ in words)


def test_what_an_entry_costs_is_told_in_whole_cents_alone() -> None:
    for uses, told in ((10, True), (7, False)):
        space = several()
        books = {key: book.model_copy(update={"uses": uses}) for key, book in space.prices.passes.items()}
        space = replace(space, prices=space.prices.model_copy(update={"passes": books}))
        sheet, *_ = pdf_pages(build_documents(space, ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"])
        assert ("l’entrée" in sheet) is told


def test_what_a_pass_contains_has_room_beside_large_prices() -> None:
    data = build_documents(complete(), ("pdf",), ("grille-tarifaire",))["grille-tarifaire.pdf"]
    tops = {word: top for word, _, top, _, _ in reversed([*pdf_words(data)]) if word in ("(1", "demi-journée),")}
    # One line of 11 points after the other, and no third.
    assert 0 <= tops["demi-journée),"] - tops["(1"] < 20


def test_a_quote_begins_with_its_number_and_a_contract_with_its_price_and_its_notice() -> None:
    slugs = ("devis-cooperative", "contrat-coworking-resident-coworking")
    (quote, conditions, form), contract = (
        [spaced(page) for page in pdf_pages(build_documents(complete(), ("pdf",), (slug,))[f"{slug}.pdf"])]
        for slug in slugs
    )
    head = quote[: quote.index("Vendeur")]
    assert "Devis" in head and "N° [numéro]" in head and "du [date]" in head
    assert "12,50 € 20 % 15,00 €" in quote and "Total HT à 20 %" in quote
    # The sheet that is sent back has nothing that is not of it.
    assert "Textes de référence" in conditions and "Rayez la mention inutile" in form and "Textes de" not in form
    # What is essential is on one page, which is the first or the second.
    (essential,) = [page[page.index("Prix du mois") :] for page in contract[:2] if "Prix du mois" in page]
    assert (
        essential.index("préavis") < essential.index("Le coworker agit") < essential.index("Clé, badge ou code remis")
    )


@pytest.mark.parametrize("name", ["devis", "facture"])
def test_a_quote_and_an_invoice_have_one_page(name: str) -> None:
    """But the conditions of a quote, to sign on its back, and the form to withdraw, which is cut off and sent back."""
    slugs = (f"{name}-cooperative", f"{name}-association")
    for path, data in build_documents(several(), ("pdf",), slugs).items():
        _, *others = pdf_pages(data)
        back = [page for page in others if "Formulaire de rétractation" not in page]
        assert len(back) == (name == "devis"), path
        assert all("Conditions" in page and "bon pour accord" in page for page in back)


def test_whoever_signs_alone_does_so_beside_the_place_and_the_date() -> None:
    one = "::: signature\n**Adhérente**\\\nNom\n\nSignature\n:::\n\n"
    above = {}
    for count in (1, 2):
        body = f"## Fin\n\n::: onset\nFaitici.\n:::\n\n:::: signatures\n{one * count}::::\n"
        words = list(pdf_words(pdf_of(body, signatories=["person"])))
        tops = {word: top for word, _, top, *_ in reversed(words)}
        above[count] = tops["Adhérente"] - tops["Faitici."]
    assert above[1] < 12 < above[2]


def test_figures_to_write_in_have_a_box_each_and_articles_a_list() -> None:
    rows = "".join(f"| Chiffre{number} | {number}0 | | |\n" for number in range(1, 6))
    boxes = f"::: boxes\n\n| Quoi | Objectif | Année | Avant |\n| --- | --: | --: | --: |\n{rows}\n:::\n"
    words = list(pdf_words(pdf_of(boxes)))
    read = [word for word, *_ in words]
    # What is known of an aim can't be taken for the figure of the year.
    assert read.count("Objectif") == read.count("Avant") == read.count("Année") == 5
    first = {word: top for word, _, top, *_ in reversed(words)}
    assert abs(first["30"] - first["Objectif"]) < 6 < first["30"] - first["Année"]
    tops = [round(top) for word, _, top, *_ in words if word.startswith("Chiffre")]
    assert len(set(tops)) == 2 and tops.count(tops[0]) == 3
    articles = pdf_words(
        pdf_of("::: contents\n:::\n\n## Article #. Objet\n\nTexte.\n\n## Article #. Durée\n\nTexte.\n")
    )
    assert [word for word, *_ in articles if word in {"Objet", "Durée"}] == ["Objet", "Durée", "Objet", "Durée"]
