"""The place itself: what it is called, where and when it is open, what one finds there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.core.hours_reader import read
from tierslieu.core.opening_hours import WEEKDAYS, DatePeriod, OpeningHours, SpecialHours
from tierslieu.core.paths import ORGANISATIONS, SPACE
from tierslieu.core.problems import Problems
from tierslieu.editor import saving, seats, week_grid
from tierslieu.editor.edits import Conflicts, Edit
from tierslieu.editor.form_inputs import Typed
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.form_tree import leaves
from tierslieu.editor.forms import Form, View
from tierslieu.editor.open_place import OpenPlace
from tierslieu.facts import opening_hours
from tierslieu.facts.formatter import FactFormatter
from tierslieu.model import Space
from tierslieu.model.identity import Identity
from tierslieu.schedule.holidays import DaysOff

_HOURS = "/opening_hours"
#: How many days ahead an example of a season or of a closed day is looked for.
_YEAR = 366


def _understood(space: Space, view: View) -> Mapping[str, Any]:
    """What the hours that are typed mean: in one sentence, by examples, and as a grid to paint."""
    formatter = FactFormatter(space, space.identity.language, document=False).formatter
    typed = view.typed[_HOURS][0] if view.typed.get(_HOURS) else ""
    hours = read(typed) if typed.strip() else None
    found: dict[str, Any] = {
        "inputs": list(leaves(view.nodes)),
        "sentence": "",
        "examples": [],
        "cancelled": [],
        "others": [],
        "wins": [],
        "grid": None,
    }
    if hours:
        found["sentence"] = opening_hours.text(hours, formatter)
        found["examples"] = list(_examples(space, hours, formatter))
        found["cancelled"] = list(_cancelled(typed, hours, formatter))
        found["others"] = list(_others(hours, formatter))
        found["wins"] = list(_wins(hours, formatter))
    if hours or not typed.strip():
        found["grid"] = week_grid.grid(hours, formatter)
    return found


def _examples(space: Space, hours: OpeningHours, formatter: Any) -> Iterator[tuple[str, str]]:
    """The next day of each season, holiday or closed period, with its hours; also the next day of a season that is not one
    of its days of the week, since people take them for closed.
    """
    days_off, told = DaysOff(space), set()
    for number in range(_YEAR):
        day = space.today + dt.timedelta(days=number)
        holiday = day in days_off.public(day.year)
        special = hours.special(day, public_holiday=holiday, school_holiday=days_off.is_school_holiday(day))
        if special is None:
            as_usual = hours.day(WEEKDAYS[day.weekday()])
            seasons = (one for one in hours.specials if isinstance(one.when, DatePeriod) and day in one.when)
            special = next((SpecialHours(season.when, (), as_usual) for season in seasons), None)
        if special and special not in told:
            told.add(special)
            rows = opening_hours.rows(OpeningHours({}, (special,)), formatter)
            each_year = isinstance(special.when, DatePeriod) and not special.when.first[0]
            yield (
                formatter.date(day, "full"),
                ", ".join([*rows[0].hours, *([formatter.t("each_year")] if each_year else [])]),
            )


def _cancelled(typed: str, hours: OpeningHours, formatter: Any) -> Iterator[tuple[str, str, str]]:
    """Each sentence that closes every year days for which an earlier one has hours: its words, the first and last day."""
    for index, season in enumerate(hours.specials):
        if not isinstance(season.when, DatePeriod) or not season.when.first[0] or season.hours.closed:
            continue
        for later in hours.specials[index + 1 :]:
            if not isinstance(later.when, DatePeriod) or later.when.first[0] or not later.hours.closed:
                continue
            first, last = season.when.dates(dt.date.min)
            days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
            lost = [day for day in days if day in later.when and _falls(season, day) and _falls(later, day)]
            words = (clause.strip() for clause in re.split(r"[;\n]", typed))
            sentence = next((one for one in words if later in _specials(one)), "")
            if lost and sentence:
                yield sentence, formatter.date(lost[0], "date"), formatter.date(lost[-1], "date")


def _others(hours: OpeningHours, formatter: Any) -> Iterator[str]:
    """The periods that change some days of the week and leave the others as they are, in words."""
    for when, same in groupby(hours.specials, key=lambda special: special.when):
        season = list(same)
        days = {day for special in season for day in special.days or WEEKDAYS}
        usual = [day for day in WEEKDAYS if day not in days and not hours.day(day).closed]
        if isinstance(when, DatePeriod) and usual and any(not special.hours.closed for special in season):
            yield opening_hours.special_name(SpecialHours(when, (), season[0].hours), formatter)


def _wins(hours: OpeningHours, formatter: Any) -> Iterator[tuple[str, str]]:
    """Each closing of every year with a later sentence that opens some of its days in one year, both in words."""
    for index, closing in enumerate(hours.specials):
        if not isinstance(closing.when, DatePeriod) or closing.when.first[0] or not closing.hours.closed:
            continue
        for later in hours.specials[index + 1 :]:
            if not isinstance(later.when, DatePeriod) or not later.when.first[0] or later.hours.closed:
                continue
            first, last = later.when.dates(dt.date.min)
            days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
            if any(day in closing.when and _falls(closing, day) and _falls(later, day) for day in days):
                words = opening_hours.text(OpeningHours({}, (closing,)), formatter)
                yield words, opening_hours.text(OpeningHours({}, (later,)), formatter)


def _falls(special: SpecialHours, day: dt.date) -> bool:
    return not special.days or WEEKDAYS[day.weekday()] in special.days


def _specials(sentence: str) -> tuple[SpecialHours, ...]:
    hours = read(f"Mo-Su 01:00-02:00; {sentence}") if sentence else None
    return hours.specials if hours else ()


def _painted(posted: Typed, place: OpenPlace) -> Mapping[str, list[str]]:
    """The words of the week that is ticked in the grid, in the field of the hours; nothing while they can't be."""
    space = place.last_facts()
    before = posted.get(_HOURS, [""])[0]
    if space is None:
        return {}
    formatter = FactFormatter(space, space.identity.language, document=False).formatter
    words = week_grid.words(posted.get("week", ()), before, formatter)
    return {_HOURS: [words]} if words else {}


