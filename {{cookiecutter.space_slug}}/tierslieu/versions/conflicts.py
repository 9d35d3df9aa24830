"""What a merge leaves to decide: files with two texts, in passages, and the text that somebody chooses for each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.atomic import add_files
from tierslieu.core.git import git
from tierslieu.core.problems import Problem, Problems
from tierslieu.lineage.git_worktree import unmerged

#: The answers for a passage: the text of the place, the other one, or the first followed by the second.
MINE, THEIRS, BOTH = "mine", "theirs", "both"
#: A passage as git marks it.
_PASSAGE = re.compile(
    r"^<{7}(?: [^\n]*)?\n(?P<mine>.*?)^={7}\r?\n(?P<theirs>.*?)^>{7}(?: [^\n]*)?(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Passage:
    """Two texts for the same lines of a file; None where a side has deleted the file, empty for a file that is no text."""

    mine: str | None
    theirs: str | None


@dataclass(frozen=True)
class Conflict:
    """A file with two texts; ``digest`` is that of the file as it is. A ``whole`` file is one passage, for one of them."""

    path: str
    digest: str
    passages: tuple[Passage, ...]
    whole: bool


def conflicts(root: Path) -> list[Conflict]:
    """The files that a merge has left undecided, by path."""
    return [_conflict(root, path, stages) for path, stages in sorted(unmerged(root).items())]


def resolve(root: Path, conflict: Conflict, choices: Sequence[str]) -> None:
    """Write the file of ``conflict`` with a choice for each of its passages, and tell git that it is decided.

    Raises ``Problems`` when the file has changed since, or when a choice is none.
    """
    drafts = resolved(root, conflict, choices)
    data = drafts[conflict.path]
    if data is None:
        (root / conflict.path).unlink(missing_ok=True)
    else:
        add_files(root, {conflict.path: data})
    git(root, "--literal-pathspecs", "add", "--all", "--", conflict.path)


def resolved(root: Path, conflict: Conflict, choices: Sequence[str]) -> dict[str, bytes | None]:
    """The file of ``conflict`` as ``choices`` make it, None if it goes; nothing is written. Raises as ``resolve``."""
    path = conflict.path
    if _digest(root, path) != conflict.digest:
        raise Problems([Problem("conflicts.changed", file=path)])
    known = (MINE, THEIRS) if conflict.whole else (MINE, THEIRS, BOTH)
    if len(choices) != len(conflict.passages) or not set(choices) <= set(known):
        raise Problems([Problem("conflicts.no_choice", file=path)])
    if conflict.whole:
        return {path: _of_stage(root, path, 3) if choices[0] == THEIRS else _mine(root, path, unmerged(root)[path])}
    answers = iter(choices)

    def chosen(match: re.Match[str]) -> str:
        answer = next(answers)
        return (match["mine"] if answer != THEIRS else "") + (match["theirs"] if answer != MINE else "")

    return {path: _PASSAGE.sub(chosen, _text((root / path).read_bytes())).encode("utf-8", "surrogateescape")}


def _conflict(root: Path, path: str, stages: set[int]) -> Conflict:
    mine = _mine(root, path, stages)
    marked = tuple(Passage(match["mine"], match["theirs"]) for match in _PASSAGE.finditer(_text(mine or b"")))
    whole = Passage(_shown(mine), _shown(_of_stage(root, path, 3)))
    return Conflict(path, _digest(root, path), marked or (whole,), not marked)


def _mine(root: Path, path: str, stages: set[int]) -> bytes | None:
    """The file as it is, unless only the other side has one."""
    file = root / path
    return file.read_bytes() if 2 in stages and file.is_file() else None


def _of_stage(root: Path, path: str, stage: int) -> bytes | None:
    """The file at a stage of a merge: 2 is that of the place, 3 the other; None where it has none."""
    if stage not in unmerged(root).get(path, ()):
        return None
    return git(root, "show", f":{stage}:{path}", strip=False).encode("utf-8", "surrogateescape")


def _shown(data: bytes | None) -> str | None:
    return None if data is None else "" if b"\0" in data else data.decode("utf-8", "replace")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _digest(root: Path, path: str) -> str:
    file = root / path
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
