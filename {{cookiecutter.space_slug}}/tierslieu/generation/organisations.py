"""Puts each service under its operator: from the names in the answers to the organisations of the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tierslieu.core.money import canonical
from tierslieu.core.rules import Violation, capacity_faults, grid_faults, service_faults, share_faults, unit_rules

from .vocabulary_files import read_vocabulary

SERVICES = ("coworking", "mediation", "support")
#: The price units of the questionnaire: ``price_half_day``, ``price_day`` and ``price_month``.
PRICE_UNITS = ("half_day", "day", "month")


@dataclass
class Operator:
    """An organisation as the answers make it: the services it runs and its percent of the common costs.

    ``identifiers`` are the registers that number its legal form.
    """

    key: str
    name: str | None
    legal_form: str
    identifiers: list[str]
    services: list[str] = field(default_factory=list)
    share: str | None = None


def governance_model(root: Path, name: str) -> dict[str, Any]:
    """The facts of a governance model, from ``vocabulary/``, with the registers of its legal forms."""
    model = read_vocabulary(root, "governance_models", name)
    for role in model["roles"].values():
        role["identifiers"] = read_vocabulary(root, "legal_forms", role["legal_form"]).get("identifiers", ["siret"])
    return model


def organisations_from_answers(answers: Mapping[str, Any], model: Mapping[str, Any]) -> list[Operator]:
    """The organisations of the place, in the order of their first service.

    A service goes to the organisation named in its answer; unnamed, to the one that takes the same role in the model.
    Names that differ only in capitals are one organisation.
    """
    on = [service for service in SERVICES if answers[f"has_{service}"] == "oui"]
    roles = {service: _role(model, service) for service in on}
    names = {service: answers.get(f"{service}_operator") for service in on}
    found: dict[str, Operator] = {}
    for service in on:
        role = roles[service]
        name = names[service] or next((names[other] for other in on if roles[other] == role and names[other]), None)
        identity = name.casefold() if name else f"role:{role}"
        if identity not in found:
            key = _free_key({one.key for one in found.values()}, role)
            facts = model["roles"][role]
            found[identity] = Operator(key, name, facts["legal_form"], facts["identifiers"])
        found[identity].services.append(service)
    organisations = list(found.values())
    _share(organisations, answers.get("common_costs_split"))
    return organisations


def _role(model: Mapping[str, Any], service: str) -> str:
    roles: Mapping[str, Any] = model["roles"]
    return next(key for key, role in roles.items() if service in role["services"])


def _free_key(taken: set[str], role: str) -> str:
    return next(key for key in (role, *(f"{role}-{number}" for number in range(2, 9))) if key not in taken)


def _share(found: list[Operator], split: list[Decimal] | None) -> None:
    if len(found) == 1:
        found[0].share = "100"
    elif split:
        for operator, part in zip(found, split, strict=False):
            operator.share = f"{part.normalize():f}"


def faults_together(answers: Mapping[str, Any], root: Path) -> list[Violation]:
    """Every contradiction between answers that can each be read; an answer that could not be is not judged."""
    needed = ("governance_model", *(f"has_{service}" for service in SERVICES))
    if any(name not in answers for name in needed):
        return []
    model = governance_model(root, answers["governance_model"])
    on = {service: answers[f"has_{service}"] == "oui" for service in SERVICES}
    names = {service: answers.get(f"{service}_operator") for service in SERVICES}
    faults = list(service_faults(on, names, model["several_organisations"] == "oui"))
    if not faults and answers.get("common_costs_split"):
        organisations = [one.name or one.key for one in organisations_from_answers(answers, model)]
        faults += share_faults(answers["common_costs_split"], organisations)
    if on["coworking"]:
        faults += grid_faults(
            {unit: answers.get(f"price_{unit}") for unit in PRICE_UNITS},
            unit_rules({unit: read_vocabulary(root, "price_units", unit) for unit in PRICE_UNITS}),
            answers.get("pass_uses"),
            answers.get("price_pass"),
            answers.get("price_half_day"),
        )
        if answers.get("price_pass") and answers.get("pass_uses") is None and "pass_uses" in answers:
            faults.append(
                Violation(("pass_uses",), "prices.uses_unknown", {"pass_price": canonical(answers["price_pass"])})
            )
        faults += capacity_faults(answers.get("residents"), answers.get("occasional"), answers.get("target_coworkers"))
    return faults
