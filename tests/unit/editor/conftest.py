"""A place with answers, and the editor opened on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import repositories
from support.editor_client import EditorClient
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import FIL_NUMERIQUE, TODAY, apply_answers, complete_answers, territory_answers


@pytest.fixture(scope="session")
def answered_place(new_place: NewPlace, shared_folder: SharedFolder) -> Path:
    """The place of the example's answers, in a repository without commits. Not to be changed."""

    def make(folder: Path) -> None:
        root = new_place(folder / "place")
        assert apply_answers(root, complete_answers(territory_answers(FIL_NUMERIQUE))) == 0
        repositories.read_into_repository(root)

    return shared_folder("answered-place", make) / "place"


@pytest.fixture
def place(answered_place: Path, tmp_path: Path) -> Path:
    """A place of the test's own, which is no repository."""
    return repositories.copy_files(answered_place, tmp_path / "place")


@pytest.fixture
def repository(place: Path, answered_place: Path) -> Path:
    """``place``, in a repository without commits."""
    return repositories.copy_repository(answered_place, place)


@pytest.fixture
def known_author(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git knows who saves, as on the computer of somebody who has saved before."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Une bénévole")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "benevole@lieu.example")


@pytest.fixture
def client(place: Path) -> EditorClient:
    return EditorClient(place, today=lambda: TODAY).enter()
