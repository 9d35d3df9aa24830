"""The look of a place: chosen by its team or derived from its slug, stable, and with enough contrast."""

from __future__ import annotations

import cmath
import math
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from pydantic import ValidationError
from support import factories
from support.factories import comptoir
from support.paths import TEMPLATE

from tierslieu.core.problems import Problems
from tierslieu.generation.render import LOOKS
from tierslieu.look import choices, css, icons, patterns, scenes
from tierslieu.look.colours import SERVICE_TINTS, contrast, distance, weak_pairs
from tierslieu.look.night_drawings import with_dusk_colours, with_night_colours
from tierslieu.model import SERVICES, Space
from tierslieu.model.look import Colours, Look, Motif, Palette, Piece, Type
from tierslieu.site.pages_build import build_pages

KINDS: dict[str, Any] = {"palettes": Palette, "typefaces": Type, "motifs": Motif}
SVG = "{http://www.w3.org/2000/svg}"


def piece(kind: str, name: str) -> Piece[Any]:
    return replace(factories.piece(kind, KINDS[kind], name, ""), known=(name,))


def shipped(kind: str) -> list[str]:
    return list(choices.available(TEMPLATE, kind))


def look(palette: str = "soleil", motif: str = "etoffe", letters: str = "affiche") -> Look:
    return Look(piece("palettes", palette), piece("typefaces", letters), piece("motifs", motif))


# --- The files of the kit ---


def test_the_kit_has_several_palettes_motifs_and_fonts() -> None:
    assert len(shipped("palettes")) >= 6 and len(shipped("motifs")) >= 4 and len(shipped("typefaces")) >= 3


@pytest.mark.parametrize(("kind", "key"), [("palettes", "palette"), ("typefaces", "type"), ("motifs", "motif")])
def test_the_configuration_of_a_new_place_lists_every_choice(kind: str, key: str) -> None:
    for path in (TEMPLATE / "tierslieu/generation/templates").glob("*/config/space.yaml.j2"):
        comment = re.search(rf"# (.*)\n  {key}:", path.read_text("utf-8"))
        assert comment, path
        assert set(shipped(kind)) <= set(re.findall(r"[a-z]+", comment[1])), path


@pytest.mark.parametrize("name", shipped("palettes"))
def test_a_palette_has_enough_contrast_in_light_and_dark_mode(name: str) -> None:
    """AA everywhere; AAA for text on paper, on the colour of the place and on the darkest background."""
    for colours in (piece("palettes", name).meta.light, piece("palettes", name).meta.dark):
        assert list(weak_pairs(colours)) == []
        for front, ground in (("ink", "paper"), ("ink", "raised"), ("soft", "paper"), ("link", "paper"),
                              ("on_pale", "sun"), ("title", "sun"), ("on_night", "night")):  # fmt: skip
            assert contrast(getattr(colours, front), getattr(colours, ground)) >= 7, (front, ground)


@pytest.mark.parametrize("name", shipped("palettes"))
def test_the_tint_of_a_service_is_told_from_the_others_and_from_those_of_the_place(name: str) -> None:
    """By day and by night, in OKLab (https://bottosson.github.io/posts/oklab/), where 0.02 is a just noticeable step."""
    for colours in (piece("palettes", name).meta.light, piece("palettes", name).meta.dark):
        for tint, other in product(SERVICE_TINTS, (*SERVICE_TINTS, "sun", "sun_pale", "paper", "raised")):
            if tint != other:
                assert math.dist(oklab(getattr(colours, tint)), oklab(getattr(colours, other))) > 0.045, (tint, other)


def oklab(colour: str) -> tuple[float, float, float]:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    long = (0.4122 * red + 0.5363 * green + 0.0514 * blue) ** (1 / 3)
    medium = (0.2119 * red + 0.6807 * green + 0.1074 * blue) ** (1 / 3)
    short = (0.0883 * red + 0.2817 * green + 0.63 * blue) ** (1 / 3)
    return (
        0.2105 * long + 0.7936 * medium - 0.0041 * short,
        1.978 * long - 2.4286 * medium + 0.4506 * short,
        0.0259 * long + 0.7828 * medium - 0.8087 * short,
    )


@pytest.mark.parametrize("palette,motif", list(product(shipped("palettes"), shipped("motifs"))))
def test_by_night_drawings_have_the_dark_colours_of_the_palette(palette: str, motif: str) -> None:
    """None is nearly as bright as the text, what lies on a ground is seen, and one large ground is dark."""
    chosen = look(palette, motif)
    own = [draw("fil", chosen) for draw in (patterns.pattern, patterns.band, patterns.cloth)]
    for day in (*own, *(patterns.service_pattern("fil", chosen, service, 5, 4) for service in SERVICES)):
        night = with_night_colours(day, chosen)
        style = next(ElementTree.fromstring(night).iter(f"{SVG}style")).text or ""
        assert style.startswith("@media(prefers-color-scheme:dark)")
        assert night.replace(f"<style>{style}</style>".encode(), b"") == day
        beads = dict(re.findall(r'circle\[fill="(#[0-9a-f]{6})"\]\{fill:(#[0-9a-f]{6})', style))
        style = re.sub(r"circle\[[^}]*\}", "", style)
        shown = dict(re.findall(r'\[fill="(#[0-9a-f]{6})"\]\{fill:(#[0-9a-f]{6})', style))
        assert shown == dict(re.findall(r'\[stroke="(#[0-9a-f]{6})"\]\{stroke:(#[0-9a-f]{6})', style))
        assert set(re.findall(r'"(#[0-9a-f]{6})"', day.decode())) <= set(shown)
        brightest = max(contrast(colour, "#000000") for colour in shown.values())
        assert brightest < contrast(chosen.palette.meta.dark.ink, "#000000") * 0.62
        one = chosen.motif.meta.one_cloth
        for cloth in patterns._cloths(chosen.palette.meta.light)[: 2 if one else None]:
            assert contrast(shown[cloth.ground], shown[cloth.thread]) >= 2, cloth
        if one:
            ground = re.findall(r'fill="(#[0-9a-f]{6})" d="M0 0', day.decode())[0]
            assert contrast(shown[ground], "#000000") < 3
            # A dark bead is light on the dark cloth of a service.
            assert all(contrast(lit, shown[ground]) >= 3 for lit in beads.values())
            light = chosen.palette.meta.light
            assert (light.night in beads) == (ground not in (light.night, light.sun))


def test_by_night_the_threads_of_a_service_are_seen_on_its_darkest_cloth() -> None:
    chosen = look("foret", "fil")
    colours = chosen.palette.meta.light
    day = f'<svg><path fill="{colours.night}" d="M0 0h20v20"/><path d="M6 0v20" stroke="{colours.sea_pale}"/></svg>'
    night = with_night_colours(day.encode(), chosen).decode()
    shown = dict(re.findall(r'\[stroke="(#[0-9a-f]{6})"\]\{stroke:(#[0-9a-f]{6})', night))
    assert contrast(shown[colours.night], shown[colours.sea_pale]) >= 3


