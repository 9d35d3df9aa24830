"""Occurrences: the clock of the wall is kept, windows are bounded, bad rules are named."""

import datetime as dt
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit import spaces

from tierslieu import agenda, recurrence
from tierslieu.problems import Problems

YEAR = (dt.date(2027, 1, 1), dt.date(2027, 12, 31))


def occurrences(*activities, window=YEAR, **changes):
    return agenda.occurrences(spaces.comptoir(activities=activities, **changes), "fr", *window)


def codes(**changes):
    return [problem.code for problem in agenda.problems(spaces.comptoir(activities=(spaces.activity(**changes),)))]


def test_fourteen_hours_stay_fourteen_hours():
    found = occurrences(spaces.activity(rrule="FREQ=MONTHLY;BYDAY=2TH"))
    assert len(found) == 12
    assert {(it.start.hour, it.end.hour, it.start.tzinfo) for it in found} == {(14, 16, agenda.PARIS)}
    assert Counter(it.start.utcoffset() for it in found) == {dt.timedelta(hours=1): 5, dt.timedelta(hours=2): 7}


def test_a_night_ends_at_the_hour_written():
    (night,) = occurrences(spaces.activity(start="2027-03-27 22:00", end="2027-03-28 06:00"))
    assert (night.start.isoformat(), night.end.isoformat()) == (
        "2027-03-27T22:00:00+01:00",
        "2027-03-28T06:00:00+02:00",
    )


def test_sorted_by_beginning_then_file_name():
    found = occurrences(
        spaces.activity("b", rrule="FREQ=WEEKLY;COUNT=2"),
        spaces.activity("c", start="2027-01-14 10:00"),
        spaces.activity("a"),
    )
    assert [(it.source.slug, it.start.day) for it in found] == [("c", 14), ("a", 14), ("b", 14), ("b", 21)]


def test_services_that_are_off_and_other_languages_are_left_out():
    coworking = spaces.activity("cowocamp", service="coworking")
    english = spaces.activity("papycamp", locale="en")
    found = occurrences(coworking, spaces.activity(), english, identity={"modules": {"mediation": "non"}})
    assert [it.source for it in found] == [coworking]


def test_a_window_holds_what_overlaps_it():
    camp = spaces.activity(start="2027-01-14 18:00", end="2027-01-16 12:00")
    until_midnight = spaces.activity("b", start="2027-01-13 20:00", end="2027-01-14 00:00")
    for day, count in ((13, 1), (14, 1), (15, 1), (16, 1), (17, 0)):
        assert len(occurrences(camp, until_midnight, window=(dt.date(2027, 1, day),) * 2)) == count


def test_what_happens_on_a_day_does_not_depend_on_the_window():
    weekly = spaces.activity(rrule="FREQ=WEEKLY")
    whole = occurrences(weekly)
    assert whole[30:] == occurrences(weekly, window=(whole[30].start.date(), YEAR[1]))


@pytest.mark.parametrize("until", ["20270211", "20270211T140000", "20270211T130000Z", "20270211T235959"])
def test_the_last_day_counts(until):
    assert len(occurrences(spaces.activity(rrule=f"FREQ=MONTHLY;BYDAY=2TH;UNTIL={until}"))) == 2


def test_last_days_are_given_to_calendars_in_universal_time():
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
def test_bad_rules_are_refused(rule):
    with pytest.raises(ValueError):
        recurrence.parts(rule) and recurrence.series(rule, dt.datetime(2027, 1, 14, 14))


def test_problems_name_file_and_line(tmp_path):
    folder = tmp_path / "content/fr/activities"
    folder.mkdir(parents=True)
    text = "---\ntitle: Papycamp\nstart: 2027-01-14 14:00\nrrule: FREQ=NEVER\n---\nrrule: here\n"
    (folder / "papycamp.md").write_text(text, encoding="utf-8")
    broken = [spaces.activity(rrule="FREQ=NEVER"), spaces.activity("unknown", rrule="FREQ=DAILY;INTERVAL=0")]
    with pytest.raises(Problems) as caught:
        occurrences(*broken, root=tmp_path)
    first, second = caught.value.problems
    assert (first.code, first.file, first.line) == ("activity.rrule", "content/fr/activities/papycamp.md", 4)
    assert first.values["part"] == "FREQ=NEVER"
    assert (second.file, second.line, second.values["part"]) == ("content/fr/activities/unknown.md", None, "INTERVAL=0")


def test_a_beginning_outside_of_its_series_is_refused():
    (problem,) = agenda.problems(spaces.comptoir(activities=(spaces.activity(rrule="FREQ=WEEKLY;BYDAY=FR"),)))
    assert (problem.code, problem.values["next"]) == ("activity.rrule_start", "2027-01-15")
    assert codes(rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") == ["activity.rrule_never"]
    assert codes(rrule="FREQ=DAILY;UNTIL=20270113") == ["activity.rrule_never"]


def test_dates_that_can_not_be_are_refused():
    assert codes(end="2027-01-14 14:00") == ["activity.end"]
    assert codes(end="2027-01-14 13:59") == ["activity.end"]
    assert codes(start="0027-01-14 14:00", end="0027-01-14 16:00", rrule="FREQ=DAILY") == ["activity.year"]
    assert codes(end="9999-12-31 16:00") == ["activity.year"]
    assert not codes(start="2027-01-14T14:00:00.5", rrule="FREQ=DAILY")


def test_an_offset_is_understood():
    (found,) = occurrences(spaces.activity(start="2027-07-14T12:00Z", end="2027-07-14T18:00+02:00"))
    assert (found.start.hour, found.end.hour) == (14, 18)


frequencies = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])


@given(
    frequencies, st.integers(1, 40), st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)), st.integers(1, 72)
)
def test_every_series_begins_at_its_start_and_keeps_its_hours(frequency, interval, start, hours):
    start = start.replace(second=0, microsecond=0)
    source = spaces.activity(
        start=str(start), end=str(start + dt.timedelta(hours=hours)), rrule=f"FREQ={frequency};INTERVAL={interval}"
    )
    found = occurrences(source, window=(start.date(), start.date() + dt.timedelta(days=400)))
    assert found[0].start.replace(tzinfo=None) == start
    assert {it.start.time() for it in found} == {start.time()}
    assert {it.end.time() for it in found} == {(start + dt.timedelta(hours=hours)).time()}
    assert all(it.start.date() <= start.date() + dt.timedelta(days=400) for it in found)


@given(st.text(alphabet="FREQ=DAILYWKMONTHUVBSP;,:+-0123456789 \n") | st.text())
def test_reading_a_rule_gives_a_series_or_a_refusal(rule):
    with suppress(ValueError):
        recurrence.series(rule, dt.datetime(2027, 1, 14, 14))
