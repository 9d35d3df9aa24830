"""The months of the place as screens list them: those that are open, closed or missing, and those that can begin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tierslieu.core.problems import Problems
from tierslieu.months import closing, register_files
from tierslieu.months.rules_of_days import first_day
from tierslieu.months.words import month_name


@dataclass(frozen=True)
class MonthLine:
    """A ``month`` (``2027-01``) with its ``name``; its ``state`` is ``open``, ``closed`` or ``missing``."""

    month: str
    name: str
    state: str


def months(root: Path, language: str) -> list[MonthLine]:
    """The months from the first that has a register to the last one, the latest first."""
    known = register_files.months(root)
    found, month = [], known[0] if known else ""
    while month and month <= known[-1]:
        state = "missing" if month not in known else "closed" if is_closed(root, month) else "open"
        found.append(MonthLine(month, month_name(month, language), state))
        month = register_files.next_month(month)
    return found[::-1]


def is_closed(root: Path, month: str) -> bool:
    """Whether the settlement of ``month`` is kept; a damaged one counts as closed."""
    try:
        closed = closing.read_closed(root, month)
    except Problems:
        return True
    return closed is not None and closed.settlement is not None


def open_month(root: Path, after: str) -> str:
    """The first month after ``after`` whose register can be typed in; empty without one."""
    return next((month for month in register_files.months(root) if month > after and not is_closed(root, month)), "")


def new_months(root: Path, today: dt.date) -> list[str]:
    """The months that can begin: that after the last or, without any, the month before ``today``, then its own."""
    this, known = f"{today:%Y-%m}", register_files.months(root)
    first = register_files.next_month(known[-1]) if known else f"{first_day(this) - dt.timedelta(days=1):%Y-%m}"
    return [month for month in ([first] if known else [first, this]) if first_day(month) <= today]