@pytest.mark.parametrize("name", shipped("palettes"))
def test_by_night_no_ground_is_darker_than_the_page(name: str) -> None:
    colours = look(name, "fil").palette.meta.dark
    assert contrast(colours.night, "#000000") > contrast(colours.paper, "#000000")


def test_by_night_beads_and_buttons_keep_their_light() -> None:
    chosen = look("foret", "fil")
    style = next(ElementTree.fromstring(with_night_colours(patterns.band("fil", chosen), chosen)).iter(f"{SVG}style"))
    beads = dict(re.findall(r'[{}]circle\[fill="(#\w+)"\]{fill:(#\w+)', style.text or ""))
    light, dark = chosen.palette.meta.light, chosen.palette.meta.dark
    # Blue would sink into dark green: it is pale.
    assert beads == {light.bars[1]: light.sea_pale} and distance(light.sea_pale, dark.sun) > 30


@pytest.mark.parametrize("slug", ["filature", "lieu", "exemple-scic"])
def test_a_house_of_the_street_is_not_seen_again_within_four(slug: str) -> None:
    row = re.sub(r'(fill|stroke)="[^"]*"', "", patterns.band(slug, look("soleil", "quartier"), 32).decode())
    houses = [house.partition("</g>")[0] for house in re.split(r'<g transform="translate\([\d ]+\)">', row)[1:]]
    assert len(houses) == 32
    for place in range(32):
        assert len({houses[(place + step) % 32] for step in range(4)}) == 4, place


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_no_shape_of_the_street_melts_into_the_next_one(palette: str) -> None:
    """Two squares that meet have other grounds, and neither has the ground of the other as the colour of its shape."""
    drawings = patterns.patches("filature", look(palette, "quartier"))
    for service, (part, count) in product(SERVICES, ((0, 16), (1, 5))):
        drawing = drawings[service].decode().split('id="drawing1"')[part]
        tile = r'translate\((\d+) (\d+)\)"><svg [^>]*><path fill="(#\w+)"[^>]*><g fill="(#\w+)"'
        drawn = [(int(x), int(y), ground, thread) for x, y, ground, thread in re.findall(tile, drawing)]
        squares = {(x, y): ground for x, y, ground, _ in drawn}
        threads = {(x, y): thread for x, y, _, thread in drawn}
        assert len(squares) == len(threads) == count
        for (x, y), (dx, dy) in product(squares, ((10, 0), (0, 10))):
            if (beside := (x + dx, y + dy)) in squares:
                assert not {squares[x, y], threads[x, y]} & {squares[beside], threads[beside]}, (service, x, y)


@pytest.mark.parametrize("motif", [name for name in shipped("motifs") if not piece("motifs", name).meta.one_cloth])
def test_each_shape_is_cut_at_the_edges_of_its_own_square(motif: str) -> None:
    """A petal would show as a sliver on the next square; half of the line around it hides the ground where both meet."""
    chosen = look("foret", motif)
    drawings = (patterns.pattern("s", chosen), patterns.band("s", chosen), *patterns.patches("s", chosen).values())
    for drawing in drawings:
        squares = re.findall(
            r'viewBox="(\S+) (\S+) \S+ \S+"><path [^>]*/><g fill="[^"]*" stroke="[^"]*" stroke-width="([^"]*)"',
            drawing.decode(),
        )
        assert len(squares) > 1 and all(left == top == f"-{float(line) / 2:g}" for left, top, line in squares)


#: A point of an SVG path at an end of a thread.
_EDGE = {(6, 0), (10, 0), (14, 0), (0, 6), (0, 10), (0, 14), (20, 6), (20, 10), (20, 14), (6, 20), (10, 20), (14, 20)}


def test_the_threads_of_a_motif_run_from_edge_to_edge() -> None:
    """A thread that ends inside a square, or changes its colour at an edge, ends nowhere."""
    for shape in piece("motifs", "fil").meta.shapes:
        for drawing in ElementTree.fromstring(f"<g>{shape}</g>"):
            if "stroke" not in drawing.attrib:
                continue
            assert drawing.get("stroke") == "{thread}"
            for part in re.findall(r"M[^M]*", drawing.get("d", "")):
                x, y, *rest = (float(number) for number in re.findall(r"[\d.]+", part))
                across = {"h": (x + rest[-1], y), "v": (x, y + rest[-1])}
                end = across.get(part.lstrip("M0123456789. ")[0], tuple(rest[-2:]))
                assert {(x, y), end} <= _EDGE, part


def test_palettes_have_different_main_colours() -> None:
    suns = [piece("palettes", name).meta.light.sun for name in shipped("palettes")]
    channels = [tuple(int(sun[start : start + 2], 16) for start in (1, 3, 5)) for sun in suns]
    for first, second in product(channels, channels):
        assert first == second or sum(abs(a - b) for a, b in zip(first, second, strict=True)) > 50


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("name", shipped("typefaces"))
def test_fonts_exist_and_are_small(name: str) -> None:
    letters = piece("typefaces", name).meta
    for file in css.font_files(look(letters=name)):
        data = (TEMPLATE / "theme/fonts" / file).read_bytes()
        assert data[:4] == b"wOF2" and len(data) <= 30 * 1024
    on_paper = [path.stem.replace("-", " ").title() for path in (TEMPLATE / "theme/fonts").glob("*.ttf")]
    assert any(letters.card in name for name in on_paper)
    if letters.paper:
        family = letters.paper.removesuffix(" Text")
        assert {f"{family} Regular", f"{family} Bold"} <= set(on_paper)


#: Text on which letters are measured: French, with its accents, figures and signs.
SAMPLE = (
    "Un lieu où l’on vient travailler, apprendre à se servir d’un ordinateur, faire naître un projet et rencontrer ses "
    "voisins. Ouvert du lundi au vendredi, de 9 h à 18 h : la première journée est gratuite, le café aussi."
)


@pytest.mark.parametrize("name", shipped("typefaces"))
def test_the_measures_of_a_font_are_those_of_its_file(name: str) -> None:
    letters = piece("typefaces", name).meta
    for part, ending in ((letters.display, ""), (letters.text, "-regular")):
        if part.font:
            file = TEMPLATE / "theme/fonts" / f"{part.font}{ending}.ttf"
            font = ImageFont.truetype(file, 2000, layout_engine=ImageFont.Layout.BASIC)
            ascent, descent = font.getmetrics()
            measured = {"width": font.getlength(SAMPLE) / len(SAMPLE), "ascent": ascent, "descent": descent}
            assert part.metrics.model_dump() == pytest.approx(
                {key: value / 2000 for key, value in measured.items()}, abs=0.0005
            )


