"""Each answer is written where the table of questions says, in every language of the kit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.generated_places import complete_answers
from support.paths import TEMPLATE

from tierslieu.core import yaml_reader
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.generation import answer_types, questions
from tierslieu.generation.answer_types import AnswerType
from tierslieu.generation.questions import QUESTIONS
from tierslieu.generation.render import write_place

#: By type, an answer that no question has by default, and the value that ``config/`` gets.
EXAMPLES: dict[AnswerType, tuple[str, Any]] = {
    answer_types.TEXT: ("un-mot", "un-mot"),
    answer_types.NAME: ("Un nom", "Un nom"),
    answer_types.SLUG: ("un-nom", "un-nom"),
    answer_types.POSTAL_CODE: ("01000", "01000"),
    answer_types.EMAIL: ("a@exemple.fr", "a@exemple.fr"),
    answer_types.PHONE: ("04 77 00 00 00", "04 77 00 00 00"),
    answer_types.WEBSITE: ("exemple.fr", "https://exemple.fr"),
    answer_types.PRICE: ("12,34", Decimal("12.34")),
    answer_types.COUNT: ("47", 47),
    answer_types.USES: ("48", 48),
    answer_types.PERCENT: ("12,5", Decimal("12.5")),
    answer_types.SPLIT: ("70/30", [70, 30]),
    answer_types.YES_NO: ("non", "non"),
    answer_types.LANGUAGE: ("en", "en"),
    answer_types.GOVERNANCE_MODEL: ("scic", "scic"),
    answer_types.LICENCE: ("CC0-1.0", "CC0-1.0"),
}


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_stands_where_the_table_says(tmp_path: Path, name: str, language: str) -> None:
    question = QUESTIONS[name]
    answer, expected = EXAMPLES[question.type]
    place = tmp_path / "place"
    place.mkdir()
    (place / "vocabulary").symlink_to(TEMPLATE / "vocabulary")
    answers, violations = questions.read(complete_answers({"language": language} | {name: answer}), place)
    assert violations == []
    write_place(place, answers)
    data = yaml_reader.parse((place / question.file).read_text("utf-8")).data
    value = data
    for key in question.path:
        value = value[key]
    if question.path[-1] == "operator":  # the key of an organisation, which has the name
        assert question.file == ORGANISATIONS
        value = data["organisations"][value]["name"]
    assert (list(value.values()) if question.type is answer_types.SPLIT else value) == expected


@given(
    st.sampled_from(list(QUESTIONS.values())),
    st.decimals("0.01", 100, places=2),
    st.integers(2, 100),
    st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=4),
)
def test_an_answer_is_written_as_it_is_read(
    question: questions.Question, amount: Decimal, count: int, percents: list[Decimal]
) -> None:
    values = {"price": amount, "percent": amount, "count": count, "uses": count, "split": percents}
    value = values.get(question.type.name, question.type.read(EXAMPLES[question.type][0], TEMPLATE))
    written = question.type.write(value)
    if question.type is answer_types.YES_NO:
        assert [question.type.write(choice) for choice in (True, False)] == ["oui", "non"]
    else:
        assert question.type.read(written, TEMPLATE) == value
