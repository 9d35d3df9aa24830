"""``./lieu programme``: prints the programme to hang at the door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.options import TODAY, DateType, T, help_of


@click.command("programme", **help_of("programme"))
@click.option("--from", "first", type=DateType(), metavar=T("cli.metavar_date"), help=T("help.programme_from"))
@click.option(
    "--days",
    type=click.IntRange(1, 62),
    metavar=T("cli.metavar_count"),
    default=7,
    show_default=True,
    help=T("help.programme_days"),
)
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True, help=T("help.paper"))
@TODAY
@click.pass_obj
def command(root: Path, first: dt.date | None, days: int, paper: str, today: dt.date) -> None:
    """Write the poster of ``days`` days, from Monday of this week unless ``first`` is given."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.documents import poster

    space = checked_facts(root, today)
    first = first or today - dt.timedelta(days=today.weekday())
    name = poster.name(first, days, paper)
    add_files(root / poster.FOLDER, {name: poster.render(space, first, days, paper)})
    click.echo(f"{poster.FOLDER}/{name}")
