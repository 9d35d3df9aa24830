"""What an update does to texts, tried without a place: values that stay, migrations."""

from __future__ import annotations

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
