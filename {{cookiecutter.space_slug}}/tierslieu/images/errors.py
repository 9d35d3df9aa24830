"""Why a picture can't be shown."""

from __future__ import annotations

from typing import Any


class ImageFault(Exception):
    """A message code with its values; whoever asked for the picture knows the file and line to add."""

    def __init__(self, code: str, **values: Any):
        self.code = code
        self.values = values
        super().__init__(code)