@pytest.mark.parametrize("name", [name for name in shipped("typefaces") if name != "systeme"])
def test_a_font_of_the_device_takes_the_same_room(name: str) -> None:
    sheet, letters = css.head(look(letters=name), ""), piece("typefaces", name).meta
    for part in (letters.display, letters.text):
        rule = re.search(rf'@font-face{{font-family:"{part.family} local";(.*)}}', sheet)
        assert rule and f'"{part.family}","{part.family} local",' in sheet
        override = {key: float(value) / 100 for key, value in re.findall(r"([a-z-]+):([\d.]+)%", rule[1])}
        # The overrides are in the size that is adjusted.
        assert override["size-adjust"] * override["ascent-override"] == pytest.approx(part.metrics.ascent, abs=0.002)
        assert override["size-adjust"] * override["descent-override"] == pytest.approx(part.metrics.descent, abs=0.002)
        assert override["line-gap-override"] == 0 and 0.75 < override["size-adjust"] < 1.25


@pytest.mark.long
def test_the_zero_has_no_stroke() -> None:
    """With one, prices and postcodes look like code: such a zero has two holes."""
    for file in sorted((TEMPLATE / "theme/fonts").glob("*.ttf")):
        image = Image.new("1", (400, 400), 1)
        ImageDraw.Draw(image).text((80, 0), "0", 0, ImageFont.truetype(file, 300))
        areas = 0
        while box := image.getbbox():
            spots = ((x, y) for y in range(box[1], box[3]) for x in range(box[0], box[2]))
            start = next(spot for spot in spots if image.getpixel(spot))
            ImageDraw.floodfill(image, start, 0)
            areas += 1
        assert areas == 2, file.name


# --- Choosing ---


def test_the_team_chooses_and_the_slug_decides_the_rest() -> None:
    assert factories.look(comptoir().identity) == factories.look(comptoir().identity)
    chosen = comptoir(identity={"look": {"palette": "lagune", "type": "livre", "motif": "quartier"}}).look
    assert (chosen.palette.key, chosen.type.key, chosen.motif.key) == ("lagune", "livre", "quartier")


def test_slugs_select_every_choice() -> None:
    """But the letters of the device, which look as if those of the place had not come."""
    looks = [comptoir(identity={"slug": f"lieu-{number}"}).look for number in range(60)]
    for part, kind in (("palette", "palettes"), ("type", "typefaces"), ("motif", "motifs")):
        assert {getattr(look, part).key for look in looks} == set(shipped(kind)) - {"systeme"}


def test_a_new_palette_changes_few_places() -> None:
    names, slugs = shipped("palettes"), [f"lieu-{number}" for number in range(100)]
    moved = [
        slug
        for slug in slugs
        if choices.default_name(slug, "palettes", names) != choices.default_name(slug, "palettes", [*names, "x"])
    ]
    assert 0 < len(moved) < 40
    assert {choices.default_name(slug, "palettes", [*names, "x"]) for slug in moved} == {"x"}


def test_a_palette_of_the_team_overrides_that_of_the_kit(tmp_path: Path) -> None:
    for folder, name in (("theme", "soleil"), ("theme", "canal"), ("overrides", "soleil"), ("overrides", "maison")):
        file = tmp_path / folder / "palettes" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    assert choices.choose(tmp_path, "palettes", "soleil", "s")[1] == "overrides/palettes/soleil.yaml"
    assert choices.choose(tmp_path, "palettes", "maison", "s")[1] == "overrides/palettes/maison.yaml"
    # A file of the team is never a default: the same slug gives the same look in every place.
    assert all(choices.choose(tmp_path, "palettes", None, f"s{n}")[0] in ("soleil", "canal") for n in range(30))


# --- Drawings ---


