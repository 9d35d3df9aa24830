"""A kit with versions, and places born of each, made once for the whole run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bake.teams import VERSIONS, Team, first, second, third
from baking import REPOSITORY, TEMPLATE_NAME, answers_of, commit, git

from tierslieu.lineage.render import complete, render
from tierslieu.local.birth import make_repository, write_lineage


@pytest.fixture(scope="session")
def released(once: Callable[..., Path], kit: Path) -> Path:
    """The kit with three versions, each tagged."""

    def make(folder: Path) -> None:
        copy = shutil.copytree(kit, folder / "kit")
        first(copy / TEMPLATE_NAME)
        for version, change in zip(VERSIONS, (lambda _: None, second, third), strict=True):
            change(copy)
            commit(copy, version)
            git(copy, "tag", version)

    return once("released", make) / "kit"


@pytest.fixture(scope="session")
def born(once: Callable[..., Path], released: Path) -> Callable[[str], Path]:
    """``born(version)``: a place of that version, as it was on its first day."""

    def born(version: str) -> Path:
        def make(folder: Path) -> None:
            kit, place = folder / "kit", folder / "place"
            git(folder, "clone", "--quiet", "--branch", version, str(released), str(kit))
            place.mkdir()
            answers = answers_of(REPOSITORY / "docs/territories/fil-numerique.yaml")
            head = git(kit, "rev-parse", "HEAD")
            whole = complete(kit, answers)
            render(kit, place, whole, str(released), head)
            write_lineage(place, str(released), head, None, whole)
            make_repository(place, "Fil numérique", "fr")
            git(place, "reset", "--quiet", "--hard")

        return once(f"born/{version}", make) / "place"

    return born


@pytest.fixture
def team(born: Callable[[str], Path], released: Path, tmp_path: Path, home: Path) -> Callable[..., Team]:
    """``team(version)``: a place of its own to edit."""

    def team(version: str = VERSIONS[0]) -> Team:
        return Team(Path(shutil.copytree(born(version), tmp_path / "place")), released)

    return team
