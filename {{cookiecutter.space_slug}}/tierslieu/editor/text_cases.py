"""Which words of a text its page shows today, and which facts decide it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from .text_segments import Segment

#: Before the words of a part, by its number, and after a statement that begins a case, by that of the case: between
#: noncharacters of Unicode, which no text holds.
_PROBE = "\ufdd2{}\ufdd3"
_PROBED = re.compile("\ufdd2(\\w+)\ufdd3")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)(?>.*?%\})|\{#(?>.*?#\})", re.DOTALL)


@dataclass
class Cases:
    """``names`` are the facts that decide whether a part or a case is shown; ``shown`` is what is, None if not known.

    A part is named by its index, a case by ``m`` and its number. ``shown`` holds the words of each part, ``whole`` those
    of its cases too.
    """

    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shown: dict[str, str] | None = None
    whole: dict[str, str] = field(default_factory=lambda: defaultdict(str))

    def is_shown(self, name: str) -> bool | None:
        """Whether a part or a case is on the page today; None if that is not known."""
        return None if self.shown is None else name in self.shown


def cases(parts: Sequence[Segment], fill: Callable[[str], str | None]) -> Cases:
    """The cases of a text; ``fill`` gives a body with its facts, None for one that has an error."""
    found = Cases(dict(_deciding(parts)))
    filled = fill("".join(_probed(index, part) for index, part in enumerate(parts)))
    if filled is not None:
        _, *pieces = _PROBED.split(filled)
        words: dict[str, str] = defaultdict(str)
        part = ""
        for name, text in zip(pieces[::2], pieces[1::2], strict=True):
            words[name] += text
            part = name if name.isdecimal() else part
            found.whole[part] += text
        found.shown = dict(words)
    return found


def _probed(index: int, part: Segment) -> str:
    if part.locked and not part.holds_facts:
        return part.text
    done, text = _PROBE.format(index), part.text
    for mark in part.marks:
        before, statement, text = text.partition(mark.statement)
        done += before + statement + (_PROBE.format(f"m{mark.case}") if mark.case else "")
    return done + text


def _deciding(parts: Sequence[Segment]) -> Iterator[tuple[str, tuple[str, ...]]]:
    opened: list[tuple[str, ...]] = []
    known: dict[str, tuple[str, ...]] = {}
    for index, part in enumerate(parts):
        if not part.locked or part.holds_facts:
            yield str(index), _once(name for names in opened for name in names)
        statements = [(mark.statement, mark.case) for mark in part.marks]
        if part.locked:
            statements = [(match[0], 0) for match in _STATEMENT.finditer(part.text)]
        for statement, case in statements:
            _follow(statement, opened, known)
            if case and opened:
                yield f"m{case}", opened[-1]


def _follow(statement: str, opened: list[tuple[str, ...]], known: dict[str, tuple[str, ...]]) -> None:
    """Take one more statement into account; ``known`` are the variables of the text, by the facts they are made of."""
    match = _STATEMENT.match(statement)
    word = match[1] if match else None
    if word in ("if", "for"):
        opened.append(_facts(statement, f"{{% end{word} %}}", known))
    elif word == "elif" and opened:
        opened[-1] = _once([*opened[-1], *_facts(statement.replace("elif", "if", 1), "{% endif %}", known)])
    elif word in ("endif", "endfor") and opened:
        opened.pop()
    elif word == "set":
        _facts(statement, "", known)


def _facts(statement: str, end: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The facts that ``statement`` reads, as ``space.contact.phone``; what it assigns to is added to ``known``."""
    try:
        (node,) = Environment().parse(statement + end).body
    except (TemplateSyntaxError, ValueError):
        return ()
    target = getattr(node, "target", None)
    read = [one for one in node.iter_child_nodes() if one is not target]
    names = _once(fact for one in read for name in _names(one) for fact in known.get(name.partition(".")[0], (name,)))
    for name in target.find_all(nodes.Name) if isinstance(target, nodes.Node) else ():
        known[name.name] = names
    if isinstance(target, nodes.Name):
        known[target.name] = names
    return names


def _names(node: nodes.Node) -> Iterator[str]:
    """The facts that an expression names."""
    path, inner = [], node
    while isinstance(inner, nodes.Getattr):
        path.append(inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        yield ".".join([inner.name, *reversed(path)])
        return
    for child in inner.iter_child_nodes():
        yield from _names(child)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
