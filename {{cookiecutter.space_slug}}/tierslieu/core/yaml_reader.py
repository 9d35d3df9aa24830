"""A reader of YAML 1.2 scalars, with exact decimals and the line of every value.

PyYAML follows YAML 1.1, where ``12:30`` is 750, ``no`` is false and ``010`` is 8. As files hold opening hours, answers
and telephone numbers, scalars are resolved by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/,
§10.3.2). Numbers with a fraction become ``Decimal``: 9.10 is ten cents more than 9, not 9.0999.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from .paths import KeyPath

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
class SyntaxFault:
    """A fault in the syntax of a file: a message code, its values, and the line, counted from 1."""

    code: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class YamlDocument:
    """A parsed file: its ``data``, the line of each path (``lines``), and every fault of syntax."""

    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[SyntaxFault] = field(default_factory=list)

    def line(self, path: KeyPath) -> int:
        """The line of ``path``, or of its closest ancestor that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


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
    return YamlDocument(data, {(): first_line, **{(key,): line for line, key in enumerate(data, first_line)}})


def _parse(text: str, first_line: int) -> YamlDocument:
    """Any document."""
    document = YamlDocument()
    shift = first_line - 1
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is not None:
                document.data = _construct(loader, root, (), document, shift)
        finally:
            loader.dispose()
    except yaml.reader.ReaderError:
        match = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, match.start()) + 1 if match else 1
        document.faults.append(SyntaxFault("yaml.character", line + shift))
    except yaml.MarkedYAMLError as error:
        line = _line_of(error, text)
        code = "yaml.tab" if _has_tab(text, line) else "yaml.syntax"
        document.faults.append(SyntaxFault(code, line + shift, {"problem": error.problem or "–"}))
    except (ValueError, ArithmeticError, RecursionError):
        # A value that its tag can't hold (!!int x), or an alias inside its own anchor (&a [*a]).
        document.faults.append(SyntaxFault("yaml.syntax", 1 + shift, {"problem": "–"}))
    return document


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """The line to correct: where a bracket or a quote was opened, when it is not closed."""
    mark = error.problem_mark or error.context_mark
    if "flow" in (error.context or "") or "quoted" in (error.context or ""):
        mark = error.context_mark or mark
    line: int = mark.line + 1 if mark else 1
    return _opened_before(text, line) or line


def _opened_before(text: str, line: int) -> int | None:
    """The line where a quoted text begins that ends on ``line``, because its own closing quote is missing."""
    opened = None
    try:
        for token in yaml.scan(text, Loader=_BaseLoader):
            if isinstance(token, yaml.ScalarToken) and token.start_mark.line + 1 < line == token.end_mark.line + 1:
                opened = token.start_mark.line + 1 if token.style in ("'", '"') else None
    except yaml.YAMLError:
        pass
    return opened


def _has_tab(text: str, line: int) -> bool:
    lines = text.splitlines()
    return any("\t" in lines[index] for index in (line - 2, line - 1) if 0 <= index < len(lines))


def _construct(loader: Any, node: Any, path: KeyPath, document: YamlDocument, shift: int) -> Any:
    line = node.start_mark.line + 1 + shift
    document.lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, document, shift)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, item, (*path, index), document, shift) for index, item in enumerate(node.value)]
    return _scalar(node, document, line)


def _mapping(loader: Any, node: Any, path: KeyPath, document: YamlDocument, shift: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1 + shift
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append(SyntaxFault("yaml.key", line))
            continue
        key = key_node.value
        if key in result:
            document.faults.append(
                SyntaxFault("yaml.duplicate", line, {"key": key, "first": document.line((*path, key))})
            )
            continue
        document.lines[(*path, key)] = line
        result[key] = _construct(loader, value_node, (*path, key), document, shift)
    return result


def _scalar(node: Any, document: YamlDocument, line: int) -> Any:
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return ("false", "true").index(node.value.lower()) == 1  # ValueError for !!bool before another word
    if kind == "int":
        return int(node.value)
    if kind == "float":
        return Decimal(node.value)
    if kind != "str":
        document.faults.append(SyntaxFault("yaml.tag", line, {"tag": node.tag}))
    return node.value
