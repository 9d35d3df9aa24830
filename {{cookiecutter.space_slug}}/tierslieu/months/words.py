"""What statements call the parts of a settled month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from babel.dates import format_date

from tierslieu.i18n import messages
from tierslieu.i18n.formatting import capitalised

from .rules_of_days import first_day
from .settlement import CostLine, Settlement, StreamLine


def month_name(month: str, locale: str) -> str:
    """``janvier 2027``; a year as it is."""
    if len(month) == 4:
        return month
    return format_date(first_day(month), "LLLL y", locale=locale)


def months_text(months: Sequence[str], locale: str) -> str:
    """``août à octobre 2026`` for months that follow one another; else the name of each of them."""
    days = [first_day(month) for month in months]
    numbers = [day.year * 12 + day.month for day in days]
    if len(months) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return ", ".join(month_name(month, locale) for month in months)
    pattern = "LLLL" if days[0].year == days[-1].year else "LLLL y"
    first = format_date(days[0], pattern, locale=locale)
    return messages.text(locale, "month.range", first=first, last=month_name(months[-1], locale))


def organisation_title(settlement: Settlement, key: str) -> str:
    """The name of an organisation, to begin a line with."""
    return capitalised(settlement.names[key])


def line_name(settlement: Settlement, line: StreamLine) -> str:
    """The name of a line: that of its stream, the month that it corrects, the day from which its rule holds."""
    name = line.label
    if line.corrections:
        month = month_name(line.month, settlement.locale)
        name = messages.text(settlement.locale, "month.corrected", label=name, month=month)
    elif line.month != settlement.month:
        name = f"{name}, {month_name(line.month, settlement.locale)}"
    siblings = {
        other.rule.start for other in settlement.streams if (other.month, other.stream) == (line.month, line.stream)
    }
    if len(siblings) > 1:
        name = messages.text(settlement.locale, "month.since", label=name, date=line.rule.start)
    return name


def cost_name(settlement: Settlement, line: CostLine) -> str:
    """The name of a line of common costs: who paid them, and the month that it corrects."""
    payer = organisation_title(settlement, line.payer)
    if not line.corrections:
        return payer
    return messages.text(
        settlement.locale, "month.corrected", label=payer, month=month_name(line.month, settlement.locale)
    )


def reasons(settlement: Settlement, key: str | None = None) -> Iterator[str]:
    """Why each earlier month is corrected, in sentences; only what ``key`` received or has a share of, if it is given."""
    costs = messages.text(settlement.locale, "month.csv_costs")
    corrected = [
        (line.label, line.month, reason)
        for line in (settlement.lines_of(key) if key else settlement.streams)
        for reason in line.reasons
    ]
    corrected += [(costs, line.month, reason) for line in settlement.costs for reason in line.reasons]
    corrected += [(book.label, month, reason) for book in settlement.passes for month, reason in book.corrected]
    for label, month, reason in dict.fromkeys(corrected):
        shown = month_name(month, settlement.locale)
        yield messages.text(settlement.locale, "month.reason", label=label, month=shown, reason=reason)
