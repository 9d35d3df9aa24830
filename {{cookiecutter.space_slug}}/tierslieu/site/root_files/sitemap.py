"""``sitemap.xml``, the list of all pages (https://www.sitemaps.org/protocol.html), and ``robots.txt`` (RFC 9309)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape  # escapes what XML requires; xml.sax.saxutils takes longer to import

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class SitemapEntry:
    """A page, the date of its last change, and its addresses by locale (its own too), empty where it is in one."""

    address: str
    changed: dt.date | None
    translations: tuple[tuple[str, str], ...]


def sitemap(entries: Iterable[SitemapEntry], website: str) -> bytes:
    """The sitemap of ``entries``; ``website`` is the URL of the site, with a final slash."""
    entries = list(entries)
    xhtml = f' xmlns:xhtml="{_XHTML}"' if any(entry.translations for entry in entries) else ""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<urlset xmlns="{_SITEMAP}"{xhtml}>']
    for entry in entries:
        lines += ["  <url>", f"    <loc>{escape(website + entry.address)}</loc>"]
        if entry.changed:
            lines.append(f"    <lastmod>{entry.changed.isoformat()}</lastmod>")
        for locale, address in entry.translations:
            url = escape(website + address)
            lines.append(f'    <xhtml:link rel="alternate" hreflang="{escape(locale)}" href="{url}" />')
        lines.append("  </url>")
    return "\n".join([*lines, "</urlset>", ""]).encode("utf-8")


def robots(website: str) -> bytes:
    """A ``robots.txt`` that allows everything and names the sitemap of ``website``."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {website}sitemap.xml\n".encode()
