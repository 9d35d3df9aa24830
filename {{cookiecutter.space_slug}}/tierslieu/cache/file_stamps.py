"""Whether files have changed, told from outside: their dates, sizes and places on the disk, without opening any.

Only what Python loads fast is used here: ``again`` must answer before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Collection, Iterable, Iterator

Found = tuple[str, os.stat_result]
#: What tells a file from what it was, without opening it.
StatKey = tuple[int, ...]

# Two edits closer than this may bear the same date on some disks, in nanoseconds.
_GRAIN = 2_000_000_000


class FileStamp:
    """A digest of how files look from outside, and of ``facts``.

    It is ``settled`` when every change made from now on will show: nothing was edited just before.
    """

    def __init__(self, files: Iterable[Found], *facts: object):
        now, newest = time.time_ns(), 0
        digest = hashlib.sha256(repr(facts).encode("utf-8", "surrogateescape"))
        for path, stat in files:
            digest.update(repr((path, *file_stamp(stat))).encode("utf-8", "surrogateescape"))
            newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
        self.digest = digest.hexdigest()
        self.settled = newest < now - _GRAIN


def file_stamp(stat: os.stat_result) -> StatKey:
    """How a file looks from outside."""
    # The date of change of the entry (ctime) is no one's to set: a copy that keeps its date still shows.
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


def walk_files(
    folder: str, without: Collection[str] = (), above: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[Found]:
    """Every file below ``folder`` with its ``stat``, in order, except what is at ``folder``/``without``.

    What Python compiles for itself is passed over. ``above`` are the folders that one came through.
    """
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
        here = (stat.st_dev, stat.st_ino)
        if not is_folder:
            yield entry.path, stat
        elif here not in above:  # a link may lead back up
            yield from walk_files(entry.path, (), above | {here})


def engine() -> tuple[object, ...]:
    """What tells this engine from any other: its code, its Python, its libraries."""
    libraries = [(path, os.stat(path).st_mtime_ns) for path in sys.path if os.path.basename(path) == "site-packages"]
    return (FileStamp(walk_files(os.path.dirname(os.path.dirname(__file__)))).digest, sys.version, libraries)
