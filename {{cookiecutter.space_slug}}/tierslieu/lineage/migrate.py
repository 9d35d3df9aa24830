"""Brings what a team owns, its settings and its documents, to the form that a newer engine reads.

One function a change: the text of a file in, text out, comments and order kept; a text that is in the new form already
comes back as it is. ``MIGRATIONS`` says for which version of the kit each was written. An update runs those of the kit
that it brings, whatever the age of the engine that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase

from tierslieu.core.paths import BUDGET


def occasional_buys(budget: str) -> str:
    """0.2.0: what an occasional coworker buys is told by offer, no longer in half-days alone."""
    return re.sub(
        r"(?m)^half_days_per_occasional:[ \t]*([0-9][0-9.,]*)?[ \t]*$",
        lambda found: f"occasional_buys: {{half_day: {found[1]}}}" if found[1] else "occasional_buys: {}",
        budget,
    )


def who_signs(document: str) -> str:
    """0.2.0: a document names who signs it and the conditions under which it is made."""
    head, mark, body = document.partition("\n---")
    if not head.startswith("---"):
        return document
    head = re.sub(r"\nsignatories: *[\"']?(?:oui|yes|true)[\"']? *(?=\n|$)", "\nsignatories: [organisations]", head)
    head = re.sub(r"\nsignatories: *[\"']?(?:non|no|false)[\"']? *(?=\n|$)", "", head)
    head = re.sub(r"\nmin_organisations: *[01]? *(?=\n|$)", "", head)
    head = re.sub(r"\nmin_organisations: *(\d+) *(?=\n|$)", r"\nwhen: {organisations: \1}", head)
    return head + mark + body


#: By version of the kit, oldest first: the files of a place, and what changes in each.
MIGRATIONS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("0.2.0", BUDGET, occasional_buys),
    ("0.2.0", "governance/*.md", who_signs),
)


def migrated(texts: Mapping[str, str]) -> dict[str, str]:
    """Every file of ``texts``, by path, in the form that this engine reads."""
    result = dict(texts)
    for path in result:
        for _, pattern, change in MIGRATIONS:
            if fnmatchcase(path, pattern):
                result[path] = change(result[path])
    return result
