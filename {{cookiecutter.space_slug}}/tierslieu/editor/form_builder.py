"""Makes what a form shows from what is typed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from babel.dates import get_day_names, get_month_names

from tierslieu.core.paths import KeyPath
from tierslieu.core.yaml_edit import flow
from tierslieu.i18n.field_texts import field_texts
from tierslieu.i18n.formatting import capitalised
from tierslieu.i18n.messages import text
from tierslieu.model import SERVICES, Model
from tierslieu.model.organisations import Organisation, Stream
from tierslieu.model.prices import Grid

from .choices import Choices
from .edits import value_at
from .form_fields import LONG, Control, FormField
from .form_inputs import (
    NEW,
    SCALARS,
    Typed,
    control_of,
    field_typed,
    fields_of,
    fits,
    languages_of,
    other_keys,
    pointer,
    rows_of,
    value_of,
)
from .form_tree import Choice, EntryList, Fieldset, FormEntry, Input, Node, leaves
from .repetition import DAYS, EVERY, OTHER, kept_parts, repetition
from .typed_values import NO, YES


def next_row(name: str, rows: Sequence[str], before: Typed) -> int:
    """The row of the next entry that is added to the list ``name``: beyond all that the file has, or that were added."""
    return max((int(row) for row in (*rows, *before.get(name, ())) if row.isdecimal()), default=-1) + 1


#: An entry with more inputs than this is long.
_SHORT = 8
#: A list whose entries have more inputs than this in all is long.
_MANY = 40
#: The rows that a list of one entry sends: the one that makes it known, and that of the entry.
_FEW = 2


class FormBuilder:
    """Makes the nodes of a form from what is ``typed`` in it; ``before`` is what was typed when it was shown."""

    def __init__(self, choices: Choices, typed: Typed, before: Typed, errors: Mapping[str, tuple[str, ...]]):
        self._choices, self._typed, self._before, self._errors = choices, typed, before, errors
        self._language = choices.language

    def _t(self, code: str, /, **values: Any) -> str:
        return text(self._language, code, **values)

    def fields(
        self, model: type[Model], keys: Iterable[str] | None, path: KeyPath, data: Any, *, is_whole: bool = False
    ) -> tuple[Node, ...]:
        """The fields of ``model``, by group if it has several; ``data`` is what the file has at ``path``."""
        data = data if isinstance(data, dict) else {}
        groups: dict[str, list[Node]] = {}
        for one in fields_of(model, keys, self._language):
            node = self._node(model, one, (*path, one.key), value_of(one, data))
            groups.setdefault(one.texts.group, []).append(node)
        if len(groups) == 1 and not is_whole:
            return tuple(node for nodes in groups.values() for node in nodes)
        return tuple(
            nodes[0] if len(nodes) == 1 and not isinstance(nodes[0], Input) else Fieldset("", title, tuple(nodes))
            for title, nodes in groups.items()
        )

    def _node(self, model: type[Model], one: FormField, path: KeyPath, value: Any) -> Node:
        name, control = pointer(path), control_of(model, one, self._choices)
        texts, errors = one.texts, self._errors.get(name, ())
        label, help_, unit = texts.label, texts.help, self._choices.unit(model, one)
        if not fits(one, value):
            return Input("fixed", name, label, help_, texts=(flow(value),), errors=errors)
        if control in (Control.ENTRIES, Control.NAMED):
            return self._entries(model, one, path, value)
        if (
            control is Control.CHOICES
            or control in SCALARS
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
                self._part(one.value, (*path, index), self._t("form.year", year=index + 1), unit) for index in range(3)
            ]
            return Fieldset(name, label, tuple(years), self._t("form.years", help=help_), errors, kind="years")
        if control is Control.REPEAT:
            return self._repeat(one, path, value)
        if control is Control.TABLE:
            return self._table(model, one, path, value)
        assert one.inner
        nodes = self.fields(one.inner, None, path, value)
        also = other_keys(one.inner, value if isinstance(value, dict) else {})
        if control is Control.SECTION:
            answer = one._replace(control=Control.YES_NO)
            typed = self._text(model, answer, path)
            choices = self._answers(model, answer, Control.YES_NO, typed)
            question = Input("yes_no", name, label, help_, texts=typed, choices=choices, errors=errors)
            rules = Fieldset("", self._t("form.rules"), nodes, also=also)
            return Fieldset("", "", (question, rules))
        return Fieldset(name, label, nodes, help_, errors, also=also)

    def _repeat(self, one: FormField, path: KeyPath, value: Any) -> Fieldset:
        """How often, on which day, until when; a rule that the list does not have can be kept."""
        every = {"": self._t("ask.repeat_once")} | {name: self._t(f"form.repeat_{name}") for name in EVERY}
        if repetition(str(value or "")).every == OTHER:
            every[OTHER] = self._t("form.repeat_other", rule=value)
        day_names, month_names = get_day_names(locale=self._language), get_month_names(locale=self._language)
        days = {"": self._t("form.repeat_same_day")} | {day: str(day_names[index]) for index, day in enumerate(DAYS)}
        inputs = [self._part(Control.CHOICE, (*path, key), self._t(f"form.repeat_{key}")) for key in ("every", "day")]
        inputs = [
            replace(part, choices=tuple(Choice(key, word, key == part.text) for key, word in words.items()))
            for part, words in zip(inputs, (every, days), strict=True)
        ]
        inputs.append(self._part(Control.DATE, (*path, "until"), self._t("editor.activity_until")))
        kept, help_ = kept_parts(str(value or "")), [one.texts.help]
        if "BYMONTH" in kept:
            months = ", ".join(str(month_names[int(number)]) for number in kept["BYMONTH"].split(","))
            help_.append(self._t("form.repeat_months", months=months))
        if "COUNT" in kept:
            help_.append(self._t("form.repeat_count", count=kept["COUNT"]))
        errors = self._errors.get(pointer(path), ())
        return Fieldset(pointer(path), one.texts.label, tuple(inputs), " ".join(help_), errors, kind="years")

    def _part(self, control: Control, path: KeyPath, label: str, unit: str = "", language: str = "") -> Input:
        """One of the inputs of a field."""
        name = pointer(path)
        errors = self._errors.get(name, ())
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
        return tuple(field_typed(model, one, value_of(one, {}), path, self._choices)[name])

    def _answers(
        self, model: type[Model], one: FormField, control: Control, typed: Sequence[str]
    ) -> tuple[Choice, ...]:
        """The answers to choose from, with those that the file has besides."""
        if control is Control.YES_NO:
            words = {YES: self._t("form.yes"), NO: self._t("form.no")}
        elif control in (Control.CHOICE, Control.CHOICES):
            words = dict(self._choices.of(model, one) or {})
        else:
            return ()
        words |= {value: value for value in typed if value and value not in words}
        if control is Control.YES_NO and (one.nullable or not typed[0]):
            words[""] = self._t("form.undecided")
        elif control is Control.CHOICE and (one.nullable or not typed[0]):
            words = {"": self._t("form.blank")} | words
        return tuple(Choice(value, word, value in typed) for value, word in words.items())

    def _localised(self, one: FormField, path: KeyPath, value: Any) -> Node:
        """A text, or lines of texts, in each language of the place; one input if there is one."""
        name, texts, errors = pointer(path), one.texts, self._errors.get(pointer(path), ())
        inputs = []
        for code in languages_of(value, self._choices):
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
        rows = list(self._typed.get(name) or ["", *rows_of(model, one, value, self._choices)])
        # A name that was added elsewhere in the form, such as an organisation, has a row at once.
        rows += [row for row in words or () if row not in rows]
        # An organisation that has just come has no share yet.
        has_shares = one.key == "shares" and any(self._own_text(name + pointer((row,)))[0] for row in rows[1:])
        added = {row for row in rows[1:] if name + pointer((row,)) not in self._typed}
        parts = {row: self._part(one.value, (*path, row), (words or {}).get(row, row), texts.unit) for row in rows[1:]}
        if one.value is Control.CHOICE:
            answers = {"": self._t("form.blank")} | (self._choices.of(model, one, in_rows=True) or {})
            parts = {
                row: replace(part, choices=tuple(Choice(key, word, key in part.texts) for key, word in answers.items()))
                for row, part in parts.items()
            }
        if has_shares:
            parts |= {row: replace(parts[row], texts=("0",)) for row in added}
        if words is None:
            entries = tuple(FormEntry(row, part.name, "", (part,)) for row, part in parts.items())
            return self._named(one, name, entries, rows, self._t("form.row"))
        errors = self._errors.get(name, ())
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
            nodes = self.fields(inner, self._asked(inner, own), own, data)
            also = other_keys(inner, data if isinstance(data, dict) else {})
            errors, is_folded = self._errors.get(pointer(own), ()), self._is_folded(name, row, nodes)
            entries.append(FormEntry(row, pointer(own), label, nodes, also, errors, is_folded))
        if is_named:
            return self._named(one, name, tuple(entries), rows, entry, words)
        following = f"{name}/{next_row(name, rows, self._before)}"
        errors = self._errors.get(name, ())
        return EntryList(name, one.texts.label, one.texts.help, tuple(entries), entry, next=following, errors=errors)

    def _asked(self, model: type[Model], path: KeyPath) -> set[str] | None:
        """The fields of an entry that its form asks: those that its legal form or its service leaves, and those filled in."""
        if model is Organisation:
            unasked = self._choices.unasked(self._own_text(pointer((*path, "legal_form")))[0])
        elif model is Stream and path[-1] in SERVICES:
            unasked = frozenset({"label", "collects"})
        else:
            return None
        return {
            one.key
            for one in fields_of(model, None, self._language)
            if not self._is_empty((*path, one.key)) or one.key not in unasked
        }

    def _is_empty(self, path: KeyPath) -> bool:
        """Whether nothing was typed at ``path``, and nothing refused."""
        name = pointer(path)
        return name not in self._errors and not any(
            any(texts) for below, texts in self._typed.items() if below == name or below.startswith(f"{name}/")
        )

    def _is_folded(self, name: str, row: str, nodes: tuple[Node, ...]) -> bool:
        """Whether an entry of the list ``name`` is long, or the list is; one of several, saved, and without an error."""
        saved = self._before.get(name, ())
        inside = f"{name}/{row}"
        has_error = any(wrong == inside or wrong.startswith(f"{inside}/") for wrong in self._errors)
        inputs = len(tuple(leaves(nodes)))
        is_long = inputs > _SHORT or inputs * (len(saved) - 1) > _MANY
        return row in saved and len(saved) > _FEW and is_long and not has_error

    def _named(
        self,
        one: FormField,
        name: str,
        entries: tuple[FormEntry, ...],
        rows: Sequence[str],
        entry: str,
        words: Mapping[str, str] | None = None,
    ) -> EntryList:
        new = f"{name}/{NEW}"
        typed = self._own_text(new)[0]
        names = tuple(Choice(key, word, key == typed) for key, word in (words or {}).items() if key not in rows)
        known = {} if words else self._choices.suggested(one)
        suggested = tuple(Choice(key, word, False) for key, word in known.items() if key not in rows)
        errors = self._errors
        return EntryList(
            name, one.texts.label, one.texts.help, entries, entry, is_named=True, names=names, new_name=typed, next=name,
            can_add=bool(names) or not words, suggested=suggested, errors=errors.get(name, ()), new_errors=errors.get(new, ()),
        )  # fmt: skip

    def _entry_label(self, model: type[Model], path: KeyPath, entry: str) -> str:
        """The first text of an entry that says what it is; without one, the word for such an entry."""
        for one in fields_of(model, None, self._language):
            name = pointer((*path, one.key))
            names = [name] if control_of(model, one, self._choices) in (Control.LINE, Control.DATE) else []
            if one.control is Control.LOCALISED:
                names = [name + pointer((code,)) for code in self._choices.languages]
            typed = next((self._typed[name][0] for name in names if self._typed.get(name, ("",))[0]), "")
            if typed and one.key != "key":
                return typed
        return self._t("form.since_opening") if model is Grid else capitalised(entry)
