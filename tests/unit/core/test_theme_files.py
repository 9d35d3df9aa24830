"""A file of ``overrides/`` replaces that of the same name in ``theme/``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tierslieu.core.theme_files import theme_file, theme_files, theme_folders


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("theme/static/a.css", "theme/static/b/c.css", "overrides/static/a.css", "overrides/static/d.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_the_file_of_the_team_wins(place: Path) -> None:
    assert theme_file(place, "static/a.css") == "overrides/static/a.css"
    assert theme_file(place, "static/b/c.css") == "theme/static/b/c.css"
    assert theme_file(place, "static/d.svg") == "overrides/static/d.svg"
    assert theme_file(place, "static/b") is theme_file(place, "static/e.svg") is None


def test_files_are_listed_once_by_name(place: Path) -> None:
    assert list(theme_files(place, "static", "**/*").items()) == [
        ("a.css", "overrides/static/a.css"), ("b/c.css", "theme/static/b/c.css"), ("d.svg", "overrides/static/d.svg"),
    ]  # fmt: skip
    assert list(theme_files(place, "static", "*.css")) == ["a.css"]
    assert theme_files(place, "fonts", "*") == {}


def test_folders_of_the_team_come_first(place: Path) -> None:
    folders = theme_folders(place, "static", "static/b", "fonts")
    assert [folder.relative_to(place).as_posix() for folder in folders] == [
        "overrides/static", "theme/static", "theme/static/b",
    ]  # fmt: skip
