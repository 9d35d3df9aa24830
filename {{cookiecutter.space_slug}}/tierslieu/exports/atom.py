"""``agenda.xml``: what is coming, as an Atom feed (RFC 4287), one entry a date."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from urllib.parse import quote, unquote
from xml.etree import ElementTree as xml

from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.schedule import occurrences
from tierslieu.schedule.occurrences import Occurrence

#: How long before it takes place something enters the feed.
DAYS = 56

# What XML can't hold (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATOM = "http://www.w3.org/2005/Atom"


def path(space: Space, locale: str) -> str:
    """Where the feed in ``locale`` is, under ``public/``."""
    return f"{unquote(urls.home_of(space, locale))}agenda.xml"


def build(space: Space) -> dict[str, bytes]:
    """The feed in each language of the site. Raises ``Problems`` when an activity can't be dated."""
    return {path(space, locale): _in_language(space, locale) for locale in space.identity.languages}


def _in_language(space: Space, locale: str) -> bytes:
    told, known, root = OccurrenceFormatter(space, locale), urls.by_language(space), urls.root(space)
    last = space.today + dt.timedelta(days=DAYS - 1)
    found = occurrences.occurrences_of(space, occurrences.shown(space, locale), space.today, last)
    feed = xml.Element("feed", {"xmlns": _ATOM, "xml:lang": locale})
    where = path(space, locale)
    feed.set("xml:base", root or urls.to_root(where) or "./")
    _add(feed, "id", _identifier(space, f"agenda.xml {locale}"))
    _add(feed, "title", told.t("agenda_calendar_name", name=space.identity.name))
    _add(feed, "updated", _moment(max(map(_changed, found), default=space.today)))
    _add(_add(feed, "author"), "name", space.identity.name)
    _add(feed, "link", rel="self", type="application/atom+xml", href=quote(where))
    _add(feed, "link", rel="alternate", type="text/html", href=known[locale].get("agenda") or "./")
    for one in found:
        _entry(feed, space, told, one, urls.under(urls.ACTIVITY, known[one.source.locale], one.source))
    xml.indent(feed)
    text: bytes = xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(feed: xml.Element, space: Space, told: OccurrenceFormatter, one: Occurrence, page: str) -> None:
    activity = one.source.meta
    entry = _add(feed, "entry")
    _add(entry, "id", _identifier(space, f"{one.source.key}/{one.planned.isoformat()}"))
    _add(entry, "title", f"{told.title(one.source)} – {told.when(one)}")
    _add(entry, "updated", _moment(_changed(one)))
    _add(_add(entry, "author"), "name", told.host(one.source))
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    _add(entry, "category", term=activity.format, label=told.format(one.source) or activity.format)
    _add(entry, "summary", "\n".join(_summary(told, one)))


def _summary(told: OccurrenceFormatter, one: Occurrence) -> Iterator[str]:
    yield f"{told.when(one)} – {told.place(one) or told.site}"
    if change := told.change(one):
        yield change
    yield one.source.meta.description
    yield from told.notes(one.source)


def _changed(one: Occurrence) -> dt.date:
    """The day on which it entered the feed or, when it is known, that of its last change."""
    entered = one.start.date() - dt.timedelta(days=DAYS)
    updated = one.source.meta.updated
    return max(entered, updated) if updated else entered


def _add(parent: xml.Element, tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    element = xml.SubElement(parent, tag, attributes)
    element.text = None if text is None else _FORBIDDEN.sub("", text)
    return element


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _identifier(space: Space, what: str) -> str:
    """Drawn from names that do not change when the address of the site does."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"tierslieu:{space.identity.slug}/agenda/{what}").urn
