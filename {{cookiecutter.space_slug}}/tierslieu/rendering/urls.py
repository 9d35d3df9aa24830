"""Where everything of the site lives: an address is a path from the root, empty or with a slash at the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote, urlsplit

from tierslieu.model import Activity, News, Page, Source, Space

#: What a page is called, by kind: the key that links name.
ACTIVITY, NEWS = "activities", "news"
#: The page at the root.
HOME = "home"
NOT_FOUND = "404"


def pages(space: Space, locale: str) -> list[Source[Page]]:
    """The pages in ``locale`` to build: a service's only when it is on, the community's when it shows somebody."""
    on = space.identity.services
    return [
        source
        for source in space.pages
        if source.locale == locale
        and (source.meta.service is None or source.meta.service in on)
        and (source.meta.needs is None or space.people)
    ]


def of_pages(sources: Iterable[Source[Page]], home: str = "") -> dict[str, str]:
    """The address of each page by its key: that of its file name under ``home``, which is that of the home page."""
    return {source.key: home if source.key == HOME else home + quote(source.slug) + "/" for source in sources}


def home_of(space: Space, locale: str) -> str:
    """The address of the home page in ``locale``: the root for the main language, ``en/`` for another."""
    return "" if locale == space.identity.language else f"{quote(locale)}/"


def by_language(space: Space) -> dict[str, dict[str, str]]:
    """For each language of the site, the address of each page by its key."""
    return {locale: of_pages(pages(space, locale), home_of(space, locale)) for locale in space.identity.languages}


def under(parent: str, known: Mapping[str, str], source: Source[Activity] | Source[News]) -> str:
    """The address of an activity or a piece of news, below the page that lists it."""
    return known.get(parent, known.get(HOME, "") + parent + "/") + quote(source.slug) + "/"


def feed(known: Mapping[str, str], items: Collection[object]) -> str | None:
    """The address of the feed of some news, beside the page that lists them; None while there is nothing to tell."""
    return known[NEWS] + "feed.xml" if items and NEWS in known else None


def root(space: Space) -> str:
    """The whole address of the home page, with a slash at the end; empty while it is not known."""
    website = space.identity.contact.website
    return urlsplit(website)._replace(query="", fragment="").geturl().rstrip("/") + "/" if website else ""


def base(space: Space) -> str:
    """The path of the home page on its host, with a slash at both ends: ``/`` while its address is not known."""
    return urlsplit(root(space)).path or "/"


def file_of(address: str) -> str:
    """The file that answers at ``address``."""
    return address + "index.html"


def to_root(address: str) -> str:
    """The way from the page at ``address`` up to the root: ``../`` for ``tarifs/``."""
    return "../" * address.count("/")


def relative(prefix: str, address: str) -> str:
    """The way to ``address`` for a page whose way up to the root is ``prefix``."""
    return prefix + address or "./"


def outward(value: str | None) -> str | None:
    """An address typed by hand as a link wants it; None for what a link must not hold, such as a script."""
    if value is None or value.startswith(("https://", "http://", "mailto:")):
        return value
    return f"mailto:{value}" if "@" in value and ":" not in value else None
