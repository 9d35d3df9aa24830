"""Names that one file uses must exist in another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tierslieu.core.finding import Finding
from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE, KeyPath
from tierslieu.core.problems import closest
from tierslieu.finance.shares import COWORKING
from tierslieu.model import LISTS, Space
from tierslieu.model.budget import Contribution, Cost, Investment, Loan, Subsidy

_FORMS, _MARKS = "vocabulary/legal_forms/{}.yaml", "vocabulary/marks/{}.yaml"


def vocabulary_exists(space: Space) -> Iterator[Finding]:
    """Legal forms, approvals, VAT regimes and rates, governance models, formats, holidays and languages have their
    file; the words of digital mediation are in their list."""
    words = space.vocabulary
    yield from _known(space.identity.language, words.locales, SPACE, ("language",))
    for index, language in enumerate(space.identity.other_languages):
        yield from _known(language, words.locales, SPACE, ("other_languages", index))
    for name in LISTS:
        known = words.mediation[name].terms if name in words.mediation else {}
        for index, word in enumerate(getattr(space.identity.mediation, name)):
            yield from _known(word, known, SPACE, ("mediation", name, index))
    yield from _known(
        space.organisations.governance_model, words.governance_models, ORGANISATIONS, ("governance_model",)
    )
    yield from _known(space.identity.public_holidays, words.public_holidays, SPACE, ("public_holidays",))
    yield from _known(space.identity.school_zone, words.school_holidays, SPACE, ("school_zone",))
    for key, organisation in space.organisations.organisations.items():
        path = ("organisations", key)
        yield from _known(organisation.legal_form, words.legal_forms, ORGANISATIONS, (*path, "legal_form"))
        yield from _known(organisation.vat.regime, words.vat_regimes, ORGANISATIONS, (*path, "vat", "regime"))
        for index, mark in enumerate(organisation.marks):
            yield from _known(mark, words.marks, ORGANISATIONS, (*path, "marks", index))
    for key, offer in space.prices.offers.items():
        yield from _known(offer.vat, words.vat_rates, PRICES, ("offers", key, "vat"))
    for index, cost in enumerate(space.budget.costs):
        yield from _known(cost.vat, words.vat_rates, BUDGET, ("costs", index, "vat"))
    for index, bought in enumerate(space.budget.investments):
        yield from _known(bought.vat, words.vat_rates, BUDGET, ("investments", index, "vat"))
    for activity in space.activities:
        yield from _known(activity.meta.format, words.activity_formats, activity.path, ("format",))


def price_units_exist(space: Space) -> Iterator[Finding]:
    """Every offer is sold by a unit of vocabulary/price_units/."""
    units = space.vocabulary.price_units
    for key, offer in space.prices.offers.items():
        if offer.unit not in units:
            values = {
                "offer": key,
                "unit": offer.unit,
                "closest": closest(offer.unit, units),
                "units": ", ".join(units),
            }
            yield Finding("prices.unit", PRICES, ("offers", key, "unit"), values)


def vocabulary_agrees(space: Space) -> Iterator[Finding]:
    """The files of vocabulary/ that name another one name one that exists, and no form is a variant of itself."""
    words = space.vocabulary
    for name, form in words.legal_forms.items():
        if form.extends is not None and (form.extends not in words.legal_forms or name in words.family(form.extends)):
            others = words.legal_forms.keys() - {name}
            values = {"name": form.extends, "closest": closest(form.extends, sorted(others))}
            yield Finding("vocabulary.extends", _FORMS.format(name), ("extends",), values)
        for index, regime in enumerate(form.vat_regimes):
            yield from _known(regime, words.vat_regimes, _FORMS.format(name), ("vat_regimes", index))
    for name, mark in words.marks.items():
        for index, held in enumerate(mark.forms):
            yield from _known(held, words.legal_forms, _MARKS.format(name), ("forms", index))
    for name, model in words.governance_models.items():
        for role, held_by in model.roles.items():
            path = ("roles", role, "legal_form")
            yield from _known(held_by.legal_form, words.legal_forms, f"vocabulary/governance_models/{name}.yaml", path)
    for name, unit in words.price_units.items():
        file = f"vocabulary/price_units/{name}.yaml"
        for index, shorter in enumerate(unit.may_equal):
            yield from _known(shorter, words.price_units, file, ("may_equal", index))
        for index, ratio in enumerate(unit.usual_ratios):
            yield from _known(ratio.to, words.price_units, file, ("usual_ratios", index, "to"))
        for section, keys in (("messages", unit.messages), ("per_visit", unit.per_visit)):
            for key in keys:
                yield from _known(key, words.price_units, file, (section, key))
    for name, holidays in words.public_holidays.items():
        others = words.public_holidays.keys() - {name}
        yield from _known(holidays.besides, others, f"vocabulary/public_holidays/{name}.yaml", ("besides",))


def organisations_exist(space: Space) -> Iterator[Finding]:
    """Whoever runs, is paid, shares, pays, receives or publishes is an organisation of the place."""
    known = space.organisations.organisations
    yield from _known(space.identity.publication.publisher, known, SPACE, ("publication", "publisher"))
    for service, roles in space.organisations.services.items():
        for role, key in roles:
            yield from _known(key, known, ORGANISATIONS, ("services", service, role))
    for name, stream in space.organisations.streams.items():
        yield from _known(stream.collects, known, ORGANISATIONS, ("streams", name, "collects"))
        for key in stream.shares:
            yield from _known(key, known, ORGANISATIONS, ("streams", name, "shares", key))
    costs = space.organisations.common_costs
    for section, parts in (("shares", costs.shares), ("measures", costs.measures)):
        for key in parts:
            yield from _known(key, known, ORGANISATIONS, ("common_costs", section, key))
    for activity in space.activities:
        for told, key in activity.meta.roles.items():
            yield from _known(key, known, activity.path, ("roles", told))


def budget_lines_have_an_organisation(space: Space) -> Iterator[Finding]:
    """Each line of the budget that names an organisation names one of the place."""
    known, budget = space.organisations.organisations, space.budget
    paid: dict[str, Sequence[Cost | Investment]] = {"costs": budget.costs, "investments": budget.investments}
    for section, lines in paid.items():
        for index, line in enumerate(lines):
            yield from _known(line.paid_by, known, BUDGET, (section, index, "paid_by"))
    received: dict[str, Sequence[Subsidy | Contribution | Loan]] = {
        "subsidies": budget.subsidies,
        "contributions": budget.contributions,
        "loans": budget.loans,
    }
    for section, gifts in received.items():
        for index, gift in enumerate(gifts):
            yield from _known(gift.received_by, known, BUDGET, (section, index, "received_by"))
    for key in budget.opening_cash:
        yield from _known(key, known, BUDGET, ("opening_cash", key))


def offers_exist(space: Space) -> Iterator[Finding]:
    """What passes open, what grids price, what the budget sells and what a free use is worth is on sale."""
    offers, passes = space.prices.offers, space.prices.passes
    sold = {**offers, **passes}
    for key, book in passes.items():
        yield from _known(book.unit, offers, PRICES, ("passes", key, "unit"))
        opens = book.golden_ticket.opens if book.golden_ticket else None
        yield from _known(opens, offers, PRICES, ("passes", key, "golden_ticket", "opens"))
    for index, grid in enumerate(space.prices.grids):
        for section, amounts in (("amounts", grid.amounts), ("reduced", grid.reduced), ("solidarity", grid.solidarity)):
            for key in amounts:
                yield from _known(key, sold, PRICES, ("grids", index, section, key))
        for position, key in enumerate(grid.free):
            yield from _known(key, offers, PRICES, ("grids", index, "free", position))
    for index, sale in enumerate(space.budget.sales):
        yield from _known(sale.offer, sold, BUDGET, ("sales", index, "offer"))
    if COWORKING in space.identity.services:
        for key in space.budget.occasional_buys:
            yield from _known(key, sold, BUDGET, ("occasional_buys", key))
        yield from _known(space.organisations.solidarity.unit, offers, ORGANISATIONS, ("solidarity", "unit"))


REFERENCES = (
    vocabulary_exists,
    price_units_exist,
    vocabulary_agrees,
    organisations_exist,
    budget_lines_have_an_organisation,
    offers_exist,
)


def names_are_known(space: Space) -> bool:
    """Whether figures can be computed: every name leads somewhere, and every service that is on has its operator."""
    run = all(space.operator_key(service) for service in space.identity.services)
    return run and not any(True for rule in REFERENCES for _ in rule(space))


def _known(name: str | None, known: Collection[str], file: str, path: KeyPath) -> Iterator[Finding]:
    if name is not None and name not in known:
        yield Finding("reference.unknown", file, path, {"name": name, "closest": closest(name, known)})
