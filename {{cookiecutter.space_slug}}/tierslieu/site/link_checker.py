"""Links that hold: every address named by a key exists, and every link inside the site leads somewhere."""

from __future__ import annotations

import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from tierslieu.core.problems import Problem, close_match, closest
from tierslieu.rendering.urls import relative

# Only inside a tag: the text of a page may hold the same letters.
_TAG = r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*?\s"""
_VALUE = r"""=(?:"([^"]*)"|'([^']*)')"""
_LINK = re.compile(f"{_TAG}(?:href|src){_VALUE}")
_ID = re.compile(f"{_TAG}id{_VALUE}")
# They match every link and some text that only looks like one, ten times as fast as ``_LINK``.
_FAST_DOUBLE_QUOTED = (re.compile('href="([^"]*)"'), re.compile('src="([^"]*)"'))
_FAST_SINGLE_QUOTED = (re.compile("href='([^']*)'"), re.compile("src='([^']*)'"))
# Most targets are a path, an anchor or both: they need not be parsed.
_PLAIN_TARGET = re.compile(r"(?!//)([\w./~-]*)(?:#([\w.-]+))?")


@dataclass
class PageLinks:
    """The addresses of pages by key, for the function ``url`` of templates, and the ``problems`` of unknown keys."""

    root: Path
    addresses: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def url_function(self, prefix: str, path: str, first_line: int) -> Callable[[str], Markup]:
        """The function ``url`` of a page; ``prefix`` leads to the root, ``path`` and ``first_line`` to its Markdown."""

        def url(key: str) -> Markup:
            if key in self.addresses:
                return Markup(relative(prefix, self.addresses[key]))
            template, line = _calling_template()
            file, number = (path, first_line + line - 1) if template is None else (self._relative_path(template), line)
            values = {"page": key, "closest": closest(key, self.addresses)}
            self.problems.append(Problem("link.page", values, file, number))
            return Markup("#")

        return url

    def _relative_path(self, template: str) -> str:
        path = Path(template)
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name


def _calling_template() -> tuple[str | None, int]:
    """The file of the template (None for Markdown) and the line of the caller, as Jinja finds them for tracebacks."""
    frame = sys._getframe(2)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            file = None if template.filename == "<template>" else template.filename
            return file, template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back  # type: ignore[assignment]
    return None, 1


@dataclass(frozen=True)
class Origin:
    """Where the text of a page comes from: its Markdown, and the template around it."""

    path: str
    body: str
    first_line: int
    template: str


class Link(NamedTuple):
    """A link inside the site: its ``target`` as written, its file (empty if unparsable), and its anchor or ""."""

    target: str
    file: str
    anchor: str


@dataclass(frozen=True)
class LinkedPage:
    """A page to check: its file, its origin, and those of its links that ``LinkCollector`` has not given before."""

    file: str
    origin: Origin
    new_links: tuple[Link, ...]


class LinkCollector:
    """Collects the links of pages; a link that neighbouring pages write alike is resolved and given once."""

    def __init__(self) -> None:
        #: The targets that begin with ``../``, by the folder above that of the page.
        self._collected: defaultdict[str, set[str]] = defaultdict(set)

    def links(self, file: str, html: str) -> tuple[Link, ...]:
        """The links (or what looks like one) of the page ``file``, but known ones and those to its own anchors."""
        patterns = _FAST_DOUBLE_QUOTED + (_FAST_SINGLE_QUOTED if "='" in html else ())
        targets = {target for pattern in patterns for target in pattern.findall(html)}
        folder = posixpath.dirname(file)
        if folder:
            # Such a target means the same in every folder beside this one.
            collected = self._collected[posixpath.dirname(folder)]
            targets -= collected
            collected.update(target for target in targets if target.startswith("../"))
        links = [_resolve(file, target) for target in targets if not target.startswith(("https://", "http://"))]
        return tuple(link for link in links if link and (link.file != file or not _has_id(html, link.anchor)))


def _has_id(html: str, anchor: str) -> bool:
    """Whether a fast search finds an element with this id; the empty anchor is the page itself."""
    at = html.find(f' id="{anchor}"') if anchor else -1
    return not anchor or (at > 0 and _ID.match(html, html.rfind("<", 0, at)) is not None)


