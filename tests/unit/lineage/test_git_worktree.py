"""What a merge of the kit keeps when one side deletes a file that the other changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.generated_places import git

from tierslieu.lineage.git_worktree import merge

FILE = "governance/fr/charte.md"


def commit(place: Path, text: str | None) -> str:
    """Commit ``text`` as the content of ``FILE``, or its deletion; returns the commit."""
    path = place / FILE
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git(place, "add", "--all")
    git(place, "-c", "user.name=K", "-c", "user.email=k@localhost", "commit", "--quiet", "--message", "x")
    return git(place, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("team", "kit", "conflicts", "text"),
    [
        ("la nôtre\n", None, (FILE,), "la nôtre\n"),  # the team decides
        (None, "la nouvelle\n", (), None),  # it stays deleted
        ("commune\n", None, (), None),
    ],
)
def test_a_file_that_one_side_deletes(
    tmp_path: Path, team: str | None, kit: str | None, conflicts: tuple[str, ...], text: str | None
) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "other").write_text("x", "utf-8")
    base = commit(tmp_path, "commune\n")
    theirs = commit(tmp_path, kit)
    git(tmp_path, "checkout", "--quiet", "--detach", base)
    if team != "commune\n":
        commit(tmp_path, team)
    assert merge(tmp_path, theirs, "Kit", lambda: None) == conflicts
    path = tmp_path / FILE
    assert (path.read_text("utf-8") if path.exists() else None) == text
