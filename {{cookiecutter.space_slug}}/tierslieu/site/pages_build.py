"""Space → files: gather what pages share, render each page, then check that every link leads somewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from markupsafe import Markup

from tierslieu.core.problems import Problems
from tierslieu.images import ImageLibrary
from tierslieu.lineage import child_answers
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.listings.events import NewsItem
from tierslieu.site.listings.generated_page import PageId

from .assets import assets
from .edition import Edition
from .image_tags import Pictures
from .link_checker import Checker
from .listings import news_feed
from .output import SiteOutput
from .recipes import Recipes
from .renewal import Renewal
from .root_files import build as machines
from .theme import SiteTheme

#: How many pieces of news a feed holds: readers have kept the older ones.
IN_FEED = 20


def build_pages(
    space: Space,
    documents: Mapping[str, bytes] | None = None,
    others: Collection[str] = (),
    into: dict[str, bytes] | Renewal | None = None,
) -> Mapping[str, bytes]:
    """Every file of ``public/`` by path: the main language of the place at the root, the others each in a folder.

    ``documents`` are the public documents to offer, by path under ``documents/``. ``others`` are the paths of files
    that the exports put into ``public/`` beside these, so that pages can link to them. They are put ``into`` this as
    they are made. Pages that the last build left there are not made again where they would come out the same, and
    pictures are left in ``.cache/`` for the next time.
    Raises ``Problems`` naming every fault of a text, a template or a link.
    """
    documents = documents or {}
    theme, last = SiteTheme(space.root), into if isinstance(into, Renewal) else None
    static = assets(space, theme, last is not None)
    static |= {f"documents/{path}": data for path, data in sorted(documents.items())}
    site = SiteOutput(static, {} if into is None else into)
    if last is not None:
        site.recipes = Recipes(last, space, theme, static, others)
    known = urls.by_language(space)
    pictures = Pictures(ImageLibrary(space.root))
    editions = [
        Edition(space, locale, known, theme, site, pictures, documents, others) for locale in space.identity.languages
    ]
    twins = _twins(editions)
    website = urls.root(space)
    for edition in editions:
        news = edition.render(twins, IN_FEED)
        if edition.common["feed"]:
            site.files[edition.common["feed"]] = _feed(space, edition, known[edition.locale], news, website)
    site.files[child_answers.PATH] = child_answers.answers(space)
    editions[0].render_not_found(urls.base(space))
    site.files.update(pictures.library.files)
    site.note(pictures.problems)
    site.files.update(machines.files(space, editions, twins, static))
    if not site.problems:
        checker = Checker(site.files, others)
        for file, page in site.pages.items():
            site.note(checker.problems(file, page.leads, page.origin))
    if site.problems:
        raise Problems(site.problems)
    pictures.library.forget_others()
    return site.files


def _twins(editions: Iterable[Edition]) -> dict[PageId, dict[str, str]]:
    """For each thing that has a page, its address in each language."""
    found: dict[PageId, dict[str, str]] = defaultdict(dict)
    for edition in editions:
        for thing, address in edition.things.items():
            found[thing][edition.locale] = address
    return dict(found)


def _feed(
    space: Space, edition: Edition, known: Mapping[str, str], news: list[tuple[NewsItem, Markup]], website: str
) -> bytes:
    """The news written in one language."""
    identity = space.identity
    return news_feed.atom(identity.name, identity.slug, edition.common["words"], known[urls.NEWS], news, website)
