"""``./lieu publish``: copies the site to the web host of the place."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.console import Console
from tierslieu.cli.options import CONSOLE, T, help_of, place_options
from tierslieu.core.problems import Problem, Problems

if TYPE_CHECKING:
    from tierslieu.publish.remote import Target
    from tierslieu.publish.sync_plan import SyncPlan

#: The environment variable that may hold the password; it is never written anywhere.
PASSWORD = "LIEU_PASSWORD"
#: How many paths of each kind are listed; the others are only counted.
_LISTED_PATHS = 8


@click.command("publish", **help_of("publish"))
@click.option("--to", "address", metavar=T("cli.metavar_address"), envvar="LIEU_UPLOAD", help=T("help.publish_to"))
@click.option("--plan", "only_plan", is_flag=True, help=T("help.publish_plan"))
@click.option("--yes", "agreed", is_flag=True, help=T("help.publish_yes"))
@click.option("--replace", is_flag=True, help=T("help.publish_replace"))
@place_options
def command(root: Path, address: str | None, only_plan: bool, agreed: bool, replace: bool, today: dt.date) -> None:
    """Copy ``public/`` to ``address``, by default that of ``config/space.yaml``."""
    from tierslieu.loading.load import load

    publish(root, address or load(root, today).identity.upload, only_plan, agreed, replace, CONSOLE)


def publish(root: Path, address: str | None, only_plan: bool, agreed: bool, replace: bool, console: Console) -> None:
    """Copy ``public/`` to ``address``, after printing the plan and asking for agreement; raises ``Problems``.

    ``agreed`` skips the question; ``replace`` allows to overwrite files that this command did not upload.
    """
    from tierslieu.core.paths import SPACE
    from tierslieu.publish.connection import connect
    from tierslieu.publish.remote import parse_target
    from tierslieu.publish.sync import synchronise
    from tierslieu.publish.sync_plan import MANIFEST, PublishedFiles, plan_sync

    files = _read_files(root / "public")
    if not address:
        raise Problems([Problem("publish.nowhere", file=SPACE)])
    target = parse_target(address)
    interactive = sys.stdin.isatty()
    with _errors_as_problems(), connect(target, TerminalCredentials(console)) as remote:
        try:
            published = PublishedFiles.from_json(remote.read(MANIFEST))
        except (ValueError, KeyError, TypeError):
            raise Problems([Problem("publish.note", {"file": MANIFEST})]) from None
        plan = plan_sync(files, published, remote.names)
        _print_plan(plan, console)
        if only_plan or plan.is_empty:
            return
        if plan.overwritten and not replace and (agreed or not interactive):
            raise Problems([Problem("publish.others", {"count": len(plan.overwritten)})])
        if not agreed and not (interactive and click.confirm(console.text("publish.agree", to=target), err=True)):
            console.print_message("publish.not_done")
            return
        with console.progress("publish.sending", len(plan.uploads)) as step:
            synchronise(remote, plan, published, files, step)
    console.print_message("publish.done", sent=len(plan.uploads), gone=len(plan.deleted), to=target)


class TerminalCredentials:
    """The ``Credentials`` of the person at the terminal; without a terminal, those of the environment."""

    def __init__(self, console: Console):
        self._console = console

    def password(self, target: Target) -> str:
        """The password, from the environment or typed without echo; raises ``Problems`` when there is neither."""
        if PASSWORD in os.environ:
            return os.environ[PASSWORD]
        if not sys.stdin.isatty():
            raise Problems([Problem("publish.no_password", {"name": PASSWORD})])
        question = self._console.text("publish.password", user=target.user, host=target.host)
        return str(click.prompt(question, hide_input=True, err=True))

    def trusts(self, target: Target, fingerprint: str) -> bool:
        """Whether the person recognises the key of the host; always false without a terminal."""
        if not sys.stdin.isatty():
            return False
        question = self._console.text("publish.trust", host=target.host, fingerprint=fingerprint)
        return click.confirm(question, default=False, err=True)


def _read_files(folder: Path) -> dict[str, bytes]:
    """The files of the site by path; raises ``Problems`` when it has not been built."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    if "index.html" not in files:
        raise Problems([Problem("publish.nothing")])
    return files


def _print_plan(plan: SyncPlan, console: Console) -> None:
    for code, paths in (
        ("publish.plan_new", plan.new),
        ("publish.plan_changed", plan.changed),
        ("publish.plan_gone", plan.deleted),
        ("publish.plan_others", plan.overwritten),
    ):
        if paths:
            console.print_message(code, count=len(paths))
            for path in paths[:_LISTED_PATHS]:
                click.echo(f"  {path}")
            if len(paths) > _LISTED_PATHS:
                click.echo("  …")
    console.print_message("publish.plan_none" if plan.is_empty else "publish.plan_same", count=len(plan.unchanged))


@contextmanager
def _errors_as_problems() -> Iterator[None]:
    """Raise an ``OSError`` of the connection as ``Problems``: the site on the host is whole, and the copy can resume."""
    try:
        yield
    except OSError as error:
        raise Problems([Problem("publish.broken", {"reason": str(error)})]) from None
