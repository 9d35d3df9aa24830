"""The agenda: the dates of a month, a new activity, one date cancelled, a calendar imported after a preview."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import urlencode
from pydantic import ValidationError

from tierslieu.core import place_lock
from tierslieu.core.atomic import add_files
from tierslieu.core.front_matter import header_of
from tierslieu.core.problems import Problems
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor import saving, typed_values
from tierslieu.editor.choices import Choices
from tierslieu.editor.edits import Edit, Sentinel
from tierslieu.editor.form_fields import Control, form_fields
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.screens.file import editable
from tierslieu.events import csv_reader, ics_reader
from tierslieu.events.csv_reader import read_time
from tierslieu.events.decoding import decode
from tierslieu.events.import_plan import plan
from tierslieu.events.new_event import ONCE, REPEATS, compose, rule
from tierslieu.facts.formatter import organisation_name
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.i18n.formatting import capitalised
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import occurrences
from tierslieu.schedule.activity_dates import local_time

_MONTH = re.compile(r"(\d{4})-(\d{2})")
#: How many dates of a series are told before it is added.
_SHOWN = 8
#: What the form of a new activity sends for one of no service.
_NO_SERVICE = "none"
_NOT_IN_SERIES = "activity.day_outside"
_BETWEEN_DATES = re.compile(r"[,;\n]|\b(?:et|and)\b")
_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True)
class DateLine:
    """A date of an activity, as the list shows it."""

    anchor: str
    day: str
    when: str
    title: str
    path: str
    status: str
    reason: str
    can_cancel: bool
    can_move: bool
    on: str
    hours: tuple[str, str]


def agenda(request: HttpRequest) -> HttpResponse:
    """The dates of a month, and the form of a new activity."""
    place: OpenPlace = request.place
    space = place.readable_facts()
    first = _month(request.GET.get("month", "")) or _next_month(space)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    faults: dict[str, str] = {}
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    problems: tuple[Any, ...] = ()
    series = None
    if request.method == "POST" and request.POST.get("press") == "try":
        series = _series(request, space, typed, faults)
    elif request.method == "POST":
        try:
            if written := _add(request, space, typed, faults):
                return HttpResponseRedirect(f"/agenda/?{urlencode({'month': written})}#task", status=303)
        except Problems as error:
            problems = tuple(problem for problem in error.problems if problem.code != _NOT_IN_SERIES)
            for problem in error.problems:
                if problem.code == _NOT_IN_SERIES:
                    days = {name: _written(str(day), place) for name, day in problem.values.items()}
                    faults["exceptions"] = place.text(problem.code, **days)
    names = {
        "dates": list(_dates(space, first, last)), "month": first, "previous": _other(first, -1),
        "next": _other(first, 1), "typed": typed, "faults": faults, "problems": problems, "repeats": REPEATS,
        "choices": _choices(place, space), "month_name": _month_name(space, first), "series": series, "no_service": _NO_SERVICE,
        "done": request.GET.get("done", ""),
        "skipped": request.POST.getlist("skip") if request.method == "POST" else ["public_holidays"],
    }  # fmt: skip
    return render(request, "agenda.html", status=422 if faults or problems else 200, **names)


def _asked_date(request: HttpRequest) -> tuple[str, str, dict[str, Any]]:
    """The file of an activity, one of its days, and its front matter; raises ``Http404`` where a form asks for none."""
    file, day = request.POST.get("path", ""), request.POST.get("day", "")
    if request.method != "POST" or "/activities/" not in file or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        raise Http404
    text = editable(request.place.root, file).read_text(encoding="utf-8")
    return file, day, EditableYaml(header_of(text)).data or {}


def cancel(request: HttpRequest) -> HttpResponse:
    """One date is announced as cancelled, with its reason if one is typed, or takes place after all."""
    place: OpenPlace = request.place
    file, day, head = _asked_date(request)
    days = [str(one) for one in head.get("cancelled") or []]
    is_off = day in days
    of_date: dt.date | None = dt.date.fromisoformat(day)
    if not days and not head.get("rrule") and not head.get("added"):  # its only date, whenever that is
        is_off, of_date = head.get("status") == "cancelled", None
        edit = Edit(file, ("status",), Sentinel.REMOVED if is_off else "cancelled")
    elif is_off:
        edit = Edit(file, ("cancelled", days.index(day)) if len(days) > 1 else ("cancelled",), Sentinel.REMOVED)
    else:
        edit = Edit(file, ("cancelled", len(days)), dt.date.fromisoformat(day))
    code = "editor.date_restored" if is_off else "editor.date_cancelled"
    reason = "" if is_off else " ".join(request.POST.get("reason", "").split())
    reasons = _reasons(file, head.get("reasons") or [], of_date, reason)
    saving.save(request, [edit, *reasons], place.text(code, title=head.get("title", ""), day=_written(day, place)))
    return _at_date(day[:7], _anchor(file, day))


def _reasons(file: str, listed: list[Any], day: dt.date | None, reason: str) -> list[Edit]:
    """The edits after which ``reason`` is that of ``day``, of the whole activity for None; empty: none is."""
    kept = [index for index, one in enumerate(listed) if str(one.get("date") or "") != str(day or "")]
    edits = [
        Edit(file, ("reasons", index), Sentinel.REMOVED) for index in reversed(range(len(listed))) if index not in kept
    ]
    if edits and not kept:
        edits = [Edit(file, ("reasons",), Sentinel.REMOVED)]
    if reason:
        entry = {"date": day, "reason": reason} if day else {"reason": reason}
        edits.append(Edit(file, ("reasons", len(kept)), entry))
    return edits


def _at_date(month: str, anchor: str) -> HttpResponse:
    """Go to a line of the list, which says that it is saved: the message above the list is out of view there."""
    return HttpResponseRedirect(f"/agenda/?{urlencode({'month': month, 'done': anchor})}#{anchor}", status=303)


def _anchor(file: str, day: str) -> str:
    """The identifier of a date in the list."""
    return f"date-{day}-{PurePosixPath(file).stem}"


def move(request: HttpRequest) -> HttpResponse:
    """One date of a series takes place on another day or at other hours, or as planned after all."""
    place: OpenPlace = request.place
    file, planned, head = _asked_date(request)
    faults: dict[str, str] = {}
    typed = {name: str(request.POST.get(name, "")) for name in ("to_day", "from", "to")}
    day, start, end = (
        _day(typed, "to_day", faults, place),
        _time(typed, "from", faults, place),
        _time(typed, "to", faults, place),
    )
    if day is None or (end and not start):
        faults.setdefault("to_day", place.text("editor.move_needs_day" if day is None else "editor.both_hours"))
    if (start, end) == _usual_hours(place.readable_facts(), file):
        start = end = None
    anchor = "task"
    if faults or day is None:
        for fault in faults.values():
            messages.warning(request, fault)
    else:
        entry: dict[str, Any] = {"date": dt.date.fromisoformat(planned), **_moment_pair(day, start, end)}
        edit = _moved(file, head.get("moved") or [], entry, is_back=day.isoformat() == planned and start is None)
        message = place.text("editor.date_moved", title=head.get("title", ""), day=_written(planned, place))
        try:
            saving.save(request, [edit] if edit else [], message)
            anchor = _anchor(file, planned)
        except Problems as error:
            for problem in error.problems:
                messages.warning(request, place.text(problem.code, **problem.values))
    shown = request.POST.get("month", planned[:7])
    return _at_date(shown, anchor)


def _usual_hours(space: Space, file: str) -> tuple[dt.time, dt.time] | None:
    """The hours of the series in ``file``; None for whole days."""
    meta = next((source.meta for source in space.activities if source.path == file), None)
    if meta and isinstance(meta.start, dt.datetime) and isinstance(meta.end, dt.datetime):
        return local_time(meta.start).time(), local_time(meta.end).time()
    return None


def _moment_pair(day: dt.date, start: dt.time | None, end: dt.time | None) -> dict[str, dt.date]:
    """The new beginning of a date, a day alone for its usual hours, and its new end if it has one."""
    if start is None:
        return {"start": day}
    pair: dict[str, dt.date] = {"start": dt.datetime.combine(day, start)}
    if end:
        pair["end"] = dt.datetime.combine(day + dt.timedelta(days=end <= start), end)
    return pair


def _moved(file: str, listed: list[Any], entry: dict[str, Any], *, is_back: bool) -> Edit | None:
    """The edit of the dates moved; None where the date is as planned already."""
    days = [str(one.get("date")) for one in listed]
    planned = str(entry["date"])
    if planned not in days:
        return None if is_back else Edit(file, ("moved", len(listed)), entry)
    index = days.index(planned)
    if is_back:
        return Edit(file, ("moved", index) if len(listed) > 1 else ("moved",), Sentinel.REMOVED)
    kept = {key: value for key, value in listed[index].items() if key not in ("date", "start", "end")}
    return Edit(file, ("moved", index), {**entry, **kept})


def import_calendar(request: HttpRequest) -> HttpResponse:
    """A calendar or a table is read, shown, then written once that is agreed to."""
    place: OpenPlace = request.place
    if request.POST.get("press") == "import" and place.import_plan:
        result, place.import_plan = place.import_plan, None
        with place_lock.hold(place.root):
            add_files(place.root, {path: text.encode("utf-8") for path, text in result.files.items()})
            saving.keep_version(request, place.text("editor.imported", count=len(result.files)))
        return HttpResponseRedirect("/agenda/", status=303)
    upload = request.FILES.get("calendar")
    if upload is None:
        return HttpResponseRedirect("/agenda/", status=303)
    space, name = place.readable_facts(), str(upload.name)
    text = decode(upload.read())
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        reading = csv_reader.read(text, name)
    else:
        names = [name for name in (space.identity.name, space.identity.address.street) if name]
        reading = ics_reader.read(text, name, names)
    usual = (request.POST.get(name) or None for name in ("format", "service"))
    place.import_plan = result = plan(space, reading, *usual)
    return render(request, "import.html", new=_titles(result.new), changed=_titles(result.changed), result=result)


def _titles(files: Mapping[str, str]) -> list[str]:
    return [str((EditableYaml(header_of(text)).data or {}).get("title", path)) for path, text in files.items()]


def _dates(space: Space, first: dt.date, last: dt.date) -> Any:
    formatter = OccurrenceFormatter(space, space.identity.language)
    for one in occurrences.occurrences(space, space.identity.language, first, last):
        meta = one.source.meta
        yield DateLine(
            _anchor(one.source.path, one.planned.isoformat()),
            one.planned.isoformat(),
            formatter.when(one),
            formatter.title(one.source),
            one.source.path,
            one.status,
            one.reason,
            one.planned >= space.today and (meta.several or one.moved_from is None),
            meta.several and one.planned >= space.today,
            typed_values.written(one.start.date().isoformat(), Control.DATE, space.identity.language),
            ("", "") if one.all_day else (f"{one.start:%H:%M}", f"{one.end:%H:%M}"),
        )


def _month(typed: str) -> dt.date | None:
    match = _MONTH.fullmatch(typed)
    return dt.date(int(match[1]), int(match[2]), 1) if match and 1 <= int(match[2]) <= 12 else None


def _next_month(space: Space) -> dt.date:
    """The month of the next date in a year, this one without any."""
    coming = occurrences.occurrences(space, space.identity.language, space.today, space.today + _YEAR)
    return next((max(one.start.date(), space.today) for one in coming), space.today).replace(day=1)


def _month_name(space: Space, first: dt.date) -> str:
    return capitalised(OccurrenceFormatter(space, space.identity.language).date(first, "MMMM y"))


def _other(first: dt.date, step: int) -> str:
    month = first.year * 12 + first.month - 1 + step
    return f"{month // 12}-{month % 12 + 1:02d}"


def _choices(place: OpenPlace, space: Space) -> dict[str, dict[str, str]]:
    """What a new activity can be; school holidays are those of a zone that the place has named."""
    choices = Choices(place.root, place.language)
    fields = form_fields(Activity, place.language)
    found = {key: choices.of(Activity, fields[key]) or {} for key in ("format", "service", "skip")}
    found["service"] = {
        name: _with_operator(words, space, name)
        for name, words in found["service"].items()
        if name in space.identity.services
    }
    found["runs"] = choices.of(Activity, fields["roles"], in_rows=True) or {}
    if not space.identity.school_zone:
        del found["skip"]["school_holidays"]
    return found


def _with_operator(words: str, space: Space, service: str) -> str:
    """The words of a service with the organisation that runs it, and those that take it over later."""
    formatter = OccurrenceFormatter(space, space.identity.language)
    operator = space.responsible("runs", service)
    told = organisation_name(space, operator, space.identity.language) if operator else ""
    for change in space.organisations.changes:
        later = space.on(change.start).responsible("runs", service)
        if change.start > space.today and later and later != operator:
            operator, name = later, organisation_name(space, later, space.identity.language)
            told = f"{told}, {formatter.t('begins', date=formatter.date(change.start, 'date'))} {name}"
    return f"{words} ({told})" if told else words


@dataclass(frozen=True)
class Series:
    """The dates of an activity that is not added yet: the first ones, how many more and the last, those left out."""

    first: list[str]
    more: int
    last: str
    left_out: list[str]


def _series(request: HttpRequest, space: Space, typed: Mapping[str, str], faults: dict[str, str]) -> Series | None:
    """The dates that the form gives so far; None while it gives none, or contradicts itself."""
    place: OpenPlace = request.place
    day, until = _day(typed, "day", faults, place), _day(typed, "until", faults, place)
    repeat = typed.get("repeat", ONCE)
    if faults or day is None:
        return None
    answers = {
        "title": "-", "format": "x", "start": day, "end": day, "rrule": rule(repeat, day, until),
    }  # fmt: skip
    skipped = request.POST.getlist("skip") if repeat != ONCE else []
    try:
        days = _days(space, answers, day)
        kept = _days(space, {**answers, "skip": skipped, "exceptions": _left_out(typed, faults, place)}, day)
    except (Problems, ValidationError):
        return None
    formatter = OccurrenceFormatter(space, space.identity.language)
    words = [formatter.date(one, "full") for one in kept]
    left_out = [formatter.date(one, "full") for one in days if one not in kept]
    return Series(
        words[:_SHOWN], len(words[_SHOWN:]), words[-1] if words and until and until <= day + _YEAR else "", left_out
    )


def _days(space: Space, answers: Mapping[str, Any], first: dt.date) -> list[dt.date]:
    """The days of an activity with these ``answers``, in a year from the ``first``."""
    source = Source("", space.identity.language, "", Activity.model_validate(answers), "", 0)
    dates = occurrences.occurrences_of(space, [source], first, first + _YEAR)
    return [one.planned for one in dates]


def _add(request: HttpRequest, space: Space, typed: Mapping[str, str], faults: dict[str, str]) -> str:
    """Write a new activity; its month, or empty with what can't be read in ``faults``."""
    place: OpenPlace = request.place
    day, until = _day(typed, "day", faults, place), _day(typed, "until", faults, place)
    start, end = _time(typed, "from", faults, place), _time(typed, "to", faults, place)
    title = " ".join(typed.get("title", "").split())
    needed = ("format", "service", "day")
    for name, value in (("title", title), *((name, typed.get(name, "").strip()) for name in needed)):
        if not value:
            faults[name] = place.text("editor.needed")
    service, runner = typed.get("service", ""), typed.get("runs", "")
    if service == _NO_SERVICE:
        service = ""
        if not runner and len(space.organisations.organisations) > 1:
            faults["runs"] = place.text("editor.activity_needs_host")
    left_out = _left_out(typed, faults, place)
    if (start is None) != (end is None) and not faults:
        faults["to" if end is None else "from"] = place.text("editor.both_hours")
    if faults or day is None:
        return ""
    beginning: dt.date = dt.datetime.combine(day, start) if start else day
    finish: dt.date = dt.datetime.combine(day, end) if end else day
    if start and end and end <= start:
        finish = dt.datetime.combine(day + dt.timedelta(days=1), end)
    repeat = typed.get("repeat", ONCE)
    answers = {
        "title": title, "format": typed.get("format", ""), "service": service, "start": beginning,
        "end": finish, "rrule": rule(repeat, day, until), "skip": request.POST.getlist("skip") if repeat != ONCE else [],
        "exceptions": left_out, "description": " ".join(typed.get("description", "").split()), "price": " ".join(typed.get("price", "").split()),
    }  # fmt: skip
    if runner:
        answers["roles"] = {"runs": runner}
    event = compose(space, answers, answers["description"])
    message = place.text("editor.message", screen=place.text("editor.nav_agenda"), what=title)
    written = (
        source.path for source in space.activities if (space.root / source.path).read_text("utf-8") == event.text
    )
    file = next(written, event.path)  # a form that was sent twice adds one activity
    saving.save_text(request, file, event.text, "", message)
    dates = ", ".join(_written(one.planned.isoformat(), place) for one in event.dates)
    said = "editor.first_dates_priced" if answers["price"] else "editor.first_dates"
    messages.info(request, place.text(said, dates=dates, price=answers["price"]))
    if all(source.meta.example or source.path == file for source in space.activities) and space.activities:
        messages.info(request, place.text("editor.examples_stay"))
    return day.isoformat()[:7]


