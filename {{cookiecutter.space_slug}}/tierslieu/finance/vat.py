"""Amounts excluding VAT, of VAT and including it, exact to the cent: the first two always add up to the third."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tierslieu.core.money import CENT
from tierslieu.model import Space
from tierslieu.model.budget import Cost, Investment

NOTHING = Decimal("0.00")
#: The service that a court of appeal found to be commercial, even when a non-profit organisation sells it.
_COMMERCIAL = "coworking"
#: The rate of a purchase that holds no VAT: a file of vocabulary/vat_rates/.
WITHOUT_VAT = "sans"


#: The regime of who sells little: a file of vocabulary/vat_regimes/.
SMALL_BUSINESS = "franchise-en-base"


def small_business_ceiling(space: Space) -> Decimal | None:
    """The most that a small business may sell in a year without VAT, in euros; None while no file tells it."""
    regime = space.vocabulary.vat_regimes.get(SMALL_BUSINESS)
    threshold = regime.threshold(space.today) if regime else None
    return threshold.amount if threshold else None


def commercial_ceiling(space: Space) -> Decimal | None:
    """The most that a body without VAT as a non-profit may sell of what companies sell; None while no file tells it."""
    thresholds = (regime.threshold(space.today) for regime in space.vocabulary.vat_regimes.values())
    return next((each.amount for each in thresholds if each and each.of == "commercial_income"), None)


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


def is_sold_by_a_non_profit(space: Space, service: str) -> bool:
    """Whether ``service`` is on and invoiced by a private non-profit organisation, which may owe commercial taxes on it."""
    organisation = space.organisations.organisations.get(space.responsible("invoices", service) or "")
    form = space.vocabulary.legal_form(organisation.legal_form) if organisation else None
    return service in space.identity.services and form is not None and form.non_profit and not form.public


def has_a_doubtful_exemption(space: Space, service: str) -> bool:
    """Whether ``service`` is commercial, and its seller exempt only for what is not; the words it chose end the doubt.

    Source: cour administrative d’appel de Bordeaux, 5 July 2024, n° 22BX02430.
    """
    seller = space.responsible("invoices", service) or ""
    regime = space.vat_regime(seller)
    if service != _COMMERCIAL or regime is None or not is_sold_by_a_non_profit(space, service):
        return False
    is_exempt_as_non_profit = any(threshold.of == "commercial_income" for threshold in regime.thresholds)
    return is_exempt_as_non_profit and space.organisations.organisations[seller].vat.mention is None


def charged_percent(space: Space, organisation: str | None, rate: str) -> Decimal | None:
    """The percent of VAT that ``organisation`` charges at ``rate``; 0 without VAT, None while the regime is unknown."""
    regime = space.vat_regime(organisation or "")
    if regime is None:
        return None
    return space.vocabulary.vat_rates[rate].percent(space.today) if regime.charges else Decimal(0)


def recovered_percent(space: Space, organisation: str, rate: str | None) -> Decimal | None:
    """The percent of VAT that ``organisation`` recovers on purchases at ``rate``; None while the regime is unknown."""
    if rate is None or not holds_vat(rate):
        return Decimal(0)
    regime = space.vat_regime(organisation)
    if regime is None:
        return None
    return space.vocabulary.vat_rates[rate].percent(space.today) if regime.recovers else Decimal(0)


def holds_vat(rate: str | None) -> bool:
    """Whether a purchase at ``rate`` is known to hold VAT."""
    return rate not in (None, WITHOUT_VAT)


def planned_percent(space: Space, organisation: str, rate: str | None) -> Decimal | None:
    """As ``recovered_percent``, of a purchase of the budget: also None where VAT is recovered and nobody told the rate."""
    return None if rate is None and _recovers(space, organisation) else recovered_percent(space, organisation, rate)


def lacks_rate(space: Space, purchase: Cost | Investment) -> bool:
    """Whether nobody told the rate of VAT of ``purchase``, which somebody who pays it, or a part of it, recovers.

    That of what is owned on the first day was recovered before.
    """
    if isinstance(purchase, Investment) and purchase.year == 0:
        return False
    amounts = purchase.amount if isinstance(purchase.amount, tuple) else (purchase.amount,)
    payers = [purchase.paid_by] if purchase.paid_by else space.organisations.organisations
    return (
        purchase.vat is None and any(amount != 0 for amount in amounts) and any(_recovers(space, key) for key in payers)
    )


def _recovers(space: Space, organisation: str) -> bool:
    regime = space.vat_regime(organisation)
    return regime is not None and regime.recovers


def sold(space: Space, key: str, amount: Decimal | None) -> Taxed:
    """``amount`` euros of an offer or pass, with its seller's VAT; a pass has the rate of the offer that it opens.

    Raises ``KeyError`` when ``key`` is neither.
    """
    return taxed(amount, space.prices.basis, sold_percent(space, key))


def stated(space: Space, key: str, amount: Decimal | None) -> Taxed:
    """As ``sold``, for texts and data that are published: VAT is unknown too where an exemption is doubtful."""
    return taxed(amount, space.prices.basis, stated_percent(space, key))


def stated_percent(space: Space, key: str) -> Decimal | None:
    """As ``sold_percent``, for ``stated``."""
    service = space.prices.service(key)
    return None if service and has_a_doubtful_exemption(space, service) else sold_percent(space, key)


def exact_net(space: Space, key: str, amount: Decimal) -> Fraction:
    """``amount`` euros of an offer or pass excluding its seller's VAT, not rounded; as written while that is unknown.

    Amounts that are divided or compared are rounded last: 19 € and 9,50 € include 15,83 € and 7,92 € excluding VAT at
    20 %, of which the first no longer is twice the second.
    """
    percent = sold_percent(space, key) if space.prices.basis == "ttc" else None
    return without_vat(amount, percent or Decimal(0))


def without_vat(amount: Decimal, percent: Decimal) -> Fraction:
    """``amount`` (euros, VAT of ``percent`` included) excluding VAT, not rounded."""
    return Fraction(amount) * 100 / (100 + Fraction(percent))


def sold_percent(space: Space, key: str) -> Decimal | None:
    """The percent of VAT in the price of an offer or pass; None while the regime of its seller is unknown.

    Raises ``KeyError`` when ``key`` is neither.
    """
    offer, service = space.prices.opened(key), space.prices.service(key)
    if offer is None or service is None:
        raise KeyError(key)
    return charged_percent(space, space.responsible("invoices", service), offer.vat)
