"""The facts of a space as documents tell them: every missing one marked, so that each format makes it stand out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from tierslieu.facts import Blank, Facts, facts
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.rendering import markdown


class VisibleBlank(Markup):
    """A missing fact as Markdown: false in a condition, visible in a text."""

    def __bool__(self) -> bool:
        return False


class DocumentFacts(Mapping[str, Facts]):
    """The facts of ``space`` by language, each language worked out once, when it is asked for.

    Beside those that pages name, ``plural('golden_tickets', 2)`` is a word of the interface with its number,
    ``blank('durée')`` a gap for a fact that the configuration does not hold, ``named(organisation)`` how to call an
    organisation where its name must be seen to be missing, ``prices_from`` the first day of the current grid, false for
    the opening one.
    """

    def __init__(self, space: Space):
        self._space = space
        self._facts: dict[str, Facts] = {}

    def __getitem__(self, locale: str) -> Facts:
        if locale not in self._facts:
            self._facts[locale] = self._tell(locale)
        return self._facts[locale]

    def __iter__(self) -> Iterator[str]:
        return iter(self._space.vocabulary.locales)

    def __len__(self) -> int:
        return len(self._space.vocabulary.locales)

    def _tell(self, locale: str) -> Facts:
        strings = self._space.vocabulary.locales[locale].strings
        words = LocaleFormatter(locale, strings)
        start = self._space.prices.grid(self._space.today).start
        known: Facts = _marked(facts(self._space, locale, document=True))
        return {
            **known,
            "plural": words.plural,
            "blank": lambda what: visible(strings["blank_document"].format(what=what)),
            "named": _named,
            "prices_from": words.date(start, "date") if start else "",
        }


def visible(text: str) -> VisibleBlank:
    """``text`` as a gap that each format shows as such."""
    return VisibleBlank(f"[{markdown.escape(text)}]{{.blank}}")


def _named(organisation: Facts) -> Markup:
    called, name = markdown.escape(organisation["called"]), organisation["name"]
    return Markup(called if name else f"{called} ({name})")


def _marked(value: Any) -> Any:
    """The same facts, with every missing one marked."""
    if isinstance(value, Blank):
        return visible(value.text)
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item) for item in value]
    return value
