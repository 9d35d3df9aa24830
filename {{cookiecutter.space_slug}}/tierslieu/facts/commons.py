"""What the place gave to the commons: each improvement, who paid for it, and how many places use it."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.model.commons import Improvement

from .formatter import FactFormatter, Facts, money


def commons(tell: FactFormatter) -> list[Facts]:
    """The improvements, in the order of their file.

    ``effort`` and ``date`` are empty while nobody has said them; ``users`` counts the places of ``used_by``.
    """
    return [
        {
            "title": one.title,
            "funded_by": one.funded_by,
            "effort": _effort(tell, one),
            "date": tell.words.date(one.date, "date") if one.date else "",
            "used_by": list(one.used_by),
            "users": len(one.used_by),
            "ratio": tell.words.plural("commons_ratio", len(one.used_by)) if one.used_by else tell.t("commons_unused"),
        }
        for one in tell.space.commons.improvements
    ]


def commons_places(tell: FactFormatter) -> int:
    """How many places use at least one of the improvements."""
    return len({place.casefold() for one in tell.space.commons.improvements for place in one.used_by})


def _effort(tell: FactFormatter, one: Improvement) -> str:
    """What it took: an amount, days of work, or both."""
    parts = []
    if one.amount is not None:
        parts.append(money(one.amount, tell.locale))
    if one.days is not None:
        parts.append(tell.words.plural("commons_days", Decimal(str(one.days)).normalize()))
    return " + ".join(parts)
