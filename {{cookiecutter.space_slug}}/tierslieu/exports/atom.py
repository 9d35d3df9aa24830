"""``agenda.xml``: the occurrences to come, as an Atom feed (RFC 4287), one entry each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote, unquote
from xml.etree import ElementTree as xml

from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.rendering.atom_elements import add_element, feed_bytes, feed_element, identifier, moment
from tierslieu.schedule import occurrences
from tierslieu.schedule.occurrences import Occurrence

#: How many days before it takes place an occurrence enters the feed.
DAYS = 56


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
    feed = feed_element(locale)
    feed_path = path(space, locale)
    feed.set("xml:base", urls.root(space) or urls.to_root(feed_path) or "./")
    add_element(feed, "id", identifier(space.identity.slug, f"agenda/agenda.xml {locale}"))
    add_element(feed, "title", fmt.t("agenda_calendar_name", name=space.identity.name))
    add_element(feed, "updated", moment(max(map(_changed, coming), default=space.today)))
    add_element(add_element(feed, "author"), "name", space.identity.name)
    add_element(feed, "link", rel="self", type="application/atom+xml", href=quote(feed_path))
    add_element(feed, "link", rel="alternate", type="text/html", href=addresses[locale].get("agenda") or "./")
    for occurrence in coming:
        page = urls.address_below(urls.ACTIVITY, addresses[occurrence.source.locale], occurrence.source)
        _entry(feed, space, fmt, occurrence, page)
    return feed_bytes(feed)


def _entry(feed: xml.Element, space: Space, fmt: OccurrenceFormatter, occurrence: Occurrence, page: str) -> None:
    activity = occurrence.source.meta
    entry = add_element(feed, "entry")
    add_element(
        entry, "id", identifier(space.identity.slug, f"agenda/{occurrence.source.key}/{occurrence.planned.isoformat()}")
    )
    add_element(entry, "title", f"{fmt.title(occurrence.source)} – {fmt.when(occurrence)}")
    add_element(entry, "updated", moment(_changed(occurrence)))
    add_element(add_element(entry, "author"), "name", fmt.host(occurrence.source, occurrence.start.date()))
    add_element(entry, "link", rel="alternate", type="text/html", href=page)
    add_element(entry, "category", term=activity.format, label=fmt.format(occurrence.source) or activity.format)
    add_element(entry, "summary", "\n".join(_summary(fmt, occurrence)))


def _summary(fmt: OccurrenceFormatter, occurrence: Occurrence) -> Iterator[str]:
    yield f"{fmt.when(occurrence)} – {fmt.place(occurrence) or fmt.site}"
    if change := fmt.change(occurrence):
        yield change
    if description := occurrence.source.meta.description:
        yield description
    yield from fmt.notes(occurrence.source)


def _changed(occurrence: Occurrence) -> dt.date:
    """The day on which it entered the feed or, if later, that of its last change."""
    entered = occurrence.start.date() - dt.timedelta(days=DAYS)
    updated = occurrence.source.meta.updated
    return max(entered, updated) if updated else entered
