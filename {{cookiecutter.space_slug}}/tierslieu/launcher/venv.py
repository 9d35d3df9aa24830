"""The place's own ``.venv``: makes it on first use, mends it when it is unfinished or no longer right.

Standard library only, and nothing newer than Python 3.6: see ``bootstrap.py``, which calls ``prepare``.
"""

import contextlib
import errno
import hashlib
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path

#: What pip and venv print for each thing that goes wrong on the computers of volunteers; the first that is found wins.
CAUSES = (
    ("disk", r"No space left|Errno 28\b|WinError 112\b|Disk quota exceeded"),
    ("rights", r"Permission denied|Read-only file system|Errno (?:1|13|30)\b|WinError 5\b"),
    ("ensurepip", r"ensurepip is not\s+available|No module named '?ensurepip"),
    ("network", r"Connection|Temporary failure|unreachable|getaddrinfo|Timeout|timed out|Proxy|SSLError|CERTIFICATE_"),
    ("unsupported", r"No matching distribution|not a supported wheel|Requires-Python"),
)

TYPE_CHECKING = False  # see ``bootstrap.py``
if TYPE_CHECKING:
    from typing import Callable, Iterator, List

    #: Prints a text of the tool by its key.
    Say = Callable[..., None]


class VenvFailure(Exception):
    """Why the place could not be prepared: ``cause`` is a key of the texts, ``tail`` the end of what was printed."""

    def __init__(self, cause: str, tail: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.tail = tail


def prepare(root: Path, say: "Say") -> None:
    """Make ``.venv`` hold what ``requirements.txt`` asks for. Raises ``VenvFailure``; costs nothing when all is there."""
    try:
        if is_ready(root):
            return
        with only_one(root, say):
            if not is_ready(root):  # another command may have made it while this one waited
                install(root, say)
    except OSError as error:
        raise VenvFailure(cause_of(str(error)), str(error)) from error


def is_ready(root: Path) -> bool:
    """Whether ``.venv`` was made to its end, by this Python, from these requirements."""
    return read_stamp(root) == fingerprint(root) and os.access(str(python_of(root)), os.X_OK)


def fingerprint(root: Path) -> str:
    """What ``.venv`` depends on: the requirements, whatever their comments and line ends, and the Python."""
    lines = (root / "tierslieu" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in (re.sub(r"(^|\s)#.*", "", line).strip() for line in lines) if line]
    digest = hashlib.sha256("\n".join(wanted).encode("utf-8")).hexdigest()
    return f"{digest} {this_python()}"


def this_python() -> str:
    """What libraries are built for: implementation, version, system and processor."""
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return f"{sys.implementation.cache_tag}-{sys.platform}-{machine}"


def stamp_of(root: Path) -> Path:
    """The file written last, by which a finished ``.venv`` is known from an interrupted one."""
    return root / ".venv" / "ready"


def read_stamp(root: Path) -> str:
    try:
        return stamp_of(root).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def python_of(root: Path) -> Path:
    """The Python of the place."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@contextlib.contextmanager
def only_one(root: Path, say: "Say") -> "Iterator[None]":
    """Let one command at a time prepare the place. The lock ends with its processes, however they end."""
    try:
        import fcntl
    except ImportError:  # Windows: two first uses at once are left to chance
        yield
        return
    folder = os.open(str(root), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            say("waiting")
            fcntl.flock(folder, fcntl.LOCK_EX)
    os.set_inheritable(folder, True)  # if this process is killed, its pip still holds the lock until it ends
    try:
        yield
    finally:
        os.close(folder)


def install(root: Path, say: "Say") -> None:
    """Make ``.venv``, or update it in place when only the requirements changed, then stamp it."""
    before = read_stamp(root)
    usable = before.endswith(" " + this_python()) and os.access(str(python_of(root)), os.X_OK)
    if before:
        say("changed" if usable else "moved")
        stamp_of(root).unlink()
    else:
        say("again" if (root / ".venv").exists() else "first")
    if not usable:
        create(root)
    pip = [str(python_of(root)), "-Iu", "-m", "pip", "--no-input", "--disable-pip-version-check"]
    options = ["--no-user", "--only-binary", ":all:", "--progress-bar", "off"]
    try:
        follow([*pip, "install", *options, "-r", str(root / "tierslieu" / "requirements.txt")])
    except VenvFailure as failure:
        if usable and failure.cause == "network":  # pip had changed nothing yet: later, only the difference is fetched
            stamp_of(root).write_text(before, encoding="utf-8")
        raise
    stamp_of(root).write_text(fingerprint(root) + "\n", encoding="utf-8")
    say("ready")


def create(root: Path) -> None:
    """Make an empty ``.venv`` with the Python that is outside of it, whatever was there before."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise VenvFailure("ensurepip")
    base = getattr(sys, "_base_executable", None) or sys.executable
    follow([base, "-I", "-m", "venv", "--clear", str(root / ".venv")])


def follow(command: "List[str]") -> None:
    """Run ``command``, showing on a terminal what it is at. Raises ``VenvFailure`` when it fails."""
    import subprocess  # not at the top: a place that is ready does without, and what is loaded is waited for

    printed = []  # type: List[str]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        close_fds=False,
    ) as process:
        try:
            for line in process.stdout or ():
                printed.append(line.rstrip())
                show(step_of(line))
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
        finally:
            show("")
    if process.returncode:
        raise VenvFailure(cause_of("\n".join(printed)), "\n".join(printed[-12:]))


def step_of(line: str) -> str:
    """What a line printed by pip is about: the library it looks for, fetches (with its size) or puts in place."""
    found = re.match(r"\s*Downloading ([^\s-]+-[^\s-]+)\S* (\(.*\))", line)
    if found:
        return " ".join(found.groups())
    found = re.match(r"\s*(?:Collecting|Installing collected packages:) (.*)", line)
    return re.sub(r"\s*([<>=!~;]|\(from ).*", "", found.group(1)) if found else ""


def show(step: str, width: int = 76) -> None:
    """Replace the last line of the terminal by ``step``; elsewhere than on a terminal, show nothing."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + ("  … " + step if step else "")[:width].ljust(width) + ("" if step else "\r"))
        sys.stderr.flush()


def cause_of(printed: str) -> str:
    """Which of the known causes made a command print this, or ``unknown``."""
    for cause, pattern in CAUSES:
        if re.search(pattern, printed):
            return cause
    return "unknown"
