"""The baseline of a place: digests of the files that the kit gave, written at birth and at each update."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE = ".kit.json"
#: The folders that a team makes its own, apart from ``config/``, which begins with its answers.
FOLDERS = ("content", "governance", "overrides", "vocabulary")


def write_baseline(root: Path) -> None:
    """Record every file of the place in ``root``, which no team has changed yet."""
    text = json.dumps({"files": dict(digests(root))}, ensure_ascii=False, indent=1) + "\n"
    (root / FILE).write_text(text, encoding="utf-8", newline="\n")


def read_baseline(root: Path) -> dict[str, str] | None:
    """The digest of each file that the kit gave, by path; None when there is no record, or an unreadable one."""
    try:
        files = json.loads((root / FILE).read_text(encoding="utf-8"))["files"]
        return {str(path): str(digest) for path, digest in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def digests(root: Path, folders: Iterable[str] = FOLDERS) -> Iterator[tuple[str, str]]:
    """The path and digest of each file as it is today: the first 16 digits of its SHA-256, with LF line ends."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                data = path.read_bytes().replace(b"\r\n", b"\n")
                yield path.relative_to(root).as_posix(), hashlib.sha256(data).hexdigest()[:16]