@pytest.mark.parametrize("palette,motif", list(product(shipped("palettes"), shipped("motifs"))))
def test_drawings_are_valid_and_use_only_the_palette(palette: str, motif: str) -> None:
    chosen = look(palette, motif)
    light = chosen.palette.meta.light
    colours = {value for value in light.model_dump().values() if isinstance(value, str)} | set(light.bars)
    for drawing in (
        patterns.emblem("s", chosen),
        patterns.pattern("s", chosen),
        patterns.band("s", chosen),
        patterns.hanging("s", chosen),
        *patterns.patches("s", chosen).values(),
    ):
        root = ElementTree.fromstring(drawing)
        # A patch has a rule for its box, none for its colours.
        plain = re.sub(rb"<style>(@media \(min-aspect-ratio:\d+/1000\)\{[^#]*?\}\})+</style>", b"", drawing)
        assert root.tag == f"{SVG}svg" and b"{" not in plain and b"style" not in plain
        assert set(re.findall(r"#[0-9a-f]{6}", drawing.decode())) <= colours


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_the_drawing_of_an_activity_is_a_part_of_the_cloth_of_the_place(motif: str) -> None:
    """On a card of the site, which shows that part of the file, and on the picture that is shared."""
    chosen = look(motif=motif)
    cloth, drawing = patterns.cloth("s", chosen), patterns.composition("s", "papycamp", chosen, "", "mediation")
    shapes = re.findall(rb'<g transform="translate\(\d+ \d+\)">.*?</g>(?:</svg>)?</g>', drawing)
    assert len(shapes) >= 12 and all(shape in cloth for shape in shapes)
    x, y, width, height = patterns.cloth_part("s", "papycamp")
    columns, rows = (float(size) for size in ElementTree.fromstring(cloth).attrib["viewBox"].split()[2:])
    assert 0 <= x <= columns - width and 0 <= y <= rows - height
    box = [x + width // 3, y, width // 3, height]
    assert [int(size) for size in ElementTree.fromstring(drawing).attrib["viewBox"].split()] == box


@pytest.mark.parametrize("motif", shipped("motifs"))
@pytest.mark.parametrize("service", SERVICES)
def test_what_is_printed_for_a_service_has_its_colours_alone(motif: str, service: str) -> None:
    chosen = look(motif=motif)
    light = chosen.palette.meta.light
    number = SERVICES.index(service)
    own = {light.bars[number], (light.brick_pale, light.sea_pale, light.leaf_pale)[number]}
    for seed in ("un", "deux", "trois"):
        drawn = set(re.findall("#[0-9a-f]{6}", patterns.service_pattern(seed, chosen, service, 2, 3).decode()))
        assert drawn & own and drawn <= own | {light.sun, light.night}


@pytest.mark.long
@pytest.mark.parametrize("palette", shipped("palettes"))
@pytest.mark.parametrize("motif", shipped("motifs"))
def test_each_shape_of_a_pass_stands_on_a_ground_of_its_own(motif: str, palette: str) -> None:
    """None has the ground of the pass, of the one above it or of the next one; those of one cloth are cut from theirs."""
    chosen = look(motif=motif, palette=palette)
    light = chosen.palette.meta.light
    for ground in (light.sun, light.night):
        for seed in map(str, range(20)):
            band = patterns.pass_band(seed, chosen, "coworking", ground).decode()
            root = ElementTree.fromstring(band)
            squares = [path.get("fill") or "" for path in root.findall(f"{SVG}path")]
            inks = re.findall(r'<g id="shape\d">(?:<g transform[^>]*>)?<g fill="(#[0-9a-f]{6})"', band)
            assert len(inks) == len(squares) == 5
            if chosen.motif.meta.one_cloth:
                assert set(squares) == {light.sun if ground == light.night else light.night} and set(inks) == {ground}
            else:
                assert not {ground, light.paper} & set(squares)
                assert all(contrast(ink, own) >= 3 for ink, own in zip(inks, squares, strict=True))
                assert all(len(set(squares[row : row + 3])) == 3 for row in range(3))
                # A shape that reaches the foot of its square has none of the colour of the next ground.
                assert all(ink != below for ink, below in zip(inks, squares[1:], strict=False))
            # Beyond each edge of the paper, as wide and as high as what it goes on from.
            for strip in root.iter(f"{SVG}svg"):
                if strip is not root:
                    x, y, width, height = (float(strip.get(name) or 0) for name in ("x", "y", "width", "height"))
                    assert (x, width) in ((-8, 8), (0, 20), (20, 8)) and (y, height) in (
                        *((-8, 8), (100, 8)),
                        *((row * 20, 20) for row in range(5)),
                    )
            # A house is never upside down, nor is any shape reflected.
            assert "scale(-" not in band and " -1)" not in band and (chosen.motif.meta.turn or "rotate" not in band)


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_no_two_shapes_of_a_pass_merge_at_the_edge_between_them(palette: str) -> None:
    """An awning below a house would be its water, and a pink door on a pink pass a hole."""
    chosen = look(motif="quartier", palette=palette)
    light = chosen.palette.meta.light
    (awning,) = (shape for shape in chosen.motif.meta.shapes if shape.startswith('<path d="M0 0h20v6'))
    path = re.findall(r' d="([^"]*)"', awning)[0]
    for ground in (light.sun, light.night):
        for seed in map(str, range(40)):
            band = patterns.pass_band(seed, chosen, "coworking", ground).decode()
            shapes = re.findall(r'<g id="shape\d">(.*?)</g></g>', band)
            assert len(shapes) == 5
            for above, shape in pairwise(shapes):
                # What stands on the foot of its square ends there: "V20", "v9z" or "v8z".
                assert path not in shape or not re.search(r"[Vv](?:20|9)z|V20", above)
            for shape in shapes:
                wide = re.search(r'd="M0 (?:0h20|20V11)|d="M5 20h15', shape)
                assert not (wide and f'<g fill="{ground}"' in shape)


def test_activities_show_different_parts_of_the_cloth() -> None:
    assert len({patterns.cloth_part("s", f"activité {number}")[:2] for number in range(200)}) > 30


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_an_emblem_has_an_edge_of_paper(motif: str) -> None:
    """A shape of the same colour as the background of the page would look like a hole."""
    chosen = look(motif=motif)
    root = ElementTree.fromstring(patterns.emblem("un", chosen))
    edge, *_ = root.iter(f"{SVG}path")
    paper = chosen.palette.meta.light.paper
    assert (edge.get("d"), edge.get("fill"), edge.get("stroke")) == (chosen.motif.meta.frame, paper, paper)
    width = float(edge.get("stroke-width") or 0) / 2
    assert width and root.get("viewBox") == f"0 0 {40 + 2 * width:g} {40 + 2 * width:g}"


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_an_emblem_of_houses_stands_out_on_paper(palette: str) -> None:
    """Its roof and its walls are deep, each of another colour: a pale roof would be lost by day."""
    chosen = look(palette, "quartier")
    light = chosen.palette.meta.light
    for slug in ("exemple-scic", "fil", "halle"):
        grounds = re.findall(r'<path fill="(#[0-9a-f]{6})" d="M\d+ \d+h', patterns.emblem(slug, chosen).decode())
        assert len(grounds) == len(set(grounds)) == 3
        assert all(contrast(ground, light.paper) >= 3 for ground in grounds)


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_the_slug_and_the_palette_determine_the_drawings(motif: str) -> None:
    chosen = look(motif=motif)
    assert patterns.pattern("un", chosen) == patterns.pattern("un", chosen)
    assert len({patterns.emblem(f"lieu-{number}", chosen) for number in range(20)}) == 20
    assert patterns.emblem("un", chosen) != patterns.emblem("un", look("canal", motif))


@pytest.mark.parametrize(
    "shape",
    ["<path d='M0 0h1'>", "<script>x</script>", "<path onclick='x()'/>", "<path style='fill:red'/>", "<image href='x'/>",
     "<a/>", "texte <b>", "<use xmlns:x='y' x:href='#z'/>"],
)  # fmt: skip
def test_a_shape_holds_only_drawing_elements(shape: str) -> None:
    meta = piece("motifs", "etoffe").meta.model_dump()
    with pytest.raises(ValidationError):
        Motif.model_validate(meta | {"shapes": [shape] * 4})


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}", "url(x)"])
def test_a_colour_is_six_hexadecimal_digits(colour: str) -> None:
    light = piece("palettes", "soleil").meta.light.model_dump()
    with pytest.raises(ValidationError):
        Colours.model_validate(light | {"paper": colour})


# --- The style sheet ---


def test_the_style_sheet_holds_the_colours_and_fonts_of_the_look() -> None:
    space = comptoir(identity={"look": {"palette": "lagune", "type": "livre"}}, pages=home())
    files = build_pages(space)
    sheet = files["static/site.css"].decode()
    palette = space.look.palette.meta
    light, dark = sheet.split("(prefers-color-scheme:dark)", 1)
    assert f"--paper:{palette.light.paper};" in light and f"--paper:{palette.dark.paper};" in dark
    assert {path for path in files if "/fonts/" in path} == {
        "static/fonts/fraunces.woff2",
        "static/fonts/literata.woff2",
    }
    assert all(f"url({path.removeprefix('static/')}?v=" in light for path in files if "/fonts/" in path)
    assert "font-display:swap" in light


def test_every_variable_of_the_style_sheets_has_a_value() -> None:
    values = set(re.findall(r"--([a-z0-9-]+):", css.head(look(letters="systeme"), "")))
    sheets = {sheet.name: sheet.read_text("utf-8") for sheet in sorted((TEMPLATE / "theme/static").glob("*.css"))}
    local = set(re.findall(r"--([a-z0-9-]+):", "".join(sheets.values())))
    for name, text in sheets.items():
        # ``var(--name, fallback)`` needs no value.
        assert set(re.findall(r"var\(--([a-z0-9-]+)\)", text)) <= values | local, name


def test_system_fonts_need_no_file() -> None:
    files = build_pages(comptoir(identity={"look": {"type": "systeme"}}, pages=home()))
    assert not any("/fonts/" in path for path in files)
    assert b"@font-face" not in files["static/site.css"]


# --- Raster images ---


