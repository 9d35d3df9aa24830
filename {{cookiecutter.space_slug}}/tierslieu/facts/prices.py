"""What is sold, to whom and for how much: today's grid, the next one, the passes."""

from __future__ import annotations

from decimal import Decimal

from tierslieu.core.paths import PRICES, KeyPath
from tierslieu.finance.vat import Taxed, has_a_doubtful_exemption, stated, stated_percent
from tierslieu.model import GoldenTicket, Grid, Offer

from .formatter import FactFormatter, Facts, money
from .place import areas

#: The audiences that may have their own price, besides those who pay the full one.
_AUDIENCES = ("reduced", "solidarity", "free")


def price_texts(fmt: FactFormatter) -> Facts:
    """The full prices in force, by the short name of the offer or pass."""
    prices = fmt.space.prices
    amounts = prices.grid(fmt.space.today).amounts
    return {key: fmt.money(amounts.get(key)) for key in (*prices.offers, *prices.passes)}


def offers(fmt: FactFormatter, organisations: Facts) -> list[Facts]:
    """The offers of the services that are on, one row each; ``area`` is empty unless their thing is an area."""
    space = fmt.space
    listed_areas = {area["key"]: area for area in areas(fmt)}
    grid = space.prices.grid(space.today)
    return [
        {
            "key": key,
            "label": offer_label(fmt, offer),
            "kind": offer.kind,
            "area": listed_areas.get(offer.thing, {}),
            "unit": fmt.t(f"per_{offer.unit}"),
            **_sold(fmt, organisations, key, offer.service, grid),
            **_taxed(fmt, offer.service, stated(space, key, grid.amounts.get(key))),
            "rate": _rate(fmt, key),
            "next": _next(fmt, key, offer.service),
        }
        for key, offer in space.prices.offers.items()
        if offer.service in space.identity.services
    ]


def passes(fmt: FactFormatter, organisations: Facts, services: Facts) -> list[Facts]:
    """The passes of the services that are on, one row each."""
    space = fmt.space
    grid = space.prices.grid(space.today)
    return [
        {
            "key": key,
            "label": sold_label(fmt, key),
            "kind": space.prices.offers[book.unit].kind,
            "uses": fmt.known(book.uses, "fact_uses"),
            "unit": fmt.t(f"unit_{space.prices.offers[book.unit].unit}"),
            "validity": _validity(fmt, ("passes", key), book.validity_months, "fact_validity"),
            "transferable": fmt.known(_yes_no(fmt, book.transferable), "fact_transferable"),
            "also_opens": [services[name] for name in book.also_opens if name in services],
            "golden_ticket": _golden_ticket(fmt, key, book.golden_ticket) if book.golden_ticket else {},
            "entry_price": _entry_price(fmt, book.uses, stated(space, key, grid.amounts.get(key))),
            "dear_day": _dear_day(fmt, key, grid),
            **_sold(fmt, organisations, key, book.service, grid),
            **_taxed(fmt, book.service, stated(space, key, grid.amounts.get(key))),
            "rate": _rate(fmt, key),
            "next": _next(fmt, key, book.service),
        }
        for key, book in space.prices.passes.items()
        if book.service in space.identity.services
    ]


def _entry_price(fmt: FactFormatter, uses: int | None, price: Taxed) -> str:
    """What one of ``uses`` entries of a pass costs, VAT included; empty unless it has whole cents."""
    if price.ttc is None or not uses or (100 * price.ttc) % uses:
        return ""
    return money(price.ttc / uses, fmt.locale)


def _dear_day(fmt: FactFormatter, key: str, grid: Grid) -> Facts:
    """What a day costs with two entries of a pass of half-days and by itself, where the pass makes it dearer; else empty."""
    offers, book = fmt.space.prices.offers, fmt.space.prices.passes[key]
    price, half = grid.amounts.get(key), offers[book.unit]
    same = {"service": half.service, "kind": half.kind, "thing": half.thing, "unit": "day"}
    days = (name for name, offer in offers.items() if {field: getattr(offer, field) for field in same} == same)
    day = grid.amounts.get(next(days, ""))
    entries = fmt.space.vocabulary.price_units[half.unit].per_visit.get("day")
    if entries != 2 or price is None or not book.uses or day is None or 2 * price <= day * book.uses:
        return {}
    return {"by_pass": fmt.money(round(2 * price / book.uses, 2)), "alone": fmt.money(day)}


