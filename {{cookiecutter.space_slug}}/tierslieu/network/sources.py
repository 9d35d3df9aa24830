"""Where the descriptions of a network are: one file, a folder, or a list of paths and addresses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problem, Problems

from . import fetch

#: The most places in a network: a list written by mistake must not start downloads for days.
MAX_PLACES = 20_000
_MAX_LIST_BYTES = 5_000_000
_MAX_NAME_LENGTH = 150


@dataclass(frozen=True)
class NetworkSource:
    """A description to read: ``where`` is its path or address to show, ``data`` its content if read already."""

    where: str
    path: Path | None = None
    data: bytes | None = None

    @property
    def address(self) -> str | None:
        """The address to fetch; None for a file."""
        return self.where if self.path is None and self.data is None else None


@dataclass(frozen=True)
class PlaceList:
    """The places of a network, and its ``name`` if the list has one."""

    sources: list[NetworkSource]
    name: str | None = None


def read_place_list(where: str) -> PlaceList:
    """The places of a network in order, without duplicates.

    ``where`` is the path or address of a list (YAML or JSON) or of one description, or a folder of JSON files. Raises
    ``Problems`` if it can't be read or holds no place.
    """
    path = Path(where)
    if fetch.is_address(where):
        place_list = _fetch(where)
    elif path.is_dir():
        place_list = PlaceList([NetworkSource(file.name, file) for file in sorted(path.glob("*.json"))])
    else:
        place_list = _file(path)
    unique = list({(source.path or source.where): source for source in place_list.sources}.values())
    if not unique:
        raise Problems([Problem("network.empty", {"where": where})])
    if len(unique) > MAX_PLACES:
        raise Problems([Problem("network.many", {"count": len(unique), "most": MAX_PLACES})])
    return PlaceList(unique, place_list.name)


def _file(path: Path) -> PlaceList:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Problems([Problem("network.none", {"where": path, "reason": error})]) from None
    return _parse(content, str(path), path)


def _fetch(address: str) -> PlaceList:
    (result,) = fetch.fetch_all([address], limit=_MAX_LIST_BYTES)
    if isinstance(result, fetch.FetchFailure):
        raise Problems([Problem("network.none", {"where": address, "reason": result.reason})])
    return _parse(result, address, None)


def _parse(content: bytes, where: str, path: Path | None) -> PlaceList:
    """The places of a list or, if ``content`` is a description, that one place."""
    try:
        data = _load(content, json_only=path is None or path.suffix == ".json")
    except (ValueError, RecursionError):
        raise Problems([Problem("network.not_list", {"where": where})]) from None
    if isinstance(data, dict) and "places" not in data:
        return PlaceList([NetworkSource(path.name if path else where, path, content)])
    entries, name = (data["places"], data.get("name")) if isinstance(data, dict) else (data, None)
    if not isinstance(entries, list) or not all(isinstance(entry, str) and entry.strip() for entry in entries):
        raise Problems([Problem("network.not_list", {"where": where})])
    short_name = name.strip()[:_MAX_NAME_LENGTH] if isinstance(name, str) else None
    return PlaceList([_source(entry.strip(), where, path) for entry in entries], short_name or None)


def _load(content: bytes, *, json_only: bool) -> Any:
    text = content.decode("utf-8-sig")
    if json_only:
        return json.loads(text)
    document = yaml_reader.parse(text)
    if document.faults:
        raise ValueError
    return document.data


def _source(entry: str, where: str, path: Path | None) -> NetworkSource:
    """An address, or a path relative to the list; a downloaded list holds only addresses, never local files."""
    if fetch.is_address(entry):
        return NetworkSource(entry)
    return NetworkSource(urljoin(where, entry)) if path is None else NetworkSource(entry, path.parent / entry)
