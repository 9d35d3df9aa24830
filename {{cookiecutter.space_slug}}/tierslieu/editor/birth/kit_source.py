"""The kit from which a place is made: its address for cookiecutter, and a folder with its files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment

from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import template_folder, trust_kit, trusts_kit
from tierslieu.generation.questions import QUESTIONS
from tierslieu.lineage.kit_render import QUESTIONS_FILE
from tierslieu.lineage.kit_repository import fetch
from tierslieu.lineage.recorded import read_lineage


@dataclass(frozen=True)
class KitSource:
    """``template`` and ``checkout`` are what cookiecutter is given; ``folder`` holds the same version of the kit."""

    template: str
    folder: Path
    checkout: str | None = None

    @property
    def place_template(self) -> Path:
        """The folder that becomes a place."""
        return template_folder(self.folder)

    @cached_property
    def defaults(self) -> dict[str, str]:
        """The answer that the kit itself gives to each question; the first choice, or nothing for what has a formula."""
        questions = json.loads((self.folder / QUESTIONS_FILE).read_text(encoding="utf-8"))
        first = {
            name: questions[name][0] if isinstance(questions[name], list) else questions[name] for name in QUESTIONS
        }
        return {**{name: "" if "{{" in answer else answer for name, answer in first.items()}, "space_name": ""}

    def short_name(self, space_name: str) -> str:
        """The short name that cookiecutter would offer for ``space_name``."""
        questions = json.loads((self.folder / QUESTIONS_FILE).read_text(encoding="utf-8"))
        environment = Environment(extensions=["cookiecutter.extensions.SlugifyExtension"])
        formula = environment.from_string(questions["space_slug"])
        return formula.render(cookiecutter={"space_name": space_name})


def kit_around(root: Path) -> KitSource | None:
    """The kit whose template is ``root``; None when ``root`` is a place."""
    folder = root.parent
    is_template = root.name.startswith("{{") and (folder / QUESTIONS_FILE).is_file()
    return KitSource(str(folder), folder) if is_template else None


def kit_of_place(root: Path, folder: Path, agrees: Callable[[str, str], bool]) -> KitSource:
    """The kit of the place in ``root``, at the version that the place has, cloned into ``folder``.

    Its code is going to run: ``agrees`` is asked once for its address and version. Raises ``Problems`` without a
    recorded kit, when it can't be fetched, or is not trusted.
    """
    lineage = read_lineage(root)
    kit = fetch(lineage, lineage.commit, folder / "kit")
    if not trusts_kit(root, lineage.template):
        if not agrees(lineage.template, kit.name):
            raise Problems([Problem("update.untrusted", {"template": lineage.template})])
        trust_kit(root, lineage.template)
    kit.checkout(kit.commit)
    return KitSource(lineage.template, kit.folder, kit.commit)
