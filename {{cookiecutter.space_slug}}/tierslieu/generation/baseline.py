"""What the kit gives to a place, noted at its birth and at each update, so as to tell later what its team has made of it.

The note is a file of the place like any other: it follows a copy that has no history, and a copy without its branches.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

FILE = ".kit.json"
#: The folders that a team makes its own, apart from ``config/``, which begins with its answers.
FOLDERS = ("content", "governance", "overrides", "vocabulary")


def write_baseline(root: Path) -> None:
    """Note every file of the place in ``root`` as it is now, before any team has touched it."""
    text = json.dumps({"files": dict(digests(root))}, ensure_ascii=False, indent=1) + "\n"
    (root / FILE).write_text(text, encoding="utf-8", newline="\n")


def read_baseline(root: Path) -> dict[str, str] | None:
    """What the kit gave: a digest of each file, by path; None when that was never noted, or can't be read."""
    try:
        files = json.loads((root / FILE).read_text(encoding="utf-8"))["files"]
        return {str(path): str(digest) for path, digest in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def digests(root: Path) -> Iterator[tuple[str, str]]:
    """A digest of each file as it is today, by path, whatever its line endings."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                data = path.read_bytes().replace(b"\r\n", b"\n")
                yield path.relative_to(root).as_posix(), hashlib.sha256(data).hexdigest()[:16]
