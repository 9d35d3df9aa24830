"""The files that people write in a place, by folder, and what stands among them that must not be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from tierslieu.core.problems import Problem

CONFIG, CONTENT, GOVERNANCE, VOCABULARY = "config", "content", "governance", "vocabulary"
#: The folders of a place that hold sources, those of ``overrides/`` aside.
_FOLDERS = (CONFIG, CONTENT, GOVERNANCE, VOCABULARY, "overrides")


@dataclass(frozen=True)
class SourceTree:
    """The names of ordinary files by folder, relative to the place; ``problems`` name all else, which is not read.

    Left out, as editors and systems make them: what begins with a dot (``.DS_Store``, ``._page.md``) or ends with ``~``.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def matching(self, folder: str, pattern: str) -> Iterator[str]:
        """The paths below ``folder`` that match ``pattern``, where ``*`` stands for any name; sorted."""
        parent, _, wanted = f"{folder}/{pattern}".rpartition("/")
        depth = parent.count("/")
        yield from sorted(
            f"{path}/{name}"
            for path, names in self.names.items()
            if path.count("/") == depth and fnmatchcase(path, parent)
            for name in names
            if fnmatchcase(name, wanted)
        )

    def replace(self, path: str, *, exists: bool) -> None:
        """Count ``path`` as an ordinary file, or as none."""
        folder, _, name = path.rpartition("/")
        names = [other for other in self.names.get(folder, ()) if other != name]
        self.names[folder] = sorted([*names, name]) if exists else names
        self.problems[:] = [problem for problem in self.problems if problem.file != path]


def read_tree(root: Path) -> SourceTree:
    """The sources of the place in ``root``; no file is opened. A folder at the top may itself be a link."""
    tree = SourceTree()
    for folder in _FOLDERS:
        real = os.path.realpath(f"{root}/{folder}")
        _read_folder(tree, str(root), folder, real, (real, os.path.realpath(root)), frozenset())
    return tree


def _read_folder(
    tree: SourceTree, root: str, folder: str, real: str, inside: tuple[str, ...], above: frozenset[str]
) -> None:
    """Add what is below ``folder``, which stands at ``real``, to ``tree``; follows no link out of ``inside``, or back."""
    try:
        entries = sorted(os.scandir(f"{root}/{folder}"), key=lambda entry: entry.name)
    except OSError:
        return
    names = tree.names.setdefault(folder, [])
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        target, resolved = f"{real}{os.sep}{entry.name}", None
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if not any(target == top or target.startswith(f"{top}{os.sep}") for top in inside):
                tree.problems.append(Problem("file.outside", {"target": target}, path))
                continue
            resolved = Path(target)
        if (resolved or entry).is_file():
            names.append(entry.name)
        elif not (resolved or entry).is_dir():
            tree.problems.append(Problem("file.not_regular", {}, path))
        elif target not in above and target != real:
            _read_folder(tree, root, path, target, inside, above | {real})
