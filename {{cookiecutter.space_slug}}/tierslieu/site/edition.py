"""One language of a site: its pages, and the names that their templates share."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from tierslieu.core import parallel
from tierslieu.core.problems import Problems
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import SearchWords, Source, Space
from tierslieu.rendering import urls

from . import missing_pages
from .context import shared_names
from .image_tags import Pictures
from .languages import Translations, languages_of
from .listings import search
from .listings.activities import ActivityCard
from .listings.agenda import agenda_pages
from .listings.generated_page import GeneratedPage, PageId, PageMeta
from .listings.news import NewsItem, news_items, news_pages
from .output import SiteOutput
from .page_renderer import PageJob, PageRenderer
from .theme import SiteTheme

_PAGE = "pages"
_NO_NAMES: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class SiteInputs:
    """What all languages share: page addresses by language and key, public documents and export files by path."""

    space: Space
    addresses: Mapping[str, Mapping[str, str]]
    theme: SiteTheme
    pictures: Pictures
    documents: Mapping[str, bytes]
    exported: Collection[str]


class Edition:
    """The site in ``locale``: the ``names`` that its templates share, and the ``addresses`` of all that has a page."""

    def __init__(self, inputs: SiteInputs, locale: str, output: SiteOutput):
        space = inputs.space
        self.locale = locale
        self._space, self._output = space, output
        self._inputs = inputs
        self._addresses = inputs.addresses[locale]
        self._sources = urls.built_pages(space, locale)
        formatter = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
        items = news_items(space, formatter, inputs.addresses)
        self._news: list[NewsItem] = self._own(items)
        self.feed = urls.feed_address(self._addresses, self._news)
        self.names = shared_names(
            space,
            formatter,
            self._sources,
            items,
            inputs.addresses,
            inputs.documents,
            inputs.exported,
            output.static,
            self.feed,
        )
        self._renderer = PageRenderer(self.names, self._addresses, inputs.theme, output, inputs.pictures)
        self._generated_pages = tuple(self._generate_pages())
        self.addresses: dict[PageId, str] = dict(self._page_addresses())

    def render(self, translations: Translations) -> None:
        """Add every page to the output."""
        jobs = [job for job in self._jobs(translations) if self._output.claim(job.meta.address, _path(job))]
        pages = parallel.map_forked(self._renderer.render, jobs, self._renderer.render_in_child)
        words = {}
        for page, job in zip(pages, jobs, strict=True):
            if page is None:
                continue
            self._output.add(page, self._renderer.origin(job))
            if page.search_words is not None:
                words[page.address] = page.search_words
        if search.PAGE in self._addresses:
            ignored = self._space.vocabulary.search_words.get(self.locale, SearchWords()).ignored
            index = search.index_json(self.names["shelves"], words, ignored)
            self._output.files[search.index_path(self.locale)] = index
        self._output.note(missing_pages.grouped(self._renderer.link_problems, self._space.root, self.locale))

    def home(self, translations: Translations) -> bytes | None:
        """The page at the root of this language alone; None where it has problems, which are noted, or is not there."""
        jobs = (job for job in self._jobs(translations) if job.meta.address == self._addresses.get(urls.HOME))
        page = next(map(self._renderer.render, jobs), None)
        return page.html if page else None

    def render_not_found(self, base: str) -> None:
        """Add the page for addresses that do not exist; ``base`` is the path of the home page on its host."""
        t = self.names["t"]
        meta = PageMeta(t("not_found_title"), t("not_found_explained"), "404.html", urls.NOT_FOUND)
        try:
            self._output.files["404.html"] = self.render_outside(meta, "not_found", base).encode("utf-8")
        except Problems as error:
            self._output.note(error.problems)

    def render_outside(self, meta: PageMeta, layout: str, base: str, names: Mapping[str, Any] = _NO_NAMES) -> str:
        """The HTML of a page that is at no fixed address; its links start from the path ``base``. Raises ``Problems``."""
        return self._renderer.render_outside(self._job(meta, layout, {}, names=names), base)

    def news_texts(self, translations: Translations, count: int) -> list[tuple[NewsItem, Markup]]:
        """The latest ``count`` pieces of news in this language, with their texts as HTML."""
        return [(item, self._renderer.text(self._news_job(item, translations))) for item in self._news[:count]]

    def filled(self, path: str, body: str) -> str:
        """``body`` as the text of the page whose file is ``path``, with its facts; empty where there is no such page.

        Raises ``Problems``.
        """
        jobs = (job for job in self._jobs({}) if _path(job) == path)
        return next((self._renderer.filled(job, body) for job in jobs), "")

    def _page_addresses(self) -> Iterator[tuple[PageId, str]]:
        for source in self._sources:
            yield (_PAGE, source.key), self._addresses[source.key]
        for item in self._news:
            yield (urls.NEWS, item.source.key), item.address
        for card in self._activities:
            yield (urls.ACTIVITY, card.source.key), card.address
        for page in self._generated_pages:
            if page.meta.page_id:
                yield page.meta.page_id, page.meta.address

    @property
    def _activities(self) -> list[ActivityCard]:
        return self._own(self.names["events"])

    def _own(self, items: Collection[Any]) -> list[Any]:
        """Of news or activities, those written in this language; the others have their page in the main one."""
        return [item for item in items if item.source.locale == self.locale]

    def _generate_pages(self) -> Iterator[GeneratedPage]:
        """The pages without a text: the agenda by month, the news by year, the search index by kind."""
        formatter = self.names["words"]
        yield from agenda_pages(formatter, self.names["programme"])
        yield from news_pages(formatter, self.names["news_years"])
        yield from search.search_pages(formatter, self._addresses, self.names["shelves"])

    def _jobs(self, translations: Translations) -> Iterator[PageJob]:
        """Every page of this language, in the order in which they claim their addresses."""
        for source in self._sources:
            page, page_id = source.meta, (_PAGE, source.key)
            meta = PageMeta(page.title, page.description, self.addresses[page_id], page.key, page.key, page_id)
            yield self._job(meta, page.layout, translations, source)
        for item, newer, older in zip(self._news, [None, *self._news], [*self._news[1:], None], strict=False):
            yield self._news_job(item, translations, {"newer": newer, "older": older})
        for card in self._activities:
            page_id = (urls.ACTIVITY, card.source.key)
            meta = PageMeta(card.meta.title, card.meta.description or "", card.address, urls.ACTIVITY, page_id=page_id)
            links = {name: urls.external_link(getattr(card.meta, name)) for name in ("registration", "online")}
            yield self._job(meta, "activity", translations, card.source, {"event": card, **links})
        for generated in self._generated_pages:
            yield self._job(generated.meta, generated.layout, translations, names=generated.names)

    def _news_job(self, item: NewsItem, translations: Translations, names: Mapping[str, Any] = _NO_NAMES) -> PageJob:
        page_id = (urls.NEWS, item.source.key)
        meta = PageMeta(item.meta.title, item.meta.description, item.address, urls.NEWS, page_id=page_id)
        return self._job(meta, "news_item", translations, item.source, {"item": item, **names})

    def _job(
        self,
        meta: PageMeta,
        layout: str,
        translations: Translations,
        source: Source[Any] | None = None,
        names: Mapping[str, Any] = _NO_NAMES,
    ) -> PageJob:
        languages = languages_of(self._space, self._inputs.addresses, meta, translations)
        return PageJob(meta, layout, languages, source, names)


def _path(job: PageJob) -> str:
    return job.source.path if job.source else ""
