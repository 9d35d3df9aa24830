"""What is told of opening hours that are not understood."""

from __future__ import annotations

import pytest
from support.factories import comptoir

from tierslieu.check.opening_hours import hours_can_be_read


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("le matin et l’après-midi, hors canicule", [("hours.word", "canicule")]),
        ("le matin 9.30 et le matin suivant", [("hours.word", "suivant"), ("hours.time", "9.30")]),
    ],
)
def test_the_words_that_are_not_understood_are_one_problem(hours: str, told: list[tuple[str, str]]) -> None:
    space = comptoir(identity={"opening_hours": hours})
    assert [(finding.code, finding.values["part"]) for finding in hours_can_be_read(space)] == told
