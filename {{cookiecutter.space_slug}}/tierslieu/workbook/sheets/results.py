"""The sheet of results: the three years of each organisation, then of the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tierslieu.budget.accounts import COSTS, MONTHS
from tierslieu.finance import shares
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Expr,
    and_,
    brackets,
    count,
    greatest,
    if_,
    is_number,
    max_,
    number,
    round_,
    smallest,
    sum_,
)
from tierslieu.workbook.writer.formulas import added, rounded, signed, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .attendance import Attendance
from .costs import Costs
from .incomes import Incomes
from .result_rows import ResultRow
from .results_break_even import BreakEvenRow, write_break_even
from .split import SplitRows

#: Account of the part of the surplus that goes to the employees.
_SHARED_WITH_EMPLOYEES = 69


@dataclass(frozen=True)
class AccountRows:
    """The account of an organisation: its lines, those of depreciation apart, its result before and after depreciation.

    ``accounting`` is the result of the accounts, which does not deduct what is set aside for free uses, as
    ``self_financing`` does not; the same cells as ``result`` where nothing is set aside.
    ``entries`` end with the tax on profits, if any; ``free`` are the amounts, signed, of the lines that the treasurer may
    add; ``known`` is the part of the result that is known, where the result is not.
    """

    organisation: str
    entries: tuple[ResultRow, ...]
    free: tuple[Years, ...]
    depreciation: tuple[ResultRow, ...]
    self_financing: Years
    accounting: Years
    result: Years
    known: Years


@dataclass(frozen=True)
class Results:
    """The accounts of the organisations, the result of the place, and the break-even points, if there are any."""

    accounts: list[AccountRows]
    place: Years
    break_even: list[BreakEvenRow]


def write_results(
    workbook: Workbook,
    assumptions: Assumptions,
    attendance: Attendance,
    incomes: Incomes,
    split: SplitRows,
    costs: Costs,
) -> Results:
    """Write the sheet of results."""
    sheet = workbook.sheet("results", (62, 20, 20, 20))
    sheet.upright()
    if split.aside:
        sheet.line(sheet.t("workbook_results_aside_note"), "note")
    write_form_notes(sheet)
    sheet.top(assumptions.missing, workbook.labels("col_what", "year_1", "year_2", "year_3"), (1, 2, 3))
    accounts = []
    for key in workbook.space.organisations.organisations:
        entries = tuple(_entries(workbook, key, assumptions, attendance, incomes, split, costs))
        depreciation = tuple(_expenses(costs, key, "depreciation"))
        accounts.append(_write_account(sheet, assumptions, key, entries, depreciation))
    place = _write_place(sheet, accounts)
    break_even = []
    if assumptions.offers.resident:
        lines = {account.organisation: (*account.entries, *account.depreciation) for account in accounts}
        free = {account.organisation: account.free for account in accounts}
        break_even = write_break_even(sheet, assumptions, attendance, incomes, split, costs, lines, free)
    sheet.close()
    return Results(accounts, place, break_even)


def write_form_notes(sheet: Worksheet) -> None:
    """Write what the legal form of an organisation asks for besides.

    What a public body votes is another budget; a company owned by its employees owes them a part of the surplus.
    """
    organisations, costs = sheet.space.organisations.organisations, sheet.space.budget.costs
    forms = [form for each in organisations.values() if (form := sheet.space.vocabulary.legal_form(each.legal_form))]
    notes: list[str] = []
    if any(form.public for form in forms):
        notes += sheet.t("workbook_public_note").split("\n")
    shared = {cost.paid_by for cost in costs if cost.account == _SHARED_WITH_EMPLOYEES}
    if any((each.legal_form or "").startswith("scop") for key, each in organisations.items() if key not in shared):
        notes += sheet.t("workbook_employees_note").split("\n")
    for note in notes:
        sheet.line(note, "note")


def _entries(
    workbook: Workbook,
    key: str,
    assumptions: Assumptions,
    attendance: Attendance,
    incomes: Incomes,
    split: SplitRows,
    costs: Costs,
) -> Iterator[ResultRow]:
    """The lines of the account of the organisation ``key`` without depreciation, in order."""
    t, space = workbook.t, workbook.space
    if assumptions.people.undecided:
        yield ResultRow(t("workbook_undecided"), 1, assumptions.people.undecided, kind="undecided")
    for income in incomes.sold:
        if income.organisation == key:
            label = t(f"workbook_line_{income.kind}", label=income.item.label)
            # Prices that exclude VAT give the net amount even while the VAT regime is unknown.
            paid = income.paid if space.prices.basis == "ttc" else None
            weights = attendance.present.get(income.kind, attendance.is_open)
            yield ResultRow(label, 1, income.net, paid, kind=income.kind, weights=weights)
    if split.aside and shares.collector(space, shares.COWORKING) == key:
        weights = attendance.everybody
        yield ResultRow(t("solidarity_title"), -1, split.aside, kind="solidarity", weights=weights)
    for stream, parts in split.streams.items():
        collector = shares.collector(space, stream)
        for receiver, cells in parts.items():
            if receiver != collector and key in (collector, receiver):
                name, other, sign = ("out", receiver, -1) if key == collector else ("in", collector, 1)
                names = {"stream": t(f"service_{stream}"), "organisation": workbook.organisation_label(other)}
                weights = attendance.everybody if stream == shares.COWORKING else attendance.is_open
                label = t(f"workbook_transfer_{name}", **names)
                yield ResultRow(label, sign, cells, kind="transfer", weights=weights)
    subsidies = zip(space.budget.subsidies, incomes.subsidies, assumptions.plans.subsidies, strict=True)
    for subsidy, cells, planned in subsidies:
        if subsidy.received_by == key:
            yield ResultRow(subsidy.label, 1, cells, month=planned.month, kind="subsidy")
    for kind in (*COSTS, "interest"):
        yield from _expenses(costs, key, kind)
    for line in assumptions.free_lines:
        if line.organisation == key:
            yield ResultRow(str(line.name.value), line.sign, line.amounts, month=line.month, name=line.name)


def _expenses(costs: Costs, key: str, kind: str) -> Iterator[ResultRow]:
    for part in costs.parts:
        if part.kind == kind and part.organisation == key:
            yield ResultRow(part.label, -1, part.net, part.paid, part.month, part.kind, parts=part.monthly)


def _write_account(
    sheet: Worksheet,
    assumptions: Assumptions,
    key: str,
    entries: tuple[ResultRow, ...],
    depreciation: tuple[ResultRow, ...],
) -> AccountRows:
    tax_rate, known_if = assumptions.profit_tax.get(key), assumptions.in_bounds
    sheet.section(sheet.organisation_label(key))
    rows = [_write_entry(sheet, entry) for entry in entries]
    free = tuple(row for entry, row in zip(entries, rows, strict=True) if entry.name)
    unknown_vat = [_write_unknown_vat(sheet, entries)] if any(entry.paid for entry in entries) else []
    aside = [row for entry, row in zip(entries, rows, strict=True) if entry.kind == "solidarity"]
    paid = [row for row in (*rows, *unknown_vat) if row not in aside]
    if tax_rate:
        depreciated = [_write_entry(sheet, entry) for entry in depreciation]
        before = sheet.totals("result_before_tax", [*rows, *unknown_vat, *depreciated], "total", known=known_if)
        label = sheet.t("workbook_profit_tax")
        added_back = [entry.cells for entry in entries if entry.kind == "solidarity"]
        tax = _write_tax(sheet, label, before, added_back, tax_rate)
        entries = (*entries, ResultRow(label, 1, tax, month=MONTHS, kind="profit_tax"))
        rows.append(tax)
        result = sheet.totals("result", [before, tax], "total")
        known = _write_known(sheet, result, [*rows, *depreciated])
        self_financing = sheet.totals("self_financing", [*paid, tax], "total", known=known_if)
    else:
        self_financing = sheet.totals("self_financing", paid, "total", known=known_if)
        depreciated = [_write_entry(sheet, entry) for entry in depreciation]
        result = sheet.totals("result", [self_financing, *aside, *depreciated], "total")
        known = _write_known(sheet, result, [*rows, *depreciated])
    accounting = sheet.totals("accounting_result", [self_financing, *depreciated], "total") if aside else result
    return AccountRows(key, entries, free, depreciation, self_financing, accounting, result, known)


def tax_of(before: Years, aside: Sequence[Years], rate: Cell) -> list[Expr]:
    """The tax on profits of each year, negative, from results ``before`` it. Losses of the years before are deducted first.

    What is set ``aside`` for free uses is no expense of the accounts: it is added back. While its ``rate`` is empty, it
    is 0. What is left of the losses after some years is the most that the last of these years lost in a row.
    """
    profits = [added([result, *(cells[year] for cells in aside)]) for year, result in enumerate(before)]

    def tax(year: int) -> Expr:
        losses: Expr = number(0)
        for profit in profits[:year]:
            losses = max_(0, losses - brackets(profit))
        amount = rounded(max_(0, profits[year] - losses) * rate)
        return if_(is_number(rate), when_known(list(before[: year + 1]), -amount), 0)

    return list(map(tax, range(3)))


def _write_tax(sheet: Worksheet, label: str, before: Years, aside: Sequence[Years], rate: Cell) -> Years:
    """Write the tax on profits; while its ``rate`` is empty, ``label`` has a remark that it is not counted."""
    cells = sheet.formula_row(label, tax_of(before, aside, rate))
    uncounted = sheet.t("workbook_profit_tax_uncounted", label=label)
    sheet.formula(0, if_(is_number(rate), label, uncounted), "text", row=sheet.row - 1)
    return cells


def _write_entry(sheet: Worksheet, entry: ResultRow) -> Years:
    """Write a line: the net amount or, while VAT is unknown, what is paid."""

    def amount(year: int) -> Expr:
        if entry.name:
            return signed(entry.sign, entry.amount(year))
        cell, paid = entry.cells[year], entry.paid[year] if entry.paid else None
        otherwise = when_known([paid], signed(entry.sign, paid)) if paid else UNKNOWN
        return if_(is_number(cell), signed(entry.sign, cell), otherwise)

    cells = sheet.formula_row(entry.label, map(amount, range(3)), "money", *(("soft",) if entry.name else ()))
    entry.write_name(sheet)
    return cells


def _write_unknown_vat(sheet: Worksheet, entries: tuple[ResultRow, ...]) -> Years:
    """Write the VAT that some lines still include: unknown, or 0."""
    taxed = [(entry.paid, entry.cells) for entry in entries if entry.paid]

    def unknown_vat(year: int) -> Expr:
        paid, net = [row[year] for row, _ in taxed], [row[year] for _, row in taxed]
        return if_(count(paid) > count(net), UNKNOWN, 0)

    cells = sheet.formula_row(sheet.t("workbook_unknown_vat"), map(unknown_vat, range(3)), "money", "soft")
    if all(cell.value is not None for cell in cells):
        sheet.hide_last_row()
    return cells


def _write_known(sheet: Worksheet, results: Years, rows: Sequence[Years]) -> Years:
    """Write, while a result is unknown, the sum of the known amounts of ``rows``; unknown too where they are all 0.

    A row of 0 tells nothing of the result: it is one of a line that nobody added, or of what nobody buys.
    """

    def known_part(year: int) -> Expr:
        cells = [row[year] for row in rows]
        if not cells:
            return if_(is_number(results[year]), "", UNKNOWN)
        nothing = and_(smallest(cells).equals(0), greatest(cells).equals(0))
        known_sum = if_(nothing, UNKNOWN, round_(sum_(cells), 2))
        return if_(is_number(results[year]), "", known_sum)

    cells = sheet.formula_row(sheet.t("workbook_known"), map(known_part, range(3)), "money", "soft")
    if all(cell.value is not None for cell in results):
        sheet.hide_last_row()
    return cells


def _write_place(sheet: Worksheet, accounts: list[AccountRows]) -> Years:
    sheet.section(sheet.t("workbook_place"))
    results = sheet.totals("result", [account.result for account in accounts], "total")
    _write_known(sheet, results, [row for account in accounts for row in (account.result, account.known)])
    return results
