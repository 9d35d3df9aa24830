"""Opening hours as a grid of days and half-hours, and what is ticked in it as words; the words are what is saved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tierslieu.core.hours_reader import read
from tierslieu.core.opening_hours import CLOSED, WEEKDAYS, DayHours, OpeningHours, openstreetmap, runs
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import LocaleFormatter

#: Minutes of a box, and the first and last minute of a day that are shown where no hours are beyond.
STEP, _FIRST, _LAST = 30, 7 * 60, 22 * 60


@dataclass(frozen=True)
class WeekGrid:
    """The boxes of a week: ``hours`` that it shows in minutes, and by day its name and the minutes that are ticked."""

    hours: tuple[int, ...]
    days: tuple[tuple[str, str, frozenset[int]], ...]

    @property
    def boxes(self) -> tuple[int, ...]:
        """The beginning of each box of a day."""
        return tuple(minute for hour in self.hours for minute in (hour, hour + STEP))


def grid(hours: OpeningHours | None, formatter: LocaleFormatter) -> WeekGrid | None:
    """The grid of the week of ``hours``; None where half-hours can't show them."""
    week = {day: hours.day(day) if hours else CLOSED for day in WEEKDAYS}
    spans = [span for value in week.values() for span in value.spans]
    if any(value.parts or value.appointment for value in week.values()):
        return None
    if any(start % STEP or end % STEP or not start < end for start, end in spans):
        return None
    first, last = (min([_FIRST, *(start for start, _ in spans)]), max([_LAST, *(end for _, end in spans)]))
    shown = tuple(range(first // 60 * 60, last, 60))
    days = ((day, formatter.weekday(day), frozenset(_minutes(value))) for day, value in week.items())
    return WeekGrid(shown, tuple(days))


def _minutes(hours: DayHours) -> Iterator[int]:
    for start, end in hours.spans:
        yield from range(start, end, STEP)


def words(ticked: Collection[str], before: str, formatter: LocaleFormatter) -> str | None:
    """The hours in words once the boxes ``ticked`` (``Mo 540``) are the week of ``before``, whose other rules are kept.

    None where they would not be understood as such.
    """
    minutes = {day: sorted(int(one.split()[1]) for one in ticked if one.split()[0] == day) for day in WEEKDAYS}
    week = {day: DayHours(tuple(_spans(boxes))) for day, boxes in minutes.items() if boxes}
    old = read(before) if before.strip() else None
    specials = old.specials if old else ()
    wanted = OpeningHours(week or dict.fromkeys(WEEKDAYS, CLOSED), specials)
    kept = [clause.strip() for clause in before.split(";") if _says_nothing_of_the_week(clause)]
    rules = openstreetmap(OpeningHours({}, specials)).split("; ") if specials else []
    for others in (kept, rules):
        text = " ; ".join([*_week_clauses(week, formatter), *others])
        if read(text) == wanted:
            return text
    return None


def _says_nothing_of_the_week(clause: str) -> bool:
    any_week = "Mo-Su 01:00-02:00"
    with_clause, alone = read(f"{any_week}; {clause}"), read(any_week)
    return bool(with_clause and alone and with_clause.specials and with_clause.week == alone.week)


def _spans(boxes: list[int]) -> Iterator[tuple[int, int]]:
    """The spans of time of the boxes of a day, which are in order."""
    start = None
    for box in boxes:
        start = box if start is None else start
        if box + STEP not in boxes:
            yield start, box + STEP
            start = None


def _week_clauses(week: dict[str, DayHours], formatter: LocaleFormatter) -> Iterator[str]:
    """A rule for days with the same hours; each run of three days or more has its own."""
    language = formatter.code
    groups: dict[DayHours, list[str]] = {}
    for day, hours in week.items():
        groups.setdefault(hours, []).append(day)
    for hours, days in groups.items():
        times = messages.text(language, "editor.week_and").join(
            f"{_time(start, language)}-{_time(end, language)}" for start, end in hours.spans
        )
        alone = []
        for first, last in runs(days):
            names = [formatter.weekday(day) for day in WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1]]
            if len(names) > 2:
                yield f"{messages.text(language, 'editor.week_days', first=names[0], last=names[-1])} {times}"
            else:
                alone += names
        if alone:
            yield f"{', '.join(alone)} {times}"
    if not week:
        yield messages.text(language, "editor.week_closed")


def _time(minutes: int, language: str) -> str:
    hour, minute = divmod(minutes, 60)
    if language == "fr":
        return f"{hour}h{minute:02}" if minute else f"{hour}h"
    return f"{hour:02}:{minute:02}"
