"""The identifiers, hosts and addresses of activities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.model import Space
from tierslieu.schedule.occurrences import uid_of

#: An address of the web or of e-mail, the latter with or without ``mailto:``.
_ADDRESS = re.compile(r"https?://[^\s<>\"]+|(?:mailto:)?[^\s@<>\":/]+@[^\s@<>\":/]+\.[^\s@<>\":/]+")


def uids_are_unique(space: Space) -> Iterator[Finding]:
    """Two activities of one language don't have the same identifier: calendars would keep only one of them."""
    seen: dict[tuple[str, str], str] = {}
    for source in space.activities:
        uid = uid_of(space, source)
        first = seen.setdefault((source.locale, uid), source.path)
        if first != source.path:
            yield Finding("activity.uid_twice", source.path, ("uid",), {"uid": uid, "first": first})


def activities_have_a_host(space: Space) -> Iterator[Finding]:
    """An activity of no service says who runs it, where the place has several organisations."""
    for source in space.activities:
        if source.meta.service is None and space.responsible("runs", None, source.meta) is None:
            values = {"known": ", ".join(space.organisations.organisations)}
            yield Finding("activity.no_host", source.path, ("roles",), values)


def addresses_can_be_followed(space: Space) -> Iterator[Finding]:
    """``registration`` and ``online`` are addresses of the web or of e-mail."""
    for source in space.activities:
        for key in ("registration", "online"):
            value = getattr(source.meta, key)
            if value is not None and not _ADDRESS.fullmatch(value):
                yield Finding("activity.registration", source.path, (key,), {"value": value})
