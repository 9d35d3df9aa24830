"""Answers that cookiecutter ignores without a message.

cookiecutter (2.6, 2.7) ignores answers to unknown questions. At the first unknown choice of an answer file it stops
reading, and takes the defaults for the rest. Hooks are not given the path of the file: it is read from the command line
of the process that runs them. Where that can't be known (Windows, a program that calls cookiecutter's API), ignored
answers are not reported.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from tierslieu.core import yaml_reader
from tierslieu.core.problems import closest
from tierslieu.core.rules import Violation

from .questions import QUESTIONS


def supplied_answers(folders: Sequence[Path]) -> dict[str, object]:
    """The answers of the command line and of the answer file, which may be relative to one of ``folders``."""
    arguments = _parent_arguments()
    answers: dict[str, object] = {}
    for path in _config_files(arguments, folders):
        answers |= _in_file(path)
    return answers | _in_arguments(arguments)


def answer_file(folders: Sequence[Path]) -> Path | None:
    """The file of the command line with answers, if there is one; it may be relative to one of ``folders``."""
    return next(filter(_in_file, _config_files(_parent_arguments(), folders)), None)


def ignored_answers(answers: Mapping[str, object], root: Path) -> list[Violation]:
    """A violation for each of ``answers`` that cookiecutter ignores: to an unknown question, or an unknown choice."""
    violations = []
    for name, value in answers.items():
        choices = QUESTIONS[name].type.choices_in(root) if name in QUESTIONS else ()
        if name not in QUESTIONS:
            values = {"question": name, "closest": closest(name, QUESTIONS)}
            violations.append(Violation((), "answer.unknown_question", values))
        elif choices and value not in choices and "{{" not in str(value):
            values = {"value": str(value), "choices": ", ".join(choices)}
            violations.append(Violation((name,), "answer.choice", values))
    return violations


def _parent_arguments() -> list[str]:
    """The command line of cookiecutter or cruft; empty where it can't be known."""
    process = Path(f"/proc/{os.getppid()}/cmdline")
    try:
        if process.exists():
            arguments = os.fsdecode(process.read_bytes()).split("\0")[:-1]
        else:
            command = ["ps", "-ww", "-o", "args=", "-p", str(os.getppid())]
            arguments = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace").stdout.split()
    except OSError:
        return []
    return arguments if any(Path(argument).stem in {"cookiecutter", "cruft"} for argument in arguments[:3]) else []


def _config_files(arguments: Sequence[str], folders: Sequence[Path]) -> Iterator[Path]:
    """The answer files that exist among those of a command line."""
    for option, value in pairwise([*arguments, ""]):
        if option == "--config-file" or (option == "-c" and Path(arguments[1]).stem == "cruft"):
            name = value
        elif option.startswith("--config-file="):
            name = option.partition("=")[2]
        else:
            continue
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path:
            yield path


def _in_file(path: Path) -> dict[str, object]:
    try:
        data = yaml_reader.parse(path.read_text(encoding="utf-8")).data
    except (OSError, UnicodeDecodeError):
        return {}
    answers = data.get("default_context") if isinstance(data, dict) else None
    return _public(answers.items()) if isinstance(answers, dict) else {}


def _in_arguments(arguments: Sequence[str]) -> dict[str, object]:
    pairs = (argument.partition("=") for argument in arguments[1:])
    return _public((name, value) for name, equals, value in pairs if equals and name.isidentifier())


def _public(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in pairs if not name.startswith("_")}
