"""The split of an amount to the cent: VAT first, then what is set aside for free uses, then each organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from tierslieu.core.money import CENT, share
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.problems import MissingFact, Problem, Problems, closest
from tierslieu.finance import shares
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING, charged_percent, taxed, without_vat
from tierslieu.model import Space

from .incomes import incomes

#: The expenses that no service causes alone, which have an allocation key of their own.
COMMON_COSTS = "common-costs"


@dataclass(frozen=True)
class SplitPart:
    """A part of an amount in euros: ``percent`` of ``base``, to within a cent.

    ``organisation`` is the key of the one that receives or pays it; None for VAT and for what is set aside.
    """

    kind: Literal["vat", "solidarity", "organisation"]
    organisation: str | None
    percent: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Split:
    """The ``parts`` of ``amount``, which add up to it.

    ``free_uses`` is how many uses at ``use_price`` the solidarity part funds, None while unknown. ``missing`` are the
    missing facts that would change the parts.
    """

    stream: str
    amount: Decimal
    parts: tuple[SplitPart, ...]
    use_price: Decimal | None = None
    free_uses: int | None = None
    missing: tuple[MissingFact, ...] = ()


def streams(space: Space) -> tuple[str, ...]:
    """What can be split: each revenue of the place, and the common costs."""
    return (*shares.streams(space), COMMON_COSTS)


def split_amount(space: Space, amount: Decimal, stream: str) -> Split:
    """The split of ``amount`` (euros as paid, VAT included if there is any, rounded to the cent) of ``stream``.

    Raises ``Problems`` for an unknown stream or missing shares, ``ValueError`` for a negative amount.
    """
    if amount < 0:
        raise ValueError("amount")
    amount = amount.quantize(CENT, ROUND_HALF_UP)
    if stream == COMMON_COSTS:
        return Split(stream, amount, _common_cost_parts(space, amount))
    if stream not in shares.streams(space):
        names = streams(space)
        values = {"stream": stream, "streams": ", ".join(names), "closest": closest(stream, names)}
        raise Problems([Problem("split.stream", values)])
    return _split_revenue(space, amount, stream)


def _common_cost_parts(space: Space, amount: Decimal) -> tuple[SplitPart, ...]:
    weights = shares.common_weights(space, incomes(space, 1))
    if weights is None:
        organisations = ", ".join(space.organisations.organisations)
        raise Problems([Problem("split.no_shares", {"organisations": organisations}, ORGANISATIONS)])
    return _organisation_parts(amount, weights)


def _organisation_parts(amount: Decimal, weights: shares.Weights) -> tuple[SplitPart, ...]:
    total = sum(weights.values())
    amounts = share(amount, weights)
    return tuple(
        SplitPart("organisation", key, weight * 100 / total, amount, amounts[key]) for key, weight in weights.items()
    )


def _split_revenue(space: Space, amount: Decimal, stream: str) -> Split:
    # The VAT is owed by the organisation that invoices the stream or, where it is no service, by the one that is paid.
    seller = space.responsible("invoices", stream) or shares.collector(space, stream)
    percent = charged_percent(space, seller, _rate(space, stream))
    regime = MissingFact("fact_vat_regime", ORGANISATIONS, ("organisations", seller, "vat", "regime"), None, seller)
    missing = [regime] if percent is None else []
    remainder = shares.net(taxed(amount, "ttc", percent)) or NOTHING
    parts = [SplitPart("vat", None, percent, remainder, amount - remainder)] if percent else []
    use_price = free_uses = None
    if stream == COWORKING:
        aside = shares.set_aside(space, remainder)
        use_price = shares.solidarity_price(space)
        if aside is None:
            missing.append(MissingFact("fact_solidarity", ORGANISATIONS, ("solidarity", "percent")))
        elif space.organisations.solidarity.percent:
            parts.append(SplitPart("solidarity", None, space.organisations.solidarity.percent, remainder, aside))
            if percent is not None or space.prices.basis == "ttc":  # else the amount may include VAT, the price not
                free_uses = shares.free_uses(space, without_vat(amount, percent or NOTHING))
            remainder -= aside
    parts += _organisation_parts(remainder, shares.stream_shares(space, stream))
    return Split(stream, amount, tuple(parts), use_price, free_uses, tuple(missing))


def _rate(space: Space, stream: str) -> str:
    """The VAT rate of the offers of ``stream``; the normal one where they differ, or where it has none."""
    rates = {offer.vat for offer in space.prices.offers.values() if offer.service == stream}
    return rates.pop() if len(rates) == 1 else "normal"


def rounded_percents(split: Split) -> Iterator[Decimal]:
    """The percent of each part to two decimals, so that those of the organisations add up to 100."""
    weights = {part.organisation: part.percent for part in split.parts if part.organisation is not None}
    percents = share(Decimal("100.00"), weights)
    for part in split.parts:
        yield part.percent if part.organisation is None else percents[part.organisation]
