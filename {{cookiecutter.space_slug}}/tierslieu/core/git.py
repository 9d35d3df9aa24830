"""Runs git in a folder, whatever the settings of the user."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tierslieu.core.problems import Problem, Problems

#: Set by git when a hook of a surrounding repository runs this program; git must not see them.
_SURROUNDING = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX",
)  # fmt: skip
#: Hooks are programs of the user that expect a person who runs git: none runs, on any system.
_SETTINGS = ("-c", "core.safecrlf=false", "-c", "commit.gpgsign=false", "-c", "core.quotepath=false",
             "-c", "core.hooksPath=/dev/null")  # fmt: skip
#: The committer when git has no name configured.
_DEFAULT_COMMITTER = ("-c", "user.name=Kit tiers-lieu", "-c", "user.email=kit@localhost")

#: The path of a lock, as git quotes it.
_LOCK = re.compile(r"'((?:/|[A-Za-z]:[\\/])[^\n]*?\.lock)'")
# A conflict by its first line, or a last line that was left; seven equals signs may underline a title of Markdown.
_CONFLICT = re.compile(rb"^<{7}(?: |\r?$)(?:.*\n)+?>{7}|^[<>]{7}(?: |\r?$)", re.MULTILINE)


def git(
    folder: Path,
    *arguments: str,
    check: bool = True,
    stdin: bytes = b"",
    strip: bool = True,
    index: Path | None = None,
    timeout: float | None = None,
) -> str:
    """Run git in ``folder`` with ``stdin``, and return its output, stripped unless ``strip`` is false.

    ``index`` is a file to use in the place of the index of the repository. With a ``timeout`` in seconds, git asks nothing
    in a terminal, and ``subprocess.TimeoutExpired`` is raised when it takes longer.

    Raises ``FileNotFoundError`` without git, ``Problems`` when a file that git locks is locked already, and
    ``subprocess.CalledProcessError`` when git fails otherwise; when ``check`` is false, the output of a git that fails
    is empty.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _SURROUNDING}
    # A screen that reads the state of the files must not keep another from saving them.
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    if index:
        environment["GIT_INDEX_FILE"] = str(index)
    if timeout:
        environment |= {"GIT_TERMINAL_PROMPT": "0"}
        environment.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    command = ["git", *_SETTINGS, *arguments]
    process = subprocess.run(command, cwd=folder, env=environment, input=stdin, capture_output=True, timeout=timeout)
    output, errors = (text.decode("utf-8", "surrogateescape") for text in (process.stdout, process.stderr))
    if process.returncode and check:
        _refuse_locked(errors)
        raise subprocess.CalledProcessError(process.returncode, command, output, errors)
    if process.returncode:
        return ""
    return output.strip() if strip else output


def _refuse_locked(errors: str) -> None:
    """Raise ``Problems`` when git names a lock, in whatever language: another git runs, or one was stopped halfway."""
    match = _LOCK.search(errors)
    if match and Path(match[1]).exists():
        raise Problems([Problem("git.locked", {"file": str(Path(match[1]))})])


def reason_of(error: subprocess.CalledProcessError) -> str:
    """What git says of its failure, on one line."""
    return " ".join((error.stderr or error.stdout or "").split())


def contents(folder: Path, names: Sequence[str]) -> list[str]:
    """The text that each of ``names`` (``commit:path``) has, empty where there is none: one git reads them all."""
    lines = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    output = git(folder, "cat-file", "--batch", stdin=lines, strip=False).encode("utf-8", "surrogateescape")
    texts, stream = [], io.BytesIO(output)
    for _ in names:
        # "<object> blob <size>", then the content and a newline; or "<name> missing".
        found = re.search(rb" blob (\d+)\n$", stream.readline())
        texts.append(stream.read(int(found[1])).decode("utf-8", "surrogateescape") if found else "")
        stream.read(1 if found else 0)
    return texts


