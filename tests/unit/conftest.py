"""A place on the disk, whose files a test may change."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.copies import copy_folder
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import apply_answers, complete_answers


@pytest.fixture(scope="session")
def sound_place(new_place: NewPlace, shared_folder: SharedFolder) -> Path:
    """A place without a fault. Not to be changed."""

    def make(folder: Path) -> None:
        place = new_place(folder / "place")
        answers = {"space_name": "Fil d’exemple", "coworking_operator": "A", "mediation_operator": "B"}
        assert apply_answers(place, complete_answers(answers)) == 0

    return shared_folder("sound-place", make) / "place"


@pytest.fixture
def place(sound_place: Path, tmp_path: Path) -> Path:
    """The sources of a place without a fault; its theme is that of ``sound_place``."""
    root = tmp_path / "place"
    copy_folder(sound_place, root, "config", "content", "governance", "overrides", "vocabulary")
    (root / "theme").symlink_to(sound_place / "theme")
    return root
