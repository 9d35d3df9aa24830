"""The pages in menus."""

from __future__ import annotations

from typing import Literal

from tierslieu.documents.legal_duties import is_asked
from tierslieu.model import Page, Source, Space


def menu(space: Space, sources: list[Source[Page]], position: Literal["nav", "footer"]) -> tuple[Page, ...]:
    """The pages in the main menu or in the footer, in the order of their ``nav`` or ``footer`` key.

    A page whose ``obligation`` the law asks of the place has its ``legal_title`` as ``nav_title``. The state of
    accessibility is so shown from every page only by the bodies that article 47 of loi n° 2005-102 du 11 février 2005
    binds for certain, the public ones (I, 1°), with the words of décret n° 2019-768 du 24 juillet 2019; read at
    https://accessibilite.numerique.gouv.fr/obligations/champ-application/.
    """
    pages = [_titled(space, source.meta) for source in sources if getattr(source.meta, position) is not None]
    return tuple(sorted(pages, key=lambda page: (getattr(page, position), page.key)))


def _titled(space: Space, page: Page) -> Page:
    required = page.legal_title and page.obligation and is_asked(space, page.obligation)
    return page.model_copy(update={"nav_title": page.legal_title}) if required else page
