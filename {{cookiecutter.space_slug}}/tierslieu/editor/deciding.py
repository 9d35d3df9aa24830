"""Choices between two texts, file by file, on the screens of an update and of sharing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from tierslieu.core import place_lock
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import capitalised
from tierslieu.lineage import undo_record
from tierslieu.versions.changed_files import summary
from tierslieu.versions.conflicts import BOTH, Conflict, conflicts, resolve, resolved
from tierslieu.versions.repository import is_merging

from . import edits
from .open_place import OpenPlace


def acted(request: HttpRequest, act: Callable[[HttpRequest, OpenPlace], None]) -> tuple[Problem, ...] | None:
    """Do what the form of ``request`` asks: None once ``act`` has done it, else what prevents it; nothing without a form."""
    if request.method != "POST":
        return ()
    place: OpenPlace = request.place
    try:
        with place_lock.hold(place.root):
            act(request, place)
    except Problems as error:
        return error.problems
    return None


def undecided(place: OpenPlace) -> list[tuple[str, Conflict]]:
    """The files that wait for a choice, each with its name in words."""
    return [(capitalised(summary([one.path], place.language)), one) for one in conflicts(place.root)]


def waiting(place: OpenPlace) -> str:
    """The code of what waits for a choice: an update of the kit, or versions of others; empty when nothing does."""
    try:
        if not is_merging(place.root):
            return ""
        undo_record.refuse_unfinished(place.root)
    except FileNotFoundError:  # without git
        return ""
    except Problems:
        return "update.unfinished"
    return "sharing.waits"


def decide(request: HttpRequest, place: OpenPlace) -> bool:
    """Write the chosen text of a file; returns whether it was the last. Raises ``Problems`` with each new error."""
    found = {conflict.path: conflict for conflict in conflicts(place.root)}
    conflict = found.get(request.POST.get("file", ""))
    if conflict is None or conflict.digest != request.POST.get("digest"):
        raise Problems([Problem("conflicts.changed", file=request.POST.get("file", ""))])
    choices = [request.POST.get(f"choice-{index}", "") for index in range(len(conflict.passages))]
    if BOTH in choices:
        _refuse_errors(place, conflict, choices)
    resolve(place.root, conflict, choices)
    return len(found) == 1


def _refuse_errors(place: OpenPlace, conflict: Conflict, choices: list[str]) -> None:
    """Raise the errors that the chosen text would have: two texts one after the other may not make one."""
    errors = edits.new_errors(place.root, place.today(), resolved(place.root, conflict, choices))
    if own := [error for error in errors if error.file == conflict.path]:
        raise Problems(own)
