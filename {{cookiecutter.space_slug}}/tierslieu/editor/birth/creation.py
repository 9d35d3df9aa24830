"""Cookiecutter makes the place, as at the terminal: with its hooks, and nothing left behind when they refuse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .kit_source import KitSource

_JINJA = ("{{", "{%", "{#")


class CreationFailure(Exception):
    """The place is not made; the text is what cookiecutter and its hooks have printed."""


def create(kit: KitSource, answers: Mapping[str, str], parent: Path) -> Path:
    """Make the place in ``parent`` from ``answers`` as typed; returns its folder. Raises ``CreationFailure``.

    ``parent`` is made if it does not exist yet, and goes again when the place is not made.

    In a process of its own, since only so can be shown what hooks print; with its own settings, so that those of the
    person, which may hold other answers, change nothing.
    """
    is_new = not parent.exists()
    try:
        parent.mkdir(exist_ok=True)
    except OSError as error:
        raise CreationFailure(str(error)) from error
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "cookiecutter.json")
        context = {name: _literal(answer) for name, answer in answers.items()}
        content = {"default_context": context, "cookiecutters_dir": folder, "replay_dir": folder}
        settings.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "cookiecutter", "--no-input", "--config-file", str(settings)]
        command += ["--checkout", kit.checkout] if kit.checkout else []
        command += ["--output-dir", str(parent), kit.template]
        environment = {**os.environ, "PWD": str(parent), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {"GIT_TERMINAL_PROMPT": "0"}  # the terminal is not where the person looks
        environment.pop("PYTHONPATH", None)
        process = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    place = parent / answers["space_slug"]
    if process.returncode or not (place / "config" / "space.yaml").is_file():
        if is_new:
            with suppress(OSError):
                parent.rmdir()
        raise CreationFailure(process.stdout)
    return place


def _literal(answer: str) -> str:
    """``answer`` for cookiecutter, which renders it by Jinja: one that holds signs of Jinja as a string literal."""
    if not any(sign in answer for sign in _JINJA):
        return answer
    return "{{ " + json.dumps(answer, ensure_ascii=False) + " }}"
