"""What a form would give if it were saved: the place is read with what is typed in it, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Space

from . import forms, saving
from .edits import Conflicts, Edit, drafts_of, new_errors
from .form_inputs import Typed
from .forms import View
from .open_place import OpenPlace

#: Makes what a screen shows of a place for the form beside it, whose edits are those of that place. It may raise
#: ``Problems``.
Results = Callable[[Space, View], Mapping[str, Any]]


def results(place: OpenPlace, view: View, posted: Typed, make: Results) -> tuple[View, Mapping[str, Any], bool]:
    """``view`` with what keeps it from being tried, what ``make`` gives, and whether that is as typed.

    Otherwise it is of the place as it is saved; empty if that can't be read either.
    """
    reading = _reading(view, posted)
    problems: tuple[Problem, ...] = ()
    if not reading.errors and not view.above:
        try:
            return view, make(drafted(place, reading.edits), replace(view, edits=reading.edits)), True
        except Conflicts as error:
            view = saving.conflicting(view, error, place.data(view.form.file), place)
        except Problems as error:
            problems = tuple(error.problems)
    # What was wrong before anything was typed is told elsewhere; of an entry that was just added, nothing is wrong yet.
    if reading.edits and not view.pressed:
        view = forms.place(view, problems)
    try:
        space = place.last_facts()
        return view, make(space, replace(view, edits=())) if space else {}, False
    except Problems:
        return view, {}, False


def unfinished(view: View, posted: Typed) -> list[tuple[int, str]]:
    """What keeps lists of ``view`` from being tried: the number of the entry, from 1, and the label of its input."""
    found, reading = [], _reading(view, posted)
    for name, _, _ in reading.errors_in_order:
        _, key, *inside = name.split("/")
        rows = list(posted.get(f"/{key}", ()))
        if inside and inside[0] in rows:
            found.append((rows.index(inside[0]), reading.labels[name]))
    return found


def _reading(view: View, posted: Typed) -> View:
    """The form as it would be saved: without an entry that was just added, and is blank."""
    if not view.pressed:
        return view
    added = posted[forms.PRESSED][0].startswith("add ")
    typed = {name: texts for name, texts in posted.items() if name != forms.PRESSED} if added else view.typed
    return forms.read(view.form, {**typed, forms.SHOWN: posted[forms.SHOWN]}, view.choices)


def drafted(place: OpenPlace, edits: Sequence[Edit]) -> Space:
    """The place with ``edits``; raises ``Problems`` with each new error, ``Conflicts`` as saving would."""
    drafts = drafts_of(place.root, edits)
    if drafts and (errors := new_errors(place.root, place.today(), drafts)):
        raise Problems(errors)
    return check_facts(place.root, place.today(), drafts=drafts)[0]
