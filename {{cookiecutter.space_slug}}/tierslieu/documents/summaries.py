"""Summaries of the documents that are not in the language of the place, with a glossary, in one booklet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.rendering import markdown

from .filling import FilledDocument, generated_document
from .selection import DocumentInstance, document_title
from .theme import DocumentTheme

#: Its file name, its formats and its template.
NAME, FORMATS, _TEMPLATE = "summaries", ("html", "docx"), "summaries.md"


def summary_of(instance: DocumentInstance, locale: str) -> str:
    """The summary of a document for readers of ``locale``; empty when it is in that language, or has none."""
    source = instance.source
    return "" if source.locale == locale else source.meta.summary.get(locale, "")


def are_needed(space: Space, instances: Sequence[DocumentInstance]) -> bool:
    """Whether a document of the place is summarised in the language of the place."""
    return any(summary_of(instance, space.identity.language) for instance in instances)


def render(
    space: Space, instances: Sequence[DocumentInstance], formats: Sequence[str]
) -> Iterator[tuple[FilledDocument, str]]:
    """The booklet about ``instances``, in each of ``formats`` that it has; raises ``Problems`` with those of the template.

    In each format, it links to the documents in that format.
    """
    locale, theme = space.identity.language, DocumentTheme(space.root)
    formatter = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
    for kind in FORMATS:
        if kind in formats:
            context = {
                "t": formatter.t,
                "language": formatter.language,
                "subjects": _subjects(space, instances, kind),
                "glossaries": _glossaries(space, instances),
            }
            text = markdown.fill(theme.text(_TEMPLATE), context, theme.label(_TEMPLATE))
            yield generated_document(space, theme.label(_TEMPLATE), NAME, formatter.t("summaries_title"), text), kind


def _subjects(space: Space, instances: Sequence[DocumentInstance], kind: str) -> list[dict[str, Any]]:
    """What the template shows of each model of a document, which several organisations may have, by title."""
    subjects: dict[str, dict[str, Any]] = {}
    for instance in instances:
        source = instance.source
        summary = summary_of(instance, space.identity.language)
        if summary:
            subject = {"title": source.meta.title, "locale": source.locale, "summary": summary, "files": {}}
            files = subjects.setdefault(source.path, subject)["files"]
            files[document_title(space, instance)] = f"{instance.slug}.{kind}"
    return sorted(subjects.values(), key=lambda subject: subject["title"])


def _glossaries(space: Space, instances: Sequence[DocumentInstance]) -> dict[str, dict[str, str]]:
    """The meaning of each term, by the language of the documents that are summarised."""
    locale = space.identity.language
    languages = sorted({instance.source.locale for instance in instances if summary_of(instance, locale)})
    return {
        language: {term.term: term.meaning[locale] for term in glossary.terms if locale in term.meaning}
        for language in languages
        if (glossary := space.vocabulary.glossaries.get(language))
    }
