"""``./lieu event``, ``./lieu events``, ``./lieu programme``, ``./lieu newsletter``: what the agenda asks and prints."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tierslieu.options import ROOT, TODAY, VOICE, Day, T
from tierslieu.problems import Problem, Problems

if TYPE_CHECKING:
    from tierslieu.model import Space

_DATE = T("cli.metavar_date")


def _group(name: str) -> click.Group:
    return click.Group(name, help=T(f"help.{name}"), subcommand_metavar=T("cli.metavar_command"))


def _command(group: click.Group, name: str, code: str) -> Callable[[Callable[..., Any]], click.Command]:
    return group.command(name, help=T(f"help.{code}"), short_help=T(f"help.{code}").split("\n")[0])


event = _group("event")
events = _group("events")


class Hour(click.ParamType):  # type: ignore[type-arg]
    """An hour of the day: ``14:00``, ``14h``, ``14h30``; empty for a whole day."""

    name = "hour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.time | None:
        """Read it."""
        from .table import read_time

        if value is None or isinstance(value, dt.time) or not value.strip():
            return value or None
        try:
            return read_time(value)
        except ValueError:
            self.fail(T("cli.hour", value=value), param, ctx)


@_command(event, "new", "event_new")
@click.option("--title", help=T("help.event_title"))
@click.option("--format", "form", help=T("help.event_format"))
@click.option("--service", help=T("help.event_service"))
@click.option("--date", "day", type=Day(), metavar=_DATE, help=T("help.event_date"))
@click.option("--from", "start", type=Hour(), metavar=T("cli.metavar_hour"), help=T("help.event_from"))
@click.option("--to", "end", type=Hour(), metavar=T("cli.metavar_hour"), help=T("help.event_to"))
@click.option("--last-day", type=Day(), metavar=_DATE, help=T("help.event_last_day"))
@click.option("--repeat", metavar=T("cli.metavar_repeat"), help=T("help.event_repeat"))
@click.option("--until", type=Day(), metavar=_DATE, help=T("help.event_until"))
@click.option("--skip", help=T("help.event_skip"))
@click.option("--description", help=T("help.event_description"))
@click.option("--place", help=T("help.event_place"))
@click.option("--online", help=T("help.event_online"))
@click.option("--capacity", type=click.IntRange(1), help=T("help.event_capacity"))
@click.option("--registration", help=T("help.event_registration"))
@click.option("--accessibility", help=T("help.event_accessibility"))
@TODAY
def event_new(today: dt.date, **given: Any) -> None:
    """Ask what is needed for an event, and write its file."""
    from tierslieu.announcing import Announcer
    from tierslieu.check import checked_facts
    from tierslieu.write import add_files

    from . import asking, new

    space = checked_facts(ROOT, today)
    answers = asking.answers(space, given, VOICE)
    written = new.compose(space, answers, answers["description"])
    add_files(ROOT, {written.path: written.text.encode("utf-8")})
    VOICE.say("event.written", file=written.path)
    told = Announcer(space, space.identity.language)
    for one in written.dates:
        click.echo(f"  {told.when(one)}")
    VOICE.say("event.next", file=written.path)


@_command(events, "import", "events_import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=T("cli.metavar_file"))
@click.option("--format", "form", help=T("help.import_format"))
@click.option("--service", help=T("help.import_service"))
@TODAY
def events_import(file: Path, form: str | None, service: str | None, today: dt.date) -> None:
    """Take over the events of a calendar or of a table."""
    from tierslieu.load import load
    from tierslieu.write import add_files

    from . import ics, table
    from .decoding import decode
    from .plan import plan

    space = load(ROOT, today)
    _refuse_unknown(form, space.vocabulary.activity_formats, "event.format")
    _refuse_unknown(service, space.identity.services, "event.service")
    text, where = decode(file.read_bytes()), file.name
    if file.suffix.lower() in (".csv", ".txt", ".tsv"):
        reading = table.read(text, where)
    else:
        reading = ics.read(text, where, _names(space))
    made = plan(space, reading, where, form, service)
    add_files(ROOT, {path: content.encode("utf-8") for path, content in made.files.items()})
    for path in made.files:
        click.echo(path)
    VOICE.problems(made.problems)
    left = sum(problem.level == "error" for problem in made.problems)
    VOICE.say("import.done", new=len(made.new), changed=len(made.changed), same=made.same, left=left)
    sys.exit(1 if left else 0)


def _names(space: Space) -> list[str]:
    """What a calendar may call the place when it says where something is."""
    identity = space.identity
    return [name for name in (identity.name, identity.address.street) if name]


def _refuse_unknown(name: str | None, known: Any, code: str) -> None:
    if name is not None and name not in known:
        raise Problems([Problem(code, {"name": name, "known": ", ".join(known)})])
