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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from tierslieu.core.folding import slug
from tierslieu.core.paths import KeyPath
from tierslieu.core.problems import Problem
from tierslieu.core.yaml_edit import Inline, flow
from tierslieu.generation.answer_types import UNKNOWN, RefusedAnswer
from tierslieu.i18n.field_texts import field_texts
from tierslieu.i18n.formatting import capitalised
from tierslieu.i18n.messages import catalogue, remedy, text
from tierslieu.model import Model

from .choices import Choices
from .edits import Edit, Order, Sentinel, value_at
from .form_fields import LONG, Control, FormField, form_fields
from .form_tree import Choice, EntryList, Fieldset, FormEntry, Input, Node
from .typed_values import NO, YES, written
from .typed_values import read as read_value

#: What an input holds by its name, as browsers send it: several texts for boxes that are ticked and rows that are there.
Typed = Mapping[str, Sequence[str]]
#: The inputs that are no part of the file.
SHOWN, PRESSED = "shown", "press"
#: The input for the short name of an entry to add.
_NEW = "+"
#: How many changed inputs the message of a version names.
_MOST_LABELS = 4
_SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_SCALARS = {
    Control.LINE, Control.TEXT, Control.AMOUNT, Control.WHOLE, Control.NUMBER, Control.DATE, Control.MOMENT,
    Control.YES_NO, Control.CHOICE,
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """The part of ``file`` at ``path``, a ``model``, or those of its fields that ``keys`` names.

    In a Markdown file, ``path`` is that of its front matter.
    """

    file: str
    path: KeyPath
    model: type[Model]
    keys: tuple[str, ...] | None = None


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
        return _Tree(self).fields(self.form.model, self.form.keys, self.form.path, self.shown, is_whole=True)

    @cached_property
    def also(self) -> tuple[tuple[str, str], ...]:
        """Other keys of this part of the file, with their YAML."""
        return _also(self.form.model, self.shown)

    @cached_property
    def errors_in_order(self) -> tuple[tuple[str, str, str], ...]:
        """Each error with the name and the label of its input, in the order of the form."""
        labels = dict(_labels(self.nodes))
        return tuple(
            (name, label, " ".join(self.errors[name])) for name, label in labels.items() if name in self.errors
        )

    @property
    def changed(self) -> str:
        """The labels of what ``edits`` change, each once."""
        labels = dict(_labels(self.nodes))
        names = ([pointer(edit.path[:length]) for length in range(len(edit.path), 0, -1)] for edit in self.edits)
        found = dict.fromkeys(next((labels[name] for name in path if labels.get(name)), "") for path in names)
        first = [label for label in found if label][:_MOST_LABELS]
        return ", ".join(first) + ("…" if len(found) > len(first) else "")

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
    return View(form, choices, shown, _typed(form, shown, choices))


def read(form: Form, posted: Typed, choices: Choices) -> View:
    """``form`` as it came back from a browser."""
    shown = json.loads(posted[SHOWN][0], object_hook=_decimal, parse_float=Decimal)
    typed = {name: [one.replace("\r\n", "\n") for one in texts] for name, texts in posted.items() if name[:1] == "/"}
    view = View(form, choices, shown, typed)
    if posted.get(PRESSED):
        return _pressed(view, *posted[PRESSED][0].partition(" ")[::2])
    reader = _Reader(view)
    edits = tuple(reader.edits(form.model, form.keys, shown, form.path))
    for name, texts in typed.items():
        if name.endswith(f"/{_NEW}") and texts[0].strip():
            reader.refusals[name] = RefusedAnswer("form.not_added")
    errors = {name: (_said(view, error.code, error.values),) for name, error in reader.refusals.items()}
    return replace(view, errors=errors, edits=() if errors else edits)


def renewed(view: View, data: Any) -> View:
    """``view`` with the ``data`` that its file has now: what was typed stays, all the rest is shown as it is now."""
    fresh = show(view.form, data, view.choices)
    before = _typed(view.form, view.shown, view.choices)
    changed = {name: texts for name, texts in view.typed.items() if sorted(texts) != sorted(before.get(name, ()))}
    return replace(view, shown=fresh.shown, typed={**fresh.typed, **changed}, edits=())


def place(view: View, problems: Iterable[Problem]) -> View:
    """``view`` with each problem at the input that its path leads to, or else above the form."""
    labels = dict(_labels(view.nodes))
    errors, above = {name: [*texts] for name, texts in view.errors.items()}, [*view.above]
    for problem in problems:
        name = _name_of(problem, view, labels)
        values = problem.values
        if name and "key" in values and labels[name]:
            values = values | {"key": labels[name]}
        (errors.setdefault(name, []) if name else above).append(_said(view, problem.code, values))
    return replace(view, errors={name: tuple(texts) for name, texts in errors.items()}, above=tuple(above))


def _said(view: View, code: str, values: Mapping[str, Any]) -> str:
    """A message with its remedy, unless that tells what to type in a file."""
    mend = catalogue(view.choices.language)[code].get("mend", "{line}")
    more = "" if "{line}" in mend else f" {remedy(view.choices.language, code, **values)}"
    return view.t(code, **values) + more


def pointer(path: KeyPath) -> str:
    """``path`` as a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _decimal(data: dict[str, Any]) -> Any:
    return Decimal(data["!decimal"]) if set(data) == {"!decimal"} else data


def _name_of(problem: Problem, view: View, labels: Mapping[str, str]) -> str:
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
        elif not isinstance(node, Input):
            yield from _labels(node.nodes)


def _also(model: type[Model], data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The keys of ``data`` that ``model`` does not have, with their YAML."""
    known = {info.alias or name for name, info in model.model_fields.items()}
    return tuple((str(key), flow(value)) for key, value in data.items() if key not in known)


def _fields(model: type[Model], keys: Iterable[str] | None, language: str) -> Iterator[FormField]:
    known = form_fields(model, language)
    for key, one in known.items():
        if keys is None or key in keys:
            yield one


def _control(model: type[Model], one: FormField, choices: Choices) -> Control:
    """The control of a field: a name is chosen where there is something to choose from."""
    if one.control in (Control.LINE, Control.CHOICE):
        return Control.LINE if choices.of(model, one) is None else Control.CHOICE
    return one.control


def _value(one: FormField, data: Mapping[str, Any]) -> Any:
    """The value of a field: where a missing key has a meaning, that."""
    default = [*one.default] if isinstance(one.default, tuple) else one.default
    return data.get(one.key, None if one.nullable else default)


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _fits(one: FormField, value: Any) -> bool:
    """Whether the control of a field can hold ``value``."""
    if one.control in _SCALARS:
        return _is_scalar(value)
    if value is None:
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    are_scalars = all(map(_is_scalar, parts))
    are_groups = all(part is None or isinstance(part, dict) for part in parts)
    match one.control:
        case Control.GROUP:
            return isinstance(value, dict)
        case Control.SECTION:
            return not isinstance(value, list)
        case Control.LOCALISED:
            return not isinstance(value, list) and are_scalars
        case Control.YEARS:
            return _is_scalar(value) or (isinstance(value, list) and len(value) == 3 and are_scalars)
        case Control.TABLE:
            return isinstance(value, dict) and are_scalars
        case Control.NAMED:
            return isinstance(value, dict) and are_groups
        case Control.ENTRIES:
            return isinstance(value, list) and are_groups
        case Control.LINES if one.value is Control.LOCALISED:
            inner = (part.values() for part in parts if isinstance(part, dict))
            return isinstance(value, list) and all(_is_scalar(text) for texts in inner for text in texts)
        case _:
            return isinstance(value, list) and are_scalars


def _languages(value: Any, choices: Choices) -> tuple[str, ...]:
    """The languages in which ``value``, a localised text or a list of these, is typed."""
    parts = value if isinstance(value, list) else [value]
    written_in = (str(name) for part in parts if isinstance(part, dict) for name in part)
    return tuple(dict.fromkeys((*choices.languages, *written_in)))


def _in_language(value: Any, language: str, choices: Choices) -> Any:
    """A localised text in ``language``; one that is the same in all stands in the main one."""
    if isinstance(value, dict):
        return value.get(language)
    return value if language == choices.languages[0] else None


def _years(value: Any, control: Control, language: str) -> list[str]:
    """A number for each of three years as typed: one number alone is for all, a ``?`` for one that is not known."""
    if not isinstance(value, list):
        return [written(value, control, language), "", ""]
    return [written(one, control, language) or UNKNOWN[1] for one in value]


def _rows(model: type[Model], one: FormField, value: Any, choices: Choices) -> list[str]:
    """The rows of a table: those that the place has names for, then others of the file."""
    return list(dict.fromkeys((*(choices.of(model, one) or ()), *map(str, value or ()))))


def _typed(form: Form, shown: Mapping[str, Any], choices: Choices) -> Typed:
    typed: dict[str, list[str]] = {}
    for one in _fields(form.model, form.keys, choices.language):
        _type(form.model, one, _value(one, shown), (*form.path, one.key), choices, typed)
    return typed


def _type(
    model: type[Model], one: FormField, value: Any, path: KeyPath, choices: Choices, typed: dict[str, list[str]]
) -> None:
    """Put into ``typed`` what the inputs of a field hold for ``value``."""
    name, language, control = pointer(path), choices.language, _control(model, one, choices)
    if not _fits(one, value):
        return
    if control in _SCALARS:
        typed[name] = [written(value, control, language)]
    elif control is Control.CHOICES:
        typed[name] = ["", *(written(part, Control.CHOICE, language) for part in value or ())]
    elif control is Control.YEARS:
        for index, part in enumerate(_years(value, one.value, language)):
            typed[f"{name}/{index}"] = [part]
    elif control is Control.LINES and one.value is not Control.LOCALISED:
        typed[name] = ["\n".join(written(part, one.value, language) for part in value or ())]
    elif control in (Control.LOCALISED, Control.LINES):
        for code in _languages(value, choices):
            parts = value if isinstance(value, list) else [value]
            lines = (written(_in_language(part, code, choices), Control.LINE, language) for part in parts)
            typed[name + pointer((code,))] = ["\n".join(lines)]
    elif control is Control.TABLE:
        typed[name] = ["", *(rows := _rows(model, one, value, choices))]
        for row in rows:
            typed[name + pointer((row,))] = [written((value or {}).get(row), one.value, language)]
    elif control in (Control.ENTRIES, Control.NAMED):
        items = list(value.items() if isinstance(value, dict) else enumerate(value or ()))
        typed[name] = ["", *(str(key) for key, _ in items)]
        for key, part in items:
            _type_all(one.inner, part, (*path, key), choices, typed)
    else:
        if control is Control.SECTION:
            typed[name] = [YES if isinstance(value, dict) else written(value, Control.YES_NO, language)]
        _type_all(one.inner, value, path, choices, typed)


def _type_all(
    model: type[Model] | None, data: Any, path: KeyPath, choices: Choices, typed: dict[str, list[str]]
) -> None:
    """``_type`` for each field of ``model``; ``data`` that is no mapping has none of them."""
    assert model
    data = data if isinstance(data, dict) else {}
    for one in _fields(model, None, choices.language):
        _type(model, one, _value(one, data), (*path, one.key), choices, typed)


def _pressed(view: View, verb: str, name: str) -> View:
    """``view`` after the button to ``add`` to, ``remove``, or move ``up`` or ``down`` what ``name`` points to."""
    typed = {one: [*texts] for one, texts in view.typed.items()}
    pressed = replace(view, typed=typed, pressed=True)
    if verb == "add":
        rows, new = typed.setdefault(name, [""]), f"{name}/{_NEW}"
        if new not in typed:
            rows.append(str(_next_row(rows, view, name)))
            return pressed
        key = typed[new][0].strip()
        if not _SHORT_NAME.fullmatch(key):
            code = "form.short_name" if key else "form.short_name_blank"
            return replace(
                pressed, errors={new: (_said(view, code, {"value": key, "suggestion": slug(key) or "atelier"}),)}
            )
        if key in rows:
            return replace(pressed, errors={new: (view.t("form.short_name_taken", value=key),)})
        rows.append(key)
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


def _next_row(rows: Sequence[str], view: View, name: str) -> int:
    """The row of the next entry that is added: beyond all those that the file has, or that were added."""
    shown = list(_typed(view.form, view.shown, view.choices).get(name, ()))
    return max((int(row) for row in (*rows, *shown) if row.isdecimal()), default=-1) + 1


class _Tree:
    """Makes the nodes of a view."""

    def __init__(self, view: View):
        self._view, self._choices, self._typed = view, view.choices, view.typed
        self._language = view.choices.language

    def fields(
        self, model: type[Model], keys: Iterable[str] | None, path: KeyPath, data: Any, *, is_whole: bool = False
    ) -> tuple[Node, ...]:
        """The fields of ``model``, by group if it has several; ``data`` is what the file has at ``path``."""
        data = data if isinstance(data, dict) else {}
        groups: dict[str, list[Node]] = {}
        for one in _fields(model, keys, self._language):
            node = self._node(model, one, (*path, one.key), _value(one, data))
            groups.setdefault(one.texts.group, []).append(node)
        if len(groups) == 1 and not is_whole:
            return tuple(node for nodes in groups.values() for node in nodes)
        return tuple(
            nodes[0] if len(nodes) == 1 and not isinstance(nodes[0], Input) else Fieldset("", title, tuple(nodes))
            for title, nodes in groups.items()
        )

    def _node(self, model: type[Model], one: FormField, path: KeyPath, value: Any) -> Node:
        name, control = pointer(path), _control(model, one, self._choices)
        texts, errors = one.texts, self._view.errors.get(name, ())
        label, help_, unit = texts.label, texts.help, texts.unit
        if not _fits(one, value):
            return Input("fixed", name, label, help_, texts=(flow(value),), errors=errors)
        if control in (Control.ENTRIES, Control.NAMED):
            return self._entries(model, one, path, value)
        if (
            control is Control.CHOICES
            or control in _SCALARS
            or (control is Control.LINES and one.value is not Control.LOCALISED)
        ):
            typed = self._text(model, one, path)
            kind = Control.TEXT if control is Control.LINE and "\n" in typed[0] else control
            choices = self._answers(model, one, control, typed)
            unit = "" if kind in (Control.LINE, Control.TEXT) else unit  # that of a limit
            is_required = one.required and not one.nullable
            return Input(kind.value, name, label, help_, unit, is_required, typed, choices, errors)
        if control in (Control.LOCALISED, Control.LINES):
            return self._localised(one, path, value)
        if control is Control.YEARS:
            years = [
                self._part(one.value, (*path, index), self._view.t("form.year", year=index + 1), unit)
                for index in range(3)
            ]
            return Fieldset(name, label, tuple(years), self._view.t("form.years", help=help_), errors, kind="years")
        if control is Control.TABLE:
            return self._table(model, one, path, value)
        assert one.inner
        nodes = self.fields(one.inner, None, path, value)
        also = _also(one.inner, value if isinstance(value, dict) else {})
        if control is Control.SECTION:
            answer = one._replace(control=Control.YES_NO)
            typed = self._text(model, answer, path)
            choices = self._answers(model, answer, Control.YES_NO, typed)
            question = Input("yes_no", name, label, help_, texts=typed, choices=choices, errors=errors)
            rules = Fieldset("", self._view.t("form.rules"), nodes, also=also)
            return Fieldset("", "", (question, rules))
        return Fieldset(name, label, nodes, help_, errors, also=also)

    def _part(self, control: Control, path: KeyPath, label: str, unit: str = "", language: str = "") -> Input:
        """One of the inputs of a field."""
        name = pointer(path)
        errors = self._view.errors.get(name, ())
        return Input(
            control.value, name, label, unit=unit, texts=self._own_text(name), errors=errors, language=language
        )

    def _own_text(self, name: str) -> tuple[str, ...]:
        return tuple(self._typed.get(name, ("",)))

    def _text(self, model: type[Model], one: FormField, path: KeyPath) -> tuple[str, ...]:
        """What is typed at ``path``; in an entry that was just added, what a missing key means."""
        name = pointer(path)
        if name in self._typed:
            return tuple(self._typed[name])
        blank: dict[str, list[str]] = {}
        _type(model, one, _value(one, {}), path, self._choices, blank)
        return tuple(blank[name])

    def _answers(
        self, model: type[Model], one: FormField, control: Control, typed: Sequence[str]
    ) -> tuple[Choice, ...]:
        """The answers to choose from, with those that the file has besides."""
        if control is Control.YES_NO:
            words = {YES: self._view.t("form.yes"), NO: self._view.t("form.no")}
        elif control in (Control.CHOICE, Control.CHOICES):
            words = dict(self._choices.of(model, one) or {})
        else:
            return ()
        words |= {value: value for value in typed if value and value not in words}
        if control is Control.YES_NO and (one.nullable or not typed[0]):
            words[""] = self._view.t("form.undecided")
        elif control is Control.CHOICE and (one.nullable or not typed[0]):
            words = {"": self._view.t("form.blank")} | words
        return tuple(Choice(value, word, value in typed) for value, word in words.items())

    def _localised(self, one: FormField, path: KeyPath, value: Any) -> Node:
        """A text, or lines of texts, in each language of the place; one input if there is one."""
        name, texts, errors = pointer(path), one.texts, self._view.errors.get(pointer(path), ())
        inputs = []
        for code in _languages(value, self._choices):
            own = (*path, code)
            is_long = one.key in LONG or "\n" in self._own_text(pointer(own))[0]
            control = Control.LINES if one.control is Control.LINES else Control.TEXT if is_long else Control.LINE
            inputs.append(self._part(control, own, self._choices.language_name(code), language=code))
        if len(inputs) > 1:
            return Fieldset(name, texts.label, tuple(inputs), texts.help, errors, kind="languages")
        (alone,) = inputs
        errors = (*errors, *alone.errors)
        return replace(alone, label=texts.label, help=texts.help, is_required=one.required, errors=errors, language="")

    def _table(self, model: type[Model], one: FormField, path: KeyPath, value: Any) -> Node:
        name, texts = pointer(path), one.texts
        words = self._choices.of(model, one)
        rows = list(self._typed.get(name) or ["", *_rows(model, one, value, self._choices)])
        # A name that was added elsewhere in the form, such as an organisation, has a row at once.
        rows += [row for row in words or () if row not in rows]
        parts = {row: self._part(one.value, (*path, row), (words or {}).get(row, row), texts.unit) for row in rows[1:]}
        if words is None:
            entries = tuple(FormEntry(row, part.name, "", (part,)) for row, part in parts.items())
            return self._named(one, name, entries, rows, self._view.t("form.row"))
        errors = self._view.errors.get(name, ())
        return Fieldset(name, texts.label, tuple(parts.values()), texts.help, errors, tuple(parts), kind="table")

    def _entries(self, model: type[Model], one: FormField, path: KeyPath, value: Any) -> EntryList:
        name, inner = pointer(path), one.inner
        assert inner
        is_named = one.control is Control.NAMED
        rows = self._typed.get(name, ("",))
        words = self._choices.of(model, one) or {}
        entry = field_texts(self._language)[inner.__name__].entry
        entries = []
        for row in rows[1:]:
            key: str | int = row if is_named else int(row)
            own = (*path, key)
            data = value_at(value, (key,))
            label = self._entry_label(inner, own, entry)
            if is_named:
                label = words.get(row) or self._choices.entry_name(one.key, row)
            nodes = self.fields(inner, None, own, data)
            also = _also(inner, data if isinstance(data, dict) else {})
            entries.append(FormEntry(row, pointer(own), label, nodes, also, self._view.errors.get(pointer(own), ())))
        if is_named:
            return self._named(one, name, tuple(entries), rows, entry, words)
        following = f"{name}/{_next_row(rows, self._view, name)}"
        errors = self._view.errors.get(name, ())
        return EntryList(name, one.texts.label, one.texts.help, tuple(entries), entry, next=following, errors=errors)

    def _named(
        self,
        one: FormField,
        name: str,
        entries: tuple[FormEntry, ...],
        rows: Sequence[str],
        entry: str,
        words: Mapping[str, str] | None = None,
    ) -> EntryList:
        new = f"{name}/{_NEW}"
        typed = self._own_text(new)[0]
        names = tuple(Choice(key, word, key == typed) for key, word in (words or {}).items() if key not in rows)
        errors = self._view.errors
        return EntryList(
            name, one.texts.label, one.texts.help, entries, entry, is_named=True, names=names, new_name=typed, next=name,
            can_add=bool(names) or not words, errors=errors.get(name, ()), new_errors=errors.get(new, ()),
        )  # fmt: skip

    def _entry_label(self, model: type[Model], path: KeyPath, entry: str) -> str:
        """The first text of an entry that says what it is; without one, the word for such an entry."""
        for one in _fields(model, None, self._language):
            name = pointer((*path, one.key))
            names = [name] if _control(model, one, self._choices) in (Control.LINE, Control.DATE) else []
            if one.control is Control.LOCALISED:
                names = [name + pointer((code,)) for code in self._choices.languages]
            typed = next((self._typed[name][0] for name in names if self._typed.get(name, ("",))[0]), "")
            if typed and one.key != "key":
                return typed
        return capitalised(entry)


class _Reader:
    """Compares what was typed with what was shown; ``refusals`` are what can't be read, by the name of the input."""

    def __init__(self, view: View):
        self._form, self._choices, self._typed = view.form, view.choices, view.typed
        self._language = view.choices.language
        self._before = _typed(view.form, view.shown, view.choices)
        self.refusals: dict[str, RefusedAnswer] = {}

    def edits(
        self, model: type[Model], keys: Iterable[str] | None, data: Mapping[str, Any], path: KeyPath
    ) -> Iterator[Edit]:
        """The edits of the fields of ``model``, which the file has at ``path`` with ``data``."""
        for one in _fields(model, keys, self._language):
            value = data.get(one.key)
            if _fits(one, value):
                yield from self._edits(model, one, value, (*path, one.key))

    def _edits(self, model: type[Model], one: FormField, shown: Any, path: KeyPath) -> Iterator[Edit]:
        name, control = pointer(path), _control(model, one, self._choices)
        if control in _SCALARS:
            if self._is_changed(name):
                yield from self._change(name, control, one, shown, path)
        elif control is Control.CHOICES:
            if name in self._typed and set(self._typed[name]) != set(self._before[name]):
                ticked = self._typed[name][1:]
                kept = [value for value in self._before[name][1:] if value in ticked]
                yield from self._list(path, shown, [*kept, *(value for value in ticked if value not in kept)], one)
        elif control is Control.LINES:
            if self._is_changed_below(name):
                yield from self._list(path, shown, self._lines(one, path, shown), one)
        elif control is Control.LOCALISED:
            if self._is_changed_below(name):
                yield from self._localised_edits(one, shown, path)
        elif control is Control.YEARS:
            if self._is_changed_below(name):
                yield from self._years_edits(one, shown, path)
        elif control is Control.TABLE:
            yield from self._table_edits(one, shown or {}, path)
        elif control is Control.ENTRIES:
            yield from self._entry_edits(one, shown or [], path)
        elif control is Control.NAMED:
            yield from self._named_edits(one, shown or {}, path)
        elif control is Control.SECTION:
            yield from self._section_edits(one, shown, path)
        else:
            assert one.inner
            yield from self.edits(one.inner, None, shown or {}, path)

    def _is_changed(self, name: str) -> bool:
        return name in self._typed and list(self._typed[name]) != list(self._before.get(name, [""]))

    def _is_changed_below(self, name: str) -> bool:
        return any(self._is_changed(one) for one in self._typed if one == name or one.startswith(f"{name}/"))

    def _read(self, name: str, typed: str, control: Control, like: Any) -> Any:
        """What was ``typed``; None, with the refusal kept, if it can't be read."""
        try:
            return read_value(typed, control, like, self._language)
        except RefusedAnswer as error:
            self.refusals.setdefault(name, error)
            return None

    def _change(self, name: str, control: Control, one: FormField, shown: Any, path: KeyPath) -> Iterator[Edit]:
        value = self._read(name, self._typed[name][0], control, shown)
        if value is None and one.required and not one.nullable:
            self.refusals.setdefault(name, RefusedAnswer("form.required"))
        yield Edit(self._form.file, path, _blank(one) if value is None else value, shown)

    def _list(self, path: KeyPath, shown: Any, new: list[Any], one: FormField) -> Iterator[Edit]:
        """The edits that make the list ``shown`` into ``new``, element by element, so that comments between them stay."""
        file, old = self._form.file, shown or []
        if not new and not old:
            if one.default:  # a missing key means something
                yield Edit(file, path, Inline("[]"), shown)
            return
        rest = iter(old)
        if len(new) < len(old) and all(any(value == other for other in rest) for value in new):
            removed, position = [], 0
            for index, value in enumerate(old):
                if position < len(new) and value == new[position]:
                    position += 1
                else:
                    removed.append(index)
        else:
            removed = list(range(len(new), len(old)))
            for index, value in enumerate(new):
                before = old[index] if index < len(old) else None
                if index >= len(old) or value != before:
                    yield Edit(file, (*path, index), value, before)
        for index in reversed(removed):
            yield Edit(file, (*path, index), Sentinel.REMOVED, old[index])

    def _lines(self, one: FormField, path: KeyPath, shown: Any) -> list[Any]:
        """The values of a list that is typed one a line."""
        name = pointer(path)
        if one.value is not Control.LOCALISED:
            lines = self._typed.get(name, ("",))[0].split("\n")
            return [self._read(name, line, one.value, None) for line in lines if line.strip()]
        columns = {
            code: self._typed.get(name + pointer((code,)), ("",))[0].split("\n")
            for code in _languages(shown, self._choices)
        }
        values = []
        for index in range(max(map(len, columns.values()))):
            typed = {code: lines[index].strip() for code, lines in columns.items() if index < len(lines)}
            if any(typed.values()):
                old = shown[index] if isinstance(shown, list) and index < len(shown) else None
                values.append(self._one_or_each(typed, is_each=isinstance(old, dict)))
        return values

    def _one_or_each(self, typed: Mapping[str, str], *, is_each: bool) -> Any:
        """A text that is the same in every language when only the main one has any, else by language."""
        texts = {code: text for code, text in typed.items() if text}
        if not is_each and list(texts) == [self._choices.languages[0]]:
            return next(iter(texts.values()))
        return texts or None

    def _localised_edits(self, one: FormField, shown: Any, path: KeyPath) -> Iterator[Edit]:
        name = pointer(path)
        new = self._localised(name, shown)
        if new is None and one.required:
            self.refusals.setdefault(name, RefusedAnswer("form.required"))
        if isinstance(shown, dict) and isinstance(new, dict):
            for code in dict.fromkeys((*shown, *new)):
                if self._is_changed(name + pointer((code,))):
                    value = new.get(code, Sentinel.REMOVED)
                    yield Edit(self._form.file, (*path, code), value, shown.get(code))
        else:
            yield Edit(self._form.file, path, new, shown)

    def _localised(self, name: str, shown: Any) -> Any:
        typed = {}
        for code in _languages(shown, self._choices):
            own = name + pointer((code,))
            typed[code] = self._read(own, self._typed.get(own, ("",))[0], Control.LINE, None) or ""
        return self._one_or_each(typed, is_each=isinstance(shown, dict))

    def _years_edits(self, one: FormField, shown: Any, path: KeyPath) -> Iterator[Edit]:
        new = self._years(one, shown, path)
        if isinstance(shown, list) and isinstance(new, list):
            for index, (before, value) in enumerate(zip(shown, new, strict=True)):
                if self._is_changed(f"{pointer(path)}/{index}"):
                    yield Edit(self._form.file, (*path, index), value, before)
        else:
            value = Inline(flow(new)) if isinstance(new, list) else _blank(one) if new is None else new
            yield Edit(self._form.file, path, value, shown)

    def _years(self, one: FormField, shown: Any, path: KeyPath) -> Any:
        """One number when only the first is typed, else three."""
        name = pointer(path)
        typed = [self._typed.get(f"{name}/{index}", ("",))[0].strip() for index in range(3)]
        values = []
        for index, each in enumerate(typed if any(typed[1:]) else typed[:1]):
            like = shown[index] if isinstance(shown, list) else shown
            value = None if each in UNKNOWN else self._read(f"{name}/{index}", each, one.value, like)
            if value is None and one.required:
                self.refusals.setdefault(f"{name}/{index}", RefusedAnswer("form.required"))
            values.append(value)
        return values if len(values) == 3 else values[0]

    def _table_edits(self, one: FormField, shown: Mapping[str, Any], path: KeyPath) -> Iterator[Edit]:
        name = pointer(path)
        like = next((value for value in shown.values() if value is not None), None)
        rows = self._typed.get(name, self._before.get(name, ("",)))[1:]
        for row in rows:
            own = name + pointer((row,))
            if self._is_changed(own):
                before = shown.get(row)
                value = self._read(own, self._typed[own][0], one.value, like if before is None else before)
                blank = None if one.value_nullable else Sentinel.REMOVED
                yield Edit(self._form.file, (*path, row), blank if value is None else value, before)
        for row in reversed([row for row in shown if row not in rows and name in self._typed]):
            yield Edit(self._form.file, (*path, row), Sentinel.REMOVED, shown[row])

    def _entry_edits(self, one: FormField, shown: Sequence[Any], path: KeyPath) -> Iterator[Edit]:
        file, name = self._form.file, pointer(path)
        assert one.inner
        if name not in self._typed:
            return
        rows = [int(row) for row in self._typed[name][1:]]
        kept = [row for row in range(len(shown)) if row in rows]
        new = [row for row in rows if row >= len(shown)]
        for row in kept:
            yield from self.edits(one.inner, None, shown[row] or {}, (*path, row))
        for index, row in enumerate(new, len(shown)):
            yield Edit(file, (*path, index), self._new(one.inner, (*path, row)), None)
        for row in reversed(range(len(shown))):
            if row not in rows:
                yield Edit(file, (*path, row), Sentinel.REMOVED, shown[row])
        if rows != [*kept, *new]:
            yield Edit(file, path, Order(tuple([*kept, *new].index(row) for row in rows)), list(shown))

    def _named_edits(self, one: FormField, shown: Mapping[str, Any], path: KeyPath) -> Iterator[Edit]:
        file, name = self._form.file, pointer(path)
        assert one.inner
        if name not in self._typed:
            return
        rows = self._typed[name][1:]
        for key, data in shown.items():
            if key in rows:
                yield from self.edits(one.inner, None, data or {}, (*path, key))
        for row in rows:
            if row not in shown:
                yield Edit(file, (*path, row), self._new(one.inner, (*path, row)), None)
        for key in reversed([key for key in shown if key not in rows]):
            yield Edit(file, (*path, key), Sentinel.REMOVED, shown[key])

    def _section_edits(self, one: FormField, shown: Any, path: KeyPath) -> Iterator[Edit]:
        file, name = self._form.file, pointer(path)
        assert one.inner
        answer = self._typed.get(name, self._before[name])[0]
        changed = any(self._is_changed(below) for below in self._typed if below.startswith(f"{name}/"))
        if answer == YES and isinstance(shown, dict):
            yield from self.edits(one.inner, None, shown, path)
        elif answer == YES and changed and (rules := self._new(one.inner, path)):
            yield Edit(file, path, rules, shown)
        elif answer != YES and changed and not self._is_changed(name):
            self.refusals.setdefault(name, RefusedAnswer("form.yes_first"))
        elif self._is_changed(name):
            like = None if isinstance(shown, dict) else shown
            yield Edit(file, path, self._read(name, answer, Control.YES_NO, like), shown)

    def _new(self, model: type[Model], path: KeyPath) -> dict[str, Any]:
        """The entry that was typed at ``path``, without what is blank or what a missing key means."""
        values: dict[str, Any] = {}
        for one in _fields(model, None, self._language):
            value = self._new_value(model, one, (*path, one.key))
            if value not in (None, "", [], {}):
                values[one.key] = value
            elif one.required:
                if one.control in (*_SCALARS, Control.LOCALISED, Control.YEARS) and not one.nullable:
                    self.refusals.setdefault(pointer((*path, one.key)), RefusedAnswer("form.required"))
                values[one.key] = {} if one.control in (Control.TABLE, Control.GROUP) else value
        return values

    def _new_value(self, model: type[Model], one: FormField, path: KeyPath) -> Any:
        name, control = pointer(path), _control(model, one, self._choices)
        blank: dict[str, list[str]] = {}
        _type(model, one, _value(one, {}), path, self._choices, blank)
        if control in _SCALARS:
            typed = self._typed.get(name, blank[name])
            return None if list(typed) == blank[name] else self._read(name, typed[0], control, None)
        if control is Control.CHOICES:
            typed = self._typed.get(name, blank[name])
            return None if set(typed) == set(blank[name]) else list(typed[1:])
        if control is Control.LINES:
            return self._lines(one, path, None)
        if control is Control.LOCALISED:
            return self._localised(name, None)
        if control is Control.YEARS:
            value = self._years(one, None, path)
            return Inline(flow(value)) if isinstance(value, list) else value
        if control is Control.TABLE:
            rows = {row: name + pointer((row,)) for row in self._typed.get(name, ("",))[1:]}
            values = {
                row: self._read(own, self._typed.get(own, ("",))[0], one.value, Decimal("0.00"))
                for row, own in rows.items()
            }
            return {row: value for row, value in values.items() if value is not None}
        assert one.inner
        if control is Control.NAMED:
            return {row: self._new(one.inner, (*path, row)) for row in self._typed.get(name, ("",))[1:]}
        if control is Control.ENTRIES:
            return [self._new(one.inner, (*path, int(row))) for row in self._typed.get(name, ("",))[1:]]
        values = self._new(one.inner, path)
        if control is Control.SECTION:
            answer = self._typed.get(name, ("",))[0]
            if answer != YES and values:
                self.refusals.setdefault(name, RefusedAnswer("form.yes_first"))
            return values if answer == YES and values else self._read(name, answer, Control.YES_NO, None)
        return values


def _blank(one: FormField) -> Any:
    """What is written for a field that was emptied."""
    return None if one.nullable or one.required else Sentinel.REMOVED
