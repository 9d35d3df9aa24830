"""Stamps of files (dates, sizes, inodes), read without opening any; imports only what Python loads fast."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from functools import cache

#: The path of a file, and what ``os.stat`` says of it.
FileStat = tuple[str, os.stat_result]

# Two edits in one step of the clock of a file system bear the same date. Some count in steps of one or two seconds;
# where a date has a fraction of a second, the step is at most one tick of the system, 16 ms on Windows.
_WHOLE_SECONDS_STEP_NS, _FRACTIONS_STEP_NS = 2_000_000_000, 50_000_000


class FileStamp:
    """A digest of the stamps of ``files`` and other ``facts``; ``settled`` if any later edit will change it."""

    def __init__(self, files: Iterable[FileStat], *facts: object):
        now, settled = time.time_ns(), True
        digest = hashlib.sha256(repr(facts).encode("utf-8", "surrogateescape"))
        for path, stat in files:
            digest.update(repr((path, *_stamp(stat))).encode("utf-8", "surrogateescape"))
            step = _FRACTIONS_STEP_NS if stat.st_mtime_ns % 1_000_000_000 else _WHOLE_SECONDS_STEP_NS
            settled = settled and max(stat.st_mtime_ns, stat.st_ctime_ns) < now - step
        self.digest = digest.hexdigest()
        self.settled = settled


def _stamp(stat: os.stat_result) -> tuple[int, ...]:
    # No program can set ctime, the date of change of the inode: it shows a copy that keeps the date of its original.
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


def walk_files(
    folder: str, without: Collection[str] = (), above: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[FileStat]:
    """Files below ``folder``, except ``__pycache__`` and those ``without``; follows no link to inodes ``above``."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name in without or entry.name == "__pycache__":
            continue
        try:
            stat, is_folder = entry.stat(), entry.is_dir()
        except OSError:
            continue
        inode = (stat.st_dev, stat.st_ino)
        if not is_folder:
            yield entry.path, stat
        elif inode not in above:
            yield from walk_files(entry.path, (), above | {inode})


@cache
def engine_stamp() -> tuple[object, ...]:
    """What changes with the engine: its files, its Python, its libraries."""
    libraries = [(path, os.stat(path).st_mtime_ns) for path in sys.path if os.path.basename(path) == "site-packages"]
    return (FileStamp(walk_files(os.path.dirname(os.path.dirname(__file__)))).digest, sys.version, libraries)
