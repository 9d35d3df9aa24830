"""From the names in the answers to the organisations of the place, each with the services that it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tierslieu.core import rules
from tierslieu.core.rules import Violation

from .answer_types import PERCENT
from .vocabulary_files import read_vocabulary

SERVICES = ("coworking", "mediation", "support")
#: The price units of the questionnaire: ``price_half_day``, ``price_day`` and ``price_month``.
PRICE_UNITS = ("half_day", "day", "month")


#: What is known of the organisations while no governance model is chosen: nothing, not even how many there are.
_NO_MODEL = {
    "several_organisations": "oui",
    "roles": {"organisation": {"legal_form": None, "services": SERVICES, "identifiers": ["siret"]}},
}


@dataclass
class Operator:
    """An organisation with its services, its percent of the common costs and its registers (``identifiers``).

    Its name and its legal form are None while unknown.
    """

    key: str
    name: str | None
    legal_form: str | None
    identifiers: list[str]
    services: list[str] = field(default_factory=list)
    share: str | None = None


def governance_model(root: Path, name: str | None) -> Mapping[str, Any]:
    """A file of ``vocabulary/governance_models/``, with the ``identifiers`` of the legal form of each role.

    While ``name`` is None, an organisation of unknown legal form may run any service.
    """
    if name is None:
        return _NO_MODEL
    model = read_vocabulary(root, "governance_models", name)
    for role in model["roles"].values():
        role["identifiers"] = read_vocabulary(root, "legal_forms", role["legal_form"]).get("identifiers", ["siret"])
    return model


def organisations_from_answers(answers: Mapping[str, Any], model: Mapping[str, Any]) -> list[Operator]:
    """Organisations by first service; a service without a named one (case-insensitive) goes to that of its role.

    A service that is not decided yet has an operator when the answers name one. While no service has any, there is an
    organisation without a name for each role of the model.
    """
    names = {service: answers.get(f"{service}_operator") for service in SERVICES}
    run = [service for service in SERVICES if _is_run(answers[f"has_{service}"], names[service])]
    roles = {service: _role(model, service) for service in run}
    operators: dict[str, Operator] = {}
    for service in run:
        role = roles[service]
        same_role = (names[other] for other in run if roles[other] == role and names[other])
        name = names[service] or next(same_role, None)
        identity = name.casefold() if name else f"role:{role}"
        if identity not in operators:
            key = _free_key({operator.key for operator in operators.values()}, role)
            facts = model["roles"][role]
            operators[identity] = Operator(key, name, facts["legal_form"], facts["identifiers"])
        operators[identity].services.append(service)
    organisations = list(operators.values()) or [
        Operator(key, None, role["legal_form"], role["identifiers"]) for key, role in model["roles"].items()
    ]
    _set_shares(organisations, answers.get("common_costs_split"))
    return organisations


def _is_run(answer: str | None, operator: str | None) -> bool:
    return answer == "oui" or (answer is None and operator is not None)


def _role(model: Mapping[str, Any], service: str) -> str:
    roles: Mapping[str, Any] = model["roles"]
    return next(key for key, role in roles.items() if service in role["services"])


def _free_key(taken: set[str], role: str) -> str:
    return next(key for key in (role, *(f"{role}-{number}" for number in range(2, 9))) if key not in taken)


def _set_shares(organisations: list[Operator], split: list[Decimal] | None) -> None:
    if len(organisations) == 1:
        organisations[0].share = "100"
    elif split:
        for organisation, percent in zip(organisations, split, strict=False):
            organisation.share = PERCENT.write(percent)


def contradictions(answers: Mapping[str, Any], root: Path) -> list[Violation]:
    """The rules that several answers break together; ``answers`` lacks those that can't be read."""
    needed = ("governance_model", *(f"has_{service}" for service in SERVICES))
    if any(name not in answers for name in needed):
        return []
    model = governance_model(root, answers["governance_model"])
    offered = {service: _offer(answers[f"has_{service}"]) for service in SERVICES}
    names = {service: answers.get(f"{service}_operator") for service in SERVICES}
    violations = list(rules.service_violations(offered, names, model["several_organisations"] == "oui"))
    split = answers.get("common_costs_split")
    if not violations and split:
        organisations = organisations_from_answers(answers, model)
        violations += rules.share_violations(split, [operator.name or operator.key for operator in organisations])
    if offered["coworking"] is not False:
        violations += _coworking_contradictions(answers, root)
    return violations


def _offer(answer: str | None) -> bool | None:
    return None if answer is None else answer == "oui"


def _coworking_contradictions(answers: Mapping[str, Any], root: Path) -> list[Violation]:
    amounts = {unit: answers.get(f"price_{unit}") for unit in PRICE_UNITS}
    units = rules.unit_rules({unit: read_vocabulary(root, "price_units", unit) for unit in PRICE_UNITS})
    uses, price = answers.get("pass_uses"), answers.get("price_pass")
    violations = list(rules.grid_violations(amounts, units, uses, price, pass_unit=amounts["half_day"]))
    people = (answers.get(name) for name in ("residents", "occasional", "target_coworkers"))
    return [*violations, *rules.capacity_violations(*people)]
