"""The questions of the kit, in the order of ``cookiecutter.json``; their names never change: places hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE, KeyPath
from tierslieu.core.rules import Violation

from . import answer_types
from .answer_types import AnswerType, RefusedAnswer

Answers = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """The answer's type, its ``file`` and ``path`` in ``config/``; a new place takes it as default if ``inherited``."""

    type: AnswerType
    file: str
    path: KeyPath
    inherited: bool = False


QUESTIONS: dict[str, Question] = {
    "space_name": Question(answer_types.NAME, SPACE, ("name",)),
    "space_slug": Question(answer_types.SLUG, SPACE, ("slug",)),
    "territory": Question(answer_types.TEXT, SPACE, ("territory",)),
    "city": Question(answer_types.TEXT, SPACE, ("address", "city")),
    "postal_code": Question(answer_types.POSTAL_CODE, SPACE, ("address", "postal_code")),
    "address": Question(answer_types.TEXT, SPACE, ("address", "street")),
    "email": Question(answer_types.EMAIL, SPACE, ("contact", "email")),
    "phone": Question(answer_types.PHONE, SPACE, ("contact", "phone")),
    "website": Question(answer_types.WEBSITE, SPACE, ("contact", "website")),
    "language": Question(answer_types.LANGUAGE, SPACE, ("language",), inherited=True),
    "has_coworking": Question(answer_types.YES_NO, SPACE, ("modules", "coworking"), inherited=True),
    "has_mediation": Question(answer_types.YES_NO, SPACE, ("modules", "mediation"), inherited=True),
    "has_support": Question(answer_types.YES_NO, SPACE, ("modules", "support"), inherited=True),
    "governance_model": Question(answer_types.GOVERNANCE_MODEL, ORGANISATIONS, ("governance_model",), inherited=True),
    "coworking_operator": Question(answer_types.TEXT, ORGANISATIONS, ("services", "coworking", "operator")),
    "mediation_operator": Question(answer_types.TEXT, ORGANISATIONS, ("services", "mediation", "operator")),
    "support_operator": Question(answer_types.TEXT, ORGANISATIONS, ("services", "support", "operator")),
    "common_costs_split": Question(answer_types.SPLIT, ORGANISATIONS, ("common_costs", "shares"), inherited=True),
    "solidarity_share": Question(answer_types.PERCENT, ORGANISATIONS, ("solidarity", "percent"), inherited=True),
    "desks": Question(answer_types.COUNT, SPACE, ("capacity", "desks")),
    "residents": Question(answer_types.COUNT, SPACE, ("capacity", "residents")),
    "occasional": Question(answer_types.COUNT, SPACE, ("capacity", "occasional")),
    "target_coworkers": Question(answer_types.COUNT, SPACE, ("capacity", "target_coworkers")),
    "price_half_day": Question(answer_types.PRICE, PRICES, ("grids", 0, "amounts", "half_day"), inherited=True),
    "price_day": Question(answer_types.PRICE, PRICES, ("grids", 0, "amounts", "day"), inherited=True),
    "price_month": Question(answer_types.PRICE, PRICES, ("grids", 0, "amounts", "month"), inherited=True),
    "pass_uses": Question(answer_types.USES, PRICES, ("passes", "pass", "uses"), inherited=True),
    "price_pass": Question(answer_types.PRICE, PRICES, ("grids", 0, "amounts", "pass"), inherited=True),
    "golden_ticket": Question(answer_types.YES_NO, PRICES, ("passes", "pass", "golden_ticket"), inherited=True),
    "parent_space": Question(answer_types.TEXT, SPACE, ("lineage", "parent")),
    "licence": Question(answer_types.LICENCE, SPACE, ("licence",), inherited=True),
    "coworkers_join_free": Question(answer_types.YES_NO, PRICES, ("coworkers_join_free",), inherited=True),
}


def read(raw: Mapping[str, Any], root: Path) -> tuple[Answers, list[Violation]]:
    """Read the answers (None: not known yet) for the place in ``root``, and a violation for each unreadable one."""
    answers: Answers = {}
    violations: list[Violation] = []
    for name, question in QUESTIONS.items():
        value = "" if raw.get(name) is None else str(raw[name])
        try:
            answers[name] = question.type.read(value, root)
        except RefusedAnswer as refusal:
            violations.append(Violation((name,), refusal.code, {"value": value, **refusal.values}))
    return answers, violations


def findings_of(violations: Iterable[Violation]) -> Iterator[Finding]:
    """The violations of rules that answers and ``config/`` share, each where the first of its questions is answered."""
    for violation in violations:
        question = QUESTIONS[violation.questions[0]]
        yield Finding(violation.code, question.file, question.path, violation.values, violation.level)
