"""Descriptions of others, judged before anything is made of them."""

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
    """A place that can't be shown: where it was looked for, a code of ``network_refused_…``, and what was wrong."""

    where: str
    code: str
    detail: str = ""


def read_all(
    sources: list[NetworkSource], progress: Callable[[], None] = lambda: None
) -> tuple[list[Description], list[RefusedDescription]]:
    """Every place that describes itself rightly, by name, and the others. A short name is given once: first come."""
    found: dict[str, Description] = {}
    refused: list[RefusedDescription] = []
    for source, data in zip(sources, _data(sources, progress), strict=True):
        place = _read(source, data)
        if isinstance(place, RefusedDescription):
            refused.append(place)
        elif place.slug in found:
            refused.append(RefusedDescription(source.where, "twice", place.slug))
        else:
            found[place.slug] = place
    return sorted(found.values(), key=lambda place: (place.name.casefold(), place.slug)), refused


def _data(sources: list[NetworkSource], progress: Callable[[], None]) -> list[bytes | fetch.FetchFailure]:
    addresses = [source.address for source in sources if source.address is not None]
    fetched = iter(fetch.fetch_all(addresses, progress))
    return [next(fetched) if source.address is not None else _local(source, progress) for source in sources]


def _local(source: NetworkSource, progress: Callable[[], None]) -> bytes | fetch.FetchFailure:
    progress()
    if source.data is not None:
        return source.data
    assert source.path is not None
    try:
        if source.path.stat().st_size > fetch.SIZE:
            return fetch.FetchFailure("huge", str(fetch.SIZE))
        return source.path.read_bytes()
    except OSError:
        return fetch.FetchFailure("missing")


def _read(source: NetworkSource, data: bytes | fetch.FetchFailure) -> Description | RefusedDescription:
    if isinstance(data, fetch.FetchFailure):
        return RefusedDescription(source.where, data.reason, data.detail)
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return RefusedDescription(source.where, "not_json")
    if not isinstance(content, dict):
        return RefusedDescription(source.where, "not_json")
    if content.get("format") not in (1, None):
        return RefusedDescription(source.where, "newer")
    try:
        return Description.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return RefusedDescription(source.where, "wrong", ".".join(str(part)[:60] for part in first["loc"][:6]) or "–")
    except RecursionError:
        return RefusedDescription(source.where, "not_json")


def _no_number(name: str) -> Any:
    """``NaN`` and ``Infinity`` are not JSON."""
    raise ValueError(name)
