"""The cash of the organisations over three years, as threads on the dashboard: thick, thin, then in stitches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from textwrap import wrap

from markupsafe import Markup, escape

from tierslieu import budget
from tierslieu.facts import money
from tierslieu.i18n.formatting import LocaleFormatter

from .charts import round_step

#: What is above and below the threads, in hundredths of the height: room for the scale, and for the years.
_ABOVE, _BELOW = 10, 16
#: The most letters in a line of a name, and the height of a line, in hundredths of that of the drawing.
_LETTERS, _LINE = 22, 8
#: What tells each thread from the others besides its colour: its width, then stitches.
LINES = ("", ' stroke-width="2"', ' stroke-dasharray="14 9"')


def draw(fmt: LocaleFormatter, forecast: budget.Forecast, names: Sequence[str], services: Sequence[str]) -> Markup:
    """The SVG, as large as its place and with letters of the page; empty while the cash is not known to the last month.

    Each thread has the name of its organisation at its end, and the colour of a service that it runs.
    """
    if not forecast.cash or not all(cash.complete for cash in forecast.cash):
        return Markup()
    threads = [[Decimal(amount or 0) for amount in cash.in_hand] for cash in forecast.cash]
    top = max(Decimal(1), *(max(thread) for thread in threads))
    bottom = min(Decimal(), *(min(thread) for thread in threads))

    def y(value: Decimal) -> float:
        return _ABOVE + float((top - value) / (top - bottom)) * (100 - _ABOVE - _BELOW)

    lines = "".join(
        f'<polyline points="{_points(thread, y)}" vector-effect="non-scaling-stroke"{_service(services[index])}{_line(index)}/>'
        for index, thread in enumerate(threads)
    )
    months = (
        (month, amount, service)
        for thread, service in zip(threads, services, strict=True)
        for month, amount in enumerate(thread, 1)
    )
    month, least, service = min(months, key=lambda point: point[1])
    # The amount stands beside its button, above the line of the zero, on the side where there is more room.
    side, anchor = (-1, "end") if month > len(budget.YEARS) * budget.MONTHS * 0.85 else (1, "start")
    label = escape(money(least.quantize(Decimal(1)), fmt.code))
    amount = "".join(
        f'<text{name} x="{16 * side}" y="2" text-anchor="{anchor}">{label}</text>' for name in (' class="ground"', "")
    )
    holes = "".join(f'<circle cx="{x}" cy="{y}" r="1.8"/>' for x in (-3, 3) for y in (-3, 3))
    return Markup(
        f'<svg class="cash" aria-hidden="true">{"".join([*_grid(fmt, top, bottom, y), *_years(fmt)])}'
        f'<svg class="threads" viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">{lines}</svg>'
        f'<svg class="least {service}" x="{_x(month):.1f}%" y="{y(least):.1f}%" overflow="visible"><circle r="10"/>'
        f'<g class="holes">{holes}</g>{amount}</svg>'
        f"{''.join(_ends([y(thread[-1]) for thread in threads], names, services))}</svg>"
    )


def _ends(heights: Sequence[float], names: Sequence[str], services: Sequence[str]) -> Iterator[str]:
    """The name of each thread beside its end, one below the other."""
    free = 0.0
    for height, name, service in sorted(zip(heights, names, services, strict=True)):
        lines = wrap(name, _LETTERS, break_long_words=False)
        first = max(free, height - _LINE * (len(lines) - 1) / 2)
        free = first + _LINE * (len(lines) + 0.3)
        for number, line in enumerate(lines):
            yield f'<text class="end {service}" x="100%" dx="8" y="{first + number * _LINE:.1f}%" dy="5">{escape(line)}</text>'


def sample(index: int, service: str) -> Markup:
    """A length of the thread ``index``, for its name."""
    line = f'<line x1="3" x2="37" y1="6" y2="6"{_service(service)}{_line(index)}/>'
    return Markup(f'<svg class="threads" aria-hidden="true">{line}</svg>')


def _service(name: str) -> str:
    return f' class="{name}"' if name else ""


def _line(index: int) -> str:
    return LINES[index % len(LINES)]


def _points(thread: Sequence[Decimal], y: Callable[[Decimal], float]) -> str:
    return " ".join(f"{_x(month):.1f},{y(amount):.1f}" for month, amount in enumerate(thread, 1))


def _x(month: int) -> float:
    """The middle of the month (1 to 36), in hundredths of the width."""
    return 100 * (month - 0.5) / (len(budget.YEARS) * budget.MONTHS)


def _grid(fmt: LocaleFormatter, top: Decimal, bottom: Decimal, y: Callable[[Decimal], float]) -> Iterator[str]:
    step = round_step(top - bottom)
    value = (bottom / step).to_integral_value(rounding="ROUND_CEILING") * step
    while value <= top:
        name = "zero" if value == 0 else "grid"
        yield f'<line class="{name}" x1="0" x2="100%" y1="{y(value):.1f}%" y2="{y(value):.1f}%"/>'
        yield f'<text class="scale" x="0" y="{y(value):.1f}%" dx="-8" dy="5" text-anchor="end">{escape(money(value, fmt.code))}</text>'
        value += step


def _years(fmt: LocaleFormatter) -> Iterator[str]:
    count = len(budget.YEARS)
    for index in range(count):
        left = 100 * index / count
        yield f'<line class="grid" x1="{left:.1f}%" x2="{left:.1f}%" y1="0" y2="100%"/>'
        yield f'<text class="scale" x="{left:.1f}%" dx="8" y="100%" dy="-5">{escape(fmt.t(f"workbook_year_{index + 1}"))}</text>'