def _resolve(file: str, written: str) -> Link | None:
    """The link ``written`` in the page ``file``; None when it leads to another site."""
    if match := _PLAIN_TARGET.fullmatch(written):
        path, anchor = match.groups()
        return Link(written, _file_at(posixpath.dirname(file), path) if path else file, anchor or "")
    target = unescape(written)
    try:
        parts = urlsplit(target)
    except ValueError:
        return Link(written, "", "")
    if parts.scheme or parts.netloc:
        return None
    path = file if not parts.path else _file_at(posixpath.dirname(file), unquote(parts.path))
    return Link(written, path, unquote(parts.fragment))


def _file_at(folder: str, path: str) -> str:
    """The file that answers for ``path``; a folder answers by its ``index.html``."""
    # An absolute path is written by hand, or by the page for addresses that do not exist.
    full = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    file = posixpath.normpath(full) if full else "."
    if path.endswith("/") or file == "." or not posixpath.splitext(file)[1]:
        return posixpath.normpath(posixpath.join(file, "index.html"))
    return file


class LinkChecker:
    """Finds links to nowhere in the pages of a site; ``exported`` are files that the exports put beside them."""

    def __init__(self, files: Mapping[str, bytes], exported: Collection[str] = ()):
        self._files = files
        self._exported = frozenset(exported)
        self._ids: dict[str, frozenset[str]] = {}
        self._in_templates: set[tuple[str, str, str]] = set()

    def problems(self, pages: Iterable[LinkedPage]) -> Iterator[Problem]:
        """Every link of ``pages`` that leads nowhere."""
        pages = tuple(pages)
        faults = {link.target for page in pages for link in page.new_links if self._fault(link)}
        if not faults:
            return
        # Which pages have them besides the first is not known, nor whether they are links or only look like it.
        faulty = re.compile(b"|".join(re.escape(target.encode("utf-8")) for target in faults))
        for page in pages:
            html = self._files[page.file]
            if faulty.search(html):
                yield from self._problems_of(page, html.decode("utf-8"))

    def _problems_of(self, page: LinkedPage, html: str) -> Iterator[Problem]:
        for target in _values(_LINK, html):
            link = _resolve(page.file, target)
            if link and (code := self._fault(link)):
                values = {"target": unescape(target), "text": _text_of(target, html), "page": page.file}
                yield from self._located(code, link, values | {"closest": self._closest(link)}, page.origin)

    def _located(self, code: str, link: Link, values: dict[str, str], origin: Origin) -> Iterator[Problem]:
        """The problem at the line of the text that holds the target, else once for all pages, at the template of one."""
        for number, line in enumerate(origin.body.splitlines(), origin.first_line):
            if values["target"] in line:
                yield Problem(code, values, origin.path, number)
                return
        if (link.file, link.anchor, values["text"]) not in self._in_templates:
            self._in_templates.add((link.file, link.anchor, values["text"]))
            yield Problem(code, values, origin.template or origin.path)

    def _closest(self, link: Link) -> str:
        """The address of the page, or the anchor in it, that a broken link is most likely meant for; a dash without any."""
        if link.file in self._files:
            return close_match(link.anchor, self._ids.get(link.file, ())) or "–"
        pages = {file.removesuffix("index.html"): file for file in self._files if file.endswith("/index.html")}
        return close_match(link.file.removesuffix("index.html"), pages) or "–"

    def _fault(self, link: Link) -> str | None:
        if link.file in self._exported:
            return None
        if link.file not in self._files:
            return "link.broken"
        if link.anchor and link.file.endswith(".html") and not self._has_anchor(link.file, link.anchor):
            return "link.anchor"
        return None

    def _has_anchor(self, file: str, anchor: str) -> bool:
        """Whether the page ``file`` has an element with this id."""
        if file not in self._ids:
            html = self._files[file].decode("utf-8")
            if _has_id(html, anchor):
                return True  # the usual case
            self._ids[file] = frozenset(map(unescape, _values(_ID, html)))
        return anchor in self._ids[file]


def _values(pattern: re.Pattern[str], html: str) -> Iterator[str]:
    """The attribute values that ``pattern`` finds in ``html``, each once, as written."""
    return (double or single for double, single in dict.fromkeys(pattern.findall(html)))


def _text_of(target: str, html: str) -> str:
    """The words of the first link to ``target``; a dash for a picture."""
    match = re.search(f"""href=["']{re.escape(target)}["'][^>]*>(.*?)</a>""", html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", match[1])).split())[:80] or "–" if match else "–"
