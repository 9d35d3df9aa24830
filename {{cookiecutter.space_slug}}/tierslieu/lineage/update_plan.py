"""What an update would change, for people: new and changed documents, new checks, what they edited themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import header_of
from tierslieu.core.git import git
from tierslieu.core.theme_files import OVERRIDES, THEME
from tierslieu.generation import baseline
from tierslieu.generation.origin import LINEAGE_FILE

from .kit_render import complete
from .kit_repository import Kit
from .kit_versions import Version
from .recorded import RecordedLineage

#: Where the kit lists its checks: a table of the rule's name, what it says, and its source.
_CHECKS = "docs/reference/verifications.md"
#: The folders of a place, in the order in which a plan tells of them; what is elsewhere comes last.
_PARTS = ("governance", "vocabulary", "content", "config", "theme", "tierslieu", "tests")


@dataclass(frozen=True)
class Prepared:
    """An update worked out beside the place.

    ``base`` and ``kit`` are commits of what the kit gave and gives; ``start`` is the place's own, descending from
    ``base``; ``merged`` is their merge, None when ``conflicts`` names files that the team must decide on. ``kept`` are
    settings that the kit now begins with otherwise.
    """

    base: str
    kit: str
    start: str
    merged: str | None
    conflicts: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FileChange:
    """A file that the kit adds (``A``), changes (``M``), moves (``R``, from ``before``) or takes away (``D``)."""

    kind: str
    path: str
    before: str


@dataclass(frozen=True)
class Document:
    """A governance document that changes: its title, and the dates of the law that it follows, before and after."""

    title: str
    path: str
    law_before: str
    law_after: str


@dataclass(frozen=True)
class UpdatePlan:
    """Everything that an update changes, and what of it meets the team's own changes.

    ``parts`` counts the changed files by folder; ``edited`` are files that the kit and the team have both changed;
    ``conflicts`` those among them that the team must decide on; ``kept`` are settings that stay although the kit now
    begins with others; ``gone`` are files that the team took away and the kit changes; ``overridden`` are files of the
    team that stand for one of the kit that changes; ``questions`` are new, each with the answer taken.
    """

    versions: tuple[Version, ...]
    new_documents: tuple[Document, ...]
    changed_documents: tuple[Document, ...]
    gone_documents: tuple[Document, ...]
    vocabulary: tuple[str, ...]
    checks: tuple[str, ...]
    moved: tuple[FileChange, ...]
    parts: Mapping[str, int]
    edited: tuple[str, ...]
    conflicts: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    overridden: tuple[str, ...]
    questions: Mapping[str, str]


def plan(root: Path, kit: Kit, lineage: RecordedLineage, prepared: Prepared) -> UpdatePlan:
    """Compare what the kit gave with what it gives and with the place."""
    base, after = prepared.base, prepared.kit
    changes = _changes(root, base, after)
    documents = [one for one in changes if one.path.startswith("governance/")]
    touched = {path for one in changes for path in (one.path, one.before)}
    ours = _changes(root, base, prepared.start)
    own = {path for one in ours if one.kind != "D" for path in (one.path, one.before)}

    def told(kinds: str) -> tuple[Document, ...]:
        return tuple(_document(root, one, base, after) for one in documents if one.kind in kinds)

    return UpdatePlan(
        versions=kit.since(lineage.commit),
        new_documents=told("A"),
        changed_documents=told("MR"),
        gone_documents=told("D"),
        vocabulary=tuple(one.path for one in changes if one.kind == "A" and one.path.startswith("vocabulary/")),
        checks=tuple(_new_checks(kit, lineage.commit)),
        moved=tuple(one for one in changes if one.kind == "R"),
        parts=_count(one.path for one in changes if one.path not in _ALWAYS),
        edited=tuple(sorted((touched & own) - _ALWAYS)),
        conflicts=prepared.conflicts,
        kept=prepared.kept,
        gone=tuple(sorted(one.path for one in ours if one.kind == "D" and one.path in touched)),
        overridden=tuple(_overridden(root, prepared.start, touched)),
        questions=_questions(kit, lineage),
    )


#: Change with every version: they name the kit's commit, and what it gives.
_ALWAYS = frozenset({LINEAGE_FILE, baseline.FILE})


def _changes(root: Path, before: str, after: str) -> list[FileChange]:
    fields = git(root, "diff", "--name-status", "-z", "--find-renames", "-l0", before, after).split("\0")
    found, rest = [], iter(fields)
    for status in rest:
        if not status:
            continue
        first = next(rest)
        second = next(rest) if status[0] in "RC" else first
        found.append(FileChange(status[0], second, first))
    return found


def _document(root: Path, change: FileChange, base: str, after: str) -> Document:
    before = _front_matter(git(root, "show", f"{base}:{change.before}", check=False))
    now = _front_matter(git(root, "show", f"{after}:{change.path}", check=False))
    title = now.get("title") or before.get("title") or change.path
    return Document(str(title), change.path, str(before.get("law_as_of", "")), str(now.get("law_as_of", "")))


def _front_matter(text: str) -> dict[str, Any]:
    data = yaml_reader.parse(header_of(text)).data
    return data if isinstance(data, dict) else {}


def _overridden(root: Path, start: str, touched: set[str]) -> Iterator[str]:
    """The team's files that stand for one of the theme among those ``touched``."""
    for path in git(root, "ls-tree", "-r", "--name-only", start, "--", OVERRIDES).splitlines():
        if path.replace(OVERRIDES, THEME, 1) in touched:
            yield path


def _new_checks(kit: Kit, before: str) -> Iterator[str]:
    """What the checks that are new say, in the words of the kit's own list."""
    known = _rows(kit.show(before, _CHECKS))
    if known:
        yield from (said for rule, said in _rows(kit.show(kit.commit, _CHECKS)).items() if rule not in known)


def _rows(page: str) -> dict[str, str]:
    return dict(re.findall(r"(?m)^\| `(\w+)` \| (.*?) \|", page))


def _count(paths: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys((*_PARTS, ""), 0)
    for path in paths:
        part = path.split("/")[0]
        counts[part if part in counts else ""] += 1
    return {part: count for part, count in counts.items() if count}


def _questions(kit: Kit, lineage: RecordedLineage) -> dict[str, str]:
    """The questions that are new in the kit, with the answers that the place gets."""
    answers = complete(kit.folder, lineage.answers)
    return {name: str(answer) for name, answer in answers.items() if name not in lineage.answers}
