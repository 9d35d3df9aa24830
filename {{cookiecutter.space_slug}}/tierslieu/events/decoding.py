"""Files of any age as text."""

from __future__ import annotations

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode(data: bytes) -> str:
    """``data`` as text with plain line ends: UTF-8, UTF-16 with its mark or, failing that, what Windows writes in France.

    Windows-1252 is Latin-1 with quotes and the euro sign; a file with an octet that it lacks is read as Latin-1. Never
    raises.
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _windows(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
