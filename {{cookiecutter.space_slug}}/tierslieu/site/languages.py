"""The languages of a site, as each page offers them to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.listings.generated_page import PageId, PageMeta

#: For each thing that has a page, its address in each language.
Translations = Mapping[PageId, Mapping[str, str]]


@dataclass(frozen=True)
class Language:
    """A language of the site, as a page offers it.

    ``address`` is that of the same thing in this language when it is ``exact``, else of the nearest page.
    """

    locale: str
    name: str
    address: str
    exact: bool


def offered(
    space: Space, known: Mapping[str, Mapping[str, str]], shown: PageMeta, twins: Translations
) -> tuple[Language, ...]:
    """The languages of ``space`` for the reader of ``shown``; ``known`` holds the addresses of the pages of each."""
    own = twins.get(shown.thing, {}) if shown.thing else {}
    found = []
    for locale in space.identity.languages:
        name = space.vocabulary.locales[locale].name
        nearest = known[locale].get(shown.section, urls.home_of(space, locale))
        found.append(Language(locale, name, own.get(locale, nearest), locale in own))
    return tuple(found)
