"""Sites made in seconds, whose documents to download are empty: for tests that look at pages."""

from __future__ import annotations

from pathlib import Path

from support.generated_places import FIL_NUMERIQUE, TODAY, apply_answers, complete_answers, furnish, territory_answers

from tierslieu.check.apply_rules import checked_facts
from tierslieu.documents.selection import select_documents
from tierslieu.model import Space
from tierslieu.site.build import build_site


def write_site(space: Space, folder: Path) -> Path:
    """Build the site of ``space`` and write it to ``folder``; returns ``folder``."""
    documents = {f"{document.slug}.pdf": b"%PDF-1.7" for document in select_documents(space)}
    for path, data in build_site(space, documents).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def write_furnished_site(place: Path) -> Path:
    """Give ``place``, to which no answers have been applied, all the facts of Fil numérique; returns its site."""
    assert apply_answers(place, complete_answers(territory_answers(FIL_NUMERIQUE))) == 0
    furnish(place, FIL_NUMERIQUE.stem)
    return write_site(checked_facts(place, TODAY), place / "public")
