"""The changes of ``config/organisations.yaml``: their dates, and the rules of each of the days from which one holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from itertools import pairwise

from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS, KeyPath
from tierslieu.model import Space
from tierslieu.model.organisations import RuleChange


def changes_follow_one_another(space: Space) -> Iterator[Finding]:
    """Each change of the rules begins after the previous one."""
    for index, (previous, change) in enumerate(pairwise(space.organisations.changes), 1):
        if change.start <= previous.start:
            values = {"date": change.start, "previous": previous.start}
            yield Finding("changes.order", ORGANISATIONS, ("changes", index, "from"), values)


def changes_change_something(space: Space) -> Iterator[Finding]:
    """Each change of the rules names at least one entry that it replaces."""
    for index, change in enumerate(space.organisations.changes):
        if not change.entries():
            yield Finding("changes.nothing", ORGANISATIONS, ("changes", index), {"date": change.start})


def on_every_day(rule: Callable[[Space], Iterator[Finding]]) -> Callable[[Space], Iterator[Finding]]:
    """``rule`` applied to the rules since the opening and to those of each change; a finding names where it is written."""

    @wraps(rule)
    def dated(space: Space) -> Iterator[Finding]:
        written = space.dated_organisations
        if written is None or not written.changes:
            yield from rule(space)
            return
        told = []
        for count, day in enumerate((dt.date.min, *(change.start for change in written.changes))):
            for finding in rule(replace(space, organisations=written.on(day))):
                path = _written_path(finding.path, written.changes[:count])
                located = replace(finding, path=path) if finding.file == ORGANISATIONS else finding
                if located not in told:
                    told.append(located)
                    yield located

    return dated


def _written_path(path: KeyPath, begun: Sequence[RuleChange]) -> KeyPath:
    """Where the entry at ``path`` is written once the changes ``begun`` hold."""
    for index, change in reversed(list(enumerate(begun))):
        if any(path[: length + 1] in change.entries() for length in range(len(path))):
            return ("changes", index, *path)
    return path
