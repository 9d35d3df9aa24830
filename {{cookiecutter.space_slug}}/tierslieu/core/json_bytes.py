"""The bytes of the JSON files that people may read."""

from __future__ import annotations

import json
from typing import Any


def json_bytes(data: Any) -> bytes:
    """``data`` as JSON in UTF-8, indented by two spaces, with a line end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
