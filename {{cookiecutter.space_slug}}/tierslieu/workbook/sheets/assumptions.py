"""The sheet of assumptions: each fact that the budget uses, in the only cells that hold typed numbers."""

from __future__ import annotations

from dataclasses import dataclass

from tierslieu.budget.sold_items import buyers, sellers
from tierslieu.workbook.writer.expressions import Cell, Condition
from tierslieu.workbook.writer.input_form import InputForm
from tierslieu.workbook.writer.workbook import Workbook

from .assumptions_free_lines import FreeLine, write_free_lines
from .assumptions_offers import OfferCells, write_offers
from .assumptions_people import PeopleCells, VatCells, write_organisations, write_people, write_periods
from .assumptions_plans import PlanCells, write_plans
from .assumptions_shares import AllocationKeys, write_keys


@dataclass(frozen=True)
class Assumptions:
    """The cells of the sheet.

    ``first_day`` is that of the first year; it may be empty. ``opening`` is the cash on the first day; ``profit_tax`` the
    rate of those organisations that may pay one, which may be empty; ``missing`` counts the rows to be filled in, of which
    ``free_lines`` are none, and ``missing_of`` those that an organisation needs; ``unlikely`` the
    rows whose number is to be verified. While numbers are not ``in_bounds``, results
    are unknown.
    """

    first_day: Cell
    people: PeopleCells
    vat: VatCells
    opening: dict[str, Cell]
    profit_tax: dict[str, Cell]
    offers: OfferCells
    plans: PlanCells
    free_lines: tuple[FreeLine, ...]
    keys: AllocationKeys
    in_bounds: Condition
    missing: Cell
    missing_of: dict[str, Cell]
    unlikely: Cell


def write_assumptions(workbook: Workbook) -> Assumptions:
    """Write the sheet of assumptions."""
    form = InputForm(workbook)
    first_day = write_periods(form)
    people = write_people(form)
    vat, opening, profit_tax = write_organisations(form, sellers(workbook.space), buyers(workbook.space))
    offers = write_offers(form, people, vat)
    plans = write_plans(form, vat)
    free_lines = write_free_lines(form)
    keys = write_keys(form)
    told = (first_day, people, vat, opening, profit_tax, offers, plans, free_lines, keys)
    return Assumptions(*told, form.in_bounds(), *form.close())
