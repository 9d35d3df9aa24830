"""The JSON-LD data of each page: the page itself, its breadcrumb, and its subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from tierslieu.core.problems import Problems
from tierslieu.facts import Facts
from tierslieu.lineage.recorded import read_lineage
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.listings.activities import ActivityCard
from tierslieu.site.listings.generated_page import PageMeta
from tierslieu.site.listings.news import NewsItem

from . import offers
from .events import events
from .node import Node, node, reference, script
from .place import organisation_id, organisations, place, place_id

#: Keys of the pages that hold the data of the place, and of those that hold its prices.
_PLACE_PAGES = (urls.HOME, "place", "contact")
_PRICE_PAGES = ("prices", "coworking")
#: The longest headline that Google shows, in characters.
_MAX_HEADLINE = 110


@dataclass(frozen=True)
class StructuredData:
    """Renders the data of the pages of a site in one language; ``addresses`` are those of its pages by key.

    ``map_url`` shows the place on a map; ``image`` is the path of the card of the place.
    """

    space: Space
    locale: str
    addresses: Mapping[str, str]
    facts: Facts
    map_url: str | None
    image: str | None

    def __call__(
        self, page: PageMeta, root: str, item: NewsItem | None = None, event: ActivityCard | None = None
    ) -> Markup:
        """The ``<script>`` element of ``page``; ``root`` is the relative URL of the root of the site.

        ``item`` or ``event`` is the subject of the page. Without a known address of the site, URLs are relative.
        """
        if page.section == urls.NOT_FOUND:
            return Markup()
        base = urls.root(self.space) or root or "./"
        nodes = [self._page(base, page)]
        if page.address != self._home:
            nodes.append(self._breadcrumb(base, page))
        if page.key in _PLACE_PAGES:
            nodes.append(place(self.space, base, self.locale, self._card(base), self.map_url))
            nodes += organisations(self.space, base)
        if page.key == urls.HOME:
            nodes.append(self._site(base))
        if page.key in _PRICE_PAGES:
            nodes += [self._catalogue(base, page), *organisations(self.space, base)]
        if item:
            nodes.append(self._news(base, item))
        if event:
            nodes += events(self.space, base, event, self._card(base))
        return script(nodes)

    @cached_property
    def _home(self) -> str:
        return self.addresses.get(urls.HOME, "")

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles in the menu of the pages in this language, by key."""
        return {
            source.key: source.meta.nav_title or source.meta.title
            for source in self.space.pages
            if source.locale == self.locale
        }

    def _card(self, base: str) -> str | None:
        return base + self.image if self.image else None

    def _page(self, base: str, page: PageMeta) -> Node:
        return node(
            "WebPage",
            id_=f"{base}{page.address}#page",
            url=base + page.address,
            name=page.title,
            description=page.description or None,
            inLanguage=self.locale,
            isPartOf=reference(f"{base}#site"),
            about=reference(place_id(base)),
        )

    def _breadcrumb(self, base: str, page: PageMeta) -> Node:
        """The path from the home page to this one, through the page of the menu that it belongs to."""
        steps = [(self.space.identity.name, self._home)]
        if page.section in self.addresses and self.addresses[page.section] != page.address:
            steps.append((self._titles[page.section], self.addresses[page.section]))
        steps.append((page.title, page.address))
        items = [
            node("ListItem", position=position, name=name, item=base + address)
            for position, (name, address) in enumerate(steps, 1)
        ]
        return node("BreadcrumbList", itemListElement=items)

    def _site(self, base: str) -> Node:
        identity = self.space.identity
        return node(
            "WebSite",
            id_=f"{base}#site",
            url=base,
            name=identity.name,
            inLanguage=self.locale,
            publisher=self._publisher(base),
            license=f"https://spdx.org/licenses/{identity.licence}",
            isBasedOn=self._origins(),
        )

    def _publisher(self, base: str) -> Node | None:
        key = self.space.identity.publication.publisher
        return reference(organisation_id(base, key)) if key and self.space.organisation_label(key) else None

    def _author(self, base: str) -> Node:
        """Who publishes the news: the publisher, else the place."""
        publisher, name = self._publisher(base), self.space.identity.name
        if publisher:
            name = self.space.organisation_label(self.space.identity.publication.publisher or "") or name
        return {**(publisher or reference(place_id(base))), "@type": "Organization", "name": name}

    def _origins(self) -> list[Node]:
        """The place whose organisation this one adapts, and the kit if its repository has a public URL."""
        parent = self.space.identity.lineage.parent
        origins = [node("CreativeWork", name=parent)] if parent else []
        try:
            kit = read_lineage(self.space.root)
        except Problems:
            return origins
        if kit.public_address:
            origins.append(node("SoftwareSourceCode", codeRepository=kit.public_address, version=kit.commit))
        return origins

    def _catalogue(self, base: str, page: PageMeta) -> Node:
        rows = [*self.facts["offers"], *self.facts["passes"]]
        audiences = {audience["key"]: audience for audience in self.facts["audiences"]}
        catalogue = offers.offers(self.space, base, rows, audiences, base + page.address)
        return node("LocalBusiness", id_=place_id(base), name=self.space.identity.name, makesOffer=catalogue)

    def _news(self, base: str, item: NewsItem) -> Node:
        meta, url, author = item.meta, base + item.address, self._author(base)
        return node(
            "NewsArticle",
            id_=f"{url}#article",
            url=url,
            headline=meta.title if len(meta.title) <= _MAX_HEADLINE else meta.title[: _MAX_HEADLINE - 1] + "…",
            description=meta.description,
            datePublished=meta.date.isoformat(),
            inLanguage=self.locale,
            image=self._card(base),
            author=author,
            publisher=author,
            mainEntityOfPage=reference(f"{url}#page"),
        )
