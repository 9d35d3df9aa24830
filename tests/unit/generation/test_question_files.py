"""The files that are derived from the questions are up to date; ``make reference`` writes them again."""

from __future__ import annotations

import question_files
from support.paths import KIT

from tierslieu.generation.questions import QUESTIONS


def test_copier_asks_what_cookiecutter_asks() -> None:
    assert question_files.copier_yml() == (KIT / "copier.yml").read_text("utf-8")


def test_the_reference_describes_every_question() -> None:
    page = question_files.questions_page()
    assert page == (KIT / "docs" / "reference" / "questions.md").read_text("utf-8")
    assert [name for name in QUESTIONS if f"\n| `{name}` | " not in page] == []
