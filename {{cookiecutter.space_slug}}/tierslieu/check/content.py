"""The pages and languages of the site."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.core.finding import Finding
from tierslieu.model import Space

#: How many of the untranslated strings are named.
_SHOWN = 5


def page_keys_are_unique(space: Space) -> Iterator[Finding]:
    """Two pages of one language don't have the same key."""
    seen: dict[tuple[str, str], str] = {}
    for page in space.pages:
        first = seen.setdefault((page.locale, page.meta.key), page.path)
        if first != page.path:
            yield Finding("page.duplicate", page.path, ("key",), {"key": page.meta.key, "first": first})


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
