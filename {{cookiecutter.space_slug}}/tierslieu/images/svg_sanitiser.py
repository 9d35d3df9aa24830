"""Sanitises SVG drawings: refuses active or external content, and removes the metadata of drawing programs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

from .errors import ImageFault

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_ALLOWED_NAMESPACES = {SVG, XLINK, "http://www.w3.org/XML/1998/namespace"}
#: Elements that run scripts, load resources or embed other content (SVG 2, chapters 5, 12 and 15).
_ACTIVE_ELEMENTS = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
#: In CSS or an attribute: a reference to anything but a part of the drawing or an embedded bitmap.
_EXTERNAL = re.compile(r"url\(\s*['\"]?\s*(?!#|data:image/(?:png|jpeg|gif|webp);)|@import|javascript:", re.IGNORECASE)
_INTERNAL = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")

for _prefix, _uri in (("", SVG), ("xlink", XLINK)):
    ET.register_namespace(_prefix, _uri)


def sanitise(data: bytes, name: str) -> tuple[bytes, int, int]:
    """The sanitised drawing, and its width and height in pixels. Raises ``ImageFault`` that names what is refused.

    No script runs in a drawing shown through ``<img>``, but one would if its address is opened. ``style=`` becomes
    presentation attributes, since the Content-Security-Policy of the site forbids inline styles; a drawing with a style
    sheet keeps it, as the sheet would override these attributes.
    """
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError):
        raise ImageFault("image.unreadable", image=name) from None
    if root.tag != f"{{{SVG}}}svg":
        raise ImageFault("image.unreadable", image=name)
    _refuse_active_content(root, name)
    _strip(root)
    width, height = _size(root, name)
    root.set("width", str(width))
    root.set("height", str(height))
    return ET.tostring(root, encoding="utf-8") + b"\n", width, height


def _refuse_active_content(root: ET.Element, name: str) -> None:
    for element in root.iter():
        tag = _local_name(element.tag)
        if tag in _ACTIVE_ELEMENTS:
            raise ImageFault("image.svg_acts", image=name, what=f"<{tag}>")
        if tag == "style" and _EXTERNAL.search(element.text or ""):
            raise ImageFault("image.svg_outward", image=name, what="<style>")
        for key, value in element.attrib.items():
            attribute = _local_name(key)
            if attribute.lower().startswith("on"):
                raise ImageFault("image.svg_acts", image=name, what=attribute)
            is_external = attribute == "href" and tag != "a" and not _INTERNAL.match(value)
            if is_external or _EXTERNAL.search(value):
                raise ImageFault("image.svg_outward", image=name, what=f"{attribute}={value[:60]}")


def _strip(root: ET.Element) -> None:
    """Remove metadata and other namespaces, where drawing programs store settings and paths of the author."""
    has_style_sheet = root.find(f".//{{{SVG}}}style") is not None
    for parent in root.iter():
        for child in list(parent):
            if _namespace(child.tag) not in _ALLOWED_NAMESPACES or _local_name(child.tag) == "metadata":
                parent.remove(child)
        for key in [key for key in parent.attrib if key.startswith("{") and _namespace(key) not in _ALLOWED_NAMESPACES]:
            del parent.attrib[key]
        if not has_style_sheet:
            for declaration in parent.attrib.pop("style", "").split(";"):
                key, colon, value = (part.strip() for part in declaration.partition(":"))
                if colon and not key.startswith("-"):
                    parent.set(key, value)


def _size(root: ET.Element, name: str) -> tuple[int, int]:
    """Width and height in pixels, from the attributes or from the view box, which is added if missing."""
    lengths = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
    view_box = root.get("viewBox", "").replace(",", " ").split()
    numbers = [match[1] for match in lengths if match] if all(lengths) else view_box[2:4]
    try:
        width, height = (max(1, round(Decimal(number))) for number in numbers)
    except (ArithmeticError, ValueError):
        raise ImageFault("image.no_size", image=name) from None
    if not view_box:
        root.set("viewBox", f"0 0 {width} {height}")
    return width, height


def _namespace(tag: object) -> str:
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _local_name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
