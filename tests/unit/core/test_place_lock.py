"""The commands of a place run one after the other, and a killed one is in nobody's way."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from support.paths import TEMPLATE

from tierslieu.core import place_lock

pytestmark = pytest.mark.long

#: Holds the lock of the folder given as argument, and says so, until its input ends.
HOLDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tierslieu.core import place_lock
with place_lock.hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def started(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root), str(TEMPLATE)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def keeps_another_waiting(lock: AbstractContextManager[object], root: Path, seconds: float) -> None:
    """Another command does not get its turn while ``lock`` is held, waited for so long, and gets it after that."""
    with lock:
        process = started(root)
        said: list[str] = []
        reader = threading.Thread(target=lambda: said.append(process.stdout.readline() if process.stdout else ""))
        reader.start()
        reader.join(seconds)
        assert said == []
    reader.join(10)
    assert said == ["held\n"]
    process.communicate("")


def holder(root: Path) -> subprocess.Popen[str]:
    process = started(root)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("killed", [False, True], ids=["ended", "killed"])
def test_a_second_command_waits_for_the_first_and_is_told_once(tmp_path: Path, killed: bool) -> None:
    told: list[str] = []
    with holder(tmp_path) as process:

        def on_wait() -> None:
            told.append("waiting")
            threading.Timer(0.15, process.kill if killed else process.terminate).start()

        with place_lock.hold(tmp_path, on_wait) as waited:
            assert process.wait(5)
    assert waited and told == ["waiting"]


def test_a_free_place_is_not_waited_for(tmp_path: Path) -> None:
    for _ in range(2):
        with place_lock.hold(tmp_path, lambda: pytest.fail("nobody holds it")) as waited:
            assert not waited


def test_a_block_inside_another_gives_nothing_back(tmp_path: Path) -> None:
    @contextmanager
    def held_twice() -> Iterator[None]:
        with place_lock.hold(tmp_path):
            with place_lock.hold(tmp_path) as waited:
                assert not waited
            yield

    keeps_another_waiting(held_twice(), tmp_path, 1.5)


def reading(root: Path) -> tuple[threading.Thread, threading.Event, threading.Event]:
    """A thread that reads the place, what tells that it does, and what ends it."""
    begun, end = threading.Event(), threading.Event()

    def read() -> None:
        with place_lock.read(root):
            begun.set()
            end.wait(10)

    thread = threading.Thread(target=read)
    thread.start()
    return thread, begun, end


def test_a_place_is_read_while_its_files_are_settled_and_not_before(tmp_path: Path) -> None:
    """The page of a saved fact does not wait for the version that is kept of it."""
    with place_lock.hold(tmp_path):
        thread, begun, end = reading(tmp_path)
        assert not begun.wait(0.1)
        with place_lock.settled(tmp_path):
            assert begun.wait(5)
            threading.Timer(0.1, end.set).start()
        # The lock is given back to who holds it after the last line has been read.
        assert end.is_set()
        thread.join(5)
        second, begun, end = reading(tmp_path)
        assert not begun.wait(0.1)
    assert begun.wait(5)
    end.set()
    second.join(5)


def test_files_of_a_place_that_nobody_holds_are_read_at_once(tmp_path: Path) -> None:
    with place_lock.settled(tmp_path):
        thread, begun, end = reading(tmp_path)
        assert begun.wait(5)
        end.set()
        thread.join(5)
    # Another command waits until what is read is read.
    keeps_another_waiting(place_lock.read(tmp_path), tmp_path, 0.5)
