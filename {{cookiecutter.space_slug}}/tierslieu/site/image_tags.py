"""Pictures in pages: the ``<img>`` that a template or a text gets, with its sizes, its widths and its words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup, escape

from tierslieu.core.problems import Problem
from tierslieu.images import ImageFault, ImageLibrary, Picture
from tierslieu.model import Source

#: How wide a picture of a text is shown: the whole of a phone, else the width of its lines (``.prose`` in site.css).
TEXT_SIZES = "(min-width: 42rem) 38rem, 100vw"
_IMAGE = re.compile(r"""<img\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
#: A picture with a title, alone in its paragraph, as pyromark writes it.
_ALONE = re.compile(r'<p>(<img src="[^"<>]*" alt="[^"<>]*" title="([^"<>]*)" />)</p>')
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass
class Pictures:
    """Shows the pictures of a site; what is wrong with one joins ``problems`` and shows nothing."""

    library: ImageLibrary
    problems: list[Problem] = field(default_factory=list)

    def in_text(self, html: Markup, source: Source[Any], prefix: str) -> Markup:
        """``html``, made of the Markdown of ``source``, with its pictures as they are to be shown.

        A picture that has a title and stands alone becomes a figure, with the title as its caption. ``prefix`` is the
        way up from the page to the root.
        """
        if "<img" not in html:
            return html
        shown: list[str] = []

        def replaced(match: re.Match[str]) -> str:
            given = {name: unescape(first or second) for name, first, second in _ATTRIBUTE.findall(match[1])}
            image, alt = given.get("src", ""), given.get("alt", "").strip()
            try:
                picture = self.library.picture(image, posixpath.dirname(source.path))
                if not alt:
                    raise ImageFault("image.alt", image=image)
            except ImageFault as fault:
                self._note(Problem(fault.code, fault.values, source.path, _line(source, image)))
                return ""
            # The first picture of a text may be in view at once; the others wait until they are near.
            shown.append(image)
            return _tag(picture, prefix, alt, TEXT_SIZES, lazy=len(shown) > 1)

        return Markup(_IMAGE.sub(replaced, _ALONE.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", str(html))))

    def namer(self, prefix: str) -> Callable[..., Markup]:
        """The function ``picture`` of the page whose way up to the root is ``prefix``."""

        def picture(photo: Mapping[str, Any], sizes: str = TEXT_SIZES, lazy: bool = True, css: str = "") -> Markup:
            try:
                return Markup(
                    _tag(self.library.picture(photo["file"]), prefix, photo["alt"], sizes, lazy, css, photo["alt"].lang)
                )
            except ImageFault as fault:
                self._note(Problem(fault.code, fault.values, photo["config"]))
                return Markup()

        return picture

    def _note(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _tag(picture: Picture, prefix: str, alt: str, sizes: str, lazy: bool, css: str = "", lang: str = "") -> str:
    largest = picture.largest
    given = {"class": css, "lang": lang, "src": prefix + largest.address}
    if len(picture.variants) > 1:
        given["srcset"] = ", ".join(f"{prefix}{one.address} {one.width}w" for one in picture.variants)
        given["sizes"] = sizes
    given |= {"width": str(largest.width), "height": str(largest.height)}
    if lazy:
        given["loading"] = "lazy"
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)
    return f'<img alt="{escape(alt)}"{attributes} decoding="async">'


def _line(source: Source[Any], image: str) -> int | None:
    """The line of the text that names ``image``."""
    for number, line in enumerate(source.body.splitlines(), source.body_line):
        if image in line or unquote(image) in line:
            return number
    return None
