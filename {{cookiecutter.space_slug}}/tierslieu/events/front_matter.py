"""The header of a Markdown file, changed key by key: comments, order and text stay as people wrote them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][\w À-ÿ’.()=;/+@-]*[\w)’]|\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")
_RESERVED = {"yes", "no", "oui", "non", "true", "false", "null", "on", "off"}


def write(meta: Mapping[str, Any], body: str) -> str:
    """A whole file."""
    return "---\n" + "".join(_entry(key, value) for key, value in meta.items()) + f"---\n{body.strip()}\n"


def change(text: str, changes: Mapping[str, Any]) -> str:
    """``text`` with other values in its header; None takes a key out, a new key comes last."""
    lines = text.splitlines(keepends=True)
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    header, rest = lines[1:end], lines[end:]
    for key, value in changes.items():
        first = next((number for number, line in enumerate(header) if re.match(rf"{re.escape(key)}\s*:", line)), None)
        entry = [] if value is None else [_entry(key, value)]
        if first is None:
            header += entry
            continue
        last = first + 1
        while last < len(header) and re.match(r"[ \t-]", header[last]):
            last += 1
        header[first:last] = entry
    return "".join([lines[0], *header, *rest])


def _entry(key: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"{key}:\n" + "".join(_item(item) for item in value)
    return f"{key}: {scalar(value)}\n"


def _item(item: Any) -> str:
    if not isinstance(item, Mapping):
        return f"  - {scalar(item)}\n"
    pairs = [f"{key}: {scalar(value)}" for key, value in item.items()]
    return "  - " + "\n    ".join(pairs) + "\n"


def scalar(value: Any) -> str:
    """A value in YAML: bare when nothing in it could be misread, else in JSON's quotes, which are YAML's too."""
    text = str(value)
    if isinstance(value, int) or (_PLAIN.fullmatch(text) and text.lower() not in _RESERVED):
        return text
    return json.dumps(text, ensure_ascii=False)
