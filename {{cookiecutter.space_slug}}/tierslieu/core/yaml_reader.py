"""A reader of YAML 1.2 scalars, with exact decimals and the line of every value.

PyYAML follows YAML 1.1, where ``12:30`` is 750, ``no`` is false and ``010`` is 8. As files hold opening hours, answers
and telephone numbers, scalars are resolved by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/,
§10.3.2). Numbers with a fraction become ``Decimal``: 9.10 is ten cents more than 9, not 9.0999.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import yaml

from .paths import KeyPath
from .problems import Phrase
from .yaml_faults import SyntaxFault, bare, colon_code, fault_of, lines_of, plain, quoted, shortened, tight_pair

_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BaseLoader):  # type: ignore[misc]
    """Resolves plain scalars as YAML 1.2 does."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    # Unlike YAML 1.2, digits after a leading zero are text: 01000 is a postal code, 0477 a telephone number.
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    # No exponents: they write no price, and 1e999999999 is too large to compute with.
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$", list("-+0123456789.")),
    ("merge", r"^<<$", ["<"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


@dataclass(frozen=True)
class MissingLines:
    """The ``text`` to type for a key that a file lacks, indented, below its line ``below``; at its end if that is None."""

    text: str
    below: int | None


@dataclass
class YamlDocument:
    """A parsed file: its ``data``, the line of each path (``lines``), every fault of syntax, and ``warnings`` of others.

    ``columns`` are those of the keys of each mapping in block style, by the path of the mapping.
    """

    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[SyntaxFault] = field(default_factory=list)
    warnings: list[SyntaxFault] = field(default_factory=list)
    text: str = ""
    first_line: int = 1
    columns: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of ``path``, or of its closest ancestor that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def text_of(self, line: int) -> str:
        """A line as it is in the file; empty for one that the file does not have."""
        lines = lines_of(self.text)
        return lines[line - self.first_line] if 0 <= line - self.first_line < len(lines) else ""

    def last_line(self, path: KeyPath) -> int:
        """The last line that ``path`` and all below it have."""
        return max((line for other, line in self.lines.items() if other[: len(path)] == path), default=self.line(path))

    def with_change(self, line: int, old: str, new: str) -> str | None:
        """A line without its indent, with ``new`` in the place of ``old``; None unless it has ``old`` once."""
        text = self.text_of(line).strip()
        return text.replace(old, new) if text.count(old) == 1 else None

    def missing_lines(self, path: KeyPath) -> MissingLines | None:
        """What to type, and where, to have a key at ``path``; None when it exists, or can't be added as a line."""
        if path in self.lines:
            return None
        parent = path
        while parent and parent not in self.lines:
            parent = parent[:-1]
        column = self.columns.get(parent)
        if column is None and parent and self._is_blank(parent) and parent[:-1] in self.columns:
            column = self.columns[parent[:-1]] + 2
        keys = path[len(parent) :]
        if column is None or not all(isinstance(key, str) for key in keys):
            return None
        lines = [f"{' ' * (column + 2 * depth)}{key}:" for depth, key in enumerate(keys)]
        return MissingLines("\n".join(lines), self.lines[parent] if parent else None)

    def _is_blank(self, path: KeyPath) -> bool:
        data = self.data
        for part in path:
            data = data[part]
        return data is None


# Most lines of front matter: a key, then a date or words that can only be text.
_PLAIN = re.compile(r"([a-z_]+): ([^\W\d_][\w ,.’\u00a0\u202f-]*[\w.]|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?) *")
_NO_TEXT = {"null", "true", "false"}


def parse(text: str, first_line: int = 1) -> YamlDocument:
    """Parse one YAML document; its ``faults`` say what is wrong, no exception is raised."""
    return _parse_plain(text, first_line) or _parse(text, first_line)


def _parse_plain(text: str, first_line: int) -> YamlDocument | None:
    """A document of plain lines only, ten times as fast: places may have thousands. None for any other document."""
    lines = text.removesuffix("\n").split("\n")
    matches = [match for match in map(_PLAIN.fullmatch, lines) if match]
    data: dict[str, Any] = {match[1]: match[2] for match in matches}
    if len(data) < len(lines) or not text.endswith("\n") or any(value.lower() in _NO_TEXT for value in data.values()):
        return None
    numbers: dict[KeyPath, int] = {(): first_line, **{(key,): line for line, key in enumerate(data, first_line)}}
    return YamlDocument(data, numbers, text=text, first_line=first_line, columns={(): 0})


def _parse(text: str, first_line: int) -> YamlDocument:
    """Any document."""
    document = YamlDocument(text=text, first_line=first_line)
    shift = first_line - 1
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is not None:
                document.data = _Construction(document, text, shift).value(root, ())
        finally:
            loader.dispose()
    except yaml.reader.ReaderError:
        match = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, match.start()) + 1 if match else 1
        document.faults.append(SyntaxFault("yaml.character", line + shift))
    except yaml.MarkedYAMLError as error:
        fault = fault_of(error, text)
        values = {name: value + shift if name == "other" else value for name, value in fault.values.items()}
        document.faults.append(SyntaxFault(fault.code, fault.line + shift, values))
    except (ValueError, ArithmeticError, RecursionError):
        # A value that its tag can't hold (!!int x), or an alias inside its own anchor (&a [*a]).
        document.faults.append(SyntaxFault("yaml.syntax", 1 + shift, {"read": lines_of(text)[0], "line": ""}))
    return document


#: A comment stuck to its sign, after a value: most often the rest of a text, or a colour.
_CUT = re.compile(r"(?:\s*:)?\s+(#[^\s#].*)")


_PLACEHOLDER = re.compile(r"\{\{.*?(?:\}\}|$)")


class _Construction:
    """Turns the nodes of a text into data; collects in ``document`` their lines, faults and warnings."""

    def __init__(self, document: YamlDocument, text: str, shift: int):
        self._document, self._text, self._shift = document, text, shift
        self._has_signs = "#" in text

    @cached_property
    def _lines(self) -> list[str]:
        return lines_of(self._text)

    def value(self, node: Any, path: KeyPath) -> Any:
        """The data of ``node``, which stands at ``path``."""
        self._document.lines.setdefault(path, self._line(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _line(self, node: Any) -> int:
        line: int = node.start_mark.line + 1 + self._shift
        return line

    def _read(self, line: int) -> str:
        """The line of the file with the number ``line``, without its indent."""
        return self._lines[line - 1 - self._shift].strip()

    def _mapping(self, node: Any, path: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        values: dict[str, Any]
        if not node.flow_style:
            self._document.columns[path] = node.start_mark.column
        before = None
        nodes: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self._line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                read = self._read(line)
                if match := _PLACEHOLDER.search(read):
                    values = {"read": shortened(match[0]), "line": f'{read[: match.start()]}"…"'}
                    self._fault("yaml.placeholder", line, values)
                else:
                    self._fault("yaml.key", line, {"read": read})
                continue
            key = key_node.value
            if key in result:
                first = self._document.line((*path, key))
                read, again = (shortened(self._read(number)) for number in (first, line))
                values = {"key": key, "first": first, "read": read, "line": line, "again": again}
                values["first_lines"] = lines_named(first, self._last_line(nodes[key]))
                values["lines"] = lines_named(line, max(line, self._last_line(value_node)))
                self._fault("yaml.duplicate", line, values)
                continue
            if not self._is_typed_well(key, value_node, before, line, flow=node.flow_style):
                continue
            self._document.lines[(*path, key)] = line
            nodes[key] = value_node
            if _is_nothing(value_node):
                self._warn_of_cut("", key_node.end_mark, (*path, key), f"{self._before(key_node.end_mark)}: ")
            result[key] = self.value(value_node, (*path, key))
            before = key_node.value, value_node
        return result

    def _is_typed_well(self, key: str, value: Any, before: tuple[str, Any] | None, line: int, *, flow: bool) -> bool:
        """Whether a key is none that a comma, a colon or a space in the wrong place has made; else adds a fault."""
        if key != key.strip():
            whole = self._read(line).replace(key, key.strip(), 1)
            self._fault("yaml.odd_space", line, {"read": key.strip(), "line": whole})
            return False
        read = self._read(line)
        if not flow and ":" in key and read.startswith(key) and (pair := tight_pair(read)):
            # A second colon in the line has made a key of all that stands before it.
            name, _, text = pair.partition(": ")
            self._fault(colon_code(key), line, {"read": read, "line": f"{name}: {quoted(text)}"})
            return False
        if not flow or not _is_nothing(value):
            return True
        if key.isdecimal() and before and before[1].value.isdecimal():
            amount = f"{before[1].value},{key}"
            self._fault("yaml.comma", line, {"read": amount, "amount": amount.replace(",", ".")})
            return False
        if pair := tight_pair(key):
            self._fault(
                colon_code(key), line, {"read": key, "line": self._document.with_change(line, key, pair) or pair}
            )
            return False
        return True

    def _before(self, mark: Any) -> str:
        """What the line of ``mark`` has before it, without its indent."""
        line: str = self._lines[mark.line][: mark.column]
        return line.lstrip(" ")

    def _last_line(self, node: Any) -> int:
        """The line of the last value in ``node``; that of ``node`` if it has none."""
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        if not children:
            return self._line(node)
        return self._last_line(children[-1][1] if isinstance(node, yaml.MappingNode) else children[-1])

    def _scalar(self, node: Any, path: KeyPath) -> Any:
        line, kind = self._line(node), node.tag.rpartition(":")[2]
        if node.value and not node.style:
            self._warn_of_cut(node.value, node.end_mark, path, self._before(node.start_mark))
        if kind == "null":
            return None
        if kind == "bool":
            return ("false", "true").index(node.value.lower()) == 1  # ValueError for !!bool before another word
        if kind == "int":
            return int(node.value)
        if kind == "float":
            return Decimal(node.value)
        if kind != "str":
            text = self._lines[node.start_mark.line][node.start_mark.column :]
            values = {"tag": node.tag, "line": f"{self._before(node.start_mark)}{quoted(text)}"}
            self._fault("yaml.tag", line, values)
        elif bare(node.value) != node.value.strip() and not node.style:
            value = plain(node.value)
            mended = self._document.with_change(line, node.value, value) or _assignment(path, value)
            values = {"read": node.value, "line": mended}
            self._document.warnings.append(SyntaxFault("yaml.guillemets", line, values))
        return node.value

    def _warn_of_cut(self, value: str, mark: Any, path: KeyPath, before: str) -> None:
        """Warn when ``value``, not quoted, which ends at ``mark``, is followed by what may be the rest of it.

        ``before`` is what its line has before it.
        """
        if not self._has_signs or mark.line >= len(self._lines):
            return
        match = _CUT.fullmatch(self._lines[mark.line], mark.column)
        if match:
            values = {
                "path": path,
                "read": value,
                "cut": match[1],
                "before": before,
                "line": f"{before}{quoted(f'{value} {match[1]}')}",
            }
            code = "yaml.cut" if value else "yaml.cut_whole"
            self._document.warnings.append(SyntaxFault(code, mark.line + 1 + self._shift, values))

    def _fault(self, code: str, line: int, values: dict[str, Any]) -> None:
        self._document.faults.append(SyntaxFault(code, line, values))


def lines_named(first: int, last: int) -> Phrase:
    """« la ligne 3 », or « les lignes 3 à 5 »."""
    return (
        Phrase("typed.lines", {"first": first, "last": last}) if last > first else Phrase("typed.line", {"line": first})
    )


def _is_nothing(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value == ""


def _assignment(path: KeyPath, value: str) -> str:
    """The line that gives ``value`` to the key at ``path``, or to an element of a list."""
    return f"{path[-1]}: {value}" if path and isinstance(path[-1], str) else f"- {value}"
