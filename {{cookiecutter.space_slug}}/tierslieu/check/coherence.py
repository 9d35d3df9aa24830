"""Facts that must not contradict one another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tierslieu.local import rules
from tierslieu.model import SERVICES, Space
from tierslieu.money import LARGEST_PRICE
from tierslieu.pricing import rule_problems

from .finding import ORGANISATIONS, PLACES, PRICES, SPACE, Finding, from_faults


def services_have_operators(space: Space) -> Iterator[Finding]:
    """Each service that is on has its operator, none that is off has one, and the governance model allows them."""
    on = {service: service in space.identity.services for service in SERVICES}
    operators = {service: _operator_name(space, service) for service in SERVICES}
    model = space.vocabulary.governance_models.get(space.organisations.governance_model)
    yield from from_faults(rules.service_faults(on, operators, model is None or model.several_organisations))
    for service in space.identity.services:
        if operators[service] is None:
            yield Finding("services.no_operator", ORGANISATIONS, ("services",), {"service": service})


def _operator_name(space: Space, service: str) -> str | None:
    key = space.operator_key(service)
    return (space.organisation_label(key) or key) if key else None


def organisations_have_services(space: Space) -> Iterator[Finding]:
    """An organisation that runs nothing is probably left over."""
    running = {space.operator_key(service) for service in space.identity.services}
    for key in space.organisations.organisations:
        if key not in running:
            path = ("organisations", key)
            yield Finding("organisations.idle", ORGANISATIONS, path, {"organisation": key}, "warning")


def shares_make_a_whole(space: Space) -> Iterator[Finding]:
    """The shares of the common costs name each organisation and add up to 100 percent."""
    shares = space.organisations.common_costs.shares
    if shares:
        yield from from_faults(rules.share_faults(list(shares.values()), space.organisations.organisations))


def prices_are_coherent(space: Space) -> Iterator[Finding]:
    """Longer costs more, passes save money, in every grid; unusual ratios are told."""
    for index, grid in enumerate(space.prices.grids):
        for problem in rule_problems(space.prices, grid.amounts):
            yield Finding(problem.code, PRICES, ("grids", index, "amounts"), problem.values, problem.level)


def amounts_are_positive(space: Space) -> Iterator[Finding]:
    """A price is more than nothing and not a slip of the keyboard."""
    for index, grid in enumerate(space.prices.grids):
        for key, amount in grid.amounts.items():
            if amount is not None and not 0 < amount <= LARGEST_PRICE:
                path = ("grids", index, "amounts", key)
                values = {"value": amount, "largest": LARGEST_PRICE}
                yield Finding("answer.amount_range", PRICES, path, values)


def grids_follow_one_another(space: Space) -> Iterator[Finding]:
    """Each grid begins after the one before; only the first may have no date."""
    for index, (before, after) in enumerate(itertools.pairwise(space.prices.grids), 1):
        if after.start is None or (before.start is not None and after.start <= before.start):
            yield Finding("prices.order", PRICES, ("grids", index, "from"))


def people_fit(space: Space) -> Iterator[Finding]:
    """The target is not below today's number of coworkers."""
    capacity = space.identity.capacity
    if space.identity.modules.coworking:
        faults = rules.capacity_faults(capacity.residents, capacity.occasional, capacity.target_coworkers)
        yield from from_faults(faults)


def identity_is_well_formed(space: Space) -> Iterator[Finding]:
    """Postal code, e-mail, telephone and website can be used as they are; names can be shown as typed."""
    address, contact = space.identity.address, space.identity.contact
    for question, value, accept in (
        ("postal_code", address.postal_code, rules.is_postal_code),
        ("email", contact.email, rules.is_email),
        ("phone", contact.phone, rules.is_phone),
        ("website", contact.website, rules.is_website),
    ):
        if value is not None and not accept(value):
            file, path = PLACES[question]
            yield Finding(f"answer.{question}", file, path, {"value": value})
    for key, text in (("name", space.identity.name), ("territory", space.identity.territory)):
        code = rules.text_fault(text or "")
        if code:
            yield Finding(code, SPACE, (key,), {"value": text, "longest": rules.LONGEST_TEXT})
    for key, organisation in space.organisations.organisations.items():
        code = rules.text_fault(organisation.name or "")
        if code:
            values = {"value": organisation.name, "longest": rules.LONGEST_TEXT}
            yield Finding(code, ORGANISATIONS, ("organisations", key, "name"), values)
