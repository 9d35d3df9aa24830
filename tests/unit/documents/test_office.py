"""DOCX and ODT in the colours and letters of the place, with its emblem."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.document_factories import document
from support.factories import comptoir
from support.paths import TEMPLATE

from tierslieu.documents.build import build_documents
from tierslieu.look.print_colours import print_palette
from tierslieu.model import Space

OFFICE = ("docx", "odt")
PALETTES = ("canal", "garance", "lagune", "soleil")
TYPEFACES = sorted(path.stem for path in (TEMPLATE / "theme" / "typefaces").glob("*.yaml"))
TEXT = "## Titre\n\n| A | B |\n|---|---|\n| un | deux |\n\n[lien](https://example.org/)\n"
#: The colours and names that the reference files have in place of those of a place.
REFERENCE = re.compile(r"(?i)17495A|5B6770|C4CACD|DCE9EC|12353F|Place (?:Headings|Text)|\{emblem\}")
PNG = b"\x89PNG\r\n\x1a\n"


def place(**look: str) -> Space:
    """A place with this look, and one document."""
    return comptoir(documents=(document(TEXT),), identity={"look": look})


def built(space: Space, kind: str) -> bytes:
    """The document of ``space`` in a format."""
    return build_documents(space, (kind,), ("essai",))[f"essai.{kind}"]


def parts(data: bytes) -> dict[str, bytes]:
    """What an office file holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(data: bytes) -> str:
    """Its XML."""
    return "\n".join(part.decode("utf-8") for name, part in parts(data).items() if name.endswith((".xml", ".rels")))


def test_a_part_begins_a_sheet_of_paper_in_both_formats() -> None:
    body = "Des réponses.\n\n## Coupon à part {.newpage}\n\nUn nom."
    space = comptoir(documents=(document(body),))
    assert re.search(r'<w:br w:type="page" ?/>', texts(built(space, "docx")))
    odt = texts(built(space, "odt"))
    assert re.search(r'text:style-name="New_20_Sheet"', odt.partition("Des réponses.")[2].partition("Coupon")[0])
    assert re.search(r'style:name="New_20_Sheet"[^>]*><style:paragraph-properties [^>]*fo:break-before="page"', odt)


@pytest.mark.parametrize("kind", OFFICE)
@pytest.mark.parametrize("palette", PALETTES)
def test_office_files_have_the_colours_of_the_place(palette: str, kind: str) -> None:
    space = place(palette=palette)
    data = built(space, kind)
    shown = texts(data)
    assert REFERENCE.findall(shown) == []
    colours = print_palette(space)
    for use in ("accent", "soft", "hair", "band", "on_band"):
        assert colours[use].removeprefix("#").lower() in shown.lower(), use
    assert built(space, kind) == data


@pytest.mark.parametrize("kind", OFFICE)
@pytest.mark.parametrize("typeface", TYPEFACES)
def test_office_files_name_the_letters_of_the_place_and_others_to_fall_back_on(typeface: str, kind: str) -> None:
    space = place(type=typeface)
    letters = space.look.type.meta
    shown = texts(built(space, kind))
    for own in (letters.display, letters.text):
        names = [own.family] if own.family else []
        names += [name.strip(' "\n') for name in own.fallback.split(",")]
        names = [name for name in names if not name.startswith("-") and not re.fullmatch("(?:sans-)?serif.*", name)]
        for name in names[:2]:
            assert name in shown, name
    generic = re.findall(r'(?:w:family w:val|style:font-family-generic)="(\w+)"', shown)
    assert {"roman" if "sans-serif" not in letters.text.fallback else "swiss"} <= set(generic)


@pytest.mark.long
@pytest.mark.parametrize("kind", OFFICE)
def test_the_first_page_has_the_emblem_of_the_place_with_a_text(kind: str) -> None:
    name = {"docx": "word/media/emblem.png", "odt": "Pictures/emblem.png"}[kind]
    first, second = (parts(built(place(palette=palette), kind)) for palette in ("canal", "garance"))
    assert first[name].startswith(PNG) and first[name] != second[name]
    header = first["word/header2.xml" if kind == "docx" else "styles.xml"].decode()
    assert "Emblème du lieu\u00a0: Comptoir d’exemple" in header


@pytest.mark.parametrize("kind", OFFICE)
def test_the_emblem_of_the_team_is_theirs(kind: str, tmp_path: Path) -> None:
    """A name that is escaped in an attribute, and a drawing of the team."""
    (tmp_path / "theme").symlink_to(TEMPLATE / "theme")
    (tmp_path / "overrides" / "static").mkdir(parents=True)
    changes: dict[str, Any] = {
        "identity": {"name": 'L’ami "Léo" & co'},
        "documents": (document(TEXT),),
        "root": tmp_path,
    }
    name = {"docx": "word/media/emblem.png", "odt": "Pictures/emblem.png"}[kind]
    usual = parts(built(comptoir(**changes), kind))[name]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>'
    (tmp_path / "overrides" / "static" / "emblem.svg").write_text(svg, encoding="utf-8")
    own = parts(built(comptoir(**changes), kind))
    assert own[name] != usual
    assert "L’ami &quot;Léo&quot; &amp; co" in own["word/header2.xml" if kind == "docx" else "styles.xml"].decode()
