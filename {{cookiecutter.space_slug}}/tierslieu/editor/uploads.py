"""Files that a form sends: kept in memory, and refused beyond a size."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedUpload(MemoryFileUploadHandler):  # type: ignore[misc]
    """Keeps each file in memory; raises ``RequestDataTooBig`` as soon as the request is known to be too large."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: bytes, encoding: str | None = None
    ) -> None:
        """Refuse by the announced length, before anything is read."""
        from .application import MAXIMUM_UPLOAD

        if content_length > MAXIMUM_UPLOAD:
            raise RequestDataTooBig
        self.activated = True
