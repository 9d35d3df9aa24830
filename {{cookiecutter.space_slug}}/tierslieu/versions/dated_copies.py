"""Versions on a computer without git: dated copies of the files that changed, in a folder of the place."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher, unified_diff
from pathlib import Path

from tierslieu.cache.written_files import KEPT_FOLDER
from tierslieu.core.atomic import add_files
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import capitalised
from tierslieu.i18n.messages import text

from .changed_files import summary
from .saved_version import SavedVersion

FOLDER = ".versions"
#: What the team writes; the rest changes with updates of the kit alone, which need git.
_OWN = ("config", "content", "governance", "overrides", "register", "vocabulary", KEPT_FOLDER)
_RECORD, _FILES, _PUBLISHED = "version.json", "files", "published"


def are_used(root: Path) -> bool:
    """Whether there is no git on this computer, and no history that git keeps."""
    return shutil.which("git") is None and not (root / ".git").exists()


def save(root: Path, language: str, message: str, ask_author: Callable[[], tuple[str, str]]) -> SavedVersion | None:
    """Copy the files that are not as in the last version; None when there are none.

    ``ask_author`` is asked until it gives a name; a version without one is kept under that of the team.
    """
    changes = unsaved_paths(root)
    if not changes:
        return None
    versions = all_versions(root)
    team = text(language, "save.team")
    author = ask_author()[0] or team if lacks_author(root, language) else versions[0].author
    first = "" if versions else text(language, "save.first")
    number, now = len(versions) + 1, dt.datetime.now().astimezone()
    record = {
        "date": now.isoformat(timespec="seconds"), "author": author, "paths": changes,
        "message": message or first or capitalised(summary(changes, language)),
    }  # fmt: skip
    folder = root / FOLDER / f"{number:04}"
    new = folder.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    for path, kind in changes.items():
        if kind != "D":
            (new / _FILES / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, new / _FILES / path)
    new.mkdir(parents=True, exist_ok=True)
    (new / _RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8", newline="\n")
    new.rename(folder)  # a version is there whole, or not at all
    return all_versions(root)[0]


def lacks_author(root: Path, language: str) -> bool:
    """Whether nobody has said yet who saves versions here."""
    versions = all_versions(root)
    return not versions or versions[0].author == text(language, "save.team")


def all_versions(root: Path) -> list[SavedVersion]:
    """The versions, newest first."""
    records = [
        (int(path.parent.name), json.loads(path.read_text("utf-8")))
        for path in (root / FOLDER).glob(f"[0-9]*/{_RECORD}")
        if path.parent.name.isdecimal()
    ]
    return [
        SavedVersion(
            number,
            str(number),
            dt.datetime.fromisoformat(one["date"]),
            one["author"],
            one["message"],
            tuple(one["paths"]),
        )
        for number, one in sorted(records, key=lambda record: record[0], reverse=True)
    ]


def mark_published(root: Path, moment: str) -> None:
    """Note that the last version is published at ``moment``; nothing without a version."""
    if versions := all_versions(root):
        (root / FOLDER / _PUBLISHED).write_text(f"{versions[0].commit} {moment}\n", "utf-8", newline="\n")


def published(root: Path) -> tuple[str, str]:
    """The version that was published last, and when; both empty when none was."""
    path = root / FOLDER / _PUBLISHED
    number, _, moment = path.read_text("utf-8").strip().partition(" ") if path.exists() else ("", "", "")
    return number, moment


def contents(root: Path, number: int) -> dict[str, Path]:
    """The files of a version, each with its copy."""
    found: dict[str, Path] = {}
    for version in reversed(all_versions(root)):
        if version.number <= number:
            folder = root / FOLDER / f"{version.number:04}" / _FILES
            for path in version.paths:
                found.pop(path, None)
                if (folder / path).is_file():
                    found[path] = folder / path
    return found


def unsaved_paths(root: Path) -> dict[str, str]:
    """The files that are not as in the last version, each with its kind of change: ``A``, ``M`` or ``D``."""
    versions = all_versions(root)
    return _differences(contents(root, versions[0].number) if versions else {}, _present(root))


def file_versions(root: Path, version: SavedVersion, path: str) -> tuple[str, str]:
    """The text of a file before ``version`` and in it; empty where there is none."""
    before, after = _around(root, version)
    return _text(before.get(path)), _text(after.get(path))


def _around(root: Path, version: SavedVersion) -> tuple[dict[str, Path], dict[str, Path]]:
    """The files before ``version`` and in it."""
    return contents(root, version.number - 1), contents(root, version.number)


def changed_lines(root: Path, version: SavedVersion) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What ``version`` changed in the texts of each file: its path, then lines, each after ``-`` or ``+``."""
    found = []
    before, after = _around(root, version)
    for path in version.paths:
        old, new = (_text(one.get(path)).splitlines() for one in (before, after))
        lines = [line for line in list(unified_diff(old, new, n=0, lineterm=""))[2:] if line[:1] in "-+"]
        found.append((path, tuple((line[0], line[1:]) for line in lines)))
    return found


