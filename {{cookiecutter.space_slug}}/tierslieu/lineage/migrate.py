"""Brings the settings of a place, which its team owns, to the form that a newer engine reads.

One function a change: text of a file of ``config/`` in, text out, comments and order kept; a text that is in the new
form already comes back as it is. ``MIGRATIONS`` says for which version of the kit each was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tierslieu.local.git import git, identity


def occasional_buys(budget: str) -> str:
    """0.2.0: what an occasional coworker buys is told by offer, no longer in half-days alone."""
    return re.sub(
        r"(?m)^half_days_per_occasional:[ \t]*([0-9][0-9.,]*)?[ \t]*$",
        lambda found: f"occasional_buys: {{half_day: {found[1]}}}" if found[1] else "occasional_buys: {}",
        budget,
    )


#: By version of the kit, oldest first: the file of ``config/``, and what changes in it.
MIGRATIONS: tuple[tuple[str, str, Callable[[str], str]], ...] = (("0.2.0", "budget.yaml", occasional_buys),)


def migrate(root: Path) -> list[str]:
    """Apply every migration to the place in ``root`` and make it part of the commit just made; returns the files changed."""
    changed = []
    for _, name, function in MIGRATIONS:
        path = root / "config" / name
        if not path.is_file():
            continue
        before = path.read_text(encoding="utf-8")
        after = function(before)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            changed.append(f"config/{name}")
    if changed:
        git(root, "add", "--", *changed)
        git(root, *identity(root), "commit", "--quiet", "--no-verify", "--amend", "--no-edit")
    return changed
