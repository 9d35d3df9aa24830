"""The calendar: the bytes that the standard asks for, texts as typed, the same occurrences as the site."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from support import calendar_factories, factories

from tierslieu.core.problems import Problems
from tierslieu.exports import EXPORTS
from tierslieu.model import Activity, Source
from tierslieu.schedule import occurrences
from tierslieu.schedule.recurrence import PARIS

TWO_YEARS = (dt.date(2027, 1, 1), dt.date(2028, 12, 31))
SERIES = (
    factories.activity("papycamp", rrule="FREQ=MONTHLY;BYDAY=2TH"),
    factories.activity("cowocamp", service="coworking", rrule="FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20271101"),
    factories.activity("until", rrule="FREQ=WEEKLY;UNTIL=20270701T140000"),
    factories.activity("twice", rrule="FREQ=YEARLY;COUNT=2"),
    factories.activity(
        "last", start="2027-01-29 20:00", end="2027-01-30 01:00", rrule="FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1"
    ),
    factories.activity("change", start="2027-03-28 02:30", end="2027-03-28 05:00"),
    factories.activity("once", start="2027-10-30 22:00", end="2027-10-31 06:00"),
    factories.activity("camp", start="2027-07-14", end="2027-07-16", rrule="FREQ=YEARLY;UNTIL=20280714"),
    factories.activity(
        "changed", rrule="FREQ=WEEKLY;COUNT=9", exceptions=["2027-01-21"], cancelled=["2027-01-28"],
        moved=[{"date": "2027-02-04", "start": "2027-02-05 09:00", "place": "Mairie"}, {"date": "2027-02-11", "start": "2027-02-12"}],
    ),
    factories.activity("once-moved", moved=[{"date": "2027-01-14", "start": "2027-01-15 09:00", "end": "2027-01-15 10:00"}]),
)  # fmt: skip


def calendar(*activities: Source[Activity], **changes: Any) -> bytes:
    return EXPORTS["ics"](factories.comptoir(activities=activities, **changes))["agenda.ics"]


def parse(data: bytes) -> Any:
    """The calendar as icalendar reads it."""
    return icalendar.Calendar.from_ical(data)


def properties(data: bytes, component: str = "VEVENT") -> dict[str, str]:
    """The properties of the first ``component``, unfolded and unescaped without icalendar (which gets ``\\n`` wrong)."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    start = lines.index(f"BEGIN:{component}") + 1
    pairs = [line.split(":", 1) for line in lines[start:] if ":" in line]
    return {name: re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), value) for name, value in pairs}


def test_lines_end_and_fold_as_the_standard_says() -> None:
    data = calendar(factories.activity(title="é" * 200), factories.activity("b", title="漢🌱" * 60))
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()


def test_every_required_property_is_there() -> None:
    parsed = parse(calendar(*SERIES))
    for component in parsed.walk():
        assert not component.errors
        assert not [name for name in component.required if name not in component]
    assert [zone["tzid"] for zone in parsed.walk("VTIMEZONE")] == ["Europe/Paris"]


@pytest.mark.parametrize("expanded", [calendar_factories.by_icalendar, calendar_factories.by_ical])
def test_it_holds_the_occurrences_of_the_agenda(expanded: Callable[[bytes, dt.date, dt.date], list[Any]]) -> None:
    space = factories.comptoir(activities=SERIES)
    expected = [(it.source.slug, it.start, it.end) for it in occurrences.occurrences(space, "fr", *TWO_YEARS)]
    result = [(uid.split("@")[0], start, end) for uid, start, end in expanded(calendar(*SERIES), *TWO_YEARS)]
    assert sorted(result) == sorted(expected)
    assert len(expected) > 150


def test_the_time_zone_is_that_of_paris() -> None:
    """The rules written out give the same offsets as the time-zone database."""
    zone = next(iter(parse(calendar(*SERIES)).walk("VTIMEZONE")))
    onsets: dict[dt.datetime, dt.timedelta] = {}
    for part in zone.subcomponents:
        rule = rrulestr(part["rrule"].to_ical().decode(), dtstart=part["dtstart"].dt)
        for onset in rule.between(dt.datetime(1997, 1, 1), dt.datetime(2037, 1, 1)):
            onsets[onset - part["tzoffsetfrom"].td] = part["tzoffsetto"].td
    for moment, offset in onsets.items():
        assert moment.replace(tzinfo=dt.UTC).astimezone(PARIS).utcoffset() == offset
        before = (moment - dt.timedelta(seconds=1)).replace(tzinfo=dt.UTC).astimezone(PARIS)
        assert before.utcoffset() != offset
    assert len(onsets) == 80


def test_the_same_bytes_whatever_the_day_and_the_folder(tmp_path: Path) -> None:
    assert calendar(*SERIES) == calendar(*reversed(SERIES), today=dt.date(2030, 1, 1), root=tmp_path)


def test_what_an_event_says() -> None:
    event = properties(calendar(factories.activity(example="oui")))
    assert event["UID"] == "papycamp@comptoir-exemple.lieu"
    assert event["DTSTAMP"] == "20270114T130000Z"
    assert event["DTSTART;TZID=Europe/Paris"] == "20270114T140000"
    assert event["SUMMARY"] == "[Exemple] Papycamp"
    assert event["DESCRIPTION"] == "Entre seniors.\n\nProposé par Association d’exemple"
    assert event["LOCATION"] == "Comptoir d’exemple, 1 place de l’Exemple, 42000 Saint-Étienne"
    assert event["CONTACT"] == "Association d’exemple, bonjour@exemple.fr, 04 00 00 00 00"
    assert event["CATEGORIES"] == "Papycamp"
    assert event["URL"] == "https://exemple.fr/activities/papycamp/"


