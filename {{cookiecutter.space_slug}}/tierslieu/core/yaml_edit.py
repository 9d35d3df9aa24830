"""Changes one value of a YAML text, every other byte as it was; ``UneditableYaml`` if it reads back otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, reduce
from typing import Any

import yaml

from . import yaml_reader
from .paths import KeyPath

_BOM = "\ufeff"
_COLON = re.compile(r"[ \t]*:")
_COMMA = re.compile(r"\s*,\s*")
_KEY = re.compile(r"[\w-]+")
#: Text that needs no quotes: nothing in it could be read as a number, as a comment or as the syntax of YAML.
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][\w À-ÿ’.()=;/+@-]*[\w)’]|\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")
_RESERVED = {"yes", "no", "oui", "non", "true", "false", "null", "on", "off"}
_REMOVED = object()
#: Columns by which a block is indented where the text shows no other custom.
_STEP = 2
#: The longest mapping that is added on one line.
_LONGEST_FLOW = 100


class UneditableYaml(Exception):
    """The text can't be read, or the value can't be changed without rewriting what surrounds it."""


class Inline(str):
    """YAML source of a scalar or of a flow collection (``[a, b]``), to be written as it is."""


def scalar(value: Any) -> str:
    """``value`` on one line: bare when nothing in it could be misread, else in JSON's quotes, which are YAML's too."""
    if value is None or isinstance(value, Inline):
        return value or ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping | list | tuple):
        return "{}" if isinstance(value, Mapping) else "[]"
    text = str(value)
    if isinstance(value, int) or (_PLAIN.fullmatch(text) and text.lower() not in _RESERVED):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """``value`` on one line, collections in flow style: ``{a: 1, b: [2, 3]}``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(_flow_entry(str(key), item) for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) or "null" for item in value) + "]"
    return scalar(value)


def _flow_entry(key: str, value: Any) -> str:
    return f"{_key(key)}: {flow(value) or 'null'}"


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def block(value: Mapping[str, Any] | Sequence[Any], step: int = _STEP) -> list[str]:
    """The lines of a mapping or a sequence in block style; those of nested blocks are indented by ``step`` more."""
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in _entry(key, item, step)]
    return [line for item in value for line in _item(item, _STEP, step)]


def _entry(key: str, value: Any, step: int) -> list[str]:
    name = _key(key)
    if _needs_block(value):
        return [f"{name}:", *(" " * step + line for line in block(value, step))]
    return [f"{name}: {scalar(value)}".rstrip()]


def _item(value: Any, width: int, step: int) -> list[str]:
    """The lines of an item of a sequence, ``width`` columns from its dash."""
    first, *others = block(value, step) if _needs_block(value) else [scalar(value)]
    return [f"-{' ' * (width - 1)}{first}".rstrip(), *(" " * width + line for line in others)]


def _needs_block(value: Any) -> bool:
    return isinstance(value, Mapping | list | tuple) and bool(value)


