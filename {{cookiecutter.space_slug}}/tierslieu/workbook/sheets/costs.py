"""The sheet of costs: what is paid, what each organisation bears less the VAT recovered, depreciation and interest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tierslieu.budget.accounts import Kind
from tierslieu.model.budget import Cost
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    brackets,
    if_,
    is_number,
    max_,
    number,
    or_,
    round_,
    sum_,
)
from tierslieu.workbook.writer.formulas import difference, equal_part, if_number, rounded, total, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .assumptions_people import VatCells
from .assumptions_plans import InvestmentCells
from .loans import LoanRows
from .split import SplitRows

_NET, _RATE, _VAT, _PAID, _BORNE = 2, 3, 4, 5, 6


@dataclass(frozen=True)
class CostPart:
    """What an organisation bears of a cost: ``net`` of the VAT recovered, and as ``paid`` where VAT may be recovered.

    ``monthly`` is what it pays in each month, where that is known apart; ``source``, the line of the budget, but for
    depreciation and interest.
    """

    kind: Kind
    label: str
    organisation: str
    paid: Years | None
    net: Years
    month: Cell | None
    monthly: Sequence[Cell] | None
    source: Cost | None


@dataclass(frozen=True)
class Costs:
    """The parts of each row, in order, and the total that each organisation bears."""

    parts: tuple[CostPart, ...]
    totals: tuple[Years, ...]


@dataclass(frozen=True)
class _CostRow:
    """A row of each year, and the organisations that bear it.

    Of a cost, ``parts`` are what each organisation pays: None for all of ``amounts``; ``rate`` is the rate of its VAT.
    Depreciation and interest have no ``amounts``: one organisation bears ``nets``; it pays the interest, each month ``monthly``.
    """

    kind: Kind
    label: str
    payer: str
    parts: Mapping[str, Years | None]
    amounts: Years | None = None
    rate: Cell | None = None
    month: Cell | None = None
    nets: Sequence[Expr] = ()
    monthly: Sequence[Cell] | None = None
    source: Cost | None = None


def write_costs(workbook: Workbook, assumptions: Assumptions, split: SplitRows, loans: Sequence[LoanRows]) -> Costs:
    """Write the sheet of costs."""
    organisations = list(workbook.space.organisations.organisations)
    sheet = workbook.sheet("costs", (46, 30, 14, 10, 14, 16, *(20 for _ in organisations), 16))
    bearers = [workbook.t("workbook_col_borne", organisation=workbook.organisation_label(key)) for key in organisations]
    columns = ("col_what", "col_payer", "col_income_net", "col_rate", "col_cost_vat", "col_paid")
    labels = [*workbook.labels(*columns), *bearers, workbook.t("workbook_col_vat_back")]
    sheet.top(assumptions.missing, labels, range(_NET, len(labels)))
    rows = [*_cost_rows(workbook, assumptions, split), *_lasting_rows(workbook, assumptions, loans)]
    years = [_write_year(sheet, year, rows, organisations, assumptions.vat) for year in range(3)]
    sheet.close()
    parts = []
    for row, *written in zip(rows, *(cells for cells, _ in years), strict=True):
        amounts = [amount for amount, _ in written if amount]
        for position, (organisation, part) in enumerate(row.parts.items()):
            paid = (part or amounts) if row.rate else None
            net = [cells[position] for _, cells in written]
            parts.append(CostPart(row.kind, row.label, organisation, paid, net, row.month, row.monthly, row.source))
    return Costs(tuple(parts), tuple(zip(*(totals for _, totals in years), strict=True)))


def _cost_rows(workbook: Workbook, assumptions: Assumptions, split: SplitRows) -> Iterator[_CostRow]:
    common = iter(split.common)
    for cost, yearly in zip(workbook.space.budget.costs, assumptions.plans.costs, strict=True):
        paid = partial(_CostRow, amounts=yearly.amounts, rate=yearly.rate, month=yearly.month, source=cost)
        if cost.paid_by is None:
            yield paid("common_cost", cost.label, workbook.t("workbook_common"), next(common))
        else:
            yield paid("cost", cost.label, workbook.organisation_label(cost.paid_by), {cost.paid_by: None})


def _lasting_rows(workbook: Workbook, assumptions: Assumptions, loans: Sequence[LoanRows]) -> Iterator[_CostRow]:
    """The depreciation of investments, then the interest of loans."""
    budget, plans = workbook.space.budget, assumptions.plans
    for investment, investment_cells in zip(budget.investments, plans.investments, strict=True):
        if investment_cells.life is None:
            continue
        label, owner = workbook.t("workbook_line_depreciation", label=investment.label), investment.paid_by
        nets = [_depreciation(investment_cells, investment_cells.life, year) for year in (1, 2, 3)]
        yield _CostRow("depreciation", label, workbook.organisation_label(owner), {owner: None}, nets=nets)
    for loan, rows in zip(budget.loans, loans, strict=True):
        label, borrower = workbook.t("workbook_line_interest", label=loan.label), loan.received_by
        nets = rows.yearly(rows.interest)
        payer = workbook.organisation_label(borrower)
        yield _CostRow("interest", label, payer, {borrower: None}, nets=nets, monthly=rows.interest)


def _write_vat(sheet: Worksheet, paid: Cell, rate: Cell, recovered: Condition) -> None:
    """Write what ``paid`` is without VAT, the rate and the VAT: nothing while the rate is empty and nobody recovers any."""
    untold = if_(recovered, UNKNOWN, "")
    net = if_(is_number(rate), when_known([paid], rounded(paid / (1 + rate))), untold)
    shown = if_(paid.equals(0), 0, net)
    net_cell = sheet.formula(_NET, shown, "money")
    sheet.formula(_RATE, if_(is_number(rate), rate, untold), "percent")
    sheet.formula(_VAT, if_(is_number(net_cell), difference(paid, net_cell), net_cell), "money")


def _depreciation(investment: InvestmentCells, life: Cell, year: int) -> Expr:
    """Equal parts over the ``life`` of an investment, from the year of the purchase, or from the first of what is owned."""
    start, current = max_(investment.year, number(1)), number(year)
    part = when_known([investment.net], equal_part(investment.net, life, brackets(current - start + 1)))
    return when_known([investment.year, life], if_(or_(current < start, current >= start + life), 0, part))


def _write_year(
    sheet: Worksheet, year: int, rows: list[_CostRow], organisations: list[str], vat: VatCells
) -> tuple[list[tuple[Cell | None, list[Cell]]], list[Cell]]:
    """Write a year (from 0); of each row, what is paid and what its organisations bear, then the total of each one."""
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
        spent = if_number(row.amounts[year]) if row.amounts else row.nets[year] if row.kind == "interest" else None
        paid = write(_PAID, spent) if spent is not None else None
        cells = []
        if paid and row.rate:
            _write_vat(sheet, paid, row.rate, vat.recovered_by(row.parts))
        for organisation, part in row.parts.items():
            amount = part[year] if part else paid
            net = vat.net(amount, row.rate, organisation) if amount and row.rate else row.nets[year]
            cells.append(write(_BORNE + organisations.index(organisation), net))
        if paid and row.rate:
            write(vat_back, when_known([paid, *cells], round_(paid - sum_(cells), 2)))
        sheet.row += 1
        written.append((paid, cells))
    totals = map(total, columns.values())
    cells = sheet.formula_row(sheet.t("workbook_cost_total"), totals, "money", "total", column=_PAID)
    return written, cells[1:-1]
