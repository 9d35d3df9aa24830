"""``./lieu network build``: the directory of a network of places."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.libraries import install_document_tools
from tierslieu.cli.options import CONSOLE, T, help_of, place_options

command = click.Group("network", **help_of("network"), subcommand_metavar=T("cli.metavar_command"))


@command.command("build", **help_of("network_build"))
@click.argument("source", metavar=T("cli.metavar_network"))
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("network"), show_default=True,
    metavar=T("cli.metavar_folder"), help=T("help.network_output"),
)  # fmt: skip
@place_options
def build_network(root: Path, source: str, output: Path, today: dt.date) -> None:
    """Build the directory, and list the places that could not be read."""
    from tierslieu.loading.load import load
    from tierslieu.network.build import build_directory
    from tierslieu.network.sources import read_place_list

    place_list = read_place_list(source)
    install_document_tools(root)  # for the pictures of the directory
    with CONSOLE.progress("network.reading", len(place_list.sources)) as step:
        directory = build_directory(load(root, today), place_list, output.resolve(), step)
    for refusal in directory.refused:
        reason = T(f"refusal.{refusal.code}", detail=refusal.detail)
        CONSOLE.print_message("network.refused", where=refusal.where, why=reason)
    counts = {"places": directory.places, "refused": len(directory.refused)}
    CONSOLE.print_message("network.done", **counts, folder=output.resolve())
