"""Space → files: gather what pages share, render each page, then check that every link leads somewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from tierslieu.core.atomic import AtomicFolder
from tierslieu.core.problems import Problems
from tierslieu.facts.blank_reads import PageBlanks
from tierslieu.images import ImageLibrary
from tierslieu.lineage import child_answers
from tierslieu.model import Space
from tierslieu.rendering import urls
from tierslieu.site.listings.generated_page import PageId

from .activity_images import activity_images
from .assets import assets
from .edition import Edition, SiteInputs
from .image_tags import Pictures
from .link_checker import LinkChecker
from .listings.news_feed import MAX_ENTRIES, atom_feed
from .output import OutputFiles, SiteOutput
from .root_files.build import root_files
from .theme import SiteTheme


def build_pages(
    space: Space,
    documents: Mapping[str, bytes] | None = None,
    exported: Collection[str] = (),
    into: OutputFiles | None = None,
    page_blanks: list[PageBlanks] | None = None,
) -> Mapping[str, bytes]:
    """Every file of ``public/`` by path: the main language of the place at the root, the others each in a folder.

    ``documents`` are the public documents to offer, by path under ``documents/``. ``exported`` are the paths of files
    that the exports put into ``public/`` beside these, so that pages can link to them. Files are added to ``into`` as
    they are made; when this is a folder on the disk, pictures are kept in ``.cache/`` too. ``page_blanks`` gets the missing
    facts that each page reads.
    Raises ``Problems`` with every fault of a text, a template or a link.
    """
    documents = documents or {}
    theme = SiteTheme(space.root)
    on_disk = isinstance(into, AtomicFolder)
    static = assets(space, theme, keep=on_disk)
    if on_disk:
        static |= activity_images(space)
    static |= {f"documents/{path}": data for path, data in sorted(documents.items())}
    output = SiteOutput(static, {} if into is None else into, page_blanks=[] if page_blanks is None else page_blanks)
    pictures = Pictures(ImageLibrary(space.root))
    inputs = SiteInputs(space, urls.addresses_by_language(space), theme, pictures, documents, exported)
    editions = [Edition(inputs, locale, output) for locale in space.identity.languages]
    translations = _translations(editions)
    for edition in editions:
        edition.render(translations)
        if edition.feed:
            page = inputs.addresses[edition.locale][urls.NEWS]
            news = edition.news_texts(translations, MAX_ENTRIES)
            output.files[edition.feed] = atom_feed(
                space.identity.name, space.identity.slug, edition.names["words"], page, news, urls.root(space)
            )
    output.files[child_answers.PATH] = child_answers.answers(space)
    editions[0].render_not_found(urls.base(space))
    output.files.update(pictures.library.files)
    output.note(pictures.problems)
    output.files.update(root_files(space, editions, translations, static))
    if not output.problems:
        output.note(list(LinkChecker(output.files, exported).problems(output.pages)))
    if output.problems:
        raise Problems(output.problems)
    pictures.library.forget_others()
    return output.files


def rendered_home(space: Space, exported: Collection[str]) -> tuple[bytes, Mapping[str, bytes]]:
    """The home page in the main language, and the static files by path; ``exported`` as for ``build_pages``.

    Raises ``Problems`` as that does, those of other pages left aside.
    """
    theme = SiteTheme(space.root)
    output = SiteOutput(assets(space, theme))
    inputs = SiteInputs(
        space, urls.addresses_by_language(space), theme, Pictures(ImageLibrary(space.root)), {}, exported
    )
    editions = [Edition(inputs, locale, output) for locale in space.identity.languages]
    html = editions[0].home(_translations(editions))
    if html is None:
        raise Problems(output.problems)
    return html, output.static


def fill_text(space: Space, path: str, body: str) -> str:
    """``body`` with its facts, as the text of the file ``path``; empty for one that has no page. Raises ``Problems``."""
    pictures = Pictures(ImageLibrary(space.root))
    inputs = SiteInputs(space, urls.addresses_by_language(space), SiteTheme(space.root), pictures, {}, ())
    editions = (Edition(inputs, locale, SiteOutput({}, {}, page_blanks=[])) for locale in space.identity.languages)
    return next((text for edition in editions if (text := edition.filled(path, body))), "")


def _translations(editions: Iterable[Edition]) -> dict[PageId, dict[str, str]]:
    """The address in each language of everything that has a page."""
    addresses: dict[PageId, dict[str, str]] = defaultdict(dict)
    for edition in editions:
        for page_id, address in edition.addresses.items():
            addresses[page_id][edition.locale] = address
    return dict(addresses)
