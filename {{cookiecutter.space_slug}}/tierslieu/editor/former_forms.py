"""Texts that still name a legal form which no organisation of the place has any more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import header_of
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space
from tierslieu.versions.history import file_versions, versions_changing
from tierslieu.versions.saved_version import SavedVersion

from .open_place import OpenPlace

#: How many versions are looked through for a form that went.
_VERSIONS = 30
#: What the page works out by itself.
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True)
class FormerForm:
    """The ``words`` for legal forms that went, and the texts that have them: address of the screen, and title of each."""

    words: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]


def former_forms(space: Space, place: OpenPlace, versions: Sequence[SavedVersion]) -> FormerForm | None:
    """What is to be read again since a legal form went in one of ``versions``, newest first; None without any.

    A text that was changed since then has been read.
    """
    gone: set[str | None] = set()
    changed: set[str] = set()
    touched: set[str] = set()
    present = {one.legal_form for one in space.organisations.organisations.values()}
    latest = versions[:_VERSIONS]
    changing = versions_changing(place.root, latest, ORGANISATIONS, "legal_form")
    for version in latest:
        if version in changing:
            before, after = (_forms(text) for text in file_versions(place.root, version, ORGANISATIONS))
            if lost := before - after - present:
                gone |= lost
                changed = set(touched)
        touched |= set(version.paths)
    words = _words(space, gone) - _words(space, present)
    texts = tuple(_texts(space, place, words, changed)) if words else ()
    return FormerForm(tuple(sorted(words)), texts) if texts else None


def _forms(text: str) -> set[str | None]:
    data = yaml_reader.parse(text).data
    entries = data.get("organisations") if isinstance(data, Mapping) else None
    parts = entries.values() if isinstance(entries, Mapping) else ()
    return {str(part["legal_form"]) for part in parts if isinstance(part, Mapping) and part.get("legal_form")}


def _words(space: Space, forms: set[str | None]) -> set[str]:
    """The names of legal forms without their articles."""
    language = space.identity.language
    found = (space.vocabulary.legal_form(form) for form in forms if form in space.vocabulary.legal_forms)
    return {re.split(r"[ \u2019']", translated(one.article, language), maxsplit=1)[-1] for one in found if one}


def _texts(space: Space, place: OpenPlace, words: set[str], changed: set[str]) -> Iterator[tuple[str, str]]:
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})s?\b", re.IGNORECASE)
    if pattern.search(str(space.identity.summary or "")):
        yield "/place/#/summary", place.text("editor.former_summary")
    for path in sorted((place.root / "content").glob("*/*/*.md")):
        name = path.relative_to(place.root).as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        if name not in changed and pattern.search(_CODE.sub("", text)):
            head = yaml_reader.parse(header_of(text)).data
            title = head.get("title") if isinstance(head, Mapping) else None
            yield f"/texts/edit/?{urlencode({'path': name})}", str(title or path.stem)
