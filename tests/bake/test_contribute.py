"""Giving back: what a team improved reaches the kit without anything that is only theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.edited_places import EditedPlace
from support.generated_places import TODAY, git, run_checked

from tierslieu.check.apply_rules import checked_facts
from tierslieu.core.problems import Problems
from tierslieu.lineage.contribute import TEMPLATE, contribute

CHARTER = "governance/fr/charte.md"


def refused(team: EditedPlace, *paths: str) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(Problems) as raised:
        contribute(checked_facts(team.place, TODAY), [str(team.place / path) for path in paths], "Essai")
    return [(problem.code, problem.file, problem.line) for problem in raised.value.problems]


def offered(team: EditedPlace, *paths: str) -> str:
    return contribute(
        checked_facts(team.place, TODAY), [str(team.place / path) for path in paths], "Une clause utile"
    ).patch


def append(team: EditedPlace, path: str, text: str) -> int:
    """Add a line at the end of a file; returns its number."""
    before = team.read(path)
    team.write(path, before + text + "\n")
    return before.count("\n") + 1


def test_facts_become_placeholders_and_the_patch_applies_to_the_kit(
    edited_place: Callable[..., EditedPlace],
    tmp_path: Path,
) -> None:
    ours = edited_place()
    append(
        ours,
        CHARTER,
        "\nÀ Fil numérique (Grand Roanne), la journée coûte 15 € et le mois 280,00 € chez Coopérative Exemple.",
    )
    ours.write("vocabulary/activity_formats/tricot.yaml", ours.read("vocabulary/activity_formats/barcamp.yaml"))
    patch = offered(ours, CHARTER, "vocabulary/activity_formats/tricot.yaml")
    added = [line[1:] for line in patch.splitlines() if line.startswith("+") and "{{ space.name }}" in line]
    assert added == [
        "À {{ space.name }} ({{ space.territory }}), la journée coûte {{ prices.day }} et le mois {{ prices.month }} chez "
        "{{ services.coworking.operator.called }}."
    ]
    git(tmp_path, "clone", "--quiet", "--branch", "1.0.0", str(ours.kit), "kit")
    (tmp_path / "offer.patch").write_text(patch, encoding="utf-8", newline="\n")
    run_checked(
        ["git", "-c", "user.name=K", "-c", "user.email=k@x", "am", "-q", str(tmp_path / "offer.patch")],
        tmp_path / "kit",
    )
    assert "prices.day" in (tmp_path / "kit" / TEMPLATE / CHARTER).read_text(encoding="utf-8")
    assert git(tmp_path / "kit", "log", "-1", "--format=%s") == "Une clause utile"


def test_what_is_left_of_the_place_is_refused_with_its_line(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    line = append(ours, CHARTER, "La caution est de 50 euros.")
    assert refused(ours, CHARTER) == [("contribute.fact", CHARTER, line)]
    line = append(ours, "theme/static/site.css", "/* vu à Roanne */")
    assert refused(ours, "theme/static/site.css") == [("contribute.fact", "theme/static/site.css", line)]


def test_only_what_the_team_changed_is_judged(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    append(ours, "tierslieu/i18n/formatting.py", "# Une remarque")
    assert "+# Une remarque" in offered(ours, "tierslieu/i18n/formatting.py")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("config/prices.yaml", "contribute.own"),
        (CHARTER, "contribute.same"),
        ("governance/fr/rien.md", "contribute.missing"),
    ],
)
def test_what_can_not_be_offered_is_told(edited_place: Callable[..., EditedPlace], path: str, code: str) -> None:
    assert refused(edited_place(), path) == [(code, path, None)]


def test_what_can_not_be_compared_is_told(edited_place: Callable[..., EditedPlace]) -> None:
    ours = edited_place()
    picture = "theme/static/dessin.png"
    (ours.place / picture).write_bytes(b"\x89PNG\xff\xfe")
    assert refused(ours, picture) == [("contribute.unreadable", picture, None)]
    append(ours, CHARTER, "Une phrase.")
    git(ours.place, "branch", "--quiet", "-D", "kit")
    assert refused(ours, CHARTER) == [("contribute.no_kit", None, None)]
