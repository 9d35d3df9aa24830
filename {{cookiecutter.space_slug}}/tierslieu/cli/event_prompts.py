"""The questions of ``./lieu event new``: what no option has said is asked, each with a sensible default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from tierslieu.core.problems import Problem, Problems
from tierslieu.events.csv_reader import read_time
from tierslieu.events.new_event import ONCE, REPEATS, rule
from tierslieu.events.text_cleaning import moment, one_line, sentence
from tierslieu.i18n.formatting import translated
from tierslieu.model import ActivityFormat, Space
from tierslieu.model.base import YesNo

from .console import Console
from .options import DayType

_RESTS = ("public_holidays", "school_holidays")


def answers(space: Space, given: dict[str, Any], voice: Console) -> dict[str, Any]:
    """The front matter of an event. Raises ``Problems`` for a format or a service that does not exist."""
    asked = _Questions(space, given, voice)
    kind = asked.format()
    form = space.vocabulary.activity_formats[kind]
    label = translated(form.label, space.identity.language)
    title = asked.text("title", "ask.event_title", label)
    day = asked.day()
    start, end = asked.hours(day, form)
    repeat = asked.repeat()
    until = given["until"] if repeat == ONCE or given["until"] or given["repeat"] else asked.until()
    return {
        "title": title,
        "format": kind,
        "start": moment(start),
        "end": moment(end),
        "rrule": rule(repeat, day, until),
        "skip": asked.rests() if repeat != ONCE else [],
        "service": asked.service(form),
        "description": asked.text("description", "ask.event_description", _first_sentence(form, space)),
        **{key: given[key] for key in ("place", "online", "capacity", "registration", "accessibility")},
    }


class _Questions:
    """Asks at the terminal what ``given`` does not say."""

    def __init__(self, space: Space, given: dict[str, Any], voice: Console):
        self._space, self._given, self._voice = space, given, voice

    def text(self, key: str, code: str, default: str) -> str:
        value = self._given[key] or click.prompt(self._voice.text(code), default=default, type=str)
        return one_line(value)

    def format(self) -> str:
        formats = self._space.vocabulary.activity_formats
        if self._given["form"] is None:
            for number, form in enumerate(formats.values(), 1):
                click.echo(f"  {number:>2}  {translated(form.label, self._space.identity.language)}")
            number = click.prompt(self._voice.text("ask.event_format"), type=click.IntRange(1, len(formats)))
            return list(formats)[number - 1]
        return _known(self._given["form"], formats, "event.format")

    def service(self, form: ActivityFormat) -> str:
        on = self._space.identity.services
        if self._given["service"]:
            return _known(self._given["service"], on, "event.service")
        if form.service in on or len(on) == 1:
            return form.service if form.service in on else on[0]
        return str(click.prompt(self._voice.text("ask.event_service"), type=click.Choice(on)))

    def day(self) -> dt.date:
        value: dt.date = self._given["day"] or click.prompt(self._voice.text("ask.event_date"), type=DayType())
        return value

    def hours(self, day: dt.date, form: ActivityFormat) -> tuple[dt.date, dt.date]:
        """Beginning and end; whole days when no hour is given."""
        start, end, last = self._given["start"], self._given["end"], self._given["last_day"]
        if start is None and last is None:
            start = self._hour("ask.event_from", "14:00")
        if start is None:
            return day, last or day
        begin = dt.datetime.combine(day, start)
        usual = begin + dt.timedelta(minutes=form.duration_minutes)
        if end is None:
            end = self._hour("ask.event_to", f"{usual:%H:%M}") or usual.time()
        finish = dt.datetime.combine(last or day, end)
        return begin, finish if finish > begin or last else finish + dt.timedelta(days=1)

    def repeat(self) -> str:
        if self._given["repeat"]:
            return str(self._given["repeat"])
        choices = dict(zip("1234", REPEATS, strict=True))
        for key, choice in choices.items():
            click.echo(f"  {key}  {self._voice.text(f'ask.repeat_{choice}')}")
        return choices[
            click.prompt(self._voice.text("ask.event_repeat"), type=click.Choice(list(choices)), default="1")
        ]

    def until(self) -> dt.date | None:
        def read(value: str) -> dt.date | None:
            return DayType().convert(value.strip(), None, None) if value.strip() else None

        label = self._voice.text("ask.event_until")
        found: dt.date | None = click.prompt(label, default="", show_default=False, value_proc=read)
        return found

    def rests(self) -> list[str]:
        if self._given["skip"] is not None:
            named = [one.strip() for one in self._given["skip"].split(",") if one.strip()]
            return [_known(one, _RESTS, "event.skip") for one in named]
        possible = _RESTS if self._space.identity.school_zone else _RESTS[:1]
        return [one for one in possible if self._yes(f"ask.{one}")]

    def _yes(self, code: str) -> bool:
        """A question answered by yes or no in any of the languages of the kit; yes unless said otherwise."""
        yes = self._space.vocabulary.locales[self._space.identity.language].strings["yes"]
        return click.prompt(self._voice.text(code), default=yes, value_proc=_yes_or_no) is True

    def _hour(self, code: str, default: str) -> dt.time | None:
        def read(value: str) -> dt.time | None:
            try:
                return read_time(value) if value.strip() not in ("", "-") else None
            except ValueError:
                raise click.BadParameter(self._voice.text("cli.hour", value=value)) from None

        found: dt.time | None = click.prompt(self._voice.text(code), default=default, value_proc=read)
        return found


def _yes_or_no(value: str) -> bool:
    try:
        return TypeAdapter(YesNo).validate_python(value.strip())
    except ValidationError:
        raise click.BadParameter(value) from None


def _known(name: str, known: Iterable[str], code: str) -> str:
    if name not in known:
        raise Problems([Problem(code, {"name": name, "known": ", ".join(known)})])
    return name


def _first_sentence(form: ActivityFormat, space: Space) -> str:
    return sentence(translated(form.purpose, space.identity.language))
