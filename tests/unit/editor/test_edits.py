"""Edits of files change the value that was meant and nothing else, or change nothing and say why."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.fixtures import NewPlace
from support.generated_places import (
    TERRITORIES,
    TODAY,
    apply_answers,
    complete_answers,
    furnish,
    territory_answers,
)

from tierslieu.check.apply_rules import checked_facts
from tierslieu.core import yaml_reader
from tierslieu.core.paths import PRICES, SPACE
from tierslieu.core.problems import Problems
from tierslieu.core.yaml_edit import Inline, UneditableYaml
from tierslieu.editor.edits import Conflicts, Edit, Sentinel, drafts_of, save
from tierslieu.model import Space

#: What people type, in ways that YAML could misread.
AWKWARD = [
    "« oui » # note",
    "0477000000",
    "9,50 €",
    "non",
    "12:30",
    "Nom: suite",
    "- tiret",
    "{accolade}",
    "l’été",
    "",
    "~",
    "!x",
]


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def scalars(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict):
        for key, item in data.items():
            yield from scalars(item, (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from scalars(item, (*path, index))
    elif path:
        yield path


def with_value(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(data, list):
        return [with_value(item, path[1:], value) if index == path[0] else item for index, item in enumerate(data)]
    return {key: with_value(item, path[1:], value) if key == path[0] else item for key, item in data.items()}


@pytest.mark.parametrize(
    ("territory", "count"),
    [pytest.param(path.stem, 150, marks=pytest.mark.slow) for path in TERRITORIES] + [("fil-numerique", 30)],
)
def test_a_random_edit_changes_one_value_and_no_other_byte(
    new_place: NewPlace, tmp_path: Path, territory: str, count: int
) -> None:
    root = new_place(tmp_path / "place")
    source = next(path for path in TERRITORIES if path.stem == territory)
    assert apply_answers(root, complete_answers(territory_answers(source))) == 0
    if territory == "fil-numerique":
        furnish(root, territory)
    texts = {
        path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted((root / "config").glob("*.yaml"))
    }
    places = [(file, path) for file, text in texts.items() for path in scalars(yaml_reader.parse(text).data)]
    draw = random.Random(count)
    for _ in range(count):
        file, path = draw.choice(places)
        value = draw.choice(AWKWARD)
        before = yaml_reader.parse(texts[file]).data
        draft = drafts_of(root, [Edit(file, path, value or None)])[file]
        assert draft is not None
        after = draft.decode("utf-8")
        assert yaml_reader.parse(after).data == with_value(before, path, value or None), (file, path, value)
        lines, others = texts[file].splitlines(), after.splitlines()
        changed = [number for number, (one, other) in enumerate(zip(lines, others, strict=False)) if one != other]
        assert len(lines) == len(others) and len(changed) <= 1, (file, path, value)


@pytest.mark.long
def test_an_edit_is_checked_then_written(place: Path) -> None:
    before = files_of(place)
    assert save(place, TODAY, [Edit(SPACE, ("contact", "phone"), "04 65 71 00 42")]) == [SPACE]
    after = files_of(place)
    assert {path for path in after if after[path] != before.get(path)} == {SPACE}
    assert b"\n  phone: " in after[SPACE] and b"04 65 71 00 42" in after[SPACE]


@pytest.mark.long
def test_what_the_check_refuses_is_not_written(place: Path) -> None:
    before = files_of(place)
    with pytest.raises(Problems) as raised:
        save(
            place,
            TODAY,
            [Edit(SPACE, ("address", "postal_code"), "4230"), Edit(SPACE, ("contact", "phone"), "04 65 71 00 42")],
        )
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == (
        SPACE,
        1 + before[SPACE].decode().splitlines().index('  postal_code: "42300"'),
    )
    assert files_of(place) == before


@pytest.mark.long
def test_an_error_that_was_there_before_stops_no_other_edit(place: Path) -> None:
    """The place is handed on as it was checked, and only without errors: what is shown is what a reading would give."""
    saved: list[Any] = []

    def keep(space: Space | None, files: Collection[str]) -> None:
        saved.append((space, list(files)))

    file = place / SPACE
    file.write_text(file.read_text("utf-8").replace('"42300"', '"423"'), encoding="utf-8")
    assert save(place, TODAY, [Edit(SPACE, ("territory",), "Roannais")], keep) == [SPACE]
    assert save(place, TODAY, [Edit(SPACE, ("address", "postal_code"), "42300")], keep) == [SPACE]
    assert saved == [(None, [SPACE]), (checked_facts(place, TODAY), [SPACE])]


def test_what_somebody_else_changed_meanwhile_is_kept_and_shown(place: Path) -> None:
    file = place / SPACE
    file.write_text(file.read_text("utf-8").replace('"Grand Roanne"', '"Roannais"'), encoding="utf-8")
    before = files_of(place)
    edits = [
        Edit(SPACE, ("territory",), "Roanne", seen="Grand Roanne"),
        Edit(SPACE, ("name",), "Le Fil", seen="Fil numérique"),
    ]
    with pytest.raises(Conflicts) as raised:
        save(place, TODAY, edits)
    ((edit, found),) = raised.value.found
    assert (edit.path, found) == (("territory",), "Roannais") and files_of(place) == before
    assert save(place, TODAY, edits[1:]) == [SPACE]  # another value of the same file


def test_what_is_missing_above_a_value_is_written_with_it(place: Path) -> None:
    edits = [
        Edit(PRICES, ("audiences", "reduced"), "Étudiantes et étudiants"),
        Edit(PRICES, ("grids", 0, "reduced", "day"), Inline("10.00")),
        Edit(SPACE, ("equipment",), Inline("[Wi-Fi, Imprimante]")),
        Edit(SPACE, ("transport", 0), {"mode": "Bus", "name": "Ligne 1"}),
        Edit(PRICES, ("offers", "day", "label"), "La journée"),
        Edit(PRICES, ("passes", "pass", "validity_months"), Sentinel.REMOVED),
    ]
    assert save(place, TODAY, edits) == [PRICES, SPACE]
    prices, space = (yaml_reader.parse((place / file).read_text("utf-8")).data for file in (PRICES, SPACE))
    assert prices["audiences"] == {"reduced": "Étudiantes et étudiants"}
    assert prices["offers"]["day"]["label"] == "La journée" and "validity_months" not in prices["passes"]["pass"]
    assert str(prices["grids"][0]["reduced"]["day"]) == "10.00"
    assert space["equipment"] == ["Wi-Fi", "Imprimante"] and space["transport"] == [{"mode": "Bus", "name": "Ligne 1"}]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_header_and_the_text_of_a_page_are_edited_apart(place: Path, line_end: str) -> None:
    file = "content/fr/pages/contact.md"
    path = place / file
    text = path.read_text("utf-8").replace("\r\n", "\n").replace("\n", line_end)
    path.write_bytes(text.encode())
    _, _, body = text.partition(f"{line_end}---{line_end}")
    save(place, TODAY, [Edit(file, ("description",), "Où nous trouver.")])
    after = path.read_bytes().decode()
    assert after.endswith(body) and "Où nous trouver." in after and after.count("\r") in (0, after.count("\n"))
    save(place, TODAY, [Edit(file, (), "Bonjour." + line_end, seen=body)])
    assert path.read_bytes().decode().endswith(f"---{line_end}Bonjour.{line_end}")


def test_a_file_with_a_fault_is_left_to_be_opened_as_text(place: Path) -> None:
    file = place / SPACE
    file.write_text(file.read_text("utf-8") + "address: encore\n", encoding="utf-8")
    before = files_of(place)
    with pytest.raises(UneditableYaml):
        save(place, dt.date.today(), [Edit(SPACE, ("name",), "Autre")])
    assert files_of(place) == before
