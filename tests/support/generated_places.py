"""Generation of places and the commands around it, for tests of generation, browser tests and benchmarks.

Nothing here needs pytest; the fixtures are in ``conftest.py``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import yaml
from cookiecutter.main import cookiecutter
from jinja2 import Environment
from support.paths import KIT

from tierslieu import local

#: The files of answers that the kit is published with.
TERRITORIES = sorted((KIT / "docs" / "territories").glob("*.yaml"))
FIL_NUMERIQUE = KIT / "docs" / "territories" / "fil-numerique.yaml"
TODAY = dt.date(2026, 12, 1)

Answers = dict[str, Any]

#: Answers to the questions that decide, for a place with every service run by two organisations; the kit's own
#: defaults decide nothing.
DECIDED: Answers = {
    "has_coworking": "oui",
    "has_mediation": "oui",
    "has_support": "oui",
    "governance_model": "cooperative-et-association",
    "solidarity_share": "10",
    "price_half_day": "9",
    "price_day": "15",
    "price_month": "280",
    "pass_uses": "10",
    "golden_ticket": "oui",
    "coworkers_join_free": "oui",
}


@dataclass(frozen=True)
class CommandResult:
    """The exit status of a command, and what it wrote to standard output and standard error together."""

    status: int
    output: str


# --- Answers ---


def kit_questions() -> Answers:
    """The questions of ``cookiecutter.json`` with their defaults, without the private ones."""
    content = json.loads((KIT / "cookiecutter.json").read_text(encoding="utf-8"))
    return {name: default for name, default in content.items() if not name.startswith("_")}


def territory_answers(territory: Path) -> Answers:
    """The answers in a file of ``docs/territories/``."""
    answers: Answers = yaml.safe_load(territory.read_text(encoding="utf-8"))["default_context"]
    return answers


def furnish(place: Path, territory: str) -> None:
    """Put the example files of a territory over those of its place, as ``make demo`` does."""
    shutil.copytree(KIT / "docs" / "territories" / territory, place, dirs_exist_ok=True)


def complete_answers(answers: Mapping[str, Any]) -> Answers:
    """``answers``, those of ``DECIDED``, and the default of every other question."""
    return default_answers(DECIDED | dict(answers))


def default_answers(answers: Mapping[str, Any]) -> Answers:
    """``answers``, and the default of every other question, as cookiecutter hands them to its hooks."""
    _refuse_unknown(answers)
    environment = Environment(extensions=["cookiecutter.extensions.SlugifyExtension"])
    result: Answers = {}
    for name, default in kit_questions().items():
        first = default[0] if isinstance(default, list) else default
        result[name] = answers[name] if name in answers else environment.from_string(first).render(cookiecutter=result)
    return result


def _refuse_unknown(answers: Mapping[str, Any]) -> None:
    unknown = sorted(set(answers) - set(kit_questions()))
    if unknown:
        raise KeyError(f"not questions of the kit: {', '.join(unknown)}")


def write_answer_file(path: Path, answers: Mapping[str, Any], **settings: Any) -> Path:
    """Write ``answers`` and cookiecutter's own ``settings`` as a file for ``--config-file``; returns ``path``."""
    path.write_text(json.dumps({"default_context": dict(answers), **settings}), encoding="utf-8")
    return path


# --- The kit, as a repository ---


def copy_kit(target: Path) -> Path:
    """Copy the working files of the kit, committed or not, to a git repository of one commit at ``target``."""
    _copy_working_files(target)
    run_checked(["git", "init", "--quiet", "--initial-branch=main"], target)
    commit_all(target, "The kit")
    return target


def clone_kit(target: Path) -> Path:
    """Clone the kit with its history to ``target``; the last commit there has the working files, committed or not."""
    run_checked(["git", "clone", "--quiet", "--shared", "--no-checkout", str(KIT), str(target)], target.parent)
    _copy_working_files(target)
    commit_all(target, "The kit")
    return target


