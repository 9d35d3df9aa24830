"""Who receives what of an amount, to the cent: the solidarity share first, then the operator; common costs by key."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tierslieu.model import Space
from tierslieu.money import CENT, share
from tierslieu.pricing import unit_price
from tierslieu.problems import Problem, Problems
from tierslieu.suggest import closest

#: The stream that no service causes alone.
COMMON_COSTS = "common-costs"
_FILE = "config/organisations.yaml"


@dataclass(frozen=True)
class Part:
    """A share of an amount, in euros; ``organisation`` is its short name, or None for the solidarity fund."""

    organisation: str | None
    percent: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Split:
    """How ``amount`` is shared: the parts add up to it.

    ``free_half_days`` is how many half-days the solidarity part pays for at ``half_day_price``, None while either is
    unknown. ``missing`` names, as keys of a locale's strings, the facts still unknown that would change the parts.
    """

    stream: str
    amount: Decimal
    parts: tuple[Part, ...]
    half_day_price: Decimal | None = None
    free_half_days: int | None = None
    missing: tuple[str, ...] = ()


def streams(space: Space) -> tuple[str, ...]:
    """What money can come in or go out for: each service that is on, and the common costs."""
    return (*space.identity.services, COMMON_COSTS)


def explain(space: Space, amount: Decimal, stream: str) -> Split:
    """Share ``amount`` (euros, rounded to the cent) of ``stream``.

    Raises ``Problems`` for an unknown stream or shares that nobody has given, ``ValueError`` for a negative amount.
    """
    if amount < 0:
        raise ValueError("amount")
    amount = amount.quantize(CENT, ROUND_HALF_UP)
    if stream == COMMON_COSTS:
        return Split(stream, amount, _common(space, amount))
    if stream not in space.identity.services:
        known = streams(space)
        values = {"stream": stream, "streams": ", ".join(known), "closest": closest(stream, known)}
        raise Problems([Problem("split.stream", values)])
    operator = space.organisations.services[stream].operator
    if stream != "coworking":
        return Split(stream, amount, (Part(operator, Decimal(100), amount),))
    return _coworking(space, amount, operator)


def set_aside(space: Space, amount: Decimal) -> Decimal | None:
    """What coworking income of ``amount`` leaves for free uses; None while the percent is unknown."""
    percent = space.organisations.solidarity.percent
    return None if percent is None else share(amount, {"solidarity": percent, "operator": 100 - percent})["solidarity"]


def common_shares(space: Space) -> dict[str, Decimal] | None:
    """The percents by which organisations share common costs; None while several have not agreed on any.

    Raises ``Problems`` when they don't add up to 100 or name an unknown organisation.
    """
    organisations = space.organisations.organisations
    shares = dict(space.organisations.common_costs.shares)
    if not shares:
        return {key: Decimal(100) for key in organisations} if len(organisations) == 1 else None
    found = [unknown_organisation(space, key, _FILE) for key in shares if key not in organisations]
    if sum(shares.values()) != 100:
        found.append(Problem("shares.sum", {"sum": sum(shares.values())}, _FILE))
    if found:
        raise Problems(found)
    return shares


def unknown_organisation(space: Space, key: str, file: str) -> Problem:
    """The problem of a ``file`` that names an organisation which ``config/organisations.yaml`` doesn't hold."""
    known = space.organisations.organisations
    values = {"organisation": key, "organisations": ", ".join(known), "closest": closest(key, known)}
    return Problem("organisation.unknown", values, file)


def _common(space: Space, amount: Decimal) -> tuple[Part, ...]:
    shares = common_shares(space)
    if shares is None:
        organisations = ", ".join(space.organisations.organisations)
        raise Problems([Problem("split.no_shares", {"organisations": organisations}, _FILE)])
    amounts = share(amount, shares)
    return tuple(Part(key, percent, amounts[key]) for key, percent in shares.items())


def _coworking(space: Space, amount: Decimal, operator: str) -> Split:
    percent, aside = space.organisations.solidarity.percent, set_aside(space, amount)
    price = unit_price(space, "half_day")
    if percent is None or aside is None:
        whole = Part(operator, Decimal(100), amount)
        return Split("coworking", amount, (whole,), price, missing=("fact_solidarity",))
    parts = (Part(None, percent, aside), Part(operator, 100 - percent, amount - aside))
    free = int(aside // price) if price else None
    return Split("coworking", amount, tuple(part for part in parts if part.percent), price, free)
