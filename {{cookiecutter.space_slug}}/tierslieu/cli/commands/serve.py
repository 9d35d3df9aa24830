"""``./lieu serve``: shows the site on this computer, and every change at once."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.console import Console
from tierslieu.cli.desktop import open_browser
from tierslieu.cli.options import CONSOLE, T, help_of, place_options
from tierslieu.core.problems import Problem, Problems

if TYPE_CHECKING:
    from tierslieu.model import Space


@click.command("serve", **help_of("serve"))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True,
    metavar=T("cli.metavar_count"), help=T("help.port"),
)  # fmt: skip
@place_options
def command(root: Path, port: int, today: dt.date) -> None:
    """Serve the site until Ctrl+C."""
    from tierslieu.check.apply_rules import checked_facts

    serve(root, port, lambda: checked_facts(root, today), CONSOLE)


def serve(root: Path, port: int, load: Callable[[], Space], console: Console) -> None:
    """Serve the site on ``port`` of this computer until Ctrl+C, rebuilt at each change under ``root``.

    In a terminal of a desktop, it opens in the browser.

    Errors of ``load`` and of the build are printed, and the last good site stays. Raises ``Problems`` when the port is
    taken.
    """
    from tierslieu.build.dev_server import DevServer
    from tierslieu.build.live_site import LiveSite, follow_changes
    from tierslieu.launcher.venv import DOCUMENTS, lacks
    from tierslieu.manual.html_pages import manual_files

    site = LiveSite(manual_files(root, console.language))
    try:
        server = DevServer(port, site, *server_pages(console, port))
    except OSError:
        raise Problems([Problem("serve.port", {"port": port})]) from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    documents = not lacks(root, DOCUMENTS)
    if not documents:
        console.print_message("serve.no_documents")
    address = f"http://127.0.0.1:{server.server_port}/"
    console.print_message("serve.ready", address=address)
    if sys.stdout.isatty():
        open_browser(address)
    if site.manual:
        console.print_message("serve.manual", address=f"{address}docs/")
    try:
        follow_changes(
            root, site, load, reporting_errors=lambda: reporting_errors(console),
            on_build=lambda seconds: console.print_message("serve.done", milliseconds=round(seconds * 1000)),
            documents=documents,
        )  # fmt: skip
    except KeyboardInterrupt:
        console.print_message("serve.bye")
    finally:
        server.shutdown()
        server.server_close()


def server_pages(console: Console, port: int) -> tuple[str, str, str]:
    """The pages (HTML) that are shown until there is a site, to whoever asks by another name than this computer's, and until
    there is a document.
    """
    codes = ("serve.waiting", "serve.refused", "serve.no_document")
    waiting, refusal, document = (_page(console.text(code, port=port)) for code in codes)
    return waiting, refusal, document


def _page(text: str) -> str:
    return f"<!doctype html><meta charset=utf-8><body><p>{text}</p></body>"


@contextmanager
def reporting_errors(console: Console) -> Iterator[None]:
    """Print any error of the block, and continue after it."""
    try:
        yield
    except Problems as error:
        console.print_problems(error.problems, err=True)
    except Exception as error:
        console.print_failure(error)
