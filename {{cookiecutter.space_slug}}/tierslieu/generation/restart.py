"""The command that starts a generation again with the answers already given, for a user to type."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .origin import kit_folder, start_folders


@dataclass(frozen=True)
class Restart:
    """A ``command`` for the shell of the user, and the ``file`` that holds the answers; None: they are in the command.

    ``code`` is that of the message that says so.
    """

    code: str
    command: str
    file: Path | None = None


def restart(
    root: Path, context: Mapping[str, Any], answers: Mapping[str, Any], answer_file: Path | None, *, can_ask: bool
) -> Restart:
    """How to start again the generation of the place in ``root`` by cookiecutter, cruft or copier.

    Answers come from the replay file of cookiecutter, from the ``answer_file`` of the command line, else they are
    written in the command. Where a user can be asked, the replay file is best: only wrong answers are asked again.
    """
    replay = None if is_cruft(context) else _replay_file(context, answers)
    template = str(context["_template"])
    options = _options(root, context)
    if replay and (can_ask or not answer_file):
        return Restart("run.retry_replay", shell_line(["cookiecutter", "--replay", *options, template]), replay)
    given = {name: str(answer) for name, answer in answers.items() if answer not in ("", None)}
    pairs = [f"{name}={answer}" for name, answer in given.items()]
    if context.get("_tool") == "copier":
        data = [argument for pair in pairs for argument in ("--data", pair)]
        command = ["copier", "copy", "--trust", "--defaults", *data, template, str(root)]
        return Restart("run.retry_inline", shell_line(command))
    tool = ["cruft", "create"] if is_cruft(context) else ["cookiecutter"]
    if answer_file:
        command = [*tool, "--no-input", "--config-file", str(answer_file), *options, template]
        return Restart("run.retry_file", shell_line(command), answer_file)
    if is_cruft(context):
        command = [*tool, "--no-input", "--extra-context", json.dumps(given, ensure_ascii=False), *options, template]
    else:
        command = [*tool, "--no-input", *options, template, *pairs]
    return Restart("run.retry_inline", shell_line(command))


def is_cruft(context: Mapping[str, Any]) -> bool:
    """Whether cruft, or copier, made the files and does the rest."""
    return "_commit" in context and "_repo_dir" not in context


def shell_line(arguments: Sequence[str]) -> str:
    """``arguments`` as one line for the usual shell of this system."""
    return subprocess.list2cmdline(arguments) if sys.platform == "win32" else shlex.join(arguments)


def _options(root: Path, context: Mapping[str, Any]) -> list[str]:
    """The options without which the place would be made elsewhere, or from another version of the kit."""
    output = Path(str(context.get("_output_dir") or root.parent))
    start = next(start_folders(context))
    options = [] if start.is_absolute() and start.resolve() == output.resolve() else ["--output-dir", str(output)]
    return [*options, "--checkout", str(context["_checkout"])] if context.get("_checkout") else options


def _replay_file(context: Mapping[str, Any], answers: Mapping[str, Any]) -> Path | None:
    """The file in which cookiecutter records these answers, if it is where it stands by default."""
    kit = kit_folder(context)
    name = Path(str(context["_repo_dir"])).name
    if name in ("", ".."):  # relative to the folder in which cookiecutter was started
        name = kit.name if kit else ""
    path = Path.home() / ".cookiecutter_replay" / f"{name}.json"
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))["cookiecutter"]
        return path if all(recorded.get(question) == answer for question, answer in answers.items()) else None
    except (OSError, ValueError, KeyError, AttributeError):
        return None
