"""The operators of services, and the roles of organisations."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core import rules
from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.generation.questions import findings_of
from tierslieu.model import SERVICES, Space


def services_have_operators(space: Space) -> Iterator[Finding]:
    """Every service that is on has an operator, no other has one, and the governance model allows them."""
    offered: dict[str, bool | None] = {service: getattr(space.identity.modules, service) for service in SERVICES}
    operators = {service: _operator_name(space, service) for service in SERVICES}
    model = space.vocabulary.governance_models.get(space.organisations.governance_model or "")
    yield from findings_of(rules.service_violations(offered, operators, model is None or model.several_organisations))
    for service in space.identity.services:
        if operators[service] is None:
            first, *others = space.organisations.organisations
            values = {
                "service": service,
                "operator": first,
                "others": f"  # ou : {', '.join(others)}" if others else "",
            }
            yield Finding("services.no_operator", ORGANISATIONS, ("services",), values)


def _operator_name(space: Space, service: str) -> str | None:
    key = space.operator_key(service)
    return space.organisation_name(key) if key else None


def organisations_have_a_role(space: Space) -> Iterator[Finding]:
    """Every organisation has a role in a service, an activity, a revenue or common costs, now or from a day on.

    It may also have one in an undecided service.
    """
    modules = space.identity.modules
    if None in (getattr(modules, service) for service in SERVICES):
        return
    busy = space.busy.union(*(space.on(change.start).busy for change in space.organisations.changes))
    for key in space.organisations.organisations:
        if key not in busy:
            values = {"organisation": space.organisation_name(key)}
            yield Finding("organisations.idle", ORGANISATIONS, ("organisations", key), values, "warning")


def payments_go_to_an_organisation_that_exists(space: Space) -> Iterator[Finding]:
    """An organisation to be created is not the one that is paid, where another one of the place exists already."""
    organisations = space.organisations.organisations
    if all(organisation.stage != "existing" for organisation in organisations.values()):
        return  # the whole place is still to be created: nothing is sold yet
    told = set()
    for service in space.identity.services:
        key = space.responsible("collects", service)
        if key in organisations and organisations[key].stage == "to_create" and key not in told:
            told.add(key)
            values = {"organisation": space.organisation_name(key), "service": service}
            yield Finding("services.collects_early", ORGANISATIONS, ("services", service), values, "warning")
