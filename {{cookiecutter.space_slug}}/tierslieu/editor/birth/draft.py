"""The answers given so far, in a file of the person: closing the window, or the computer, loses none.

The file stands in the folder that each system has for data of its users, and not beside the kit or in a place, whose
folders are published: answers hold an address, a telephone number, and what is not decided yet.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tierslieu.generation.questions import QUESTIONS

#: The longest answer that is kept, in characters: more than any that is accepted.
_LONGEST = 1_000


def draft_file(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the answers of the person are kept."""
    home = Path.home()
    if platform == "win32":
        data = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "kit-tiers-lieu" / "reponses.json"


@dataclass
class Draft:
    """``answers`` by question, as typed, and the folder in which the place is to be made; kept in ``file``."""

    file: Path
    answers: dict[str, str] = field(default_factory=dict)
    parent: str = ""

    @classmethod
    def read(cls, file: Path) -> Draft:
        """What ``file`` keeps; nothing if there is none, or if it can't be read."""
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            answers = {
                name: value[:_LONGEST]
                for name, value in kept["answers"].items()
                if name in QUESTIONS and isinstance(value, str)
            }
            return cls(file, answers, str(kept["parent"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(file)

    def update(self, answers: Mapping[str, str], parent: str | None = None) -> None:
        """Keep ``answers`` beside those that are kept already; raises ``OSError`` when they can't be written."""
        self.answers |= {name: value[:_LONGEST] for name, value in answers.items()}
        self.parent = self.parent if parent is None else parent[: _LONGEST + 1]
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new = self.file.with_suffix(".new")
        text = json.dumps({"answers": self.answers, "parent": self.parent}, ensure_ascii=False, indent=1)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
        new.replace(self.file)

    def forget(self) -> None:
        """Remove every answer, and the file."""
        self.answers, self.parent = {}, ""
        self.file.unlink(missing_ok=True)
