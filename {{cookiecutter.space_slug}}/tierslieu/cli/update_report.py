"""Prints the plan of an update of the kit."""

from __future__ import annotations

from collections.abc import Iterable

from tierslieu.lineage.kit_versions import Version
from tierslieu.lineage.update_plan import DocumentChange, UpdatePlan

from .console import Console


def print_plan(plan: UpdatePlan, console: Console) -> None:
    """Print what changes, then what affects the team's own files, then what it has to decide."""
    text = console.text
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("plan.versions", (_version(version, console) for version in plan.versions)),
        ("plan.new_documents", (document.title for document in plan.new_documents)),
        ("plan.changed_documents", (_changed_document(document, console) for document in plan.changed_documents)),
        ("plan.gone_documents", (document.title for document in plan.gone_documents)),
        ("plan.checks", plan.checks),
        ("plan.vocabulary", plan.vocabulary),
        ("plan.moved", (text("plan.from_to", before=move.old_path, after=move.path) for move in plan.moved)),
        ("plan.parts", (text(f"plan.part_{part or 'rest'}", count=count) for part, count in plan.parts.items())),
        ("plan.edited", (path for path in plan.edited if path not in plan.conflicts)),
        ("plan.kept", (_name_and_value(file, key, console) for file, key in plan.kept)),
        ("plan.gone", plan.gone),
        ("plan.overridden", plan.overridden),
        ("plan.conflicts", plan.conflicts),
        ("plan.questions", (_name_and_value(name, answer, console) for name, answer in plan.questions.items())),
    )
    for code, lines in lists:
        console.print_list(code, lines)


def _version(version: Version, console: Console) -> str:
    name = f"{version.name} ({version.date})" if version.date else version.name
    return _name_and_value(name, version.summary, console)


def _name_and_value(name: str, value: str, console: Console) -> str:
    return console.text("plan.told", name=name, value=value) if value else name


def _changed_document(document: DocumentChange, console: Console) -> str:
    """The title of a document and, if the version of the law that it follows changes, both versions."""
    if document.law_before == document.law_after:
        return document.title
    before, after = document.law_before or "–", document.law_after or "–"
    return console.text("plan.law", title=document.title, before=before, after=after)
