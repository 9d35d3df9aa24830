"""Places made with the kit: what tests of generation, browser tests and benchmarks share.

Nothing here needs pytest; the fixtures are in ``conftest.py``.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from cookiecutter.main import cookiecutter
from jinja2 import Environment
from support.paths import KIT

from tierslieu import local

TERRITORIES = sorted((KIT / "docs" / "territories").glob("*.yaml"))
TODAY = dt.date(2026, 12, 1)

Answers = dict[str, Any]


@dataclass(frozen=True)
class CommandResult:
    """How a command ended, and everything that it said."""

    status: int
    output: str


def kit_questions() -> Answers:
    """The questions of the kit with their defaults, as ``cookiecutter.json`` has them."""
    found = json.loads((KIT / "cookiecutter.json").read_text(encoding="utf-8"))
    return {name: default for name, default in found.items() if not name.startswith("_")}


def territory_answers(territory: Path) -> Answers:
    """The answers in a file of ``docs/territories/``."""
    answers: Answers = yaml.safe_load(territory.read_text(encoding="utf-8"))["default_context"]
    return answers


def complete_answers(answers: Mapping[str, Any]) -> Answers:
    """``answers`` to some questions, and the kit's defaults to the others, as cookiecutter hands them to its hooks."""
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


def copy_kit(target: Path) -> Path:
    """Copy the kit as it is now, committed or not, into a git repository at ``target``, with one commit."""
    _copy_working_files(target)
    run_checked(["git", "init", "--quiet", "--initial-branch=main"], target)
    commit_all(target, "The kit")
    return target


def clone_kit(target: Path) -> Path:
    """A clone of the kit at ``target``, with all its past, whose last commit is the kit as it is now, committed or not."""
    run_checked(["git", "clone", "--quiet", "--shared", "--no-checkout", str(KIT), str(target)], target.parent)
    _copy_working_files(target)
    commit_all(target, "The kit")
    return target


def _copy_working_files(target: Path) -> None:
    listed = run_checked(["git", "ls-files", "-z", "-co", "--exclude-standard"], KIT)
    for name in filter(None, listed.output.split("\0")):
        source = KIT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def commit_all(repository: Path, message: str) -> str:
    """Commit everything in ``repository``; returns the commit."""
    who = ["-c", "user.name=Tests", "-c", "user.email=tests@localhost", "-c", "commit.gpgsign=false"]
    run_checked(["git", "add", "--all"], repository)
    run_checked(["git", *who, "commit", "--quiet", "--allow-empty", "--message", message], repository)
    return git(repository, "rev-parse", "HEAD")


def git(repository: Path, *arguments: str) -> str:
    """What git says in ``repository``, stripped; an error when it refuses."""
    return run_checked(["git", *arguments], repository).output.strip()


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a computer on which nothing was ever set up, its home folder in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COOKIECUTTER_", "XDG_"))}
    return kept | {
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
    done = subprocess.run(
        command, cwd=folder, env={**(environment or os.environ), "PWD": str(folder)}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    return CommandResult(done.returncode, done.stdout)


def run_checked(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> CommandResult:
    """As ``run``, for a command that must succeed."""
    done = run(command, folder, environment)
    assert done.status == 0, f"{command}: exit status {done.status}\n{done.output}"
    return done


def tool_command(name: str, *arguments: str | Path) -> list[str]:
    """The command line of cookiecutter or cruft, as their own scripts start them."""
    script = shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name)
    assert script, f"{name} is not installed"
    return [script, *map(str, arguments)]


def lieu_command(*arguments: str) -> list[str]:
    """The command line of the place itself, with the Python of these tests instead of the place's own."""
    return [sys.executable, "-B", "-m", "tierslieu", *arguments]


def write_answer_file(path: Path, answers: Mapping[str, Any], **settings: Any) -> Path:
    """Write ``answers`` as a file for ``--config-file``; cookiecutter's own ``settings`` beside."""
    path.write_text(json.dumps({"default_context": dict(answers), **settings}), encoding="utf-8")
    return path


def generate_place(kit: Path, answers: Mapping[str, Any], output: Path, *, accept_hooks: bool = True) -> Path:
    """Bake a place in this process, through cookiecutter's own API; returns its folder.

    A misspelt question is an error; cookiecutter would ignore it. Folders that cookiecutter keeps for itself go
    beside ``output``.
    """
    _refuse_unknown(answers)
    settings = {"cookiecutters_dir": str(output / ".cookiecutters"), "replay_dir": str(output / ".replay")}
    config = write_answer_file(output / ".cookiecutter.json", {}, **settings)
    made = cookiecutter(
        str(kit), no_input=True, extra_context=dict(answers), output_dir=str(output), config_file=str(config),
        accept_hooks=accept_hooks,
    )  # fmt: skip
    return Path(made)


def apply_answers(place: Path, answers: Mapping[str, Any], **private: Any) -> int:
    """Apply ``answers`` to ``place`` in this process, as the hook does under cruft: no question, no repository."""
    context = {**answers, "_template": "KIT", "_commit": "0" * 40, **private}
    return local.run(place, json.loads(json.dumps(context)))


def memoised_compile(kind: type[Environment]) -> Callable[..., Any]:
    """``kind.compile`` with a memory: most of a bake's time goes to compiling the same sources again."""
    original, memory = kind.compile, {}

    def compile(self: Environment, *source: Any, **options: Any) -> Any:
        key = (source, tuple(options.items()))
        if key not in memory:
            memory[key] = original(self, *source, **options)
        return memory[key]

    return compile


def read_tree(folder: Path, *without: str) -> dict[str, bytes]:
    """Every file under ``folder`` by path, except those in or named ``without``; empty folders count as files.

    ``.cache/`` is what commands keep for the next one: it is no part of a place.
    """
    without = (*without, ".cache")
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] in without or name in without:
            continue
        if path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{name}/"] = b""
    return found


def executables(folder: Path) -> set[str]:
    """The files under ``folder`` that can be run."""
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and os.access(path, os.X_OK)
    }
