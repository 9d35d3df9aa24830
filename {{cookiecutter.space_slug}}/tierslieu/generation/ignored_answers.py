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
from pathlib import Path

from tierslieu.core import yaml_reader
from tierslieu.core.problems import closest
from tierslieu.core.rules import Violation

from .questions import QUESTIONS


def supplied_answers(folders: Sequence[Path]) -> dict[str, object]:
    """The answers of the command line and of the answer file, which may be relative to one of ``folders``."""
    arguments = _parent_arguments()
    if not any(Path(argument).stem in {"cookiecutter", "cruft"} for argument in arguments[:3]):
        return {}
    answers: dict[str, object] = {}
    for name in _config_files(arguments):
        answers |= _in_file(name, folders)
    return answers | _in_arguments(arguments)


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
    process = Path(f"/proc/{os.getppid()}/cmdline")
    try:
        if process.exists():
            return os.fsdecode(process.read_bytes()).split("\0")[:-1]
        command = ["ps", "-ww", "-o", "args=", "-p", str(os.getppid())]
        return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace").stdout.split()
    except OSError:
        return []


def _config_files(arguments: Sequence[str]) -> Iterator[str]:
    for option, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if option == "--config-file" or (option == "-c" and Path(arguments[1]).stem == "cruft"):
            yield value
        elif option.startswith("--config-file="):
            yield option.partition("=")[2]


def _in_file(name: str, folders: Sequence[Path]) -> dict[str, object]:
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    try:
        data = yaml_reader.parse(path.read_text(encoding="utf-8")).data if path else None
    except (OSError, UnicodeDecodeError):
        return {}
    answers = data.get("default_context") if isinstance(data, dict) else None
    return _public(answers.items()) if isinstance(answers, dict) else {}


def _in_arguments(arguments: Sequence[str]) -> dict[str, object]:
    pairs = (argument.partition("=") for argument in arguments[1:])
    return _public((name, value) for name, equals, value in pairs if equals and name.isidentifier())


def _public(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in pairs if not name.startswith("_")}
