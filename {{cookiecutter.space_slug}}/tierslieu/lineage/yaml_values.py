"""The values that a text of YAML gives, put into another one whose comments and further keys stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from tierslieu.core import yaml_reader


class _Different(Exception):
    """A value that can't be put in place without writing its surroundings anew."""


def merge_values(text: str, mine: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with every value that ``mine`` gives, and the keys that ``text`` gave otherwise.

    Is ``mine`` as it is when that can't be written: nothing that it says is ever lost.
    """
    wanted, found = yaml_reader.parse(mine), yaml_reader.parse(text)
    if wanted.faults or found.faults or not isinstance(wanted.data, dict) or not isinstance(found.data, dict):
        return mine, ()
    try:
        changes = list(_changes(_root(mine), _root(text), wanted.data, found.data, ()))
    except _Different:
        return mine, ()
    result = text
    for _, own, other in sorted(changes, key=lambda change: -change[2].start_mark.index):
        value = mine[own.start_mark.index : own.end_mark.index]
        start, end = other.start_mark.index, other.end_mark.index
        result = result[:start] + (" " if start == end else "") + value + result[end:]
    if not _holds(yaml_reader.parse(result).data, wanted.data):
        return mine, ()
    return result, tuple(".".join(path) for path, _, _ in changes)


def _root(text: str) -> Any:
    return yaml.compose(text, yaml.SafeLoader)


def _changes(
    own: Any, other: Any, mine: dict[str, Any], theirs: dict[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Where two block mappings give different values: the path of each, and its two nodes."""
    nodes = {key.value: node for key, node in other.value}
    for key, node in own.value:
        name, there = key.value, nodes.get(key.value)
        if there is None:
            raise _Different
        if _is_block(node) and _is_block(there):
            yield from _changes(node, there, mine[name], theirs[name], (*path, name))
        elif not _same(mine[name], theirs[name]):
            if not (_is_inline(node) and _is_inline(there)):
                raise _Different
            yield (*path, name), node, there


def _is_block(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _is_inline(node: Any) -> bool:
    return node.style not in ("|", ">") if isinstance(node, yaml.ScalarNode) else bool(node.flow_style)


def _same(mine: Any, theirs: Any) -> bool:
    """Whether ``theirs`` says what ``mine`` says, and nothing more than blanks."""
    if isinstance(theirs, dict) and mine is None:
        return _is_blank(theirs)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        more = (value for key, value in theirs.items() if key not in mine)
        return all(key in theirs and _same(value, theirs[key]) for key, value in mine.items()) and all(
            map(_is_blank, more)
        )
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_same, mine, theirs))
    return bool(mine == theirs)


def _is_blank(value: Any) -> bool:
    return all(map(_is_blank, value.values())) if isinstance(value, dict) else value is None or value == []


def _holds(data: Any, wanted: dict[str, Any]) -> bool:
    """Whether ``data`` has every value that is wanted; what it has besides is a new setting."""
    return isinstance(data, dict) and all(
        name in data and (_holds(data[name], value) if isinstance(value, dict) and value else _same(value, data[name]))
        for name, value in wanted.items()
    )
