"""The front matter of a Markdown file: the facts at its head, in YAML between two lines of dashes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .yaml_edit import EditableYaml, block

#: ``match[1]`` is the YAML; the text of the file begins where the match ends.
FRONT_MATTER = re.compile(r"\ufeff?---[^\S\n]*\n((?:.*\n)*?)---[^\S\n]*(?:\n|\Z)")


def write(meta: Mapping[str, Any], body: str) -> str:
    """A Markdown file with the front matter ``meta``."""
    lines = "".join(f"{line}\n" for line in block(meta))
    return f"---\n{lines}---\n{body.strip()}\n"


def body_of(text: str) -> str:
    """What follows the front matter of a Markdown file; all of it without front matter."""
    match = FRONT_MATTER.match(text)
    return text[match.end() :] if match else text


def header_of(text: str) -> str:
    """The YAML of a Markdown file; empty without front matter."""
    match = FRONT_MATTER.match(text)
    return match[1] if match else ""


def change(text: str, changes: Mapping[str, Any]) -> str:
    """``text`` with other front matter (None removes a key); ``UneditableYaml``, or ``ValueError`` if it has none."""
    match = FRONT_MATTER.match(text)
    if not match:
        raise ValueError(text[:80])
    header = EditableYaml(match[1])
    for key, value in changes.items():
        if value is not None:
            header = header.set((key,), value)
        elif key in (header.data or {}):
            header = header.remove((key,))
    return text[: match.start(1)] + header.text + text[match.end(1) :]
