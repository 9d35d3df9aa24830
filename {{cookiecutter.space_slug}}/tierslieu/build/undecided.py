"""The decisions that a place has still to take, each with what waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.paths import ORGANISATIONS, SPACE
from tierslieu.core.problems import Problem
from tierslieu.facts import organisation_name
from tierslieu.model import SERVICES, Space


def undecided(space: Space) -> Iterator[Problem]:
    """Each service, the governance model and each legal form that is not decided yet, at its path in its file."""
    language = space.identity.language
    strings = space.vocabulary.locales[language].strings
    for service in SERVICES:
        if getattr(space.identity.modules, service) is None:
            values = {"service": strings[f"service_{service}"]}
            yield Problem("undecided.service", values, SPACE, level="blank", path=("modules", service))
    if space.organisations.lacks_model:
        yield Problem("undecided.model", {}, ORGANISATIONS, level="blank", path=("governance_model",))
    for key, organisation in space.organisations.organisations.items():
        if organisation.legal_form is None:
            values = {"name": organisation_name(space, key, language)}
            path = ("organisations", key, "legal_form")
            yield Problem("undecided.legal_form", values, ORGANISATIONS, level="blank", path=path)
