"""The names that a field of a form may take, with their words, from the facts and the vocabulary of a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from tierslieu.core.folding import fold
from tierslieu.core.front_matter import header_of
from tierslieu.core.inheritance import inherited
from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE
from tierslieu.i18n.formatting import translated
from tierslieu.i18n.messages import DEFAULT_LANGUAGE, text
from tierslieu.loading.source_files import parse_header, parse_yaml
from tierslieu.look import choices as look_choices
from tierslieu.model import Model
from tierslieu.model.organisations import Solidarity
from tierslieu.model.prices import Kind
from tierslieu.months import register_files
from tierslieu.months.words import month_name

from .form_fields import FormField

#: Where the names of a field come from, by the name of its model and its key: a method of ``Choices`` or, with a
#: slash, a folder of ``vocabulary/``.
SOURCES: dict[tuple[str, str], str] = {
    ("Identity", "public_holidays"): "vocabulary/public_holidays",
    ("Identity", "school_zone"): "vocabulary/school_holidays",
    ("Identity", "language"): "locales",
    ("Identity", "other_languages"): "locales",
    ("Looks", "palette"): "palettes",
    ("Looks", "type"): "typefaces",
    ("Looks", "motif"): "motifs",
    ("Publication", "publisher"): "organisations",
    ("Organisations", "governance_model"): "vocabulary/governance_models",
    ("Organisation", "legal_form"): "vocabulary/legal_forms",
    ("Organisation", "marks"): "vocabulary/marks",
    ("Vat", "regime"): "vocabulary/vat_regimes",
    ("Service", "operator"): "organisations",
    ("Service", "collects"): "organisations",
    ("Service", "invoices"): "organisations",
    ("Service", "insures"): "organisations",
    ("Service", "employs"): "organisations",
    ("Stream", "collects"): "organisations",
    ("Stream", "shares"): "organisations",
    ("CommonCosts", "shares"): "organisations",
    ("CommonCosts", "measures"): "organisations",
    ("Solidarity", "unit"): "offers",
    ("RuleChange", "organisations"): "organisations",
    ("OrganisationChange", "legal_form"): "vocabulary/legal_forms",
    ("Agreement", "kind"): "agreements",
    ("Agreement", "organisation"): "organisations",
    ("Offer", "unit"): "vocabulary/price_units",
    ("Offer", "thing"): "areas",
    ("Offer", "vat"): "vocabulary/vat_rates",
    ("Pass", "unit"): "offers",
    ("GoldenTicket", "opens"): "offers",
    ("Grid", "amounts"): "sold",
    ("Grid", "reduced"): "sold",
    ("Grid", "solidarity"): "sold",
    ("Grid", "free"): "sold",
    ("Budget", "occasional_buys"): "sold",
    ("Budget", "actions"): "organisations",
    ("Budget", "opening_cash"): "organisations",
    ("Budget", "profit_tax"): "organisations",
    ("Sale", "offer"): "sold",
    ("OtherSale", "vat"): "vocabulary/vat_rates",
    ("Cost", "paid_by"): "organisations",
    ("Cost", "vat"): "vocabulary/vat_rates",
    ("Cost", "agreement"): "agreement_names",
    ("Subsidy", "received_by"): "organisations",
    ("Subsidy", "agreement"): "agreement_names",
    ("Investment", "paid_by"): "organisations",
    ("Investment", "vat"): "vocabulary/vat_rates",
    ("Contribution", "received_by"): "organisations",
    ("Loan", "received_by"): "organisations",
    ("Receipt", "stream"): "sold_streams",
    ("Receipt", "received_by"): "organisations",
    ("Receipt", "rate"): "vocabulary/vat_rates",
    ("Correction", "month"): "months",
    ("Correction", "stream"): "streams",
    ("Correction", "received_by"): "organisations",
    ("Correction", "rate"): "vocabulary/vat_rates",
    ("CostCorrection", "month"): "months",
    ("CostCorrection", "paid_by"): "organisations",
    ("CostCorrection", "vat"): "vocabulary/vat_rates",
    ("UseCorrection", "month"): "months",
    ("UseCorrection", "pass"): "passes",
    ("PassUses", "pass"): "passes",
    ("PassUses", "sold_by"): "organisations",
    ("PaidCost", "paid_by"): "organisations",
    ("PaidCost", "vat"): "vocabulary/vat_rates",
    ("MonthRegister", "totals"): "streams",
    ("Page", "obligation"): "vocabulary/obligations",
    ("Activity", "format"): "vocabulary/activity_formats",
    ("Activity", "roles"): "organisations",
    **{
        ("Mediation", name): f"mediation/{name}"
        for name in (
            "services", "publics", "care", "fees", "access", "guidance", "programmes", "labels", "mobility", "kinds",
        )
    },
}  # fmt: skip
#: The fields whose names people make up, and why.
FREE: dict[tuple[str, str], str] = {
    ("Page", "key"): "the short name of the page itself",
    ("Page", "layout"): "a template of the theme, which no form shows",
    ("News", "key"): "the short name of the piece of news itself",
    ("Activity", "key"): "the short name of the activity itself",
    ("Identity", "slug"): "the short name of the place itself",
    ("Area", "key"): "each area has its own short name",
    ("Organisations", "organisations"): "the short names of the organisations themselves",
    ("Organisations", "streams"): "a service, or another revenue under a name of its own",
    ("RuleChange", "streams"): "a service, or another revenue under a name of its own",
    ("Organisations", "agreements"): "each agreement has its own short name",
    ("Organisation", "colleges"): "the statutes of a cooperative name its colleges",
    ("Prices", "offers"): "each offer has its own short name",
    ("Prices", "passes"): "each pass has its own short name",
}
#: The values of messages that are names of a vocabulary.
NAMED = {
    "form": "vocabulary/legal_forms",
    "regime": "vocabulary/vat_regimes",
    "regimes": "vocabulary/vat_regimes",
    "mark": "vocabulary/marks",
    "service": "streams",
}
#: Where the words of the entries of a mapping come from, by its key.
_NAMES_OF = {
    "offers": "offers", "passes": "sold", "organisations": "organisations", "streams": "streams",
    "agreements": "agreement_names",
}  # fmt: skip
#: What offers sell.
_KINDS = get_args(Kind)
#: How a file says that a service is on.
_ON = ("oui", "yes", "true")
#: The fields that only a company or a cooperative fills in.
_OF_COMPANIES = ("capital", "associates", "colleges", "reserves_percent")
#: The texts of closed lists that are words of the site already, by key of field: with the name, keys of its strings.
_STRINGS = {"service": "service_{}", "also_opens": "service_{}", "services": "service_{}", "kind": "kind_{}"}


class Choices:
    """The names that may be chosen in the place in ``root``, with words in ``language``.

    It reads the files of the place once, as they are written, even where they have errors: it serves one request.
    ``typed`` are organisations of a form that is not saved yet, by short name: shares and roles can name them already.
    """

    def __init__(self, root: Path, language: str, typed: Mapping[str, str] = MappingProxyType({})):
        self._root, self.language, self._typed = root, language, typed
        self._sources: dict[str, dict[str, str]] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site, the main one first."""
        space = self._yaml(SPACE)
        others = space.get("other_languages")
        names = [space.get("language") or DEFAULT_LANGUAGE, *(others if isinstance(others, list) else [])]
        return tuple(dict.fromkeys(map(str, names)))

    def language_name(self, code: str) -> str:
        """The name of a language, in itself."""
        return self._of("locales").get(code, code)

    def of(self, model: type[Model], field: FormField, *, in_rows: bool = False) -> dict[str, str] | None:
        """The names that ``field`` takes, or each of its rows, with their words; None where people make up the name."""
        if field.names and not in_rows:
            return {name: self._closed(field, name) for name in field.names}
        source = SOURCES.get((model.__name__, field.key))
        return None if source is None else self._of(source)

    def suggested(self, field: FormField) -> dict[str, str]:
        """The names that an entry of ``field`` mostly bears, where people may make up another, with their words."""
        return self._of("streams") if field.key == "streams" else {}

    def unasked(self, legal_form: str) -> frozenset[str]:
        """The fields that an organisation of a legal form does not have: those of companies, of another register."""
        form = (
            inherited(legal_form, lambda name: self._yaml(f"vocabulary/legal_forms/{name}.yaml")) if legal_form else {}
        )
        if legal_form and not form:
            return frozenset()
        has = {
            **{register: register in (form.get("identifiers") or ()) for register in ("rna", "rcs")},
            **dict.fromkeys(_OF_COMPANIES, form.get("companies") or str(form.get("cooperative")).lower() in _ON),
        }
        return frozenset(key for key, asked in has.items() if not asked)

    @cached_property
    def photos(self) -> list[str]:
        """The photographs of the place, as a form names them."""
        files = (self._root / "content/images").glob("[!.]*")
        return sorted(f"images/{file.name}" for file in files if file.is_file())

    @property
    def sold(self) -> dict[str, str]:
        """What the place sells, by short name."""
        return self._of("sold")

    def unit(self, model: type[Model], field: FormField) -> str:
        """What ``field`` counts, in words; for free uses, the unit of the solidarity share of the place."""
        if (model.__name__, field.key) != ("MonthRegister", "free_uses"):
            return field.texts.unit
        solidarity = self._yaml(ORGANISATIONS).get("solidarity")
        own = solidarity.get("unit") if isinstance(solidarity, dict) else None
        name = str(own or Solidarity.model_fields["unit"].default)
        unit = dict(_entries(self._yaml(PRICES), "offers")).get(name, {}).get("unit")
        visits = self._yaml(f"vocabulary/price_units/{unit}.yaml").get("visits")
        words = visits.get("name") if isinstance(visits, dict) else None
        return self._in_words(words, self._offers().get(name, "").lower())

    def _of(self, source: str) -> dict[str, str]:
        if source not in self._sources:
            self._sources[source] = self._read(source)
        return self._sources[source]

    def entry_name(self, key: str, name: str) -> str:
        """The words of an entry of the mapping at ``key`` of a file; with its short name where others bear them too."""
        source = _NAMES_OF.get(key)
        names = self._of(source) if source else {}
        words = names.get(name, name)
        return f"{words} ({name})" if list(names.values()).count(words) > 1 else words

    def entry_key(self, key: str, words: str) -> str:
        """The short name of the entry of the mapping at ``key`` that bears those words; empty for another."""
        names = self._of("streams") if key == "streams" else {}
        return next((name for name, own in names.items() if fold(own) == fold(words)), "")

    def in_words(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a message, with the names of some vocabularies in words."""
        return {
            key: ", ".join(self._of(NAMED[key]).get(name, name) for name in str(value).split(", "))
            if key in NAMED
            else f"{value:%d/%m/%Y}"
            if isinstance(value, dt.date)
            else value
            for key, value in values.items()
        }

    def _closed(self, field: FormField, name: str) -> str:
        pattern = _STRINGS.get(field.key, "")
        return field.texts.choices.get(name) or self._strings.get(pattern.format(name), name)

    def _read(self, source: str) -> dict[str, str]:
        folder, _, name = source.partition("/")
        if folder == "vocabulary":
            return self._labels(f"vocabulary/{name}")
        if folder == "mediation":
            return self._terms(name)
        reader: Callable[[], dict[str, str]] = getattr(self, f"_{source}")
        return reader()

    def _yaml(self, file: str) -> dict[str, Any]:
        """The data of ``file``; empty if it can't be read, or holds no keys."""
        try:
            data = parse_yaml((self._root / file).read_text("utf-8", errors="replace")).data
        except OSError:
            return {}
        return data if isinstance(data, dict) else {}

    def _in_words(self, texts: Any, otherwise: str) -> str:
        """``texts`` of the vocabulary in the language."""
        if isinstance(texts, Mapping) and texts:
            return str(translated(texts, self.language))
        return str(texts) if isinstance(texts, str) and texts else otherwise

    def _labels(self, folder: str) -> dict[str, str]:
        """The names of the files of ``folder``, with their labels; those with a rank first, in its order."""
        files = {
            path.stem: self._yaml(f"{folder}/{path.name}") for path in sorted((self._root / folder).glob("*.yaml"))
        }
        ranked = sorted(files, key=lambda name: (files[name].get("rank") is None, files[name].get("rank") or 0))
        return {name: self._in_words(files[name].get("label") or files[name].get("name"), name) for name in ranked}

    def _terms(self, name: str) -> dict[str, str]:
        terms = self._yaml(f"vocabulary/mediation/{name}.yaml").get("terms")
        return {
            key: (term.get("label") or {}).get(self.language) or str(term.get("value", key))
            for key, term in (terms or {}).items()
        }

    @cached_property
    def _strings(self) -> dict[str, str]:
        """The words of the site in the language."""
        strings = self._yaml(f"vocabulary/locales/{self.language}.yaml").get("strings")
        return strings if isinstance(strings, dict) else {}

    def _locales(self) -> dict[str, str]:
        folder = self._root / "vocabulary/locales"
        names = sorted(path.stem for path in folder.glob("*.yaml"))
        return {name: str(self._yaml(f"vocabulary/locales/{name}.yaml").get("name", name)) for name in names}

    def _palettes(self) -> dict[str, str]:
        return self._look("palettes")

    def _typefaces(self) -> dict[str, str]:
        return self._look("typefaces")

    def _motifs(self) -> dict[str, str]:
        return self._look("motifs")

    def _look(self, kind: str) -> dict[str, str]:
        files = look_choices.available(self._root, kind)
        return {name: self._in_words(self._yaml(file).get("name"), name) for name, file in files.items()}

    def _organisations(self) -> dict[str, str]:
        written = {
            key: str(entry.get("name") or key) for key, entry in _entries(self._yaml(ORGANISATIONS), "organisations")
        }
        return written | dict(self._typed)

    def _areas(self) -> dict[str, str]:
        areas = self._yaml(SPACE).get("areas")
        named = (
            [area for area in areas if isinstance(area, dict) and area.get("key")] if isinstance(areas, list) else []
        )
        return {str(area["key"]): self._in_words(area.get("name"), str(area["key"])) for area in named}

    def _offers(self) -> dict[str, str]:
        return {key: self._offer(offer) or key for key, offer in _entries(self._yaml(PRICES), "offers")}

    def _offer(self, offer: Mapping[str, Any]) -> str:
        """The name of an offer: its own, else made from its kind (unless a desk), its thing and its unit."""
        unit, kind = str(offer.get("unit") or ""), offer.get("kind") or "desk"
        words = self._labels("vocabulary/price_units").get(unit, unit)
        parts = [] if kind == "desk" else [self._strings.get(f"kind_{kind}", str(kind))]
        parts += [str(offer["thing"])] if offer.get("thing") else []
        return str(offer.get("label") or ", ".join([*parts, words]))

    def _sold(self) -> dict[str, str]:
        """Offers, then passes."""
        return self._offers() | self._passes()

    def _passes(self) -> dict[str, str]:
        return {key: self._pass(entry) or key for key, entry in _entries(self._yaml(PRICES), "passes")}

    def _streams(self) -> dict[str, str]:
        """The revenues of the place: its services, then the streams with names of their own."""
        modules = self._yaml(SPACE).get("modules")
        services = [name for name, on in modules.items() if str(on).lower() in _ON] if isinstance(modules, dict) else []
        own = {key: str(entry.get("label") or "") for key, entry in _entries(self._yaml(ORGANISATIONS), "streams")}
        names = dict.fromkeys([*services, *own])
        return {name: own.get(name) or self._strings.get(f"service_{name}", name) for name in names}

    def _sold_streams(self) -> dict[str, str]:
        """The revenues of the place, each with the kinds of what it sells where there are several."""
        kinds: dict[str, dict[str, str]] = {}
        for _, offer in _entries(self._yaml(PRICES), "offers"):
            kind = str(offer.get("kind") or "desk")
            words = text(self.language, f"editor.sold_{kind}") if kind in _KINDS else kind
            kinds.setdefault(str(offer.get("service")), {})[kind] = words
        return {
            name: f"{label} ({', '.join(sold.values())})" if len(sold := kinds.get(name, {})) > 1 else label
            for name, label in self._streams().items()
        }

    def _months(self) -> dict[str, str]:
        """The months that have a register, the latest first."""
        return {month: month_name(month, self.language) for month in reversed(register_files.months(self._root))}

    def _pass(self, entry: Mapping[str, Any]) -> str:
        pattern = "pass_label" if entry.get("uses") else "pass_label_unknown"
        return str(entry.get("label") or self._strings.get(pattern, "").format(uses=entry.get("uses")))

    def _agreement_names(self) -> dict[str, str]:
        """The agreements of the place, each with what it is about."""
        entries = _entries(self._yaml(ORGANISATIONS), "agreements")
        return {key: str(entry.get("object") or key) for key, entry in entries}

    def _agreements(self) -> dict[str, str]:
        """The kinds of agreements that some document is about, with the title of the first."""
        kinds: dict[str, str] = {}
        paths = sorted((self._root / "governance").glob("*/*.md"))
        for path in sorted(paths, key=lambda path: path.parent.name != self.language):
            header = parse_header(header_of(path.read_text("utf-8", errors="replace"))).data
            when = header.get("when") if isinstance(header, dict) else None
            for kind in (when.get("agreements") if isinstance(when, dict) else None) or []:
                kinds.setdefault(str(kind), str(header.get("title") or kind))
        return kinds


def _entries(data: Mapping[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
    """The entries of the mapping at ``key``, those that are blank as empty; none if it is no mapping."""
    entries = data.get(key)
    items = entries.items() if isinstance(entries, dict) else ()
    return [(str(name), entry if isinstance(entry, dict) else {}) for name, entry in items]
