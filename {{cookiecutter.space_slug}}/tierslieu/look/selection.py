"""Which palette, letters and motif a place has: those that it names, else those that its short name draws."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from tierslieu.model.look import Motif, Palette, Type

#: Where the files of each part of the look are, the team's own first.
FOLDERS = ("overrides", "theme")

P = TypeVar("P", Palette, Type, Motif)


def known(root: Path, kind: str) -> dict[str, str]:
    """The files of ``kind`` (``palettes``, ``types``, ``motifs``) by name, each as a path relative to ``root``."""
    found: dict[str, str] = {}
    for folder in reversed(FOLDERS):
        for path in sorted((root / folder / kind).glob("*.yaml")):
            found[path.stem] = f"{folder}/{kind}/{path.name}"
    return dict(sorted(found.items()))


def chosen(root: Path, kind: str, wanted: str | None, slug: str) -> tuple[str, str, tuple[str, ...]]:
    """The name and the file of the part of the look called ``wanted``, and every name known.

    A name that is not there, or none, leaves the choice to ``slug``, among what the kit ships.
    """
    files = known(root, kind)
    if wanted in files:
        return wanted, files[wanted], tuple(files)
    shipped = sorted(path.stem for path in (root / "theme" / kind).glob("*.yaml"))
    if not shipped:  # the file that is then missed says so
        return kind, f"theme/{kind}/{kind}.yaml", tuple(files)
    name = drawn(slug, kind, shipped)
    return name, files[name], tuple(files)


def drawn(slug: str, kind: str, names: Iterable[str]) -> str:
    """The name that ``slug`` draws: always the same, whatever the order, and seldom another when one is added."""
    return max(names, key=lambda name: hashlib.sha256(f"{slug}~{kind}~{name}".encode()).digest())
