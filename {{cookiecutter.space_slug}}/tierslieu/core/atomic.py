"""Writes whole folders, each replaced at once or not at all, and single files in the same way.

A folder that is replaced is not erased: it becomes ``.NAME.old``, which the next build updates and swaps back. So a
build writes only the files that differ, and readers see the old folder or the new one, never a mixture. A file that is
the same in both is stored once, under two names (hard links).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

# Paths of the files of a site are strings: with thousands of them, creating a ``Path`` takes longer than reading a file.


class AtomicFolder(Mapping[str, bytes]):
    """The new contents of the folder ``target``, by path with forward slashes; files are on the disk once added.

    They are written to a folder beside ``target``, which does not change before ``commit``. Another process may write
    files too: it calls ``write``, and this one ``register``.
    """

    def __init__(self, target: Path):
        self.target = target
        _recover(target)
        self._current, self._next = str(target), str(_next_folder(target))
        self._has_current = target.is_dir() and not target.is_symlink()
        #: The path of each file, and whether the current folder holds the same bytes there.
        self._unchanged: dict[str, bool] = {}
        self._created_folders: set[str] = set()

    def __setitem__(self, path: str, data: bytes) -> None:
        self.register(path, unchanged=self.write(path, data))

    def write(self, path: str, data: bytes) -> bool:
        """Write a file unless it is unchanged: unless the current folder holds the same bytes. Returns whether it is."""
        if self._has_current and _has_content(f"{self._current}/{path}", data):
            return True
        target = self._free_path(path)
        with open(target, "xb") as file:  # noqa: PTH123
            file.write(data)
        return False

    def register(self, path: str, *, unchanged: bool) -> None:
        """Add a file that ``write`` has been called for, with what it returned."""
        self._unchanged[path] = unchanged

    def update(self, files: Mapping[str, bytes]) -> None:
        """Add several files."""
        for path, data in files.items():
            self[path] = data

    def __getitem__(self, path: str) -> bytes:
        return Path(self._current if self._unchanged[path] else self._next, path).read_bytes()

    def __contains__(self, path: object) -> bool:
        return path in self._unchanged

    def __iter__(self) -> Iterator[str]:
        return iter(self._unchanged)

    def __len__(self) -> int:
        return len(self._unchanged)

    def prepare(self) -> bool:
        """Complete the folder that will take the place of ``target``; False when ``target`` is the same already."""
        if (
            self._has_current
            and all(self._unchanged.values())
            and not any(_other_entries(self._current, self._unchanged))
        ):
            return False
        self._create_folder("")
        for path in list(_other_entries(self._next, self._unchanged)):
            _remove(path)
        for name, unchanged in self._unchanged.items():
            if unchanged and not _is_same_file(f"{self._current}/{name}", f"{self._next}/{name}"):
                self._link(name)
        return True

    def _link(self, path: str) -> None:
        """Add a file of the current folder to the next one, as a hard link where the file system has them."""
        source, target = f"{self._current}/{path}", self._free_path(path)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)

    def _free_path(self, path: str) -> str:
        """The path of a file in the next folder, where nothing exists yet; its parent folder does."""
        target = f"{self._next}/{path}"
        self._create_folder(path.rpartition("/")[0])
        # An existing file may be a hard link to one of the current site: it must not be written into.
        try:
            os.unlink(target)  # noqa: PTH108
        except FileNotFoundError:
            pass
        except OSError:
            _remove(Path(target))  # a folder, for which systems raise different errors
        return target

    def _create_folder(self, path: str) -> None:
        """Create a folder of the next folder, unless this was done before."""
        if path in self._created_folders:
            return
        if path:
            self._create_folder(path.rpartition("/")[0])
        folder = f"{self._next}/{path}".rstrip("/")
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            if os.path.islink(folder) or not os.path.isdir(folder):  # noqa: PTH112, PTH114
                _remove(Path(folder))
                os.mkdir(folder)  # noqa: PTH102
        self._created_folders.add(path)


def commit(folders: Iterable[AtomicFolder]) -> None:
    """Make the ``target`` of each folder hold exactly the files that were added to it.

    All are prepared first; only then is each swapped with its target, at once where the system can. An ``OSError``
    before that leaves every target as it was.
    """
    for folder in [folder for folder in folders if folder.prepare()]:
        _swap(folder.target)


def atomic_folder(target: Path, files: Mapping[str, bytes]) -> AtomicFolder:
    """An ``AtomicFolder`` that holds ``files``."""
    folder = AtomicFolder(target)
    folder.update(files)
    return folder


def _next_folder(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _moved_folder(target: Path) -> Path:
    """Where ``target`` is moved to while another folder takes its place, on a system that can't exchange them."""
    return target.with_name(f".{target.name}.away.old")


