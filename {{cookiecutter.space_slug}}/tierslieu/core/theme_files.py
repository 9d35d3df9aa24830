"""Theme files by name relative to ``theme/`` or ``overrides/`` (which wins); paths are relative to the place."""

from __future__ import annotations

from pathlib import Path

OVERRIDES, THEME = "overrides", "theme"
#: The first of these that holds a file wins.
FOLDERS = (OVERRIDES, THEME)


def theme_file(root: Path, name: str) -> str | None:
    """The path of the file ``name``; None when neither folder has it."""
    return next((f"{folder}/{name}" for folder in FOLDERS if (root / folder / name).is_file()), None)


def theme_files(root: Path, folder: str, pattern: str) -> dict[str, str]:
    """The paths of the files below ``folder`` that match ``pattern`` (of ``Path.glob``), by name relative to it."""
    files: dict[str, str] = {}
    for top in reversed(FOLDERS):
        base = root / top / folder
        names = (path.relative_to(base).as_posix() for path in base.glob(pattern) if path.is_file())
        files |= {name: f"{top}/{folder}/{name}" for name in names}
    return dict(sorted(files.items()))


def theme_folders(root: Path, *names: str) -> list[Path]:
    """Those of the folders ``names`` that exist, all of the team's own first."""
    folders = (root / top / name for top in FOLDERS for name in names)
    return [folder for folder in folders if folder.is_dir()]
