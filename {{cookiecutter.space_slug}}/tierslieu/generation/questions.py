"""The questions of the kit: what type of answer each takes, and where the answer stands in ``config/``.

The names are those of ``cookiecutter.json``, in its order, and never change: places and files of answers hold them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tierslieu.core.finding import Finding
from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE, KeyPath
from tierslieu.core.rules import Violation

from .answer_types import (
    COUNT,
    EMAIL,
    GOVERNANCE_MODEL,
    LANGUAGE,
    LICENCE,
    NAME,
    PERCENT,
    PHONE,
    POSTAL_CODE,
    PRICE,
    SPLIT,
    TEXT,
    USES,
    WEBSITE,
    YES_NO,
    AnswerType,
    RefusedAnswer,
)

Answers = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """The type of the answer, and where it stands: a ``file`` of ``config/`` and the ``path`` of its keys.

    A place made from this one takes the answers that are ``inherited`` as its defaults: those about the way of getting
    organised, not about the territory.
    """

    type: AnswerType
    file: str
    path: KeyPath
    inherited: bool = False


QUESTIONS: dict[str, Question] = {
    "space_name": Question(NAME, SPACE, ("name",)),
    "space_slug": Question(TEXT, SPACE, ("slug",)),
    "territory": Question(TEXT, SPACE, ("territory",)),
    "city": Question(TEXT, SPACE, ("address", "city")),
    "postal_code": Question(POSTAL_CODE, SPACE, ("address", "postal_code")),
    "address": Question(TEXT, SPACE, ("address", "street")),
    "email": Question(EMAIL, SPACE, ("contact", "email")),
    "phone": Question(PHONE, SPACE, ("contact", "phone")),
    "website": Question(WEBSITE, SPACE, ("contact", "website")),
    "language": Question(LANGUAGE, SPACE, ("language",), inherited=True),
    "has_coworking": Question(YES_NO, SPACE, ("modules", "coworking"), inherited=True),
    "has_mediation": Question(YES_NO, SPACE, ("modules", "mediation"), inherited=True),
    "has_support": Question(YES_NO, SPACE, ("modules", "support"), inherited=True),
    "governance_model": Question(GOVERNANCE_MODEL, ORGANISATIONS, ("governance_model",), inherited=True),
    "coworking_operator": Question(TEXT, ORGANISATIONS, ("services", "coworking", "operator")),
    "mediation_operator": Question(TEXT, ORGANISATIONS, ("services", "mediation", "operator")),
    "support_operator": Question(TEXT, ORGANISATIONS, ("services", "support", "operator")),
    "common_costs_split": Question(SPLIT, ORGANISATIONS, ("common_costs", "shares"), inherited=True),
    "solidarity_share": Question(PERCENT, ORGANISATIONS, ("solidarity", "percent"), inherited=True),
    "desks": Question(COUNT, SPACE, ("capacity", "desks")),
    "residents": Question(COUNT, SPACE, ("capacity", "residents")),
    "occasional": Question(COUNT, SPACE, ("capacity", "occasional")),
    "target_coworkers": Question(COUNT, SPACE, ("capacity", "target_coworkers")),
    "price_half_day": Question(PRICE, PRICES, ("grids", 0, "amounts", "half_day"), inherited=True),
    "price_day": Question(PRICE, PRICES, ("grids", 0, "amounts", "day"), inherited=True),
    "price_month": Question(PRICE, PRICES, ("grids", 0, "amounts", "month"), inherited=True),
    "pass_uses": Question(USES, PRICES, ("passes", "pass", "uses"), inherited=True),
    "price_pass": Question(PRICE, PRICES, ("grids", 0, "amounts", "pass"), inherited=True),
    "golden_ticket": Question(YES_NO, PRICES, ("passes", "pass", "golden_ticket"), inherited=True),
    "parent_space": Question(TEXT, SPACE, ("lineage", "parent")),
    "licence": Question(LICENCE, SPACE, ("licence",), inherited=True),
}


def read(raw: Mapping[str, Any], root: Path) -> tuple[Answers, list[Violation]]:
    """Read the answers to every question, for the place in ``root``; those that can't be read are left out.

    Returns the answers, None for what is not known yet, and a violation for each that is left out.
    """
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