def _written(day: str, place: OpenPlace) -> str:
    """A day as people write it."""
    return typed_values.written(day, Control.DATE, place.language)


def _day(typed: Mapping[str, str], name: str, faults: dict[str, str], place: OpenPlace) -> dt.date | None:
    try:
        return typed_values.read_day(typed.get(name, ""), place.language)
    except RefusedAnswer as error:
        faults[name] = place.text(error.code, **error.values)
        return None


def _left_out(typed: Mapping[str, str], faults: dict[str, str], place: OpenPlace) -> list[dt.date]:
    """The dates that a series leaves out, as they are typed: between commas, each with its year."""
    days = (
        _day({"exceptions": text}, "exceptions", faults, place)
        for text in _BETWEEN_DATES.split(typed.get("exceptions", ""))
    )
    return sorted({day for day in days if day})


def _time(typed: Mapping[str, str], name: str, faults: dict[str, str], place: OpenPlace) -> dt.time | None:
    text = typed.get(name, "").strip()
    try:
        return read_time(text) if text else None
    except ValueError:
        faults[name] = place.text("cli.hour", value=text)
        return None


urlpatterns = [
    path("agenda/", agenda),
    path("agenda/cancel/", cancel),
    path("agenda/move/", move),
    path("agenda/import/", import_calendar),
]
