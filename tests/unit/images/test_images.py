"""Images: the files made of them, the metadata removed, the ones refused, and their markup in pages."""

from __future__ import annotations

import io
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tierslieu.i18n import messages
from tierslieu.images import ImageFault, ImageLibrary, check_image
from tierslieu.images.convert import MAX_PIXELS
from tierslieu.model import News, Source
from tierslieu.rendering.markdown import to_html
from tierslieu.site.image_tags import Pictures

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h40v30H0z"/></svg>'
#: EXIF tags of a position, an author and an orientation.
GPS, ARTIST, ORIENTATION = 0x8825, 0x013B, 0x0112


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/fr/pages").mkdir(parents=True)
    return tmp_path


def photo(place: Path, name: str = "salle.jpg", size: tuple[int, int] = (2400, 1600), **options: Any) -> Path:
    """A grey gradient with a red left third, saved with ``options``."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 3, size[1]), fill=(200, 20, 20))
    path = place / "content/images" / name
    picture.save(path, **options)
    return path


def phone_metadata() -> Image.Exif:
    """Metadata as a phone writes it: rotated by 90°, with an author and a position."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[ARTIST] = "Camille Quartz"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (45.0, 26.0, 12.0)
    return exif


def fault_of(place: Path, name: str) -> ImageFault:
    with pytest.raises(ImageFault) as raised:
        ImageLibrary(place).picture(name)
    return raised.value


@pytest.mark.long
def test_a_photograph_is_converted_to_several_widths(place: Path) -> None:
    photo(place)
    library = ImageLibrary(place)
    picture = library.picture("images/salle.jpg")
    assert [(variant.width, variant.height) for variant in picture.variants] == [(480, 320), (960, 640), (1600, 1067)]
    for variant in picture.variants:
        with Image.open(io.BytesIO(library.files[variant.address])) as image:
            assert image.format == "WEBP"
            assert image.size == (variant.width, variant.height)


@pytest.mark.parametrize(("width", "widths"), [(300, [300]), (480, [480]), (700, [480, 700]), (9000, [480, 960, 1600])])
def test_an_image_is_never_enlarged(place: Path, width: int, widths: list[int]) -> None:
    photo(place, size=(width, 200))
    assert [variant.width for variant in ImageLibrary(place).picture("images/salle.jpg").variants] == widths


@pytest.mark.parametrize(
    ("name", "address"), [("Été à l’Œuvre.jpg", "images/ete-a-l-oeuvre-"), ("漢.jpg", "images/image-")]
)
def test_the_address_of_an_image_is_its_name_in_ascii(place: Path, name: str, address: str) -> None:
    photo(place, name, size=(20, 20))
    assert ImageLibrary(place).picture(f"images/{name}").largest.address.startswith(address)


@pytest.mark.long
def test_metadata_is_removed(place: Path) -> None:
    path = photo(place, exif=phone_metadata(), comment=b"chez Camille Quartz")
    assert b"Camille Quartz" in path.read_bytes()
    library = ImageLibrary(place)
    library.picture("images/salle.jpg")
    for data in library.files.values():
        assert b"Camille" not in data
        with Image.open(io.BytesIO(data)) as image:
            assert not image.getexif()
            assert not {"exif", "xmp", "icc_profile"} & {key for key, value in image.info.items() if value}


def test_a_photograph_is_rotated_as_its_metadata_says(place: Path) -> None:
    photo(place, size=(900, 600), exif=phone_metadata())
    library = ImageLibrary(place)
    (_, largest) = library.picture("images/salle.jpg").variants
    assert (largest.width, largest.height) == (600, 900)
    with Image.open(io.BytesIO(library.files[largest.address])) as image:
        pixel = image.convert("RGB").getpixel((300, 20))
        assert isinstance(pixel, tuple)
        red, _, blue = pixel  # the left of the file is the top of the upright photograph
        assert red > 150 > blue


@pytest.mark.long
def test_the_same_image_gives_the_same_bytes(place: Path, tmp_path: Path) -> None:
    photo(place)
    first, cached = ImageLibrary(place), ImageLibrary(place)
    assert first.picture("images/salle.jpg") == cached.picture("images/salle.jpg")
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "content/images").mkdir(parents=True)
    photo(elsewhere)
    uncached = ImageLibrary(elsewhere)
    uncached.picture("images/salle.jpg")
    assert first.files == cached.files == uncached.files


@pytest.mark.long
def test_an_image_is_converted_again_only_when_it_changes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo(place)
    first = ImageLibrary(place).picture("images/salle.jpg")

    def fail(*_: object) -> None:
        raise AssertionError("converted again")

    with monkeypatch.context() as patched:
        patched.setattr("tierslieu.images.convert.convert", fail)
        assert ImageLibrary(place).picture("images/salle.jpg") == first
    photo(place, size=(2400, 1200))
    assert path.stat().st_size
    assert ImageLibrary(place).picture("images/salle.jpg").largest.height == 800


