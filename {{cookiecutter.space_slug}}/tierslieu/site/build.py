"""Space → files: gather what pages share, render each page, then check that every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from tierslieu import markdown
from tierslieu.images import Library
from tierslieu.model import Activity, News, Page, Source, Space
from tierslieu.problems import Problem, Problems

from . import addresses, emblem, feed, shared
from .links import Checker, Links, Origin
from .pictures import Pictures
from .theme import Theme
from .view import Event, Item

FEED = "feed.xml"
_PLACEHOLDER = re.compile(r"\{[{%#]")
_SECTION = re.compile(r"(?=<h2[ >])")


@dataclass(frozen=True)
class Shown:
    """The page being rendered, for templates. ``section`` is the key of the page of the menu that it belongs to."""

    title: str
    description: str
    address: str
    section: str
    key: str | None = None


@dataclass
class _Site:
    """A site being built: its ``files`` by path, and every problem met on the way."""

    space: Space
    theme: Theme
    links: Links
    pictures: Pictures
    common: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(
        self, source: Source[Page] | Source[News] | Source[Activity], layout: str, shown: Shown, **more: Any
    ) -> Markup:
        """Render the page of ``source`` with a layout; returns its text alone. What is wrong joins ``problems``."""
        prefix = addresses.to_root(shown.address)
        context = self._context(prefix, shown, source.path, source.body_line) | more
        template = f"layouts/{layout}.html"
        text = Markup()
        try:
            if not self.theme.has(template):
                raise Problems([Problem("layout.unknown", {"layout": layout}, source.path)])
            text = self._text(source, context)
            html = self.theme.render(template, context | _parts(text))
        except Problems as found:
            self._note(found.problems)
            return text
        file = addresses.file_of(shown.address)
        self.files[file] = html.encode("utf-8")
        self.origins[file] = Origin(source.path, source.body, source.body_line, self.theme.file_of(template))
        return text

    def add_not_found(self, base: str) -> None:
        """The page for addresses that do not exist: it may be shown at any depth, so its links start from ``base``."""
        t = self.common["t"]
        shown = Shown(t("not_found_title"), t("not_found_explained"), "404.html", addresses.NOT_FOUND)
        try:
            html = self.theme.render("layouts/not_found.html", self._context(base, shown, "", 1))
            self.files["404.html"] = html.encode("utf-8")
        except Problems as found:
            self._note(found.problems)

    def check_links(self, others: Collection[str]) -> None:
        checker = Checker(self.files, others)
        for file, origin in self.origins.items():
            self._note(checker.problems(file, self.files[file].decode("utf-8"), origin))

    def _context(self, prefix: str, shown: Shown, path: str, first_line: int) -> dict[str, Any]:
        return self.common | {
            "page": shown,
            "root": prefix,
            "url": self.links.namer(prefix, path, first_line),
            "picture": self.pictures.namer(prefix),
            "link": lambda address: Markup(addresses.relative(prefix, address)),
        }

    def _text(self, source: Source[Any], context: Mapping[str, Any]) -> Markup:
        body = source.body
        if _PLACEHOLDER.search(body):
            body = markdown.fill(body, context, source.path, source.body_line)
        return self.pictures.in_text(markdown.to_html(body), source, context["root"])

    def _note(self, found: Collection[Problem]) -> None:
        # A fault in a template that all pages share is said once.
        self.problems += [problem for problem in found if problem not in self.problems]


def build(space: Space, documents: Mapping[str, bytes] | None = None, others: Collection[str] = ()) -> dict[str, bytes]:
    """Every file of ``public/`` by path, in the main language of the place.

    ``documents`` are the public documents to offer, by path under ``documents/``. ``others`` are the paths of files
    that the exports put into ``public/`` beside these, so that pages can link to them. Raises ``Problems`` naming
    every fault of a text, a template or a link.
    """
    documents = documents or {}
    locale = space.identity.language
    sources = addresses.pages(space, locale)
    known = addresses.of_pages(sources)
    theme = Theme(space.root)
    links = Links(space.root, known)
    site = _Site(space, theme, links, Pictures(Library(space.root)), {})
    site.files |= _static(space, theme) | {f"documents/{path}": data for path, data in sorted(documents.items())}
    site.common = shared.context(space, sources, known, documents, others, site.files)

    for source in sources:
        page = source.meta
        shown = Shown(page.title, page.description, known[page.key], page.key, page.key)
        site.add(source, page.layout, shown)
    news = [(item, _add_news(site, item)) for item in site.common["news"]]
    for event in site.common["events"]:
        _add_activity(site, event)
    website = addresses.root(space)
    site.add_not_found(urlsplit(website).path if website else "/")
    if news and addresses.NEWS in known:
        site.files[known[addresses.NEWS] + FEED] = feed.atom(
            space.identity.name, space.identity.slug, site.common["words"], known[addresses.NEWS], news, website
        )
    if website:
        site.files["sitemap.xml"] = feed.sitemap(_dated(site, sources), website)
        site.files["robots.txt"] = feed.robots(website)
    site.files |= site.pictures.library.files
    site.problems += links.problems + site.pictures.problems
    if not site.problems:
        site.check_links(others)
    if site.problems:
        raise Problems(site.problems)
    return dict(sorted(site.files.items()))


def _add_news(site: _Site, item: Item) -> Markup:
    shown = Shown(item.meta.title, item.meta.description, item.address, addresses.NEWS)
    return site.add(item.source, "news_item", shown, item=item)


def _add_activity(site: _Site, event: Event) -> None:
    shown = Shown(event.meta.title, event.meta.description, event.address, addresses.ACTIVITY)
    site.add(event.source, "activity", shown, event=event)


def _static(space: Space, theme: Theme) -> dict[str, bytes]:
    """The static files; the emblem is drawn unless the team has put its own."""
    slug = space.identity.slug
    drawn = {
        "emblem.svg": emblem.emblem(slug),
        "pattern.svg": emblem.pattern(slug),
        "band.svg": emblem.band(slug),
    } | {f"patch-{number}.svg": emblem.patch(f"{slug} {number}") for number in range(4)}
    return {f"static/{name}": data for name, data in (drawn | theme.static()).items()}


def _parts(text: Markup) -> dict[str, Any]:
    """The text whole, and cut at its headings so that a layout can put something between them."""
    intro, *sections = _SECTION.split(text)
    return {"content": text, "intro": Markup(intro.strip()), "sections": [Markup(section) for section in sections]}


def _dated(site: _Site, sources: list[Source[Page]]) -> Iterator[tuple[str, Any]]:
    for source in sources:
        yield site.links.addresses[source.meta.key], None
    for item in site.common["news"]:
        yield item.address, item.meta.date
    for event in site.common["events"]:
        yield event.address, None
