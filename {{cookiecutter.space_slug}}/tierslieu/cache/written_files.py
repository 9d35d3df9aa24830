"""Keeps a copy of each file of ``documents/`` that somebody changed or added there, before a build replaces it.

The digests of the files as the kit wrote them are in ``.cache/written.json``. Without that record, as after the first
update to a kit that has it, the files that are there count as the kit's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tierslieu.core.atomic import add_files

FOLDER = "documents"
#: Where the copies are: beside ``documents/``, whose files every build replaces; saved with the place, never published.
KEPT_FOLDER = "documents-gardes"
_RECORD = ".cache/written.json"
#: Files that systems and word processors scatter; hidden ones are left out too.
_SCATTERED = ("~$", "Thumbs.db", "desktop.ini")


class WrittenFiles:
    """The files of ``documents/`` of the place in ``root``, and what the kit wrote there last."""

    def __init__(self, root: Path):
        self._root = root
        self._current = {path: _digest(file.read_bytes()) for path, file in _files(root / FOLDER)}
        self._written = self._read_record()

    def keep_changed(self, files: Mapping[str, bytes], *, whole: bool) -> dict[str, str]:
        """Copy what replacing ``files`` would lose; returns the copy of each file, both as paths in the place.

        With ``whole``, ``files`` take the place of the whole folder. Raises ``OSError``, and nothing may be replaced then.
        """
        kept = {}
        for path, digest in self._current.items():
            if digest == self._written.get(path) or (path not in files and not whole):
                continue
            if path in files and _digest(files[path]) == digest:
                continue
            kept[f"{FOLDER}/{path}"] = self._copy(path, digest)
        return kept

    def record(self, files: Mapping[str, bytes], *, whole: bool) -> None:
        """Record that the kit wrote ``files``; with ``whole``, that nothing else is in the folder."""
        digests = {} if whole else dict(self._written)
        digests |= {path: _digest(data) for path, data in files.items()}
        text = json.dumps(digests, ensure_ascii=False, indent=0, sort_keys=True)
        add_files(self._root, {_RECORD: text.encode("utf-8")})

    def _read_record(self) -> Mapping[str, str]:
        try:
            record = json.loads((self._root / _RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return self._current
        return record if isinstance(record, dict) else self._current

    def _copy(self, path: str, digest: str) -> str:
        """Copy a file under its name and the day when it was changed, unless that copy exists already."""
        source = self._root / FOLDER / path
        day = dt.datetime.fromtimestamp(source.stat().st_mtime).astimezone().date().isoformat()
        stem, suffix = path.removesuffix(source.suffix), source.suffix
        number = 1
        while True:
            name = f"{KEPT_FOLDER}/{stem} du {day}{f' ({number})' if number > 1 else ''}{suffix}"
            target = self._root / name
            if not target.exists():
                add_files(self._root, {name: source.read_bytes()})
                return name
            if target.is_file() and _digest(target.read_bytes()) == digest:
                return name
            number += 1


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files below ``folder`` that somebody may have written, by path with forward slashes."""
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if not any(part.startswith((".", *_SCATTERED)) for part in path.parts) and file.is_file():
            yield path.as_posix(), file


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
