"""``./lieu network build``: the directory of a network of places."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .options import CONSOLE, ROOT, TODAY, T, helped

network = click.Group(
    "network",
    **helped("network"),
    subcommand_metavar=T("cli.metavar_command"),
)


@network.command("build", **helped("network_build"))
@click.argument("source", metavar=T("cli.metavar_network"))
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("network"),
    show_default=True,
    metavar=T("cli.metavar_folder"),
    help=T("help.network_output"),
)
@TODAY
def build_command(source: str, output: Path, today: dt.date) -> None:
    """Make the directory, and tell who could not be read."""
    from tierslieu.loading.load import load
    from tierslieu.network.build import build_directory
    from tierslieu.network.sources import read_place_list

    place_list = read_place_list(source)
    with CONSOLE.progress("network.reading", len(place_list.sources)) as step:
        built = build_directory(load(ROOT, today), place_list, output.resolve(), step)
    for one in built.refused:
        CONSOLE.say("network.refused", where=one.where, why=CONSOLE.text(f"refusal.{one.code}", detail=one.detail))
    CONSOLE.say("network.done", places=built.places, refused=len(built.refused), folder=output.resolve())
