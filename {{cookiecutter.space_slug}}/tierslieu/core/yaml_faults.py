"""What is wrong in YAML that can't be parsed, as people type it: the kind of fault, what was read, the line to type."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

#: The line breaks of YAML 1.1, which PyYAML follows.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_INDENT = re.compile(r" *(?:- +)*")
#: A key, a colon and a value, after the indent.
_PAIR = re.compile(r"([^\s:#'\"{}\[\]][^:{}\[\]]*?)\s*: +(\S.*)")
#: The same, without the space after the colon, or with another space or another colon than those of YAML.
_TIGHT_PAIR = re.compile(r"([\w-]+)\s*(?::(?![ /]|$)|：)\s*(\S.*)")
_NO_BREAK_AFTER_COLON = re.compile("[\\w-]:[\u00a0\u202f]")
#: A text in bold or in italics, as Markdown writes them.
_MARKED = re.compile(r"(\*+)([^*]+)\1")
#: The elements of a list, on the line of its key.
_LIST_BESIDE_KEY = re.compile(r"- +([^\[\]{}#]+)")
_NEXT_DASH = re.compile(r" +- +")
_ELEMENT = re.compile(r"\w(?:[\w .’'-]*\w)?")
_NEEDS_NO_QUOTES = re.compile(r"[^\W\d_](?:[\w ’'.-]*\w)?")
_NO_TEXT = ("null", "true", "false")
_ITEM = re.compile(r" *((?:- +)+)([^\s:{}\[\]][^:{}\[\]]*)")
_TIGHT_ITEM = re.compile(r"( *)-([^\s-].*)")
#: Quotation marks that a keyboard or a word processor puts around a value.
_PAIRS_OF_QUOTES = ('""', "''", "“”", "«»", "‘’", "’’", "„“")
#: The longest piece of a file that a message quotes, in characters.
_LONGEST_QUOTE = 80
#: The longest line that a message gives to type.
_LONGEST_LINE = 200
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True)
class SyntaxFault:
    """A fault in the syntax of a file: a message code, its values, and the line, counted from 1."""

    code: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)


def bare(value: str) -> str:
    """``value`` without the quotation marks, of any kind, that stand around it."""
    text = value.strip()
    if len(text) > 1 and text[0] + text[-1] in _PAIRS_OF_QUOTES:
        return text[1:-1].strip()
    return text


def quoted(value: str) -> str:
    """``value`` as YAML in straight quotes, in the place of those that it may have."""
    text = bare(value)
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def plain(value: str) -> str:
    """``value`` as YAML, without the quotation marks that it may have if it needs none."""
    text = bare(value)
    return text if _NEEDS_NO_QUOTES.fullmatch(text) and text.lower() not in _NO_TEXT else quoted(value)


def _element(text: str) -> str:
    """An element of a list as YAML in square brackets."""
    return text.strip() if _ELEMENT.fullmatch(text.strip()) else quoted(text)


def tight_pair(text: str) -> str | None:
    """A key and its value as they should be typed, if ``text`` lacks the space after the colon; else None."""
    match = _TIGHT_PAIR.fullmatch(text.strip())
    return f"{match[1]}: {match[2]}" if match else None


def colon_code(text: str) -> str:
    """The message code for a pair that ``tight_pair`` has mended."""
    return "yaml.colon_no_break" if _NO_BREAK_AFTER_COLON.search(text) else "yaml.colon_space"


def tight_item(text: str) -> str | None:
    """An element of a list as it should be typed, if ``text`` lacks the space after the dash; else None."""
    match = _TIGHT_ITEM.fullmatch(text.rstrip())
    return f"{match[1]}- {match[2]}" if match else None


def shortened(text: str) -> str:
    """``text``, or its beginning when it is too long to be quoted in a message."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def lines_of(text: str) -> list[str]:
    """The lines of ``text``, as YAML counts them."""
    return _BREAK.split(text)


def fault_of(error: yaml.MarkedYAMLError, text: str) -> SyntaxFault:
    """The fault that ``error`` is about, in ``text``."""
    return _Diagnosis(error, text).fault()


