"""Space → budget.xlsx."""

from __future__ import annotations

from tierslieu.budget import forecast
from tierslieu.model import Space

from .sheets.assumptions import write_assumptions
from .sheets.cash_flow import write_cash
from .sheets.costs import write_costs
from .sheets.financing import write_financing
from .sheets.incomes import write_incomes
from .sheets.results import write_results
from .sheets.split import write_split
from .writer.workbook import Book


def build_workbook(space: Space) -> bytes:
    """The workbook as XLSX, in the language of the space.

    Raises ``Problems`` when a name in the budget, or a share that it needs, is unknown or wrong.
    """
    forecast(space)  # refuses what is unknown or wrong, before anything is written
    book = Book(space)
    assumptions = write_assumptions(book)
    incomes = write_incomes(book, assumptions)
    split = write_split(book, assumptions, incomes)
    costs = write_costs(book, assumptions, split)
    results = write_results(book, assumptions, incomes, split, costs)
    flows = write_financing(book, assumptions, results.accounts)
    write_cash(book, assumptions, results, flows)
    results.sheet.close()
    return book.content()
