"""``./lieu budget``: shows three years of each organisation, with or without other assumptions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of, place_options


@click.command("budget", **help_of("budget"))
@click.option("--set", "settings", multiple=True, metavar=T("cli.metavar_setting"), help=T("help.what_if"))
@place_options
def command(root: Path, settings: tuple[str, ...], today: dt.date) -> None:
    """Print the forecast as tables."""
    from tierslieu.cli.budget_tables import print_budget
    from tierslieu.cli.place_facts import read_facts

    print_budget(read_facts(root, today, CONSOLE, "config/", "vocabulary/"), CONSOLE, settings)
