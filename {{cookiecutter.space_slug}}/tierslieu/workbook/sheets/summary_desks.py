"""The rows of the summary that tell whether the desks are enough, as ``budget.desk_use`` does."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tierslieu.budget.accounts import MONTHS
from tierslieu.budget.desk_use import MOST_DAYS, TIGHT, days_at_a_desk, year_of_free_uses
from tierslieu.budget.sold_items import buyable
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    and_,
    brackets,
    concatenated,
    if_,
    int_,
    is_number,
    max_,
    number,
    or_,
    round_,
    round_up,
)
from tierslieu.workbook.writer.formulas import added, when_known
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .attendance import Attendance
from .split import SplitRows

#: A quotient of whole numbers is not exact in binary: these decimals of it are.
_EXACT = 6


def write_desks(
    sheet: Worksheet, assumptions: Assumptions, attendance: Attendance, split: SplitRows, words: int
) -> list[Condition]:
    """Write the days at a desk in a month that are wanted and those that residents leave; the column ``words`` says if they do.

    Returns whether desks are too few in each year.
    """
    years = range(3)
    sheet.section(sheet.t("workbook_summary_desks"))
    titles = [sheet.t("workbook_summary_month_days"), *sheet.workbook.labels("year_1", "year_2", "year_3", "col_words")]
    sheet.header(titles, range(1, words))
    wanted_label = "wanted_voted" if year_of_free_uses(sheet.space, 1) else "wanted"
    wanted, offered = (
        sheet.formula_row(sheet.t(f"workbook_summary_days_{name}"), amounts, "count")
        for name, amounts in (
            (
                wanted_label,
                [_wanted(sheet, assumptions, split, _people(attendance, "occasional", year), year) for year in years],
            ),
            ("offered", [_offered(assumptions, attendance, year) for year in years]),
        )
    )
    used = [
        when_known(
            [need, there],
            if_(there.equals(0), if_(need.equals(0), 0, sheet.t("workbook_summary_no_desk")), need / there),
        )
        for need, there in zip(wanted, offered, strict=True)
    ]
    parts = sheet.formula_row(sheet.t("workbook_summary_desk_use"), used, "tenth_percent")
    short = [
        _short(assumptions, attendance, *pair, year) for year, pair in enumerate(zip(wanted, offered, strict=True))
    ]
    tight = [and_(is_number(part), part >= number(TIGHT)) for part in parts]

    def listed(name: str, told: list[Condition]) -> Expr:
        years = (if_(each, f" ({sheet.t(f'workbook_year_{year}').lower()})", "") for year, each in enumerate(told, 1))
        return concatenated(sheet.t(f"workbook_summary_desks_{name}"), *years)

    known = and_(*(is_number(cell) for cell in (*wanted, *offered)))
    enough = if_(or_(*tight), listed("tight", tight), sheet.t("workbook_summary_desks_fine"))
    fine = if_(known, enough, sheet.t("workbook_summary_desks_unknown"))
    sheet.formula(words, if_(or_(*short), listed("bad", short), fine), "words", row=sheet.row - 1)
    return short


def desks_for(
    sheet: Worksheet, assumptions: Assumptions, split: SplitRows, coworkers: Cell, year: int, words: tuple[str, str]
) -> Expr:
    """The first of ``words`` where the desks are enough for so many ``coworkers`` of a year, in today's proportion, else
    the second one; an empty text where no number is enough. As ``budget.desk_use.has_desks_for`` does.
    """
    people, days = assumptions.people, assumptions.people.days[year]
    today = brackets(people.residents + people.occasional)
    residents = round_(coworkers * people.residents / today, 0)
    wanted = _wanted(sheet, assumptions, split, brackets(coworkers - residents), year)
    most = if_(is_number(days), days, MOST_DAYS)
    offered = int_(round_(max_(people.desks - residents, number(0)) * most, _EXACT))
    enough, short = words
    told = if_(or_(residents > people.desks, wanted > offered), short, enough)
    known = when_known([people.desks, people.residents, people.occasional], if_(today.equals(0), UNKNOWN, told))
    bought = [count for count, _ in _purchases(sheet, assumptions)]
    return if_(
        is_number(coworkers), when_known(bought, known), if_(coworkers.equals(sheet.t("workbook_never")), "", UNKNOWN)
    )


def _people(attendance: Attendance, kind: str, year: int) -> Cell:
    return attendance.headcounts[kind][year * MONTHS]


def _wanted(sheet: Worksheet, assumptions: Assumptions, split: SplitRows, occasional: Expr, year: int) -> Expr:
    """The days at a desk that occasional coworkers buy in a month, and those that are free of charge, both rounded up."""
    bought = list(_purchases(sheet, assumptions))
    counts = [count for count, _ in bought]
    days = [_days(count, factor) for count, factor in bought if factor]
    paid = round_up(round_(occasional * brackets(added(days)), _EXACT), 0) if days else number(0)
    unknown = [count for count, factor in bought if factor is None]
    needed = [*([occasional] if isinstance(occasional, Cell) else []), *counts]
    total = paid + _free(sheet, assumptions, split, year)
    total = when_known(needed, total) if needed else total
    # A pass of which nobody knows the uses.
    return if_(or_(*(count > 0 for count in unknown)), UNKNOWN, total) if unknown else total


def _purchases(sheet: Worksheet, assumptions: Assumptions) -> Iterator[tuple[Cell, Fraction | None]]:
    """How many of each item an occasional coworker buys in a month, and the days at a desk of one; None while unknown."""
    for key, (_, count) in zip(buyable(sheet.space), assumptions.offers.occasional, strict=True):
        yield count, days_at_a_desk(sheet.space, {key: Decimal(1)})


def _days(count: Expr, factor: Fraction) -> Expr:
    return count * factor.numerator / factor.denominator


def _free(sheet: Worksheet, assumptions: Assumptions, split: SplitRows, year: int) -> Expr:
    """The free days of a month, as ``budget.desk_use`` has them; none while their number is unknown."""
    factor = days_at_a_desk(sheet.space, {sheet.space.organisations.solidarity.unit: Decimal(1)})
    earned_in = year_of_free_uses(sheet.space, year + 1)
    if not earned_in or not split.free_uses or not factor:
        return number(0)
    uses, months = split.free_uses[earned_in - 1], assumptions.people.months
    days = round_up(round_(_days(uses, factor) / months, _EXACT), 0)
    return if_(and_(is_number(uses), is_number(months)), days, 0)


def _offered(assumptions: Assumptions, attendance: Attendance, year: int) -> Expr:
    """The whole days at the desks that residents leave in a month."""
    desks, days = assumptions.people.desks, assumptions.people.days[year]
    residents = _people(attendance, "residents", year)
    some = when_known([days], int_(round_(brackets(desks - residents) * days, _EXACT)))
    return when_known([desks, residents], if_(residents >= desks, 0, some))


def _short(assumptions: Assumptions, attendance: Attendance, wanted: Cell, offered: Cell, year: int) -> Condition:
    """Whether somebody has no desk in a year; a text, in a spreadsheet, is more than any number.

    While the days of opening are unknown, desks are too few where a whole month of days is not enough.
    """
    desks, residents = assumptions.people.desks, _people(attendance, "residents", year)
    most = max_(desks - residents, number(0)) * MOST_DAYS
    return or_(
        when_known([wanted, desks, residents], if_(wanted > most, 1, 0)).equals(1),
        and_(is_number(desks), is_number(residents), residents > desks),
        and_(is_number(wanted), is_number(offered), wanted > offered),
    )
