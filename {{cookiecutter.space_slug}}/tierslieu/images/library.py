"""The pictures of one build, each made once, and kept from one build to the next."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from . import svg
from .errors import ImageFault
from .source import SUFFIXES, find

FOLDER = ".cache/images"
_SIZE = re.compile(r"([0-9]+)x([0-9]+)\.webp")


@dataclass(frozen=True)
class Variant:
    """One file of a picture: its address from the root of the site, its width and height in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A picture to show: its files, narrowest first; the last is the one to show where only one can be."""

    variants: tuple[Variant, ...]

    @property
    def largest(self) -> Variant:
        return self.variants[-1]


@dataclass
class Library:
    """Makes the pictures that pages ask for. ``files`` holds, by path from the root of the site, what they need.

    What was made is kept in ``.cache/images/`` by the content of the picture: a folder that can be erased at any time,
    and that only makes the work longer where it can't be read or written.
    """

    root: Path
    files: dict[str, bytes] = field(default_factory=dict)
    _made: dict[Path, Picture] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def picture(self, name: str, beside: str = "content") -> Picture:
        """The picture that ``name`` means in a text of the folder ``beside``. Raises ``ImageFault``."""
        path = find(self.root, name, beside)
        if path not in self._made:
            self._made[path] = self._drawing(path, name) if path.suffix.lower() == ".svg" else self._photo(path, name)
        return self._made[path]

    def forget_others(self) -> None:
        """Erase what is kept of pictures that nobody has asked for since this object was made."""
        with contextlib.suppress(OSError):
            for folder in (self.root / FOLDER).iterdir():
                if folder.name not in self._used:
                    shutil.rmtree(folder, ignore_errors=True)

    def _drawing(self, path: Path, name: str) -> Picture:
        data, width, height = svg.clean(path.read_bytes(), name)
        return self._shown(path, hashlib.sha256(data).hexdigest(), ".svg", {(width, height): data})

    def _photo(self, path: Path, name: str) -> Picture:
        if path.suffix.lower() not in SUFFIXES:
            raise ImageFault("image.format", image=name)
        from . import convert  # Pillow is heavy, and most places begin without a photograph

        stat = path.stat()
        digest = _digest(path, stat.st_mtime_ns, stat.st_size, convert.RECIPE)
        self._used.add(digest)
        made = self._kept(digest)
        if not made:
            made = convert.convert(path, name)
            with contextlib.suppress(OSError):
                self._keep(digest, made)
        return self._shown(path, digest, ".webp", made)

    def _shown(self, path: Path, digest: str, suffix: str, made: Mapping[tuple[int, int], bytes]) -> Picture:
        stem = f"images/{_slug(path.stem)}-{digest[:8]}"
        variants = []
        for (width, height), data in sorted(made.items()):
            address = f"{stem}-{width}{suffix}" if len(made) > 1 else f"{stem}{suffix}"
            self.files[address] = data
            variants.append(Variant(address, width, height))
        return Picture(tuple(variants))

    def _kept(self, digest: str) -> Mapping[tuple[int, int], bytes]:
        found = {}
        with contextlib.suppress(OSError):
            for path in (self.root / FOLDER / digest).iterdir():
                if match := _SIZE.fullmatch(path.name):
                    found[int(match[1]), int(match[2])] = path.read_bytes()
        return found

    def _keep(self, digest: str, made: Mapping[tuple[int, int], bytes]) -> None:
        """Whole or not at all: another build may be reading."""
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self.root / FOLDER))
        try:
            for (width, height), data in made.items():
                (folder / f"{width}x{height}.webp").write_bytes(data)
            folder.rename(self.root / FOLDER / digest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=4096)
def _digest(path: Path, modified: int, size: int, recipe: str) -> str:
    """What the files made of a picture depend on; read again only when the picture has changed."""
    digest = hashlib.sha256(f"{recipe}\0".encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _slug(stem: str) -> str:
    """A name that is safe in an address, readable where it was."""
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "image"
