"""``./lieu edit``: the whole place in the browser of this computer."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tierslieu.cli.desktop import open_browser
from tierslieu.cli.libraries import install_editor
from tierslieu.cli.options import CONSOLE, T, help_of

if TYPE_CHECKING:
    from tierslieu.editor.birth.kit_source import KitSource


@click.command("edit", **help_of("edit"))
@click.option(
    "--port", type=click.IntRange(1, 65534), default=8010, show_default=True,
    metavar=T("cli.metavar_count"), help=T("help.port"),
)  # fmt: skip
@click.option("--new", "is_new", is_flag=True, help=T("help.new_place"))
@click.pass_obj
def command(root: Path, port: int, is_new: bool) -> None:
    """Serve the editor until Ctrl+C; with ``--new``, that of a place whose answers it asks first."""
    with TemporaryDirectory(ignore_cleanup_errors=True) if is_new else nullcontext() as folder:
        _serve(root, port, Path(folder) if folder else None)


def _serve(root: Path, port: int, folder: Path | None) -> None:
    """Serve the editor of the place in ``root``, or of one to make, with ``folder`` for what is temporary."""
    install_editor(root)
    from tierslieu.cli.commands.serve import reporting_errors, server_pages
    from tierslieu.editor.server import EditorServer
    from tierslieu.launcher.venv import DOCUMENTS, lacks

    pages = server_pages(CONSOLE, port)
    if folder:
        picture = folder / "picture"
        picture.mkdir()
        server = EditorServer(picture, port, pages, _kit(root, folder))
    else:
        server = EditorServer(root, port, pages)
    CONSOLE.print_message("edit.ready", address=server.address)
    open_browser(server.address)
    try:
        server.run(lambda: reporting_errors(CONSOLE), documents=not lacks(root, DOCUMENTS))
    except KeyboardInterrupt:
        CONSOLE.print_message("serve.bye")


def _kit(root: Path, folder: Path) -> KitSource:
    """The kit around ``root`` or, for a place, the one that it comes from, cloned into ``folder``."""
    from tierslieu.editor.birth.kit_source import kit_around, kit_of_place

    def agrees(address: str, kit: str) -> bool:
        click.echo(T("update.runs", address=address, kit=kit), err=True)
        return CONSOLE.confirms(T("update.agree"))

    return kit_around(root) or kit_of_place(root, folder, agrees)
