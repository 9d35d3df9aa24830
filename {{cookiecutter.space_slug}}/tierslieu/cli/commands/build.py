"""``./lieu build``: builds the site, the documents and the exports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, help_of, place_options


@click.command("build", **help_of("build"))
@place_options
def command(root: Path, today: dt.date) -> None:
    """Build the whole place, and record what it was built from; nothing is built again after waiting for a build."""
    from tierslieu.cache import up_to_date
    from tierslieu.cli.place_build import build_place

    with CONSOLE.alone(root) as waited:
        summary = up_to_date.last_build(str(root), today.isoformat()) if waited else None
        click.echo(summary or build_place(root, today, CONSOLE))
