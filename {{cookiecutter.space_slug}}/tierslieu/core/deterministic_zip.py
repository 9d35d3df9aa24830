"""ZIP archives (DOCX, ODT and XLSX are ZIP archives) with the same bytes on every machine."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

#: ``create_system`` of an archive made on Unix; zipfile would write the system of the machine.
_UNIX = 3


def zip_parts(parts: Mapping[str, bytes], day: dt.date) -> bytes:
    """An archive of ``parts`` in their order, dated ``day``; stored, since compressors differ between machines."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = _UNIX
            archive.writestr(entry, data)
    return buffer.getvalue()
