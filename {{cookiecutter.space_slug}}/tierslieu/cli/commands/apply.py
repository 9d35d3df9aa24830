"""``./lieu apply``: applies the answers of a place that was generated without its hooks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tierslieu.cli.options import help_of
from tierslieu.core.paths import ANSWERS_FILE
from tierslieu.core.problems import Problem, Problems


@click.command("apply", **help_of("apply"))
@click.pass_obj
def command(root: Path) -> None:
    """Write ``config/`` from the answers; raises ``Problems`` when there are none left to apply."""
    import json

    from tierslieu.generation.run import run

    path = root / ANSWERS_FILE
    if not path.exists():
        raise Problems([Problem("place.exists" if (root / "config").exists() else "place.none")])
    sys.exit(run(root, json.loads(path.read_text(encoding="utf-8"))))
