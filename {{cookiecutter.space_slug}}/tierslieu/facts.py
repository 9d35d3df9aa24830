"""What templates may say: the facts of a space, in words of one language.

The same names are used in pages, documents and the theme; ``docs/reference/placeholders.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal

from tierslieu.i18n import DEFAULT_LANGUAGE
from tierslieu.model import SERVICES, Organisation, Space

Facts = dict[str, Any]


@dataclass(frozen=True)
class Blank:
    """A fact that nobody has given yet: false in a condition, a visible gap in a text."""

    text: str

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.text


def facts(space: Space, locale: str, *, document: bool) -> Facts:
    """Everything that a text in ``locale`` may name.

    A missing fact is a ``Blank``: ``[à compléter : SIRET]`` in a document, "à préciser" on a page.
    """
    strings = space.vocabulary.locales[locale].strings

    def t(key: str, **values: Any) -> str:
        return strings[key].format(**values)

    def known(value: Any, label: str) -> Any:
        if value is not None:
            return value
        return Blank(t("blank_document", what=t(label)) if document else t("blank_page"))

    organisations = [
        _organisation(space, key, organisation, locale, t, known)
        for key, organisation in space.organisations.organisations.items()
    ]
    by_key = {organisation["key"]: organisation for organisation in organisations}
    services: Facts = {
        name: {
            "key": name,
            "name": t(f"service_{name}"),
            "operator": by_key[space.organisations.services[name].operator],
        }
        for name in space.identity.services
    }
    return {
        "t": t,
        "locale": locale,
        "space": _identity(space, known),
        "model": {
            "key": space.organisations.governance_model,
            "label": words(_model(space).label, locale),
            "summary": words(_model(space).summary, locale),
        },
        "organisations": organisations,
        "services": services,
        **_prices(space, locale, t, known, services),
        "publication": _publication(space, by_key, known),
        "common_costs": [
            {"organisation": by_key[key], "percent": percent_text(percent, locale)}
            for key, percent in space.organisations.common_costs.shares.items()
        ],
        "solidarity": known(_solidarity(space, locale), "fact_solidarity"),
    }


def money(amount: Decimal, locale: str) -> str:
    """An amount in euros as the language writes it; whole euros without cents."""
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    return format_currency(amount, "EUR", pattern, locale=locale, currency_digits=False)


def percent_text(percent: Decimal, locale: str) -> str:
    """A percent as the language writes it: ``60 %`` in French, ``60%`` in English."""
    pattern: str = Locale.parse(locale).percent_formats[None].pattern
    return pattern.replace("#,##0", format_decimal(percent, locale=locale))


def words(texts: Mapping[str, str], locale: str) -> str:
    """The text in ``locale``; where it is not written yet, in the first language of the kit."""
    return texts.get(locale) or texts[DEFAULT_LANGUAGE]


def _model(space: Space) -> Any:
    return space.vocabulary.governance_models[space.organisations.governance_model]


def _solidarity(space: Space, locale: str) -> str | None:
    """The solidarity share; empty, and so false in a condition, when there is none by choice."""
    percent = space.organisations.solidarity.percent
    if percent is None:
        return None
    return percent_text(percent, locale) if percent else ""


def _identity(space: Space, known: Callable[[Any, str], Any]) -> Facts:
    identity = space.identity
    address, contact, capacity = identity.address, identity.contact, identity.capacity
    return {
        "name": identity.name,
        "slug": identity.slug,
        "language": identity.language,
        "territory": known(identity.territory, "fact_territory"),
        "address": {
            "street": known(address.street, "fact_street"),
            "postal_code": known(address.postal_code, "fact_postal_code"),
            "city": known(address.city, "fact_city"),
        },
        "contact": {
            "email": known(contact.email, "fact_email"),
            "phone": known(contact.phone, "fact_phone"),
            "website": known(contact.website, "fact_website"),
        },
        "opening_hours": known(identity.opening_hours, "fact_opening_hours"),
        "capacity": {name: known(getattr(capacity, name), f"fact_{name}") for name in type(capacity).model_fields},
        "licence": identity.licence,
        "parent": known(identity.lineage.parent, "fact_parent"),
    }


def _publication(space: Space, by_key: Facts, known: Callable[[Any, str], Any]) -> Facts:
    publication = space.identity.publication
    return {
        "publisher": known(by_key.get(publication.publisher or ""), "fact_publisher"),
        **{
            name: known(getattr(publication, name), f"fact_{name}")
            for name in ("director", "host", "host_address", "host_phone")
        },
    }


def _organisation(
    space: Space,
    key: str,
    organisation: Organisation,
    locale: str,
    t: Callable[..., str],
    known: Callable[[Any, str], Any],
) -> Facts:
    form = space.vocabulary.legal_forms[organisation.legal_form]
    return {
        "key": key,
        "name": known(organisation.name, "fact_name"),
        # What to call it in a sentence, whether it has a name yet or not.
        "called": organisation.name or words(form.article, locale),
        "legal_form": words(form.label, locale),
        "siret": known(organisation.siret, "fact_siret"),
        "rna": known(organisation.rna, "fact_rna"),
        "address": known(organisation.address, "fact_seat"),
        "representative": known(organisation.representative, "fact_representative"),
        "role": form.representative or "",
        "services": [
            t(f"service_{name}") for name in SERVICES
            if name in space.identity.services and space.operator_key(name) == key
        ],
        "sources": list(form.sources),
    }  # fmt: skip


def _prices(
    space: Space, locale: str, t: Callable[..., str], known: Callable[[Any, str], Any], services: Facts
) -> Facts:
    """Prices by short name, and the same as rows to show, each with the organisation that collects it."""
    grid = space.prices.grid(space.today)
    amounts = {
        key: known(None if (amount := grid.amounts.get(key)) is None else money(amount, locale), "fact_amount")
        for key in (*space.prices.offers, *space.prices.passes)
    }
    offers = [
        {
            "key": key,
            "label": offer.label or t(f"unit_{offer.unit}"),
            "unit": t(f"per_{offer.unit}"),
            "amount": amounts[key],
            "operator": services[offer.service]["operator"],
            "service": offer.service,
        }
        for key, offer in space.prices.offers.items()
        if offer.service in services
    ]
    passes = [
        {
            "key": key,
            "label": book.label or t("pass_label", uses=book.uses),
            "uses": book.uses,
            "unit": t(f"unit_{space.prices.offers[book.unit].unit}"),
            "golden_ticket": book.golden_ticket,
            "amount": amounts[key],
            "operator": services[book.service]["operator"],
            "service": book.service,
        }
        for key, book in space.prices.passes.items()
        if book.service in services
    ]
    return {
        "prices": amounts,
        "offers": offers,
        "passes": passes,
        "tax_basis": t(f"basis_{space.prices.basis}"),
        "golden_ticket": any(book["golden_ticket"] for book in passes),
    }
