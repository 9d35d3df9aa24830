"""Assumptions about what customers buy: how many, at what price, with which VAT."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget.incomes import resident_offer
from tierslieu.core.paths import BUDGET, PRICES
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.finance.shares import COWORKING
from tierslieu.model import Offer, Space
from tierslieu.model.budget import Sale
from tierslieu.workbook.writer.expressions import Cell
from tierslieu.workbook.writer.input_form import RATE, VALUE, WHAT, WHO, Form
from tierslieu.workbook.writer.worksheet import Years

from .assumptions_people import People, VatCells

#: What residents pay by the month, in a place that has no such offer yet.
_NO_OFFER = ""


@dataclass(frozen=True)
class Sold:
    """Something that customers buy: its price, and the rate of VAT that its seller adds."""

    key: str
    label: str
    service: str
    price: Cell
    rate: Cell


@dataclass(frozen=True)
class Offers:
    """What residents buy; what an occasional coworker buys, and how many a month; what else is sold, a month by year."""

    resident: Sold | None
    bought: tuple[tuple[Sold, Cell], ...]
    sales: tuple[tuple[Sold, Years], ...]


def sellers(space: Space) -> set[str]:
    """The organisations that invoice what the budget counts on."""
    return {space.responsible("invoices", _service(space, key)) or "" for key in _sold(space)}


def write_offers(form: Form, people: People, vat: VatCells) -> Offers:
    """Write what is sold besides, then the prices of everything sold."""
    space = form.book.space
    sales = [(sale, _write_sale(form, sale)) for sale in _sales(form)]
    keys = _sold(space)
    if keys:
        labels = {WHAT: "price_offer", WHO: "workbook_col_seller", VALUE: f"workbook_col_price_{space.prices.basis}"}
        more = {VALUE + 1: "workbook_col_bought", RATE: "workbook_col_applied"}
        form.table("workbook_prices", labels | more)
    sold, bought = {}, {}
    for key in keys:
        asked = [cell for sale, years in sales if sale.offer == key for cell in years]
        if _is_resident(space, key):
            asked += [people.residents, people.target]
        sold[key], count = _write_offer(form, vat, key, asked)
        if count is not None:
            bought[key] = count
    return Offers(
        next((it for key, it in sold.items() if _is_resident(space, key)), None),
        tuple((sold[key], bought[key]) for key in _buyable(space)),
        tuple((sold[sale.offer], years) for sale, years in sales),
    )


def _write_sale(form: Form, sale: Sale) -> Years:
    form.start(label(form, sale.offer), "", BUDGET)
    counts = form.sheet.inputs(VALUE, sale.per_month, "quantity")
    form.end(counts)
    return counts


def _write_offer(form: Form, vat: VatCells, key: str, asked: list[Cell]) -> tuple[Sold, Cell | None]:
    """The row of an offer; its price is missed if anything of ``asked``, or bought by occasional coworkers, is not 0."""
    space = form.book.space
    service = _service(space, key)
    seller = space.responsible("invoices", service) or ""
    rate = _rate(space, key)
    form.start(label(form, key), form.book.called(seller), PRICES)
    count = None
    if key in _buyable(space):
        count = form.sheet.input(VALUE + 1, space.budget.occasional_buys.get(key, Decimal(0)), "quantity")
        asked = [*asked, count]
    wanted = any(cell.value for cell in asked)
    price = form.sheet.input(VALUE, space.prices.grid(space.today).amounts.get(key), "money", needed=wanted)
    applied = form.sheet.formula(RATE, vat.applied(rate, vat.charges[seller]), "percent")
    form.end([price], asked)
    return Sold(key, label(form, key), service, price, applied), count


def label(form: Form, key: str) -> str:
    """What an offer or a pass is called."""
    tell = FactFormatter(form.book.space, form.book.words.code, document=True)
    return form.t("unit_month") if key == _NO_OFFER else sold_label(tell, key)


def _is_resident(space: Space, key: str) -> bool:
    return COWORKING in space.identity.services and key == (resident_offer(space) or _NO_OFFER)


def _sales(form: Form) -> list[Sale]:
    """The other sales of the services that are on, under a title if there are any."""
    space = form.book.space
    found = [sale for sale in space.budget.sales if _service(space, sale.offer) in space.identity.services]
    if found:
        labels = {WHAT: "price_offer"} | {VALUE + year: f"workbook_year_{year + 1}" for year in range(3)}
        form.table("workbook_sales", labels)
    return found


def _sold(space: Space) -> tuple[str, ...]:
    """What has a price in the budget, in the order of the prices."""
    on = space.identity.services
    wanted = {*_buyable(space), *(sale.offer for sale in space.budget.sales)}
    keys = (_NO_OFFER, *space.prices.offers, *space.prices.passes)
    return tuple(key for key in keys if (key in wanted and _service(space, key) in on) or _is_resident(space, key))


def _buyable(space: Space) -> tuple[str, ...]:
    """What an occasional coworker buys, then the other desks and passes, of which one buys none yet."""
    if COWORKING not in space.identity.services:
        return ()
    prices = space.prices
    desks = [key for key, it in prices.offers.items() if (it.service, it.kind) == (COWORKING, "desk")]
    books = [key for key, it in prices.passes.items() if it.service == COWORKING]
    others = [key for key in (*desks, *books) if not _is_resident(space, key)]
    bought = [key for key, count in space.budget.occasional_buys.items() if count]
    return tuple(key for key in dict.fromkeys((*bought, *others)) if _service(space, key) in space.identity.services)


def _service(space: Space, key: str) -> str:
    return space.prices.service(key) or COWORKING


def _rate(space: Space, key: str) -> str:
    offer = space.prices.opened(key)
    return offer.vat if offer else str(Offer.model_fields["vat"].default)
