"""The six steps of questions: which questions each asks, what answers break, and where that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tierslieu.core.rules import Violation
from tierslieu.generation import questions
from tierslieu.generation.answer_types import UNDECIDED
from tierslieu.generation.organisations import contradictions
from tierslieu.generation.questions import QUESTIONS
from tierslieu.generation.vocabulary_files import read_vocabulary
from tierslieu.i18n import messages

#: The groups of questions of each step; the last step shows the answers and makes the place.
STEPS: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = (
    (
        ("editor.new_group_name", ("space_name", "space_slug", "territory", "parent_space")),
        ("editor.new_group_texts", ("language", "licence")),
    ),
    (
        ("editor.new_group_where", ("address", "postal_code", "city")),
        ("editor.new_group_reach", ("email", "phone", "website")),
    ),
    (
        ("editor.new_group_services", ("has_coworking", "has_mediation", "has_support")),
        ("editor.new_group_coworkers", ("desks", "residents", "occasional", "target_coworkers")),
    ),
    (
        ("editor.new_group_model", ("governance_model",)),
        ("editor.new_group_operators", ("coworking_operator", "mediation_operator", "support_operator")),
        ("editor.new_group_costs", ("common_costs_split",)),
    ),
    (
        ("editor.new_group_prices", ("price_half_day", "price_day", "price_month")),
        ("editor.new_group_pass", ("pass_uses", "price_pass", "golden_ticket")),
        ("editor.new_group_shared", ("coworkers_join_free", "solidarity_share")),
    ),
    (),
)
LAST = len(STEPS)
_FIGURES, _COWORKING = STEPS[2][1][1], "has_coworking"
#: The answer « non » to the first leaves nothing to ask by the others.
_ABOUT = {
    _COWORKING: ("coworking_operator", *_FIGURES, *(name for _, names in STEPS[4] for name in names)),
    "has_mediation": ("mediation_operator", "coworkers_join_free"),
    "has_support": ("support_operator",),
}
TITLES = (
    "editor.new_step_place",
    "editor.new_step_reach",
    "editor.new_step_offer",
    "editor.new_step_who",
    "editor.new_step_money",
    "editor.new_step_create",
)
#: What is asked of several organisations.
_SHARED = (*STEPS[3][1][1], *STEPS[3][2][1])
#: The question whose empty answer is made from the name.
_FILLED = "space_slug"
#: What the answers of each step are used for.
USES = (
    "editor.new_use_place",
    "editor.new_use_reach",
    "editor.new_use_offer",
    "editor.new_use_who",
    "editor.new_use_money",
    "editor.new_use_create",
)
_WORDS = {
    UNDECIDED: "editor.new_undecided",
    "oui": "editor.new_yes",
    "non": "editor.new_no",
    "fr": "editor.new_french",
    "en": "editor.new_english",
    "CC-BY-SA-4.0": "editor.new_by_sa",
    "CC-BY-4.0": "editor.new_by",
    "CC0-1.0": "editor.new_zero",
}
#: How a telephone shows its keys, and what a browser may fill in, by type of answer.
_KEYS = {"price": "decimal", "percent": "decimal", "count": "numeric", "uses": "numeric", "postal_code": "numeric",
         "email": "email", "phone": "tel", "website": "url"}  # fmt: skip


@dataclass(frozen=True)
class PossibleAnswer:
    """A possible answer: its ``value``, its ``words``, and a sentence about it, which may be empty.

    When it ``is_alone``, one organisation runs every service.
    """

    value: str
    words: str
    about: str
    is_chosen: bool
    is_alone: bool = False


@dataclass(frozen=True)
class AnswerFault:
    """What a rule says about an answer, how to mend it, and the questions of the rule that other steps ask, by name."""

    text: str
    mend: str
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its answer as typed, and what is wrong, or unusual, with that."""

    name: str
    label: str
    help: str
    value: str
    keys: str
    choices: tuple[PossibleAnswer, ...]
    is_optional: bool
    errors: tuple[AnswerFault, ...]
    warnings: tuple[AnswerFault, ...]

    @property
    def words(self) -> str:
        """The answer as people say it."""
        return next((choice.words for choice in self.choices if choice.is_chosen), self.value)


def step_of(question: str) -> int:
    """The number of the step that asks ``question``."""
    return next(
        number for number, groups in enumerate(STEPS, 1) for _, names in groups for name in names if name == question
    )


