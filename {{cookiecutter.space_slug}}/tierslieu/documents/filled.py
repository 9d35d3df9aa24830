"""A document whose placeholders are replaced: the one Markdown text that every format is made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tierslieu import markdown
from tierslieu.facts import Blank, Facts, facts
from tierslieu.model import GovernanceDocument, Source, Space
from tierslieu.words import Words

from .theme import Theme

#: The frame around the text of every document: review stamp, laws, signatures.
_FRAME = "document.md"


@dataclass(frozen=True)
class Filled:
    """One document, ready to be laid out.

    ``path`` is the file that people edit; ``text`` is Markdown; ``strings`` are the words of its language.
    """

    path: str
    slug: str
    title: str
    place: str
    locale: str
    law_as_of: dt.date
    strings: dict[str, str]
    text: str


class VisibleBlank(Markup):
    """A missing fact as Markdown: false in a condition, and marked, so that each format makes it stand out."""

    def __bool__(self) -> bool:
        return False


def fill_in(document: Source[GovernanceDocument], space: Space, theme: Theme) -> Filled:
    """Fill ``document`` with the facts of ``space``; raises ``Problems`` naming file and line."""
    strings = space.vocabulary.locales[document.locale].strings
    known = _known(space, document, strings)
    body = markdown.fill(document.body, known, document.path, document.body_line)
    text = markdown.fill(theme.text(_FRAME), {**known, "body": Markup(body)}, theme.label(_FRAME))
    return Filled(
        path=document.path,
        slug=document.slug,
        title=document.meta.title,
        place=space.identity.name,
        locale=document.locale,
        law_as_of=document.meta.law_as_of,
        strings=strings,
        text=text,
    )


def _known(space: Space, document: Source[GovernanceDocument], strings: dict[str, str]) -> Facts:
    """The facts of the space, and what documents alone may use.

    ``document`` is the front matter; ``prices_from`` the first day of the current grid, false for the opening one;
    ``plural('golden_tickets', 2)`` a word of the interface with its number; ``blank('durée')`` a gap for a fact that
    the configuration does not hold; ``named(organisation)`` how to call an organisation where its name must be seen to
    be missing.
    """
    words = Words(document.locale, strings)
    start = space.prices.grid(space.today).start
    known: Facts = _marked(facts(space, document.locale, document=True))
    return {
        **known,
        "document": {**document.meta.model_dump(), "law_as_of": words.date(document.meta.law_as_of, "date")},
        "plural": words.plural,
        "blank": lambda what: _visible(strings["blank_document"].format(what=what)),
        "named": _named,
        "prices_from": words.date(start, "date") if start else "",
    }


def _named(organisation: Facts) -> Markup:
    called, name = markdown.escape(organisation["called"]), organisation["name"]
    return Markup(called if name else f"{called} ({name})")


def _visible(text: str) -> VisibleBlank:
    return VisibleBlank(f"[{markdown.escape(text)}]{{.blank}}")


def _marked(value: Any) -> Any:
    """The same facts, with every missing one marked."""
    if isinstance(value, Blank):
        return _visible(value.text)
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item) for item in value]
    return value
