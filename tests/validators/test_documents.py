"""Documents, opened by other programs: PDF readers, LibreOffice."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from support.built_places import (
    FACTS,
    HOSTILE,
    HOSTILE_TITLES,
    PLACES,
    WITH_WORD_FILES,
    answers_for,
    collapse_spaces,
    config_value,
    document_files,
    price_amounts,
)
from support.document_text import TO_REVIEWER
from support.generated_places import run, run_checked
from support.pdf_accessibility import DC_TITLE, accessibility_faults
from support.requirements import require_program

pytestmark = pytest.mark.slow

OFFICE = ("docx", "odt")
#: How many files LibreOffice is given at once.
_AT_ONCE = 100
#: Points between the edge of the sheet and the text: 22 mm at the sides, or more; 6 mm above headers and below footers, where any
#: printer can print.
SIDE, TOP = 22 / 25.4 * 72, 6 / 25.4 * 72
#: Points by which punctuation at the end of a line may hang beyond the text, so that its edge looks straight.
HANGING = 3.0
#: Letters of the longest word for which a column of a table must be wide enough.
LONGEST = 20
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PRICE_LIST = "grille-tarifaire"
#: Directional marks that pdftotext puts around words written from right to left.
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text_of(pdf: Path) -> str:
    """The text of a PDF according to pdftotext, with white space collapsed."""
    return collapse_spaces(
        _DIRECTIONS.sub(
            "", run_checked([require_program("pdftotext"), "-enc", "UTF-8", str(pdf), "-"], pdf.parent).output
        )
    )


def without_spaces(text: str) -> str:
    """``text`` in one piece: the end of a line may fall inside a long word."""
    return "".join(text.split())


def tags(pdf: Path) -> set[str]:
    """The kinds of all tagged elements, as poppler names them: ``H1``, ``P``, ``Table``…"""
    return set(
        re.findall(r"(?m)^ *(\w+)", run_checked([require_program("pdfinfo"), "-struct", str(pdf)], pdf.parent).output)
    )


@pytest.mark.parametrize("name", PLACES)
def test_pdfs_are_accessible(built_place: Callable[[str], Path], name: str) -> None:
    """What a program can check of PDF/UA, the language of the kit's documents, and the title of their page."""
    files = document_files(built_place(name), "pdf")
    assert len(files) >= 2
    for file in files:
        assert accessibility_faults(file.read_bytes()) == [], file
        with pikepdf.open(file) as pdf, pdf.open_metadata() as metadata:
            root: Any = pdf.Root
            page = file.with_suffix(".html").read_text(encoding="utf-8")
            assert re.findall(r'<html[^>]* lang="(\w+)"', page) == [str(root.Lang)], file
            shown = re.findall("<h1>(.*)</h1>", page)
            assert [html.unescape(title) for title in shown] == [metadata[DC_TITLE]], file


@pytest.mark.parametrize("name", PLACES)
def test_pdfs_have_a_bookmark_for_each_heading(built_place: Callable[[str], Path], name: str) -> None:
    for file in document_files(built_place(name), "pdf"):
        page = file.with_suffix(".html").read_text(encoding="utf-8")
        headings = [
            collapse_spaces(html.unescape(re.sub("<[^>]+>", "", heading)))
            for heading in re.findall("(?s)<h2.*?>(.*?)</h2>", page[page.index("<main>") :])
        ]
        with pikepdf.open(file) as pdf, pdf.open_outline() as outline:
            titles = [collapse_spaces(bookmark.title) for bookmark in outline.root]
            # On paper, the texts of reference of a quote stand below its conditions, before the sheet to send back.
            below = [collapse_spaces(one.title) for bookmark in outline.root for one in bookmark.children]
            moved = [heading for heading in headings if heading not in titles]
            kept = [heading for heading in headings if heading not in moved]
            # The rules of prices stand on their last page in the order that fills it best, each with its number; a heading
            # that each row below it begins with is not repeated.
            prices = file.stem in ("grille-tarifaire", "price-list")
            in_order = sorted if prices else list
            moved = [heading for heading in moved if not (prices and is_said_by_rows(heading, page))]
            assert in_order(kept) == in_order(titles), file
            assert moved in ([], ["Textes de référence"]) and set(moved) <= set(below), file


def is_said_by_rows(heading: str, page: str) -> bool:
    """Whether each row of the table below a heading in the plural begins with it."""
    below = page.partition(f">{heading}</a></h2>")[2].partition("</table>")[0]
    names = re.findall(r"(?s)<tr>\s*<t[dh][^>]*>(.*?)</t[dh]>", below.partition("<tbody>")[2])
    return bool(names) and all(re.sub("<[^>]+>", "", name).strip().startswith(heading.rstrip("s")) for name in names)


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_nothing_is_outside_the_margins(built_place: Callable[[str], Path], name: str) -> None:
    """No word is cut at the edge of a sheet, and no table either."""
    for file in document_files(built_place(name), "pdf"):
        assert words_outside(file) == [], file


