"""How money is shared: revenues, common costs, and what pays for free uses."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tierslieu import budget
from tierslieu.budget.incomes import resident_offer
from tierslieu.core.money import CENT, share
from tierslieu.finance import shares
from tierslieu.finance.vat import Taxed, sold
from tierslieu.model import Space

from .formatter import FactFormatter, Facts

_WHOLE = Decimal("100.00")
_UNKNOWN = Taxed(None, None, None)


def streams(tell: FactFormatter, organisations: Facts) -> list[Facts]:
    """The revenues that organisations share, each with who is paid and the percents."""
    entries = tell.space.organisations.streams
    return [
        {
            "key": name,
            "label": stream_label(tell, name),
            "collector": organisations[shares.collector(tell.space, name)],
            "shares": [
                {"organisation": organisations[key], "percent": tell.percent(percent)}
                for key, percent in share(_WHOLE, shares.stream_shares(tell.space, name)).items()
            ],
        }
        for name in shares.streams(tell.space)
        if name in entries
    ]


def stream_label(tell: FactFormatter, name: str) -> str:
    """What a revenue is called."""
    entry = tell.space.organisations.streams.get(name)
    if entry and entry.label:
        return entry.label
    return tell.t(f"service_{name}") if name in tell.space.identity.services else name


def common_costs(tell: FactFormatter, organisations: Facts) -> list[Facts]:
    """The part of common costs that each organisation pays; none while it is unknown, or where only one pays."""
    measures = tell.space.organisations.common_costs.measures
    return [
        {
            "organisation": organisations[key],
            "percent": tell.percent(percent),
            "measure": tell.words.number(measures[key]) if key in measures else "",
        }
        for key, percent in common_percents(tell.space).items()
    ]


def common_costs_key(tell: FactFormatter) -> str:
    """What decides the part of each, in words."""
    return tell.t(f"common_key_{tell.space.organisations.common_costs.key}")


def common_percents(space: Space) -> dict[str, Decimal]:
    """The percents of common costs by organisation, to two decimals; none while unknown, or where only one pays."""
    costs = space.organisations.common_costs
    incomes = budget.incomes(space, 1) if costs.key == "revenue" else {}
    weights = shares.common_weights(space, incomes)
    return share(_WHOLE, weights) if weights and len(space.organisations.organisations) > 1 else {}


def solidarity(tell: FactFormatter) -> object:
    """The solidarity share; empty, and so false in a condition, when there is none by choice."""
    percent = tell.space.organisations.solidarity.percent
    text = None if percent is None else tell.percent(percent) if percent else ""
    return tell.known(text, "fact_solidarity")


def free_uses(tell: FactFormatter) -> Facts:
    """What coworking pays for others, in numbers: one resident's month, then a month of the whole place in year 1.

    ``paid`` is what comes in, ``aside`` what is kept of it for free uses (excluding VAT), ``uses`` how many that makes.
    Each is empty while it is unknown, or when it makes none.
    """
    space = tell.space
    if shares.COWORKING not in space.identity.services:
        return {**_funded(tell, "", _UNKNOWN), **_funded(tell, "place_", _UNKNOWN)}
    key = resident_offer(space)
    amounts = space.prices.grid(space.today).amounts
    month = sold(space, key, amounts.get(key)) if key else _UNKNOWN
    year = budget.coworking_income(space, 1)
    place = Taxed(*(_each_month(space, amount) for amount in (year.ht, year.vat, year.ttc)))
    return {**_funded(tell, "", month), **_funded(tell, "place_", place)}


def _each_month(space: Space, amount: Decimal | None) -> Decimal | None:
    return None if amount is None else (amount / space.budget.opening_months).quantize(CENT, ROUND_HALF_UP)


def _funded(tell: FactFormatter, prefix: str, paid: Taxed) -> Facts:
    """What ``paid`` leaves for free uses; the names of the facts begin with ``prefix``."""
    names = [f"{prefix}{name}" for name in ("paid", "aside", "uses")]
    amount = shares.net(paid)
    count = None if amount is None else shares.free_uses(tell.space, amount)
    aside = None if amount is None else shares.set_aside(tell.space, amount)
    if not count or aside is None:
        return dict.fromkeys(names, "")
    price = paid.ht if paid.ttc is None else paid.ttc
    return dict(zip(names, (tell.money(price), tell.money(aside), uses_text(tell, count)), strict=True))


def uses_text(tell: FactFormatter, count: int) -> str:
    """So many free uses, in words: ``3 demi-journées offertes``."""
    unit = tell.space.prices.offers[tell.space.organisations.solidarity.unit].unit
    return tell.words.plural(f"free_{unit}", count)