def move_seats(request: HttpRequest) -> HttpResponse:
    """Write the address of the place as the seat of the chosen organisation, whose seat is where the place was."""
    place: OpenPlace = request.place
    space = place.last_facts() if request.method == "POST" else None
    was, key = request.POST.get("was", ""), request.POST.get("organisation", "")
    if space and key in seats.seated(space, was):
        line, seat = space.identity.address.line, space.organisations.organisations[key].address
        edits = [Edit(ORGANISATIONS, ("organisations", key, "address"), line, seat)]
        message = place.text("editor.seats_moved", names=space.organisation_name(key))
        try:
            saving.save(request, edits, message)
        except Problems as error:
            for problem in error.problems:
                messages.warning(request, place.text(problem.code, **problem.values))
        except Conflicts:
            messages.warning(request, place.text("editor.text_changed_meanwhile", file=ORGANISATIONS))
        if now := place.last_facts():
            seats.offer_seats(request, now, was)
    return HttpResponseRedirect("/place/#task", status=303)


def _page(name: str, *keys: str, shown_at: str = "") -> FormPage:
    return FormPage(
        f"place/{name}", f"editor.place_{name.strip('/') or 'identity'}", Form(SPACE, (), Identity, keys), shown_at
    )


PAGES = (
    _page("", "name", "territory", "summary", "address", "contact"),
    FormPage(
        "place/hours/", "editor.place_hours",
        Form(SPACE, (), Identity, ("opening_hours", "public_holidays", "school_zone")), "le-lieu/",
        "hours.html", _understood, "editor.see_hours", _painted,
    ),
    _page("services/", "modules", "mediation"),
    _page("rooms/", "areas", "equipment", "capacity", "photos", "plan", shown_at="le-lieu/"),
    _page("access/", "access", "transport", shown_at="le-lieu/"),
    _page("site/", "publication", "language", "other_languages", "licence", "data_licence", "lineage"),
)  # fmt: skip
urlpatterns = [*routes("editor.nav_place", PAGES), path("place/seats/", move_seats)]
