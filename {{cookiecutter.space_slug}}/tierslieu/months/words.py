"""What statements call the parts of a settled month."""

from __future__ import annotations

from babel.dates import format_date

from tierslieu.i18n.formatting import capitalised

from .rules_of_days import first_day
from .settlement import Settlement


def month_name(month: str, locale: str) -> str:
    """``janvier 2027``."""
    return format_date(first_day(month), "LLLL y", locale=locale)


def organisation_title(settlement: Settlement, key: str) -> str:
    """The name of an organisation, to begin a line with."""
    return capitalised(settlement.names[key])
