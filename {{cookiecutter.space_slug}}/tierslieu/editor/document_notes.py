"""Who read a document, reviewed or adopted it, as its screen notes it, and whether its text has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from tierslieu.core.front_matter import header_of
from tierslieu.core.problems import Problems
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml
from tierslieu.documents.facts import DocumentFacts
from tierslieu.documents.filling import fill_instances
from tierslieu.documents.old_version import space_at
from tierslieu.documents.selection import DocumentInstance, select_documents
from tierslieu.documents.theme import DocumentTheme
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.i18n.messages import text
from tierslieu.model import Space
from tierslieu.model.content import DocumentReading
from tierslieu.versions.history import file_versions
from tierslieu.versions.saved_version import SavedVersion

from .edits import Edit, Sentinel
from .handmade_gaps import HandmadeGap, fill_gaps, handmade_gaps, with_kept_gaps
from .open_place import OpenPlace

READ, REVIEWED, ADOPTED = "read", "reviewed", "adopted"
#: What the head of a document says of its review.
_REVIEW = ("review", "reviewed_by", "law_as_of")
#: The versions of places that were read last, with their facts, and how many are kept.
_read: dict[tuple[Path, str, dt.date], tuple[Space, DocumentFacts]] = {}
_KEPT = 6
#: How the day is called in a sentence that leaves one gap for it.
_DAY_LABELS = ("date",)


@dataclass(frozen=True)
class Note:
    """A note in words; ``press`` takes it back.

    ``changed`` is whether the text is another since; ``since`` is then the version that was noted, where one holds it:
    that of its ``day`` or, without one, that in which the note was made.
    """

    words: str
    press: str
    day: dt.date | None = None
    changed: bool = False
    since: str = ""


def notes(
    place: OpenPlace,
    space: Space,
    instance: DocumentInstance,
    gaps: Sequence[HandmadeGap],
    facts: DocumentFacts,
    *,
    changed: bool,
) -> list[Note]:
    """What is noted of a document: its review, then who read it, then who adopted it, as its ``gaps`` say.

    ``changed`` is whether its text is another than that of its review, where the review has kept which it was.
    """  # fmt: skip
    meta = instance.source.meta
    found: list[tuple[Note, Callable[[str], bool]]] = []
    if meta.review == "relu":
        by = meta.reviewed_by
        words = place.text("editor.reviewed_by", name=by) if by else place.text("editor.reviewed_by_nobody")
        words = f"{words} {place.text('editor.reviewed_on', date=f'{meta.law_as_of:%d/%m/%Y}')}"
        review = ["relu", by, meta.law_as_of.isoformat()]
        found.append((Note(words, "again", meta.law_as_of, changed), lambda file: _values(file, _REVIEW) == review))
    for index, one in enumerate(meta.readings):
        words = place.text("editor.read_by", name=one.by, date=f"{one.date:%d/%m/%Y}")
        reading = {"by": one.by, "date": one.date.isoformat()}
        found.append((Note(words, f"unread {index}", one.date), partial(_has_reading, reading)))
    if adopted := [gap.noted for gap in gaps if gap.tells_agreement and gap.noted]:
        note = Note(place.text("editor.adopted_by", words=", ".join(adopted)), "unadopted")
        found.append((note, lambda file: all(one in file for one in adopted)))
    if not found:
        return []
    versions, now = place.versions(), _text(space, facts, instance, instance)
    shown = []
    for note, is_noted in found:
        made = _noted(place, versions, instance.source.path, note.day, is_noted)
        is_other = made is not None and _former_text(space, made, instance) not in ("", now)
        if note.press == "again" and meta.reviewed_text:  # as the document itself says
            is_other = is_other and changed
        shown.append(
            replace(note, changed=note.changed or is_other, since=str(made.number) if made and is_other else "")
        )
    return shown


def _former_text(space: Space, version: SavedVersion, instance: DocumentInstance) -> str:
    """The words of a document as it was in a version; empty where they can't be known."""
    try:
        then, facts = _former_space(space, version.commit)
        same = [one for one in select_documents(then, facts) if one.slug == instance.slug]
        return _text(then, facts, instance, same[0]) if same else ""
    except Problems:
        return ""


def _former_space(space: Space, commit: str) -> tuple[Space, DocumentFacts]:
    """The place as it was in a version, which is read once: a version does not change."""
    key = space.root, commit, space.today
    if key not in _read:
        then = space_at(space, commit)[0]
        while len(_read) >= _KEPT:
            del _read[next(iter(_read))]
        _read[key] = then, DocumentFacts(then)
    return _read[key]


def _noted(
    place: OpenPlace, versions: Sequence[SavedVersion], file: str, day: dt.date | None, is_noted: Callable[[str], bool]
) -> SavedVersion | None:
    """The version that a note is about."""
    made = _noted_in(place, versions, file, is_noted)
    if made is None or day is None:
        return made
    return next((one for one in versions if one.number <= made.number and one.date.date() <= day), made)


