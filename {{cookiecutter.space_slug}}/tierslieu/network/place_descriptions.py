"""Reads and validates the ``lieu.json`` descriptions of a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tierslieu.model.lieu_json import Description

from . import fetch
from .sources import NetworkSource


@dataclass(frozen=True)
class RefusedDescription:
    """A description that could not be read: its path or URL, the code of a ``network_refused_…`` text, and a detail."""

    where: str
    code: str
    detail: str = ""


def read_descriptions(
    sources: list[NetworkSource], progress: Callable[[], None] = lambda: None
) -> tuple[list[Description], list[RefusedDescription]]:
    """The valid descriptions, by name, and the refused ones, in order. Of two with the same slug, the first is valid.

    ``progress`` is called for each source.
    """
    places: dict[str, Description] = {}
    refused: list[RefusedDescription] = []
    for source, content in zip(sources, _contents(sources, progress), strict=True):
        place = _parse(source, content)
        if isinstance(place, RefusedDescription):
            refused.append(place)
        elif place.slug in places:
            refused.append(RefusedDescription(source.where, "twice", place.slug))
        else:
            places[place.slug] = place
    return sorted(places.values(), key=lambda place: (place.name.casefold(), place.slug)), refused


def _contents(sources: list[NetworkSource], progress: Callable[[], None]) -> list[fetch.FetchResult]:
    addresses = [source.address for source in sources if source.address is not None]
    fetched = iter(fetch.fetch_all(addresses, progress))
    return [next(fetched) if source.address is not None else _read_file(source, progress) for source in sources]


def _read_file(source: NetworkSource, progress: Callable[[], None]) -> fetch.FetchResult:
    progress()
    if source.data is not None:
        return source.data
    assert source.path is not None
    try:
        if source.path.stat().st_size > fetch.MAX_BYTES:
            return fetch.FetchFailure("huge", str(fetch.MAX_BYTES))
        return source.path.read_bytes()
    except OSError:
        return fetch.FetchFailure("missing")


def _parse(source: NetworkSource, content: fetch.FetchResult) -> Description | RefusedDescription:
    if isinstance(content, fetch.FetchFailure):
        return RefusedDescription(source.where, content.reason, content.detail)
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
        if not isinstance(data, dict):
            return RefusedDescription(source.where, "not_json")
        if data.get("format") not in (1, None):
            return RefusedDescription(source.where, "newer")
        return Description.model_validate(data)
    except ValidationError as error:  # a ``ValueError`` too
        first = error.errors(include_url=False, include_input=False)[0]
        return RefusedDescription(source.where, "wrong", ".".join(str(part)[:60] for part in first["loc"][:6]) or "–")
    except (ValueError, RecursionError):
        return RefusedDescription(source.where, "not_json")


def _refuse_constant(name: str) -> Any:
    """Raise ``ValueError``: Python reads ``NaN`` and ``Infinity``, but they are not JSON."""
    raise ValueError(name)
