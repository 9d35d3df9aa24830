"""What an update does to texts, tried without a place: values that stay, migrations."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tierslieu.core import yaml_reader
from tierslieu.lineage.migrate import migrated
from tierslieu.lineage.yaml_values import merge_values

MINE = """\
# Ancien commentaire
desks: 10
pass: {uses: 10, golden_ticket: oui}
buys: {half_day: 2}
nothing:
costs:
  - {label: Loyer, amount: 12}
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(MINE, (), id="the same"),
        pytest.param(MINE.replace("Ancien", "Nouveau") + "more: 3\n", (), id="comments and new settings come"),
        pytest.param(MINE.replace("desks: 10", "desks: 12 # défaut"), ("desks",), id="another default"),
        pytest.param(MINE.replace("{half_day: 2}", "{half_day: 1, day: 1}"), ("buys",), id="another list of things"),
        pytest.param(MINE.replace("nothing:", "nothing: 3"), ("nothing",), id="a blank that the kit fills"),
        pytest.param(MINE.replace("amount: 12", "amount: 13"), ("costs",), id="another line of a list"),
        pytest.param(MINE + "  # Nouveau\n  - {label: Eau, amount: }\n", ("costs",), id="one more line of a list"),
        pytest.param(
            MINE.replace("{uses: 10, golden_ticket: oui}", "\n  uses: 10\n  validity:\n  golden_ticket: oui"), (),
            id="the same, told at length",
        ),
    ],
)  # fmt: skip
def test_values_stay_whatever_the_kit_says(text: str, names: tuple[str, ...]) -> None:
    merged, told = merge_values(text, MINE)
    before, after = yaml_reader.parse(MINE).data, yaml_reader.parse(merged).data
    assert told == names
    assert {key: after[key] for key in before if key != "pass"} == {key: before[key] for key in before if key != "pass"}
    assert after["pass"].items() >= before["pass"].items()
    assert after.get("more") == (3 if "more" in text else None)
    assert ("Nouveau" in merged) == ("Nouveau" in text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MINE.replace("desks: 10\n", ""), id="a setting that the kit drops"),
        pytest.param(MINE + "desks: 11\n", id="a setting told twice"),
        pytest.param("- une liste\n", id="no settings at all"),
        pytest.param("<<<<<<< à nous\n", id="no YAML"),
    ],
)
def test_what_can_not_be_brought_together_is_left_to_the_team(text: str) -> None:
    assert merge_values(text, MINE) == (MINE, ())


def test_settings_that_can_not_be_read_are_left_as_they_are() -> None:
    assert merge_values(MINE, "desks: [\n") == ("desks: [\n", ())


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("config/budget.yaml", "# Un mot\nhalf_days_per_occasional: 2\nx: 1\n", "# Un mot\noccasional_buys: {half_day: 2}\nx: 1\n"),
        ("config/budget.yaml", "half_days_per_occasional:\n", "occasional_buys: {}\n"),
        ("governance/fr/a.md", "---\ntitle: A\nmin_organisations: 2\nsignatories: oui\n---\nT\n",
         "---\ntitle: A\nwhen: {organisations: 2}\nsignatories: [organisations]\n---\nT\n"),
        ("governance/en/a.md", "---\nmin_organisations: 1\ntitle: A\nsignatories: \"non\"\n---\nT\n", "---\ntitle: A\n---\nT\n"),
    ],
)  # fmt: skip
def test_an_old_form_becomes_the_new_one_and_stays_so(path: str, before: str, after: str) -> None:
    assert migrated({path: before}) == {path: after}
    assert migrated({path: after}) == {path: after}


def test_only_the_head_of_a_document_is_migrated() -> None:
    text = "---\ntitle: A\n---\nsignatories: oui\nmin_organisations: 2\n"
    assert migrated({"governance/fr/a.md": text, "content/fr/pages/a.md": text})["governance/fr/a.md"] == text


# --- Values stay, for any text ---

_SCALARS = (
    "1",
    "oui",
    "",
    "~",
    '"a"',
    "12:30",
    "[1, 2]",
    "[]",
    "{}",
    "{a: 1}",
    "{a: 1, b: }",
    "[{a: 1}]",
    "&x 3",
    "*x",
)


def random_mapping(chance: random.Random, depth: int = 2, indent: str = "") -> str:
    """A block mapping in YAML, with the forms that a hand may write, some of them faulty."""
    lines = []
    for key in chance.sample("abcde", chance.randint(1, 4)) + chance.choices(["a", ""], [1, 9]):
        if depth and chance.random() < 0.4:
            lines.append(f"{indent}{key}:\n{random_mapping(chance, depth - 1, indent + '  ')}")
        elif key:
            lines.append(f"{indent}{key}: {chance.choice(_SCALARS)}\n")
    return "".join(lines)


def holds(data: Any, wanted: Any) -> bool:
    """Whether ``data`` has every value of ``wanted``; what it has besides is blank or a new setting."""
    if isinstance(wanted, dict) and isinstance(data, dict):
        return all(key in data and holds(data[key], value) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(data, list):
        return len(wanted) == len(data) and all(map(holds, data, wanted))
    return bool(data == wanted) or (wanted is None and isinstance(data, dict) and not any(data.values()))


@pytest.mark.long
def test_any_text_of_the_kit_leaves_every_value_of_the_team() -> None:
    chance, merged_texts = random.Random(1), 0
    for _ in range(500):
        mine = random_mapping(chance)
        theirs = mine.replace("1", "7").replace("oui", "non") if chance.random() < 0.7 else random_mapping(chance)
        merged, _names = merge_values(f"# Nouveau\n{theirs}", mine)
        own = yaml_reader.parse(mine)
        merged_texts += merged != mine
        assert merged == mine or holds(yaml_reader.parse(merged).data, own.data), (mine, theirs)
    assert merged_texts > 50
