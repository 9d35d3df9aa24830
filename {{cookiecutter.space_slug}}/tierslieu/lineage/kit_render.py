"""Renders a kit into a folder without cookiecutter: its files are copied, its ``tierslieu.local`` does the rest."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from tierslieu.core.paths import ANSWERS_FILE
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import template_folder

#: The questions of a kit, with their default answers.
QUESTIONS_FILE = "cookiecutter.json"
_APPLY = (
    "import json, pathlib, sys; "
    "from tierslieu.local import run; sys.exit(run(pathlib.Path.cwd(), json.load(sys.stdin)))"
)


def render(kit: Path, target: Path, answers: Mapping[str, Any], template: str, commit: str) -> None:
    """Fill the folder ``target`` with what ``kit`` gives for ``answers``; raises ``Problems`` when it refuses them."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(template_folder(kit), target, symlinks=True, dirs_exist_ok=True, ignore=ignored)
    (target / ANSWERS_FILE).unlink(missing_ok=True)
    context = {**complete(kit, answers), "_template": template, "_commit": commit}
    process = subprocess.run(
        [sys.executable, "-B", "-X", "utf8", "-c", _APPLY],
        cwd=target, input=json.dumps(context), capture_output=True, encoding="utf-8",
    )  # fmt: skip
    if process.returncode:
        raise Problems([Problem("update.refused", {"detail": " ".join((process.stderr or process.stdout).split())})])


def complete(kit: Path, answers: Mapping[str, Any]) -> dict[str, Any]:
    """``answers`` to the questions of ``kit``; a question that they lack gets its default, in which no code can run.

    Raises ``Problems`` for a default that tries.
    """
    questions = json.loads((kit / QUESTIONS_FILE).read_text(encoding="utf-8"))
    environment = SandboxedEnvironment()
    result: dict[str, Any] = {}
    for name, default in questions.items():
        if name.startswith("_"):
            continue
        if name in answers:
            result[name] = answers[name]
            continue
        first = default[0] if isinstance(default, list) else default
        try:
            result[name] = environment.from_string(first).render(cookiecutter=result)
        except TemplateError as error:
            raise Problems([Problem("update.kit_failed", {"detail": f"{name}: {error}"})]) from None
    return result
