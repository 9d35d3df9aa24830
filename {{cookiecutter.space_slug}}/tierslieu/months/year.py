"""A year of months, settled or closed, put together: the settlement of a year has the lines of all its months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Space

from . import closing, register_files
from .funder_figures import combined_figures
from .settlement import FreeUsesGiven, PassCount, Settlement, settle


def settle_year(space: Space, year: str) -> Settlement:
    """The settlement of ``year`` (``2027``): its closed months as they are, the others settled.

    Raises ``Problems`` with those of the registers, and when no month of the year has one.
    """
    months = [month for month in register_files.months(space.root) if month.startswith(f"{year}-")]
    if not months:
        raise Problems([Problem("register.no_month", {"year": year, "file": register_files.path_of(f"{year}-01")})])
    problems = register_files.folder_problems(space.root, space.today)
    if problems:
        raise Problems(problems)
    return combined(year, [_settled(space, month) for month in months])


def months_of(root: Path, year: str) -> tuple[list[str], list[str]]:
    """The months of ``year`` that have a register, and those of them that are closed."""
    months = [month for month in register_files.months(root) if month.startswith(f"{year}-")]
    return months, [month for month in months if closing.settlement_of(root, month)]


def combined(year: str, months: Sequence[Settlement]) -> Settlement:
    """The settlements of ``months``, oldest first, as one; names and articles are those of the last."""
    last = months[-1]
    names = {key: name for month in months for key, name in month.names.items()}
    return Settlement(
        month=year,
        place=last.place,
        locale=last.locale,
        names=names | last.names,
        clauses=last.clauses,
        streams=tuple(line for month in months for line in month.streams),
        costs=tuple(cost for month in months for cost in month.costs),
        invoices=tuple(bill for month in months for bill in month.invoices),
        free_uses=_free_uses([month.free_uses for month in months if month.free_uses]),
        passes=_passes(count for month in months for count in month.passes),
        figures=combined_figures([month.figures for month in months]),
        accounts=last.accounts,
        look=last.look,
        missing=tuple(dict.fromkeys(fact for month in months for fact in month.missing)),
    )


def _settled(space: Space, month: str) -> Settlement:
    closed = closing.settlement_of(space.root, month)
    if closed is not None:
        return closed
    file = register_files.read(space.root, month)
    if problems := register_files.problems(space, file, month):
        raise Problems(problems)
    return settle(space, file.register, month)


def _free_uses(given: Sequence[FreeUsesGiven]) -> FreeUsesGiven | None:
    """The sum of what was ``given``; without a price, which may change in the year."""
    if not given:
        return None
    asides = [month.aside for month in given]
    known = [aside for aside in asides if aside is not None]
    aside = sum(known, Decimal("0.00")) if len(known) == len(asides) else None
    prices = {month.price for month in given}
    price = prices.pop() if len(prices) == 1 else None
    return FreeUsesGiven(aside=aside, count=sum(month.count for month in given), label=given[-1].label, price=price)


def _passes(counts: Iterable[PassCount]) -> tuple[PassCount, ...]:
    """The ``counts`` of each pass, added up."""
    sums: dict[str, PassCount] = {}
    for count in counts:
        before = sums.get(count.label)
        if before is None:
            sums[count.label] = count
        else:
            added: dict[str, Any] = {
                name: getattr(before, name) + getattr(count, name) for name in ("sold", "used", "golden_tickets")
            }
            added["corrected"] = before.corrected + count.corrected
            sums[count.label] = before.model_copy(update=added)
    return tuple(sums.values())
