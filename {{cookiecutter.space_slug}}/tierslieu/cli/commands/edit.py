"""``./lieu edit``: the whole place in the browser of this computer."""

from __future__ import annotations

from pathlib import Path

import click

from tierslieu.cli.desktop import open_browser
from tierslieu.cli.libraries import install_editor
from tierslieu.cli.options import CONSOLE, T, help_of


@click.command("edit", **help_of("edit"))
@click.option(
    "--port", type=click.IntRange(1, 65534), default=8010, show_default=True,
    metavar=T("cli.metavar_count"), help=T("help.port"),
)  # fmt: skip
@click.pass_obj
def command(root: Path, port: int) -> None:
    """Serve the editor until Ctrl+C."""
    install_editor(root)
    from tierslieu.cli.commands.serve import reporting_errors
    from tierslieu.editor.server import EditorServer
    from tierslieu.launcher.venv import DOCUMENTS, lacks

    waiting_page, refusal_page = (
        f"<!doctype html><meta charset=utf-8><body><p>{T(key, port=port)}</p></body>"
        for key in ("serve.waiting", "serve.refused")
    )
    server = EditorServer(root, port, waiting_page, refusal_page)
    CONSOLE.print_message("edit.ready", address=server.address)
    open_browser(server.address)
    try:
        server.run(lambda: reporting_errors(CONSOLE), documents=not lacks(root, DOCUMENTS))
    except KeyboardInterrupt:
        CONSOLE.print_message("serve.bye")
