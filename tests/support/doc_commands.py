"""The commands in the documentation, and a reader who runs them."""

from __future__ import annotations

import io
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
from support.paths import KIT, TEMPLATE

from tierslieu.cli.main import cli, main

PAGES = [*(KIT / name for name in ("README.md", "README.en.md", "CONTRIBUTING.md")),
         *sorted((KIT / "docs").rglob("*.md")), *sorted((TEMPLATE / "docs").rglob("*.md"))]  # fmt: skip
_BLOCK = re.compile(r"^( *)```(\w*)\n((?:(?! *```).*\n)*?)\1```$", re.MULTILINE)

#: The author of commits.
_AUTHOR = {f"GIT_{role}_{value}": "n@x" for role in ("AUTHOR", "COMMITTER") for value in ("NAME", "EMAIL")}


#: The command that docs/guides/ajouter-une-commande.md adds.
EXAMPLE_COMMAND = "etiquette"


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: the line where it begins, its language, and its text."""

    page: str
    line: int
    language: str
    text: str

    def commands(self) -> list[str]:
        """Its lines, without comments."""
        return [line.split("  #")[0].strip() for line in self.text.splitlines() if line.strip()]


def blocks(page: Path) -> Iterator[Block]:
    """Every fenced block of a page."""
    text = page.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        name = page.relative_to(KIT).as_posix()
        yield Block(name, text.count("\n", 0, match.start()) + 1, match[2], match[3])


def commands(page: Path) -> list[str]:
    """The command lines of a page, in order."""
    return [line for block in blocks(page) if block.language == "sh" for line in block.commands()]


def resolve(words: list[str]) -> click.Command:
    """The command of ``./lieu`` that ``words`` begin with; an AssertionError when it or an option does not exist."""
    command: click.Command = cli
    rest = iter(words)
    while isinstance(command, click.Group):
        name = next((word for word in rest if not word.startswith("-")), None)
        if name is None:
            return command
        assert name in command.commands, f"./lieu {' '.join(words)}: there is no command {name}"
        command = command.commands[name]
    options = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
    unknown = [word for word in words if re.match(r"--?[a-z]", word) and word not in options]
    assert not unknown, f"./lieu {' '.join(words)}: {command.name} has no option {' '.join(unknown)}"
    return command


def run_lieu(place: Path, words: list[str], patch: pytest.MonkeyPatch) -> int:
    """Run ``./lieu`` with ``words`` in the folder ``place``, in this process, and agree to what it asks; its status."""
    patch.chdir(place)
    patch.setattr(sys, "stdin", io.StringIO("oui\n"))
    for name, value in _AUTHOR.items():
        patch.setenv(name, value)
    today = any("--today" in parameter.opts for parameter in resolve(words).params)
    patch.setattr(sys, "argv", ["lieu", *words, *(["--today", TODAY.isoformat()] if today else [])])
    with pytest.raises(SystemExit) as exit_info:
        main(place)
    return int(exit_info.value.code or 0)


class Reader:
    """Runs the command lines of a page, from the folder of a place."""

    def __init__(self, place: Path, patch: pytest.MonkeyPatch, **words: str) -> None:
        self.folder = place
        self.patch = patch
        #: Placeholders of the page, and the words that replace them.
        self.words = words

    def run(self, line: str) -> int:
        """Run a command line; returns its exit status."""
        first, *words = (self.words.get(word, word) for word in shlex.split(line))
        if first == "./lieu":
            return run_lieu(self.folder, words, self.patch)
        if first == "cd":
            self.folder = self.folder / words[0] if (self.folder / words[0]).is_dir() else self.folder
            return 0
        result = run([first, *words], self.folder, {**os.environ, **_AUTHOR})
        print(result.output)
        return result.status
