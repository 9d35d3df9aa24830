"""What ``./lieu`` starts: prepares the place on first use, then runs the tool in the place's own ``.venv``.

Only the standard library is there at this point, and an old Python must still be able to read this file, so as to say
which one it takes: nothing here, nor in ``venv.py``, is newer than Python 3.6.
"""

import importlib
import os
import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tierslieu.launcher.venv import VenvFailure, prepare, python_of

TYPE_CHECKING = False  # as ``typing`` has it, which takes long to load, and every command waits for this file
if TYPE_CHECKING:
    from typing import List

    from tierslieu.launcher.venv import Say

OLDEST = (3, 11)
DEFAULT_LANGUAGE = "fr"


def main(arguments: "List[str]") -> int:
    """Prepare the place if need be, then run the tool with ``arguments``; returns the exit status."""
    root = Path(__file__).resolve().parent.parent.parent
    if sys.version_info < OLDEST:
        for language in sorted(languages(root), key=lambda name: name != DEFAULT_LANGUAGE):
            speaker(root, language)("python")
        return 1
    say = speaker(root, language_of(root))
    try:
        prepare(root, say)
    except VenvFailure as failure:
        say(failure.cause, failure.tail)
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    return run(root, arguments)


def languages(root: Path) -> "List[str]":
    """The languages in which this file can speak."""
    return [path.name.split(".")[1] for path in (root / "tierslieu" / "launcher").glob("messages.*.json")]


def language_of(root: Path) -> str:
    """The language of the place, if this file speaks it; read without a YAML parser, which is not there yet."""
    try:
        source = (root / "config" / "space.yaml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return DEFAULT_LANGUAGE
    found = re.search(r"^language:\s*[\"']?([a-z]{2})\b", source, re.MULTILINE)
    return found.group(1) if found and found.group(1) in languages(root) else DEFAULT_LANGUAGE


def speaker(root: Path, language: str) -> "Say":
    """A function that prints a text by its key, on standard error: standard output is for what the tool says."""
    path = root / "tierslieu" / "launcher" / f"messages.{language}.json"
    values = {
        "wanted": "{}.{}".format(*OLDEST),
        "found": "{}.{}".format(*sys.version_info[:2]),
        "venv": root / ".venv",
    }

    def say(key: str, tail: str = "") -> None:
        import json  # not at the top: most of the time nothing is said, and what is loaded is waited for

        texts = json.loads(path.read_text(encoding="utf-8"))
        write("\n".join(texts[key]).format(tail=tail, **values) + "\n")

    return say


def write(text: str) -> None:
    """Print on standard error, even where its encoding lacks some characters."""
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
    sys.stderr.flush()


def run(root: Path, arguments: "List[str]") -> int:
    """Hand over to the tool, in the folder where the command was typed; returns its exit status."""
    if Path(sys.prefix) == root / ".venv":  # this is the Python of the place: to start it again would take as long
        import runpy

        importlib.invalidate_caches()  # .venv may have been filled just now
        sys.argv[1:] = arguments
        runpy.run_module("tierslieu", run_name="__main__", alter_sys=True)
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
        except KeyboardInterrupt:  # the tool got it too, and ends in its own way
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
