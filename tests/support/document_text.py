"""What a reader sees in a document, whatever its format."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest


def text_of(path: str, data: bytes) -> str:
    """The text of a document, headers and footers included, with every run of white space as one space."""
    read = {"html": html_text, "pdf": pdf_text, "docx": docx_text, "odt": odt_text}[path.rpartition(".")[2]]
    return spaced(read(data))


def spaced(text: str) -> str:
    """The same text with every run of white space, no-break spaces included, as one space."""
    return re.sub(r"\s+", " ", text)


def html_text(data: bytes) -> str:
    """The text of a page; fails on anything that would run, or come from elsewhere."""
    parser = _Text()
    parser.feed(data.decode("utf-8"))
    return "".join(parser.parts)


def pdf_text(data: bytes) -> str:
    """The text of a PDF as pdftotext finds it, without the marks of direction that are its own."""
    run = [_command("pdftotext"), "-enc", "UTF-8", "-nopgbrk", "-", "-"]
    text = subprocess.run(run, input=data, capture_output=True, check=True).stdout.decode("utf-8")
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)


def docx_text(data: bytes) -> str:
    """The text of a DOCX with its headers and footers."""
    with archive(data) as opened:
        names = [name for name in opened.namelist() if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name)]
        return " ".join(_xml_text(opened.read(name)) for name in names)


def odt_text(data: bytes) -> str:
    """The text of an ODT with its headers and footers."""
    with archive(data) as opened:
        assert opened.namelist()[0] == "mimetype"
        return " ".join(_xml_text(opened.read(name)) for name in ("content.xml", "styles.xml"))


def archive(data: bytes) -> zipfile.ZipFile:
    """A zip whose parts are all whole."""
    opened = zipfile.ZipFile(io.BytesIO(data))
    assert opened.testzip() is None
    return opened


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "iframe"}
        assert tag != "img" or str(dict(attrs)["src"]).startswith("data:image/svg+xml;base64,")
        self.style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.style = False

    def handle_data(self, data: str) -> None:
        if not self.style:
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


def _command(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    (pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip)(f"{name} is not installed")
    raise AssertionError