def _copy_working_files(target: Path) -> None:
    listing = run_checked(["git", "ls-files", "-z", "-co", "--exclude-standard"], KIT)
    for name in filter(None, listing.output.split("\0")):
        source = KIT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def commit_all(repository: Path, message: str) -> str:
    """Commit every change in ``repository``, even if there is none; returns the commit."""
    author = ["-c", "user.name=Tests", "-c", "user.email=tests@localhost", "-c", "commit.gpgsign=false"]
    run_checked(["git", "add", "--all"], repository)
    run_checked(["git", *author, "commit", "--quiet", "--allow-empty", "--message", message], repository)
    return git(repository, "rev-parse", "HEAD")


def git(repository: Path, *arguments: str) -> str:
    """The output of git in ``repository``, stripped; an AssertionError when git fails."""
    return run_checked(["git", *arguments], repository).output.strip()


# --- Commands ---


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment variables of a computer without settings of git or cookiecutter, with ``home`` as home folder."""
    home.mkdir(parents=True, exist_ok=True)
    prefixes = ("GIT_", "COOKIECUTTER_", "XDG_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    return inherited | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
        "TYPER_STANDARD_TRACEBACK": "1",  # cruft's coloured one takes seconds
        **more,
    }


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> CommandResult:
    """Run ``command`` in ``folder`` without a terminal."""
    process = subprocess.run(
        command, cwd=folder, env={**(environment or os.environ), "PWD": str(folder)}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    return CommandResult(process.returncode, process.stdout)


def run_checked(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> CommandResult:
    """As ``run``; an AssertionError when the command fails."""
    result = run(command, folder, environment)
    assert result.status == 0, f"{command}: exit status {result.status}\n{result.output}"
    return result


def lend_venv(root: Path) -> None:
    """Give the place in ``root`` the Python of these tests, as if its ``./lieu`` had installed it there."""
    from tierslieu.launcher.venv import LOCKS, fingerprint, stamp_of

    python = root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (root / ".venv/lib").symlink_to(Path(sys.prefix, "lib"))
    shutil.copyfile(Path(sys.prefix, "pyvenv.cfg"), root / ".venv/pyvenv.cfg")
    for lock in LOCKS:
        stamp_of(root, lock).write_text(fingerprint(root, lock), encoding="utf-8")


def tool_command(name: str, *arguments: str | Path) -> list[str]:
    """The command line of cookiecutter or cruft, through the script that each installs."""
    script = shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name)
    assert script, f"{name} is not installed"
    return [script, *map(str, arguments)]


def lieu_command(*arguments: str) -> list[str]:
    """The command line of ``./lieu``, with the Python of these tests instead of the place's own."""
    return [sys.executable, "-B", "-m", "tierslieu", *arguments]


# --- Places ---


def generate_place(kit: Path, answers: Mapping[str, Any], output: Path, *, accept_hooks: bool = True) -> Path:
    """Generate a place in this process, through cookiecutter's own API; returns its folder.

    A misspelt question is a KeyError; cookiecutter would ignore it. The folders that cookiecutter keeps for itself go
    into ``output``.
    """
    _refuse_unknown(answers)
    settings = {"cookiecutters_dir": str(output / ".cookiecutters"), "replay_dir": str(output / ".replay")}
    config = write_answer_file(output / ".cookiecutter.json", {}, **settings)
    place = cookiecutter(
        str(kit), no_input=True, extra_context=dict(answers), output_dir=str(output), config_file=str(config),
        accept_hooks=accept_hooks,
    )  # fmt: skip
    return Path(place)


def apply_answers(place: Path, answers: Mapping[str, Any], **private: Any) -> int:
    """Apply ``answers`` to ``place`` in this process, as the hook does under cruft: no question, no repository.

    Returns the exit status.
    """
    context = {**answers, "_template": "KIT", "_commit": "0" * 40, **private}
    return local.run(place, json.loads(json.dumps(context)))


def keep_one_document(place: Path) -> None:
    """Leave to ``place`` the charter alone of the documents of the kit: all of them take most of the time of a build."""
    for path in (place / "governance").rglob("*.md"):
        if path.name != "charte.md":
            path.unlink()