def words_outside(pdf: Path) -> list[str]:
    """The words of a PDF beyond the margins according to pdftotext, with their box in points."""
    xml = run_checked([require_program("pdftotext"), "-bbox", "-enc", "UTF-8", str(pdf), "-"], pdf.parent).output
    outside, count = [], 0
    for width, height, content in re.findall(r'(?s)<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', xml):
        for box in WORD.finditer(content):
            left, top, right, bottom = map(float, box.groups()[:4])
            count += 1
            if len(html.unescape(box[5])) <= LONGEST and not (
                left >= SIDE - HANGING
                and right <= float(width) - SIDE + HANGING
                and top >= TOP
                and bottom <= float(height) - TOP
            ):
                outside.append(box[0])
    assert count > 50, pdf
    return outside


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_pdfs_are_tagged(built_place: Callable[[str], Path], name: str) -> None:
    for file in document_files(built_place(name), "pdf"):
        kinds, page = tags(file), file.with_suffix(".html").read_text("utf-8")
        body = page[page.index("<main>") :]
        assert "P" in kinds, file
        for mark, expected in {"<h2": {"H1"}, "<li": {"L", "LI"}, "<table": {"Table", "TR", "TH", "TD"}}.items():
            assert expected <= kinds or mark not in body, (file, mark)


@pytest.mark.validators
@pytest.mark.parametrize("name", PLACES)
def test_pdfs_read_as_text(built_place: Callable[[str], Path], name: str) -> None:
    root = built_place(name)
    for file in document_files(root, "pdf"):
        text = text_of(file)
        assert collapse_spaces(config_value(root, "space", "name")) in text, file
        assert "{%" not in text.replace("{% raw %}", ""), file
        assert not TO_REVIEWER.search(text), file
    # pdftotext takes the space out of a large amount of one digit.
    prices = text_of(root / f"documents/{PRICE_LIST}.pdf").replace(" ", "")
    assert [amount for amount in price_amounts(root) if f"{amount} €".replace(" ", "") not in prices] == []


@pytest.fixture(scope="session")
def printed_documents(shared_folder: Callable[..., Path], built_place: Callable[[str], Path]) -> Callable[[str], Path]:
    """``printed_documents(name)``: the folder in which LibreOffice has printed each document of a place."""

    def printed_documents(name: str) -> Path:
        soffice = require_program("soffice", "libreoffice")

        def make(folder: Path) -> None:
            for place in WITH_WORD_FILES:
                for file in (file for kind in OFFICE for file in document_files(built_place(place), kind)):
                    copy = folder / f"{place}.{file.stem}.{file.suffix[1:]}{file.suffix}"
                    shutil.copyfile(file, copy)
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            sources = sorted(str(path) for kind in OFFICE for path in folder.glob(f"*.{kind}"))
            output = []
            # LibreOffice stops without a word after some 250 files.
            for first in range(0, len(sources), _AT_ONCE):
                files = sources[first : first + _AT_ONCE]
                command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
                output.append(run(command, folder).output)
            (folder / "output").write_text("".join(output), encoding="utf-8")
            shutil.rmtree(folder / "profile", ignore_errors=True)

        return shared_folder("opened", make)

    return printed_documents


@pytest.mark.validators
@pytest.mark.parametrize("name", WITH_WORD_FILES)
@pytest.mark.parametrize("kind", OFFICE)
def test_libreoffice_opens_every_document(
    printed_documents: Callable[[str], Path], built_place: Callable[[str], Path], name: str, kind: str
) -> None:
    root, folder = built_place(name), printed_documents(name)
    files = document_files(root, kind)
    assert files
    for file in files:
        printed = folder / f"{name}.{file.stem}.{kind}.pdf"
        assert printed.is_file(), (file, (folder / "output").read_text(encoding="utf-8"))
        text = text_of(printed)
        assert collapse_spaces(config_value(root, "space", "name")) in text, file
        rest = without_spaces(text)
        facts = (value for fields in FACTS.get(name, {}).values() for value in fields.values())
        titles = HOSTILE_TITLES.values() if name == HOSTILE else ()
        for typed in (value for value in (*answers_for(name).values(), *facts, *titles) if isinstance(value, str)):
            # Only what looks like a template: a long name may be cut by the end of a page.
            for braces in re.findall(r"\{[{%#].*?[}%#]\}", typed):
                rest = rest.replace(without_spaces(braces)[:-2], "")  # its end may be on the next page
        assert "{{" not in rest and "{%" not in rest and "{#" not in rest, file
        if file.stem == PRICE_LIST:
            # A narrow space before the euro is lost among large letters.
            shown = [re.search(rf"(?<![\d,]){re.escape(amount)}\s?€", text) for amount in price_amounts(root)]
            assert all(shown), file
