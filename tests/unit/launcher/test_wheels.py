"""What ``./lieu vendor`` downloads for each system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.paths import ENGINE

from tierslieu.launcher import wheels
from tierslieu.launcher.venv import BASE, LOCKS, VenvFailure
from tierslieu.launcher.wheels import SYSTEMS, System, download_wheels, requirements_for

LOCK = (ENGINE / BASE).read_text("utf-8")


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: f"{system.platform}-{system.machine}")
def test_a_system_has_one_version_of_each_library(system: System) -> None:
    requirements = [entry.splitlines()[0] for entry in requirements_for(system, LOCK)]
    names = [name.partition("==")[0] for name in requirements]
    assert sorted(set(names)) == sorted(names) == sorted(set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE)))
    assert not [requirement for requirement in requirements if ";" in requirement]


def test_a_mac_with_intel_has_the_last_version_made_for_it() -> None:
    def version(system: str, machine: str) -> str:
        entries = requirements_for(System(system, machine, ()), LOCK)
        return next(entry.split()[0] for entry in entries if entry.startswith("cryptography=="))

    assert version("darwin", "x86_64") != version("darwin", "arm64") == version("linux", "x86_64")


def test_hashes_stay_with_their_library() -> None:
    lock = """# header
a==1 ; sys_platform == 'win32' \\
    --hash=sha256:aa
b==2 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
"""
    assert list(requirements_for(System("linux", "x86_64", ()), lock)) == [
        "b==2 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc"
    ]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "tierslieu").mkdir()
    for lock in LOCKS:
        (tmp_path / "tierslieu" / lock).write_text("b==2 \\\n    --hash=sha256:bb\n", "utf-8")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "old.whl").write_bytes(b"old")
    return tmp_path


@pytest.mark.parametrize("every_system", [False, True])
def test_the_folder_is_replaced(place: Path, monkeypatch: pytest.MonkeyPatch, every_system: bool) -> None:
    commands: list[list[str]] = []

    def run_with_progress(command: list[str]) -> None:
        folder = Path(command[command.index("--dest") + 1])
        folder.mkdir(exist_ok=True)
        (folder / f"{len(commands)}.whl").write_bytes(b"new")
        commands.append(command)

    monkeypatch.setattr(wheels, "run_with_progress", run_with_progress)
    size = download_wheels(place, every_system=every_system)
    names = {path.name for path in (place / "vendor").iterdir()}
    count = len(LOCKS) * (len(SYSTEMS) if every_system else 1)
    assert names == {f"{number}.whl" for number in range(count)} and size == 3 * count
    assert all("--require-hashes" in command and ":all:" in command for command in commands)


def test_a_failed_download_leaves_the_folder_as_it_was(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_with_progress(command: list[str]) -> None:
        raise VenvFailure("network")

    monkeypatch.setattr(wheels, "run_with_progress", run_with_progress)
    with pytest.raises(VenvFailure):
        download_wheels(place, every_system=False)
    assert [path.name for path in (place / "vendor").iterdir()] == ["old.whl"]
    assert not list(place.glob(".*.new"))
