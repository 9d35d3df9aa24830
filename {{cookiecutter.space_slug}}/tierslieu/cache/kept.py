"""What the last build wrote, found again by all that it was made of, so that it need not be made a second time."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from tierslieu.cache.file_stamps import engine, walk_files
from tierslieu.core.atomic import add_files

FOLDER = ".cache"
_engine = cache(engine)


class Kept:
    """The files of ``folder`` in the place in ``root``, each with its recipe: a digest of all that it was made of.

    They are read where the build wrote them, and are only given while they hold what was written. The list of them is
    in ``.cache/``, which can be erased at any time; one that can't be read or written only makes the work longer.
    """

    def __init__(self, root: Path, folder: str):
        self._folder, self._record = root / folder, root / FOLDER / f"{folder}.json"
        self._before = self._read()
        self._now: dict[str, tuple[str, str]] = {}

    def get(self, path: str, recipe: str) -> bytes | None:
        """What was made at ``path`` by ``recipe``; None when it was another, or is no longer there as written."""
        known = self._before.get(path)
        if not known or known[0] != recipe:
            return None
        try:
            data = (self._folder / path).read_bytes()
        except OSError:
            return None
        if digest(data) != known[1]:
            return None
        self._now[path] = known
        return data

    def all_of(self, recipe: str) -> Mapping[str, bytes] | None:
        """Every file that was made by ``recipe``, if there are some and all are there as written.

        They are read again when they are asked for, because together they may be large.
        """
        paths = [path for path, (made_by, _) in self._before.items() if made_by == recipe]
        whole = paths and all(self.get(path, recipe) is not None for path in paths)
        return OnDisk(self._folder, paths) if whole else None

    def put(self, path: str, recipe: str, data: bytes) -> None:
        """Note that ``data``, made by ``recipe``, is what will be written at ``path``."""
        self._now[path] = (recipe, digest(data))

    def put_all(self, files: Mapping[str, bytes], recipe: str) -> None:
        """``put`` for several files that are made together."""
        for path, data in files.items():
            self.put(path, recipe, data)

    def save(self) -> None:
        """Write down what was given or noted since this object was made, for the next build."""
        if self._now == self._before:
            return
        with contextlib.suppress(OSError):
            add_files(self._record.parent, {self._record.name: json.dumps(self._now).encode("utf-8")})

    def _read(self) -> dict[str, tuple[str, str]]:
        try:
            known = json.loads(self._record.read_bytes())
            return {path: (recipe, written) for path, (recipe, written) in known.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


def digest(data: bytes) -> str:
    """What tells ``data`` from any other."""
    return hashlib.sha256(data).hexdigest()


class OnDisk(Mapping[str, bytes]):
    """The files ``paths`` of ``folder``."""

    def __init__(self, folder: Path, paths: Iterable[str]):
        self._folder, self._paths = folder, frozenset(paths)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        return (self._folder / path).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def __len__(self) -> int:
        return len(self._paths)


def recipe(*parts: object) -> str:
    """A digest of all that ``parts`` hold, and of the engine."""
    return told((_engine(), parts))


def told(part: object) -> str:
    """A digest of all that ``part`` holds: dataclasses and collections piece by piece, the rest as Python writes it."""
    return digest("\0".join(_pieces(part)).encode("utf-8", "surrogatepass"))


def _pieces(part: object) -> Iterator[str]:
    if isinstance(part, str):  # by far the most
        yield f"text {part}"
        return
    if isinstance(part, BaseModel):
        yield f"{type(part).__name__} {part.model_dump_json()}"
        return
    if is_dataclass(part):
        yield type(part).__name__
        part = [getattr(part, one.name) for one in fields(part)]
    if isinstance(part, list | tuple):
        yield f"{len(part)} of"
        for one in part:
            yield from _pieces(one)
    elif isinstance(part, dict):
        yield from _pieces([*part.items()])
    elif callable(part) or type(part).__repr__ is object.__repr__:
        raise TypeError(f"{type(part).__name__} does not tell what it holds")
    else:
        yield repr(part)


def contents(folders: Iterable[Path]) -> dict[str, str]:
    """A digest of each file below ``folders``."""
    return {path: digest(Path(path).read_bytes()) for folder in folders for path, _ in walk_files(str(folder))}
