"""Programs of others that judge what the kit makes, and the same built places as the browser tests have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support import built_places


@pytest.fixture(scope="session")
def built_place(shared_folder: Callable[..., Path], new_place: Callable[[Path], Path]) -> Callable[[str], Path]:
    """``place(name)``: one of ``places.PLACES``, built. Not to be changed."""
    return lambda name: (
        shared_folder(f"shown/{name}", lambda folder: built_places.build_place(name, new_place(folder / "place")))
        / "place"
    )
