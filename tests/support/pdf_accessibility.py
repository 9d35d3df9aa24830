"""What a program can check of PDF/UA-1 (ISO 14289-1) in a file, with pikepdf alone.

Left to people: whether the reading order, the alternative texts and the headings make sense.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

PDFUA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
#: Standard structure types (ISO 32000-1, 14.8.4), as far as typst writes them.
_STANDARD = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "P",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Figure",
        "Formula",
        "Form",
    ]
)
#: The parents that ISO 32000-1 allows in lists and tables.
_PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
}
#: The operators that leave something on a page.
_PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE", "IMAGE"]
)
_WITH_ALTERNATIVE = ("Figure", "Formula")


class Element(NamedTuple):
    """An element of the structure tree: its standard type, its dictionary, and its parents, the nearest last."""

    kind: str
    node: Any
    parents: tuple[Element, ...]


def accessibility_faults(data: bytes) -> list[str]:
    """What breaks PDF/UA-1 in the file ``data``, in English."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root: Any = pdf.Root
        if "/StructTreeRoot" not in root:
            return ["no structure tree"]
        elements = list(_elements(root.StructTreeRoot))
        return [
            *_catalog_faults(pdf),
            *_structure_faults(root.StructTreeRoot, elements),
            *_table_faults(elements),
            *_content_faults(pdf, elements),
            *_link_faults(pdf, elements),
            *_font_faults(pdf),
        ]


def _catalog_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked") or root.MarkInfo.get("/Suspects"):
        yield "not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown"
    with pdf.open_metadata() as metadata:
        if metadata.get(PDFUA_PART) != "1":
            yield "no PDF/UA identifier"
        if not metadata.get(DC_TITLE):
            yield "no title"


def _elements(tree: Any) -> Iterator[Element]:
    """The elements of a structure tree, in reading order."""
    roles = {str(name): str(role) for name, role in tree.get("/RoleMap", {}).items()}

    def walk(node: Any, parents: tuple[Element, ...]) -> Iterator[Element]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child, parents)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            name = str(node.S)
            element = Element(roles.get(name, name).removeprefix("/"), node, parents)
            yield element
            yield from walk(node.get("/K", pikepdf.Array()), (*parents, element))

    yield from walk(tree.K, ())


def _structure_faults(tree: Any, elements: list[Element]) -> Iterator[str]:
    yield from (
        f"{name} is a standard type" for name in tree.get("/RoleMap", {}) if name.removeprefix("/") in _STANDARD
    )
    level = 0
    for kind, node, parents in elements:
        parent = parents[-1].kind if parents else ""
        if kind not in _STANDARD:
            yield f"{kind} is no standard type"
        if kind in _PARENTS and parent not in _PARENTS[kind]:
            yield f"{kind} in {parent or 'nothing'}"
        if kind in _WITH_ALTERNATIVE and not str(node.get("/Alt", node.get("/ActualText", ""))).strip():
            yield f"{kind} without an alternative text"
        if kind[0] == "H" and kind[1:].isdigit():
            if int(kind[1:]) > level + 1:
                yield f"{kind} after a heading of level {level}"
            level = int(kind[1:])


def _table_faults(elements: list[Element]) -> Iterator[str]:
    """Each cell of a table must lead to its headers: by their scope, or by their names."""
    for table in (element for element in elements if element.kind == "Table"):
        cells = [element for element in elements if any(parent.node == table.node for parent in element.parents)]
        headers = [cell for cell in cells if cell.kind == "TH"]
        if not headers:
            yield "a table without headers"
        names = {bytes(cell.node.ID) for cell in headers if "/ID" in cell.node}
        scoped = all("/Scope" in attributes for cell in headers for attributes in [_table_attributes(cell.node)])
        for cell in (cell for cell in cells if cell.kind == "TD"):
            named = {bytes(name) for name in _table_attributes(cell.node).get("/Headers", [])}
            if named - names or not (named or scoped):
                yield "a cell without a header"


def _table_attributes(node: Any) -> dict[str, Any]:
    attributes = node.get("/A", pikepdf.Array())
    every = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return {name: value for one in every if one.get("/O") == "/Table" for name, value in one.items()}


def _content_faults(pdf: pikepdf.Pdf, elements: list[Element]) -> Iterator[str]:
    """Everything painted is either an artifact or content of one element of the structure tree, never both."""
    tagged = {key for element in elements for key in _content_keys(element.node)}
    for number, page in enumerate(pdf.pages, 1):
        open_marks: list[object] = []  # an artifact, the number of tagged content, or None
        painted: set[object] = set()
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BMC", "BDC"):
                open_marks.append(_mark(instruction.operands))
                if len({mark for mark in open_marks if mark is not None}) > 1:
                    yield f"page {number}: marked content in marked content"
            elif operator == "EMC":
                open_marks.pop()
            elif operator in _PAINTING:
                marks = [mark for mark in open_marks if mark is not None]
                if not marks:
                    yield f"page {number}: content that is neither tagged nor an artifact ({operator})"
                painted.update(marks)
        for mark in painted - {"artifact"}:
            if (page.obj.objgen, mark) not in tagged:
                yield f"page {number}: content {mark} in no element"


def _mark(operands: Any) -> object:
    if str(operands[0]) == "/Artifact":
        return "artifact"
    properties = operands[1] if len(operands) > 1 else {}
    return int(properties["/MCID"]) if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties else None


def _content_keys(node: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """The page and the number of each content that belongs to an element directly."""
    children = node.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, int):
            yield node.Pg.objgen, child
        elif isinstance(child, pikepdf.Dictionary) and "/MCID" in child:
            yield child.get("/Pg", node.get("/Pg")).objgen, int(child.MCID)


def _link_faults(pdf: pikepdf.Pdf, elements: list[Element]) -> Iterator[str]:
    linked = {
        child.Obj.objgen
        for element in elements
        if element.kind in ("Link", "Annot")
        for children in [element.node.get("/K", pikepdf.Array())]
        for child in (children if isinstance(children, pikepdf.Array) else [children])
        if isinstance(child, pikepdf.Dictionary) and "/Obj" in child
    }
    for number, page in enumerate(pdf.pages, 1):
        annotations = page.get("/Annots", pikepdf.Array())
        if len(annotations) and page.get("/Tabs") != "/S":
            yield f"page {number}: the tab key does not follow the structure"
        for annotation in annotations:
            if not str(annotation.get("/Contents", "")):
                yield f"page {number}: a link without a description"
            if annotation.objgen not in linked:
                yield f"page {number}: a link in no element"


def _font_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for font in _fonts(page):
            name = str(font.get("/BaseFont", font.get("/Name", "Type3")))
            if "/ToUnicode" not in font:
                yield f"page {number}: {name} can't be read as text"
            if not _is_embedded(font):
                yield f"page {number}: {name} is not embedded"


def _fonts(content: Any) -> Iterator[Any]:
    resources = content.get("/Resources", {})
    yield from resources.get("/Font", {}).values()
    for drawing in resources.get("/XObject", {}).values():
        yield from _fonts(drawing)


def _is_embedded(font: Any) -> bool:
    if font.Subtype == "/Type0":
        return all(_is_embedded(part) for part in font.DescendantFonts)
    if font.Subtype == "/Type3":  # drawn by the document itself
        return True
    return any(key in font.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
