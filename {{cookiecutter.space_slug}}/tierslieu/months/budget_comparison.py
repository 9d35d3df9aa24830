"""The budget beside closed months: what each revenue and the common costs were to be in a year, and what they have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tierslieu.budget.accounts import total
from tierslieu.budget.incomes import income_lines, stream_income
from tierslieu.core.money import to_cents
from tierslieu.finance import shares
from tierslieu.model import Space

from . import closing, register_files
from .rules_of_days import first_day
from .settlement import Settlement

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
    """Year ``number`` (1 to 3) of the budget beside its closed months, from ``first`` on; ``closed`` is how many."""

    number: int
    first: str
    closed: int
    lines: tuple[ComparedLine, ...]


def compare(space: Space, month: str) -> BudgetComparison | None:
    """The year of ``month``: year 1 begins with the first register. None after year 3, and before a month is closed."""
    start = _number(register_files.months(space.root)[0])
    year = (_number(month) - start) // _MONTHS
    begin = start + year * _MONTHS
    settled = list(_closed(space.root, range(begin, begin + _MONTHS)))
    if year >= _YEARS or not settled:
        return None
    return BudgetComparison(year + 1, _name(begin), len(settled), tuple(_lines(space, year + 1, settled)))


def _closed(root: Path, months: Sequence[int]) -> Iterator[Settlement]:
    for number in months:
        if settlement := closing.settlement_of(root, _name(number)):
            yield settlement


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
