"""Where the pages of the place are on the web, for formats that point to them."""

from __future__ import annotations

from tierslieu.model import Activity, Source, Space
from tierslieu.site import addresses


def root(space: Space) -> str:
    """The whole address of the home page, with a slash at the end; empty while it is not known."""
    return addresses.root(space)


def page_of(space: Space, source: Source[Activity]) -> str | None:
    """The whole address of the page of an activity; None while that of the site is not known."""
    known = addresses.of_pages(addresses.pages(space, source.locale))
    site = addresses.root(space)
    return site + addresses.under(addresses.ACTIVITY, known, source) if site else None
