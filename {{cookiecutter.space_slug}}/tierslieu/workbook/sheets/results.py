"""The sheet of results: three years of each organisation, then of the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import MONTHS
from tierslieu.finance import shares
from tierslieu.workbook.writer.expressions import UNKNOWN, Cell, Expr, count, if_, is_number, round_, sum_
from tierslieu.workbook.writer.formulas import column_totals, signed, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet, Years

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


def write_results(book: Book, assumptions: Assumptions, incomes: Incomes, split: SplitRows, costs: Costs) -> Results:
    """Write the sheet."""
    sheet = book.sheet("results", _WIDTHS)
    labels = [book.t(f"workbook_{name}") for name in ("col_what", "year_1", "year_2", "year_3")]
    sheet.top(assumptions.missing, labels, (1, 2, 3))
    accounts = []
    for key in book.space.organisations.organisations:
        entries = tuple(_entries(book, key, assumptions, incomes, split, costs))
        wear = [_expense(part) for part in costs.parts if part.kind == "depreciation" and part.organisation == key]
        accounts.append(_write_account(sheet, key, entries, wear))
    _write_place(sheet, accounts)
    if assumptions.offers.resident:
        write_break_even(sheet, assumptions, incomes, costs)
    return Results(sheet, tuple(accounts))


def _entries(
    book: Book, key: str, assumptions: Assumptions, incomes: Incomes, split: SplitRows, costs: Costs
) -> Iterator[ResultRow]:
    """All but wear, in the order in which they are shown."""
    t, space = book.t, book.space
    vat_inside = space.prices.basis == "ttc"
    for income in incomes.sold:
        if income.organisation == key:
            label = t(f"workbook_line_{income.kind}", label=income.sold.label)
            # Prices without VAT leave no doubt about what stays.
            yield ResultRow(label, 1, income.net, income.paid if vat_inside else None)
    if split.aside and shares.collector(space, shares.COWORKING) == key:
        yield ResultRow(t("solidarity_title"), -1, split.aside)
    for stream, parts in split.streams.items():
        collector, label = shares.collector(space, stream), t(f"service_{stream}")
        for other, cells in parts.items():
            if other != collector and key == collector:
                yield ResultRow(t("workbook_transfer_out", stream=label, organisation=book.called(other)), -1, cells)
            elif other != collector and key == other:
                yield ResultRow(t("workbook_transfer_in", stream=label, organisation=book.called(collector)), 1, cells)
    for grant, cells, yearly in zip(
        space.budget.subsidies, incomes.subsidies, assumptions.plans.subsidies, strict=True
    ):
        if grant.received_by == key:
            yield ResultRow(grant.label, 1, cells, month=yearly.month)
    for kind in ("cost", "common_cost", "interest"):
        yield from (_expense(part) for part in costs.parts if part.kind == kind and part.organisation == key)


def _expense(part: Borne) -> ResultRow:
    return ResultRow(part.label, -1, part.net, part.paid, MONTHS if part.kind == "interest" else part.month)


def _write_account(sheet: Sheet, key: str, entries: tuple[ResultRow, ...], wear: list[ResultRow]) -> AccountRows:
    sheet.section(sheet.book.called(key))
    rows = [_write_entry(sheet, entry) for entry in entries]
    unknown_vat = [_write_unknown_vat(sheet, entries)] if any(entry.paid for entry in entries) else []
    left = _write_totals(sheet, "self_financing", [*rows, *unknown_vat])
    worn = [_write_entry(sheet, entry) for entry in wear]
    result = _write_totals(sheet, "result", [left, *worn])
    known = _write_known(sheet, result, [*rows, *worn])
    return AccountRows(key, entries, left, result, known)


def _write_totals(sheet: Sheet, name: str, rows: Sequence[Years]) -> Years:
    return sheet.formula_row(sheet.t(f"workbook_{name}"), column_totals(rows), "money", "total")


def _write_entry(sheet: Sheet, entry: ResultRow) -> Years:
    """What makes the result or, while VAT is unknown, what is paid."""

    def amount(year: int) -> Expr:
        cell, paid = entry.cells[year], entry.paid[year] if entry.paid else None
        otherwise = when_known([paid], signed(entry.sign, paid)) if paid else UNKNOWN
        return if_(is_number(cell), signed(entry.sign, cell), otherwise)

    return sheet.formula_row(entry.label, [amount(year) for year in range(3)])


def _write_unknown_vat(sheet: Sheet, entries: tuple[ResultRow, ...]) -> Years:
    """The VAT that is still in some line: unknown, or nothing."""
    taxed = [(entry.paid, entry.cells) for entry in entries if entry.paid]

    def unknown_vat(year: int) -> Expr:
        paid, net = [row[year] for row, _ in taxed], [row[year] for _, row in taxed]
        return if_(count(paid) > count(net), UNKNOWN, 0)

    return sheet.formula_row(sheet.t("workbook_unknown_vat"), [unknown_vat(year) for year in range(3)], "money", "soft")


def _write_known(sheet: Sheet, results: Years, rows: Sequence[Years]) -> Years:
    """While a result is unknown, what is known of it."""

    def known(year: int) -> Expr:
        cells = [row[year] for row in rows]
        partly = if_(count(cells).equals(0), UNKNOWN, round_(sum_(cells), 2)) if cells else UNKNOWN
        return if_(is_number(results[year]), "", partly)

    return sheet.formula_row(sheet.t("workbook_known"), [known(year) for year in range(3)], "money", "soft")


def _write_place(sheet: Sheet, accounts: list[AccountRows]) -> None:
    sheet.section(sheet.t("workbook_place"))
    results = _write_totals(sheet, "result", [account.result for account in accounts])
    _write_known(sheet, results, [row for account in accounts for row in (account.result, account.known)])
