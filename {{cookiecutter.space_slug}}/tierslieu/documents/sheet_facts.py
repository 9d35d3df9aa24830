"""The facts of a place as the sheets of ``theme/print/`` read them: JSON in the main language, unknown facts empty."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import Any

from tierslieu.facts import Facts, facts, opening_hours, phone_text
from tierslieu.facts.activity_composition import activity_composition, activity_date
from tierslieu.facts.formatter import organisation_name
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.i18n.formatting import capitalised
from tierslieu.look import scenes
from tierslieu.look.patterns import emblem_of, modules, pattern_of, service_pattern
from tierslieu.look.print_colours import print_letters, print_palette
from tierslieu.model import Activity, Source, Space
from tierslieu.rendering import urls
from tierslieu.schedule import occurrences
from tierslieu.schedule.occurrences import Occurrence

from . import qr_code
from .facts import DocumentFacts
from .filling import fill_document, is_marked_reviewed
from .missing_facts import GAP_CLASS
from .selection import select_documents
from .theme import DocumentTheme

#: The most activities that are announced, the soonest: a calendar that was imported may hold hundreds.
_MOST_ACTIVITIES = 24
#: How far ahead an activity is announced.
_AHEAD = dt.timedelta(days=366)
#: The kind of the document that holds the rules of the place, and the table of its spaces with how each is used.
_HOUSE_RULES = "house-rules"
_SPACES = re.compile(r"^#.*#espaces\b.*\n+((?:\|.*\n?)+)", re.MULTILINE)
#: The keys of the pages to which a QR code may lead.
_LINKED_PAGES = (
    "home", "agenda", "prices", "activities", "coworking", "mediation", "support", "contact", "place", "news",
)  # fmt: skip
#: The most rooms that are drawn.
_MOST_ROOMS = 6

#: A map with a marker (https://wiki.openstreetmap.org/wiki/Browsing).
_MAP = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"


class SheetFacts:
    """What sheets print of ``space``: ``data`` is all of it; ``upcoming`` and ``prices`` decide which sheets are made."""

    def __init__(self, space: Space):
        self.space = space
        self._locale = space.identity.language
        self._fmt = OccurrenceFormatter(space, self._locale)

    @cached_property
    def data(self) -> dict[str, Any]:
        """Everything that a sheet may print, as JSON values; raises ``Problems``."""
        space, identity = self.space, self.space.identity
        return {
            "place": identity.name,
            "territory": identity.territory or "",
            "summary": identity.summary or "",
            "emblem": _svg(emblem_of(space)),
            "pattern": _svg(pattern_of(space)),
            "colours": print_palette(space),
            **print_letters(space.look.type.meta),
            "address": {"street": identity.address.street or "", "town": identity.address.town},
            "contact": {
                "phone": phone_text(identity.contact.phone) or "",
                "email": identity.contact.email or "",
                "website": identity.contact.short_website,
            },
            "hours": self._hours,
            "services": self._services,
            "prices": self.prices,
            "price_caption": self._price_caption,
            "price_notes": self._price_notes,
            "free": self._free,
            "next_prices": self._next_prices,
            "passes": next((entry["service"] for entry in self._facts["passes"]), ""),
            "pass_price": next((str(entry["amount"]) for entry in self._facts["passes"] if entry["amount"]), ""),
            "example": self._fmt.t("example_explained")
            if any(source.meta.example for source, _ in self.upcoming)
            else "",
            "activities": [self._activity(source, dates) for source, dates in self.upcoming],
            "people": self._people,
            "rooms": self._rooms,
            "rules": self._rules,
            "transport": [_strings(way, "name", "details") for way in self._facts["transport"]],
            "equipment": [str(item) for item in self._facts["equipment"]],
            "ticket": self._ticket,
            "links": self._links,
        }

    @cached_property
    def upcoming(self) -> list[tuple[Source[Activity], list[Occurrence]]]:
        """The first activities that take place from today on, each with its dates; raises ``Problems``."""
        space = self.space
        sources = occurrences.announced(space, self._locale)
        dates = occurrences.occurrences_of(space, sources, space.today, space.today + _AHEAD)
        by_source: dict[str, tuple[Source[Activity], list[Occurrence]]] = {}
        for occurrence in dates:
            if occurrence.status != "cancelled":
                by_source.setdefault(occurrence.source.path, (occurrence.source, []))[1].append(occurrence)
        return list(by_source.values())[:_MOST_ACTIVITIES]

    @cached_property
    def prices(self) -> list[dict[str, Any]]:
        """The known prices by kind of offer, as the page of prices shows them."""
        t, rows = self._fmt.t, self._priced
        kinds = dict.fromkeys(row["kind"] for row in rows)
        return [
            {"kind": t(f"kinds_{kind}"), "rows": [self._price(row) for row in rows if row["kind"] == kind]}
            for kind in kinds
        ]

    @cached_property
    def _facts(self) -> Facts:
        return facts(self.space, self._locale, document=False)

    @cached_property
    def _priced(self) -> list[Facts]:
        return [row for row in [*self._facts["offers"], *self._facts["passes"]] if row["amount"]]

    @cached_property
    def _taxes(self) -> list[str]:
        return list(dict.fromkeys(row["tax"] for row in self._priced))

    @cached_property
    def _pages(self) -> dict[str, str]:
        """The addresses of the pages of the site by key."""
        return urls.page_addresses(urls.built_pages(self.space, self._locale))

    def _price(self, row: Facts) -> dict[str, Any]:
        t = self._fmt.t
        notes = [row["tax"]] if len(self._taxes) > 1 and row["tax"] else []
        if row["invoices"]["vat"]["charges"] and row["ttc"] and str(row["amount"]) != str(row["ttc"]):
            notes.append(t("price_ttc", amount=row["ttc"]))
        if ticket := row.get("golden_ticket"):
            notes.append(self._fmt.plural("golden_tickets", ticket["count"]))
        others = [
            {"name": audience["name"], "price": t("price_free") if audience["key"] == "free" else str(price)}
            for audience in self._facts["audiences"]
            if (price := row[audience["key"]])
        ]
        return {
            "label": row["label"],
            "service": row["service"],
            "price": str(row["amount"]),
            "note": ", ".join(notes),
            "others": others,
        }

    @property
    def _price_caption(self) -> str:
        """What holds of every price: with, without or outside VAT; empty while unknown, or if they differ."""
        basis = self._taxes[0] if len(self._taxes) == 1 else ""
        return self._fmt.t("basis_ttc_long") if basis == self._fmt.t("basis_ttc") else basis

    @property
    def _price_notes(self) -> list[str]:
        """Who has the other prices, and what each seller says of VAT."""
        who = [
            self._fmt.t("hours_row", days=audience["name"], hours=audience["who"])
            for audience in self._facts["audiences"]
            if audience["who"]
        ]
        rows = [*self._facts["offers"], *self._facts["passes"]]
        mentions = dict.fromkeys(
            str(row["invoices"]["vat"]["mention"]) for row in rows if row["invoices"]["vat"]["mention"]
        )
        return [*who, *mentions]

    @property
    def _free(self) -> list[dict[str, str]]:
        """What is announced as free to all, each format or title once, and its service."""
        fmt = self._fmt
        word = fmt.t("price_free").casefold()
        free = [source for source, _ in self.upcoming if fmt.price(source).casefold() == word]
        services = {fmt.format(source) or source.meta.title: source.meta.service or "" for source in free}
        return [{"name": name, "service": service} for name, service in services.items()]

    @property
    def _next_prices(self) -> dict[str, Any]:
        changes = self._facts["next_prices"]
        rows = [_strings(change, "label", "amount") | {"audience": change["audience"]} for change in changes["changes"]]
        return {"start": changes["start"], "changes": rows} if rows else {}

    @property
    def _hours(self) -> dict[str, Any]:
        """The opening hours, day by day, and the days that are closed; empty while they are unknown."""
        hours = self.space.opening_hours
        formatter = self._fmt.formatter
        rows = opening_hours.rows(hours, formatter) if hours else ()
        closed = (formatter.t("hours_closed"),)
        return {
            "open": [{"days": capitalised(row.days), "hours": list(row.hours)} for row in rows if row.hours != closed],
            "closed": [opening_hours.in_sentence(row.days, formatter) for row in rows if row.hours == closed],
        }

    @property
    def _services(self) -> list[dict[str, str]]:
        """The services that are on, who runs each, and a cloth as large as that of the place in its colours."""
        space, t = self.space, self._fmt.t
        return [
            {
                "key": name,
                "name": t(f"service_{name}"),
                "line": t(f"service_{name}_line"),
                "operator": organisation_name(space, space.responsible("runs", name) or "", self._locale),
                "drawing": _svg(service_pattern(f"{space.identity.slug} {name}", space.look, name, 5, 4)),
            }
            for name in space.identity.services
        ]

    @property
    def _ticket(self) -> dict[str, str]:
        """What a golden ticket is, and the pass it comes with; empty while no pass has one."""
        t = self._fmt.t
        books = [entry for entry in self._facts["passes"] if entry["golden_ticket"]]
        if not books:
            return {}
        texts = {name: t(f"golden_ticket_{name}") for name in ("use", "explained", "why")}
        return {"title": t("golden_ticket"), "with": t("golden_ticket_with", pass_label=books[0]["label"]), **texts}

    @property
    def _people(self) -> list[dict[str, str]]:
        """Who is shown, with the service that a resident has come for, and a portrait where the site draws one."""
        slug, look = self.space.identity.slug, self.space.look
        return [
            {
                **_strings(person, "name", "activity"),
                "service": "coworking" if person["kind"] == "resident" else "",
                "portrait": ""
                if person["photo"]
                else _svg(scenes.portrait(f"{slug} {person['name']}", look, person["number"])),
            }
            for person in self._facts["community"]
        ]

    @property
    def _rooms(self) -> list[dict[str, str]]:
        """The first rooms, drawn as on the site."""
        space = self.space
        return [
            {
                "name": str(area["name"]),
                "drawing": _svg(scenes.room(f"{space.identity.slug} {area['key']}", space.look, area["key"], number)),
            }
            for number, area in enumerate(self._facts["areas"][:_MOST_ROOMS])
        ]

    @property
    def _rules(self) -> dict[str, Any]:
        """How each space of the place is used, from its house rules; empty without this document, or without rows.

        While nobody has reviewed the document, a row is kept only if it names a space or an equipment of the place.
        """
        documents = DocumentFacts(self.space)
        for instance in select_documents(self.space, documents):
            meta = instance.source.meta
            if meta.kind == _HOUSE_RULES and instance.source.locale == self._locale:
                document = fill_document(instance, self.space, DocumentTheme(self.space.root), documents)
                rows = _table_rows(document.text)
                if rows := [row for row in rows if is_marked_reviewed(instance) or self._is_known(row[0])]:
                    spaces = [{"space": name, "uses": _uses(uses)} for name, uses in rows]
                    return {"title": document.title, "spaces": spaces}
        return {}

    def _is_known(self, name: str) -> bool:
        """Whether each word of the name of a space is said of one area or equipment of the place."""
        areas = [f"{area['name']} {area['what']}" for area in self._facts["areas"]]
        known = [_words(text) for text in [*areas, *map(str, self._facts["equipment"])]]
        return any(_words(name) <= words for words in known)

    @property
    def _links(self) -> dict[str, dict[str, str]]:
        """The pages of the site and the map of the place by name, each with its QR code; without those that are unknown."""
        root, pages = urls.root(self.space), self._pages
        addresses = {name: root + pages[name] for name in _LINKED_PAGES if name in pages} if root else {}
        address = self.space.identity.address
        if address.latitude is not None and address.longitude is not None:
            addresses["map"] = _MAP.format(latitude=address.latitude, longitude=address.longitude)
        return {name: link_to(address) for name, address in addresses.items()}

    def _activity(self, source: Source[Activity], dates: list[Occurrence]) -> dict[str, Any]:
        """An activity with its next date, and its drawing: the cloth of its card on the site."""
        space, fmt, activity = self.space, self._fmt, source.meta
        root = urls.root(space)
        address = urls.address_below(urls.ACTIVITY, self._pages, source)
        card = activity_composition(space, fmt, source, dates[0])
        pair = (activity.colour, activity.format)
        return {
            **card,
            "drawing": _svg(
                modules(space.identity.slug, space.look, [pair], {activity.format: card["icon"]}, darkest=True)[pair]
            ),
            "registers": bool(activity.registration),
            "more": [activity_date(fmt, occurrence) for occurrence in dates[1:5]],
            "several": activity.several,
            "host": f"{fmt.t('activity_host')} {fmt.hosts(source, dates[0].start.date())}",
            "notes": [*fmt.notes(source)],
            "link": link_to(root + address) if root else {},
        }


def link_to(address: str) -> dict[str, str]:
    """A web address: whole, as people type it, and as a QR code."""
    return {"address": address, "shown": address.partition("://")[2].rstrip("/"), "qr": qr_code.drawing(address)}


def _table_rows(text: str) -> list[tuple[str, str]]:
    """The rows of the table of spaces in the Markdown of a document, without its head and rows to be filled in."""
    match = _SPACES.search(text)
    lines = match[1].splitlines()[2:] if match else []
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if GAP_CLASS not in line]
    return [(row[0], row[1]) for row in cells if len(row) == 2]


def _words(text: str) -> set[str]:
    """The words of four letters or more, without the plural."""
    return {word.rstrip("s") for word in re.findall(r"\w{4,}", text.casefold())}


def _uses(text: str) -> list[str]:
    """The rules of a space, which its cell separates with semicolons."""
    return [capitalised(part) for part in re.split(r"\s*;\s*", text) if part]


def _strings(values: Facts, *names: str) -> dict[str, str]:
    return {name: str(values[name]) for name in names}


def _svg(drawing: bytes) -> str:
    return drawing.decode("utf-8", "replace")