class EditableYaml:
    """A YAML text with its ``data``; ``set`` and ``remove`` return another one. Raises ``UneditableYaml`` on faults."""

    def __init__(self, text: str):
        self.text = text
        self._body = text.removeprefix(_BOM)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        document = yaml_reader.parse(self._body)
        if document.faults:
            raise UneditableYaml(document.faults[0].code)
        self.data: Any = document.data

    @cached_property
    def _root(self) -> Any:
        """The nodes of the text, found when something changes: to read ``data`` takes a tenth of the time."""
        try:
            # The parser in Python: its marks count characters, whatever they are.
            return yaml.compose(self._body, yaml.SafeLoader)
        except yaml.YAMLError as error:
            raise UneditableYaml from error

    def inline(self, path: KeyPath) -> Inline | None:
        """The source of the value at ``path``; None when it is written as a block, over several lines."""
        node = _Slot(self._body, self._node(path[:-1]), path[-1]).node
        return None if _is_block(node) else Inline(self._body[node.start_mark.index : node.end_mark.index])

    def value(self, path: KeyPath) -> Any:
        """The value at ``path`` in ``data``."""
        return reduce(lambda data, key: data[key], path, self.data)

    def set(self, path: KeyPath, value: Any) -> EditableYaml:
        """Change or add the value at ``path``: a scalar, ``Inline``, or a mapping or a sequence of these as a block."""
        parent = self._node(path[:-1])
        if (parent is None and len(path) == 1) or not _has(parent, path[-1]):
            body = self._with_new(parent, path[-1], value)
        else:
            body = self._with_changed(_Slot(self._body, parent, path[-1]), parent, value)
        return self._read_back(body, _changed(self.data, path, _data_of(value)))

    def remove(self, path: KeyPath) -> EditableYaml:
        """Remove the key or the item at ``path`` with its lines; the last one leaves ``{}`` or ``[]``."""
        parent = self._node(path[:-1])
        slot = _Slot(self._body, parent, path[-1])
        if len(parent.value) == 1 and len(path) > 1:
            return self.set(path[:-1], Inline("{}" if isinstance(parent, yaml.MappingNode) else "[]"))
        if _is_flow(parent):
            return self._read_back(self._without(parent, slot), _changed(self.data, path, _REMOVED))
        start = _line_start(self._body, slot.start)
        if self._body[start : slot.start].strip():
            raise UneditableYaml(path)
        body = self._body[:start] + self._body[_next_line(self._body, max(slot.head, _end(self._body, slot.node))) :]
        return self._read_back(body, _changed(self.data, path, _REMOVED))

    def reorder(self, path: KeyPath, indices: Sequence[int]) -> EditableYaml:
        """Put the items of the sequence at ``path`` in the order of ``indices``, each with the comments above it."""
        items = self.value(path)
        if sorted(indices) != list(range(len(items))):
            raise UneditableYaml(path)
        node, body = self._node(path), self._body
        if node.flow_style:
            spans = [(item.start_mark.index, item.end_mark.index) for item in node.value]
        else:
            slots = [_Slot(body, node, index) for index in range(len(items))]
            starts = [_before_comments(body, _line_start(body, slot.start), slot.column) for slot in slots]
            if any(body[_line_start(body, slot.start) : slot.start].strip() for slot in slots):
                raise UneditableYaml(path)  # on the line of its key, or of another dash
            last = _next_line(body, max(slots[-1].head, _end(body, slots[-1].node)))
            if not body[:last].endswith("\n"):
                body, last = body + self._newline, last + len(self._newline)
            spans = list(zip(starts, [*starts[1:], last], strict=True))
        pieces = [body[start:end] for start, end in spans]
        text, end = "", 0
        for (start, following), index in zip(spans, indices, strict=True):
            text, end = text + body[end:start] + pieces[index], following
        return self._read_back(text + body[end:], _changed(self.data, path, [items[index] for index in indices]))

    def _without(self, parent: Any, slot: _Slot) -> str:
        """The body without an element of a collection in flow style, and without the comma that parts it from another."""
        body, end = self._body, int(slot.node.end_mark.index)
        comma = _COMMA.match(body, end)
        if comma:
            return body[: slot.start] + body[comma.end() :]
        return body[: slot.start].rstrip().removesuffix(",") + body[end:].lstrip(" ")

    def _node(self, path: KeyPath) -> Any:
        node = self._root
        for part in path:
            node = _Slot(self._body, node, part).node
        return node

    def _read_back(self, body: str, data: Any) -> EditableYaml:
        edited = EditableYaml((_BOM if self.text.startswith(_BOM) else "") + body)
        if edited.data != (data or None if edited.data is None else data):
            raise UneditableYaml
        return edited

    def _with_changed(self, slot: _Slot, parent: Any, value: Any) -> str:
        body, node = self._body, slot.node
        start, end = node.start_mark.index, node.end_mark.index
        if not _is_block(node) and not _needs_block(value):
            source = scalar(value) or ("null" if parent.flow_style else "")
            before = body[:start] if source else body[:start].rstrip(" ")
            return before + (" " if source and start == end else "") + source + body[end:]
        if parent.flow_style:
            return body[:start] + flow(value) + body[end:]
        step = _step(node) or _step(parent) or _STEP
        # Leave the key or the dash alone, with the comment behind it, then write the value after that.
        if not _is_block(node):
            body = body[: slot.head] + body[end:]
        elif "\n" in body[slot.head : start]:
            body = body[: _line_start(body, start)] + body[_next_line(body, _end(body, node)) :]
        else:
            body = body[: slot.head] + body[_line_end(body, _end(body, node)) :]
        if not _needs_block(value):
            return f"{body[: slot.head]} {scalar(value)}".rstrip(" ") + body[slot.head :]
        if slot.is_item:
            lines = _item(value, _STEP, step)
            text = self._newline.join([lines[0][1:], *(" " * slot.column + line for line in lines[1:])])
            return body[: slot.head] + text + body[slot.head :]
        lines = [" " * (slot.column + step) + line for line in block(value, step)]
        return self._insert(body, _next_line(body, slot.head), lines)

    def _with_new(self, parent: Any, key: str | int, value: Any) -> str:
        body = self._body
        if parent is None:
            return self._insert(body, len(body), _entry(str(key), value, _STEP))
        if isinstance(parent, yaml.ScalarNode):
            raise UneditableYaml(key)
        if _is_flow(parent):
            if isinstance(parent, yaml.SequenceNode) and key != len(parent.value):
                raise UneditableYaml(key)
            new = flow(value) or "null" if isinstance(parent, yaml.SequenceNode) else _flow_entry(str(key), value)
            before = body[: parent.end_mark.index - 1].rstrip()
            comma = {",": " ", ":": " , "}.get(before[-1], ", ") if parent.value else ""
            return before + comma + new + body[parent.end_mark.index - 1 :]
        siblings = [child[1] for child in parent.value] if isinstance(parent, yaml.MappingNode) else parent.value
        value = _like(siblings[-1], value)
        if isinstance(parent, yaml.MappingNode):
            column = margin = int(parent.value[0][0].start_mark.column)
            lines = _entry(str(key), value, _step(parent) or _STEP)
        elif key == len(parent.value):
            last = _Slot(body, parent, len(parent.value) - 1)
            column, margin = last.column, last.column + 1
            width = max(last.node.start_mark.column - column if _is_block_mapping(last.node) else _STEP, 2)
            lines = _item(value, width, _step(last.node) or _STEP)
        else:
            raise UneditableYaml(key)
        position = _after_comments(body, _end(body, parent), margin)
        return self._insert(body, position, [" " * column + line for line in lines])

    def _insert(self, body: str, position: int, lines: Sequence[str]) -> str:
        """``body`` with ``lines`` before the line that begins at ``position``."""
        before, text = body[:position], self._newline.join(lines)
        if before and not before.endswith("\n"):
            return before + self._newline + text + body[position:]
        return before + text + self._newline + body[position:]


