"""``./lieu price``: opens a new dated price grid."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, DATE, EUROS, T, help_of, place_options


@click.command("price", **help_of("price"))
@click.option("--from", "start", type=DATE, required=True, metavar=T("cli.metavar_date"), help=T("help.from"))
@click.option("--set", "changes", multiple=True, required=True, metavar=T("cli.metavar_change"), help=T("help.set"))
@place_options
def command(root: Path, start: dt.date, changes: tuple[str, ...], today: dt.date) -> None:
    """Add a grid to ``config/prices.yaml``."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import replace_text
    from tierslieu.core.paths import PRICES
    from tierslieu.finance.new_grid import open_grid

    amounts = {}
    for change in changes:
        offer, equals, amount = change.partition("=")
        if not equals:
            raise click.BadParameter(T("cli.change", value=change), param_hint="--set")
        amounts[offer.strip()] = EUROS(amount)
    space = checked_facts(root, today)
    path = root / PRICES
    replace_text(path, open_grid(path.read_bytes().decode("utf-8"), start, amounts, space))
    CONSOLE.print_message("price.done", start=start.isoformat(), file=PRICES)
