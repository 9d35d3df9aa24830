"""The sheet of attendance: the months of opening, and the coworkers who are there each month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Expr,
    Number,
    Operand,
    brackets,
    concatenated,
    if_,
    int_,
    is_number,
    min_,
    mod,
    months_after,
    number,
    round_,
    sum_,
)
from tierslieu.workbook.writer.formulas import if_number, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .assumptions_people import PeopleCells

_ALL = 3 * MONTHS


@dataclass(frozen=True)
class Attendance:
    """The cells of the 36 months; those of coworkers are empty in a place without coworking.

    ``headcounts`` are the coworkers of each year by kind, ``present`` those of each month, and ``everybody`` both kinds
    together: the months of opening where there is nobody.
    """

    is_open: list[Cell]
    headcounts: dict[str, list[Cell]]
    present: dict[str, list[Cell]]
    everybody: list[Cell]

    def months_paid(self, kind: str, year: int, months: Cell) -> Expr:
        """How many ``months`` the coworkers of ``kind`` pay for in a year (from 0), together."""
        people, is_open = (_of_year(cells, year) for cells in (self.present[kind], self.is_open))
        return when_known([*people, months], sum_(people) * months / sum_(is_open))

    def average(self, year: int) -> Expr:
        """The coworkers of an average open month of a year (from 0), to one decimal."""
        people, is_open = ([*_of_year(kind, year)] for kind in (self.present["residents"], self.is_open))
        people += _of_year(self.present["occasional"], year)
        return when_known(people, round_(sum_(people[:MONTHS], people[MONTHS:]) / sum_(is_open), 1))


def month_title(first_day: Cell, number: Number, label: Operand) -> Expr:
    """The month that begins so many months after the ``first_day``; ``label`` while that is not known."""
    return if_(is_number(first_day), months_after(first_day, number), label)


def month_of(sheet: Worksheet, first_day: Cell, number: Expr) -> Expr:
    """The month (1 to 36) ``number``: its date once the ``first_day`` is known, else its year and its place there."""
    texts = sheet.t("workbook_month", year="\0", month="\0").split("\0")
    words = concatenated(texts[0], int_((number - 1) / MONTHS) + 1, texts[1], mod(number - 1, MONTHS) + 1, texts[2])
    return month_title(first_day, number - 1, words)


def write_attendance(workbook: Workbook, assumptions: Assumptions) -> Attendance:
    """Write the sheet of attendance."""
    sheet = months_sheet(workbook, assumptions, "attendance")
    people = assumptions.people
    sheet.section(sheet.t("workbook_open_months"))
    flags = [if_number(people.open_months[month % MONTHS]) for month in range(_ALL)]
    is_open = sheet.formula_row(sheet.t("workbook_is_open"), flags, "count")
    headcounts: dict[str, list[Cell]] = {}
    present: dict[str, list[Cell]] = {}
    everybody: list[Cell] = []
    if assumptions.offers.resident:
        sheet.section(sheet.t("workbook_people"))
        headcounts = _write_headcounts(sheet, people)
        present = {
            kind: _write_present(sheet, kind, counts, is_open, people.ramp_up) for kind, counts in headcounts.items()
        }
        everybody = _write_everybody(sheet, present["residents"], present["occasional"], is_open)
        left = [when_known([people.desks, count], people.desks - count) for count in headcounts["residents"]]
        sheet.formula_row(sheet.t("workbook_free_desks"), left, "count", "soft")
    sheet.close()
    return Attendance(is_open, headcounts, present, everybody)


def months_sheet(workbook: Workbook, assumptions: Assumptions, key: str) -> Worksheet:
    """A new sheet with a column for each of the 36 months, a year on each printed page."""
    sheet = workbook.sheet(key, (46, *(12 for _ in range(_ALL))), breaks=(MONTHS + 1, 2 * MONTHS + 1))
    months = [workbook.t("workbook_month", year=month // MONTHS + 1, month=month % MONTHS + 1) for month in range(_ALL)]
    titles = [workbook.t("workbook_col_what"), *months]
    sheet.top(assumptions.missing, titles, range(1, _ALL + 1), notes=1, across=MONTHS * 11)
    for count, label in enumerate(months):
        first_day = assumptions.first_day
        sheet.title_of_month(count + 1, if_(is_number(first_day), months_after(first_day, count), label))
    return sheet


def _of_year(cells: Sequence[Cell], year: int) -> Sequence[Cell]:
    return cells[year * MONTHS : (year + 1) * MONTHS]


def _write_headcounts(sheet: Worksheet, people: PeopleCells) -> dict[str, list[Cell]]:
    """Write the coworkers of each year: from today's to the target, in a straight line and today's proportion."""
    residents, occasional, target = people.residents, people.occasional, people.target
    today = brackets(residents + occasional)

    def write(kind: str, of_year: Callable[[int], Expr]) -> list[Cell]:
        counts = [of_year(month // MONTHS) for month in range(_ALL)]
        return sheet.formula_row(sheet.t(f"workbook_{kind}_planned"), counts, "count", "soft")

    def grown(year: int) -> Expr:
        return round_(brackets(today + target) / 2, 0) if year == 1 else target

    def of_residents(year: int) -> Expr:
        if year == 0:
            return if_number(residents)
        # Nobody today: there is no proportion to keep.
        from_nobody = if_(grown(year).equals(0), 0, UNKNOWN)
        share = if_(today.equals(0), from_nobody, round_(grown(year) * residents / today, 0))
        return when_known([residents, occasional, target], share)

    first = write("residents", of_residents)
    second = write(
        "occasional",
        lambda year: (
            if_number(occasional)
            if year == 0
            else when_known([first[year * MONTHS]], grown(year) - first[year * MONTHS])
        ),
    )
    return {"residents": first, "occasional": second}


def _write_present(
    sheet: Worksheet, kind: str, counts: Sequence[Cell], is_open: Sequence[Cell], ramp_up: Cell
) -> list[Cell]:
    """Write the coworkers of each month: in year 1 they arrive in equal steps; nobody while the place is closed."""

    def present(month: int) -> Expr:
        count, flag = counts[month], is_open[month]
        arrived = count if month >= MONTHS else round_(count * min_(number(month + 1), ramp_up) / ramp_up, 0)
        known = [count] if month >= MONTHS else [count, ramp_up]
        return if_(flag.equals(0), 0, when_known([flag, *known], arrived))

    return sheet.formula_row(sheet.t(f"workbook_{kind}_present"), map(present, range(_ALL)), "count")


def _write_everybody(
    sheet: Worksheet, residents: list[Cell], occasional: list[Cell], is_open: list[Cell]
) -> list[Cell]:
    def everybody(month: int) -> Expr:
        all_year = sum_(*(_of_year(cells, month // MONTHS) for cells in (residents, occasional)))
        both = residents[month] + occasional[month]
        return when_known(
            [residents[month], occasional[month]], if_(all_year.equals(0), if_number(is_open[month]), both)
        )

    return sheet.formula_row(sheet.t("workbook_everybody"), map(everybody, range(_ALL)), "count", "total")
