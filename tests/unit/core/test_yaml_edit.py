"""One value of a YAML text is changed, added or removed, and every other byte stays."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierslieu.core import yaml_reader
from tierslieu.core.yaml_edit import EditableYaml, Inline, UneditableYaml, block, scalar

Path = tuple[str | int, ...]

TEXT = """\
# Un lieu
name: "Fil"   # le nom

address:
    city: Roanne
    # latitude: 46
offers: {day: 15, month: }
dates:
- 2027-01-01
-   kind: fixe   # vu
    days: [1, 2]
list:
  - {a: 1}
story: |
  Une ligne.

  Une autre.
empty:
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("name",), "Le fil", '"Fil"', "Le fil"),
        (("name",), "oui", '"Fil"', '"oui"'),
        (("name",), None, 'name: "Fil"   # le nom', "name:   # le nom"),
        (("name",), ["a b"], 'name: "Fil"   # le nom\n', "name:   # le nom\n    - a b\n"),
        (("address", "city"), Inline("{fr: Roanne}"), "Roanne", "{fr: Roanne}"),
        (("address", "city"), {"fr": "Lyon"}, "city: Roanne\n", "city:\n      fr: Lyon\n"),
        (("address", "street"), "Rue", "latitude: 46\n", "latitude: 46\n    street: Rue\n"),
        (("address",), 3, "address:\n    city: Roanne\n", "address: 3\n"),
        (("offers", "month"), Decimal("280.00"), "month: }", "month: 280.00 }"),
        (("offers", "day"), None, "{day: 15,", "{day: null,"),
        (("offers",), {"day": 9}, "offers: {day: 15, month: }\n", "offers:\n    day: 9\n"),
        (("list", 1), {"b": 2, "c": "d e"}, "- {a: 1}\n", "- {a: 1}\n  - {b: 2, c: d e}\n"),
        (("list", 1), {"b": "x" * 100}, "- {a: 1}\n", f"- {{a: 1}}\n  - b: {'x' * 100}\n"),
        (("dates", 0), 5, "2027-01-01", "5"),
        (("dates", 0), {"a": 1, "b": 2}, "- 2027-01-01\n", "- a: 1\n  b: 2\n"),
        (("dates", 1), 7, "-   kind: fixe   # vu\n    days: [1, 2]\n", "- 7\n"),
        (("dates", 1, "days", 1), 3, "[1, 2]", "[1, 3]"),
        (("dates", 2), "x y", "[1, 2]\n", "[1, 2]\n-   x y\n"),
        (("dates", 2), {"kind": "a b", "days": Inline("[3]")}, "[1, 2]\n", "[1, 2]\n-   kind: a b\n    days: [3]\n"),
        (("story",), "Court", "|\n  Une ligne.\n\n  Une autre.", "Court"),
        (("story",), ["a b"], "story: |\n  Une ligne.\n\n  Une autre.\n", "story:\n    - a b\n"),
        (("empty",), [], "empty:", "empty: []"),
        (("empty",), {"a": {"b": []}}, "empty:\n", "empty:\n    a:\n        b: []\n"),
        (("more",), "a: b", "empty:\n", 'empty:\nmore: "a: b"\n'),
        (("offers", "year"), {"price": [Decimal("9.50"), None]}, "month: }", "month: , year: {price: [9.50, null]}}"),
        (("dates", 1, "days", 2), "x, y", "[1, 2]", '[1, 2, "x, y"]'),
    ],
)  # fmt: skip
def test_a_value_is_written_in_its_place(path: Path, value: Any, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert EditableYaml(TEXT).set(path, value).text == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("name",), 'name: "Fil"   # le nom\n', ""),
        (("address",), "address:\n    city: Roanne\n", ""),
        (("address", "city"), "address:\n    city: Roanne\n", "address: {}\n"),
        (("dates", 0), "- 2027-01-01\n", ""),
        (("dates", 1), "-   kind: fixe   # vu\n    days: [1, 2]\n", ""),
        (("dates", 1, "days"), "    days: [1, 2]\n", ""),
        (("story",), "story: |\n  Une ligne.\n\n  Une autre.\n", ""),
        (("empty",), "empty:\n", ""),
        (("offers", "day"), "{day: 15, month: }", "{month: }"),
        (("offers", "month"), "{day: 15, month: }", "{day: 15}"),
        (("dates", 1, "days", 0), "[1, 2]", "[2]"),
    ],
)
def test_a_value_is_removed_with_its_lines(path: Path, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert EditableYaml(TEXT).remove(path).text == TEXT.replace(old, new)


@pytest.mark.parametrize(
    "path", [("dates", 3), ("name", "first"), ("absent", "key"), ("dates", "a"), ("dates", 1, "days", 3)]
)
def test_a_value_without_a_place_is_refused(path: Path) -> None:
    with pytest.raises(UneditableYaml):
        EditableYaml(TEXT).set(path, 1)


@pytest.mark.parametrize("path", [("dates", 1, "kind"), ("absent",)])
def test_what_has_no_lines_of_its_own_is_not_removed(path: Path) -> None:
    with pytest.raises(UneditableYaml):
        EditableYaml(TEXT).remove(path)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: &x {b: 1}\nc: *x\n", ("c",)),
        ("a: &x {b: 1}\nc: *x\n", ("c", "b")),
        ("a: &x {b: 1}\nc: *x\n", ("a",)),
        ("a: &x {b: 1}\nc: *x\n", ("a", "b")),
        ("- &x 1\n- *x\n", (1,)),
        ("? a\n: 1\n", ("a",)),
        ("a:\n  - - 1\n    - 2\n", ("a", 0, 0)),
    ],
)
def test_what_would_change_something_else_is_refused(text: str, path: Path) -> None:
    editor = EditableYaml(text)
    with pytest.raises(UneditableYaml):
        editor.remove(path) if path[-1] == 0 else editor.set(path, 2)


