"""The facts of a space for documents: every missing one is marked, so that each format makes it stand out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from markupsafe import Markup

from tierslieu.facts import Blank, Facts, facts
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.programme import programme
from tierslieu.facts.three_years import three_years as in_three_years
from tierslieu.model import Space
from tierslieu.rendering import markdown

from . import charts, room_drawings


class VisibleBlank(Markup):
    """A missing fact, named ``what``, as Markdown: false in a condition, visible in a text."""

    what: str = ""

    def __bool__(self) -> bool:
        return False


class DocumentFacts(Mapping[str, Facts]):
    """The facts of ``space`` by language, each language computed on first use.

    To the facts of pages it adds: ``plural('golden_tickets', 2)``, a string of the language with a number;
    ``blank('durée')``, a gap for a fact that the configuration does not hold, and ``blank('durée', 'un mois')``, one
    that shows what the document proposes; ``named(organisation)``, what to call an
    organisation where a missing name must show; ``prices_from``, the first day of the current grid, false for the
    opening one; ``three_years()``, the budget; ``programme()``, the activities; ``chart('cash')``, a drawing of the
    budget, false while an amount that it needs is unknown. These three are computed when a document asks for them.
    ``balance(title, sides)`` draws the sides that it is given.
    """

    def __init__(self, space: Space):
        self._space = space
        self._by_locale: dict[str, Facts] = {}

    def __getitem__(self, locale: str) -> Facts:
        if locale not in self._by_locale:
            self._by_locale[locale] = self._in(locale)
        return self._by_locale[locale]

    def __iter__(self) -> Iterator[str]:
        return iter(self._space.vocabulary.locales)

    def __len__(self) -> int:
        return len(self._space.vocabulary.locales)

    def _in(self, locale: str) -> Facts:
        space, strings = self._space, self._space.vocabulary.locales[locale].strings
        fmt = FactFormatter(space, locale, document=True)
        start = space.prices.grid(space.today).start
        marked: Facts = _with_visible_blanks(facts(space, locale, document=True), strings)
        organisations_by_key = {organisation["key"]: organisation for organisation in marked["organisations"]}

        def blank(what: str, proposed: str = "") -> VisibleBlank:
            if proposed:
                return visible(strings["blank_proposed"].format(value=proposed), what)
            return visible(strings["blank_document"].format(what=what), what)

        @cache
        def three_years() -> Facts:
            budget: Facts = _with_visible_blanks(in_three_years(fmt, organisations_by_key), strings)
            return budget

        return {
            **marked,
            "plural": fmt.plural,
            "blank": blank,
            "named": _named,
            "prices_from": fmt.date(start, "date") if start else "",
            "three_years": three_years,
            "programme": cache(partial(programme, space, locale)),
            "rooms_drawing": cache(partial(room_drawings.rooms, fmt)),
            "side_drawing": cache(partial(room_drawings.beside, fmt)),
            "chart": cache(partial(charts.chart, fmt)),
            "balance": partial(charts.balance, fmt),
            "cash_curve": partial(charts.cash_curve, fmt),
        }


def visible(text: str, what: str) -> VisibleBlank:
    """``text`` as a gap for ``what`` that each format shows as such."""
    blank = VisibleBlank(f"[{markdown.escape(text)}]{{.blank}}")
    blank.what = what
    return blank


def _named(organisation: Facts) -> Markup:
    called, name = markdown.escape(organisation["called"]), organisation["name"]
    return Markup(called if name else f"{called} ({name})")


def _with_visible_blanks(value: Any, strings: Mapping[str, str]) -> Any:
    """The same facts, with a ``VisibleBlank`` for each ``Blank``, named by ``strings``."""
    if isinstance(value, Blank):
        return visible(value.text, strings[value.label])
    if isinstance(value, dict):
        return {key: _with_visible_blanks(item, strings) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_visible_blanks(item, strings) for item in value]
    return value
