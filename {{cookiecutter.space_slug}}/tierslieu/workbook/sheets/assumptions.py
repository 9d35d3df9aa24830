"""The sheet of assumptions: every fact that the budget rests on, once, in the only cells that hold typed numbers."""

from __future__ import annotations

from dataclasses import dataclass

from tierslieu.model import Space
from tierslieu.model.budget import Cost, Investment
from tierslieu.workbook.writer.expressions import Cell
from tierslieu.workbook.writer.input_form import Form
from tierslieu.workbook.writer.workbook import Book

from .assumptions_offers import Offers, sellers, write_offers
from .assumptions_people import People, VatCells, write_people, write_vat
from .assumptions_plans import Plans, write_plans
from .assumptions_shares import Keys, write_keys


@dataclass(frozen=True)
class Assumptions:
    """The cells of the sheet: ``opening`` is the money of each organisation on the first day.

    ``missing`` counts the rows in which something is still to be filled in.
    """

    people: People
    vat: VatCells
    opening: dict[str, Cell]
    offers: Offers
    plans: Plans
    keys: Keys
    missing: Cell


def write_assumptions(book: Book) -> Assumptions:
    """Write the sheet."""
    form = Form(book)
    people = write_people(form)
    vat, opening = write_vat(form, sellers(book.space) | _buyers(book.space))
    offers = write_offers(form, people, vat)
    plans = write_plans(form, vat)
    keys = write_keys(form)
    return Assumptions(people, vat, opening, offers, plans, keys, form.close())


def _buyers(space: Space) -> set[str]:
    """The organisations that buy something with VAT, which may come back."""
    found: set[str] = set()
    every: tuple[Cost | Investment, ...] = (*space.budget.costs, *space.budget.investments)
    for bought in every:
        if bought.vat is not None:
            found |= set(space.organisations.organisations) if bought.paid_by is None else {bought.paid_by}
    return found
