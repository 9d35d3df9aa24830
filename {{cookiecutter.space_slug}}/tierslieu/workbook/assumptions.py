"""The sheet of assumptions: every fact that the budget rests on, once, in the only cells that hold typed numbers."""

from __future__ import annotations

from dataclasses import dataclass

from tierslieu.model import Space
from tierslieu.model.budget import Cost, Investment

from .book import Book
from .cells import Cell
from .form import Form
from .keys import Keys, write_keys
from .offers import Offers, sellers, write_offers
from .people import People, Vat, write_people, write_vat
from .plans import Plans, write_plans


@dataclass(frozen=True)
class Assumptions:
    """The cells of the sheet: ``opening`` is the money of each organisation on the first day.

    ``missing`` counts the rows in which something is still to be filled in.
    """

    people: People
    vat: Vat
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
