"""YAML as people type it: nothing is turned into something else, every fault has its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierslieu.core import yaml_reader


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12:30", "12:30"),
        ("no", "no"),
        ("oui", "oui"),
        ("on", "on"),
        ("010", "010"),
        ("01000", "01000"),
        ("0477", "0477"),
        ("42000", 42000),
        ("-3", -3),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e9", "1e9"),
        ("9.10", Decimal("9.10")),
        ("9,10", "9,10"),
        ("9.50 €", "9.50 €"),
        ("2027-01-14", "2027-01-14"),
        ("2027-01-14 14:00", "2027-01-14 14:00"),
        ("true", True),
        ("~", None),
        ("", None),
        ('"9"', "9"),
        ("Mo-Fr 09:00-18:00; PH off", "Mo-Fr 09:00-18:00; PH off"),
    ],
)
@pytest.mark.parametrize("before", ["", "# a remark, so that the fast reader leaves the document to the other\n"])
def test_scalars(before: str, written: str, read: object) -> None:
    document = yaml_reader.parse(f"{before}key: {written}\n")
    assert not document.faults
    assert document.data == {"key": read} and type(document.data["key"]) is type(read)


def test_cents_are_exact() -> None:
    value = yaml_reader.parse("9.10").data
    assert str(value) == "9.10"


def test_keys_are_texts() -> None:
    assert yaml_reader.parse("no: 1\n010: 2\n12: 3\n").data == {"no": 1, "010": 2, "12": 3}


def test_every_path_has_its_line() -> None:
    document = yaml_reader.parse("a: 1\n\n# remark\nb:\n  c:\n    - 5\n    - d: 6\n", first_line=2)
    assert document.line(("a",)) == 2
    assert document.line(("b", "c", 1, "d")) == 8
    assert document.line(("b", "c", 0, "never", "written")) == 7


def test_a_duplicate_names_both_lines() -> None:
    document = yaml_reader.parse("prices:\n  day: 15\n  month: 280\n  day: 16\n")
    (fault,) = document.faults
    assert (fault.code, fault.line) == ("yaml.duplicate", 4)
    values = {"key": "day", "first": 2, "read": "day: 15", "line": 4, "again": "day: 16"}
    lines = {"first_lines": yaml_reader.lines_named(2, 2), "lines": yaml_reader.lines_named(4, 4)}
    assert fault.values == values | lines
    assert document.data == {"prices": {"day": 15, "month": 280}}


def test_a_tab_is_named() -> None:
    (fault,) = yaml_reader.parse("prices:\n\tday: 15\n").faults
    assert (fault.code, fault.line) == ("yaml.tab_below", 2)


def test_wrong_indentation_has_a_line() -> None:
    (fault,) = yaml_reader.parse("prices:\n  day: 15\n month: 280\n").faults
    assert (fault.code, fault.line, fault.values["spaces"]) == ("yaml.indent", 3, 2)


def test_a_control_character_has_a_line() -> None:
    (fault,) = yaml_reader.parse("a: 1\nb: \x07\n").faults
    assert (fault.code, fault.line) == ("yaml.character", 2)


def test_a_tag_and_a_list_as_key_are_faults() -> None:
    assert [fault.code for fault in yaml_reader.parse("a: !!python/name:os.system x\n").faults] == ["yaml.tag"]
    assert [fault.code for fault in yaml_reader.parse("? [1, 2]\n: 3\n").faults] == ["yaml.key"]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    document = yaml_reader.parse("\ufeffa: 1\r\nb: 2\r\n")
    assert document.data == {"a": 1, "b": 2} and document.line(("b",)) == 2


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: !!int x", "a: !!float x", "a: !!bool x", "9" * 5000, "[" * 3000])
def test_traps_are_faults(text: str) -> None:
    assert [fault.code for fault in yaml_reader.parse(text).faults] == ["yaml.syntax"]


@pytest.mark.parametrize("text", ["", "\n", "# remark\n", "---\n"])
def test_nothing_is_nothing(text: str) -> None:
    document = yaml_reader.parse(text)
    assert document.data is None and not document.faults


@given(st.text() | st.text(alphabet="-:[]{}#&*!|>'\"%@`,? \n\ta1\ufeff\x00"))
def test_garbage_never_raises(text: str) -> None:
    document = yaml_reader.parse(text)
    assert all(1 <= fault.line <= len(text) + 1 for fault in document.faults)


@given(st.binary())
def test_bytes_of_another_encoding_never_raise(data: bytes) -> None:
    yaml_reader.parse(data.decode("latin-1"))


_LINES = st.from_regex(r"\A[a-c_]{1,2}: ?[\w\d ,.’'\"#:!?&*\[\]{}|>%@`~\u00a0-]{0,12}\Z")
_PLAIN_LINES = st.sampled_from(
    [
        "a: Un lieu",
        "b: 2026-11-16",
        "c: 2026-11-16 14:00",
        "a: Où, quand.",
        "b: no",
        "c: Null",
        "a: true  ",
        "_: é",
        " d: e",
        "---",
    ]
)


@pytest.mark.long
@given(lines=st.lists(_LINES | _PLAIN_LINES, max_size=4), end=st.sampled_from(["", "\n", "\n\n"]))
def test_plain_lines_read_fast_read_as_the_rest(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    fast = yaml_reader._parse_plain(text, 2)
    assert fast is None or fast == yaml_reader._parse(text, 2)


def test_usual_front_matter_is_read_fast() -> None:
    assert yaml_reader._parse_plain("title: Le site est en ligne\ndate: 2026-11-16\ndescription: Où, quand.\n", 2)


@pytest.mark.parametrize(
    ("text", "path", "typed", "below"),
    [
        ("a:\n  b:\n    legal_form: loi-1901\n", ("a", "b", "rna"), "    rna:", 2),
        ("a:\n    b:\n        c: 1\n", ("a", "b", "rna"), "        rna:", 2),
        ("a:\n  b:\n", ("a", "b", "rna"), "    rna:", 2),
        ("a:\n  b: 1\n", ("a", "c", "d"), "  c:\n    d:", 1),
        ("name: Moulin\n", ("access", "parking"), "access:\n  parking:", None),
        ("# Comment\n\na:\n  b: 1\n", ("c",), "c:", None),
    ],
)
def test_a_missing_key_is_typed_below_its_section(
    text: str, path: tuple[str | int, ...], typed: str, below: int | None
) -> None:
    missing = yaml_reader.parse(text).missing_lines(path)
    assert missing is not None and (missing.text, missing.below) == (typed, below)
    lines = text.splitlines()
    place = len(lines) if below is None else below
    added = yaml_reader.parse("\n".join([*lines[:place], f"{typed} answer", *lines[place:]]))
    data = added.data
    for key in path:
        data = data[key]
    assert (data, added.faults) == ("answer", [])


@pytest.mark.parametrize(
    ("text", "path"), [("a:\n  rna:\n", ("a", "rna")), ("a: {b: 1}\n", ("a", "rna")), ("a: []\n", ("a", 0, "b"))]
)
def test_no_line_is_proposed_where_the_key_exists_or_no_line_can_be_added(
    text: str, path: tuple[str | int, ...]
) -> None:
    assert yaml_reader.parse(text).missing_lines(path) is None


def test_a_fault_below_the_beginning_of_a_file_names_lines_of_the_file() -> None:
    (fault,) = yaml_reader.parse("a: 1\n b: 2\n", 2).faults
    assert (fault.line, fault.values["other"]) == (3, 2)
