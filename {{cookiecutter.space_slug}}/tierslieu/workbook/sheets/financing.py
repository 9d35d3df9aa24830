"""The sheet of the financing plan: what each organisation needs money for in a year, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget import Financing, Forecast
from tierslieu.budget.accounts import MONTHS
from tierslieu.budget.assets_and_loans import repayment
from tierslieu.finance.vat import NOTHING
from tierslieu.workbook.writer.formulas import Cell, Years, equal_part, if_number, total, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .assumptions_plans import Lent
from .results import AccountRows

_WIDTHS = (62, 20, 20, 20)


@dataclass(frozen=True)
class Flow:
    """Money that comes (``sign`` 1) or goes (-1) in one ``month`` of its year, and makes no result."""

    label: str
    sign: int
    month: int
    cells: Years


def write_financing(
    book: Book, facts: Assumptions, accounts: Sequence[AccountRows], forecast: Forecast
) -> list[list[Flow]]:
    """Write the sheet; gives, of each organisation, what comes and goes besides its result."""
    sheet = book.sheet("financing", _WIDTHS)
    sheet.notes()
    sheet.incomplete(facts.missing)
    sheet.header([book.t(f"workbook_{name}") for name in ("col_what", "year_1", "year_2", "year_3")], (1, 2, 3))
    sheet.freeze()
    found = []
    for number, account in enumerate(accounts):
        needs = [year.accounts[number].financing for year in forecast.years]
        found.append(_write_plan(sheet, facts, account, needs))
    sheet.close()
    return found


def _write_plan(sheet: Sheet, facts: Assumptions, account: AccountRows, needs: list[Financing]) -> list[Flow]:
    t, key = sheet.t, account.organisation
    sheet.section(sheet.book.called(key))
    bought, repaid = _investments(sheet, facts, key), _repayments(sheet, facts, key)
    uses = _total(sheet, "uses", [flow.cells for flow in (*bought, *repaid)], [one.uses for one in needs])
    brought, lent = _contributions(sheet, facts, key), _loans(sheet, facts, key)
    own = sheet.named(
        t("workbook_self_financing"),
        [if_number(cell) for cell in account.self_financing],
        [cell.value for cell in account.self_financing],
    )
    means = [*(flow.cells for flow in (*brought, *lent)), own]
    resources = _total(sheet, "resources", means, [one.resources for one in needs])
    pairs = list(zip(resources, uses, strict=True))
    balance = sheet.named(
        t("workbook_balance"),
        [when_known(pair, f"ROUND({pair[0]}-{pair[1]},2)") for pair in pairs],
        [one.balance for one in needs],
        "money",
        "total",
    )
    _write_cash(sheet, facts.opening[key], balance, needs)
    return [*bought, *repaid, *brought, *lent]


def _write_cash(sheet: Sheet, opening: Cell, balance: Years, needs: list[Financing]) -> None:
    """Each year opens with what the one before it left."""
    first = sheet.row
    closing = [Cell(sheet.name, first + 1, 1 + year, one.closing_cash) for year, one in enumerate(needs)]
    opens = [opening, *closing[:2]]
    begun = sheet.named(
        sheet.t("workbook_opening_cash"), [if_number(cell) for cell in opens], [one.opening_cash for one in needs]
    )
    sheet.named(
        sheet.t("workbook_closing_cash"),
        [total(pair) for pair in zip(begun, balance, strict=True)],
        [cell.value for cell in closing],
        "money",
        "total",
    )


def _total(sheet: Sheet, name: str, lines: list[Years], values: list[Decimal | None]) -> Years:
    formulas = [total([line[year] for line in lines]) for year in range(3)]
    return sheet.named(sheet.t(f"workbook_{name}"), formulas, values, "money", "total")


def _in_its_year(amount: Cell, start: Cell) -> tuple[list[str], list[Decimal | None]]:
    """``amount`` in the year that ``start`` tells, nothing in the others."""
    formulas = [when_known([start], f"IF({start}={year},{if_number(amount)},0)") for year in (1, 2, 3)]
    return formulas, [amount.amount if start.value == year else NOTHING for year in (1, 2, 3)]


def _once(sheet: Sheet, name: str, sign: int, planned: Iterable[tuple[str, Cell, Cell]]) -> list[Flow]:
    """What comes or goes once, in the first month of its year: label, amount and year of each."""
    found = []
    for about, amount, year in planned:
        label = sheet.t(f"workbook_line_{name}", label=about)
        found.append(Flow(label, sign, 1, sheet.named(label, *_in_its_year(amount, year))))
    return found


def _investments(sheet: Sheet, facts: Assumptions, key: str) -> list[Flow]:
    pairs = zip(sheet.book.space.budget.investments, facts.plans.investments, strict=True)
    return _once(sheet, "investment", -1, ((it.label, has.net, has.year) for it, has in pairs if it.paid_by == key))


def _contributions(sheet: Sheet, facts: Assumptions, key: str) -> list[Flow]:
    pairs = zip(sheet.book.space.budget.contributions, facts.plans.contributions, strict=True)
    return _once(
        sheet, "contribution", 1, ((it.label, has.amount, has.year) for it, has in pairs if it.received_by == key)
    )


def _loans(sheet: Sheet, facts: Assumptions, key: str) -> list[Flow]:
    pairs = zip(sheet.book.space.budget.loans, facts.plans.loans, strict=True)
    return _once(sheet, "loan", 1, ((it.label, has.amount, has.year) for it, has in pairs if it.received_by == key))


def _repayments(sheet: Sheet, facts: Assumptions, key: str) -> list[Flow]:
    """Equal parts of each loan, from the year after it; at the end of the year."""
    found = []
    for it, cells in zip(sheet.book.space.budget.loans, facts.plans.loans, strict=True):
        if it.received_by == key:
            label = sheet.t("workbook_line_repayment", label=it.label)
            formulas = [_repaid(cells, year) for year in (1, 2, 3)]
            values = [repayment(it, year) for year in (1, 2, 3)]
            found.append(Flow(label, -1, MONTHS, sheet.named(label, formulas, values)))
    return found


def _repaid(loan: Lent, year: int) -> str:
    start, years = loan.year, loan.years
    part = when_known([loan.amount], equal_part(str(loan.amount), str(years), f"({year}-{start})"))
    return when_known([start, years], f"IF(OR({year}<={start},{year}>{start}+{years}),0,{part})")
