"""Renders a kit as it gives it, before any team has touched it, without cookiecutter.

All but one of the kit's files are copied as they are, and the rest is written by the kit's own ``tierslieu.local``, so
its own code can do it: no more is needed than the place has already.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from tierslieu.core.paths import ANSWERS_FILE
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import template_folder

#: Where a kit has its questions.
QUESTIONS = "cookiecutter.json"
_APPLY = "import json, pathlib, sys; from tierslieu.local import run; sys.exit(run(pathlib.Path.cwd(), json.load(sys.stdin)))"


def render(kit: Path, target: Path, answers: Mapping[str, Any], template: str, commit: str) -> None:
    """Fill the folder ``target`` with what ``kit`` gives for ``answers``.

    Raises ``Problems`` when the kit refuses them, with its own words.
    """
    shutil.copytree(template_folder(kit), target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (target / ANSWERS_FILE).unlink(missing_ok=True)
    context = {**complete(kit, answers), "_template": template, "_commit": commit}
    done = subprocess.run(
        [sys.executable, "-B", "-X", "utf8", "-c", _APPLY],
        cwd=target, input=json.dumps(context), capture_output=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        raise Problems([Problem("update.refused", {"detail": " ".join((done.stderr or done.stdout).split())})])


def complete(kit: Path, answers: Mapping[str, Any]) -> dict[str, Any]:
    """``answers`` to the questions of ``kit``; a question that is new since then gets its default."""
    questions = json.loads((kit / QUESTIONS).read_text(encoding="utf-8"))
    environment = Environment()
    result: dict[str, Any] = {}
    for name, default in questions.items():
        if name.startswith("_"):
            continue
        first = default[0] if isinstance(default, list) else default
        result[name] = answers[name] if name in answers else environment.from_string(first).render(cookiecutter=result)
    return result
