"""Pages that no text is behind: a month of the agenda, a year of news, a shelf of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


#: What is the same in several languages: its kind and its key.
PageId = tuple[str, str]


@dataclass(frozen=True)
class PageMeta:
    """The page being rendered, for templates.

    ``section`` is the key of the page of the menu that it belongs to, ``thing`` what it shows, in whatever language.
    """

    title: str
    description: str
    address: str
    section: str
    key: str | None = None
    thing: PageId | None = None


@dataclass(frozen=True)
class GeneratedPage:
    """A page to render with ``layout``, and what its template needs besides what all pages know."""

    layout: str
    shown: PageMeta
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PageSlice(Generic[T]):
    """Some of a long list, light enough for one page; ``number`` counts from 1."""

    number: int
    address: str
    items: tuple[T, ...]


def paginate(items: Sequence[T], size: int, address: str) -> tuple[PageSlice[T], ...]:
    """A list cut into pages of ``size``: the first at ``address``, the others below; one empty part for no item."""
    starts = range(0, max(len(items), 1), size)
    return tuple(
        PageSlice(number, address if number == 1 else f"{address}{number}/", tuple(items[start : start + size]))
        for number, start in enumerate(starts, 1)
    )