@pytest.mark.parametrize("text", ["a: [\n", "a: 1\na: 2\n", "a: 1\n--- \nb: 2\n", "a: !x 1\n", "a: \x00\n"])
def test_a_text_with_faults_is_refused(text: str) -> None:
    with pytest.raises(UneditableYaml):
        EditableYaml(text)


@pytest.mark.parametrize("source", ["a: b", "[1", "", "'", "1\nb: 2", "# x"])
def test_a_source_that_says_something_else_is_refused(source: str) -> None:
    editor = EditableYaml("a: 1\n")
    try:
        assert editor.set(("a",), Inline(source)).data == {"a": yaml_reader.parse(f"- {source}\n").data[0]}
    except UneditableYaml:
        assert source


def test_the_first_key_of_a_text_of_comments() -> None:
    assert EditableYaml("").set(("a",), 1).text == "a: 1\n"
    assert EditableYaml("# vide\n").set(("a",), [1]).text == "# vide\na:\n  - 1\n"
    assert EditableYaml("# a\na: 1\n").remove(("a",)).text == "# a\n"


def test_the_last_line_may_have_no_end() -> None:
    assert EditableYaml("a: 1").set(("b",), 2).text == "a: 1\nb: 2"
    assert EditableYaml("a: 1\nb:").set(("b",), {"c": 2}).text == "a: 1\nb:\n  c: 2"
    assert EditableYaml("a:\n  - 1").set(("a",), 2).text == "a: 2\n"


def test_the_source_of_a_value_on_one_line() -> None:
    editor = EditableYaml(TEXT)
    assert editor.inline(("name",)) == '"Fil"'
    assert editor.inline(("offers",)) == "{day: 15, month: }"
    assert editor.inline(("empty",)) == ""
    assert editor.inline(("address",)) is editor.inline(("story",)) is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_scalar_reads_back(value: str) -> None:
    assert yaml_reader.parse(f"key: {scalar(value)}\n").data == {"key": value}


# --- Any document ---

_KEYS = ["a", "day", "half_day", "n", "é"]
_SCALARS = (
    st.none() | st.integers(-9, 99) | st.decimals(0, 99, places=2) | st.text("ab é#:-'\"{}[],&*!|>%@", max_size=6)
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=3),
    max_leaves=6,
)
Line = tuple[Path | None, str]


