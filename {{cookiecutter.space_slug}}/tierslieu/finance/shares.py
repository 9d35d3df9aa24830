"""The shares that ``config/organisations.yaml`` gives: of a revenue, of the common costs, of what funds free uses."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tierslieu.core.money import share
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.model import Space

from .vat import Taxed, sold

#: The stream of which a part funds free uses.
COWORKING = "coworking"

Weights = dict[str, Decimal]


def streams(space: Space) -> tuple[str, ...]:
    """The revenues of the place: each service that is on, then the streams that have a name of their own."""
    own = (name for name in space.organisations.streams if name not in space.organisations.services)
    return (*space.identity.services, *own)


def collector(space: Space, stream: str) -> str:
    """The short name of who is paid for ``stream``, one of ``streams``."""
    entry = space.organisations.streams.get(stream)
    found = (entry.collects if entry else None) or space.responsible("collects", stream)
    if found is None:
        raise Problems([Problem("streams.no_collector", {"stream": stream}, ORGANISATIONS)])
    return found


def stream_shares(space: Space, stream: str) -> Weights:
    """The percents by which organisations share ``stream``; all for who is paid where nothing else is said."""
    entry = space.organisations.streams.get(stream)
    return _whole(space, dict(entry.shares)) if entry else {collector(space, stream): Decimal(100)}


def set_aside(space: Space, amount: Decimal) -> Decimal | None:
    """What coworking income of ``amount`` euros leaves for free uses; None while the percent is unknown."""
    percent = space.organisations.solidarity.percent
    return None if percent is None else share(amount, {"aside": percent, "rest": 100 - percent})["aside"]


def free_uses(space: Space, amount: Decimal) -> int | None:
    """How many whole free uses coworking income of ``amount`` euros funds; None while a fact is unknown.

    ``amount`` excludes VAT, as far as it is known to be charged.
    """
    price, aside = solidarity_price(space), set_aside(space, amount)
    return int(aside // price) if price and aside is not None else None


def solidarity_price(space: Space) -> Decimal | None:
    """What a free use is worth today, in euros excluding VAT, as far as it is known to be charged; None while unknown."""
    key = space.organisations.solidarity.unit
    amount = space.prices.grid(space.today).amounts.get(key)
    return net(sold(space, key, amount)) if key in space.prices.offers else None


def net(price: Taxed) -> Decimal | None:
    """``price`` excluding VAT or, while the regime is unknown, as it is told."""
    return price.ttc if price.ht is None else price.ht


def common_weights(space: Space, incomes: Mapping[str, Decimal | None]) -> Weights | None:
    """The weights by which organisations share common costs; None while they are unknown or share nothing.

    ``incomes`` gives the year's income of each organisation in euros, for the key that follows it. Raises ``Problems``
    when percents don't add up to 100 or an organisation is unknown.
    """
    organisations, costs = space.organisations.organisations, space.organisations.common_costs
    if len(organisations) == 1 and not costs.shares and not costs.measures:
        return {key: Decimal(100) for key in organisations}
    if costs.key == "percent":
        return _whole(space, dict(costs.shares)) if costs.shares else None
    if costs.key == "revenue":
        known = {key: amount for key in organisations if (amount := incomes.get(key)) is not None}
        return known if len(known) == len(organisations) and sum(known.values()) > 0 else None
    refuse_unknown(space, costs.measures, ORGANISATIONS)
    return dict(costs.measures) if sum(costs.measures.values()) > 0 else None


def refuse_unknown(space: Space, names: Mapping[str, object], file: str) -> None:
    """Raise ``Problems`` for each of ``names``, written in ``file``, that is no organisation of the place."""
    found = _unknown(space, names, file)
    if found:
        raise Problems(found)


def _unknown(space: Space, names: Mapping[str, object], file: str) -> list[Problem]:
    known = space.organisations.organisations
    return [
        Problem(
            "organisation.unknown",
            {"organisation": key, "organisations": ", ".join(known), "closest": closest(key, known)},
            file,
        )
        for key in names
        if key not in known
    ]


def _whole(space: Space, shares: Weights) -> Weights:
    found = _unknown(space, shares, ORGANISATIONS)
    if sum(shares.values()) != 100:
        found.append(Problem("shares.sum", {"sum": sum(shares.values())}, ORGANISATIONS))
    if found:
        raise Problems(found)
    return shares
