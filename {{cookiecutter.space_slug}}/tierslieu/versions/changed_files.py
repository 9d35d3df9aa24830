"""Says in a few words which files changed: "prix et carnets, pages (contact, tarifs), images (12)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from tierslieu.core.paths import BUDGET, COMMONS, COMMUNITY, ORGANISATIONS, PRICES, SPACE
from tierslieu.i18n.messages import text

#: The kinds of files, in the order in which they are named: a message, and the paths that it stands for.
_KINDS: tuple[tuple[str, str], ...] = (
    ("files.space", re.escape(SPACE)),
    ("files.organisations", re.escape(ORGANISATIONS)),
    ("files.prices", re.escape(PRICES)),
    ("files.budget", re.escape(BUDGET)),
    ("files.commons", re.escape(COMMONS)),
    ("files.community", re.escape(COMMUNITY)),
    ("files.pages", r"content/\w+/pages/.*"),
    ("files.news", r"content/\w+/news/.*"),
    ("files.activities", r"content/\w+/activities/.*"),
    ("files.images", r"content/images/.*"),
    ("files.documents", r"(governance|documents-gardes)/.*"),
    ("files.vocabulary", r"vocabulary/.*"),
    ("files.overrides", r"overrides/.*"),
    ("files.kit", r"(theme|tierslieu|tests|docs|Ouvrir le lieu)/.*|lieu|lieu\.cmd|\.(kit|cruft)\.json"),
    ("files.other", r".*"),
)
#: The kinds whose files are counted, never named: their names say nothing to a team.
_COUNTED = ("files.kit", "files.images")
_OF_KIT = re.compile(dict(_KINDS)["files.kit"], re.DOTALL)
_MOST_NAMES, _MOST_KINDS = 3, 5


def is_of_kit(path: str) -> bool:
    """Whether a file is the kit's own: updates replace it."""
    return bool(_OF_KIT.fullmatch(path))


def summary(paths: Iterable[str], language: str) -> str:
    """The kinds of files among ``paths`` with their names, or their number where there are many."""
    names: dict[str, list[str]] = {}
    for path in sorted(paths):
        code = next(code for code, pattern in _KINDS if re.fullmatch(pattern, path, re.DOTALL))
        names.setdefault(code, []).append(_name(path))
    parts = [_part(code, names[code], language) for code, _ in _KINDS if code in names]
    return ", ".join(parts[:_MOST_KINDS] + ["…"] * (len(parts) > _MOST_KINDS))


def _part(code: str, names: list[str], language: str) -> str:
    label = text(language, code)
    if code in dict(_KINDS[:6]):
        return label
    distinct = list(dict.fromkeys(names))
    detail = len(names) if code in _COUNTED or len(distinct) > _MOST_NAMES else ", ".join(distinct)
    return f"{label} ({detail})"


def _name(path: str) -> str:
    """The name of a file without its date and its ending; hidden files keep theirs."""
    return re.sub(r"^\d{4}-\d{2}-\d{2}-", "", PurePosixPath(path).stem)
