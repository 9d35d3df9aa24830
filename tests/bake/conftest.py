"""Kits with several versions, and places made with each version: made once a run."""

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
from support.fixtures import EditPlace, OldPlace, PlaceOfVersion, SharedFolder
from support.generated_places import FIL_NUMERIQUE, clone_kit, commit_all, git, run, territory_answers
from support.paths import TEMPLATE_NAME
from support.requirements import skip_or_fail

from tierslieu.generation.origin import make_repository, write_lineage
from tierslieu.lineage.kit_render import complete, render
from tierslieu.lineage.kit_repository import fetch
from tierslieu.lineage.recorded import read_lineage
from tierslieu.lineage.update import _kit_snapshot

#: Folders of the kit that neither generation nor update needs: tests take a third of the time without them.
_UNUSED = ("docs", "tests", "tools", *(f"{TEMPLATE_NAME}/theme/{name}" for name in ("components", "documents")),
           *(f"{TEMPLATE_NAME}/tierslieu/{name}" for name in ("check", "documents", "exports", "site", "workbook")))  # fmt: skip


@pytest.fixture(scope="session")
def released_kit(shared_folder: SharedFolder, kit: Path) -> Path:
    """The kit with ``TEST_VERSIONS``, each tagged."""

    def make(folder: Path) -> None:
        copy = shutil.copytree(kit, folder / "kit")
        for path in _UNUSED:
            shutil.rmtree(copy / path)
        make_first_version(copy / TEMPLATE_NAME)
        changes: tuple[Callable[[Path], object], ...] = (lambda _: None, make_second_version, make_third_version)
        for version, change in zip(TEST_VERSIONS, changes, strict=True):
            change(copy)
            commit_all(copy, version)
            git(copy, "tag", version)

    return shared_folder("released-kit", make) / "kit"


@pytest.fixture(scope="session")
def place_of_version(shared_folder: SharedFolder, released_kit: Path) -> PlaceOfVersion:
    """``place_of_version(version)``: a new place of one of ``TEST_VERSIONS``."""
    return lambda version: (
        shared_folder(f"version/{version}", lambda folder: _make_place(released_kit, version, folder)) / "place"
    )


def _make_place(kit: Path, revision: str, folder: Path) -> None:
    clone, place = folder / "kit", folder / "place"
    git(folder, "clone", "--quiet", "--shared", str(kit), str(clone))
    git(clone, "checkout", "--quiet", revision)
    place.mkdir()
    answers = complete(clone, territory_answers(FIL_NUMERIQUE))
    head = git(clone, "rev-parse", "HEAD")
    render(clone, place, answers, str(kit), head)
    write_lineage(place, str(kit), head, None, answers)
    make_repository(place, "Fil numérique", "fr")
    git(place, "reset", "--quiet", "--hard")


@pytest.fixture
def edit_place(place_of_version: PlaceOfVersion, released_kit: Path, tmp_path: Path, home: Path) -> EditPlace:
    """``edit_place(version)``: a place of the test's own, of one of ``TEST_VERSIONS`` (the first by default)."""

    def edit_place(version: str = TEST_VERSIONS[0]) -> EditedPlace:
        return EditedPlace(Path(shutil.copytree(place_of_version(version), tmp_path / "place")), released_kit)

    return edit_place


# --- Published versions ---


@pytest.fixture(scope="session")
def kit_with_history(shared_folder: SharedFolder) -> Path:
    """A clone of the kit with its history; its last commit holds the working files."""
    return shared_folder("history", lambda folder: clone_kit(folder / "kit")) / "kit"


@pytest.fixture(scope="session")
def place_of_published_version(shared_folder: SharedFolder, kit_with_history: Path) -> PlaceOfVersion:
    """``place_of_published_version(version)``: a new place of one of ``PUBLISHED_VERSIONS``."""
    commits = {version["version"]: version["commit"] for version in PUBLISHED_VERSIONS}

    def place_of_published_version(version: str) -> Path:
        commit = commits[version]
        if run(["git", "cat-file", "-e", f"{commit}^{{commit}}"], kit_with_history).status:
            skip_or_fail(f"this clone lacks the history of the kit down to version {version}")
        name = f"published/{version}"
        return shared_folder(name, lambda folder: _make_place(kit_with_history, commit, folder)) / "place"

    return place_of_published_version


@pytest.fixture(scope="session")
def current_kit_tree(
    shared_folder: SharedFolder, place_of_published_version: PlaceOfVersion, kit_with_history: Path
) -> Callable[[str], str]:
    """``current_kit_tree(version)``: the git tree of what the current kit gives to the place of that published version.

    The tree is in the repository of ``place_of_published_version(version)``.
    """

    def current_kit_tree(version: str) -> str:
        place = place_of_published_version(version)

        def make(folder: Path) -> None:
            lineage = read_lineage(place)
            kit = fetch(lineage, None, folder / "kit")
            commit = _kit_snapshot(place, kit, lineage, kit.commit)
            git(place, "repack", "-a", "-d", "-k", "-q")  # one file is quicker to copy, with the place
            (folder / "tree").write_text(git(place, "rev-parse", f"{commit}^{{tree}}"), encoding="utf-8")

        return (shared_folder(f"kit-tree/{version}", make) / "tree").read_text(encoding="utf-8")

    return current_kit_tree


@pytest.fixture
def old_place(
    place_of_published_version: PlaceOfVersion, kit_with_history: Path, tmp_path: Path, home: Path
) -> OldPlace:
    """``old_place(version)``: a place of the test's own, of one of ``PUBLISHED_VERSIONS``."""
    return lambda version: EditedPlace(
        Path(shutil.copytree(place_of_published_version(version), tmp_path / "place")), kit_with_history
    )
