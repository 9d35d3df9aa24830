"""Which missing facts a template reads while it is rendered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from .formatter import Blank


class BlankRead(NamedTuple):
    """A missing fact that a template has read: the key of its label, and the key of what it is a fact of."""

    label: str
    owner: str


class PageBlanks(NamedTuple):
    """The title of a page and the missing facts that its templates read."""

    title: str
    reads: frozenset[BlankRead]


class BlankReads:
    """Collects the missing facts that templates read among the names that ``watched`` returned."""

    def __init__(self) -> None:
        self._reads: set[BlankRead] = set()

    def watched(self, value: Any, owner: str = "", name: str = "") -> Any:
        """``value`` with each ``Blank`` in its dictionaries and lists replaced by one that notes when it is read."""
        if isinstance(value, Blank):
            return _WatchedBlank(value.text, value.label, BlankRead(value.label, owner or name), self._reads)
        if type(value) is list:
            return [self.watched(item, owner, name) for item in value]
        if type(value) is dict:
            own = value["key"] if isinstance(value.get("key"), str) else owner
            return {key: self.watched(item, own, str(key)) for key, item in value.items()}
        return value

    def add(self, reads: Iterable[BlankRead]) -> None:
        """Note reads of an earlier rendering, whose result is used again."""
        self._reads.update(reads)

    def take(self) -> frozenset[BlankRead]:
        """What was read since the last call."""
        reads = frozenset(self._reads)
        self._reads.clear()
        return reads


@dataclass(frozen=True)
class _WatchedBlank(Blank):
    read: BlankRead
    reads: set[BlankRead]

    def __bool__(self) -> bool:
        self.reads.add(self.read)
        return False

    def __str__(self) -> str:
        self.reads.add(self.read)
        return self.text
