"""``./lieu programme``: prints the programme to hang at the door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.libraries import install_document_tools
from tierslieu.cli.options import CONSOLE, DATE, T, help_of, place_options


@click.command("programme", **help_of("programme"))
@click.option("--from", "first", type=DATE, metavar=T("cli.metavar_date"), help=T("help.programme_from"))
@click.option(
    "--days", type=click.IntRange(1, 62), default=7, show_default=True,
    metavar=T("cli.metavar_count"), help=T("help.programme_days"),
)  # fmt: skip
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True, help=T("help.paper"))
@place_options
def command(root: Path, first: dt.date | None, days: int, paper: str, today: dt.date) -> None:
    """Write the poster of ``days`` days, from Monday of this week unless ``first`` is given."""
    from tierslieu.check.apply_rules import checked_facts

    space = checked_facts(root, today)
    install_document_tools(root)
    from tierslieu.documents import poster  # loads what was installed just now

    first = first or today - dt.timedelta(days=today.weekday())
    files = {poster.name(first, days, paper): poster.render(space, first, days, paper)}
    CONSOLE.write_files(root, files, poster.FOLDER)