class _Slot:
    """Where a value stands: the ``start``, ``column`` and end (``head``) of its key or its dash, and its ``node``."""

    def __init__(self, body: str, parent: Any, part: str | int):
        self.is_item = isinstance(parent, yaml.SequenceNode)
        if not _has(parent, part):
            raise UneditableYaml(part)
        if self.is_item:
            self.node = parent.value[part]
            self.column = int(parent.start_mark.column)
            self.start = self.node.start_mark.index if parent.flow_style else self._dash(body)
            self.head = self.start + 1
        else:
            key, self.node = next(pair for pair in parent.value if pair[0].value == part)
            self.start, self.column = key.start_mark.index, int(key.start_mark.column)
            colon = _COLON.match(body, key.end_mark.index)
            if not colon:
                raise UneditableYaml(part)
            self.head = colon.end()
        if self.node.start_mark.index < self.start:  # an alias: its node is that of the anchor
            raise UneditableYaml(part)

    def _dash(self, body: str) -> int:
        """The index of the dash before the item: on its line, or on one above when comments come between."""
        line = self.node.start_mark.index
        while line >= 0:
            line = _line_start(body, line)
            dash = line + self.column
            if body[dash : dash + 1] == "-" and dash < self.node.start_mark.index and "#" not in body[line:dash]:
                return dash
            line -= 1
        raise UneditableYaml


