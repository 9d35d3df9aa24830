"""Space → documents: Markdown filled with facts, then a page, a PDF and two word-processor files of each.

Beside them are the budget, a workbook; the dashboard, a page with the state of each document; and, each in a folder,
notes for the person who reviews them and blank templates for other places. A place whose language is not that of its
documents also gets their summaries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from tierslieu.core.problems import Problem, Problems
from tierslieu.model import Space

from . import FORMATS, blank_templates, dashboard, review_pages, summaries
from .cache import DocumentCache
from .facts import DocumentFacts
from .filling import FilledDocument, fill_instances
from .pandoc import Pandoc
from .selection import DocumentInstance, chosen_names, document_title, refuse_unknown, select_documents
from .theme import DocumentTheme

#: The workbook of the budget: its name and its only format.
WORKBOOK, XLSX = "budget", "xlsx"
EVERY_FORMAT = (*FORMATS, XLSX)
#: The only format of the dashboard.
HTML = "html"

#: Both cores of a small machine: pandoc and typst work outside Python's lock.
_WORKERS = 2


class Job(NamedTuple):
    """Files to make one after the other, by their paths under ``documents/``.

    ``title`` is that of their document, and ``length`` the length of its text.
    """

    files: Mapping[str, Callable[[], bytes]]
    title: str | None = None
    length: int = 0


def build_documents(
    space: Space,
    formats: tuple[str, ...] = EVERY_FORMAT,
    names: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
    *,
    use_cache: bool = False,
) -> dict[str, bytes]:
    """Every applicable document in each of ``formats``, and what is beside them, by path under ``documents/``.

    ``names`` limits them to those with these names or titles. ``progress`` is called with the title of each document when it
    is done. With ``use_cache``, documents that have not changed are taken from ``.cache/``. Raises ``Problems`` with
    those of all documents, each with its file, or for a name or a format that does not exist, or a name that has none
    of ``formats``.
    """
    refuse_unknown(formats, EVERY_FORMAT, "document.format")
    theme, facts = DocumentTheme(space.root), DocumentFacts(space)
    instances = select_documents(space, facts)
    names = _chosen_names(space, names, formats, instances)
    selected = [instance for instance in instances if not names or instance.slug in names]
    has_workbook = XLSX in formats and (not names or WORKBOOK in names)
    has_dashboard = HTML in formats and (not names or dashboard.NAME in names)

    has_templates = not names or blank_templates.FOLDER in names
    has_review = not names or review_pages.FOLDER in names
    has_summaries = summaries.are_needed(space, instances) and (not names or summaries.NAME in names)

    filled = fill_instances(instances if has_dashboard or has_review else selected, space, theme, facts)
    texts = {document.slug: document for document in filled}

    cache = DocumentCache(theme) if use_cache else None
    kinds = [kind for kind in FORMATS if kind in formats]  # whatever their order: pages name and link to them
    jobs = []
    if has_workbook:
        make = partial(_build_workbook, space)
        jobs.append(Job({f"{WORKBOOK}.{XLSX}": partial(cache.workbook, space, make) if cache else make}))
    if has_dashboard:
        workbook = f"{WORKBOOK}.{XLSX}" if XLSX in formats else None
        make = partial(dashboard.render, space, instances, texts, kinds, workbook)
        jobs.append(Job({f"{dashboard.NAME}.{HTML}": make}))
    beside: list[tuple[FilledDocument, Sequence[str]]] = []
    if has_templates:
        wanted = [kind for kind in kinds if kind in blank_templates.FORMATS]
        beside += ((template, wanted) for template in blank_templates.fill_templates(space, instances, theme))
    if has_review:
        beside += ((page, (kind,)) for page, kind in review_pages.render(space, instances, texts, kinds))
    if has_summaries:
        beside += ((page, (kind,)) for page, kind in summaries.render(space, instances, kinds))
    with Pandoc(theme) as pandoc:
        conversions = [_conversions(texts[instance.slug], kinds, theme, pandoc, cache) for instance in selected]
        conversions += [
            _conversions(page, page_kinds, theme, pandoc, cache)._replace(title=None) for page, page_kinds in beside
        ]
        # The longest first: no thread is left alone with one of them at the end.
        jobs += sorted(conversions, key=lambda job: job.length, reverse=True)
        files = _run_all(jobs, progress)
    if cache and not names and set(formats) >= set(FORMATS):
        cache.forget_others()
    return files


def _chosen_names(
    space: Space, names: tuple[str, ...], formats: tuple[str, ...], instances: Sequence[DocumentInstance]
) -> tuple[str, ...]:
    """The names of what ``names`` mean.

    Raises ``Problems`` for a document with a name of the engine's, and for each of ``names`` that can't be made: when
    nothing, or more than one thing, has that name, or when what has it has none of ``formats``.
    """
    formats_by_name = _formats_by_name(space, instances)
    titles = {name: name for name in formats_by_name}
    titles |= {instance.slug: document_title(space, instance) for instance in instances}
    names = chosen_names(names, titles)
    without_format = [name for name in names if formats and not set(formats) & set(formats_by_name[name])]
    if without_format:
        raise Problems(
            Problem("document.other_format", {"name": name, "known": ", ".join(formats_by_name[name])})
            for name in without_format
        )
    return names


def _formats_by_name(space: Space, instances: Sequence[DocumentInstance]) -> Mapping[str, tuple[str, ...]]:
    """The formats of all that can be made, by name; raises ``Problems`` for a document with a name of the engine's."""
    formats = {instance.slug: FORMATS for instance in instances}
    own = {
        dashboard.NAME: (HTML,),
        review_pages.FOLDER: review_pages.FORMATS,
        blank_templates.FOLDER: blank_templates.FORMATS,
    }
    if summaries.are_needed(space, instances):
        own[summaries.NAME] = summaries.FORMATS
    duplicates = [name for name in own if name in formats]
    if duplicates:
        raise Problems(Problem("document.duplicate", {"name": name}) for name in duplicates)
    return {**formats, WORKBOOK: (*formats.get(WORKBOOK, ()), XLSX), **own}


