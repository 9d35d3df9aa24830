"""Space → documents: Markdown filled with facts, then a page, a PDF and two word-processor files of each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from tierslieu.model import GovernanceDocument, Source, Space
from tierslieu.problems import Problem, Problems

from . import office, page, pdf
from .filled import Filled, fill_in
from .theme import Theme

__all__ = ["FORMATS", "applicable", "build"]

Document = Source[GovernanceDocument]

_RENDERERS: dict[str, Callable[[Filled, Theme], bytes]] = {
    "html": page.render,
    "pdf": pdf.render,
    "docx": office.render_docx,
    "odt": office.render_odt,
}
FORMATS = tuple(_RENDERERS)

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
    formats: tuple[str, ...] = FORMATS,
    names: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
) -> dict[str, bytes]:
    """Every applicable document in each of ``formats``, by path under ``documents/``.

    ``names`` keeps only the documents with these file names. ``progress`` is called with the title of each document
    when it is done. Raises ``Problems`` with everything found, each naming its file.
    """
    _refuse_unknown(formats, FORMATS, "document.format")
    documents = applicable(space)
    _refuse_unknown(names, tuple(document.slug for document in documents), "document.unknown")
    theme = Theme(space.root)
    filled = _fill_all([one for one in documents if not names or one.slug in names], space, theme)
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        started = [(text, name, pool.submit(_RENDERERS[name], text, theme)) for text in filled for name in formats]
        try:
            for text, name, rendering in started:
                _collect(files, f"{text.slug}.{name}", rendering, problems)
                if progress and name == formats[-1]:
                    progress(text.title)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # Ctrl+C must not wait for those that have not begun
    if problems:
        raise Problems(problems)
    return files


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
