"""The sheet of costs: what is paid, what each organisation bears once VAT has come back, what wears out, interest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tierslieu.budget.accounts import Kind, negated
from tierslieu.budget.accounts import total as add_up
from tierslieu.workbook.writer.budget_lines import Lines, Three, borne
from tierslieu.workbook.writer.formulas import (
    UNKNOWN,
    Cell,
    Years,
    cents,
    equal_part,
    if_number,
    quoted,
    rounded,
    span,
    total,
    triple,
    when_known,
)
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .assumptions_people import VatCells
from .assumptions_plans import Bought, Lent
from .largest_remainder import Parts
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
class _Part:
    """The part of an organisation in a row: its formula for a year (1 to 3), and the engine's lines.

    ``paid`` is what it pays, where it is not all that the row says.
    """

    organisation: str
    lines: Three
    formula: Callable[[int, Cell], str]
    paid: Years | None = None


@dataclass(frozen=True)
class _Row:
    kind: Kind
    label: str
    payer: str
    parts: tuple[_Part, ...]
    amounts: Years | None = None
    taxed: bool = False
    month: Cell | None = None


def write_costs(book: Book, facts: Assumptions, split: SplitRows, lines: Lines) -> Costs:
    """Write the sheet."""
    organisations = list(book.space.organisations.organisations)
    sheet = book.sheet("costs", (46, 30, 16, *(20 for _ in organisations), 16))
    bearers = [book.t("workbook_col_borne", organisation=book.called(key)) for key in organisations]
    first = [book.t(f"workbook_col_{name}") for name in ("what", "payer", "paid")]
    sheet.notes()
    sheet.incomplete(facts.missing)
    sheet.header([*first, *bearers, book.t("workbook_col_vat_back")], range(_PAID, _BORNE + len(bearers) + 1))
    sheet.freeze()
    rows = [*_costs(book, facts, split, lines), *_lasting(book, facts, lines)]
    years = [_write_year(sheet, year, rows, organisations) for year in range(3)]
    sheet.close()
    found = []
    for number, row in enumerate(rows):
        for place, part in enumerate(row.parts):
            written = [year.rows[number] for year in years]
            paid = part.paid or triple([whole for whole, _ in written])
            net = triple([cells[place] for _, cells in written])
            found.append(Borne(row.kind, row.label, part.organisation, paid if row.taxed else None, net, row.month))
    totals = zip(*(year.totals for year in years), strict=True)
    return Costs(tuple(found), tuple(triple(cells) for cells in totals))


def _costs(book: Book, facts: Assumptions, split: SplitRows, lines: Lines) -> list[_Row]:
    rows, common = [], iter(split.common)
    for cost, yearly in zip(book.space.budget.costs, facts.plans.costs, strict=True):
        kind: Kind = "common_cost" if cost.paid_by is None else "cost"
        shares: Parts | dict[str, None] = next(common) if cost.paid_by is None else {cost.paid_by: None}
        parts = tuple(
            _Part(key, lines.next(key, kind), _net(facts.vat, cost.vat, key, paid), paid)
            for key, paid in shares.items()
        )
        payer = book.called(cost.paid_by) if cost.paid_by else book.t("workbook_common")
        rows.append(_Row(kind, cost.label, payer, parts, yearly.amounts, cost.vat is not None, yearly.month))
    return rows


def _net(vat: VatCells, rate: str | None, organisation: str, paid: Years | None) -> Callable[[int, Cell], str]:
    """What is left of what an organisation pays once VAT has come back: all of it, where there is none."""

    def formula(year: int, whole: Cell) -> str:
        amount = paid[year - 1] if paid else whole
        if rate is None:
            return if_number(amount)
        stands = vat.recovers[organisation]
        back = when_known([amount, vat.rates[rate]], rounded(f"{amount}/(1+{vat.rates[rate]})"))
        told = f'IF({stands}={quoted(vat.yes)},{back},IF({stands}={quoted(vat.no)},{if_number(amount)},"{UNKNOWN}"))'
        return f"IF({amount}=0,0,{told})"

    return formula


def _lasting(book: Book, facts: Assumptions, lines: Lines) -> list[_Row]:
    """The wear of what is bought to last, then the interest of loans."""
    rows = []
    for bought, cells in zip(book.space.budget.investments, facts.plans.investments, strict=True):
        part = _Part(bought.paid_by, lines.next(bought.paid_by, "depreciation"), _wear(cells))
        label = book.t("workbook_line_depreciation", label=bought.label)
        rows.append(_Row("depreciation", label, book.called(bought.paid_by), (part,)))
    for loan, lent in zip(book.space.budget.loans, facts.plans.loans, strict=True):
        part = _Part(loan.received_by, lines.next(loan.received_by, "interest"), _interest(lent))
        label = book.t("workbook_line_interest", label=loan.label)
        rows.append(_Row("interest", label, book.called(loan.received_by), (part,)))
    return rows


def _wear(bought: Bought) -> Callable[[int, Cell], str]:
    """Equal parts from the year of the purchase, for as long as it lasts."""

    def formula(year: int, _: Cell) -> str:
        start, life = bought.year, bought.life
        part = when_known([bought.net], equal_part(str(bought.net), str(life), f"({year}-{start}+1)"))
        return when_known([start, life], f"IF(OR({year}<{start},{year}>={start}+{life}),0,{part})")

    return formula


def _interest(lent: Lent) -> Callable[[int, Cell], str]:
    """On what is left to pay back at the beginning of the year; equal parts are paid back from the year after the loan."""

    def formula(year: int, _: Cell) -> str:
        whole, before = cents(str(lent.amount)), f"MAX(0,{year - 1}-{lent.year})"
        left = f"({whole}-{before}*INT({whole}/{lent.years})-MIN({before},MOD({whole},{lent.years})))/100"
        known = when_known([lent.amount, lent.years], rounded(f"{left}*{lent.percent}"))
        return when_known([lent.year, lent.percent], f"IF(OR({year}<{lent.year},{lent.percent}=0),0,{known})")

    return formula


@dataclass(frozen=True)
class _Year:
    """Of each row, what is paid and what each bears; and what each organisation bears in all."""

    rows: list[tuple[Cell, list[Cell]]]
    totals: list[Cell]


def _write_year(sheet: Sheet, year: int, rows: list[_Row], organisations: list[str]) -> _Year:
    sheet.section(sheet.t(f"workbook_year_{year + 1}"))
    sums: dict[int, list[Cell]] = {column: [] for column in range(_PAID, _BORNE + len(organisations) + 1)}
    found = []
    for row in rows:
        sheet.text(0, row.label)
        sheet.text(1, row.payer)
        whole = Cell(sheet.name, sheet.row, _PAID, row.amounts[year].value if row.amounts else None)
        if row.amounts:
            sums[_PAID].append(sheet.formula(_PAID, if_number(row.amounts[year]), whole.value, "money"))
        cells = []
        for part in row.parts:
            column = _BORNE + organisations.index(part.organisation)
            value = borne(part.lines)[year]
            cells.append(sheet.formula(column, part.formula(year + 1, whole), value, "money"))
            sums[column].append(cells[-1])
        if row.taxed:
            back = add_up((whole.amount, *(negated(cell.amount) for cell in cells)))
            column = _BORNE + len(organisations)
            formula = when_known([whole, *cells], f"ROUND({whole}-SUM({span(cells)}),2)")
            sums[column].append(sheet.formula(column, formula, back, "money"))
        sheet.row += 1
        found.append((whole, cells))
    sheet.total(sheet.t("workbook_cost_total"))
    totals = [
        sheet.formula(column, total(added), add_up(cell.amount for cell in added), "money", "total")
        for column, added in sums.items()
    ]
    sheet.row += 1
    return _Year(found, totals[1:-1])