class _Diagnosis:
    """The error of a parser, and the lines around it; numbers of lines count from 0 here."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str):
        self._text, self._lines = text, lines_of(text)
        self._problem, self._context = error.problem or "", error.context or ""
        mark, start = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
        self._line, self._column = (mark.line, mark.column) if mark else (0, 0)
        self._start, self._start_column = (start.line, start.column) if start else (0, 0)
        last = len(self._lines) - 1
        self._line, self._start = min(self._line, last), min(self._start, last)

    def fault(self) -> SyntaxFault:
        """The fault as a person would name it; the most certain signs come first."""
        for number in (self._line, self._line - 1):
            if number >= 0 and re.match(r" *\t", self._lines[number]):
                return self._tab(number)
        if "quoted" in self._context:
            return self._quote()
        if (opened := self._opened_before()) is not None:
            return self._unclosed_quote(opened)
        if "flow" in self._context or self._char() in ("]", "}"):
            return self._bracket()
        if "mapping values" in self._problem:
            return self._value()
        if "simple key" in self._context:
            return self._key(self._start)
        if "document" in self._problem:
            return self._at(self._line, "yaml.document")
        if self._is_sign():
            return self._sign()
        if "block" in self._context and self._column == self._indent(self._line):
            return self._misaligned(self._line)
        if word := self._cut_by_apostrophe():
            return self._quoted_value(self._line, "yaml.apostrophe", word=word)
        if self._lines[self._line][: self._column].rstrip().endswith(('"', "'")):
            return self._quoted_value(self._line, "yaml.after_quote")
        return self._at(self._line, "yaml.syntax")

    def _tab(self, number: int) -> SyntaxFault:
        before = self._before(number)
        after = next((n for n in range(number + 1, len(self._lines)) if self._lines[n].strip(" \t#")), number)
        if before is None:
            return self._at(number, "yaml.tab", spaces=0, other=after + 1)
        indent, indent_after = self._indent(before), self._indent(after)
        # A key without a value may be a blank fact: what follows it need not stand below it.
        if not self._lines[before].rstrip().endswith(":") or indent_after == indent > 0:
            return self._at(number, "yaml.tab", spaces=indent, other=before + 1)
        if indent_after == indent + 2:
            return self._at(number, "yaml.tab", spaces=indent_after, other=after + 1)
        return self._at(number, "yaml.tab_below", spaces=indent + 2, other=before + 1)

    def _at(self, number: int, code: str, line: str = "", **values: Any) -> SyntaxFault:
        read = shortened(self._lines[number].strip())
        if len(line) > _LONGEST_LINE:
            code = "yaml.syntax"
        return SyntaxFault(code, number + 1, {"read": read, "line": line, **values})

    def _char(self) -> str:
        return self._lines[self._line][self._column : self._column + 1]

    def _indent(self, number: int) -> int:
        match = re.match(" *", self._lines[number])
        return match.end() if match else 0

    def _pair(self, number: int) -> re.Match[str] | None:
        """The key and the value of a line."""
        line = self._lines[number]
        match = _INDENT.match(line)
        return _PAIR.fullmatch(line, match.end() if match else 0)

    def _assignment(self, pair: re.Match[str], value: str) -> str:
        """The line of ``pair`` with another value, without its indent."""
        return f"{pair.string[: pair.start(1)].lstrip(' ')}{pair[1]}: {value}"

    def _quoted_value(self, number: int, code: str, **values: Any) -> SyntaxFault:
        """A line whose value should be in quotes."""
        if pair := self._pair(number):
            return self._at(number, code, self._assignment(pair, quoted(pair[2])), **values)
        if item := _ITEM.fullmatch(self._lines[number]):
            return self._at(number, code, f"{item[1]}{quoted(item[2])}", **values)
        return self._at(number, "yaml.syntax")

    def _cut_by_apostrophe(self) -> str | None:
        """The word whose apostrophe ends the text, since that begins with an apostrophe too; None if there is none."""
        line = self._lines[self._line]
        before, after = re.search(r"\w+'$", line[: self._column]), re.match(r"\w+", line[self._column :])
        return before[0] + after[0] if before and after else None

    def _quote(self) -> SyntaxFault:
        if "escape" in self._problem:
            return self._quoted_value(self._start, "yaml.backslash")
        return self._unclosed_quote(self._start)

    def _unclosed_quote(self, number: int) -> SyntaxFault:
        pair = self._pair(number)
        if pair is None:
            return self._at(number, "yaml.quote", f'{self._lines[number].strip()}"')
        value = pair[2].rstrip()
        return self._at(number, "yaml.quote", self._assignment(pair, quoted(value[1:])))

    def _opened_before(self) -> int | None:
        """The line where a quoted text begins that ends on the line of the error: its own closing quote is missing."""
        opened = None
        try:
            for token in yaml.scan(self._text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
                if isinstance(token, yaml.ScalarToken) and token.start_mark.line < self._line == token.end_mark.line:
                    opened = token.start_mark.line if token.style in ("'", '"') else None
        except yaml.YAMLError:
            pass
        return opened

    def _bracket(self) -> SyntaxFault:
        """A bracket that is not closed, or one too many."""
        number = self._start if "flow" in self._context else self._line
        line = self._lines[number].strip()
        if "flow" not in self._context:
            mended = self._lines[number][: self._column] + self._lines[number][self._column + 1 :]
            return self._at(number, "yaml.bracket", mended.strip())
        opening = self._lines[number][self._start_column : self._start_column + 1]
        closing = _CLOSING.get(opening, "]")
        if line.count(opening) == line.count(closing):
            return self._at(number, "yaml.syntax")
        return self._at(number, "yaml.bracket", line.rstrip(",") + closing)

    def _value(self) -> SyntaxFault:
        """A colon where none is expected: in a value, or in the first line after one that is no pair."""
        pair = self._pair(self._line)
        if pair and pair.end(1) < self._column and ":" in self._lines[self._line][: self._column]:
            has_quotes = bare(pair[2]) != pair[2].strip()
            return self._quoted_value(self._line, "yaml.colon_guillemets" if has_quotes else "yaml.colon")
        before = self._before(self._line)
        if before is None:
            return self._at(self._line, "yaml.syntax")
        if self._pair(before) and not tight_pair(self._lines[before]):
            return self._misaligned(self._line)
        return self._key(before)

    def _before(self, number: int) -> int | None:
        """The last line before ``number`` that is neither empty nor a comment."""
        return next((n for n in range(number - 1, -1, -1) if self._lines[n].strip(" \t#")), None)

    def _key(self, number: int) -> SyntaxFault:
        """A line that should be a key and its value, or an element of a list."""
        line = self._lines[number]
        if item := tight_item(line):
            return self._at(number, "yaml.dash_space", item.strip())
        if pair := tight_pair(line):
            return self._at(number, colon_code(line), pair)
        if not line.strip():  # spaces of another kind, which YAML takes for a word
            return self._at(number, "yaml.invisible")
        return self._at(number, "yaml.no_colon", re.sub(r"^([\w-]+)\s*=?\s*(.*)$", r"\1: \2", line.strip()).strip())

    def _misaligned(self, number: int) -> SyntaxFault:
        before = self._before(number)
        if before is None:
            return self._at(number, "yaml.syntax")
        if self._indent(before) == self._indent(number):
            return self._at(number, "yaml.mixed")
        return self._at(number, "yaml.indent", spaces=self._indent(before), other=before + 1)

    def _is_sign(self) -> bool:
        if any(word in self._context for word in ("alias", "anchor", "block scalar")) or "alias" in self._problem:
            return True
        places = ("cannot start any token", "node content", "not allowed")
        return any(words in self._problem for words in places) and self._column > self._indent(self._line)

    def _sign(self) -> SyntaxFault:
        """A value that begins with a sign that has a meaning in YAML."""
        is_inside = any(word in self._context for word in ("alias", "anchor", "block scalar"))
        column = self._start_column if is_inside else self._column
        sign = self._lines[self._line][column : column + 1]
        pair = self._pair(self._line)
        if pair and (dash := _LIST_BESIDE_KEY.fullmatch(pair[2].rstrip())):
            elements = [_element(text) for text in _NEXT_DASH.split(dash[1])]
            return self._at(self._line, "yaml.list_beside_key", self._assignment(pair, f"[{', '.join(elements)}]"))
        if pair and (marked := _MARKED.fullmatch(pair[2].rstrip())):
            return self._at(self._line, "yaml.markup", self._assignment(pair, plain(marked[2])))
        fault = self._quoted_value(self._line, "yaml.sign")
        return SyntaxFault(fault.code, fault.line, fault.values | {"sign": sign})
