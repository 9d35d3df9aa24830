"""The plan of an update of the kit in words, for a terminal and for a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .kit_versions import Version
from .update_plan import DocumentChange, UpdatePlan

#: Gives a message by its code and its values.
Text = Callable[..., str]


def plan_lists(plan: UpdatePlan, text: Text) -> Iterator[tuple[str, list[str]]]:
    """Lists that are not empty, each under the code of its heading, which takes the ``count`` of its lines.

    What changes comes first, then what affects the team's own files, then what it has to decide.
    """
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("plan.versions", (_version(version, text) for version in plan.versions)),
        ("plan.new_documents", (document.title for document in plan.new_documents)),
        ("plan.changed_documents", (_changed_document(document, text) for document in plan.changed_documents)),
        ("plan.gone_documents", (document.title for document in plan.gone_documents)),
        ("plan.checks", plan.checks),
        ("plan.vocabulary", plan.vocabulary),
        ("plan.moved", (text("plan.from_to", before=move.old_path, after=move.path) for move in plan.moved)),
        ("plan.parts", (text(f"plan.part_{part or 'rest'}", count=count) for part, count in plan.parts.items())),
        ("plan.edited", (path for path in plan.edited if path not in plan.conflicts)),
        ("plan.kept", (_name_and_value(file, key, text) for file, key in plan.kept)),
        ("plan.gone", plan.gone),
        ("plan.overridden", plan.overridden),
        ("plan.conflicts", plan.conflicts),
        ("plan.questions", (_name_and_value(name, answer, text) for name, answer in plan.questions.items())),
    )
    for code, lines in lists:
        if found := list(lines):
            yield code, found


def _version(version: Version, text: Text) -> str:
    name = f"{version.name} ({version.date})" if version.date else version.name
    return _name_and_value(name, version.summary, text)


def _name_and_value(name: str, value: str, text: Text) -> str:
    return text("plan.told", name=name, value=value) if value else name


def _changed_document(document: DocumentChange, text: Text) -> str:
    """The title of a document and, if the version of the law that it follows changes, both versions."""
    if document.law_before == document.law_after:
        return document.title
    return text("plan.law", title=document.title, before=document.law_before or "–", after=document.law_after or "–")
