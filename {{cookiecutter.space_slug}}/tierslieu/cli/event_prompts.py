"""The questions of ``./lieu event new``: what no option gives is asked, each with a default."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

import click

from tierslieu.core.folding import fold
from tierslieu.core.problems import Problem, Problems, close_match
from tierslieu.events.new_event import ONCE, REPEATS, rule
from tierslieu.events.text_cleaning import moment, one_line
from tierslieu.finance.setting_names import setting_name
from tierslieu.i18n.formatting import translated
from tierslieu.loading.corrections import dated
from tierslieu.model import ActivityFormat, Space

from .console import Console
from .options import DATE, TIME

#: Typed by those who take a question about words for one to confirm.
_ANSWERS_TO_CONFIRM = ("oui", "o", "non", "n", "yes", "y", "no", "ok")
#: Words of an answer to "does it come back"; the first that are found count.
_RHYTHMS = {
    "fortnightly": r"\b(deux|2) semaines|quinz|15 jours|fortnight|two weeks",
    "weekly": r"\bsemaine|hebdo|week",
    "monthly": r"\bmois|mensuel|month",
    ONCE: r"^non?\b|une (seule )?fois|once",
}
_SKIPPABLE = ("public_holidays", "school_holidays")


def complete_answers(space: Space, options: Mapping[str, Any], console: Console) -> dict[str, Any]:
    """The front matter of an event from ``options`` and the answers to questions about those that are None.

    Raises ``Problems`` for the name of a format, a service or a holiday that does not exist.
    """
    prompts = _EventPrompts(space, options, console)
    format_name = prompts.format()
    activity_format = space.vocabulary.activity_formats[format_name]
    language = space.identity.language
    title = prompts.title(translated(activity_format.label, language) if activity_format.purpose else None)
    day = prompts.day()
    start, end = prompts.start_and_end(day, activity_format)
    repeat = prompts.repeat()
    until = options["until"] if repeat == ONCE or options["until"] or options["repeat"] else prompts.until()
    skip = prompts.skip() if repeat != ONCE else []
    service = prompts.service(activity_format)
    return {
        "title": title,
        "format": format_name,
        "start": moment(start),
        "end": moment(end),
        "rrule": rule(repeat, day, until),
        "skip": skip,
        "service": service,
        "description": prompts.description(),
        **{key: options[key] for key in ("place", "online", "capacity", "price", "registration", "accessibility")},
    }


class _EventPrompts:
    """One method a question; those that ``options`` answer are not asked."""

    def __init__(self, space: Space, options: Mapping[str, Any], console: Console):
        self._space, self._options = space, options
        self._text, self._ask, self._confirms = console.text, console.ask, console.confirms

    def title(self, default: str | None) -> str:
        """The title; without a ``default``, one must be typed."""
        proposed = {} if default is None else {"default": default}
        title = self._options["title"] or self._ask(
            self._text("ask.event_title"), value_proc=self._read_words, **proposed
        )
        return one_line(title)

    def description(self) -> str:
        """One sentence, empty for none: a format does not speak for the place."""
        if self._options["description"] is not None:
            return one_line(self._options["description"])
        question = self._text("ask.event_description")
        return one_line(self._ask(question, default="", show_default=False, value_proc=self._read_words))

    def _read_words(self, text: str) -> str:
        if fold(text.strip()) in _ANSWERS_TO_CONFIRM:
            raise click.BadParameter(self._text("event.words"))
        return text

    def format(self) -> str:
        """The name of a format, chosen in a list by its number or its name."""
        if self._options["format"] is not None:
            return known_format(self._options["format"], self._space)
        formats = self._space.vocabulary.activity_formats
        names = list(formats)
        for number, activity_format in enumerate(formats.values(), 1):
            click.echo(f"  {number:>2}  {translated(activity_format.label, self._space.identity.language)}")

        def read(text: str) -> str:
            typed = text.strip()
            if typed.isdecimal() and 1 <= int(typed) <= len(names):
                return names[int(typed) - 1]
            choices = self._text("event.format_choices", last=len(names), known=", ".join(names))
            if not typed:
                raise click.BadParameter(choices)
            try:
                return known_format(typed, self._space)
            except Problems as error:
                (problem,) = error.problems
                raise click.BadParameter(f"{self._text(problem.code, **problem.values)} {choices}") from None

        return str(self._ask(self._text("ask.event_format"), default="", show_default=False, value_proc=read))

    def service(self, activity_format: ActivityFormat) -> str:
        """The name of a service of the place; asked when that of the format is not one, and there are several."""
        services = self._space.identity.services
        if self._options["service"]:
            return known_name(self._options["service"], services, "event.service")
        if activity_format.service in services:
            return activity_format.service
        if len(services) == 1:
            return services[0]
        return str(self._ask(self._text("ask.event_service"), type=click.Choice(services)))

    def day(self) -> dt.date:
        """The first day."""
        day: dt.date = self._options["day"] or self._ask(self._text("ask.event_date"), value_proc=self._read_day)
        return day

    def _read_day(self, text: str) -> dt.date:
        """A day typed as in files or in French words; one without a year is the next one from today on."""
        day: dt.date = DATE(dated(text, self._space.today.isoformat()) or text)
        return day

    def start_and_end(self, day: dt.date, activity_format: ActivityFormat) -> tuple[dt.date, dt.date]:
        """Start and end: dates without a time when there is no time of start."""
        start_time, end_time, last_day = (self._options[name] for name in ("start", "end", "last_day"))
        if start_time is None and last_day is None:
            start_time = self._time("ask.event_from", "14:00")
        if start_time is None:
            return day, last_day or day
        start = dt.datetime.combine(day, start_time)
        minutes = activity_format.duration_minutes
        usual_end = start + dt.timedelta(minutes=minutes) if minutes else None
        begins_then = None if last_day else start_time
        if end_time is None:
            default = f"{usual_end:%H:%M}" if usual_end else None
            end_time = self._time("ask.event_to", default, begins_then) or (usual_end or start).time()
        elif end_time == begins_then:
            raise Problems([Problem("event.same_hour", {"hour": f"{end_time:%H:%M}"})])
        end = dt.datetime.combine(last_day or day, end_time)
        return start, end if end > start or last_day else end + dt.timedelta(days=1)

    def repeat(self) -> str:
        """One of ``REPEATS``, chosen by its number in a list, or the rule that the option gives."""
        if self._options["repeat"]:
            return str(self._options["repeat"])
        choices = dict(zip("1234", REPEATS, strict=True))
        for key, choice in choices.items():
            click.echo(f"  {key}  {self._text(f'ask.repeat_{choice}')}")

        def read(text: str) -> str:
            typed = fold(text.strip())
            named = next((name for name, words in _RHYTHMS.items() if re.search(words, typed)), None)
            return named or choices[str(click.Choice(list(choices))(typed))]

        return str(self._ask(self._text("ask.event_repeat"), default="1", value_proc=read))

    def until(self) -> dt.date | None:
        """The last day of a series; None for a series without end."""
        day: dt.date | None = self._ask(
            self._text("ask.event_until"), default="", show_default=False,
            value_proc=lambda text: self._read_day(text) if text.strip() else None,
        )  # fmt: skip
        return day

    def skip(self) -> list[str]:
        """The kinds of holidays on which a series does not take place."""
        if self._options["skip"] is not None:
            names = [name.strip() for name in self._options["skip"].split(",") if name.strip()]
            return [known_name(name, _SKIPPABLE, "event.skip") for name in names]
        kinds = _SKIPPABLE if self._space.identity.school_zone else _SKIPPABLE[:1]
        return [kind for kind in kinds if self._confirms(self._text(f"ask.{kind}"), default=True)]

    def _time(self, code: str, default: str | None, other: dt.time | None = None) -> dt.time | None:
        """A time of day other than ``other``; None for an empty answer or ``-``, which is none without a ``default``."""

        def read(text: str) -> dt.time | None:
            time: dt.time | None = TIME("" if text.strip() == "-" else text)
            if time is None and default is None:
                raise click.BadParameter(self._text("ask.empty"))
            if time is not None and time == other:
                raise click.BadParameter(self._text("event.same_hour", hour=f"{time:%H:%M}"))
            return time

        proposed = {} if default is None else {"default": default}
        answer: dt.time | None = self._ask(self._text(code), value_proc=read, **proposed)
        return answer


def known_format(typed: str, space: Space) -> str:
    """The name of the format with this name or label, or the beginning of one; else raises ``Problems``."""
    formats = space.vocabulary.activity_formats
    labels = {name: translated(entry.label, space.identity.language) for name, entry in formats.items()}
    if name := setting_name(typed, labels) or setting_name(typed, {name: name for name in labels}):
        return name
    words = {name: re.split(r"[\W_]+", fold(f"{name} {label}")) for name, label in labels.items()}
    nearest = [name for name, parts in words.items() if any(close_match(word, parts) for word in typed.split())]
    values = {"name": typed, "nearest": ", ".join(nearest), "known": ", ".join(formats)}
    raise Problems([Problem("event.format_near" if nearest else "event.format", values)])


def known_name(name: str, names: Iterable[str], code: str) -> str:
    """``name`` if it is one of ``names``; else raises ``Problems`` with the message ``code``."""
    if name not in names:
        raise Problems([Problem(code, {"name": name, "known": ", ".join(names)})])
    return name
