"""Downloads what ``./lieu`` installs, so that a place can be prepared without network, later or elsewhere.

Unlike the rest of this room, it only runs in the engine, with its Python.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from .venv import LOCKS, WHEELS, pip_command, pip_options, run_with_progress


class System(NamedTuple):
    """A system: its ``sys.platform``, its ``platform.machine()``, and the platform tags of its wheels."""

    platform: str
    machine: str
    tags: tuple[str, ...]


_GLIBC = range(5, 40)  # 2.5 is the oldest for which there are wheels (PEP 600)
#: The systems for which ``make lock``, in the kit, checks that every library has a wheel.
SYSTEMS = (
    *(
        System("linux", arch, tuple(f"manylinux_2_{minor}_{arch}" for minor in _GLIBC))
        for arch in ("x86_64", "aarch64")
    ),
    *(System("darwin", arch, (f"macosx_15_0_{arch}",)) for arch in ("x86_64", "arm64")),  # and older versions
    System("win32", "AMD64", ("win_amd64",)),
)


def download_wheels(root: Path, *, every_system: bool) -> int:
    """Replace the folder of wheels by all that the locks name, for this Python; returns the size in bytes.

    The wheels are those of this computer, or of ``SYSTEMS``. Raises ``VenvFailure``, and leaves the folder as it was.
    """
    new, folder = root / f".{WHEELS}.new", root / WHEELS
    shutil.rmtree(new, ignore_errors=True)
    try:
        for lock in LOCKS:
            path = root / "tierslieu" / lock
            if every_system:
                for system in SYSTEMS:
                    _download_for(system, path, new)
            else:
                _download(new, *pip_options(path))
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return sum(path.stat().st_size for path in folder.iterdir())


def _download_for(system: System, lock: Path, folder: Path) -> None:
    # pip chooses wheels for another system, but evaluates the conditions of requirements for this one.
    with tempfile.TemporaryDirectory() as name:
        own_lock = Path(name, lock.name)
        own_lock.write_text("\n".join(requirements_for(system, lock.read_text(encoding="utf-8"))), encoding="utf-8")
        python = "{}.{}".format(*sys.version_info[:2])
        platforms = [option for tag in system.tags for option in ("--platform", tag)]
        _download(folder, *pip_options(own_lock), "--python-version", python, *platforms)


def requirements_for(system: System, lock: str) -> Iterator[str]:
    """The requirements of ``lock`` that hold for ``system``, with their hashes and without the condition."""
    markers = import_module("pip._vendor.packaging.markers")
    environment = {"sys_platform": system.platform, "platform_machine": system.machine}
    for entry in re.findall(r"^[^\s#].*(?:\n\s.*)*", lock, re.MULTILINE):
        requirement, _, hashes = entry.partition(" \\\n")
        requirement, _, condition = requirement.partition(" ; ")
        if not condition or markers.Marker(condition).evaluate(environment):
            yield f"{requirement} \\\n{hashes}"


def _download(folder: Path, *options: str) -> None:
    command = [*pip_command(Path(sys.executable)), "download", "--no-deps", "--progress-bar", "off"]
    run_with_progress([*command, "--dest", str(folder), *options])
