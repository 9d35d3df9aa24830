"""What ``.cruft.json`` records of the origin of a place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import LINEAGE_FILE


@dataclass(frozen=True)
class RecordedLineage:
    """What ``.cruft.json`` records: the kit's address and commit, and the answers given at birth."""

    template: str
    commit: str
    answers: dict[str, Any]


def read_lineage(root: Path) -> RecordedLineage:
    """The lineage of the place in ``root``; raises ``Problems`` when it is not recorded, or can't be read."""
    try:
        state = json.loads((root / LINEAGE_FILE).read_text(encoding="utf-8"))
        context = state["context"]["cookiecutter"]
        answers = {name: value for name, value in context.items() if not name.startswith("_")}
        return RecordedLineage(state["template"], state["commit"], answers)
    except FileNotFoundError:
        raise Problems([Problem("lineage.none")]) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Problems([Problem("lineage.unreadable", file=LINEAGE_FILE)]) from None
