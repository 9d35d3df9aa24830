"""``public/`` made anew: what the last build left there is found again by all that it was made of, without reading it."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from tierslieu.cache import kept
from tierslieu.cache.file_stamps import StatKey, file_stamp
from tierslieu.core.atomic import AtomicFolder, add_files

#: What a build has to know of a file besides its bytes.
Notes = tuple[str | None, ...]


class Renewal(AtomicFolder):
    """The ``public/`` of the place in ``root``, where each file has a recipe (a digest of all that it was made of).

    A file of the last build is known while it looks, from outside, as it was left. The list of them is in ``.cache/``,
    which can be erased at any time; one that can't be read or written only makes the work longer.
    """

    def __init__(self, root: Path):
        super().__init__(root / "public")
        self._record = root / kept.FOLDER / "public.json"
        self._before = self._read()
        self._now: dict[str, tuple[str, Notes]] = {}

    def notes(self, path: str, recipe: str) -> Notes | None:
        """What was noted of the file at ``path``; None unless ``recipe`` made it and it is still there as written."""
        known = self._before.get(path)
        return known[1] if known and known[0] == recipe and known[2] == self._look(path) else None

    def made_by(self, recipe: str) -> list[str]:
        """The paths of all that ``recipe`` made; none unless all of it is still there as written."""
        paths = [path for path, known in self._before.items() if known[0] == recipe]
        return paths if all(self.notes(path, recipe) is not None for path in paths) else []

    def remember(self, path: str, recipe: str, *notes: str | None) -> None:
        """Note that the file at ``path`` is made by ``recipe``."""
        self._now[path] = recipe, notes

    def save(self) -> None:
        """Write down what was noted, for the next build, once the files are shown."""
        now = {path: (*known, self._look(path)) for path, known in self._now.items()}
        if now == self._before:
            return
        with contextlib.suppress(OSError):
            add_files(self._record.parent, {self._record.name: json.dumps(now).encode("utf-8")})

    def _look(self, path: str) -> StatKey | None:
        """How a file looks from outside; None when it is gone."""
        try:
            return file_stamp(os.stat(f"{self.target}/{path}"))  # noqa: PTH116 - by thousands, and a Path takes longer
        except OSError:
            return None

    def _read(self) -> dict[str, tuple[str, Notes, StatKey | None]]:
        try:
            known = json.loads(self._record.read_bytes())
            return {path: (recipe, tuple(notes), tuple(look)) for path, (recipe, notes, look) in known.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
