"""What a publication will do: the files of ``public/`` beside what was put on the host before."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

#: Where this command keeps its own on the host: a note of what it put there, and what has arrived but is not in place.
FOLDER = ".lieu"
NOTE, ARRIVED = f"{FOLDER}/published.json", f"{FOLDER}/new"


@dataclass(frozen=True)
class PublishedFiles:
    """What was put on the host: a digest by path, empty while it is not known whether the file is in place."""

    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes | None) -> PublishedFiles:
        """The note as it was written; none when there is no such file. Raises ``ValueError`` when it can't be read."""
        if data is None:
            return cls()
        files = json.loads(data)["files"]
        if not isinstance(files, dict) or not all(isinstance(one, str) and _inside(one) for one in files):
            raise ValueError("files")
        return cls({path: str(digest) for path, digest in files.items()})

    def written(self) -> bytes:
        """The note, as it stands on the host."""
        return (json.dumps({"files": dict(self.files)}, indent=0, sort_keys=True) + "\n").encode("utf-8")


@dataclass(frozen=True)
class SyncPlan:
    """What to do, as paths: ``new`` and ``changed`` are sent, ``gone`` are erased, ``same`` stay.

    ``others`` are those among ``new`` where the host has a file that this command did not put there.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    same: tuple[str, ...]
    others: tuple[str, ...]
    digests: Mapping[str, str]

    @property
    def sent(self) -> tuple[str, ...]:
        """What is sent, in the order in which it is put in place: pages last, since they name all the rest."""
        return tuple(sorted((*self.new, *self.changed), key=lambda path: (path.endswith(".html"), path)))

    @property
    def nothing(self) -> bool:
        """Whether the host has all of it already."""
        return not (self.new or self.changed or self.gone)


def plan(files: Mapping[str, bytes], before: PublishedFiles, names: Callable[[str], Set[str]]) -> SyncPlan:
    """What makes the host hold ``files`` (by path); ``names`` lists a folder of the host, empty when there is none."""
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    new = sorted(digests.keys() - before.files.keys())
    known = sorted(digests.keys() & before.files.keys())
    folders = {folder: names(folder) for folder in sorted({posixpath.dirname(path) for path in new})}
    return SyncPlan(
        new=tuple(new),
        changed=tuple(path for path in known if digests[path] != before.files[path]),
        gone=tuple(sorted(before.files.keys() - digests.keys())),
        same=tuple(path for path in known if digests[path] == before.files[path]),
        others=tuple(path for path in new if posixpath.basename(path) in folders[posixpath.dirname(path)]),
        digests=digests,
    )


def _inside(path: str) -> bool:
    """Whether ``path`` stays below the folder of the site: the note comes from elsewhere."""
    return bool(path) and path == posixpath.normpath(path) and not path.startswith(("/", "../")) and path != ".."
