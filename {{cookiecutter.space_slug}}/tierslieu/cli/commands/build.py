"""``./lieu build``: builds the site, the documents and the exports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tierslieu.cli.libraries import install_document_tools
from tierslieu.cli.options import CONSOLE, T, help_of, place_options


@click.command("build", **help_of("build"))
@place_options
def command(root: Path, today: dt.date) -> None:
    """Build the whole place, and record what it was built from; nothing is built again after waiting for a build."""
    from tierslieu.cache import up_to_date

    with CONSOLE.alone(root) as waited:
        summary = up_to_date.last_build(str(root), today.isoformat()) if waited else None
        click.echo(summary or build_place(root, today))


def build_place(root: Path, today: dt.date) -> str:
    """Build the whole place, record what it was built from, and return the summary to print."""
    from tierslieu.build.build import build
    from tierslieu.cache import up_to_date
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.documents.selection import select_documents

    sources = up_to_date.sources_stamp(str(root), today.isoformat())
    space = checked_facts(root, today)
    install_document_tools(root)
    with CONSOLE.progress("build.documents", lambda: len(select_documents(space))) as step:
        pages, files = build(space, step)
    summary = T("build.done", pages=pages, files=files, public=root / "public", documents=root / "documents")
    up_to_date.record_build(str(root), sources, summary)
    return summary