def test_unused_images_leave_the_cache(place: Path) -> None:
    for name in ("a", "b"):
        photo(place, f"{name}.jpg", size=(500, 300 + ord(name)))
        ImageLibrary(place).picture(f"images/{name}.jpg")
    library = ImageLibrary(place)
    library.picture("images/a.jpg")
    library.forget_others()
    assert len(list((place / ".cache/images").iterdir())) == 1


def test_images_are_converted_without_a_writable_cache(place: Path) -> None:
    photo(place, size=(500, 400))
    (place / ".cache").write_text("un fichier", encoding="utf-8")
    assert ImageLibrary(place).picture("images/salle.jpg").largest.width == 500


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_colour_mode_is_read(place: Path, mode: str) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    picture = Image.new("L", (600, 400), 90)
    (picture.convert(mode) if mode != "I;16" else Image.new("I;16", (600, 400), 20000)).save(
        place / f"content/images/x.{suffix}"
    )
    library = ImageLibrary(place)
    largest = library.picture(f"images/x.{suffix}").largest
    with Image.open(io.BytesIO(library.files[largest.address])) as image:
        assert image.size == (600, 400)


@pytest.mark.slow
def test_a_very_large_photograph_is_converted(place: Path) -> None:
    """A JPEG file of 40 MB, as professional cameras make."""
    noise = Image.effect_noise((1200, 900), 90).convert("RGB").resize((9000, 6700), Image.Resampling.BICUBIC)
    path = place / "content/images/grand.jpg"
    noise.save(path, quality=98, subsampling=0)
    path.write_bytes(path.read_bytes() + b"\0" * max(0, 40_000_000 - path.stat().st_size))
    library = ImageLibrary(place)
    assert library.picture("images/grand.jpg").largest.width == 1600
    assert sum(map(len, library.files.values())) < 2_000_000


