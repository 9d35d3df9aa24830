"""Activities on days on which the place is closed: which dates are named, and which are nobody's business."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from support import factories
from support.check_examples import opened, space
from support.generated_places import FIL_NUMERIQUE, furnish
from support.paths import TEMPLATE

from tierslieu.check.closed_days import activities_have_open_days
from tierslieu.core.finding import Finding
from tierslieu.i18n import messages
from tierslieu.loading.load import load

WEEK = "du lundi au vendredi 9h-18h ; fermé en août ; fermé les jours fériés ; fermé les vacances scolaires"
THURSDAYS: dict[str, Any] = {"rrule": "FREQ=WEEKLY;BYDAY=TH"}
#: Saturday.
SATURDAY = {"start": "2027-01-16 10:00", "end": "2027-01-16 17:00"}


def findings(hours: str, *activities: dict[str, Any]) -> list[Finding]:
    found = [factories.activity(f"activity-{number}", **changes) for number, changes in enumerate(activities)]
    return list(activities_have_open_days(space(opened(hours, *found))))


def test_each_reason_has_its_dates_and_the_line_that_leaves_them_out() -> None:
    public, summer = sorted(findings(WEEK, THURSDAYS), key=lambda finding: int(str(finding.values["count"])))
    assert (public.file, public.path) == ("content/fr/activities/activity-0.md", ("start",))
    # Ascension; in 2027 no other public holiday is a Thursday until 11 November.
    assert public.values["days"] == "6 mai 2027, 11 novembre 2027"
    assert public.values["line"] == "skip: [public_holidays]"
    assert summer.values["days"] == "5 août 2027, 12 août 2027, 19 août 2027, 26 août 2027"
    assert summer.values["count"] == 4
    assert "août" in str(summer.values["reason"])
    text = messages.remedy("fr", summer.code, **summer.values) or ""
    assert "exceptions: [2027-08-05, 2027-08-12, 2027-08-19, 2027-08-26]" in text
    assert "outside_hours: oui" in text


MONDAYS: dict[str, Any] = {"start": "2027-01-11 14:00", "end": "2027-01-11 16:00", "rrule": "FREQ=WEEKLY;BYDAY=MO"}


def test_on_purpose_on_a_weekday_of_closing_is_not_on_purpose_in_august() -> None:
    hours = "du mardi au vendredi 9h-18h ; fermé en août"
    (summer,) = findings(hours, {**MONDAYS, "outside_hours": "oui"})
    assert (summer.code, summer.level) == ("activity.closed_besides", "warning")
    assert summer.values["days"] == "2 août 2027, 9 août 2027, 16 août 2027, 23 août 2027, 30 août 2027"
    assert summer.values["line"] == "exceptions: [2027-08-02, 2027-08-09, 2027-08-16, 2027-08-23, 2027-08-30]"
    assert findings(hours, {**THURSDAYS, "outside_hours": "oui"}) == []


def test_a_series_on_the_wrong_day_is_told_to_change_it() -> None:
    (finding,) = findings("lundi 9h-18h", THURSDAYS)
    assert (finding.code, finding.values["count"]) == ("activity.closed_day", 51)
    assert str(finding.values["days"]).endswith("18 février 2027, …")


def test_the_line_keeps_what_the_activity_leaves_out_already() -> None:
    changes = {**THURSDAYS, "skip": ["public_holidays"], "exceptions": ["2027-08-05"]}
    (summer,) = findings(WEEK, changes)
    assert summer.values["line"] == "exceptions: [2027-08-05, 2027-08-12, 2027-08-19, 2027-08-26]"


@pytest.mark.parametrize("changes", [
    {},
    {"start": "2027-01-14 20:00", "end": "2027-01-14 23:00"},
    {"start": "2027-01-15 20:00", "end": "2027-01-16 02:00"},
    {**SATURDAY, "place": "Mairie"},
    {**SATURDAY, "online": "https://exemple.fr"},
    {**SATURDAY, "status": "cancelled"},
    {**SATURDAY, "outside_hours": "oui"},
    {"start": "2026-12-26 10:00", "end": "2026-12-26 12:00"},
    {**THURSDAYS, "skip": ["public_holidays"], "moved": [], "cancelled": ["2027-08-05"], "exceptions": ["2027-08-12", "2027-08-19", "2027-08-26"]},
], ids=["open day", "evening", "night", "elsewhere", "online", "cancelled", "on purpose", "past", "left out"])  # fmt: skip
def test_nothing_is_reported_of(changes: dict[str, Any]) -> None:
    assert findings(WEEK, changes) == []


@pytest.mark.parametrize("hours", ["samedi sur rendez-vous", "24h/24 7j/7", "du 1er au 31 mars 9h-18h"])
def test_a_day_that_is_not_closed_is_not_reported(hours: str) -> None:
    assert findings(hours, SATURDAY) == []


@pytest.mark.parametrize("hours, changes, told", [
    ("du lundi au vendredi 9h-12h et 14h-18h ; jeudi 9h-12h", {}, "jeudi : 9 h – 12 h"),
    ("du lundi au vendredi 9h-18h ; jeudi matin", {}, "jeudi : matin"),
    ("tous les jours 9h-18h ; 14 janvier 2027 9h-12h", {}, "14 janvier 2027 : 9 h – 12 h"),
    # An evening, lunch, and what begins while the place is open are not at a time at which it opens on other days.
    ("du lundi au vendredi 9h-12h et 14h-18h ; jeudi 9h-12h", {"start": "2027-01-14 18:30", "end": "2027-01-14 21:00"}, ""),
    ("du lundi au vendredi 9h-12h et 14h-18h ; jeudi 9h-12h", {"start": "2027-01-14 12:15", "end": "2027-01-14 13:45"}, ""),
    ("du lundi au vendredi 9h-18h ; jeudi 9h-15h", {}, ""),
    ("du lundi au vendredi 9h-18h ; jeudi après-midi", {}, ""),
])  # fmt: skip
def test_an_activity_of_half_a_day_of_closing_is_reported(hours: str, changes: dict[str, Any], told: str) -> None:
    found = findings(hours, changes)
    assert [finding.code for finding in found] == ["activity.closed_hours"] * bool(told)
    assert not told or re.sub(r"\s", " ", str(found[0].values["reason"])).removeprefix("le ") == told
    assert findings(hours, {**changes, "outside_hours": "oui"}) == []


def test_an_example_is_reported_as_any_other() -> None:
    """The site announces its dates too, and a team changes its own before it calls them so."""
    assert len(findings(WEEK, {**SATURDAY, "example": "oui"})) == 1


@pytest.mark.parametrize("hours, code", [
    ("lundi 9h-18h", "activity.closed_day"),
    ("tous les jours 9h-18h ; fermé le 16 janvier 2027", "activity.closed_day"),
    ("tous les jours 9h-18h ; fermé du 24 décembre au 20 janvier", "activity.closed_day"),
])  # fmt: skip
def test_a_single_date_is_reported(hours: str, code: str) -> None:
    (finding,) = findings(hours, SATURDAY)
    assert (finding.code, finding.level, finding.values["days"]) == (code, "warning", "16 janvier 2027")


def test_a_closed_day_within_a_camp_of_several_days_counts() -> None:
    (finding,) = findings(WEEK, {"start": "2027-01-14", "end": "2027-01-16"})
    assert "samedi" in str(finding.values["reason"])


def test_school_holidays_are_those_of_the_zone() -> None:
    changes = opened(WEEK, factories.activity(**THURSDAYS, skip=["public_holidays"]))
    changes["identity"]["school_zone"] = "B"
    winter = [finding for finding in activities_have_open_days(space(changes)) if "skip" in str(finding.values["line"])]
    assert [finding.values["line"] for finding in winter] == ["skip: [public_holidays, school_holidays]"]


def test_ten_thousand_dates_are_quick() -> None:
    activities = [{"rrule": "FREQ=DAILY"}] * 28
    started = time.process_time()
    assert {finding.values["count"] for finding in findings("lundi 9h-18h ; fermé en août", *activities)}
    assert time.process_time() - started < 3


def test_an_unknown_language_is_reported_by_its_own_rule() -> None:
    changes = opened("lundi 9h-18h", factories.activity())
    changes["identity"]["language"] = "xx"
    assert list(activities_have_open_days(space(changes))) == []


@pytest.mark.parametrize("today", [dt.date(2026, 9, 1), dt.date(2027, 9, 1)])
def test_the_example_place_announces_nothing_on_days_on_which_it_is_closed(today: dt.date, tmp_path: Path) -> None:
    for name in ("vocabulary", "governance", "theme"):
        (tmp_path / name).symlink_to(TEMPLATE / name, target_is_directory=True)
    shutil.copytree(TEMPLATE / "content", tmp_path / "content")
    furnish(tmp_path, FIL_NUMERIQUE.stem)
    place = load(tmp_path, today)
    assert sum(source.locale == "fr" for source in place.activities) >= 9
    assert [finding.values for finding in activities_have_open_days(place)] == []
