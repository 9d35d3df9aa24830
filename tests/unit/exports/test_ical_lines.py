"""Content lines of iCalendar, byte by byte."""

from __future__ import annotations

import pytest

from tierslieu.exports import ical_lines


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Jeux, soirée", r"Jeux\, soirée"),
        ("Jeux; soirée", r"Jeux\; soirée"),
        (r"C:\N", r"C:\\N"),
        ("un\r\ndeux\u2028trois", r"un\ndeux\ntrois"),
        ("cloche\x07", "cloche"),
        ("Papycamp : entrée libre", "Papycamp : entrée libre"),
    ],
)
def test_separators_and_line_breaks_are_escaped(typed: str, written: str) -> None:
    assert ical_lines.text(typed) == written


@pytest.mark.parametrize(
    ("line", "lengths"),
    [
        ("a" * 75, [75]),
        ("a" * 76, [75, 2]),  # the space that begins a folded line counts
        ("a" * 149, [75, 75]),
        ("a" * 150, [75, 75, 2]),
        ("a" * 74 + "é", [74, 3]),  # never between the two bytes of a character
    ],
)
def test_lines_have_75_octets_at_most(line: str, lengths: list[int]) -> None:
    *lines, end = ical_lines.joined([line]).split(b"\r\n")
    assert [len(part) for part in lines] == lengths and not end
    assert b"".join([lines[0], *(part.removeprefix(b" ") for part in lines[1:])]).decode() == line
