"""What every page of a site may name: the facts, the words of the language, and the lists to show."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from tierslieu.facts import facts
from tierslieu.facts.sharing import common_percents
from tierslieu.model import Page, Source, Space
from tierslieu.words import Words

from . import addresses, hours, view
from .downloads import downloads

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
    """The names that all templates and texts in ``locale`` share, besides the lists of news.

    ``known`` holds the addresses of the pages of each language; ``docs/reference/placeholders.md`` lists the facts
    among these names.
    """
    words = Words(locale, space.vocabulary.locales[locale].strings)
    known_facts = facts(space, locale, document=False)
    organisations = {one["key"]: one for one in known_facts["organisations"]}
    events = view.events(space, words, known, organisations)
    opening = space.identity.opening_hours
    return known_facts | {
        "words": words,
        "date": words.date,
        "time": words.time,
        "plural": words.plural,
        "pages": known[locale],
        "nav": view.menu(sources, "nav"),
        "footer_nav": view.menu(sources, "footer"),
        "events": events,
        "agenda": view.days(space, events),
        "formats": view.formats(space, words, events),
        "feed": feed,
        "downloads": downloads(space, words, documents),
        "hours": hours.rows(opening, words) if opening else None,
        "map_url": map_url(space),
        "website": addresses.root(space),
        "calendar": "agenda.ics" if "agenda.ics" in others else None,
        "cost_shares": _cost_shares(space, known_facts["common_costs"]),
        "version": _versions(files),
        "tel": tel,
    }


def lists(space: Space, locale: str, known: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The names that tell of pieces of news, for templates and texts in ``locale``.

    They stand apart because a page whose template asks for one of them is made anew whenever a piece of news changes.
    """
    words = Words(locale, space.vocabulary.locales[locale].strings)
    return {"news": view.news(space, words, known)}


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
        name = f"static/{path}"
        return f"{name}?v={hashlib.sha256(files[name]).hexdigest()[:8]}"

    return version
