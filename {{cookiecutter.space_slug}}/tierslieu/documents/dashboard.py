"""The dashboard: one page for the team with what the law asks for, and the state of every document of the place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import get_args

from markupsafe import Markup, escape

from tierslieu.facts import organisation_name
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.i18n.messages import DEFAULT_LANGUAGE
from tierslieu.model import Space
from tierslieu.model.vocabulary import LegalDocument, Moment

from . import html_page, legal_duties, review_pages, summaries
from .filling import FilledDocument, generated_document
from .legal_duties import Duty
from .missing_facts import count_gaps
from .overview import overview
from .review_block import count_questions
from .selection import DocumentInstance, subject_name
from .theme import DocumentTheme

#: Its file name, and its template.
NAME, _TEMPLATE = "tableau-de-bord", "dashboard.html"
#: A web address in the source of an obligation.
_ADDRESS = re.compile(r"https?://[^\s)]+")
#: The states of documents, in the order in which they are shown.
_STATES: Sequence[legal_duties.State | None] = ("changed", "to_review", "reviewed", None)
#: The moments at which documents are asked for, the first first.
_MOMENTS: Sequence[Moment] = get_args(Moment)
#: The most dates that are shown before the others.
_MOST = 4
#: The most stops that are steps of their own.
_MOST_STOPS = 2
#: The most squares to a row, on a telephone, a tablet and a wide screen.
_PER_ROW = {"few": 9, "some": 10, "many": 20}


@dataclass(frozen=True)
class DashboardRow:
    """A document of the place; ``gaps`` counts those of its text, ``links`` are its files by format.

    ``subject`` is the name of what it is about. ``state`` is None where there is nothing to review: no law and no
    question, as on a guide or a poster. ``questions`` counts those that its reviewer has to answer, on the page
    ``review``, None when there is none. ``summary`` is in the language of the place, empty when the document is too.
    """

    title: str
    subject: str
    instance: DocumentInstance
    to_sign: bool
    state: legal_duties.State | None
    gaps: int
    links: Mapping[str, str]
    questions: int
    review: str | None
    summary: str


@dataclass(frozen=True)
class Line:
    """What a document is about, and its state there; ``row`` is None when the place does not have it.

    ``counted_with`` names what asks for it before, where it is counted: a document that is asked for twice is one.
    """

    subject: str
    state: legal_duties.State | None
    row: DashboardRow | None = None
    locale: str = ""
    counted_with: str = ""

    @property
    def left(self) -> int:
        """How many fields it lacks; what the place does not have comes after all others."""
        return self.row.gaps if self.row else 10**6

    @property
    def name(self) -> str:
        """What it is, in one line."""
        return self.row.title if self.row else self.subject

    @property
    def cell(self) -> str:
        """The classes of its cell: full once nothing is left to write, with a button once nothing is left to review."""
        if self.left:
            return ""
        return "full" if self.state in legal_duties.TO_REVIEW else "full done"


@dataclass(frozen=True)
class Group:
    """One source of documents, with a line for each document that is made from it; the place may have none."""

    title: str
    lines: Sequence[Line]
    locale: str = ""
    visibility: str = ""


@dataclass(frozen=True)
class AskedDocument:
    """What the law asks for, once for all whom it asks."""

    legal: LegalDocument
    groups: Sequence[Group]

    @property
    def lines(self) -> Sequence[Line]:
        """Those of all its documents."""
        return [line for group in self.groups for line in group.lines]


def _gaps(lines: Iterable[Line]) -> int:
    return sum(line.row.gaps for line in lines if line.row)


@dataclass(frozen=True)
class Deadline:
    """When the law asks for documents, in its own words, and which; ``number`` is its place on the page."""

    number: int
    moment: Moment
    when: str
    asked: Sequence[AskedDocument]

    @property
    def lines(self) -> list[Line]:
        """Those of all that it asks for."""
        return [line for asked in self.asked for line in asked.lines]

    @property
    def documents(self) -> list[Line]:
        """Those of the documents of the place that nothing asks for before."""
        return [line for line in self.lines if line.row and not line.counted_with]

    @property
    def to_review(self) -> int:
        """How many of its documents are still to be reviewed."""
        return sum(line.state in legal_duties.TO_REVIEW for line in self.documents)

    @property
    def only_to_review(self) -> str:
        """The title of the document that is to be reviewed where it is the only one."""
        titles = [
            line.row.instance.source.meta.title
            for line in self.documents
            if line.row and line.state in legal_duties.TO_REVIEW
        ]
        return titles[0] if len(titles) == 1 else ""

    @property
    def gaps(self) -> int:
        """How many gaps all its documents have."""
        return _gaps(self.documents)

    @property
    def shows_state(self) -> bool:
        """Whether any of its documents is not simply to be reviewed."""
        return any(line.state != "to_review" for line in self.lines)

    @property
    def count(self) -> int:
        """How many documents of the place it asks for."""
        return len(self.documents)


@dataclass(frozen=True)
class Part:
    """The documents of one moment, by deadline, or those that nobody asks for, in ``groups``."""

    name: str
    deadlines: Sequence[Deadline] = ()
    groups: Sequence[Group] = ()

    @property
    def lines(self) -> Sequence[Line]:
        """Those of all its documents, each once."""
        asked = [line for deadline in self.deadlines for line in deadline.documents]
        return asked + [line for group in self.groups for line in group.lines]

    @property
    def gaps(self) -> int:
        """How many gaps all its documents have."""
        return _gaps(self.lines)


@dataclass(frozen=True)
class Readiness:
    """How many of the documents that the law asks for before the opening, ``lines``, are as far as ``name`` says."""

    name: str
    count: int
    lines: Sequence[Line]


def render(
    space: Space,
    instances: Sequence[DocumentInstance],
    texts: Mapping[str, FilledDocument],
    formats: Sequence[str],
    workbook: str | None,
) -> bytes:
    """The page about ``instances``, whose ``texts`` are given by file name; raises ``Problems``.

    It links to each in ``formats``, and to the file ``workbook`` if there is one.
    """
    theme, locale = DocumentTheme(space.root), space.identity.language
    formatter = LocaleFormatter(locale, space.vocabulary.locales[locale].strings)
    duties = legal_duties.duties(space, instances, {slug for slug, document in texts.items() if document.changed})
    rows = {instance.slug: _row(space, instance, texts[instance.slug], formats, formatter) for instance in instances}
    asked = {duty.instance.slug for duty in duties if duty.instance}
    others = [
        row for state in _STATES for row in rows.values() if row.state == state and row.instance.slug not in asked
    ]
    gaps = [row for row in sorted(rows.values(), key=lambda row: -row.gaps) if row.gaps]
    waiting = [row for row in rows.values() if row.to_sign and (row.gaps or row.state in legal_duties.TO_REVIEW)]
    deadlines = _deadlines(space, duties, rows, formatter)
    absent = _absent(space, duties, formatter)
    parts = [Part(moment, list(own)) for moment, own in groupby(deadlines, lambda deadline: deadline.moment)]
    step = _first_to_fill(parts)
    parts.append(Part("not_asked", groups=_grouped(others)))
    readiness = _readiness(parts)
    context = {
        "t": formatter.t,
        "plural": formatter.plural,
        "linked": lambda source: _linked(source, formatter.t("dashboard_online")),
        "most": _MOST,
        "most_stops": _MOST_STOPS,
        "ready": [row for row in rows.values() if row.to_sign and row not in waiting],
        "to_sign": sum(row.to_sign for row in rows.values()),
        "total": len(rows),
        "has_done": any("done" in line.cell for part in parts for line in part.lines),
        "step": step,
        "parts": [part for part in parts if part.deadlines or part.groups],
        "waiting": sorted(waiting, key=lambda row: row.gaps),
        "gaps": gaps,
        "unsigned": sum(row.to_sign for row in gaps),
        "to_review": [row for row in rows.values() if row.state in legal_duties.TO_REVIEW],
        "absent": absent,
        "readiness": readiness,
        "deadlines_to_review": [deadline for deadline in deadlines if deadline.to_review],
        "overview": overview(space),
        "unknown": _without_duties(space, duties, formatter),
        "workbook": workbook,
        "has_reviews": any(row.review for row in rows.values()),
        "booklet": _booklet(formats),
        "locale": locale,
        "law_locale": DEFAULT_LANGUAGE,
        "summaries": f"{summaries.NAME}.html" if summaries.are_needed(space, instances) else None,
    }
    document = generated_document(space, theme.label(_TEMPLATE), NAME, formatter.t("dashboard_title"))
    body = html_page.render_template(_TEMPLATE, theme, context)
    rows_of = {part.name: len(part.lines) for part in parts}
    rows_of |= {"absent": len(absent), "readiness": len(readiness.lines) if readiness else 1}
    # The squares of the longest row of what is asked for share its width; so do those of the head.
    longest = max((per_row(len(part.lines), _PER_ROW["many"]) for part in parts if part.deadlines), default=1)
    lengths = f"main{{--longest:{longest}}}" + "".join(_row_lengths(name, count) for name, count in rows_of.items())
    css = theme.text("document.css") + theme.text("dashboard.css") + lengths
    day = formatter.t("dashboard_day", date=formatter.date(space.today, "date").replace(" ", "\u00a0"))
    # What is above the line in « 1er » is so everywhere.
    raised = Markup(escape(day).replace("1er", Markup("1<sup>er</sup>")))
    return html_page.render_page(document, body, css, theme, day=raised)


def per_row(count: int, most: int) -> int:
    """How many of ``count`` squares to put in a row, ``most`` at most: rows are about as long, and none has a single one."""
    length = max(1, -(-count // max(1, -(-count // most))))
    return next((size for size in range(length, 1, -1) if count % size != 1), length)


def _row_lengths(name: str, count: int) -> str:
    """The rule that says how many of ``count`` squares are in each row of the class ``name``, at each width."""
    return f".{name}{{{';'.join(f'--{width}:{per_row(count, most)}' for width, most in _PER_ROW.items())}}}"


def _readiness(parts: Sequence[Part]) -> Readiness | None:
    """How far the documents are that the law asks for first; None where it asks for none.

    They are counted as they are filled in, then as they are reviewed. Those that lack least come first.
    """
    lines = [line for part in parts if part.name in ("creation", "opening") for line in part.lines]
    complete = sum(not line.left for line in lines)
    reviewed = sum(line.state not in legal_duties.TO_REVIEW for line in lines)
    if not lines:
        return None
    name, count = ("complete", complete) if complete < len(lines) else ("reviewed", reviewed)
    return Readiness(name, count, sorted(lines, key=lambda line: line.left))


def _first_to_fill(parts: Sequence[Part]) -> DashboardRow | None:
    """Of the documents in ``parts`` that lack fields, the fullest of those that are asked for first; None where none does."""
    lines = (line for part in parts for line in sorted(part.lines, key=lambda line: line.left))
    return next((line.row for line in lines if line.row and line.row.gaps), None)


def _linked(source: str, words: str) -> Markup:
    """A source in the law as HTML, its addresses as links with ``words``."""
    return Markup(
        _ADDRESS.sub(lambda match: Markup('<a href="{}">{}</a>').format(Markup(match[0]), words), str(escape(source)))
    )


def _row(
    space: Space,
    instance: DocumentInstance,
    document: FilledDocument,
    formats: Sequence[str],
    formatter: LocaleFormatter,
) -> DashboardRow:
    return DashboardRow(
        document.title,
        subject_name(space, instance) or formatter.t("overview_place"),
        instance,
        bool(instance.source.meta.signatories),
        legal_duties.state_of(instance, (document.slug,) if document.changed else ())
        if document.legal_bases or document.review_block
        else None,
        count_gaps(document.text),
        {kind: f"{instance.slug}.{kind}" for kind in formats},
        0 if document.reviewed else count_questions(document.review_block),
        f"{review_pages.address(instance.slug)}.{review_pages.PAGE_FORMAT}"
        if review_pages.needs_review(document)
        else None,
        summaries.summary_of(instance, formatter.code),
    )


def _booklet(formats: Sequence[str]) -> str | None:
    """The file with all notes of review, None when its format is not made."""
    kind = review_pages.BOOKLET_FORMAT
    return f"{review_pages.BOOKLET}.{kind}" if kind in formats else None


def _grouped(rows: Iterable[DashboardRow]) -> list[Group]:
    """``rows`` by their source and state."""
    groups: dict[tuple[str, legal_duties.State | None], list[DashboardRow]] = {}
    for row in rows:
        groups.setdefault((row.instance.source.path, row.state), []).append(row)
    return [
        Group(
            own[0].instance.source.meta.title,
            [Line(row.subject, row.state, row, row.instance.source.locale) for row in own],
            own[0].instance.source.locale,
            own[0].instance.source.meta.visibility,
        )
        for own in groups.values()
    ]


def _deadlines(
    space: Space, duties: Sequence[Duty], rows: Mapping[str, DashboardRow], formatter: LocaleFormatter
) -> list[Deadline]:
    """What the law asks for and the kit has, once for all whom it asks, by when it does.

    What is asked for first comes first, then what has most to review.
    """
    times: dict[tuple[Moment, str], dict[str, list[Duty]]] = {}
    for duty in duties:
        if duty.state == "absent":
            continue
        times.setdefault((duty.legal.moment, duty.legal.when), {}).setdefault(duty.legal.name, []).append(duty)
    deadlines = []
    for (moment, when), names in times.items():
        asked = []
        for own in names.values():
            found = dict.fromkeys(duty.instance.slug for duty in own if duty.instance)
            groups = _grouped(rows[slug] for slug in found) + _without_document(space, own, formatter)
            asked.append(AskedDocument(own[0].legal, groups))
        deadlines.append(Deadline(0, moment, when, asked))
    deadlines.sort(key=lambda deadline: (_MOMENTS.index(deadline.moment), -deadline.to_review))
    counted: dict[str, str] = {}
    return [
        replace(deadline, number=number, asked=[_counted_once(asked, counted) for asked in deadline.asked])
        for number, deadline in enumerate(deadlines, 1)
    ]


def _counted_once(asked: AskedDocument, counted: dict[str, str]) -> AskedDocument:
    """``asked``, whose documents that are ``counted`` already, by their slug, name what they are counted with."""
    found = {line.row.instance.slug for line in asked.lines if line.row}
    groups = [
        replace(
            group,
            lines=[
                replace(line, counted_with=counted.get(line.row.instance.slug, "")) if line.row else line
                for line in group.lines
            ],
        )
        for group in asked.groups
    ]
    counted |= dict.fromkeys(found - counted.keys(), asked.legal.name)
    return replace(asked, groups=groups)


def _absent(
    space: Space, duties: Sequence[Duty], formatter: LocaleFormatter
) -> list[tuple[LegalDocument, Sequence[str]]]:
    """What the law asks for and the kit does not have, and of whom it is asked; what is asked for first comes first."""
    asked: dict[tuple[str, str], tuple[LegalDocument, list[str]]] = {}
    for duty in duties:
        if duty.state == "absent":
            _, subjects = asked.setdefault((duty.legal.when, duty.legal.name), (duty.legal, []))
            subjects.append(_subject(space, duty, formatter))
    first = sorted(asked.values(), key=lambda pair: _MOMENTS.index(pair[0].moment))
    return [(legal, list(dict.fromkeys(subjects))) for legal, subjects in first]


def _subject(space: Space, duty: Duty, formatter: LocaleFormatter) -> str:
    """Of whom ``duty`` is asked: an organisation, or the place."""
    key = duty.organisation
    return organisation_name(space, key, formatter.code) if key else formatter.t("overview_place")


def _without_document(space: Space, duties: Sequence[Duty], formatter: LocaleFormatter) -> list[Group]:
    """Those of ``duties`` that no document meets: by the title of the model, or without one."""
    lines: dict[str, dict[str, Line]] = {}
    for duty in duties:
        if not duty.instance:
            subject = _subject(space, duty, formatter)
            lines.setdefault(duty.title, {})[subject] = Line(subject, duty.state)
    return [
        Group(
            title or formatter.t("dashboard_no_model"), [*own.values()], DEFAULT_LANGUAGE if title else formatter.code
        )
        for title, own in lines.items()
    ]


def _without_duties(space: Space, duties: Sequence[Duty], formatter: LocaleFormatter) -> list[str]:
    """The names of organisations of which the kit knows no duty."""
    asked = {duty.organisation for duty in duties}
    return [
        organisation_name(space, key, formatter.code) for key in space.organisations.organisations if key not in asked
    ]
