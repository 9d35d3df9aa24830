"""Space → documents: Markdown filled with facts, then a page, a PDF and two word-processor files of each.

The budget is beside them, as a workbook: what it holds is counted, not written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from tierslieu.model import GovernanceDocument, Source, Space
from tierslieu.problems import Problem, Problems

from . import office, page, pdf
from .filled import Filled, fill_in
from .theme import Theme

__all__ = ["EVERY_FORMAT", "FORMATS", "applicable", "build"]

Document = Source[GovernanceDocument]

_RENDERERS: dict[str, Callable[[Filled, Theme], bytes]] = {
    "html": page.render,
    "pdf": pdf.render,
    "docx": office.render_docx,
    "odt": office.render_odt,
}
FORMATS = tuple(_RENDERERS)
#: The workbook of the budget: its name, its only format, and every format that something is made in.
WORKBOOK, SHEETS = "budget", "xlsx"
EVERY_FORMAT = (*FORMATS, SHEETS)

#: Both cores of a small machine: pandoc and typst work outside Python's lock.
_WORKERS = 2


def applicable(space: Space) -> tuple[Document, ...]:
    """The documents that the space gets, by file name.

    Of each kind, those in the language of the space; where it has none, those in the first language that has some.
    """
    concerned = [
        document
        for document in space.documents
        if document.meta.min_organisations <= len(space.organisations.organisations)
    ]
    languages: dict[str, str] = {}
    for document in sorted(concerned, key=lambda one: (one.locale != space.identity.language, one.locale)):
        languages.setdefault(document.meta.kind, document.locale)
    chosen = (document for document in concerned if document.locale == languages[document.meta.kind])
    return tuple(sorted(chosen, key=lambda document: document.slug))


def build(
    space: Space,
    formats: tuple[str, ...] = EVERY_FORMAT,
    names: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
) -> dict[str, bytes]:
    """Every applicable document in each of ``formats``, and the workbook of the budget, by path under ``documents/``.

    ``names`` keeps only those with these file names. ``progress`` is called with the title of each document when it is
    done. Raises ``Problems`` with everything found, each naming its file, or told that a name has none of ``formats``.
    """
    _refuse_unknown(formats, EVERY_FORMAT, "document.format")
    documents = applicable(space)
    possible = {document.slug: FORMATS for document in documents}
    possible[WORKBOOK] = (*possible.get(WORKBOOK, ()), SHEETS)
    _refuse_unknown(names, tuple(possible), "document.unknown")
    _refuse_other_formats(names, formats, possible)
    written = [name for name in formats if name != SHEETS]
    theme = Theme(space.root)
    filled = _fill_all([one for one in documents if not names or one.slug in names], space, theme)
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        started = [(text, name, pool.submit(_RENDERERS[name], text, theme)) for text in filled for name in written]
        try:
            if SHEETS in formats and (not names or WORKBOOK in names):
                _collect(files, f"{WORKBOOK}.{SHEETS}", pool.submit(_workbook, space), problems)
            for text, name, rendering in started:
                _collect(files, f"{text.slug}.{name}", rendering, problems)
                if progress and name == written[-1]:
                    progress(text.title)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # Ctrl+C must not wait for those that have not begun
    if problems:
        raise Problems(problems)
    return files


def _workbook(space: Space) -> bytes:
    """The budget; what makes it is only loaded when it is asked for."""
    from tierslieu import workbook

    return workbook.build(space)


def _fill_all(documents: list[Document], space: Space, theme: Theme) -> list[Filled]:
    filled: list[Filled] = []
    problems: list[Problem] = []
    for document in documents:
        try:
            filled.append(fill_in(document, space, theme))
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


def _refuse_unknown(asked: tuple[str, ...], known: tuple[str, ...], code: str) -> None:
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
