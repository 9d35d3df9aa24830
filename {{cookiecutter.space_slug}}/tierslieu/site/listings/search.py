"""Search without a server: an index for people to read, and the same as a JSON file that a script searches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import chain, islice

from tierslieu.core.folding import fold
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Page, Source
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
#: The most words that are indexed of a text, and the least length of a word.
MAX_WORDS, MIN_LENGTH = 120, 3
#: The longest title in the label of a page of a section, in characters.
_MAX_TITLE = 24

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class IndexEntry:
    """A result of the search, written in ``locale``; ``note`` is its kind, date or format in a few words."""

    locale: str
    title: str
    address: str
    note: str
    description: str


@dataclass(frozen=True)
class IndexSection:
    """The entries of a section in alphabetical order; ``parts`` are its own pages, if it needs any."""

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
) -> tuple[IndexSection, ...]:
    """The sections that have entries; ``addresses`` are those of the pages by key, ``sources`` their texts."""
    sections = {
        PAGES: [
            IndexEntry(source.locale, source.meta.title, addresses[source.meta.key], "", source.meta.description)
            for source in sources
        ],
        urls.ACTIVITY: [_entry(card, _format_and_date(formatter, card)) for card in cards],
        urls.NEWS: [_entry(item, formatter.date(item.meta.date, "date")) for item in items],
        DOCUMENTS: [
            IndexEntry(document.locale, document.title, file.address, file.format, document.audience)
            for document in downloads
            for file in document.files[:1]
        ],
    }
    return tuple(_section(formatter, addresses, key, entries) for key, entries in sections.items() if entries)


def _section(
    formatter: LocaleFormatter, addresses: Mapping[str, str], key: str, entries: list[IndexEntry]
) -> IndexSection:
    ordered = tuple(sorted(entries, key=lambda entry: (fold(entry.title), entry.title, entry.address)))
    # Below the search page, as the page that lists the same is called: recherche/activites/.
    address = addresses.get(PAGE, "") + addresses.get(key, key + "/").removeprefix(addresses.get(urls.HOME, ""))
    parts = paginate(ordered, PER_PAGE, address) if len(ordered) > MAX_ON_MAIN_PAGE else ()
    return IndexSection(key, formatter.t(f"search_{key}"), ordered, parts)


def _entry(listed: ActivityCard | NewsItem, note: str) -> IndexEntry:
    return IndexEntry(listed.source.locale, listed.meta.title, listed.address, note, listed.meta.description)


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


def index_json(sections: tuple[IndexSection, ...], words: Mapping[str, str]) -> bytes:
    """The file that ``search.js`` reads; ``words`` are the ``search_words`` of pages with a text, by address.

    An object: ``kinds``, the labels of the sections; ``entries``, each ``[section, title, address, note, description,
    words, language]`` where ``section`` counts from 0 and ``words`` are the ``search_words`` of the entry.
    """
    entries = [
        [number, entry.title, entry.address, entry.note, entry.description, _words_of(entry, words), entry.locale]
        for number, section in enumerate(sections)
        for entry in section.entries
    ]
    data = {"kinds": [section.label for section in sections], "entries": entries}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _words_of(entry: IndexEntry, words: Mapping[str, str]) -> str:
    return words[entry.address] if entry.address in words else search_words(entry.title, entry.description)


def search_words(title: str, description: str, html: str = "") -> str:
    """The folded words of a page that are not in its title, without duplicates, separated by spaces."""
    title_words = _folded_words(title)
    words = _folded_words(f"{description} {unescape(_TAG.sub(' ', html))}")
    return " ".join(islice((word for word in words if word not in title_words), MAX_WORDS))


def _folded_words(text: str) -> dict[str, None]:
    """The folded words of ``text`` without duplicates, in order, as the keys of a dictionary."""
    # A site repeats few distinct words many times: the cache of ``_split_and_fold`` folds each once.
    return dict.fromkeys(chain.from_iterable(map(_split_and_fold, dict.fromkeys(text.split()))))


@cache
def _split_and_fold(text: str) -> tuple[str, ...]:
    """The folded words of a text without spaces that have at least ``MIN_LENGTH`` letters."""
    return tuple(word for word in _WORD.findall(fold(text)) if len(word) >= MIN_LENGTH)
