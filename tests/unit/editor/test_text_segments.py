"""Texts are cut where logic begins and ends; what is left alone keeps its bytes, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template
from support.paths import TEMPLATE

from tierslieu.core.front_matter import FRONT_MATTER
from tierslieu.editor.text_cases import cases
from tierslieu.editor.text_segments import LostMark, joined, segments, shown

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
    assert joined(body, [shown(part) for part in parts if not part.locked]) == body


@pytest.mark.parametrize("body", BODIES)
def test_every_text_of_the_kit_is_kept_byte_for_byte(body: str) -> None:
    free = [part for part in segments(body) if not part.locked]
    assert joined(body, [shown(part).replace("\n", "\r\n") for part in free]) == body
    assert not any("{%" in shown(part) or "{#" in shown(part) for part in free)


def test_what_is_typed_stands_between_the_same_blank_lines() -> None:
    body = "{% if a %}\nAvant.\n\n{% endif %}\n\nAprès.\n"
    assert (
        joined(body, ["Plus tard.\r\nEncore.", "Après."])
        == "{% if a %}\nPlus tard.\nEncore.\n\n{% endif %}\n\nAprès.\n"
    )


BODY = """\
{# Note. #}
{% if a %}
Les coworkers{% if many %}s{% else %} seuls{% endif %}. Venez.

- {{ space.name }}
{% endif %}
{% for one in ones %}
- {{ one }}
{% endfor %}
"""


def test_logic_inside_a_paragraph_leaves_it_whole() -> None:
    free = [part for part in segments(BODY) if not part.locked]
    whole = "Les coworkers‹1›s‹/1›‹2› seuls‹/2›. Venez.\n\n- {{ space.name }}"
    assert [shown(part) for part in free] == [whole, ""]
    assert [part.text for part in segments(BODY) if part.holds_facts] == ["- {{ one }}\n"]
    assert joined(BODY, [whole.replace("s‹/1›", "x‹/1›"), ""]) == BODY.replace("}s{", "}x{")


def test_words_go_with_all_their_marks_and_none_is_lost() -> None:
    assert "Les coworkers. Venez." in joined(BODY, ["Les coworkers. Venez.", ""])
    for wrong in ("Les‹1›s‹/1›‹2› seuls.", "Les‹2› seuls‹/2›‹1›s‹/1›.", "Les‹1›s‹/1›‹2› seuls‹/2›‹2›.", "Les‹9›."):
        with pytest.raises(LostMark):
            joined(BODY, [wrong, ""])


def test_what_is_shown_today_and_what_decides_it() -> None:
    parts = segments(BODY.replace("if a", "if space.phone and not a"))
    found = cases(parts, lambda body: Template(body, trim_blocks=True).render(space={"phone": "1"}, many=True))
    (words,) = (index for index, part in enumerate(parts) if part.marks)
    (facts,) = (index for index, part in enumerate(parts) if part.holds_facts)
    assert found.names[str(words)] == ("space.phone", "a") and found.names["m1"] == ("many",)
    assert [found.is_shown(name) for name in (str(words), "m1", "m2", str(facts))] == [True, True, False, False]
    assert cases(parts, lambda body: None).is_shown("m1") is None


def test_a_part_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="2 parts for 1"):
        joined("Un mot.", ["a", "b"])


def test_what_is_added_after_the_logic_at_the_end_is_a_paragraph_of_its_own() -> None:
    body = "{% if x %}\nAvant.\n{% endif %}\n"
    assert joined(body, ["Avant.", "Après."]) == f"{body}\nAprès.\n"
