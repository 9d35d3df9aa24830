"""Pictures: what is shown, what is kept from readers, what is refused and where it is said."""

from __future__ import annotations

import io
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tierslieu.images import ImageFault, Library, probe
from tierslieu.images.convert import MOST_PIXELS
from tierslieu.model import News, Source
from tierslieu.rendering.markdown import to_html
from tierslieu.site.image_tags import Pictures

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h40v30H0z"/></svg>'
#: A place in Saint-Étienne, a name, a program: what a telephone writes into a photograph.
GPS, ARTIST, ORIENTATION = 0x8825, 0x013B, 0x0112


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/fr/pages").mkdir(parents=True)
    return tmp_path


def photo(place: Path, name: str = "salle.jpg", size: tuple[int, int] = (2400, 1600), **saved: Any) -> Path:
    """A picture with a gradient, a left half that is red, and a right half that is blue."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 3, size[1]), fill=(200, 20, 20))
    path = place / "content/images" / name
    picture.save(path, **saved)
    return path


def telling() -> Image.Exif:
    """What a telephone says of a photograph: taken upright by a telephone held sideways, at home."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[ARTIST] = "Camille Quartz"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (45.0, 26.0, 12.0)
    return exif


def refused(place: Path, name: str) -> ImageFault:
    with pytest.raises(ImageFault) as caught:
        Library(place).picture(name)
    return caught.value


def test_a_photograph_is_offered_in_a_few_widths_with_its_sizes(place: Path) -> None:
    photo(place)
    library = Library(place)
    picture = library.picture("images/salle.jpg")
    assert [(one.width, one.height) for one in picture.variants] == [(480, 320), (960, 640), (1600, 1067)]
    for one in picture.variants:
        with Image.open(io.BytesIO(library.files[one.address])) as made:
            assert made.format == "WEBP"
            assert made.size == (one.width, one.height)


@pytest.mark.parametrize(("width", "widths"), [(300, [300]), (480, [480]), (700, [480, 700]), (9000, [480, 960, 1600])])
def test_a_picture_is_never_made_wider_than_it_is(place: Path, width: int, widths: list[int]) -> None:
    photo(place, size=(width, 200))
    assert [one.width for one in Library(place).picture("images/salle.jpg").variants] == widths


def test_nothing_tells_where_and_by_whom_it_was_taken(place: Path) -> None:
    path = photo(place, exif=telling(), comment=b"chez Camille Quartz")
    assert b"Camille Quartz" in path.read_bytes()
    library = Library(place)
    library.picture("images/salle.jpg")
    for data in library.files.values():
        assert b"Camille" not in data
        with Image.open(io.BytesIO(data)) as made:
            assert not made.getexif()
            assert not {"exif", "xmp", "icc_profile"} & {key for key, value in made.info.items() if value}


def test_a_photograph_stands_as_its_camera_says(place: Path) -> None:
    photo(place, size=(900, 600), exif=telling())
    library = Library(place)
    (_, largest) = library.picture("images/salle.jpg").variants
    assert (largest.width, largest.height) == (600, 900)
    with Image.open(io.BytesIO(library.files[largest.address])) as made:
        red, _, blue = made.convert("RGB").getpixel((300, 20))  # the left of the file is the top of the photograph
        assert red > 150 > blue


def test_the_same_picture_gives_the_same_bytes(place: Path, tmp_path: Path) -> None:
    photo(place)
    first, again = Library(place), Library(place)
    assert first.picture("images/salle.jpg") == again.picture("images/salle.jpg")
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "content/images").mkdir(parents=True)
    photo(elsewhere)
    anew = Library(elsewhere)
    anew.picture("images/salle.jpg")
    assert first.files == again.files == anew.files


def test_a_picture_is_made_once_and_again_when_it_changes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo(place)
    first = Library(place).picture("images/salle.jpg")

    def never(*_: object) -> None:
        raise AssertionError("made again")

    with monkeypatch.context() as patched:
        patched.setattr("tierslieu.images.convert.convert", never)
        assert Library(place).picture("images/salle.jpg") == first
    photo(place, size=(2400, 1200))
    assert path.stat().st_size
    assert Library(place).picture("images/salle.jpg").largest.height == 800


def test_what_no_page_shows_is_forgotten(place: Path) -> None:
    for name in ("a", "b"):
        photo(place, f"{name}.jpg", size=(500, 300 + ord(name)))
        Library(place).picture(f"images/{name}.jpg")
    library = Library(place)
    library.picture("images/a.jpg")
    library.forget_others()
    assert len(list((place / ".cache/images").iterdir())) == 1


