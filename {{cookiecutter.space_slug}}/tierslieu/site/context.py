"""The names that all templates of a language may use: the facts, the formatters, the lists to show."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from babel.core import get_global
from markupsafe import Markup

from tierslieu import __version__
from tierslieu.core.problems import Problems
from tierslieu.exports import export_descriptions
from tierslieu.facts import Facts, facts, opening_hours
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.price_comparison import suits
from tierslieu.facts.shares import common_percents
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.lineage import child_answers
from tierslieu.lineage.divergence import divergence_lines
from tierslieu.lineage.recorded import read_lineage
from tierslieu.look import css
from tierslieu.model import Page, SearchWords, Source, Space
from tierslieu.rendering import urls
from tierslieu.rendering.security_headers import page_policy
from tierslieu.schedule.holidays import DaysOff

from . import activity_images, assets
from .graphics.euro import PAID_FOR, split_euro
from .graphics.governance import governance_diagram
from .graphics.locator_map import locator_map
from .listings import activities, agenda, search
from .listings import news as news_listing
from .listings.calendar_links import calendar_links
from .listings.downloads import by_reader, downloads
from .listings.menu import menus
from .schema_org.structured_data import StructuredData
from .text_marks import marked_gaps

#: The picture that social networks show.
CARD = "static/card.png"
#: How long a site may stay as it was built and still know the public holidays.
_YEARS_AHEAD = 4
_MAP = "https://www.openstreetmap.org/"


def shared_names(
    space: Space,
    formatter: LocaleFormatter,
    sources: list[Source[Page]],
    news: list[news_listing.NewsItem],
    addresses: Mapping[str, Mapping[str, str]],
    documents: Mapping[str, bytes],
    exported: Collection[str],
    static: Mapping[str, bytes],
    feed: str | None,
) -> dict[str, Any]:
    """The names for all templates and texts of a language; ``docs/reference/placeholders.md`` lists the facts."""
    locale = formatter.code
    own_addresses = addresses[locale]
    space_facts = facts(space, locale, document=False)
    organisations = {each["key"]: each for each in [*space_facts["organisations"], *space_facts["later_organisations"]]}
    calendars = calendar_links(space, locale, exported)
    cards = activities.activity_cards(space, formatter, addresses, organisations, calendars.activities)
    programme = agenda.build_programme(space, formatter, own_addresses, cards)
    files_to_download, blank_templates = downloads(space, formatter, documents)
    menu, typed = menus(space, sources), space.vocabulary.search_words.get(locale, SearchWords())
    opening = space.opening_hours
    dated_price, price_change = _dated_prices(formatter, space_facts["next_prices"])
    next_amounts = {row["key"]: row["next"]["amount"] for row in (*space_facts["offers"], *space_facts["passes"])}
    return space_facts | {
        "dated_price": dated_price,
        "price_change": price_change,
        # In a text too, a price says what it becomes.
        "prices": {
            key: dated_price(now, next_amounts.get(key), noted=True) for key, now in space_facts["prices"].items()
        },
        "words": formatter,
        "og_locale": og_locale,
        "date": formatter.date,
        "time": formatter.time,
        "plural": formatter.plural,
        "pages": own_addresses,
        "nav": menu.main,
        "footer_nav": menu.footer,
        "events": cards,
        "examples": any(card.meta.example for card in cards) or any(item.meta.example for item in news),
        "today": space.today,
        "programme": programme,
        "programme_page": agenda.PER_PAGE,
        "weekdays": formatter.weekdays(),
        "dates_shown": activities.NEXT_DATES,
        "agenda": programme.days,
        "formats": activities.format_groups(cards),
        "news": news,
        "news_latest": news_listing.LATEST,
        "news_years": news_listing.news_years(news, own_addresses),
        "feed": feed,
        "downloads": files_to_download,
        "document_readers": by_reader(files_to_download),
        "blank_templates": blank_templates,
        "shelves": search.index_sections(
            formatter, own_addresses, sources, cards, news, files_to_download, typed, (*menu.main, *menu.footer)
        ),
        "spans": search.title_range,
        "suits": suits(FactFormatter(space, locale, document=False)),
        "hours": opening_hours.rows(opening, formatter) if opening else space_facts["space"]["opening_hours"],
        "week": opening_hours.week(opening, formatter) if opening else space_facts["space"]["opening_hours"],
        "holidays": _holidays(space),
        "map_url": map_url(space),
        "directions_url": directions_url(space),
        "look": space.look,
        "fonts": [f"fonts/{name}" for name in css.font_files(space.look)],
        "own_style": assets.OWN_STYLE if f"static/{assets.OWN_STYLE}" in static else None,
        "website": urls.root(space),
        "calendars": calendars,
        "cost_shares": _cost_shares(space, space_facts["common_costs"]),
        "version": _versions(static),
        "activity_images": activity_images.image_names(space, static),
        "tel": tel,
        "gaps": partial(marked_gaps, formatter.t("blank_page")),
        "policy": Markup(page_policy()),
        "structured": StructuredData(space, locale, own_addresses, space_facts, map_url(space), _card(static)),
        **_functions(space, formatter, space_facts, exported),
    }


def _card(files: Mapping[str, bytes]) -> str | None:
    """The address of the card of the place, where there is one."""
    return assets.versioned_address(CARD, files) if CARD in files else None


def _holidays(space: Space) -> list[str]:
    """The public holidays of the coming years, for the script that says whether the place is open.

    First those of every year, without their year, then the others; the last one known ends the list.
    """
    days, first = DaysOff(space), space.today.year
    years = [[day.isoformat() for day in days.public(year)] for year in range(first, first + _YEARS_AHEAD)]
    yearly = sorted(set.intersection(*({day[5:] for day in year} for year in years)))
    dates = [day for year in years for day in year]
    return [*yearly, *(day for day in dates if day[5:] not in yearly or day == dates[-1])]


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
    return f"{_MAP}search?query={quote(address.line)}"


def directions_url(space: Space) -> str | None:
    """A link to the way to the place on OpenStreetMap: by position, else by address; None while neither is known."""
    address = space.identity.address
    if address.latitude is not None and address.longitude is not None:
        return f"{_MAP}directions?to={address.latitude},{address.longitude}"
    return f"{_MAP}directions?to={quote(address.line)}" if address.city else None


def tel(phone: str) -> str:
    """A telephone number as a link wants it: digits, and a plus sign in front if there is one."""
    # "+33 (0)4": the zero in brackets is dialled only inside the country.
    return re.sub(r"(?!^\+)[^0-9]", "", phone.strip().replace("(0)", ""))


def _dated_prices(formatter: LocaleFormatter, next_prices: Facts) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The function ``dated_price(now, then)``: a price, and ``price_change(now, then)``: what the next grid makes of it.

    ``site.js`` shows the latter alone from the first day of that grid on, whether or not the site is built again.
    """

    def dated_price(now: Any, then: Any, noted: bool = False) -> Any:
        if not then or str(now) == str(then):
            return now
        price = Markup('<span data-since="{}" data-then="{}">{}</span>').format(next_prices["day"], then, now)
        # Within a sentence, what it becomes is no line of its own.
        return (
            price + Markup(' <small data-until="{}">({})</small>').format(next_prices["day"], note(then))
            if noted
            else price
        )

    def price_change(now: Any, then: Any) -> Any:
        if not then or str(now) == str(then):
            return ""
        return Markup('<small class="then" data-until="{}">{}</small>').format(next_prices["day"], note(then))

    def note(then: Any) -> str:
        return formatter.t("price_then", amount=then, date=next_prices["start"])

    return dated_price, price_change


