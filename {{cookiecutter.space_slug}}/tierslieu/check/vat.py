"""VAT regimes, thresholds and mentions, and sales that deserve the advice of an accountant."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu import budget
from tierslieu.budget.accounts import YEARS
from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS, PRICES
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import is_sold_by_a_non_profit
from tierslieu.model import Pass, Space

from .references import names_are_known


def regimes_fit_the_form(space: Space) -> Iterator[Finding]:
    """The VAT regime fits the legal form. Source: ``vat_regimes`` of vocabulary/legal_forms/."""
    for key, organisation in space.organisations.organisations.items():
        form, regime = space.vocabulary.legal_form(organisation.legal_form), organisation.vat.regime
        if form and form.vat_regimes and regime in space.vocabulary.vat_regimes and regime not in form.vat_regimes:
            values = {"regime": regime, "form": organisation.legal_form, "regimes": ", ".join(form.vat_regimes)}
            yield Finding("vat.form", ORGANISATIONS, ("organisations", key, "vat", "regime"), values)


def incomes_stay_below_thresholds(space: Space) -> Iterator[Finding]:
    """The forecast income of an organisation in a year, excluding VAT, is below the threshold of its VAT regime.

    Source: ``thresholds`` of vocabulary/vat_regimes/, each with its date and its source.
    """
    regimes = {key: regime for key in space.organisations.organisations if (regime := space.vat_regime(key))}
    thresholds = {key: threshold for key, regime in regimes.items() if (threshold := regime.threshold(space.today))}
    if not thresholds or not names_are_known(space):
        return
    forecast = {year: budget.incomes(space, year) for year in YEARS}
    for key, threshold in thresholds.items():
        incomes = ((year, amount) for year in YEARS if (amount := forecast[year].get(key)) is not None)
        year, income = next(((year, amount) for year, amount in incomes if amount > threshold.amount), (None, None))
        if year is not None:
            values = {
                "organisation": space.organisation_name(key),
                "year": year,
                "income": income,
                "threshold": threshold.amount,
                "regime": space.organisations.organisations[key].vat.regime,
                "source": threshold.source,
            }
            yield Finding("vat.threshold", ORGANISATIONS, ("organisations", key, "vat", "regime"), values, "warning")


def mentions_are_known(space: Space) -> Iterator[Finding]:
    """The mention that invoices must bear today is known, from the VAT regime or from the organisation.

    Source: ``mentions`` of vocabulary/vat_regimes/; VAT moves to the CIBS (ordonnance n° 2025-1247 du 17 décembre 2025).
    """
    for key, organisation in space.organisations.organisations.items():
        regime = space.vat_regime(key)
        mention = regime.mention(space.today) if regime else None
        if mention and mention.text is None and organisation.vat.mention is None:
            values = {
                "organisation": space.organisation_name(key),
                "regime": organisation.vat.regime,
                "start": mention.start.isoformat() if mention.start else "–",
                "source": mention.source,
            }
            yield Finding("vat.mention", ORGANISATIONS, ("organisations", key, "vat"), values, "warning")


def passes_stay_single_purpose(space: Space) -> Iterator[Finding]:
    """All the services that a pass opens are sold under the same VAT regime, so that its VAT is known when it is sold.

    Source: directive 2006/112/CE, art. 30 bis; BOI-TVA-CHAMP-10-10-40-50 of 7 August 2019.
    """
    for key, book in space.prices.passes.items():
        sellers = _sellers(space, book)
        if len(sellers) < 2:
            continue
        path, regimes = ("passes", key, "also_opens"), {seller: _regime(space, seller) for seller in sellers}
        if None in regimes.values():
            unknown = ", ".join(space.organisation_name(seller) for seller, regime in regimes.items() if regime is None)
            yield Finding("vat.pass_unknown", PRICES, path, {"pass": key, "organisations": unknown}, "warning")
        elif len(set(regimes.values())) > 1:
            organisations = ", ".join(
                f"{space.organisation_name(seller)} ({regime})" for seller, regime in regimes.items()
            )
            yield Finding("vat.pass", PRICES, path, {"pass": key, "organisations": organisations}, "warning")


def prices_without_vat_have_vat_to_add(space: Space) -> Iterator[Finding]:
    """Prices excluding VAT are those of sellers that charge VAT."""
    if space.prices.basis != "ht":
        return
    services = dict.fromkeys(offer.service for offer in space.prices.offers.values())
    for seller in dict.fromkeys(space.responsible("invoices", service) for service in services):
        regime = space.vat_regime(seller or "")
        if regime and not regime.charges:
            values = {"organisation": space.organisation_name(seller or ""), "regime": _regime(space, seller or "")}
            yield Finding("vat.basis", PRICES, ("basis",), values, "warning")


def coworking_is_sold_by_a_company(space: Space) -> Iterator[Finding]:
    """Coworking is invoiced by an organisation that may share profits; a non-profit one may owe commercial taxes.

    Source: cour administrative d’appel de Bordeaux, 5 July 2024, n° 22BX02430.
    """
    if is_sold_by_a_non_profit(space, COWORKING):
        values = {"organisation": space.organisation_name(space.responsible("invoices", COWORKING) or "")}
        yield Finding("tax.non_profit", ORGANISATIONS, ("services", COWORKING), values, "warning")


def _sellers(space: Space, book: Pass) -> list[str]:
    """The organisations that invoice the services that a pass opens, without repetition."""
    offer = space.prices.offers.get(book.unit)
    services = (book.service, *([offer.service] if offer else ()), *book.also_opens)
    sellers = (space.responsible("invoices", service) for service in services if service in space.identity.services)
    return list(dict.fromkeys(seller for seller in sellers if seller in space.organisations.organisations))


def _regime(space: Space, key: str) -> str | None:
    return space.organisations.organisations[key].vat.regime
