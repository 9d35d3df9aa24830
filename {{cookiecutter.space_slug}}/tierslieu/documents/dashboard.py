"""Where the documents of the place stand, on one page for the team: what the law asks for, and all that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierslieu.facts import called, words
from tierslieu.look import css
from tierslieu.model import Space
from tierslieu.words import Words

from . import completeness, page
from .applies import Instance
from .completeness import Duty
from .filled import Filled, emblem
from .theme import Theme
from .waiting import count

#: Its file name, and what shapes it.
NAME, _LAYOUT = "tableau-de-bord", "dashboard.html"


@dataclass(frozen=True)
class Row:
    """A document of the place; ``links`` are its files, by format."""

    title: str
    instance: Instance
    law_as_of: str
    state: completeness.State
    gaps: int
    links: Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """The place, an organisation or a service: what it is called and said of it, with its rows."""

    title: str
    about: str
    duties: Sequence[Duty] = ()
    rows: Sequence[Row] = ()


def render(
    space: Space,
    instances: Sequence[Instance],
    texts: Mapping[str, Filled],
    formats: Sequence[str],
    workbook: str | None,
) -> bytes:
    """The page about ``instances``, whose ``texts`` are given by file name; raises ``Problems``.

    It links to each in ``formats``, and to the file ``workbook`` if there is one.
    """
    theme, locale = Theme(space.root), space.identity.language
    strings = space.vocabulary.locales[locale].strings
    tell = Words(locale, strings)
    rows = {one.slug: _row(one, texts[one.slug], formats, tell) for one in instances}
    due = completeness.duties(space, instances)
    known = {
        "t": tell.t,
        "day": tell.date(space.today, "date"),
        "summary": completeness.summary(due),
        "sections": [_place(space, due, tell), *_organisations(space, due, tell), *_services(space, due, tell)],
        "services": _about_services(space, rows, tell),
        "rows": rows,
        "workbook": workbook,
    }
    body = page.lay_out(_LAYOUT, theme, known)
    document = Filled(
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
    return page.framed(document, body, theme.text("document.css") + theme.text("dashboard.css"), theme)


def _row(instance: Instance, text: Filled, formats: Sequence[str], tell: Words) -> Row:
    return Row(
        text.title,
        instance,
        tell.date(text.law_as_of, "date"),
        completeness.state_of(instance),
        count(text.text),
        {name: f"{instance.slug}.{name}" for name in formats},
    )


def _place(space: Space, due: Sequence[Duty], tell: Words) -> Section:
    """What the law asks of the whole place."""
    duties = [one for one in due if one.organisation is None]
    return Section(space.identity.name, tell.t("dashboard_whole_place"), duties=duties)


def _organisations(space: Space, due: Sequence[Duty], tell: Words) -> list[Section]:
    """What the law asks of each organisation."""
    return [
        Section(
            called(space, key, tell.code),
            _form(space, key, tell),
            duties=[one for one in due if one.organisation == key and not one.service],
        )
        for key in space.organisations.organisations
    ]


def _services(space: Space, due: Sequence[Duty], tell: Words) -> list[Section]:
    """What the law asks of the services of which it asks something, and who runs them."""
    return [
        Section(
            tell.t(f"service_{name}"),
            tell.t("dashboard_operator", name=called(space, space.operator_key(name) or "", tell.code)),
            duties=duties,
        )
        for name in space.identity.services
        if (duties := [one for one in due if one.service == name])
    ]


def _about_services(space: Space, rows: Mapping[str, Row], tell: Words) -> list[Section]:
    """What is written for each service, and who runs it."""
    return [
        Section(
            tell.t(f"service_{name}"),
            tell.t("dashboard_operator", name=called(space, space.operator_key(name) or "", tell.code)),
            rows=[row for row in rows.values() if _is_for(row.instance, name)],
        )
        for name in space.identity.services
    ]


def _is_for(instance: Instance, service: str) -> bool:
    return instance.about == service or service in instance.source.meta.when.services


def _form(space: Space, key: str, tell: Words) -> str:
    """The legal form of an organisation, its approvals, and whether it exists."""
    organisation, vocabulary = space.organisations.organisations[key], space.vocabulary
    labels = [vocabulary.legal_forms[organisation.legal_form].label]
    labels += [vocabulary.marks[mark].label for mark in organisation.marks]
    stage = [tell.t("stage_to_create")] if organisation.stage == "to_create" else []
    return ", ".join([words(label, tell.code) for label in labels] + stage)
