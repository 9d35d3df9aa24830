"""Many random sets of answers: each makes a place that loads, or is refused in words that tell how to mend it."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import click
import pytest
from support.fixtures import NewPlace
from support.generated_places import TODAY, apply_answers, complete_answers
from support.random_answers import HOSTILE, NAMES, NUMBERS, WRONG, answers

from tierslieu.core.rules import Violation
from tierslieu.generation import organisations, prompts, questions
from tierslieu.generation.answer_types import UNDECIDED
from tierslieu.generation.questions import QUESTIONS
from tierslieu.generation.report import describe
from tierslieu.i18n import messages
from tierslieu.loading.load import load

#: How many sets; once in a while, by hand: RANDOM_ANSWERS=10000.
COUNT = int(os.environ.get("RANDOM_ANSWERS", "150"))
#: The longest time for one set, in seconds.
LONGEST = 10


@pytest.fixture(scope="module")
def place(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_place(tmp_path_factory.mktemp("random") / "place")


@pytest.mark.slow
def test_each_set_makes_a_place_or_is_refused_with_reasons(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = 0
    for seed in range(COUNT):
        given, start = answers(seed), time.monotonic()
        violations = violations_of(given, place)
        errors = [violation for violation in violations if violation.level == "error"]
        for violation in violations:
            words = describe(violation, "fr", given)
            assert violation.questions and all(f"({name}" in words for name in violation.questions), (seed, words)
            assert messages.remedy("fr", violation.code, **violation.values), (seed, violation.code)
        assert apply_answers(place, given) == bool(errors), (seed, capsys.readouterr())
        assert "Traceback" not in capsys.readouterr().err
        if not errors:
            load(place, TODAY)
            made += 1
            shutil.rmtree(place / "config")
        assert time.monotonic() - start < LONGEST, seed
    assert COUNT / 20 < made < COUNT


@pytest.mark.slow
def test_asking_again_ends_once_the_answers_are_right(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is typed before: Enter, words or noise, then what is wrong is left blank."""
    for seed in range(COUNT):
        typist = Typist(seed, place)
        monkeypatch.setattr(click, "prompt", typist.prompt)
        given = answers(seed)
        errors = [violation for violation in violations_of(given, place) if violation.level == "error"]
        if errors:
            final = prompts.ask_again(given, errors, place, lambda changed: violations_of(changed, place), "fr")
            assert not [violation for violation in violations_of(final, place) if violation.level == "error"]
        assert typist.count < 150, seed


class Typist:
    """Answers prompts: thirty times at random, then by leaving a blank, or by a right answer where there must be one."""

    def __init__(self, seed: int, place: Path):
        chance = random.Random(seed)
        words = ("", "?", "oui", "2", *HOSTILE, *NAMES, *NUMBERS, *WRONG)
        self._typed = iter([chance.choice(words) for _ in range(30)])
        self._right, self._place, self.count = complete_answers({}), place, 0

    def prompt(self, label: str, default: str, **_: object) -> str:
        """What is typed at ``label``, in place of ``click.prompt``."""
        self.count += 1
        assert self.count < 500, label
        labels = {name: messages.text("fr", f"question.{name}") for name in QUESTIONS}
        question = max(
            (name for name in QUESTIONS if label.strip().startswith(labels[name])), key=lambda name: len(labels[name])
        )
        kind = QUESTIONS[question].type
        needed = kind.required or (kind.is_choice and UNDECIDED not in kind.choices_in(self._place))
        return next(self._typed, str(self._right[question]) if needed else "?") or default


def violations_of(given: dict[str, object], place: Path) -> list[Violation]:
    values, violations = questions.read(given, place)
    return violations + organisations.contradictions(values, place)
