"""The only ways in which a build touches the disk: whole folders, replaced at once or not at all.

A folder that is replaced is not thrown away: it becomes ``.NAME.old``, which the next build brings up to date and puts
in its place. So a build writes only what differs, and readers see the old folder or the new one, never a mixture.
What both hold alike is one file on disk, under two names.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

# Of paths that come by thousands, a text is made and no Path, which takes longer than to read the file.


class AtomicFolder(Mapping[str, bytes]):
    """What the folder ``target`` is to hold, by path with forward slashes; what is put is on disk at once.

    It is made beside the folder that is shown, of which nothing changes before ``replace``. What another process puts
    there is told by ``note``.
    """

    def __init__(self, target: Path):
        self.target = target
        _mend(target)
        self._live, self._beside = str(target), str(_beside(target))
        self._whole = target.is_dir() and not target.is_symlink()
        #: Each path, and whether the folder that is shown holds the same there.
        self._paths: dict[str, bool] = {}
        self._made: set[str] = set()

    def __setitem__(self, path: str, data: bytes) -> None:
        self.note(path, same=self.put(path, data))

    def put(self, path: str, data: bytes) -> bool:
        """Write a file unless the folder that is shown holds the same; returns whether it does."""
        if self._whole and _is(f"{self._live}/{path}", data):
            return True
        target = self._free(path)
        with open(target, "xb") as file:  # noqa: PTH123
            file.write(data)
        return False

    def note(self, path: str, *, same: bool) -> None:
        """A file is there that ``put`` has been given, or the ``same`` is in the folder that is shown."""
        self._paths[path] = same

    def update(self, files: Mapping[str, bytes]) -> None:
        """Put several files."""
        for path, data in files.items():
            self[path] = data

    def __getitem__(self, path: str) -> bytes:
        return Path(self._live if self._paths[path] else self._beside, path).read_bytes()

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def ready(self) -> bool:
        """Whether it differs from the folder that is shown; if so, it is whole when this returns."""
        if self._whole and all(self._paths.values()) and not any(_others(self._live, self._paths)):
            return False
        self._folder("")
        for other in list(_others(self._beside, self._paths)):
            _remove(other)
        for path, same in self._paths.items():
            if same and not _are_one(f"{self._live}/{path}", f"{self._beside}/{path}"):
                self._link(path)
        return True

    def _link(self, path: str) -> None:
        """Take over a file of the folder that is shown, as another name of it where the disk can."""
        twin, target = f"{self._live}/{path}", self._free(path)
        try:
            os.link(twin, target)
        except OSError:
            shutil.copyfile(twin, target)

    def _free(self, path: str) -> str:
        """Where a file goes; nothing is there when this returns, but the folder that it belongs into."""
        target = f"{self._beside}/{path}"
        self._folder(path.rpartition("/")[0])
        # What stands there may be a name of a file of the site that is shown: it must not be written into.
        try:
            os.unlink(target)  # noqa: PTH108
        except FileNotFoundError:
            pass
        except OSError:
            _remove(Path(target))  # a folder, for which systems have different words
        return target

    def _folder(self, path: str) -> None:
        """Make a folder, unless it was made here already."""
        if path in self._made:
            return
        if path:
            self._folder(path.rpartition("/")[0])
        folder = f"{self._beside}/{path}".rstrip("/")
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            if os.path.islink(folder) or not os.path.isdir(folder):  # noqa: PTH112, PTH114
                _remove(Path(folder))
                os.mkdir(folder)  # noqa: PTH102
        self._made.add(path)


def replace(made: Iterable[AtomicFolder]) -> None:
    """Make folders hold exactly what was put into their replacements.

    Everything is written beside first; only then do the folders change places, each at once where the system can do
    it. On any ``OSError`` before that, what was there stays as it was and the error goes on.
    """
    for one in [one for one in made if one.ready()]:
        _swap(one.target)


def atomic_folder(target: Path, files: Mapping[str, bytes]) -> AtomicFolder:
    """The replacement of ``target`` by ``files``."""
    made = AtomicFolder(target)
    made.update(files)
    return made


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _away(target: Path) -> Path:
    """Where a folder waits while another takes its place, on a system that can't exchange them."""
    return target.with_name(f".{target.name}.away.old")


def _mend(target: Path) -> None:
    """Put back the folder that a build left away, if it was killed between taking one away and putting the other."""
    away = _away(target)
    if away.exists() and not target.exists():
        away.rename(target)
    _remove(away)


def _is(path: str, data: bytes) -> bool:
    """Whether the file at ``path`` holds ``data``."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except OSError:
        return False


def _are_one(path: str, other: str) -> bool:
    """Whether two paths are names of one file."""
    try:
        return os.path.samefile(path, other)  # noqa: PTH121
    except OSError:
        return False


def _others(folder: str, files: Mapping[str, object]) -> Iterator[Path]:
    """What ``folder`` holds besides ``files``: other files, links, folders that would be empty."""
    parents = {""}
    for path in files:
        while (path := path.rpartition("/")[0]) not in parents:
            parents.add(path)
    for parent in parents:
        try:
            entries = sorted(os.scandir(f"{folder}/{parent}"), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            kept = parents if entry.is_dir(follow_symlinks=False) else files
            if f"{parent}/{entry.name}".lstrip("/") not in kept or entry.is_symlink():
                yield Path(entry.path)


def _swap(target: Path) -> None:
    """Give the folder that was prepared the name ``target``."""
    beside, away = _beside(target), _away(target)
    if not target.exists():
        beside.rename(target)
    elif not swap_folders(beside, target):
        target.rename(away)
        try:
            beside.rename(target)
        except OSError:
            away.rename(target)
            raise
        away.rename(beside)


def _remove(path: Path) -> None:
    """Take away a file, a link or a folder with all it holds, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def add_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put ``files`` into ``folder`` beside what is there, each replaced at once."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        fresh.write_bytes(data)
        fresh.replace(target)


def replace_text(path: Path, text: str) -> None:
    """Replace the content of ``path`` at once, its line endings as given."""
    add_files(path.parent, {path.name: text.encode("utf-8")})


# From <fcntl.h>, <linux/fs.h> and <sys/stdio.h>.
_HERE, _EXCHANGE, _SWAP = -100, 1 << 1, 1 << 1


def swap_folders(one: Path, other: Path) -> bool:
    """Give each of two existing folders the name of the other; False, nothing done, where the system can't."""
    call = _call()
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _call() -> Callable[[bytes, bytes], int] | None:
    """What the system offers; Python has no name for it."""
    if not sys.platform.startswith(("linux", "darwin")):
        return None
    import ctypes  # heavy, and most commands write no folder

    system = ctypes.CDLL(None)
    if hasattr(system, "renameat2"):  # Linux
        return lambda one, other: int(system.renameat2(_HERE, one, _HERE, other, _EXCHANGE))
    if hasattr(system, "renamex_np"):  # macOS
        return lambda one, other: int(system.renamex_np(one, other, _SWAP))
    return None