def test_a_moved_date_is_not_left_out_of_its_series() -> None:
    # 1 January is a day off: the first date only takes place because it is moved.
    moved = [{"date": "2027-01-01", "start": "2027-01-02 10:00"}]
    friday: dict[str, Any] = {
        "start": "2027-01-01 14:00",
        "end": "2027-01-01 16:00",
        "rrule": "FREQ=WEEKLY",
        "skip": ["public_holidays"],
    }
    left_out = [
        line for line in calendar(factories.activity(**friday, moved=moved)).split(b"\r\n") if b"EXDATE" in line
    ]
    assert left_out and not [line for line in left_out if b":20270101T" in line]
    assert any(
        b":20270101T" in line for line in calendar(factories.activity(**friday)).split(b"\r\n") if b"EXDATE" in line
    )


def test_what_the_calendar_says() -> None:
    for website in ("https://exemple.fr/lieu", "https://exemple.fr/lieu/?a=1#b"):
        result = properties(calendar(identity={"contact": {"website": website}}), "VCALENDAR")
        assert result["NAME"] == result["X-WR-CALNAME"] == "Agenda\u00a0: Comptoir d’exemple"
        assert result["URL"] == website
        assert result["SOURCE;VALUE=URI"] == "https://exemple.fr/lieu/agenda.ics"


def test_the_mark_of_an_example_is_in_the_language_of_the_place() -> None:
    data = calendar(factories.activity(locale="en", example="yes"), identity={"language": "en"})
    assert properties(data)["SUMMARY"] == "[Example] Papycamp"


def test_unknown_facts_are_left_out() -> None:
    unknown = {"address": dict.fromkeys(("street", "postal_code", "city")), "contact": {"email": None, "website": None}}
    data = calendar(
        factories.activity(format="no-such-format"),
        identity=unknown,
        organisations={"organisations": {"association": {"name": None}}},
    )
    event = properties(data)
    assert not event.keys() & {"CONTACT", "URL", "GEO", "CATEGORIES", "ORGANIZER"}
    assert event["LOCATION"] == "Comptoir d’exemple"
    assert event["DESCRIPTION"].endswith("Proposé par l’association")
    assert b"SOURCE" not in data and b"None" not in data and "préciser".encode() not in data


def test_coordinates() -> None:
    place = {"address": {"latitude": 45.5, "longitude": -4.25}}
    assert properties(calendar(factories.activity(), identity=place))["GEO"] == "45.5;-4.25"


def test_an_empty_agenda_is_a_calendar_still() -> None:
    parsed = parse(calendar())
    assert [component.name for component in parsed.subcomponents] == ["VTIMEZONE"]


def test_a_bad_rule_stops_the_calendar() -> None:
    with pytest.raises(Problems):
        calendar(factories.activity(rrule="FREQ=NEVER"))


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).map(str.strip).filter(bool)
tricky = st.sampled_from(
    [
        r"C:\New; a, b",
        r"\n",
        "\\",
        "{{ 7*7 }}",
        "{% raw %}",
        "</script>",
        "$(touch x)",
        "'''",
        '"',
        "عربي",
        "漢 🌱",
        "a\u200fb",
    ]
)


@pytest.mark.long
@settings(max_examples=60)
@given(names | tricky, names | tricky, names | tricky)
def test_names_are_shown_as_typed(title: str, place: str, host: str) -> None:
    data = calendar(
        factories.activity(title=title),
        identity={"name": place},
        organisations={"organisations": {"association": {"name": host}}},
    )
    event = properties(data)
    assert event["SUMMARY"] == title
    assert event["LOCATION"].startswith(f"{place}, ")
    assert event["DESCRIPTION"].endswith(f"Proposé par {host}")
    assert event["CONTACT"].startswith(f"{host}, ")
    assert properties(data, "VCALENDAR")["NAME"] == f"Agenda\u00a0: {place}"
    assert len(parse(data).walk("VEVENT")) == 1


def test_line_breaks_never_cut_a_line() -> None:
    text = "a\r\nb\nc\rd\x85e\u2028f\x0bg\x0ch\x1ci\x00j"
    data = calendar(factories.activity(description=text))
    assert properties(data)["DESCRIPTION"].startswith("a\nb\nc\nd\ne\nfghij\n")
    assert len(data.decode().splitlines()) == data.count(b"\r\n")


def test_a_cancelled_date_says_why_before_what_it_is_and_no_other_date_does() -> None:
    reasons = [{"date": "2027-01-21", "reason": "la salle n’est pas libre"}]
    series: dict[str, Any] = {"rrule": "FREQ=WEEKLY;COUNT=4", "cancelled": ["2027-01-21", "2027-01-28"]}
    told, silent = calendar(factories.activity(**series, reasons=reasons)), calendar(factories.activity(**series))
    events = parse(told).walk("VEVENT")
    why = [str(event["DESCRIPTION"]).startswith("Annulé\u00a0: la salle n’est pas libre\n") for event in events]
    assert why == [False, True, False] and [str(event["STATUS"]) for event in events][1:] == ["CANCELLED"] * 2
    assert len(parse(silent).walk("VEVENT")) == 3 and b"libre" not in silent
    whole = calendar(factories.activity(status="cancelled", reasons=[{"reason": "fermé pour travaux"}]))
    assert properties(whole)["DESCRIPTION"].startswith("Annulé\u00a0: fermé pour travaux\n")