def home() -> tuple[Any, ...]:
    from unit.site.test_site import page

    return (page(),)


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_place_has_icons_and_a_card() -> None:
    files = build_pages(comptoir(pages=home()))
    for icon in (*icons.ICONS, icons.APPLE):
        assert size_of(files[f"static/{icon.file}"]) == (icon.side, icon.side)
    assert files["favicon.ico"][:4] == b"\x00\x00\x01\x00" and size_of(files["favicon.ico"][22:]) == (32, 32)
    assert size_of(files["static/card.png"]) == (1200, 630)
    html = files["index.html"].decode()
    address = re.search(r'property="og:image" content="([^"]*)"', html)
    assert address and re.fullmatch(r"https://exemple\.fr/static/card\.png\?v=[0-9a-f]{8}", address[1])
    for path in re.findall(r'rel="(?:icon|apple-touch-icon)" href="([^"?]*)', html):
        assert path in files


@pytest.mark.parametrize("palette,motif,letters", list(zip(
    shipped("palettes"), shipped("motifs") * 2, shipped("typefaces") * 2, strict=False,
)))  # fmt: skip
def test_a_card_is_a_small_file(palette: str, motif: str, letters: str) -> None:
    space = comptoir(identity={"look": {"palette": palette, "motif": motif, "type": letters}})
    assert 5_000 < len(card(space)) < 80_000


@pytest.mark.parametrize(
    "name",
    ["L’Étincelle : « café » <b>#1</b> {{ 7*7 }} $x$ \\ *", "جمعية المكان المشترك", "漢字の場所", "\U0001f331", "x" * 300,
     "Le très grand tiers-lieu des bords de Loire et des monts de la Madeleine " * 4],
)  # fmt: skip
def test_a_card_is_drawn_for_any_name(name: str) -> None:
    assert size_of(card(comptoir(identity={"name": name[:300], "territory": name[:300]}))) == (1200, 630)


def drawings_of(space: Space) -> tuple[bytes, bytes]:
    slug, look = space.identity.slug, space.look
    return patterns.emblem(slug, look), patterns.pattern(slug, look)


def card(space: Space) -> bytes:
    return icons.raster_images(space, *drawings_of(space))["static/card.png"]


def test_rendered_images_are_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "theme").symlink_to(TEMPLATE / "theme")
    space = replace(comptoir(identity={"slug": "garde"}), root=tmp_path)
    images = icons.raster_images(space, *drawings_of(space), keep=True)
    monkeypatch.setattr(icons, "_render", lambda *_: pytest.fail("rendered again"))
    assert icons.raster_images(space, *drawings_of(space), keep=True) == images
    assert len(list((tmp_path / icons.CACHE_FOLDER).iterdir())) == 6


def test_before_typst_is_installed_the_images_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    space = comptoir()
    images = icons.raster_images(space, *drawings_of(space))
    monkeypatch.setattr(icons, "find_spec", lambda name: None)
    empty = icons.raster_images(space, *drawings_of(space), keep=True)
    assert empty.keys() == images.keys() and not any(empty.values()) and all(images.values())


def test_no_cache_is_written_without_keep(tmp_path: Path) -> None:
    (tmp_path / "theme").symlink_to(TEMPLATE / "theme")
    space = replace(comptoir(), root=tmp_path)
    icons.raster_images(space, *drawings_of(space))
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize("invalid", [b"", b"<svg", b"\xff\xfe", b"<html></html>"])
def test_an_invalid_drawing_is_reported(invalid: bytes) -> None:
    space = comptoir()
    emblem, pattern = drawings_of(space)
    for name, drawings in (("emblem", (invalid, pattern)), ("pattern", (emblem, invalid))):
        with pytest.raises(Problems) as raised:
            icons.raster_images(space, *drawings)
        (problem,) = raised.value.problems
        assert (problem.code, problem.file) == ("look.drawing", f"overrides/static/{name}.svg")


# --- Any name ---


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,60}", fullmatch=True))
def test_an_emblem_is_drawn_for_any_slug(slug: str) -> None:
    for motif in shipped("motifs"):
        ElementTree.fromstring(patterns.emblem(slug, look(motif=motif)))


