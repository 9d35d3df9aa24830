"""The Atom feed of the news (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import uuid
from xml.etree import ElementTree as xml

from markupsafe import Markup

from tierslieu.i18n.formatting import LocaleFormatter

from .news import NewsItem

#: How many pieces of news the feed holds; the readers of people keep older ones.
MAX_ENTRIES = 20

_ATOM = "http://www.w3.org/2005/Atom"


def atom_feed(
    name: str, slug: str, formatter: LocaleFormatter, page: str, items: list[tuple[NewsItem, Markup]], website: str
) -> bytes:
    """The feed of ``items``, each with its text as HTML; ``page`` is the address of the page of the news, beside it.

    ``name`` and ``slug`` are those of the place, ``website`` is its URL if known. Identifiers depend on the slug, not
    on the website: they must not change when the site moves.
    """
    feed = xml.Element("feed", {"xmlns": _ATOM, "xml:lang": formatter.code})
    if website:
        feed.set("xml:base", website + page)
    _add(feed, "id", _identifier(slug, page))
    _add(feed, "title", formatter.t("news_feed_title", name=name))
    _add(feed, "updated", _timestamp(items[0][0].meta.date))
    _add(_add(feed, "author"), "name", name)
    _add(feed, "link", rel="self", type="application/atom+xml", href="feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href="./")
    for item, text in items:
        address = item.address.removeprefix(page)
        entry = _add(feed, "entry")
        _add(entry, "id", _identifier(slug, item.address))
        _add(entry, "title", item.meta.title)
        _add(entry, "updated", _timestamp(item.meta.date))
        _add(entry, "link", rel="alternate", type="text/html", href=address)
        _add(entry, "summary", item.meta.description)
        content = _add(entry, "content", str(text), type="html")
        content.set("xml:base", address)
    xml.indent(feed)
    document: bytes = xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add(parent: xml.Element, tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    element = xml.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _timestamp(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _identifier(slug: str, address: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"tierslieu:{slug}/{address}").urn