def _noted_in(
    place: OpenPlace, versions: Sequence[SavedVersion], file: str, is_noted: Callable[[str], bool]
) -> SavedVersion | None:
    """The version after which ``file`` ``is_noted``; None where none is known."""
    for version in versions:
        if file in version.paths:
            before, after = file_versions(place.root, version, file)
            if not is_noted(after):
                return None  # noted, and not saved yet
            if not is_noted(before):
                return version
    return None


def _text(space: Space, facts: DocumentFacts, today: DocumentInstance, then: DocumentInstance) -> str:
    """The words of a document as it was ``then``, without what its notes change in it."""
    source, now = then.source, today.source
    same: dict[str, Any] = {"review": now.meta.review, "law_as_of": now.meta.law_as_of, "reviewed_text": {}}
    meta = source.meta.model_copy(update=same)
    body = with_kept_gaps(source.body, now.body)
    words = ["" if gap.tells_agreement else gap.noted for gap in handmade_gaps(body, about=then.about)]
    instance = replace(then, source=replace(source, meta=meta, body=fill_gaps(body, words, then.about)))
    (filled,) = fill_instances([instance], space, DocumentTheme(space.root), facts)
    return " ".join(filled.text.split())


def _values(file: str, keys: Sequence[str]) -> list[Any]:
    head = _head(file)
    return [None if (value := head.get(key)) is None else str(value) for key in keys]


def _readings(file: str) -> list[dict[str, str]]:
    entries = _head(file).get("readings") or []
    return [{key: str(value) for key, value in one.items()} for one in entries if isinstance(one, dict)]


def _has_reading(reading: dict[str, str], file: str) -> bool:
    return reading in _readings(file)


def _head(file: str) -> dict[str, Any]:
    try:
        data = EditableYaml(header_of(file)).data
    except UneditableYaml:
        return {}
    return data if isinstance(data, dict) else {}


def reading_edits(file: str, instance: DocumentInstance, who: str, day: dt.date) -> list[Edit]:
    """The edits that note a reading of a document."""
    readings = [_entry(one) for one in instance.source.meta.readings]
    reading = {"by": who, "date": day}
    return [] if reading in readings else [Edit(file, ("readings",), [*readings, reading])]


def without_reading(file: str, instance: DocumentInstance, index: int) -> list[Edit]:
    """The edits that take back the reading of that index."""
    left = [_entry(one) for number, one in enumerate(instance.source.meta.readings) if number != index]
    return [Edit(file, ("readings",), left or Sentinel.REMOVED)]


def _entry(reading: DocumentReading) -> dict[str, Any]:
    return {"by": reading.by, "date": reading.date}


def review_edits(file: str, who: str, day: dt.date) -> list[Edit]:
    """The edits that note the review of a document, its texts of law verified on ``day``."""
    return [Edit(file, ("review",), "relu"), Edit(file, ("law_as_of",), day), Edit(file, ("reviewed_by",), who)]


def without_review(file: str, instance: DocumentInstance) -> list[Edit]:
    """The edits by which a document is to be reviewed again."""
    meta = instance.source.meta
    kept = {"reviewed_by": meta.reviewed_by, "reviewed_text": meta.reviewed_text}
    return [
        Edit(file, ("review",), "a-faire-relire"),
        *(Edit(file, (key,), Sentinel.REMOVED) for key, value in kept.items() if value),
    ]


def fingerprint_edit(
    instances: Sequence[DocumentInstance], body: str, day: dt.date, space: Space, facts: DocumentFacts
) -> Edit:
    """The edit that keeps which texts are reviewed: those of ``instances``, of one file, once it has that ``body``.

    ``day`` is that of the review.
    """
    source = instances[0].source
    meta = source.meta.model_copy(update={"review": "relu", "law_as_of": day, "reviewed_text": {}})
    reviewed = [replace(one, source=replace(source, body=body, meta=meta)) for one in instances]
    filled = fill_instances(reviewed, space, DocumentTheme(space.root), facts)
    return Edit(source.path, ("reviewed_text",), {document.slug: document.fingerprint for document in filled})


def with_adoption(
    space: Space, instance: DocumentInstance, gaps: Sequence[HandmadeGap], typed: Sequence[str], who: str, day: dt.date
) -> list[str]:
    """The ``typed`` words of gaps with those that say who adopted a document: one more where somebody has."""
    locale, words = instance.source.locale, list(typed)
    date = LocaleFormatter(locale, space.vocabulary.locales[locale].strings).date(day, "date")
    own = [index for index, gap in enumerate(gaps) if gap.tells_agreement]
    days = [index for index in own if gaps[index].label.casefold() in _DAY_LABELS]
    before = text(locale, "editor.adopted_and") if words[own[0]] else ""
    former_day = days and words[days[0]]
    if days:
        former = text(locale, "editor.adopted_on", who=words[own[0]], date=former_day) if former_day else words[own[0]]
        words[own[0]], words[days[0]] = f"{former}{before}{who}", date
    else:
        words[own[0]] = f"{words[own[0]]}{before}{text(locale, 'editor.adopted_on', who=who, date=date)}"
    return words


def without_adoption(gaps: Sequence[HandmadeGap], typed: Sequence[str]) -> list[str]:
    """The ``typed`` words of gaps without those that say who adopted a document."""
    return ["" if gap.tells_agreement else words for gap, words in zip(gaps, typed, strict=True)]
