"""The images that the pages of a build show, converted once and cached between builds."""

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

from tierslieu.core.folding import slug

from . import svg_sanitiser
from .errors import ImageFault
from .image_files import CONTENT, SUFFIXES, find_image

CACHE_FOLDER = ".cache/images"
_SIZE = re.compile(r"([0-9]+)x([0-9]+)\.webp")


@dataclass(frozen=True)
class Variant:
    """A file of a picture: its address relative to the root of the site, its width and height in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """An image in one or more sizes, narrowest first."""

    variants: tuple[Variant, ...]

    @property
    def largest(self) -> Variant:
        return self.variants[-1]


@dataclass
class ImageLibrary:
    """Converts images on demand; ``files`` collects the results by path relative to the root of the site.

    Photographs are cached in ``.cache/images/`` by a digest of their content. The folder can be deleted at any time;
    if it can't be read or written, images are converted again.
    """

    root: Path
    files: dict[str, bytes] = field(default_factory=dict)
    _pictures: dict[Path, Picture] = field(default_factory=dict)
    _used_digests: set[str] = field(default_factory=set)

    def picture(self, name: str, folder: str = CONTENT) -> Picture:
        """The picture that ``name`` means in a text in ``folder``. Raises ``ImageFault``."""
        path = find_image(self.root, name, folder)
        if path not in self._pictures:
            convert = self._drawing if path.suffix.lower() == ".svg" else self._photograph
            self._pictures[path] = convert(path, name)
        return self._pictures[path]

    def forget_others(self) -> None:
        """Delete from the cache the images that this object was not asked for."""
        with contextlib.suppress(OSError):
            for folder in (self.root / CACHE_FOLDER).iterdir():
                if folder.name not in self._used_digests:
                    shutil.rmtree(folder, ignore_errors=True)

    def _drawing(self, path: Path, name: str) -> Picture:
        data, width, height = svg_sanitiser.sanitise(path.read_bytes(), name)
        return self._add(path, hashlib.sha256(data).hexdigest(), ".svg", {(width, height): data})

    def _photograph(self, path: Path, name: str) -> Picture:
        if path.suffix.lower() not in SUFFIXES:
            raise ImageFault("image.format", image=name)
        from . import convert  # imported here for start-up time: Pillow is heavy

        stat = path.stat()
        digest = _digest(path, stat.st_mtime_ns, stat.st_size, convert.RECIPE)
        self._used_digests.add(digest)
        files = self._read_cache(digest)
        if not files:
            files = convert.convert(path, name)
            with contextlib.suppress(OSError):
                self._write_cache(digest, files)
        return self._add(path, digest, ".webp", files)

    def _add(self, path: Path, digest: str, suffix: str, files: Mapping[tuple[int, int], bytes]) -> Picture:
        """The picture made of ``files``, by width and height, which join ``self.files``."""
        stem = f"images/{slug(path.stem, 40) or 'image'}-{digest[:8]}"
        variants = []
        for (width, height), data in sorted(files.items()):
            address = f"{stem}-{width}{suffix}" if len(files) > 1 else f"{stem}{suffix}"
            self.files[address] = data
            variants.append(Variant(address, width, height))
        return Picture(tuple(variants))

    def _read_cache(self, digest: str) -> Mapping[tuple[int, int], bytes]:
        files = {}
        with contextlib.suppress(OSError):
            for path in (self.root / CACHE_FOLDER / digest).iterdir():
                if match := _SIZE.fullmatch(path.name):
                    files[int(match[1]), int(match[2])] = path.read_bytes()
        return files

    def _write_cache(self, digest: str, files: Mapping[tuple[int, int], bytes]) -> None:
        """Atomic: another build may be reading."""
        (self.root / CACHE_FOLDER).mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self.root / CACHE_FOLDER))
        try:
            for (width, height), data in files.items():
                (folder / f"{width}x{height}.webp").write_bytes(data)
            folder.rename(self.root / CACHE_FOLDER / digest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=4096)
def _digest(path: Path, modified: int, size: int, recipe: str) -> str:
    """SHA-256 of the file and of ``recipe``; ``modified`` (ns) and ``size`` (bytes) are its cache key."""
    digest = hashlib.sha256(f"{recipe}\0".encode())
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: digest).hexdigest()
