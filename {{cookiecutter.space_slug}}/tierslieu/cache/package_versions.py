"""The versions of the packages that make files, for the keys of cached files."""

from __future__ import annotations

import sys
from functools import cache
from glob import glob
from pathlib import Path


@cache
def package_version(package: str) -> str:
    """The version of an installed package, from the name of its ``.dist-info`` folder.

    ``importlib.metadata`` would read the same from the files in it, and take a tenth of the start of a build.
    """
    for folder in sys.path:
        for path in sorted(glob(f"{package}-*.dist-info", root_dir=folder)):  # noqa: PTH207 - some are no folders
            return Path(path).stem.removeprefix(f"{package}-")
    from importlib.metadata import version

    return version(package)
