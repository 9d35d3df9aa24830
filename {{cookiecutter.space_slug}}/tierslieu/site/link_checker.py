"""Links that hold: every address named by a key exists, and every link inside the site leads somewhere."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from tierslieu.core.problems import Problem
from tierslieu.rendering.urls import relative

# Inside a tag only: a name shown in a page may hold the same letters.
_TAG = r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*?\s"""
_VALUE = r"""=(?:"([^"]*)"|'([^']*)')"""
_TARGET = re.compile(f"{_TAG}(?:href|src){_VALUE}")
_ANCHOR = re.compile(f"{_TAG}id{_VALUE}")
# Together they find all that ``_TARGET`` does, with what only looks like it, and ten times as fast.
_MAYBE_TARGETS = (re.compile(f"href{_VALUE}"), re.compile(f"src{_VALUE}"))


@dataclass
class Links:
    """The addresses that links may name, by key, and the ``problems`` met while they were named."""

    root: Path
    addresses: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def namer(self, prefix: str, path: str, first_line: int) -> Callable[[str], Markup]:
        """The function ``url`` of the page whose way to the root is ``prefix``.

        ``path`` and ``first_line`` say where its Markdown stands; a template knows its own file.
        """

        def url(key: str) -> Markup:
            if key in self.addresses:
                return Markup(relative(prefix, self.addresses[key]))
            file, line = _caller()
            where = (path, first_line + line - 1) if file is None else (self._own(file), line)
            self.problems.append(Problem("link.page", {"page": key}, *where))
            return Markup("#")

        return url

    def has(self, key: str) -> bool:
        """Whether a page of this key is built."""
        return key in self.addresses

    def _own(self, file: str) -> str:
        path = Path(file)
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name


def _caller() -> tuple[str | None, int]:
    """The template (None for Markdown) and the line that called, found as Jinja itself does for its tracebacks."""
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
    """A link inside the site as it is written (``target``), and where it leads.

    ``lead`` is a line: a file, a tab, the name of an anchor there or nothing. The file is empty when it can't be read.
    """

    target: str
    lead: str


def inside(file: str, html: str) -> list[Link]:
    """Where the page ``file`` may lead inside the site; a text that only looks like a link is among them."""
    found = dict.fromkeys(target for pattern in _MAYBE_TARGETS for target in _targets(pattern, html))
    folder = posixpath.dirname(file)
    above = posixpath.dirname(folder) if folder else None
    links = (
        _from_below(above, one) if above is not None and one.startswith("../") else _read(file, one) for one in found
    )
    return [link for link in links if link]


def link_targets(file: str, html: str) -> str:
    """Where the page ``file`` may lead inside the site, a line for each ``lead`` but to what is seen to be in the page."""
    every = dict.fromkeys(link.lead for link in inside(file, html))
    own = f"{file}\t"
    return "\n".join(lead for lead in every if not (lead.startswith(own) and _has(html, lead.removeprefix(own))))


def _has(html: str, anchor: str) -> bool:
    """Whether an element of a page is easily seen to have this name; an empty one is the page itself."""
    at = html.find(f' id="{anchor}"') if anchor else -1
    return not anchor or (at > 0 and _ANCHOR.match(html, html.rfind("<", 0, at)) is not None)


@lru_cache(maxsize=1 << 16)
def _from_below(above: str, target: str) -> Link | None:
    """As ``_read`` for any page of a folder in ``above``: neighbours link to what all pages share in the same way."""
    return _read(posixpath.join(above, "page", "index.html"), target)


def _read(file: str, written: str) -> Link | None:
    """The link ``written`` in the page ``file``; None when it leads to another site."""
    target = unescape(written)
    if target.startswith(("https://", "http://")):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return Link(written, "\t")
    if parts.scheme or parts.netloc:
        return None
    path = file if not parts.path else _resolve(posixpath.dirname(file), unquote(parts.path))
    lead = f"{path}\t{unquote(parts.fragment)}"
    return Link(written, "\t" if "\n" in lead else lead)


def _resolve(folder: str, path: str) -> str:
    """The file that answers for ``path``; a folder answers by its ``index.html``."""
    # An absolute path is written by hand, or by the page for addresses that do not exist.
    full = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    file = posixpath.normpath(full) if full else "."
    if path.endswith("/") or file == "." or not posixpath.splitext(file)[1]:
        return posixpath.normpath(posixpath.join(file, "index.html"))
    return file


class Checker:
    """Finds links to nowhere in the pages of a site; ``others`` are files that something else puts beside them."""

    def __init__(self, files: Mapping[str, bytes], others: Collection[str] = ()):
        self._files = files
        self._others = frozenset(others)
        self._anchors: dict[str, frozenset[str]] = {}
        self._good: set[str] = set()

    def problems(self, file: str, leads: str, origin: Origin) -> list[Problem]:
        """Every link of the page ``file`` that leads nowhere; ``link_targets`` is what ``link_targets`` tells of the page."""
        new = set(leads.split("\n") if leads else ()) - self._good
        wrong = {lead: code for lead in new if (code := self._fault(*lead.split("\t", 1)))}
        self._good |= new - wrong.keys()
        if not wrong:
            return []
        html = self._files[file].decode("utf-8")
        broken = {link.target: wrong[link.lead] for link in inside(file, html) if link.lead in wrong}
        found = _targets(_TARGET, html)
        return [_located(broken[target], unescape(target), origin) for target in found if target in broken]

    def _fault(self, file: str, anchor: str) -> str | None:
        if file in self._others:
            return None
        if file not in self._files:
            return "link.broken"
        if anchor and file.endswith(".html") and not self._has_anchor(file, anchor):
            return "link.anchor"
        return None

    def _has_anchor(self, path: str, name: str) -> bool:
        """Whether the page ``path`` has an element called ``name``."""
        if path not in self._anchors:
            html = self._files[path].decode("utf-8")
            if _has(html, name):
                return True  # the usual case, told without looking at the rest
            self._anchors[path] = frozenset(map(unescape, _targets(_ANCHOR, html)))
        return name in self._anchors[path]


def _targets(pattern: re.Pattern[str], html: str) -> Iterator[str]:
    """What ``pattern`` finds in ``html``, each once, as written."""
    return (first or second for first, second in dict.fromkeys(pattern.findall(html)))


def _located(code: str, target: str, origin: Origin) -> Problem:
    """The problem at the line that holds ``target``, or at the template when the text of the page has no such link."""
    for number, line in enumerate(origin.body.splitlines(), origin.first_line):
        if target in line:
            return Problem(code, {"target": target}, origin.path, number)
    return Problem(code, {"target": target}, origin.template or origin.path)
