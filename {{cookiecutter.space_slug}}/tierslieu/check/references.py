"""Names that one file uses must exist in another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tierslieu.core.finding import Finding
from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE, KeyPath
from tierslieu.core.problems import closest
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import WITHOUT_VAT
from tierslieu.model import LISTS, Space

#: A name (None: not written), the names among which it must be, and where it is written: a file, a path of keys in it.
_Reference = tuple[str | None, Collection[str], str, KeyPath]


def vocabulary_exists(space: Space) -> Iterator[Finding]:
    """Every name of a file of ``vocabulary/`` is that of a file; terms of digital mediation are in their list."""
    yield from _unknown(_identity_references(space))
    yield from _unknown(_organisation_references(space))
    yield from _unknown(_vat_rate_references(space))
    for activity in space.activities:
        yield from _unknown([(activity.meta.format, space.vocabulary.activity_formats, activity.path, ("format",))])
    obligations = space.vocabulary.obligations
    yield from _unknown([(page.meta.obligation, obligations, page.path, ("obligation",)) for page in space.pages])


def price_units_exist(space: Space) -> Iterator[Finding]:
    """Every offer is sold by a unit of ``vocabulary/price_units/``."""
    units = space.vocabulary.price_units
    for key, offer in space.prices.offers.items():
        if offer.unit not in units:
            values = {"offer": key, "unit": offer.unit, "units": ", ".join(units)}
            values["closest"] = closest(offer.unit, units)
            yield Finding("prices.unit", PRICES, ("offers", key, "unit"), values)


def vocabulary_agrees(space: Space) -> Iterator[Finding]:
    """Every name that a file of ``vocabulary/`` has of another file exists; no legal form is a variant of itself."""
    forms = space.vocabulary.legal_forms
    for name, form in forms.items():
        file = f"vocabulary/legal_forms/{name}.yaml"
        if form.extends is not None and (form.extends not in forms or name in space.vocabulary.family(form.extends)):
            values = {"name": form.extends, "closest": closest(form.extends, sorted(forms.keys() - {name}))}
            yield Finding("vocabulary.extends", file, ("extends",), values)
        for index, regime in enumerate(form.vat_regimes):
            yield from _unknown([(regime, space.vocabulary.vat_regimes, file, ("vat_regimes", index))])
    yield from _unknown(_legal_form_references(space))
    yield from _unknown(_price_unit_references(space))
    territories = space.vocabulary.public_holidays
    for name, holidays in territories.items():
        file = f"vocabulary/public_holidays/{name}.yaml"
        yield from _unknown([(holidays.besides, territories.keys() - {name}, file, ("besides",))])


def organisations_exist(space: Space) -> Iterator[Finding]:
    """Every role, share and measure is that of an organisation of the place, and so is the publisher."""
    yield from _unknown(_role_references(space))
    yield from _unknown(_share_references(space))
    choices = space.organisations.organisations
    for activity in space.activities:
        for role, key in activity.meta.roles.items():
            yield from _unknown([(key, choices, activity.path, ("roles", role))])


def budget_lines_have_an_organisation(space: Space) -> Iterator[Finding]:
    """Every organisation that the budget names is an organisation of the place."""
    budget, choices = space.budget, space.organisations.organisations
    names: dict[KeyPath, str | None] = {("costs", index): cost.paid_by for index, cost in enumerate(budget.costs)}
    names |= {("investments", index): investment.paid_by for index, investment in enumerate(budget.investments)}
    yield from _unknown((key, choices, BUDGET, (*path, "paid_by")) for path, key in names.items())
    names = {("subsidies", index): subsidy.received_by for index, subsidy in enumerate(budget.subsidies)}
    names |= {("contributions", index): entry.received_by for index, entry in enumerate(budget.contributions)}
    names |= {("loans", index): loan.received_by for index, loan in enumerate(budget.loans)}
    yield from _unknown((key, choices, BUDGET, (*path, "received_by")) for path, key in names.items())
    yield from _unknown((key, choices, BUDGET, ("opening_cash", key)) for key in budget.opening_cash)
    yield from _unknown((key, choices, BUDGET, ("actions", key)) for key in budget.actions)


def budget_lines_have_an_agreement(space: Space) -> Iterator[Finding]:
    """Every agreement that a line of the budget names is an agreement of the place."""
    choices = space.organisations.agreements
    for section in ("costs", "subsidies"):
        for index, line in enumerate(getattr(space.budget, section)):
            yield from _unknown([(line.agreement, choices, BUDGET, (section, index, "agreement"))])


def offers_exist(space: Space) -> Iterator[Finding]:
    """Every offer or pass that a pass, a grid, the budget or the solidarity share names is on sale."""
    yield from _unknown(_pass_references(space))
    yield from _unknown(_grid_references(space))
    offers, sold = space.prices.offers, {**space.prices.offers, **space.prices.passes}
    yield from _unknown(
        (sale.offer, sold, BUDGET, ("sales", index, "offer")) for index, sale in enumerate(space.budget.sales)
    )
    if COWORKING in space.identity.services:
        yield from _unknown((key, sold, BUDGET, ("occasional_buys", key)) for key in space.budget.occasional_buys or ())
        yield from _unknown([(space.organisations.solidarity.unit, offers, ORGANISATIONS, ("solidarity", "unit"))])


REFERENCES = (
    vocabulary_exists,
    price_units_exist,
    vocabulary_agrees,
    organisations_exist,
    budget_lines_have_an_organisation,
    budget_lines_have_an_agreement,
    offers_exist,
)


def names_are_known(space: Space) -> bool:
    """Whether amounts can be computed: every name exists, and every service that is on has its operator."""
    has_operators = all(space.operator_key(service) for service in space.identity.services)
    return has_operators and not any(True for rule in REFERENCES for _ in rule(space))


def _unknown(references: Iterable[_Reference]) -> Iterator[Finding]:
    for name, choices, file, path in references:
        if name is not None and name not in choices:
            yield Finding("reference.unknown", file, path, {"name": name, "closest": closest(name, choices)})


def _identity_references(space: Space) -> Iterator[_Reference]:
    identity, vocabulary = space.identity, space.vocabulary
    yield identity.language, vocabulary.locales, SPACE, ("language",)
    for index, language in enumerate(identity.other_languages):
        yield language, vocabulary.locales, SPACE, ("other_languages", index)
    for name in LISTS:
        terms = vocabulary.mediation[name].terms if name in vocabulary.mediation else {}
        for index, term in enumerate(getattr(identity.mediation, name)):
            yield term, terms, SPACE, ("mediation", name, index)
    yield space.organisations.governance_model, vocabulary.governance_models, ORGANISATIONS, ("governance_model",)
    yield identity.public_holidays, vocabulary.public_holidays, SPACE, ("public_holidays",)
    yield identity.school_zone, vocabulary.school_holidays, SPACE, ("school_zone",)


def _organisation_references(space: Space) -> Iterator[_Reference]:
    vocabulary = space.vocabulary
    for key, organisation in space.organisations.organisations.items():
        path = ("organisations", key)
        yield organisation.legal_form, vocabulary.legal_forms, ORGANISATIONS, (*path, "legal_form")
        yield organisation.vat.regime, vocabulary.vat_regimes, ORGANISATIONS, (*path, "vat", "regime")
        for index, mark in enumerate(organisation.marks):
            yield mark, vocabulary.marks, ORGANISATIONS, (*path, "marks", index)
    for index, change in enumerate(space.organisations.changes):
        for key in change.organisations:
            yield key, space.organisations.organisations, ORGANISATIONS, ("changes", index, "organisations", key)


def _vat_rate_references(space: Space) -> Iterator[_Reference]:
    rates = space.vocabulary.vat_rates
    # What is sold without VAT by who charges it needs an exemption, and its words on the invoice: the kit has none.
    sold = {key: rate for key, rate in rates.items() if key != WITHOUT_VAT}
    for key, offer in space.prices.offers.items():
        yield offer.vat, sold, PRICES, ("offers", key, "vat")
    for index, sale in enumerate(space.budget.other_sales):
        yield sale.vat, sold, BUDGET, ("other_sales", index, "vat")
    for index, cost in enumerate(space.budget.costs):
        yield cost.vat, rates, BUDGET, ("costs", index, "vat")
    for index, investment in enumerate(space.budget.investments):
        yield investment.vat, rates, BUDGET, ("investments", index, "vat")


def _legal_form_references(space: Space) -> Iterator[_Reference]:
    forms = space.vocabulary.legal_forms
    for name, mark in space.vocabulary.marks.items():
        for index, form in enumerate(mark.forms):
            yield form, forms, f"vocabulary/marks/{name}.yaml", ("forms", index)
    for name, model in space.vocabulary.governance_models.items():
        for role, entry in model.roles.items():
            yield entry.legal_form, forms, f"vocabulary/governance_models/{name}.yaml", ("roles", role, "legal_form")


def _price_unit_references(space: Space) -> Iterator[_Reference]:
    units = space.vocabulary.price_units
    for name, unit in units.items():
        file = f"vocabulary/price_units/{name}.yaml"
        for index, shorter in enumerate(unit.may_equal):
            yield shorter, units, file, ("may_equal", index)
        for index, ratio in enumerate(unit.usual_ratios):
            yield ratio.to, units, file, ("usual_ratios", index, "to")
        for section, keys in (("messages", unit.messages), ("per_visit", unit.per_visit)):
            for key in keys:
                yield key, units, file, (section, key)


def _role_references(space: Space) -> Iterator[_Reference]:
    choices = space.organisations.organisations
    yield space.identity.publication.publisher, choices, SPACE, ("publication", "publisher")
    for service, roles in space.organisations.services.items():
        for role, key in roles:
            yield key, choices, ORGANISATIONS, ("services", service, role)


def _share_references(space: Space) -> Iterator[_Reference]:
    choices, costs = space.organisations.organisations, space.organisations.common_costs
    for name, stream in space.organisations.streams.items():
        yield stream.collects, choices, ORGANISATIONS, ("streams", name, "collects")
        for key in stream.shares:
            yield key, choices, ORGANISATIONS, ("streams", name, "shares", key)
    for section, keys in (("shares", costs.shares), ("measures", costs.measures)):
        for key in keys:
            yield key, choices, ORGANISATIONS, ("common_costs", section, key)


def _pass_references(space: Space) -> Iterator[_Reference]:
    offers = space.prices.offers
    for key, book in space.prices.passes.items():
        yield book.unit, offers, PRICES, ("passes", key, "unit")
        if book.golden_ticket:
            yield book.golden_ticket.opens, offers, PRICES, ("passes", key, "golden_ticket", "opens")


def _grid_references(space: Space) -> Iterator[_Reference]:
    sold = {**space.prices.offers, **space.prices.passes}
    for index, grid in enumerate(space.prices.grids):
        for section, keys in (("amounts", grid.amounts), ("reduced", grid.reduced), ("solidarity", grid.solidarity)):
            for key in keys:
                yield key, sold, PRICES, ("grids", index, section, key)
        for position, key in enumerate(grid.free):
            yield key, space.prices.offers, PRICES, ("grids", index, "free", position)
