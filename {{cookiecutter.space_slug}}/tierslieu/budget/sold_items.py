"""What the budget sells, who invoices it, who buys with VAT, and who pays tax on profits."""

from __future__ import annotations

from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import holds_vat
from tierslieu.model import Space
from tierslieu.model.budget import OtherSale
from tierslieu.model.vocabulary import LegalForm

from .incomes import occasional_buys, occasional_offers, resident_offer

#: The key of the month that residents pay, in a place that has no such offer yet.
NO_OFFER = ""


def sellers(space: Space) -> set[str]:
    """The organisations that invoice what the budget sells."""
    services = {*(service_of(space, key) for key in sold_keys(space)), *(sale.service for sale in other_sales(space))}
    return {space.responsible("invoices", service) or "" for service in services}


def buyers(space: Space) -> set[str]:
    """The organisations that buy something with VAT, which they may recover: all of them for a common cost."""
    organisations: set[str] = set()
    for _, _, purchase in space.budget.purchases:
        if holds_vat(purchase.vat):
            organisations |= {purchase.paid_by} if purchase.paid_by else set(space.organisations.organisations)
    return organisations


def sold_keys(space: Space) -> tuple[str, ...]:
    """The offers and passes that the budget sells, in the order of ``config/prices.yaml``."""
    services = space.identity.services
    sold = {*buyable(space), *(sale.offer for sale in space.budget.sales), *free_use_offers(space)}
    keys = (NO_OFFER, *space.prices.offers, *space.prices.passes)
    return tuple(key for key in keys if (key in sold and service_of(space, key) in services) or is_resident(space, key))


def free_use_offers(space: Space) -> tuple[str, ...]:
    """The offer that a free use is worth, where there is a solidarity share or may be one."""
    solidarity = space.organisations.solidarity
    funded = COWORKING in space.identity.services and solidarity.percent != 0
    return (solidarity.unit,) if funded and solidarity.unit in space.prices.offers else ()


def buyable(space: Space) -> tuple[str, ...]:
    """What occasional coworkers buy, then the other desks and passes, of which they buy none yet."""
    if COWORKING not in space.identity.services:
        return ()
    bought = [key for key, count in occasional_buys(space).items() if count != 0]
    keys = dict.fromkeys((*bought, *occasional_offers(space)))
    return tuple(key for key in keys if service_of(space, key) in space.identity.services)


def other_sales(space: Space) -> list[OtherSale]:
    """The sales without a price in ``config/prices.yaml``, of the services that the place has."""
    return [sale for sale in space.budget.other_sales if sale.service in space.identity.services]


def is_resident(space: Space, key: str) -> bool:
    """Whether ``key`` is what residents buy."""
    return COWORKING in space.identity.services and key == (resident_offer(space) or NO_OFFER)


def service_of(space: Space, key: str) -> str:
    """The service of an offer or a pass: that of residents where there is no such key."""
    return space.prices.service(key) or COWORKING


def may_be_taxed(space: Space, organisation: str) -> bool:
    """Whether an organisation pays tax on profits: a company by its form (CGI, article 206), others where a rate is given."""
    return space.budget.profit_tax.get(organisation) is not None or is_company(space, organisation)


def _legal_form(space: Space, organisation: str) -> LegalForm | None:
    return space.vocabulary.legal_form(space.organisations.organisations[organisation].legal_form)


def is_company(space: Space, organisation: str) -> bool:
    """Whether it is, or may be, a commercial company by its legal form."""
    form = _legal_form(space, organisation)
    return bool(form and form.possible_companies)


def is_non_profit(space: Space, organisation: str) -> bool:
    """Whether it is a private body that may not share profits, such as an association."""
    form = _legal_form(space, organisation)
    return bool(form and form.non_profit and not form.public)


def is_public(space: Space, organisation: str) -> bool:
    """Whether it is a public body by its legal form, which votes a budget in sections."""
    form = _legal_form(space, organisation)
    return bool(form and form.public)
