"""``./lieu price``: opens a new dated price grid, or corrects one that is not yet in force."""

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
    """Add a grid to ``config/prices.yaml``, or change one that is not yet in force."""
    from tierslieu.cli.place_facts import read_facts
    from tierslieu.core.atomic import replace_text
    from tierslieu.core.paths import PRICES
    from tierslieu.facts.formatter import FactFormatter
    from tierslieu.facts.prices import sold_label
    from tierslieu.finance.new_grid import future_grid, open_grid
    from tierslieu.finance.setting_names import setting_name

    typed = {}
    for change in changes:
        offer, equals, amount = change.partition("=")
        if not equals:
            raise click.BadParameter(T("cli.change", value=change), param_hint="--set")
        typed[offer.strip()] = EUROS(amount)
    space = read_facts(root, today, CONSOLE, PRICES, "vocabulary/price_units/")
    fmt = FactFormatter(space, space.identity.language, document=True)
    labels = {key: sold_label(fmt, key) for key in (*space.prices.offers, *space.prices.passes)}
    amounts = {}
    for name, euros in typed.items():
        audience, dot, offer = name.rpartition(".")
        amounts[f"{audience}{dot}{setting_name(offer, labels) or offer}"] = euros
    code = "price.done" if future_grid(space.prices, start, today) is None else "price.corrected"
    path = root / PRICES
    replace_text(path, open_grid(path.read_bytes().decode("utf-8"), start, amounts, space, labels))
    CONSOLE.print_message(code, start=start.isoformat(), file=PRICES)
