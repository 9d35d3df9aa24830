"""Contributions: the changes of a team become a patch for the kit without the facts of their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.edited_places import EditedPlace
from support.fixtures import EditPlace
from support.generated_places import TODAY, git, run_checked

from tierslieu.check.apply_rules import checked_facts
from tierslieu.core.problems import Problems
from tierslieu.lineage.contribute import TEMPLATE, contribute

CHARTER = "governance/fr/charte.md"


def problems_of(place: EditedPlace, *paths: str) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(Problems) as raised:
        contribute(checked_facts(place.root, TODAY), [str(place.root / path) for path in paths], "Essai")
    return [(problem.code, problem.file, problem.line) for problem in raised.value.problems]


def patch_of(place: EditedPlace, *paths: str) -> str:
    return contribute(
        checked_facts(place.root, TODAY), [str(place.root / path) for path in paths], "Une clause utile"
    ).patch


def append(place: EditedPlace, path: str, text: str) -> int:
    """Add a line at the end of a file; returns its number."""
    before = place.read(path)
    place.write(path, before + text + "\n")
    return before.count("\n") + 1


@pytest.mark.long
def test_facts_become_placeholders_and_the_patch_applies_to_the_kit(
    edit_place: EditPlace,
    tmp_path: Path,
) -> None:
    place = edit_place()
    append(
        place,
        CHARTER,
        "\nÀ Fil numérique (Grand Roanne), la journée coûte 15 € et le mois 280,00 € chez Coopérative Exemple.",
    )
    place.write("vocabulary/activity_formats/tricot.yaml", place.read("vocabulary/activity_formats/barcamp.yaml"))
    patch = patch_of(place, CHARTER, "vocabulary/activity_formats/tricot.yaml")
    added = [line[1:] for line in patch.splitlines() if line.startswith("+") and "{{ space.name }}" in line]
    assert added == [
        "À {{ space.name }} ({{ space.territory }}), la journée coûte {{ prices.day }} et le mois {{ prices.month }} chez "
        "{{ services.coworking.operator.called }}."
    ]
    git(tmp_path, "clone", "--quiet", "--branch", "1.0.0", str(place.kit), "kit")
    (tmp_path / "offer.patch").write_text(patch, encoding="utf-8", newline="\n")
    run_checked(
        ["git", "-c", "user.name=K", "-c", "user.email=k@x", "am", "-q", str(tmp_path / "offer.patch")],
        tmp_path / "kit",
    )
    assert "prices.day" in (tmp_path / "kit" / TEMPLATE / CHARTER).read_text(encoding="utf-8")
    assert git(tmp_path / "kit", "log", "-1", "--format=%s") == "Une clause utile"


@pytest.mark.long
def test_a_fact_without_placeholder_is_refused_with_its_line(edit_place: EditPlace) -> None:
    place = edit_place()
    line = append(place, CHARTER, "La caution est de 50 euros.")
    assert problems_of(place, CHARTER) == [("contribute.fact", CHARTER, line)]
    line = append(place, "theme/static/site.css", "/* vu à Roanne */")
    assert problems_of(place, "theme/static/site.css") == [("contribute.fact", "theme/static/site.css", line)]


@pytest.mark.long
def test_only_the_changes_of_the_team_are_checked(edit_place: EditPlace) -> None:
    place = edit_place()
    append(place, "tierslieu/i18n/formatting.py", "# Une remarque")
    assert "+# Une remarque" in patch_of(place, "tierslieu/i18n/formatting.py")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("config/prices.yaml", "contribute.own"),
        (CHARTER, "contribute.same"),
        ("governance/fr/rien.md", "contribute.missing"),
    ],
)
def test_a_file_that_is_not_a_contribution_is_reported(edit_place: EditPlace, path: str, code: str) -> None:
    assert problems_of(edit_place(), path) == [(code, path, None)]


def test_a_file_that_cannot_be_compared_with_the_kit_is_reported(edit_place: EditPlace) -> None:
    place = edit_place()
    picture = "theme/static/dessin.png"
    (place.root / picture).write_bytes(b"\x89PNG\xff\xfe")
    assert problems_of(place, picture) == [("contribute.unreadable", picture, None)]
    append(place, CHARTER, "Une phrase.")
    git(place.root, "branch", "--quiet", "-D", "kit")
    assert problems_of(place, CHARTER) == [("contribute.no_kit", None, None)]
