"""Space → files: gather what pages share, render each page, then check that every link leads somewhere."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup

from tierslieu.kept import Kept
from tierslieu.model import Space
from tierslieu.problems import Problems

from . import addresses, emblem, feed
from .edition import Edition, Files, Thing
from .links import Checker
from .recipes import Recipes
from .theme import Theme
from .view import Item

#: How many pieces of news a feed holds: readers have kept the older ones.
IN_FEED = 20


def build(
    space: Space,
    documents: Mapping[str, bytes] | None = None,
    others: Collection[str] = (),
    kept: Kept | None = None,
) -> dict[str, bytes]:
    """Every file of ``public/`` by path: the main language of the place at the root, the others each in a folder.

    ``documents`` are the public documents to offer, by path under ``documents/``. ``others`` are the paths of files
    that the exports put into ``public/`` beside these, so that pages can link to them. Pages that ``kept`` holds and that
    would come out the same are not made again. Raises ``Problems`` naming
    every fault of a text, a template or a link.
    """
    documents = documents or {}
    theme = Theme(space.root)
    site = Files(_static(space, theme) | {f"documents/{path}": data for path, data in sorted(documents.items())})
    if kept:
        site.recipes = Recipes(kept, space, theme, site.files, others)
    known = addresses.by_language(space)
    editions = [Edition(space, locale, known, theme, site, documents, others) for locale in space.identity.languages]
    twins = _twins(editions)
    website = addresses.root(space)
    for edition in editions:
        news = edition.render(twins)
        if edition.common["feed"]:
            site.files[edition.common["feed"]] = _feed(space, edition, known[edition.locale], news, website)
    editions[0].render_not_found(urlsplit(website).path if website else "/")
    if website:
        site.files["sitemap.xml"] = feed.sitemap(_dated(editions), website)
        site.files["robots.txt"] = feed.robots(website)
    if not site.problems:
        checker = Checker(site.files, others)
        for file, origin in site.origins.items():
            site.note(checker.problems(file, site.files[file].decode("utf-8"), origin))
    if site.problems:
        raise Problems(site.problems)
    return dict(sorted(site.files.items()))


def _twins(editions: Iterable[Edition]) -> dict[Thing, dict[str, str]]:
    """For each thing that has a page, its address in each language."""
    found: dict[Thing, dict[str, str]] = defaultdict(dict)
    for edition in editions:
        for thing, address in edition.things.items():
            found[thing][edition.locale] = address
    return dict(found)


def _feed(
    space: Space, edition: Edition, known: Mapping[str, str], news: list[tuple[Item, Markup]], website: str
) -> bytes:
    """The news written in one language."""
    identity = space.identity
    return feed.atom(
        identity.name, identity.slug, edition.common["words"], known[addresses.NEWS], news[:IN_FEED], website
    )


def _static(space: Space, theme: Theme) -> dict[str, bytes]:
    """The static files; the emblem is drawn unless the team has put its own."""
    slug = space.identity.slug
    drawn = {
        "emblem.svg": emblem.emblem(slug),
        "pattern.svg": emblem.pattern(slug),
        "band.svg": emblem.band(slug),
    } | {f"patch-{number}.svg": emblem.patch(f"{slug} {number}") for number in range(4)}
    return {f"static/{name}": data for name, data in (drawn | theme.static()).items()}


def _dated(editions: Iterable[Edition]) -> Iterator[tuple[str, dt.date | None]]:
    """Every address of the site, with the day of its last change where it is known."""
    for edition in editions:
        days = {item.address: item.meta.date for item in edition.common["news"]}
        for address in edition.things.values():
            yield address, days.get(address)
