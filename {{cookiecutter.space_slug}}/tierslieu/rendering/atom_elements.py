"""The elements that Atom feeds share (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from xml.etree import ElementTree as xml

# Characters that XML cannot hold (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed_element(locale: str) -> xml.Element:
    """An empty feed in ``locale``."""
    return xml.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": locale})


def add_element(parent: xml.Element, tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    """A new element at the end of ``parent``; its text loses the characters that XML cannot hold."""
    element = xml.SubElement(parent, tag, attributes)
    element.text = None if text is None else _FORBIDDEN.sub("", text)
    return element


def moment(day: dt.date) -> str:
    """The beginning of ``day`` as a date of Atom."""
    return f"{day.isoformat()}T00:00:00Z"


def identifier(slug: str, name: str) -> str:
    """A URN for ``name`` of the place ``slug``: it stays when the address of the site changes."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"tierslieu:{slug}/{name}").urn


def feed_bytes(feed: xml.Element) -> bytes:
    """The feed as a file."""
    xml.indent(feed)
    text: bytes = xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
