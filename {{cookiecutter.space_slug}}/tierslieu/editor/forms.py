"""A part of a file as a form, and what was typed in it as edits of that file.

``show(form, data, choices)`` makes the ``View`` of a form from the data of its file as written; ``read(form, posted,
choices)`` makes it from what a browser sent. A template renders ``view.nodes``. Of a view that was read:

- ``view.pressed``: a button added, removed or moved an entry; nothing is saved, the view is rendered again;
- ``view.errors``: what can't be read as typed, by the name of its input; the view is rendered again;
- ``view.edits``: the edits to save otherwise, none when nothing was changed.

``renewed(view, data)`` is the view after a conflict, on what its file holds by then. ``place(view, problems)`` is the
view with problems of ``check`` or of ``edits.save`` beside the inputs they are about.
The names of inputs are paths in the file as JSON pointers: ``/address/street``. One hidden input, ``shown``, holds the
data that the person has before them; the reader compares with it what comes back, and an input that was left alone makes
no edit, whatever it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from tierslieu.core.finding import Finding
from tierslieu.core.folding import slug
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import Problem
from tierslieu.generation.answer_types import RefusedAnswer
from tierslieu.i18n.messages import text
from tierslieu.model import Model

from .choices import Choices
from .edits import Edit, value_at
from .form_builder import FormBuilder, next_row
from .form_fields import form_fields
from .form_inputs import NEW, Typed, other_keys, pointer, typed_of
from .form_reader import FormReader
from .form_tree import EntryList, FormEntry, Input, Node, inputs
from .shown_problems import screen_remedy

#: The inputs that are no part of the file, and the button that shows what an answer gives without saving it.
SHOWN, PRESSED, TRY = "shown", "press", "try"
#: How the name of an input ends that holds a photograph.
PICTURE = "/photo"
#: How many changed inputs the message of a version names.
_MOST_LABELS = 4
_SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True)
class Form:
    """The part of ``file`` at ``path``, a ``model``, or those of its fields that ``keys`` names.

    In a Markdown file, ``path`` is that of its front matter.
    """

    file: str
    path: KeyPath
    model: type[Model]
    keys: tuple[str, ...] | None = None


def _is_nothing(edit: Edit) -> bool:
    """Whether it gives a share of nothing to an organisation that had none."""
    return "shares" in edit.path and edit.seen is None and edit.value == 0


@dataclass(frozen=True)
class View:
    """A form with what is typed in it; ``errors`` are texts by the name of an input, ``above`` those of none."""

    form: Form
    choices: Choices
    shown: dict[str, Any]
    typed: Typed
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    pressed: bool = False

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """What the form shows, from its beginning."""
        form, builder = self.form, FormBuilder(self.choices, self.typed, self.before, self.errors)
        return builder.fields(form.model, form.keys, form.path, self.shown, is_whole=True)

    @cached_property
    def before(self) -> Typed:
        """What the inputs held when the form was shown."""
        return typed_of(self.form.model, self.form.keys, self.shown, self.form.path, self.choices)

    @cached_property
    def also(self) -> tuple[tuple[str, str], ...]:
        """Other keys of this part of the file, with their YAML."""
        return other_keys(self.form.model, self.shown)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of each input, entry and list, by name, in the order of the form."""
        return dict(_labels(self.nodes))

    @cached_property
    def errors_in_order(self) -> tuple[tuple[str, str, str], ...]:
        """Each error with the name and the label of its input, after that of its entry, in the order of the form."""

        def label(name: str) -> str:
            parts = name.split("/")
            above = [self.labels.get("/".join(parts[: length + 1])) for length in range(2, len(parts))]
            return " › ".join(filter(None, above)) or self.labels[name]

        return tuple((name, label(name), " ".join(self.errors[name])) for name in self.labels if name in self.errors)

    @property
    def changed(self) -> str:
        """The labels of what ``edits`` change, each once, with that of what it is in; not those of shares of nothing."""
        labels = self.labels
        names = (
            [pointer(edit.path[: length + 1]) for length in range(len(edit.path))]
            for edit in self.edits
            if not _is_nothing(edit)
        )
        found = dict.fromkeys(" › ".join([labels[name] for name in path if labels.get(name)][-2:]) for path in names)
        first = [label for label in found if label][:_MOST_LABELS]
        return ", ".join(first) + ("…" if len(found) > len(first) else "")

    @property
    def needs_answers(self) -> bool | None:
        """Whether some of its inputs need an answer; None for a form that has none yet."""
        needs = [node.is_required for node in inputs(self.nodes)]
        return any(needs) if needs else None

    @property
    def takes_pictures(self) -> bool:
        """Whether a photograph may be sent with it."""
        return any(name.endswith(PICTURE) for name in self.labels)

    @property
    def shown_json(self) -> str:
        """What the hidden input ``shown`` holds."""
        return json.dumps(self.shown, ensure_ascii=False, default=lambda number: {"!decimal": str(number)})

    def t(self, code: str, /, **values: Any) -> str:
        """A message in the language of the form."""
        return text(self.choices.language, code, **values)


def show(form: Form, data: Any, choices: Choices) -> View:
    """``form`` with the ``data`` of its file, as written; ``data`` may lack its part."""
    part = value_at(data, form.path)
    part = part if isinstance(part, dict) else {}
    known = form_fields(form.model, choices.language)
    shown = {key: value for key, value in part.items() if form.keys is None or key in form.keys or key not in known}
    return View(form, choices, shown, typed_of(form.model, form.keys, shown, form.path, choices))


