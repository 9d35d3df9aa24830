"""Who receives what of an amount, to the cent: VAT first, then the solidarity share, then each organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from tierslieu import budget
from tierslieu.core.money import CENT, share
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.problems import MissingFact, Problem, Problems, closest
from tierslieu.finance import shares
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING, charged_percent, taxed
from tierslieu.model import Space

#: What no service causes alone: an expense, shared by its own key.
COMMON_COSTS = "common-costs"


@dataclass(frozen=True)
class SplitPart:
    """A share of an amount: ``percent`` of ``base`` makes ``amount``, in euros, but for a cent that rounding moves.

    ``organisation`` is the short name of who receives or pays it; None for VAT and for the solidarity fund.
    """

    kind: Literal["vat", "solidarity", "organisation"]
    organisation: str | None
    percent: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Split:
    """How ``amount`` is shared: the parts add up to it.

    ``free_uses`` is how many uses at ``use_price`` the solidarity part funds, None while unknown. ``missing`` names the
    facts still unknown that would change the parts.
    """

    stream: str
    amount: Decimal
    parts: tuple[SplitPart, ...]
    use_price: Decimal | None = None
    free_uses: int | None = None
    missing: tuple[MissingFact, ...] = ()


def streams(space: Space) -> tuple[str, ...]:
    """What money can come in or go out for: each revenue of the place, and the common costs."""
    return (*shares.streams(space), COMMON_COSTS)


def explain(space: Space, amount: Decimal, stream: str) -> Split:
    """Share ``amount`` (euros as paid, VAT included if there is any, rounded to the cent) of ``stream``.

    Raises ``Problems`` for an unknown stream or shares that nobody has given, ``ValueError`` for a negative amount.
    """
    if amount < 0:
        raise ValueError("amount")
    amount = amount.quantize(CENT, ROUND_HALF_UP)
    if stream == COMMON_COSTS:
        return Split(stream, amount, _common(space, amount))
    if stream not in shares.streams(space):
        known = streams(space)
        values = {"stream": stream, "streams": ", ".join(known), "closest": closest(stream, known)}
        raise Problems([Problem("split.stream", values)])
    return _revenue(space, amount, stream)


def _common(space: Space, amount: Decimal) -> tuple[SplitPart, ...]:
    weights = shares.common_weights(space, budget.incomes(space, 1))
    if weights is None:
        organisations = ", ".join(space.organisations.organisations)
        raise Problems([Problem("split.no_shares", {"organisations": organisations}, ORGANISATIONS)])
    return _shared(amount, weights)


def _shared(amount: Decimal, weights: shares.Weights) -> tuple[SplitPart, ...]:
    total = sum(weights.values())
    amounts = share(amount, weights)
    return tuple(
        SplitPart("organisation", key, weight * 100 / total, amount, amounts[key]) for key, weight in weights.items()
    )


def _revenue(space: Space, amount: Decimal, stream: str) -> Split:
    seller = _seller(space, stream)
    percent = charged_percent(space, seller, _rate(space, stream))
    missing = [MissingFact("fact_vat_regime", ORGANISATIONS, organisation=seller)] if percent is None else []
    left = shares.net(taxed(amount, "ttc", percent)) or NOTHING
    parts = [SplitPart("vat", None, percent, left, amount - left)] if percent else []
    price = free = None
    if stream == COWORKING:
        aside = shares.set_aside(space, left)
        price = shares.solidarity_price(space)
        if aside is None:
            missing.append(MissingFact("fact_solidarity", ORGANISATIONS))
        elif space.organisations.solidarity.percent:
            parts.append(SplitPart("solidarity", None, space.organisations.solidarity.percent, left, aside))
            free = shares.free_uses(space, left)
            left -= aside
    parts += _shared(left, shares.stream_shares(space, stream))
    return Split(stream, amount, tuple(parts), price, free, tuple(missing))


def _seller(space: Space, stream: str) -> str:
    """Who owes the VAT of ``stream``: who invoices it or, of a stream that is no service, who is paid."""
    return space.responsible("invoices", stream) or shares.collector(space, stream)


def _rate(space: Space, stream: str) -> str:
    """The VAT rate of what ``stream`` sells; the normal one where its offers differ, or where it has none."""
    rates = {offer.vat for offer in space.prices.offers.values() if offer.service == stream}
    return rates.pop() if len(rates) == 1 else "normal"


def told_percents(found: Split) -> Iterator[Decimal]:
    """The percent of each part to two decimals: those of the organisations add up to 100."""
    weights = {part.organisation: part.percent for part in found.parts if part.organisation is not None}
    told = share(Decimal("100.00"), weights)
    for part in found.parts:
        yield told[part.organisation] if part.organisation is not None else part.percent
