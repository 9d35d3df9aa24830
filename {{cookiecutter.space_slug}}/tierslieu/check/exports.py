"""The facts that open formats require: a format is not written while one is missing."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.exports.export_descriptions import describe
from tierslieu.model import Space


def exports_have_their_facts(space: Space) -> Iterator[Finding]:
    """Every open format that applies to the place has the facts that its standard requires."""
    for description in describe(space) if space.identity.language in space.vocabulary.locales else ():
        for first in description.missing[:1]:
            values = {
                "title": description.title,
                "facts": ", ".join(fact.name for fact in description.missing),
                "taken_by": description.taken_by,
            }
            yield Finding("blank.export", first.file, first.path, values, "blank")
