"""The build that ``build`` and ``publish`` share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from .console import Console
from .libraries import install_document_tools


def build_place(root: Path, today: dt.date, console: Console) -> str:
    """Build the whole place, record what it was built from, and return the summary to print."""
    from tierslieu.build.build import build
    from tierslieu.cache import up_to_date
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.documents.selection import select_documents

    sources = up_to_date.sources_stamp(str(root), today.isoformat())
    space = checked_facts(root, today)
    install_document_tools(root)
    kept: dict[str, str] = {}
    with console.progress("build.documents", lambda: len(select_documents(space))) as step:
        pages, files = build(space, step, kept.__setitem__)
    console.print_kept(kept)
    summary = console.text("build.done", pages=pages, files=files, public=root / "public", documents=root / "documents")
    up_to_date.record_build(str(root), sources, summary)
    return summary
