"""What a rule finds, before it is given its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .paths import ORGANISATIONS, SPACE
from .problems import Level
from .rules import Violation

Path = tuple[str | int, ...]

#: Where the answer to each question of the kit stands in ``config/``, for rules that the hooks share.
PLACES: dict[str, tuple[str, Path]] = {
    "postal_code": (SPACE, ("address", "postal_code")),
    "email": (SPACE, ("contact", "email")),
    "phone": (SPACE, ("contact", "phone")),
    "website": (SPACE, ("contact", "website")),
    "has_coworking": (SPACE, ("modules", "coworking")),
    "has_mediation": (SPACE, ("modules", "mediation")),
    "has_support": (SPACE, ("modules", "support")),
    "target_coworkers": (SPACE, ("capacity", "target_coworkers")),
    "governance_model": (ORGANISATIONS, ("governance_model",)),
    "coworking_operator": (ORGANISATIONS, ("services", "coworking", "operator")),
    "mediation_operator": (ORGANISATIONS, ("services", "mediation", "operator")),
    "support_operator": (ORGANISATIONS, ("services", "support", "operator")),
    "common_costs_split": (ORGANISATIONS, ("common_costs", "shares")),
}


@dataclass(frozen=True)
class Finding:
    """A message code with its values, and the fact it is about: a file and a path of keys in it."""

    code: str
    file: str
    path: Path = ()
    values: dict[str, Any] = field(default_factory=dict)
    level: Level = "error"


def from_faults(faults: Iterator[Violation]) -> Iterator[Finding]:
    """Findings of the rules that the hooks share, placed where their first question is answered."""
    for fault in faults:
        file, path = PLACES[fault.questions[0]]
        yield Finding(fault.code, file, path, fault.values, fault.level)
