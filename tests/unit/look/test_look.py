"""The look of a place: chosen or drawn from its short name, always the same, readable, and its own."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from support import factories
from support.factories import comptoir
from support.paths import PLACE

from tierslieu.core.problems import Problems
from tierslieu.look import css, icons, patterns, selection
from tierslieu.look.colours import contrast, weak
from tierslieu.model.look import Colours, Look, Motif, Palette, Piece, Type
from tierslieu.site.pages_build import build_pages

KINDS: dict[str, Any] = {"palettes": Palette, "types": Type, "motifs": Motif}
SVG = "{http://www.w3.org/2000/svg}"


def piece(kind: str, name: str) -> Piece[Any]:
    path = f"theme/{kind}/{name}.yaml"
    return Piece(name, path, factories._piece(path, KINDS[kind]), (name,))


def shipped(kind: str) -> list[str]:
    return list(selection.known(PLACE, kind))


def look(palette: str = "soleil", motif: str = "etoffe", letters: str = "affiche") -> Look:
    return Look(piece("palettes", palette), piece("types", letters), piece("motifs", motif))


# --- What is shipped ---


def test_there_is_a_choice() -> None:
    assert len(shipped("palettes")) >= 6 and len(shipped("motifs")) >= 4 and len(shipped("types")) >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_of_a_new_place_name_every_choice(kind: str) -> None:
    for path in (PLACE / "tierslieu/generation/templates").glob("*/config/space.yaml.j2"):
        comment = re.search(rf"# (.*)\n  {kind.removesuffix('s')}:\n", path.read_text("utf-8"))
        assert comment, path
        assert set(shipped(kind)) <= set(re.findall(r"[a-z]+", comment[1])), path


@pytest.mark.parametrize("name", shipped("palettes"))
def test_a_palette_can_be_read_by_day_and_by_night(name: str) -> None:
    """AA everywhere; AAA for texts on paper, and for those on the colour of the place and on the darkest ground."""
    for colours in (piece("palettes", name).meta.light, piece("palettes", name).meta.dark):
        assert list(weak(colours)) == []
        for front, ground in (("ink", "paper"), ("ink", "raised"), ("soft", "paper"), ("link", "paper"),
                              ("on_pale", "sun"), ("title", "sun"), ("on_night", "night")):  # fmt: skip
            assert contrast(getattr(colours, front), getattr(colours, ground)) >= 7, (front, ground)


def test_palettes_are_not_one_palette_in_other_colours() -> None:
    """The colour of the place is another one in each, far from the others."""
    suns = [piece("palettes", name).meta.light.sun for name in shipped("palettes")]
    parts = [tuple(int(sun[start : start + 2], 16) for start in (1, 3, 5)) for sun in suns]
    for one, other in product(parts, parts):
        assert one == other or sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 50


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("name", shipped("types"))
def test_fonts_are_light_and_there(name: str) -> None:
    letters = piece("types", name).meta
    for file in css.font_files(look(letters=name)):
        data = (PLACE / "theme/fonts" / file).read_bytes()
        assert data[:4] == b"wOF2" and len(data) <= 30 * 1024
    assert any(letters.card in path.stem.replace("-", " ").title() for path in (PLACE / "theme/fonts").glob("*.ttf"))


# --- Choosing ---


def test_the_short_name_chooses_what_is_not_chosen() -> None:
    assert factories.look(comptoir().identity) == factories.look(comptoir().identity)
    wanted = comptoir(identity={"look": {"palette": "lagune", "type": "livre", "motif": "quartier"}}).look
    assert (wanted.palette.key, wanted.type.key, wanted.motif.key) == ("lagune", "livre", "quartier")


def test_places_differ_without_choosing() -> None:
    looks = [comptoir(identity={"slug": f"lieu-{number}"}).look for number in range(60)]
    for part, kind in (("palette", "palettes"), ("type", "types"), ("motif", "motifs")):
        assert {getattr(one, part).key for one in looks} == set(shipped(kind))


def test_another_choice_changes_few_places() -> None:
    """A palette that the kit adds later is that of a few places, and the others keep theirs."""
    names, slugs = shipped("palettes"), [f"lieu-{number}" for number in range(100)]
    moved = [
        slug
        for slug in slugs
        if selection.drawn(slug, "palettes", names) != selection.drawn(slug, "palettes", [*names, "x"])
    ]
    assert 0 < len(moved) < 40
    assert {selection.drawn(slug, "palettes", [*names, "x"]) for slug in moved} == {"x"}


def test_the_team_s_own_palette_wins(tmp_path: Path) -> None:
    for folder, name in (("theme", "soleil"), ("theme", "canal"), ("overrides", "soleil"), ("overrides", "maison")):
        file = tmp_path / folder / "palettes" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    assert selection.chosen(tmp_path, "palettes", "soleil", "s")[1] == "overrides/palettes/soleil.yaml"
    assert selection.chosen(tmp_path, "palettes", "maison", "s")[1] == "overrides/palettes/maison.yaml"
    # A file that the team adds is never drawn: other places of the same short name look the same.
    assert all(selection.chosen(tmp_path, "palettes", None, f"s{n}")[0] in ("soleil", "canal") for n in range(30))


# --- Drawings ---


@pytest.mark.parametrize("palette,motif", list(product(shipped("palettes"), shipped("motifs"))))
def test_drawings_are_sound_and_of_the_palette_alone(palette: str, motif: str) -> None:
    of = look(palette, motif)
    light = of.palette.meta.light
    own = {value for value in light.model_dump().values() if isinstance(value, str)} | set(light.bars)
    for drawing in (
        patterns.emblem("s", of),
        patterns.pattern("s", of),
        patterns.band("s", of),
        *patterns.patches("s", of),
    ):
        root = ElementTree.fromstring(drawing)
        assert root.tag == f"{SVG}svg" and b"{" not in drawing and b"style" not in drawing
        assert set(re.findall(r"#[0-9a-f]{6}", drawing.decode())) <= own


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_an_emblem_stands_out_on_any_ground(motif: str) -> None:
    """On a card or in the foot of a page, a shape of the colour of the ground would be a hole: paper lies around it."""
    of = look(motif=motif)
    root = ElementTree.fromstring(patterns.emblem("un", of))
    under, *_ = root.iter(f"{SVG}path")
    paper = of.palette.meta.light.paper
    assert (under.get("d"), under.get("fill"), under.get("stroke")) == (of.motif.meta.frame, paper, paper)
    edge = float(under.get("stroke-width") or 0) / 2
    assert edge and root.get("viewBox") == f"0 0 {40 + 2 * edge:g} {40 + 2 * edge:g}"


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_drawings_are_those_of_the_short_name(motif: str) -> None:
    of = look(motif=motif)
    assert patterns.pattern("un", of) == patterns.pattern("un", of)
    assert len({patterns.emblem(f"lieu-{number}", of) for number in range(20)}) == 20
    assert patterns.emblem("un", of) != patterns.emblem("un", look("canal", motif))


@pytest.mark.parametrize(
    "shape",
    ["<path d='M0 0h1'>", "<script>x</script>", "<path onclick='x()'/>", "<path style='fill:red'/>", "<image href='x'/>",
     "<a/>", "texte <b>", "<use xmlns:x='y' x:href='#z'/>"],
)  # fmt: skip
def test_a_shape_is_a_plain_drawing(shape: str) -> None:
    meta = piece("motifs", "etoffe").meta.model_dump()
    with pytest.raises(ValidationError):
        Motif.model_validate(meta | {"shapes": [shape] * 4})


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}", "url(x)"])
def test_a_colour_is_six_digits(colour: str) -> None:
    light = piece("palettes", "soleil").meta.light.model_dump()
    with pytest.raises(ValidationError):
        Colours.model_validate(light | {"paper": colour})


# --- The style sheet ---


def test_the_style_sheet_begins_with_the_look() -> None:
    of = comptoir(identity={"look": {"palette": "lagune", "type": "livre"}}, pages=home())
    files = build_pages(of)
    sheet = files["static/site.css"].decode()
    colours = of.look.palette.meta
    day, night = sheet.split("@media (prefers-color-scheme:dark)", 1)
    assert f"--paper:{colours.light.paper};" in day and f"--paper:{colours.dark.paper};" in night
    assert {path for path in files if "/fonts/" in path} == {
        "static/fonts/fraunces.woff2",
        "static/fonts/literata.woff2",
    }
    assert all(f"url({path.removeprefix('static/')}?v=" in day for path in files if "/fonts/" in path)
    assert "font-display:optional" in day


def test_every_variable_of_the_style_sheets_has_a_value() -> None:
    given_ = set(re.findall(r"--([a-z0-9-]+):", css.head(look(letters="systeme"))))
    sheets = {sheet.name: sheet.read_text("utf-8") for sheet in sorted((PLACE / "theme/static").glob("*.css"))}
    own = set(re.findall(r"--([a-z0-9-]+):", "".join(sheets.values())))
    for name, text in sheets.items():
        # One with a value to fall back on needs no other.
        assert set(re.findall(r"var\(--([a-z0-9-]+)\)", text)) <= given_ | own, name


def test_letters_of_the_device_need_no_file() -> None:
    files = build_pages(comptoir(identity={"look": {"type": "systeme"}}, pages=home()))
    assert not any("/fonts/" in path for path in files)
    assert b"@font-face" not in files["static/site.css"]


# --- Pictures ---


def home() -> tuple[Any, ...]:
    from unit.site.test_site import page

    return (page(),)


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_place_has_its_icons_and_its_card() -> None:
    of = comptoir(pages=home())
    files = build_pages(of)
    for icon in (*icons.ICONS, icons.APPLE):
        assert size_of(files[f"static/{icon.file}"]) == (icon.side, icon.side)
    assert files["favicon.ico"][:4] == b"\x00\x00\x01\x00" and size_of(files["favicon.ico"][22:]) == (32, 32)
    assert size_of(files["static/card.png"]) == (1200, 630)
    html = files["index.html"].decode()
    address = re.search(r'property="og:image" content="([^"]*)"', html)
    assert address and re.fullmatch(r"https://exemple\.fr/static/card\.png\?v=[0-9a-f]{8}", address[1])
    for found in re.findall(r'rel="(?:icon|apple-touch-icon)" href="([^"?]*)', html):
        assert found in files


@pytest.mark.parametrize("palette,motif,letters", list(zip(
    shipped("palettes"), shipped("motifs") * 2, shipped("types") * 2, strict=False,
)))  # fmt: skip
def test_a_card_is_light(palette: str, motif: str, letters: str) -> None:
    of = comptoir(identity={"look": {"palette": palette, "motif": motif, "type": letters}})
    assert 5_000 < len(card(of)) < 80_000


@pytest.mark.parametrize(
    "name",
    ["L’Étincelle : « café » <b>#1</b> {{ 7*7 }} $x$ \\ *", "جمعية المكان المشترك", "漢字の場所", "\U0001f331", "x" * 300,
     "Le très grand tiers-lieu des bords de Loire et des monts de la Madeleine " * 4],
)  # fmt: skip
def test_any_name_makes_a_card(name: str) -> None:
    assert size_of(card(comptoir(identity={"name": name[:300], "territory": name[:300]}))) == (1200, 630)


def card(of: Any) -> bytes:
    emblem, pattern = (drawn(of.identity.slug, of.look) for drawn in (patterns.emblem, patterns.pattern))
    return icons.pictures(of, emblem, pattern)["static/card.png"]


def test_what_was_drawn_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "theme").symlink_to(PLACE / "theme")
    of = replace(comptoir(identity={"slug": "garde"}), root=tmp_path)
    drawings = patterns.emblem("garde", of.look), patterns.pattern("garde", of.look)
    made = icons.pictures(of, *drawings, keep=True)
    monkeypatch.setattr(icons, "_drawn", lambda *_: pytest.fail("drawn again"))
    assert icons.pictures(of, *drawings, keep=True) == made
    assert len(list((tmp_path / icons.FOLDER).iterdir())) == 6


def test_nothing_is_kept_unasked(tmp_path: Path) -> None:
    (tmp_path / "theme").symlink_to(PLACE / "theme")
    of = replace(comptoir(), root=tmp_path)
    icons.pictures(of, patterns.emblem("a", of.look), patterns.pattern("a", of.look))
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize("fault", [b"", b"<svg", b"\xff\xfe", b"<html></html>"])
def test_a_drawing_that_is_none_is_told(fault: bytes) -> None:
    of = comptoir()
    sound = patterns.emblem("a", of.look), patterns.pattern("a", of.look)
    for name, drawings in (("emblem", (fault, sound[1])), ("pattern", (sound[0], fault))):
        with pytest.raises(Problems) as raised:
            icons.pictures(of, *drawings)
        (problem,) = raised.value.problems
        assert (problem.code, problem.file) == ("look.drawing", f"overrides/static/{name}.svg")


# --- Any name ---


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,60}", fullmatch=True))
def test_any_short_name_is_drawn(slug: str) -> None:
    for motif in shipped("motifs"):
        ElementTree.fromstring(patterns.emblem(slug, look(motif=motif)))


def keys(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from keys(one, f"{path}.{key}")
    else:
        yield path


def test_palettes_say_what_they_are_in_both_languages() -> None:
    for kind in KINDS:
        for path in (PLACE / "theme" / kind).glob("*.yaml"):
            told = yaml.safe_load(path.read_text("utf-8"))
            assert {".name.fr", ".name.en", ".about.fr", ".about.en"} <= set(keys(told)), path
