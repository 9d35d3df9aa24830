"""git, called so that nothing of the user's own set-up gets in the way."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: Of the surrounding repository when a hook of git itself runs us.
_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")
_QUIET = ("-c", "core.safecrlf=false", "-c", "commit.gpgsign=false", "-c", "core.quotepath=false")
#: Who commits when nobody has told git their name.
_NOBODY = ("-c", "user.name=Kit tiers-lieu", "-c", "user.email=kit@localhost")


def git(folder: Path, *arguments: str, check: bool = True, stdin: str | None = None) -> str:
    """Run git in ``folder``, let it read ``stdin``, and return what it prints, stripped.

    Raises ``FileNotFoundError`` without git, and ``subprocess.CalledProcessError`` when git refuses (unless ``check``
    is false: then the answer is empty).
    """
    environment = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    done = subprocess.run(
        ["git", *_QUIET, *arguments],
        cwd=folder, env=environment, input=stdin, capture_output=True, encoding="utf-8", errors="replace", check=check,
    )  # fmt: skip
    return done.stdout.strip() if done.returncode == 0 else ""


def identity(folder: Path) -> tuple[str, ...]:
    """Options that name who commits in ``folder``: none where git knows, else the kit."""
    known = git(folder, "config", "--get-regexp", r"^user\.(name|email)$", check=False)
    if ("user.name" in known and "user.email" in known) or "GIT_AUTHOR_EMAIL" in os.environ:
        return ()
    return _NOBODY


def commit_all(folder: Path, message: str) -> None:
    """Commit every file of ``folder``, if any has changed."""
    git(folder, "add", "--all")
    if git(folder, "status", "--porcelain"):
        # Not as an argument: a system without UTF-8 could not pass every name.
        git(folder, *identity(folder), "commit", "--quiet", "--no-verify", "--file", "-", stdin=message)
