"""``./lieu lineage``: shows where the place comes from, and what it has changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu import __version__
from tierslieu.cli.options import CONSOLE, TODAY, T, help_of


@click.command("lineage", **help_of("lineage"))
@TODAY
@click.pass_obj
def command(root: Path, today: dt.date) -> None:
    """Print the kit and the parents of the place, then how far it has moved away from them."""
    from tierslieu.i18n.formatting import LocaleFormatter
    from tierslieu.lineage.divergence import divergence_lines
    from tierslieu.lineage.local_changes import local_changes
    from tierslieu.lineage.recorded import read_lineage
    from tierslieu.loading.load import load

    record, space = read_lineage(root), load(root, today)
    CONSOLE.print_message("lineage.show", template=record.template, commit=record.commit[:12], version=__version__)
    parents = [*space.identity.lineage.ancestors, *filter(None, [space.identity.lineage.parent])]
    CONSOLE.print_message("lineage.parents", line=" → ".join(parents) or "–", generation=len(parents) + 1)
    language = space.identity.language
    if figures := divergence_lines(space, LocaleFormatter(language, space.vocabulary.locales[language].strings)):
        CONSOLE.print_message("lineage.measured")
        for figure in figures:
            CONSOLE.print_message("plan.line", line=figure)
    changes = local_changes(root)
    if changes:
        CONSOLE.print_message("lineage.changed")
    for part in changes:
        CONSOLE.print_message(
            "lineage.measure",
            what=T(f"lineage.part_{part.part}"),
            added=part.added,
            amended=part.amended,
            gone=part.gone,
            lines=part.lines,
        )