def offer_label(fmt: FactFormatter, offer: Offer) -> str:
    """The name of an offer: its own, else made from its kind (unless a desk), its thing and its unit."""
    unit = fmt.t(f"unit_{offer.unit}")
    if offer.label or (offer.kind == "desk" and offer.thing is None):
        return offer.label or unit
    kind = fmt.t(f"kind_{offer.kind}")
    if offer.thing:
        kind = fmt.t("kind_thing", kind=kind, thing=offer.thing.replace("-", " ").replace("_", " "))
    return fmt.t("kind_unit", kind=kind, unit=fmt.t(f"unit_{offer.unit}").lower())


def sold_label(fmt: FactFormatter, key: str) -> str:
    """The name of an offer or a pass; ``key`` itself for anything else."""
    prices = fmt.space.prices
    if key in prices.passes:
        book = prices.passes[key]
        return book.label or (fmt.t("pass_label", uses=book.uses) if book.uses else fmt.t("pass_label_unknown"))
    return offer_label(fmt, prices.offers[key]) if key in prices.offers else key


def audiences(fmt: FactFormatter) -> list[Facts]:
    """The audiences that pay less in the grid in force, and who they are."""
    space = fmt.space
    grid = space.prices.grid(space.today)
    labels = _labels(fmt)
    return [
        {
            "key": name,
            "name": fmt.t(f"audience_{name}"),
            "who": fmt.known(space.prices.audiences.get(name), "fact_audience"),  # type: ignore[call-overload]
        }
        for name in _AUDIENCES
        if any(key in labels for key in getattr(grid, name))
    ]


def next_prices(fmt: FactFormatter) -> Facts:
    """The first day of the next grid, and the prices that change then; all empty when there is no next grid."""
    space = fmt.space
    next_grid = space.prices.next_grid(space.today)
    if next_grid is None or next_grid.start is None:
        return {"start": "", "day": "", "changes": []}
    labels = _labels(fmt)
    current = {(audience, key): amount for audience, key, amount in space.prices.grid(space.today).prices()}
    changes = [
        {
            "label": labels[key],
            "audience": "" if audience == "full" else fmt.t(f"audience_{audience}"),
            "amount": fmt.money(amount),
            "before": "" if current.get((audience, key)) is None else fmt.money(current[audience, key]),
        }
        for audience, key, amount in next_grid.prices()
        if key in labels and amount != current.get((audience, key))
    ]
    return {"start": fmt.date(next_grid.start, "date"), "day": next_grid.start.isoformat(), "changes": changes}


def vat_is_known(fmt: FactFormatter, key: str) -> bool:
    """Whether something can be said of the VAT in the price of an offer or pass."""
    return stated_percent(fmt.space, key) is not None


def _rate(fmt: FactFormatter, key: str) -> object:
    """The rate of the VAT in the price of an offer or pass; blank while the regime of its seller is unknown."""
    service = fmt.space.prices.service(key)
    if service and has_a_doubtful_exemption(fmt.space, service):
        return fmt.known(None, "fact_vat_exemption")
    percent = stated_percent(fmt.space, key)
    return fmt.known(None if percent is None else fmt.percent(percent), "fact_vat_regime")


def _next(fmt: FactFormatter, key: str, service: str) -> Facts:
    """What each audience will pay with the next grid, and the full price with and without VAT; all empty without one."""
    grid = fmt.space.prices.next_grid(fmt.space.today)
    full = grid.amounts.get(key) if grid else None
    if grid is None or full is None:
        return dict.fromkeys(("amount", "reduced", "solidarity", "free", "ht", "ttc"), "")
    taxed = _taxed(fmt, service, stated(fmt.space, key, full))
    return {
        "amount": fmt.money(full),
        **{name: fmt.money(getattr(grid, name).get(key, full)) for name in ("reduced", "solidarity")},
        "free": fmt.t("price_free") if key in grid.free else fmt.money(full),
        "ht": taxed["ht"],
        "ttc": taxed["ttc"],
    }


def _labels(fmt: FactFormatter) -> dict[str, str]:
    """The names of the offers and passes of the services that are on, by short name."""
    prices, services = fmt.space.prices, fmt.space.identity.services
    return {key: sold_label(fmt, key) for key in (*prices.offers, *prices.passes) if prices.service(key) in services}


