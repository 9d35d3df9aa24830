"""Occurrences: local time is kept, ranges of days are respected, bad rules are named."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import calendar_factories, factories

from tierslieu.core.problems import Problems
from tierslieu.exports import EXPORTS
from tierslieu.i18n import messages
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import Activity, News, Source
from tierslieu.schedule import occurrences as agenda
from tierslieu.schedule import recurrence
from tierslieu.schedule.holidays import DaysOff

YEAR = (dt.date(2027, 1, 1), dt.date(2027, 12, 31))


def occurrences(
    *activities: Source[Activity], window: tuple[dt.date, dt.date] = YEAR, **changes: Any
) -> list[agenda.Occurrence]:
    return agenda.occurrences(factories.comptoir(activities=activities, **changes), "fr", *window)


def codes(**changes: Any) -> list[str]:
    return [
        problem.code for problem in agenda.problems(factories.comptoir(activities=(factories.activity(**changes),)))
    ]


def test_an_hour_stays_the_same_after_a_change_of_hour() -> None:
    dates = occurrences(factories.activity(rrule="FREQ=MONTHLY;BYDAY=2TH"))
    assert len(dates) == 12
    assert {(occurrence.start.hour, occurrence.end.hour, occurrence.start.tzinfo) for occurrence in dates} == {
        (14, 16, recurrence.PARIS)
    }
    assert Counter(occurrence.start.utcoffset() for occurrence in dates) == {
        dt.timedelta(hours=1): 5,
        dt.timedelta(hours=2): 7,
    }


def test_a_night_ends_at_the_hour_written() -> None:
    (night,) = occurrences(factories.activity(start="2027-03-27 22:00", end="2027-03-28 06:00"))
    assert (night.start.isoformat(), night.end.isoformat()) == (
        "2027-03-27T22:00:00+01:00",
        "2027-03-28T06:00:00+02:00",
    )


def test_sorted_by_beginning_then_file_name() -> None:
    dates = occurrences(
        factories.activity("b", rrule="FREQ=WEEKLY;COUNT=2"),
        factories.activity("c", start="2027-01-14 10:00"),
        factories.activity("a"),
    )
    assert [(occurrence.source.slug, occurrence.start.day) for occurrence in dates] == [
        ("c", 14),
        ("a", 14),
        ("b", 14),
        ("b", 21),
    ]


def test_services_that_are_off_and_other_languages_are_left_out() -> None:
    coworking = factories.activity("cowocamp", service="coworking")
    english = factories.activity("papycamp", locale="en")
    dates = occurrences(coworking, factories.activity(), english, identity={"modules": {"mediation": "non"}})
    assert [occurrence.source for occurrence in dates] == [coworking]


def test_a_window_holds_what_overlaps_it() -> None:
    camp = factories.activity(start="2027-01-14 18:00", end="2027-01-16 12:00")
    until_midnight = factories.activity("b", start="2027-01-13 20:00", end="2027-01-14 00:00")
    for day, count in ((13, 1), (14, 1), (15, 1), (16, 1), (17, 0)):
        assert len(occurrences(camp, until_midnight, window=(dt.date(2027, 1, day),) * 2)) == count


def test_what_happens_on_a_day_does_not_depend_on_the_window() -> None:
    weekly = factories.activity(rrule="FREQ=WEEKLY")
    year = occurrences(weekly)
    assert year[30:] == occurrences(weekly, window=(year[30].start.date(), YEAR[1]))


@pytest.mark.parametrize("until", ["20270211", "20270211T140000", "20270211T130000Z", "20270211T235959"])
def test_the_last_day_counts(until: str) -> None:
    assert len(occurrences(factories.activity(rrule=f"FREQ=MONTHLY;BYDAY=2TH;UNTIL={until}"))) == 2


def test_last_days_are_given_to_calendars_in_universal_time() -> None:
    assert recurrence.as_in_calendar("FREQ=DAILY;UNTIL=20270711") == "FREQ=DAILY;UNTIL=20270711T215959Z"
    assert recurrence.as_in_calendar("rrule:freq=daily; until=20270111t140000;") == "FREQ=DAILY;UNTIL=20270111T130000Z"


@pytest.mark.parametrize(
    "rule",
    [
        "every thursday",
        "",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "BYDAY=TH",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=2;UNTIL=20280101",
        "FREQ=DAILY;UNTIL=20280230",
        "FREQ=DAILY;UNTIL=99991231T235959Z",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;BYHOUR=1,2",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=WEEKLY;BYDAY=JE",
        "FREQ=WEEKLY;BYDAY=2TH",
        "FREQ=MONTHLY;BYDAY=0TH",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTH=13",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYWEEKNO=2",
        "FREQ=WEEKLY;BYDAY=TH\nDTSTART:20270101",
        "FREQ=WEEKLY;COUNT=٢",
    ],
)
def test_bad_rules_are_refused(rule: str) -> None:
    with pytest.raises(ValueError):
        recurrence.parts(rule) and recurrence.series(rule, dt.datetime(2027, 1, 14, 14))


def test_problems_name_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "content/fr/activities"
    folder.mkdir(parents=True)
    text = "---\ntitle: Papycamp\nstart: 2027-01-14 14:00\nrrule: FREQ=NEVER\n---\nrrule: here\n"
    (folder / "papycamp.md").write_text(text, encoding="utf-8")
    broken = [factories.activity(rrule="FREQ=NEVER"), factories.activity("unknown", rrule="FREQ=DAILY;INTERVAL=0")]
    with pytest.raises(Problems) as caught:
        occurrences(*broken, root=tmp_path)
    first, second = caught.value.problems
    assert (first.code, first.file, first.line) == ("activity.rrule", "content/fr/activities/papycamp.md", 4)
    assert first.values["part"] == "FREQ=NEVER"
    assert (second.file, second.line, second.values["part"]) == ("content/fr/activities/unknown.md", None, "INTERVAL=0")


@pytest.mark.long
def test_a_beginning_outside_of_its_series_is_refused() -> None:
    (problem,) = agenda.problems(factories.comptoir(activities=(factories.activity(rrule="FREQ=WEEKLY;BYDAY=FR"),)))
    assert (problem.code, problem.values["next"]) == ("activity.rrule_start", "2027-01-15")
    assert codes(rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") == ["activity.rrule_never"]
    assert codes(rrule="FREQ=DAILY;UNTIL=20270113") == ["activity.rrule_never"]


def test_dates_that_can_not_be_are_refused() -> None:
    assert codes(end="2027-01-14 14:00") == ["activity.end"]
    assert codes(end="2027-01-14 13:59") == ["activity.end"]
    assert codes(start="0027-01-14 14:00", end="0027-01-14 16:00", rrule="FREQ=DAILY") == ["activity.year"]
    assert codes(end="9999-12-31 16:00") == ["activity.year"]
    assert not codes(start="2027-01-14T14:00:00.5", rrule="FREQ=DAILY")


def test_an_offset_is_understood() -> None:
    (date,) = occurrences(factories.activity(start="2027-07-14T12:00Z", end="2027-07-14T18:00+02:00"))
    assert (date.start.hour, date.end.hour) == (14, 18)


frequencies = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])


@given(
    frequencies, st.integers(1, 40), st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)), st.integers(1, 72)
)
def test_every_series_begins_at_its_start_and_keeps_its_hours(
    frequency: str, interval: int, start: dt.datetime, hours: int
) -> None:
    start = start.replace(second=0, microsecond=0)
    source = factories.activity(
        start=str(start), end=str(start + dt.timedelta(hours=hours)), rrule=f"FREQ={frequency};INTERVAL={interval}"
    )
    dates = occurrences(source, window=(start.date(), start.date() + dt.timedelta(days=400)))
    assert dates[0].start.replace(tzinfo=None) == start
    assert {occurrence.start.time() for occurrence in dates} == {start.time()}
    assert {occurrence.end.time() for occurrence in dates} == {(start + dt.timedelta(hours=hours)).time()}
    assert all(occurrence.start.date() <= start.date() + dt.timedelta(days=400) for occurrence in dates)


@given(st.text(alphabet="FREQ=DAILYWKMONTHUVBSP;,:+-0123456789 \n") | st.text())
def test_reading_a_rule_gives_a_series_or_a_refusal(rule: str) -> None:
    with suppress(ValueError):
        recurrence.series(rule, dt.datetime(2027, 1, 14, 14))


# --- Dates that differ ---


def days_of(dates: Iterable[agenda.Occurrence]) -> list[str]:
    return [date.start.date().isoformat() for date in dates]


def test_dates_left_out_moved_and_cancelled() -> None:
    series = factories.activity(
        rrule="FREQ=WEEKLY;COUNT=5",
        exceptions=["2027-01-21"],
        moved=[{"date": "2027-01-28", "start": "2027-01-29 10:00", "place": "Mairie"}],
        cancelled=["2027-02-04"],
    )
    dates = occurrences(series)
    assert [(occurrence.start.isoformat()[:16], occurrence.status) for occurrence in dates] == [
        ("2027-01-14T14:00", "confirmed"),
        ("2027-01-29T10:00", "moved"),
        ("2027-02-04T14:00", "cancelled"),
        ("2027-02-11T14:00", "confirmed"),
    ]
    assert (dates[1].moved_from, dates[1].place, dates[1].end.hour) == (dt.date(2027, 1, 28), "Mairie", 12)
    assert [occurrence.place for occurrence in dates if occurrence.status != "moved"] == [None] * 3


def test_a_day_alone_keeps_the_usual_hours() -> None:
    (date,) = occurrences(factories.activity(moved=[{"date": "2027-01-14", "start": "2027-01-15"}]))
    assert (date.start.isoformat()[:16], date.end.hour, date.all_day) == ("2027-01-15T14:00", 16, False)


def test_a_date_moved_into_a_window_is_in_it_and_one_moved_out_is_not() -> None:
    series = factories.activity(rrule="FREQ=WEEKLY", moved=[{"date": "2027-01-21", "start": "2027-03-05 14:00"}])
    assert days_of(occurrences(series, window=(dt.date(2027, 1, 21),) * 2)) == []
    assert days_of(occurrences(series, window=(dt.date(2027, 3, 5),) * 2)) == ["2027-03-05"]


def test_a_whole_series_may_be_cancelled() -> None:
    series = factories.activity(
        rrule="FREQ=WEEKLY;COUNT=2", status="cancelled", moved=[{"date": "2027-01-21", "start": "2027-01-22"}]
    )
    assert [occurrence.status for occurrence in occurrences(series)] == ["cancelled", "cancelled"]


def test_whole_days_last_until_the_last_one() -> None:
    (camp,) = occurrences(factories.activity(start="2027-07-14", end="2027-07-16"))
    assert camp.all_day and camp.last_day == dt.date(2027, 7, 16)
    assert (camp.start.isoformat()[:16], camp.end.isoformat()[:16]) == ("2027-07-14T00:00", "2027-07-17T00:00")
    (date,) = occurrences(factories.activity(start="2027-07-14", end="2027-07-14"))
    assert date.last_day == dt.date(2027, 7, 14)


def test_an_evening_until_midnight_ends_on_its_day() -> None:
    (evening,) = occurrences(factories.activity(start="2027-01-14 20:00", end="2027-01-15 00:00"))
    assert evening.last_day == dt.date(2027, 1, 14)


def test_a_series_rests_on_days_off() -> None:
    weekly = {"rrule": "FREQ=WEEKLY", "start": "2027-05-01 10:00", "end": "2027-05-01 12:00"}
    window = (dt.date(2027, 5, 1), dt.date(2027, 5, 31))
    assert days_of(occurrences(factories.activity(**weekly, skip=["public_holidays"]), window=window)) == [
        "2027-05-15", "2027-05-22", "2027-05-29",
    ]  # fmt: skip
    school = factories.activity(**weekly, skip=["school_holidays"])
    dates = occurrences(school, window=window, identity={"school_zone": "B"})
    assert days_of(dates) == ["2027-05-15", "2027-05-22", "2027-05-29"]
    dates = occurrences(school, window=window, identity={"school_zone": "A"})
    assert days_of(dates) == ["2027-05-01", "2027-05-15", "2027-05-22", "2027-05-29"]


def test_a_moved_or_cancelled_date_is_listed_even_on_a_day_off() -> None:
    series = factories.activity(
        start="2027-05-01 10:00",
        end="2027-05-01 12:00",
        rrule="FREQ=WEEKLY;COUNT=2",
        skip=["public_holidays"],
        moved=[{"date": "2027-05-01", "start": "2027-05-02"}],
        cancelled=["2027-05-08"],
    )
    assert [(occurrence.start.day, occurrence.status) for occurrence in occurrences(series)] == [
        (2, "moved"),
        (8, "cancelled"),
    ]


def test_holidays_of_alsace_moselle_are_those_of_france_and_two_more() -> None:
    def holidays(territory: str) -> set[dt.date]:
        return set(DaysOff(factories.comptoir(identity={"public_holidays": territory})).public(2027))

    assert len(holidays("france")) == 11
    more = holidays("alsace-moselle") - holidays("france")
    assert more == {dt.date(2027, 3, 26), dt.date(2027, 12, 26)}
    assert holidays("alsace-moselle") > holidays("france")


@pytest.mark.parametrize(
    ("year", "easter_monday"), [(2024, "04-01"), (2026, "04-06"), (2027, "03-29"), (2038, "04-26"), (2285, "03-23")]
)
def test_easter(year: int, easter_monday: str) -> None:
    assert dt.date.fromisoformat(f"{year}-{easter_monday}") in DaysOff(factories.comptoir()).public(year)


@pytest.mark.parametrize("zone", factories.vocabulary().school_holidays)
def test_school_holidays_are_in_order_and_within_what_is_published(zone: str) -> None:
    holidays = factories.vocabulary().school_holidays[zone]
    bounds = [day for period in holidays.periods for day in (period.start, period.end)]
    assert bounds == sorted(bounds)
    assert holidays.published[0] <= bounds[0] and bounds[-1] <= holidays.published[1]
    assert all(period.start <= period.end for period in holidays.periods)
    # Classes end on a Friday or a Saturday; those of summer, and of Ascension Day, on any day.
    usual = [date for date in holidays.periods if (date.end - date.start).days in range(14, 18)]
    assert {date.start.isoweekday() for date in usual} == {6}
    assert len(usual) == 12


@pytest.mark.parametrize("zone", factories.vocabulary().school_holidays)
def test_pupils_come_back_on_the_days_that_the_decrees_say(zone: str) -> None:
    days_off = DaysOff(factories.comptoir(identity={"school_zone": zone}))
    back = [
        "2026-09-01",
        "2026-11-02",
        "2027-01-04",
        "2027-05-10",
        "2027-09-02",
        "2027-11-08",
        "2028-01-03",
        "2028-05-29",
    ]
    for day in map(dt.date.fromisoformat, back):
        assert days_off.is_school_holiday(day - dt.timedelta(days=1)), day
        assert not days_off.is_school_holiday(day), day
    # The last class before the summer of 2028 is on a Tuesday.
    assert [days_off.is_school_holiday(dt.date(2028, 7, day)) for day in (4, 5)] == [False, True]


# --- Problems ---

WEEKLY = "FREQ=WEEKLY;COUNT=3"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start": "2027-01-14", "end": "2027-01-14 16:00"}, "activity.hours"),
        ({"start": "2027-01-14", "end": "2027-01-13"}, "activity.end"),
        ({"rrule": WEEKLY, "exceptions": ["2027-01-22"]}, "activity.day_outside"),
        ({"rrule": WEEKLY, "cancelled": ["2027-02-04"]}, "activity.day_outside"),
        ({"cancelled": ["2027-01-15"]}, "activity.day_outside"),
        ({"rrule": WEEKLY, "moved": [{"date": "2027-01-13", "start": "2027-01-15"}]}, "activity.day_outside"),
        ({"rrule": WEEKLY, "cancelled": ["2027-01-21"], "exceptions": ["2027-01-21"]}, "activity.day_twice"),
        ({"rrule": WEEKLY, "cancelled": ["2027-01-21", "2027-01-21"]}, "activity.day_twice"),
        ({"rrule": WEEKLY, "cancelled": ["9999-12-31"]}, "activity.year"),
        ({"rrule": WEEKLY, "moved": [{"date": "2027-01-21", "start": "0027-01-21 10:00"}]}, "activity.year"),
        (
            {
                "rrule": WEEKLY,
                "moved": [{"date": "2027-01-21", "start": "2027-01-21 10:00", "end": "2027-01-21 09:00"}],
            },
            "activity.end",
        ),
        ({"exceptions": ["2027-01-14"]}, "activity.nothing_left"),
        ({"added": ["2027-01-13"]}, "activity.added_early"),
        ({"added": ["2027-02-02", "2027-02-02 18:00"]}, "activity.added_twice"),
        ({"rrule": WEEKLY, "added": ["2027-01-21 18:00"]}, "activity.added_twice"),
        ({"rrule": WEEKLY, "added": ["2027-01-21"], "exceptions": ["2027-01-21"]}, "activity.added_twice"),
        ({"start": "2027-01-14", "end": "2027-01-15", "added": ["2027-02-02 18:00"]}, "activity.added_hours"),
        ({"added": ["9999-12-31T23:59Z"]}, "activity.year"),
        (
            {
                "start": "2027-12-25 10:00",
                "end": "2027-12-25 12:00",
                "rrule": "FREQ=YEARLY",
                "skip": ["public_holidays"],
            },
            "activity.nothing_left",
        ),
        ({"rrule": WEEKLY, "skip": ["school_holidays"]}, "activity.no_zone"),
        ({"rrule": WEEKLY, "reasons": [{"date": "2027-01-21", "reason": "panne"}]}, "activity.reason_of_nothing"),
        (
            {"rrule": WEEKLY, "cancelled": ["2027-01-21"], "reasons": [{"reason": "panne"}]},
            "activity.reason_of_nothing",
        ),
    ],
)
def test_dates_that_contradict_one_another_are_refused(changes: dict[str, Any], code: str) -> None:
    assert codes(**changes) == [code]


@pytest.mark.parametrize("rule", [None, "FREQ=MONTHLY;BYDAY=2TH;COUNT=2"])
@pytest.mark.parametrize("all_day", [True, False])
def test_dates_without_a_rule_are_a_series_too(rule: str | None, all_day: bool) -> None:
    hours = ("", "") if all_day else (" 14:00", " 16:00")
    source = factories.activity(
        start=f"2027-01-14{hours[0]}",
        end=f"2027-01-14{hours[1]}",
        rrule=rule,
        added=["2027-03-06", "2027-01-30", "2027-01-31"],
        moved=[{"date": "2027-01-31", "start": "2027-02-01"}],
        cancelled=["2027-03-06"],
    )
    dates = occurrences(source)
    days = ["2027-01-14", "2027-01-30", "2027-02-01", *(["2027-02-11"] if rule else []), "2027-03-06"]
    assert days_of(dates) == days
    assert [date.status for date in dates if date.status != "confirmed"] == ["moved", "cancelled"]
    assert source.meta.sequence == 5
    data = EXPORTS["ics"](factories.comptoir(activities=(source,)))["agenda.ics"]
    for expanded in (calendar_factories.by_icalendar, calendar_factories.by_ical):
        assert [start.date().isoformat() for _, start, _ in expanded(data, *YEAR)] == days


def test_the_nearest_date_is_proposed() -> None:
    (problem,) = agenda.problems(
        factories.comptoir(activities=(factories.activity(rrule="FREQ=WEEKLY", cancelled=["2027-03-05"]),))
    )
    assert problem.values == {"day": "2027-03-05", "near": "2027-03-04"}


def test_a_rule_without_an_end_is_accepted() -> None:
    assert codes(rrule="FREQ=WEEKLY") == []
    assert len(occurrences(factories.activity(rrule="FREQ=WEEKLY"))) == 51


def test_a_series_beyond_the_published_school_holidays_is_a_warning() -> None:
    weekly = factories.activity(rrule="FREQ=WEEKLY", skip=["school_holidays"])

    def problems(today: dt.date) -> list[tuple[str, str]]:
        space = factories.comptoir(activities=(weekly,), today=today, identity={"school_zone": "A"})
        return [(problem.code, problem.level) for problem in agenda.problems(space)]

    last = factories.vocabulary().school_holidays["A"].published[1]
    assert problems(last - dt.timedelta(days=400)) == []
    assert problems(last - dt.timedelta(days=300)) == [("activity.school_unknown", "warning")]


def test_the_line_of_a_date_in_a_list(tmp_path: Path) -> None:
    folder = tmp_path / "content/fr/activities"
    folder.mkdir(parents=True)
    text = "---\ntitle: Papycamp\ncancelled:\n  - 2027-01-14\n  - 2027-01-15\n---\n"
    (folder / "papycamp.md").write_text(text, encoding="utf-8")
    series = factories.activity(rrule="FREQ=WEEKLY", cancelled=["2027-01-14", "2027-01-15"])
    (problem,) = agenda.problems(factories.comptoir(activities=(series,), root=tmp_path))
    assert (problem.code, problem.line) == ("activity.day_outside", 5)


def test_an_activity_that_is_not_translated_is_shown_in_the_main_language() -> None:
    both = factories.activity("papycamp"), factories.activity("papycamp", locale="en"), factories.activity("barcamp")
    dates = agenda.listed(factories.comptoir(activities=both), "en")
    assert sorted((source.slug, source.locale) for source in dates) == [("barcamp", "fr"), ("papycamp", "en")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("---\n# title: Papycamp\n# format: papycamp\n---\nTexte\n", "content.commented"),
        ("# ---\n# title: Papycamp\n# ---\n", "content.commented"),
        ("<!--\n---\ntitle: Papycamp\n---\n-->\n", "content.commented"),
        ("{#\n---\ntitle: Papycamp\n---\n#}\n", "content.commented"),
        ("Papycamp\n", "content.front_matter"),
        ("", "file.empty"),
    ],
)
def test_a_file_that_is_commented_out_is_reported(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "papycamp.md").write_text(text, encoding="utf-8")
    files = SourceFiles(tmp_path)
    assert files.markdown("papycamp.md", "fr", Activity) is None
    assert [(problem.code, problem.file) for problem in files.problems] == [(code, "papycamp.md")]


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "marked"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Linux", "Windows", "old Macintosh"])
@pytest.mark.parametrize("body", ["Un\n\nDeux\n", ""])
def test_a_text_is_the_same_whatever_ends_its_lines(tmp_path: Path, mark: str, end: str, body: str) -> None:
    text = f"{mark}---  \ntitle: Papycamp\ndate: 2027-01-14\ndescription: D\n---\t\n{body}"
    (tmp_path / "papycamp.md").write_bytes(text.replace("\n", end).encode())
    source = SourceFiles(tmp_path).markdown("papycamp.md", "fr", News)
    assert source
    assert (source.meta.title, source.body, source.body_line) == ("Papycamp", body, 6)
    (tmp_path / "papycamp.md").write_bytes(text.replace("\n", end).rstrip().encode())
    stripped = SourceFiles(tmp_path).markdown("papycamp.md", "fr", News)
    assert stripped and stripped.body == body.rstrip()


@pytest.mark.parametrize("value", ["2027-02-30", "14/01/2027", "demain", ""])
def test_a_date_that_can_not_be_read_is_reported_with_its_line(tmp_path: Path, value: str) -> None:
    text = (
        f"---\ntitle: P\nformat: papycamp\nstart: {value}\nend: 2027-03-01\nservice: mediation\ndescription: D\n---\n"
    )
    (tmp_path / "papycamp.md").write_text(text, encoding="utf-8")
    files = SourceFiles(tmp_path)
    assert files.markdown("papycamp.md", "fr", Activity) is None
    assert [problem.line for problem in files.problems] == [4]
    assert all(messages.text("fr", problem.code, **problem.values) for problem in files.problems)