def _has(parent: Any, part: str | int) -> bool:
    if isinstance(parent, yaml.SequenceNode):
        return isinstance(part, int) and 0 <= part < len(parent.value)
    return isinstance(parent, yaml.MappingNode) and any(key.value == part for key, _ in parent.value)


def _is_flow(node: Any) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _like(sibling: Any, value: Any) -> Any:
    """A mapping beside one in flow style is written so too, unless that makes a long line."""
    if isinstance(value, Mapping) and isinstance(sibling, yaml.MappingNode) and _is_flow(sibling) and sibling.value:
        line = flow(value)
        return Inline(line) if len(line) <= _LONGEST_FLOW else value
    return value


def _is_block(node: Any) -> bool:
    return node.style in ("|", ">") if isinstance(node, yaml.ScalarNode) else not node.flow_style


def _is_block_mapping(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _step(node: Any) -> int:
    """By how many columns the first block mapping inside a block mapping is indented; 0 without any."""
    if not _is_block_mapping(node):
        return 0
    column = int(node.value[0][0].start_mark.column)
    inner = (int(child.value[0][0].start_mark.column) for _, child in node.value if _is_block_mapping(child))
    return max(next(inner, column) - column, 0)


def _end(body: str, node: Any) -> int:
    """The index after the last character of ``node``; PyYAML says that a block ends where the next begins."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode):
        return start + len(body[start:end].rstrip()) if _is_block(node) else end
    if node.flow_style or not node.value:
        return end
    leaves = [leaf for pair in node.value for leaf in pair] if isinstance(node, yaml.MappingNode) else node.value
    return max(start, *(_end(body, leaf) for leaf in leaves))


def _line_start(body: str, position: int) -> int:
    return body.rfind("\n", 0, position) + 1


def _line_end(body: str, position: int) -> int:
    """The end of the line of ``position``, before its line break."""
    end = _next_line(body, position)
    return end - len(body[position:end]) + len(body[position:end].rstrip("\r\n"))


def _next_line(body: str, position: int) -> int:
    end = body.find("\n", position)
    return len(body) if end < 0 else end + 1


def _before_comments(body: str, position: int, column: int) -> int:
    """The beginning of the comments above the line at ``position``, those that are indented by ``column``."""
    while position:
        above = _line_start(body, position - 1)
        line = body[above:position]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) != column:
            break
        position = above
    return position


def _after_comments(body: str, position: int, margin: int) -> int:
    """The beginning of the line after ``position``, past the comments that are indented by ``margin`` or more."""
    end = cursor = _next_line(body, position)
    while cursor < len(body):
        following = _next_line(body, cursor)
        line = body[cursor:following]
        content = line.lstrip(" ")
        if content.startswith("#") and len(line) - len(content) >= margin:
            end = following
        elif content.strip():
            break
        cursor = following
    return end


def _changed(data: Any, path: KeyPath, value: Any) -> Any:
    """``data`` with another value at ``path``, or without it."""
    if not path:
        return value
    if isinstance(data, list):
        index = int(path[0])
        item = [_changed(data[index] if index < len(data) else None, path[1:], value)]
        return data[:index] + [part for part in item if part is not _REMOVED] + data[index + 1 :]
    part = _changed((data or {}).get(path[0]), path[1:], value)
    return {key: item for key, item in {**(data or {}), path[0]: part}.items() if item is not _REMOVED}


def _data_of(value: Any) -> Any:
    """``value`` as it is read back."""
    if isinstance(value, Mapping):
        return {str(key): _data_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_data_of(item) for item in value]
    if isinstance(value, Inline):
        document = yaml_reader.parse(f"- {value}\n")
        if document.faults:
            raise UneditableYaml(value)
        return document.data[0]
    return value if value is None or isinstance(value, int | Decimal) else str(value)