def test_a_cache_that_cannot_be_written_stops_nothing(place: Path) -> None:
    photo(place, size=(500, 400))
    (place / ".cache").write_text("un fichier", encoding="utf-8")
    assert Library(place).picture("images/salle.jpg").largest.width == 500


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_colour_is_read(place: Path, mode: str) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    picture = Image.new("L", (600, 400), 90)
    (picture.convert(mode) if mode != "I;16" else Image.new("I;16", (600, 400), 20000)).save(
        place / f"content/images/x.{suffix}"
    )
    library = Library(place)
    largest = library.picture(f"images/x.{suffix}").largest
    with Image.open(io.BytesIO(library.files[largest.address])) as made:
        assert made.size == (600, 400)


@pytest.mark.slow
def test_a_very_large_photograph_is_accepted_and_made_small(place: Path) -> None:
    """An image of some 40 MB, as the best cameras make them."""
    noise = Image.effect_noise((1200, 900), 90).convert("RGB").resize((9000, 6700), Image.Resampling.BICUBIC)
    path = place / "content/images/grand.jpg"
    noise.save(path, quality=98, subsampling=0)
    path.write_bytes(path.read_bytes() + b"\0" * max(0, 40_000_000 - path.stat().st_size))
    library = Library(place)
    assert library.picture("images/grand.jpg").largest.width == 1600
    assert sum(map(len, library.files.values())) < 2_000_000