@st.composite
def _documents(draw: st.DrawFn) -> tuple[dict[str, Any], list[Line]]:
    """Data, and the lines of a text that says it, each with the path of its value; None for a comment."""
    data = draw(st.dictionaries(st.sampled_from(_KEYS), _VALUES, min_size=1, max_size=4))
    return data, list(_written(draw, data, (), 0))


def _written(draw: st.DrawFn, value: Any, path: Path, column: int) -> Iterator[Line]:
    step = draw(st.sampled_from([1, 2, 4]))
    for part, item in value.items() if isinstance(value, dict) else enumerate(value):
        here, indent = (*path, part), " " * column
        yield from (
            (None, text) for text in draw(st.lists(st.sampled_from(["", f"{indent}# - a: b", "# c"]), max_size=1))
        )
        head = f"{indent}-" if isinstance(value, list) else f"{indent}{part}:"
        comment = draw(st.sampled_from(["", "", "  # x: - y"]))
        if isinstance(item, dict | list) and item and draw(st.booleans()):
            inner = list(_written(draw, item, here, column + step))
            if isinstance(value, list) and inner[0][0] is not None and draw(st.booleans()):
                yield here, f"{head}{' ' * (step - 1) or ' '}{inner[0][1].lstrip()}"
                # With a step of one the dash takes two columns: the block is moved along.
                yield from ((tag, text if step > 1 or not text else f" {text}") for tag, text in inner[1:])
                continue
            yield here, head + comment
            yield from inner
        else:
            yield here, f"{head} {_flow(draw, item)}".rstrip() + comment


def _flow(draw: st.DrawFn, value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(draw, item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join("~" if item is None else _flow(draw, item) for item in value) + "]"
    if isinstance(value, str) and draw(st.booleans()):
        return "'" + value.replace("'", "''") + "'"
    return scalar(value) or draw(st.sampled_from(["", "~", "null"]))


def _paths(data: Any, path: Path = ()) -> Iterator[Path]:
    for part, item in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*path, part)
        yield from _paths(item, (*path, part))


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _with(data: Any, path: Path, value: Any) -> Any:
    data = copy.deepcopy(data)
    parent = _at(data, path[:-1])
    if isinstance(parent, list) and path[-1] == len(parent):
        parent.append(value)
    else:
        parent[path[-1]] = value
    return data


def _rest(lines: list[Line], path: Path, newline: str) -> tuple[str, str]:
    """What stands before the lines of the value at ``path``, and behind them."""
    numbers = [number for number, (tag, _) in enumerate(lines) if tag is not None and tag[: len(path)] == path]
    texts = [text + newline for _, text in lines]
    return "".join(texts[: numbers[0]]), "".join(texts[numbers[-1] + 1 :])


def _has_lines(lines: list[Line], path: Path) -> bool:
    """Whether the value at ``path`` stands on lines of its own; not inside a flow, nor behind the dash of an item."""
    return any(tag == path and not (isinstance(path[-1], str) and re.match(r" *- ", text)) for tag, text in lines)


_FORMS = st.tuples(st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))


@pytest.mark.long
@given(_documents(), _FORMS, _VALUES, st.data())
def test_a_change_says_what_was_meant_and_keeps_all_other_lines(
    document: tuple[dict[str, Any], list[Line]], form: tuple[str, str], value: Any, data: st.DataObject
) -> None:
    (before, lines), (newline, bom) = document, form
    text = bom + "".join(line + newline for _, line in lines)
    editor = EditableYaml(text)
    assert editor.data == before
    path = data.draw(st.sampled_from(list(_paths(before))))
    try:
        after = editor.set(path, value)
    except UneditableYaml:
        assert value and isinstance(value, dict | list) and not any(tag == path for tag, _ in lines)
        return
    assert after.data == yaml_reader.parse(after.text.removeprefix("\ufeff")).data == _with(before, path, value)
    start = next(path[:end] for end in range(len(path), 0, -1) if any(tag == path[:end] for tag, _ in lines))
    head, tail = _rest(lines, start, newline)
    assert after.text.startswith(bom + head) and after.text.endswith(tail)
    assert "\n" not in after.text.replace(newline, "")


