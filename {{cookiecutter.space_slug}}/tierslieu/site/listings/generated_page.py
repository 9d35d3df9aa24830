"""Pages without a text: a month of the agenda, a year of news, a part of the search index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tierslieu.i18n.formatting import LocaleFormatter

T = TypeVar("T")

#: What a page shows, in whatever language: the key of its section and a key in it. Translations share it.
PageId = tuple[str, str]


@dataclass(frozen=True)
class PageMeta:
    """The page being rendered, for templates; ``section`` is the key of the page of the menu that it belongs to."""

    title: str
    description: str
    address: str
    section: str
    key: str | None = None
    page_id: PageId | None = None


@dataclass(frozen=True)
class GeneratedPage:
    """A page to render with ``layout``, whose template gets ``names`` besides those that all pages share."""

    layout: str
    meta: PageMeta
    names: Mapping[str, Any]


def section_page(
    layout: str, title: str, description: str, address: str, page_id: PageId, **names: Any
) -> GeneratedPage:
    """A page of the section that ``page_id`` names."""
    return GeneratedPage(layout, PageMeta(title, description, address, page_id[0], page_id=page_id), names)


@dataclass(frozen=True)
class PageSlice(Generic[T]):
    """The part of a long list that a page shows; ``number`` counts from 1."""

    number: int
    address: str
    items: tuple[T, ...]

    def title(self, formatter: LocaleFormatter, title: str) -> str:
        """``title``, with the number of the slice from the second on."""
        return formatter.t("part_title", title=title, number=self.number) if self.number > 1 else title


def paginate(items: Sequence[T], size: int, address: str) -> tuple[PageSlice[T], ...]:
    """``items`` in slices of ``size``: the first at ``address``, the others below it; an empty list has one slice."""
    starts = range(0, max(len(items), 1), size)
    return tuple(
        PageSlice(number, address if number == 1 else f"{address}{number}/", tuple(items[start : start + size]))
        for number, start in enumerate(starts, 1)
    )
