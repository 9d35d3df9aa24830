"""What cookiecutter leaves out of an answer file without a word.

cookiecutter (2.6, 2.7) ignores unknown questions, and at the first unknown choice it stops reading the file and takes
defaults for the rest. It does not hand the file to hooks either, so its path is read off the command that runs the
hook. Where that can't be known (Windows, a program that calls cookiecutter's API), nothing is said.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tierslieu import yaml12
from tierslieu.suggest import closest

from .questions import Reader
from .rules import Fault


def dropped_answers(readers: dict[str, Reader], folders: Sequence[Path]) -> list[Fault]:
    """Faults for every answer that cookiecutter or cruft was given and did not pass on.

    ``folders`` are those in which it may have been started: the answer file's path may be relative to one of them.
    """
    arguments = _parent_arguments()
    if not any(Path(argument).stem in {"cookiecutter", "cruft"} for argument in arguments[:3]):
        return []
    faults = [fault for name in _config_files(arguments) for fault in _in_file(name, folders, readers)]
    return faults + list(_in_arguments(arguments, readers))


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


def _in_file(name: str, folders: Sequence[Path], readers: dict[str, Reader]) -> Iterator[Fault]:
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    try:
        data = yaml12.parse(path.read_text(encoding="utf-8")).data if path else None
    except (OSError, UnicodeDecodeError):
        return
    answers = data.get("default_context") if isinstance(data, dict) else None
    for question, value in answers.items() if isinstance(answers, dict) else ():
        yield from _judge(str(question), value, readers)


def _in_arguments(arguments: Sequence[str], readers: dict[str, Reader]) -> Iterator[Fault]:
    for argument in arguments[1:]:
        question, equals, value = argument.partition("=")
        if equals and question.isidentifier():
            yield from _judge(question, value, readers)


def _judge(question: str, value: object, readers: dict[str, Reader]) -> Iterator[Fault]:
    if question.startswith("_"):
        return
    reader = readers.get(question)
    choices = getattr(reader, "choices", ())
    if reader is None:
        yield Fault((), "answer.unknown_question", {"question": question, "closest": closest(question, readers)})
    elif choices and value not in choices and "{{" not in str(value):
        yield Fault((question,), "answer.choice", {"value": value, "choices": ", ".join(choices)})
