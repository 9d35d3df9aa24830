"""The chart of a year of the budget beside its closed months: a bar for what is real in the outline of what is planned."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from markupsafe import Markup

from tierslieu.facts.formatter import FactFormatter
from tierslieu.i18n import messages
from tierslieu.months.budget_comparison import BudgetComparison, ComparedLine, line_label
from tierslieu.months.words import months_text

#: Units of the drawing: its width, the height of a line, of its bar, and where this one begins below the words.
_WIDTH, _LINE, _BAR, _BELOW = 640, 52, 18, 24


def month_chart(fmt: FactFormatter, comparison: BudgetComparison) -> Markup:
    """The SVG, in the colour of the text around it; empty while nothing is known. The table beside it has the amounts."""
    lines = [line for line in comparison.lines if line.planned is not None and line.real is not None]
    most = max((max(line.planned or 0, line.real or 0) for line in lines), default=0)
    if not most:
        return Markup()
    parts = "".join(part for index, line in enumerate(lines) for part in _line(fmt, line, index, Decimal(most)))
    title = escape(
        messages.text(
            fmt.locale,
            "month.compared_chart",
            number=comparison.number,
            months=months_text(comparison.closed, fmt.locale),
        )
    )
    return Markup(
        f'<svg role="img" aria-label="{title}" viewBox="0 0 {_WIDTH} {_LINE * len(lines)}" '
        f'width="{_WIDTH}" fill="currentColor">{parts}</svg>'
    )


def _line(fmt: FactFormatter, line: ComparedLine, index: int, most: Decimal) -> Iterator[str]:
    top = index * _LINE
    planned, real = ((max(amount or Decimal(0), Decimal(0)) / most) for amount in (line.planned, line.real))
    values = {"planned": fmt.amount(line.planned or Decimal(0)), "real": fmt.amount(line.real or Decimal(0))}
    words = messages.text(fmt.locale, "month.compared_words", label=line_label(fmt, line), **values)
    yield f'<text x="0" y="{top + _BELOW - 8}" font-size="15">{escape(words)}</text>'
    wide = _WIDTH - 2
    yield (
        f'<rect x="1" y="{top + _BELOW}" width="{planned * wide:.1f}" height="{_BAR}" fill="none" stroke="currentColor"/>'
    )
    yield f'<rect x="1" y="{top + _BELOW + 4}" width="{real * wide:.1f}" height="{_BAR - 8}"/>'
