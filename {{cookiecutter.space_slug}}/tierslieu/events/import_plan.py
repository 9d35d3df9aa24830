"""The files that an import writes: those of new events, and those whose events have changed in the calendar.

Only the keys that the calendar owns are changed; the other keys and the text stay as people wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from tierslieu.core import front_matter, yaml_reader
from tierslieu.core.folding import fold_to_ascii, slug
from tierslieu.core.problems import Problem
from tierslieu.core.yaml_edit import UneditableYaml
from tierslieu.model import Activity, Source, Space
from tierslieu.schedule import date_problems
from tierslieu.schedule.holidays import DaysOff
from tierslieu.schedule.occurrences import uid_of

from .imported import CALENDAR_OWNED_KEYS, ImportedEvent, Reading
from .text_cleaning import as_body

#: The keys that are removed from a file when the calendar no longer has them; the other keys stay.
_REMOVED_KEYS = ("rrule", "added", "exceptions", "moved", "cancelled", "status", "revision")


@dataclass
class ImportPlan:
    """The result of an import: the text of each new or changed file by path, and the problems.

    ``same`` counts the events whose file is already up to date.
    """

    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def files(self) -> dict[str, str]:
        """Every file to write."""
        return self.new | self.changed


def plan(
    space: Space, reading: Reading, file: str, format: str | None = None, service: str | None = None
) -> ImportPlan:
    """The plan to import ``reading``, read from ``file``, into ``space``.

    ``format`` and ``service`` are for events from which they can't be guessed.
    """
    importer = _Importer(space, file, ImportPlan(problems=list(reading.problems)))
    for event in reading.events:
        importer.add(event, format, service)
    return importer.plan


class _Importer:
    """Adds events to the plan of an import, one by one."""

    def __init__(self, space: Space, file: str, plan: ImportPlan):
        self.plan = plan
        self._space = space
        self._file = file
        self._days_off = DaysOff(space)
        self._format_names = _format_names(space)
        sources = [source for source in space.activities if source.locale == space.identity.language]
        self._sources = {uid_of(space, source): source for source in sources}
        self._file_names = {PurePosixPath(source.path).stem for source in sources}

    def add(self, event: ImportedEvent, format: str | None, service: str | None) -> None:
        """Plan the file of ``event``: a new one, or the changes of the one that has its UID."""
        source = self._sources.get(event.uid)
        if source is None:
            self._create(event, self._guess_format(event.about) or format, service)
        else:
            self._update(event, source)

    def _create(self, event: ImportedEvent, format: str | None, service: str | None) -> None:
        title = event.meta["title"]
        if format is None:
            values = {"title": title, "known": ", ".join(self._space.vocabulary.activity_formats)}
            self.plan.problems.append(Problem("import.format", values, self._file, event.line))
            return
        host = event.meta.get("service") or service or self._usual_service(format)
        meta = {"title": title, "format": format, **event.meta, "service": host}
        ordered = {key: meta[key] for key in Activity.model_fields if key in meta}
        name = _free_name(slug(title) or format, str(event.meta["start"])[:10], self._file_names)
        path = f"content/{self._space.identity.language}/activities/{name}.md"
        text = front_matter.write(ordered, as_body(event.text or str(event.meta["description"])))
        if problems := self._problems(event, path, text):
            self.plan.problems += problems
            return
        self._file_names.add(name)
        self.plan.new[path] = text

    def _update(self, event: ImportedEvent, source: Source[Activity]) -> None:
        changes = _changes(source.meta, event.meta)
        if not changes:
            self.plan.same += 1
            return
        text = (self._space.root / source.path).read_bytes().decode("utf-8")
        try:
            changed = front_matter.change(text, changes)
        except UneditableYaml:
            values = {"title": event.meta["title"], "key": ", ".join(changes), "detail": source.path}
            self.plan.problems.append(Problem("import.unreadable", values, self._file, event.line))
            return
        if problems := self._problems(event, source.path, changed):
            self.plan.problems += problems
        else:
            self.plan.changed[source.path] = changed

    def _problems(self, event: ImportedEvent, path: str, text: str) -> list[Problem]:
        """Why a file can't be written: a value of its front matter is not valid, or its dates are not."""
        try:
            meta = Activity.model_validate(yaml_reader.parse(front_matter.header_of(text)).data)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            values = {
                "title": event.meta["title"],
                "key": ".".join(map(str, first["loc"])),
                "detail": str(first["input"])[:80],
            }
            return [Problem("import.unreadable", values, self._file, event.line)]
        source = Source(path, self._space.identity.language, PurePosixPath(path).stem, meta, "", 0)
        errors = date_problems.errors(self._space, source, self._days_off)
        return [Problem(error.code, error.values, self._file, event.line) for error in errors]

    def _guess_format(self, about: str) -> str | None:
        """The format whose name stands in ``about``; that of the longest name when there are several."""
        words = _words(about)
        return next((key for name, key in self._format_names.items() if f" {name} " in words), None)

    def _usual_service(self, format: str) -> str:
        """The service that usually hosts a format, if it is on; else the first that is."""
        formats, services = self._space.vocabulary.activity_formats, self._space.identity.services
        usual = formats[format].service if format in formats else None
        return usual if usual in services else next(iter(services), "mediation")


def _changes(activity: Activity, meta: Mapping[str, Any]) -> dict[str, Any]:
    """The values of ``meta`` that differ from the file, of the keys that the calendar owns; None for removed keys."""
    keys = [key for key in CALENDAR_OWNED_KEYS if key != "uid" and (key in meta or key in _REMOVED_KEYS)]
    imported = Activity.model_validate(dict(activity) | {key: meta.get(key, _default(key)) for key in keys})
    return {key: meta.get(key) for key in keys if getattr(imported, key) != getattr(activity, key)}


def _default(key: str) -> Any:
    return Activity.model_fields[key].get_default(call_default_factory=True)


def _format_names(space: Space) -> dict[str, str]:
    """The formats by each of their names in any language, the longest names first."""
    formats = space.vocabulary.activity_formats.items()
    names = {_words(name).strip(): key for key, format in formats for name in (key, *format.label.values())}
    return {name: names[name] for name in sorted(names, key=len, reverse=True)}


def _free_name(wanted: str, day: str, taken: set[str]) -> str:
    """``wanted`` or, while a file has that name, with the day then a number behind it."""
    names = chain((wanted, f"{wanted}-{day}"), (f"{wanted}-{day}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _words(text: str) -> str:
    """The words of ``text`` in lower-case ASCII, with a space around each."""
    words = re.findall("[a-z0-9]+", fold_to_ascii(text.replace("’", "'")))
    return f" {' '.join(words)} " if text else " "
