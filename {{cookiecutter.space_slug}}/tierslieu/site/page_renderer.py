"""Renders the pages of one language of a site, each from its layout, its text and the names that all pages share."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from tierslieu.core.problems import Problem, Problems
from tierslieu.facts.blank_reads import BlankRead, BlankReads
from tierslieu.model import Page, Source
from tierslieu.rendering import markdown, urls

from .image_tags import Pictures
from .languages import Language
from .link_checker import LinkCollector, Origin, PageLinks
from .listings import search
from .listings.generated_page import PageMeta
from .output import RenderedPage, SiteOutput
from .text_marks import with_whole_names
from .theme import SiteTheme

_PLACEHOLDER = re.compile(r"\{[{%#]")
_HEADING = re.compile(r"<h2[ >]")
#: In French, the space beside « : », « ; », « ! », « ? » and quotation marks, between a number and what it counts (2 janvier,
#: 3 places) or the pairs of a telephone number, before a year, after « article », after the article that begins a link, in « SCIC SAS »; what is
#: typed or run is passed over, as tags are, and the title, which never breaks.
_BOUND_SPACE = re.compile(
    r"(<(title|script|style|pre|code|textarea)\b.*?</\2>|<[^>]*>)|(?<=\S) (?=[:;!?»](?:[\s<.,)]|$))|(?<=«) "
    r"|(?<=\d) (?=[^\W\d_A-Z])|(?<=\b\d\d) (?=\d\d\b)|(?<=\der) (?=[^\W\d_])|(?<=</sup>) (?=[^\W\d_])|(?<=[^\W\d_]) (?=(?:19|20)\d\d\b)"
    r"|(?<=\barticle) (?=\d)|(?<=\barticles) (?=\d)|(?<=>l[ea]) (?=\w)|(?<=\bSCIC) (?=SAS\b)",
    re.DOTALL,
)


@dataclass(frozen=True)
class PageJob:
    """A page to render: layout, text if any, the ``languages`` it exists in, and names besides the shared ones."""

    meta: PageMeta
    layout: str
    languages: tuple[Language, ...]
    source: Source[Any] | None = None
    names: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SectionMeta:
    """What a component that several pages share may know of the page: ``section`` and ``key`` of ``PageMeta``."""

    section: str
    key: str | None


class PageRenderer:
    """Renders pages whose templates may use ``shared_names``. Problems are noted; such a page is None."""

    def __init__(
        self,
        shared_names: Mapping[str, Any],
        addresses: Mapping[str, str],
        theme: SiteTheme,
        output: SiteOutput,
        pictures: Pictures,
    ):
        self._blank_reads = BlankReads()
        self._shared_names: dict[str, Any] = self._blank_reads.watched(dict(shared_names))
        self._theme, self._output, self._pictures = theme, output, pictures
        self._links = PageLinks(theme.root, addresses)
        self._link_collector = LinkCollector()
        self._components: dict[tuple[str, str, SectionMeta], tuple[Markup, frozenset[BlankRead]]] = {}
        self._has_search = search.PAGE in addresses

    @property
    def link_problems(self) -> Collection[Problem]:
        """The keys that pages name of pages that do not exist."""
        return self._links.problems

    def render(self, job: PageJob) -> RenderedPage | None:
        """Render a page and write it to the output folder, if the site is not built in memory."""
        page, template = job.meta, f"layouts/{job.layout}.html"
        self._blank_reads.take()
        try:
            if job.source and not self._theme.has(template):
                raise Problems([Problem("layout.unknown", {"layout": job.layout}, job.source.path)])
            names, text = self._names(job), None
            if job.source:
                text = self._text(job.source, names)
                names |= _text_names(text)
            html = self._theme.render(template, names)
            if names["locale"] == "fr":
                html = _with_bound_words(html)
        except Problems as error:
            self._output.note(error.problems)
            return None
        links = self._link_collector.links(urls.file_of(page.address), html)
        words = self._search_words(job, text, html)
        data, unchanged = self._output.write(page.address, html.encode("utf-8"))
        return RenderedPage(page.address, page.title, links, words, self._blank_reads.take(), data, unchanged)

    def _search_words(self, job: PageJob, text: Markup | None, html: str) -> search.IndexedText | None:
        """The words under which a page is found: those that people read on it, or of its text where it lists others."""
        if not self._has_search or text is None or job.source is None:
            return None
        title, description = job.meta.title, job.meta.description
        if isinstance(job.source.meta, Page) and job.meta.key != search.PAGE:
            return search.page_words(title, description, html)
        return search.text_words(title, description, text)

    def render_in_child(self, job: PageJob) -> RenderedPage | None:
        """``render`` for a child process; None too when it leaves problems or pictures, which only the parent can keep."""
        before = self._side_effects()
        page = self.render(job)
        return page if self._side_effects() == before else None

    def render_outside(self, job: PageJob, base: str) -> str:
        """A page that is at no fixed address, as that for missing ones: its links start from the path ``base``."""
        return self._theme.render(f"layouts/{job.layout}.html", self._names(job, base))

    def text(self, job: PageJob) -> Markup:
        """The text of a page alone; empty where it has a problem, which ``render`` notes."""
        assert job.source
        try:
            return self._text(job.source, self._names(job))
        except Problems:
            return Markup()

    def filled(self, job: PageJob, body: str) -> str:
        """``body`` with its facts, as the text of that page; raises ``Problems``."""
        assert job.source
        return markdown.fill(body, self._names(job), job.source.path)

    def origin(self, job: PageJob) -> Origin:
        """The files that a broken link of a page may stand in."""
        template = self._theme.file_of(f"layouts/{job.layout}.html")
        source = job.source
        return Origin(source.path, source.body, source.body_line, template) if source else Origin("", "", 1, template)

    def _side_effects(self) -> tuple[int, ...]:
        """How many problems and pictures the pages rendered so far have left."""
        pictures = self._pictures
        kept = (self._output.problems, self._links.problems, pictures.problems, pictures.library.files)
        return tuple(map(len, kept))

    def _text(self, source: Source[Any], names: Mapping[str, Any]) -> Markup:
        body = source.body
        if _PLACEHOLDER.search(body):
            body = markdown.fill(body, names, source.path, source.body_line)
        html = with_whole_names(markdown.to_html(markdown.with_file_names(body)))
        return self._pictures.in_text(html, source, names["root"])

    def _names(self, job: PageJob, base: str | None = None) -> dict[str, Any]:
        """All that the template and the text of a page may name; links start from ``base``, else from the page."""
        root = urls.to_root(job.meta.address) if base is None else base
        section = SectionMeta(job.meta.section, job.meta.key)
        names = self._names_at(root, job.source)
        names["page"] = job.meta
        names["part"] = lambda name: self._component(name, root, section)
        names["languages"] = job.languages
        names.update(job.names)
        return names

    def _names_at(self, root: str, source: Source[Any] | None = None) -> dict[str, Any]:
        """What templates may name on any page whose relative path up to the root of the site is ``root``."""
        path, first_line = (source.path, source.body_line) if source else ("", 1)
        return {
            **self._shared_names,
            "root": root,
            "url": self._links.url_function(root, path, first_line),
            "picture": self._pictures.picture_function(root),
            "link": lambda address: Markup(urls.relative(root, address)),
        }

    def _component(self, name: str, root: str, section: SectionMeta) -> Markup:
        """A component that is the same on all pages of a section at one depth, rendered once for them."""
        key = (name, root, section)
        if key not in self._components:
            of_page = self._blank_reads.take()
            html = self._theme.render(f"components/{name}.html", self._names_at(root) | {"page": section})
            self._components[key] = Markup(html), self._blank_reads.take()
            self._blank_reads.add(of_page)
        html, reads = self._components[key]
        self._blank_reads.add(reads)
        return html


def _with_bound_words(html: str) -> str:
    """``html`` where no French sign begins a line and no number ends one: people type ordinary spaces there."""
    # The narrow space of thousands can hardly be seen in the letters of the looks.
    return _BOUND_SPACE.sub(lambda found: found[1] or "\u00a0", html.replace("\u202f", "\u00a0"))


def _text_names(text: Markup) -> dict[str, Any]:
    """The whole text, and cut at its headings so that a layout can put something between them."""
    starts = [match.start() for match in _HEADING.finditer(text)]
    intro, *sections = (text[start:end] for start, end in pairwise([0, *starts, len(text)]))
    return {"content": text, "intro": Markup(intro.strip()), "sections": [Markup(section) for section in sections]}
