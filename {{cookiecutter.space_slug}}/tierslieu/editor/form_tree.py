"""What a form shows: inputs, groups of them, and lists of entries, each with its name, its texts and its errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One of the answers to an input."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Input:
    """One question. ``kind`` is the value of its ``Control``, or ``fixed`` for what the file holds in another form.

    ``name`` is its path in the file, as a JSON pointer (RFC 6901); ``texts`` are what is typed. ``language`` is that of
    the text, where there is one for each.
    """

    kind: str
    name: str
    label: str
    help: str = ""
    unit: str = ""
    is_required: bool = False
    texts: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    errors: tuple[str, ...] = ()
    language: str = ""

    @property
    def text(self) -> str:
        """What is typed in an input that holds one text."""
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True)
class Fieldset:
    """Some nodes under one ``label``; ``rows`` are names that are sent with it. ``also`` are other keys of the file."""

    name: str
    label: str
    nodes: tuple[Node, ...]
    help: str = ""
    errors: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    kind: str = "group"


@dataclass(frozen=True)
class FormEntry:
    """An element of a list or of a mapping: ``row`` is what is sent for it, ``name`` its path.

    ``label`` is empty for a single input, which has its own. A folded one shows its label alone until it is opened.
    """

    row: str
    name: str
    label: str
    nodes: tuple[Node, ...]
    also: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = ()
    is_folded: bool = False


@dataclass(frozen=True)
class EntryList:
    """Entries that can be added and removed and, unless they are ``named``, moved.

    ``names`` are those that can be added, when only some can; ``suggested`` are the usual ones when any can; ``next`` is the path of the entry that would be added.
    """

    name: str
    label: str
    help: str
    entries: tuple[FormEntry, ...]
    entry: str
    is_named: bool = False
    names: tuple[Choice, ...] = ()
    suggested: tuple[Choice, ...] = ()
    new_name: str = ""
    next: str = ""
    can_add: bool = True
    errors: tuple[str, ...] = ()
    new_errors: tuple[str, ...] = ()
    kind: str = "entries"


Node = Input | Fieldset | EntryList


def inputs(nodes: Iterable[Node]) -> Iterator[Input]:
    """The inputs of a form, those of entries too."""
    for node in nodes:
        if isinstance(node, Input):
            yield node
        elif isinstance(node, EntryList):
            yield from inputs(inner for entry in node.entries for inner in entry.nodes)
        else:
            yield from inputs(node.nodes)


def leaves(nodes: Iterable[Node]) -> Iterator[Input | EntryList]:
    """The inputs and lists of a form, without the groups that they are in."""
    for node in nodes:
        if isinstance(node, Fieldset):
            yield from leaves(node.nodes)
        else:
            yield node
