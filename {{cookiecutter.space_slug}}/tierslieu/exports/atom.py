"""``agenda.xml``: the occurrences to come, as an Atom feed (RFC 4287), one entry each."""

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

#: How many days before it takes place an occurrence enters the feed.
DAYS = 56

# Characters that XML cannot hold (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATOM = "http://www.w3.org/2005/Atom"


def path(space: Space, locale: str) -> str:
    """The path of the feed in ``locale`` under ``public/``."""
    return f"{unquote(urls.home_address(space, locale))}agenda.xml"


def build(space: Space) -> dict[str, bytes]:
    """The feed in each language of the site. Raises ``Problems`` when an activity can't be dated."""
    return {path(space, locale): _in_language(space, locale) for locale in space.identity.languages}


def _in_language(space: Space, locale: str) -> bytes:
    fmt, addresses = OccurrenceFormatter(space, locale), urls.addresses_by_language(space)
    last = space.today + dt.timedelta(days=DAYS - 1)
    coming = occurrences.occurrences_of(space, occurrences.listed(space, locale), space.today, last)
    feed = xml.Element("feed", {"xmlns": _ATOM, "xml:lang": locale})
    feed_path = path(space, locale)
    feed.set("xml:base", urls.root(space) or urls.to_root(feed_path) or "./")
    _add(feed, "id", _identifier(space, f"agenda.xml {locale}"))
    _add(feed, "title", fmt.t("agenda_calendar_name", name=space.identity.name))
    _add(feed, "updated", _moment(max(map(_changed, coming), default=space.today)))
    _add(_add(feed, "author"), "name", space.identity.name)
    _add(feed, "link", rel="self", type="application/atom+xml", href=quote(feed_path))
    _add(feed, "link", rel="alternate", type="text/html", href=addresses[locale].get("agenda") or "./")
    for occurrence in coming:
        page = urls.address_below(urls.ACTIVITY, addresses[occurrence.source.locale], occurrence.source)
        _entry(feed, space, fmt, occurrence, page)
    xml.indent(feed)
    text: bytes = xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(feed: xml.Element, space: Space, fmt: OccurrenceFormatter, occurrence: Occurrence, page: str) -> None:
    activity = occurrence.source.meta
    entry = _add(feed, "entry")
    _add(entry, "id", _identifier(space, f"{occurrence.source.key}/{occurrence.planned.isoformat()}"))
    _add(entry, "title", f"{fmt.title(occurrence.source)} – {fmt.when(occurrence)}")
    _add(entry, "updated", _moment(_changed(occurrence)))
    _add(_add(entry, "author"), "name", fmt.host(occurrence.source))
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    _add(entry, "category", term=activity.format, label=fmt.format(occurrence.source) or activity.format)
    _add(entry, "summary", "\n".join(_summary(fmt, occurrence)))


def _summary(fmt: OccurrenceFormatter, occurrence: Occurrence) -> Iterator[str]:
    yield f"{fmt.when(occurrence)} – {fmt.place(occurrence) or fmt.site}"
    if change := fmt.change(occurrence):
        yield change
    yield occurrence.source.meta.description
    yield from fmt.notes(occurrence.source)


def _changed(occurrence: Occurrence) -> dt.date:
    """The day on which it entered the feed or, if later, that of its last change."""
    entered = occurrence.start.date() - dt.timedelta(days=DAYS)
    updated = occurrence.source.meta.updated
    return max(entered, updated) if updated else entered


def _add(parent: xml.Element, tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    element = xml.SubElement(parent, tag, attributes)
    element.text = None if text is None else _FORBIDDEN.sub("", text)
    return element


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _identifier(space: Space, name: str) -> str:
    """A URN for ``name``, derived from the slug: it stays when the address of the site changes."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"tierslieu:{space.identity.slug}/agenda/{name}").urn
