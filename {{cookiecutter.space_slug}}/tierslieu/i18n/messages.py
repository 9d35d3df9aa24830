"""The words of the tool itself: messages by code, in the language of the place."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.money import canonical

_FOLDER = Path(__file__).parent / "catalogues"
DEFAULT_LANGUAGE = "fr"


@cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    """Every message of ``language`` by code: ``what`` is said and, where there is one, how to ``mend`` it."""
    path = _FOLDER / f"{language}.yaml"
    if not path.exists():
        path = _FOLDER / f"{DEFAULT_LANGUAGE}.yaml"
    entries: dict[str, str | dict[str, str]] = yaml_reader.parse(path.read_text(encoding="utf-8")).data
    return {code: {"what": entry} if isinstance(entry, str) else entry for code, entry in entries.items()}


def text(language: str, code: str, /, **values: Any) -> str:
    """What the message ``code`` says, filled with ``values``."""
    return catalogue(language)[code]["what"].format(**_shown(values, language))


def mend(language: str, code: str, /, **values: Any) -> str | None:
    """How to mend what the message ``code`` reports, if it says so."""
    template = catalogue(language)[code].get("mend")
    return template.format(**_shown(values, language)) if template else None


def _shown(values: dict[str, Any], language: str) -> dict[str, str]:
    """Values as they may be printed: numbers as the language writes them, and nothing that a terminal would obey."""
    return {
        name: _number(value, language) if isinstance(value, Decimal) else _visible(str(value))
        for name, value in values.items()
    }


def _number(value: Decimal, language: str) -> str:
    return canonical(value).removesuffix(".00").replace(".", catalogue(language)["number.decimal"]["what"])


def _visible(text: str) -> str:
    return "".join(repr(one)[1:-1] if unicodedata.category(one) in {"Cc", "Cf", "Cs"} else one for one in text)


def language_of(root: Path) -> str:
    """The language of the place in ``root``, read without parsing so that a broken file still speaks it."""
    try:
        source = (root / "config" / "space.yaml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return DEFAULT_LANGUAGE
    found = re.search(r"^language:\s*[\"']?([a-z]{2})\b", source, re.MULTILINE)
    return spoken(found.group(1) if found else DEFAULT_LANGUAGE)


def spoken(language: object) -> str:
    """``language`` if the tool speaks it, else the first language of the kit."""
    return str(language) if language in {path.stem for path in _FOLDER.glob("*.yaml")} else DEFAULT_LANGUAGE
