"""``./lieu publish`` at a terminal: says what it will do, asks, does it, says what it did."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from tierslieu.core.paths import SPACE
from tierslieu.core.problems import Problem, Problems
from tierslieu.publish.connection import connect
from tierslieu.publish.remote import Target, parse_target
from tierslieu.publish.sync import synchronise
from tierslieu.publish.sync_plan import MANIFEST, PublishedFiles, SyncPlan, plan_sync

from .console import Console

FOLDER = "public"
#: Where the password may be read; it is never written anywhere.
PASSWORD = "LIEU_PASSWORD"
#: How many paths of each kind are shown before the rest is only counted.
_SHOWN = 8


class TerminalCredentials:
    """Asks whoever runs the command; where nobody does, takes what the environment says."""

    def __init__(self, voice: Console):
        self._voice = voice

    def password(self, target: Target) -> str:
        """The password, from the environment or typed unseen; raises ``Problems`` when there is neither."""
        if PASSWORD in os.environ:
            return os.environ[PASSWORD]
        if not sys.stdin.isatty():
            raise Problems([Problem("publish.no_password", {"name": PASSWORD})])
        question = self._voice.text("publish.password", user=target.user, host=target.host)
        return str(click.prompt(question, hide_input=True, err=True))

    def trusts(self, target: Target, fingerprint: str) -> bool:
        """Whether the person recognises the key of the host; nobody there recognises none."""
        if not sys.stdin.isatty():
            return False
        question = self._voice.text("publish.trust", host=target.host, fingerprint=fingerprint)
        return click.confirm(question, default=False, err=True)


def publish(root: Path, address: str | None, only_plan: bool, agreed: bool, replace: bool, voice: Console) -> None:
    """Copy ``public/`` to ``address``; raises ``Problems``. ``agreed`` asks no question, ``replace`` not even about files
    of others.
    """
    files = _files(root / FOLDER)
    if not address:
        raise Problems([Problem("publish.nowhere", file=SPACE)])
    to = parse_target(address)
    with _told(), connect(to, TerminalCredentials(voice)) as remote:
        try:
            before = PublishedFiles.from_json(remote.read(MANIFEST))
        except (ValueError, KeyError, TypeError):
            raise Problems([Problem("publish.note", {"file": MANIFEST})]) from None
        todo = plan_sync(files, before, remote.names)
        _show(todo, voice)
        if only_plan or todo.is_empty:
            return
        if todo.overwritten and not replace and (agreed or not sys.stdin.isatty()):
            raise Problems([Problem("publish.others", {"count": len(todo.overwritten)})])
        if not agreed and not (sys.stdin.isatty() and click.confirm(voice.text("publish.agree", to=str(to)), err=True)):
            voice.say("publish.not_done")
            return
        with voice.progress("publish.sending", len(todo.uploads)) as step:
            synchronise(remote, todo, before, files, step)
    voice.say("publish.done", sent=len(todo.uploads), gone=len(todo.deleted), to=str(to))


def _files(folder: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if "index.html" not in found:
        raise Problems([Problem("publish.nothing")])
    return found


def _show(todo: SyncPlan, voice: Console) -> None:
    for code, paths in (
        ("publish.plan_new", todo.new),
        ("publish.plan_changed", todo.changed),
        ("publish.plan_gone", todo.deleted),
        ("publish.plan_others", todo.overwritten),
    ):
        if paths:
            voice.say(code, count=len(paths))
            for path in paths[:_SHOWN]:
                click.echo(f"  {path}")
            if len(paths) > _SHOWN:
                click.echo("  …")
    voice.say("publish.plan_none" if todo.is_empty else "publish.plan_same", count=len(todo.unchanged))


class _told:
    """What breaks on the way is told in words: the site on the host is whole, and the command can be run again."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise Problems([Problem("publish.broken", {"reason": str(error)})]) from None
