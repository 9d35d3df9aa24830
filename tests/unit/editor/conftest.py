"""A place with answers, and the editor opened on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.editor_client import EditorClient
from support.fixtures import NewPlace
from support.generated_places import FIL_NUMERIQUE, TODAY, apply_answers, complete_answers, territory_answers


@pytest.fixture
def place(new_place: NewPlace, tmp_path: Path) -> Path:
    root = new_place(tmp_path / "place")
    assert apply_answers(root, complete_answers(territory_answers(FIL_NUMERIQUE))) == 0
    return root


@pytest.fixture
def client(place: Path) -> EditorClient:
    return EditorClient(place, today=lambda: TODAY).enter()
