"""Plans which files an import writes: new events, and changed ones, of which the team's own words stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from tierslieu.core import front_matter
from tierslieu.core.folding import fold_to_ascii, slug
from tierslieu.core.problems import Problem
from tierslieu.core.yaml_edit import UneditableYaml
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import date_problems
from tierslieu.schedule.holidays import DaysOff
from tierslieu.schedule.occurrences import uid_of

from .imported import CALENDAR_OWNED_KEYS, ImportedEvent, Reading
from .new_event import activity_source, first_error
from .text_cleaning import as_body

#: Keys that are removed from a file when the calendar no longer has them; others stay.
_REMOVED_KEYS = ("rrule", "added", "exceptions", "moved", "cancelled", "status", "revision")


@dataclass
class ImportPlan:
    """What an import does: the text of each new or changed file by path, and what is not imported."""

    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def files(self) -> dict[str, str]:
        """Every file to write."""
        return self.new | self.changed


def plan(space: Space, reading: Reading, format: str | None = None, service: str | None = None) -> ImportPlan:
    """What importing ``reading`` into ``space`` does; ``format`` and ``service`` are for events without their own."""
    planner = _Planner(space, reading)
    locale = space.identity.language
    sources = {uid_of(space, source): source for source in space.activities if source.locale == locale}
    for event in reading.events:
        if event.uid in sources:
            planner.update(event, sources[event.uid])
        else:
            planner.add(event, planner.format_named_in(event.about) or format, service)
    return planner.plan


class _Planner:
    def __init__(self, space: Space, reading: Reading):
        self._space, self._file, self._days_off = space, reading.file, DaysOff(space)
        self.plan = ImportPlan(problems=list(reading.problems))
        locale = space.identity.language
        self._folder = PurePosixPath(f"content/{locale}/activities")
        self._used_names = {source.slug for source in space.activities if source.locale == locale}
        formats = space.vocabulary.activity_formats.items()
        keys = {
            _words(name).strip(): key for key, form in formats if form.purpose for name in (key, *form.label.values())
        }
        self._formats = {name: keys[name] for name in sorted(keys, key=len, reverse=True)}

    def format_named_in(self, text: str) -> str | None:
        """The format whose name is in ``text``; the longest name, if there are several."""
        words = _words(text)
        return next((key for name, key in self._formats.items() if f" {name} " in words), None)

    def add(self, event: ImportedEvent, activity_format: str | None, default_service: str | None) -> None:
        """Plan the file of a new event."""
        title = event.meta["title"]
        if activity_format is None:
            known = ", ".join(self._space.vocabulary.activity_formats)
            self._report("import.format", event, title=title, known=known)
            return
        service = event.meta.get("service") or default_service or self._service(activity_format)
        meta = {"title": title, "format": activity_format, **event.meta, "service": service}
        name, day = slug(title) or activity_format, str(event.meta["start"])[:10]
        names = chain((name, f"{name}-{day}"), (f"{name}-{day}-{number}" for number in count(2)))
        name = next(name for name in names if name not in self._used_names)
        ordered = {key: meta[key] for key in Activity.model_fields if key in meta}
        text = front_matter.write(ordered, as_body(event.text or str(event.meta["description"])))
        path = str(self._folder / f"{name}.md")
        if self._is_valid(path, text, event):
            self._used_names.add(name)
            self.plan.new[path] = text

    def update(self, event: ImportedEvent, source: Source[Activity]) -> None:
        """Plan the changes of the file of an event that was imported before."""
        changes = _changes(source.meta, event.meta)
        if not changes:
            self.plan.same += 1
            return
        try:
            text = front_matter.change((self._space.root / source.path).read_bytes().decode("utf-8"), changes)
        except UneditableYaml:
            values = {"title": event.meta["title"], "key": ", ".join(changes), "detail": source.path}
            self._report("import.unreadable", event, **values)
            return
        if self._is_valid(source.path, text, event):
            self.plan.changed[source.path] = text

    def _is_valid(self, path: str, text: str, event: ImportedEvent) -> bool:
        """Whether a file has a valid front matter, with dates that do not contradict each other; reports why not."""
        try:
            source = activity_source(self._space, path, text)
        except ValidationError as error:
            key, value = first_error(error)
            self._report("import.unreadable", event, title=event.meta["title"], key=key, detail=value)
            return False
        problems = date_problems.errors(self._space, source, self._days_off)
        for problem in problems:
            self._report(problem.code, event, **problem.values)
        return not problems

    def _report(self, code: str, event: ImportedEvent, **values: Any) -> None:
        self.plan.problems.append(Problem(code, values, self._file, event.line))

    def _service(self, activity_format: str) -> str:
        """The service that usually hosts a format if the place offers it, else the first that it offers."""
        usual, services = self._space.vocabulary.activity_formats.get(activity_format), self._space.identity.services
        return usual.service if usual and usual.service in services else next(iter(services), "mediation")


def _changes(activity: Activity, meta: Mapping[str, Any]) -> dict[str, Any]:
    """The values of ``meta`` that differ from the file, for the keys that the calendar owns; None for a removed key."""
    fields = Activity.model_fields
    keys = [key for key in CALENDAR_OWNED_KEYS if key != "uid" and (key in meta or key in _REMOVED_KEYS)]
    values = {key: meta.get(key, fields[key].get_default(call_default_factory=True)) for key in keys}
    imported = Activity.model_validate(dict(activity) | values)
    return {key: meta.get(key) for key in keys if getattr(imported, key) != getattr(activity, key)}


def _words(text: str) -> str:
    """The words of ``text``, each in ``a-z`` and ``0-9`` between two spaces."""
    words = re.findall("[a-z0-9]+", fold_to_ascii(text.replace("’", "'")))
    return f" {' '.join(words)} " if text else " "
