"""The contribution of one coworker in a year: a section of the sheet of results."""

from __future__ import annotations

from tierslieu.finance.shares import COWORKING
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, brackets, if_, is_number, round_
from tierslieu.workbook.writer.formulas import added, product, rounded, total, when_known
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .assumptions_offers import SoldItem


def write_contribution(sheet: Worksheet, assumptions: Assumptions) -> Cell:
    """Write what a resident, an occasional coworker, then an average one contribute; the cell of the average.

    The average is weighted by the residents and occasional coworkers of today.
    """
    sheet.section(sheet.t("workbook_coworker_leaves"))
    people, months, offers = assumptions.people, assumptions.people.months, assumptions.offers
    percent = assumptions.keys.solidarity
    assert percent is not None, "a place with coworking has a solidarity share"
    resident = [(offers.resident, [months])] if offers.resident else []
    occasional = [(item, [count, months]) for item, count in offers.occasional]
    contributions = [
        _write_kind(sheet, "residents", people.residents, percent, resident),
        _write_kind(sheet, "occasional", people.occasional, percent, occasional),
    ]
    today = brackets(people.residents + people.occasional)
    average = if_(today.equals(0), UNKNOWN, rounded(added(contributions) / today))
    average = when_known([people.residents, people.occasional, *contributions], average)
    return _write(sheet, sheet.t("workbook_contribution"), average, "total")


def _write_kind(
    sheet: Worksheet, kind: str, count: Cell, percent: Cell, purchases: list[tuple[SoldItem, list[Cell]]]
) -> Cell:
    """Write what each coworker of a ``kind`` contributes, and all of them together; the cell of the latter.

    ``purchases`` has the factors of the quantity of each item in a year; ``percent`` of the income of coworking is set
    aside for free uses.
    """
    nets = [
        _write(sheet, sheet.t(f"workbook_one_{kind}", label=item.label), _net(sheet.space.prices.basis, item, factors))
        for item, factors in purchases
    ]
    paying = [net for (item, _), net in zip(purchases, nets, strict=True) if item.service == COWORKING]
    income = total(paying)  # Excel 2010 has no LET: its text stands three times in the formula
    share = if_(income.equals(0), 0, when_known([percent], rounded(income * percent)))
    aside = _write(sheet, sheet.t(f"workbook_aside_{kind}"), if_(is_number(income), share, UNKNOWN))
    remainder = when_known([*nets, aside], round_(added(nets) - aside, 2))
    contribution = _write(sheet, sheet.t(f"workbook_left_{kind}"), remainder, "total")
    # Nobody contributes 0, even while the price is unknown.
    together = when_known([count], if_(count.equals(0), 0, when_known([contribution], count * contribution)))
    return _write(sheet, sheet.t(f"workbook_together_{kind}"), together)


def _net(basis: str, item: SoldItem, factors: list[Cell]) -> Expr:
    """What one coworker pays in a year for an item, excluding VAT; rounded as the line of all coworkers is."""
    quantity = product(factors)
    amount, needed = rounded(item.price * quantity), [item.price, *factors]
    if basis == "ttc":
        amount, needed = rounded(amount / (1 + item.rate)), [*needed, item.rate]
    return when_known(factors, if_(quantity.equals(0), 0, when_known(needed, amount)))


def _write(sheet: Worksheet, label: str, expression: Expr, *styles: str) -> Cell:
    """Write a row with a single amount, which is the same every year."""
    return sheet.formula_row(label, [expression], "money", *styles)[0]