def memoised_compile(shared: Path) -> Callable[..., Any]:
    """``Environment.compile`` with a memory: compiling templates takes most of the time of a generation and of a site.

    The same text gives the same code wherever it stands; only the file that its errors name differs. The processes of a
    run read what another has compiled in the folder ``shared``.
    """
    compile_template = Environment.compile
    codes: dict[Any, CodeType] = {}

    def compile(self: Environment, source: Any, name: Any = None, filename: Any = None, **options: Any) -> Any:
        if options or not isinstance(source, str):
            return compile_template(self, source, name, filename, **options)
        settings = (
            self.autoescape, self.finalize, self.trim_blocks, self.lstrip_blocks, self.keep_trailing_newline,
            tuple(self.extensions), frozenset(self.filters.items()), frozenset(self.tests.items()),
            self.block_start_string, self.variable_start_string, self.comment_start_string,
        )  # fmt: skip
        key = (type(self), settings, source, name)
        if key not in codes:
            codes[key] = _shared_code(
                shared, _name_of(self, source, name), lambda: compile_template(self, source, name, filename)
            )
        return _of_file(codes[key], filename or "<template>")

    return compile


def _name_of(environment: Environment, source: str, name: str | None) -> str | None:
    """A name of a template and of all that decides on its code; None if a function of this process alone does."""
    functions = {**environment.filters, **{f"is {key}": test for key, test in environment.tests.items()}}
    functions |= {"finalize": environment.finalize, "autoescape": environment.autoescape}
    names = {key: _plain_name(function) for key, function in functions.items()}
    if None in names.values():
        return None
    settings = (
        type(environment).__qualname__, environment.trim_blocks, environment.lstrip_blocks,
        environment.keep_trailing_newline, sorted(environment.extensions), environment.block_start_string,
        environment.variable_start_string, environment.comment_start_string, sorted(names.items()),
    )  # fmt: skip
    return hashlib.sha256(repr((settings, source, name)).encode("utf-8", "surrogatepass")).hexdigest()


def _plain_name(function: object) -> str | None:
    """The name of a function that is the same in every process, or a constant; None for a closure, a method, a lambda."""
    if function is None or isinstance(function, bool):
        return str(function)
    name = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '<')}"
    if name.startswith(("jinja2.", "markupsafe.")):
        return name
    module = getattr(function, "__self__", None)
    is_bound = getattr(function, "__closure__", None) or not isinstance(module, ModuleType | None)
    return None if is_bound or "<" in name else name


def _shared_code(shared: Path, name: str | None, compile_template: Callable[[], CodeType]) -> CodeType:
    """The code called ``name`` in the folder ``shared``, compiled and written there if no process has yet."""
    if name is None:
        return compile_template()
    file = shared / name
    with contextlib.suppress(OSError):
        code: CodeType = marshal.loads(file.read_bytes())
        return code
    code = compile_template()
    with contextlib.suppress(OSError):  # Windows replaces no file that another process reads
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(marshal.dumps(code))
        unfinished.replace(file)
    return code


def _of_file(code: CodeType, filename: str) -> CodeType:
    """The same code, whose errors name another file."""
    if code.co_filename == filename:
        return code
    parts = (_of_file(part, filename) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=filename, co_consts=tuple(parts))


# --- Files ---


def read_tree(folder: Path, *without: str) -> dict[str, bytes]:
    """The content of every file under ``folder``, by path; the path of an empty folder ends with a slash.

    Left out: ``.cache/``, which commands keep for the next one, and the files and folders named ``without``.
    """
    without = (*without, ".cache")
    content = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] in without or name in without:
            continue
        if path.is_file():
            content[name] = path.read_bytes()
        elif not any(path.iterdir()):
            content[f"{name}/"] = b""
    return content


def executables(folder: Path) -> set[str]:
    """The paths of the executable files under ``folder``."""
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and os.access(path, os.X_OK)
    }
