"""``./lieu newsletter``: writes the newsletter of some days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.options import CONSOLE, DATE, T, help_of, place_options
from tierslieu.core.problems import Problem, Problems


@click.command("newsletter", **help_of("newsletter"))
@click.option("--from", "first", type=DATE, metavar=T("cli.metavar_date"), help=T("help.newsletter_from"))
@click.option("--to", "last", type=DATE, metavar=T("cli.metavar_date"), help=T("help.newsletter_to"))
@place_options
def command(root: Path, first: dt.date | None, last: dt.date | None, today: dt.date) -> None:
    """Write the newsletter, of four weeks from today unless ``first`` and ``last`` are given."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.documents import newsletter

    first = first or today
    last = last or first + dt.timedelta(days=27)
    if last < first:
        raise Problems([Problem("newsletter.order", {"first": first.isoformat(), "last": last.isoformat()})])
    CONSOLE.write_files(root, newsletter.render(checked_facts(root, today), first, last), newsletter.FOLDER)
