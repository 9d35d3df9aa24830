"""Makes a patch for the kit from files of a place, with placeholders in the place of its facts."""

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
from .recorded import kit_commits, read_lineage

#: The folder of the patches, which git ignores.
FOLDER = "contributions"
#: The template of places in the kit; patches name it.
TEMPLATE = "{{" + "cookiecutter.space_slug" + "}}"  # in two parts: a test looks for such names in places
#: The files that a team owns: the kit has none there.
_OWN = (
    "config/", "overrides/", "public/", "documents/", "documents-gardes/", "passes/", "contributions/",
    ".cruft.json", ".kit.json", "README.md",
)  # fmt: skip


@dataclass(frozen=True)
class KitContribution:
    """A patch to send by e-mail or as a pull request: its text, its title, and the files that it changes."""

    patch: str
    title: str
    files: tuple[str, ...]


def contribute(space: Space, paths: Sequence[str], title: str) -> KitContribution:
    """The patch that brings ``paths`` to the kit; ``Problems`` for files not its own or unchanged, and facts left."""
    root = space.root
    read_lineage(root)
    facts = facts_of(space)
    problems: list[Problem] = []
    texts: dict[str, tuple[str | None, str]] = {}
    for path in dict.fromkeys(_relative(root, path) for path in paths):
        try:
            texts[path] = _generic_text(space, path, facts)
        except Problems as error:
            problems += error.problems
    if problems:
        raise Problems(problems)
    return KitContribution(_patch(root, texts, title), title, tuple(texts))


def _relative(root: Path, path: str) -> str:
    absolute = (Path.cwd() / path).resolve()
    return absolute.relative_to(root.resolve()).as_posix() if absolute.is_relative_to(root.resolve()) else path


def _generic_text(space: Space, path: str, facts: list[Fact]) -> tuple[str | None, str]:
    """The kit's text of a file (None if it has none), and its new text, without facts of the place."""
    if path.startswith(_OWN) or path.startswith(".."):
        raise Problems([Problem("contribute.own", file=path)])
    try:
        mine = (space.root / path).read_text(encoding="utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        raise Problems([Problem("contribute.missing", file=path)]) from None
    except (OSError, UnicodeDecodeError):
        raise Problems([Problem("contribute.unreadable", file=path)]) from None
    kit = _kit_text(space.root, path)
    if kit == mine:
        raise Problems([Problem("contribute.same", file=path)])
    lines, problems = [], []
    for number, line, added in _lines(kit or "", mine):
        generic = to_placeholders(line, space, facts) if added and path.startswith(FILLED) else line
        if added:
            remaining = remaining_facts(generic, facts)
            problems += [Problem("contribute.fact", {"fact": fact}, path, number) for fact in remaining]
        lines.append(generic)
    if problems:
        raise Problems(problems)
    return kit, "".join(lines)


def _kit_text(root: Path, path: str) -> str | None:
    """The file as the kit gave it; None when it gave none. Raises ``Problems`` without the branch that holds it."""
    commit = next((commit for _, commit in kit_commits(root)), None)
    if commit is None:
        raise Problems([Problem("contribute.no_kit", {"branch": KIT_BRANCH})])
    if not git(root, "ls-tree", "--name-only", commit, "--", path):
        return None
    return git(root, "show", f"{commit}:{path}", strip=False)


def _lines(before: str, after: str) -> list[tuple[int, str, bool]]:
    """The lines of ``after`` with their numbers, and whether each is new."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    added = {index for tag, _, _, low, high in matcher.get_opcodes() if tag != "equal" for index in range(low, high)}
    return [(index + 1, line, index in added) for index, line in enumerate(new)]


def _patch(root: Path, texts: dict[str, tuple[str | None, str]], title: str) -> str:
    """A patch as git sends it by e-mail, by the committer that git has configured."""
    with tempfile.TemporaryDirectory(prefix="lieu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        git(folder, "init", "--quiet", "--template=")
        for path, (before, _) in texts.items():
            if before is not None:
                _write(folder / TEMPLATE / path, before)
        git(folder, "add", "--all")
        committer = committer_options(root) or _configured_committer(root)
        git(folder, *committer, "commit", "--quiet", "--allow-empty", "--message", "kit")
        for path, (_, after) in texts.items():
            _write(folder / TEMPLATE / path, after)
        git(folder, "add", "--all")
        git(folder, *committer, "commit", "--quiet", "--file", "-", stdin=title.encode())
        return git(folder, "format-patch", "-1", "--stdout", "--no-signature", "--zero-commit") + "\n"


def _configured_committer(root: Path) -> tuple[str, ...]:
    """The committer of the place, for a folder outside it."""
    name, email = (git(root, "config", f"user.{part}", check=False) for part in ("name", "email"))
    return ("-c", f"user.name={name}", "-c", f"user.email={email}") if name and email else ()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def file_name(title: str) -> str:
    """The name of the file of a patch, from its title."""
    return slug(title) or "contribution"
