"""The pages in menus."""

from __future__ import annotations

from typing import NamedTuple

from tierslieu.documents.legal_duties import is_asked
from tierslieu.model import Page, Source, Space
from tierslieu.schedule import occurrences

from .agenda import PAGE as AGENDA

#: The most pages in the menu, which has room for them in one line on any screen wider than a phone.
IN_MENU = 6


class Menus(NamedTuple):
    """The pages of the main menu and those of the footer, each in order."""

    main: tuple[Page, ...]
    footer: tuple[Page, ...]


def menus(space: Space, sources: list[Source[Page]]) -> Menus:
    """The first ``IN_MENU`` pages with a ``nav`` key, in its order; in the footer the others, then those with ``footer``.

    A page that has nothing to tell yet is in the footer. A page whose ``obligation`` the law asks of the place
    has its ``legal_title`` as ``nav_title``. The state of accessibility is so shown from every page only by the bodies
    that article 47 of loi n° 2005-102 du 11 février 2005 binds for certain, the public ones (I, 1°), with the words of
    décret n° 2019-768 du 24 juillet 2019; read at
    https://accessibilite.numerique.gouv.fr/obligations/champ-application/.
    """
    pages = [_titled(space, source.meta) for source in sources]
    listed = sorted((page for page in pages if page.nav is not None), key=lambda page: (page.nav, page.key))
    main = [page for page in listed if not _is_empty(space, page.key)][:IN_MENU]
    last = sorted((page for page in pages if page.footer is not None), key=lambda page: (page.footer, page.key))
    footer = dict.fromkeys(page.key for page in (*listed, *last) if page not in main)
    by_key = {page.key: page for page in pages}
    return Menus(tuple(main), tuple(by_key[key] for key in footer))


def _is_empty(space: Space, key: str) -> bool:
    """Whether the page ``key`` lists facts of which none is known."""
    identity = space.identity
    if key == "contact":
        known = (identity.address.city, identity.contact.phone, identity.contact.email, identity.opening_hours)
        return not any(known)
    if key == "prices":
        return not any(amount is not None for amount in space.prices.grid(space.today).amounts.values())
    return key in (AGENDA, "activities") and not occurrences.listed(space, identity.language)


def _titled(space: Space, page: Page) -> Page:
    required = page.legal_title and page.obligation and is_asked(space, page.obligation)
    return page.model_copy(update={"nav_title": page.legal_title}) if required else page
