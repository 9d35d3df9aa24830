"""``./lieu lineage``: shows where the place comes from, and what it has changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu import __version__
from tierslieu.cli.options import CONSOLE, T, help_of, place_options


@click.command("lineage", **help_of("lineage"))
@place_options
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
    formatter = LocaleFormatter(language, space.vocabulary.locales[language].strings)
    CONSOLE.print_list("lineage.measured", divergence_lines(space, formatter))
    changes = local_changes(root)
    if changes:
        CONSOLE.print_message("lineage.changed")
    for part in changes:
        counts = {name: getattr(part, name) for name in ("added", "amended", "gone", "lines")}
        CONSOLE.print_message("lineage.measure", what=T(f"lineage.part_{part.part}"), **counts)
