"""The text of documents, whatever their format."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

from support.requirements import require_program

#: What only a reviewer must read: laws that were not read, or not in their own text, and points to be confirmed.
TO_REVIEWER = re.compile(
    r"(?i)\b(?:été|être|sources|pages|commentaires|textes?|articles?|versions?|non|connue?s?) lue?s?\b"
    r"|\blue?s? (?:seulement|que|en partie|dans|sur une)\b|\bpas lu\b|d’après leur numéro|à notre connaissance"
    r"|à confirmer|à faire (?:confirmer|vérifier)|\bjuriste|::: review"
)


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
        assert tag != "img" or str(dict(attrs)["src"]).startswith("data:image/svg+xml;base64,")
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
