"""One language of a site: what its pages share, and each page rendered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from tierslieu import markdown
from tierslieu.model import Activity, News, Page, Source, Space
from tierslieu.problems import Problem, Problems
from tierslieu.words import Words

from . import addresses, news_pages, programme, search, shared, view
from .links import Links, Origin
from .made import Made, Shown, Thing
from .pictures import Pictures
from .recipes import Recipes, without_news, without_text
from .theme import Theme
from .view import Event, Item

_PAGE = "pages"
#: What makes files while a page is made, or reads others than those of the place: a page whose template asks for it is
#: always made.
_ALWAYS_MADE = frozenset({"picture", "kit", "changes"})
_PLACEHOLDER = re.compile(r"\{[{%#]")
_SECTION = re.compile(r"<h2[ >]")


@dataclass(frozen=True)
class Place:
    """What a part that several pages share knows of the page that it is on: as for ``Shown``."""

    section: str
    key: str | None


@dataclass(frozen=True)
class Language:
    """A language of the site, as a page offers it.

    ``address`` is that of the same thing in this language when it is ``exact``, else of the nearest page.
    """

    locale: str
    name: str
    address: str
    exact: bool


@dataclass
class Files:
    """A site being built: its ``files`` by path, where each page comes from, and every problem met on the way."""

    files: dict[str, bytes] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    recipes: Recipes | None = None

    def note(self, found: Collection[Problem]) -> None:
        """Keep problems; a fault in a template that all pages share is said once."""
        self.problems += [problem for problem in found if problem not in self.problems]

    def add(self, address: str, page: bytes, origin: Origin) -> None:
        """Put a page at ``address``, or note that another is there."""
        file = addresses.file_of(address)
        if file in self.origins:
            self.note([Problem("page.address", {"address": address, "first": self.origins[file].path}, origin.path)])
            return
        self.files[file] = page
        self.origins[file] = origin


class Edition:
    """The pages of a site in one language; ``known`` holds the addresses of the pages of each."""

    def __init__(
        self,
        space: Space,
        locale: str,
        known: Mapping[str, Mapping[str, str]],
        theme: Theme,
        site: Files,
        pictures: Pictures,
        documents: Mapping[str, bytes],
        others: Collection[str],
    ):
        self.locale = locale
        self._space, self._theme, self._site, self._known = space, theme, site, known
        self._pictures = pictures
        self._links = Links(space.root, known[locale])
        self.sources = addresses.pages(space, locale)
        bare = without_news(space)
        told = addresses.pages(bare, locale)
        words = Words(locale, space.vocabulary.locales[locale].strings)
        news = view.news(space, words, known)
        self._news = self._own(news)
        feed = addresses.feed(known[locale], self._news)
        self.common = shared.context(bare, locale, told, known, documents, others, site.files, feed)
        listed = [replace(item, source=without_text(item.source)) for item in news]
        lists = shared.lists(known, told, self.common, listed)
        self.common |= lists
        self._lists = frozenset(lists)
        self._parts: dict[tuple[str, str, Place], tuple[Markup, frozenset[str]]] = {}
        self._made = tuple(self._make())
        self._texts: dict[str, str] = {}
        #: What has a page in this language, with its address.
        self.things: dict[Thing, str] = dict(self._things())

    def render(self, twins: Mapping[Thing, Mapping[str, str]]) -> list[tuple[Item, Markup]]:
        """Add every page to the site; returns the news with their texts.

        ``twins`` holds, for each thing that has a page, its address in each language.
        """
        for source in self.sources:
            page = source.meta
            thing = (_PAGE, source.key)
            shown = Shown(page.title, page.description, self.things[thing], page.key, page.key, thing)
            self._add(source, page.layout, shown, twins)
        listed = self._own(self.common["news"])
        news = [
            (item, self._add_news(item, twins, newer, older))
            for item, newer, older in zip(self._news, [None, *listed[:-1]], [*listed[1:], None], strict=False)
        ]
        for event in self._own(self.common["events"]):
            self._add_event(event, twins)
        for made in self._made:
            self._add_made(made, twins)
        if search.KEY in self._known[self.locale]:
            self._site.files[search.file_of(self.locale)] = search.index(self.common["shelves"], self._texts)
        self._site.note(self._links.problems)
        return news

    def render_not_found(self, base: str) -> None:
        """The page for addresses that do not exist: it may be shown at any depth, so its links start from ``base``."""
        t = self.common["t"]
        shown = Shown(t("not_found_title"), t("not_found_explained"), "404.html", addresses.NOT_FOUND)
        try:
            html = self._theme.render("layouts/not_found.html", self._context(base, shown, {}, "", 1))
            self._site.files["404.html"] = html.encode("utf-8")
        except Problems as found:
            self._site.note(found.problems)

    def _things(self) -> Iterator[tuple[Thing, str]]:
        for source in self.sources:
            yield (_PAGE, source.key), self._known[self.locale][source.key]
        for item in self._own(self.common["news"]):
            yield (addresses.NEWS, item.source.key), item.address
        for event in self._own(self.common["events"]):
            yield (addresses.ACTIVITY, event.source.key), event.address
        for made in self._made:
            if made.shown.thing:
                yield made.shown.thing, made.shown.address

    def _own(self, shown: Collection[Any]) -> list[Any]:
        """Of news or events, those written in this language; the others have their page in the main one."""
        return [one for one in shown if one.source.locale == self.locale]

    def _make(self) -> Iterator[Made]:
        """The pages made from the lists of the site: the agenda by month, news by year, the index by kind."""
        words, known = self.common["words"], self._known[self.locale]
        yield from programme.pages(words, self.common["programme"])
        yield from news_pages.pages(words, self.common["news_years"])
        yield from search.pages(words, known, self.common["shelves"])

    def _add_news(
        self, item: Item, twins: Mapping[Thing, Mapping[str, str]], newer: Item | None, older: Item | None
    ) -> Markup:
        thing = (addresses.NEWS, item.source.key)
        shown = Shown(item.meta.title, item.meta.description, item.address, addresses.NEWS, thing=thing)
        return self._add(item.source, "news_item", shown, twins, item=item, newer=newer, older=older)

    def _add_event(self, event: Event, twins: Mapping[Thing, Mapping[str, str]]) -> None:
        thing = (addresses.ACTIVITY, event.source.key)
        shown = Shown(event.meta.title, event.meta.description, event.address, addresses.ACTIVITY, thing=thing)
        links = {name: addresses.outward(getattr(event.meta, name)) for name in ("registration", "online")}
        self._add(event.source, "activity", shown, twins, event=event, **links)

    def _add_made(self, made: Made, twins: Mapping[Thing, Mapping[str, str]]) -> None:
        """Render a page that has no text of its own; one of the team at the same address wins."""
        if addresses.file_of(made.shown.address) in self._site.files:
            return
        context = self._context(addresses.to_root(made.shown.address), made.shown, twins, "", 1) | dict(made.more)
        template = f"layouts/{made.layout}.html"
        try:
            page = self._page(template, made.shown, context, (), listing=not made.newsless)
        except Problems as found:
            self._site.note(found.problems)
            return
        self._site.add(made.shown.address, page, Origin("", "", 1, self._theme.file_of(template)))

    def _add(
        self,
        source: Source[Page] | Source[News] | Source[Activity],
        layout: str,
        shown: Shown,
        twins: Mapping[Thing, Mapping[str, str]],
        **more: Any,
    ) -> Markup:
        """Render the page of ``source`` with a layout; returns its text alone. What is wrong joins the problems."""
        prefix = addresses.to_root(shown.address)
        context = self._context(prefix, shown, twins, source.path, source.body_line) | more
        template = f"layouts/{layout}.html"
        text = Markup()
        try:
            if not self._theme.has(template):
                raise Problems([Problem("layout.unknown", {"layout": layout}, source.path)])
            text = self._pictures.in_text(_text(source, context), source, prefix)
            page = self._page(template, shown, context | _parts(text), (text, *more.values()))
        except Problems as found:
            self._site.note(found.problems)
            return text
        origin = Origin(source.path, source.body, source.body_line, self._theme.file_of(template))
        self._site.add(shown.address, page, origin)
        self._texts[shown.address] = text
        return text

    def _page(
        self, template: str, shown: Shown, context: Mapping[str, Any], made_of: Iterable[object], listing: bool = False
    ) -> bytes:
        """The page ``shown``: as the last build made it, where that was of the same, else made now.

        Besides what all pages share, it is ``made_of`` these and, when it is ``listing`` or its template says so, of the
        lists of news.
        """
        recipes = self._site.recipes
        if recipes is None:
            return self._theme.render(template, context).encode("utf-8")
        own = repr((template, self.locale, context["languages"], shown, context["feed"]))
        alone = recipes.of(own, *made_of)
        page = None if listing else recipes.made(shown.address, alone)
        page = page or recipes.made(shown.address, recipes.among_news(alone))
        if page is None:
            self._theme.asked.clear()
            page = self._theme.render(template, context).encode("utf-8")
            if not self._theme.asked & _ALWAYS_MADE:
                listing = listing or bool(self._theme.asked & self._lists)
                recipes.note(shown.address, recipes.among_news(alone) if listing else alone, page)
        return page

    def _context(
        self, prefix: str, shown: Shown, twins: Mapping[Thing, Mapping[str, str]], path: str, first_line: int
    ) -> dict[str, Any]:
        return self._anywhere(prefix, path, first_line) | {
            "page": shown,
            "part": lambda name: self._part(name, prefix, Place(shown.section, shown.key)),
            "languages": tuple(self._languages(shown, twins.get(shown.thing, {}) if shown.thing else {})),
        }

    def _anywhere(self, prefix: str, path: str, first_line: int) -> dict[str, Any]:
        """What templates may name on any page that is as deep as ``prefix`` says."""
        return self.common | {
            "root": prefix,
            "url": self._links.namer(prefix, path, first_line),
            "picture": self._pictures.namer(prefix),
            "link": lambda address: Markup(addresses.relative(prefix, address)),
        }

    def _part(self, name: str, prefix: str, place: Place) -> Markup:
        """A component that is the same on all pages of a section, made once for them."""
        known = (name, prefix, place)
        asked = self._theme.asked
        if known not in self._parts:
            before = frozenset(asked)
            asked.clear()
            html = self._theme.render(f"components/{name}.html", self._anywhere(prefix, "", 1) | {"page": place})
            self._parts[known] = Markup(html), frozenset(asked)
            asked |= before
        html, names = self._parts[known]
        asked |= names
        return html

    def _languages(self, shown: Shown, twins: Mapping[str, str]) -> Iterator[Language]:
        """The languages of the site, for the reader of ``shown``."""
        for locale in self._space.identity.languages:
            known = self._known[locale]
            nearest = known.get(shown.section, addresses.home_of(self._space, locale))
            name = self._space.vocabulary.locales[locale].name
            yield Language(locale, name, twins.get(locale, nearest), locale in twins)


def _text(source: Source[Any], context: Mapping[str, Any]) -> Markup:
    body = source.body
    if _PLACEHOLDER.search(body):
        body = markdown.fill(body, context, source.path, source.body_line)
    return markdown.to_html(body)


def _parts(text: Markup) -> dict[str, Any]:
    """The text whole, and cut at its headings so that a layout can put something between them."""
    starts = [found.start() for found in _SECTION.finditer(text)]
    intro, *sections = (text[start:end] for start, end in pairwise([0, *starts, len(text)]))
    return {"content": text, "intro": Markup(intro.strip()), "sections": [Markup(section) for section in sections]}
