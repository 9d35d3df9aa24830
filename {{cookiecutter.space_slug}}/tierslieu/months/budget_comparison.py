"""The budget beside closed months: what each revenue and the common costs were to be in a year, and what they have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

from tierslieu.budget.accounts import total
from tierslieu.budget.incomes import income_lines, stream_income
from tierslieu.core.money import to_cents
from tierslieu.core.problems import Problems
from tierslieu.facts.formatter import UNKNOWN, FactFormatter
from tierslieu.facts.shares import stream_label
from tierslieu.finance import shares
from tierslieu.i18n import messages
from tierslieu.model import Space

from . import closing, register_files
from .rules_of_days import first_day
from .settlement import Settlement
from .words import month_name

_MONTHS, _YEARS = 12, 3


@dataclass(frozen=True)
class ComparedLine:
    """A revenue excluding VAT, or the common costs as paid (``stream`` is None), in euros; None while unknown.

    ``per_month`` is what each of the months that are left takes to reach the year; None if there is nothing to reach.
    """

    stream: str | None
    planned: Decimal | None
    real: Decimal | None
    per_month: Decimal | None


@dataclass(frozen=True)
class BudgetComparison:
    """Year ``number`` (1 to 3) of the budget beside its closed months, from ``first`` on: ``closed``, in their order."""

    number: int
    first: str
    closed: tuple[str, ...]
    lines: tuple[ComparedLine, ...]


def compare(space: Space, month: str) -> BudgetComparison | None:
    """The year of ``month``: year 1 begins with the first register. None after year 3, and before a month is closed."""
    months = register_files.months(space.root)
    if not months:
        return None
    start = _number(months[0])
    year = (_number(month) - start) // _MONTHS
    begin = start + year * _MONTHS
    settled = dict(_closed(space.root, range(begin, begin + _MONTHS)))
    if year >= _YEARS or not settled:
        return None
    return BudgetComparison(
        year + 1, _name(begin), tuple(settled), tuple(_lines(space, year + 1, list(settled.values())))
    )


def latest(space: Space) -> BudgetComparison | None:
    """The year of the last month that is closed; None without any, or while what went into one has changed."""
    for month in reversed(register_files.months(space.root)):
        with suppress(Problems):
            if closing.settlement_of(space.root, month):
                return compare(space, month)
    return None


def comparison_rows(fmt: FactFormatter, comparison: BudgetComparison) -> list[list[str]]:
    """The headings, then each revenue and the common costs: planned, real, and what each month left takes."""
    text = partial(messages.text, fmt.locale)
    names = ("line", "planned", "real", "month_left")
    rows = [[text(f"month.compared_{name}", number=comparison.number) for name in names]]
    for line in comparison.lines:
        amounts = (UNKNOWN if amount is None else fmt.amount(amount) for amount in (line.planned, line.real))
        rows.append([line_label(fmt, line), *amounts, "" if line.per_month is None else fmt.amount(line.per_month)])
    return rows


def line_label(fmt: FactFormatter, line: ComparedLine) -> str:
    """What a line is about."""
    return messages.text(fmt.locale, "month.compared_costs") if line.stream is None else stream_label(fmt, line.stream)


def year_sentence(fmt: FactFormatter, comparison: BudgetComparison) -> str:
    """What it would take to reach the year: so much of each revenue in each month that is left."""
    text = partial(messages.text, fmt.locale)
    streams = [line for line in comparison.lines if line.stream is not None]
    last = month_name(_name(_number(comparison.first) + _MONTHS - 1), fmt.locale)
    values = {"number": comparison.number, "count": _MONTHS - len(comparison.closed), "last": last}
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


def _lines(space: Space, year: int, settled: Sequence[Settlement]) -> Iterator[ComparedLine]:
    incomes, left = income_lines(space, year), _MONTHS - len(settled)
    streams = [line for month in settled for line in month.streams]
    for stream in dict.fromkeys((*shares.streams(space), *(line.stream for line in streams))):
        received = total(None if line.vat is None else line.ttc - line.vat for line in streams if line.stream == stream)
        yield _line(stream, stream_income(incomes, stream).ht, received, left)
    planned = total(cost.amount[year - 1] for cost in space.budget.costs if cost.paid_by is None)
    yield _line(None, planned, total(cost.ttc for month in settled for cost in month.costs), left)


def _line(stream: str | None, planned: Decimal | None, real: Decimal | None, left: int) -> ComparedLine:
    missing = None if planned is None or real is None else planned - real
    per_month = to_cents(Fraction(missing) / left) if missing is not None and missing > 0 and left else None
    return ComparedLine(stream, planned, real, per_month)


def _number(month: str) -> int:
    """The months since year 0."""
    day = first_day(month)
    return day.year * _MONTHS + day.month - 1


def _name(number: int) -> str:
    return f"{number // _MONTHS:04d}-{number % _MONTHS + 1:02d}"
