"""What robots, telephones and those who find a flaw look for at the root of a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.edition import Edition
from tierslieu.site.listings.generated_page import PageId

from . import manifest, security_txt, sitemap


def files(
    space: Space, editions: Sequence[Edition], twins: Mapping[PageId, Mapping[str, str]], made: Mapping[str, bytes]
) -> dict[str, bytes]:
    """These files by path; ``twins`` holds the addresses of each thing by locale, ``made`` the files of the site."""
    common, website = editions[0].names, urls.root(space)
    found = {
        manifest.PATH: manifest.build(space, common["words"], common["nav"], common["pages"], made, common["version"])
    }
    if text := security_txt.build(space):
        found[security_txt.PATH] = text
    if website:
        found["sitemap.xml"] = sitemap.sitemap(_entries(editions, twins), website)
        found["robots.txt"] = sitemap.robots(website)
    return found


def _entries(editions: Sequence[Edition], twins: Mapping[PageId, Mapping[str, str]]) -> Iterator[sitemap.SitemapEntry]:
    for edition in editions:
        days = {item.address: item.meta.date for item in edition.names["news"]}
        for thing, address in edition.addresses.items():
            both = tuple(twins[thing].items())
            yield sitemap.SitemapEntry(address, days.get(address), both if len(both) > 1 else ())
