"""The shares of ``config/organisations.yaml``: of revenues, of the common costs, and the solidarity share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from tierslieu.core.money import share
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.model import Space

from .vat import Taxed, exact_net, sold

#: The stream whose solidarity share pays for free uses.
COWORKING = "coworking"

Weights = dict[str, Decimal]


def streams(space: Space) -> tuple[str, ...]:
    """The revenues of the place: the services that are on, then the streams with names of their own."""
    own = (name for name in space.organisations.streams if name not in space.organisations.services)
    return (*space.identity.services, *own)


def collector(space: Space, stream: str) -> str:
    """The organisation that is paid for ``stream``, one of ``streams``. Raises ``Problems`` when there is none."""
    entry = space.organisations.streams.get(stream)
    key = (entry.collects if entry else None) or space.responsible("collects", stream)
    if key is None:
        raise Problems([Problem("streams.no_collector", {"stream": stream}, ORGANISATIONS)])
    return key


def stream_shares(space: Space, stream: str) -> Weights:
    """The percents by which organisations share ``stream``; 100 for its collector when it has no shares."""
    entry = space.organisations.streams.get(stream)
    return _checked_shares(space, dict(entry.shares)) if entry else {collector(space, stream): Decimal(100)}


def set_aside(space: Space, amount: Decimal) -> Decimal | None:
    """The euros set aside for free uses of a coworking income of ``amount``; None while the percent is unknown."""
    percent = space.organisations.solidarity.percent
    return None if percent is None else share(amount, {"aside": percent, "rest": 100 - percent})["aside"]


def reserves_free_uses(space: Space) -> bool:
    """Whether who coworkers pay sets the solidarity share aside: the receipts of a public body are for all its expenses.

    Such a body votes a number of free uses instead; their value is told, and taken from nothing.
    """
    seller = space.organisations.organisations[collector(space, COWORKING)]
    form = space.vocabulary.legal_form(seller.legal_form)
    return space.organisations.solidarity.percent != 0 and not (form and form.public)


def free_uses(space: Space, income: Fraction, carried: Fraction = Fraction()) -> int | None:
    """How many free uses a coworking ``income`` pays for, with what was ``carried`` (euros); None while unknown.

    ``income`` is in euros excluding VAT, not rounded, or as paid while the VAT regime is unknown. See ``exact_net``.
    """
    price, percent = exact_solidarity_price(space), space.organisations.solidarity.percent
    return int((income * Fraction(percent) / 100 + carried) / price) if price and percent is not None else None


def exact_solidarity_price(space: Space) -> Fraction | None:
    """The price of a free use today as ``exact_net`` gives it; None while unknown."""
    key = space.organisations.solidarity.unit
    amount = space.prices.grid(space.today).amounts.get(key)
    return None if amount is None or key not in space.prices.offers else exact_net(space, key, amount)


def solidarity_price(space: Space) -> Decimal | None:
    """The price of a free use today, in euros excluding VAT unless the regime is unknown; None while unknown."""
    key = space.organisations.solidarity.unit
    amount = space.prices.grid(space.today).amounts.get(key)
    return net(sold(space, key, amount)) if key in space.prices.offers else None


def net(price: Taxed) -> Decimal | None:
    """``price`` excluding VAT or, while the regime is unknown, as it is written."""
    return price.ttc if price.ht is None else price.ht


def common_weights(space: Space, incomes: Mapping[str, Decimal | None]) -> Weights | None:
    """The weights by which organisations share common costs; None while unknown, or when all are 0.

    ``incomes`` are the euros that each organisation earns in the year, used by the key ``revenue``. Raises ``Problems``
    when percents don't add up to 100 or an organisation is unknown.
    """
    organisations, costs = space.organisations.organisations, space.organisations.common_costs
    if len(organisations) == 1 and not costs.shares and not costs.measures:
        return {key: Decimal(100) for key in organisations}
    if costs.key == "percent":
        return _checked_shares(space, dict(costs.shares)) if costs.shares else None
    if costs.key == "revenue":
        weights = {key: amount for key in organisations if (amount := incomes.get(key)) is not None}
        return weights if len(weights) == len(organisations) and sum(weights.values()) > 0 else None
    refuse_unknown(space, costs.measures, ORGANISATIONS)
    return dict(costs.measures) if sum(costs.measures.values()) > 0 else None


def refuse_unknown(space: Space, names: Mapping[str, object], file: str) -> None:
    """Raise ``Problems`` for each of ``names``, written in ``file``, that is not an organisation of the place."""
    problems = _unknown(space, names, file)
    if problems:
        raise Problems(problems)


def _unknown(space: Space, names: Mapping[str, object], file: str) -> list[Problem]:
    organisations = space.organisations.organisations
    return [
        Problem(
            "organisation.unknown",
            {"organisation": key, "organisations": ", ".join(organisations), "closest": closest(key, organisations)},
            file,
        )
        for key in names
        if key not in organisations
    ]


def _checked_shares(space: Space, shares: Weights) -> Weights:
    """``shares``. Raises ``Problems`` when they don't add up to 100 or an organisation is unknown."""
    problems = _unknown(space, shares, ORGANISATIONS)
    if sum(shares.values()) != 100:
        problems.append(Problem("shares.sum", {"sum": sum(shares.values())}, ORGANISATIONS))
    if problems:
        raise Problems(problems)
    return shares
