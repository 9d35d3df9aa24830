"""Prints the plan of an update in the language of the place."""

from __future__ import annotations

from collections.abc import Iterable

from tierslieu.lineage.kit_versions import Version
from tierslieu.lineage.update_plan import Document, UpdatePlan

from .console import Console


def tell(plan: UpdatePlan, voice: Console) -> None:
    """Print what changes, then what touches the team's own files, then what it must decide."""
    _list(voice, "plan.versions", (_version(one, voice) for one in plan.versions))
    _list(voice, "plan.new_documents", (one.title for one in plan.new_documents))
    _list(voice, "plan.changed_documents", (_changed(one, voice) for one in plan.changed_documents))
    _list(voice, "plan.gone_documents", (one.title for one in plan.gone_documents))
    _list(voice, "plan.checks", plan.checks)
    _list(voice, "plan.vocabulary", plan.vocabulary)
    _list(voice, "plan.moved", (voice.text("plan.from_to", before=one.before, after=one.path) for one in plan.moved))
    counts = (voice.text(f"plan.part_{part or 'rest'}", count=count) for part, count in plan.parts.items())
    _list(voice, "plan.parts", counts)
    _list(voice, "plan.edited", (path for path in plan.edited if path not in plan.conflicts))
    _list(voice, "plan.kept", (voice.text("plan.told", name=file, value=key) for file, key in plan.kept))
    _list(voice, "plan.gone", plan.gone)
    _list(voice, "plan.overridden", plan.overridden)
    _list(voice, "plan.conflicts", plan.conflicts)
    answers = plan.questions.items()
    _list(voice, "plan.questions", (_told(name, answer, voice) for name, answer in answers))


def _version(version: Version, voice: Console) -> str:
    return _told(f"{version.name} ({version.date})" if version.date else version.name, version.summary, voice)


def _told(name: str, value: str, voice: Console) -> str:
    return voice.text("plan.told", name=name, value=value) if value else name


def _changed(document: Document, voice: Console) -> str:
    if document.law_before == document.law_after:
        return document.title
    return voice.text(
        "plan.law", title=document.title, before=document.law_before or "–", after=document.law_after or "–"
    )


def _list(voice: Console, code: str, lines: Iterable[str]) -> None:
    """A heading with its lines; nothing when there is none."""
    told = list(lines)
    if told:
        voice.say(code, count=len(told))
        for line in told:
            voice.say("plan.line", line=line)