def _cost_shares(space: Space, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the common costs, with where each share begins and how wide it is on a bar of 100."""
    start, shares = Decimal(0), []
    for row, percent in zip(rows, common_percents(space).values(), strict=True):
        shares.append(row | {"from": start, "width": percent})
        start += percent
    return shares


def _versions(files: Mapping[str, bytes]) -> Callable[[str], str]:
    """The function ``version``: the address of a static file with its fingerprint, so that browsers may cache it for ever."""

    @cache
    def version(path: str) -> str:
        return assets.versioned_address(f"static/{path}", files)

    return version


def _functions(space: Space, formatter: LocaleFormatter, facts: Facts, exported: Collection[str]) -> dict[str, Any]:
    """What drawings and lineage offer to templates, by name; ``exported`` are the paths of the files of exports."""
    return {
        "diagram": partial(governance_diagram, space, formatter, facts),
        "euro": partial(split_euro, space, formatter, facts),
        "paid_for": PAID_FOR,
        "locator": partial(locator_map, space, formatter),
        "open_data": partial(export_descriptions.describe, space, formatter.code),
        "exported": frozenset(exported),
        "kit": partial(kit, space),
        "changes": partial(divergence_lines, space, formatter),
        "answers": child_answers.PATH,
        "child_lineage": child_answers.lineage(space),
        "answers_address": urls.root(space) + child_answers.PATH,
    }


def kit(space: Space) -> dict[str, str]:
    """The kit's version, and its address if public; the version alone when the record is missing or unreadable."""
    try:
        lineage = read_lineage(space.root)
    except Problems:
        return {"version": __version__, "address": ""}
    return {"version": __version__, "address": lineage.public_address}
