"""``./lieu event new``: asks what an event needs, and writes its file."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from tierslieu.cli.options import CONSOLE, DATE, TIME, T, help_of, place_options

_COUNT, _DATE, _HOUR, _TEXT = (T(f"cli.metavar_{name}") for name in ("count", "date", "hour", "text"))

command = click.Group("event", **help_of("event"), subcommand_metavar=T("cli.metavar_command"))


@command.command("new", **help_of("event_new"))
@click.option("--title", metavar=_TEXT, help=T("help.event_title"))
@click.option("--format", metavar="FORMAT", help=T("help.event_format"))
@click.option("--service", metavar="SERVICE", help=T("help.event_service"))
@click.option("--date", "day", type=DATE, metavar=_DATE, help=T("help.event_date"))
@click.option("--from", "start", type=TIME, metavar=_HOUR, help=T("help.event_from"))
@click.option("--to", "end", type=TIME, metavar=_HOUR, help=T("help.event_to"))
@click.option("--last-day", type=DATE, metavar=_DATE, help=T("help.event_last_day"))
@click.option("--repeat", metavar=T("cli.metavar_repeat"), help=T("help.event_repeat"))
@click.option("--until", type=DATE, metavar=_DATE, help=T("help.event_until"))
@click.option("--skip", metavar=_TEXT, help=T("help.event_skip"))
@click.option("--description", metavar=_TEXT, help=T("help.event_description"))
@click.option("--place", metavar=_TEXT, help=T("help.event_place"))
@click.option("--online", metavar=_TEXT, help=T("help.event_online"))
@click.option("--capacity", type=click.IntRange(1), metavar=_COUNT, help=T("help.event_capacity"))
@click.option("--price", metavar=_TEXT, help=T("help.event_price"))
@click.option("--registration", metavar=_TEXT, help=T("help.event_registration"))
@click.option("--accessibility", metavar=_TEXT, help=T("help.event_accessibility"))
@place_options
def new_event(root: Path, /, today: dt.date, **options: Any) -> None:
    """Ask for what ``options`` leave out, then write the event and list its first dates."""
    from tierslieu.cli.event_prompts import complete_answers
    from tierslieu.cli.place_facts import read_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.core.paths import SPACE
    from tierslieu.core.problems import Problem, Problems
    from tierslieu.events.new_event import already_announced, compose
    from tierslieu.facts.occurrences import OccurrenceFormatter

    space = read_facts(root, today, CONSOLE, SPACE, "vocabulary/")
    answers = complete_answers(space, options, CONSOLE)
    event = compose(space, answers, answers["description"])
    if twin := already_announced(space, answers["title"], event.first_day):
        values = {"title": twin.meta.title, "file": twin.path}
        if not sys.stdin.isatty():
            raise Problems([Problem("event.twice", values)])
        if not CONSOLE.confirms(CONSOLE.text("event.again", **values)):
            CONSOLE.print_message("event.unchanged", file=twin.path)
            return
    add_files(root, {event.path: event.text.encode("utf-8")})
    CONSOLE.print_message("event.written", file=event.path)
    formatter = OccurrenceFormatter(space, space.identity.language)
    for occurrence in event.dates:
        click.echo(f"  {formatter.when(occurrence)}")
    CONSOLE.print_message("event.next", file=event.path)
