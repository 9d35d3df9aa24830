"""The consent and the links of the people who are shown."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.paths import COMMUNITY
from tierslieu.model import Space


def people_have_agreed(space: Space) -> Iterator[Finding]:
    """Every person has a date of consent, and it is not in the future; without consent, the person is not shown.

    Source: GDPR, articles 4(11) and 7(1): consent is a clear act, and the controller must be able to prove it.
    """
    for index, person in enumerate(space.community.people):
        if person.agreed is None:
            yield Finding("community.no_agreement", COMMUNITY, ("people", index), {"name": person.name}, "warning")
        elif person.agreed > space.today:
            values = {"name": person.name, "day": person.agreed.isoformat()}
            yield Finding("community.future", COMMUNITY, ("people", index, "agreed"), values, "warning")


def people_have_a_real_site(space: Space) -> Iterator[Finding]:
    """The link of a person is an address of the web."""
    for index, person in enumerate(space.community.people):
        if person.link is not None and not rules.is_website(person.link):
            yield Finding("answer.website", COMMUNITY, ("people", index, "link"), {"value": person.link})
