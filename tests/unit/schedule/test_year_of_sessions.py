"""A year of weekly Papycamps across both changes of hour: the same times, on the same days, wherever they are told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from dateutil.rrule import WEEKLY, rrule, rruleset
from support import calendar_factories, document_text, factories

from tierslieu.documents import newsletter, poster
from tierslieu.exports import EXPORTS
from tierslieu.schedule import occurrences
from tierslieu.schedule.recurrence import PARIS

FIRST, LAST = dt.date(2026, 9, 3), dt.date(2027, 8, 26)
LEFT_OUT = ["2026-12-24", "2026-12-31", "2027-08-05", "2027-08-12"]
ASCENSION = dt.date(2027, 5, 6)
SOURCE = factories.activity(
    start="2026-09-03 14:00",
    end="2026-09-03 16:00",
    rrule="FREQ=WEEKLY;BYDAY=TH;UNTIL=20270826",
    skip=["public_holidays"],
    exceptions=LEFT_OUT,
    moved=[{"date": "2026-11-12", "start": "2026-11-13 10:00", "end": "2026-11-13 11:30"}],
    cancelled=["2027-03-04"],
)
SPACE = factories.comptoir(activities=(SOURCE,), today=FIRST)
UID = "papycamp@comptoir-exemple.lieu"
CANCELLED = dt.datetime(2027, 3, 4, 14, tzinfo=PARIS)


def expected() -> list[tuple[dt.datetime, dt.datetime]]:
    """The year, reckoned with python-dateutil alone; the cancelled date is among them."""
    days = rruleset()
    days.rrule(rrule(WEEKLY, dtstart=dt.datetime(2026, 9, 3, 14), until=dt.datetime(2027, 8, 26, 23)))
    for day in [*LEFT_OUT, str(ASCENSION), "2026-11-12"]:
        days.exdate(dt.datetime.fromisoformat(f"{day} 14:00"))
    times = [(day.replace(tzinfo=PARIS), day.replace(hour=16, tzinfo=PARIS)) for day in days]
    moved = (dt.datetime(2026, 11, 13, 10, tzinfo=PARIS), dt.datetime(2026, 11, 13, 11, 30, tzinfo=PARIS))
    return sorted([*times, moved])


EXPECTED = expected()
HELD = [start for start, _ in EXPECTED if start != CANCELLED]


def test_forty_odd_times_on_both_sides_of_the_changes_of_hour() -> None:
    assert len(EXPECTED) == 47 and len(HELD) == 46
    assert {start.utcoffset() for start in HELD} == {dt.timedelta(hours=1), dt.timedelta(hours=2)}
    assert {start.hour for start in HELD if start.date() != dt.date(2026, 11, 13)} == {14}


def test_the_agenda() -> None:
    dates = occurrences.occurrences(SPACE, "fr", FIRST, LAST)
    assert [(date.start, date.end) for date in dates] == EXPECTED
    assert [date.start for date in dates if date.status == "cancelled"] == [CANCELLED]
    (moved,) = [date for date in dates if date.status == "moved"]
    assert moved.moved_from == moved.planned == dt.date(2026, 11, 12)


@pytest.mark.parametrize("expanded", [calendar_factories.by_icalendar, calendar_factories.by_ical])
@pytest.mark.parametrize(
    "path",
    ["agenda.ics", "agenda/papycamp.ics", "agenda/formats/papycamp.ics", "agenda/organisations/association.ics"],
)
def test_every_calendar(expanded: Callable[[bytes, dt.date, dt.date], list[Any]], path: str) -> None:
    data = EXPORTS["ics"](SPACE)[path]
    assert expanded(data, FIRST, LAST) == [(UID, *times) for times in EXPECTED]
    assert calendar_factories.cancelled(data) == [(UID, CANCELLED)]


MORE = factories.activity(
    **dict(SOURCE.meta)
    | {"added": ["2027-02-13", "2027-02-20 09:30", "2027-04-10", ASCENSION], "moved": [*SOURCE.meta.moved, {"date": "2027-04-10", "start": "2027-04-17"}]}
)  # fmt: skip
TWICE_MORE = [("2027-02-13 14:00", "2027-02-13 16:00"), ("2027-02-20 09:30", "2027-02-20 11:30"), ("2027-04-17 14:00", "2027-04-17 16:00"), ("2027-05-06 14:00", "2027-05-06 16:00")]  # fmt: skip


def test_dates_that_are_added_come_with_the_others() -> None:
    """A day alone at the usual hours, a day with its own, one that is moved, and a day off on which it is held."""
    space = factories.comptoir(activities=(MORE,), today=FIRST)
    more = [tuple(dt.datetime.fromisoformat(at).replace(tzinfo=PARIS) for at in span) for span in TWICE_MORE]
    expected = sorted([*EXPECTED, *more])
    assert [(date.start, date.end) for date in occurrences.occurrences(space, "fr", FIRST, LAST)] == expected
    data = EXPORTS["ics"](space)["agenda.ics"]
    for expanded in (calendar_factories.by_icalendar, calendar_factories.by_ical):
        assert expanded(data, FIRST, LAST) == [(UID, *times) for times in expected]


def test_the_feed() -> None:
    titles: dict[str, str] = {}
    for week in range(0, 360, 28):
        feed = EXPORTS["atom"](factories.comptoir(activities=(SOURCE,), today=FIRST + dt.timedelta(days=week)))[
            "agenda.xml"
        ]
        for entry in ElementTree.fromstring(feed).iter("{http://www.w3.org/2005/Atom}entry"):
            title = document_text.spaced(entry.findtext("{http://www.w3.org/2005/Atom}title") or "")
            identifier = entry.findtext("{http://www.w3.org/2005/Atom}id")
            assert titles.setdefault(str(identifier), str(title)) == title
    assert len(titles) == len(EXPECTED)
    assert sorted(titles.values()) == sorted(f"Papycamp – {session_text(start, end)}" for start, end in EXPECTED)


def test_the_newsletter() -> None:
    text = newsletter.render(SPACE, FIRST, LAST)["newsletter-2026-09-03-2027-08-26.txt"].decode().replace("\u00a0", " ")
    days = re.findall(r"^(?:LUNDI|MARDI|MERCREDI|JEUDI|VENDREDI|SAMEDI|DIMANCHE) .*$", text, re.MULTILINE)
    assert len(days) == len(EXPECTED)
    assert text.count("14 h – 16 h") == len(EXPECTED) - 1
    assert text.count("10 h – 11 h 30") == 1
    assert text.count("Annulé") == 1


@pytest.mark.long
def test_the_programme_of_each_month() -> None:
    count = 0
    for month in range(12):
        first = dt.date(2026 + (8 + month) // 12, (8 + month) % 12 + 1, 1)
        after = dt.date(2026 + (9 + month) // 12, (9 + month) % 12 + 1, 1)
        text = document_text.text_of("programme.pdf", poster.render(SPACE, first, (after - first).days, "a4"))
        count += len(re.findall(r"14 h – 16 h|10 h – 11 h 30", text))
    assert count == len(EXPECTED)


def session_text(start: dt.datetime, end: dt.datetime) -> str:
    """When it is, in words of the test's own."""
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    months = "- janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    day = "1er" if start.day == 1 else str(start.day)
    hours = " – ".join(f"{at.hour} h" + (f" {at.minute}" if at.minute else "") for at in (start, end))
    return f"{days[start.weekday()]} {day} {months.split()[start.month]} {start.year}, {hours}"
