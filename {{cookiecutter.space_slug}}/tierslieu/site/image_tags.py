"""The ``<img>`` of a picture in a template or a text: its files, its sizes and its alternative text."""

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
from tierslieu.core.yaml_faults import shortened
from tierslieu.images import ImageFault, ImageLibrary, Picture
from tierslieu.images.image_files import CONTENT
from tierslieu.model import Source
from tierslieu.rendering import markdown

#: The width of a picture in a text: that of a phone, else that of the lines (``.prose`` in site.css).
TEXT_SIZES = "(min-width: 42rem) 38rem, 100vw"
_IMAGE = re.compile(r"""<img\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
#: A picture with a title, alone in its paragraph, as pyromark writes it.
_FIGURE = re.compile(r'<p>(<img src="[^"<>]*" alt="[^"<>]*" title="([^"<>]*)" />)</p>')
_CODE = re.compile(r"<code\b.*?</code>", re.DOTALL)
#: A picture of which some brackets may be missing: its alternative text, and its file.
_MEANT = re.compile(
    r"!\[([^\[\]()]+?)(?:\]\s*\(?|\()<?([^()<>\[\]]+?\.(?:jpe?g|png|webp|gif|avif|svg))\b", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass
class Pictures:
    """The pictures of a site; one that can't be shown is left out, and why is added to ``problems``."""

    library: ImageLibrary
    problems: list[Problem] = field(default_factory=list)

    def in_text(self, html: Markup, source: Source[Any], prefix: str) -> Markup:
        """``html`` of ``source`` with picture files and sizes; a titled picture alone in its paragraph is a figure."""
        if "![" in html:
            self._note_brackets(source)
        if "<img" not in html:
            return html
        number = 0

        def tag(match: re.Match[str]) -> str:
            nonlocal number
            attributes = {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(match[1])}
            image, alt = attributes.get("src", ""), attributes.get("alt", "").strip()
            try:
                picture = self.library.picture(image, posixpath.dirname(source.path))
                if not alt:
                    raise ImageFault("image.alt", image=image)
            except ImageFault as fault:
                self._note(Problem(fault.code, fault.values, source.path, _line_of(source, image)))
                return ""
            # The first picture of a text may be in view at once; the others are loaded when they are near.
            number += 1
            return _tag(picture, prefix, alt, TEXT_SIZES, lazy=number > 1)

        return Markup(_IMAGE.sub(tag, _FIGURE.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", str(html))))

    def picture_function(self, prefix: str) -> Callable[..., Markup]:
        """The function ``picture`` of a page; ``prefix`` is the relative path from the page up to the root of the site."""

        def picture(photo: Mapping[str, Any], sizes: str = TEXT_SIZES, lazy: bool = True, css: str = "") -> Markup:
            try:
                variants = self.library.picture(photo["file"], photo.get("folder", CONTENT))
            except ImageFault as fault:
                if "config" in photo:  # that of a text is told with its line
                    self._note(Problem(fault.code, fault.values, photo["config"]))
                return Markup()
            focus = f"focus-{photo['focus'].replace('_', '-')}" if photo.get("focus") else ""
            classes = " ".join(filter(None, (css, focus)))
            return Markup(_tag(variants, prefix, photo["alt"], sizes, lazy, classes, photo["alt"].lang))

        return picture

    def _note_brackets(self, source: Source[Any]) -> None:
        """Note each line of ``source`` in which Markdown has found no picture where one begins."""
        lines = source.body.replace("\\![", "").splitlines()
        left = _brackets(lines)
        if not left:
            return
        for index, line in enumerate(lines):
            if "![" in line and _brackets([*lines[:index], line.replace("![", ""), *lines[index + 1 :]]) < left:
                read = line[line.index("![") :].strip()
                values = {"read": shortened(read), "typed": _typed(read)}
                self._note(Problem("image.brackets", values, source.path, source.body_line + index))

    def _note(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _tag(picture: Picture, prefix: str, alt: str, sizes: str, lazy: bool, css: str = "", lang: str = "") -> str:
    largest = picture.largest
    values = {"class": css, "lang": lang, "src": prefix + largest.address}
    if len(picture.variants) > 1:
        values["srcset"] = ", ".join(f"{prefix}{variant.address} {variant.width}w" for variant in picture.variants)
        values["sizes"] = sizes
    values |= {"width": str(largest.width), "height": str(largest.height)}
    if lazy:
        values["loading"] = "lazy"
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value)
    return f'<img alt="{escape(alt)}"{attributes} decoding="async">'


def _brackets(lines: list[str]) -> int:
    """How many beginnings of a picture are left in the text that Markdown makes of ``lines``, code apart."""
    return _CODE.sub("", markdown.to_html(markdown.with_file_names("\n".join(lines)))).count("![")


def _typed(read: str) -> str:
    """The picture that ``read`` was meant for, as it should be typed; an example when its file can't be told."""
    match = _MEANT.match(read)
    if not match:
        return "![La salle vue de la rue](images/salle.jpg)"
    alt, file = match[1].strip(), match[2]
    return f"![{alt}](<{file}>)" if " " in file else f"![{alt}]({file})"


def _line_of(source: Source[Any], image: str) -> int | None:
    """The line of the text that names ``image``."""
    for number, line in enumerate(source.body.splitlines(), source.body_line):
        if image in line or unquote(image) in line:
            return number
    return None
