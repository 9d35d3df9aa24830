"""How money is shared: revenues, common costs, and what pays for free uses."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tierslieu import budget
from tierslieu.budget.incomes import resident_offer
from tierslieu.core.money import CENT, share, to_cents
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.finance import shares
from tierslieu.finance.vat import exact_net, sold
from tierslieu.model import Space

from .formatter import FactFormatter, Facts
from .prices import sold_label

_ALL = Decimal("100.00")


def streams(fmt: FactFormatter, organisations: Facts) -> list[Facts]:
    """The revenues that organisations share, each with its collector and the percents."""
    entries = fmt.space.organisations.streams
    return [
        {
            "key": name,
            "label": stream_label(fmt, name),
            "collector": organisations[shares.collector(fmt.space, name)],
            "shares": [
                {"organisation": organisations[key], "percent": fmt.percent(percent)}
                for key, percent in share(_ALL, shares.stream_shares(fmt.space, name)).items()
            ],
        }
        for name in shares.streams(fmt.space)
        if name in entries
    ]


def stream_label(fmt: FactFormatter, name: str) -> str:
    """The name of a revenue."""
    entry = fmt.space.organisations.streams.get(name)
    if entry and entry.label:
        return entry.label
    return fmt.t(f"service_{name}") if name in fmt.space.identity.services else name


def common_costs(fmt: FactFormatter, organisations: Facts) -> list[Facts]:
    """The percent of common costs that each organisation pays; empty when there is only one.

    While it is unknown, it is empty too, unless it can be a ``Blank`` that shows what the kit proposes.
    """
    proposed = fmt.proposal(ORGANISATIONS, ("common_costs", "shares"))
    if fmt.document and isinstance(proposed, Mapping):
        return [
            {
                "organisation": organisations[key],
                "percent": fmt.agreed(None, "fact_shares", fmt.percent(percent)),
                "measure": "",
            }
            for key, percent in proposed.items()
        ]
    measures = fmt.space.organisations.common_costs.measures
    return [
        {
            "organisation": organisations[key],
            "percent": fmt.percent(percent),
            "measure": fmt.number(measures[key]) if key in measures else "",
        }
        for key, percent in common_percents(fmt.space).items()
        if percent or not fmt.space.beginning(key)
    ]


def common_costs_key(fmt: FactFormatter) -> str:
    """The key that decides the percent of each organisation, in words; percents that nobody gave are not agreed."""
    costs = fmt.space.organisations.common_costs
    return fmt.t("common_key_open" if costs.key == "percent" and not costs.shares else f"common_key_{costs.key}")


def common_percents(space: Space) -> dict[str, Decimal]:
    """The percents of common costs by organisation, to two decimals; empty while unknown, or when there is only one."""
    incomes = budget.incomes(space, 1) if space.organisations.common_costs.key == "revenue" else {}
    weights = shares.common_weights(space, incomes)
    return share(_ALL, weights) if weights and len(space.organisations.organisations) > 1 else {}


def solidarity(fmt: FactFormatter) -> object:
    """The solidarity share; empty, and so false in a condition, when there is none by choice."""
    percent = fmt.space.organisations.solidarity.percent
    text = None if percent is None else fmt.percent(percent) if percent else ""
    proposed = fmt.proposal(ORGANISATIONS, ("solidarity", "percent"))
    return fmt.agreed(text, "fact_solidarity", fmt.percent(proposed) if isinstance(proposed, Decimal) else None)


def free_uses(fmt: FactFormatter) -> Facts:
    """The free uses that coworking pays for: with a resident's month, then with a month and all of year 1 of the place.

    ``paid`` is the income and ``aside`` the part of it that free uses may cost, both excluding VAT (as written while
    the VAT regime is unknown, which ``paid`` then says); ``uses`` is their number, each a ``unit`` at ``price``,
    ``worth`` their value and ``left`` the rest of ``aside``. All are empty while the number is unknown or 0.
    """
    space = fmt.space
    if shares.COWORKING not in space.identity.services:
        return {key: "" for prefix in ("", "place_", "year_") for key in _funded(fmt, prefix, None, Fraction())}
    key = resident_offer(space)
    price = space.prices.grid(space.today).amounts.get(key or "")
    month = None if key is None else shares.net(sold(space, key, price))
    exact_month = Fraction() if key is None or price is None else exact_net(space, key, price)
    year, exact_year = shares.net(budget.coworking_income(space, 1)), budget.exact_coworking_income(space, 1)
    months = space.budget.opening_months
    monthly = None if year is None else (year / months).quantize(CENT, ROUND_HALF_UP)
    return {
        **_funded(fmt, "", month, exact_month),
        **_funded(fmt, "place_", monthly, exact_year / months),
        **_funded(fmt, "year_", year, exact_year),
    }


def _funded(fmt: FactFormatter, prefix: str, income: Decimal | None, exact: Fraction) -> Facts:
    """The free uses that ``income`` pays for, and the keys that begin with ``prefix``; ``exact`` is not rounded."""
    names = [f"{prefix}{name}" for name in ("paid", "aside", "uses", "unit", "price", "worth", "left")]
    aside = None if income is None else shares.set_aside(fmt.space, income)
    price = shares.exact_solidarity_price(fmt.space)
    count = None if income is None else shares.free_uses(fmt.space, exact)
    if not count or income is None or aside is None or price is None:
        return dict.fromkeys(names, "")
    worth = min(aside, to_cents(count * price))
    amounts = (fmt.money(amount) for amount in (to_cents(price), worth, aside - worth))
    unit = sold_label(fmt, fmt.space.organisations.solidarity.unit)
    values = (coworking_amount(fmt, income), fmt.money(aside), uses_text(fmt, count), unit, *amounts)
    return dict(zip(names, values, strict=True))


def coworking_amount(fmt: FactFormatter, amount: Decimal) -> str:
    """``amount`` of coworking excluding VAT, or as written while the VAT regime is unknown; the text says which."""
    space = fmt.space
    regime = space.vat_regime(space.responsible("invoices", shares.COWORKING) or "")
    if regime is None:
        return fmt.t("amount_vat_unknown", amount=fmt.money(amount))
    if regime.charges:
        return fmt.t("amount_before_vat", amount=fmt.money(amount))
    return str(fmt.money(amount))


def uses_text(fmt: FactFormatter, count: int) -> str:
    """A number of free uses, in words: ``3 demi-journées offertes``."""
    unit = fmt.space.prices.offers[fmt.space.organisations.solidarity.unit].unit
    return fmt.plural(f"free_{unit}", count)