def read(form: Form, posted: Typed, choices: Choices) -> View:
    """``form`` as it came back from a browser."""
    shown = json.loads(posted[SHOWN][0], object_hook=_decimal, parse_float=Decimal)
    typed = {name: [one.replace("\r\n", "\n") for one in texts] for name, texts in posted.items() if name[:1] == "/"}
    view = View(form, choices, shown, typed)
    pressed = posted.get(PRESSED, ("",))[0]
    if pressed and pressed != TRY:
        return _pressed(view, *pressed.partition(" ")[::2])
    reader = FormReader(form.file, choices, typed, view.before)
    edits = tuple(reader.edits(form.model, form.keys, shown, form.path))
    for name, texts in typed.items():
        if name.endswith(f"/{NEW}") and texts[0].strip():
            reader.refusals[name] = RefusedAnswer("form.not_added")
    errors = {name: (_said(view, error.code, error.values),) for name, error in reader.refusals.items()}
    for name, blank in reader.blank_rows.items():
        typed[name] = [row for row in typed[name] if row not in blank]
    return replace(view, typed=typed, errors=errors, edits=() if errors else edits)


def renewed(view: View, data: Any) -> View:
    """``view`` with the ``data`` that its file has now: what was typed stays, all the rest is shown as it is now."""
    fresh = show(view.form, data, view.choices)
    changed = {name: texts for name, texts in view.typed.items() if sorted(texts) != sorted(view.before.get(name, ()))}
    return replace(view, shown=fresh.shown, typed={**fresh.typed, **changed}, edits=())


def place(view: View, problems: Iterable[Problem]) -> View:
    """``view`` with each problem at the input that its path leads to, or else above the form."""
    labels = view.labels
    errors, above = {name: [*texts] for name, texts in view.errors.items()}, [*view.above]
    for problem in problems:
        name = _name_of(problem, view, labels)
        values = view.choices.in_words(problem.values)
        if name and "key" in values and labels[name]:
            values = values | {"key": labels[name]}
        (errors.setdefault(name, []) if name else above).append(_said(view, problem.code, values))
    return replace(view, errors={name: tuple(texts) for name, texts in errors.items()}, above=tuple(above))


def input_of(view: View, about: Problem | Finding) -> str:
    """The name of the input that ``about`` is about; empty for one that is not in the form."""
    return _name_of(about, view, view.labels)


def _said(view: View, code: str, values: Mapping[str, Any]) -> str:
    """A message with its remedy, unless that tells what to type in a file."""
    return f"{view.t(code, **values)} {screen_remedy(view.choices.language, code, values)}".rstrip(" ")


def _decimal(data: dict[str, Any]) -> Any:
    return Decimal(data["!decimal"]) if set(data) == {"!decimal"} else data


def _name_of(problem: Problem | Finding, view: View, labels: Mapping[str, str]) -> str:
    """The name of the input that ``problem`` is about; empty for one that is not in the form."""
    if problem.file != view.form.file:
        return ""
    names, name = [], ""
    for part in problem.path:
        # Entries that were added or moved have the index of their row.
        rows = view.typed.get(name, ("",))[1:]
        if isinstance(part, int) and rows and part < len(rows):
            part = rows[part]
        name += pointer((part,))
        names.append(name)
    first = pointer(view.choices.languages[:1])
    candidates = (one for name in reversed(names) for one in (name, name + first))
    return next((name for name in candidates if name in labels), "")


def _labels(nodes: Iterable[Node | FormEntry]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield node.name, node.label
        if isinstance(node, EntryList):
            yield from _labels(node.entries)
            yield f"{node.name}/{NEW}", node.label
        elif not isinstance(node, Input):
            yield from _labels(node.nodes)


def _pressed(view: View, verb: str, name: str) -> View:
    """``view`` after the button to ``add`` to, ``remove``, or move ``up`` or ``down`` what ``name`` points to.

    What is added to a list may come with one answer, ``add /costs paid_by=cooperative``, or with its name.
    """
    typed = {one: [*texts] for one, texts in view.typed.items()}
    name, _, answer = name.partition(" ")
    pressed = replace(view, typed=typed, pressed=True)
    if verb == "add":
        rows, new = typed.setdefault(name, [""]), f"{name}/{NEW}"
        if new not in typed:
            rows.append(row := str(next_row(name, rows, view.before)))
            if answer:
                key, _, given = answer.partition("=")
                typed[f"{name}/{row}/{key}"] = [given]
            return pressed
        words = answer or typed[new][0].strip()
        known = view.choices.entry_key(name.rpartition("/")[2], words)
        key = known or (words if _SHORT_NAME.fullmatch(words) else slug(words))
        if not key:
            code = "form.short_name" if words else "form.short_name_blank"
            return replace(pressed, errors={new: (_said(view, code, {"value": words, "suggestion": "atelier"}),)})
        if key in rows:
            return replace(pressed, errors={new: (view.t("form.short_name_taken", value=key),)})
        rows.append(key)
        if key != words and not known:  # people type a name: it is kept as the name, where the entry has one
            typed.setdefault(f"{name}/{key}/name", [words])
        del typed[new]
        return pressed
    parent, _, row = name.rpartition("/")
    rows = typed.get(parent, [])
    row = row.replace("~1", "/").replace("~0", "~")
    if row in rows:
        index = rows.index(row)
        rows.pop(index)
        if verb != "remove":
            rows.insert(max(index + (1 if verb == "down" else -1), 1), row)
    return pressed
