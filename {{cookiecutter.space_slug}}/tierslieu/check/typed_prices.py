"""Prices that are typed in a text, where the grid says another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from tierslieu.core.finding import Finding
from tierslieu.core.folding import fold
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.prices import sold_label
from tierslieu.model import Activity, News, Page, Source, Space

from .references import names_are_known

_Text = Source[Page] | Source[News] | Source[Activity]
_COMMENT = re.compile(r"(?s)\{#.*?#\}")
#: An amount, after the name of an offer in the same sentence, or before it: "la journée à 15 €", "15 € pour la journée".
_AMOUNT = r"(?P<amount>\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d{1,2})?)\s*(?:€|euros?\b)"
_AFTER, _BEFORE = (
    r"\b{label}\b(?:[*_]*\s*:[*_\s]*|[^.!?;:\n\d]{{0,30}}?)(?<![\d,.]){amount}",
    r"(?<![\d,.]){amount}[*_]*\s+(?:(?:a|pour|for)\s+)?[*_]*(?:la |le |l.|une |un |the |a )?[*_]*{label}\b",
)


def typed_prices_are_those_of_the_grid(space: Space) -> Iterator[Finding]:
    """A warning for each price of an offer that a text types, and that is not its price on the day of the text.

    The day of a piece of news is its date, that of another text is today; prices to come are prices too.
    """
    sources: tuple[_Text, ...] = (*space.pages, *space.news, *space.activities)
    if not sources or not names_are_known(space):
        return
    labels = {locale: _labels(space, locale) for locale in space.identity.languages}
    for source in sources:
        day = source.meta.date if isinstance(source.meta, News) else space.today
        body = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source.body)
        for number, line in enumerate(body.split("\n"), source.body_line):
            if "€" in line or "euro" in line.lower():
                yield from _of_line(space, source, day, labels.get(source.locale, {}), line, number)


def _labels(space: Space, locale: str) -> dict[str, str]:
    """The offers and passes by folded name, longest first: "demi-journée" before "journée"."""
    formatter = FactFormatter(space, locale, document=False)
    labels = {fold(sold_label(formatter, key)): key for key in (*space.prices.offers, *space.prices.passes)}
    return dict(sorted(labels.items(), key=lambda entry: -len(entry[0])))


def _of_line(
    space: Space, source: _Text, day: dt.date, labels: dict[str, str], line: str, number: int
) -> Iterator[Finding]:
    folded = fold(line)
    for label, key in labels.items():
        known = _amounts(space, key, day)
        for pattern in (_AFTER, _BEFORE) if known else ():
            for match in re.finditer(pattern.format(label=re.escape(label), amount=_AMOUNT), folded):
                typed = Decimal(re.sub(r"[ \u00a0\u202f]", "", match["amount"]).replace(",", "."))
                if typed not in known:
                    values = {"typed": typed, "offer": key, "amount": known[0]}
                    yield Finding("prices.typed", source.path, (), values, "warning", number)
        folded = re.sub(rf"\b{re.escape(label)}\b", " ", folded)  # a shorter name is no longer found within it


def _amounts(space: Space, key: str, day: dt.date) -> tuple[Decimal, ...]:
    """Every known price of an offer or a pass from ``day`` on, of any audience, each once."""
    grids = space.prices.grids
    coming = grids[grids.index(space.prices.grid(day)) :]
    amounts = (amount for grid in coming for _, name, amount in grid.prices() if name == key and amount is not None)
    return tuple(dict.fromkeys(amounts))
