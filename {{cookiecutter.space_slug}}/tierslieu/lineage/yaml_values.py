"""Puts the values of one YAML text into another one, whose comments and further keys stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tierslieu.core.paths import KeyPath
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml


def merge_values(text: str, mine: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with the values of ``mine``, and the keys that differed; ``mine`` itself when that can't be written."""
    try:
        own, merged = EditableYaml(mine), EditableYaml(text)
        if not (isinstance(own.data, dict) and isinstance(merged.data, dict)):
            return mine, ()
        paths = list(_different(own, merged, own.data, merged.data, ()))
        for path in paths:
            merged = _with_value(merged, own, path)
    except UneditableYaml:
        return mine, ()
    return merged.text, tuple(".".join(map(str, path)) for path in paths)


def _different(
    own: EditableYaml, merged: EditableYaml, mine: dict[str, Any], theirs: dict[str, Any], path: KeyPath
) -> Iterator[KeyPath]:
    """The paths at which two block mappings give different values, each of them on one line or two block lists."""
    for key, value in mine.items():
        inner = (*path, key)
        if key not in theirs:
            raise UneditableYaml(inner)
        blocks = own.inline(inner) is None, merged.inline(inner) is None
        if all(blocks) and isinstance(value, dict) and isinstance(theirs[key], dict):
            yield from _different(own, merged, value, theirs[key], inner)
        elif not _same(value, theirs[key]):
            if any(blocks) and not (all(blocks) and isinstance(value, list) and isinstance(theirs[key], list)):
                raise UneditableYaml(inner)
            yield inner


def _with_value(merged: EditableYaml, own: EditableYaml, path: KeyPath) -> EditableYaml:
    """``merged`` with the value at ``path`` of ``own``; of a block list, each item must be on one line."""
    source = own.inline(path)
    if source is not None:
        return merged.set(path, source)
    items, others = own.value(path), merged.value(path)
    for index in range(len(items)):
        item = own.inline((*path, index))
        if item is None:
            raise UneditableYaml(path)
        merged = merged.set((*path, index), item)
    for index in reversed(range(len(items), len(others))):
        merged = merged.remove((*path, index))
    return merged


def _same(mine: Any, theirs: Any) -> bool:
    """Whether ``theirs`` has the values of ``mine``, and none besides."""
    if isinstance(theirs, dict) and mine is None:
        return _is_blank(theirs)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        others = (value for key, value in theirs.items() if key not in mine)
        return all(key in theirs and _same(value, theirs[key]) for key, value in mine.items()) and all(
            map(_is_blank, others)
        )
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_same, mine, theirs))
    return bool(mine == theirs)


def _is_blank(value: Any) -> bool:
    return all(map(_is_blank, value.values())) if isinstance(value, dict) else value is None or value == []
