"""The task that copier runs once it has copied the files: it does what cookiecutter's hook does."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import yaml

from .origin import write_lineage
from .run import run

COPIER_ANSWERS = ".copier-answers.yml"
_NOTICE = "# Écrit par copier : ne le changez pas. Written by copier: do not change it.\n"


def main(copier_answers: str, commit: str, operation: str) -> int:
    """Apply the answers of copier (JSON) for a kit at ``commit``, on ``copy`` or ``update``; the exit status."""
    recorded = json.loads(copier_answers)
    answers = {name: value for name, value in recorded.items() if not name.startswith("_")}
    template = str(recorded.get("_src_path", ""))
    root = Path.cwd()
    if operation == "update":
        shutil.rmtree(root / "config", ignore_errors=True)
    # No git repository is made: copier updates copies of the place, and puts back what the team has changed.
    status = run(root, {**answers, "_template": template, "_commit": commit, "_tool": "copier"})
    if status == 0:
        write_lineage(root, template, commit, None, answers)
        text = yaml.safe_dump(recorded, allow_unicode=True, sort_keys=True)
        (root / COPIER_ANSWERS).write_text(_NOTICE + text, encoding="utf-8", newline="\n")
    return status


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(*sys.argv[1:]))
