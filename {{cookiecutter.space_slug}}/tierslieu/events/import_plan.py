"""Which files an import writes: new events, those that have changed; people's own words are left alone."""

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

#: Keys that are taken out of a file when the calendar no longer has them; others stay.
_FOLLOWED = ("rrule", "added", "exceptions", "moved", "cancelled", "status", "revision")


@dataclass
class ImportPlan:
    """What an import does: the text of each file by path, and what is not taken over."""

    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def files(self) -> dict[str, str]:
        """Every file to write."""
        return self.new | self.changed


def plan(space: Space, reading: Reading, file: str, form: str | None = None, service: str | None = None) -> ImportPlan:
    """What importing ``reading`` into ``space`` does. ``form`` and ``service`` are for events that don't tell theirs."""
    locale = space.identity.language
    folder = f"content/{locale}/activities"
    own = {uid_of(space, source): source for source in space.activities if source.locale == locale}
    taken = {PurePosixPath(source.path).stem for source in space.activities if source.locale == locale}
    days_off, made, names = DaysOff(space), ImportPlan(problems=list(reading.problems)), _names(space)
    for found in reading.events:
        source = own.get(found.uid)
        if source is None:
            _add(space, made, found, folder, file, days_off, taken, _format(names, found.about) or form, service)
        else:
            _update(space, made, found, source, file, days_off)
    return made


def _add(
    space: Space, made: ImportPlan, found: ImportedEvent, folder: str, file: str, days_off: DaysOff, taken: set[str],
    kind: str | None, service: str | None,
) -> None:  # fmt: skip
    if kind is None:
        values = {"title": found.meta["title"], "known": ", ".join(space.vocabulary.activity_formats)}
        made.problems.append(Problem("import.format", values, file, found.line))
        return
    hosts = found.meta.get("service") or service or _service(space, kind)
    meta = {"title": found.meta["title"], "format": kind, **found.meta, "service": hosts}
    name = _name(slug(found.meta["title"]) or kind, str(found.meta["start"])[:10], taken)
    path = f"{folder}/{name}.md"
    text = front_matter.write(_ordered(meta), as_body(found.text or str(found.meta["description"])))
    if problems := _faults(space, path, text, found, file, days_off):
        made.problems += problems
        return
    taken.add(name)
    made.new[path] = text


def _update(
    space: Space, made: ImportPlan, found: ImportedEvent, source: Source[Activity], file: str, days_off: DaysOff
) -> None:
    text = (space.root / source.path).read_bytes().decode("utf-8")
    changes = _changes(source.meta, found.meta)
    if not changes:
        made.same += 1
        return
    try:
        changed = front_matter.change(text, changes)
    except UneditableYaml:
        values = {"title": found.meta["title"], "key": ", ".join(changes), "detail": source.path}
        made.problems.append(Problem("import.unreadable", values, file, found.line))
        return
    if problems := _faults(space, source.path, changed, found, file, days_off):
        made.problems += problems
    else:
        made.changed[source.path] = changed


def _changes(activity: Activity, meta: Mapping[str, Any]) -> dict[str, Any]:
    """What the calendar says otherwise than the file, where the calendar decides; None for what it no longer says."""
    decided = [key for key in CALENDAR_OWNED_KEYS if key != "uid" and (key in meta or key in _FOLLOWED)]
    told = Activity.model_validate(dict(activity) | {key: meta.get(key, _blank(key)) for key in decided})
    return {key: meta.get(key) for key in decided if getattr(told, key) != getattr(activity, key)}


def _blank(key: str) -> Any:
    return Activity.model_fields[key].get_default(call_default_factory=True)


def _faults(space: Space, path: str, text: str, found: ImportedEvent, file: str, days_off: DaysOff) -> list[Problem]:
    """Why a file can't be written: its dates contradict one another, or something in it is not what it must be."""
    try:
        meta = Activity.model_validate(yaml_reader.parse(front_matter.header_of(text)).data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        values = {
            "title": found.meta["title"],
            "key": ".".join(map(str, first["loc"])),
            "detail": str(first["input"])[:80],
        }
        return [Problem("import.unreadable", values, file, found.line)]
    source = Source(path, space.identity.language, PurePosixPath(path).stem, meta, "", 0)
    return [Problem(one.code, one.values, file, found.line) for one in date_problems.errors(space, source, days_off)]


def _format(names: Mapping[str, str], about: str) -> str | None:
    """The format whose name stands in ``about``; the longest, when there are several."""
    words = _plain(about)
    return next((names[name] for name in names if f" {name} " in words), None)


def _names(space: Space) -> dict[str, str]:
    """The formats by everything that they are called, the longest names first."""
    formats = space.vocabulary.activity_formats.items()
    names = {_plain(name).strip(): key for key, form in formats for name in (key, *form.label.values())}
    return {name: names[name] for name in sorted(names, key=len, reverse=True)}


def _service(space: Space, form: str) -> str:
    """The service that usually hosts a format, if it is on; else the first that is."""
    usual = space.vocabulary.activity_formats[form].service if form in space.vocabulary.activity_formats else None
    on = space.identity.services
    return usual if usual in on else next(iter(on), "mediation")


def _name(wanted: str, day: str, taken: set[str]) -> str:
    """A name that no file has: with the day behind, then a number, while another has it."""
    names = chain((wanted, f"{wanted}-{day}"), (f"{wanted}-{day}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _ordered(meta: Mapping[str, Any]) -> dict[str, Any]:
    """The keys in the order in which the files of the kit have them."""
    return {key: meta[key] for key in Activity.model_fields if key in meta}


def _plain(text: str) -> str:
    words = re.findall("[a-z0-9]+", fold_to_ascii(text.replace("’", "'")))
    return f" {' '.join(words)} " if text else " "