def png_that_swells(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it holds ``width`` × ``height`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, MOST_PIXELS // 10_000 + 1), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_unread(place: Path, size: tuple[int, int]) -> None:
    (place / "content/images/bombe.png").write_bytes(png_that_swells(*size))
    assert refused(place, "images/bombe.png").code == "image.huge"


def test_what_is_no_picture_is_refused(place: Path) -> None:
    folder = place / "content/images"
    (folder / "faux.jpg").write_bytes(b"%PDF-1.7")
    (folder / "vide.png").write_bytes(b"")
    whole = photo(place).read_bytes()
    (folder / "coupe.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "notes.txt").write_text("bonjour", encoding="utf-8")
    (folder / "faux.svg").write_text("<html/>", encoding="utf-8")
    codes = [
        refused(place, f"images/{name}").code for name in ("faux.jpg", "vide.png", "coupe.jpg", "notes.txt", "faux.svg")
    ]
    assert codes == ["image.unreadable"] * 3 + ["image.format", "image.unreadable"]


def test_only_pictures_of_the_place_are_read(place: Path) -> None:
    photo(place)
    (place / "secret.jpg").write_bytes((place / "content/images/salle.jpg").read_bytes())
    (place / "content/images/lien.jpg").symlink_to(place / "secret.jpg")
    for name in ("../secret.jpg", "images/lien.jpg", "/etc/hostname", "images/../../secret.jpg"):
        assert refused(place, name).code == "image.missing", name
    for name in ("https://example.org/x.jpg", "//example.org/x.jpg", "data:image/png;base64,AAAA", "file:///etc/hosts"):
        assert refused(place, name).code == "image.elsewhere", name


def test_a_missing_picture_tells_the_nearest_name(place: Path) -> None:
    photo(place)
    assert refused(place, "images/sale.jpg").values["closest"] == "images/salle.jpg"


# --- Drawings ---


def drawing(place: Path, text: str) -> str:
    (place / "content/images/plan.svg").write_text(text, encoding="utf-8")
    return "images/plan.svg"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>alert(1)</script>", "image.svg_acts"),
        ('<path onload="alert(1)" d="M0 0"/>', "image.svg_acts"),
        ('<path ONCLICK="alert(1)" d="M0 0"/>', "image.svg_acts"),
        ("<foreignObject><p>x</p></foreignObject>", "image.svg_acts"),
        ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', "image.svg_outward"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "image.svg_outward"),
        ('<image href="https://example.org/x.png"/>', "image.svg_outward"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "image.svg_outward"),
        ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="x.svg#a"/>', "image.svg_outward"),
        ("<style>@import 'https://example.org/x.css';</style>", "image.svg_outward"),
        ('<path fill="url(https://example.org/x.svg#a)" d="M0 0"/>', "image.svg_outward"),
        ('<path style="fill: url( \'//example.org/x\' )" d="M0 0"/>', "image.svg_outward"),
    ],
)
def test_a_drawing_that_acts_is_refused_with_the_reason(place: Path, inside: str, code: str) -> None:
    fault = refused(place, drawing(place, PLAIN.replace("<path", f"{inside}<path", 1)))
    assert fault.code == code
    assert fault.values["what"]


def test_a_drawing_in_another_encoding_is_judged_alike(place: Path) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + PLAIN.replace("<path", "<script>1</script><path", 1)
    (place / "content/images/plan.svg").write_bytes(text.encode("utf-16"))
    assert refused(place, "images/plan.svg").code == "image.svg_acts"


def test_a_drawing_that_swells_is_refused(place: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + PLAIN.replace("<path", "<text>&l11;</text><path", 1)
    assert refused(place, drawing(place, text)).code == "image.unreadable"


def test_a_drawing_keeps_its_lines_and_nothing_of_its_author(place: Path) -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape" '
        'viewBox="0 0 40 30" i:export-filename="/home/camille/plan.svg"><metadata>Camille</metadata>'
        '<i:namedview/><!-- Camille --><path style="fill:#c00;-inkscape-x:1;stroke: none" d="M0 0h40"/></svg>'
    )
    library = Library(place)
    picture = library.picture(drawing(place, text))
    assert (picture.largest.width, picture.largest.height) == (40, 30)
    (data,) = library.files.values()
    assert b"amille" not in data and b"inkscape" not in data and b"style=" not in data
    (path,) = ET.fromstring(data)
    assert path.attrib == {"fill": "#c00", "stroke": "none", "d": "M0 0h40"}


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 40 30"', (40, 30)),
        ('width="400px" height="300" viewBox="0 0 4 3"', (400, 300)),
        ('width="12cm" height="9cm" viewBox="0,0,120,90"', (120, 90)),
        ('width="100" height="50"', (100, 50)),
    ],
)
def test_a_drawing_has_its_size(place: Path, attributes: str, size: tuple[int, int]) -> None:
    made = Library(place).picture(drawing(place, f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>')).largest
    assert (made.width, made.height) == size


def test_a_drawing_without_size_is_refused(place: Path) -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>'
    assert refused(place, drawing(place, text)).code == "image.no_size"


def test_what_can_be_shown_passes_the_probe(place: Path) -> None:
    probe(photo(place), "images/salle.jpg")
    probe(place / "content" / drawing(place, PLAIN), "images/plan.svg")


# --- In a text ---


def shown(place: Path, body: str, prefix: str = "../") -> tuple[str, Pictures]:
    meta = News.model_validate({"title": "Une nouvelle", "date": "2027-01-04", "description": "Une phrase."})
    source = Source("content/fr/pages/x.md", "fr", "x", meta, body, 7)
    pictures = Pictures(Library(place))
    return str(pictures.in_text(to_html(body), source, prefix)), pictures


def test_a_text_shows_its_pictures(place: Path) -> None:
    photo(place)
    html, pictures = shown(place, "![La salle, vide](images/salle.jpg)\n\n![Encore](../../images/salle.jpg)\n")
    assert pictures.problems == []
    first, second = html.split("</p>")[:2]
    assert 'alt="La salle, vide"' in first and 'width="1600" height="1067"' in first
    assert "../images/salle-" in first and " 480w, " in first and "sizes=" in first
    assert "lazy" not in first and 'loading="lazy"' in second


def test_a_title_becomes_a_caption(place: Path) -> None:
    photo(place)
    html, _ = shown(place, '![Des tables](images/salle.jpg "La salle & ses <tables>")\n')
    assert html.startswith("<figure><img ")
    assert "<figcaption>La salle &amp; ses &lt;tables&gt;</figcaption></figure>" in html


def test_words_that_look_like_markup_stay_words(place: Path) -> None:
    photo(place)
    html, _ = shown(place, '![" onload="alert(1) <b>x</b>](images/salle.jpg)\n\n`<img src=x>`\n')
    assert "onload=&" in html.replace("&#34;", "&")
    assert "<b>" not in html
    assert "&lt;img" in html


def test_each_fault_has_its_line(place: Path) -> None:
    photo(place, "été à la page.jpg", size=(500, 400))
    body = "Texte.\n\n![](<images/été à la page.jpg>)\n\n![Rien](images/rien.jpg)\n\n![Là](https://example.org/x.png)\n"
    html, pictures = shown(place, body)
    assert "<img" not in html
    assert [(one.code, one.file, one.line) for one in pictures.problems] == [
        ("image.alt", "content/fr/pages/x.md", 9),
        ("image.missing", "content/fr/pages/x.md", 11),
        ("image.elsewhere", "content/fr/pages/x.md", 13),
    ]
