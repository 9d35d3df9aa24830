"""The files that a person double-clicks to open the place: one for each system, in the folder « Ouvrir le lieu »."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from support.paths import TEMPLATE

FOLDER = TEMPLATE / "Ouvrir le lieu"
posix = pytest.mark.skipif(os.name == "nt", reason="a script of sh")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place whose tool only prints its arguments and fails if asked to; its path has what paths can have."""
    root = tmp_path / "l’été d'un lieu 50% & co"
    shutil.copytree(FOLDER, root / FOLDER.name)
    (root / "lieu").write_text('#!/bin/sh\necho "$@"\nexit "${STATUS:-0}"\n', "utf-8")
    (root / "lieu").chmod(0o755)
    (root / "lieu.cmd").write_bytes(b"@echo off\r\necho %*\r\nif defined STATUS exit /b %STATUS%\r\nexit /b 0\r\n")
    return root


def run(command: list[str], folder: Path, **variables: str) -> tuple[int, str, str]:
    """The command as a desktop runs it, from another folder; somebody presses Enter at the end."""
    result = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, input="\n", capture_output=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip
    return result.returncode, result.stdout, result.stderr


def launcher(place: Path) -> list[str]:
    return [str(place / FOLDER.name / ("Windows.cmd" if os.name == "nt" else "macOS.command"))]


def desktop_command(file: str) -> list[str]:
    """The command of ``Linux.desktop``, read as the Desktop Entry Specification asks (string, then quoting)."""
    entries = configparser.RawConfigParser(strict=True, interpolation=None)
    entries.optionxform = str  # type: ignore[assignment,method-assign]
    entries.read(FOLDER / "Linux.desktop", "utf-8")
    entry = entries["Desktop Entry"]
    assert entry["Type"] == "Application" and entry["Terminal"] == "true" and "Path" not in entry
    pairs = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', entry["Exec"].replace("\\\\", "\\"))
    words = [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in pairs]
    assert words.count("%k") == 1 and not [word for word in words if "%" in word and word != "%k"]
    return [file if word == "%k" else word for word in words]


def test_a_double_click_opens_the_editor_from_any_folder(place: Path, tmp_path: Path) -> None:
    status, output, _ = run(launcher(place), tmp_path)
    assert (status, output.strip()) == (0, "edit")


@posix
@pytest.mark.parametrize("as_address", [False, True], ids=["path", "address"])
def test_the_desktop_file_opens_the_place_that_it_stands_in(place: Path, tmp_path: Path, as_address: bool) -> None:
    """Desktops give its path, or, some of them, its address."""
    file = str(place / FOLDER.name / "Linux.desktop")
    status, output, _ = run(desktop_command(f"file://{quote(file)}" if as_address else file), tmp_path)
    assert (status, output.strip()) == (0, "edit")


def test_what_prevents_it_stays_on_the_screen_until_somebody_has_read_it(place: Path, tmp_path: Path) -> None:
    status, output, errors = run(launcher(place), tmp_path, STATUS="3")
    assert status == 1 and "Le lieu ne s" in output + errors and "The place did not open" in output + errors


def test_the_files_start_on_their_system() -> None:
    """Git keeps what begins with a shebang executable, see ``core.git.first_commit``; cmd wants its own line ends."""
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {"Windows.cmd", "macOS.command", "Linux.desktop"}
    for name in names - {"Windows.cmd"}:
        data = (FOLDER / name).read_bytes()
        assert data.startswith(b"#!") and (b"\r" not in data or os.name == "nt")
        assert os.name == "nt" or (FOLDER / name).stat().st_mode & 0o111
    script = (FOLDER / "Windows.cmd").read_bytes()
    assert script.isascii() and script.count(b"\n") == script.count(b"\r\n")
    lines = script.decode().splitlines()
    assert lines[-1].startswith('call "%%lieu%%" edit && exit /b 0 ||') and lines[-1].endswith("pause & exit /b 1")
    assert "setlocal EnableExtensions DisableDelayedExpansion" in lines
