"""The languages of a site, as each page offers them to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.listings.generated_page import PageId, PageMeta

#: The address in each language of everything that has a page.
Translations = Mapping[PageId, Mapping[str, str]]


@dataclass(frozen=True)
class Language:
    """A language as a page offers it: the ``address`` of the same page if ``exact``, else of the nearest one."""

    locale: str
    name: str
    address: str
    exact: bool


def languages_of(
    space: Space, addresses: Mapping[str, Mapping[str, str]], page: PageMeta, translations: Translations
) -> tuple[Language, ...]:
    """The languages in which ``page`` can be read; ``addresses`` holds the addresses of the pages of each by key."""
    translated = translations.get(page.page_id, {}) if page.page_id else {}
    languages = []
    for locale in space.identity.languages:
        name = space.vocabulary.locales[locale].name
        nearest = addresses[locale].get(page.section, urls.home_address(space, locale))
        languages.append(Language(locale, name, translated.get(locale, nearest), locale in translated))
    return tuple(languages)
