"""The versions that a kit has published, with or without the tags of git.

Many ways of copying a repository lose its tags, so the kit lists its versions in a file as well. A tag wins: it is what
a publisher moves last.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tierslieu.core import yaml_reader
from tierslieu.core.git import commit_of, git

#: The file in which the kit lists its versions, oldest first: name, date, commit and a sentence each.
FILE = "docs/versions.yaml"


@dataclass(frozen=True)
class Version:
    """A published version: its name and commit, its date, and what it brings; the last two may be empty."""

    name: str
    commit: str
    date: str
    summary: str


def published(kit: Path) -> tuple[Version, ...]:
    """The versions of the kit cloned into ``kit``, those of its list first, without those that the clone lacks.

    The entry of the list that has no commit yet is the main branch as it is.
    """
    tags = {name.removeprefix("v"): commit_of(kit, f"refs/tags/{name}") for name in git(kit, "tag").splitlines()}
    versions = []
    for entry in _entries(kit):
        name = str(entry.get("version"))
        commit = tags.pop(name, "") or commit_of(kit, str(entry.get("commit") or "HEAD"))
        versions.append(Version(name, commit, str(entry.get("date") or ""), str(entry.get("summary") or "")))
    versions += (Version(name, commit, "", "") for name, commit in tags.items())
    return tuple(version for version in versions if version.commit)


def _entries(kit: Path) -> list[dict[str, object]]:
    data = yaml_reader.parse(git(kit, "show", f"HEAD:{FILE}", check=False)).data
    entries = data.get("versions") if isinstance(data, dict) else None
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
