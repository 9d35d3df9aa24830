"""The ``.venv`` of the place: created on first use, repaired when it is unfinished or out of date.

Standard library only, and nothing newer than Python 3.6: see ``bootstrap.py``, which calls ``prepare``.
"""

import contextlib
import errno
import hashlib
import importlib
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path

#: For each common cause of failure, a pattern of what pip or venv prints; the first that matches is the cause.
CAUSES = (
    ("disk", r"No space left|Errno 28\b|WinError 112\b|Disk quota exceeded"),
    ("rights", r"Permission denied|Read-only file system|Errno (?:1|13|30)\b|WinError 5\b"),
    ("ensurepip", r"ensurepip is not\s+available|No module named '?ensurepip"),
    ("hashes", r"DO NOT MATCH THE HASHES"),
    ("network", r"Connection|Temporary failure|unreachable|getaddrinfo|Timeout|timed out|Proxy|SSLError|CERTIFICATE_"),
    ("unsupported", r"No matching distribution|not a supported wheel|Requires-Python"),
)

#: What is installed, in ``tierslieu/``: exact versions with the digests of their files, made by ``make lock`` in the kit.
LOCKS = ("requirements.txt", "requirements-documents.txt")

TYPE_CHECKING = False  # see ``bootstrap.py``
if TYPE_CHECKING:
    from typing import Callable, Iterator, List

    #: Prints a message by its key.
    PrintMessage = Callable[..., None]


class VenvFailure(Exception):
    """The place could not be prepared: ``cause`` is the key of a message, ``tail`` the last lines of the output."""

    def __init__(self, cause: str, tail: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.tail = tail


def prepare(root: Path, print_message: "PrintMessage") -> None:
    """Install ``LOCKS`` in ``.venv`` unless it is up to date; raises ``VenvFailure``."""
    try:
        if is_ready(root):
            return
        with exclusive_lock(root, print_message):
            if not is_ready(root):  # another command may have prepared it while this one waited
                install(root, print_message)
        importlib.invalidate_caches()  # if this is the Python of .venv, it has listed the libraries of before
    except OSError as error:
        raise VenvFailure(cause_of(str(error)), str(error)) from error


def is_ready(root: Path) -> bool:
    """Whether ``.venv`` was completely installed, by this Python, from these locks."""
    return read_stamp(root) == fingerprint(root) and os.access(str(python_of(root)), os.X_OK)


def fingerprint(root: Path) -> str:
    """A digest of the locks, without their comments, then the Python: what ``.venv`` depends on."""
    digest = hashlib.sha256()
    for lock in LOCKS:
        lines = (root / "tierslieu" / lock).read_text(encoding="utf-8").splitlines()
        digest.update("".join(f"{line}\n" for line in lines if line and not line.startswith("#")).encode("utf-8"))
    return f"{digest.hexdigest()} {this_python()}"


def this_python() -> str:
    """The Python that libraries are built for: implementation, version, system and processor."""
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return f"{sys.implementation.cache_tag}-{sys.platform}-{machine}"


def stamp_of(root: Path) -> Path:
    """The file with the fingerprint, written last: without it, the installation is unfinished."""
    return root / ".venv" / "ready"


def read_stamp(root: Path) -> str:
    """The fingerprint of ``.venv``; empty if it is unfinished."""
    try:
        return stamp_of(root).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def python_of(root: Path) -> Path:
    """The Python of ``.venv``."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@contextlib.contextmanager
def exclusive_lock(root: Path, print_message: "PrintMessage") -> "Iterator[None]":
    """Let one command at a time prepare the place. The system releases the lock when its processes end."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock: two first uses at the same time are not prevented
        yield
        return
    folder = os.open(str(root), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            print_message("waiting")
            fcntl.flock(folder, fcntl.LOCK_EX)
    os.set_inheritable(folder, True)  # if this process is killed, its pip holds the lock until it ends
    try:
        yield
    finally:
        os.close(folder)


def install(root: Path, print_message: "PrintMessage") -> None:
    """Create ``.venv``, or update it in place when only the locks changed, then write its stamp."""
    old_stamp = read_stamp(root)
    usable = old_stamp.endswith(" " + this_python()) and os.access(str(python_of(root)), os.X_OK)
    if old_stamp:
        print_message("changed" if usable else "moved")
        stamp_of(root).unlink()
    else:
        print_message("again" if (root / ".venv").exists() else "first")
    if not usable:
        create(root)
    pip = [str(python_of(root)), "-Iu", "-m", "pip", "--no-input", "--disable-pip-version-check"]
    options = ["--no-user", "--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]
    locks = [option for lock in LOCKS for option in ("-r", str(root / "tierslieu" / lock))]
    try:
        run_with_progress([*pip, "install", *options, *locks])
    except VenvFailure as failure:
        if usable and failure.cause == "network":  # pip has changed nothing: .venv can still be updated in place
            stamp_of(root).write_text(old_stamp, encoding="utf-8")
        raise
    stamp_of(root).write_text(fingerprint(root) + "\n", encoding="utf-8")
    print_message("ready")


def create(root: Path) -> None:
    """Create an empty ``.venv`` with the Python outside it, replacing any other; raises ``VenvFailure``."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise VenvFailure("ensurepip")
    base = getattr(sys, "_base_executable", None) or sys.executable
    run_with_progress([base, "-I", "-m", "venv", "--clear", str(root / ".venv")])


def run_with_progress(command: "List[str]") -> None:
    """Run ``command``, showing its progress on a terminal; raises ``VenvFailure`` when it fails."""
    import subprocess  # not at the top, for start-up time: only needed when .venv is not ready

    lines = []  # type: List[str]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", close_fds=False,
    ) as process:  # fmt: skip
        try:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                show_progress(step_of(line))
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
        finally:
            show_progress("")
    if process.returncode:
        raise VenvFailure(cause_of("\n".join(lines)), "\n".join(lines[-12:]))


def step_of(line: str) -> str:
    """The libraries that a line of pip's output is about, with the size of a download; empty for other lines."""
    match = re.match(r"\s*Downloading ([^\s-]+-[^\s-]+)\S* (\(.*\))", line)
    if match:
        return " ".join(match.groups())
    match = re.match(r"\s*(?:Collecting|Installing collected packages:) (.*)", line)
    return re.sub(r"\s*([<>=!~;]|\(from ).*", "", match.group(1)) if match else ""


def show_progress(step: str, width: int = 76) -> None:
    """Replace the last line of the terminal by ``step``; without a terminal, print nothing."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + ("  … " + step if step else "")[:width].ljust(width) + ("" if step else "\r"))
        sys.stderr.flush()


def cause_of(output: str) -> str:
    """The first of ``CAUSES`` that the output of a failed command matches, or ``unknown``."""
    return next((cause for cause, pattern in CAUSES if re.search(pattern, output)), "unknown")
