"""What the person who reviews the documents gets: one page for each of them, and all pages in one file to annotate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.rendering import markdown

from .filling import FilledDocument, generated_document
from .missing_facts import GAP, GAP_CLASS
from .selection import DocumentInstance
from .theme import DocumentTheme

#: The folder of the pages, and the file with all of them.
FOLDER, BOOKLET = "relecture", "relecture/notes-de-relecture"
#: The format of a page, and that of all of them: for a word processor, in which a reviewer annotates.
PAGE_FORMAT, BOOKLET_FORMAT = FORMATS = ("html", "docx")
_TEMPLATE = "review.md"
#: A heading: its text, in which "#" stands for the number of an article, and what refers to it.
_HEADING = re.compile(r"#{2,} +(.*?)(?: +\{(?: *#([^\s{}]+))?[^{}]*\})? *$")
#: What surrounds a sentence: the end of another, or the edge of a table's cell.
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-ZÀ-ÝŒ«*])")
#: The marks of a line that would act elsewhere: emphasis, the sign of a list or a heading.
_MARKS = re.compile(r"\*\*|^(?:[-*#]+|[0-9]+\.) +")
#: Where the number of an article stands in a heading; a name may hold an escaped "#".
_NUMBER_SIGN = re.compile(r"(?<!\\)#")
#: A reference to an article, by the name of its object.
REFERENCE = re.compile(r"\[([^\[\]#]*?)[ \u00a0]#\]\(#([^)]*)\)")
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
    theme, formatter = DocumentTheme(space.root), _formatter(space)
    frame = generated_document(space, theme.label(_TEMPLATE), FOLDER, "")
    subjects = {
        instance.slug: _subject(space, instance, texts[instance.slug], formats)
        for instance in instances
        if needs_review(texts[instance.slug])
    }
    if PAGE_FORMAT in formats:
        for slug, subject in subjects.items():
            title = formatter.t("review_title", title=subject["title"])
            text = _text([subject], theme, formatter)
            yield replace(frame, slug=address(slug), title=title, text=text), PAGE_FORMAT
    if BOOKLET_FORMAT in formats and subjects:
        text = _text(list(subjects.values()), theme, formatter, in_booklet=True)
        yield replace(frame, slug=BOOKLET, title=formatter.t("review_booklet"), text=text), BOOKLET_FORMAT


def _text(
    subjects: Sequence[Mapping[str, Any]], theme: DocumentTheme, formatter: LocaleFormatter, *, in_booklet: bool = False
) -> str:
    context = {
        "t": formatter.t,
        "subjects": subjects,
        "in_booklet": in_booklet,
        "mark": Markup("###" if in_booklet else "##"),
    }
    return markdown.fill(theme.text(_TEMPLATE), context, theme.label(_TEMPLATE))


def _subject(
    space: Space, instance: DocumentInstance, document: FilledDocument, formats: Sequence[str]
) -> dict[str, Any]:
    """What the template shows of a document."""
    formatter = _formatter(space)
    titles, numbers = _headings(document)
    blanks, proposals = _gaps(document, titles, formatter.t("changes_opening"))
    return {
        "title": document.title,
        "audience": instance.source.meta.audience,
        "path": document.path,
        "law_as_of": formatter.date(document.law_as_of, "date"),
        "questions": Markup(_with_numbers(document.review_block, numbers, document.path)),
        "legal_bases": document.legal_bases,
        "form_laws": document.form_laws,
        "blanks": {title: _SEPARATOR.join(_counted(names, formatter)) for title, names in blanks.items()},
        "proposals": [Markup(_with_numbers(sentence, numbers, document.path)) for sentence in proposals],
        "links": {kind: f"../{instance.slug}.{kind}" for kind in formats},
    }


def article_numbers(document: FilledDocument) -> dict[str, int]:
    """The numbers of the articles of a text, by what refers to them."""
    return _headings(document)[1]


def _headings(document: FilledDocument) -> tuple[dict[int, str], dict[str, int]]:
    """The headings of a text by line, and the numbers of its articles by what refers to them."""
    titles: dict[int, str] = {}
    numbers: dict[str, int] = {}
    articles = 0
    for line, text in enumerate(document.text.splitlines()):
        heading = _HEADING.match(text)
        if heading:
            title, reference = heading.groups()
            articles += bool(_NUMBER_SIGN.search(title))
            titles[line] = markdown.plain(_NUMBER_SIGN.sub(str(articles), title))
            if reference:
                numbers[reference] = articles
    return titles, numbers


def _with_numbers(text: str, numbers: Mapping[str, int], path: str) -> str:
    """``text`` with the numbers of the articles that it names; raises ``Problems`` for an article that does not exist."""
    problems = [
        Problem("document.reference", {"target": target}, path)
        for _, target in REFERENCE.findall(text)
        if target not in numbers
    ]
    if problems:
        raise Problems(problems)
    return REFERENCE.sub(lambda match: f"{match[1]}\u00a0{numbers[match[2]]}", text)


def _gaps(
    document: FilledDocument, titles: Mapping[int, str], opening: str
) -> tuple[dict[str, Counter[str]], list[str]]:
    """The gaps to be filled in, by title, each with how many times; the sentences in which the kit proposes a value.

    ``opening`` names what precedes the first of ``titles``, which are by line.
    """
    proposed = re.compile(re.escape(document.strings["blank_proposed"]).replace(re.escape("{value}"), ".*"))
    before, _, after = document.strings["blank_document"].partition("{what}")
    blanks: dict[str, Counter[str]] = {}
    sentences: dict[str, None] = {}
    title = opening
    for number, line in enumerate(document.text.splitlines()):
        title = titles.get(number, title)
        if GAP_CLASS not in line:  # most lines: to split them all would take longer than the rest of a page
            continue
        for sentence in _sentences(line):
            gaps = [markdown.plain(gap) for gap in GAP.findall(sentence)]
            names = [gap.removeprefix(before).removesuffix(after) for gap in gaps if not proposed.fullmatch(gap)]
            if names:
                blanks.setdefault(title, Counter()).update(names)
            if len(names) < len(gaps):
                sentences[_MARKS.sub("", sentence.strip())] = None
    return blanks, list(sentences)


def _counted(names: Counter[str], formatter: LocaleFormatter) -> Iterator[str]:
    for name, times in names.items():
        yield name if times == 1 else formatter.t("review_times", name=name, count=times)


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line of Markdown; a row of a table is one, its cells separated by a colon."""
    if line.startswith("|"):
        yield " : ".join(cell.strip() for cell in re.split(r"(?<!\\)\|", line) if cell.strip())
    else:
        yield from _SENTENCE_END.split(line)


def _formatter(space: Space) -> LocaleFormatter:
    locale = space.identity.language
    return LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
