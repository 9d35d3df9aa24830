"""Open formats: one module for each, and their names here.

To add one: write ``build(space)`` in a module of this folder and name it below. It gives the files by path under
``public/``, and none at all when the standard would refuse them for a fact that is missing.
"""

from __future__ import annotations

from collections.abc import Callable

from tierslieu.exports import atom, ics
from tierslieu.model import Space

EXPORTS: dict[str, Callable[[Space], dict[str, bytes]]] = {
    "ics": ics.build,
    "atom": atom.build,
}
