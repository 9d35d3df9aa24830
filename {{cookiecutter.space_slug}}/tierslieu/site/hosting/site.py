"""What every host is told, before it is put into the words of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    """The path of the site on its host (``base``, with a slash at both ends, not encoded), the headers of all its
    files, and the ``notice`` that heads each configuration, one line.
    """

    base: str
    everywhere: Mapping[str, str]
    notice: str
