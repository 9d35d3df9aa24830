"""The decisions that a place has still to take, each with what waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.paths import ORGANISATIONS, SPACE
from tierslieu.facts import organisation_name
from tierslieu.model import SERVICES, Space

from .console import Console


def undecided_lines(space: Space, console: Console) -> Iterator[str]:
    """A line for each service, for the governance model and for each legal form that is not decided yet."""
    language = space.identity.language
    strings = space.vocabulary.locales[language].strings
    for service in SERVICES:
        if getattr(space.identity.modules, service) is None:
            yield console.text("undecided.service", service=strings[f"service_{service}"], key=service, file=SPACE)
    if space.organisations.governance_model is None:
        yield console.text("undecided.model", file=ORGANISATIONS)
    for key, organisation in space.organisations.organisations.items():
        if organisation.legal_form is None:
            name = organisation_name(space, key, language)
            yield console.text("undecided.legal_form", name=name, key=key, file=ORGANISATIONS)
