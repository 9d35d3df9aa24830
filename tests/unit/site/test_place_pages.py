"""The pages of the place, its services and its people: good when nothing is known, true when all is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from PIL import Image
from pydantic import ValidationError
from support import factories
from support.factories import activity
from support.paths import TEMPLATE
from unit.site.test_site import FULL, NASTY, Reading, contents, news, papers, problems, space, spoken

from tierslieu.documents.filling import fill_documents
from tierslieu.facts import facts
from tierslieu.model import Community, Identity, Space
from tierslieu.model.place import Access, Focus
from tierslieu.schedule.holidays import DaysOff
from tierslieu.site.pages_build import build_pages

YES_NO = ("step_free", "step_free_rooms", "accessible_toilet", "parking", "hearing_loop", "quiet_room", "guide_dogs")
#: What the page of the place calls each of them.
TOLD = {
    "step_free": "plain-pied",
    "step_free_rooms": "toutes les salles",
    "accessible_toilet": "toilettes accessibles",
    "parking": "stationnement",
    "hearing_loop": "boucle magnétique",
    "quiet_room": "salle calme",
    "guide_dogs": "chiens guides",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A place with the theme of the kit, three pictures and a plan."""
    for name in ("theme", "overrides"):
        (tmp_path / name).symlink_to(TEMPLATE / name, target_is_directory=True)
    folder = tmp_path / "content/images"
    folder.mkdir(parents=True)
    for name in ("salle", "entree", "camille"):
        Image.linear_gradient("L").resize((1200, 800 + 10 * len(name))).convert("RGB").save(folder / f"{name}.jpg")
    (folder / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30"><path d="M0 0h60v30"/></svg>', encoding="utf-8"
    )
    return tmp_path


def known() -> dict[str, Any]:
    """Everything that may be said of what one finds in the place."""
    return {
        "areas": [
            {
                "key": "salle", "name": "La grande salle", "what": "Travailler au calme", "seats": 10, "area_m2": "82.5",
                "photo": "images/salle.jpg", "alt": "Des tables sous cinq fenêtres",
            },
            {"key": "bulle", "name": {"fr": "La bulle", "en": "The booth"}, "seats": 1},
        ],
        "equipment": ["wifi", {"fr": "imprimante", "en": "printer"}],
        "access": {**dict.fromkeys(YES_NO, "oui"), "hearing_loop": "non", "door_width_cm": 83, "details": "Sonnez."},
        "photos": [
            {"photo": "images/entree.jpg", "alt": "La porte bleue", "caption": "L’entrée", "credit": "Camille"},
            {"photo": "images/salle.jpg", "decorative": "oui"},
        ],
        "plan": {"photo": "images/plan.svg", "alt": "Deux salles"},
        "transport": [{"mode": "bus", "name": "Ligne 1"}],
    }  # fmt: skip


def page(of: Space, name: str = "le-lieu") -> bytes:
    return build_pages(of)[f"{name}/index.html"]


def images(html: bytes) -> list[dict[str, str | None]]:
    """The photographs and plans of a page, without what the theme draws."""
    found = [attributes for tag, attributes in Reading(html).elements if tag == "img"]
    return [one for one in found if "images/" in (one["src"] or "")]


@pytest.mark.long
def test_a_picture_that_is_cropped_keeps_the_part_that_was_chosen(root: Path) -> None:
    written = known()
    written["photos"][0]["focus"] = "top_right"
    found = images(page(space(root=root, identity=written)))
    kept = {(one.get("class") or "") for one in found if "entree" in (one["src"] or "")}
    assert kept and all("focus-top-right" in names for names in kept)
    assert not any("focus" in (one.get("class") or "") for one in found if "salle" in (one["src"] or ""))
    sheet = (TEMPLATE / "theme/static/site.css").read_text("utf-8")
    for name in get_args(Focus):
        assert f".focus-{name.replace('_', '-')} {{" in sheet


# --- The page of the place ---


@pytest.mark.long
def test_a_place_that_knows_nothing_says_nothing_of_it() -> None:
    text = spoken(page(space()))
    for words in (
        "Les espaces",
        "À votre disposition",
        "Le plan",
        "En images",
        "À vérifier",
        "None",
        "Ce qu’il n’y a pas",
    ):
        assert words not in text
    assert spoken(page(space(), "contact")).count("un besoin précis") == 1
    assert not images(page(space()))


