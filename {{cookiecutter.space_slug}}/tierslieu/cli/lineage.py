"""``./lieu lineage``, ``./lieu contribute``, ``./lieu update``: where the place comes from, what it gives back and takes.

Beside the folder that does the work, so that other commands start without loading any of it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from typing import Any

import click

from tierslieu import __version__
from tierslieu.core.problems import Problem

from .options import CONSOLE, ROOT, TODAY, T, helped


def _command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    return click.command(name, **helped(name))


@_command("lineage")
@TODAY
def lineage_command(today: dt.date) -> None:
    """Show where the place comes from, and what it has changed."""
    from tierslieu.i18n.formatting import LocaleFormatter
    from tierslieu.lineage.divergence import told
    from tierslieu.lineage.local_changes import changed
    from tierslieu.lineage.recorded import read_lineage
    from tierslieu.loading.load import load

    found, space = read_lineage(ROOT), load(ROOT, today)
    CONSOLE.say("lineage.show", template=found.template, commit=found.commit[:12], version=__version__)
    line = [*space.identity.lineage.ancestors, *filter(None, [space.identity.lineage.parent])]
    CONSOLE.say("lineage.parents", line=" → ".join(line) or "–", generation=len(line) + 1)
    language = space.identity.language
    if figures := told(space, LocaleFormatter(language, space.vocabulary.locales[language].strings)):
        CONSOLE.say("lineage.measured")
        for figure in figures:
            CONSOLE.say("plan.line", line=figure)
    committed = changed(ROOT)
    if committed:
        CONSOLE.say("lineage.changed")
    for one in committed:
        what = T(f"lineage.part_{one.part}")
        CONSOLE.say("lineage.measure", what=what, added=one.added, amended=one.amended, gone=one.gone, lines=one.lines)


@_command("contribute")
@click.argument("paths", nargs=-1, required=True, metavar=T("cli.metavar_paths"))
@click.option("--title", prompt=T("contribute.title"), metavar=T("cli.metavar_title"), help=T("help.title"))
@TODAY
def contribute_command(paths: tuple[str, ...], title: str, today: dt.date) -> None:
    """Give an improvement back to the kit."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.lineage.contribute import FOLDER, contribute, file_name
    from tierslieu.lineage.recorded import read_lineage

    made = contribute(checked_facts(ROOT, today), paths, title)
    name = f"{file_name(title)}.patch"
    add_files(ROOT / FOLDER, {name: made.patch.encode("utf-8")})
    click.echo(made.patch)
    CONSOLE.say("contribute.done", file=f"{FOLDER}/{name}", kit=read_lineage(ROOT).template)


@_command("update")
@click.option("--to", "version", metavar=T("cli.metavar_version"), help=T("help.to"))
@click.option("--plan", "only_plan", is_flag=True, help=T("help.plan"))
@click.option("--abort", "undo", is_flag=True, help=T("help.abort"))
def update_command(version: str | None, only_plan: bool, undo: bool) -> None:
    """Take the kit's later improvements without losing one's own."""
    from tierslieu.lineage import undo_record
    from tierslieu.lineage.update import catch_up, update

    from .update_report import tell

    if undo:
        CONSOLE.say("update.aborted", commit=undo_record.abort(ROOT)[:12])
        return
    steps = {step: T(f"update.step_{step}") for step in ("fetch", "render", "apply")}
    result = update(ROOT, version, apply=not only_plan, progress=lambda step: click.echo(steps[step], err=True))
    if result is None:
        CONSOLE.say("update.none")
        if not only_plan and (files := catch_up(ROOT)):
            CONSOLE.say("update.caught_up", files=", ".join(files))
        return
    tell(result.plan, CONSOLE)
    if only_plan:
        CONSOLE.say("update.planned", kit=result.kit)
    elif result.conflicts:
        CONSOLE.problems(Problem("update.conflict", file=name) for name in result.conflicts)
        CONSOLE.say("update.finish")
        sys.exit(1)
    else:
        CONSOLE.say("update.done", kit=result.kit)


COMMANDS = (lineage_command, contribute_command, update_command)
