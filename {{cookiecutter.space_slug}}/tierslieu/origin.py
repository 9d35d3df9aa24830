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
from tierslieu.options import ROOT, TODAY, VOICE, T, helped
from tierslieu.problems import Problem


def _command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    return click.command(name, **helped(name))


@_command("lineage")
@TODAY
def lineage_command(today: dt.date) -> None:
    """Show where the place comes from, and what it has changed."""
    from tierslieu import lineage
    from tierslieu.lineage.changed import changed
    from tierslieu.lineage.measures import told
    from tierslieu.load import load
    from tierslieu.words import Words

    found, space = lineage.read(ROOT), load(ROOT, today)
    VOICE.say("lineage.show", template=found.template, commit=found.commit[:12], version=__version__)
    line = [*space.identity.lineage.ancestors, *filter(None, [space.identity.lineage.parent])]
    VOICE.say("lineage.parents", line=" → ".join(line) or "–", generation=len(line) + 1)
    language = space.identity.language
    if figures := told(space, Words(language, space.vocabulary.locales[language].strings)):
        VOICE.say("lineage.measured")
        for figure in figures:
            VOICE.say("plan.line", line=figure)
    committed = changed(ROOT)
    if committed:
        VOICE.say("lineage.changed")
    for one in committed:
        what = T(f"lineage.part_{one.part}")
        VOICE.say("lineage.measure", what=what, added=one.added, amended=one.amended, gone=one.gone, lines=one.lines)


@_command("contribute")
@click.argument("paths", nargs=-1, required=True, metavar=T("cli.metavar_paths"))
@click.option("--title", prompt=T("contribute.title"), metavar=T("cli.metavar_title"), help=T("help.title"))
@TODAY
def contribute_command(paths: tuple[str, ...], title: str, today: dt.date) -> None:
    """Give an improvement back to the kit."""
    from tierslieu import lineage
    from tierslieu.check import checked_facts
    from tierslieu.lineage.contribute import FOLDER, contribute, file_name
    from tierslieu.write import add_files

    made = contribute(checked_facts(ROOT, today), paths, title)
    name = f"{file_name(title)}.patch"
    add_files(ROOT / FOLDER, {name: made.patch.encode("utf-8")})
    click.echo(made.patch)
    VOICE.say("contribute.done", file=f"{FOLDER}/{name}", kit=lineage.read(ROOT).template)


@_command("update")
@click.option("--to", "version", metavar=T("cli.metavar_version"), help=T("help.to"))
@click.option("--plan", "only_plan", is_flag=True, help=T("help.plan"))
@click.option("--abort", "undo", is_flag=True, help=T("help.abort"))
def update_command(version: str | None, only_plan: bool, undo: bool) -> None:
    """Take the kit's later improvements without losing one's own."""
    from tierslieu.lineage import journal
    from tierslieu.lineage.telling import tell
    from tierslieu.lineage.update import catch_up, update

    if undo:
        VOICE.say("update.aborted", commit=journal.abort(ROOT)[:12])
        return
    steps = {step: T(f"update.step_{step}") for step in ("fetch", "render", "apply")}
    result = update(ROOT, version, apply=not only_plan, progress=lambda step: click.echo(steps[step], err=True))
    if result is None:
        VOICE.say("update.none")
        if not only_plan and (files := catch_up(ROOT)):
            VOICE.say("update.caught_up", files=", ".join(files))
        return
    tell(result.plan, VOICE)
    if only_plan:
        VOICE.say("update.planned", kit=result.kit)
    elif result.conflicts:
        VOICE.problems(Problem("update.conflict", file=name) for name in result.conflicts)
        VOICE.say("update.finish")
        sys.exit(1)
    else:
        VOICE.say("update.done", kit=result.kit)


COMMANDS = (lineage_command, contribute_command, update_command)
