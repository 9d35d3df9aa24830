"""The dashboard: one page for the team with what the law asks for, and the state of every document of the place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tierslieu.facts import organisation_name
from tierslieu.i18n.formatting import LocaleFormatter, translated
from tierslieu.i18n.messages import DEFAULT_LANGUAGE
from tierslieu.model import Space

from . import html_page, legal_duties, review_pages, summaries
from .filling import FilledDocument, generated_document
from .legal_duties import Duty
from .missing_facts import count_gaps
from .overview import overview
from .review_block import count_questions
from .selection import DocumentInstance
from .theme import DocumentTheme

#: Its file name, and its template.
NAME, _TEMPLATE = "tableau-de-bord", "dashboard.html"
#: A web address in the source of an obligation.
_ADDRESS = re.compile(r"https?://[^\s)]+")
#: The states of documents, in the order in which they are shown.
_STATES: Sequence[legal_duties.State | None] = ("to_review", "reviewed", None)


@dataclass(frozen=True)
class DashboardRow:
    """A document of the place; ``gaps`` counts those of its text, ``links`` are its files by format.

    ``state`` is None where there is nothing to review: no law and no question, as on a guide or a poster.
    ``questions`` counts those that its reviewer has to answer, on the page ``review``, None when there is none.
    ``summary`` is in the language of the place, empty when the document is too. ``asked``: the law asks for it.
    """

    title: str
    instance: DocumentInstance
    to_sign: bool
    law_as_of: str
    state: legal_duties.State | None
    gaps: int
    links: Mapping[str, str]
    questions: int
    review: str | None
    summary: str
    asked: bool


@dataclass(frozen=True)
class DashboardSection:
    """The place, an organisation or a service: its name, a line about it, and either its duties or its documents."""

    title: str
    about: str
    duties: Sequence[Duty] = ()
    rows: Sequence[DashboardRow] = ()


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
    duties = legal_duties.duties(space, instances)
    asked = {duty.instance.slug for duty in duties if duty.instance}
    rows = {
        instance.slug: _row(instance, texts[instance.slug], formats, formatter, asked=instance.slug in asked)
        for instance in instances
    }
    context = {
        "t": formatter.t,
        "plural": formatter.plural,
        "linked": lambda source: _linked(source, formatter.t("dashboard_online")),
        "day": formatter.date(space.today, "date"),
        "summary": legal_duties.summary(duties),
        "overview": overview(space, duties, sum(row.to_sign and row.gaps > 0 for row in rows.values())),
        "gaps": [row for row in sorted(rows.values(), key=lambda row: -row.gaps) if row.gaps],
        "states": {state: own for state in _STATES if (own := [row for row in rows.values() if row.state == state])},
        "sections": [
            _place_duties(space, duties, formatter),
            *_organisation_duties(space, duties, formatter),
            *_service_duties(space, duties, formatter),
        ],
        "services": _service_documents(space, rows, formatter),
        "rows": rows,
        "workbook": workbook,
        "review_folder": review_pages.FOLDER if any(row.review for row in rows.values()) else None,
        "booklet": _booklet(formats),
        "locale": locale,
        "law_locale": DEFAULT_LANGUAGE,
        "summaries": f"{summaries.NAME}.html" if summaries.are_needed(space, instances) else None,
    }
    body = html_page.render_template(_TEMPLATE, theme, context)
    document = generated_document(space, theme.label(_TEMPLATE), NAME, formatter.t("dashboard_title"))
    return html_page.render_page(document, body, theme.text("document.css") + theme.text("dashboard.css"), theme)


def _linked(source: str, words: str) -> Markup:
    """A source in the law as HTML, its addresses as links with ``words``."""
    return Markup(
        _ADDRESS.sub(lambda match: Markup('<a href="{}">{}</a>').format(Markup(match[0]), words), str(escape(source)))
    )


def _row(
    instance: DocumentInstance,
    document: FilledDocument,
    formats: Sequence[str],
    formatter: LocaleFormatter,
    *,
    asked: bool,
) -> DashboardRow:
    return DashboardRow(
        document.title,
        instance,
        bool(instance.source.meta.signatories),
        formatter.date(document.law_as_of, "date"),
        legal_duties.state_of(instance) if document.legal_bases or document.review_block else None,
        count_gaps(document.text),
        {kind: f"{instance.slug}.{kind}" for kind in formats},
        0 if document.reviewed else count_questions(document.review_block),
        f"{review_pages.address(instance.slug)}.{review_pages.PAGE_FORMAT}"
        if review_pages.needs_review(document)
        else None,
        summaries.summary_of(instance, formatter.code),
        asked,
    )


def _booklet(formats: Sequence[str]) -> str | None:
    """The file with all notes of review, None when its format is not made."""
    kind = review_pages.BOOKLET_FORMAT
    return f"{review_pages.BOOKLET}.{kind}" if kind in formats else None


def _place_duties(space: Space, duties: Sequence[Duty], formatter: LocaleFormatter) -> DashboardSection:
    """What the law asks of the whole place."""
    own = [duty for duty in duties if duty.organisation is None]
    return DashboardSection(space.identity.name, formatter.t("dashboard_whole_place"), duties=own)


def _organisation_duties(space: Space, duties: Sequence[Duty], formatter: LocaleFormatter) -> list[DashboardSection]:
    """What the law asks of each organisation."""
    return [
        DashboardSection(
            organisation_name(space, key, formatter.code),
            _legal_form(space, key, formatter),
            duties=[duty for duty in duties if duty.organisation == key and not duty.service],
        )
        for key in space.organisations.organisations
    ]


def _service_duties(space: Space, duties: Sequence[Duty], formatter: LocaleFormatter) -> list[DashboardSection]:
    """What the law asks of each service, for those of which it asks something."""
    return [
        DashboardSection(*_service_heading(space, service, formatter), duties=own)
        for service in space.identity.services
        if (own := [duty for duty in duties if duty.service == service])
    ]


def _service_documents(
    space: Space, rows: Mapping[str, DashboardRow], formatter: LocaleFormatter
) -> list[DashboardSection]:
    """The documents about each service."""
    return [
        DashboardSection(
            *_service_heading(space, service, formatter),
            rows=[row for row in rows.values() if _is_about(row.instance, service)],
        )
        for service in space.identity.services
    ]


def _service_heading(space: Space, service: str, formatter: LocaleFormatter) -> tuple[str, str]:
    """The name of a service, and who runs it."""
    operator = organisation_name(space, space.operator_key(service) or "", formatter.code)
    return formatter.t(f"service_{service}"), formatter.t("dashboard_operator", name=operator)


def _is_about(instance: DocumentInstance, service: str) -> bool:
    return instance.about == service or service in instance.source.meta.when.services


def _legal_form(space: Space, key: str, formatter: LocaleFormatter) -> str:
    """The legal form of an organisation, its approvals, and a word if it is still to be created."""
    organisation, vocabulary = space.organisations.organisations[key], space.vocabulary
    form = vocabulary.legal_form(organisation.legal_form)
    labels = [form.label] if form else []
    labels += [vocabulary.marks[mark].label for mark in organisation.marks]
    stage = [formatter.t("stage_to_create")] if organisation.stage == "to_create" else []
    return ", ".join([translated(label, formatter.code) for label in labels] + stage)
