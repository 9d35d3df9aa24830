"""What cookiecutter leaves out of an answer file without a word.

cookiecutter (2.6, 2.7) ignores unknown questions, and at the first unknown choice it stops reading the file and takes
defaults for the rest. It does not hand the file to hooks either, so its path is read off the command that runs the
hook. Where that can't be known (Windows, a program that calls cookiecutter's API), nothing is said.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tierslieu.core import yaml_reader
from tierslieu.core.problems import closest
from tierslieu.core.rules import Violation

from .questions import Reader


def given_answers(folders: Sequence[Path]) -> dict[str, object]:
    """The answers of the answer file and of the command line that cookiecutter or cruft was started with.

    ``folders`` are those in which it may have been started: the answer file's path may be relative to one of them.
    """
    arguments = _parent_arguments()
    if not any(Path(argument).stem in {"cookiecutter", "cruft"} for argument in arguments[:3]):
        return {}
    answers: dict[str, object] = {}
    for name in _config_files(arguments):
        answers |= _in_file(name, folders)
    return answers | _in_arguments(arguments)


def dropped_answers(given: Mapping[str, object], readers: Mapping[str, Reader]) -> list[Violation]:
    """Faults for the answers of ``given`` that were not passed on: to unknown questions, or unknown choices."""
    faults = []
    for question, value in given.items():
        reader = readers.get(question)
        choices = getattr(reader, "choices", ())
        if reader is None:
            values = {"question": question, "closest": closest(question, readers)}
            faults.append(Violation((), "answer.unknown_question", values))
        elif choices and value not in choices and "{{" not in str(value):
            values = {"value": str(value), "choices": ", ".join(choices)}
            faults.append(Violation((question,), "answer.choice", values))
    return faults


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
    return _questions(answers.items()) if isinstance(answers, dict) else {}


def _in_arguments(arguments: Sequence[str]) -> dict[str, object]:
    pairs = (argument.partition("=") for argument in arguments[1:])
    return _questions((name, value) for name, equals, value in pairs if equals and name.isidentifier())


def _questions(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in pairs if not name.startswith("_")}
