"""Who runs what and how money is shared, as a drawing: services on the left, organisations on the right.

A ribbon is the money that a service brings in: it ends, in parts, at the organisations that receive it. A thread
leaves each organisation for the common costs, as wide as its share of them; a golden one leaves coworking for free
uses. The same drawing is made for two widths: a style sheet shows the one that fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from tierslieu.facts import Facts, percent_text
from tierslieu.finance import shares as sharing
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import ROLES, Space
from tierslieu.site.theme import capital

from .governance_footer import feet
from .governance_layout import SIZES, Box, Sizes
from .svg import BOLD, LEADING, box, drawing, fitting, lines_of_text, named, ribbon, text_width, wrap


def diagram(space: Space, words: LocaleFormatter, facts: Facts) -> list[Markup]:
    """The drawing for each of ``SIZES``; none for a place that runs nothing."""
    if not sharing.streams(space):
        return []
    return [_draw(space, words, facts, sizes) for sizes in SIZES]


def _draw(space: Space, words: LocaleFormatter, facts: Facts, sizes: Sizes) -> Markup:
    left, right = _services(space, facts), _organisations(words, facts)
    flows = {one.key: _flows(space, one.key) for one in left}
    heads = [words.t("diagram_services"), words.t("diagram_organisations")]
    head, start = _heads(sizes, heads)
    bottom = _place(sizes, left, right, flows, start)
    parts = [head, *_ribbons(space, words, sizes, left, right, flows)]
    below, end = feet(space, words, sizes, left, right, bottom)
    parts += below
    parts += [_service(sizes, one) for one in left]
    parts += [_organisation(sizes, one) for one in right]
    return drawing(sizes.width, end, f"diagram diagram-{sizes.name}", words.t("diagram_label"), *parts)


def _services(space: Space, facts: Facts) -> list[Box]:
    """The services that are on, then the revenues that have a name of their own."""
    labels = {one["key"]: one["label"] for one in facts["streams"]}
    return [
        Box(key, facts["services"][key]["name"] if key in facts["services"] else labels[key], f"cloth-{key}")
        if key in facts["services"]
        else Box(key, labels[key], "cloth-other")
        for key in sharing.streams(space)
    ]


def _organisations(words: LocaleFormatter, facts: Facts) -> list[Box]:
    """The organisations, each with what it answers for in words; the roles that only repeat who runs are not said."""
    shown = ["runs", *facts["roles_apart"]]
    found = []
    for one in facts["organisations"]:
        roles = []
        for role in ROLES:
            name = "operator" if role == "runs" else role
            mine = [service["name"] for service in facts["services"].values() if service[name]["key"] == one["key"]]
            if role in shown and mine:
                roles.append(words.t("diagram_role", role=words.t(f"role_{name}"), what=", ".join(mine)))
        found.append(Box(one["key"], name_of(one), "house", roles))
    return found


def name_of(organisation: Mapping[str, Any]) -> str:
    """The name of an organisation as it is typed; while it has none, what it is, with a capital."""
    return str(organisation["name"] or capital(organisation["called"]))


def _flows(space: Space, stream: str) -> dict[str, Decimal]:
    """What part of ``stream`` each organisation receives, in percents; nothing for those that receive none of it."""
    shares = sharing.stream_shares(space, stream)
    return {key: percent for key, percent in shares.items() if percent}


def _heads(sizes: Sizes, heads: list[str]) -> tuple[Markup, float]:
    """The two headings, and where what stands below them begins."""
    size = sizes.letters
    widths = (sizes.services, sizes.organisations)
    told_heads = [wrap(text, width, size, 2) for text, width in zip(heads, widths, strict=True)]
    xs = (sizes.gutter + sizes.services / 2, sizes.organisations_at + sizes.organisations / 2)
    rows = max(map(len, told_heads))
    drawn = [
        lines_of_text(lines, x, size + (rows - len(lines)) * size * LEADING, size, "soft")
        for lines, x in zip(told_heads, xs, strict=True)
    ]
    return Markup("").join(drawn), rows * size * LEADING + size


def _place(
    sizes: Sizes, left: list[Box], right: list[Box], flows: Mapping[str, Mapping[str, Decimal]], start: float
) -> float:
    """Give each box its top and height, both columns being as high as each other; returns where they end."""
    incoming: dict[str, float] = defaultdict(float)
    for shares in flows.values():
        for key, percent in shares.items():
            incoming[key] += _thick(sizes, percent)
    line = sizes.letters * LEADING
    for one in left:
        one.height = max(len(_service_lines(sizes, one)[0]) * line, sizes.whole) + 2.2 * line
    for one in right:
        rows = len(_name_lines(sizes, one)[0]) * 1.2 + sum(map(len, _role_lines(sizes, one)))
        one.height = max(rows * line + 1.6 * line, incoming[one.key] + line, 4 * line)
    between = sizes.letters * 1.1
    heights = [sum(one.height for one in boxes) + between * (len(boxes) - 1) for boxes in (left, right)]
    for boxes, height in zip((left, right), heights, strict=True):
        top, more = start, (max(heights) - height) / len(boxes)
        for one in boxes:
            one.top, one.height = top, one.height + more
            top += one.height + between
    for one in left:
        one.used = (one.height - sum(_thick(sizes, percent) for percent in flows[one.key].values())) / 2
    for one in right:
        one.used = (one.height - incoming[one.key]) / 2
    return start + max(heights)


def _thick(sizes: Sizes, percent: Decimal) -> float:
    """How thick a band is that carries ``percent`` of something."""
    return max(float(percent) / 100 * sizes.whole, 2.5)


def _ribbons(
    space: Space,
    words: LocaleFormatter,
    sizes: Sizes,
    left: list[Box],
    right: list[Box],
    flows: Mapping[str, Mapping[str, Decimal]],
) -> Iterator[Markup]:
    """The money of each service, band by band in the order of the organisations, and its percents where it is shared."""
    x1, x2 = sizes.gutter + sizes.services, sizes.organisations_at
    for one in left:
        labels = []
        for house in right:
            percent = flows[one.key].get(house.key)
            if percent is None:
                continue
            thick = _thick(sizes, percent)
            top1, top2 = one.top + one.used, house.top + house.used
            yield ribbon(x1, top1, x2, top2, thick, thick, f"ribbon {one.classes}")
            if len(flows[one.key]) > 1:
                text = percent_text(percent, words.code)
                labels.append(_label(sizes, text, x2, top2 + thick / 2))
            one.used += thick
            house.used += thick
        yield from labels


def _label(sizes: Sizes, text: str, x: float, y: float) -> Markup:
    """A percent, on a plain ground so that it is read on any ribbon, where the ribbon ends."""
    size = sizes.letters * 0.9
    width = text_width(text, size * BOLD) + size * 0.4
    ground = box(x - width - 3, y - size * 0.7, width, size * 1.4, "ground")
    return ground + lines_of_text([text], x - width / 2 - 3, y + size * 0.36, size, "strong")


def _service_lines(sizes: Sizes, one: Box) -> tuple[list[str], float]:
    """The name of a service, line by line, and the size of its letters."""
    width = sizes.services - 8
    size = fitting(one.name, width, sizes.letters * BOLD) / BOLD
    return wrap(one.name, width, size * BOLD, 4), size


def _service(sizes: Sizes, one: Box) -> Markup:
    lines, size = _service_lines(sizes, one)
    middle = one.top + one.height / 2 - (len(lines) - 1) * size * LEADING / 2 + size * 0.36
    return named(
        one.name,
        lines,
        box(sizes.gutter, one.top, sizes.services, one.height, f"cloth {one.classes}"),
        lines_of_text(lines, sizes.gutter + sizes.services / 2, middle, size, "strong on-cloth"),
    )


def _name_lines(sizes: Sizes, one: Box) -> tuple[list[str], float]:
    """The name of an organisation, line by line, and the size of its letters."""
    width = sizes.organisations - sizes.letters
    size = fitting(one.name, width, sizes.letters * 1.15 * BOLD) / BOLD
    return wrap(one.name, width, size * BOLD, 3), size


def _role_lines(sizes: Sizes, one: Box) -> list[list[str]]:
    width = sizes.organisations - sizes.letters
    return [wrap(role, width, sizes.letters * 0.94, 5) for role in one.roles]


def _organisation(sizes: Sizes, one: Box) -> Markup:
    x, size = sizes.organisations_at + sizes.organisations / 2, sizes.letters
    (names, large), roles = _name_lines(sizes, one), [line for lines in _role_lines(sizes, one) for line in lines]
    line = size * LEADING
    y = one.top + (one.height - (len(names) * 1.2 + len(roles)) * line) / 2 + size
    return named(
        one.name,
        names,
        box(sizes.organisations_at, one.top, sizes.organisations, one.height, "house"),
        lines_of_text(names, x, y, large, "strong"),
        lines_of_text(roles, x, y + len(names) * 1.2 * line, size * 0.94, "plain"),
    )