def commit_of(folder: Path, name: str) -> str:
    """The commit of ``name`` (a tag, a branch, a reference or a commit) in ``folder``; empty when there is none."""
    if name.startswith("-"):
        return ""
    return git(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)


def committer_options(folder: Path) -> tuple[str, ...]:
    """Options of git that name the committer in ``folder``: none when git has a name configured, else the kit."""
    return () if has_committer(folder) else _DEFAULT_COMMITTER


def has_committer(folder: Path) -> bool:
    """Whether git has the name and the e-mail address of who commits in ``folder``."""
    configured = git(folder, "config", "--get-regexp", r"^user\.(name|email)$", check=False)
    return ("user.name" in configured and "user.email" in configured) or "GIT_AUTHOR_EMAIL" in os.environ


def git_path(folder: Path, name: str) -> Path:
    """The file ``name`` of the repository of ``folder``."""
    return git_paths(folder, [name])[0]


def git_paths(folder: Path, names: Sequence[str]) -> list[Path]:
    """The files ``names`` of the repository of ``folder``."""
    options = [option for name in names for option in ("--git-path", name)]
    return [Path(line) for line in git(folder, "rev-parse", "--path-format=absolute", *options).splitlines()]


def current_tree(root: Path) -> str:
    """The tree of git of the files as they are now, new ones too; the index of the repository does not change."""
    with tempfile.TemporaryDirectory(prefix="lieu-", ignore_cleanup_errors=True) as folder:
        index, original = Path(folder) / "index", git_path(root, "index")
        if original.exists():
            shutil.copy2(original, index)  # with its date, from which git tells which files it must read again
        git(root, "add", "--all", index=index)
        return git(root, "write-tree", index=index)


def changed_paths(root: Path, before: str, after: str, path: str = "") -> dict[str, str]:
    """The files (below ``path``) that differ between two trees: ``A`` if added, ``D`` if deleted, else ``M``."""
    arguments = ("diff", "--name-status", "--no-renames", "-z", before, after, "--", *([path] if path else ()))
    fields = git(root, "--literal-pathspecs", *arguments).split("\0")
    return {path: kind if kind in "AD" else "M" for kind, path in zip(fields[::2], fields[1::2], strict=False)}


def first_commit(folder: Path, message: str, branches: tuple[str, ...]) -> None:
    """Commit every file of ``folder``, a repository without commits, on each of ``branches``; checks out none.

    As one pack without deltas, which takes a quarter of the time of ``git add`` and ``git commit`` (0.1 s against
    0.4 s for 230 files): making a place should not take longer than copying it.
    """
    names = git(folder, "ls-files", "-z", "--others", "--exclude-standard").split("\0")
    files = b"".join(_import_command(folder, name) for name in names if name)
    committer = git(folder, *committer_options(folder), "var", "GIT_COMMITTER_IDENT")
    head = f"commit refs/heads/{branches[0]}\ncommitter {committer}\n".encode() + _data_command(message.encode())
    others = "".join(f"reset refs/heads/{branch}\nfrom refs/heads/{branches[0]}\n" for branch in branches[1:])
    options = ("-c", "pack.compression=0", "fast-import", "--quiet", "--depth=0", "--done")
    git(folder, *options, stdin=head + files + others.encode() + b"done\n")


def _import_command(folder: Path, name: str) -> bytes:
    """The command of ``git fast-import`` for a file; texts get the line ends that ``.gitattributes`` asks for."""
    data = (folder / name).read_bytes()
    if b"\0" not in data:
        data = data.replace(b"\r\n", b"\n")
    mode = "100755" if data.startswith(b"#!") else "100644"
    quoted = name.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'M {mode} inline "{quoted}"\n'.encode("utf-8", "surrogateescape") + _data_command(data)


def _data_command(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content + b"\n"


def conflict_lines(data: bytes) -> list[int]:
    """The lines of a file, counted from 1, where git left two versions to choose from after a merge."""
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return []
    starts = [match.start() for match in _CONFLICT.finditer(data)]
    return [data.count(b"\n", 0, start) + 1 for start in starts]
