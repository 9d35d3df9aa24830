"""git is run by several threads of the editor at once: what only reads takes no lock from what writes."""

from __future__ import annotations

import os
from pathlib import Path

from tierslieu.core.git import git


def test_reading_the_state_of_the_files_leaves_the_index_alone(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "fait.yaml").write_text("un: 1\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    # The file is the same at another time: git would write that in its index, which it locks meanwhile.
    os.utime(tmp_path / "fait.yaml", (1_000_000_000, 1_000_000_000))
    before = (tmp_path / ".git/index").read_bytes()
    assert git(tmp_path, "status", "--porcelain") == "A  fait.yaml"
    assert (tmp_path / ".git/index").read_bytes() == before
