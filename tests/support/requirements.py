"""What a test needs on this computer. Without it the test is skipped, or fails where ``REQUIRE_ALL=1``."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

#: Set in ``.ci/run``, where no test may be skipped.
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def require_program(program: str, *others: str) -> str:
    """The path of ``program``, or of the first of ``others`` that is installed."""
    path = next((path for name in (program, *others) if (path := shutil.which(name))), None)
    return path or skip_or_fail(f"{program} is not installed")


def require_file(path: Path) -> Path:
    """``path``, which must exist."""
    return path if path.exists() else skip_or_fail(f"{path.name} is not here")


def require_library(name: str) -> None:
    """Skip the test without the library ``name``, which a place installs on its first use."""
    if find_spec(name) is None:
        skip_or_fail(f"{name} is not installed")


def require_linux() -> None:
    """Skip the test elsewhere: hooks learn how their parent was started from ``/proc`` alone."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells a program how its parent was started")


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test for ``reason``, or fail it where no test may be skipped."""
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)
