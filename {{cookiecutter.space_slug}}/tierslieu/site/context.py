"""What every page of a site may name: the facts, the words of the language, and the lists to show."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from babel.core import get_global

from tierslieu import __version__
from tierslieu.core.problems import Problems
from tierslieu.exports import descriptions
from tierslieu.facts import Facts, facts, opening_hours
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.price_comparison import suits
from tierslieu.facts.shares import common_percents
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.lineage import child_answers
from tierslieu.lineage.divergence import told
from tierslieu.lineage.recorded import read_lineage
from tierslieu.look import css
from tierslieu.model import Page, Source, Space
from tierslieu.rendering import urls
from tierslieu.rendering.security_headers import policy_in_page
from tierslieu.schedule.holidays import DaysOff
from tierslieu.site.graphics.euro import euro
from tierslieu.site.graphics.governance import diagram
from tierslieu.site.graphics.locator_map import locator
from tierslieu.site.listings.calendar_links import calendars
from tierslieu.site.listings.downloads import downloads

from . import assets
from .listings import agenda, search
from .listings import events as view
from .listings import news as news_pages
from .schema_org import Structured

#: The picture that social networks show.
CARD = "static/card.png"
#: How long a site may stay as it was built and still know the public holidays.
_YEARS_AHEAD = 4
_MAP = "https://www.openstreetmap.org/"


def context(
    space: Space,
    locale: str,
    sources: list[Source[Page]],
    known: Mapping[str, Mapping[str, str]],
    documents: Mapping[str, bytes],
    others: Collection[str],
    files: Mapping[str, bytes],
    feed: str | None,
) -> dict[str, Any]:
    """The names that all templates and texts in ``locale`` share, besides those that tell of pieces of news.

    ``known`` holds the addresses of the pages of each language; ``docs/reference/placeholders.md`` lists the facts
    among these names.
    """
    words = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
    known_facts = facts(space, locale, document=False)
    organisations = {one["key"]: one for one in known_facts["organisations"]}
    files_of_agenda = calendars(space, locale, others)
    events = view.events(space, words, known, organisations, files_of_agenda.activities)
    shown = agenda.programme(space, words, known[locale], events)
    opening = space.identity.opening_hours
    return known_facts | {
        "words": words,
        "og_locale": og_locale,
        "date": words.date,
        "time": words.time,
        "plural": words.plural,
        "pages": known[locale],
        "nav": view.menu(sources, "nav"),
        "footer_nav": view.menu(sources, "footer"),
        "events": events,
        "today": space.today,
        "programme": shown,
        "programme_page": agenda.PER_PAGE,
        "weekdays": words.weekdays(),
        "dates_shown": view.NEXT_DATES,
        "agenda": shown.days,
        "formats": view.formats(events),
        "news_latest": news_pages.LATEST,
        "feed": feed,
        "downloads": downloads(space, words, documents),
        "spans": search.span,
        "suits": suits(FactFormatter(space, locale, document=False)),
        "hours": opening_hours.rows(opening, words) if opening else None,
        "week": opening_hours.week(opening, words) if opening else None,
        "holidays": _holidays(space),
        "map_url": map_url(space),
        "look": space.look,
        "heading_font": next((f"fonts/{name}" for name in css.font_files(space.look)), None),
        "website": urls.root(space),
        "calendars": files_of_agenda,
        "cost_shares": _cost_shares(space, known_facts["common_costs"]),
        "version": _versions(files),
        "tel": tel,
        "policy": policy_in_page(),
        "structured": Structured(space, locale, known[locale], known_facts, map_url(space), _card(files)),
        **civic(space, words, known_facts, others),
    }


def lists(
    known: Mapping[str, Mapping[str, str]],
    sources: list[Source[Page]],
    common: Mapping[str, Any],
    news: list[view.NewsItem],
) -> dict[str, Any]:
    """The names that tell of pieces of news, for those who have the names of ``context`` already.

    They stand apart because a page whose template asks for one of them is made anew whenever a piece of news changes.
    """
    words, own = common["words"], known[common["locale"]]
    return {
        "news": news,
        "news_years": news_pages.years(news, own),
        "shelves": search.shelves(words, own, sources, common["events"], news, common["downloads"]),
    }


def _card(files: Mapping[str, bytes]) -> str | None:
    """The address of the card of the place, where there is one."""
    return assets.marked(CARD, files) if CARD in files else None


def _holidays(space: Space) -> list[str]:
    """The public holidays of the coming years, for the script that says whether the place is open."""
    days, year = DaysOff(space), space.today.year
    return [day.isoformat() for each in range(year, year + _YEARS_AHEAD) for day in days.public(each)]


def og_locale(locale: str) -> str:
    """A language as Open Graph wants it, with the country where most speak it: ``fr_FR``."""
    likely = get_global("likely_subtags").get(locale, locale)
    return f"{locale}_{likely.rpartition('_')[2]}" if "_" in likely and "_" not in locale else locale


def map_url(space: Space) -> str | None:
    """A link to the place on OpenStreetMap: by position, else by address; None while neither is known."""
    address = space.identity.address
    if address.latitude is not None and address.longitude is not None:
        spot = f"{address.latitude}/{address.longitude}"
        return f"{_MAP}?mlat={address.latitude}&mlon={address.longitude}#map=18/{spot}"
    if not address.city:
        return None
    parts = filter(None, (address.street, " ".join(filter(None, (address.postal_code, address.city)))))
    return f"{_MAP}search?query={quote(', '.join(parts))}"


def tel(phone: str) -> str:
    """A telephone number as a link wants it: digits, and a plus sign in front if there is one."""
    # "+33 (0)4": the zero in brackets is dialled only inside the country.
    return re.sub(r"(?!^\+)[^0-9]", "", phone.strip().replace("(0)", ""))


def _cost_shares(space: Space, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the common costs, with where each share begins and how wide it is on a bar of 100."""
    start, found = Decimal(0), []
    for row, percent in zip(rows, common_percents(space).values(), strict=True):
        found.append(row | {"from": start, "width": percent})
        start += percent
    return found


def _versions(files: Mapping[str, bytes]) -> Callable[[str], str]:
    """The address of a static file with a mark of what it holds, so that browsers never keep an old one."""

    @cache
    def version(path: str) -> str:
        return assets.marked(f"static/{path}", files)

    return version


def civic(space: Space, words: LocaleFormatter, facts: Facts, others: Collection[str]) -> dict[str, Any]:
    """Functions for templates, by name; ``others`` are the paths of the files that exports write."""
    return {
        "diagram": partial(diagram, space, words, facts),
        "euro": partial(euro, space, words, facts),
        "locator": partial(locator, space, words),
        "open_data": partial(descriptions.describe, space, words.code),
        "exported": frozenset(others),
        "kit": partial(kit, space),
        "changes": partial(told, space, words),
        "answers": child_answers.PATH,
        "child_lineage": child_answers.lineage(space),
        "answers_address": urls.root(space) + child_answers.PATH,
    }


def kit(space: Space) -> dict[str, str]:
    """The kit that the place was made with: its version and commit, and its address where others can reach it.

    Without a record of it, or with one that is unreadable (``./lieu lineage`` says so), there is the version alone.
    """
    try:
        found = read_lineage(space.root)
    except Problems:
        return {"version": __version__, "commit": "", "address": ""}
    # The path of a folder, or an address that asks for a key, is of no use to others, and tells them of a machine.
    public = found.template.startswith("https://") and "@" not in found.template
    return {
        "version": __version__,
        "commit": found.commit[:12],
        "address": found.template if public else "",
    }