def go_back(root: Path, number: int, language: str, message: str = "") -> SavedVersion:
    """Make the place as it was in a version, as a new one; what was not saved is a version of its own first.

    Copies of documents that people filled are never removed. Raises ``Problems`` where nothing would change.
    """
    _keep_unsaved(root, language, text(language, "undo.kept", version=number))
    target = contents(root, number)
    changes = {
        path: kind
        for path, kind in _differences(_present(root), target).items()
        if kind == "A" or not path.startswith(f"{KEPT_FOLDER}/")
    }
    if not changes:
        raise Problems([Problem("undo.same", {"version": number})])
    _write(root, {path: target[path].read_bytes() if kind != "D" else None for path, kind in changes.items()})
    return _saved(root, language, message or text(language, "undo.message", version=number))


def undo_change(root: Path, version: SavedVersion, language: str) -> SavedVersion:
    """Take back what ``version`` changed, and nothing of what came later; returns the new version.

    Raises ``Problems``, and changes nothing, where a later version has changed the same lines.
    """
    _keep_unsaved(root, language, text(language, "undo.kept_change", version=version.number))
    (before, after), now = _around(root, version), _present(root)
    files = {
        path: _undone(_bytes(after.get(path)), _bytes(before.get(path)), _bytes(now.get(path)), version)
        for path in version.paths
    }
    changed = {path: data for path, data in files.items() if data != _bytes(now.get(path))}
    if not changed:
        raise Problems([Problem("undo.same", {"version": version.number})])
    _write(root, changed)
    return _saved(
        root, language, text(language, "undo.message_change", version=version.number, message=version.message)
    )


def _undone(after: bytes | None, before: bytes | None, now: bytes | None, version: SavedVersion) -> bytes | None:
    """A file as it is ``now``, with what it was ``before`` in place of what a version made of it."""
    if now in (after, before):
        return before
    if None in (after, before, now):
        raise Problems([Problem("undo.entangled", {"version": version.number})])
    base, old, new = (one.splitlines(keepends=True) for one in (after, before, now) if one is not None)
    kept = SequenceMatcher(None, base, new, autojunk=False).get_matching_blocks()
    for kind, start, end, first, last in reversed(SequenceMatcher(None, base, old, autojunk=False).get_opcodes()):
        if kind == "equal":
            continue
        # The lines, with their neighbours, must be there as the version has left them.
        around = max(start - 1, 0), min(end + 1, len(base))
        block = next((one for one in kept if one.a <= around[0] and around[1] <= one.a + one.size), None)
        if block is None:
            raise Problems([Problem("undo.entangled", {"version": version.number})])
        shift = block.b - block.a
        new[start + shift : end + shift] = old[first:last]
    return b"".join(new)


def _saved(root: Path, language: str, message: str) -> SavedVersion:
    version = save(root, language, message, lambda: ("", ""))
    assert version
    return version


def _keep_unsaved(root: Path, language: str, message: str) -> None:
    save(root, language, message, lambda: ("", ""))


def _present(root: Path) -> dict[str, Path]:
    """The files of the team."""
    files = (path for name in _OWN for path in sorted((root / name).rglob("*")))
    return {path.relative_to(root).as_posix(): path for path in files if path.is_file() and not path.is_symlink()}


def _differences(before: Mapping[str, Path], after: Mapping[str, Path]) -> dict[str, str]:
    changes = {}
    for path in sorted({*before, *after}):
        if path not in before or path not in after:
            changes[path] = "A" if path in after else "D"
        elif before[path].read_bytes() != after[path].read_bytes():
            changes[path] = "M"
    return changes


def _write(root: Path, files: Mapping[str, bytes | None]) -> None:
    add_files(root, {path: data for path, data in files.items() if data is not None})
    for path, data in files.items():
        if data is None:
            (root / path).unlink(missing_ok=True)


def _bytes(path: Path | None) -> bytes | None:
    return path.read_bytes() if path else None


def _text(path: Path | None) -> str:
    return path.read_text("utf-8", errors="replace") if path else ""
