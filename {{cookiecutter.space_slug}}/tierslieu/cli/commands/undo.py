"""``./lieu undo``: goes back to an earlier version, of the whole place or of one file."""

from __future__ import annotations

from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of


@click.command("undo", **help_of("undo"))
@click.argument("file", default="", metavar=T("cli.metavar_file"))
@click.option("--to", "name", default="", metavar=T("cli.metavar_number"), help=T("help.undo_to"))
@click.pass_obj
def command(root: Path, file: str, name: str) -> None:
    """Print what will change, ask for agreement, go back."""
    from tierslieu.cli.versions import ask_author, print_plan
    from tierslieu.core.git import has_committer
    from tierslieu.versions.history import path_in_place
    from tierslieu.versions.repository import set_author
    from tierslieu.versions.undo import plan_undo, undo

    plan = plan_undo(root, path_in_place(root, file) if file else "", name)
    print_plan(plan, CONSOLE)
    if not CONSOLE.confirms(T("undo.agree")):
        CONSOLE.print_message("undo.not_done")
        return
    if not has_committer(root):
        set_author(root, *ask_author(CONSOLE))
    with CONSOLE.alone(root):
        version = undo(root, plan, CONSOLE.language)
    CONSOLE.print_message("undo.done", number=version.number)
