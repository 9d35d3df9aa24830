"""Whoever is shown agreed to it."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.paths import COMMUNITY
from tierslieu.model import Space


def people_have_agreed(space: Space) -> Iterator[Finding]:
    """Somebody who has not agreed yet is not shown.

    Source: GDPR, articles 4(11) and 7(1): consent is a clear act, and whoever relies on it must be able to prove it.
    """
    for index, one in enumerate(space.community.people):
        if one.agreed is None:
            yield Finding("community.no_agreement", COMMUNITY, ("people", index), {"name": one.name}, "warning")
        elif one.agreed > space.today:
            values = {"name": one.name, "day": one.agreed.isoformat()}
            yield Finding("community.future", COMMUNITY, ("people", index, "agreed"), values, "warning")


def people_have_a_real_site(space: Space) -> Iterator[Finding]:
    """The site of somebody can be linked to."""
    for index, one in enumerate(space.community.people):
        if one.link is not None and not rules.is_website(one.link):
            yield Finding("answer.website", COMMUNITY, ("people", index, "link"), {"value": one.link})
