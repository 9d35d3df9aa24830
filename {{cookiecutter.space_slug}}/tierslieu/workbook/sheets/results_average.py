"""What one coworker leaves in a year: a part of the sheet of results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from tierslieu.finance.shares import COWORKING
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, brackets, if_, is_number, number, round_
from tierslieu.workbook.writer.formulas import product, rounded, total, when_known
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .assumptions_offers import Sold


def write_contribution(sheet: Sheet, assumptions: Assumptions) -> Cell:
    """What a resident leaves, what an occasional coworker leaves, then an average one, in today's exact proportion."""
    sheet.section(sheet.t("workbook_coworker_leaves"))
    people, months, offers = assumptions.people, assumptions.people.months, assumptions.offers
    percent = assumptions.keys.solidarity
    assert percent is not None, "a place with coworking has a solidarity share"
    resident = [(offers.resident, [months])] if offers.resident else []
    occasional = [(sold, [count, months]) for sold, count in offers.bought]
    all_leave = [
        _write_kind(sheet, "residents", people.residents, percent, resident),
        _write_kind(sheet, "occasional", people.occasional, percent, occasional),
    ]
    today = brackets(people.residents + people.occasional)
    average = if_(today.equals(0), UNKNOWN, rounded(_sum(all_leave) / today))
    known = when_known([people.residents, people.occasional, *all_leave], average)
    return _write(sheet, sheet.t("workbook_contribution"), known, "total")


def _write_kind(sheet: Sheet, kind: str, count: Cell, percent: Cell, bought: list[tuple[Sold, list[Cell]]]) -> Cell:
    """What all coworkers of a ``kind`` leave: each of them buys each thing as often as the product of its factors."""
    nets = []
    for sold, factors in bought:
        label = sheet.t(f"workbook_one_{kind}", label=sold.label)
        nets.append(_write(sheet, label, _net(sheet.book.space.prices.basis, sold, factors)))
    paying = [net for (sold, _), net in zip(bought, nets, strict=True) if sold.service == COWORKING]
    income = total(paying)
    # Excel 2010 has no name for a value within a formula: the income is computed once to look at it, once to multiply.
    share = if_(income.equals(0), 0, when_known([percent], rounded(income * percent)))
    aside = _write(sheet, sheet.t(f"workbook_aside_{kind}"), if_(is_number(income), share, UNKNOWN))
    remainder = when_known([*nets, aside], round_(_sum(nets) - aside, 2))
    left = _write(sheet, sheet.t(f"workbook_left_{kind}"), remainder, "total")
    # Nobody leaves nothing, whatever the price.
    together = when_known([count], if_(count.equals(0), 0, when_known([left], count * left)))
    return _write(sheet, sheet.t(f"workbook_together_{kind}"), together)


def _net(basis: str, sold: Sold, factors: list[Cell]) -> Expr:
    """What one coworker pays in a year for one thing, excluding VAT; rounded as the line of all of them is."""
    quantity = product(factors)
    amount, needed = rounded(sold.price * quantity), [sold.price, *factors]
    if basis == "ttc":
        amount, needed = rounded(amount / (1 + sold.rate)), [*needed, sold.rate]
    return when_known(factors, if_(quantity.equals(0), 0, when_known(needed, amount)))


def _sum(cells: Sequence[Cell]) -> Expr:
    return reduce(add, cells) if cells else number(0)


def _write(sheet: Sheet, label: str, expression: Expr, *looks: str) -> Cell:
    """A row with one figure: it is the same every year."""
    return sheet.formula_row(label, [expression], "money", *looks)[0]
