"""``./lieu contribute``: gives an improvement back to the kit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of, place_options


@click.command("contribute", **help_of("contribute"))
@click.argument("paths", nargs=-1, required=True, metavar=T("cli.metavar_paths"))
@click.option("--title", prompt=T("contribute.title"), metavar=T("cli.metavar_title"), help=T("help.title"))
@place_options
def command(root: Path, paths: tuple[str, ...], title: str, today: dt.date) -> None:
    """Write and print a patch of ``paths`` for the kit, with placeholders for the facts of the place."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.lineage.contribute import FOLDER, contribute, file_name
    from tierslieu.lineage.recorded import read_lineage

    contribution = contribute(checked_facts(root, today), paths, title)
    name = f"{file_name(title)}.patch"
    add_files(root / FOLDER, {name: contribution.patch.encode("utf-8")})
    click.echo(contribution.patch)
    CONSOLE.print_message("contribute.done", file=f"{FOLDER}/{name}", kit=read_lineage(root).template)
