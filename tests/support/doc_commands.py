"""The commands that the documentation shows, as a reader would copy them."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from support.generated_places import TODAY, run
from support.paths import KIT

from tierslieu.cli.main import cli, main

PAGES = [*(KIT / name for name in ("README.md", "README.en.md", "CONTRIBUTING.md")),
         *sorted((KIT / "docs").rglob("*.md"))]  # fmt: skip
_BLOCK = re.compile(r"^( *)```(\w*)\n((?:(?! *```).*\n)*?)\1```$", re.MULTILINE)

#: Who commits: a reader has told git once.
_KNOWN = {f"GIT_{who}_{what}": "n@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@dataclass(frozen=True)
class Block:
    """A block between fences: its page, the line where it begins, its language, and what it holds."""

    page: str
    line: int
    language: str
    text: str

    def commands(self) -> list[str]:
        """Its lines, without what is said of them after ``#``."""
        return [line.split("  #")[0].strip() for line in self.text.splitlines() if line.strip()]


def blocks(page: Path) -> Iterator[Block]:
    """Every block of a page."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        name = page.relative_to(KIT).as_posix()
        yield Block(name, text.count("\n", 0, found.start()) + 1, found[2], found[3])


def commands(page: Path) -> list[str]:
    """The command lines that a page shows, in order."""
    return [line for block in blocks(page) if block.language == "sh" for line in block.commands()]


def resolve(words: list[str]) -> click.Command:
    """The command of ``./lieu`` that ``words`` begin with; an error when it, or one of the options, does not exist."""
    found: click.Command = cli
    rest = iter(words)
    while isinstance(found, click.Group):
        name = next((word for word in rest if not word.startswith("-")), None)
        if name is None:
            return found
        assert name in found.commands, f"./lieu {' '.join(words)}: there is no command {name}"
        found = found.commands[name]
    known = {option for parameter in found.params for option in parameter.opts} | {"--help", "-h"}
    gone = [word for word in words if re.match(r"--?[a-z]", word) and word not in known]
    assert not gone, f"./lieu {' '.join(words)}: {found.name} has no option {' '.join(gone)}"
    return found


def run_lieu(place: Path, words: list[str], patch: pytest.MonkeyPatch) -> int:
    """Run ``./lieu`` with ``words`` in ``place``, in this process; returns the exit status."""
    patch.chdir(place)
    today = any("--today" in parameter.opts for parameter in resolve(words).params)
    patch.setattr(sys, "argv", ["lieu", *words, *(["--today", TODAY.isoformat()] if today else [])])
    with pytest.raises(SystemExit) as ended:
        main(place)
    return int(ended.value.code or 0)


class Reader:
    """Somebody who types what a page shows, from the folder of a place."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch, **words: str) -> None:
        self.folder = place
        self.patch = patch
        #: What stands, in the page, for something that each reader has of their own.
        self.words = words

    def types(self, line: str) -> int:
        """Run a command line; returns its exit status."""
        first, *words = (self.words.get(word, word) for word in shlex.split(line))
        if first == "./lieu":
            return run_lieu(self.folder, words, self.patch)
        if first == "cd":
            self.folder = self.folder / words[0] if (self.folder / words[0]).is_dir() else self.folder
            return 0
        done = run([first, *words], self.folder, {**os.environ, **_KNOWN})
        print(done.output)
        return done.status
