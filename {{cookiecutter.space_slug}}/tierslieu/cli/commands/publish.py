"""``./lieu publish``: copies the site to the web host of the place."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.console import Console
from tierslieu.cli.options import CONSOLE, T, help_of, place_options
from tierslieu.core.problems import Problem, Problems

if TYPE_CHECKING:
    from tierslieu.build.unfinished import Unfinished
    from tierslieu.publish.remote import Target
    from tierslieu.publish.sync_plan import PublishedFiles, SiteOwner, SyncPlan

#: The environment variable that may hold the password; it is never written anywhere.
PASSWORD = "LIEU_PASSWORD"
#: How many paths of each kind are listed; the others are only counted.
_LISTED_PATHS = 8
#: How many of what is unfinished are named.
_LISTED_LABELS = 4


@click.command("publish", **help_of("publish"))
@click.option("--to", "address", metavar=T("cli.metavar_address"), envvar="LIEU_UPLOAD", help=T("help.publish_to"))
@click.option("--plan", "only_plan", is_flag=True, help=T("help.publish_plan"))
@click.option("--yes", "agreed", is_flag=True, help=T("help.publish_yes"))
@click.option("--replace", is_flag=True, help=T("help.publish_replace"))
@place_options
def command(root: Path, address: str | None, only_plan: bool, agreed: bool, replace: bool, today: dt.date) -> None:
    """Copy the site to ``address``, by default that of ``config/space.yaml``; build it first if it is not current."""
    from tierslieu.build.unfinished import unfinished
    from tierslieu.cache import up_to_date
    from tierslieu.check.apply_rules import facts_and_gaps
    from tierslieu.cli.place_build import build_place
    from tierslieu.cli.versions import print_unsaved
    from tierslieu.publish.remote import parse_target
    from tierslieu.publish.sync_plan import SiteOwner, read_site
    from tierslieu.versions.published import mark_published

    with CONSOLE.alone(root):
        space, problems = facts_and_gaps(root, today)
        target = parse_target(address) if address else _target_of(space.identity.upload, root)
        if not up_to_date.last_build(str(root), today.isoformat()):
            CONSOLE.print_message("publish.building")
            click.echo(build_place(root, today, CONSOLE))
        transfer = SiteTransfer(
            read_site(root / "public"),
            SiteOwner(space.identity.slug, space.identity.name),
            lambda: unfinished(space, problems),
            CONSOLE,
        )
        if transfer.send(target, only_plan=only_plan, agreed=agreed, replace=replace):
            mark_published(root)
    print_unsaved(root, CONSOLE)


@dataclass(frozen=True)
class SiteTransfer:
    """The ``files`` of a site to be published; ``unfinished`` is asked before the first time."""

    files: Mapping[str, bytes]
    owner: SiteOwner
    unfinished: Callable[[], Unfinished]
    console: Console

    def send(self, target: Target, *, only_plan: bool, agreed: bool, replace: bool) -> bool:
        """Copy the site to ``target``, after printing the plan and asking for agreement; returns whether it is there.

        Raises ``Problems`` when that can't begin.

        ``agreed`` skips the question. ``replace`` allows to overwrite what this place did not upload: files, or the
        site of another place. Exits with status 1 when the connection breaks.
        """
        from tierslieu.publish.connection import connect
        from tierslieu.publish.sync import synchronise
        from tierslieu.publish.sync_plan import plan_sync, published_files

        console, placed = self.console, 0

        def on_placed(_path: str) -> None:
            nonlocal placed
            placed += 1

        try:
            with connect(target, TerminalCredentials(console)) as remote:
                published = published_files(remote)
                plan = plan_sync(self.files, published, remote.names)
                if published.is_empty:
                    _print_unfinished(self.unfinished(), console)
                _print_plan(plan, published.owner_other_than(self.owner), self.owner, console)
                is_there = plan.is_empty and published.owner in (None, self.owner)
                if only_plan or is_there:
                    return is_there
                if not self._agreed(plan, published, target, agreed=agreed, replace=replace):
                    console.print_message("publish.not_done")
                    return False
                with console.progress("publish.sending", len(plan.uploads)) as step:
                    synchronise(remote, plan, published, self.files, self.owner, step, on_placed)
        except OSError as error:
            if not placed:
                raise Problems([Problem("publish.broken", {"reason": str(error)})]) from None
            # Printed here: the usual end, that nothing has changed, would be false.
            values = {"reason": str(error), "placed": placed, "total": len(plan.uploads)}
            console.print_problems([Problem("publish.broken_midway", values)], err=True)
            sys.exit(1)
        console.print_message("publish.done", sent=len(plan.uploads), gone=len(plan.deleted), to=target)
        return True

    def _agreed(
        self, plan: SyncPlan, published: PublishedFiles, target: Target, *, agreed: bool, replace: bool
    ) -> bool:
        """Whether to send the site; raises ``Problems`` where nobody can be asked about what others put there."""
        console, asks = self.console, sys.stdin.isatty() and not agreed
        other = published.owner_other_than(self.owner)
        if not replace and not asks:
            if other:
                values = {"name": other.name, "own": self.owner.name, "to": target}
                raise Problems([Problem("publish.other_place", values)])
            if plan.overwritten:
                raise Problems([Problem("publish.others", {"count": len(plan.overwritten)})])
        if agreed or not asks:
            return agreed
        if other and not console.confirms(console.text("publish.replace_place", name=other.name, own=self.owner.name)):
            return False
        return console.confirms(console.text("publish.agree", to=target))


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
        return str(self._console.ask(question, hide_input=True, err=True))

    def trusts(self, target: Target, fingerprint: str) -> bool:
        """Whether the person recognises the key of the host; always false without a terminal."""
        if not sys.stdin.isatty():
            return False
        question = self._console.text("publish.trust", host=target.host, fingerprint=fingerprint)
        return self._console.confirms(question)


def _target_of(upload: str | None, root: Path) -> Target:
    """The address ``upload`` of ``config/space.yaml``; raises ``Problems``, with its line, if it is absent or wrong."""
    from tierslieu.core.paths import SPACE
    from tierslieu.core.yaml_reader import parse
    from tierslieu.publish.remote import parse_target

    try:
        if upload:
            return parse_target(upload)
        problems: tuple[Problem, ...] = (Problem("publish.nowhere"),)
    except Problems as error:
        problems = error.problems
    line = parse((root / SPACE).read_text(encoding="utf-8")).lines.get(("upload",))
    raise Problems(dataclasses.replace(problem, file=SPACE, line=line) for problem in problems)


def _print_unfinished(unfinished: Unfinished, console: Console) -> None:
    """Print what is unfinished: how much of each kind, and the first of them."""
    documents = [console.text("publish.gaps", title=title, count=count) for title, count in unfinished.documents]
    groups = {
        "facts": unfinished.facts,
        "proposals": unfinished.proposals,
        "examples": unfinished.examples,
        "documents": documents,
    }
    if not any(groups.values()):
        return
    console.print_message("publish.first")
    for kind, labels in groups.items():
        if labels:
            distinct = list(dict.fromkeys(labels))
            first = ", ".join(distinct[:_LISTED_LABELS]) + ("…" if len(distinct) > _LISTED_LABELS else "")
            console.print_message(f"publish.first_{kind}", count=len(labels), first=first)
    console.print_message("publish.first_end")


def _print_plan(plan: SyncPlan, other: SiteOwner | None, owner: SiteOwner, console: Console) -> None:
    name = other.name if other else ""
    if other:
        console.print_message("publish.plan_other_place", name=name, own=owner.name)
    for code, paths in (
        ("publish.plan_new", plan.new),
        ("publish.plan_changed", plan.changed),
        ("publish.plan_gone_other" if other else "publish.plan_gone", plan.deleted),
        ("publish.plan_others", plan.overwritten),
    ):
        if paths:
            console.print_message(code, count=len(paths), name=name)
            for path in paths[:_LISTED_PATHS]:
                click.echo(f"  {path}")
            if len(paths) > _LISTED_PATHS:
                click.echo("  …")
    console.print_message("publish.plan_none" if plan.is_empty else "publish.plan_same", count=len(plan.unchanged))
