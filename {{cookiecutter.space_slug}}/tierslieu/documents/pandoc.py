"""Pandoc, as the package ``pypandoc_binary`` carries it: never the machine's own, whose version differs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path

from babel.core import get_global

from tierslieu.core.problems import Problem, Problems

from .filling import FilledDocument
from .theme import DocumentTheme

#: CommonMark, where a backslash before punctuation always gives that punctuation, so that facts show as typed.
_READER = "commonmark+pipe_tables+fenced_divs+bracketed_spans+attributes+footnotes+strikeout"
_DEAD_REFERENCE = "dead reference: "


def convert(document: FilledDocument, to: str, theme: DocumentTheme, *options: str, region: bool = False) -> bytes:
    """Write ``document`` as the pandoc format ``to``; raises ``Problems`` naming its file.

    With ``region``, the language is told with its country (``fr-FR``), as word processors want it.
    """
    metadata = {
        "title": document.title,
        "subtitle": document.place,
        "lang": _with_region(document.locale) if region else document.locale,
        "reviewed": document.reviewed,
    }
    with tempfile.TemporaryDirectory(prefix="tierslieu-") as folder:
        # Given in a file, because there pandoc takes metadata as they are, neither as Markdown nor as YAML.
        defaults = Path(folder, "defaults.json")
        defaults.write_text(json.dumps({"metadata": metadata}), encoding="utf-8")
        command = [
            str(_binary()),
            f"--defaults={defaults}",
            f"--data-dir={folder}",
            f"--from={_READER}",
            f"--to={to}",
            f"--lua-filter={theme.path('filter.lua')}",
            "--output=-",
            # A picture that is not there is a warning to pandoc; to the team it is a hole in a document.
            "--fail-if-warnings",
            *options,
        ]
        return _run(command, document, theme)


def _run(command: list[str], document: FilledDocument, theme: DocumentTheme) -> bytes:
    moment = datetime.combine(document.law_as_of, time(), UTC)
    # Paths with accents need a locale that knows them: a scheduled task often runs without one.
    fixed = {"SOURCE_DATE_EPOCH": str(int(moment.timestamp())), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    source = document.text.encode("utf-8")
    try:
        done = subprocess.run(
            command, input=source, capture_output=True, cwd=theme.root, env=os.environ | fixed, check=False
        )
    except OSError:
        raise Problems([Problem("document.tool", {"tool": "pandoc"})]) from None
    if done.returncode:
        raise Problems([_problem(document, done.stderr.decode("utf-8", "replace"))])
    return done.stdout


def _binary() -> Path:
    """Where pandoc is; raises ``Problems`` when the package that carries it is not there."""
    found = find_spec("pypandoc")
    folder = Path(found.origin).parent if found and found.origin else Path()
    binary = folder / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
    if not binary.is_file():
        raise Problems([Problem("document.tool", {"tool": "pandoc"})])
    return binary


def _problem(document: FilledDocument, said: str) -> Problem:
    _, dead, target = said.partition(_DEAD_REFERENCE)
    if dead:
        return Problem("document.reference", {"target": target.split()[0]}, document.path)
    detail = said.strip().partition("\n")[0]
    return Problem("document.failed", {"tool": "pandoc", "detail": detail}, document.path)


def _with_region(locale: str) -> str:
    likely = get_global("likely_subtags").get(locale, locale).split("_")
    return f"{likely[0]}-{likely[-1]}" if len(likely) > 1 else locale
