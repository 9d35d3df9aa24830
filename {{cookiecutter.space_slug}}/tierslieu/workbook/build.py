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
from .writer.budget_lines import Lines
from .writer.workbook import Book


def build_workbook(space: Space) -> bytes:
    """The workbook as XLSX, in the language of the space.

    Raises ``Problems`` when a name in the budget, or a share that it needs, is unknown or wrong.
    """
    figures = forecast(space)
    lines = Lines(figures)
    book = Book(space)
    facts = write_assumptions(book)
    incomes = write_incomes(book, facts, figures, lines)
    split = write_split(book, facts, incomes)
    costs = write_costs(book, facts, split, lines)
    results = write_results(book, facts, incomes, split, costs, figures)
    flows = write_financing(book, facts, results.accounts, figures)
    write_cash(book, facts, results, flows, figures)
    results.sheet.close()
    return book.content()
