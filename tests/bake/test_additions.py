"""The examples of all guides to additions in one fork of the kit, whose everyday tests pass."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.generated_places import copy_kit, run_checked
from support.paths import KIT, TEMPLATE, TEMPLATE_NAME

pytestmark = pytest.mark.slow

#: The guides to additions by name: to a place, then to the kit alone.
GUIDES = {path.stem: path for docs in (TEMPLATE / "docs", KIT / "docs") for path in docs.glob("guides/ajouter-*.md")}

#: The guide to an addition to the facts of one place, which the kit has not.
IN_A_PLACE = "ajouter-une-organisation"


class Fork:
    """A copy of the kit that somebody changes as guides say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.guide = ""

    def follow(self, guide: str) -> Fork:
        """Take up a guide; ``block``, ``create`` and ``insert`` read it."""
        self.guide = GUIDES[guide].read_text(encoding="utf-8")
        return self

    def block(self, language: str, number: int = 0) -> str:
        """A block of code of the guide, to be copied."""
        blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```", self.guide, re.DOTALL | re.MULTILINE)
        return blocks[number]

    def create(self, path: str, text: str) -> None:
        """Write a new file, which the guide names."""
        assert f"`{path}`" in self.guide, path
        target = self._path(path)
        assert not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")

    def append(self, path: str, text: str) -> None:
        """Add ``text`` at the end of a file, which the guide names."""
        assert f"`{path}`" in self.guide, path
        with self._path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace the only ``old`` of a file, which the guide names, by ``new``."""
        assert f"`{path}`" in self.guide, path
        content = self._path(path).read_text(encoding="utf-8")
        assert content.count(old) == 1, (path, old)
        self._path(path).write_text(content.replace(old, new), encoding="utf-8", newline="\n")

    def insert(self, path: str, line: str, text: str, *, before: bool = False, below: bool = False) -> None:
        """Add ``text`` after the only ``line`` of a file, before it, or below the whole line that begins so."""
        if below:
            content = self._path(path).read_text(encoding="utf-8")
            line = re.findall(rf"^{re.escape(line)}.*\n", content, re.MULTILINE)[0]
        self.replace(path, line, text + line if before else line + text)

    def _path(self, path: str) -> Path:
        in_kit = path.split("/")[0] in {"tests", "hooks", "cookiecutter.json", "copier.yml", "CHANGELOG.md"}
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


def add_language(fork: Fork) -> None:
    fork.follow("ajouter-une-langue")
    fork.create("vocabulary/locales/oc.yaml", fork.block("yaml"))
    fork.create("content/oc/pages/index.md", fork.block("markdown"))


def add_rule(fork: Fork) -> None:
    fork.follow("ajouter-une-regle")
    fork.append("tierslieu/check/place.py", "\n\n" + fork.block("python"))
    fork.insert("tierslieu/check/__init__.py", "    place.areas_are_unique,\n", fork.block("text", 0))
    fork.insert(
        "tierslieu/i18n/catalogues/fr.yaml", "\narea.duplicate:", "\n" + fork.block("yaml", 0).rstrip(), before=True
    )
    fork.insert(
        "tierslieu/i18n/catalogues/en.yaml", "\narea.duplicate:", "\n" + fork.block("yaml", 1).rstrip(), before=True
    )
    fork.insert("tests/support/check_examples.py", '    Example("areas_are_unique"', fork.block("text", 1), below=True)
    fork.insert("docs/reference/verifications.md", "| `areas_are_unique` |", fork.block("text", 2), below=True)


def add_command(fork: Fork) -> None:
    fork.follow("ajouter-une-commande")
    fork.create("tierslieu/cli/commands/etiquette.py", fork.block("python"))
    fork.insert("tierslieu/i18n/catalogues/fr.yaml", "help.split:", fork.block("yaml", 0), before=True)
    fork.insert("tierslieu/i18n/catalogues/en.yaml", "help.split:", fork.block("yaml", 1), before=True)


def add_governance_model(fork: Fork) -> None:
    fork.follow("ajouter-un-modele-de-gouvernance")
    fork.create("vocabulary/governance_models/sas-et-association.yaml", fork.block("yaml"))
    for block in (fork.block("json", 0), fork.block("json", 1)):
        last_choice = block.partition("\n")[0].removesuffix(",")
        fork.replace("cookiecutter.json", f"{last_choice}\n", block)


def add_question(fork: Fork) -> None:
    fork.follow("ajouter-une-question")
    fork.insert("cookiecutter.json", '  "__prompts__": {\n', fork.block("json", 0), before=True)
    fork.replace("cookiecutter.json", "\n    }\n  },\n", f"\n    }},\n{fork.block('json', 1)}  }},\n")
    fork.insert("tierslieu/generation/questions.py", '    "coworkers_join_free": ', fork.block("python"), below=True)
    step, group = "tierslieu/editor/birth/steps.py", fork.block("text")
    fork.replace(step, group.replace(', "summary"', ""), group)
    for number, language in enumerate(("fr", "en")):
        template = f"tierslieu/generation/templates/{language}/config/space.yaml.j2"
        fork.replace(template, "\nsummary:\n", f"\n{fork.block('jinja')}")
        catalogue = f"tierslieu/i18n/catalogues/{language}.yaml"
        fork.insert(catalogue, "question.coworkers_join_free:", fork.block("yaml", number), below=True)
        fork.insert(catalogue, "editor.ask_solidarity_share:", fork.block("yaml", 2 + number), before=True)


def add_price_unit(fork: Fork) -> None:
    fork.follow("ajouter-une-unite-de-prix").create("vocabulary/price_units/soiree.yaml", fork.block("yaml"))


def add_printed_sheet(fork: Fork) -> None:
    fork.follow("ajouter-une-feuille").create("theme/print/reserve.typ", fork.block("typst"))


ADDITIONS: dict[str, Callable[[Fork], None]] = {
    "ajouter-un-document": add_document,
    "ajouter-un-export": add_export,
    "ajouter-un-format": add_activity_format,
    "ajouter-une-forme-juridique": add_legal_forms,
    "ajouter-une-page": add_page,
    "ajouter-une-unite-de-prix": add_price_unit,
    "ajouter-une-langue": add_language,
    "ajouter-une-regle": add_rule,
    "ajouter-une-commande": add_command,
    "ajouter-une-question": add_question,
    "ajouter-un-modele-de-gouvernance": add_governance_model,
    "ajouter-une-feuille": add_printed_sheet,
}


def test_every_guide_to_an_addition_is_followed() -> None:
    assert GUIDES.keys() - {IN_A_PLACE} == ADDITIONS.keys()


@pytest.mark.timeout(3600)  # five minutes on an idle computer of two cores
def test_the_everyday_tests_of_a_fork_with_every_addition_are_green(tmp_path: Path) -> None:
    """All additions in one fork, since the tests take minutes."""
    fork = Fork(copy_kit(tmp_path / "fork"))
    for add in ADDITIONS.values():
        add(fork)
    engine, tests = fork.folder / TEMPLATE_NAME, fork.folder / "tests"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "REQUIRE_ALL"))}
    environment |= {"PYTHONPATH": os.pathsep.join((str(engine), str(tests)))}
    run_checked([sys.executable, "tools/reference.py"], fork.folder, environment)
    # Plain assertions: to rewrite those of all tests in each worker takes eight seconds, and they are green elsewhere.
    options = ["-n", "auto", "--dist", "worksteal", "--assert", "plain", "-q", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, "-m", "not slow and not long"]
    result = subprocess.run(command, cwd=fork.folder, env=environment, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout[-20000:]