@pytest.mark.long
def test_a_place_that_knows_all_shows_it(root: Path) -> None:
    html = page(space(root=root, identity=known()))
    text = spoken(html)
    for words in ("La grande salle", "Travailler au calme", "10 places", "82,5 m²", "La bulle", "1 place", "wifi", "imprimante", "L’entrée", "Image : Camille"):  # fmt: skip
        assert words in text, words
    # How disabled people get in is said where one reads how to come, and once.
    access = spoken(page(space(root=root, identity=known()), "contact"))
    assert "Sonnez." in access and "Porte la plus étroite : 83 cm" in access
    assert "Un besoin précis" not in text + access
    shown = images(html)
    assert [one["alt"] for one in shown] == ["La porte bleue", "Des tables sous cinq fenêtres", "Deux salles", ""]
    assert all(one["width"] and one["height"] for one in shown)
    assert shown[0].get("loading") is None and all(one["loading"] == "lazy" for one in shown[1:])
    files = build_pages(space(root=root, identity=known()))
    for one in shown:
        candidates = [*re.findall(r"(\S+) \d+w", one.get("srcset") or ""), one["src"] or ""]
        assert {f"images/{address.rpartition('/')[2]}" for address in candidates} <= files.keys()


def test_what_has_no_photograph_is_drawn_without_a_text() -> None:
    people = Community.model_validate({"people": [{"name": "Camille", "agreed": "2026-01-01"}]})
    areas = [{"key": "salle", "name": "La grande salle"}]
    files = build_pages(dataclasses.replace(space(identity={"areas": areas}), community=people))
    for path, drawing in (("le-lieu/index.html", "room-salle.svg"), ("communaute/index.html", "portrait-1.svg")):
        elements = Reading(files[path]).elements
        assert {one["alt"] for tag, one in elements if tag == "img" and drawing in (one["src"] or "")} == {""}, path
        assert f"static/{drawing}" in files


@pytest.mark.long
def test_an_example_place_tells_so_on_each_page_and_once() -> None:
    for example in ("oui", "non"):
        files = build_pages(
            space(identity={"publication": {"example": example}}, activities=(activity(example=True),), news=())
        )
        for path, html in files.items():
            if path.endswith(".html"):
                assert ("Lieu d’exemple" in html.decode("utf-8")) == (example == "oui"), path
        marked = any(attrs.get("class") == "example" for _, attrs in Reading(files["agenda/index.html"]).elements)
        assert marked == (example == "non")


def test_what_has_not_been_checked_is_said_once() -> None:
    access = {"step_free": "oui", "parking": "non", "door_width_cm": None}
    text = spoken(page(space(identity={"access": access}), "contact")).lower()
    before, _, after = text.partition("vous trouverez")
    there, _, after = after.partition("il n’y a pas")
    absent, _, unknown = after.partition("à vérifier :")
    assert TOLD["step_free"] in there and TOLD["parking"] in absent
    for name in set(YES_NO) - access.keys():
        assert TOLD[name] in unknown and TOLD[name] not in before + there + absent
    assert "largeur des portes" in unknown
    assert text.count("à vérifier") == text.count("un besoin précis") == 1
    assert unknown.index("04 00 00 00 00") > 0


@pytest.mark.parametrize("territory", ["france", "alsace-moselle"])
def test_the_script_knows_every_public_holiday_of_four_years(territory: str) -> None:
    """A day is one if it ends as one of the list does: those of every year are there once, without their year."""
    place = space(identity={"public_holidays": territory, "opening_hours": "Mo-Fr 09:00-18:00; PH off"})
    told = re.findall(r'data-holidays="([^"]+)" data-known="([^"]+)"', page(place, "contact").decode())[0]
    first, last = dt.date(place.today.year, 1, 1), dt.date(place.today.year + 3, 12, 31)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    off = [day for year in range(first.year, last.year + 1) for day in DaysOff(place).public(year)]
    assert [day for day in days if day.isoformat().endswith(tuple(told[0].split()))] == off
    assert told[1] == off[-1].isoformat() and len(told[0].split()) <= len(off) / 2


@pytest.mark.parametrize("answer", ["oui", "non"])
def test_facts_of_access_tell_yes_from_no(answer: str) -> None:
    told = facts(space(identity={"access": dict.fromkeys(YES_NO, answer)}), "fr", document=False)["access"]
    assert len(told["there" if answer == "oui" else "absent"]) == len(YES_NO)
    assert told["absent" if answer == "oui" else "there"] == []
    assert {told[name] for name in YES_NO} == {answer}


