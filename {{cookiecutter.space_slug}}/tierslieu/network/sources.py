"""Where the descriptions are: a file, a folder, an address, or a list of files and addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problem, Problems

from . import fetch

#: The most places in a network, so that a list gone wrong does not fetch for a week.
MOST = 20_000
_LIST_SIZE = 5_000_000
_LONGEST_NAME = 150


@dataclass(frozen=True)
class NetworkSource:
    """A place to be read: ``where`` is a path or an address as shown to people; ``data`` what is there already."""

    where: str
    path: Path | None = None
    data: bytes | None = None

    @property
    def address(self) -> str | None:
        """What is to be fetched; None for a file."""
        return self.where if self.path is None and self.data is None else None


@dataclass(frozen=True)
class Listing:
    """The places of a network, and its ``name`` where the list gives one."""

    sources: list[NetworkSource]
    name: str | None = None


def listed(where: str) -> Listing:
    """Every place of the network, each once, in order.

    ``where`` is the address of a list, a folder of JSON files, a list (YAML or JSON), or one description. Raises
    ``Problems`` when there is nothing to read there.
    """
    if fetch.is_address(where):
        found = _fetched(where)
    else:
        path = Path(where)
        found = Listing(list(_folder(path))) if path.is_dir() else _file(path)
    unique = list({(one.path or one.where): one for one in found.sources}.values())
    if not unique:
        raise Problems([Problem("network.empty", {"where": where})])
    if len(unique) > MOST:
        raise Problems([Problem("network.many", {"count": len(unique), "most": MOST})])
    return Listing(unique, found.name)


def _folder(folder: Path) -> Iterator[NetworkSource]:
    for path in sorted(folder.glob("*.json")):
        yield NetworkSource(path.name, path)


def _file(path: Path) -> Listing:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Problems([Problem("network.none", {"where": path, "reason": error.strerror or error})]) from None
    return _list(data, str(path), path)


def _fetched(address: str) -> Listing:
    (got,) = fetch.fetch_all([address], limit=_LIST_SIZE)
    if isinstance(got, fetch.FetchFailure):
        raise Problems([Problem("network.none", {"where": address, "reason": got.reason})])
    return _list(got, address, None)


def _list(data: bytes, where: str, path: Path | None) -> Listing:
    """The places of a list or, when ``data`` is a description, that one place."""
    try:
        content = _parsed(data, json_only=path is None or path.suffix == ".json")
    except (ValueError, RecursionError):
        raise Problems([Problem("network.not_list", {"where": where})]) from None
    if isinstance(content, dict) and "places" not in content:
        return Listing([NetworkSource(path.name if path else where, path, data)])
    entries = content.get("places") if isinstance(content, dict) else content
    if not isinstance(entries, list) or not all(isinstance(entry, str) and entry.strip() for entry in entries):
        raise Problems([Problem("network.not_list", {"where": where})])
    name = content.get("name") if isinstance(content, dict) else None
    shown = name.strip()[:_LONGEST_NAME] if isinstance(name, str) else None
    return Listing([_entry(entry.strip(), where, path) for entry in entries], shown or None)


def _parsed(data: bytes, *, json_only: bool) -> Any:
    text = data.decode("utf-8-sig")
    if json_only:
        return json.loads(text)
    document = yaml_reader.parse(text)
    if document.faults:
        raise ValueError
    return document.data


def _entry(entry: str, where: str, path: Path | None) -> NetworkSource:
    """An element of a list: an address, or a path seen from the list; a list from the web may not name files."""
    if fetch.is_address(entry):
        return NetworkSource(entry)
    if path is None:
        return NetworkSource(urljoin(where, entry))
    return NetworkSource(entry, path.parent / entry)
