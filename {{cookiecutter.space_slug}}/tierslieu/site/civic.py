"""What only the pages about the place itself show: who runs what, where a euro goes, where it is, what it comes from.

Each is made when a page asks for it.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from tierslieu import __version__, exports, lineage
from tierslieu.facts import Facts
from tierslieu.lineage.measures import told
from tierslieu.model import Space
from tierslieu.problems import Problems
from tierslieu.words import Words

from . import addresses, child
from .diagram import diagram
from .euro import euro
from .locator import locator


def civic(space: Space, words: Words, facts: Facts, others: Collection[str]) -> dict[str, Any]:
    """Functions for templates, by name; ``others`` are the paths of the files that exports write."""
    return {
        "diagram": partial(diagram, space, words, facts),
        "euro": partial(euro, space, words, facts),
        "locator": partial(locator, space, words),
        "open_data": partial(exports.describe, space, words.code),
        "exported": frozenset(others),
        "kit": partial(kit, space),
        "changes": partial(told, space, words),
        "answers": child.PATH,
        "child_lineage": child.lineage(space),
        "answers_address": addresses.root(space) + child.PATH,
    }


def kit(space: Space) -> dict[str, str]:
    """The kit that the place was made with: its version and commit, and its address where others can reach it.

    Without a record of it, or with one that is unreadable (``./lieu lineage`` says so), there is the version alone.
    """
    try:
        found = lineage.read(space.root)
    except Problems:
        return {"version": __version__, "commit": "", "address": ""}
    # The path of a folder, or an address that asks for a key, is of no use to others, and tells them of a machine.
    public = found.template.startswith("https://") and "@" not in found.template
    return {
        "version": __version__,
        "commit": found.commit[:12],
        "address": found.template if public else "",
    }
