"""The recorded origin of a place: ``.cruft.json``, and the branch of git that holds what the kit gave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core.git import commit_of
from tierslieu.core.problems import Problem, Problems
from tierslieu.generation.origin import KIT_BRANCH, LINEAGE_FILE, is_public

#: The branch of the place, then that of a clone that has not checked it out.
LOCAL_KIT_REF = f"refs/heads/{KIT_BRANCH}"
_KIT_REFS = (LOCAL_KIT_REF, f"refs/remotes/origin/{KIT_BRANCH}")


@dataclass(frozen=True)
class RecordedLineage:
    """What ``.cruft.json`` records: the kit's address and commit, and the answers given when the place was made.

    ``remote`` is the public address from which a kit in a local folder was cloned, empty otherwise.
    """

    template: str
    commit: str
    answers: dict[str, Any]
    remote: str = ""

    @property
    def public_address(self) -> str:
        """Where anyone can fetch the kit; empty when that is not known."""
        return self.template if is_public(self.template) else self.remote


def read_lineage(root: Path) -> RecordedLineage:
    """The lineage of the place in ``root``; raises ``Problems`` when it is not recorded, or can't be read."""
    try:
        state = json.loads((root / LINEAGE_FILE).read_text(encoding="utf-8"))
        context = state["context"]["cookiecutter"]
        answers = {name: value for name, value in context.items() if not name.startswith("_")}
        return RecordedLineage(state["template"], state["commit"], answers, context.get("_remote", ""))
    except FileNotFoundError:
        raise Problems([Problem("lineage.none")]) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Problems([Problem("lineage.unreadable", file=LINEAGE_FILE)]) from None


def kit_commits(root: Path) -> Iterator[tuple[str, str]]:
    """The branches that hold what the kit gave, each with its last commit, that of the place first."""
    for ref in _KIT_REFS:
        if commit := commit_of(root, ref):
            yield ref, commit
