"""Files of a place that nothing reads, each with the name or the folder under which it would be."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import Any

from tierslieu.core.folding import fold, slug
from tierslieu.core.paths import BUDGET, COMMONS, COMMUNITY, ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import Problem, closest
from tierslieu.core.theme_files import OVERRIDES
from tierslieu.images.image_files import SUFFIXES
from tierslieu.model import Vocabulary

from .source_tree import CONFIG, CONTENT, GOVERNANCE, VOCABULARY, SourceTree

#: The folders of the texts of a language.
_TEXTS = ("pages", "news", "activities")
_CONFIG_NAMES = tuple(posixpath.basename(path) for path in (SPACE, ORGANISATIONS, PRICES, BUDGET, COMMONS, COMMUNITY))
_VOCABULARY_FOLDERS = tuple(entry.name for entry in fields(Vocabulary) if entry.name != "untranslated")
#: Extensions that editors give to what is Markdown or YAML.
_MARKDOWN, _YAML = (".md", ".txt", ".markdown", ".mdown", ".mkd", ".mdx"), (".yaml", ".yml", ".txt")
#: The name of a file that other files can give.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.yaml")
#: How the names of files begin that may stand anywhere: systems make them, or they explain a folder.
_ANYWHERE = ("readme", "licen", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class _Shelf:
    """Where texts are read: the names allowed at each level below ``top``, their extension, and others for the same."""

    top: str
    levels: tuple[Collection[str], ...]
    suffix: str
    other_suffixes: tuple[str, ...]
    has_languages: bool = True


def unread_files(tree: SourceTree, theme_folders: Collection[str]) -> Iterator[Problem]:
    """A warning for each file of ``tree`` whose name or folder is none that the engine reads.

    A folder of a language without a file in ``vocabulary/locales/`` is an error. ``theme_folders`` are the folders that
    ``overrides/`` may have.
    """
    locales = [posixpath.splitext(name)[0] for name in tree.names.get(f"{VOCABULARY}/locales", ())]
    shelves = (
        _Shelf(CONTENT, (locales, _TEXTS), ".md", _MARKDOWN),
        _Shelf(GOVERNANCE, (locales,), ".md", _MARKDOWN),
        _Shelf(VOCABULARY, (_VOCABULARY_FOLDERS,), ".yaml", _YAML, has_languages=False),
    )
    for folder, names in tree.names.items():
        own = [name for name in names if not name.lower().startswith(_ANYWHERE)]
        yield from _same_names(folder, own)
        top, *parts = folder.split("/")
        if top == CONFIG:
            yield from _unknown_config(folder, own)
        elif top == OVERRIDES and (not parts or parts[0] not in theme_folders):
            yield from _misplaced(folder, own, [f"{top}/{name}/" for name in sorted(theme_folders)])
        else:
            yield from (problem for shelf in shelves if shelf.top == top for problem in _unread(shelf, folder, own))


def _unread(shelf: _Shelf, folder: str, names: list[str]) -> Iterator[Problem]:
    parts = folder.split("/")[1:]
    fits = [part in level for part, level in zip(parts, shelf.levels, strict=False)]
    if len(parts) == len(shelf.levels) and all(fits):
        for name in names:
            if not name.endswith(shelf.suffix):
                yield from _misnamed(shelf, folder, name)
            elif shelf.top == VOCABULARY and not _KEY.fullmatch(name):
                values = {"name": f"{slug(posixpath.splitext(name)[0]) or 'nom'}{shelf.suffix}"}
                yield _warning("file.vocabulary_name", f"{folder}/{name}", values)
    elif len(parts) == len(shelf.levels) and shelf.has_languages and not fits[0] and all(fits[1:]):
        values = {"language": parts[0], "closest": closest(fold(parts[0]), shelf.levels[0])}
        yield Problem("file.unknown_language", values, folder)
    else:
        texts = [name for name in names if name.lower().endswith(shelf.other_suffixes)]
        yield from _misplaced(folder, texts, list(_folders(shelf, parts)))


def _folders(shelf: _Shelf, parts: list[str], path: str = "") -> Iterator[str]:
    """The folders of ``shelf`` below those of ``parts`` that it has."""
    path = path or f"{shelf.top}/"
    level = path.count("/") - 1
    if level == len(shelf.levels):
        yield path
        return
    names = shelf.levels[level]
    for name in [parts[level]] if level < len(parts) and parts[level] in names else names:
        yield from _folders(shelf, parts, f"{path}{name}/")


def _misnamed(shelf: _Shelf, folder: str, name: str) -> Iterator[Problem]:
    """A file of the right folder with another extension; pictures may stand beside the texts of ``content/``."""
    stem, suffix = posixpath.splitext(name)
    if shelf.top == CONTENT and suffix.lower() in SUFFIXES:
        return
    while suffix.lower() in shelf.other_suffixes:
        stem, suffix = posixpath.splitext(stem)
    code = "file.no_text" if suffix and shelf.suffix == ".md" else "file.rename"
    values = {"suffix": shelf.suffix, "name": f"{stem}{shelf.suffix}", "folder": shelf.top}
    yield _warning(code, f"{folder}/{name}", values)


def _misplaced(folder: str, names: list[str], folders: list[str]) -> Iterator[Problem]:
    for name in names:
        yield _warning("file.misplaced", f"{folder}/{name}", {"folders": ", ".join(folders)})


def _unknown_config(folder: str, names: list[str]) -> Iterator[Problem]:
    for name in names:
        if folder != CONFIG or name not in _CONFIG_NAMES:
            values = {"folder": CONFIG, "closest": closest(fold(name), _CONFIG_NAMES)}
            yield _warning("file.unknown_name", f"{folder}/{name}", values)


def _same_names(folder: str, names: list[str]) -> Iterator[Problem]:
    """Names that file systems without capitals, or with another form of accents, take for one."""
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            yield _warning("file.same_name", f"{folder}/{name}", {"first": f"{folder}/{other}"})


def _warning(code: str, path: str, values: dict[str, Any]) -> Problem:
    return Problem(code, values, path, level="warning")