def _conversions(
    document: FilledDocument, kinds: Sequence[str], theme: DocumentTheme, pandoc: Pandoc, cache: DocumentCache | None
) -> Job:
    files = {}
    for kind in kinds:
        make = partial(convert, document, kind, theme, pandoc)
        files[f"{document.slug}.{kind}"] = partial(cache.get, document, kind, make) if cache else make
    return Job(files, document.title, len(document.text))


def convert(document: FilledDocument, kind: str, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """``document`` in the format ``kind``; raises ``Problems``."""
    from . import html_page, office, typst_pdf  # heavy to load, and not needed for documents that are in the cache

    renderers = {
        "html": html_page.render,
        "pdf": typst_pdf.render,
        "docx": office.render_docx,
        "odt": office.render_odt,
    }
    return renderers[kind](document, theme, pandoc)


def _build_workbook(space: Space) -> bytes:
    from tierslieu.workbook.build import build_workbook  # heavy to load, and not needed for documents alone

    return build_workbook(space)


def _run_all(jobs: Sequence[Job], progress: Callable[[str], None] | None) -> dict[str, bytes]:
    """The files of ``jobs`` by path; raises ``Problems`` with those of all, each once."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        futures = [pool.submit(_run, job) for job in jobs]
        try:
            for job, future in zip(jobs, futures, strict=True):
                made, faults = future.result()
                files |= made
                problems.extend(problem for problem in faults if problem not in problems)
                if progress and job.title is not None:
                    progress(job.title)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # Ctrl+C must not wait for those that have not begun
    if problems:
        raise Problems(problems)
    return files


def _run(job: Job) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of ``job`` by path, and the problems of those that can't be made."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path, make in job.files.items():
        try:
            files[path] = make()
        except Problems as error:
            problems.extend(error.problems)
    return files, problems
