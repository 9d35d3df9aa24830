"""The folder in which the place is made: chosen among those of this computer, never written over."""

from __future__ import annotations

import os
from pathlib import Path

from tierslieu.core import rules
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.lineage.kit_render import QUESTIONS_FILE

#: The most folders that are listed.
_MOST = 200


def read_parent(typed: str) -> Path:
    """The folder that ``typed`` names, without links in its path; raises ``RefusedAnswer``.

    It need not exist, if the folder that is to hold it does.
    """
    if not typed:
        raise RefusedAnswer("editor.new_no_folder", value=typed)
    if any(rules.text_fault(part) for part in Path(typed).parts) or len(typed) > 1_000:
        raise RefusedAnswer("editor.new_no_folder", value=typed)
    try:
        folder = Path(typed).expanduser()
        if not folder.is_absolute():
            raise RefusedAnswer("editor.new_relative_folder", value=typed)
        is_new = not os.path.lexists(folder)
        folder = folder.parent.resolve(strict=True) / folder.name if is_new else folder.resolve(strict=True)
    except FileNotFoundError:
        raise RefusedAnswer("editor.new_absent_folder", value=typed) from None
    except (OSError, RuntimeError, ValueError):
        raise RefusedAnswer("editor.new_no_folder", value=typed) from None
    existing = folder.parent if is_new else folder
    if not existing.is_dir() or folder.name == "..":
        raise RefusedAnswer("editor.new_no_folder", value=typed)
    for above in (folder, *folder.parents):
        if (above / "config" / "space.yaml").exists():
            raise RefusedAnswer("editor.new_in_place", value=typed)
        if (above / QUESTIONS_FILE).exists():
            raise RefusedAnswer("editor.new_in_kit", value=typed)
    if not os.access(existing, os.W_OK | os.X_OK):
        raise RefusedAnswer("editor.new_locked_folder", value=str(existing) if is_new else typed)
    return folder


def is_taken(parent: Path, short_name: str) -> bool:
    """Whether ``parent`` has something of that name, be it a link that leads nowhere."""
    return os.path.lexists(parent / short_name)


def folders_in(parent: Path) -> list[Path]:
    """The folders in ``parent`` that can be chosen, by name; hidden ones and links are left out."""
    try:
        folders = [path for path in parent.iterdir() if _is_shown(path)]
    except OSError:
        return []
    return sorted(folders, key=lambda path: path.name.casefold())[:_MOST]


def _is_shown(path: Path) -> bool:
    try:
        return not path.name.startswith(".") and path.is_dir() and not path.is_symlink()
    except OSError:
        return False
