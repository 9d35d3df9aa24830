"""Migrations: they bring the settings and documents of a team to the form that a newer engine reads.

A migration is a function from the text of a file to its new text, with the same comments and order; it returns a text
that has the new form already as it is. An update, whatever the version of its engine, runs the migrations of the kit
that it brings: other versions execute ``from tierslieu.lineage.migrate import migrated``, so this name never moves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase

from tierslieu.core.paths import BUDGET


def occasional_buys(budget: str) -> str:
    """0.2.0: what an occasional coworker buys is given by offer, no longer in half-days only."""
    return re.sub(
        r"(?m)^half_days_per_occasional:[ \t]*([0-9][0-9.,]*)?[ \t]*$",
        lambda match: f"occasional_buys: {{half_day: {match[1]}}}" if match[1] else "occasional_buys: {}",
        budget,
    )


def who_signs(document: str) -> str:
    """0.2.0: a document names its signatories, and the conditions under which it is made."""
    head, mark, body = document.partition("\n---")
    if not head.startswith("---"):
        return document
    head = re.sub(r"\nsignatories: *[\"']?(?:oui|yes|true)[\"']? *(?=\n|$)", "\nsignatories: [organisations]", head)
    head = re.sub(r"\nsignatories: *[\"']?(?:non|no|false)[\"']? *(?=\n|$)", "", head)
    head = re.sub(r"\nmin_organisations: *[01]? *(?=\n|$)", "", head)
    head = re.sub(r"\nmin_organisations: *(\d+) *(?=\n|$)", r"\nwhen: {organisations: \1}", head)
    return head + mark + body


#: The version of the kit, the files and the migration of each change, oldest first.
MIGRATIONS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("0.2.0", BUDGET, occasional_buys),
    ("0.2.0", "governance/*.md", who_signs),
)


def migrated(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of files, by path, in the form that this engine reads."""
    result = dict(texts)
    for path in result:
        for _, pattern, migration in MIGRATIONS:
            if fnmatchcase(path, pattern):
                result[path] = migration(result[path])
    return result
