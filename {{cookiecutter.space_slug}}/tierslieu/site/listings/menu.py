"""The pages in menus."""

from __future__ import annotations

from typing import Literal

from tierslieu.model import Page, Source


def menu(sources: list[Source[Page]], position: Literal["nav", "footer"]) -> tuple[Page, ...]:
    """The pages in the main menu or in the footer, in the order of their ``nav`` or ``footer`` key."""
    pages = [source.meta for source in sources if getattr(source.meta, position) is not None]
    return tuple(sorted(pages, key=lambda page: (getattr(page, position), page.key)))
