"""The pages and languages of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.model import Space

_DATED_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-|$)")
#: How many of the untranslated strings are named.
_SHOWN = 5


def page_keys_are_unique(space: Space) -> Iterator[Finding]:
    """Two pages, or two pieces of news, of one language don't have the same key."""
    for sources in (space.pages, space.news):
        seen: dict[tuple[str, str], str] = {}
        for source in sources:
            key: str | None = source.meta.key
            first = seen.setdefault((source.locale, key), source.path) if key else source.path
            if first != source.path:
                yield Finding("page.duplicate", source.path, ("key",), {"key": key, "first": first})


def addresses_are_unique(space: Space) -> Iterator[Finding]:
    """Two texts of one folder don't have the same address: capitals, accents and spaces of their names don't count."""
    for sources in (space.pages, space.news, space.activities):
        seen: dict[tuple[str, str], str] = {}
        for source in sources:
            first = seen.setdefault((source.locale, source.slug), source.path)
            if first != source.path:
                values = {"address": f"{source.slug}/", "first": first}
                yield Finding("page.address", source.path, (), values)


def news_have_one_date(space: Space) -> Iterator[Finding]:
    """A piece of news whose file name begins with a date has the same in its front matter."""
    for source in space.news:
        named = _DATED_NAME.match(source.slug)
        if named and named[1] != source.meta.date.isoformat():
            values = {"named": named[1], "day": source.meta.date.isoformat()}
            yield Finding("news.date", source.path, ("date",), values, "warning")


def languages_are_translated(space: Space) -> Iterator[Finding]:
    """Every language of the site has all the strings of the interface."""
    for language in space.identity.languages:
        if keys := space.vocabulary.untranslated.get(language):
            values = {"count": len(keys), "keys": ", ".join(keys[:_SHOWN])}
            yield Finding("locale.untranslated", f"vocabulary/locales/{language}.yaml", ("strings",), values, "warning")


def language_has_a_home(space: Space) -> Iterator[Finding]:
    """Every language of the site has its home page."""
    homes = {page.locale for page in space.pages if page.meta.key == "home"}
    for language in space.identity.languages:
        if language in space.vocabulary.locales and language not in homes:
            yield Finding("page.no_home", f"content/{language}/pages/index.md", (), {"language": language})