def keys(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from keys(child, f"{path}.{key}")
    else:
        yield path


def test_the_parts_of_the_look_are_described_in_both_languages() -> None:
    for kind in KINDS:
        for path in (TEMPLATE / "theme" / kind).glob("*.yaml"):
            data = yaml.safe_load(path.read_text("utf-8"))
            assert {".name.fr", ".name.en", ".about.fr", ".about.en"} <= set(keys(data)), path


# --- Drawings in place of photographs ---


@pytest.mark.parametrize("palette", shipped("palettes"))
@pytest.mark.parametrize("motif", shipped("motifs"))
def test_a_room_and_a_person_are_drawn_in_the_look_of_the_place(palette: str, motif: str) -> None:
    chosen = look(palette, motif)
    colours = chosen.palette.meta.light
    for draw, sides in ((scenes.room, (240, 160)), (scenes.portrait, (120, 120))):
        drawing = draw("fil atelier", chosen)
        dusk = with_dusk_colours(drawing, chosen)
        shown = dict(re.findall(r'\[fill="(#[0-9a-f]{6})"\]\{fill:(#[0-9a-f]{6})', dusk.decode()))
        for wall in ("sun_pale", *SERVICE_TINTS):
            assert 2 < contrast(shown[getattr(colours, wall)], "#000000") < 11
        # Behind a window it is night.
        assert (b".sky{fill:" + chosen.palette.meta.dark.sea_pale.encode() in dusk) == (b'class="sky"' in drawing)
        root = ElementTree.fromstring(drawing)
        assert (int(root.attrib["width"]), int(root.attrib["height"])) == sides
        assert drawing == draw("fil atelier", chosen) and drawing != draw("fil cuisine", chosen)
        assert colours.night.encode() in drawing
        # What it is drawn with stays below a photograph: a page may show a dozen.
        assert len(drawing) < 30_000


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_hair_clothes_and_pictures_stand_out_on_the_wall_by_day_and_by_night(palette: str) -> None:
    """In the lightness of OKLab, 0.15 or more: nobody is a face without hair, no board melts into the wall."""
    chosen = look(palette, "fil")
    drawings = [
        scenes.activity(f"fil {name}", chosen, SERVICES[name % 3], "M1 1h2v2H1z | M5 5h2v2H5z") for name in range(24)
    ]
    drawings += [scenes.assembly("fil", chosen), *(scenes.portrait("fil", chosen, place) for place in range(7))]
    for drawing in drawings:
        for colour_of in (lambda _groups, colour: colour, night_colour(with_dusk_colours(drawing, chosen))):
            root = ElementTree.fromstring(drawing)
            wall = oklab(colour_of((root[0].attrib.get("class", ""),), root[0].attrib["fill"]))[0]
            for group in root.iter(f"{SVG}g"):
                name = group.attrib.get("class", "")
                drawn = {colour_of((name,), one.attrib[kind]) for one in group.iter() for kind in ("fill", "stroke")
                         if one.attrib.get(kind, "none") != "none"}  # fmt: skip
                apart = [abs(oklab(colour)[0] - wall) for colour in drawn]
                # Of a board or of a woven dress, something does; of hair and of plain clothes, all.
                if name and name != "lit":
                    assert (max(apart) if name == "hung" or len(drawn) > 1 else min(apart)) >= 0.15, (name, wall, drawn)


@pytest.mark.parametrize("skin", scenes.SKINS)
def test_no_beard_is_lighter_than_the_skin(skin: str) -> None:
    """The skin between hair and a beard that are lighter would be taken for a mask."""
    bearded = [scenes.portrait(f"fil {name}", look(), place).decode() for name in range(12) for place in (2, 9, 16, 23)]
    hairs = {hair for drawing in bearded if skin in drawing for hair in scenes.HAIRS if hair in drawing}
    assert hairs and all(contrast(hair, "#000000") <= contrast(skin, "#000000") for hair in hairs)


@pytest.mark.parametrize("voters", [0, 2, 4])
def test_each_of_the_people_who_vote_has_one_vote(voters: int) -> None:
    drawing = scenes.assembly("fil", look(), voters).decode()
    # A sleeve is worn too; where two vote, nobody else raises a hand.
    assert drawing.count('class="worn"') == (4 if voters == 2 else 5)
    assert len(re.findall(r'd="M[\d.]+ 4h24v15H', drawing)) == voters


def test_on_a_high_wall_no_cloth_hangs_behind_another() -> None:
    """The one close to the people goes where those above it are shown."""
    drawing = scenes.service("fil", look(), "coworking").decode()
    assert ".row0{display:inline}.near{display:none}" in drawing and '<g class="near">' in drawing
    assert ".near" not in scenes.assembly("fil", look()).decode()


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_one_coin_leads_to_nine_places(palette: str) -> None:
    chosen = look(palette=palette)
    root = ElementTree.fromstring(scenes.one_and_nine(chosen))
    fills = [path.attrib.get("fill") for path in root.iter(f"{SVG}path")]
    # The coin and the lines that lead from it, all of which keep their light by night.
    lit = [path.attrib["fill"] for path in root.iter(f"{SVG}path") if path.attrib.get("class") == "lamp"]
    assert lit == [chosen.palette.meta.light.gold] * 2
    houses = [fill for fill in fills if fill in chosen.palette.meta.light.bars]
    assert len(houses) == 9 and len(set(houses)) == 3


def test_above_those_who_decide_hang_the_rows_of_a_cloth_that_have_room() -> None:
    """A box that is higher than the drawing has more of the wall: each row is whole, and touches neither an edge nor a bubble.

    Where one has no room, two hang there at half their size, until there is.
    """
    drawing = scenes.assembly("fil", look()).decode()
    rules = {
        name: int(high)
        for high, name in re.findall(r"max-aspect-ratio:120/(\d+)\)\{\.(row\d)\{display:inline\}", drawing)
    }
    rows = {
        name: (int(edge), int(frame), int(top), int(height))
        for name, edge, frame, top, height in re.findall(
            r'<path class="(row\d)" display="none" d="M8 (-\d+)h104v(\d+)h-104z" fill="#\w+"/>'
            r'<svg class="\1" display="none" x="10" y="(-\d+)" width="(?:100|50)" height="(\d+)(?:\.2)?"',
            drawing,
        )
    }
    assert '<g id="cloth" class="hung">' in drawing  # by night it keeps its colours, where it is used too
    assert rules.keys() == rows.keys() and len(rows) == 7
    assert f"120/{rules['row1']}){{.row1{{display:inline}}.row0{{display:none}}}}" in drawing
    for name, (edge, frame, top, height) in rows.items():
        assert height == patterns.SIDE // (2 if name == "row0" else 1) and edge + 2 == top and edge + frame < 0
        assert rules[name] - scenes.ROOM_HEIGHT + edge >= 2
    # The wall and the floor go on around it.
    assert '"M-60 -240h240v320h-240z"' in drawing and min(top for _, _, top, _ in rows.values()) - 60 > -240


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_the_front_of_the_place_has_its_colour_by_night(palette: str) -> None:
    """As light as by day but for a part, not that of a wall in the dark."""
    chosen = look(palette)
    drawing = with_dusk_colours(scenes.front("fil", chosen), chosen).decode()
    (night,) = re.findall(r"\.front\{fill:(#[0-9a-f]{6})\}", drawing)
    day = chosen.palette.meta.light.sun
    assert contrast(night, chosen.palette.meta.dark.paper) > 2
    assert night != day


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_people_and_things_are_told_from_what_they_touch_by_day_and_by_night(palette: str) -> None:
    """A skin from the wall and from the clothes, clothes from the floor, a plant and a cup from the wall."""
    chosen = look(palette, "fil")
    icon = "M1 1h2v2H1z | M5 5h2v2H5z"
    drawings = [scenes.activity(f"fil {name}", chosen, SERVICES[name % 3], icon) for name in range(36)]
    drawings += [scenes.assembly(f"fil {name}", chosen) for name in range(24)]
    drawings += [scenes.room("fil", chosen, key, place) for key in ("salle", "accueil") for place in range(4)]
    drawings += [scenes.told("fil", chosen, what) for what in scenes.TOLD]
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        paths = [one.attrib for one in root.iter() if one.attrib.get("fill", "none") != "none"]
        skins = {one["fill"] for one in paths} & set(scenes.SKINS)
        for colour_of in (lambda _groups, colour: colour, night_colour(with_dusk_colours(drawing, chosen))):
            wall = colour_of((root[0].attrib.get("class", ""),), root[0].attrib["fill"])
            has_floor = root[1].attrib.get("d", "").startswith("M0 62")
            floor = colour_of((root[1].attrib.get("class", ""),), root[1].attrib["fill"]) if has_floor else wall
            grouped = {
                name: {
                    colour_of((name,), one.attrib["fill"])
                    for group in root.iter(f"{SVG}g")
                    if group.attrib.get("class") == name
                    for one in group.iter()
                    if one.attrib.get("fill", "none") != "none"
                }
                for name in ("worn", "lit")
            }
            for skin in skins:
                assert distance(skin, wall) >= 10, (skin, wall)
            for worn in grouped["worn"]:
                assert distance(worn, wall) >= 10, (worn, wall)
            for thing in grouped["lit"]:
                assert distance(thing, wall) >= 10, (thing, wall)
            # Those seen from behind stand before the floor: the only ones with a head above their clothes and no face.
            for group in root.iter(f"{SVG}g"):
                if [one.attrib.get("class") for one in group][:1] == ["worn"] and "scale(.95)" in group.attrib.get(
                    "transform", ""
                ):
                    clothes = colour_of(("worn",), group[0][0].attrib["fill"])
                    own = {one.attrib["fill"] for one in group if one.attrib.get("fill") in scenes.SKINS}
                    assert distance(clothes, floor) >= 10, (clothes, floor)
                    assert all(distance(clothes, skin) >= 5 for skin in own), (clothes, own)


@pytest.mark.parametrize("palette", shipped("palettes"))
def test_people_side_by_side_are_not_dressed_alike_and_sit_on_a_floor(palette: str) -> None:
    """Which by night is darker than the wall."""
    chosen = look(palette)
    for name in range(12):
        drawing = scenes.service(f"fil {name}", chosen, "mediation")
        root = ElementTree.fromstring(drawing)
        worn = [group[0].attrib["fill"] for group in root.iter(f"{SVG}g") if group.attrib.get("class") == "worn"]
        assert len(worn) == 3 and distance(*worn[1:]) >= 10
        colour_of = night_colour(with_dusk_colours(drawing, chosen))
        wall, floor = colour_of((), root[0].attrib["fill"]), colour_of(("floor",), root[1].attrib["fill"])
        assert oklab(wall)[0] - oklab(floor)[0] >= 0.05


def night_colour(dusk: bytes) -> Any:
    """What the night makes of a colour inside of a group."""
    style = next(ElementTree.fromstring(dusk).iter(f"{SVG}style")).text or ""
    found = re.findall(r'(?:\.(\w+) ?)?\[fill="(#[0-9a-f]{6})"\]\{fill:(#[0-9a-f]{6})', style)
    rules = {(name, old): new for name, old, new in found}
    lights = dict(re.findall(r"\.(\w+)\{fill:(#[0-9a-f]{6})", style))

    def shown(groups: tuple[str, ...], colour: str) -> str:
        name = groups[0] if groups else ""
        return lights.get(name) or rules.get((name, colour)) or rules.get(("", colour)) or colour

    return shown


def test_a_room_shows_what_its_key_says_and_differs_from_the_next() -> None:
    chosen = look("foret", "fil")
    drawings = {key: scenes.room("fil", chosen, key) for key in ("cuisine", "atelier", "salle-de-reunion", "salle-3")}
    assert len(set(drawings.values())) == len(drawings)
    assert drawings["salle-3"] == scenes.room("fil", chosen)
    for drawing in drawings.values():
        ElementTree.fromstring(drawing)
    grounds = [scenes.portrait("fil", chosen, place).partition(b'fill="')[2][:7] for place in range(6)]
    assert all(one != other for one, other in pairwise(grounds))


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_each_format_of_a_service_has_its_own_cloth_and_its_drawing_in_two_colours(motif: str) -> None:
    chosen = look("foret", motif)
    light = chosen.palette.meta.light
    formats = [("mediation", f"format-{number}") for number in range(9)] + [("coworking", "format-1")]
    icons = {key: "M1 1h2v2H1z | M5 5h2v2H5z" for _, key in formats}
    drawn = patterns.modules("lieu", chosen, formats, icons)
    assert set(drawn) == set(formats) and drawn == patterns.modules("lieu", chosen, reversed(formats), icons)
    assert len(set(drawn.values())) == len(formats)
    for drawing in drawn.values():
        ElementTree.fromstring(drawing)
        # At the head of the cloth, and at that of its row.
        head, row = re.findall(
            r'fill="([^"]+)" d="M1 1h2v2H1z"/><path fill="([^"]+)" d="M5 5h2v2H5z"', drawing.decode()
        )
        first, second = head
        assert head == row and first == light.night and second in light.bars
    plain = patterns.modules("lieu", chosen, formats)
    assert all(drawing.startswith(plain[pair].removesuffix(b"</svg>\n")) for pair, drawing in drawn.items())


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_no_shape_comes_back_beside_the_drawing_of_a_format_before_all_have_been_there(motif: str) -> None:
    chosen = look("foret", motif)
    shapes = len(chosen.motif.meta.shapes)
    for seed in ("lieu", "atelier", "halle"):
        drawn = patterns.modules(seed, chosen, [("mediation", f"f{number}") for number in range(shapes - 1)])
        beside = [re.search(r'translate\(20 0\)">(.*?)</g></g>', svg.decode()) for svg in drawn.values()]
        shown = {re.sub(r'(fill|stroke|transform)="[^"]*"', "", match[1]) for match in beside if match}
        # Beside the roof of a house, a shape that goes on to it would melt into its sky.
        sky = not (chosen.motif.meta.one_cloth or chosen.motif.meta.turn)
        touching = [shape for shape in chosen.motif.meta.shapes if sky and 3 in patterns._reached(shape, 0)]
        assert len(shown) == min(len(drawn), shapes - len(touching))


@pytest.mark.parametrize("motif", [name for name in shipped("motifs") if not look(motif=name).motif.meta.one_cloth])
def test_neighbours_have_another_shape_below_the_drawing_of_their_format(motif: str) -> None:
    """Cards in two columns have their cloth at their side; the ground of no neighbour is of the same turn."""
    chosen = look("foret", motif)
    pairs = [("mediation", f"f{number}") for number in range(4)]
    for seed in ("lieu", "atelier", "halle", "exemple-association"):
        below = dict[tuple[str, int], str]()
        for turn in range(3):
            for (_, key), svg in patterns.modules(seed, chosen, pairs, turn=turn).items():
                shape = re.search(r'translate\(0 20\)">(.*?)</g></g>', svg.decode())
                assert shape
                below[key, turn] = re.sub(r'(fill|stroke|transform)="[^"]*"', "", shape[1])
        for (key, turn), (other, next_turn) in product(below, repeat=2):
            assert key == other or turn == next_turn or below[key, turn] != below[other, next_turn], (seed, key, other)


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_what_lies_around_the_button_of_a_format_leaves_an_even_margin(motif: str) -> None:
    """The ring lies inside its square, on one ground: shapes around it begin beyond it, and a house has a ground to its foot."""
    chosen = look("foret", motif)
    pair = ("mediation", "format")
    for turn in range(3):
        drawing = patterns.modules("lieu", chosen, [pair], {"format": "M1 1h2v2H1z"}, turn=turn)[pair].decode()
        medals = drawing.partition('<g class="medal">')[2]
        fill, x, y, radius = re.findall(r'<circle fill="(#\w+)" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', medals)[0]
        margin = 10 - float(radius)
        assert (x, y) == ("10", "10") and margin >= 1
        ground = re.findall(r'<path fill="(#\w+)" d="M0 0h', drawing)[0]
        assert distance(fill, ground) > 10, "the ring is told from its ground"
        if chosen.motif.meta.one_cloth:
            continue
        for part in re.findall(r"M[^M\"]*", chosen.motif.meta.around or ""):
            ends = patterns._ends(part)
            for (ax, ay), (bx, by) in zip(ends, [*ends[1:], ends[0]], strict=True):
                for step in range(21):
                    at = (ax + (bx - ax) * step / 20, ay + (by - ay) * step / 20)
                    assert math.dist(at, (10, 10)) >= float(radius) + 0.3, part


@pytest.mark.parametrize("motif", [name for name in shipped("motifs") if look(motif=name).motif.meta.one_cloth])
def test_what_is_of_one_cloth_has_one_ground_in_every_part_of_it(motif: str) -> None:
    """Nothing shows between its squares, and the next date of a telephone has a row of these alone."""
    pair = ("mediation", "format")
    for turn in range(3):
        drawing = patterns.modules("lieu", look("foret", motif), [pair], turn=turn)[pair].decode()
        assert len(re.findall(r'<path fill="#\w+" d="M-?\d+ -?\d+h\d+(?:\.1)?v', drawing)) == 1
    assert "band.svg" not in (TEMPLATE / "theme/static/next.css").read_text("utf-8")
    assert "#row" in (TEMPLATE / "theme/components/next_session.html").read_text("utf-8")


@pytest.mark.long
@pytest.mark.parametrize("palette,motif", list(product(shipped("palettes"), shipped("motifs"))))
def test_no_square_of_a_format_melts_into_the_next_one(palette: str, motif: str) -> None:
    """No colour goes on over the edge of two squares, nor the tint of the words over that of a square above them."""
    chosen = look(palette, motif)
    if chosen.motif.meta.one_cloth:
        return
    formats = [(service, f"f{number}") for service in SERVICES for number in range(4)]
    for turn, slug in product(range(3), ("filature", "lieu")):
        for (service, _), drawing in patterns.modules(slug, chosen, formats, turn=turn).items():
            tint = getattr(chosen.palette.meta.light, SERVICE_TINTS[SERVICES.index(service)])
            edges = _edges_of_squares(drawing.decode())
            assert len(edges) == 8 + 1 + 5
            for (x, y), mine in edges.items():
                assert y > 0 or tint not in mine[2]
                for edge, beside in ((1, (x + 20, y)), (2, (x, y + 20))):
                    if beside in edges:
                        assert not mine[edge] & edges[beside][(edge + 2) % 4], (service, turn, x, y)


def _edges_of_squares(drawing: str) -> dict[tuple[int, int], list[set[str]]]:
    """The colours along each edge of the squares of a drawing, by their left and top: those of grounds and of what reaches it."""
    squares = re.findall(r'<path fill="(#\w+)" d="M(-?\d+) (-?\d+)h20', drawing)
    edges = {(int(x), int(y)): [{ground} for _ in range(4)] for ground, x, y in squares}
    groups = re.findall(
        r'<g clip-path="url\(#square\)"(?: transform="translate\((-?\d+) (-?\d+)\)")?>'
        r'<g fill="(#\w+)"[^>]*?(?:rotate\((\d+) 10 10\)")?>(.*?)</g></g>',
        drawing,
    )
    for x, y, thread, degrees, shape in groups:
        for element in re.findall("<[^>]*>", shape):
            fill = re.search(r'fill="(#\w+)"', element)
            for part in re.findall(r"M[^M\"]*", element):
                turned = int(degrees or 0) // 90
                lain = {(edge + turned) % 4 for edge in _edges_along_arcs(part)}
                for edge in patterns._reached(f'd="{part}"', turned) | lain:
                    edges[int(x or 0), int(y or 0)][edge].add(fill[1] if fill else thread)
    return edges


def _edges_along_arcs(part: str) -> set[int]:
    """The edges of its square from which an arc is not told over two units or more, as a half-disc as wide as the square."""
    edges: set[int] = set()
    for arc in re.finditer(r"A([\d.]+) \1 0 0 ([01]) ([\d.]+) ([\d.]+)", part):
        (ax, ay), radius = patterns._ends(part[: arc.start()])[-1], float(arc[1])
        bx, by = float(arc[3]), float(arc[4])
        half = math.dist((ax, ay), (bx, by)) / 2
        across = math.sqrt(max(radius**2 - half**2, 0)) / half * (1 if arc[2] == "1" else -1) / 2
        centre = complex((ax + bx) / 2 - across * (by - ay), (ay + by) / 2 + across * (bx - ax))
        start, turn = complex(ax, ay) - centre, (complex(bx, by) - centre) / (complex(ax, ay) - centre)
        angle = cmath.phase(turn) % (2 * math.pi) - (0 if arc[2] == "1" else 2 * math.pi)
        points = [centre + start * cmath.exp(1j * angle * step / 200) for step in range(201)]
        away = [(point.imag, 20 - point.real, 20 - point.imag, point.real) for point in points]
        for edge in range(4):
            if sum(far[edge] < 0.3 for far in away) * abs(angle) * radius / 200 > 2:
                edges.add(edge)
    return edges


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_nothing_at_the_head_of_a_card_merges_with_its_words(motif: str) -> None:
    """No square nor line is as pale as the card; under the drawing of the format there is only what is drawn for it."""
    chosen = look("foret", motif)
    light = chosen.palette.meta.light
    for number in range(8):
        drawing = patterns.modules("lieu", chosen, [("mediation", f"f{number}")])["mediation", f"f{number}"].decode()
        assert not re.findall(rf'<path fill="{light.sea_pale}" d="M|<g fill="{light.sea_pale}"', drawing)
        first = [group for group in drawing.split("<g ") if "translate" not in group and "stroke-width" in group]
        around = ElementTree.fromstring(f"<g>{chosen.motif.meta.around}</g>")
        assert [len(part.split("<path")) - 1 for part in first[:1]] == [len(list(around))]


@pytest.mark.parametrize("service", [*SERVICES, "sun"])
@pytest.mark.parametrize("motif", shipped("motifs"))
def test_no_square_on_the_colour_of_the_place_has_it(motif: str, service: str) -> None:
    """Squares of that ground would come apart."""
    chosen = look("ardoise", motif)
    (drawing,) = patterns.modules("lieu", chosen, [(service, "f")], turn=patterns.ON_PLACE).values()
    assert f'<path fill="{chosen.palette.meta.light.sun}" d="M' not in drawing.decode()


def test_no_square_of_a_cloth_has_the_ground_of_the_page() -> None:
    chosen = look("foret", "etoffe")
    for drawing in (patterns.pattern("lieu", chosen), patterns.band("lieu", chosen)):
        assert f'<path fill="{chosen.palette.meta.light.paper}" d="M' not in drawing.decode()


def test_the_look_of_a_governance_model_is_one_of_the_kit() -> None:
    for model, (palette, typeface) in LOOKS.items():
        assert palette in shipped("palettes") and typeface in shipped("typefaces"), model
        assert (TEMPLATE / f"vocabulary/governance_models/{model}.yaml").is_file()


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_where_the_cloth_of_a_motif_lies_has_a_style_sheet(motif: str) -> None:
    hero = look("foret", motif).motif.meta.hero
    assert hero is None or (TEMPLATE / f"theme/static/hero-{hero}.css").is_file()


@pytest.mark.parametrize("motif", shipped("motifs"))
def test_the_slider_of_prices_has_the_outline_of_the_motif_by_day_and_by_night(motif: str) -> None:
    chosen = look("foret", motif)
    drawing = patterns.thumb(chosen).decode()
    ElementTree.fromstring(drawing)
    assert f'd="{chosen.motif.meta.frame}"' in drawing
    assert all(colours.ink in drawing for colours in (chosen.palette.meta.light, chosen.palette.meta.dark))
