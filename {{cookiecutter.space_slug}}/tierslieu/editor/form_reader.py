"""Turns what was typed in a form into edits of its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tierslieu.core.paths import KeyPath
from tierslieu.core.yaml_edit import Inline, flow
from tierslieu.generation.answer_types import UNKNOWN, RefusedAnswer
from tierslieu.model import Model

from . import repetition
from .choices import Choices
from .edits import Edit, Order, Sentinel
from .form_fields import Control, FormField
from .form_inputs import (
    SCALARS,
    Typed,
    control_of,
    field_typed,
    fields_of,
    fits,
    in_language,
    languages_of,
    pointer,
    typed_of,
    value_of,
)
from .repetition import Repetition
from .typed_values import YES, written
from .typed_values import read as read_value


class FormReader:
    """Compares what was typed with what was shown; ``refusals`` are what can't be read, by the name of the input.

    ``blank_rows`` are entries that were added and left as they came, by the name of their list: no edit makes them.
    """

    def __init__(self, file: str, choices: Choices, typed: Typed, before: Typed):
        self._file, self._choices, self._typed, self._before = file, choices, typed, before
        self._language = choices.language
        self.refusals: dict[str, RefusedAnswer] = {}
        self.blank_rows: dict[str, list[str]] = {}

    def edits(
        self, model: type[Model], keys: Iterable[str] | None, data: Mapping[str, Any], path: KeyPath
    ) -> Iterator[Edit]:
        """The edits of the fields of ``model``, which the file has at ``path`` with ``data``."""
        for one in fields_of(model, keys, self._language):
            value = data.get(one.key)
            if fits(one, value):
                yield from self._edits(model, one, value, (*path, one.key))

    def _edits(self, model: type[Model], one: FormField, shown: Any, path: KeyPath) -> Iterator[Edit]:
        name, control = pointer(path), control_of(model, one, self._choices)
        if control in SCALARS:
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
        elif control is Control.REPEAT:
            if self._is_changed_below(name):
                yield Edit(self._file, path, self._rule(name, shown), shown)
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
        yield Edit(self._file, path, _blank(one) if value is None else value, shown)

    def _rule(self, name: str, shown: Any) -> str | None:
        every, day = (self._typed[f"{name}/{key}"][0] for key in ("every", "day"))
        until = self._read(f"{name}/until", self._typed[f"{name}/until"][0], Control.DATE, None)
        try:
            return repetition.written(Repetition(every, day, until or ""), str(shown or ""))
        except RefusedAnswer as error:
            self.refusals.setdefault(f"{name}/day", error)
            return None

    def _list(self, path: KeyPath, shown: Any, new: list[Any], one: FormField) -> Iterator[Edit]:
        """The edits that make the list ``shown`` into ``new``, element by element, so that comments between them stay."""
        file, old = self._file, shown or []
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
            known = {written(value, one.value, self._language): value for value in shown or ()}
            return [
                known[line] if line in known else self._read(name, line, one.value, None)
                for line in lines
                if line.strip()
            ]
        columns = {
            code: self._typed.get(name + pointer((code,)), ("",))[0].split("\n")
            for code in languages_of(shown, self._choices)
        }
        shown_lines = {in_language(value, code, self._choices) for value in shown or () for code in columns}
        values = []
        for index in range(max(map(len, columns.values()))):
            here = {code: lines[index] for code, lines in columns.items() if index < len(lines)}
            typed = {code: line if line in shown_lines else line.strip() for code, line in here.items()}
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
                    yield Edit(self._file, (*path, code), value, shown.get(code))
        else:
            yield Edit(self._file, path, new, shown)

    def _localised(self, name: str, shown: Any) -> Any:
        typed = {}
        for code in languages_of(shown, self._choices):
            own = name + pointer((code,))
            if self._is_changed(own):
                typed[code] = self._read(own, self._typed[own][0], Control.LINE, None) or ""
            else:
                typed[code] = str(in_language(shown, code, self._choices) or "")
        return self._one_or_each(typed, is_each=isinstance(shown, dict))

    def _years_edits(self, one: FormField, shown: Any, path: KeyPath) -> Iterator[Edit]:
        new = self._years(one, shown, path)
        if isinstance(shown, list) and isinstance(new, list):
            for index, (before, value) in enumerate(zip(shown, new, strict=True)):
                if self._is_changed(f"{pointer(path)}/{index}"):
                    yield Edit(self._file, (*path, index), value, before)
        else:
            value = Inline(flow(new)) if isinstance(new, list) else _blank(one) if new is None else new
            yield Edit(self._file, path, value, shown)

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
                yield Edit(self._file, (*path, row), blank if value is None else value, before)
        for row in reversed([row for row in shown if row not in rows and name in self._typed]):
            yield Edit(self._file, (*path, row), Sentinel.REMOVED, shown[row])

    def _entry_edits(self, one: FormField, shown: Sequence[Any], path: KeyPath) -> Iterator[Edit]:
        file, name = self._file, pointer(path)
        assert one.inner
        if name not in self._typed:
            return
        rows = [int(row) for row in self._typed[name][1:]]
        blank = [row for row in rows if row >= len(shown) and self._is_blank(one.inner, (*path, row))]
        self.blank_rows[name] = list(map(str, blank))
        rows = [row for row in rows if row not in blank]
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
        file, name = self._file, pointer(path)
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
        file, name = self._file, pointer(path)
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

    def _is_blank(self, model: type[Model], path: KeyPath) -> bool:
        """Whether the entry that was added at ``path`` is as it was when it was added."""
        came, name = typed_of(model, None, {}, path, self._choices), pointer(path)
        typed = {key: texts for key, texts in self._typed.items() if key.startswith(f"{name}/")}
        return all(sorted(texts) == sorted(came.get(key, [""])) for key, texts in typed.items())

    def _new(self, model: type[Model], path: KeyPath) -> dict[str, Any]:
        """The entry that was typed at ``path``, without what is blank or what a missing key means."""
        values: dict[str, Any] = {}
        for one in fields_of(model, None, self._language):
            value = self._new_value(model, one, (*path, one.key))
            if value not in (None, "", [], {}):
                values[one.key] = value
            elif one.required:
                if one.control in (*SCALARS, Control.LOCALISED, Control.YEARS) and not one.nullable:
                    self.refusals.setdefault(pointer((*path, one.key)), RefusedAnswer("form.required"))
                values[one.key] = {} if one.control in (Control.TABLE, Control.GROUP) else value
        return values

    def _new_value(self, model: type[Model], one: FormField, path: KeyPath) -> Any:
        name, control = pointer(path), control_of(model, one, self._choices)
        blank = field_typed(model, one, value_of(one, {}), path, self._choices)
        if control in SCALARS:
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
