"""A kit with versions, and places born of each, made once for the whole run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.edited_places import (
    PUBLISHED_VERSIONS,
    TEST_VERSIONS,
    EditedPlace,
    make_first_version,
    make_second_version,
    make_third_version,
)
from support.generated_places import clone_kit, commit_all, git, run, territory_answers
from support.paths import KIT, TEMPLATE_NAME
from support.requirements import skip_or_fail

from tierslieu.generation.origin import make_repository, write_lineage
from tierslieu.lineage.kit_render import complete, render
from tierslieu.lineage.kit_repository import fetch
from tierslieu.lineage.recorded import read_lineage
from tierslieu.lineage.update import _pristine

#: What neither birth nor update needs of a kit: without it, a test takes a third of the time.
_HEAVY = ("docs", "tests", "tools", *(f"{TEMPLATE_NAME}/theme/{name}" for name in ("components", "documents")),
          *(f"{TEMPLATE_NAME}/tierslieu/{name}" for name in ("check", "documents", "exports", "site", "workbook")))  # fmt: skip


@pytest.fixture(scope="session")
def released_kit(shared_folder: Callable[..., Path], kit: Path) -> Path:
    """The kit with three versions, each tagged."""

    def make(folder: Path) -> None:
        copy = shutil.copytree(kit, folder / "kit")
        for path in _HEAVY:
            shutil.rmtree(copy / path)
        make_first_version(copy / TEMPLATE_NAME)
        for version, change in zip(
            TEST_VERSIONS, (lambda _: None, make_second_version, make_third_version), strict=True
        ):
            change(copy)
            commit_all(copy, version)
            git(copy, "tag", version)

    return shared_folder("released", make) / "kit"


@pytest.fixture(scope="session")
def place_of_version(shared_folder: Callable[..., Path], released_kit: Path) -> Callable[[str], Path]:
    """``born(version)``: a place of that version, as it was on its first day."""
    return lambda version: (
        shared_folder(f"born/{version}", lambda folder: _birth(released_kit, version, folder)) / "place"
    )


def _birth(released: Path, version: str, folder: Path) -> None:
    kit, place = folder / "kit", folder / "place"
    git(folder, "clone", "--quiet", "--shared", str(released), str(kit))
    git(kit, "checkout", "--quiet", version)
    place.mkdir()
    answers = complete(kit, territory_answers(KIT / "docs/territories/fil-numerique.yaml"))
    head = git(kit, "rev-parse", "HEAD")
    render(kit, place, answers, str(released), head)
    write_lineage(place, str(released), head, None, answers)
    make_repository(place, "Fil numérique", "fr")
    git(place, "reset", "--quiet", "--hard")


@pytest.fixture
def edited_place(
    place_of_version: Callable[[str], Path], released_kit: Path, tmp_path: Path, home: Path
) -> Callable[..., EditedPlace]:
    """``team(version)``: a place of its own to edit."""

    def edited_place(version: str = TEST_VERSIONS[0]) -> EditedPlace:
        return EditedPlace(Path(shutil.copytree(place_of_version(version), tmp_path / "place")), released_kit)

    return edited_place


# --- The versions that were published ---


@pytest.fixture(scope="session")
def kit_with_history(shared_folder: Callable[..., Path]) -> Path:
    """The kit as it is now, with its past."""
    return shared_folder("history", lambda folder: clone_kit(folder / "kit")) / "kit"


@pytest.fixture(scope="session")
def place_of_published_version(shared_folder: Callable[..., Path], kit_with_history: Path) -> Callable[[str], Path]:
    """``born_of_old(version)``: a place made by a version that was published, as it was on its first day."""
    published = {one["version"]: one["commit"] for one in PUBLISHED_VERSIONS}

    def place_of_published_version(version: str) -> Path:
        commit = published[version]
        if run(["git", "cat-file", "-e", f"{commit}^{{commit}}"], kit_with_history).status:
            skip_or_fail(f"the past of the kit, down to version {version}, is not in this clone")
        return (
            shared_folder(f"born_of_old/{version}", lambda folder: _birth(kit_with_history, commit, folder)) / "place"
        )

    return place_of_published_version


@pytest.fixture(scope="session")
def current_kit_tree(
    shared_folder: Callable[..., Path], place_of_published_version: Callable[[str], Path], kit_with_history: Path
) -> Callable[[str], str]:
    """``given_now(version)``: the tree of what the kit now gives to a place of that version, in its repository."""

    def current_kit_tree(version: str) -> str:
        place = place_of_published_version(version)

        def make(folder: Path) -> None:
            lineage = read_lineage(place)
            kit = fetch(lineage, None, folder / "kit")
            commit = _pristine(place, kit, lineage, kit.commit)
            git(place, "repack", "-a", "-d", "-k", "-q")  # as one file: places are copied
            (folder / "tree").write_text(git(place, "rev-parse", f"{commit}^{{tree}}"), encoding="utf-8")

        return (shared_folder(f"given_now/{version}", make) / "tree").read_text(encoding="utf-8")

    return current_kit_tree


@pytest.fixture
def old_place(
    place_of_published_version: Callable[[str], Path], kit_with_history: Path, tmp_path: Path, home: Path
) -> Callable[[str], EditedPlace]:
    """``old_team(version)``: a place made by a version that was published, to edit."""
    return lambda version: EditedPlace(
        Path(shutil.copytree(place_of_published_version(version), tmp_path / "place")), kit_with_history
    )
