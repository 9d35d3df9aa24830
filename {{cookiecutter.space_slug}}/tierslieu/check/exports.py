"""What the open formats still want: they are not written until it is there."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu import exports
from tierslieu.core.finding import Finding
from tierslieu.model import Space


def exports_have_their_facts(space: Space) -> Iterator[Finding]:
    """Every open format that concerns the place has the facts without which its standard refuses it."""
    for told in exports.describe(space) if space.identity.language in space.vocabulary.locales else ():
        for want in told.missing[:1]:
            values = {
                "title": told.title,
                "facts": ", ".join(one.name for one in told.missing),
                "taken_by": told.taken_by,
            }
            yield Finding("blank.export", want.file, want.path, values, "blank")