def _recover(target: Path) -> None:
    """Move ``target`` back if a build was killed between the two renames of ``_swap``."""
    moved = _moved_folder(target)
    if moved.exists() and not target.exists():
        moved.rename(target)
    _remove(moved)


def _has_content(path: str, data: bytes) -> bool:
    """Whether the file at ``path`` exists and holds ``data``."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except OSError:
        return False


def _is_same_file(path: str, other: str) -> bool:
    """Whether two paths are hard links to one file."""
    try:
        return os.path.samefile(path, other)  # noqa: PTH121
    except OSError:
        return False


def _other_entries(folder: str, files: Mapping[str, object]) -> Iterator[Path]:
    """What ``folder`` contains besides ``files``: other files, links, folders that would be empty."""
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
            expected = parents if entry.is_dir(follow_symlinks=False) else files
            if f"{parent}/{entry.name}".lstrip("/") not in expected or entry.is_symlink():
                yield Path(entry.path)


def _swap(target: Path) -> None:
    """Exchange ``target`` and the next folder."""
    prepared, moved = _next_folder(target), _moved_folder(target)
    if not target.exists():
        prepared.rename(target)
    elif not exchange(prepared, target):
        target.rename(moved)
        try:
            prepared.rename(target)
        except OSError:
            moved.rename(target)
            raise
        moved.rename(prepared)


def _remove(path: Path) -> None:
    """Erase a file, a link or a folder with its contents, if it exists."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def add_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` into ``folder`` and keep what else is there; each file is replaced at once.

    All are written beside their places first: an ``OSError``, such as that of a full disk, leaves what was there.
    """
    targets = [folder / path for path in files]
    temporaries = [target.with_name(f".{target.name}.new") for target in targets]
    try:
        for temporary, data in zip(temporaries, files.values(), strict=True):
            temporary.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
    except BaseException:
        for temporary in temporaries:
            temporary.unlink(missing_ok=True)
        raise
    for temporary, target in zip(temporaries, targets, strict=True):
        temporary.replace(target)


def replace_text(path: Path, text: str) -> None:
    """Replace the content of ``path`` at once, with the line ends of ``text``."""
    add_files(path.parent, {path.name: text.encode("utf-8")})


# From <fcntl.h>, <linux/fs.h> and <sys/stdio.h>.
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 1 << 1, 1 << 1


def exchange(path: Path, other: Path) -> bool:
    """Exchange two existing folders in one step; False, nothing done, where the system or the disk can't."""
    function = _exchange_function()
    return function is not None and function(os.fsencode(path), os.fsencode(other)) == 0


@cache
def _exchange_function() -> Callable[[bytes, bytes], int] | None:
    """The system call, which the standard library does not offer."""
    if not sys.platform.startswith(("linux", "darwin")):
        return None
    import ctypes  # slow to import, and most commands write no folder

    system = ctypes.CDLL(None)
    if hasattr(system, "renameat2"):  # Linux
        return lambda path, other: int(system.renameat2(_AT_FDCWD, path, _AT_FDCWD, other, _RENAME_EXCHANGE))
    if hasattr(system, "renamex_np"):  # macOS
        return lambda path, other: int(system.renamex_np(path, other, _RENAME_SWAP))
    return None
