"""The facts that are still missing: they stop nothing, and ``./lieu check`` says where to start."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE, KeyPath
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import lacks_rate
from tierslieu.model import Activity, News, Organisation, Source, Space

#: The rules of a pass, and those of its golden ticket, with the labels of the facts.
_PASS_RULES = {"uses": "fact_uses", "validity_months": "fact_validity", "transferable": "fact_transferable"}
_TICKET_RULES = {
    "opens": "fact_ticket_opens",
    "for_whom": "fact_ticket_whom",
    "validity_months": "fact_ticket_validity",
    "once_per_person": "fact_ticket_once",
}


def identity_blanks(space: Space) -> Iterator[Finding]:
    """The address, contact, hours, publication and capacity of the place are known."""
    identity = space.identity
    yield from _blank(identity.territory, "fact_territory", SPACE, ("territory",))
    for key in ("street", "postal_code", "city"):
        yield from _blank(getattr(identity.address, key), f"fact_{key}", SPACE, ("address", key))
    for key in type(identity.contact).model_fields:
        yield from _blank(getattr(identity.contact, key), f"fact_{key}", SPACE, ("contact", key))
    for key in type(identity.publication).model_fields:
        yield from _blank(getattr(identity.publication, key), f"fact_{key}", SPACE, ("publication", key))
    yield from _blank(identity.summary, "fact_summary", SPACE, ("summary",))
    for key in ("latitude", "longitude"):
        yield from _blank(getattr(identity.address, key), f"fact_{key}", SPACE, ("address", key))
    yield from _blank(identity.opening_hours, "fact_opening_hours", SPACE, ("opening_hours",))
    for key in type(identity.modules).model_fields:
        yield from _blank(getattr(identity.modules, key), f"fact_has_{key}", SPACE, ("modules", key))
    for key in ("services", "fees", "access", "guidance") if "mediation" in identity.services else ():
        terms = getattr(identity.mediation, key) or None
        yield from _blank(terms, f"fact_mediation_{key}", SPACE, ("mediation", key))
    for key in type(identity.capacity).model_fields if "coworking" in identity.services else ():
        yield from _blank(getattr(identity.capacity, key), f"fact_{key}", SPACE, ("capacity", key))


def access_blanks(space: Space) -> Iterator[Finding]:
    """The facts of access that disabled people need before they come are known."""
    for key in type(space.identity.access).model_fields:
        if key != "details":
            label = f"access_{key.removesuffix('_cm')}"
            yield from _blank(getattr(space.identity.access, key), label, SPACE, ("access", key))


def organisation_blanks(space: Space) -> Iterator[Finding]:
    """The governance model, unless the legal forms tell as much, and the facts of each organisation are known.

    One to be created has no numbers yet.
    """
    if space.organisations.lacks_model:
        yield from _blank(None, "fact_governance_model", ORGANISATIONS, ("governance_model",))
    for key, organisation in space.organisations.organisations.items():
        path = ("organisations", key)
        for name, label in (
            ("name", "fact_name"), ("legal_form", "fact_legal_form"), ("stage", "fact_stage"), ("address", "fact_seat"),
            ("representative", "fact_representative"), *_numbers(space, organisation),
        ):  # fmt: skip
            yield from _blank(getattr(organisation, name), label, ORGANISATIONS, (*path, name))
        yield from _blank(organisation.vat.regime, "fact_vat_regime", ORGANISATIONS, (*path, "vat", "regime"))


def _numbers(space: Space, organisation: Organisation) -> Iterator[tuple[str, str]]:
    """The numbers that an existing organisation has, each with its label; a SIRET contains the SIREN."""
    form = space.vocabulary.legal_form(organisation.legal_form)
    if form and organisation.stage != "to_create":
        for name in ("siren", *form.identifiers):
            if name != "siren" or organisation.siret is None:
                yield name, f"fact_{name}"
        if "rcs" in form.identifiers:
            yield "capital", "fact_capital"


def split_blanks(space: Space) -> Iterator[Finding]:
    """The split of the common costs and the solidarity percent are known."""
    costs = space.organisations.common_costs
    if costs.key == "percent" and not costs.shares and len(space.organisations.organisations) > 1:
        yield from _blank(None, "fact_shares", ORGANISATIONS, ("common_costs", "shares"))
    if COWORKING in space.identity.services:
        percent = space.organisations.solidarity.percent
        yield from _blank(percent, "fact_solidarity", ORGANISATIONS, ("solidarity", "percent"))


def price_blanks(space: Space) -> Iterator[Finding]:
    """The prices of the grid in force, the audiences of the other prices, and the rules of passes are known."""
    prices, grid, services = space.prices, space.prices.grid(space.today), space.identity.services
    index = prices.grids.index(grid)
    for key in (key for key in (*prices.offers, *prices.passes) if prices.service(key) in services):
        yield from _blank(grid.amounts.get(key), "fact_amount", PRICES, ("grids", index, "amounts", key))
    if {"coworking", "mediation"} <= set(services):
        yield from _blank(prices.coworkers_join_free, "fact_coworkers_join_free", PRICES, ("coworkers_join_free",))
    for audience, description in prices.audiences.items():
        yield from _blank(description, "fact_audience", PRICES, ("audiences", audience))
    for key, book in ((key, book) for key, book in prices.passes.items() if book.service in services):
        for name, label in _PASS_RULES.items():
            yield from _blank(getattr(book, name), label, PRICES, ("passes", key, name))
        for name, label in _TICKET_RULES.items() if book.golden_ticket else ():
            yield from _blank(getattr(book.golden_ticket, name), label, PRICES, ("passes", key, "golden_ticket", name))


def budget_blanks(space: Space) -> Iterator[Finding]:
    """What occasional coworkers buy, the amounts of the budget, their VAT, the months of grants and the opening cash are known."""
    budget = space.budget
    if COWORKING in space.identity.services:
        yield from _blank(budget.occasional_buys, "fact_occasional_buys", BUDGET, ("occasional_buys",))
    for section, index, entry in budget.missing_amounts:
        yield from _blank(None, "fact_amount_or_0", BUDGET, (section, index, "amount"), entry.label)
    for index, subsidy in enumerate(budget.subsidies):
        if subsidy.lacks_month:
            yield from _blank(None, "fact_payment_month", BUDGET, ("subsidies", index, "month"), subsidy.label)
    for name, index, sale in budget.missing_sales:
        if sale.service in space.identity.services:
            yield from _blank(None, f"fact_{name}", BUDGET, ("other_sales", index, name), sale.label)
    for section, index, purchase in budget.purchases:
        if lacks_rate(space, purchase):
            yield from _blank(None, "fact_cost_vat", BUDGET, (section, index, "vat"), purchase.label)
    for index, loan in enumerate(budget.loans):
        yield from _blank(loan.rate, "fact_loan_terms", BUDGET, ("loans", index, "percent"), loan.label)
    for key in space.organisations.organisations:
        yield from _blank(budget.opening_cash.get(key), "fact_opening_cash", BUDGET, ("opening_cash", key))


def example_blanks(space: Space) -> Iterator[Finding]:
    """No news and no activity is still an example shipped with the kit."""
    sources: tuple[Source[News] | Source[Activity], ...] = (*space.news, *space.activities)
    for source in sources:
        if source.meta.example and source.locale in space.identity.languages:
            yield Finding("blank.example", source.path, (), {"title": source.meta.title}, "blank")


def _blank(value: object, label: str, file: str, path: KeyPath, entry: str = "") -> Iterator[Finding]:
    """The fact is missing if ``value`` is None; ``entry`` is the label of what it is a fact of."""
    if value is None:
        key = ".".join(str(part) for part in path)
        values = {"key": key, "label": label, **({"entry": entry} if entry else {})}
        yield Finding("blank.fact", file, path, values, "blank")
