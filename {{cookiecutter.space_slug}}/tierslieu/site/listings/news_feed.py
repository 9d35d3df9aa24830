"""The Atom feed of the news (RFC 4287)."""

from __future__ import annotations

from markupsafe import Markup

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.rendering.atom_elements import add_element, feed_bytes, feed_element, identifier, moment

from .news import NewsItem

#: How many pieces of news the feed holds; the readers of people keep older ones.
MAX_ENTRIES = 20


def atom_feed(
    name: str, slug: str, formatter: LocaleFormatter, page: str, items: list[tuple[NewsItem, Markup]], website: str
) -> bytes:
    """The feed of ``items``, each with its text as HTML; ``page`` is the address of the page of the news, beside it.

    ``name`` and ``slug`` are those of the place, ``website`` is its URL if known. Identifiers depend on the slug, not
    on the website: they must not change when the site moves.
    """
    feed = feed_element(formatter.code)
    if website:
        feed.set("xml:base", website + page)
    add_element(feed, "id", identifier(slug, page))
    add_element(feed, "title", formatter.t("news_feed_title", name=name))
    add_element(feed, "updated", moment(items[0][0].meta.date))
    add_element(add_element(feed, "author"), "name", name)
    add_element(feed, "link", rel="self", type="application/atom+xml", href="feed.xml")
    add_element(feed, "link", rel="alternate", type="text/html", href="./")
    for item, text in items:
        address = item.address.removeprefix(page)
        entry = add_element(feed, "entry")
        add_element(entry, "id", identifier(slug, item.address))
        add_element(entry, "title", item.meta.title)
        add_element(entry, "updated", moment(item.meta.date))
        add_element(entry, "link", rel="alternate", type="text/html", href=address)
        add_element(entry, "summary", item.meta.description)
        content = add_element(entry, "content", str(text), type="html")
        content.set("xml:base", address)
    return feed_bytes(feed)
