"""Pandoc, as the package ``pypandoc_binary`` carries it: never the machine's own, whose version differs."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from babel.core import get_global

from tierslieu.core.problems import Problem, Problems

from .filling import FilledDocument
from .theme import DocumentTheme

#: CommonMark, where a backslash before punctuation always gives that punctuation, so that facts show as typed.
_READER = "commonmark+pipe_tables+fenced_divs+bracketed_spans+attributes+footnotes+strikeout"
_SCRIPT = Path(__file__).with_suffix(".lua")
_TAB_WIDTH = 4
#: What Haskell, in which pandoc is written, calls a full disk.
_NO_ROOM = "resource exhausted"
_DEAD_REFERENCE = "dead reference: "


class Pandoc:
    """Converts documents with the Lua filters of ``theme``; a context manager that threads may share.

    To start pandoc takes longer than most conversions, and it reads the formats of a document once when they follow one
    another: each thread has a process, until the end of the block.
    """

    def __init__(self, theme: DocumentTheme):
        self._theme = theme
        self._processes: dict[int, _Process] = {}  # by thread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.close()

    def convert_to_text(self, document: FilledDocument, to: str, **options: str) -> str:
        """``convert`` for formats that are text, with a newline at the end."""
        text = self.convert(document, to, region=False, pictures=None, **options).decode("utf-8")
        return text if text.endswith("\n") else f"{text}\n"

    def convert(
        self,
        document: FilledDocument,
        to: str,
        *,
        region: bool = False,
        pictures: Mapping[str, str] | None = None,
        **options: str,
    ) -> bytes:
        """``document`` in the pandoc format ``to``; raises ``Problems`` with its file.

        ``options`` are those of ``pandoc.WriterOptions``. With ``region``, the language has its country (``fr-FR``), as
        word processors want it. ``pictures`` are addresses of pictures, and what to show in their place.
        """
        law_as_of = datetime.combine(document.law_as_of, time(), UTC)
        request = {
            "text": document.text.expandtabs(_TAB_WIDTH),  # as pandoc's command line does
            "metadata": {
                "title": document.title,
                "lang": _with_region(document.locale) if region else document.locale,
                "reviewed": document.reviewed,
                **({"gaps": _gaps(document.strings)} if to == "typst" and document.strings else {}),
                **({"landscape": True} if document.landscape else {}),
            },
            "pictures": pictures or {},
            "from": _READER,
            "to": to,
            "structure": str(self._theme.path("structure.lua")),
            "filter": str(self._theme.path("filter.lua")),
            "options": options,
            "timestamp": str(int(law_as_of.timestamp())),
        }
        thread = threading.get_ident()
        process = self._processes.get(thread)
        if process is None:
            process = self._processes[thread] = _Process(self._theme.root)
        try:
            return process.convert(request)
        except _ConversionError as error:
            raise Problems([_problem(document, str(error))]) from None
        finally:
            if not process.is_idle:
                del self._processes[thread]
                process.close()


def _gaps(strings: Mapping[str, str]) -> dict[str, str]:
    """What stands around what is still to be written, and around a value that is proposed."""
    return {
        "blank": strings["blank_document"].format(what="{}"),
        "proposal": strings["blank_proposed"].format(value="{}"),
    }


class _ConversionError(Exception):
    """The warnings and errors of pandoc about one document."""


class _Process:
    """A pandoc that runs ``pandoc.lua`` in the folder ``root``; raises ``Problems`` when it can't be started.

    It is ``is_idle`` when it waits for a request: neither in a conversion nor dead.
    """

    def __init__(self, root: Path):
        binary = _binary()
        self._folder = tempfile.TemporaryDirectory(prefix="tierslieu-")
        self._output = Path(self._folder.name, "output")
        messages = Path(self._folder.name, "messages")
        # Paths with accents need a locale that knows them: a scheduled task often runs without one.
        environment = os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
        # Garbage is collected less often than pandoc does by itself: a seventh less time, for 15 MiB more memory.
        environment["GHCRTS"] = "-A64m -O64m"
        # Pandoc leaves a file of its history in the temporary folder: this one is erased.
        environment |= dict.fromkeys(("TMPDIR", "TMP", "TEMP"), self._folder.name)
        try:
            with messages.open("wb") as stderr:
                self._process = subprocess.Popen(
                    [str(binary), "lua", str(_SCRIPT)],
                    cwd=root,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=stderr,
                )
        except OSError:
            self._folder.cleanup()
            raise Problems([_no_pandoc()]) from None
        self._messages = messages.open("rb")
        self.is_idle = True

    def convert(self, request: Mapping[str, Any]) -> bytes:
        """The file that ``request`` asks for; raises ``_ConversionError``, and ``OSError`` on a full disk."""
        failed = self._exchange(json.dumps({**request, "output": str(self._output)}))
        messages = self._messages.read().decode("utf-8", "replace").strip()
        if failed and (not messages or _NO_ROOM in messages):  # on a full disk, there may be no room for the message
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self._folder.name)
        # A picture that is not there is a warning to pandoc; to the team it is a hole in a document.
        if messages or not self.is_idle:
            raise _ConversionError(messages or f"exit status {self._process.wait()}")
        return self._output.read_bytes()

    def _exchange(self, line: str) -> bool:
        """Send ``line`` and wait for an answer, or for the end of the process; returns whether the answer is a failure."""
        assert self._process.stdin and self._process.stdout
        self.is_idle = False
        with contextlib.suppress(OSError):
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
            self.is_idle = bool(answer)
            return bool(answer.strip())
        return False

    def close(self) -> None:
        """End the process, whatever it does, and remove its files."""
        self._process.kill()
        self._process.communicate()
        self._messages.close()
        self._folder.cleanup()


def _binary() -> Path:
    """The path of pandoc; raises ``Problems`` when the package that carries it is not there."""
    spec = find_spec("pypandoc")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    binary = folder / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
    if not binary.is_file():
        raise Problems([_no_pandoc()])
    return binary


def _no_pandoc() -> Problem:
    return Problem("document.tool", {"tool": "pandoc"})


def _problem(document: FilledDocument, messages: str) -> Problem:
    _, dead, target = messages.partition(_DEAD_REFERENCE)
    if dead:
        return Problem("document.reference", {"target": target.split()[0]}, document.path)
    detail = messages.strip().partition("\n")[0]
    return Problem("document.failed", {"tool": "pandoc", "detail": detail}, document.path)


def _with_region(locale: str) -> str:
    subtags = get_global("likely_subtags").get(locale, locale).split("_")
    return f"{subtags[0]}-{subtags[-1]}" if len(subtags) > 1 else locale
