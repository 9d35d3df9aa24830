"""Who can answer what is missing or wrong: the team, an organisation, who keeps the accounts, a decision of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import Problem
from tierslieu.facts import organisation_heading
from tierslieu.i18n.messages import text
from tierslieu.model import Space

#: In the order of the screen.
_GROUPS = ("decision", "team", "publisher", "organisation", "accounts", "documents")
#: The settings that whoever publishes the site knows.
_OF_PUBLISHER = ("publication", "upload", "language", "other_languages", "licence", "data_licence", "look")
_LEVELS = ("error", "warning", "blank")


def by_answerer(problems: Iterable[Problem], space: Space | None, language: str) -> list[tuple[str, list[Problem]]]:
    """The problems under the name of who can answer each, those that prevent publishing first."""
    groups: dict[tuple[int, str], list[Problem]] = {}
    for problem in problems:
        group = _group(problem)
        name = text(language, f"answerer.{group}")
        if group == "organisation" and space and problem.path[1] in space.organisations.organisations:
            name = organisation_heading(space, str(problem.path[1]), language)
        groups.setdefault((_GROUPS.index(group), name), []).append(problem)
    return [(name, _sorted(found)) for (_, name), found in sorted(groups.items(), key=lambda one: one[0][0])]


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: _LEVELS.index(problem.level))


def _group(problem: Problem) -> str:
    file, key = problem.file or "", str(problem.path[0]) if problem.path else ""
    if file.startswith("governance/") or problem.code == "blank.duty":
        return "documents"
    if file in (PRICES, BUDGET):
        return "accounts"
    if file == ORGANISATIONS:
        return "organisation" if key == "organisations" and len(problem.path) > 1 else "decision"
    if file == SPACE and key == "modules":
        return "decision"
    return "publisher" if file == SPACE and key in _OF_PUBLISHER else "team"
