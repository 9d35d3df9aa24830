"""Charts of the three-year budget as SVG, in the colours of the place, for every format of a document.

A chart repeats a table beside it; its text alternative gives the title and the figures. Word processors, some of which
can't show SVG, get it as PNG.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor, log10
from textwrap import wrap

from markupsafe import Markup, escape

from tierslieu import budget
from tierslieu.budget.accounts import INCOMES, Kind, total
from tierslieu.budget.headcount import average_coworkers
from tierslieu.facts import money, organisation_name
from tierslieu.facts.cash_figures import rounded_count
from tierslieu.facts.formatter import FactFormatter
from tierslieu.i18n import messages
from tierslieu.look.print_colours import print_palette
from tierslieu.rendering import markdown

from .theme import DocumentTheme

WIDTH, HEIGHT = 640, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 8, 76, 30
#: Where the legend begins, and the height of a row of it.
_LEGEND, _ROW = 28, 18
#: The height of the lines of the cash, and what tells them from each other besides their colours.
_CURVES = 150
_STROKES = (
    'fill="none" stroke="{accent}" stroke-width="3"',
    'fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="7 4"',
    'fill="none" stroke="{soft}" stroke-width="2.5" stroke-dasharray="2 3"',
)
#: Fonts where texts on paper have those of the kit.
_FONTS = "Libertinus Serif, Georgia, serif"
_SIZE = 13
#: About how many there are.
_GRID_LINES = 4
#: A picture of a chart in Markdown.
_SVG = "data:image/svg+xml;base64,"
_PICTURE = re.compile(rf"\({re.escape(_SVG)}([A-Za-z0-9+/=]+)\)")
_PNG_RESOLUTION = 180

#: The most letters in a line of a name in the key of a balance.
_KEY_LETTERS = 44
#: What fills parts for which no colour is left: leaning lines, upright lines, dots.
_HATCHES = 3
_HATCH = (
    '<defs><pattern id="hatch-0" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<path d="M0 7L7 0M-1 1L1 -1M6 8L8 6" stroke="{line}" stroke-width="1.6"/></pattern>'
    '<pattern id="hatch-1" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<path d="M2.5 0V5" stroke="{line}" stroke-width="1.8"/></pattern>'
    '<pattern id="hatch-2" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="3" cy="3" r="1.6" fill="{line}"/></pattern></defs>'
)

#: The pieces of a bar from 0 on, each with its number in the legend; those below 0 go down.
_Bar = list[tuple[int, Decimal]]


def chart(fmt: FactFormatter, name: str) -> Markup:
    """The chart ``name`` of ``CHARTS`` as a picture in Markdown.

    Empty, and so false in a condition, while an amount that it needs is unknown. Raises ``Problems``, and ``KeyError``
    for a chart that does not exist.
    """
    found = picture(fmt, name, budget.forecast(fmt.space))
    if found is None:
        return Markup()
    return _linked(*found)


def picture(fmt: FactFormatter, name: str, forecast: budget.Forecast) -> tuple[str, str] | None:
    """The address of the chart ``name``, which holds its data, and its text alternative; None while unknown."""
    drawing = CHARTS[name](fmt, forecast)
    if drawing is None:
        return None
    svg, alternative = drawing
    return _address(svg), alternative


def balance(fmt: FactFormatter, title: str, sides: Sequence[tuple[str, Sequence[tuple[str, Decimal]]]]) -> Markup:
    """The two sides of a budget as bars of one scale, whose parts are named below them, as a picture in Markdown.

    The first part of each side is told from the others: it has the colour of the place.
    """
    colours = print_palette(fmt.space)
    widest = max((sum((amount for _, amount in parts), Decimal()) for _, parts in sides), default=Decimal())
    if widest <= 0:
        return Markup()
    parts_of, sentences, top = [_HATCH.format(line=colours["accent"])], [], 0.0
    for name, parts in sides:
        whole = sum((amount for _, amount in parts), Decimal())
        parts_of.append(_text(0, top + 16, name, colours["ink"], weight="bold"))
        parts_of.append(_text(WIDTH, top + 16, money(whole, fmt.locale), colours["ink"], "end", "bold"))
        left = 0.0
        for index, (_, amount) in enumerate(parts):
            width = float(amount / widest) * (WIDTH - 1)
            parts_of.append(_rect(left + 0.5, top + 26, width, 40, _piece(colours, index)))
            left += width
        # What its name adds in brackets is in the tables. Two names stand side by side, each on as many lines as it takes.
        names = [
            wrap(f"{money(amount, fmt.locale)}  {label.partition(' (')[0]}", _KEY_LETTERS, break_on_hyphens=False)
            for label, amount in parts
        ]
        y = top + 76
        for index, lines in enumerate(names):
            x = index % 2 * WIDTH / 2
            parts_of.append(_rect(x + 0.5, y, 12, 12, _piece(colours, index)))
            parts_of += [
                _text(x + 19, y + 10.5 + number * 16, line, colours["ink"]) for number, line in enumerate(lines)
            ]
            if index % 2 or index == len(names) - 1:
                y += 4 + 16 * max(len(row) for row in names[index - index % 2 : index + 1])
        told = ", ".join(f"{label} {money(amount, fmt.locale)}" for label, amount in parts)
        sentences.append(f"{name}\u00a0: {told}")
        top = y + 22
    height = top - 18
    ground = f'<path d="M0 0H{WIDTH}V{height:.0f}H0z" fill="{colours["ground"]}"/>'
    return as_markdown(_svg(fmt, height, [ground, *parts_of]), f"{title}. {'. '.join(sentences)}.")


def _piece(colours: dict[str, str], index: int) -> tuple[str, str]:
    """The fill of a part among others, of which no two are alike: once no colour is left, hatched."""
    names = ("accent", "band", "soft", "hair", "ground")
    return colours[names[index]] if index < len(names) else f"url(#hatch-{index % _HATCHES})", colours["ink"]


def cash_curve(fmt: FactFormatter, title: str, lines: Sequence[tuple[str, Sequence[Decimal]]]) -> Markup:
    """The cash at the end of each month of three years, in euros, as a line for each of ``lines``, as a picture in Markdown.

    Its text alternative has the cash at the end of each year and the least one.
    """
    return as_markdown(*_curves(fmt, title, lines))


def as_markdown(svg: str, alternative: str) -> Markup:
    """``svg`` as a picture in Markdown that holds its data."""
    return _linked(_address(svg), alternative)


def _address(svg: str) -> str:
    return _SVG + b64encode(svg.encode("utf-8")).decode("ascii")


def _linked(address: str, alternative: str) -> Markup:
    return Markup(f"![{markdown.escape(alternative)}]({address})")


def as_png(text: str, theme: DocumentTheme) -> dict[str, str]:
    """The address of each chart in ``text``, and that of the same picture as PNG."""
    return {f"{_SVG}{data}": f"data:image/png;base64,{_png(data, theme)}" for data in _PICTURE.findall(text)}


def without_charts(text: str) -> str:
    """``text`` without the data of its charts, which come from no other file."""
    return re.sub(r"!(\[(?:\\.|[^\]\\])*\])\(data:[^)]*\)", r"\1", text)


@lru_cache(maxsize=8)  # a document has four at most, for its two word-processor formats, one after the other
def _png(data: str, theme: DocumentTheme) -> str:
    import typst  # heavy to load, and only charts in word processors need it

    svg = b64decode(data).decode("utf-8").replace("\\", "\\\\").replace('"', '\\"')
    source = f'#set page(width: {WIDTH}pt, height: auto, margin: 0pt)\n#image(bytes("{svg}"), width: 100%)'
    compiler = typst.Compiler(source.encode(), font_paths=theme.fonts, ignore_system_fonts=True)
    png = compiler.compile(format="png", ppi=_PNG_RESOLUTION)
    assert isinstance(png, bytes)
    return b64encode(png).decode("ascii")


def _budget(fmt: FactFormatter, forecast: budget.Forecast) -> tuple[str, str] | None:
    """What the place receives, and what it pays, in each year; transfers between its organisations are left out."""
    groups: dict[str, tuple[Kind, ...]] = {
        "sales": (*INCOMES, "undecided"),
        "subsidies": ("subsidy",),
        "costs": ("cost", "common_cost"),
        "other_costs": ("depreciation", "interest", "solidarity", "profit_tax"),
    }
    amounts = {
        name: [total(line.amounts.ht for line in year.lines if line.kind in kinds) for year in forecast.years]
        for name, kinds in groups.items()
    }
    bars: list[_Bar] = []
    sentences = []
    for index, year in enumerate(forecast.years):
        values = [amounts[name][index] for name in groups]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        sales, subsidies, costs, other = known
        label = fmt.t(f"workbook_year_{year.number}")
        bars += [[(0, sales), (1, subsidies)], [(2, 0 - costs), (3, 0 - other)]]
        received, paid = (money(amount, fmt.locale) for amount in (sales + subsidies, 0 - costs - other))
        sentences.append(messages.text(fmt.locale, "chart.year", year=label, received=received, paid=paid))
    legend = [messages.text(fmt.locale, f"chart.{name}") for name in groups]
    return _drawing(fmt, messages.text(fmt.locale, "chart.budget"), legend, bars, sentences)


def _cash(fmt: FactFormatter, forecast: budget.Forecast) -> tuple[str, str] | None:
    """The cash of each organisation at the end of each month."""
    if not all(cash.complete for cash in forecast.cash):
        return None
    lines = [
        (organisation_name(fmt.space, cash.organisation, fmt.locale), [amount or Decimal() for amount in cash.in_hand])
        for cash in forecast.cash
    ]
    return _curves(fmt, messages.text(fmt.locale, "chart.cash"), lines)


def _coworkers(fmt: FactFormatter, forecast: budget.Forecast) -> tuple[str, str] | None:
    """The coworkers who are there on average in each year, and those that the break-even point asks for."""
    bars: list[_Bar] = []
    sentences = []
    for year in forecast.years:
        point = year.break_even
        there = average_coworkers(fmt.space, year.number)
        if there is None or point is None or point.coworkers is None:
            return None
        label = fmt.t(f"workbook_year_{year.number}")
        present, needed = rounded_count(there), point.coworkers
        bars += [[(0, present)], [(1, Decimal(needed))]]
        sentences.append(
            messages.text(fmt.locale, "chart.coworkers_year", year=label, present=fmt.number(present), needed=needed)
        )
    legend = [messages.text(fmt.locale, f"chart.{name}") for name in ("present", "needed")]
    return _drawing(fmt, messages.text(fmt.locale, "chart.coworkers"), legend, bars, sentences, unit="")


#: The charts of a budget by name.
CHARTS = {"budget": _budget, "cash": _cash, "coworkers": _coworkers}


def _drawing(
    fmt: FactFormatter,
    title: str,
    legend: Sequence[str],
    bars: Sequence[_Bar],
    sentences: Sequence[str],
    unit: str = "\u00a0€",
) -> tuple[str, str]:
    """The SVG of ``bars`` in groups of the same size, one group a year, and its text alternative."""
    return _svg(fmt, HEIGHT, _parts(fmt, title, legend, bars, unit)), f"{title}. {'. '.join(sentences)}."


def _curves(fmt: FactFormatter, title: str, lines: Sequence[tuple[str, Sequence[Decimal]]]) -> tuple[str, str]:
    """The SVG of ``lines``, an amount a month, with a dot at the least one of each, and its text alternative."""
    colours = print_palette(fmt.space)
    amounts = [Decimal(), *(amount for _, line in lines for amount in line)]
    above = _LEGEND + _ROW * len(lines) + 8
    height = above + _CURVES + _BOTTOM
    parts, y = _frame(fmt, title, (max(amounts), min(amounts)), (above, height), "\u00a0€")
    month_width = (WIDTH - _LEFT - _RIGHT) / (len(budget.YEARS) * budget.MONTHS)
    # Beside the title, what the dots are.
    parts += [
        _dot(WIDTH - _RIGHT - 5, 14, colours),
        _text(WIDTH - _RIGHT - 16, 18, messages.text(fmt.locale, "chart.dot"), colours["ink"], "end"),
    ]
    sentences = []
    for index, (name, line) in enumerate(lines):
        least, month = min((amount, month) for month, amount in enumerate(line, 1))
        told = messages.text(fmt.locale, "chart.least", name=name, amount=fmt.whole(least), month=month)
        style = _STROKES[index % len(_STROKES)].format(**colours)
        points = [(_LEFT + month_width * (month - 0.5), y(amount)) for month, amount in enumerate(line, 1)]
        row = _LEGEND + _ROW * index
        parts += [
            f'<path d="M{_LEFT} {row + 6}h28" {style}/>',
            _text(_LEFT + 36, row + 10.5, _cut(told, WIDTH - _LEFT - 40), colours["ink"]),
            f'<polyline points="{" ".join(f"{left:.1f},{top:.1f}" for left, top in points)}" {style}/>',
            _dot(*points[month - 1], colours),
        ]
        ends = ", ".join(
            f"{fmt.t(f'workbook_year_{year}')}\u00a0: {fmt.whole(line[year * budget.MONTHS - 1])}"
            for year in budget.YEARS
        )
        sentences.append(f"{told}\u00a0; {ends}")
    return _svg(fmt, height, parts), f"{title}. {'. '.join(sentences)}."


def _dot(x: float, y: float, colours: dict[str, str]) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colours["ground"]}" stroke="{colours["ink"]}" stroke-width="2"/>'


def _svg(fmt: FactFormatter, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" '
        f'font-family="{families(fmt)}" font-size="{_SIZE}">{"".join(parts)}</svg>'
    )


def families(fmt: FactFormatter) -> str:
    """The fonts of the texts of a document, those of the place first."""
    letters = fmt.space.look.type.meta
    return f"{letters.paper}, {letters.text.fallback}".replace('"', "'") if letters.paper else _FONTS


def _parts(fmt: FactFormatter, title: str, legend: Sequence[str], bars: Sequence[_Bar], unit: str) -> Iterator[str]:
    colours = print_palette(fmt.space)
    fills = _fills(colours)
    top = max((sum((height for _, height in pieces if height > 0), Decimal()) for pieces in bars), default=Decimal())
    bottom = min((sum((height for _, height in pieces if height < 0), Decimal()) for pieces in bars), default=Decimal())
    frame, y = _frame(fmt, title, (top, bottom), (_TOP, HEIGHT), unit)
    yield from frame
    # The legend, in two columns.
    column = (WIDTH - _LEFT) / 2
    for index, text in enumerate(legend):
        x, y_legend = _LEFT + index % 2 * column, _LEGEND + index // 2 * _ROW
        yield _rect(x, y_legend, 12, 12, fills[index % len(fills)])
        yield _text(x + 17, y_legend + 10.5, _cut(text, column - 20), colours["ink"])
    per_year = len(bars) // len(budget.YEARS)
    group = (WIDTH - _LEFT - _RIGHT) / len(budget.YEARS)
    width = min(70.0, group * 0.8 / per_year)
    for index, pieces in enumerate(bars):
        year, number = divmod(index, per_year)
        x = _LEFT + group * year + (group - width * per_year) / 2 + width * number
        up = down = Decimal()
        for piece, height in pieces:
            low, high = (up, up + height) if height > 0 else (down + height, down)
            if height:
                yield _rect(x + 2, y(high), width - 4, y(low) - y(high), fills[piece % len(fills)])
            up, down = max(up, high), min(down, low)


def _frame(
    fmt: FactFormatter, title: str, extremes: tuple[Decimal, Decimal], heights: tuple[float, float], unit: str
) -> tuple[list[str], Callable[[Decimal], float]]:
    """What is behind the data, and how far from the top an amount is: ground, title, lines of the scale and years.

    ``extremes`` are the highest amount and the lowest one, ``heights`` that of what is above the data and that of all.
    """
    colours = print_palette(fmt.space)
    above, height = heights
    step = round_step(extremes[0] - extremes[1])
    last, first = ceil(extremes[0] / step), floor(extremes[1] / step)
    scale = (height - above - _BOTTOM) / float(step * max(1, last - first))

    def y(value: Decimal) -> float:
        return above + float(step * last - value) * scale

    # Paper is white, and so the picture is too where a page is dark.
    parts = [f'<path d="M0 0H{WIDTH}V{height:.0f}H0z" fill="{colours["ground"]}"/>']
    parts.append(_text(_LEFT, 18, title, colours["ink"], weight="bold"))
    for number in range(first, last + 1):
        value = step * number
        line = colours["ink"] if number == 0 else colours["hair"]
        parts.append(
            f'<path d="M{_LEFT} {y(value):.1f}H{WIDTH - _RIGHT}" stroke="{line}" stroke-width="{1 if number == 0 else 0.6}"/>'
        )
        parts.append(_text(_LEFT - 6, y(value) + 4, f"{fmt.number(value)}{unit}", colours["soft"], "end"))
    group = (WIDTH - _LEFT - _RIGHT) / len(budget.YEARS)
    for year in range(len(budget.YEARS)):
        label = fmt.t(f"workbook_year_{year + 1}")
        parts.append(_text(_LEFT + group * (year + 0.5), height - 8, label, colours["ink"], "middle"))
    return parts, y


def _fills(colours: dict[str, str]) -> list[tuple[str, str]]:
    """Fill and outline by number of the legend: dark and light of the place, then grey, as no service has it."""
    return [(colours[name], colours["ink"]) for name in ("accent", "band", "soft", "hair")]


def _rect(x: float, y: float, width: float, height: float, fill: tuple[str, str]) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill[0]}" '
        f'stroke="{fill[1]}" stroke-width="0.6"/>'
    )


def _text(x: float, y: float, text: str, fill: str, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )


def _cut(text: str, width: float) -> str:
    letters = int(width / (_SIZE * 0.5))
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def round_step(span: Decimal) -> Decimal:
    """A round distance between grid lines, of which ``span`` has about four."""
    if span <= 0:
        return Decimal(1)
    rough = float(span) / _GRID_LINES
    power = Decimal(10) ** floor(log10(rough))
    return max(Decimal(1), next(factor * power for factor in (1, 2, 5, 10) if float(factor * power) >= rough))
