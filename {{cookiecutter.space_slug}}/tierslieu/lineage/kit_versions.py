"""The versions that a kit has published: in its list, since many copies lose the tags of git, which win."""

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
    """The versions that the clone ``kit`` has, those of its list first; one without a commit is the main branch."""
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
