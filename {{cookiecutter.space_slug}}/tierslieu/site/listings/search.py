"""Search without a server: an index to read, and the same as a file that a browser can search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import chain

from tierslieu.core.folding import fold
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Page, Source
from tierslieu.rendering import urls

from .downloads import Download
from .events import ActivityCard, NewsItem
from .generated_page import GeneratedPage, PageMeta, PageSlice, paginate

#: The page that holds the field and the index.
KEY = "search"
PAGES, DOCUMENTS = "pages", "documents"
#: A shelf with more entries than this has pages of its own, of so many entries.
ON_FRONT, PER_PAGE = 24, 60
#: How many different words of a text can be found; shorter words than this say nothing.
WORDS, SHORTEST = 120, 3

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class IndexEntry:
    """Something that can be found, written in ``locale``; ``note`` says in a few words what it is, or when."""

    locale: str
    title: str
    address: str
    note: str
    description: str


@dataclass(frozen=True)
class IndexSection:
    """The entries of one kind, by alphabet; ``paginate`` are its own pages when it is too long for the first."""

    key: str
    label: str
    entries: tuple[IndexEntry, ...]
    parts: tuple[PageSlice[IndexEntry], ...]


def shelves(
    words: LocaleFormatter,
    known: Mapping[str, str],
    sources: list[Source[Page]],
    events: list[ActivityCard],
    news: list[NewsItem],
    downloads: tuple[Download, ...],
) -> tuple[IndexSection, ...]:
    """Everything that can be found, by kind; a kind of which there is nothing is left out."""
    found = {
        PAGES: [
            IndexEntry(one.locale, one.meta.title, known[one.meta.key], "", one.meta.description) for one in sources
        ],
        urls.ACTIVITY: [_entry(one, _when(words, one)) for one in events],
        urls.NEWS: [_entry(one, words.date(one.meta.date, "date")) for one in news],
        DOCUMENTS: [
            IndexEntry(one.locale, one.title, one.files[0].address, one.files[0].format, one.audience)
            for one in downloads
        ],
    }
    return tuple(_shelf(words, known, key, entries) for key, entries in found.items() if entries)


def pages(words: LocaleFormatter, known: Mapping[str, str], found: tuple[IndexSection, ...]) -> Iterator[GeneratedPage]:
    """The pages of the shelves that are too long for the first one."""
    if KEY not in known:
        return
    for shelf in found:
        for part in shelf.parts:
            title = words.t("search_shelf", shelf=shelf.label, range=span(part))
            thing = (KEY, f"{shelf.key}/{part.number}")
            shown = PageMeta(title, words.t("search_shelf_explained"), part.address, KEY, thing=thing)
            yield GeneratedPage("search_shelf", shown, {"shelf": shelf, "leaf": part})


def span(part: PageSlice[IndexEntry]) -> str:
    """From which title to which title a part goes, shortened: ``Apéro … Barcamp``."""
    ends = dict.fromkeys(_short(entry.title) for entry in (part.items[0], part.items[-1]))
    return " … ".join(ends)


def file_of(locale: str) -> str:
    """Where the index of a language is."""
    return f"search.{locale}.json"


def index(found: tuple[IndexSection, ...], words: Mapping[str, str]) -> bytes:
    """The file that ``search.js`` reads; ``words`` holds those of pages that have a text, by address.

    An object: ``kinds``, their names; ``entries``, each ``[kind, title, address, note, description, words, language]``
    where ``kind`` counts from 0 and ``words`` are the folded words of the text that the title does not hold.
    """
    entries = [
        [number, one.title, one.address, one.note, one.description, _words_of(one, words), one.locale]
        for number, shelf in enumerate(found)
        for one in shelf.entries
    ]
    data = {"kinds": [shelf.label for shelf in found], "entries": entries}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _shelf(words: LocaleFormatter, known: Mapping[str, str], key: str, entries: list[IndexEntry]) -> IndexSection:
    ordered = tuple(sorted(entries, key=lambda entry: (fold(entry.title), entry.title, entry.address)))
    # Below the page of the search, under the name of the page that lists them: recherche/activites/.
    address = known.get(KEY, "") + known.get(key, key + "/").removeprefix(known.get(urls.HOME, ""))
    own = paginate(ordered, PER_PAGE, address) if len(ordered) > ON_FRONT else ()
    return IndexSection(key, words.t(f"search_{key}"), ordered, own)


def _entry(one: ActivityCard | NewsItem, note: str) -> IndexEntry:
    return IndexEntry(one.source.locale, one.meta.title, one.address, note, one.meta.description)


def _when(words: LocaleFormatter, event: ActivityCard) -> str:
    day = event.next.day if event.next else event.past
    return f"{event.kind.label}, {words.date(day, 'date')}" if day else event.kind.label


def words(title: str, description: str, html: str = "") -> str:
    """The folded words by which a page can be found besides those of its title, each once, in order."""
    known = _words(title)
    every = _words(f"{description} {unescape(_TAG.sub(' ', html))}")
    return " ".join([word for word in every if word not in known][:WORDS])


def _words_of(entry: IndexEntry, found: Mapping[str, str]) -> str:
    return found[entry.address] if entry.address in found else words(entry.title, entry.description)


def _words(text: str) -> dict[str, None]:
    """The folded words of ``text`` that say something, each once, in the order in which they come."""
    # A language has few words and a site says them often: each is folded once.
    return dict.fromkeys(chain.from_iterable(map(_in_piece, dict.fromkeys(text.split()))))


@cache
def _in_piece(piece: str) -> tuple[str, ...]:
    """The same of a text without spaces."""
    return tuple(word for word in _WORD.findall(fold(piece)) if len(word) >= SHORTEST)


def _short(title: str, most: int = 24) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
