"""Assumptions about what customers buy: quantities, prices and rates of VAT."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget.incomes import occasional_buys, resident_units
from tierslieu.budget.sold_items import (
    NO_OFFER,
    buyable,
    free_use_offers,
    is_resident,
    other_sales,
    service_of,
    sold_keys,
)
from tierslieu.core.paths import BUDGET, PRICES
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.model import Offer, Space
from tierslieu.model.budget import OtherSale
from tierslieu.workbook.writer.expressions import Cell, count, or_, sum_
from tierslieu.workbook.writer.input_form import RATE, VALUE, WHAT, WHO, InputForm
from tierslieu.workbook.writer.worksheet import Years

from .assumptions_people import PeopleCells, VatCells


@dataclass(frozen=True)
class SoldItem:
    """An offer or a pass: its price, and the rate of VAT that its seller charges."""

    label: str
    service: str
    price: Cell
    rate: Cell


@dataclass(frozen=True)
class OfferCells:
    """What is sold to residents, to occasional coworkers, and besides.

    ``occasional`` has how many of each item an occasional coworker buys a month; ``sales``, how many are sold a month
    in each year. ``free_use`` is what the solidarity share offers, None in a place without one.
    """

    resident: SoldItem | None
    occasional: tuple[tuple[SoldItem, Cell], ...]
    sales: tuple[tuple[SoldItem, Years], ...]
    free_use: SoldItem | None


def write_offers(form: InputForm, people: PeopleCells, vat: VatCells) -> OfferCells:
    """Write the other sales, then the price of everything sold."""
    space = form.space
    planned = [sale for sale in space.budget.sales if service_of(space, sale.offer) in space.identity.services]
    others = other_sales(space)
    form.sheet.new_page()
    if planned or others:
        labels = {WHAT: "price_offer"} | {VALUE + year: f"workbook_year_{year + 1}" for year in range(3)}
        form.table("workbook_sales", labels)
    sales = []
    for sale in planned:
        inputs = [(count, "quantity") for count in sale.per_month]
        sales.append((sale, form.facts(_label(form, sale.offer), "", BUDGET, *inputs)))
    counts_of_others = [
        form.facts(sale.label, "", BUDGET, *((count, "quantity") for count in sale.per_month)) for sale in others
    ]
    keys = sold_keys(space)
    if keys or others:
        labels = {WHAT: "price_offer", WHO: "workbook_col_seller", VALUE: f"workbook_col_price_{space.prices.basis}"}
        more = {VALUE + 1: "workbook_col_bought", RATE: "workbook_col_applied"}
        form.table("workbook_prices", labels | more)
    items: dict[str, SoldItem] = {}
    purchases: dict[str, Cell] = {}
    for key in keys:
        demand = [cell for sale, counts in sales if sale.offer == key for cell in counts]
        if is_resident(space, key):
            demand += [people.residents, people.target]
        items[key], count = _write_item(form, vat, key, demand)
        if count is not None:
            purchases[key] = count
    other_items = [_write_other(form, vat, *pair) for pair in zip(others, counts_of_others, strict=True)]
    return OfferCells(
        next((item for key, item in items.items() if is_resident(space, key)), None),
        tuple((items[key], purchases[key]) for key in buyable(space)),
        (*((items[sale.offer], counts) for sale, counts in sales), *zip(other_items, counts_of_others, strict=True)),
        items.get(space.organisations.solidarity.unit) if free_use_offers(space) else None,
    )


def _write_item(form: InputForm, vat: VatCells, key: str, demand: list[Cell]) -> tuple[SoldItem, Cell | None]:
    """Write the row of an item: what it is, and the cell of how many an occasional coworker buys, if they may.

    Its price is needed if a cell of ``demand``, or of what occasional coworkers buy, is not 0.
    """
    space = form.space
    service = service_of(space, key)
    seller = space.responsible("invoices", service) or ""
    label = _label(form, key)
    form.start(label, form.organisation_label(seller), PRICES)
    count = None
    if key in buyable(space):
        bought = occasional_buys(space).get(key, Decimal(0))
        count = form.sheet.input(VALUE + 1, bought, "quantity")
        demand = [*demand, count]
    needed = any(cell.value for cell in demand)
    price = form.sheet.input(VALUE, space.prices.grid(space.today).amounts.get(key), "money", needed=needed)
    rate = form.sheet.formula(RATE, vat.applied(_rate(space, key), vat.charges[seller]), "percent")
    form.end([price], sum_(demand) > 0 if demand else None, [count] if count else ())
    return SoldItem(label, service, price, rate), count


def _write_other(form: InputForm, vat: VatCells, sale: OtherSale, counts: Years) -> SoldItem:
    """Write the row of what the price list does not price, which the budget prices: needed unless none is sold."""
    seller = form.space.responsible("invoices", sale.service) or ""
    form.start(sale.label, form.organisation_label(seller), BUDGET)
    price = form.sheet.input(VALUE, sale.price, "money", needed=any(count != 0 for count in sale.per_month))
    rate = form.sheet.formula(RATE, vat.applied(sale.vat, vat.charges[seller]), "percent")
    form.end([price], or_(count(counts) < len(counts), sum_(counts) > 0))
    return SoldItem(sale.label, sale.service, price, rate)


def _label(form: InputForm, key: str) -> str:
    fmt = FactFormatter(form.space, form.space.identity.language, document=True)
    if key != NO_OFFER:
        return sold_label(fmt, key)
    return next((form.t(f"unit_{unit}") for unit in resident_units(form.space)), key)


def _rate(space: Space, key: str) -> str:
    offer = space.prices.opened(key)
    return offer.vat if offer else str(Offer.model_fields["vat"].default)
