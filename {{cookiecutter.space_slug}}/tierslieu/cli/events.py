"""``./lieu event``, ``./lieu events``, ``./lieu programme``, ``./lieu newsletter``: what the agenda asks and prints."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tierslieu.core.problems import Problem, Problems

from .options import CONSOLE, ROOT, TODAY, DayType, T, helped

if TYPE_CHECKING:
    from tierslieu.model import Space

_DATE, _TEXT, _COUNT = (T(f"cli.metavar_{what}") for what in ("date", "text", "count"))


def _group(name: str) -> click.Group:
    return click.Group(name, help=T(f"help.{name}"), subcommand_metavar=T("cli.metavar_command"))


def _command(group: click.Group, name: str, code: str) -> Callable[[Callable[..., Any]], click.Command]:
    return group.command(name, **helped(code))


event = _group("event")
events = _group("events")


class Hour(click.ParamType):  # type: ignore[type-arg]
    """An hour of the day: ``14:00``, ``14h``, ``14h30``; empty for a whole day."""

    name = "hour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.time | None:
        """Read it."""
        from tierslieu.events.csv_reader import read_time

        if value is None or isinstance(value, dt.time) or not value.strip():
            return value or None
        try:
            return read_time(value)
        except ValueError:
            self.fail(T("cli.hour", value=value), param, ctx)


@_command(event, "new", "event_new")
@click.option("--title", metavar=_TEXT, help=T("help.event_title"))
@click.option("--format", "form", metavar="FORMAT", help=T("help.event_format"))
@click.option("--service", metavar="SERVICE", help=T("help.event_service"))
@click.option("--date", "day", type=DayType(), metavar=_DATE, help=T("help.event_date"))
@click.option("--from", "start", type=Hour(), metavar=T("cli.metavar_hour"), help=T("help.event_from"))
@click.option("--to", "end", type=Hour(), metavar=T("cli.metavar_hour"), help=T("help.event_to"))
@click.option("--last-day", type=DayType(), metavar=_DATE, help=T("help.event_last_day"))
@click.option("--repeat", metavar=T("cli.metavar_repeat"), help=T("help.event_repeat"))
@click.option("--until", type=DayType(), metavar=_DATE, help=T("help.event_until"))
@click.option("--skip", metavar=_TEXT, help=T("help.event_skip"))
@click.option("--description", metavar=_TEXT, help=T("help.event_description"))
@click.option("--place", metavar=_TEXT, help=T("help.event_place"))
@click.option("--online", metavar=_TEXT, help=T("help.event_online"))
@click.option("--capacity", type=click.IntRange(1), metavar=_COUNT, help=T("help.event_capacity"))
@click.option("--registration", metavar=_TEXT, help=T("help.event_registration"))
@click.option("--accessibility", metavar=_TEXT, help=T("help.event_accessibility"))
@TODAY
def event_new(today: dt.date, **given: Any) -> None:
    """Ask what is needed for an event, and write its file."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.events import new_event
    from tierslieu.facts.occurrences import OccurrenceFormatter

    from . import event_prompts

    space = checked_facts(ROOT, today)
    answers = event_prompts.answers(space, given, CONSOLE)
    written = new_event.compose(space, answers, answers["description"])
    add_files(ROOT, {written.path: written.text.encode("utf-8")})
    CONSOLE.say("event.written", file=written.path)
    told = OccurrenceFormatter(space, space.identity.language)
    for one in written.dates:
        click.echo(f"  {told.when(one)}")
    CONSOLE.say("event.next", file=written.path)


@_command(events, "import", "events_import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=T("cli.metavar_file"))
@click.option("--format", "form", metavar="FORMAT", help=T("help.import_format"))
@click.option("--service", metavar="SERVICE", help=T("help.import_service"))
@TODAY
def events_import(file: Path, form: str | None, service: str | None, today: dt.date) -> None:
    """Take over the events of a calendar or of a table."""
    from tierslieu.core.atomic import add_files
    from tierslieu.events import csv_reader, ics_reader
    from tierslieu.events.decoding import decode
    from tierslieu.events.import_plan import plan
    from tierslieu.loading.load import load

    space = load(ROOT, today)
    _refuse_unknown(form, space.vocabulary.activity_formats, "event.format")
    _refuse_unknown(service, space.identity.services, "event.service")
    text, where = decode(file.read_bytes()), file.name
    with CONSOLE.progress("import.reading", 1):
        if file.suffix.lower() in (".csv", ".txt", ".tsv"):
            reading = csv_reader.read(text, where)
        else:
            reading = ics_reader.read(text, where, _names(space))
        made = plan(space, reading, where, form, service)
    add_files(ROOT, {path: content.encode("utf-8") for path, content in made.files.items()})
    for path in made.files:
        click.echo(path)
    CONSOLE.problems(made.problems)
    left = sum(problem.level == "error" for problem in made.problems)
    CONSOLE.say("import.done", new=len(made.new), changed=len(made.changed), same=made.same, left=left)
    sys.exit(1 if left else 0)


@click.command("programme", **helped("programme"))
@click.option("--from", "first", type=DayType(), metavar=_DATE, help=T("help.programme_from"))
@click.option(
    "--days", type=click.IntRange(1, 62), metavar=_COUNT, default=7, show_default=True, help=T("help.programme_days")
)
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True, help=T("help.paper"))
@TODAY
def programme(first: dt.date | None, days: int, paper: str, today: dt.date) -> None:
    """Print the programme to hang at the door."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.documents import poster as sheet

    space = checked_facts(ROOT, today)
    first = first or today - dt.timedelta(days=today.weekday())
    name = sheet.name(first, days, paper)
    add_files(ROOT / sheet.FOLDER, {name: sheet.render(space, first, days, paper)})
    click.echo(f"{sheet.FOLDER}/{name}")


@click.command("newsletter", **helped("newsletter"))
@click.option("--from", "first", type=DayType(), metavar=_DATE, help=T("help.newsletter_from"))
@click.option("--to", "last", type=DayType(), metavar=_DATE, help=T("help.newsletter_to"))
@TODAY
def newsletter(first: dt.date | None, last: dt.date | None, today: dt.date) -> None:
    """Make the newsletter of some days."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.documents import newsletter as letter

    first = first or today
    last = last or first + dt.timedelta(days=27)
    if last < first:
        raise Problems([Problem("newsletter.order", {"first": first.isoformat(), "last": last.isoformat()})])
    made = letter.render(checked_facts(ROOT, today), first, last)
    add_files(ROOT / letter.FOLDER, made)
    for name in made:
        click.echo(f"{letter.FOLDER}/{name}")


def _names(space: Space) -> list[str]:
    """What a calendar may call the place when it says where something is."""
    identity = space.identity
    return [name for name in (identity.name, identity.address.street) if name]


def _refuse_unknown(name: str | None, known: Any, code: str) -> None:
    if name is not None and name not in known:
        raise Problems([Problem(code, {"name": name, "known": ", ".join(known)})])
