"""What changed in the documents between two versions of the place, as a text that an assembly can vote on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.look import css
from tierslieu.model import Space
from tierslieu.rendering import markdown

from . import html_page, old_version, typst_pdf
from .articles import Word, articles
from .build import fill_documents, refuse_unknown
from .diff import Changed, Run, Sign, changes
from .filling import FilledDocument, emblem
from .selection import select_documents
from .theme import DocumentTheme

_LAYOUT = "compare.md"
_RENDERERS: dict[str, Callable[[FilledDocument, DocumentTheme], bytes]] = {
    "html": html_page.render,
    "pdf": typst_pdf.render,
}
#: How each run of words is told without colours; the classes are in filter.lua and the styles of each format.
_SIGNS: dict[Sign, str] = {"added": "+", "removed": "−"}
_WORKERS = 2
_LIST = "\u00a0; "


def build(
    space: Space,
    ref: str,
    formats: tuple[str, ...] = ("html", "pdf"),
    names: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
) -> dict[str, bytes]:
    """The changes since the version ``ref``, by path under ``documents/``; nothing when there are none.

    Of ``formats``, those that changes are told in; ``names`` keeps only the documents with these file names.
    ``progress`` is called with the title of each document when it has been read. Raises ``Problems`` when ``ref``
    can't be had or read, and for a name that neither version has or that has none of ``formats``.
    """
    wanted = [name for name in _RENDERERS if name in formats]
    slug = f"changements-{re.sub('[^A-Za-z0-9._-]+', '-', ref).strip('-')}"
    if not wanted:
        raise Problems([Problem("document.other_format", {"name": slug, "known": ", ".join(_RENDERERS)})])
    earlier, day = old_version.at(space, ref)
    try:
        known = [one.slug for one in select_documents(earlier)]
        old = {text.slug: text for text in fill_documents(earlier, names)}
    except Problems as error:
        raise old_version.unreadable(ref, error) from None
    known += [one.slug for one in select_documents(space) if one.slug not in known]
    refuse_unknown(names, tuple(known), "document.unknown")
    new = {text.slug: text for text in fill_documents(space, names)}
    theme = DocumentTheme(space.root)
    told = _told(space, old, new, theme, progress)
    if not any((told["documents"], told["lists"]["changes_new_documents"], told["lists"]["changes_gone_documents"])):
        return {}
    text = _written(space, slug, ref, day, told, theme)
    return {f"{slug}.{name}": _RENDERERS[name](text, theme) for name in wanted}


def _told(
    space: Space,
    old: dict[str, FilledDocument],
    new: dict[str, FilledDocument],
    theme: DocumentTheme,
    progress: Callable[[str], None] | None,
) -> dict[str, Any]:
    """The changed documents with their changes, and the titles of the others."""
    both = [slug for slug in new if slug in old]
    differ = [slug for slug in both if old[slug].text != new[slug].text]
    words = _words(space)
    found = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        read = pool.map(lambda slug: changes(articles(old[slug], theme), articles(new[slug], theme)), differ)
        for slug, changed in zip(differ, read, strict=True):
            if any(one.kind != "unchanged" for one in changed):
                found.append(_document(new[slug], changed, words))
            if progress:
                progress(new[slug].title)
    changed_titles = {one["title"] for one in found}
    return {
        "documents": found,
        "lists": {
            "changes_new_documents": [new[slug].title for slug in new if slug not in old],
            "changes_gone_documents": [old[slug].title for slug in old if slug not in new],
            "changes_same_documents": [new[slug].title for slug in both if new[slug].title not in changed_titles],
        },
    }


def _document(document: FilledDocument, changed: list[Changed], words: LocaleFormatter) -> dict[str, Any]:
    return {
        "title": document.title,
        "changes": [_change(one, words) for one in changed if one.kind not in ("renumbered", "unchanged")],
        "renumbered": _LIST.join(
            words.t("changes_renumbered_one", title=one.article.heading, before=one.before)
            for one in changed if one.kind == "renumbered"
        ),
        "unchanged": _LIST.join(_heading(one, words) for one in changed if one.kind == "unchanged"),
    }  # fmt: skip


def _heading(one: Changed, words: LocaleFormatter) -> str:
    return one.article.heading or words.t("changes_opening")


def _change(one: Changed, words: LocaleFormatter) -> dict[str, Any]:
    told = [words.t("changes_same_text" if one.kind == "renamed" else f"changes_{one.kind}")]
    if one.before:
        told.insert(0, words.t("changes_renamed", title=one.before))
    return {
        "title": _heading(one, words),
        "told": " ".join(told),
        "lines": [Markup(f"{mark} {_shown(runs)}".strip()) for mark, runs in one.lines],
    }


def _shown(runs: tuple[Run, ...]) -> str:
    return " ".join(_run(sign, words) for sign, words in runs if words)


def _run(sign: Sign, words: tuple[Word, ...]) -> Markup:
    return marked(sign, " ".join(word.shown for word in words))


def marked(sign: Sign, text: str) -> Markup:
    """``text`` as Markdown that says in words, signs and style what happened to it."""
    if sign == "same":
        return Markup(markdown.escape(text))
    return Markup(f"[{markdown.escape(f'[{_SIGNS[sign]} {text}]')}]{{.{sign}}}")


def _written(
    space: Space, slug: str, ref: str, day: dt.date, told: dict[str, Any], theme: DocumentTheme
) -> FilledDocument:
    words = _words(space)
    known: dict[str, Any] = {
        **told,
        "t": words.t,
        "ref": ref,
        "date": words.date(day, "date"),
        **{name: marked(name, words.t(f"changes_{name}_example")) for name in _SIGNS},
    }
    return FilledDocument(
        path=theme.label(_LAYOUT),
        slug=slug,
        title=words.t("changes_title", ref=ref),
        place=space.identity.name,
        locale=words.code,
        law_as_of=space.today,
        reviewed=True,
        strings=space.vocabulary.locales[words.code].strings,
        text=markdown.fill(theme.text(_LAYOUT), known, theme.label(_LAYOUT)),
        emblem=emblem(space),
        look=css.variables(space.look),
    )


def _words(space: Space) -> LocaleFormatter:
    language = space.identity.language
    return LocaleFormatter(language, space.vocabulary.locales[language].strings)