@pytest.mark.long
@given(_documents(), _FORMS, _VALUES, st.data())
def test_an_addition_keeps_every_line(
    document: tuple[dict[str, Any], list[Line]], form: tuple[str, str], value: Any, data: st.DataObject
) -> None:
    (before, lines), (newline, bom) = document, form
    text = bom + "".join(line + newline for _, line in lines)
    parent = data.draw(st.sampled_from([(), *_paths(before)]))
    inside = _at(before, parent)
    path = (*parent, len(inside) if isinstance(inside, list) else "new")
    editor = EditableYaml(text)
    try:
        after = editor.set(path, value)
    except UneditableYaml:
        # Nothing is added to a scalar, nor to what is empty at the top.
        assert not isinstance(inside, dict | list) or not inside
        return
    assert after.data == _with(before, path, value)
    same = next(index for index in range(len(after.text)) if text[: index + 1] != after.text[: index + 1])
    assert after.text.endswith(text[same:])


@pytest.mark.long
@given(_documents(), _FORMS, st.data())
def test_a_removal_keeps_all_other_lines(
    document: tuple[dict[str, Any], list[Line]], form: tuple[str, str], data: st.DataObject
) -> None:
    (before, lines), (newline, bom) = document, form
    text = bom + "".join(line + newline for _, line in lines)
    path = data.draw(st.sampled_from(list(_paths(before))))
    expected = copy.deepcopy(before)
    del _at(expected, path[:-1])[path[-1]]
    alone = len(path) > 1 and not _at(expected, path[:-1])
    try:
        after = EditableYaml(text).remove(path)
    except UneditableYaml:
        assert not _has_lines(lines, path)
        return
    assert (after.data or {}) == expected
    if not alone and not _has_lines(lines, path):  # inside braces
        same = next(index for index in range(len(text)) if text[: index + 1] != after.text[: index + 1])
        assert text.endswith(after.text[same:])
    elif not alone:
        head, tail = _rest(lines, path, newline)
        assert after.text == bom + head + tail


@given(st.text("ab:-# \n\r\t[]{},'\"&*|>?!") | st.text(), st.sampled_from([("a",), ("b", 0), ("a", "b")]), _SCALARS)
def test_any_text_is_edited_or_refused(text: str, path: Path, value: Any) -> None:
    try:
        editor = EditableYaml(text)
        after = editor.set(path, value)
    except UneditableYaml:
        return
    assert _at(after.data, path) == value
    assert after.remove(path[:1]).data != after.data


def test_a_block_is_written_with_the_step_that_is_wanted() -> None:
    value = {"a": {"b": [1, {"c": 2, "d": []}], "e f": "g"}}
    assert block(value, 4) == ["a:", "    b:", "        - 1", "        - c: 2", "          d: []", '    "e f": "g"']


@pytest.mark.long
@given(st.permutations(range(4)), st.sampled_from(["\n", ""]), st.integers(0, 2))
def test_items_move_with_the_comments_above_them(order: list[int], line_end: str, indent: int) -> None:
    items = ["- a # x\n", "# b\n#\n- {b: [1,  2]}\n", "- c: 1\n\n  # d\n  d: 2\n", "-\n  e\n"]
    own = ["".join(f"{' ' * indent}{line}" for line in item.splitlines(keepends=True)) for item in items]
    head, tail = "# tête\nlist:\n", "after: 1" + line_end
    edited = EditableYaml(head + "".join(own) + tail).reorder(("list",), order)
    assert edited.text == head + "".join(own[index] for index in order) + tail
    last = EditableYaml((head + "".join(own)).removesuffix("\n" if not line_end else "")).reorder(("list",), order)
    assert last.text == head + "".join(own[index] for index in order)
    flow = EditableYaml("list: [1,  {a: 2}, # c\n 3, x y]\n").reorder(("list",), order)
    assert [["1", "{a: 2}", "3", "x y"][index] for index in order] == re.findall(r"\{a: 2\}|\d|x y", flow.text)
    assert "# c\n" in flow.text


def test_items_that_are_not_all_named_are_not_reordered() -> None:
    for order in ([0], [0, 0], [0, 2]):
        with pytest.raises(UneditableYaml):
            EditableYaml("- 1\n- 2\n").reorder((), order)
