"""The versions that a kit has published, known with or without the tags of git.

Tags are lost by many ways of copying a repository, so the kit lists its versions in a file as well. A tag wins: it is
what a publisher moves last.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tierslieu.core import yaml_reader
from tierslieu.core.git import git

#: Where the kit lists its versions, oldest first: name, date, commit and a sentence each.
FILE = "docs/versions.yaml"


@dataclass(frozen=True)
class Version:
    """A published version: its name, its commit, when it came out, and what it brings; the last two may be empty."""

    name: str
    commit: str
    date: str
    summary: str


def published(kit: Path) -> tuple[Version, ...]:
    """The versions of a kit just cloned into ``kit``, those of its list first; one that the clone does not hold is left out.

    The one of the list that has no commit yet is the main branch as it is.
    """
    tags = {name.removeprefix("v"): commit_of(kit, f"refs/tags/{name}") for name in git(kit, "tag").splitlines()}
    versions = []
    for one in _list(kit):
        name = str(one.get("version"))
        commit = tags.pop(name, "") or commit_of(kit, str(one.get("commit") or "HEAD"))
        versions.append(Version(name, commit, str(one.get("date") or ""), str(one.get("summary") or "")))
    versions += (Version(name, commit, "", "") for name, commit in tags.items())
    return tuple(version for version in versions if version.commit)


def commit_of(kit: Path, name: str) -> str:
    """The commit that a tag, a branch or a commit's own ``name`` means in ``kit``; empty when there is none."""
    if name.startswith("-"):
        return ""
    return git(kit, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)


def _list(kit: Path) -> list[dict[str, object]]:
    data = yaml_reader.parse(git(kit, "show", f"HEAD:{FILE}", check=False)).data
    entries = data.get("versions") if isinstance(data, dict) else None
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
