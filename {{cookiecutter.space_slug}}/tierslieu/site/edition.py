"""One language of a site: what its pages share, and each page rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, pairwise
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from tierslieu.core import parallel
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Source, Space
from tierslieu.rendering import markdown, urls
from tierslieu.site.listings.events import NewsItem
from tierslieu.site.listings.generated_page import GeneratedPage, PageId, PageMeta

from . import context, link_checker
from .image_tags import Pictures
from .languages import Language, Translations, offered
from .link_checker import Links, Origin
from .listings import agenda, events, news, search
from .output import RenderedPage, SiteOutput
from .recipes import without_news
from .theme import SiteTheme

_PAGE = "pages"
#: What makes files while a page is made, or reads others than those of the place: a page whose template asks for it is
#: always made.
_ALWAYS_MADE = frozenset({"picture", "kit", "changes"})
_PLACEHOLDER = re.compile(r"\{[{%#]")
_SECTION = re.compile(r"<h2[ >]")


@dataclass(frozen=True)
class PageJob:
    """A page to make at ``address``, of the text at ``path`` if it has one.

    ``make`` gives None when there is a problem, which is noted.
    """

    address: str
    path: str
    make: Callable[[], RenderedPage | None]


@dataclass(frozen=True)
class PartContext:
    """What a part that several pages share knows of the page that it is on: as for ``PageMeta``."""

    section: str
    key: str | None


class Edition:
    """The pages of a site in one language; ``known`` holds the addresses of the pages of each."""

    def __init__(
        self,
        space: Space,
        locale: str,
        known: Mapping[str, Mapping[str, str]],
        theme: SiteTheme,
        site: SiteOutput,
        pictures: Pictures,
        documents: Mapping[str, bytes],
        others: Collection[str],
    ):
        self.locale = locale
        self._space, self._theme, self._site, self._known = space, theme, site, known
        self._pictures = pictures
        self._links = Links(space.root, known[locale])
        self.sources = urls.pages(space, locale)
        bare = without_news(space)
        told = urls.pages(bare, locale)
        words = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
        news = events.news(space, words, known)
        self._news = self._own(news)
        feed = urls.feed(known[locale], self._news)
        self.common = context.context(bare, locale, told, known, documents, others, site.static, feed)
        listed = [replace(item, source=item.source.textless) for item in news]
        lists = context.lists(known, told, self.common, listed)
        self.common |= lists
        self._lists = frozenset(lists)
        self._offered = partial(offered, space, known)
        self._parts: dict[tuple[str, str, PartContext], tuple[Markup, frozenset[str]]] = {}
        self._made = tuple(self._make())
        self._searched = search.KEY in known[locale]
        #: What has a page in this language, with its address.
        self.things: dict[PageId, str] = dict(self._things())

    def render(self, twins: Translations, latest: int) -> list[tuple[NewsItem, Markup]]:
        """Add every page to the site; returns the ``latest`` so many pieces of news with their texts."""
        work = chain(self._of_pages(twins), self._of_news(twins), self._of_events(twins), self._of_lists(twins))
        pages = self._shared([one.make for one in work if self._site.claim(one.address, one.path)])
        for page in pages:
            self._site.add(page)
        if self._searched:
            found = {page.address: page.words for page in pages if page.words is not None}
            self._site.files[search.file_of(self.locale)] = search.index(self.common["shelves"], found)
        news = [(item, self._news_text(item, twins)) for item in self._news[:latest]]
        self._site.note(self._links.problems)
        return news

    def render_not_found(self, base: str) -> None:
        """The page for addresses that do not exist: it may be shown at any depth, so its links start from ``base``."""
        t = self.common["t"]
        shown = PageMeta(t("not_found_title"), t("not_found_explained"), "404.html", urls.NOT_FOUND)
        languages = self._offered(shown, {})
        try:
            html = self._theme.render("layouts/not_found.html", self._context(shown, languages, prefix=base))
            self._site.files["404.html"] = html.encode("utf-8")
        except Problems as found:
            self._site.note(found.problems)

    def _things(self) -> Iterator[tuple[PageId, str]]:
        for source in self.sources:
            yield (_PAGE, source.key), self._known[self.locale][source.key]
        for item in self._own(self.common["news"]):
            yield (urls.NEWS, item.source.key), item.address
        for event in self._own(self.common["events"]):
            yield (urls.ACTIVITY, event.source.key), event.address
        for made in self._made:
            if made.shown.thing:
                yield made.shown.thing, made.shown.address

    def _own(self, shown: Collection[Any]) -> list[Any]:
        """Of news or events, those written in this language; the others have their page in the main one."""
        return [one for one in shown if one.source.locale == self.locale]

    def _make(self) -> Iterator[GeneratedPage]:
        """The pages made from the lists of the site: the agenda by month, news by year, the index by kind."""
        words, known = self.common["words"], self._known[self.locale]
        yield from agenda.pages(words, self.common["programme"])
        yield from news.pages(words, self.common["news_years"])
        yield from search.pages(words, known, self.common["shelves"])

    def _shared(self, work: Sequence[Callable[[], RenderedPage | None]]) -> list[RenderedPage]:
        """The pages that ``work`` makes, some of them by another process; without those that have a problem."""
        if parallel.is_shared(len(work)):
            tried = parallel.run_all([partial(self._alone, one) for one in work])
            made = [page or one() for page, one in zip(tried, work, strict=True)]
        else:
            made = [one() for one in work]
        return [page for page in made if page]

    def _alone(self, make: Callable[[], RenderedPage | None]) -> RenderedPage | None:
        """The page that ``make`` gives; None when this leaves anything besides, which this process is to have itself."""
        before = self._beside()
        made = make()
        return made if self._beside() == before else None

    def _beside(self) -> tuple[int, ...]:
        """How much the making of pages has left besides them."""
        left = (self._site.problems, self._links.problems, self._pictures.problems, self._pictures.library.files)
        return tuple(map(len, left))

    def _of_pages(self, twins: Translations) -> Iterator[PageJob]:
        for source in self.sources:
            page, thing = source.meta, (_PAGE, source.key)
            shown = PageMeta(page.title, page.description, self.things[thing], page.key, page.key, thing)
            yield self._of_text(source, page.layout, shown, twins)

    def _of_news(self, twins: Translations) -> Iterator[PageJob]:
        listed = self._own(self.common["news"])
        for item, newer, older in zip(self._news, [None, *listed[:-1]], [*listed[1:], None], strict=False):
            shown = _news_shown(item)
            yield self._of_text(item.source, "news_item", shown, twins, item=item, newer=newer, older=older)

    def _of_events(self, twins: Translations) -> Iterator[PageJob]:
        for event in self._own(self.common["events"]):
            thing = (urls.ACTIVITY, event.source.key)
            shown = PageMeta(event.meta.title, event.meta.description, event.address, urls.ACTIVITY, thing=thing)
            links = {name: urls.outward(getattr(event.meta, name)) for name in ("registration", "online")}
            yield self._of_text(event.source, "activity", shown, twins, event=event, **links)

    def _of_lists(self, twins: Translations) -> Iterator[PageJob]:
        return (PageJob(made.shown.address, "", partial(self._listed, made, twins)) for made in self._made)

    def _of_text(self, source: Source[Any], layout: str, shown: PageMeta, twins: Translations, **more: Any) -> PageJob:
        return PageJob(shown.address, source.path, partial(self._written, source, layout, shown, twins, **more))

    def _listed(self, made: GeneratedPage, twins: Translations) -> RenderedPage | None:
        """A page that has no text of its own."""
        languages = self._offered(made.shown, twins)
        context = partial(self._context, made.shown, languages, None, made.more)
        origin = self._origin(f"layouts/{made.layout}.html")
        return self._page(made.layout, made.shown, languages, context, origin, listing=not made.newsless)

    def _written(
        self, source: Source[Any], layout: str, shown: PageMeta, twins: Translations, **more: Any
    ) -> RenderedPage | None:
        """The page of ``source`` with a layout. What is wrong joins the problems."""
        languages = self._offered(shown, twins)
        context = cache(partial(self._context, shown, languages, source, more))
        text = cache(lambda: self._text(source, context()))
        try:
            if not self._theme.has(f"layouts/{layout}.html"):
                raise Problems([Problem("layout.unknown", {"layout": layout}, source.path)])
            made_of = (source.body if _is_alone(source.body) else text(), *more.values())
        except Problems as found:
            self._site.note(found.problems)
            return None
        origin = self._origin(f"layouts/{layout}.html", source)
        return self._page(layout, shown, languages, context, origin, text, made_of)

    def _news_text(self, item: NewsItem, twins: Translations) -> Markup:
        """The text of a piece of news; none where it has a problem, which its page tells."""
        shown = _news_shown(item)
        try:
            return self._text(item.source, self._context(shown, self._offered(shown, twins), item.source))
        except Problems:
            return Markup()

    def _text(self, source: Source[Any], context: Mapping[str, Any]) -> Markup:
        """The text of ``source`` as the page of ``context`` shows it."""
        body = source.body
        if _PLACEHOLDER.search(body):
            body = markdown.fill(body, context, source.path, source.body_line)
        return self._pictures.in_text(markdown.to_html(body), source, context["root"])

    def _origin(self, template: str, source: Source[Any] | None = None) -> Origin:
        file = self._theme.file_of(template)
        return Origin(source.path, source.body, source.body_line, file) if source else Origin("", "", 1, file)

    def _page(
        self,
        layout: str,
        shown: PageMeta,
        languages: Sequence[Language],
        context: Callable[[], dict[str, Any]],
        origin: Origin,
        text: Callable[[], Markup] | None = None,
        made_of: Sequence[object] = (),
        listing: bool = False,
    ) -> RenderedPage | None:
        """The page ``shown``: as the last build made it, where that was of the same, else made now.

        Besides what all pages share, it is ``made_of`` these and, when it is ``listing`` or its template says so, of the
        lists of news.
        """
        template, recipes, alone = f"layouts/{layout}.html", self._site.recipes, ""
        if recipes is not None:
            alone = recipes.of(repr((template, self.locale, languages, shown, self.common["feed"])), *made_of)
            known = None if listing else recipes.known(shown.address, alone)
            known = known or recipes.known(shown.address, recipes.among_news(alone))
            if known:
                return RenderedPage(shown.address, origin, *known)
        self._theme.asked.clear()
        try:
            html = self._theme.render(template, context() | _parts(text()) if text else context())
        except Problems as found:
            self._site.note(found.problems)
            return None
        recipe = None
        if recipes is not None and not self._theme.asked & _ALWAYS_MADE:
            recipe = recipes.among_news(alone) if listing or self._theme.asked & self._lists else alone
        leads = link_checker.link_targets(urls.file_of(shown.address), html)
        words = search.words(shown.title, shown.description, text()) if self._searched and text else None
        data, same = self._site.left(shown.address, html.encode("utf-8"))
        return RenderedPage(shown.address, origin, leads, words, recipe, data, same)

    def _context(
        self,
        shown: PageMeta,
        languages: Sequence[Language],
        source: Source[Any] | None = None,
        more: Mapping[str, Any] = MappingProxyType({}),
        prefix: str | None = None,
    ) -> dict[str, Any]:
        """What templates may name on the page ``shown``, and so may the text of ``source``.

        ``prefix`` is the way to the root, unless it is up from the address of the page.
        """
        prefix = urls.to_root(shown.address) if prefix is None else prefix
        names = self._anywhere(prefix, source.path if source else "", source.body_line if source else 1)
        return names | {
            "page": shown,
            "part": lambda name: self._part(name, prefix, PartContext(shown.section, shown.key)),
            "languages": languages,
            **more,
        }

    def _anywhere(self, prefix: str, path: str, first_line: int) -> dict[str, Any]:
        """What templates may name on any page that is as deep as ``prefix`` says."""
        return self.common | {
            "root": prefix,
            "url": self._links.namer(prefix, path, first_line),
            "picture": self._pictures.namer(prefix),
            "link": lambda address: Markup(urls.relative(prefix, address)),
        }

    def _part(self, name: str, prefix: str, place: PartContext) -> Markup:
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


def _is_alone(body: str) -> bool:
    """Whether nothing else decides on how a text comes out: it names no fact and shows no picture."""
    return "![" not in body and "<img" not in body and not _PLACEHOLDER.search(body)


def _news_shown(item: NewsItem) -> PageMeta:
    thing = (urls.NEWS, item.source.key)
    return PageMeta(item.meta.title, item.meta.description, item.address, urls.NEWS, thing=thing)


def _parts(text: Markup) -> dict[str, Any]:
    """The text whole, and cut at its headings so that a layout can put something between them."""
    starts = [found.start() for found in _SECTION.finditer(text)]
    intro, *sections = (text[start:end] for start, end in pairwise([0, *starts, len(text)]))
    return {"content": text, "intro": Markup(intro.strip()), "sections": [Markup(section) for section in sections]}
