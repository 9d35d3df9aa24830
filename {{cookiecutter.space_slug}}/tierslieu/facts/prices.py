"""What is sold, to whom and for how much: today's grid, the next one, the passes."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.finance.vat import Taxed, sold
from tierslieu.model import GoldenTicket, Grid, Offer, Pass

from .formatter import FactFormatter, Facts

#: Who else than those who pay the full price has one of their own.
_AUDIENCES = ("reduced", "solidarity", "free")


def price_texts(tell: FactFormatter) -> Facts:
    """The full prices in force, by the short name of an offer or a pass."""
    prices = tell.space.prices
    amounts = prices.grid(tell.space.today).amounts
    return {key: tell.money(amounts.get(key)) for key in (*prices.offers, *prices.passes)}


def offers(tell: FactFormatter, organisations: Facts) -> list[Facts]:
    """The offers of the services that are on, as rows to show."""
    space = tell.space
    grid = space.prices.grid(space.today)
    return [
        {
            "key": key,
            "label": offer_label(tell, offer),
            "kind": offer.kind,
            "unit": tell.t(f"per_{offer.unit}"),
            **_sold(tell, organisations, key, offer.service, grid),
            **_taxed(tell, offer.service, sold(space, key, grid.amounts.get(key))),
        }
        for key, offer in space.prices.offers.items()
        if offer.service in space.identity.services
    ]


def passes(tell: FactFormatter, organisations: Facts, services: Facts) -> list[Facts]:
    """The passes of the services that are on, as rows to show."""
    space = tell.space
    grid = space.prices.grid(space.today)
    return [
        {
            "key": key,
            "label": sold_label(tell, key),
            "kind": space.prices.offers[book.unit].kind,
            "uses": book.uses,
            "unit": tell.t(f"unit_{space.prices.offers[book.unit].unit}"),
            "validity": tell.known(_months(tell, book.validity_months), "fact_validity"),
            "transferable": tell.known(_yes_no(tell, book.transferable), "fact_transferable"),
            "also_opens": [services[name] for name in book.also_opens if name in services],
            "golden_ticket": _golden_ticket(tell, book) if book.golden_ticket else {},
            **_sold(tell, organisations, key, book.service, grid),
            **_taxed(tell, book.service, sold(space, key, grid.amounts.get(key))),
        }
        for key, book in space.prices.passes.items()
        if book.service in space.identity.services
    ]


def offer_label(tell: FactFormatter, offer: Offer) -> str:
    """The name of an offer: its own, else made from its kind, its thing and its unit; a desk goes without saying."""
    unit = tell.t(f"unit_{offer.unit}")
    if offer.label or (offer.kind == "desk" and offer.thing is None):
        return offer.label or unit
    kind = tell.t(f"kind_{offer.kind}")
    if offer.thing:
        kind = tell.t("kind_thing", kind=kind, thing=offer.thing.replace("-", " ").replace("_", " "))
    return tell.t("kind_unit", kind=kind, unit=tell.t(f"unit_{offer.unit}").lower())


def sold_label(tell: FactFormatter, key: str) -> str:
    """What an offer or a pass is called; ``key`` itself for anything else."""
    prices = tell.space.prices
    if key in prices.passes:
        book = prices.passes[key]
        return book.label or tell.t("pass_label", uses=book.uses)
    return offer_label(tell, prices.offers[key]) if key in prices.offers else key


def audiences(tell: FactFormatter) -> list[Facts]:
    """Those who pay less in the grid in force, and who they are."""
    space = tell.space
    grid = space.prices.grid(space.today)
    on = _on(tell)
    return [
        {
            "key": name,
            "name": tell.t(f"audience_{name}"),
            "who": tell.known(space.prices.audiences.get(name), "fact_audience"),  # type: ignore[call-overload]
        }
        for name in _AUDIENCES
        if any(key in on for key in getattr(grid, name))
    ]


def next_prices(tell: FactFormatter) -> Facts:
    """The first day of the next grid, and what changes then; all empty when none has been opened."""
    space = tell.space
    after = space.prices.next_grid(space.today)
    if after is None or after.start is None:
        return {"start": "", "day": "", "changes": []}
    before, on = space.prices.grid(space.today), _on(tell)
    old = {(audience, key): amount for audience, key, amount in before.prices()}
    changes = [
        {
            "label": on[key],
            "audience": "" if audience == "full" else tell.t(f"audience_{audience}"),
            "amount": tell.money(amount),
            "before": "" if old.get((audience, key)) is None else tell.money(old[audience, key]),
        }
        for audience, key, amount in after.prices()
        if key in on and amount != old.get((audience, key))
    ]
    return {"start": tell.words.date(after.start, "date"), "day": after.start.isoformat(), "changes": changes}


def _on(tell: FactFormatter) -> dict[str, str]:
    """The offers and passes of the services that are on, by short name, with what they are called."""
    prices, on = tell.space.prices, tell.space.identity.services
    return {key: sold_label(tell, key) for key in (*prices.offers, *prices.passes) if prices.service(key) in on}


def _sold(tell: FactFormatter, organisations: Facts, key: str, service: str, grid: Grid) -> Facts:
    """Amounts as written in the grid, by audience, and who is paid for them; empty where an audience has none."""

    def less(amounts: dict[str, Decimal]) -> str:
        return tell.money(amounts[key]) if key in amounts else ""

    return {
        "amount": tell.money(grid.amounts.get(key)),
        "reduced": less(grid.reduced),
        "solidarity": less(grid.solidarity),
        "free": key in grid.free,
        "service": service,
        "collects": organisations[tell.space.responsible("collects", service) or ""],
        "invoices": organisations[tell.space.responsible("invoices", service) or ""],
    }


def _taxed(tell: FactFormatter, service: str, price: Taxed) -> Facts:
    """The full price excluding VAT, its VAT, and including it; blank what an unknown regime hides.

    ``tax`` says what ``amount`` is: including VAT, before VAT, or without any because its seller charges none.
    """
    space = tell.space
    regime = space.vat_regime(space.responsible("invoices", service) or "")
    label = "fact_amount" if price.ht is None and price.ttc is None else "fact_vat_regime"
    return {
        "tax": tell.t("tax_none" if regime and not regime.charges else f"basis_{space.prices.basis}"),
        **{name: tell.money(getattr(price, name), label) for name in ("ht", "vat", "ttc")},
    }


def _golden_ticket(tell: FactFormatter, book: Pass) -> Facts:
    """The rules of the free tries that a pass holds."""
    ticket = book.golden_ticket or GoldenTicket()  # type: ignore[call-arg]
    validity = ticket.validity_months or book.validity_months
    return {
        "count": ticket.count,
        "opens": offer_label(tell, tell.space.prices.offers[ticket.opens or book.unit]),
        "for_whom": ticket.for_whom or tell.t("golden_ticket_for_whom"),
        "validity": tell.known(_months(tell, validity), "fact_validity"),
        "until": tell.words.date(ticket.until, "date") if ticket.until else "",
        "once_per_person": ticket.once_per_person,
    }


def _months(tell: FactFormatter, count: int | None) -> str | None:
    return None if count is None else tell.words.plural("months", count)


def _yes_no(tell: FactFormatter, answer: bool | None) -> str | None:
    return None if answer is None else tell.t("yes" if answer else "no")
