"""Gives an improvement back to the kit: a patch in which the facts of the place have become placeholders again."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.folding import slug
from tierslieu.core.git import committer_options, git
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import KIT_BRANCH
from tierslieu.model import Space

from .placeholders import FILLED, Fact, facts_of, remaining_facts, to_placeholders
from .recorded import read_lineage

#: Where patches are kept; git leaves it alone.
FOLDER = "contributions"
#: The folder of the kit that becomes a place; patches name it.
TEMPLATE = "{{" + "cookiecutter.space_slug" + "}}"  # in two: no place holds the name of an unanswered question
#: What a team owns: nothing there is of the kit.
_OWN = (
    "config/",
    "overrides/",
    "public/",
    "documents/",
    "passes/",
    "contributions/",
    ".cruft.json",
    ".kit.json",
    "README.md",
)


@dataclass(frozen=True)
class KitContribution:
    """A patch to send, by mail or as a pull request: its text, its title, and the files that it changes."""

    patch: str
    title: str
    files: tuple[str, ...]


def contribute(space: Space, paths: Sequence[str], title: str) -> KitContribution:
    """The patch that brings ``paths`` (files of the place, relative to it) to the kit.

    Raises ``Problems`` for every file that is not the kit's, that has not changed, or in which a fact of the place is
    left, with its line.
    """
    root = space.root
    read_lineage(root)
    facts = facts_of(space)
    problems: list[Problem] = []
    texts: dict[str, tuple[str | None, str]] = {}
    for path in dict.fromkeys(_relative(root, path) for path in paths):
        try:
            texts[path] = _made_generic(space, path, facts)
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return KitContribution(_patch(root, texts, title), title, tuple(texts))


def _relative(root: Path, path: str) -> str:
    whole = (Path.cwd() / path).resolve()
    return whole.relative_to(root.resolve()).as_posix() if whole.is_relative_to(root.resolve()) else path


def _made_generic(space: Space, path: str, facts: list[Fact]) -> tuple[str | None, str]:
    """The kit's text of a file (None: the kit has none), and what it would become."""
    if path.startswith(_OWN) or path.startswith(".."):
        raise Problems([Problem("contribute.own", file=path)])
    try:
        mine = (space.root / path).read_text(encoding="utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        raise Problems([Problem("contribute.missing", file=path)]) from None
    except (OSError, UnicodeDecodeError):
        raise Problems([Problem("contribute.unreadable", file=path)]) from None
    kit = _of_kit(space.root, path)
    if kit == mine:
        raise Problems([Problem("contribute.same", file=path)])
    lines, problems = [], []
    for number, line, added in _lines(kit or "", mine):
        told = to_placeholders(line, space, facts) if added and path.startswith(FILLED) else line
        if added:
            problems += [
                Problem("contribute.fact", {"fact": fact}, path, number) for fact in remaining_facts(told, facts)
            ]
        lines.append(told)
    if problems:
        raise Problems(problems)
    return kit, "".join(lines)


def _of_kit(root: Path, path: str) -> str | None:
    """The file as the kit gave it; None when it gave none. Raises ``Problems`` without the branch that keeps it."""
    branch = f"refs/heads/{KIT_BRANCH}"
    if not git(root, "rev-parse", "--verify", "--quiet", branch, check=False):
        branch = f"refs/remotes/origin/{KIT_BRANCH}"
        if not git(root, "rev-parse", "--verify", "--quiet", branch, check=False):
            raise Problems([Problem("contribute.no_kit", {"branch": KIT_BRANCH})])
    if not git(root, "ls-tree", "--name-only", branch, "--", path):
        return None
    return git(root, "show", f"{branch}:{path}", strip=False)


def _lines(before: str, after: str) -> list[tuple[int, str, bool]]:
    """The lines of ``after`` with their numbers, and whether each is new."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    added = {index for tag, _, _, low, high in matcher.get_opcodes() if tag != "equal" for index in range(low, high)}
    return [(index + 1, line, index in added) for index, line in enumerate(new)]


def _patch(root: Path, texts: dict[str, tuple[str | None, str]], title: str) -> str:
    """A patch as git sends it by mail, signed by whoever git says that you are."""
    with tempfile.TemporaryDirectory(prefix="lieu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        git(folder, "init", "--quiet", "--template=")
        for path, (before, _) in texts.items():
            if before is not None:
                _write(folder / TEMPLATE / path, before)
        git(folder, "add", "--all")
        who = committer_options(root) or _known(root)
        git(folder, *who, "commit", "--quiet", "--allow-empty", "--no-verify", "--message", "kit")
        for path, (_, after) in texts.items():
            _write(folder / TEMPLATE / path, after)
        git(folder, "add", "--all")
        git(folder, *who, "commit", "--quiet", "--no-verify", "--file", "-", stdin=title.encode())
        return git(folder, "format-patch", "-1", "--stdout", "--no-signature", "--zero-commit") + "\n"


def _known(root: Path) -> tuple[str, ...]:
    """Who commits in the place, for a folder that is elsewhere."""
    name, email = (git(root, "config", f"user.{part}", check=False) for part in ("name", "email"))
    return ("-c", f"user.name={name}", "-c", f"user.email={email}") if name and email else ()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def file_name(title: str) -> str:
    """The name of a patch's file, made of its title."""
    return slug(title) or "contribution"
