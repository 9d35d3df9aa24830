"""Texts are cut where logic begins and ends; what is left alone keeps its bytes, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import TEMPLATE

from tierslieu.core.front_matter import FRONT_MATTER
from tierslieu.editor.text_segments import joined, segments, shown

PIECES = st.lists(
    st.sampled_from(
        ["Un mot.", "\n", "\n\n", "{% if a %}", "{% endif %}\n", "{# note #}", "{{ space.name }}", "{", "%}", "é\r\n"]
    )
)
BODIES = [
    text[match.end() :] if (match := FRONT_MATTER.match(text)) else text
    for path in sorted((TEMPLATE / "content").rglob("*.md"))
    for text in [path.read_text(encoding="utf-8")]
]


@given(PIECES.map("".join))
def test_the_parts_are_the_text_and_left_alone_give_it_back(body: str) -> None:
    parts = segments(body)
    assert "".join(part.text for part in parts) == body
    assert joined(body, [shown(part.text) for part in parts if not part.locked]) == body


@pytest.mark.parametrize("body", BODIES)
def test_every_text_of_the_kit_is_kept_byte_for_byte(body: str) -> None:
    free = [part for part in segments(body) if not part.locked]
    assert joined(body, [shown(part.text).replace("\n", "\r\n") for part in free]) == body
    assert not any("{%" in part.text or "{#" in part.text for part in free)


def test_what_is_typed_stands_between_the_same_blank_lines() -> None:
    body = "{% if a %}\nAvant.\n\n{% endif %}\n\nAprès.\n"
    assert (
        joined(body, ["", "Plus tard.\r\nEncore.", "Après."])
        == "{% if a %}\nPlus tard.\nEncore.\n\n{% endif %}\n\nAprès.\n"
    )


def test_a_few_letters_inside_a_sentence_are_no_part_of_their_own() -> None:
    body = "Les coworkers{% if many %}s{% endif %}. Venez nous voir un matin.\n\n{% if a %}Oui.\n{% endif %}\nSuite.\n"
    free = [shown(part.text) for part in segments(body) if not part.locked]
    assert free == ["Les coworkers", ". Venez nous voir un matin.", "Oui.", "Suite."]


def test_a_part_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="2 parts for 1"):
        joined("Un mot.", ["a", "b"])
