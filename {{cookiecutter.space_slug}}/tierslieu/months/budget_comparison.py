"""The budget beside closed months: what each revenue and the common costs were to be in a year, and what they have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

from tierslieu.budget.accounts import EachMonth, total
from tierslieu.budget.headcount import open_months
from tierslieu.budget.incomes import income_lines, stream_income
from tierslieu.core.money import to_cents
from tierslieu.core.problems import Problems
from tierslieu.facts.formatter import UNKNOWN, FactFormatter
from tierslieu.facts.shares import stream_label
from tierslieu.finance import shares
from tierslieu.finance.vat import NOTHING
from tierslieu.i18n import messages
from tierslieu.model import Space

from . import closing, register_files
from .rules_of_days import first_day
from .settlement import Settlement
from .words import month_name, months_text

_MONTHS, _YEARS = 12, 3


@dataclass(frozen=True)
class ComparedLine:
    """A revenue excluding VAT, or the common costs as paid (``stream`` is None), in euros; None while unknown.

    ``planned`` is that of the year, ``planned_so_far`` that of its closed months, which ``real`` is. ``per_month`` is what
    each of the months that are left, and open for a revenue, takes to reach the year; None if there is nothing to reach.
    """

    stream: str | None
    planned: Decimal | None
    planned_so_far: Decimal | None
    real: Decimal | None
    per_month: Decimal | None


@dataclass(frozen=True)
class BudgetComparison:
    """Year ``number`` (1 to 3) of the budget, which begins with ``first``, beside its ``closed`` months, in their order.

    ``positions`` are the places of these months in a year of the budget, from 1; ``left`` those of the open months left.
    """

    number: int
    first: str
    closed: tuple[str, ...]
    positions: tuple[int, ...]
    left: tuple[int, ...]
    lines: tuple[ComparedLine, ...]

    @property
    def unplanned(self) -> tuple[str, ...]:
        """The revenues that the budget does not plan, and that there have been."""
        return tuple(line.stream for line in self.lines if line.stream and line.planned == 0 and line.real)


def compare(space: Space, month: str) -> BudgetComparison | None:
    """The year of ``month``: None outside the three years of the budget, and before a month of that year is closed.

    Year 1 begins with the first day of the budget or, while nobody has told it, with the first register.
    """
    start = _start(space)
    if start is None or _number(month) < start:
        return None
    year = (_number(month) - start) // _MONTHS
    begin = start + year * _MONTHS
    settled = dict(_closed(space.root, range(begin, begin + _MONTHS)))
    if year >= _YEARS or not settled:
        return None
    places = {_name(begin + place): place + 1 for place in range(_MONTHS)}
    positions = tuple(places.pop(month) for month in settled)
    is_open = open_months(space)
    left = tuple(place for place in places.values() if is_open[place - 1])
    lines = tuple(_lines(space, year + 1, list(settled.values()), positions, len(left)))
    return BudgetComparison(year + 1, _name(begin), tuple(settled), positions, left, lines)


def latest(space: Space) -> BudgetComparison | None:
    """The year of the last month that is closed; None as in ``compare``, or while what went into a month has changed."""
    for month in reversed(register_files.months(space.root)):
        with suppress(Problems):
            if closing.settlement_of(space.root, month):
                return compare(space, month)
    return None


def is_before_the_budget(space: Space, month: str) -> bool:
    """Whether ``month`` is before the first day of the budget."""
    return bool(space.budget.first_day) and _number(month) < (_start(space) or 0)


def outside_sentence(fmt: FactFormatter) -> str:
    """Which closed months are before the first day of the budget, and so beside no plan; empty without any."""
    first = fmt.space.budget.first_day
    early = [month for month in register_files.months(fmt.space.root) if is_before_the_budget(fmt.space, month)]
    with suppress(Problems):
        if first and (closed := [month for month in early if closing.settlement_of(fmt.space.root, month)]):
            values = {"months": months_text(closed, fmt.locale), "date": fmt.date(first, "date")}
            return messages.text(fmt.locale, "month.compared_outside", **values)
    return ""


def comparison_rows(fmt: FactFormatter, comparison: BudgetComparison) -> list[list[str]]:
    """The headings, then each revenue and the common costs: planned, real, and what each month left takes."""
    rows = [headings(fmt, comparison, ("line", "planned", "planned_so_far", "real", "month_left"))]
    for line in comparison.lines:
        known = (line.planned, line.planned_so_far, line.real)
        amounts = (UNKNOWN if amount is None else fmt.amount(amount) for amount in known)
        rows.append([line_label(fmt, line), *amounts, "" if line.per_month is None else fmt.amount(line.per_month)])
    return rows


def headings(fmt: FactFormatter, comparison: BudgetComparison, names: Sequence[str]) -> list[str]:
    """The headings of columns; what is real has the names of its months."""
    values = {"number": comparison.number, "months": months_text(comparison.closed, fmt.locale)}
    return [messages.text(fmt.locale, f"month.compared_{name}", **values) for name in names]


def unplanned_sentence(fmt: FactFormatter, comparison: BudgetComparison) -> str:
    """Which services have sales that the budget does not plan; empty without any."""
    if not comparison.unplanned:
        return ""
    labels = ", ".join(stream_label(fmt, stream) for stream in comparison.unplanned)
    return messages.text(fmt.locale, "month.compared_unplanned", labels=labels)


def line_label(fmt: FactFormatter, line: ComparedLine) -> str:
    """What a line is about."""
    return messages.text(fmt.locale, "month.compared_costs") if line.stream is None else stream_label(fmt, line.stream)


def year_sentence(fmt: FactFormatter, comparison: BudgetComparison) -> str:
    """What it would take to reach the year, and which revenues it does not plan."""
    return " ".join(filter(None, (_needs(fmt, comparison), unplanned_sentence(fmt, comparison))))


def _needs(fmt: FactFormatter, comparison: BudgetComparison) -> str:
    """So much of each revenue in each open month that is left."""
    text = partial(messages.text, fmt.locale)
    streams = [line for line in comparison.lines if line.stream is not None]
    last = month_name(_name(_number(comparison.first) + _MONTHS - 1), fmt.locale)
    values = {"number": comparison.number, "count": len(comparison.left), "last": last}
    if any(line.planned is None or line.real is None for line in streams):
        return text("month.compared_unknown", **values)
    wanted = [line for line in streams if line.per_month]
    if not wanted:
        reached = all((line.real or 0) >= (line.planned or 0) for line in streams)
        return text("month.compared_reached" if reached else "month.compared_over", **values)
    parts = [
        text("month.compared_part", label=line_label(fmt, line), amount=fmt.amount(line.per_month))
        for line in wanted
        if line.per_month is not None
    ]
    costs = next((line.per_month for line in comparison.lines if line.stream is None), None)
    sentences = [text("month.compared_needs", **values, parts=", ".join(parts))]
    sentences += [] if costs is None else [text("month.compared_most", amount=fmt.amount(costs))]
    return " ".join([*sentences, text("month.compared_only")])


def _closed(root: Path, months: Sequence[int]) -> Iterator[tuple[str, Settlement]]:
    for month in map(_name, months):
        if settlement := closing.settlement_of(root, month):
            yield month, settlement


def _start(space: Space) -> int | None:
    """The month that year 1 begins with: that of the first day of the budget, else the first register's; None without any."""
    if space.budget.first_day:
        return _number(f"{space.budget.first_day:%Y-%m}")
    return next(map(_number, register_files.months(space.root)), None)