def tax_basis(fmt: FactFormatter, sold_rows: list[Facts]) -> str:
    """Whether the prices of ``sold_rows`` include VAT; empty when nobody charges it, or a VAT regime is unknown."""
    basis = fmt.t(f"basis_{fmt.space.prices.basis}")
    taxes = {row["tax"] for row in sold_rows}
    return basis if basis in taxes and "" not in taxes else ""


def _sold(fmt: FactFormatter, organisations: Facts, key: str, service: str, grid: Grid) -> Facts:
    """Amounts as written in the grid, by audience, and who is paid for them; empty where an audience has none."""

    def amount(amounts: dict[str, Decimal]) -> str:
        return fmt.money(amounts[key]) if key in amounts else ""

    return {
        "amount": fmt.money(grid.amounts.get(key)),
        "reduced": amount(grid.reduced),
        "solidarity": amount(grid.solidarity),
        "free": key in grid.free,
        "service": service,
        "collects": organisations[fmt.space.responsible("collects", service) or ""],
        "invoices": organisations[fmt.space.responsible("invoices", service) or ""],
    }


def _taxed(fmt: FactFormatter, service: str, price: Taxed) -> Facts:
    """The full price without VAT, its VAT and with it, blank while unknown; ``tax`` says which one ``amount`` is.

    ``tax`` is empty while the VAT regime of who invoices is unknown, or does not fit the service.
    """
    space = fmt.space
    is_doubtful = has_a_doubtful_exemption(space, service)
    regime = None if is_doubtful else space.vat_regime(space.responsible("invoices", service) or "")
    label = "fact_vat_exemption" if is_doubtful else "fact_vat_regime"
    if price.ht is None and price.ttc is None:
        label = "fact_amount"
    return {
        "tax": fmt.t(f"basis_{space.prices.basis}" if regime.charges else "tax_none") if regime else "",
        **{name: fmt.money(getattr(price, name), label) for name in ("ht", "vat", "ttc")},
    }


def _validity(fmt: FactFormatter, path: KeyPath, months: int | None, label: str) -> object:
    """How long the pass or golden ticket at ``path`` is valid: ``months`` from the sale."""
    proposed = fmt.proposal(PRICES, (*path, "validity_months"))
    return fmt.agreed(
        _months(fmt, months), label, _months(fmt, int(proposed)) if isinstance(proposed, Decimal) else None
    )


def _golden_ticket(fmt: FactFormatter, key: str, ticket: GoldenTicket) -> Facts:
    """The rules of the golden tickets ``ticket`` of the pass ``key``; ``once_per_person`` is empty for no limit."""
    path = ("passes", key, "golden_ticket")
    proposed = fmt.proposal(PRICES, (*path, "opens"))
    opens, proposed_offer = (
        offer_label(fmt, fmt.space.prices.offers[offer]) if isinstance(offer, str) else None
        for offer in (ticket.opens, proposed)
    )
    offer = fmt.space.prices.offers.get(ticket.opens) if isinstance(ticket.opens, str) else None
    plain = offer and offer.kind == "desk" and not offer.label and not offer.thing
    once = {None: None, True: fmt.t("golden_ticket_only_once"), False: ""}[ticket.once_per_person]
    return {
        "count": ticket.count,
        "opens": fmt.agreed(opens, "fact_ticket_opens", proposed_offer),
        "worth": fmt.plural(f"free_{offer.unit}", 1) if offer and plain else "",
        "for_whom": fmt.agreed(ticket.for_whom, "fact_ticket_whom", fmt.proposal_text(PRICES, (*path, "for_whom"))),
        "validity": _validity(fmt, path, ticket.validity_months, "fact_ticket_validity"),
        "until": fmt.date(ticket.until, "date") if ticket.until else "",
        "once_per_person": fmt.agreed(once, "fact_ticket_once", fmt.proposal_text(PRICES, (*path, "once_per_person"))),
    }


def _months(fmt: FactFormatter, count: int | None) -> str | None:
    return None if count is None else fmt.plural("months", count)


def _yes_no(fmt: FactFormatter, answer: bool | None) -> str | None:
    return None if answer is None else fmt.t("yes" if answer else "no")
