"""What ``./lieu`` starts: prepares the ``.venv`` of the place on first use, then runs the engine in it.

Only the standard library is installed at this point. An old Python must be able to parse this file and ``venv.py``, to
print which version is required: neither uses anything newer than Python 3.6.
"""

import importlib
import os
import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tierslieu.launcher.venv import VenvFailure, prepare, python_of, runs_in_venv, venv_of

TYPE_CHECKING = False  # not imported from ``typing``, for start-up time
if TYPE_CHECKING:
    from typing import List

    from tierslieu.launcher.venv import PrintMessage

OLDEST = (3, 11)
DEFAULT_LANGUAGE = "fr"
#: The command as it is typed: see ``i18n/messages.py``.
COMMAND = ".\\lieu" if os.name == "nt" else "./lieu"


def main(arguments: "List[str]") -> int:
    """Prepare the place if necessary, then run the engine with ``arguments``; returns the exit status."""
    root = Path(__file__).resolve().parent.parent.parent
    if sys.version_info < OLDEST:
        for language in sorted(languages(root), key=lambda name: name != DEFAULT_LANGUAGE):
            message_printer(root, language)("python")
        return 1
    print_message = message_printer(root, language_of(root))
    try:
        prepare(root, print_message)
    except VenvFailure as failure:
        print_message(failure.cause, failure.tail)
        return 1
    except KeyboardInterrupt:
        print_message("interrupted")
        return 130
    return run(root, arguments)


def languages(root: Path) -> "List[str]":
    """The languages that have messages."""
    return [path.name.split(".")[1] for path in (root / "tierslieu" / "launcher").glob("messages.*.json")]


def language_of(root: Path) -> str:
    """The language of the place if it has messages, else French; read without a YAML parser, which is not installed."""
    try:
        source = (root / "config" / "space.yaml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return DEFAULT_LANGUAGE
    match = re.search(r"^language:\s*[\"']?([a-z]{2})\b", source, re.MULTILINE)
    return match.group(1) if match and match.group(1) in languages(root) else DEFAULT_LANGUAGE


def message_printer(root: Path, language: str) -> "PrintMessage":
    """A function that prints a message by its key on standard error; standard output is left to the engine."""
    path = root / "tierslieu" / "launcher" / f"messages.{language}.json"
    versions = {"wanted": "{}.{}".format(*OLDEST), "found": "{}.{}".format(*sys.version_info[:2])}

    def print_message(key: str, tail: str = "") -> None:
        import json  # not at the top, for start-up time: most commands print nothing here

        messages = json.loads(path.read_text(encoding="utf-8"))
        text = "\n".join(messages[key]).replace("./lieu", COMMAND)
        write(text.format(tail=tail, venv=venv_of(root), **versions) + "\n")

    return print_message


def write(text: str) -> None:
    """Print on standard error; characters that its encoding lacks become ``?``."""
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()


def run(root: Path, arguments: "List[str]") -> int:
    """Run the engine in the current folder; returns its exit status."""
    if runs_in_venv(root):  # this is the Python of the place already: starting another takes time
        sys.argv[1:] = arguments
        importlib.import_module("tierslieu.__main__")
        return 0
    command = [str(python_of(root)), "-P", "-X", "utf8", "-m", "tierslieu", *arguments]
    environment = dict(os.environ, PYTHONPATH=str(root))
    if os.name == "posix":
        os.execve(command[0], command, environment)
    import subprocess

    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the engine received it too, and is about to end
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
