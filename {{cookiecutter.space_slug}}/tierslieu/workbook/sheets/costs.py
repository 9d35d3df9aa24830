"""The sheet of costs: what is paid, what each organisation bears once VAT has come back, depreciation, interest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import Kind
from tierslieu.workbook.writer.expressions import (
    Cell,
    Expr,
    brackets,
    if_,
    int_,
    max_,
    min_,
    mod,
    number,
    or_,
    round_,
    sum_,
)
from tierslieu.workbook.writer.formulas import cents, equal_part, if_number, rounded, total, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet, Years

from .assumptions import Assumptions
from .assumptions_people import VatCells
from .assumptions_plans import Bought, Lent
from .split import SplitRows

_PAID, _BORNE = 2, 3


@dataclass(frozen=True)
class Borne:
    """What an organisation bears of a cost: as ``paid``, where VAT may come back, and ``net`` of it."""

    kind: Kind
    label: str
    organisation: str
    paid: Years | None
    net: Years
    month: Cell | None


@dataclass(frozen=True)
class Costs:
    """Each part of each row, in order, and what each organisation bears in all."""

    parts: tuple[Borne, ...]
    totals: tuple[Years, ...]


@dataclass(frozen=True)
class _CostRow:
    """A row of each year, and the organisations that bear it.

    A cost has ``amounts``, and ``parts`` says what each organisation pays of it: None, all. Of what is not paid, depreciation
    and interest, one organisation bears ``nets``. ``rate`` is that of the VAT which may come back.
    """

    kind: Kind
    label: str
    payer: str
    parts: Mapping[str, Years | None]
    amounts: Years | None = None
    rate: str | None = None
    month: Cell | None = None
    nets: Sequence[Expr] = ()


@dataclass(frozen=True)
class _CostYear:
    """Of each row, the cell of what is paid and those of what each bears; and what each organisation bears in all."""

    rows: list[tuple[Cell | None, list[Cell]]]
    totals: list[Cell]


def write_costs(book: Book, assumptions: Assumptions, split: SplitRows) -> Costs:
    """Write the sheet."""
    organisations = list(book.space.organisations.organisations)
    sheet = book.sheet("costs", (46, 30, 16, *(20 for _ in organisations), 16))
    bearers = [book.t("workbook_col_borne", organisation=book.called(key)) for key in organisations]
    first = [book.t(f"workbook_col_{name}") for name in ("what", "payer", "paid")]
    labels = [*first, *bearers, book.t("workbook_col_vat_back")]
    sheet.top(assumptions.missing, labels, range(_PAID, len(labels)))
    rows = [*_cost_rows(book, assumptions, split), *_lasting_rows(book, assumptions)]
    years = [_write_year(sheet, year, rows, organisations, assumptions.vat) for year in range(3)]
    sheet.close()
    borne = []
    for position, row in enumerate(rows):
        written = [year.rows[position] for year in years]
        amounts = [amount for amount, _ in written if amount]
        for rank, (organisation, part) in enumerate(row.parts.items()):
            paid = (part or amounts) if row.rate else None
            net = [cells[rank] for _, cells in written]
            borne.append(Borne(row.kind, row.label, organisation, paid, net, row.month))
    return Costs(tuple(borne), tuple(zip(*(year.totals for year in years), strict=True)))


def _cost_rows(book: Book, assumptions: Assumptions, split: SplitRows) -> Iterator[_CostRow]:
    common = iter(split.common)
    for cost, yearly in zip(book.space.budget.costs, assumptions.plans.costs, strict=True):
        paid = yearly.amounts, cost.vat, yearly.month
        if cost.paid_by is None:
            yield _CostRow("common_cost", cost.label, book.t("workbook_common"), next(common), *paid)
        else:
            yield _CostRow("cost", cost.label, book.called(cost.paid_by), {cost.paid_by: None}, *paid)


def _lasting_rows(book: Book, assumptions: Assumptions) -> Iterator[_CostRow]:
    """The depreciation of investments, then the interest of loans."""
    budget, plans = book.space.budget, assumptions.plans
    for investment, bought in zip(budget.investments, plans.investments, strict=True):
        label = book.t("workbook_line_depreciation", label=investment.label)
        owner = investment.paid_by
        nets = [_depreciation(bought, year) for year in (1, 2, 3)]
        yield _CostRow("depreciation", label, book.called(owner), {owner: None}, nets=nets)
    for loan, lent in zip(budget.loans, plans.loans, strict=True):
        label = book.t("workbook_line_interest", label=loan.label)
        borrower = loan.received_by
        nets = [_interest(lent, year) for year in (1, 2, 3)]
        yield _CostRow("interest", label, book.called(borrower), {borrower: None}, nets=nets)


def _net(amount: Cell, vat: VatCells, rate: str | None, organisation: str) -> Expr:
    """What is left of ``amount``, paid by ``organisation``, once VAT has come back: all of it, where there is none."""
    if rate is None:
        return if_number(amount)
    percent = vat.rates[rate]
    back = when_known([amount, percent], rounded(amount / (1 + percent)))
    return if_(amount.equals(0), 0, vat.choice(vat.recovers[organisation], back, if_number(amount)))


def _depreciation(bought: Bought, year: int) -> Expr:
    """Equal parts from the year of the purchase, for as long as it lasts."""
    start, life, now = bought.year, bought.life, number(year)
    part = when_known([bought.net], equal_part(bought.net, life, brackets(now - start + 1)))
    return when_known([start, life], if_(or_(now < start, now >= start + life), 0, part))


def _interest(lent: Lent, year: int) -> Expr:
    """On what is left to pay back at the beginning of the year; equal parts are paid back from the year after the loan."""
    amount, paid_years = cents(lent.amount), max_(0, number(year - 1) - lent.year)
    paid = paid_years * int_(amount / lent.years)
    left = (amount - paid - min_(paid_years, mod(amount, lent.years))) / 100
    interest = when_known([lent.amount, lent.years], rounded(left * lent.percent))
    none = or_(number(year) < lent.year, lent.percent.equals(0))
    return when_known([lent.year, lent.percent], if_(none, 0, interest))


def _write_year(sheet: Sheet, year: int, rows: list[_CostRow], organisations: list[str], vat: VatCells) -> _CostYear:
    sheet.section(sheet.t(f"workbook_year_{year + 1}"))
    vat_back = _BORNE + len(organisations)
    columns: dict[int, list[Cell]] = {column: [] for column in range(_PAID, vat_back + 1)}

    def write(column: int, amount: Expr) -> Cell:
        columns[column].append(sheet.formula(column, amount, "money"))
        return columns[column][-1]

    written = []
    for row in rows:
        sheet.text(0, row.label)
        sheet.text(1, row.payer)
        paid = write(_PAID, if_number(row.amounts[year])) if row.amounts else None
        cells = []
        for organisation, part in row.parts.items():
            amount = part[year] if part else paid
            net = _net(amount, vat, row.rate, organisation) if amount else row.nets[year]
            cells.append(write(_BORNE + organisations.index(organisation), net))
        if paid and row.rate:
            write(vat_back, when_known([paid, *cells], round_(paid - sum_(cells), 2)))
        sheet.row += 1
        written.append((paid, cells))
    sheet.total(sheet.t("workbook_cost_total"))
    totals = [sheet.formula(column, total(cells), "money", "total") for column, cells in columns.items()]
    sheet.row += 1
    return _CostYear(written, totals[1:-1])
