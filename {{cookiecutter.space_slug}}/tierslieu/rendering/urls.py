"""The addresses of the site: paths relative to its root, empty or with a slash at the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote, urlsplit

from tierslieu.model import Activity, News, Page, Source, Space

#: The keys of the pages that list activities and news.
ACTIVITY, NEWS = "activities", "news"
#: The key of the page at the root.
HOME = "home"
NOT_FOUND = "404"


def built_pages(space: Space, locale: str) -> list[Source[Page]]:
    """The pages in ``locale`` that are built: without those of services that are off, or of a community that is empty."""
    services = space.identity.services
    return [
        source
        for source in space.pages
        if source.locale == locale
        and (source.meta.service is None or source.meta.service in services)
        and (source.meta.needs is None or space.people)
    ]


def page_addresses(sources: Iterable[Source[Page]], home: str = "") -> dict[str, str]:
    """The address of each page by key, from its file name; all are below ``home``, the address of the home page."""
    return {source.key: home if source.key == HOME else home + quote(source.slug) + "/" for source in sources}


def home_address(space: Space, locale: str) -> str:
    """The address of the home page in ``locale``: empty in the main language, ``en/`` in another."""
    return "" if locale == space.identity.language else f"{quote(locale)}/"


def addresses_by_language(space: Space) -> dict[str, dict[str, str]]:
    """For each language of the site, the address of each page by key."""
    return {
        locale: page_addresses(built_pages(space, locale), home_address(space, locale))
        for locale in space.identity.languages
    }


def address_below(parent: str, addresses: Mapping[str, str], source: Source[Activity] | Source[News]) -> str:
    """The address of an activity or a piece of news, below the page of key ``parent``, which lists it."""
    return addresses.get(parent, addresses.get(HOME, "") + parent + "/") + quote(source.slug) + "/"


def feed_address(addresses: Mapping[str, str], news: Collection[object]) -> str | None:
    """The address of the feed of ``news``, below the page that lists it; None without news or without that page."""
    return addresses[NEWS] + "feed.xml" if news and NEWS in addresses else None


def root(space: Space) -> str:
    """The URL of the home page, with a slash at the end; empty while it is not known."""
    website = space.identity.contact.website
    return urlsplit(website)._replace(query="", fragment="").geturl().rstrip("/") + "/" if website else ""


def base(space: Space) -> str:
    """The path of the home page on its host, with a slash at both ends: ``/`` while its URL is not known."""
    return urlsplit(root(space)).path or "/"


def file_of(address: str) -> str:
    """The path of the file that is served at ``address``."""
    return address + "index.html"


def to_root(address: str) -> str:
    """The relative path from the page at ``address`` up to the root: ``../`` for ``tarifs/``."""
    return "../" * address.count("/")


def relative(prefix: str, address: str) -> str:
    """The relative path to ``address`` from a page whose relative path up to the root is ``prefix``."""
    return prefix + address or "./"


def external_link(value: str | None) -> str | None:
    """A web or e-mail address typed by hand as the target of a link; None for any other, such as ``javascript:``."""
    if value is None or value.startswith(("https://", "http://", "mailto:")):
        return value
    return f"mailto:{value}" if "@" in value and ":" not in value else None
