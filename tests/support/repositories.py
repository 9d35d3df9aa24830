"""Places in a repository of git whose files it has read already: reading them again takes most of the time of a save."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from support.copies import copy_folder
from support.generated_places import git


def read_into_repository(root: Path) -> None:
    """Make ``root`` a repository without commits, whose index has every file; its author is « Une bénévole »."""
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Une bénévole")
    git(root, "config", "user.email", "benevole@lieu.example")
    # What a copy keeps of a file is enough to tell that it is the same: its size and its date, in seconds.
    git(root, "config", "core.checkStat", "minimal")
    git(root, "config", "core.trustctime", "false")
    git(root, "add", "--all")


def copy_files(original: Path, root: Path) -> Path:
    """Copy a place without its repository to ``root``; the engine in it, which is not to be changed, as hard links."""
    others = [path.name for path in original.iterdir() if path.name not in (".git", "tierslieu")]
    copy_folder(original, root, *others)
    shutil.copytree(original / "tierslieu", root / "tierslieu", copy_function=os.link)
    return root


def copy_repository(original: Path, root: Path) -> Path:
    """Give ``root``, the copy of a place, the repository of the original, whose objects are not copied."""
    shutil.copytree(original / ".git", root / ".git", ignore=lambda _, names: {"objects", "hooks"} & set(names))
    alternates = root / ".git/objects/info/alternates"
    alternates.parent.mkdir(parents=True)
    alternates.write_text(f"{(original / '.git/objects').as_posix()}\n", encoding="utf-8", newline="\n")
    return root
