"""``./lieu update``: takes the kit's later improvements without losing the place's own changes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, T, help_of
from tierslieu.core.problems import Problem


@click.command("update", **help_of("update"))
@click.option("--to", "version", metavar=T("cli.metavar_version"), help=T("help.to"))
@click.option("--plan", "only_plan", is_flag=True, help=T("help.plan"))
@click.option("--abort", "undo", is_flag=True, help=T("help.abort"))
@click.pass_obj
def command(root: Path, version: str | None, only_plan: bool, undo: bool) -> None:
    """Merge a later version of the kit, or only print what would change; exit with status 1 on conflicts."""
    with CONSOLE.alone(root):
        if undo:
            from tierslieu.lineage import undo_record

            aborted = undo_record.abort(root)
            CONSOLE.print_message("update.aborted", commit=aborted.commit[:12])
            CONSOLE.print_list("update.back", aborted.back)
            CONSOLE.print_list("update.aside", aborted.aside)
            if aborted.copy:
                CONSOLE.print_message(
                    "update.take_back", command=f"git checkout {aborted.copy[:12]} -- {aborted.aside[0]}"
                )
        else:
            _update(root, version, only_plan=only_plan)


def _update(root: Path, version: str | None, *, only_plan: bool) -> None:
    from tierslieu.lineage.plan_lines import plan_lists
    from tierslieu.lineage.update import catch_up, update

    result = update(root, version, apply=not only_plan, agrees=_agrees, progress=_print_step)
    if result is None:
        CONSOLE.print_message("update.none")
        if not only_plan and (files := catch_up(root)):
            CONSOLE.print_message("update.caught_up", files=", ".join(files))
        return
    for code, lines in plan_lists(result.plan, CONSOLE.text):
        CONSOLE.print_list(code, lines)
    if only_plan:
        CONSOLE.print_message("update.planned", kit=result.kit)
    elif result.conflicts:
        CONSOLE.print_problems(Problem("update.conflict", file=name) for name in result.conflicts)
        CONSOLE.print_message("update.finish")
        sys.exit(1)
    else:
        CONSOLE.print_message("update.done", kit=result.kit)


def _print_step(step: str, **values: str) -> None:
    from tierslieu.lineage.update import STEP_MESSAGES

    click.echo(T(STEP_MESSAGES[step], **values), err=True)


def _agrees(address: str, kit: str) -> bool:
    """Show what will run on this computer, and ask whether it may."""
    click.echo(T("update.runs", address=address, kit=kit), err=True)
    return CONSOLE.confirms(T("update.agree"))
