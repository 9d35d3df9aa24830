"""Files at the root of the site that crawlers, phones and security researchers look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.edition import Edition
from tierslieu.site.listings.generated_page import PageId

from . import manifest, security_txt, sitemap


def root_files(
    space: Space,
    editions: Sequence[Edition],
    translations: Mapping[PageId, Mapping[str, str]],
    static: Mapping[str, bytes],
) -> dict[str, bytes]:
    """These files by path; ``translations`` holds the addresses of each page by locale, ``static`` the static files.

    Without a known address of the site, there is neither a sitemap nor ``robots.txt``: both need absolute URLs.
    """
    names, website = editions[0].names, urls.root(space)
    files = {
        manifest.PATH: manifest.build(space, names["words"], names["nav"], names["pages"], static, names["version"])
    }
    if text := security_txt.build(space):
        files[security_txt.PATH] = text
    if website:
        files["sitemap.xml"] = sitemap.sitemap(_entries(editions, translations), website)
        files["robots.txt"] = sitemap.robots(website)
    return files


def _entries(
    editions: Sequence[Edition], translations: Mapping[PageId, Mapping[str, str]]
) -> Iterator[sitemap.SitemapEntry]:
    for edition in editions:
        dates = {item.address: item.meta.date for item in edition.names["news"]}
        for page_id, address in edition.addresses.items():
            locales = tuple(translations[page_id].items())
            yield sitemap.SitemapEntry(address, dates.get(address), locales if len(locales) > 1 else ())
