"""Drawings (SVG): refused when they could act, and rid of what drawing programs leave in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

from .errors import ImageFault

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_KEPT = {SVG, XLINK, "http://www.w3.org/XML/1998/namespace"}
#: Elements that run, load or hold something else than a drawing (SVG 2, chapters 5, 12 and 15).
_ACTING = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
#: A reference to anything but a part of the drawing itself or a picture written inside it.
_OUTWARD = re.compile(r"url\(\s*['\"]?\s*(?!#|data:image/(?:png|jpeg|gif|webp);)|@import|javascript:", re.IGNORECASE)
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")

for _prefix, _uri in (("", SVG), ("xlink", XLINK)):
    ET.register_namespace(_prefix, _uri)


def clean(data: bytes, name: str) -> tuple[bytes, int, int]:
    """The drawing without leavings, and its width and height in pixels. Raises ``ImageFault`` naming what it can't keep.

    A drawing is shown through ``<img>``, where no script runs; but anyone may open its own address, where one would.
    ``style=`` is written as attributes, which a Content-Security-Policy without inline styles lets through; a style
    sheet inside the drawing would win over attributes, and so keeps it as it is.
    """
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError):
        raise ImageFault("image.unreadable", image=name) from None
    if root.tag != f"{{{SVG}}}svg":
        raise ImageFault("image.unreadable", image=name)
    _refuse(root, name)
    _strip(root)
    width, height = _size(root, name)
    root.set("width", str(width))
    root.set("height", str(height))
    return ET.tostring(root, encoding="utf-8") + b"\n", width, height


def _refuse(root: ET.Element, name: str) -> None:
    for element in root.iter():
        tag = _local(element.tag)
        if tag in _ACTING:
            raise ImageFault("image.svg_acts", image=name, what=f"<{tag}>")
        if tag == "style" and _OUTWARD.search(element.text or ""):
            raise ImageFault("image.svg_outward", image=name, what="<style>")
        for key, value in element.attrib.items():
            attribute = _local(key)
            if attribute.lower().startswith("on"):
                raise ImageFault("image.svg_acts", image=name, what=attribute)
            outward = attribute == "href" and tag != "a" and not _INSIDE.match(value)
            if outward or _OUTWARD.search(value):
                raise ImageFault("image.svg_outward", image=name, what=f"{attribute}={value[:60]}")


def _strip(root: ET.Element) -> None:
    """Take out what is not drawing: the metadata and the settings of programs, with the folders of their author."""
    sheet = root.find(f".//{{{SVG}}}style") is not None
    for parent in root.iter():
        for child in list(parent):
            if _space(child.tag) not in _KEPT or _local(child.tag) == "metadata":
                parent.remove(child)
        for key in [key for key in parent.attrib if key.startswith("{") and _space(key) not in _KEPT]:
            del parent.attrib[key]
        if not sheet:
            for declaration in parent.attrib.pop("style", "").split(";"):
                key, colon, value = (part.strip() for part in declaration.partition(":"))
                if colon and not key.startswith("-"):
                    parent.set(key, value)


def _size(root: ET.Element, name: str) -> tuple[int, int]:
    """Pixels, from the attributes or from the view box."""
    given = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
    box = root.get("viewBox", "").replace(",", " ").split()
    numbers = [match[1] for match in given if match] if all(given) else box[2:4]
    try:
        width, height = (max(1, round(Decimal(number))) for number in numbers)
    except (ArithmeticError, ValueError):
        raise ImageFault("image.no_size", image=name) from None
    if not box:
        root.set("viewBox", f"0 0 {width} {height}")
    return width, height


def _space(tag: object) -> str:
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
