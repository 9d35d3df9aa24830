"""What the person who reviews the documents gets: one page for each of them, and all pages in one file to annotate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.rendering import markdown

from .filling import FilledDocument, generated_document
from .missing_facts import GAP
from .selection import DocumentInstance
from .theme import DocumentTheme

#: The folder of the pages, and the file with all of them.
FOLDER, BOOKLET = "relecture", "relecture/notes-de-relecture"
#: The format of a page, and that of all of them: for a word processor, in which a reviewer annotates.
PAGE_FORMAT, BOOKLET_FORMAT = FORMATS = ("html", "docx")
_TEMPLATE = "review.md"
#: A heading; ``match[1]`` is its text, in which "#" stands for the number of an article.
_HEADING = re.compile(r"#{2,} +(.*?)(?: +\{[^{}]*\})? *$")
#: What surrounds a sentence: the end of another, or the edge of a table's cell.
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-ZÀ-ÝŒ«*])")
#: The marks of a line that would act elsewhere: emphasis, the sign of a list or a heading, references to articles.
_MARKS = re.compile(r"\*\*|^(?:[-*#]+|[0-9]+\.) +")
_REFERENCE = re.compile(r"\[([^\]]*?)(?: #)?\]\(#[^)]*\)")

#: Between the names of gaps, which hold commas.
_SEPARATOR = "\u00a0; "


def needs_review(document: FilledDocument) -> bool:
    """Whether a document has something to review: laws or questions, and nobody has reviewed them yet."""
    return not document.reviewed and bool(document.legal_bases or document.review_block)


def address(slug: str) -> str:
    """The path of the page about the document ``slug``, without its extension."""
    return f"{FOLDER}/{slug}"


def render(
    space: Space, instances: Sequence[DocumentInstance], texts: Mapping[str, FilledDocument], formats: Sequence[str]
) -> Iterator[tuple[FilledDocument, str]]:
    """The pages about those of ``instances`` that need review, then all in one, each with its format, of ``formats``.

    ``texts`` are the documents by file name; pages link to them in each of ``formats``. Raises ``Problems`` with those
    of the template.
    """
    formatter = _formatter(space)
    subjects = {
        instance.slug: _subject(space, instance, texts[instance.slug], formats)
        for instance in instances
        if needs_review(texts[instance.slug])
    }
    if PAGE_FORMAT in formats:
        for slug, subject in subjects.items():
            yield (
                _page(space, address(slug), formatter.t("review_title", title=subject["title"]), [subject]),
                PAGE_FORMAT,
            )
    if BOOKLET_FORMAT in formats and subjects:
        title = formatter.t("review_booklet")
        yield _page(space, BOOKLET, title, list(subjects.values()), in_booklet=True), BOOKLET_FORMAT


def _page(
    space: Space, slug: str, title: str, subjects: Sequence[Mapping[str, Any]], *, in_booklet: bool = False
) -> FilledDocument:
    theme, formatter = DocumentTheme(space.root), _formatter(space)
    context = {
        "t": formatter.t,
        "subjects": subjects,
        "in_booklet": in_booklet,
        "mark": Markup("###" if in_booklet else "##"),
    }
    text = markdown.fill(theme.text(_TEMPLATE), context, theme.label(_TEMPLATE))
    return generated_document(space, theme.label(_TEMPLATE), slug, title, text)


def _subject(
    space: Space, instance: DocumentInstance, document: FilledDocument, formats: Sequence[str]
) -> dict[str, Any]:
    """What the template shows of a document."""
    formatter = _formatter(space)
    blanks, proposals = _gaps(document, formatter.t("changes_opening"))
    return {
        "title": document.title,
        "audience": instance.source.meta.audience,
        "path": document.path,
        "law_as_of": formatter.date(document.law_as_of, "date"),
        "questions": Markup(document.review_block),
        "legal_bases": document.legal_bases,
        "form_laws": document.form_laws,
        "blanks": {heading: _SEPARATOR.join(_counted(names, formatter)) for heading, names in blanks.items()},
        "proposals": proposals,
        "links": {kind: f"../{instance.slug}.{kind}" for kind in formats},
    }


def _gaps(document: FilledDocument, opening: str) -> tuple[dict[str, Counter[str]], list[Markup]]:
    """The gaps to be filled in, by heading, each with how many times; the sentences in which the kit proposes a value.

    ``opening`` names what precedes the first heading.
    """
    proposed = re.compile(re.escape(document.strings["blank_proposed"]).replace(re.escape("{value}"), ".*"))
    before, _, after = document.strings["blank_document"].partition("{what}")
    blanks: dict[str, Counter[str]] = {}
    sentences: dict[Markup, None] = {}
    heading, articles = opening, 0
    for line in document.text.splitlines():
        title = _HEADING.match(line)
        if title:
            articles += "#" in title[1]
            heading = markdown.plain(title[1].replace("#", str(articles)))
        for sentence in _sentences(line):
            gaps = [markdown.plain(gap) for gap in GAP.findall(sentence)]
            names = [gap.removeprefix(before).removesuffix(after) for gap in gaps if not proposed.fullmatch(gap)]
            if names:
                blanks.setdefault(heading, Counter()).update(names)
            if len(names) < len(gaps):
                sentences[Markup(_MARKS.sub("", _REFERENCE.sub(r"\1", sentence.strip())))] = None
    return blanks, list(sentences)


def _counted(names: Counter[str], formatter: LocaleFormatter) -> Iterator[str]:
    for name, times in names.items():
        yield name if times == 1 else formatter.t("review_times", name=name, count=times)


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line of Markdown; a row of a table is one, its cells separated by a colon."""
    if line.startswith("|"):
        yield Markup(" : ").join(cell.strip() for cell in re.split(r"(?<!\\)\|", line) if cell.strip())
    else:
        yield from _SENTENCE_END.split(line)


def _formatter(space: Space) -> LocaleFormatter:
    locale = space.identity.language
    return LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
