"""The sheet of incomes: the coworkers of each year, what they and others buy, and the subsidies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS, Kind
from tierslieu.finance import shares
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, and_, if_, is_number, or_, round_
from tierslieu.workbook.writer.formulas import column_totals, difference, if_number, rounded, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_offers import SoldItem
from .attendance import Attendance

#: What is paid, its VAT, what is paid excluding VAT, and the quantity.
_SoldCells = tuple[Cell, Cell, Cell, Cell]
_PRICE, _QUANTITY, _RATE, _PAID, _VAT, _NET = 2, 3, 4, 5, 6, 7


@dataclass(frozen=True)
class _SoldRow:
    """A row of each year; ``counts`` is how many are sold a month in each year: none for residents, who pay by the month."""

    kind: Kind
    item: SoldItem
    organisation: str
    counts: Sequence[Cell]


@dataclass(frozen=True)
class Income(_SoldRow):
    """A row with what customers pay in each year: VAT included if there is any (``paid``), and excluding it (``net``).

    ``quantities`` are how many they buy.
    """

    paid: Years
    net: Years
    quantities: Years


@dataclass(frozen=True)
class Incomes:
    """The sales, the subsidies in the order of ``config/budget.yaml``, and the coworkers of each year by kind, if any."""

    sold: tuple[Income, ...]
    subsidies: tuple[Years, ...]
    coworkers: tuple[tuple[Cell, ...], ...]


def write_incomes(workbook: Workbook, assumptions: Assumptions, attendance: Attendance) -> Incomes:
    """Write the sheet of incomes."""
    sheet = workbook.sheet("income", (46, 30, 13, 13, 11, 16, 16, 16))
    columns = ("what", "collector", "price", "quantity", "applied", "paid", "vat", "income_net")
    sheet.top(assumptions.missing, [workbook.t(f"workbook_col_{name}") for name in columns], range(_PRICE, _NET + 1))
    rows = list(_rows(workbook, assumptions))
    years = [_write_year(sheet, year, rows, assumptions, attendance) for year in range(3)]
    sheet.close()
    sold = []
    for row, *amounts in zip(rows, *(cells for cells, _, _ in years), strict=True):
        paid, _, net, quantities = zip(*amounts, strict=True)
        sold.append(Income(**vars(row), paid=paid, net=net, quantities=quantities))
    subsidies = zip(*(amounts for _, amounts, _ in years), strict=True)
    return Incomes(tuple(sold), tuple(subsidies), tuple(tuple(buyers.values()) for _, _, buyers in years if buyers))


def _rows(workbook: Workbook, assumptions: Assumptions) -> list[_SoldRow]:
    offers = assumptions.offers
    rows: list[tuple[Kind, SoldItem, Sequence[Cell]]] = []
    if offers.resident:
        rows.append(("residents", offers.resident, ()))
    rows += [("occasional", item, [count] * 3) for item, count in offers.occasional]
    rows += [("sale", item, counts) for item, counts in offers.sales]
    return [_SoldRow(kind, item, shares.collector(workbook.space, item.service), counts) for kind, item, counts in rows]


def _write_year(
    sheet: Worksheet, year: int, rows: list[_SoldRow], assumptions: Assumptions, attendance: Attendance
) -> tuple[list[_SoldCells], list[Cell], dict[str, Cell]]:
    """Write a year (from 0); the cells of each sale, that of each subsidy, and the number of coworkers by kind."""
    sheet.section(sheet.t(f"workbook_year_{year + 1}"))
    buyers = _write_people(sheet, year, attendance)
    sold = [
        _write_sold(sheet, row, _quantity(row, year, buyers, assumptions.people.months, attendance)) for row in rows
    ]
    totals = column_totals(sold)
    paid, _, net = sheet.formula_row(sheet.t("workbook_sold_total"), totals, "money", "total", column=_PAID)
    subsidies = [_write_subsidy(sheet, number, year, assumptions) for number in range(len(assumptions.plans.subsidies))]
    sheet.total(sheet.t("workbook_income_total"))
    for cell in (paid, net):
        sheet.formula(cell.column, total([cell, *subsidies]), "money", "total")
    sheet.row += 1
    return sold, subsidies, buyers


def _write_people(sheet: Worksheet, year: int, attendance: Attendance) -> dict[str, Cell]:
    """Write the coworkers of a year (from 0), which the sheet of attendance works out."""
    return {
        kind: sheet.formula_row(
            sheet.t(f"workbook_{kind}_year"), [if_number(counts[year * MONTHS])], "count", column=_QUANTITY
        )[0]
        for kind, counts in attendance.headcounts.items()
    }


def _quantity(row: _SoldRow, year: int, buyers: dict[str, Cell], months: Cell, attendance: Attendance) -> Expr:
    """How many items are sold in a year."""
    if row.kind not in buyers:
        return when_known([row.counts[year], months], row.counts[year] * months)
    paid = attendance.months_paid(row.kind, year, months)
    if row.kind == "residents":
        return paid
    count, people = row.counts[year], buyers[row.kind]
    nothing, nobody = (and_(is_number(cell), cell.equals(0)) for cell in (count, people))
    quantity = if_(is_number(paid), when_known([count], paid * count), UNKNOWN)
    return if_(or_(nothing, nobody), 0, quantity)


def _write_sold(sheet: Worksheet, row: _SoldRow, quantity: Expr) -> _SoldCells:
    """Write a row; the amount that prices state, with or without VAT, is rounded first, and gives the two others."""
    sheet.text(0, sheet.t(f"workbook_line_{row.kind}", label=row.item.label))
    sheet.text(1, sheet.organisation_label(row.organisation))
    price = sheet.formula(_PRICE, if_number(row.item.price), "money")
    count = sheet.formula(_QUANTITY, quantity, "number")
    rate = sheet.formula(_RATE, if_number(row.item.rate), "percent")

    def write(column: int, amount: Expr) -> Cell:
        # Nothing sold is 0, even while the price or the VAT is unknown.
        return sheet.formula(column, if_(count.equals(0), 0, amount), "money")

    basis = when_known([price, count], rounded(price * count))
    if sheet.space.prices.basis == "ttc":
        paid = write(_PAID, basis)
        net = write(_NET, when_known([paid, rate], rounded(paid / (1 + rate))))
        vat = write(_VAT, difference(paid, net))
    else:
        net = write(_NET, basis)
        vat = write(_VAT, when_known([net, rate], rounded(net * rate)))
        paid = write(_PAID, when_known([net, vat], round_(net + vat, 2)))
    sheet.row += 1
    return paid, vat, net, count


def _write_subsidy(sheet: Worksheet, number: int, year: int, assumptions: Assumptions) -> Cell:
    grant = sheet.space.budget.subsidies[number]
    amount = if_number(assumptions.plans.subsidies[number].amounts[year])
    sheet.text(0, grant.label)
    sheet.text(1, sheet.organisation_label(grant.received_by))
    sheet.formula(_PAID, amount, "money")
    cell = sheet.formula(_NET, amount, "money")
    sheet.row += 1
    return cell
