"""The difference between ``public/`` and the host: which files to upload, delete or leave."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Callable, Mapping, Set
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tierslieu.core.problems import Problem, Problems

from .remote import Remote

#: The folder of this command on the host, with its manifest and the uploaded files that are not in place yet.
FOLDER = ".lieu"
MANIFEST, STAGING = f"{FOLDER}/published.json", f"{FOLDER}/new"


@dataclass(frozen=True)
class SiteOwner:
    """The place whose site is in a folder of a host; two places are the same if their ``slug`` is."""

    slug: str
    name: str


@dataclass(frozen=True)
class PublishedFiles:
    """The manifest of the files uploaded to the host: SHA-256 by path, empty if the file may not be in place yet.

    ``owner`` is None in manifests of engines before 0.3.0.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    owner: SiteOwner | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been uploaded yet."""
        return not self.files

    def owner_other_than(self, owner: SiteOwner) -> SiteOwner | None:
        """The other place whose site is on the host; None if there is none, or if it is unknown."""
        return self.owner if self.owner and self.owner.slug != owner.slug else None

    @classmethod
    def from_json(cls, data: bytes | None) -> PublishedFiles:
        """Parse the manifest; None if absent. Raises ``ValueError``, ``KeyError`` or ``TypeError`` if invalid."""
        if data is None:
            return cls()
        content = json.loads(data)
        files, owner = content["files"], content.get("place")
        if not isinstance(files, dict) or not all(isinstance(path, str) and _is_inside(path) for path in files):
            raise ValueError("files")
        digests = {path: str(digest) for path, digest in files.items()}
        return cls(digests, SiteOwner(str(owner["slug"]), str(owner["name"])) if owner else None)

    def to_json(self) -> bytes:
        content = {"files": dict(self.files), "place": asdict(self.owner) if self.owner else None}
        return (json.dumps(content, indent=0, sort_keys=True) + "\n").encode("utf-8")


@dataclass(frozen=True)
class SyncPlan:
    """What to do with each path; ``digests`` holds the SHA-256 of every file of the site.

    ``overwritten`` are the ``new`` paths where the host has a file that this command did not upload.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: tuple[str, ...]
    overwritten: tuple[str, ...]
    digests: Mapping[str, str]

    @property
    def uploads(self) -> tuple[str, ...]:
        """The paths to upload, in the order in which they are put in place: pages last, as they link to the others."""
        return tuple(sorted((*self.new, *self.changed), key=lambda path: (path.endswith(".html"), path)))

    @property
    def is_empty(self) -> bool:
        """Whether the host is up to date."""
        return not (self.new or self.changed or self.deleted)


def plan_sync(files: Mapping[str, bytes], published: PublishedFiles, list_names: Callable[[str], Set[str]]) -> SyncPlan:
    """How to make the host hold ``files`` (by path); ``list_names`` is the ``names`` of its ``Remote``."""
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    new = sorted(digests.keys() - published.files.keys())
    common = sorted(digests.keys() & published.files.keys())
    names = {folder: list_names(folder) for folder in sorted({posixpath.dirname(path) for path in new})}
    return SyncPlan(
        new=tuple(new),
        changed=tuple(path for path in common if digests[path] != published.files[path]),
        deleted=tuple(sorted(published.files.keys() - digests.keys())),
        unchanged=tuple(path for path in common if digests[path] == published.files[path]),
        overwritten=tuple(path for path in new if posixpath.basename(path) in names[posixpath.dirname(path)]),
        digests=digests,
    )


def _is_inside(path: str) -> bool:
    """Whether ``path`` is below the folder of the site: the manifest on the host is not trusted to delete elsewhere."""
    return bool(path) and path == posixpath.normpath(path) and not path.startswith(("/", "../")) and path != ".."


def read_site(folder: Path) -> dict[str, bytes]:
    """The files of the built site in ``folder``, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published_files(remote: Remote) -> PublishedFiles:
    """What this kit has put on ``remote``; raises ``Problems`` when its own note there can't be read."""
    try:
        return PublishedFiles.from_json(remote.read(MANIFEST))
    except (ValueError, KeyError, TypeError):
        raise Problems([Problem("publish.note", {"file": MANIFEST})]) from None
