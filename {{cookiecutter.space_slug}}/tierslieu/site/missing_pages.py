"""Links to pages that do not exist: one problem for each such page, with every place that links to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import header_of
from tierslieu.core.problems import Phrase, Problem
from tierslieu.versions.removed_files import removed_files


def grouped(links: Iterable[Problem], root: Path, locale: str) -> list[Problem]:
    """The problems of ``links``, those of one page made one; the file of a page that was removed is named.

    ``links`` are problems ``link.page`` of the site in ``locale`` of the place in ``root``.
    """
    by_page: dict[str, list[Problem]] = {}
    for link in links:
        by_page.setdefault(link.values["page"], []).append(link)
    if not by_page:
        return []
    removed = {_key(path, text): path for path, text in reversed([*removed_files(root, f"content/{locale}/pages")])}
    return [_problem(found, removed.get(page)) for page, found in by_page.items()]


def _problem(links: list[Problem], removed: str | None) -> Problem:
    """The problem of the links to one page, whose file is ``removed`` when it was once there."""
    first = links[0]
    places = {(link.file, link.line): Phrase("console.where", {"file": link.file, "line": link.line}) for link in links}
    if removed:
        return Problem("page.removed", {**first.values, "file": removed, "places": tuple(places.values())}, removed)
    if len(links) == 1:
        return first
    return Problem("link.pages", {**first.values, "places": tuple(places.values())}, first.file, first.line)


def _key(path: str, text: str) -> str:
    """The key of the page in ``path``, by its header."""
    header = yaml_reader.parse(header_of(text)).data
    key = header.get("key") if isinstance(header, dict) else None
    return str(key or path)
