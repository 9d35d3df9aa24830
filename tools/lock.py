"""Locks what a place installs: each ``requirements*.in`` of the engine becomes a ``.txt`` with exact versions and hashes.

Run by ``make lock``, with the network. A lock holds for every supported system and Python at once; it is only written
when each of its packages has a ready-made wheel for all of them, as nothing is ever compiled on the computer of a place.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ENGINE = Path(__file__).parents[1] / "{{cookiecutter.space_slug}}" / "tierslieu"
#: The locks, in the order in which a place installs them: each follows the versions of those before it.
NAMES = ("requirements", "requirements-documents", "requirements-editor")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
#: The systems on which a place works, as uv calls them. No library has wheels for Windows on ARM, where Python for
#: Intel and AMD runs as well, nor lightningcss for Alpine.
SYSTEMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
HEADER = """\
# Fait par « make lock » à partir de {source}, qui dit à quoi sert chaque bibliothèque : ne pas modifier à la main.
# Made by "make lock" from {source}, which says what each library is for: not to be edited by hand.
"""


def main() -> None:
    """Write the locks with the newest versions allowed; exits when one can't be had, of which uv has said why."""
    with tempfile.TemporaryDirectory() as folder:
        locks: list[Path] = []
        for name in NAMES:
            lock = Path(folder, f"{name}.txt")
            constraints = [option for other in locks for option in ("--constraints", str(other))]
            options = ["--universal", "--python-version", PYTHONS[0], "--generate-hashes"]
            compile_requirements(f"{name}.in", *options, *constraints, "--output-file", str(lock))
            locks.append(lock)
        for lock in locks:
            for system in SYSTEMS:
                for python in PYTHONS:
                    print(f"{lock.name}: {system}, Python {python}")
                    target = ["--python-platform", system, "--python-version", python]
                    compile_requirements(str(lock), "--no-deps", *target)
        for lock in locks:
            text = HEADER.format(source=f"{lock.stem}.in") + lock.read_text("utf-8")
            (ENGINE / lock.name).write_text(text, "utf-8", newline="\n")


def compile_requirements(source: str, *options: str) -> None:
    """Resolve ``source`` with wheels alone; exits, after what uv says, when that is impossible."""
    shape = ["--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:"]
    command = [sys.executable, "-m", "uv", "pip", "compile", *shape, *options, source]
    # What is resolved goes to standard output as well; errors go to the terminal.
    if status := subprocess.run(command, cwd=ENGINE, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(status)


if __name__ == "__main__":
    main()
