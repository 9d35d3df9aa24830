"""Files of any encoding as text."""

from __future__ import annotations

_ENCODINGS_BY_BOM = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode(data: bytes) -> str:
    """``data`` as text with ``\\n`` line ends: UTF-8, UTF-16 with a byte order mark, else Windows-1252. Never raises.

    A file with a byte that Windows-1252 does not define is read as Latin-1.
    """
    encoding = next((name for mark, name in _ENCODINGS_BY_BOM.items() if data.startswith(mark)), "utf-8")
    for candidate in (encoding, "cp1252", "latin-1"):
        try:
            return data.decode(candidate).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise AssertionError("Latin-1 defines every byte")
