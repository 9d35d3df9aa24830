"""``./lieu split``: shows how an amount is shared, to the cent."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, EUROS, T, help_of, place_options


@click.command("split", **help_of("split"))
@click.argument("amount", type=EUROS, metavar=T("cli.metavar_amount"))
@click.option("--stream", required=True, metavar=T("cli.metavar_stream"), help=T("help.stream"))
@place_options
def command(root: Path, amount: Decimal, stream: str, today: dt.date) -> None:
    """Print the split as a table."""
    from tierslieu.cli.place_facts import read_facts
    from tierslieu.cli.split_table import print_split

    print_split(read_facts(root, today, CONSOLE, "config/", "vocabulary/"), amount, stream, CONSOLE)
