"""Space → documents: Markdown filled with facts, then a page, a PDF and two word-processor files of each.

Two files are beside them: the budget, a workbook, and the dashboard, a page that tells where each document stands.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tierslieu.core.problems import Problem, Problems
from tierslieu.facts import Facts
from tierslieu.model import Space

from .facts import DocumentFacts
from .filling import FilledDocument, fill_document
from .missing_facts import MissingFactsByDocument
from .selection import DocumentInstance, document_title, select_documents
from .theme import DocumentTheme
from .whole import Whole

if TYPE_CHECKING:
    from concurrent.futures import Future

    from .cache import Cache

__all__ = [
    "EVERY_FORMAT",
    "FORMATS",
    "DocumentInstance",
    "MissingFactsByDocument",
    "build_documents",
    "document_title",
    "fill_documents",
    "select_documents",
]

FORMATS = ("html", "pdf", "docx", "odt")
#: The workbook of the budget: its name, its only format, and every format that something is made in.
WORKBOOK, SHEETS = "budget", "xlsx"
EVERY_FORMAT = (*FORMATS, SHEETS)
#: The only format of the dashboard.
PAGE = "html"

#: Both cores of a small machine: pandoc and typst work outside Python's lock.
_WORKERS = 2


def fill_documents(space: Space, names: Container[str] = ()) -> tuple[FilledDocument, ...]:
    """The text of every applicable document, or of those that ``names`` holds; raises ``Problems`` with everything found."""
    told = DocumentFacts(space)
    documents = [one for one in select_documents(space, told) if not names or one.slug in names]
    return tuple(_fill_all(documents, space, DocumentTheme(space.root), told))


def build_documents(
    space: Space,
    formats: tuple[str, ...] = EVERY_FORMAT,
    names: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
    *,
    keep: bool = False,
) -> Mapping[str, bytes]:
    """Every applicable document in each of ``formats``, the workbook and the dashboard, by path under ``documents/``.

    ``names`` keeps only those with these file names. ``progress`` is called with the title of each document when it is
    done. With ``keep``, what has not changed since the last time is taken from ``.cache/``. Raises ``Problems`` with
    everything found, each naming its file, or told that a name has none of ``formats``.
    """
    refuse_unknown(formats, EVERY_FORMAT, "document.format")
    space = replace(space, pages=(), news=())  # documents don't follow the texts of the site
    theme = DocumentTheme(space.root)
    whole = Whole(space, theme) if keep and not names and set(formats) >= set(EVERY_FORMAT) else None
    if whole and whole.files:
        return whole.files
    # What is loaded here takes as long as the rest, and most builds end above.
    from concurrent.futures import ThreadPoolExecutor

    from . import dashboard
    from .cache import Cache

    told = DocumentFacts(space)
    documents = select_documents(space, told)
    possible = _possible(documents)
    refuse_unknown(names, tuple(possible), "document.unknown")
    _refuse_other_formats(names, formats, possible)
    named = [one for one in documents if not names or one.slug in names]
    told_of = PAGE in formats and (not names or dashboard.NAME in names)
    texts = {text.slug: text for text in _fill_all(documents if told_of else named, space, theme, told)}
    cache = Cache(theme) if keep else None
    written = [name for name in formats if name != SHEETS]
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        beside = {}
        if SHEETS in formats and (not names or WORKBOOK in names):
            beside[f"{WORKBOOK}.{SHEETS}"] = pool.submit(_workbook, space)
        if told_of:
            workbook = f"{WORKBOOK}.{SHEETS}" if SHEETS in formats else None
            beside[f"{dashboard.NAME}.{PAGE}"] = pool.submit(
                dashboard.render, space, documents, texts, written, workbook
            )
        started = [
            (texts[one.slug], name, pool.submit(_render, texts[one.slug], name, theme, cache))
            for one in named for name in written
        ]  # fmt: skip
        try:
            for path, rendering in beside.items():
                _collect(files, path, rendering, problems)
            for text, name, rendering in started:
                _collect(files, f"{text.slug}.{name}", rendering, problems)
                if progress and name == written[-1]:
                    progress(text.title)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # Ctrl+C must not wait for those that have not begun
    if problems:
        raise Problems(problems)
    if cache and not names and set(formats) >= set(FORMATS):
        cache.forget_others()
    if whole:
        whole.keep(files, texts.values())
    return files


def _possible(documents: Iterable[DocumentInstance]) -> dict[str, tuple[str, ...]]:
    """What can be made, by file name, with its formats; raises ``Problems`` for a document named as the dashboard."""
    from . import dashboard

    possible = {document.slug: FORMATS for document in documents}
    if dashboard.NAME in possible:
        raise Problems([Problem("document.duplicate", {"name": dashboard.NAME})])
    return {**possible, WORKBOOK: (*possible.get(WORKBOOK, ()), SHEETS), dashboard.NAME: (PAGE,)}


def _render(document: FilledDocument, kind: str, theme: DocumentTheme, cache: Cache | None) -> bytes:
    from . import (  # with all that makes documents, which a build that changes none does without
        html_page,
        office,
        typst_pdf,
    )

    makers = {"html": html_page.render, "pdf": typst_pdf.render, "docx": office.render_docx, "odt": office.render_odt}
    make = partial(makers[kind], document, theme)
    return cache.get(document, kind, make) if cache else make()


def _workbook(space: Space) -> bytes:
    """The budget; what makes it is only loaded when it is asked for."""
    from tierslieu.workbook.build import build_workbook

    return build_workbook(space)


def _fill_all(
    documents: Iterable[DocumentInstance], space: Space, theme: DocumentTheme, told: Mapping[str, Facts]
) -> list[FilledDocument]:
    filled: list[FilledDocument] = []
    problems: list[Problem] = []
    for document in documents:
        try:
            filled.append(fill_document(document, space, theme, told))
        except Problems as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
    if problems:
        raise Problems(problems)
    return filled


def _collect(files: dict[str, bytes], path: str, rendering: Future[bytes], problems: list[Problem]) -> None:
    """Keep what a rendering gave; a fault that several formats share is told once."""
    try:
        files[path] = rendering.result()
    except Problems as error:
        problems.extend(problem for problem in error.problems if problem not in problems)


def refuse_unknown(asked: tuple[str, ...], known: tuple[str, ...], code: str) -> None:
    """Raise ``Problems`` with the message ``code`` for each of ``asked`` that is not ``known``."""
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise Problems(Problem(code, {"name": name, "known": ", ".join(known)}) for name in unknown)


def _refuse_other_formats(
    names: tuple[str, ...], formats: tuple[str, ...], possible: Mapping[str, tuple[str, ...]]
) -> None:
    """Refuse each of ``names`` that would not be made, because it has none of ``formats``."""
    without = [name for name in names if formats and not set(formats) & set(possible[name])]
    if without:
        raise Problems(
            Problem("document.other_format", {"name": one, "known": ", ".join(possible[one])}) for one in without
        )
