"""``./lieu save``: keeps the place as it is, as a version to which one can go back."""

from __future__ import annotations

from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of


@click.command("save", **help_of("save"))
@click.argument("words", nargs=-1, metavar=T("cli.metavar_message"))
@click.pass_obj
def command(root: Path, words: tuple[str, ...]) -> None:
    """Save everything, and print the number of the version and its message."""
    from tierslieu.cli.versions import ask_author
    from tierslieu.versions.save import save

    version = save(root, CONSOLE.language, " ".join(words).strip(), lambda: ask_author(CONSOLE))
    if version is None:
        CONSOLE.print_message("save.nothing")
    else:
        CONSOLE.print_message("save.done", number=version.number, message=version.message)
