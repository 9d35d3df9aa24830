"""What a version changed, in the words of the forms: the label of each answer, with its old and its new value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from tierslieu import __version__
from tierslieu.core.front_matter import body_of, header_of
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml
from tierslieu.i18n.formatting import capitalised
from tierslieu.loading.schemas import CONFIG_MODELS, TEXT_MODELS
from tierslieu.model import Model
from tierslieu.versions.changed_files import is_of_kit, summary
from tierslieu.versions.history import file_versions
from tierslieu.versions.saved_version import SavedVersion

from . import forms
from .choices import Choices
from .form_tree import EntryList, Fieldset, FormEntry, Input, Node
from .forms import Form
from .open_place import OpenPlace

#: The versions that updates of the kit make.
_OF_KIT = re.compile(rf"Kit (?:[0-9a-f]{{12}}|{re.escape(__version__)})")
#: How many files are compared; the others are only named.
_COMPARED = 12
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class AnswerChange:
    """An answer with its ``label``; ``before`` and ``after`` are empty where there was or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedFile:
    """A file that changed (or several of the kit, under an empty path): what it is, whether it is new or gone, its answers."""

    path: str
    name: str
    kind: str
    answers: tuple[AnswerChange, ...] = ()


def title(version: SavedVersion, place: OpenPlace) -> str:
    """The message of ``version``, in words where an update of the kit has made it."""
    return place.text("editor.update_message") if _OF_KIT.fullmatch(version.message) else version.message


def is_birth(version: SavedVersion) -> bool:
    """Whether ``version`` is the first, in which every file is new."""
    return version.number == 1


def file_changes(version: SavedVersion, place: OpenPlace, choices: Choices) -> list[ChangedFile]:
    """What ``version`` changed, by file; those of the kit are one line. Nothing for the birth of a place."""
    if is_birth(version):
        return []
    own = [path for path in version.paths if not is_of_kit(path)]
    changes = [_file_change(version, path, place, choices) for path in own[:_COMPARED]]
    if others := own[_COMPARED:] + [path for path in version.paths if is_of_kit(path)]:
        changes.append(ChangedFile("", capitalised(summary(others, place.language)), "M"))
    return changes


def _file_change(version: SavedVersion, path: str, place: OpenPlace, choices: Choices) -> ChangedFile:
    before, after = file_versions(place.root, version, path)
    kind = "M" if before and after else "A" if after else "D"
    answers = tuple(_answers(path, before, after, place, choices)) if kind == "M" else ()
    return ChangedFile(path, capitalised(summary([path], place.language)), kind, answers)


def _answers(path: str, before: str, after: str, place: OpenPlace, choices: Choices) -> Iterator[AnswerChange]:
    model = _model(path)
    if model:
        old, new = (_nodes(path, model, text, choices) for text in (before, after))
        yield from _compared(old, new, ())
    if path.endswith(".md"):
        if not model and header_of(before) != header_of(after):
            yield from _texts(place.text("history.header"), header_of(before), header_of(after), re.compile(r"\n"))
        yield from _texts(place.text("editor.text"), body_of(before), body_of(after), _BETWEEN_PARAGRAPHS)


def _model(path: str) -> type[Model] | None:
    parts = PurePosixPath(path)
    if parts.parent.as_posix() == "config":
        return CONFIG_MODELS.get(parts.stem)
    return TEXT_MODELS.get(parts.parent.name) if parts.parts[0] == "content" else None


def _nodes(path: str, model: type[Model], text: str, choices: Choices) -> tuple[Node, ...]:
    try:
        data = EditableYaml(header_of(text) if path.endswith(".md") else text).data
    except UneditableYaml:
        data = None
    return forms.show(Form(path, (), model), data, choices).nodes


def _compared(before: Iterable[Node], after: Iterable[Node], labels: tuple[str, ...]) -> Iterator[AnswerChange]:
    """The answers that differ between two forms, below ``labels``."""
    old = {node.name: node for node in _without_groups(before)}
    new = {node.name: node for node in _without_groups(after)}
    for name in dict.fromkeys((*new, *old)):
        yield from _node_changes(old.get(name), new.get(name), labels)


def _node_changes(old: Node | None, new: Node | None, labels: tuple[str, ...]) -> Iterator[AnswerChange]:
    node = new or old
    assert node
    below = (*labels, node.label)
    if isinstance(node, EntryList):
        yield from _entry_changes(old, new, below, capitalised(node.entry))
    elif isinstance(node, Fieldset):
        before, after = (one.nodes if isinstance(one, Fieldset) else () for one in (old, new))
        yield from _compared(before, after, below)
    else:
        was, now = (_words(one) if isinstance(one, Input) else "" for one in (old, new))
        if was != now:
            yield AnswerChange(_label(below), was, now)


def _entry_changes(
    old: Node | None, new: Node | None, labels: tuple[str, ...], nameless: str
) -> Iterator[AnswerChange]:
    """The entries that were added, removed or changed: of two lists, the same are those with the same label.

    ``nameless`` is that of an entry which says nothing of itself.
    """
    before, after = (one.entries if isinstance(one, EntryList) else () for one in (old, new))
    for was, now in _pairs(before, after):
        if was and now:
            named = (*labels, now.label) if now.label != nameless else labels
            yield from _compared(_relative(was), _relative(now), named)
        elif not (was and now):
            yield AnswerChange(_label(labels), _entry_name(was), _entry_name(now))


def _pairs(
    before: Sequence[FormEntry], after: Sequence[FormEntry]
) -> Iterator[tuple[FormEntry | None, FormEntry | None]]:
    old, new = [_entry_name(one) for one in before], [_entry_name(one) for one in after]
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = before[start:end], after[first:last]
        if kind == "equal" or len(removed) == len(added):
            yield from zip(removed, added, strict=True)
        else:
            yield from ((one, None) for one in removed)
            yield from ((None, one) for one in added)


def _relative(entry: FormEntry) -> list[Node]:
    """The nodes of an entry under names that do not hold its index, which another entry may have taken."""
    return [replace(node, name=node.name[len(entry.name) :]) for node in _without_groups(entry.nodes)]


def _without_groups(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes of a form, those of a group that is only shown together each by itself."""
    for node in nodes:
        if isinstance(node, Fieldset) and not node.name:
            yield from _without_groups(node.nodes)
        else:
            yield node


def _entry_name(entry: FormEntry | None) -> str:
    if entry is None:
        return ""
    return entry.label or next((node.label for node in entry.nodes), entry.row)


def _words(node: Input) -> str:
    """The answer of an input as people read it."""
    if node.choices:
        return ", ".join(choice.words for choice in node.choices if choice.is_chosen and choice.value)
    text = ", ".join(line for one in node.texts for line in one.split("\n") if line)
    return f"{text}\u00a0{node.unit}" if text and node.unit else text


def _label(labels: Iterable[str]) -> str:
    return " › ".join(filter(None, labels))


def _texts(label: str, before: str, after: str, separator: re.Pattern[str]) -> Iterator[AnswerChange]:
    """The parts of a text that differ."""
    old, new = ([part.strip() for part in separator.split(text) if part.strip()] for text in (before, after))
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield AnswerChange(label, "\n\n".join(old[start:end]), "\n\n".join(new[first:last]))
