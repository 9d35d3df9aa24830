"""The sheet of results: three years of each organisation, then of the place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget import Forecast
from tierslieu.budget.accounts import MONTHS, negated
from tierslieu.budget.accounts import total as add_up
from tierslieu.finance import shares
from tierslieu.workbook.writer.formulas import UNKNOWN, Cell, Value, Years, span, total, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .costs import Borne, Costs
from .incomes import Incomes
from .results_break_even import write_break_even
from .split import SplitRows

_WIDTHS = (62, 20, 20, 20)


@dataclass(frozen=True)
class ResultRow:
    """A line of an account: ``sign`` × ``cells``, none of them negative; ``paid`` is what is known while VAT is not.

    ``month`` is when it comes or goes: a cell, which may be empty, or a number; None: a twelfth each month.
    """

    label: str
    sign: int
    cells: Years
    paid: Years | None = None
    month: Cell | int | None = None


@dataclass(frozen=True)
class AccountRows:
    """What makes the money of an organisation come and go, and what the years leave before and after wear."""

    organisation: str
    entries: tuple[ResultRow, ...]
    self_financing: Years
    result: Years
    known: Years


@dataclass(frozen=True)
class Results:
    """The sheet, to which the month in which money runs out is added last, and the accounts on it."""

    sheet: Sheet
    accounts: tuple[AccountRows, ...]


def write_results(
    book: Book, facts: Assumptions, incomes: Incomes, split: SplitRows, costs: Costs, forecast: Forecast
) -> Results:
    """Write the sheet."""
    sheet = book.sheet("results", _WIDTHS)
    sheet.notes()
    sheet.incomplete(facts.missing)
    sheet.header([book.t(f"workbook_{name}") for name in ("col_what", "year_1", "year_2", "year_3")], (1, 2, 3))
    sheet.freeze()
    accounts = []
    for number, key in enumerate(book.space.organisations.organisations):
        entries = _entries(book, key, facts, incomes, split, costs)
        wear = [part for part in costs.parts if part.kind == "depreciation" and part.organisation == key]
        engine = [year.accounts[number] for year in forecast.years]
        accounts.append(
            _write_account(sheet, key, entries, wear, [one.result if one.complete else None for one in engine])
        )
    _write_place(sheet, accounts)
    if incomes.residents:
        write_break_even(sheet, facts, incomes, costs, forecast)
    return Results(sheet, tuple(accounts))


def _entries(
    book: Book, key: str, facts: Assumptions, incomes: Incomes, split: SplitRows, costs: Costs
) -> tuple[ResultRow, ...]:
    """All but wear, in the order in which they are shown."""
    t, space = book.t, book.space
    vat_inside = space.prices.basis == "ttc"
    found = [
        # Prices without VAT leave no doubt about what stays.
        ResultRow(t(f"workbook_line_{it.kind}", label=it.sold.label), 1, it.net, it.paid if vat_inside else None)
        for it in incomes.sold
        if it.organisation == key
    ]
    if split.aside and shares.collector(space, shares.COWORKING) == key:
        found.append(ResultRow(t("solidarity_title"), -1, split.aside))
    for stream, parts in split.streams.items():
        collector, label = shares.collector(space, stream), t(f"service_{stream}")
        for other, cells in parts.items():
            if other != collector and key == collector:
                out = t("workbook_transfer_out", stream=label, organisation=book.called(other))
                found.append(ResultRow(out, -1, cells))
            elif other != collector and key == other:
                into = t("workbook_transfer_in", stream=label, organisation=book.called(collector))
                found.append(ResultRow(into, 1, cells))
    for grant, cells, yearly in zip(space.budget.subsidies, incomes.subsidies, facts.plans.subsidies, strict=True):
        if grant.received_by == key:
            found.append(ResultRow(grant.label, 1, cells, month=yearly.month))
    for kind in ("cost", "common_cost", "interest"):
        found += [_expense(part) for part in costs.parts if part.kind == kind and part.organisation == key]
    return tuple(found)


def _expense(part: Borne) -> ResultRow:
    return ResultRow(part.label, -1, part.net, part.paid, MONTHS if part.kind == "interest" else part.month)


def _write_account(
    sheet: Sheet, key: str, entries: tuple[ResultRow, ...], wear: list[Borne], result: list[Decimal | None]
) -> AccountRows:
    sheet.section(sheet.book.called(key))
    rows = [_write_entry(sheet, entry) for entry in entries]
    unknown_vat = [_write_unknown_vat(sheet, entries)] if any(entry.paid for entry in entries) else []
    before = [[row[year] for row in (*rows, *unknown_vat)] for year in range(3)]
    exact = [add_up(_signed(entry.sign, entry.cells[year]) for entry in entries) for year in range(3)]
    left = sheet.named(sheet.t("workbook_self_financing"), [total(cells) for cells in before], exact, "money", "total")
    worn = [_write_entry(sheet, ResultRow(part.label, -1, part.net)) for part in wear]
    after = [[left[year], *(row[year] for row in worn)] for year in range(3)]
    results = sheet.named(sheet.t("workbook_result"), [total(cells) for cells in after], result, "money", "total")
    known = _write_known(sheet, results, [[row[year] for row in (*rows, *worn)] for year in range(3)])
    return AccountRows(key, entries, left, results, known)


def _write_entry(sheet: Sheet, entry: ResultRow) -> Years:
    """What makes the result or, while VAT is unknown, what is paid."""
    sign = "-" if entry.sign < 0 else ""
    formulas: list[str] = []
    values: list[Value] = []
    for year, cell in enumerate(entry.cells):
        paid = entry.paid[year] if entry.paid else None
        other = when_known([paid], f"{sign}{paid}") if paid else f'"{UNKNOWN}"'
        formulas.append(f"IF(ISNUMBER({cell}),{sign}{cell},{other})")
        values.append(_signed(entry.sign, cell if cell.value is not None or paid is None else paid))
    return sheet.named(entry.label, formulas, values)


def _write_unknown_vat(sheet: Sheet, entries: tuple[ResultRow, ...]) -> Years:
    """The VAT that is still in some line: unknown, or nothing."""
    taxed = [(entry.paid, entry.cells) for entry in entries if entry.paid]
    formulas, values = [], []
    for year in range(3):
        paid, net = [one[year] for one, _ in taxed], [one[year] for _, one in taxed]
        formulas.append(f'IF(COUNT({span(paid)})>COUNT({span(net)}),"{UNKNOWN}",0)')
        hidden = sum(cell.value is not None for cell in paid) > sum(cell.value is not None for cell in net)
        values.append(None if hidden else 0)
    return sheet.named(sheet.t("workbook_unknown_vat"), formulas, values, "money", "soft")


def _write_known(sheet: Sheet, results: Years, rows: list[list[Cell]]) -> Years:
    """While a result is unknown, what is known of it."""
    formulas, values = [], []
    for result, cells in zip(results, rows, strict=True):
        amounts = [cell.amount for cell in cells if cell.value not in (None, "")]
        known = f'IF(COUNT({span(cells)})=0,"{UNKNOWN}",ROUND(SUM({span(cells)}),2))' if cells else f'"{UNKNOWN}"'
        formulas.append(f'IF(ISNUMBER({result}),"",{known})')
        values.append("" if result.value is not None else add_up(amounts) if amounts else None)
    return sheet.named(sheet.t("workbook_known"), formulas, values, "money", "soft")


def _write_place(sheet: Sheet, accounts: list[AccountRows]) -> None:
    sheet.section(sheet.t("workbook_place"))
    columns = [[account.result[year] for account in accounts] for year in range(3)]
    values = [add_up(cell.amount for cell in cells) for cells in columns]
    results = sheet.named(sheet.t("workbook_result"), [total(cells) for cells in columns], values, "money", "total")
    partly = [
        [cell for account in accounts for cell in (account.result[year], account.known[year])] for year in range(3)
    ]
    _write_known(sheet, results, partly)


def _signed(sign: int, cell: Cell) -> Decimal | None:
    return cell.amount if sign > 0 else negated(cell.amount)
