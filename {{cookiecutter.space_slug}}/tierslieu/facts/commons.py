"""What the place gave to the commons: each improvement, who paid for it, and how many places use it."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.model.commons import Improvement

from .formatter import FactFormatter, Facts, money


def commons(fmt: FactFormatter) -> list[Facts]:
    """The improvements, in order; ``effort`` and ``date`` are empty while unknown, ``users`` counts ``used_by``."""
    return [
        {
            "title": improvement.title,
            "funded_by": improvement.funded_by,
            "effort": _effort(fmt, improvement),
            "date": fmt.date(improvement.date, "date") if improvement.date else "",
            "used_by": list(improvement.used_by),
            "users": len(improvement.used_by),
            "ratio": fmt.plural("commons_ratio", len(improvement.used_by))
            if improvement.used_by
            else fmt.t("commons_unused"),
        }
        for improvement in fmt.space.commons.improvements
    ]


def commons_places(fmt: FactFormatter) -> int:
    """How many places use at least one of the improvements."""
    improvements = fmt.space.commons.improvements
    return len({place.casefold() for improvement in improvements for place in improvement.used_by})


def _effort(fmt: FactFormatter, improvement: Improvement) -> str:
    """What it took: an amount, days of work, or both."""
    parts = []
    if improvement.amount is not None:
        parts.append(money(improvement.amount, fmt.locale))
    if improvement.days is not None:
        parts.append(fmt.plural("commons_days", Decimal(str(improvement.days)).normalize()))
    return " + ".join(parts)
