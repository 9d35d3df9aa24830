"""``lieu.json``: the description of the place for a network of places, and the JSON Schema of that file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from tierslieu import __version__
from tierslieu.core import opening_hours
from tierslieu.core.json_bytes import json_bytes
from tierslieu.facts import organisation_name
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.occurrences import OccurrenceFormatter
from tierslieu.facts.prices import sold_label, vat_is_known
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.schedule import occurrences

from . import mediation, text_sheet

PATH, SCHEMA = "lieu.json", "lieu.schema.json"
#: The calendar of the place in its main language.
CALENDAR = "agenda.ics"
#: How many days of the agenda it holds, and at most how many occurrences.
DAYS, MOST_EVENTS = 120, 300
_KIT, _CODE = "kit-tiers-lieu", "AGPL-3.0-or-later"


def build(space: Space) -> dict[str, bytes]:
    """The file and its schema."""
    content = {"$schema": SCHEMA, **_without_none(describe(space))}
    return {PATH: json_bytes(content), SCHEMA: schema()}


def schema() -> bytes:
    """The JSON Schema of the file (2020-12), from the file beside this one that ``make reference`` writes."""
    return Path(__file__).with_name(SCHEMA).read_bytes().replace(b"\r\n", b"\n")


def describe(space: Space) -> dict[str, Any]:
    """The description of the place on the day ``today``, in its main language; its agenda has no example.

    It follows ``model.lieu_json.Description``, which is not used here: to load it takes as long as all other formats.
    """
    identity, root = space.identity, urls.root(space)
    fmt = FactFormatter(space, identity.language, document=False)
    address, capacity = identity.address, identity.capacity
    position = None
    if address.latitude is not None and address.longitude is not None:
        position = {"latitude": address.latitude, "longitude": address.longitude}
    return {
        "format": 1,
        "updated": space.today.isoformat(),
        "name": _line(identity.name),
        "slug": identity.slug,
        "language": identity.language,
        "website": root or None,
        "summary": _line(identity.summary),
        "territory": _line(identity.territory),
        "address": {name: _line(getattr(address, name)) for name in ("street", "postal_code", "city")} | {"country": "FR"},
        "position": position,
        "contact": {"email": identity.contact.email, "phone": identity.contact.phone},
        "opening_hours": _line(opening_hours.openstreetmap(space.opening_hours) if space.opening_hours else None),
        "capacity": {name: getattr(capacity, name) for name in ("desks", "residents", "occasional")},
        "services": [
            {"key": name, "name": fmt.t(f"service_{name}"), "operator": space.operator_key(name)}
            for name in identity.services
        ],
        "organisations": list(_organisations(fmt)),
        "prices": _prices(fmt),
        "mediation": _mediation(space),
        "events": list(_events(fmt)),
        "calendar": root + CALENDAR if root else None,
        "lineage": {
            "parent": _line(identity.lineage.parent),
            "parent_website": identity.lineage.parent_website,
            "kit": _KIT,
            "kit_version": __version__,
        },
        "licences": {"texts": identity.licence, "data": identity.data_licence, "code": _CODE},
    }  # fmt: skip


def _without_none(value: Any) -> Any:
    """``value`` without the keys of dictionaries, at any depth, whose value is None."""
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    return [_without_none(item) for item in value] if isinstance(value, list | tuple) else value


def _line(text: str | None, longest: int = 300) -> str | None:
    """``text`` on one line, cut to ``longest`` characters; None when empty."""
    line = text_sheet.line(text or "")
    return (line if len(line) <= longest else line[: longest - 1] + "…") or None


def _organisations(fmt: FactFormatter) -> Iterator[dict[str, object]]:
    for key, organisation in fmt.space.organisations.organisations.items():
        form = fmt.space.vocabulary.legal_form(organisation.legal_form)
        yield {
            "key": key,
            "name": _line(organisation.name),
            "legal_form": organisation.legal_form,
            "legal_form_name": form and translated(form.label, fmt.locale),
            "siret": organisation.siret,
            "rna": organisation.rna,
        }


def _prices(fmt: FactFormatter) -> dict[str, object] | None:
    """The offers and passes of the services that are on, at today's prices; None while no price is known."""
    space = fmt.space
    prices, services = space.prices, space.identity.services
    grid = prices.grid(space.today)

    def euros(amounts: dict[str, Decimal], key: str) -> float | None:
        return float(amounts[key]) if key in amounts else None

    offers = []
    for key in (*prices.offers, *prices.passes):
        amount, opened = grid.amounts.get(key), prices.opened(key)
        if amount is None or opened is None or prices.service(key) not in services:
            continue
        offers.append({
            "key": key,
            "name": _line(sold_label(fmt, key)),
            "service": prices.service(key),
            "unit": opened.unit,
            "uses": prices.passes[key].uses if key in prices.passes else None,
            "amount": float(amount),
            "reduced": euros(grid.reduced, key),
            "solidarity": euros(grid.solidarity, key),
        })  # fmt: skip
    basis = prices.basis if all(vat_is_known(fmt, str(offer["key"])) for offer in offers) else None
    return {"currency": "EUR", "basis": basis, "offers": offers} if offers else None


def _mediation(space: Space) -> dict[str, object] | None:
    if "mediation" not in space.identity.services:
        return None
    return {"words": mediation.terms_by_column(space), "booking": space.identity.mediation.booking}


def _events(fmt: FactFormatter) -> Iterator[dict[str, object]]:
    space, events = fmt.space, OccurrenceFormatter(fmt.space, fmt.locale)
    root, addresses = urls.root(space), urls.addresses_by_language(space)[fmt.locale]
    last = space.today + dt.timedelta(days=DAYS)
    coming = occurrences.occurrences(space, fmt.locale, space.today, last)
    real = [occurrence for occurrence in coming if not occurrence.source.meta.example]
    for occurrence in real[:MOST_EVENTS]:
        meta = occurrence.source.meta
        kind = space.vocabulary.activity_formats[meta.format]
        host = space.on(occurrence.start.date()).responsible("runs", meta.service, meta)
        yield {
            "title": _line(meta.title),
            "description": _line(meta.description, 2000),
            "start": occurrence.start.isoformat(),
            "end": occurrence.end.isoformat(),
            "all_day": occurrence.all_day,
            "status": occurrence.status,
            "format": meta.format,
            "format_name": translated(kind.label, fmt.locale),
            "service": meta.service,
            "host": _line(organisation_name(space, host, fmt.locale)) if host else None,
            "free_for_coworkers": events.is_free_for_coworkers(occurrence.source)
            if space.coworkers_join_free
            else None,
            "page": root + urls.address_below(urls.ACTIVITY, addresses, occurrence.source) if root else None,
        }
