"""The governance drawing: services on the left, the organisations that run them and share their money on the right.

A ribbon leads from a service to the organisations that receive what it earns. A narrow screen shows boxes instead: the
services of one organisation stand beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from markupsafe import Markup

from tierslieu.facts import Facts, percent_text
from tierslieu.finance import shares
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import ROLES, Space
from tierslieu.site.theme import capital

from .governance_layout import LAYOUTS, Boxes, GovernanceBox, GovernanceLayout
from .svg import (
    BOLD,
    LINE_HEIGHT,
    drawing,
    fit_font_size,
    rect,
    ribbon,
    text_lines,
    text_width,
    with_tooltip,
    wrap,
)

#: The letters of the name of an organisation, and the height of its lines, by those of other words.
_NAME, _NAME_LINE = 1.5, 1.6
#: The lines of the tasks at the foot of the only box, which the page lays upon it.
_TASKS_LINES = 6.4
#: From one thread to the next where they arrive, at least, by the thickness of a full one.
_APART = 1.7

#: What the organisation that runs a service does for it where no role is another's, each with its drawing in a square of 24: a coin, an invoice, an umbrella, people.
TASKS = {
    "collects": "M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22zM17 7a6 6 0 0 0-10 3H5v2h2v1H5v2h2a6 6 0 0 0 10 3l-1-2a4 4 0 0 1-6-1h3v-2H9v-1h5v-2h-4a4 4 0 0 1 6-1z",
    "invoices": "M1 1h18v22l-5-3-4 3-4-3-5 3zM5 6v2h10V6zM5 10v2h10v-2zM5 14v2h6v-2z",
    "insures": "M11 1h2v2a11 11 0 0 1 10 10q-4-3-7 0-1-1-3-1v8a4 4 0 0 1-7 0h2a1 1 0 0 0 3 0v-8q-2 0-3 1-3-3-7 0a11 11 0 0 1 10-10z",
    "employs": "M8 3a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM0 22v-2a8 8 0 0 1 16 0v2zM18 4a4 4 0 1 1 0 8a4 4 0 1 1 0-8zM17 14a6 6 0 0 1 7 6v2h-6v-2a9 9 0 0 0-1-6z",
}

#: The percentages that each organisation receives of each revenue, by the keys of both; zero shares are left out.
Flows = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True)
class GovernanceRow:
    """Revenues, and those who receive each: their names, with its percent as text, empty for one that receives all; and
    what one that is alone is, and who represents it."""

    services: tuple[GovernanceBox, ...]
    recipients: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class GovernanceDiagram:
    """The drawings for wide and for medium screens, and a row for all revenues of the same recipients for narrow ones.

    ``tasks`` are what each organisation does for its services, in a word and a drawing, where no role is another's; one that
    is ``alone`` has them in its box.
    """

    drawings: tuple[Markup, ...]
    rows: tuple[GovernanceRow, ...]
    tasks: tuple[tuple[str, str], ...]
    alone: bool


def governance_diagram(space: Space, formatter: LocaleFormatter, facts: Facts) -> GovernanceDiagram | None:
    """Who runs what, and who receives what; None for a place without a service or another revenue."""
    services = _service_boxes(space, facts)
    if not services:
        return None
    flows = {
        service.key: {key: percent for key, percent in shares.stream_shares(space, service.key).items() if percent}
        for service in services
    }
    organisations = _organisation_boxes(formatter, facts, flows)
    # The services of one organisation follow each other, so that few ribbons cross.
    order = [box.key for box in organisations]
    services.sort(key=lambda service: order.index(_first_recipient(flows, service, order)))
    notes = _identity(formatter, facts["organisations"][0]) if len(organisations) == 1 else ()
    organisations[0].roles[:0] = notes
    same = groupby(services, key=lambda service: flows[service.key])
    rows = tuple(
        GovernanceRow(
            tuple(boxes),
            tuple(
                (box.name, percent_text(flow[box.key], formatter.code) if len(flow) > 1 else "")
                for box in organisations
                if box.key in flow
            ),
            notes,
        )
        for flow, boxes in same
    )
    said_once = facts["services"] and not facts["roles_apart"]
    tasks = tuple((formatter.t(f"role_{role}"), path) for role, path in TASKS.items()) if said_once else ()
    alone = len(organisations) == 1
    if alone and tasks:
        organisations[0].foot = _TASKS_LINES
    drawings = tuple(_draw(formatter, services, organisations, flows, layout) for layout in LAYOUTS)
    return GovernanceDiagram(drawings, rows, tasks, alone)


def _first_recipient(flows: Flows, service: GovernanceBox, order: Sequence[str]) -> str:
    """The organisation that receives the most of a revenue, the first of those that receive as much."""
    flow = flows[service.key]
    return max(order, key=lambda key: flow.get(key, Decimal(0)))


def display_name(organisation: Mapping[str, Any]) -> str:
    """The name of an organisation or, while it has none, what it is called, with a capital."""
    return str(organisation["name"] or capital(organisation["called"]))


def _identity(formatter: LocaleFormatter, organisation: Mapping[str, Any]) -> tuple[str, ...]:
    """The legal form of an organisation, with how far its creation is, and who represents it, as far as they are known."""
    form = ", ".join(filter(None, (organisation["legal_form"], organisation["stage"])))
    person = ", ".join(filter(None, (organisation["representative"], organisation["role"])))
    said = person and formatter.t("diagram_role", role=formatter.t("representative"), what=person)
    return tuple(filter(None, (form, said)))


def _draw(
    formatter: LocaleFormatter, services: Boxes, organisations: Boxes, flows: Flows, layout: GovernanceLayout
) -> Markup:
    headings, top = _draw_headings(layout, [formatter.t("diagram_services"), formatter.t("diagram_organisations")])
    bottom = _place_boxes(layout, services, organisations, flows, top)
    ribbons = _draw_ribbons(formatter, layout, services, organisations, flows)
    boxes = [_draw_service(layout, service) for service in services]
    boxes += [_draw_organisation(layout, organisation) for organisation in organisations]
    classes, label = f"diagram diagram-{layout.name}", formatter.t("diagram_label")
    return drawing(layout.width, bottom + 2, classes, label, headings, *ribbons, *boxes)


def _service_boxes(space: Space, facts: Facts) -> Boxes:
    """The services of the place, then its other revenues."""
    labels = {stream["key"]: (stream["label"], "cloth-other") for stream in facts["streams"]}
    labels |= {key: (service["name"], f"tint-{key}") for key, service in facts["services"].items()}
    return [GovernanceBox(key, *labels[key]) for key in shares.streams(space)]


def _organisation_boxes(formatter: LocaleFormatter, facts: Facts, flows: Flows) -> Boxes:
    """The organisations with their roles as text.

    Roles that are always those of the operator are left out; so is that of the operator where ribbons say it all. One
    without a role in a service has the activities of the agenda that it runs.
    """
    distinct_roles = ["runs", *facts["roles_apart"]]
    activities = {row["organisation"]["key"]: row["activities"] for row in facts["animation"]}
    boxes = []
    for organisation in facts["organisations"]:
        key, roles = organisation["key"], []
        received = {service for service, flow in flows.items() if key in flow}
        received_alone = {service for service in received if len(flows[service]) == 1}
        for role in ROLES:
            fact = "operator" if role == "runs" else role
            own = {name: service["name"] for name, service in facts["services"].items() if service[fact]["key"] == key}
            is_drawn = role == "runs" and own.keys() == received_alone == received
            if role in distinct_roles and own and not is_drawn:
                roles.append(
                    formatter.t("diagram_role", role=formatter.t(f"role_{fact}"), what=", ".join(own.values()))
                )
        if not roles and not received and (run := activities.get(key)):
            roles.append(formatter.t("diagram_role", role=formatter.t("animation_activities"), what=", ".join(run)))
        boxes.append(GovernanceBox(key, display_name(organisation), "house", roles))
    return boxes


def _draw_headings(layout: GovernanceLayout, texts: list[str]) -> tuple[Markup, float]:
    """The headings of both columns, aligned at the bottom, and the top of the boxes."""
    size = layout.font_size
    line = size * LINE_HEIGHT
    widths = (layout.services_width, layout.organisations_width)
    headings = [wrap(text, width, size, 2) for text, width in zip(texts, widths, strict=True)]
    xs = (0, layout.organisations_left)
    rows = max(map(len, headings))
    tops = [size + (rows - len(lines)) * line for lines in headings]
    elements = [text_lines(lines, x, y, size, "soft", "start") for lines, x, y in zip(headings, xs, tops, strict=True)]
    return Markup("").join(elements), round(rows * line + size * 0.4)


def _place_boxes(layout: GovernanceLayout, services: Boxes, organisations: Boxes, flows: Flows, top: float) -> float:
    """Set the position of each box; returns where they end.

    That of an organisation is as high as the services that it receives the most of, beside it, and its threads arrive at
    equal distances.
    """
    line = layout.font_size * LINE_HEIGHT
    spacing = round(layout.font_size * 0.9)
    threads = Counter(key for flow in flows.values() for key in flow)
    order = [box.key for box in organisations]
    most = max(len(_service_lines(layout, service)[0]) for service in services)
    service_height = round(max(most * line, layout.full_ribbon) + 1.8 * line)
    for organisation in organisations:
        roles = _role_lines(layout, organisation)
        rows = len(_name_lines(layout, organisation)[0]) * _NAME_LINE + len(roles) + (1.2 if roles else 0.7)
        rows += organisation.foot
        beside = [service for service in services if _first_recipient(flows, service, order) == organisation.key]
        height = len(beside) * (service_height + spacing) - spacing
        organisation.top = top
        apart = (threads[organisation.key] + 1) * layout.full_ribbon * _APART
        organisation.height = round(max(rows * line, apart, height))
        room = (organisation.height - height) / len(beside) if beside else 0
        for service in beside:
            service.height = service_height + room
            service.top = top
            top += service.height + spacing
        top = organisation.top + organisation.height + spacing
    for box in services:
        sent = sum(_thickness(layout, percent) for percent in flows[box.key].values())
        box.ribbon_offset = (box.height - sent) / 2
    for box in organisations:
        box.ribbon_offset = box.pitch = box.height / (threads[box.key] + 1)
    return top - spacing


def _thickness(layout: GovernanceLayout, percent: Decimal) -> float:
    """The thickness of a ribbon that carries ``percent`` of a revenue."""
    return max(float(percent) / 100 * layout.full_ribbon, 2.5)


def _draw_ribbons(
    formatter: LocaleFormatter, layout: GovernanceLayout, services: Boxes, organisations: Boxes, flows: Flows
) -> Iterator[Markup]:
    """A ribbon for each share of each revenue; labelled with its percentage unless each goes to one organisation."""
    is_shared = any(len(flow) > 1 for flow in flows.values())
    x1, x2 = layout.services_width, layout.organisations_left
    for service in services:
        labels = []
        for organisation in organisations:
            percent = flows[service.key].get(organisation.key)
            if percent is None:
                continue
            thickness = _thickness(layout, percent)
            top1 = service.top + service.ribbon_offset
            top2 = organisation.top + organisation.ribbon_offset - thickness / 2
            yield ribbon(x1, top1, x2, top2, thickness, thickness, f"ribbon {service.classes}")
            if is_shared:
                labels.append(_draw_label(layout, percent_text(percent, formatter.code), x2, top2 + thickness / 2))
            service.ribbon_offset += thickness
            organisation.ribbon_offset += organisation.pitch
        yield from labels


def _draw_label(layout: GovernanceLayout, text: str, right: float, middle: float) -> Markup:
    """A text at the end of a ribbon, on a plain background so that it is legible on any colour."""
    size = layout.font_size * 0.9
    width = text_width(text, size * BOLD) + size * 0.4
    background = rect(right - width - 3, middle - size * 0.7, width, size * 1.4, "ground")
    return background + text_lines([text], right - width / 2 - 3, middle + size * 0.36, size, "strong")


def _service_lines(layout: GovernanceLayout, service: GovernanceBox) -> tuple[list[str], float]:
    """The name of a service in lines, and their font size."""
    width = layout.services_width - 2 * layout.padding
    size = fit_font_size(service.name, width, layout.font_size * 1.2 * BOLD) / BOLD
    return wrap(service.name, width, size * BOLD, 4), size


def _draw_service(layout: GovernanceLayout, service: GovernanceBox) -> Markup:
    lines, size = _service_lines(layout, service)
    baseline = service.middle - (len(lines) - 1) * size * LINE_HEIGHT / 2 + size * 0.36
    box = _outlined(0, service.top, layout.services_width, service.height, f"cloth {service.classes}")
    name = text_lines(lines, layout.padding, baseline, size, "strong on-cloth", "start")
    return with_tooltip(service.name, lines, box, name)


def _outlined(left: float, top: float, width: float, height: float, classes: str) -> Markup:
    """A box whose outline, two units wide, is within its width: its edge is that of the text above."""
    return rect(left + 1, top, width - 2, height, classes)


def _name_lines(layout: GovernanceLayout, organisation: GovernanceBox) -> tuple[list[str], float]:
    """The name of an organisation in lines, and their font size."""
    width = layout.organisations_width - 2 * layout.padding
    size = fit_font_size(organisation.name, width, layout.font_size * _NAME * BOLD) / BOLD
    return wrap(organisation.name, width, size * BOLD, 3), size


def _role_lines(layout: GovernanceLayout, organisation: GovernanceBox) -> list[str]:
    """The roles of an organisation in lines."""
    width = layout.organisations_width - 2 * layout.padding
    return [line for role in organisation.roles for line in wrap(role, width, layout.font_size * 0.94, 5)]


def _name_baseline(layout: GovernanceLayout, organisation: GovernanceBox) -> float:
    """Where the first line of the name of an organisation stands, what its box holds being in the middle of it."""
    names, roles = _name_lines(layout, organisation)[0], _role_lines(layout, organisation)
    rows = len(names) * _NAME_LINE + len(roles) + organisation.foot
    top = organisation.top + (organisation.height - rows * layout.font_size * LINE_HEIGHT) / 2
    return top + layout.font_size * (1.4 if roles else 1.5)


def _draw_organisation(layout: GovernanceLayout, organisation: GovernanceBox) -> Markup:
    left, width, size = layout.organisations_left, layout.organisations_width, layout.font_size
    x, y = left + layout.padding, _name_baseline(layout, organisation)
    (names, name_size), roles = _name_lines(layout, organisation), _role_lines(layout, organisation)
    line = size * LINE_HEIGHT
    return with_tooltip(
        organisation.name,
        names,
        _outlined(left, organisation.top, width, organisation.height, "house"),
        text_lines(names, x, y, name_size, "strong", "start"),
        text_lines(roles, x, y + (len(names) * _NAME_LINE - 0.4) * line, size * 0.94, "", "start"),
    )
