"""Files made of parts (DOCX, ODT, XLSX), the same bytes on every machine."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

#: "Made on Unix", whatever the machine: zipfile would write its own.
_UNIX = 3


def zipped(parts: Mapping[str, bytes], day: dt.date) -> bytes:
    """``parts`` in one file, in their order, dated ``day``.

    They are stored, not compressed: compressors differ between machines, and the files are small.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            part = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            part.create_system = _UNIX
            archive.writestr(part, data)
    return result.getvalue()
