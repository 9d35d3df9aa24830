"""The plan of an update: what it changes, and which of these files the team has changed too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import header_of
from tierslieu.core.git import contents, git
from tierslieu.core.theme_files import OVERRIDES, THEME
from tierslieu.generation import baseline
from tierslieu.generation.origin import LINEAGE_FILE, template_folder

from .kit_render import complete
from .kit_repository import Kit
from .kit_versions import Version
from .recorded import RecordedLineage

#: The page that lists the checks: a table of the name of a rule, what it checks, and its source. Until version 0.2.0, it
#: was in the kit alone; since then, it is in its template.
_CHECKS = "docs/reference/verifications.md"
#: The folders of a place, in the order of the report; other files come last.
_PARTS = ("governance", "vocabulary", "content", "config", "theme", "tierslieu", "docs", "tests")


@dataclass(frozen=True)
class PreparedUpdate:
    """An update that is prepared beside the place.

    ``base`` and ``kit`` are commits of what the kit gave and gives; ``start`` is that of the place, which descends from
    ``base``; ``merged`` is the merge, None when there are files in ``conflicts``. ``kept`` are the settings of which
    the kit now has another default.
    """

    base: str
    kit: str
    start: str
    merged: str | None
    conflicts: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FileChange:
    """A file that the kit adds (``A``), changes (``M``), renames (``R``, from ``old_path``) or deletes (``D``)."""

    kind: str
    path: str
    old_path: str


@dataclass(frozen=True)
class DocumentChange:
    """A governance document that changes: its title, and the date of the law that it follows, before and after."""

    title: str
    path: str
    law_before: str
    law_after: str


@dataclass(frozen=True)
class UpdatePlan:
    """Everything that an update changes, and which of these files the team has changed too.

    ``parts`` counts the changed files by folder; ``edited`` are files that the kit and the team have both changed,
    ``conflicts`` those among them that git can't merge; ``kept`` are settings that stay although the kit has another
    default; ``gone`` are files that the team deleted and the kit changes; ``overridden`` are files of the team that
    replace one of the kit that changes; ``questions`` are new, each with its answer.
    """

    versions: tuple[Version, ...]
    new_documents: tuple[DocumentChange, ...]
    changed_documents: tuple[DocumentChange, ...]
    gone_documents: tuple[DocumentChange, ...]
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


def plan_update(root: Path, kit: Kit, lineage: RecordedLineage, prepared: PreparedUpdate) -> UpdatePlan:
    """Compare what the kit gave with what it gives and with the place."""
    base, after = prepared.base, prepared.kit
    changes = _changes(root, base, after)
    documents = _document_changes(
        root, [change for change in changes if change.path.startswith("governance/")], base, after
    )
    kit_paths = {path for change in changes for path in (change.path, change.old_path)}
    team_changes = _changes(root, base, prepared.start)
    team_paths = {path for change in team_changes if change.kind != "D" for path in (change.path, change.old_path)}

    return UpdatePlan(
        versions=kit.since(lineage.commit),
        new_documents=tuple(document for kind, document in documents if kind in "A"),
        changed_documents=tuple(document for kind, document in documents if kind in "MR"),
        gone_documents=tuple(document for kind, document in documents if kind in "D"),
        vocabulary=tuple(
            change.path for change in changes if change.kind == "A" and change.path.startswith("vocabulary/")
        ),
        checks=tuple(_new_checks(kit, lineage.commit)),
        moved=tuple(change for change in changes if change.kind == "R"),
        parts=_count(change.path for change in changes if change.path not in _ALWAYS),
        edited=tuple(sorted((kit_paths & team_paths) - _ALWAYS)),
        conflicts=prepared.conflicts,
        kept=prepared.kept,
        gone=tuple(sorted(change.path for change in team_changes if change.kind == "D" and change.path in kit_paths)),
        overridden=tuple(_overridden(root, prepared.start, kit_paths)),
        questions=_questions(kit, lineage),
    )


#: The files that change with every version: they hold the commit of the kit, and digests of its files.
_ALWAYS = frozenset({LINEAGE_FILE, baseline.FILE})


def _changes(root: Path, before: str, after: str) -> list[FileChange]:
    fields = git(root, "diff", "--name-status", "-z", "--find-renames", "-l0", before, after).split("\0")
    changes, rest = [], iter(fields)
    for status in rest:
        if not status:
            continue
        first = next(rest)
        second = next(rest) if status[0] in "RC" else first
        changes.append(FileChange(status[0], second, first))
    return changes


def _document_changes(
    root: Path, changes: Sequence[FileChange], base: str, after: str
) -> list[tuple[str, DocumentChange]]:
    """The change of each document, with its kind."""
    names = [name for change in changes for name in (f"{base}:{change.old_path}", f"{after}:{change.path}")]
    headers = [_front_matter(text) for text in contents(root, names)]
    documents = []
    for change, before, new in zip(changes, headers[::2], headers[1::2], strict=True):
        title = str(new.get("title") or before.get("title") or change.path)
        laws = str(before.get("law_as_of", "")), str(new.get("law_as_of", ""))
        documents.append((change.kind, DocumentChange(title, change.path, *laws)))
    return documents


def _front_matter(text: str) -> dict[str, Any]:
    data = yaml_reader.parse(header_of(text)).data
    return data if isinstance(data, dict) else {}


def _overridden(root: Path, start: str, paths: set[str]) -> Iterator[str]:
    """The files of the team that replace a file of the theme among ``paths``."""
    for path in git(root, "ls-tree", "-r", "--name-only", start, "--", OVERRIDES).splitlines():
        if path.replace(OVERRIDES, THEME, 1) in paths:
            yield path


def _new_checks(kit: Kit, before: str) -> Iterator[str]:
    """What the new rules check, in the words of the page of the kit."""
    old_rules = _rules(kit, before)
    if old_rules:
        new_rules = _rules(kit, kit.commit)
        yield from (sentence for rule, sentence in new_rules.items() if rule not in old_rules)


def _rules(kit: Kit, commit: str) -> dict[str, str]:
    page = kit.show(commit, f"{template_folder(kit.folder).name}/{_CHECKS}") or kit.show(commit, _CHECKS)
    return dict(re.findall(r"(?m)^\| `(\w+)` \| (.*?) \|", page))


def _count(paths: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys((*_PARTS, ""), 0)
    for path in paths:
        part = path.split("/")[0]
        counts[part if part in counts else ""] += 1
    return {part: count for part, count in counts.items() if count}


def _questions(kit: Kit, lineage: RecordedLineage) -> dict[str, str]:
    """The questions that are new in the kit, with the answers of the place."""
    answers = complete(kit.folder, lineage.answers)
    return {name: str(answer) for name, answer in answers.items() if name not in lineage.answers}
