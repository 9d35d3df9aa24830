"""The text of documents, whatever their format."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from operator import itemgetter
from xml.etree import ElementTree

from support.requirements import require_program

#: What only a reviewer must read: laws that were not read, or not in their own text, and points to be confirmed.
TO_REVIEWER = re.compile(
    r"(?i)\b(?:été|être|sources|pages|commentaires|textes?|articles?|versions?|non|connue?s?) lue?s?\b"
    r"|\blue?s? (?:seulement|que|en partie|dans|sur une)\b|\bpas lu\b|d’après leur numéro|à notre connaissance"
    r"|à confirmer|à faire (?:confirmer|vérifier)|\bjuriste|::: review"
)

#: Where the text of an A4 page begins and ends, as parts of its height, and how far apart the words of a line may end.
_TOP, _BOTTOM, _SAME_LINE = 0.08, 0.935, 0.004


def text_of(path: str, data: bytes) -> str:
    """The text of a document, headers and footers included, with every run of white space as one space."""
    readers = {"html": html_text, "pdf": pdf_text, "docx": docx_text, "odt": odt_text}
    return spaced(readers[path.rpartition(".")[2]](data))


def spaced(text: str) -> str:
    """The same text with every run of white space, no-break spaces included, as one space."""
    return re.sub(r"\s+", " ", text)


def html_text(data: bytes) -> str:
    """The text of a page; fails on scripts and on external files."""
    parser = _TextParser()
    parser.feed(data.decode("utf-8"))
    return "".join(parser.parts)


def pdf_text(data: bytes) -> str:
    """The text of a PDF according to pdftotext, without the directional marks that it adds."""
    return "".join(pdf_pages(data))


def pdf_pages(data: bytes) -> list[str]:
    """The same text page by page."""
    command = [require_program("pdftotext"), "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode("utf-8")
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).removesuffix("\f").split("\f")


def pdf_words(data: bytes) -> Iterator[tuple[str, float, float, float, float]]:
    """Every word of a PDF with its left, top, right and bottom, in points."""
    for page in _bounding_boxes(data):
        for word in page:
            left, top, right, bottom = (float(word.attrib[name]) for name in ("xMin", "yMin", "xMax", "yMax"))
            yield word.text or "", left, top, right, bottom


def pdf_lines(data: bytes) -> list[list[tuple[float, str]]]:
    """The lines of each page of a PDF, from the top: where each ends, as a part of the height, and its text.

    Without what stands in the margins: the running head and the number of the page.
    """
    pages = []
    for page in _bounding_boxes(data):
        height = float(page.attrib["height"])
        words = sorted(
            (float(word.attrib["yMax"]) / height, float(word.attrib["xMin"]), word.text or "") for word in page
        )
        lines: list[list[tuple[float, float, str]]] = []
        for word in words:
            if _TOP < word[0] < _BOTTOM:
                if not lines or word[0] - lines[-1][0][0] > _SAME_LINE:
                    lines.append([])
                lines[-1].append(word)
        pages.append(
            [(line[-1][0], " ".join(word for _, _, word in sorted(line, key=itemgetter(1)))) for line in lines]
        )
    return pages


def _bounding_boxes(data: bytes) -> list[ElementTree.Element]:
    """The pages of a PDF according to pdftotext, each with its words."""
    command = [require_program("pdftotext"), "-enc", "UTF-8", "-bbox", "-", "-"]
    tree = ElementTree.fromstring(subprocess.run(command, input=data, capture_output=True, check=True).stdout)
    return [element for element in tree.iter() if element.tag.endswith("}page")]


def docx_text(data: bytes) -> str:
    """The text of a DOCX with its headers and footers."""
    with archive(data) as docx:
        names = [name for name in docx.namelist() if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name)]
        return " ".join(_xml_text(docx.read(name)) for name in names)


def odt_text(data: bytes) -> str:
    """The text of an ODT with its headers and footers."""
    with archive(data) as odt:
        assert odt.namelist()[0] == "mimetype"
        return " ".join(_xml_text(odt.read(name)) for name in ("content.xml", "styles.xml"))


def archive(data: bytes) -> zipfile.ZipFile:
    """``data`` as an archive, whose checksums are verified."""
    zip_file = zipfile.ZipFile(io.BytesIO(data))
    assert zip_file.testzip() is None
    return zip_file


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "iframe"}
        assert tag != "img" or str(dict(attrs)["src"]).startswith(("data:image/svg+xml,", "data:image/svg+xml;base64,"))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.parts.append(data)


def _xml_text(data: bytes) -> str:
    return "".join(_in_order(ElementTree.fromstring(data)))


def _in_order(element: ElementTree.Element) -> list[str]:
    """The text of an element in reading order; paragraphs, tabs, spaces and line breaks are white space."""
    tag = element.tag.rpartition("}")[2]
    parts = [" " if tag in {"p", "h", "s", "tab", "br", "line-break"} else "", element.text or ""]
    for child in element:
        parts += [*_in_order(child), child.tail or ""]
    return parts
