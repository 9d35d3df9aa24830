"""Passes to print: A4 sheets of cards with a box for each use, and golden tickets to detach."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from babel.dates import get_day_names

from tierslieu.core.opening_hours import WEEKDAYS, OpeningHours
from tierslieu.core.paths import PRICES
from tierslieu.core.problems import Problem, Problems
from tierslieu.facts import Facts, facts, opening_hours, phone_text
from tierslieu.finance.proposals import ProposedFact, proposals
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.look.colours import TOLD_APART, distance
from tierslieu.look.patterns import BAND, flower, pass_band, stamp
from tierslieu.look.print_colours import WHITE, legible, print_letters, print_palette
from tierslieu.model import Pass, Space

from . import pass_numbers
from .theme import DocumentTheme
from .typst_pdf import typeset

_TEMPLATE = "passes.typ"
#: The boxes of a larger pass would be too small to tick.
_MOST_USES = 100
_PASSES = "passes"

#: ``t`` of the facts: a text by key, filled with values.
_Translate = Callable[..., str]


def render(space: Space, printed: pass_numbers.PrintedSeries) -> bytes:
    """The cards of ``printed``, a series of a pass of ``space``, as PDF; raises ``Problems``.

    A rule that is not decided is printed as the kit proposes it, as on the price list. Other missing facts leave room to
    write them by hand where the holder must know them, and are left out elsewhere.
    """
    space = _with_rules(space, printed.book)
    place_facts = facts(space, space.identity.language, document=False)
    t: _Translate = place_facts["t"]
    book: Facts = next(book for book in place_facts["passes"] if book["key"] == printed.book)
    if not book["uses"]:
        raise Problems([Problem("passes.uses_unknown", {"pass": printed.book}, PRICES)])
    if book["uses"] > _MOST_USES:
        values = {"pass": printed.book, "uses": book["uses"], "most": _MOST_USES}
        raise Problems([Problem("passes.uses", values, PRICES)])
    ticket: Facts = book["golden_ticket"]
    sold = space.prices.passes[printed.book]
    service, transferable = sold.service, sold.transferable
    numbers = _numbers(space.identity.slug, printed, ticket.get("count", 0))
    data = {
        "place": space.identity.name,
        "flower": flower(space.look, "currentColor").decode(),
        "stamp": stamp(space.look, ground=WHITE).decode(),
        "colours": {**print_palette(space), **pass_colours(space)},
        **print_letters(space.look.type.meta),
        "card": {
            "service": service,
            "label": book["label"],
            "price": _price(book),
            "uses": book["uses"],
            "fields": _fields(book, transferable, t),
            "give": t("sheet_give", count=ticket["count"]) if ticket else "",
        },
        "ticket": _ticket(ticket, t) if ticket else None,
        "back": _back(space, book, transferable, t),
        "numbers": numbers,
        "bands": _bands(space, service, numbers),
        # Larger squares, on the back of a card, which has fewer words.
        "covers": _bands(space, service, numbers, 3),
    }
    inputs = {
        "title": t("sheet_title", label=book["label"]),
        "place": space.identity.name,
        "language": space.identity.language,
        "data": json.dumps(data),
    }
    theme = DocumentTheme(space.root)
    return typeset(theme.text(_TEMPLATE), inputs, theme, theme.label(_TEMPLATE))


def proposed_rules(space: Space, book: str) -> list[ProposedFact]:
    """The rules of the pass ``book``, and of its golden tickets, that are printed as the kit proposes them."""
    return [fact for fact in proposals(space) if fact.proposal.file == PRICES and fact.path[:2] == (_PASSES, book)]


def _with_rules(space: Space, book: str) -> Space:
    """``space`` with what the kit proposes for the rules of the pass ``book`` that it has not decided."""
    rules = space.prices.passes[book].model_dump()
    for fact in proposed_rules(space, book):
        *sections, name = fact.path[2:]
        reduce(dict.__getitem__, sections, rules)[name] = fact.value
    passes = {**space.prices.passes, book: Pass.model_validate(rules)}
    return replace(space, prices=space.prices.model_copy(update={_PASSES: passes}))


def _price(book: Facts) -> str:
    """What people pay, empty when it is unknown or not the same for everybody."""
    if book["reduced"] or book["solidarity"] or book["free"]:
        return ""
    return str(book["ttc"] or "")


def _rules(book: Facts, transferable: bool | None, t: _Translate) -> list[str]:
    """What a box is worth, how long it is valid and whether others may use it."""
    rules = [t("sheet_box", unit=book["unit"].lower())]
    if book["validity"]:
        # From the sale, whose day is written below.
        rules.append(t("sheet_valid", validity=book["validity"]))
    return [*rules, t("sheet_transferable")] if transferable else rules


def _fields(book: Facts, transferable: bool | None, t: _Translate) -> list[str]:
    """What is written by hand on a card: its holder where it cannot be lent, and the day from which, or until which, it is valid."""
    day = t("sheet_sold" if book["validity"] else "sheet_valid_until")
    return [t("sheet_personal"), day] if transferable is False else [day]


def _ticket(ticket: Facts, t: _Translate) -> Facts:
    """The texts of a golden ticket, for somebody who does not know the place."""
    rules = []
    if ticket["for_whom"]:
        rules.append(t("sheet_ticket_for", whom=ticket["for_whom"].rstrip(".")))
    if ticket["once_per_person"]:
        rules.append(t("sheet_ticket_once"))
    # A card already has a line for its last day: one that nobody has decided is not written twice.
    days, opened = [], [] if ticket["opens"] else [t("sheet_ticket_opens")]
    if ticket["validity"]:
        rules.append(t("sheet_valid", validity=ticket["validity"]))
        days.append(t("sheet_ticket_sold"))
    if ticket["until"]:
        rules.append(t("sheet_ticket_until", date=ticket["until"]))
    # What is true of every golden ticket, where a place has not decided its own conditions.
    if not rules:
        rules.append(t("sheet_ticket_given"))
    return {
        "title": t("golden_ticket"),
        "gift": _gift(ticket, t),
        "rules": rules,
        "fields": [t("sheet_ticket_from"), *opened],
        "dates": [*days, t("sheet_ticket_used")],
        "why": t("golden_ticket_why"),
        "what_to_do": t("sheet_ticket_show"),
    }


def _gift(ticket: Facts, t: _Translate) -> str:
    """What a golden ticket gives: a phrase where it opens a plain unit, whose words agree."""
    if ticket["worth"]:
        return t("sheet_ticket_try_worth", worth=ticket["worth"])
    return t("sheet_ticket_try_of", opens=ticket["opens"].lower()) if ticket["opens"] else t("sheet_ticket_try_open")


def pass_colours(space: Space) -> dict[str, str]:
    """The ground of a pass, the colour of the place, with its texts and its headings.

    Where that colour is not told from the gold of tickets, the pass is as the foot of the site: dark, with headings in that colour.
    """
    palette = space.look.palette.meta.light
    if distance(palette.sun, palette.gold) >= TOLD_APART:
        ink = legible(palette.on_pale, palette.sun)
        return {"pass": palette.sun, "on_pass": ink, "pass_title": ink}
    return {
        "pass": palette.night,
        "on_pass": legible(palette.on_night, palette.night),
        "pass_title": legible(palette.sun, palette.night),
    }


def _hours(hours: OpeningHours, formatter: LocaleFormatter) -> list[list[str]]:
    """The days of the same hours, and these; their short names where some days are not next to each other."""
    closed = (formatter.t("hours_closed"),)
    rows = [row for row in opening_hours.rows(hours, formatter) if row.hours != closed]
    weekly = dict[tuple[str, ...], list[str]]()
    for row in rows:
        if row.weekly:
            weekly.setdefault(row.hours, []).append(row.days)
    names = [", ".join(days) for days in weekly.values()]
    if any(len(days) > 1 for days in weekly.values()):
        short = get_day_names("abbreviated", locale=formatter.locale)
        for number, day in enumerate(WEEKDAYS):
            names = [name.replace(formatter.weekday(day), short[number]) for name in names]
        names = [name.replace("., ", ". ") for name in names]
    return [
        *([name, ", ".join(times)] for name, times in zip(names, weekly, strict=True)),
        *([row.days, ", ".join(row.hours)] for row in rows if not row.weekly),
    ]


def _back(space: Space, book: Facts, transferable: bool | None, t: _Translate) -> Facts:
    """What the back of each paper tells.

    A ticket goes to somebody who does not know the place: where it is and when it is open. Its card then has what remains:
    what a box is worth and how long it is valid, who sells it, and how to learn more. A card without a ticket tells everything.
    """
    identity, hours, locale = space.identity, space.opening_hours, space.identity.language
    formatter = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
    contact = identity.contact
    # Without hours, one calls before coming.
    phone = contact.phone and (phone_text(contact.phone) if hours else t("sheet_call", phone=phone_text(contact.phone)))
    site = contact.short_website or contact.email
    also = ", ".join(service["name"] for service in book["also_opens"])
    conditions = _rules(book, transferable, t)
    seller = [
        *([t("sheet_also_opens", services=also)] if also else []),
        t("sheet_sold_by", name=book["collects"]["called"]),
    ]
    where = [line for line in (identity.address.street, identity.address.town) if line]
    week = _hours(hours, formatter) if hours else []

    def paper(*lines: str | None, hours: list[list[str]], rules: list[str] | None = None) -> Facts:
        return {"rules": rules or [], "lines": [line for line in lines if line], "hours": hours}

    if not book["golden_ticket"]:
        return {"card": paper(" ".join(seller), *where, phone, site, hours=week, rules=[" ".join(conditions)])}
    return {
        "card": paper(" ".join(seller), None if hours and site else phone, site, hours=[], rules=conditions),
        "ticket": paper(identity.name, *(where if not week else [", ".join(where)]), phone or site, hours=week),
    }


def _numbers(place: str, printed: pass_numbers.PrintedSeries, tickets: int) -> list[list[str]]:
    """For each card, its number followed by those of its golden tickets."""
    ranks = range(1, tickets + 1)
    return [
        [
            pass_numbers.card(place, printed, index),
            *(pass_numbers.ticket(place, printed, index, rank) for rank in ranks),
        ]
        for index in range(1, printed.count + 1)
    ]


def _bands(space: Space, service: str, numbers: list[list[str]], squares: int = BAND) -> dict[str, str]:
    """The band of each card, by its number, which always has its own, of some ``squares``."""
    ground = pass_colours(space)["pass"]
    return {card: pass_band(card, space.look, service, ground, squares).decode() for card, *_ in numbers}
