"""What a version changed, in the words of the forms: the label of each answer, with its old and its new value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any

from tierslieu import __version__
from tierslieu.core.front_matter import body_of, header_of
from tierslieu.core.git import git
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml
from tierslieu.i18n.formatting import capitalised
from tierslieu.loading.schemas import CONFIG_MODELS, TEXT_MODELS
from tierslieu.model import Model
from tierslieu.versions.changed_files import is_of_kit, summary
from tierslieu.versions.history import file_versions
from tierslieu.versions.saved_version import SavedVersion

from . import forms
from .choices import Choices
from .form_fields import form_fields
from .form_tree import EntryList, Fieldset, FormEntry, Input, Node
from .forms import Form
from .open_place import OpenPlace
from .text_changes import cut, sentence_changes

#: The versions that updates of the kit make.
_OF_KIT = re.compile(rf"Kit (?:[0-9a-f]{{12}}|{re.escape(__version__)})")
#: How many files are compared; the others are only named.
_COMPARED = 12
#: From how many words on an answer is cut to those around what changed.
_LONG = 16
#: How many answers of a file are told; a number stands for the others.
_ANSWERS = 15
#: What the head of a document says that its screen can change, with the message of the label there.
_OF_DOCUMENTS = {"title": "history.title", "review": "editor.review", "reviewed_by": "editor.reviewer", "law_as_of": "editor.review_day", "readings": "editor.readings"}  # fmt: skip
_REVIEWS = {"relu": "editor.is_reviewed", "a-faire-relire": "editor.is_to_review"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: Where grids of prices are: a new one is told by the prices that it changes.
_GRIDS = "/grids/"
_BLANK = re.compile(r'blank\("([^"]*)"')


@dataclass(frozen=True)
class AnswerChange:
    """An answer with its ``label``; ``before`` and ``after`` are empty where there was or is none.

    ``follows`` are the words of a text that stand before, ``address`` is the screen that shows what is new.
    """

    label: str
    before: str
    after: str
    follows: str = ""
    address: str = ""


@dataclass(frozen=True)
class ChangedFile:
    """A file that changed (or several, under an empty path): what it is, whether it is new or gone, its answers.

    ``more`` is how many answers changed beyond those. ``kind`` is A for new, D for gone, M for changed, K for the files of
    the kit; ``others`` are the names of several files that are not compared, each with its path.
    """

    path: str
    name: str
    kind: str
    answers: tuple[AnswerChange, ...] = ()
    more: int = 0
    others: tuple[tuple[str, str], ...] = ()


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
    if rest := own[_COMPARED:]:
        named = tuple((_file_name(path, _present(place, path), place), path) for path in rest)
        changes.append(ChangedFile("", place.text("history.others", count=len(rest)), "M", others=named))
    if of_kit := [path for path in version.paths if is_of_kit(path)]:
        changes.append(ChangedFile("", capitalised(summary(of_kit, place.language)), "K"))
    return changes


def _present(place: OpenPlace, path: str) -> str:
    file = place.root / path
    return file.read_text(encoding="utf-8", errors="replace") if path.endswith(".md") and file.exists() else ""


def kept_texts(version: SavedVersion, place: OpenPlace, choices: Choices) -> list[ChangedFile]:
    """What an update of the kit changed in files that the team kept as they were; nothing for another version."""
    kit = f"{version.commit}^2"
    if not _OF_KIT.fullmatch(git(place.root, "log", "-1", "--format=%s", kit, "--", check=False)):
        return []
    changed = git(place.root, "diff", "--name-only", "--no-renames", "-z", f"{kit}^", kit, check=False).split("\0")
    kept = [path for path in changed if path and path not in version.paths and not is_of_kit(path)]
    return texts_between(f"{kit}^", kit, kept, place, choices)


def texts_between(
    before: str, after: str, paths: Sequence[str], place: OpenPlace, choices: Choices
) -> list[ChangedFile]:
    """What differs between two commits in the first of the files at ``paths``."""

    def text(commit: str, path: str) -> str:
        return git(place.root, "show", f"{commit}:{path}", check=False, strip=False)

    return [_compared_file(path, text(before, path), text(after, path), place, choices) for path in paths[:_COMPARED]]


def _file_change(version: SavedVersion, path: str, place: OpenPlace, choices: Choices) -> ChangedFile:
    return _compared_file(path, *file_versions(place.root, version, path), place, choices)


def _compared_file(path: str, before: str, after: str, place: OpenPlace, choices: Choices) -> ChangedFile:
    kind = "M" if before and after else "A" if after else "D"
    answers = tuple(_answers(path, before, after, place, choices)) if kind == "M" else ()
    return ChangedFile(
        path, _file_name(path, after or before, place), kind, answers[:_ANSWERS], max(0, len(answers) - _ANSWERS)
    )


def _file_name(path: str, text: str, place: OpenPlace) -> str:
    """What a file is; a text is named after its title."""
    name, title = capitalised(summary([path], place.language)), _mapping(header_of(text)).get("title")
    if path.startswith("content/images/"):
        title = PurePosixPath(path).name
    return f"{name.partition(' (')[0]} › {title}" if isinstance(title, str) and "{" not in title else name


def _answers(path: str, before: str, after: str, place: OpenPlace, choices: Choices) -> Iterator[AnswerChange]:
    model = _model(path)
    if model:
        old, new = (_nodes(path, model, text, choices) for text in (before, after))
        yield from _compared(old, new, ())
    if path.endswith(".md"):
        if not model:
            yield from _of_document(header_of(before), header_of(after), place)
        label = place.text("editor.text")
        for one in sentence_changes(body_of(before), body_of(after), lambda code: _named(code, place, choices)):
            yield AnswerChange(label, one.old, one.new, one.follows)


def _of_document(before: str, after: str, place: OpenPlace) -> Iterator[AnswerChange]:
    """What differs in the head of a document: what its screen asks, then one line for all the rest."""
    old, new = (_mapping(text) for text in (before, after))
    for head in (old, new):
        head.pop("reviewed_text", None)  # nobody reads a fingerprint
        if head.get("review") != "relu":  # the day on which the kit read its laws is no review
            head.pop("law_as_of", None)
    changed = [key for key in dict.fromkeys((*_OF_DOCUMENTS, *new, *old)) if old.get(key) != new.get(key)]
    for key in changed:
        if key in _OF_DOCUMENTS:
            yield AnswerChange(place.text(_OF_DOCUMENTS[key]), *(_said(data.get(key), place) for data in (old, new)))
    if any(key not in _OF_DOCUMENTS for key in changed):
        yield AnswerChange(place.text("history.header"), "", place.text("history.header_changed"))


def _mapping(header: str) -> dict[str, Any]:
    try:
        data = EditableYaml(header).data
    except UneditableYaml:
        return {}
    return data if isinstance(data, dict) else {}


def _said(value: Any, place: OpenPlace) -> str:
    if isinstance(value, list):
        return "\u00a0; ".join(", ".join(_said(word, place) for word in one.values()) for one in value)
    if _DAY.fullmatch(str(value)):  # the editable file holds it as text
        return f"{dt.date.fromisoformat(str(value)):%d/%m/%Y}"
    return place.text(_REVIEWS[value]) if value in _REVIEWS else str(value or "")


def _named(code: str, place: OpenPlace, choices: Choices) -> str:
    """What an expression in a text stands for: a gap, a price, a fact of the place; dots for anything else."""
    if gap := _BLANK.match(code):
        words = re.findall(r':\s*"((?:\\.|[^"\\])*)"', code.partition("of=")[2])
        return f"{' / '.join(words) or '____'} ({gap[1]})"
    first, *keys = code.split(".")
    if first == "prices" and keys:
        return f"[{place.text('editor.nav_prices')} › {choices.sold.get(keys[0], keys[0])}]"
    model: type[Model] | None = CONFIG_MODELS["space"] if first == "space" else None
    labels = []
    for key in keys:
        one = form_fields(model, place.language).get(key) if model else None
        if one is None:
            return "[…]"
        labels.append(one.texts.label)
        model = one.inner
    return f"[{_label(labels)}]" if labels else "[…]"


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
            is_long = min(len(was.split()), len(now.split())) > _LONG
            yield AnswerChange(_label(below), *(cut(was, now) if is_long else (was, now)))


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
            if now and now.name.startswith(_GRIDS) and (former := after[: after.index(now)]):
                yield from _compared(_relative(former[-1]), _relative(now), (*labels, now.label))


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
    return [_named_below(node, len(entry.name)) for node in _without_groups(entry.nodes)]


def _named_below(node: Node, start: int) -> Node:
    """A node, and those of its group, under the end of their names."""
    if isinstance(node, Fieldset):
        node = replace(node, nodes=tuple(_named_below(inner, start) for inner in node.nodes))
    return replace(node, name=node.name[start:])


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
