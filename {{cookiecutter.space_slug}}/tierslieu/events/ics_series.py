"""One event of a calendar, with the dates of its series that differ, as front matter."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any

from tierslieu.schedule import recurrence

from .ics_event import Note, Override, Unreadable, at_hour, day_of, is_cancelled, listed, place, span
from .ics_exceptions import differing
from .imported import ImportedEvent
from .text_cleaning import moment, one_line, plain, sentence
from .timezones import Clocks

#: How many dates of a series from another time zone are compared with ours.
_COMPARED = 500


def meta_of(
    uid: str, line: int, event: Any, overrides: list[Override], clocks: Clocks, here: tuple[str, ...]
) -> tuple[ImportedEvent, list[Note]]:
    """The event, and what of it is not taken over. Raises ``Unreadable`` or ``UnknownZone``."""
    start, end = span(event, clocks)
    meta: dict[str, Any] = {"title": one_line(str(event.get("SUMMARY") or "")) or "–"}
    meta |= {"start": moment(start), "end": moment(end)}
    rule = _rule(event, start, clocks) if "RRULE" in event else None
    if rule:
        meta["rrule"] = rule
    lists, notes = differing(event, overrides, (start, end), rule, clocks, here, line)
    meta |= lists
    changes = sum(map(len, lists.values()))
    if is_cancelled(event):
        meta["status"] = "cancelled"
        changes += 1
    if where := place(event, here):
        meta["place"] = where
    if (online := str(event.get("CONFERENCE") or "")).startswith(("https://", "http://")):
        meta["online"] = online
    meta["uid"] = uid
    sequence = event.get("SEQUENCE")
    if isinstance(sequence, int) and sequence > changes:
        meta["revision"] = int(sequence) - changes
    changed = getattr(event.get("LAST-MODIFIED"), "dt", None)
    if isinstance(changed, dt.date):
        meta["updated"] = day_of(changed)
    text = plain(str(event.get("DESCRIPTION") or ""))
    meta["description"] = sentence(text) or meta["title"]
    return ImportedEvent(uid, line, meta, text, f"{_categories(event)} {meta['title']}"), notes


def _rule(event: Any, start: dt.date, clocks: Clocks) -> str | None:
    """The rule as we read it; None when it gives one date. Raises ``Unreadable`` when it says more than we can hold."""
    if isinstance(event["RRULE"], list):
        raise Unreadable("import.rules")
    rule: str = event["RRULE"].to_ical().decode()
    try:
        ours = recurrence.series(rule, at_hour(start))
    except ValueError as error:
        raise Unreadable("import.rrule", rrule=rule, part=str(error)) from None
    zone = clocks.zone(event["DTSTART"])
    if isinstance(start, dt.datetime) and zone is not recurrence.PARIS:
        theirs = recurrence.series(_endless(rule), event["DTSTART"].dt.replace(tzinfo=None))
        read = list(islice(ours, _COMPARED))
        meant = islice((clocks.local(one.replace(tzinfo=zone), zone) for one in theirs), len(read))
        if read != list(meant):
            raise Unreadable("import.clock", zone=str(zone), rrule=rule)
    return None if list(islice(ours, 2)) == [at_hour(start)] else rule


def _endless(rule: str) -> str:
    return ";".join(part for part in rule.split(";") if not part.upper().startswith(("UNTIL=", "COUNT=")))


def _categories(event: Any) -> str:
    return " ".join(str(one) for found in listed(event, "CATEGORIES") for one in getattr(found, "cats", [found]))
