"""Spaces made by hand for tests: the Comptoir's figures, with the vocabulary that the kit ships."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, TypeVar

from support.paths import TEMPLATE

from tierslieu.core import yaml_reader
from tierslieu.loading.load import load_vocabulary
from tierslieu.loading.source_files import SourceFiles
from tierslieu.look import choices
from tierslieu.model import (
    Activity,
    Budget,
    Commons,
    Identity,
    News,
    Organisations,
    Page,
    Prices,
    Source,
    Space,
    Vocabulary,
)
from tierslieu.model.look import Look, Motif, Palette, Piece, Type

TODAY = dt.date(2027, 1, 4)

P = TypeVar("P", Palette, Type, Motif)

IDENTITY: dict[str, Any] = {
    "name": "Comptoir d’exemple",
    "slug": "comptoir-exemple",
    "territory": "Pays d’exemple",
    "address": {"street": "1 place de l’Exemple", "postal_code": "42000", "city": "Saint-Étienne"},
    "contact": {"email": "bonjour@exemple.fr", "phone": "04 00 00 00 00", "website": "https://exemple.fr/"},
    "capacity": {"desks": 10, "residents": 6, "occasional": 30, "target_coworkers": 60},
    "modules": {"coworking": "oui", "mediation": "oui", "support": "oui"},
}
ORGANISATIONS: dict[str, Any] = {
    "governance_model": "cooperative-et-association",
    "organisations": {
        "cooperative": {"name": "Coopérative d’exemple", "legal_form": "cooperative"},
        "association": {"name": "Association d’exemple", "legal_form": "association-loi-1901"},
    },
    "services": {
        "coworking": {"operator": "cooperative"},
        "mediation": {"operator": "association"},
        "support": {"operator": "cooperative"},
    },
    "common_costs": {"shares": {"cooperative": 60, "association": 40}},
    "solidarity": {"percent": 10},
}
PRICES: dict[str, Any] = {
    "basis": "ttc",
    "coworkers_join_free": "oui",
    "offers": {
        "half_day": {"service": "coworking", "unit": "half_day"},
        "day": {"service": "coworking", "unit": "day"},
        "month": {"service": "coworking", "unit": "month"},
    },
    "passes": {"pass_10": {"service": "coworking", "uses": 10, "unit": "half_day", "golden_ticket": "oui"}},
    "grids": [{"from": None, "amounts": {"half_day": "9", "day": "15", "month": "280", "pass_10": "80"}}],
}
BUDGET: dict[str, Any] = {"occasional_buys": {"half_day": 2}, "opening_months": 12, "costs": [], "subsidies": []}


def comptoir(**changes: Any) -> Space:
    """Two organisations, 9/15/280, a pass of 10, common costs 60/40, solidarity 10 %.

    ``changes`` go over ``identity``, ``organisations``, ``prices``, ``budget`` (deeply, as in their files) or replace
    any other field of the space.
    """
    parts = {"identity": IDENTITY, "organisations": ORGANISATIONS, "prices": PRICES, "budget": BUDGET}
    data = {name: merge(part, changes.pop(name, {})) for name, part in parts.items()}
    organisations = Organisations.model_validate(data["organisations"])
    fields: dict[str, Any] = {
        "root": TEMPLATE,
        "today": TODAY,
        "identity": Identity.model_validate(data["identity"]),
        "organisations": organisations.on(changes.get("today", TODAY)),
        "dated_organisations": organisations,
        "prices": Prices.model_validate(data["prices"]),
        "budget": Budget.model_validate(data["budget"]),
        "commons": Commons(),
        "vocabulary": vocabulary(),
    }
    fields["look"] = look(fields["identity"])
    return Space(**(fields | changes))


def look(identity: Identity) -> Look:
    """The look that the kit gives to a place, read from its files."""
    names, slug = identity.look, identity.slug
    return Look(
        piece("palettes", Palette, names.palette, slug),
        piece("typefaces", Type, names.type, slug),
        piece("motifs", Motif, names.motif, slug),
    )


@cache
def piece(kind: str, model: type[P], name: str | None, slug: str) -> Piece[P]:
    """The part of the look called ``name``, or that which ``slug`` decides on."""
    key, path, known = choices.choose(TEMPLATE, kind, name, slug)
    data = yaml_reader.parse((TEMPLATE / path).read_text("utf-8")).data
    return Piece(key, path, model.model_validate(data), known)


def alone(**changes: Any) -> Space:
    """One association that runs everything, without shares."""
    organisations = {
        "governance_model": "association",
        "organisations": {"cooperative": REMOVED},
        "services": {name: {"operator": "association"} for name in ORGANISATIONS["services"]},
        "common_costs": {"shares": {"cooperative": REMOVED, "association": REMOVED}},
    }
    return comptoir(organisations=merge(organisations, changes.pop("organisations", {})), **changes)


def activity(slug: str = "papycamp", *, locale: str = "fr", body: str = "", **changes: Any) -> Source[Activity]:
    """A two-hour activity on the second Thursday of January 2027; ``changes`` go over its front matter."""
    meta: dict[str, Any] = {
        "title": "Papycamp",
        "format": "papycamp",
        "start": "2027-01-14 14:00",
        "end": "2027-01-14 16:00",
        "service": "mediation",
        "description": "Entre seniors.",
    }
    path = f"content/{locale}/activities/{slug}.md"
    return Source(path, locale, slug, Activity.model_validate(meta | changes), body, len(meta) + 3)


#: In ``changes``: take this key out.
REMOVED: Any = object()


def merge(base: Any, changes: Any) -> Any:
    """``base`` with ``changes`` over it, mapping by mapping."""
    if not isinstance(base, dict) or not isinstance(changes, dict):
        return changes
    merged = base | {key: merge(base.get(key), value) for key, value in changes.items()}
    return {key: value for key, value in merged.items() if value is not REMOVED}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the kit, as a new place gets it."""
    files = SourceFiles(TEMPLATE)
    vocabulary = load_vocabulary(files)
    assert files.problems == []
    return vocabulary


@cache
def texts(locale: str = "fr") -> dict[str, Any]:
    """The pages and the news that the kit ships in a language, as fields of a space."""
    files = SourceFiles(TEMPLATE)

    def read(folder: str, model: Any) -> tuple[Any, ...]:
        paths = files.folder(f"content/{locale}/{folder}", "*.md")
        return tuple(files.markdown(path, locale, model) for path in paths)

    found = {"pages": read("pages", Page), "news": read("news", News)}
    assert not files.problems
    return found
