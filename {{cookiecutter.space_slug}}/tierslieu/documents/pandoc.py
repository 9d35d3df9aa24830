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

from tierslieu.problems import Problem, Problems

from .filled import Filled
from .theme import Theme

#: CommonMark, where a backslash before punctuation always gives that punctuation, so that facts show as typed.
_READER = "commonmark+pipe_tables+fenced_divs+bracketed_spans+attributes+footnotes+strikeout"
_DEAD_REFERENCE = "dead reference: "


def convert(document: Filled, to: str, theme: Theme, *options: str, region: bool = False) -> bytes:
    """Write ``document`` as the pandoc format ``to``; raises ``Problems`` naming its file.

    With ``region``, the language is told with its country (``fr-FR``), as word processors want it.
    """
    metadata = {
        "title": document.title,
        "subtitle": document.place,
        "lang": _with_region(document.locale) if region else document.locale,
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
            *options,
        ]
        moment = datetime.combine(document.law_as_of, time(), UTC)
        done = subprocess.run(
            command,
            input=document.text.encode("utf-8"),
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(moment.timestamp())), "TZ": "UTC"},
            check=False,
        )
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


def _problem(document: Filled, said: str) -> Problem:
    _, dead, target = said.partition(_DEAD_REFERENCE)
    if dead:
        return Problem("document.reference", {"target": target.split()[0]}, document.path)
    return Problem("document.failed", {"tool": "pandoc", "detail": " ".join(said.split())}, document.path)


def _with_region(locale: str) -> str:
    from babel.core import get_global

    likely = get_global("likely_subtags").get(locale, locale).split("_")
    return f"{likely[0]}-{likely[-1]}" if len(likely) > 1 else locale
