"""Edits of the files of a place: each sets one value; all are checked together, then written together or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Any

from tierslieu.check.apply_rules import check_facts
from tierslieu.core import place_lock
from tierslieu.core.atomic import add_files
from tierslieu.core.front_matter import FRONT_MATTER
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import Problem, Problems
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml
from tierslieu.loading.source_files import NO_DRAFTS, Drafts
from tierslieu.model import Space
from tierslieu.months import month_problems

#: Receives the place as it has been written, None where older errors keep it from being read, and the files that changed.
OnSaved = Callable[[Space | None, Collection[str]], None]


class Sentinel(Enum):
    """What stands in the place of a value."""

    REMOVED = "removed"  # the key or the element goes, with its lines
    ANY = "any"  # whatever the file holds is replaced


@dataclass(frozen=True)
class Order:
    """Stands in the place of a list whose elements are all kept: the index of each, in their new order."""

    indices: tuple[int, ...]


@dataclass(frozen=True)
class Edit:
    """The ``value`` to write at ``path`` of ``file``, as ``yaml_edit`` takes it.

    ``file`` is relative to the place; in a text, ``path`` is that of its front matter, and () its body. ``seen`` is the
    data that the person had before them: another edit in between is a conflict.
    """

    file: str
    path: KeyPath
    value: Any
    seen: Any = Sentinel.ANY


class Conflicts(Exception):
    """Somebody else changed what these edits would replace; nothing was written. ``found`` is what is there, by edit."""

    def __init__(self, found: Sequence[tuple[Edit, Any]]):
        self.found = tuple(found)
        super().__init__(", ".join(f"{edit.file} {edit.path}" for edit, _ in found))


def drafts_of(root: Path, edits: Iterable[Edit]) -> dict[str, bytes | None]:
    """The files of ``root`` as they are once ``edits`` are made, in their order; nothing is written.

    Raises ``Conflicts``, ``Problems`` for a file that can't be read, ``UneditableYaml`` where a value can't be written
    without rewriting what surrounds it.
    """
    drafts: dict[str, bytes | None] = {}
    conflicts: list[tuple[Edit, Any]] = []
    for file, group in groupby(sorted(edits, key=lambda edit: edit.file), key=lambda edit: edit.file):
        of_file = list(group)
        edited = _EditedFile(file, _text(root, file))
        conflicts += [
            (edit, found)
            for edit in of_file
            if edit.seen is not Sentinel.ANY and (found := edited.value(edit.path)) not in (edit.seen, edit.value)
        ]
        if not conflicts:
            for edit in of_file:
                edited.make(edit)
            drafts[file] = edited.text.encode("utf-8")
    if conflicts:
        raise Conflicts(conflicts)
    return drafts


def new_errors(root: Path, today: dt.date, drafts: Drafts) -> list[Problem]:
    """The errors that the place would have with ``drafts``, without those that it has already."""
    return _checked(root, today, drafts)[1]


def _checked(root: Path, today: dt.date, drafts: Drafts) -> tuple[Space | None, list[Problem]]:
    """The place with ``drafts``, None where it has errors, and the ``new_errors``."""
    space, errors = _errors(root, today, drafts)
    if not errors:  # as most edits leave it: the place is not checked a second time
        return space, []
    known = {_identity(problem) for problem in _errors(root, today, NO_DRAFTS)[1]}
    return None, [problem for problem in errors if _identity(problem) not in known]


def save(root: Path, today: dt.date, edits: Iterable[Edit], on_saved: OnSaved = lambda space, files: None) -> list[str]:
    """Make ``edits``; returns the files that changed. Raises as ``drafts_of``, and ``Problems`` with each new error.

    All or nothing: a file is read, checked and written under the lock of the place.
    """
    with place_lock.hold(root):
        drafts = {
            file: data
            for file, data in drafts_of(root, edits).items()
            if data is not None and data != _bytes(root, file)
        }
        _write(root, today, drafts, on_saved)
    return list(drafts)


def save_text(root: Path, today: dt.date, file: str, text: str, seen: str, on_saved: OnSaved) -> None:
    """Write ``text`` as the whole of ``file``, a new one if ``seen`` is empty; raises as ``save``."""
    with place_lock.hold(root):
        if (found := _text(root, file)) not in (seen, text):
            raise Conflicts([(Edit(file, (), text, seen), found)])
        _write(root, today, {file: text.encode("utf-8")}, on_saved)


def _write(root: Path, today: dt.date, drafts: Mapping[str, bytes], on_saved: OnSaved) -> None:
    """Write ``drafts``; raises ``Problems`` with each new error, before anything is written."""
    space, errors = _checked(root, today, drafts)
    if errors:
        raise Problems(errors)
    add_files(root, drafts)
    on_saved(space, drafts.keys())


class _EditedFile:
    """A YAML file, or a Markdown file with its front matter, with some edits made."""

    def __init__(self, file: str, text: str):
        self._file, self._head, self._tail = file, "", ""
        yaml = text
        if file.endswith(".md"):
            match = FRONT_MATTER.match(text.replace("\r\n", "\n"))
            if not match:
                raise UneditableYaml(file)
            lines = text.splitlines(keepends=True)
            count = match[1].count("\n")
            self._head, yaml, self._tail = lines[0], "".join(lines[1 : count + 1]), "".join(lines[count + 1 :])
        self._yaml = EditableYaml(yaml)

    @property
    def text(self) -> str:
        return self._head + self._yaml.text + self._tail

    def value(self, path: KeyPath) -> Any:
        """The data at ``path``; None where the file has none."""
        if not path and self._file.endswith(".md"):
            return self._tail.partition("\n")[2]
        return value_at(self._yaml.data, path)

    def make(self, edit: Edit) -> None:
        if not edit.path and self._file.endswith(".md"):
            fence, line_end, _ = self._tail.partition("\n")
            self._tail = fence + (line_end or "\n") + edit.value
        elif isinstance(edit.value, Order):
            self._yaml = self._yaml.reorder(edit.path, edit.value.indices)
        elif edit.value is not Sentinel.REMOVED:
            self._yaml = _set(self._yaml, edit.path, edit.value)
        elif has(self._yaml.data, edit.path):
            self._yaml = self._yaml.remove(edit.path)


def _set(yaml: EditableYaml, path: KeyPath, value: Any) -> EditableYaml:
    """``value`` at ``path``, with the mappings and lists above it that are blank, empty or missing."""
    for depth in range(1, len(path)):
        if not value_at(yaml.data, path[:depth]):
            for part in reversed(path[depth:]):
                value = [value] if isinstance(part, int) else {part: value}
            return yaml.set(path[:depth], value)
    if value is None and not has(yaml.data, path):
        return yaml  # a missing key says the same
    return yaml.set(path, value)


def value_at(data: Any, path: KeyPath) -> Any:
    """The part of ``data`` at ``path``; None where there is none."""
    for part in path:
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def has(data: Any, path: KeyPath) -> bool:
    """Whether ``data`` has ``path``, though it be blank."""
    parent = value_at(data, path[:-1])
    if isinstance(parent, list):
        return isinstance(path[-1], int) and path[-1] < len(parent)
    return isinstance(parent, Mapping) and path[-1] in parent


def _errors(root: Path, today: dt.date, drafts: Drafts) -> tuple[Space | None, list[Problem]]:
    """The place, if it can be read, and the errors of its facts or, if they have none, of its months."""
    try:
        space, problems = check_facts(root, today, drafts=drafts)
    except Problems as error:
        return None, [problem for problem in error.problems if problem.level == "error"]
    errors = [problem for problem in problems if problem.level == "error"]
    errors = errors or [problem for problem in month_problems.problems(space, drafts) if problem.level == "error"]
    return space, errors


def _identity(problem: Problem) -> tuple[str, str | None, str]:
    """What an error is, wherever its line has gone."""
    return problem.code, problem.file, repr(sorted(problem.values.items(), key=lambda entry: entry[0]))


def _bytes(root: Path, file: str) -> bytes | None:
    path = root / file
    return path.read_bytes() if path.exists() else None


def _text(root: Path, file: str) -> str:
    try:
        return (_bytes(root, file) or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problems([Problem("file.encoding", {}, file, error.object.count(b"\n", 0, error.start) + 1)]) from None
