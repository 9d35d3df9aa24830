"""The messages of the engine by code, in the language of a place."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.money import canonical
from tierslieu.core.problems import Phrase

_FOLDER = Path(__file__).parent / "catalogues"
DEFAULT_LANGUAGE = "fr"
#: How the command of a place is typed on this system: PowerShell runs nothing of the current folder without ``.\\``, and
#: cmd takes it as well. Texts that are written to files name ``lieu`` alone, so that their bytes are the same everywhere.
COMMAND = ".\\lieu" if os.name == "nt" else "./lieu"


@cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    """Every message of ``language`` by code: its text is ``what``, the remedy, if it has one, ``mend``."""
    path = _FOLDER / f"{language}.yaml"
    if not path.exists():
        path = _FOLDER / f"{DEFAULT_LANGUAGE}.yaml"
    entries: dict[str, str | dict[str, str]] = yaml_reader.parse(path.read_text(encoding="utf-8")).data
    return {code: {"what": entry} if isinstance(entry, str) else entry for code, entry in entries.items()}


def text(language: str, code: str, /, **values: Any) -> str:
    """The text of the message ``code``, filled with ``values``."""
    return _filled(catalogue(language)[code]["what"], values, language)


def remedy(language: str, code: str, /, **values: Any) -> str | None:
    """How to correct what the message ``code`` reports, filled with ``values``; None if the message does not say."""
    template = catalogue(language)[code].get("mend")
    return _filled(template, values, language) if template else None


def _filled(template: str, values: dict[str, Any], language: str) -> str:
    return template.replace("./lieu", COMMAND).format(**_printable(values, language))


def _printable(values: dict[str, Any], language: str) -> dict[str, str]:
    """Values as text: numbers and errors of the system in the language, control characters of terminals escaped.

    A tuple is lines to type, under one another.
    """
    return {name: _in_words(value, language) for name, value in values.items()}


def _in_words(value: Any, language: str) -> str:
    if isinstance(value, Decimal):
        return _number(value, language)
    if isinstance(value, OSError):
        return _reason(value, language)
    if isinstance(value, Phrase):
        return text(language, value.code, **value.values)
    if isinstance(value, tuple):
        return "\n      ".join(_in_words(line, language) for line in value)
    return escaped(str(value))


def _reason(error: OSError, language: str) -> str:
    """Why the system refused something; Python knows it in English alone, or in the language of the computer."""
    messages = catalogue(language)
    # The number of an error in the search for an address is no number of the system: its class tells.
    for name in (type(error).__name__, errno.errorcode.get(error.errno or 0, "")):
        if f"os.{name.lower()}" in messages:
            return messages[f"os.{name.lower()}"]["what"]
    if error.errno is None and str(error):
        return escaped(str(error))
    return messages["os.other"]["what"].format(number=error.errno or type(error).__name__)


def _number(value: Decimal, language: str) -> str:
    return canonical(value).removesuffix(".00").replace(".", catalogue(language)["number.decimal"]["what"])


def escaped(text: str) -> str:
    """``text`` with what a terminal would obey, or could not show, written as Python writes it."""
    return "".join(
        repr(character)[1:-1] if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character
        for character in text
    )


def language_of(root: Path) -> str:
    """The language of the place in ``root``, read without a parser so that it is known even if the file is invalid."""
    try:
        source = (root / "config" / "space.yaml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return DEFAULT_LANGUAGE
    match = re.search(r"^language:\s*[\"']?([a-z]{2})\b", source, re.MULTILINE)
    return supported_language(match.group(1) if match else DEFAULT_LANGUAGE)


def supported_language(language: object) -> str:
    """``language`` if it has a catalogue, else French."""
    return str(language) if language in _languages() else DEFAULT_LANGUAGE


@cache
def _languages() -> frozenset[str]:
    """Those of the catalogues: a screen asks for its language at each of its words."""
    return frozenset(path.stem for path in _FOLDER.glob("*.yaml"))