def violations_of(raw: Mapping[str, str], root: Path) -> list[Violation]:
    """Every rule that the answers ``raw`` break, as the hook of the kit finds them; ``root`` has the vocabulary."""
    answers, violations = questions.read(raw, root)
    return violations + contradictions(answers, root)


def first_refused(violations: Sequence[Violation]) -> int | None:
    """The first step that can't be left forward: all that an error is about has been asked there, or before."""
    steps = [max(map(step_of, violation.questions)) for violation in violations if violation.level == "error"]
    return min(steps, default=None)


def fields(
    step: int, raw: Mapping[str, str], violations: Sequence[Violation], root: Path, language: str
) -> list[tuple[str, list[AskedQuestion]]]:
    """The questions of ``step`` in ``language``, under the titles of their groups.

    Those that answers of other steps leave nothing to ask about are left out, unless they have an answer. Of the
    organisations that run services, those of services that are offered come first.
    """
    groups = []
    for title, names in STEPS[step - 1]:
        asked = [name for name in names if raw.get(name) not in ("", None, UNDECIDED) or not _is_moot(name, step, raw)]
        asked.sort(key=lambda name: name.endswith("_operator") and raw.get(_service(name)) != "oui")
        if asked:
            fields = [_field(name, raw, violations, root, language) for name in asked]
            groups.append((messages.text(language, title), fields))
    return groups


def answered(step: int, raw: Mapping[str, str], root: Path, language: str) -> list[AskedQuestion]:
    """The questions of ``step`` as the last step lists them: one organisation that runs every service is named once."""
    asked = [field for _, group in fields(step, raw, (), root, language) for field in group]
    model = next((choice for field in asked for choice in field.choices if choice.is_chosen), None)
    if not model or not model.is_alone:
        return asked
    operators = [field for field in asked if field.name.endswith("_operator")]
    one = next((field for field in operators if field.value), operators[0] if operators else None)
    label = messages.text(language, "editor.ask_one_operator")
    return [
        replace(field, label=label) if field is one else field
        for field in asked
        if field is one or field.value or field.name not in _SHARED
    ]


def _service(operator: str) -> str:
    """The question whether the service is offered that the organisation asked by ``operator`` runs."""
    return f"has_{operator.removesuffix('_operator')}"


def _is_moot(name: str, step: int, raw: Mapping[str, str]) -> bool:
    return any(
        raw.get(service) == "non" for service, names in _ABOUT.items() if name in names and step_of(service) != step
    )


def _field(
    name: str, raw: Mapping[str, str], violations: Sequence[Violation], root: Path, language: str
) -> AskedQuestion:
    code = f"editor.ask_{name}"
    value = raw.get(name, "")
    own = [violation for violation in violations if name in violation.questions]
    errors, warnings = (
        tuple(_fault(name, violation, raw, language) for violation in own if violation.level == level)
        for level in ("error", "warning")
    )
    kind = QUESTIONS[name].type
    values = sorted(kind.choices_in(root), key=lambda value: (value == UNDECIDED, value != messages.DEFAULT_LANGUAGE))
    choices = tuple(_choice(name, choice, value, root, language) for choice in values)
    return AskedQuestion(
        name, messages.text(language, code), messages.remedy(language, code) or "", value, _KEYS.get(kind.name, ""),
        choices, not choices and (name == _FILLED or not kind.required), errors, warnings,
    )  # fmt: skip


def _choice(question: str, value: str, answer: str, root: Path, language: str) -> PossibleAnswer:
    vocabulary = QUESTIONS[question].type.vocabulary
    if vocabulary and value != UNDECIDED:
        entry = read_vocabulary(root, vocabulary, value)
        is_alone = entry.get("several_organisations", "oui") != "oui"
        return PossibleAnswer(value, entry["label"][language], entry["summary"][language], value == answer, is_alone)
    return PossibleAnswer(value, messages.text(language, _WORDS[value]), "", value == answer)


def _fault(name: str, violation: Violation, raw: Mapping[str, str], language: str) -> AnswerFault:
    values = dict(violation.values)
    if violation.code == "services.off":  # the service by its name
        values["service"] = messages.text(language, f"question.has_{values['service']}")
    if violation.code == "services.several":
        mend = messages.text(language, "editor.new_one_organisation")
    else:
        mend = messages.remedy(language, violation.code, **values) or ""
    others = tuple(
        (messages.text(language, f"question.{other}"), step_of(other))
        for other in violation.questions
        if step_of(other) != step_of(name)
    )
    return AnswerFault(messages.text(language, violation.code, **values), mend, others)
