"""What a test needs of the computer it runs on: skipped with the reason, or failed where nothing may be missing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

#: Set in ``.ci/run``: nothing may be missing there.
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def require_program(program: str, *others: str) -> str:
    """The path of ``program``, or of the first of ``others`` that is here."""
    found = next((path for name in (program, *others) if (path := shutil.which(name))), None)
    return found or skip_or_fail(f"{program} is not installed")


def require_file(path: Path) -> Path:
    """``path``, which must exist."""
    return path if path.exists() else skip_or_fail(f"{path.name} is not here")


def require_linux() -> None:
    """Some things a hook can only learn where ``/proc`` exists."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells a program how its parent was started")


def skip_or_fail(reason: str) -> str:
    """Skip the test for ``reason``; fail it where nothing may be missing."""
    decide: Callable[[str], None] = pytest.fail if REQUIRE_ALL else pytest.skip  # type: ignore[assignment]
    decide(reason)
    raise AssertionError(reason)
