"""Which palette, fonts and motif a place has: those that its team names, else defaults derived from its slug."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tierslieu.core.theme_files import theme_files

#: What is hashed instead of the name of a folder that was renamed: places keep the defaults that they have.
_HASHED_KINDS = {"typefaces": "types"}
#: What no place has unless its team names it: the letters of the device are not those of a place.
_NAMED_ALONE = frozenset({"systeme"})


def available(root: Path, kind: str) -> dict[str, str]:
    """The files of ``kind`` (``palettes``, ``typefaces``, ``motifs``) by name, as paths relative to ``root``."""
    files = theme_files(root, kind, "*.yaml")
    return {name: files[f"{name}.yaml"] for name in sorted(file.removesuffix(".yaml") for file in files)}


def choose(root: Path, kind: str, name: str | None, slug: str) -> tuple[str, str, tuple[str, ...]]:
    """The name and the file of the chosen part of the look, and all available names.

    Without a ``name`` of an available file, ``slug`` decides among the files of the kit.
    """
    files = available(root, kind)
    if name in files:
        return name, files[name], tuple(files)
    shipped = sorted({path.stem for path in (root / "theme" / kind).glob("*.yaml")} - _NAMED_ALONE)
    if not shipped:  # a path that does not exist: reading it reports the missing file
        return kind, f"theme/{kind}/{kind}.yaml", tuple(files)
    default = default_name(slug, kind, shipped)
    return default, files[default], tuple(files)


def default_name(slug: str, kind: str, names: Iterable[str]) -> str:
    """The name that ``slug`` selects, whatever the order of ``names``; a name added later changes few selections.

    Rendezvous hashing: https://en.wikipedia.org/wiki/Rendezvous_hashing.
    """
    hashed = _HASHED_KINDS.get(kind, kind)
    return max(names, key=lambda name: hashlib.sha256(f"{slug}~{hashed}~{name}".encode()).digest())
