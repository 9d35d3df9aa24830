"""The sheet of cash: what each month brings to each organisation, and what is in hand at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget import Cash, Forecast
from tierslieu.budget.accounts import MONTHS, negated, parts
from tierslieu.workbook.writer.formulas import UNKNOWN, Cell, Value, equal_part, quoted, span, total, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .financing import Flow
from .results import AccountRows, ResultRow, Results

_ALL = 3 * MONTHS
_WIDTHS = (46, *(12 for _ in range(_ALL)))


@dataclass(frozen=True)
class _Money:
    """What is in hand at the end of each month, and the number of each month that ends below zero."""

    hand: list[Cell]
    short: list[Cell]


def write_cash(
    book: Book, facts: Assumptions, results: Results, flows: Sequence[Sequence[Flow]], forecast: Forecast
) -> None:
    """Write the sheet and, on that of results, when the money of each organisation runs out."""
    sheet = book.sheet("cash", _WIDTHS)
    sheet.notes()
    sheet.incomplete(facts.missing)
    sheet.header(
        [book.t("workbook_col_what"), *(_month_name(book, month) for month in range(_ALL))], range(1, _ALL + 1)
    )
    sheet.freeze()
    sheet.pages_across(3)
    results.sheet.section(book.t("workbook_runs_out"))
    results.sheet.header([book.t(f"workbook_{name}") for name in ("col_what", "col_first_month", "col_then")], (1, 2))
    for account, others, cash in zip(results.accounts, flows, forecast.cash, strict=True):
        money = _write_organisation(sheet, facts.opening[account.organisation], account, others, cash)
        _write_shortage(results.sheet, money, cash)
    sheet.close()


def _month_name(book: Book, month: int) -> str:
    return book.t("workbook_month", year=month // MONTHS + 1, month=month % MONTHS + 1)


def _write_organisation(
    sheet: Sheet, opening: Cell, account: AccountRows, others: Sequence[Flow], cash: Cash
) -> _Money:
    sheet.section(sheet.book.called(account.organisation))
    rows = [_write_entry(sheet, entry) for entry in account.entries]
    rows += [_write_flow(sheet, flow) for flow in others]
    columns = [[row[month] for row in rows] for month in range(_ALL)]
    flow = _across(sheet, sheet.t("workbook_flow"), [total(cells) for cells in columns], cash.flows, "total")
    hand = [Cell(sheet.name, sheet.row, 1 + month, value) for month, value in enumerate(cash.in_hand)]
    before = [opening, *hand[:-1]]
    _across(
        sheet,
        sheet.t("workbook_in_hand"),
        [total(pair) for pair in zip(before, flow, strict=True)],
        cash.in_hand,
        "total",
    )
    below = [f'IF(ISNUMBER({cell}),IF({cell}<0,{month},""),"")' for month, cell in enumerate(hand, 1)]
    numbers: list[Value] = [
        month if value is not None and value < 0 else "" for month, value in enumerate(cash.in_hand, 1)
    ]
    short = _across(sheet, sheet.t("workbook_short"), below, numbers, "soft", kind="count")
    return _Money(hand, short)


def _write_shortage(sheet: Sheet, money: _Money, cash: Cash) -> None:
    never = sheet.t("workbook_never")
    first, last = f"MIN({span(money.short)})", money.hand[-1]
    runs_out = cash.runs_out
    month: Value = runs_out.month if runs_out else never if cash.complete else None
    sheet.text(0, sheet.book.called(cash.organisation))
    formula = f'IF(COUNT({span(money.short)})>0,{first},IF(ISNUMBER({last}),{quoted(never)},"{UNKNOWN}"))'
    cell = sheet.formula(1, formula, month, "count")
    then = f'IF(ISNUMBER({cell}),INDEX({span(money.hand)},1,{cell}),"")'
    sheet.formula(2, then, runs_out.amount if runs_out else "", "money")
    sheet.row += 1


def _across(
    sheet: Sheet, label: str, formulas: Sequence[str], values: Sequence[Value], *looks: str, kind: str = "money"
) -> list[Cell]:
    """A row over all the months."""
    sheet.text(0, label, "text", *looks)
    pairs = zip(formulas, values, strict=True)
    cells = [sheet.formula(1 + month, formula, value, kind, *looks) for month, (formula, value) in enumerate(pairs)]
    sheet.row += 1
    return cells


def _write_entry(sheet: Sheet, entry: ResultRow) -> list[Cell]:
    """A line of the account, in its month or in twelve equal parts."""
    sign = "-" if entry.sign < 0 else ""
    formulas: list[str] = []
    values: list[Value] = []
    paid_in = entry.month.value if isinstance(entry.month, Cell) else entry.month
    for cell in entry.cells:
        whole = when_known([cell], f"{sign}{cell}")
        amount = cell.amount
        twelfths = [None] * MONTHS if amount is None else parts(amount, MONTHS)
        for month, twelfth in enumerate(twelfths, 1):
            spread = when_known([cell], f"{sign}{equal_part(str(cell), str(MONTHS), str(month))}")
            if isinstance(entry.month, Cell):
                spread = f"IF(ISNUMBER({entry.month}),IF({entry.month}={month},{whole},0),{spread})"
            elif entry.month is not None:
                spread = whole if entry.month == month else "0"
            formulas.append(spread)
            come = twelfth if paid_in is None else amount if paid_in == month else Decimal(0)
            values.append(come if entry.sign > 0 else negated(come))
    return _across(sheet, entry.label, formulas, values)


def _write_flow(sheet: Sheet, flow: Flow) -> list[Cell]:
    """What is in no account, in its month."""
    return _write_entry(sheet, ResultRow(flow.label, flow.sign, flow.cells, month=flow.month))