def test_every_yes_or_no_of_the_model_is_told() -> None:
    assert set(Access.model_fields) == {*YES_NO, "door_width_cm", "details"}


def test_a_text_may_be_given_by_language() -> None:
    told = {
        locale: facts(space(identity=known()), locale, document=False)["areas"][1]["name"] for locale in ("fr", "en")
    }
    assert told == {"fr": "La bulle", "en": "The booth"}
    only = facts(space(identity={"equipment": [{"fr": "Four"}, "Wifi"]}), "en", document=False)["equipment"]
    assert only == ["Four", "Wifi"]
    assert [one.lang for one in only] == ["fr", "fr"]  # on an English page, a screen reader must know


@pytest.mark.long
def test_what_is_not_translated_says_its_language(root: Path) -> None:
    pages = contents("fr")["pages"] + contents("en")["pages"]
    html = build_pages(space(root=root, identity=known() | {"other_languages": ["en"]}, pages=pages))
    english = html["en/the-place/index.html"].decode()
    assert '<span lang="fr">La grande salle</span>' in english and "The booth" in english
    assert 'lang="fr"' not in english.partition('<li class="area area-1"')[2].partition("</li>")[0]
    assert re.search('<img alt="Des tables sous cinq fenêtres" lang="fr"', english)
    assert "<span lang=" not in html["le-lieu/index.html"].decode()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": {}}, {"name": {"fr": ""}}, {"key": "La salle"}, {"seats": -1}]
)
def test_an_area_is_well_formed(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Identity.model_validate(factories.IDENTITY | {"areas": [{"key": "a", "name": "Salle"} | wrong]})


@pytest.mark.slow
@pytest.mark.parametrize("nasty", [*NASTY, "L" * 300])
def test_whatever_is_written_is_shown_as_text(nasty: str, root: Path) -> None:
    identity = {
        "areas": [{"key": "a", "name": nasty, "what": nasty, "photo": "images/salle.jpg", "alt": nasty}],
        "equipment": [nasty],
        "access": {"step_free": "oui", "details": nasty},
        "photos": [{"photo": "images/entree.jpg", "alt": nasty, "caption": nasty, "credit": nasty}],
    }
    community = people({"name": nasty, "activity": nasty, "kind": "resident"})
    files = build_pages(space(root=root, identity=identity, community=community))
    for name in ("le-lieu", "coworking", "communaute"):
        html = files[f"{name}/index.html"]
        assert b"<script>alert" not in html and b"<b>gras" not in html
        assert " ".join(nasty.split()) in " ".join(Reading(html).text.split())
    assert {one["alt"] for one in images(files["le-lieu/index.html"])} == {nasty}


# --- Pictures that can't be shown ---


@pytest.mark.long
def test_a_page_says_which_picture_is_missing_and_where(root: Path) -> None:
    from unit.site.test_site import page as one_page

    pages = (*space().pages, one_page("autre", "Un.\n\n![Une salle](images/rien.jpg)\n\n![](images/salle.jpg)\n"))
    found = problems(space(root=root, pages=pages))
    assert [(one.code, one.file, one.line) for one in found] == [
        ("image.missing", "content/fr/pages/autre.md", 8),
        ("image.alt", "content/fr/pages/autre.md", 10),
    ]


@pytest.mark.long
def test_a_picture_of_the_configuration_that_breaks_off_names_its_file(root: Path) -> None:
    path = root / "content/images/salle.jpg"
    path.write_bytes(path.read_bytes()[:3000])
    (found,) = problems(space(root=root, identity=known()))
    assert (found.code, found.file) == ("image.unreadable", "config/space.yaml")


@pytest.mark.long
def test_pictures_no_longer_shown_leave_the_cache(root: Path) -> None:
    build_pages(space(root=root, identity=known()))
    kept = {path.name for path in (root / ".cache/images").iterdir()}
    build_pages(space(root=root, identity={"photos": known()["photos"][:1]}))
    left = {path.name for path in (root / ".cache/images").iterdir()}
    assert len(left) == 1 and left < kept


# --- The community ---


def people(*several: dict[str, Any]) -> Community:
    """People who agreed, unless they say otherwise."""
    return Community.model_validate({"people": [{"agreed": "2027-01-04"} | one for one in several]})


@pytest.mark.parametrize("agreed", [None, "2027-01-05"])
def test_nobody_is_shown_who_has_not_agreed(agreed: str | None) -> None:
    camille = {"name": "Camille Quartz", "activity": "Taille de pierres", "link": "https://quartz.example.org"}
    one = space(community=people(camille | {"agreed": agreed}, {"name": "Noé Silex"}), documents=papers("charte"))
    made = {path: data for path, data in build_pages(one).items() if not path.endswith((".svg", ".png"))}
    written = b"".join(made.values()) + "".join(filled.text for filled in fill_documents(one)).encode()
    for words in ("Quartz", "Taille de pierres", "quartz.example.org"):
        assert words.encode() not in written
    assert "Noé Silex".encode() in made["communaute/index.html"]


@pytest.mark.parametrize(
    ("community", "coworking", "there"),
    [
        (people(), "oui", False),
        (people({"name": "A", "agreed": None}), "oui", False),
        (people({"name": "A", "kind": "resident"}), "oui", True),
        (people({"name": "A", "kind": "resident"}), "non", False),
        (people({"name": "A", "kind": "resident"}, {"name": "B"}), "non", True),
    ],
)
def test_the_page_of_the_community_is_there_when_somebody_is(community: Community, coworking: str, there: bool) -> None:
    off: dict[str, Any] = {} if coworking == "oui" else without_coworking()
    files = build_pages(space(community=community, **off))
    assert ("communaute/index.html" in files) is there
    if there:
        assert ("A" in Reading(files["communaute/index.html"]).text.split()) is (coworking == "oui")


def without_coworking() -> dict[str, Any]:
    return {
        "identity": {"modules": {"coworking": "non"}},
        "organisations": {"services": {"coworking": factories.REMOVED}},
        "prices": {"offers": factories.REMOVED, "passes": factories.REMOVED, "grids": [{"from": None, "amounts": {}}]},
        "activities": (activity(body="Texte."),),
    }


@pytest.mark.long
def test_a_portrait_adds_nothing_to_the_name(root: Path) -> None:
    files = build_pages(space(root=root, community=people({"name": "Camille", "photo": "images/camille.jpg"})))
    assert {one["alt"] for one in images(files["communaute/index.html"])} == {""}


# --- Coworking ---


@pytest.mark.long
def test_the_golden_ticket_is_drawn_with_the_holes_of_the_pass() -> None:
    book = {"pass_10": {"uses": 12, "golden_ticket": {"count": 2}}}
    html = page(space(prices={"passes": book}), "coworking").decode()
    (drawing,) = re.findall(r'<svg[^>]*role="img".*?</svg>', html, flags=re.DOTALL)
    assert drawing.count('<circle class="hole') == 12
    assert drawing.count('<path class="gold"') == 2
    said = " ".join(drawing.replace("\u00a0", " ").split())
    assert "<title" in said and "12 entrées" in said and "2 tickets d’or" in said
    labelled = re.search(r'aria-labelledby="([^"]+)"', drawing)
    assert labelled and all(f'id="{one}"' in drawing for one in labelled[1].split())


@pytest.mark.parametrize("key", ["coworking", "tarifs"])
def test_a_page_does_not_count_the_uses_of_a_pass_while_they_are_unknown(key: str) -> None:
    html = page(space(prices={"passes": {"pass_10": {"uses": None, "golden_ticket": "oui"}}}), key).decode()
    assert "Ticket d’or" in html or "ticket d’or" in html
    assert "None" not in html and "entrées" not in html and 'class="hole' not in html


@pytest.mark.parametrize("uses", [2, 7, 24, 25, 100])
def test_a_pass_of_any_size_stays_inside_its_card(uses: int) -> None:
    html = page(space(prices={"passes": {"pass_10": {"uses": uses}}}), "coworking").decode()
    circles = re.findall(r'class="hole[^"]*" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', html)
    assert len(circles) == (uses if uses <= 24 else 0)
    for x, y, radius in (map(float, circle) for circle in circles):
        assert 10 + radius < x < 160 - radius and 20 + radius < y < 130 - radius
    assert "style=" not in html


def test_which_price_suits_me_is_said_without_a_script() -> None:
    text = spoken(page(space(), "tarifs"))
    assert "Quel prix pour vous ?" in text
    assert "À partir de 19 journées par mois : le forfait mensuel (280 €)." in text
    for times in range(1, 21):
        visits = "1 demi-journée" if times == 1 else f"{times} demi-journées"
        assert f"{visits} : {8 * times} € par mois" in text


class Bar(NamedTuple):
    """A bar of a chart: from its left in percent and from its top in rem."""

    left: float
    top: float
    width: float
    height: float


def charts(html: str) -> list[str]:
    """The charts of prices on a page, each with what is drawn in it."""
    return re.findall(r'<svg class="strip".*?</svg>(?=\s*<div)', html, re.DOTALL)


def charted(chart: str) -> list[Bar]:
    bars = re.findall(r'<svg x="([\d.]+)%" y="([\d.]+)rem"[^>]*><rect width="([\d.]+)%" height="([\d.]+)rem"', chart)
    return [Bar(*map(float, bar)) for bar in bars]


def test_the_strip_is_described_and_every_mark_of_it_is_drawn() -> None:
    grids = [{"from": None, "amounts": FULL, "reduced": {"day": "9"}}, {"from": "2027-02-01", "amounts": FULL}]
    html = page(space(prices={"grids": grids}), "tarifs").decode()
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
    strips = re.findall(r'<svg class="strip" role="img" aria-labelledby="(\S+) (\S+)"', html)
    # Only where formulas cross: a single cheapest way is told in words.
    assert len(strips) == 1 and {one for strip in strips for one in strip} <= set(ids)
    assert "Demi-journées, de 1 à 20 par mois : le carnet de 10 entrées" in spoken(html.encode())


@pytest.mark.parametrize(("month", "numbers"), [(280, ["1", "10", "19"]), (170, ["1", "10", "12", "20"])])
def test_the_strip_names_where_a_formula_begins(month: int, numbers: list[str]) -> None:
    grids = [{"from": None, "amounts": FULL | {"month": month}}]
    (strip,) = charts(page(space(prices={"grids": grids}), "tarifs").decode())
    said = re.findall(r"<text(?P<turn> class=\"turn\")? x=\S+ y=\S+>(\d+)</text>", strip)
    assert [number for _, number in said] == numbers
    assert [number for turn, number in said if turn] == numbers[2:3]
    assert len(charted(strip)) == 20


@pytest.mark.long
def test_the_price_of_a_plateau_is_told_where_it_begins() -> None:
    grids = [{"from": None, "amounts": FULL | {"month": 170}}]
    (strip,) = charts(page(space(prices={"grids": grids}), "tarifs").decode())
    classes = re.findall(r'<svg x="[^"]+" y="[^"]+"(?: class="([^"]*)")?', strip)
    assert {number: told for number, told in enumerate(classes, 1) if told} == {6: "chosen", 12: "told level"}
    # Drawn as one, as wide as its nine bars and what is between them, with its name.
    (width,) = re.findall(r'<rect x="[^"]+" y="[^"]+" width="([\d.]+)%"[^>]*fill="url', strip)
    assert float(width) == 8.8 * 5 and strip.count('fill="none"') == 9 and ">Le forfait mensuel</text>" in strip


def test_the_strips_have_one_scale_so_that_their_bars_can_be_compared() -> None:
    grids = [{"from": None, "amounts": FULL | {"month": 150}}]
    html = page(space(prices={"grids": grids}), "tarifs").decode()
    # The tenth half-day costs 80 euros, the tenth day 150.
    half_days, days = (charted(strip)[9].height for strip in charts(html))
    assert half_days / days == pytest.approx(80 / 150, rel=0.01)


def test_bars_are_apart_whatever_they_cost() -> None:
    grids = [{"from": None, "amounts": FULL | {"month": 150}}]
    html = page(space(prices={"grids": grids}), "tarifs").decode()
    bars = charted(charts(html)[1])
    # Ten days cost as much as the month does from eleven on.
    assert bars[9].height == bars[10].height and bars[9].width == bars[8].width
    # Each number of days has a bar of its own, also where all cost the same.
    assert all(bar.left + bar.width < after.left for bar, after in pairwise(bars))


@pytest.mark.long
def test_the_head_of_the_prices_tells_what_is_not_a_desk_and_what_is_free() -> None:
    head = spoken(page(space(), "tarifs").partition(b"<main")[2]).partition("Quel prix")[0]
    # What is free for coworkers alone is not announced: others would think that they pay.
    assert "9 €" in head and "80 € Carnet" in head and "Gratuit" not in head
    paid = spoken(page(space(activities=(activity(format="atelier"),)), "tarifs").partition(b"<main")[2])
    assert "Gratuit" not in paid.partition("Quel prix")[0]
    free = spoken(page(space(activities=(activity(price="Gratuit"),)), "tarifs").partition(b"<main")[2])
    assert "Gratuit" in free.partition("Quel prix")[0]


@pytest.mark.long
def test_nothing_is_compared_where_prices_are_unknown() -> None:
    amounts = dict.fromkeys(factories.PRICES["grids"][0]["amounts"])
    place = space(prices={"grids": [{"from": None, "amounts": amounts}]})
    for name in ("coworking", "tarifs"):
        assert "Quel prix pour vous" not in spoken(page(place, name))
    assert not scripts(page(place, "tarifs"))
    # The slider needs it, even where no hours are known.
    assert scripts(page(space(), "tarifs")) and not scripts(page(space(), "coworking"))


def scripts(html: bytes) -> list[str | None]:
    """The addresses of the scripts of a page."""
    return [attributes["src"] for tag, attributes in Reading(html).elements if tag == "script" and "src" in attributes]


# --- Digital help and support ---


@pytest.mark.long
def test_the_front_page_says_to_call_while_no_hours_are_known() -> None:
    def board(**identity: Any) -> str:
        home = build_pages(space(identity=identity))["index.html"]
        return home.decode().partition('<div class="sign">')[2].partition("</dl>")[0]

    asked = board(contact={"phone": "04 00 00 00 00"})
    assert (
        asked.count("04\u00a000\u00a000\u00a000\u00a000") == 1
        and "Appelez avant de venir" in asked
        and "C’est ouvert" in asked
    )
    assert "Appelez" not in board(contact={"phone": None})
    known = board(opening_hours="Mo-Fr 09:00-18:00")
    assert "Appelez" not in known


@pytest.mark.long
def test_the_telephone_comes_first_for_whoever_needs_help() -> None:
    main = spoken(page(space(), "mediation-numerique").partition(b"<main")[2])
    assert main.index("04 00 00 00 00") < main.index("Prochains rendez-vous") < main.index("Un écran vous bloque")
    assert "Jeudi 14 janvier" in main


@pytest.mark.long
def test_help_without_a_date_says_to_call_or_to_write() -> None:
    none = (activity(start="2026-01-14 14:00", end="2026-01-14 16:00"),)
    text = spoken(page(space(activities=none), "mediation-numerique"))
    assert "Appelez-nous 04 00 00 00 00" in text and "Prochains rendez-vous" not in text
    silent = space(activities=none, identity={"contact": {"phone": None}})
    assert "Écrivez-nous bonjour@ exemple.fr" in spoken(page(silent, "mediation-numerique"))


def test_a_service_announces_its_own_dates() -> None:
    text = spoken(page(space(), "accompagnement"))
    assert "Papycamp" not in text.partition("Prochains rendez-vous")[2].partition("Une association qui démarre")[0]
    assert dt.date(2027, 1, 14) > factories.TODAY


# --- Hours, and places of which little is known ---


def tables(html: bytes) -> int:
    """How many tables of hours people see on a page."""
    shown = (
        html.decode("utf-8")
        .replace('<div hidden><table class="hours"', "")
        .replace('<div hidden>\n<table class="hours"', "")
    )
    return shown.count('<table class="hours"')


def test_hours_are_a_table_where_one_reads_how_to_come_and_one_line_elsewhere() -> None:
    files = build_pages(space(identity={"opening_hours": "Mo-Fr 09:00-18:00; Sa 10:00-13:00; PH off"}))
    assert tables(files["contact/index.html"]) == 1
    for name in ("le-lieu", "coworking", "mediation-numerique", "accompagnement"):
        html = files[f"{name}/index.html"]
        assert tables(html) == 0, name
        assert html.count(b"data-status") == 1, name  # site.js says whether it is open


def test_each_day_is_drawn_beside_its_hours() -> None:
    html = page(space(identity={"opening_hours": "Mo-Fr 09:00-18:00; We 08:00-12:00; Sa-Su off"}), "contact").decode()
    assert re.findall(r'<svg class="day-bar" viewBox="480 0 600 1"[^>]*><path d="M(\d+) 0H(\d+)', html)[1:4] == [
        ("540", "1080"), ("480", "720"), ("540", "1080")
    ]  # fmt: skip


@pytest.mark.long
def test_a_place_without_hours_says_once_to_call_and_what_for() -> None:
    unknown: dict[str, Any] = {
        "opening_hours": None,
        "transport": [],
        "address": {"city": "Roanne", "postal_code": None},
    }
    html = page(space(identity=unknown), "contact").decode()
    head, _, body = html.partition("<main")[2].partition("</main>")[0].partition("</header>")
    assert "Appelez avant de venir</span>" in head and head.count("tel:") == head.count("mailto:") == 1
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", body)[0] == "Avant de venir"
    assert body.count("demandez-nous") == 1 and "Nos horaires" in body and "handicap" in body
    assert "tel:" not in body and "front.svg" in html
    silent = page(space(identity=unknown | {"contact": {"phone": None}}), "contact").decode()
    assert "Appelez avant" not in silent and "Écrivez-nous</span>" in silent
    # With hours, whoever has a need still reads whom to call.
    hours = page(space(identity={"opening_hours": "Mo-Fr 09:00-18:00", "access": {}}), "contact").decode()
    assert "Appelez avant" not in hours
    assert "tel:" in hours.partition('id="access"')[2].partition("</section>")[0]


@pytest.mark.long
def test_a_place_without_rooms_shows_what_people_do_there() -> None:
    """Each way has its drawing, beside its link; rooms that are drawn take their place."""
    bare = page(space()).partition(b'class="prose place-ways"')[2]
    points = bare.partition(b"</ul>")[0].split(b"<li")[1:]
    assert len(points) == 4 and all(point.count(b"scene-") == point.count(b"<a ") == 1 for point in points)
    assert b'class="to-mediation"><img src="../static/scene-mediation.svg' in bare
    rooms = page(space(identity={"areas": [{"key": "salle", "name": "La salle"}]}))
    assert b"scene-" not in rooms and b"front.svg" in rooms


@pytest.mark.long
def test_what_help_costs_is_answered_while_no_price_is_known() -> None:
    def answer(**event: Any) -> str:
        text = spoken(page(space(activities=(activity(format="atelier", **event),)), "mediation-numerique"))
        return text.partition("Combien ça coûte ?")[2].partition("Qui vous accueille")[0]

    assert "Demandez-nous le prix : 04 00 00 00 00." in answer()
    assert "Demandez-nous" not in answer(price="4 €") + answer(price="Gratuit")


def test_the_visit_begins_with_the_largest_room() -> None:
    areas = [{"key": key, "name": key, "seats": seats} for key, seats in (("entree", 2), ("salle", 24), ("coin", None))]
    assert re.findall(r'id="area-(\w+)"', page(space(identity={"areas": areas})).decode()) == [
        "salle",
        "entree",
        "coin",
    ]


def test_what_one_must_know_of_an_activity_comes_before_its_text() -> None:
    html = page(space(), "activites/papycamp").decode()
    assert html.index("Pour qui") < html.index('<div class="prose">')


# --- News ---


@pytest.mark.long
def test_a_single_piece_of_news_is_a_poster_and_the_next_dates_follow() -> None:
    html = page(space(news=(news(),)), "actualites").decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    assert '<div class="wrap section">' not in main
    # One block has its words and its picture.
    lead = main.partition('<div class="news-lead">')[2].partition("</header>")[0]
    assert "<h2" in lead and "<img" in lead and "<time" in lead
    assert "Prochains rendez-vous" in main.partition("</header>")[2] and "Papycamp" in main
    assert "Prochains rendez-vous" not in page(space(news=(news(),), activities=()), "actualites").decode()


@pytest.mark.long
def test_a_photograph_of_a_piece_of_news_is_in_each_list(root: Path) -> None:
    body = 'Hier.\n\n![La salle repeinte en bleu](images/salle.jpg "Crédit : Camille")\n'
    items = [
        dataclasses.replace(news(title=f"Nouvelle {number}", date=f"2027-01-0{number}"), slug=f"n{number}", body=body)
        for number in (1, 2)
    ]
    files = build_pages(space(root=root, news=(*items, dataclasses.replace(news(), slug="sans"))))
    latest, *others = images(files["actualites/index.html"])
    assert {one["alt"] for one in (latest, *others)} == {"La salle repeinte en bleu"} and len(others) == 1
    assert latest.get("loading") is None and all(one["loading"] == "lazy" for one in others)
    home = [one for one in images(files["index.html"]) if one["alt"] == "La salle repeinte en bleu"]
    assert len(home) == 2 and all(one["loading"] == "lazy" for one in home)