def _lines(
    space: Space, year: int, settled: Sequence[Settlement], positions: Sequence[int], open_left: int
) -> Iterator[ComparedLine]:
    incomes = income_lines(space, year)
    streams = [line for month in settled for line in month.streams]
    for stream in dict.fromkeys((*shares.streams(space), *(line.stream for line in streams))):
        received = total(None if line.vat is None else line.ttc - line.vat for line in streams if line.stream == stream)
        so_far = total(_so_far(line.amounts.ht, line.weights, positions) for line in incomes if line.stream == stream)
        yield _line(stream, stream_income(incomes, stream).ht, so_far, received, open_left)
    common = [cost for cost in space.budget.costs if cost.paid_by is None]
    planned = total(cost.amount[year - 1] for cost in common)
    so_far = total(
        _so_far(cost.amount[year - 1], None, positions)
        if cost.month is None
        else cost.amount[year - 1]
        if cost.month in positions
        else NOTHING
        for cost in common
    )
    paid = total(cost.ttc for month in settled for cost in month.costs)
    yield _line(None, planned, so_far, paid, _MONTHS - len(settled))


def _so_far(amount: Decimal | None, weights: EachMonth | None, positions: Sequence[int]) -> Decimal | None:
    """The part of ``amount`` that is for the months at ``positions``, by their weights or by twelfths, to the cent."""
    known = [weight for weight in weights or () if weight is not None]
    if len(known) < _MONTHS or not any(known):
        known = [1] * _MONTHS
    part = sum(known[position - 1] for position in positions)
    return None if amount is None else to_cents(Fraction(amount) * part / sum(known))


def _line(
    stream: str | None, planned: Decimal | None, so_far: Decimal | None, real: Decimal | None, left: int
) -> ComparedLine:
    missing = None if planned is None or real is None else planned - real
    per_month = to_cents(Fraction(missing) / left) if missing is not None and missing > 0 and left else None
    return ComparedLine(stream, planned, so_far, real, per_month)


def _number(month: str) -> int:
    """The months since year 0."""
    day = first_day(month)
    return day.year * _MONTHS + day.month - 1


def _name(number: int) -> str:
    return f"{number // _MONTHS:04d}-{number % _MONTHS + 1:02d}"
