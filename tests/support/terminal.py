"""A pseudo-terminal in which a test types, as people do who generate a place by hand. POSIX only."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from support.generated_places import CommandResult

#: A minimal shell: it takes the terminal, runs the command, ignores Ctrl+C, prints the exit status, and stays.
_SHELL = """
import fcntl, signal, subprocess, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, lambda *_: None)
status = subprocess.call(sys.argv[1:])
print(f"\\x1e{status}\\x1e", flush=True)
while True:
    signal.pause()
"""
_STATUS = re.compile("\x1e(-?[0-9]+)\x1e")
#: The longest time for an answer to a key on a busy computer, in seconds.
_ANSWER = 5.0
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """``command`` running in a terminal of its own."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], patience: float = 60):
        """Start the command; a wait for an expected text lasts at most ``patience`` seconds."""
        self.patience = patience
        self.screen = ""
        self._raw = b""
        self._seen = 0
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 240, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", _SHELL, *command],
            cwd=folder, env={**environment, "PWD": str(folder), "TERM": "xterm"}, start_new_session=True,
            stdin=slave, stdout=slave, stderr=slave,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)  # under nohup, closing the terminal would end no process
        self._process.wait()
        os.close(self._master)

    def expect(self, words: str) -> str:
        """Wait until ``words`` are shown after the text expected last; returns the text between, with ``words``."""
        deadline = time.monotonic() + self.patience
        while words not in self.screen[self._seen :]:
            time_left = deadline - time.monotonic()
            if time_left <= 0 or not self._read(time_left):
                raise AssertionError(f"{words!r} was never shown:\n{self.screen}")
        start, self._seen = self._seen, self.screen.index(words, self._seen) + len(words)
        return self.screen[start : self._seen]

    def type(self, line: str) -> None:
        """Type ``line`` and press Enter."""
        self.press(f"{line}\n")

    def press(self, keys: str) -> None:
        """Press ``keys``; ``"\\x03"`` is Ctrl+C, ``"\\x04"`` Ctrl+D."""
        os.write(self._master, keys.encode())

    def press_until(self, keys: str, words: str) -> None:
        """Press ``keys`` until ``words`` are shown: a key pressed just before a program reads it may be lost.

        Keys are pressed again only after the time of an answer: a second Ctrl+C would interrupt the cleaning up that
        the first has started.
        """
        start = self._seen
        deadline = time.monotonic() + self.patience
        next_press = 0.0
        while words not in self.screen[start:]:
            now = time.monotonic()
            assert now < deadline, f"{words!r} was never shown:\n{self.screen}"
            if now >= next_press:
                self.press(keys)
                next_press = now + _ANSWER
            self._read(0.3)

    def line(self, beginning: str) -> str:
        """Wait for a whole line that begins so, wherever it is shown: a hook may print after the end of its command."""
        deadline = time.monotonic() + self.patience
        while True:
            *lines, _ = self.screen.split("\n")
            for line in lines:
                if line.startswith(beginning):
                    return line
            time_left = deadline - time.monotonic()
            if time_left <= 0 or not self._read(time_left):
                raise AssertionError(f"no line begins with {beginning!r}:\n{self.screen}")

    def wait(self) -> CommandResult:
        """Wait for the end of the command."""
        self.expect("\x1e")
        self.expect("\x1e")
        status = _STATUS.search(self.screen)
        assert status
        return CommandResult(int(status[1]), self.screen[: status.start()])

    def _read(self, patience: float) -> bool:
        """Read what is shown next, for ``patience`` seconds at most; false at the end, or when nothing comes."""
        ready, _, _ = select.select([self._master], [], [], patience)
        try:
            data = os.read(self._master, 65536) if ready else b""
        except OSError:  # on Linux, no process has the terminal open any more
            data = b""
        self._raw = self._raw + data
        self.screen = _COLOURS.sub("", self._raw.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(data)