def decompression_bomb(width: int, height: int) -> bytes:
    """A PNG file of a few kilobytes whose header declares ``width`` × ``height`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, MAX_PIXELS // 10_000 + 1), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused(place: Path, size: tuple[int, int]) -> None:
    (place / "content/images/bombe.png").write_bytes(decompression_bomb(*size))
    assert fault_of(place, "images/bombe.png").code == "image.huge"


def test_a_file_that_is_not_an_image_is_refused(place: Path) -> None:
    folder = place / "content/images"
    (folder / "faux.jpg").write_bytes(b"%PDF-1.7")
    (folder / "vide.png").write_bytes(b"")
    data = photo(place).read_bytes()
    (folder / "coupe.jpg").write_bytes(data[: len(data) // 2])
    (folder / "notes.txt").write_text("bonjour", encoding="utf-8")
    (folder / "faux.svg").write_text("<html/>", encoding="utf-8")
    codes = [
        fault_of(place, f"images/{name}").code
        for name in ("faux.jpg", "vide.png", "coupe.jpg", "notes.txt", "faux.svg")
    ]
    assert codes == ["image.unreadable"] * 3 + ["image.format", "image.unreadable"]


def test_only_images_in_content_are_read(place: Path) -> None:
    photo(place)
    (place / "secret.jpg").write_bytes((place / "content/images/salle.jpg").read_bytes())
    (place / "content/images/lien.jpg").symlink_to(place / "secret.jpg")
    for name in ("../secret.jpg", "images/lien.jpg", "/etc/hostname", "images/../../secret.jpg"):
        assert fault_of(place, name).code == "image.missing", name
    for name in ("https://example.org/x.jpg", "//example.org/x.jpg", "data:image/png;base64,AAAA", "file:///etc/hosts"):
        assert fault_of(place, name).code == "image.elsewhere", name


def test_a_missing_image_suggests_the_closest_name(place: Path) -> None:
    photo(place)
    assert fault_of(place, "images/sale.jpg").values["closest"] == "images/salle.jpg"


# --- Drawings ---


def drawing(place: Path, text: str) -> str:
    (place / "content/images/plan.svg").write_text(text, encoding="utf-8")
    return "images/plan.svg"


@pytest.mark.parametrize(
    ("element", "code"),
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
def test_active_or_external_content_is_refused(place: Path, element: str, code: str) -> None:
    fault = fault_of(place, drawing(place, PLAIN.replace("<path", f"{element}<path", 1)))
    assert fault.code == code
    assert fault.values["what"]


def test_active_content_in_another_encoding_is_refused(place: Path) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + PLAIN.replace("<path", "<script>1</script><path", 1)
    (place / "content/images/plan.svg").write_bytes(text.encode("utf-16"))
    assert fault_of(place, "images/plan.svg").code == "image.svg_acts"


@pytest.mark.long
def test_an_entity_expansion_bomb_is_refused(place: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{entities}]>' + PLAIN.replace("<path", "<text>&l11;</text><path", 1)
    assert fault_of(place, drawing(place, text)).code == "image.unreadable"


def test_the_metadata_of_a_drawing_is_removed(place: Path) -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape" '
        'viewBox="0 0 40 30" i:export-filename="/home/camille/plan.svg"><metadata>Camille</metadata>'
        '<i:namedview/><!-- Camille --><path style="fill:#c00;-inkscape-x:1;stroke: none" d="M0 0h40"/></svg>'
    )
    library = ImageLibrary(place)
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
def test_the_size_of_a_drawing_comes_from_its_attributes_or_view_box(
    place: Path, attributes: str, size: tuple[int, int]
) -> None:
    picture = (
        ImageLibrary(place).picture(drawing(place, f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>')).largest
    )
    assert (picture.width, picture.height) == size


def test_a_drawing_without_size_is_refused(place: Path) -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>'
    assert fault_of(place, drawing(place, text)).code == "image.no_size"


def test_valid_images_pass_the_check(place: Path) -> None:
    check_image(photo(place), "images/salle.jpg")
    check_image(place / "content" / drawing(place, PLAIN), "images/plan.svg")


# --- Images in a text ---


def render(place: Path, body: str, prefix: str = "../") -> tuple[str, Pictures]:
    meta = News.model_validate({"title": "Une nouvelle", "date": "2027-01-04", "description": "Une phrase."})
    source = Source("content/fr/pages/x.md", "fr", "x", meta, body, 7)
    pictures = Pictures(ImageLibrary(place))
    return str(pictures.in_text(to_html(body), source, prefix)), pictures


@pytest.mark.long
def test_a_text_shows_its_images(place: Path) -> None:
    photo(place)
    html, pictures = render(place, "![La salle, vide](images/salle.jpg)\n\n![Encore](../../images/salle.jpg)\n")
    assert pictures.problems == []
    first, second = html.split("</p>")[:2]
    assert 'alt="La salle, vide"' in first and 'width="1600" height="1067"' in first
    assert "../images/salle-" in first and " 480w, " in first and "sizes=" in first
    assert "lazy" not in first and 'loading="lazy"' in second


@pytest.mark.long
def test_a_title_becomes_a_caption(place: Path) -> None:
    photo(place)
    html, _ = render(place, '![Des tables](images/salle.jpg "La salle & ses <tables>")\n')
    assert html.startswith("<figure><img ")
    assert "<figcaption>La salle &amp; ses &lt;tables&gt;</figcaption></figure>" in html


@pytest.mark.long
def test_alternative_text_is_escaped(place: Path) -> None:
    photo(place)
    html, _ = render(place, '![" onload="alert(1) <b>x</b>](images/salle.jpg)\n\n`<img src=x>`\n')
    assert "onload=&" in html.replace("&#34;", "&")
    assert "<b>" not in html
    assert "&lt;img" in html


def test_each_problem_has_its_file_and_line(place: Path) -> None:
    photo(place, "été à la page.jpg", size=(500, 400))
    body = "Texte.\n\n![](<images/été à la page.jpg>)\n\n![Rien](images/rien.jpg)\n\n![Là](https://example.org/x.png)\n"
    html, pictures = render(place, body)
    assert "<img" not in html
    assert [(problem.code, problem.file, problem.line) for problem in pictures.problems] == [
        ("image.alt", "content/fr/pages/x.md", 9),
        ("image.missing", "content/fr/pages/x.md", 11),
        ("image.elsewhere", "content/fr/pages/x.md", 13),
    ]


@pytest.mark.parametrize("typed, meant", [
    ("![La salle](images/salle.jpg", "![La salle](images/salle.jpg)"),
    ("![La salle(images/salle.jpg)", "![La salle](images/salle.jpg)"),
    ("![La salle]images/salle.jpg)", "![La salle](images/salle.jpg)"),
    ("![La salle] (images/salle.jpg)", "![La salle](images/salle.jpg)"),
    ("![La salle](images/ma salle.jpg", "![La salle](<images/ma salle.jpg>)"),
    ("![La salle", "![La salle vue de la rue](images/salle.jpg)"),
])  # fmt: skip
def test_a_picture_whose_brackets_are_not_closed_is_named_with_its_line(place: Path, typed: str, meant: str) -> None:
    photo(place, size=(300, 200))
    _, pictures = render(place, f"Texte.\n\n![Bien](images/salle.jpg)\n\nVoici {typed}\n")
    (problem,) = pictures.problems
    assert (problem.code, problem.file, problem.line) == ("image.brackets", "content/fr/pages/x.md", 11)
    assert problem.values["typed"] == meant
    assert meant in (messages.remedy("fr", problem.code, **problem.values) or "")


def test_a_picture_that_is_only_spoken_of_is_no_fault(place: Path) -> None:
    text = "Écrivez `![texte](photo.jpg`, ou \\![rien].\n\n```\n![texte](photo.jpg\n```\n\n    ![texte](photo.jpg\n"
    assert render(place, text)[1].problems == []


def test_without_any_picture_none_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "content/images").mkdir(parents=True)
    fault = fault_of(tmp_path, "images/salle.jpg")
    assert fault.code == "image.missing_first" and "closest" not in fault.values
