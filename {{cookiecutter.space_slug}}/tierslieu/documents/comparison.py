"""The changes in the documents between two versions of the place, as a text that an assembly can vote on."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.rendering import markdown

from . import html_page, old_version, typst_pdf
from .articles import Word, read_articles
from .diff import ArticleChange, Run, Sign, article_changes
from .filling import FilledDocument, fill_documents, generated_document
from .pandoc import Pandoc
from .selection import chosen_names, document_title, select_documents
from .theme import DocumentTheme

_TEMPLATE = "compare.md"
_RENDERERS: dict[str, Callable[[FilledDocument, DocumentTheme, Pandoc], bytes]] = {
    "html": html_page.render,
    "pdf": typst_pdf.render,
}
#: The sign of each run of words, for readers without colours; the classes are in filter.lua and in each format's styles.
_SIGNS: dict[Sign, str] = {"added": "+", "removed": "−"}
_WORKERS = 2
_LIST_SEPARATOR = "\u00a0; "


def build_comparison(
    space: Space,
    ref: str,
    formats: tuple[str, ...] = ("html", "pdf"),
    names: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
) -> dict[str, bytes]:
    """The changes since the version ``ref``, by path under ``documents/``; nothing when there are none.

    Of ``formats``, only those of ``_RENDERERS`` are made; ``names`` limits it to the documents with these file names.
    A named document that is new comes with the titles of those that went, one of which it may replace. ``progress`` is called with the title of each document when it has been read. Raises ``Problems`` when ``ref``
    can't be read, and for a name that neither version has, or when none of ``formats`` can be made.
    """
    kinds = [kind for kind in _RENDERERS if kind in formats]
    slug = f"changements-{re.sub('[^A-Za-z0-9._-]+', '-', ref).strip('-')}"
    if not kinds:
        raise Problems([Problem("document.other_format", {"name": slug, "known": ", ".join(_RENDERERS)})])
    old_space, date = old_version.space_at(space, ref)
    try:
        former = {instance.slug: document_title(old_space, instance) for instance in select_documents(old_space)}
    except Problems as error:
        raise old_version.unreadable(ref, error) from None
    titles = {instance.slug: document_title(space, instance) for instance in select_documents(space)}
    names = chosen_names(names, former | titles)
    try:
        old = {document.slug: document for document in fill_documents(old_space, names)}
    except Problems as error:
        raise old_version.unreadable(ref, error) from None
    new = {document.slug: document for document in fill_documents(space, names)}

    theme = DocumentTheme(space.root)
    language = space.identity.language
    formatter = LocaleFormatter(language, space.vocabulary.locales[language].strings)
    with Pandoc(theme) as pandoc:
        changes = _changes(old, new, pandoc, formatter, progress)
        lists = changes["lists"]
        if lists["changes_new_documents"]:
            lists["changes_gone_documents"] = [title for name, title in former.items() if name not in titles]
        if not (changes["documents"] or lists["changes_new_documents"] or lists["changes_gone_documents"]):
            return {}
        context: dict[str, Any] = {
            **changes,
            "t": formatter.t,
            "ref": ref,
            "date": formatter.date(date, "date"),
            **{name: marked(name, formatter.t(f"changes_{name}_example")) for name in _SIGNS},
        }
        text = markdown.fill(theme.text(_TEMPLATE), context, theme.label(_TEMPLATE))
        day = context["date"]
        title = formatter.t("changes_title_day", date=day) if ref.isdecimal() else formatter.t("changes_title", ref=ref)
        document = generated_document(space, theme.label(_TEMPLATE), slug, title, text)
        return {f"{slug}.{kind}": _RENDERERS[kind](document, theme, pandoc) for kind in kinds}


def _changes(
    old: dict[str, FilledDocument],
    new: dict[str, FilledDocument],
    pandoc: Pandoc,
    formatter: LocaleFormatter,
    progress: Callable[[str], None] | None,
) -> dict[str, Any]:
    """The changed documents with their changes, and the titles of the others, by the names that compare.md uses."""
    both = [slug for slug in new if slug in old]
    edited = [slug for slug in both if old[slug].text != new[slug].text]
    documents = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        changes_of_each = pool.map(
            lambda slug: article_changes(read_articles(old[slug], pandoc), read_articles(new[slug], pandoc)), edited
        )
        for slug, changes in zip(edited, changes_of_each, strict=True):
            if any(change.kind != "unchanged" for change in changes):
                documents.append(_document(new[slug], changes, formatter))
            if progress:
                progress(new[slug].title)
    changed_titles = {document["title"] for document in documents}
    return {
        "documents": documents,
        "lists": {
            "changes_new_documents": [new[slug].title for slug in new if slug not in old],
            "changes_gone_documents": [old[slug].title for slug in old if slug not in new],
            "changes_same_documents": [new[slug].title for slug in both if new[slug].title not in changed_titles],
        },
    }


def _document(document: FilledDocument, changes: list[ArticleChange], formatter: LocaleFormatter) -> dict[str, Any]:
    return {
        "title": document.title,
        "changes": [_change(change, formatter) for change in changes if change.kind not in ("renumbered", "unchanged")],
        "renumbered": _LIST_SEPARATOR.join(
            formatter.t("changes_renumbered_one", title=change.article.heading, before=change.former)
            for change in changes
            if change.kind == "renumbered"
        ),
        "unchanged": _LIST_SEPARATOR.join(
            _heading(change, formatter) for change in changes if change.kind == "unchanged"
        ),
    }


def _heading(change: ArticleChange, formatter: LocaleFormatter) -> str:
    return change.article.heading or formatter.t("changes_opening")


def _change(change: ArticleChange, formatter: LocaleFormatter) -> dict[str, Any]:
    sentences = [formatter.t("changes_same_text" if change.kind == "renamed" else f"changes_{change.kind}")]
    if change.former:
        sentences.insert(0, formatter.t("changes_renamed", title=change.former))
    return {
        "title": _heading(change, formatter),
        "told": " ".join(sentences),
        "lines": [Markup(f"{mark} {_line(runs)}".strip()) for mark, runs in change.lines],
    }


def _line(runs: tuple[Run, ...]) -> str:
    return " ".join(_run(sign, words) for sign, words in runs if words)


def _run(sign: Sign, words: tuple[Word, ...]) -> Markup:
    return marked(sign, " ".join(word.shown for word in words))


def marked(sign: Sign, text: str) -> Markup:
    """``text`` as Markdown with the sign and the class of what happened to it."""
    if sign == "same":
        return Markup(markdown.escape(text))
    return Markup(f"[{markdown.escape(f'[{_SIGNS[sign]} {text}]')}]{{.{sign}}}")
