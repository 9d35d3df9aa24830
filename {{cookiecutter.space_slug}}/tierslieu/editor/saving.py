"""Saves what a screen was given: its edits, then a version of the place that can be gone back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.http import urlencode

from tierslieu.check import closed_days
from tierslieu.core import place_lock
from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import Problem, Problems
from tierslieu.versions import save as versions
from tierslieu.versions import sharing
from tierslieu.versions.repository import has_repository, set_author
from tierslieu.versions.saved_version import SavedVersion

from . import edits, forms
from .edits import Conflicts, Edit
from .form_inputs import pointer
from .forms import View
from .open_place import OpenPlace
from .seats import say_seats

#: How many new warnings are told after a save.
_MOST_WARNINGS = 3


def save(request: HttpRequest, changes: Sequence[Edit], message: str = "") -> list[str]:
    """Make ``changes``, keep a version named ``message`` or after what changed, and say so on the next screen.

    Returns the files that changed. Raises as ``edits.save``; then nothing is written.
    """
    place: OpenPlace = request.place
    with place_lock.hold(place.root):
        _receive(request)
        moves = any(edit.file == SPACE and edit.path[:1] == ("address",) for edit in changes)
        former = place.last_facts() if moves else None
        of_rules = any(edit.file in (ORGANISATIONS, PRICES) for edit in changes)
        warned = set(_warnings(place)) if of_rules else set()
        files = edits.save(place.root, place.today(), changes, place.on_saved)
        if files:
            keep_version(request, message)
            if any(edit.value is edits.Sentinel.REMOVED and isinstance(edit.seen, Mapping) for edit in changes):
                said = place.text("editor.removed_comes_back"), place.text("editor.nav_history")
                messages.info(request, format_html('{} <a href="/history/">{}</a>', *said))
            of_hours = any(edit.file == SPACE and edit.path[:1] == ("opening_hours",) for edit in changes)
            _tell_closed_days(request, files, of_hours=of_hours)
            say_seats(request, former)
            told = [text for key, text in _warnings(place).items() if key not in warned] if of_rules else []
            for text in told[:_MOST_WARNINGS]:
                link = place.text("editor.warns")
                messages.warning(request, format_html('{} <a href="/#warns">{}</a>', text, link))
        else:
            latest = place.versions()[:1]
            if message and latest and latest[0].message == message:  # sent twice
                messages.success(request, place.text("editor.saved_as", message=message))
                return files
            last = place.text("editor.last_saved", message=latest[0].message) if latest else ""
            messages.info(request, f"{place.text('editor.nothing_changed')} {last}".rstrip())
    return files


def _warnings(place: OpenPlace) -> dict[tuple[str, str], str]:
    """What there is to verify in the place, in words, but closed days: by code and words."""
    found = (problem for problem in place.facts()[1] if problem.level == "warning")
    texts = ((one.code, place.text(one.code, **one.values)) for one in found if one.code not in closed_days.CODES)
    return {pair: pair[1] for pair in texts}


def _tell_closed_days(request: HttpRequest, files: Sequence[str], *, of_hours: bool) -> None:
    """Say which activities of ``files``, or all after a change of the hours, have dates on which the place is closed."""
    place: OpenPlace = request.place
    concerned = of_hours or any("/activities/" in file for file in files)
    for problem in place.facts()[1] if concerned else ():
        if problem.code in closed_days.CODES and (of_hours or problem.file in files):
            said = place.text(problem.code, **problem.values)
            link = f"/texts/edit/?{urlencode({'path': problem.file})}", place.text("editor.warn_open")
            messages.warning(request, format_html('{} <a href="{}">{}</a>', said, *link))


def keep_version(request: HttpRequest, message: str = "") -> None:
    """Keep a version of the place as it is; what prevents it is said, and the files stay written."""
    place: OpenPlace = request.place
    try:
        with place_lock.settled(place.root):  # the page is there before its version
            version = versions.save(place.root, place.language, message, lambda: _author(request))
    except Problems as error:
        messages.warning(request, place.text("editor.saved"))
        for problem in error.problems:
            messages.warning(request, place.text(problem.code, **problem.values))
    else:
        kept = [version] if version else place.versions()[:1]  # without a new one, it was saved before
        said = place.text("editor.saved_as", message=kept[0].message) if kept else place.text("editor.saved")
        messages.success(request, f"{said} {place.text('editor.text_online')}")
        if version and place.lacks_author and _is_first_of_team(place, version):
            said = place.text("editor.saved_by_team", name=place.text("save.team"))
            link = "#author_name", place.text("editor.author_name")
            messages.info(request, format_html('{} <a href="{}">{}</a>', said, *link))
        _send(request)


def _is_first_of_team(place: OpenPlace, version: SavedVersion) -> bool:
    """Whether the one before ``version`` was not kept under the name of the team: it is told once."""
    return all(one.author != version.author for one in place.versions()[1:2])


def remember_author(request: HttpRequest) -> None:
    """Take the name that a form asks for while nobody is known; raises ``Problems``, before anything is written, without."""
    place: OpenPlace = request.place
    if has_repository(place.root) and place.lacks_author:
        if not request.POST.get("author_name", "").strip():
            raise Problems([Problem("editor.name_first")])
        set_author(place.root, *_author(request))


def keep_unsaved(request: HttpRequest) -> None:
    """Keep a version of what no version holds yet, such as what was typed in files."""
    place: OpenPlace = request.place
    if not has_repository(place.root) or versions.unsaved_paths(place.root):
        remember_author(request)
        keep_version(request)


def _receive(request: HttpRequest) -> None:
    """Take over what others have saved, where the place is shared; what prevents it is said, and prevents nothing."""
    place: OpenPlace = request.place
    if not sharing.shared_address(place.root):
        return
    try:
        versions.save(place.root, place.language, "", lambda: _author(request))  # what was typed in files
        if sharing.receive(place.root, place.text("sharing.message")):
            messages.info(request, place.text("sharing.received"))
    except Problems as error:
        _warn(request, error)


def _send(request: HttpRequest) -> None:
    """Send what was saved, where the place is shared; what prevents it is said."""
    place: OpenPlace = request.place
    if sharing.shared_address(place.root):
        try:
            sharing.send(place.root)
        except Problems as error:
            _warn(request, error)


def _warn(request: HttpRequest, error: Problems) -> None:
    place: OpenPlace = request.place
    for code in dict.fromkeys(problem.code for problem in error.problems):
        values = next(problem.values for problem in error.problems if problem.code == code)
        messages.warning(request, f"{place.text(code, **values)} {place.text('sharing.later')}")


def _author(request: HttpRequest) -> tuple[str, str]:
    """The name, empty where nobody gives it, and the e-mail address that the form asks for while git knows neither."""
    name, email = (request.POST.get(key, "").strip() for key in ("author_name", "author_email"))
    return name, email or "equipe@localhost"


def save_text(request: HttpRequest, file: str, text: str, seen: str, message: str = "") -> None:
    """Write ``text`` as the whole of ``file``, and keep a version of it, named ``message`` or after what changed.

    Raises ``Conflicts`` when the file is no longer what the person has ``seen``, ``Problems`` with each new error.
    """
    place: OpenPlace = request.place
    with place_lock.hold(place.root):
        _receive(request)
        edits.save_text(place.root, place.today(), file, text, seen, place.on_saved)
        keep_version(request, message)
        _tell_closed_days(request, [file], of_hours=False)


def conflicting(view: View, error: Conflicts, data: Any, place: OpenPlace) -> View:
    """The form as it was typed, with what somebody else has written meanwhile beside each input concerned.

    ``data`` are those of its file by now.

    To save it again is to have seen that, and to keep what is typed.
    """
    fresh = forms.renewed(view, data)
    said = {
        pointer(edit.path): (place.text("editor.changed_meanwhile", found="" if found is None else found),)
        for edit, found in error.found
    }
    return replace(fresh, errors={**view.errors, **said})
