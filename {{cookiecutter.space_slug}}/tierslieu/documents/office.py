"""Documents for word processors: DOCX and ODT, with the styles of the reference files in the look of the place."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape  # escapes what XML requires; xml.sax.saxutils takes longer to import

from tierslieu.core.deterministic_zip import zip_parts
from tierslieu.look.css import font_names, is_serif
from tierslieu.look.icons import emblem_png
from tierslieu.model.look import Letters

from . import charts
from .filling import FilledDocument
from .pandoc import Pandoc
from .theme import DocumentTheme

#: What headers and footers of the reference files may name.
_PLACEHOLDER = re.compile(r"\{(place|title|emblem)\}")
#: Colours of the reference files, and the use, in ``print_palette``, of those that replace them.
_COLOURS = {"17495A": "accent", "5B6770": "soft", "C4CACD": "hair", "DCE9EC": "band", "12353F": "on_band"}
_COLOUR = re.compile(rf'(?<=["#])({"|".join(_COLOURS)})(?=")')
#: The emblem in the reference files, which that of the place replaces.
_EMBLEMS = ("word/media/emblem.png", "Pictures/emblem.png")
#: Where a DOCX has its styles.
_DOCX_STYLES = ("word/styles.xml", "word/theme/theme1.xml", "word/fontTable.xml")
#: The styles of table cells, which pandoc writes into the text of an ODT instead of taking them from the reference file.
_CELL_STYLE = re.compile(r'<style:style [^>]*style:name="(Table(?:Header)?RowCell)".*?</style:style>', re.DOTALL)

#: What upright pages are in the reference files, and what wide pages are: the part, a text in it, and what replaces it.
#: It is the size of a page (A4), and where the heading of each page ends.
_WIDE = {
    "docx": (
        ("word/document.xml", 'w:h="16838" w:w="11906"', 'w:h="11906" w:orient="landscape" w:w="16838"'),
        ("word/styles.xml", 'w:pos="9070"', 'w:pos="14002"'),
    ),
    "odt": (
        ("styles.xml", 'style:print-orientation="portrait"', 'style:print-orientation="landscape"'),
        ("styles.xml", 'fo:page-height="29.7cm" fo:page-width="21cm"', 'fo:page-height="21cm" fo:page-width="29.7cm"'),
        ("styles.xml", 'style:position="16cm"', 'style:position="24.7cm"'),
    ),
}


def render_docx(document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """The document as DOCX; raises ``Problems``."""
    return _render(document, theme, pandoc, "docx", ("word/header", "word/footer", *_DOCX_STYLES))


def render_odt(document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc) -> bytes:
    """The document as ODT; raises ``Problems``."""
    return _render(document, theme, pandoc, "odt", ("styles.xml",))


def _render(
    document: FilledDocument, theme: DocumentTheme, pandoc: Pandoc, kind: str, to_fill: tuple[str, ...]
) -> bytes:
    """The document, with its names and look in the parts of the archive whose paths begin with one of ``to_fill``."""
    pictures = charts.as_png(document.text, theme)
    reference = str(theme.path(f"reference.{kind}"))
    data = pandoc.convert(document, kind, region=True, pictures=pictures, reference_doc=reference)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, upright, wide in _WIDE[kind] if document.landscape else ():
        parts[name] = parts[name].replace(upright.encode(), wide.encode())
    for name in parts:
        if name.startswith(to_fill):
            parts[name] = _filled(parts[name].decode("utf-8"), document).encode("utf-8")
        elif name in _EMBLEMS:
            parts[name] = emblem_png(theme.root, document.emblem)
    if kind == "odt":
        parts["content.xml"] = _with_cell_styles(parts["content.xml"], parts["styles.xml"])
    return zip_parts(parts, document.law_as_of)


def _with_cell_styles(content: bytes, styles: bytes) -> bytes:
    """The content of an ODT, with the cell styles that its ``styles.xml`` defines."""
    cells = {match[1]: match[0] for match in _CELL_STYLE.finditer(styles.decode("utf-8"))}
    return _CELL_STYLE.sub(lambda match: cells.get(match[1], match[0]), content.decode("utf-8")).encode("utf-8")


def _filled(xml: str, document: FilledDocument) -> str:
    values = {
        "place": document.place,
        "title": document.title,
        "emblem": document.strings["document_emblem"].format(name=document.place),
    }
    xml = _PLACEHOLDER.sub(lambda match: escape(values[match[1]]), xml)
    xml = _COLOUR.sub(lambda match: document.colours[_COLOURS[match[1]]].removeprefix("#").upper(), xml)
    for name, letters in (("Place Headings", document.letters.display), ("Place Text", document.letters.text)):
        xml = _with_letters(xml, name, letters)
    return xml


def _with_letters(xml: str, name: str, letters: Letters) -> str:
    """``xml`` with ``letters`` in place of the font ``name`` of the reference files, and what to use without them."""
    first, *others = (escape(font) for font in font_names(letters))
    generic = "roman" if is_serif(letters) else "swiss"
    families = ", ".join(f"'{font}'" for font in (first, *others))
    replacements = {
        # Microsoft Word has a table of fonts, each with other names and a family.
        f'"{name} Fallback"/><w:family w:val="auto"': f'"{",".join(others)}"/><w:family w:val="{generic}"',
        # ODF has a list of names, as in CSS.
        f'svg:font-family="{name}"': f'svg:font-family="{families}" style:font-family-generic="{generic}"',
        f'"{name}"': f'"{first}"',
    }
    for old, new in replacements.items():
        xml = xml.replace(old, new)
    return xml
