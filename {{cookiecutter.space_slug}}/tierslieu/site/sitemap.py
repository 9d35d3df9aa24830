"""What robots read first: the list of all pages (https://www.sitemaps.org/protocol.html) and ``robots.txt`` (RFC 9309)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as xml

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Entry:
    """A page: its address, the day of its last change where it is known, and its addresses by locale, itself
    included, where there are several.
    """

    address: str
    changed: dt.date | None = None
    translations: tuple[tuple[str, str], ...] = ()


def sitemap(entries: Iterable[Entry], website: str) -> bytes:
    """Every address of the site, each with its other languages."""
    root = xml.Element("urlset", {"xmlns": _SITEMAP})
    entries = list(entries)
    if any(entry.translations for entry in entries):
        root.set("xmlns:xhtml", _XHTML)
    for entry in entries:
        url = xml.SubElement(root, "url")
        xml.SubElement(url, "loc").text = website + entry.address
        if entry.changed:
            xml.SubElement(url, "lastmod").text = entry.changed.isoformat()
        for locale, address in entry.translations:
            link = {"rel": "alternate", "hreflang": locale, "href": website + address}
            xml.SubElement(url, "xhtml:link", link)
    xml.indent(root)
    text: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def robots(website: str) -> bytes:
    """Everyone may read everything."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {website}sitemap.xml\n".encode()
