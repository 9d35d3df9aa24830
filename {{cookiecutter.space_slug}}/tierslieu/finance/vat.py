"""Amounts excluding VAT, of VAT and including it, exact to the cent: the first two always add up to the third."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tierslieu.core.money import CENT
from tierslieu.model import Space

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Taxed:
    """Euros excluding VAT, VAT, and including it: ``ht`` + ``vat`` = ``ttc``; None while an unknown regime hides it."""

    ht: Decimal | None
    vat: Decimal | None
    ttc: Decimal | None


def taxed(amount: Decimal | None, basis: str, percent: Decimal | None) -> Taxed:
    """``amount`` (euros, ``basis`` ``ht`` or ``ttc``) at ``percent``; VAT is rounded once, to the cent, halves up."""
    if amount is None:
        return Taxed(None, None, None)
    amount = amount.quantize(CENT, ROUND_HALF_UP)
    if percent is None:
        return Taxed(amount if basis == "ht" else None, None, amount if basis == "ttc" else None)
    if basis == "ht":
        vat = (amount * percent / 100).quantize(CENT, ROUND_HALF_UP)
        return Taxed(amount, vat, amount + vat)
    ht = (amount * 100 / (100 + percent)).quantize(CENT, ROUND_HALF_UP)
    return Taxed(ht, amount - ht, amount)


def charged_percent(space: Space, organisation: str | None, rate: str) -> Decimal | None:
    """The percent of VAT that ``organisation`` charges at ``rate``; 0 without VAT, None while the regime is unknown."""
    regime = space.vat_regime(organisation or "")
    if regime is None:
        return None
    return space.vocabulary.vat_rates[rate].percent(space.today) if regime.charges else Decimal(0)


def recovered_percent(space: Space, organisation: str, rate: str | None) -> Decimal | None:
    """The percent of VAT that ``organisation`` recovers on purchases at ``rate``; None while the regime is unknown."""
    if rate is None:
        return Decimal(0)
    regime = space.vat_regime(organisation)
    if regime is None:
        return None
    return space.vocabulary.vat_rates[rate].percent(space.today) if regime.recovers else Decimal(0)


def sold(space: Space, key: str, amount: Decimal | None) -> Taxed:
    """``amount`` euros of an offer or pass, with its seller's VAT; a pass has the rate of the offer that it opens.

    Raises ``KeyError`` when ``key`` is neither.
    """
    offer, service = space.prices.opened(key), space.prices.service(key)
    if offer is None or service is None:
        raise KeyError(key)
    percent = charged_percent(space, space.responsible("invoices", service), offer.vat)
    return taxed(amount, space.prices.basis, percent)
