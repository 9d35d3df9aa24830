"""Where everything of the site lives: an address is a path from the root, empty or with a slash at the end."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from tierslieu.model import Activity, News, Page, Source, Space

#: What a page is called, by kind: the key that links name.
ACTIVITY, NEWS = "activities", "news"
#: The page at the root.
HOME = "home"
NOT_FOUND = "404"


def pages(space: Space, locale: str) -> list[Source[Page]]:
    """The pages in ``locale`` that are built: those of a service only when it is on, the community's when it has
    somebody to show."""
    on = space.identity.services
    return [
        source
        for source in space.pages
        if source.locale == locale
        and (source.meta.service is None or source.meta.service in on)
        and (source.meta.needs is None or space.people)
    ]


def of_pages(sources: Iterable[Source[Page]]) -> dict[str, str]:
    """The address of each page by its key: that of its file name, and the root for ``home``."""
    return {source.meta.key: "" if source.meta.key == HOME else quote(source.slug) + "/" for source in sources}


def under(parent: str, known: dict[str, str], source: Source[Activity] | Source[News]) -> str:
    """The address of an activity or a piece of news, below the page that lists it."""
    return known.get(parent, parent + "/") + quote(source.slug) + "/"


def root(space: Space) -> str:
    """The whole address of the home page, with a slash at the end; empty while it is not known."""
    website = space.identity.contact.website
    return urlsplit(website)._replace(query="", fragment="").geturl().rstrip("/") + "/" if website else ""


def file_of(address: str) -> str:
    """The file that answers at ``address``."""
    return address + "index.html"


def to_root(address: str) -> str:
    """The way from the page at ``address`` up to the root: ``../`` for ``tarifs/``."""
    return "../" * address.count("/")


def relative(prefix: str, address: str) -> str:
    """The way to ``address`` for a page whose way up to the root is ``prefix``."""
    return prefix + address or "./"
