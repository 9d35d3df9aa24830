"""The example of each guide to an addition, put into a fork of the kit: its everyday tests stay green, nothing else is touched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.generated_places import copy_kit, run_checked
from support.paths import KIT, TEMPLATE_NAME

pytestmark = pytest.mark.slow

GUIDES = KIT / "docs" / "guides"


class Fork:
    """A copy of the kit that somebody changes as guides say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.guide = ""

    def follow(self, guide: str) -> Fork:
        """Take up a guide; ``block``, ``create`` and ``insert`` read it."""
        self.guide = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
        return self

    def block(self, language: str, number: int = 0) -> str:
        """A block of code of the guide, to be copied."""
        return re.findall(rf"^```{language}\n(.*?)^```", self.guide, re.DOTALL | re.MULTILINE)[number]

    def create(self, path: str, text: str) -> None:
        """Write a new file, which the guide names."""
        assert f"`{path}`" in self.guide, path
        target = self._path(path)
        assert not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")

    def insert(self, path: str, line: str, text: str, *, before: bool = False) -> None:
        """Add ``text`` after (or before) the only ``line`` of a file, which the guide names."""
        assert f"`{path}`" in self.guide, path
        target = self._path(path)
        content = target.read_text(encoding="utf-8")
        assert content.count(line) == 1, (path, line)
        target.write_text(content.replace(line, text + line if before else line + text), "utf-8", newline="\n")

    def _path(self, path: str) -> Path:
        in_kit = path.split("/")[0] in {"docs", "tests", "hooks", "cookiecutter.json", "copier.yml", "CHANGELOG.md"}
        return self.folder / path if in_kit else self.folder / TEMPLATE_NAME / path


def add_document(fork: Fork) -> None:
    fork.follow("ajouter-un-document").create("governance/fr/pret-de-materiel.md", fork.block("markdown"))


def add_activity_format(fork: Fork) -> None:
    fork.follow("ajouter-un-format").create("vocabulary/activity_formats/cafe-linux.yaml", fork.block("yaml"))


def add_legal_forms(fork: Fork) -> None:
    fork.follow("ajouter-une-forme-juridique")
    fork.create("vocabulary/legal_forms/fondation.yaml", fork.block("yaml", 0))
    fork.create("vocabulary/legal_forms/syndicat-mixte.yaml", fork.block("yaml", 1))
    fork.insert("docs/reference/formes-juridiques.md", "| `gip` |", fork.block("text"), before=True)


def add_page(fork: Fork) -> None:
    fork.follow("ajouter-une-page")
    fork.create("content/fr/pages/atelier-velo.md", fork.block("markdown", 0))
    fork.create("content/en/pages/bike-workshop.md", fork.block("markdown", 1))


def add_export(fork: Fork) -> None:
    fork.follow("ajouter-un-export")
    fork.create("tierslieu/exports/texte.py", fork.block("python"))
    fork.create("vocabulary/exports/texte.yaml", fork.block("yaml"))
    fork.insert("tierslieu/exports/__init__.py", "FORMATS = (\n", fork.block("text", 0))
    fork.insert("docs/reference/donnees-ouvertes.md", "| SpaceAPI 14 et 15 |", fork.block("text", 1), before=True)


ADDITIONS: dict[str, Callable[[Fork], None]] = {
    "ajouter-un-document": add_document,
    "ajouter-un-export": add_export,
    "ajouter-un-format": add_activity_format,
    "ajouter-une-forme-juridique": add_legal_forms,
    "ajouter-une-page": add_page,
}


def test_every_guide_to_an_addition_is_followed() -> None:
    assert {path.stem for path in GUIDES.glob("ajouter-*.md")} == ADDITIONS.keys()


def test_the_everyday_tests_of_a_fork_with_every_addition_are_green(tmp_path: Path) -> None:
    """All additions in one fork, since the tests take minutes."""
    fork = Fork(copy_kit(tmp_path / "fork"))
    for add in ADDITIONS.values():
        add(fork)
    engine, tests = fork.folder / TEMPLATE_NAME, fork.folder / "tests"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"PYTHONPATH": os.pathsep.join((str(engine), str(tests)))}
    run_checked([sys.executable, "tools/reference.py"], fork.folder, environment)
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-q", "-m", "not slow", "-p", "no:cacheprovider"]
    result = subprocess.run(command, cwd=fork.folder, env=environment, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout[-20000:]
