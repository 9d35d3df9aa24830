"""What customers pay: coworkers at today's full prices, and the other sales of ``config/budget.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tierslieu.core.paths import BUDGET
from tierslieu.core.problems import Problem, Problems, closest
from tierslieu.finance import shares
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING, Taxed, charged_percent, exact_net, sold, taxed
from tierslieu.model import Space
from tierslieu.model.budget import OtherSale, Subsidy

from .accounts import UNKNOWN, BudgetLine, EachMonth, Kind, total, total_taxed, untaxed
from .headcount import AS_EXPECTED, Demand, attendance, open_months

#: Account of the grants.
_GRANT = 74
#: Account of what is neither a sale nor a grant: the main budget of a public body pays into it.
_PARTICIPATION = 75


def income_lines(space: Space, year: int, demand: Demand = AS_EXPECTED) -> list[BudgetLine]:
    """What customers pay in ``year`` (1 to 3), with the VAT of each line; nothing for a service that is off.

    Raises ``Problems`` for a sale of what is neither an offer nor a pass.
    """
    weights = open_months(space, demand.months_late(year))
    months = Decimal(space.budget.opening_months) * sum(filter(None, weights)) / sum(filter(None, open_months(space)))
    lines = list(coworker_lines(space, *attendance(space, year, demand), demand.part / demand.unit(space)))
    lines += [
        _line(space, "sale", sale.offer, sale.per_month[year - 1] * months, weights) for sale in space.budget.sales
    ]
    lines += [_other_line(space, sale, sale.per_month[year - 1], months, weights) for sale in space.budget.other_sales]
    return [line for line in lines if line.stream in space.identity.services]


def coworker_lines(
    space: Space, residents: EachMonth, occasional: EachMonth, part: Decimal = AS_EXPECTED.part
) -> Iterator[BudgetLine]:
    """What the coworkers of each month pay in a year: residents their months, occasional coworkers what they buy.

    They buy a ``part`` of it: the percent of a case is one of the amounts, since a number of people would be rounded.
    """
    if COWORKING not in space.identity.services:
        return
    of_residents, of_occasional = (_months_paid(space, people, part) for people in (residents, occasional))
    yield _line(space, "residents", resident_offer(space), of_residents, residents)
    for key, count in occasional_buys(space).items():
        if of_occasional == 0 and count is None:
            yield _line(space, "occasional", key, Decimal(0), occasional)
        elif count != 0:
            quantity = None if of_occasional is None or count is None else of_occasional * count
            yield _line(space, "occasional", key, quantity, occasional)


def _months_paid(space: Space, people: EachMonth, part: Decimal) -> Decimal | None:
    """The months that the ``people`` of each month pay for: those of opening, spread over the months that are not closed."""
    known = [count for count in people if count is not None]
    if len(known) < len(people):
        return None
    return part * sum(known) * space.budget.opening_months / sum(filter(None, open_months(space)))


def undecided(space: Space) -> bool:
    """Whether it is not decided yet that the place has coworking: what it would earn is then unknown."""
    return space.identity.modules.coworking is None


def occasional_buys(space: Space) -> dict[str, Decimal | None]:
    """How many of each offer or pass an occasional coworker buys in a month; of all that they may, while unknown."""
    bought = space.budget.occasional_buys
    return dict.fromkeys(occasional_offers(space)) if bought is None else {**bought}


def occasional_offers(space: Space) -> tuple[str, ...]:
    """What occasional coworkers may buy: the desks and passes of coworking, but that of the residents."""
    prices = space.prices
    desks = [key for key, offer in prices.offers.items() if (offer.service, offer.kind) == (COWORKING, "desk")]
    passes = [key for key, book in prices.passes.items() if book.service == COWORKING]
    return tuple(key for key in (*desks, *passes) if key != resident_offer(space))


def resident_units(space: Space) -> list[str]:
    """The price units by which residents pay, shortest first."""
    return [key for key, unit in space.vocabulary.price_units.items() if unit.resident]


def resident_offer(space: Space) -> str | None:
    """What residents buy: the first desk that has a price, of those sold by a unit of residents, else the first of those."""
    amounts = space.prices.grid(space.today).amounts
    offers, units = space.prices.offers.items(), resident_units(space)
    keys = [key for key, offer in offers if (offer.service, offer.kind) == (COWORKING, "desk") and offer.unit in units]
    return next((key for key in keys if amounts.get(key) is not None), next(iter(keys), None))


def incomes(space: Space, year: int) -> dict[str, Decimal | None]:
    """What customers pay each organisation in ``year`` (1 to 3), excluding VAT, before any of it is shared."""
    return by_collector(space, income_lines(space, year))


def by_collector(space: Space, lines: list[BudgetLine]) -> dict[str, Decimal | None]:
    """The sum of ``lines``, excluding VAT, by the organisation that is paid; unknown while coworking is undecided."""
    if undecided(space):
        return dict.fromkeys(space.organisations.organisations)
    amounts: dict[str, list[Decimal | None]] = {key: [] for key in space.organisations.organisations}
    for line in lines:
        amounts[shares.collector(space, line.stream or "")].append(line.amounts.ht)
    return {key: total(terms) for key, terms in amounts.items()}


def stream_income(lines: list[BudgetLine], stream: str) -> Taxed:
    """The sum of the ``lines`` of ``stream``."""
    return total_taxed(line.amounts for line in lines if line.stream == stream)


def coworking_income(space: Space, year: int) -> Taxed:
    """The coworking income of ``year`` (1 to 3), part of which is set aside for free uses."""
    return stream_income(income_lines(space, year), COWORKING)


def exact_coworking_income(space: Space, year: int, demand: Demand = AS_EXPECTED) -> Fraction:
    """The known coworking income of ``year`` (1 to 3), excluding VAT and not rounded: see ``exact_net``."""
    lines = [line for line in income_lines(space, year, demand) if line.stream == COWORKING and line.key]
    amounts = [(line.key or "", getattr(line.amounts, space.prices.basis)) for line in lines]
    return sum((exact_net(space, key, amount) for key, amount in amounts if amount is not None), Fraction())


def is_grant(subsidy: Subsidy) -> bool:
    """Whether it is a grant, not a gift nor another receipt: by its account."""
    return (subsidy.account or _GRANT) == _GRANT


def is_participation(space: Space, subsidy: Subsidy) -> bool:
    """Whether it is what the main budget of a public body pays for the place: income of its account 75 that is no hope.

    The assembly decides on it each year, and for an industrial and commercial service only in the cases of the law.
    Source: code général des collectivités territoriales, article L. 2224-2.
    """
    organisation = space.organisations.organisations.get(subsidy.received_by)
    form = space.vocabulary.legal_form(organisation.legal_form) if organisation else None
    return bool(form and form.public) and subsidy.account == _PARTICIPATION and subsidy.status != "expected"


def has_participation(space: Space) -> bool:
    """Whether a main budget pays for the place."""
    return any(is_participation(space, line) for line in space.budget.subsidies)


def other_percent(space: Space, sale: OtherSale) -> Decimal | None:
    """The percent of VAT in the price of ``sale``; None while the regime of its seller is unknown."""
    return charged_percent(space, space.responsible("invoices", sale.service), sale.vat)


def _other_line(
    space: Space, sale: OtherSale, per_month: Decimal | None, months: Decimal, weights: EachMonth
) -> BudgetLine:
    line = BudgetLine("sale", untaxed(NOTHING), sale.label, stream=sale.service, weights=weights)
    if per_month == 0:  # known, even while the price or the VAT is not
        return line
    quantity = None if per_month is None else per_month * months
    amount = None if sale.price is None or quantity is None else sale.price * quantity
    return replace(line, amounts=taxed(amount, space.prices.basis, other_percent(space, sale)), quantity=quantity)


def _line(space: Space, kind: Kind, key: str | None, quantity: Decimal | None, weights: EachMonth) -> BudgetLine:
    """``quantity`` of the offer or pass ``key`` at its price; ``key`` is None while residents have no offer."""
    if key is None:
        return BudgetLine(kind, UNKNOWN if quantity != 0 else untaxed(NOTHING), stream=COWORKING, weights=weights)
    prices = space.prices
    service = prices.service(key)
    if service is None or prices.opened(key) is None:
        keys = [*prices.offers, *prices.passes]
        values = {"offer": key, "offers": ", ".join(keys), "closest": closest(key, keys)}
        raise Problems([Problem("prices.offer", values, BUDGET)])
    if quantity == 0:  # known, even while the price or the VAT is not
        return BudgetLine(kind, untaxed(NOTHING), key=key, stream=service, weights=weights)
    price = prices.grid(space.today).amounts.get(key)
    amount = None if price is None or quantity is None else price * quantity
    return BudgetLine(kind, sold(space, key, amount), key=key, stream=service, weights=weights, quantity=quantity)
