"""The cash of the organisations over three years, as threads on the dashboard: that of the least is the widest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from itertools import cycle
from textwrap import wrap

from markupsafe import Markup, escape

from tierslieu import budget
from tierslieu.budget.incomes import is_grant
from tierslieu.facts import money
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space

from .charts import round_step

#: What is above and below the threads, in hundredths of the height: room for the scale, and for the months and the years.
_ABOVE, _BELOW = 6, 20
#: The months of a year that the axis names.
_NAMED_MONTHS = (3, 6, 9, 12)
#: The room of a name at the end of its thread: letters of a line, lines, the height of one, and the least between two names, in
#: hundredths of the height.
_LETTERS, _LINES_OF_NAME, _LINE, _APART = 15, 2, 7, 17
#: What tells each thread from the others besides its colour: that of the organisation with the least cash is the widest, the others
#: are whole or in stitches.
_WIDEST = ' stroke-width="4"'
_LINES = (' stroke-width="3"', ' stroke-width="3" stroke-dasharray="14 9"', ' stroke-width="3" stroke-dasharray="2 8"')


def line_styles(forecast: budget.Forecast) -> list[str]:
    """How the thread of each organisation is drawn, as attributes of SVG."""
    others = cycle(_LINES)
    risk = _at_risk(forecast)
    return [_WIDEST if index == risk else next(others) for index in range(len(forecast.cash))]


def _at_risk(forecast: budget.Forecast) -> int:
    """The place of the organisation with the least cash."""
    lowest = [min(Decimal(amount or 0) for amount in cash.in_hand) for cash in forecast.cash]
    return lowest.index(min(lowest)) if lowest else 0


def grant_months(space: Space, forecast: budget.Forecast) -> list[set[int]]:
    """For each organisation, the months (1 to 36) that bring it a grant: what a peak of its thread is."""
    return [
        {
            year * budget.MONTHS + subsidy.month
            for subsidy in space.budget.subsidies
            if subsidy.received_by == cash.organisation and is_grant(subsidy) and subsidy.month
            for year in range(len(budget.YEARS))
            if subsidy.amount[year]
        }
        for cash in forecast.cash
    ]


def draw(
    fmt: LocaleFormatter,
    forecast: budget.Forecast,
    services: Sequence[str],
    grants: Sequence[Collection[int]],
    names: Sequence[str],
) -> Markup:
    """The SVG, as large as its place and with letters of the page; empty while the cash is not known to the last month.

    Each thread has the colour of a service that its organisation runs, a ring at each month of ``grants``, and the name of its
    organisation at its end.
    """
    if not forecast.cash or not all(cash.complete for cash in forecast.cash):
        return Markup()
    threads = [[Decimal(amount or 0) for amount in cash.in_hand] for cash in forecast.cash]
    highest = max(Decimal(1), *(max(thread) for thread in threads))
    bottom = min(Decimal(), *(min(thread) for thread in threads))
    step = round_step(highest - bottom)
    # The amount of a debt is above the months.
    bottom -= step / 4 if bottom else 0
    # All crests are below its top, a mark of the scale: where the highest would leave half of a step empty, marks are closer.
    if step > 1 and (highest / step).to_integral_value(rounding="ROUND_CEILING") * step - highest >= step / 2:
        step /= 2
    top = (highest / step).to_integral_value(rounding="ROUND_CEILING") * step

    def y(value: Decimal) -> float:
        return _ABOVE + float((top - value) / (top - bottom)) * (100 - _ABOVE - _BELOW)

    lines = "".join(
        f'<polyline points="{_points(thread, y)}" vector-effect="non-scaling-stroke"{_service(service)}{style}/>'
        for thread, service, style in zip(threads, services, line_styles(forecast), strict=True)
    )
    rings = "".join(
        f'<circle class="grant {service}" cx="{_x(month):.1f}%" cy="{y(thread[month - 1]):.1f}%" r="5"/>'
        for thread, service, own in zip(threads, services, grants, strict=True)
        for month in sorted(own)
    )
    months = (
        (month, amount, service)
        for thread, service in zip(threads, services, strict=True)
        for month, amount in enumerate(thread, 1)
    )
    month, least, service = min(months, key=lambda point: point[1])
    # The amount stands beside its button, above the line of the zero, on the side where there is more room.
    side, anchor = _beside(month)
    label = escape(money(least.quantize(Decimal(1)), fmt.code))
    told = f'<text x="{16 * side}" y="6" text-anchor="{anchor}">{label}</text>'
    holes = "".join(f'<circle cx="{x}" cy="{y}" r="1.8"/>' for x in (-3, 3) for y in (-3, 3))
    return Markup(
        f'<svg class="cash" aria-hidden="true">{"".join([*_grid(fmt, step, top, bottom, y), *_years(fmt)])}'
        f'<svg class="threads" viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">{lines}</svg>{rings}'
        f'<svg class="least {service}" x="{_x(month):.1f}%" y="{y(least):.1f}%" overflow="visible"><circle r="10"/>'
        f'<g class="holes">{holes}</g>{told}</svg>'
        f"{''.join(_names(names, services, [y(thread[-1]) for thread in threads]))}</svg>"
    )


def sample(style: str, service: str) -> Markup:
    """A length of a thread, for its name."""
    line = f'<line x1="3" x2="37" y1="6" y2="6"{_service(service)}{style}/>'
    return Markup(f'<svg class="threads" aria-hidden="true">{line}</svg>')


def _names(names: Sequence[str], services: Sequence[str], heights: Sequence[float]) -> Iterator[str]:
    """Each name beside the end of its thread and in its colour, none on another."""
    free = 0.0
    for height, name, service in sorted(zip(heights, names, services, strict=True)):
        top = max(height, free)
        free = top + _APART
        lines = wrap(name, _LETTERS, max_lines=_LINES_OF_NAME, placeholder="…")
        for number, line in enumerate(lines):
            place = top + (number - (len(lines) - 1) / 2) * _LINE
            yield f'<text class="end {service}" x="100%" dx="10" y="{place:.1f}%" dy="5">{escape(line)}</text>'


def _beside(month: int) -> tuple[int, str]:
    """The side of a point (1: right) on which there is more room for words, and their anchor."""
    return (-1, "end") if month > len(budget.YEARS) * budget.MONTHS * 0.85 else (1, "start")


def _service(name: str) -> str:
    return f' class="{name}"' if name else ""


def _points(thread: Sequence[Decimal], y: Callable[[Decimal], float]) -> str:
    return " ".join(f"{_x(month):.1f},{y(amount):.1f}" for month, amount in enumerate(thread, 1))


def _x(month: int) -> float:
    """The middle of the month (1 to 36), in hundredths of the width."""
    return 100 * (month - 0.5) / (len(budget.YEARS) * budget.MONTHS)


def _grid(
    fmt: LocaleFormatter, step: Decimal, top: Decimal, bottom: Decimal, y: Callable[[Decimal], float]
) -> Iterator[str]:
    # Added to zero, for the ceiling of a small debt is a zero with a minus sign.
    value = Decimal() + (bottom / step).to_integral_value(rounding="ROUND_CEILING") * step
    while value <= top:
        name = "zero" if value == 0 else "grid"
        yield f'<line class="{name}" x1="0" x2="100%" y1="{y(value):.1f}%" y2="{y(value):.1f}%"/>'
        yield f'<text class="scale" x="0" y="{y(value):.1f}%" dx="-8" dy="5" text-anchor="end">{escape(money(value, fmt.code))}</text>'
        value += step


def _years(fmt: LocaleFormatter) -> Iterator[str]:
    """The months below the axis, and each year, from the line where it begins."""
    count = len(budget.YEARS)
    axis = 100 - _BELOW
    yield f'<text class="scale" x="0" y="{axis}%" dx="-8" dy="24" text-anchor="end">{escape(fmt.t("overview_months"))}</text>'
    begins = [f"{100 * index / count:.1f}%" for index in range(count)]
    # Below every number: on a telephone the last month of a year reaches the line of the next.
    for left in begins:
        yield f'<line class="grid" x1="{left}" x2="{left}" y1="0" y2="100%"/>'
    for index, left in enumerate(begins):
        yield f'<text x="{left}" dx="6" y="{axis}%" dy="46">{escape(fmt.t(f"workbook_year_{index + 1}"))}</text>'
        for month in _NAMED_MONTHS:
            place = f"{_x(index * budget.MONTHS + month):.1f}%"
            yield f'<line class="tick" x1="{place}" x2="{place}" y1="{axis}%" y2="{axis + 2}%"/>'
            yield f'<text class="scale month" x="{place}" y="{axis}%" dy="24" text-anchor="middle">{month}</text>'
