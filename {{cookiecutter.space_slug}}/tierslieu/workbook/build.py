"""Space → budget.xlsx."""

from __future__ import annotations

from tierslieu.budget import forecast
from tierslieu.model import Space

from .sheets.assumptions import write_assumptions
from .sheets.attendance import write_attendance
from .sheets.balance_sheets import write_balance_sheets
from .sheets.cases import cases_sheet, write_cases
from .sheets.cash_flow import write_cash
from .sheets.closed_months import write_comparison
from .sheets.costs import write_costs
from .sheets.financing import write_financing
from .sheets.incomes import write_incomes
from .sheets.loans import write_loans
from .sheets.results import write_results
from .sheets.split import write_split
from .sheets.summary import summary_sheet, write_summary
from .writer.workbook import Workbook


def build_workbook(space: Space) -> bytes:
    """The workbook as XLSX, in the language of the space.

    Raises ``Problems`` when a name in the budget, or a share that it needs, is unknown or wrong.
    """
    forecast(space)  # raises Problems before anything is written
    workbook = Workbook(space)
    summary, cases = summary_sheet(workbook), cases_sheet(workbook)  # the first sheets, written last
    assumptions = write_assumptions(workbook)
    attendance = write_attendance(workbook, assumptions)
    incomes = write_incomes(workbook, assumptions, attendance)
    split = write_split(workbook, assumptions, incomes)
    loans = write_loans(workbook, assumptions)
    costs = write_costs(workbook, assumptions, split, loans)
    results = write_results(workbook, assumptions, attendance, incomes, split, costs)
    plans = write_financing(workbook, assumptions, results.accounts, loans)
    cash = write_cash(workbook, assumptions, costs, results.accounts, [plan.flows for plan in plans])
    equity = write_balance_sheets(workbook, assumptions, results.accounts, plans, cash)
    rows_of_cases = write_cases(cases, assumptions, attendance, incomes, costs, results.accounts, cash, plans)
    write_comparison(workbook, incomes, attendance)
    write_summary(
        summary,
        assumptions,
        attendance,
        incomes,
        costs,
        split,
        results,
        cash,
        equity,
        plans,
        loans,
        cases,
        rows_of_cases,
    )
    return workbook.content()
