"""Search without a server: an index for people to read, and the same as a JSON file that a script searches."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from itertools import chain, islice
from typing import NamedTuple

from tierslieu.core.folding import fold
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Page, SearchWords, Source
from tierslieu.rendering import urls

from .activities import ActivityCard
from .downloads import Download
from .generated_page import GeneratedPage, PageSlice, paginate, section_page
from .news import NewsItem

#: The key of the page that holds the search field and the index.
PAGE = "search"
#: The keys of the sections of pages and documents; those of activities and news are in ``urls``.
PAGES, DOCUMENTS = "pages", "documents"
#: The most entries of a section on the main page; a longer one has pages of its own, of ``PER_PAGE`` entries.
MAX_ON_MAIN_PAGE, PER_PAGE = 24, 60
#: The most words that are indexed of a page with its facts, of another text, and of headings.
MAX_PAGE_WORDS, MAX_WORDS, MAX_HEADING_WORDS = 300, 120, 40
#: The least length of a word; a number may be shorter.
MIN_LENGTH = 3
#: The longest title in the label of a page of a section, in characters.
_MAX_TITLE = 24

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
#: Long lists of numbers, which would leave no room for words.
_UNINDEXED = re.compile(r"<(ol|table)\b[^>]* data-unindexed>.*?</\1>", re.DOTALL)
_HEADING = re.compile(r"<h([23])\b.*?</h\1>", re.DOTALL)


@dataclass(frozen=True)
class IndexEntry:
    """A result of the search, written in ``locale``; ``note`` is its kind, date or format in a few words.

    ``keywords`` are folded words for which it is the answer; of equal results, the one of lowest ``rank`` is first.
    """

    locale: str
    title: str
    address: str
    note: str
    description: str
    keywords: str = ""
    rank: int = 0


class IndexedText(NamedTuple):
    """Folded words, separated by spaces, without those of the title: of the headings of a text, and of all of it."""

    headings: str
    words: str


@dataclass(frozen=True)
class IndexSection:
    """The entries of a section, pages in the order of the menus, news the latest first, the others alphabetical; ``parts`` are its own pages, if it needs any."""

    key: str
    label: str
    entries: tuple[IndexEntry, ...]
    parts: tuple[PageSlice[IndexEntry], ...]


def index_sections(
    formatter: LocaleFormatter,
    addresses: Mapping[str, str],
    sources: list[Source[Page]],
    cards: list[ActivityCard],
    items: list[NewsItem],
    downloads: tuple[Download, ...],
    typed: SearchWords,
    menus: Sequence[Page],
) -> tuple[IndexSection, ...]:
    """The sections that have entries; ``addresses`` are those of the pages by key, ``sources`` their texts.

    ``typed`` are the words that people type in this language, ``menus`` the pages of the main menu and of the footer.
    """
    keywords, ranks = _keywords(typed, addresses), {page.key: rank for rank, page in enumerate(menus)}
    # A document that is a page too is found once, as the page.
    pages = {(source.locale, source.meta.title) for source in sources}
    sections = {
        PAGES: [
            IndexEntry(
                source.locale,
                source.meta.title,
                addresses[source.meta.key],
                "",
                source.meta.description,
                " ".join(keywords[source.meta.key]),
                ranks.get(source.meta.key, len(ranks)),
            )
            for source in sources
        ],
        urls.ACTIVITY: [_entry(card, _format_and_date(formatter, card)) for card in cards],
        urls.NEWS: [
            _entry(item, formatter.date(item.meta.date, "date"), -item.meta.date.toordinal()) for item in items
        ],
        DOCUMENTS: [
            IndexEntry(document.locale, document.title, file.address, file.format, document.audience)
            for document in downloads
            if (document.locale, document.title) not in pages
            for file in document.files[:1]
        ],
    }
    return tuple(_section(formatter, addresses, key, entries) for key, entries in sections.items() if entries)


def _keywords(typed: SearchWords, addresses: Mapping[str, str]) -> Mapping[str, dict[str, None]]:
    """The folded words that each page answers, by its key; an answer is the first of its pages that exists."""
    keywords: dict[str, dict[str, None]] = defaultdict(dict)
    for answer in typed.answers:
        page = next((key for key in answer.pages if key in addresses), None)
        if page is not None:
            keywords[page] |= dict.fromkeys(_WORD.findall(fold(" ".join(answer.words))))
    return keywords


def _section(
    formatter: LocaleFormatter, addresses: Mapping[str, str], key: str, entries: list[IndexEntry]
) -> IndexSection:
    ordered = tuple(sorted(entries, key=lambda entry: (entry.rank, fold(entry.title), entry.title, entry.address)))
    # Below the search page, as the page that lists the same is called: recherche/activites/.
    address = addresses.get(PAGE, "") + addresses.get(key, key + "/").removeprefix(addresses.get(urls.HOME, ""))
    parts = paginate(ordered, PER_PAGE, address) if len(ordered) > MAX_ON_MAIN_PAGE else ()
    return IndexSection(key, formatter.t(f"search_{key}"), ordered, parts)


def _entry(listed: ActivityCard | NewsItem, note: str, rank: int = 0) -> IndexEntry:
    meta = listed.meta
    return IndexEntry(listed.source.locale, meta.title, listed.address, note, meta.description or "", rank=rank)


def _format_and_date(formatter: LocaleFormatter, card: ActivityCard) -> str:
    """The format of an activity, with the day of its next session, else of its last one."""
    day = card.next.day if card.next else card.past
    return f"{card.kind.label}, {formatter.date(day, 'date')}" if day else card.kind.label


def search_pages(
    formatter: LocaleFormatter, addresses: Mapping[str, str], sections: tuple[IndexSection, ...]
) -> Iterator[GeneratedPage]:
    """The pages of the sections that are too long for the main page."""
    if PAGE not in addresses:
        return
    for section in sections:
        for part in section.parts:
            title = formatter.t("search_shelf", shelf=section.label, range=title_range(part))
            description, page_id = formatter.t("search_shelf_explained"), (PAGE, f"{section.key}/{part.number}")
            yield section_page("search_shelf", title, description, part.address, page_id, shelf=section, leaf=part)


def title_range(part: PageSlice[IndexEntry]) -> str:
    """The first and the last title of a part, shortened: ``Apéro … Barcamp``."""
    return " … ".join(dict.fromkeys(_shorten(entry.title) for entry in (part.items[0], part.items[-1])))


def _shorten(title: str) -> str:
    return title if len(title) <= _MAX_TITLE else title[: _MAX_TITLE - 1].rstrip() + "…"


def index_path(locale: str) -> str:
    """The path of the JSON file of a language, from the root of the site."""
    return f"search.{locale}.json"


def index_json(
    sections: tuple[IndexSection, ...], texts: Mapping[str, IndexedText], ignored: Collection[str] = ()
) -> bytes:
    """The file that ``search.js`` reads; ``texts`` are those of pages by address, ``ignored`` words no one looks for.

    An object: ``kinds``, the labels of the sections; ``ignored``; ``entries``, each ``[section, title, address, note,
    description, language, keywords, words of headings, words]`` where ``section`` counts from 0. Of entries that a
    query matches as well, the first comes first.
    """
    left_out = frozenset(map(fold, ignored))
    entries = [
        [
            *(number, entry.title, entry.address, entry.note, entry.description, entry.locale, entry.keywords),
            *(" ".join(word for word in words.split() if word not in left_out) for words in _text_of(entry, texts)),
        ]
        for number, section in enumerate(sections)
        for entry in sorted(section.entries, key=lambda entry: entry.rank)
    ]
    data = {"kinds": [section.label for section in sections], "ignored": sorted(left_out), "entries": entries}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _text_of(entry: IndexEntry, texts: Mapping[str, IndexedText]) -> IndexedText:
    return texts[entry.address] if entry.address in texts else text_words(entry.title, entry.description)


def page_words(title: str, description: str, page: str) -> IndexedText:
    """The words of the main part of a whole page as people read it, with the facts that its layout shows."""
    main = _MAIN.search(page)
    return _indexed(title, description, _UNINDEXED.sub("", main[0]) if main else "", MAX_PAGE_WORDS)


@lru_cache(maxsize=2_000)  # one change leaves nearly all texts as they were: a tenth of the time of 1,000 pages
def text_words(title: str, description: str, html: str = "") -> IndexedText:
    """The words of a text."""
    return _indexed(title, description, html, MAX_WORDS)


def _indexed(title: str, description: str, html: str, most: int) -> IndexedText:
    known = _folded_words(title)

    def words(text: str, count: int) -> str:
        return " ".join(islice((word for word in _folded_words(text) if word not in known), count))

    headings = " ".join(match[0] for match in _HEADING.finditer(html))
    return IndexedText(words(_plain(headings), MAX_HEADING_WORDS), words(f"{description} {_plain(html)}", most))


def _plain(html: str) -> str:
    return unescape(_TAG.sub(" ", html))


def _folded_words(text: str) -> dict[str, None]:
    """The folded words of ``text`` without duplicates, in order, as the keys of a dictionary."""
    # A site repeats few distinct words many times: the cache of ``_split_and_fold`` folds each once.
    return dict.fromkeys(chain.from_iterable(map(_split_and_fold, dict.fromkeys(text.split()))))


@cache
def _split_and_fold(text: str) -> tuple[str, ...]:
    """The folded words of a text without spaces that are numbers or have at least ``MIN_LENGTH`` letters."""
    return tuple(word for word in _WORD.findall(fold(text)) if len(word) >= MIN_LENGTH or word.isdecimal())
