"""Where the documents of the place stand, on one page for the team: what the law asks for, and all that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierslieu.facts import organisation_name
from tierslieu.i18n.formatting import LocaleFormatter, translated
from tierslieu.look import css
from tierslieu.model import Space

from . import html_page, legal_duties
from .filling import FilledDocument, emblem
from .legal_duties import Duty
from .missing_facts import count
from .selection import DocumentInstance
from .theme import DocumentTheme

#: Its file name, and what shapes it.
NAME, _LAYOUT = "tableau-de-bord", "dashboard.html"


@dataclass(frozen=True)
class DashboardRow:
    """A document of the place; ``links`` are its files, by format."""

    title: str
    instance: DocumentInstance
    law_as_of: str
    state: legal_duties.State
    gaps: int
    links: Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """The place, an organisation or a service: what it is called and said of it, with its rows."""

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
    strings = space.vocabulary.locales[locale].strings
    tell = LocaleFormatter(locale, strings)
    rows = {one.slug: _row(one, texts[one.slug], formats, tell) for one in instances}
    due = legal_duties.duties(space, instances)
    known = {
        "t": tell.t,
        "day": tell.date(space.today, "date"),
        "summary": legal_duties.summary(due),
        "sections": [_place(space, due, tell), *_organisations(space, due, tell), *_services(space, due, tell)],
        "services": _about_services(space, rows, tell),
        "rows": rows,
        "workbook": workbook,
    }
    body = html_page.lay_out(_LAYOUT, theme, known)
    document = FilledDocument(
        path=theme.label(_LAYOUT),
        slug=NAME,
        title=tell.t("dashboard_title"),
        place=space.identity.name,
        locale=locale,
        law_as_of=space.today,
        reviewed=True,
        strings=strings,
        text="",
        emblem=emblem(space),
        look=css.variables(space.look),
    )
    return html_page.framed(document, body, theme.text("document.css") + theme.text("dashboard.css"), theme)


def _row(
    instance: DocumentInstance, text: FilledDocument, formats: Sequence[str], tell: LocaleFormatter
) -> DashboardRow:
    return DashboardRow(
        text.title,
        instance,
        tell.date(text.law_as_of, "date"),
        legal_duties.state_of(instance),
        count(text.text),
        {name: f"{instance.slug}.{name}" for name in formats},
    )


def _place(space: Space, due: Sequence[Duty], tell: LocaleFormatter) -> Section:
    """What the law asks of the whole place."""
    duties = [one for one in due if one.organisation is None]
    return Section(space.identity.name, tell.t("dashboard_whole_place"), duties=duties)


def _organisations(space: Space, due: Sequence[Duty], tell: LocaleFormatter) -> list[Section]:
    """What the law asks of each organisation."""
    return [
        Section(
            organisation_name(space, key, tell.code),
            _form(space, key, tell),
            duties=[one for one in due if one.organisation == key and not one.service],
        )
        for key in space.organisations.organisations
    ]


def _services(space: Space, due: Sequence[Duty], tell: LocaleFormatter) -> list[Section]:
    """What the law asks of the services of which it asks something, and who runs them."""
    return [
        Section(
            tell.t(f"service_{name}"),
            tell.t("dashboard_operator", name=organisation_name(space, space.operator_key(name) or "", tell.code)),
            duties=duties,
        )
        for name in space.identity.services
        if (duties := [one for one in due if one.service == name])
    ]


def _about_services(space: Space, rows: Mapping[str, DashboardRow], tell: LocaleFormatter) -> list[Section]:
    """What is written for each service, and who runs it."""
    return [
        Section(
            tell.t(f"service_{name}"),
            tell.t("dashboard_operator", name=organisation_name(space, space.operator_key(name) or "", tell.code)),
            rows=[row for row in rows.values() if _is_for(row.instance, name)],
        )
        for name in space.identity.services
    ]


def _is_for(instance: DocumentInstance, service: str) -> bool:
    return instance.about == service or service in instance.source.meta.when.services


def _form(space: Space, key: str, tell: LocaleFormatter) -> str:
    """The legal form of an organisation, its approvals, and whether it exists."""
    organisation, vocabulary = space.organisations.organisations[key], space.vocabulary
    labels = [vocabulary.legal_forms[organisation.legal_form].label]
    labels += [vocabulary.marks[mark].label for mark in organisation.marks]
    stage = [tell.t("stage_to_create")] if organisation.stage == "to_create" else []
    return ", ".join([translated(label, tell.code) for label in labels] + stage)
