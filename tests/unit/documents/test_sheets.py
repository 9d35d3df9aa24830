"""The poster of the programme, and the newsletter."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from support import document_text, factories
from support.paths import TEMPLATE
from support.pdf_accessibility import accessibility_faults

from tierslieu.core.problems import Problems
from tierslieu.documents import newsletter, poster
from tierslieu.look import print_colours
from tierslieu.look.colours import TEXT_CONTRAST, contrast
from tierslieu.model import News, Source, Space

MONDAY, SUNDAY = dt.date(2027, 1, 11), dt.date(2027, 1, 17)
HOSTILE = "<script>alert('é')</script> #strong[x] $y$ {{ z }} \\ عربي 漢"


def busy(count: int, **changes: str) -> Space:
    """A week of ``count`` events."""
    activities = tuple(
        factories.activity(
            f"e{number}",
            title=f"Rendez-vous {number}",
            format=("barcamp", "papycamp", "cowocamp", "repair-cafe")[number % 4],
            start=f"2027-01-{11 + number * 7 // count} {9 + number % 8:02}:00",
            end=f"2027-01-{11 + number * 7 // count} {10 + number % 8:02}:00",
            description="Un moment pour apprendre une chose utile, à son rythme, autour d’un café.",
            **changes,
        )
        for number in range(count)
    )
    return factories.comptoir(activities=activities, today=MONDAY)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def news(slug: str, **meta: Any) -> Source[News]:
    return Source(f"content/fr/news/{slug}.md", "fr", slug, News.model_validate(meta), "", 1)


@pytest.mark.long
@pytest.mark.parametrize(("paper", "millimetres"), [("a4", (210, 297)), ("a3", (297, 420))])
@pytest.mark.parametrize("count", [1, 3, 12, 30])
def test_a_week_is_one_page(count: int, paper: str, millimetres: tuple[int, int]) -> None:
    data = poster.render(busy(count), MONDAY, 7, paper)
    with opened(data) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == "fr"
        size = [round(float(length) / 72 * 25.4) for length in pdf.pages[0].MediaBox[2:]]
    assert size == list(millimetres)
    assert accessibility_faults(data) == []
    text = document_text.text_of("x.pdf", data)
    assert all(f"Rendez-vous {number}" in text for number in range(count))
    assert "Du 11 au 17 janvier 2027" in text and "1 place de l’Exemple, 42000 Saint-Étienne" in text


def test_an_activity_without_a_sentence_has_none_on_paper_and_in_letters() -> None:
    couture = factories.activity("couture", title="Couture", format="autre", description=None)
    space = factories.comptoir(activities=(couture,), today=MONDAY)
    assert "Couture" in document_text.text_of("x.pdf", poster.render(space, MONDAY, 7, "a4"))
    for data in newsletter.render(space, MONDAY, MONDAY + dt.timedelta(days=6)).values():
        assert "Couture" in data.decode() and "None" not in data.decode()


def test_a_programme_has_prices_and_says_once_that_it_has_examples() -> None:
    space = factories.comptoir(
        activities=(
            factories.activity("a", title="Papycamp", price="Gratuit", example=True),
            factories.activity("b", title="Couture", price="12 € la séance, tissu compris", example=True),
        ),
        today=MONDAY,
    )
    text = document_text.text_of("x.pdf", poster.render(space, MONDAY, 7, "a4"))
    assert "Gratuit" in text and "12 € la séance, tissu compris" in text
    assert "[Exemple]" not in text and text.count("Contenu d’exemple, à remplacer.") == 1


@pytest.mark.slow
def test_a_long_programme_takes_several_pages() -> None:
    data = poster.render(busy(120), MONDAY, 7, "a4")
    with opened(data) as pdf:
        assert len(pdf.pages) > 1
    text = document_text.text_of("x.pdf", data)
    assert len(set(re.findall(r"Rendez-vous \d+", text))) == 120


def test_a_programme_has_the_letters_of_the_place() -> None:
    space = replace(busy(3), look=factories.comptoir(identity={"look": {"type": "livre"}}).look)
    with opened(poster.render(space, MONDAY, 7, "a4")) as pdf:
        fonts = " ".join(str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values())
    assert "Fraunces" in fonts and "LiterataText" in fonts


def test_an_empty_week_has_its_text() -> None:
    text = document_text.text_of("x.pdf", poster.render(factories.comptoir(), MONDAY, 7, "a4"))
    assert "la porte est ouverte" in text and "Comptoir d’exemple" in text


def test_changed_occurrences_are_marked() -> None:
    space = factories.comptoir(
        activities=(
            factories.activity("a", title="Atelier", cancelled=["2027-01-14"]),
            factories.activity(
                "b", title="Barcamp", moved=[{"date": "2027-01-14", "start": "2027-01-15", "place": "Mairie"}]
            ),
        )
    )
    for text in (
        document_text.text_of("x.pdf", poster.render(space, MONDAY, 7, "a4")),
        document_text.spaced(newsletter.render(space, MONDAY, MONDAY + dt.timedelta(days=6))["newsletter-2027-01-11-2027-01-17.txt"].decode()),
    ):  # fmt: skip
        assert "Annulé" in text and "Déplacé : prévu d’abord le jeudi 14 janvier" in text and "Mairie" in text


@pytest.mark.long
def test_names_are_shown_as_typed() -> None:
    space = factories.comptoir(
        activities=(factories.activity(title=HOSTILE, description=HOSTILE, place=HOSTILE),),
        identity={"name": HOSTILE, "territory": HOSTILE},
    )
    text = document_text.text_of("x.pdf", poster.render(space, MONDAY, 7, "a4"))
    assert "<script>alert('é')</script> #strong[x] $y$ {{ z }}" in text
    files = newsletter.render(space, MONDAY, MONDAY)
    assert b"<script" not in files["newsletter-2027-01-11-2027-01-11.html"]
    long = factories.comptoir(activities=(factories.activity(title="Très " * 60),), identity={"name": "N" * 150})
    assert poster.render(long, MONDAY, 7, "a4")


@pytest.mark.parametrize(("text", "code"), [("{% si %}", "placeholder.tag"), ("a\n{{ dates }}", "template.unknown")])
def test_a_fault_in_a_letter_of_the_team_is_named(tmp_path: Path, text: str, code: str) -> None:
    shutil.copytree(TEMPLATE / "theme", tmp_path / "theme")
    (tmp_path / "overrides/documents").mkdir(parents=True)
    (tmp_path / "overrides/documents/newsletter.txt").write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as raised:
        newsletter.render(factories.comptoir(root=tmp_path), MONDAY, MONDAY)
    assert [(problem.code, problem.file) for problem in raised.value.problems] == [
        (code, "overrides/documents/newsletter.txt")
    ]


def letter(space: Space) -> str:
    """The page of the newsletter of a week."""
    (page,) = (data for name, data in newsletter.render(space, MONDAY, SUNDAY).items() if name.endswith(".html"))
    return page.decode()


def test_the_newsletter_shows_the_emblem_and_each_activity_once_with_a_text() -> None:
    weekly = factories.activity(
        "papycamp", title="Papy & co", start="2027-01-11 09:00", end="2027-01-11 10:00", rrule="FREQ=DAILY;COUNT=3"
    )
    website = "https://lieu.example.org/chemin"
    space = factories.comptoir(activities=(weekly,), today=MONDAY, identity={"contact": {"website": website}})
    text = letter(space)
    assert text.count("<h3") > 1
    pictures = re.findall(r"<img ([^>]*)>", text)
    assert [re.findall(r'src="([^"]*)"', picture) for picture in pictures] == [
        [f"{website}/static/icon-192.png"],
        [f"{website}/static/activities/papycamp.png"],
    ]
    assert [re.findall(r'alt="([^"]+)"', picture) for picture in pictures] == [
        ["Emblème du lieu\u00a0: Comptoir d’exemple"],
        ["Affiche du rendez-vous\u00a0: Papy &amp; co"],
    ]
    assert all("width=" in picture and "style=" in picture for picture in pictures)


@pytest.mark.parametrize("palette", ["canal", "garance", "lagune", "soleil"])
def test_the_newsletter_has_the_colours_of_the_place_by_day_and_by_night(palette: str) -> None:
    space = coloured(palette)
    text = letter(space)
    day, dark = text.partition("</style>")[2], text.partition("</style>")[0]
    light, night = space.look.palette.meta.light, space.look.palette.meta.dark
    assert all(colour in day for colour in (light.sun, light.title, light.raised, light.ink))
    assert all(colour in dark for colour in (night.sun, night.title, night.raised, night.ink, night.link))
    # By night, nothing that has a colour of the day is left without one of the night.
    coloured_elements = re.findall(r"<(?!body)\w+[^>]*style=\"[^\"]*(?<!-)(?:color|background-color):[^>]*>", day)
    assert coloured_elements and [tag for tag in coloured_elements if "class=" not in tag] == []


def test_unknown_facts_are_left_out() -> None:
    unknown = {"address": dict.fromkeys(("street", "postal_code", "city")), "territory": None}
    contact = dict.fromkeys(("email", "phone", "website"))
    space = factories.comptoir(activities=(factories.activity(),), identity=unknown | {"contact": contact})
    text = document_text.text_of("x.pdf", poster.render(space, MONDAY, 7, "a4"))
    files = newsletter.render(space, MONDAY, MONDAY + dt.timedelta(days=6))
    for output in (text, *(data.decode() for data in files.values())):
        assert "None" not in output and "préciser" not in output
    assert b"<a " not in next(iter(files.values()))


@pytest.mark.long
def test_the_same_bytes_each_time() -> None:
    space = busy(5)
    assert poster.render(space, MONDAY, 7, "a4") == poster.render(space, MONDAY, 7, "a4")


@pytest.mark.parametrize(
    ("first", "days", "name"),
    [
        (MONDAY, 7, "programme-2027-w02-a4.pdf"),
        (MONDAY, 14, "programme-2027-01-11-14j-a4.pdf"),
        (MONDAY + dt.timedelta(days=1), 7, "programme-2027-01-12-7j-a4.pdf"),
        (dt.date(2026, 12, 28), 7, "programme-2026-w53-a4.pdf"),
    ],
)
def test_file_names_of_posters(first: dt.date, days: int, name: str) -> None:
    assert poster.name(first, days, "a4") == name


PALETTES = sorted(path.stem for path in (TEMPLATE / "theme/palettes").glob("*.yaml"))


def coloured(palette: str, **changes: str) -> Space:
    """A place in the colours of ``palette``; ``changes`` override them."""
    space = factories.comptoir(activities=(factories.activity(),), identity={"look": {"palette": palette}})
    piece = space.look.palette
    colours = piece.meta.light.model_copy(update=changes)
    look = replace(space.look, palette=replace(piece, meta=piece.meta.model_copy(update={"light": colours})))
    return replace(space, look=look)


@pytest.mark.parametrize("ground", [print_colours.WHITE, None])
@pytest.mark.parametrize("palette", PALETTES)
def test_prints_have_the_colours_of_the_place_and_are_legible(palette: str, ground: str | None) -> None:
    space = coloured(palette)
    light = space.look.palette.meta.light
    colours = print_colours.print_palette(space, ground or light.raised)
    assert (colours["band"], colours["accent"], colours["ink"]) == (light.sun, light.link, light.ink)
    for text in ("ink", "soft", "accent"):
        assert contrast(colours[text], colours["ground"]) >= TEXT_CONTRAST, text
    for name in (name for name in colours if name.startswith("on_")):
        assert contrast(colours[name], colours[name.removeprefix("on_")]) >= TEXT_CONTRAST, name
    assert contrast(colours["title"], colours["band"]) >= TEXT_CONTRAST


def test_colours_that_are_illegible_on_paper_become_black() -> None:
    colours = print_colours.print_palette(
        coloured("lagune", link="#ffe066", ink="#f0f0f0", sun="#ffffff", title="#eeeeee", night="#dddddd")
    )
    assert (colours["accent"], colours["ink"], colours["title"], colours["on_foot"]) == (print_colours.BLACK,) * 4


@pytest.mark.long
def test_posters_and_newsletters_differ_by_palette() -> None:
    posters = {poster.render(coloured(palette), MONDAY, 7, "a4") for palette in PALETTES}
    newsletters = {newsletter.render(coloured(palette), MONDAY, MONDAY)["newsletter-2027-01-11-2027-01-11.html"] for palette in PALETTES}  # fmt: skip
    assert len(posters) == len(newsletters) == len(PALETTES) == 7


def test_the_newsletter_has_only_colours_of_the_palette() -> None:
    space = coloured("lagune")
    page = newsletter.render(space, MONDAY, MONDAY + dt.timedelta(days=6))["newsletter-2027-01-11-2027-01-17.html"]
    modes = (space.look.palette.meta.light, space.look.palette.meta.dark)
    palette = {value for mode in modes for value in mode.model_dump().values() if isinstance(value, str)}
    assert set(re.findall("#[0-9a-f]{6}", page.decode())) <= palette


def test_the_newsletter_loads_nothing_external() -> None:
    sources = (
        news("a", title="Une nouvelle", date=MONDAY, description="Bonne."),
        news("b", title="Vieille", date=dt.date(2026, 1, 1), description="…"),
    )
    space = factories.comptoir(activities=(factories.activity(),), news=sources)
    page, text = newsletter.render(space, MONDAY, MONDAY + dt.timedelta(days=27)).values()
    own = (b"https://exemple.fr/static/icon-192.png", b"https://exemple.fr/static/activities/papycamp.png")
    assert tuple(re.findall(rb'src="([^"]+)"', page)) == own
    assert b"<script" not in page and b"<link" not in page and b"url(" not in page
    assert set(re.findall(rb'href="([^"]+)"', page)) == {
        b"https://exemple.fr/activities/papycamp/",
        b"https://exemple.fr/news/a/",
        b"https://exemple.fr/",
        b"mailto:bonjour@exemple.fr",
    }
    for output in (page, text):
        assert b"Une nouvelle" in output and b"Vieille" not in output
    assert max(map(len, text.decode().splitlines())) <= 72
