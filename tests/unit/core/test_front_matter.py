"""The front matter of Markdown files is changed key by key."""

from __future__ import annotations

import pytest

from tierslieu.core import front_matter
from tierslieu.core.yaml_edit import UneditableYaml

TEXT = "---\n# un\nb: 1\na:\n  - x\n  - y # z\n# deux\nc: 3\n---\nb: texte\n"


def test_a_header_keeps_its_order_and_its_comments() -> None:
    assert front_matter.change(TEXT, {"a": None, "d": ["2027-01-01"], "b": 2}) == (
        "---\n# un\nb: 2\n# deux\nc: 3\nd:\n  - 2027-01-01\n---\nb: texte\n"
    )


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    changed = front_matter.change(text, {"d": ["2027-01-01"], "e": None})
    assert changed == text.replace("c: 3\r\n", "c: 3\r\nd:\r\n  - 2027-01-01\r\n")
    assert front_matter.header_of(changed).startswith("# un\r\nb: 1\r\n")


def test_a_file_is_written_as_it_is_changed() -> None:
    meta = {"title": "Un titre", "dates": ["2027-01-01", "a: b"], "moved": [{"date": "2027-01-01", "hour": "9:00"}]}
    text = front_matter.write(meta, "\nTexte\n\n")
    assert text == (
        '---\ntitle: Un titre\ndates:\n  - 2027-01-01\n  - "a: b"\n'
        'moved:\n  - date: 2027-01-01\n    hour: "9:00"\n---\nTexte\n'
    )
    assert front_matter.change(text, {"title": "Autre"}) == text.replace("Un titre", "Autre")


@pytest.mark.parametrize("text", ["", "a: 1\n", "---\na: 1\n", "texte\n---\na: 1\n---\n"])
def test_a_text_without_front_matter_has_no_header(text: str) -> None:
    assert front_matter.header_of(text) == ""
    with pytest.raises(ValueError):
        front_matter.change(text, {"a": 2})


def test_what_can_not_be_changed_alone_is_refused() -> None:
    with pytest.raises(UneditableYaml):
        front_matter.change("---\na: &x 1\nb: *x\n---\n", {"b": 2})
