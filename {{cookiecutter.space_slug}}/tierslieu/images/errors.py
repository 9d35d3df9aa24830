"""The error of this package."""

from __future__ import annotations

from typing import Any


class ImageFault(Exception):
    """An image that can't be shown: a message code and its values. The caller adds the file and line of the mention."""

    def __init__(self, code: str, **values: Any):
        self.code = code
        self.values = values
        super().__init__(code)
