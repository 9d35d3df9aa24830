"""``./lieu history``: lists the saved versions of the place, or of one file."""

from __future__ import annotations

from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of


@click.command("history", **help_of("history"))
@click.argument("file", default="", metavar=T("cli.metavar_file"))
@click.option("--all", "every", is_flag=True, help=T("help.history_all"))
@click.pass_obj
def command(root: Path, file: str, every: bool) -> None:
    """Print the versions, newest first."""
    from tierslieu.cli.versions import print_history
    from tierslieu.versions.history import path_in_place, refuse_unknown, saved_versions
    from tierslieu.versions.save import unsaved_paths

    path = path_in_place(root, file) if file else ""
    versions = saved_versions(root, path)
    unsaved = unsaved_paths(root, path)
    if not versions and not unsaved:
        refuse_unknown(root, path)
    print_history(versions, unsaved, CONSOLE, every=every, with_files=not path)
