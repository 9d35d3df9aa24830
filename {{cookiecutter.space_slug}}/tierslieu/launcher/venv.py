"""The ``.venv`` of the place: created on first use, repaired when it is unfinished or out of date.

What only documents and pictures need, more than half of it, is installed when they are first made; what the editor in
the browser needs, when it is first opened.

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

#: What every command needs, what makes documents and pictures, and what the editor in the browser needs: files of
#: ``tierslieu/`` with exact versions and the digests of their files, made by ``make lock`` in the kit.
BASE, DOCUMENTS, EDITOR = "requirements.txt", "requirements-documents.txt", "requirements-editor.txt"
LOCKS = (BASE, DOCUMENTS, EDITOR)
#: The key of the message that says what is about to be installed; ``KEY_needs`` says what that takes.
MESSAGES = {DOCUMENTS: "documents", EDITOR: "editor"}
#: The environment variable that names another folder than ``.venv``; a relative path starts at the place.
FOLDER_VARIABLE = "LIEU_VENV"
#: The folder with the wheels that ``./lieu vendor`` downloads: with it, no network is needed.
WHEELS = "vendor"
#: How the folders begin that services copy from one computer to another.
SYNCED = r"(?i)(onedrive|dropbox|nextcloud|owncloud|kdrive|google ?drive|my drive|mon drive|mobile documents|icloud)"

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
    """Install ``BASE`` in ``.venv`` unless it is up to date; raises ``VenvFailure``."""
    prepare_lock(root, BASE, print_message, install_base)


def prepare_more(root: Path, lock: str, print_message: "PrintMessage") -> None:
    """Install ``lock`` beside ``BASE`` in ``.venv`` if it ``lacks`` it; raises ``VenvFailure``."""
    if lacks(root, lock):
        prepare_lock(root, lock, print_message, install_more)


def lacks(root: Path, lock: str) -> bool:
    """Whether ``lock`` is to be installed. Never in another Python, whose libraries are not those of ``./lieu``."""
    return runs_in_venv(root) and not is_ready(root, lock)


def prepare_lock(
    root: Path, lock: str, print_message: "PrintMessage", install: "Callable[[Path, str, PrintMessage], None]"
) -> None:
    """Call ``install`` unless ``lock`` is up to date; raises ``VenvFailure``."""
    try:
        if is_ready(root, lock):
            return
        with exclusive_lock(root, print_message):
            if not is_ready(root, lock):  # another command may have prepared it while this one waited
                install(root, lock, print_message)
        importlib.invalidate_caches()  # if this is the Python of .venv, it has listed the libraries of before
    except OSError as error:
        raise VenvFailure(cause_of(str(error)), str(error)) from error


def venv_of(root: Path) -> Path:
    """The folder of the libraries: ``.venv``, or the one that ``LIEU_VENV`` names."""
    return root / (os.environ.get(FOLDER_VARIABLE) or ".venv")


def runs_in_venv(root: Path) -> bool:
    """Whether this Python is that of the place."""
    return os.path.realpath(sys.prefix) == os.path.realpath(str(venv_of(root)))


def is_ready(root: Path, lock: str = BASE) -> bool:
    """Whether ``lock`` was completely installed, as it is now, by this Python."""
    return read_stamp(root, lock) == fingerprint(root, lock) and os.access(str(python_of(root)), os.X_OK)


def fingerprint(root: Path, lock: str = BASE) -> str:
    """A digest of ``lock``, without its comments, then the Python: what ``.venv`` depends on."""
    lines = (root / "tierslieu" / lock).read_text(encoding="utf-8").splitlines()
    text = "".join(line + "\n" for line in lines if line and not line.startswith("#"))
    return f"{hashlib.sha256(text.encode('utf-8')).hexdigest()} {this_python()}"


def this_python() -> str:
    """The Python that libraries are built for: implementation, version, system and processor."""
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return f"{sys.implementation.cache_tag}-{sys.platform}-{machine}"


def stamp_of(root: Path, lock: str = BASE) -> Path:
    """The file with the fingerprint of ``lock``, written last: without it, the installation is unfinished."""
    return venv_of(root) / lock.replace("requirements", "ready").replace(".txt", "")


def read_stamp(root: Path, lock: str = BASE) -> str:
    """The fingerprint of what is installed; empty if it is unfinished."""
    try:
        return stamp_of(root, lock).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def python_of(root: Path) -> Path:
    """The Python of ``.venv``."""
    return venv_of(root) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


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


def install_base(root: Path, lock: str, print_message: "PrintMessage") -> None:
    """Create ``.venv``, or update it in place when only ``lock``, ``BASE``, changed; raises ``VenvFailure``."""
    refuse_foreign(venv_of(root))
    old_stamp = read_stamp(root)
    usable = old_stamp.endswith(" " + this_python()) and os.access(str(python_of(root)), os.X_OK)
    if old_stamp:
        print_message("changed" if usable else "moved")
    else:
        print_message("again" if venv_of(root).exists() else "first")
        print_message("offline" if has_wheels(root) else "first_needs")
    if not usable:
        if old_stamp:
            stamp_of(root).unlink()
        if not os.environ.get(FOLDER_VARIABLE) and any(re.match(SYNCED, part) for part in root.parts):
            print_message("synced")
        create(root)
    install_lock(root, lock, print_message)
    print_message("ready")


def refuse_foreign(folder: Path) -> None:
    """Raise ``VenvFailure`` if ``LIEU_VENV`` names a folder with other things in it, which would be erased."""
    named = os.environ.get(FOLDER_VARIABLE) and folder.is_dir()
    names = [path.name for path in folder.iterdir()] if named else []
    if names and "pyvenv.cfg" not in names:
        raise VenvFailure("foreign")


def install_more(root: Path, lock: str, print_message: "PrintMessage") -> None:
    """Add ``lock`` to ``.venv``, or update what is there; raises ``VenvFailure``."""
    print_message(MESSAGES[lock])
    print_message("offline" if has_wheels(root) else MESSAGES[lock] + "_needs")
    install_lock(root, lock, print_message)
    print_message("ready")


def install_lock(root: Path, lock: str, print_message: "PrintMessage") -> None:
    """Install ``lock`` from the folder of wheels if there is one, else from the network, then write its stamp."""
    stamp, old_stamp = stamp_of(root, lock), read_stamp(root, lock)
    if old_stamp:
        stamp.unlink()
    options = ["--no-user", "--progress-bar", "off", *pip_options(root / "tierslieu" / lock)]
    try:
        if not installs_offline(root, options, print_message):
            run_with_progress([*pip_command(python_of(root)), "install", *options])
    except VenvFailure as failure:
        if old_stamp and failure.cause == "network":  # pip has changed nothing: .venv can still be updated in place
            stamp.write_text(old_stamp, encoding="utf-8")
        raise
    stamp.write_text(fingerprint(root, lock) + "\n", encoding="utf-8")


def installs_offline(root: Path, options: "List[str]", print_message: "PrintMessage") -> bool:
    """Install from the folder of wheels alone; False without one, or if it lacks a wheel for this computer."""
    if not has_wheels(root):
        return False
    try:
        offline = ["--no-index", "--find-links", str(root / WHEELS)]
        run_with_progress([*pip_command(python_of(root)), "install", *options, *offline])
    except VenvFailure as failure:
        if failure.cause not in ("unsupported", unsupported_system()):
            raise
        print_message("incomplete")
        return False
    return True


def has_wheels(root: Path) -> bool:
    """Whether ``./lieu vendor`` was run."""
    return any((root / WHEELS).glob("*.whl"))


def pip_command(python: Path) -> "List[str]":
    """The pip of ``python``, as a command."""
    return [str(python), "-Iu", "-m", "pip", "--no-input", "--disable-pip-version-check"]


def pip_options(lock: Path) -> "List[str]":
    """The options of pip for exactly the libraries of ``lock``, ready-made and verified."""
    return ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]


def create(root: Path) -> None:
    """Create an empty ``.venv`` with the Python outside it, replacing any other; raises ``VenvFailure``."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise VenvFailure("ensurepip")
    base = getattr(sys, "_base_executable", None) or sys.executable
    run_with_progress([base, "-I", "-m", "venv", "--clear", str(venv_of(root))])


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
        cause = cause_of("\n".join(lines))
        raise VenvFailure(unsupported_system() if cause == "unsupported" else cause, "\n".join(lines[-12:]))


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


def unsupported_system() -> str:
    """Why a library has no wheel for this Python: the key of a message."""
    import sysconfig  # not at the top, for start-up time

    if sysconfig.get_platform() == "win-arm64":
        return "windows_arm"
    if "musl" in (sysconfig.get_config_var("SOABI") or ""):
        return "musl"
    return "unsupported"
