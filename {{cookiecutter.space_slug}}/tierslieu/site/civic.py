"""What only the pages about the place itself show: drawings of who runs what, of a euro, and of where it is.

Each is made when a page asks for it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from tierslieu.facts import Facts
from tierslieu.model import Space
from tierslieu.words import Words

from .diagram import diagram
from .euro import euro
from .locator import locator


def civic(space: Space, words: Words, facts: Facts) -> dict[str, Any]:
    """Functions for templates, by name."""
    return {
        "diagram": partial(diagram, space, words, facts),
        "euro": partial(euro, space, words, facts),
        "locator": partial(locator, space, words),
    }
