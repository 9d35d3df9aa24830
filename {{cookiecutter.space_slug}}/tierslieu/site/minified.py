"""Style sheets without what only people need: a page and its styles must come in the first round trip."""

from __future__ import annotations

from collections.abc import Mapping

from lightningcss import process_stylesheet


def minified(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files, their style sheets smaller; one that a team wrote in its own way stays as it is."""

    def sheet(path: str, data: bytes) -> bytes:
        try:
            css: str = process_stylesheet(data.decode("utf-8"), filename=path, minify=True)
        except (UnicodeDecodeError, ValueError):
            return data
        return css.encode("utf-8") + b"\n"

    return {path: sheet(path, data) if path.endswith(".css") else data for path, data in files.items()}
