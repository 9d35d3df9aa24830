"""What a place prints from its facts: each sheet holds its facts, whatever their length, or is not made."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from support import document_factories, factories
from support.document_text import pdf_text, pdf_words, spaced
from support.generated_places import TERRITORIES, complete_answers, territory_answers
from support.page_boxes import box_faults, page_words
from support.paths import TEMPLATE
from support.pdf_accessibility import accessibility_faults
from support.requirements import require_library

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import header_of
from tierslieu.core.problems import Problems
from tierslieu.documents import printed_sheets, qr_code
from tierslieu.documents.printed_sheets import PrintedSheet
from tierslieu.documents.sheet_facts import SheetFacts
from tierslieu.facts import facts
from tierslieu.generation import questions
from tierslieu.generation.render import write_place
from tierslieu.loading.load import load
from tierslieu.model import Community, Page, Source, Space

pytestmark = pytest.mark.slow

NAMES = sorted(path.stem for path in (TEMPLATE / "theme/print").glob("*.typ"))
HOURS = "lundi, mardi et jeudi 9h-12h30 et 14h-18h ; mercredi sur rendez-vous ; fermé en août ; fermé les jours fériés"
#: The papers of the sheets that are not A4 upright, in millimetres.
PAPERS = {"prix": (297, 420), "depliant": (297, 210)}
HOSTILE = "<script>alert('é')</script> #strong[x] $y$ {{ z }} \\ عربي 漢"


@pytest.fixture(autouse=True)
def _qr_codes() -> None:
    require_library("segno")


def furnished(**changes: Any) -> Space:
    """A place with hours, prices, activities to come, and documents."""
    areas = [{"key": "commune", "name": "La salle commune"}]
    identity = {"opening_hours": HOURS, "areas": areas} | changes.pop("identity", {})
    activities = (
        factories.activity(
            "papycamp", rrule="FREQ=MONTHLY;BYDAY=2TH", price="Gratuit", registration="mailto:venir@exemple.fr"
        ),
        factories.activity("barcamp", title="Barcamp", format="barcamp", service="coworking"),
    )
    pages = tuple(
        Source(
            f"content/fr/pages/{slug}.md",
            "fr",
            slug,
            Page.model_validate({"key": key, "title": slug, "description": slug}),
            "",
            1,
        )
        for key, slug in (("home", "index"), ("agenda", "agenda"), ("prices", "tarifs"), ("activities", "activites"))
    )
    fields = {"activities": activities, "documents": document_factories.governance(), "pages": pages} | changes
    return factories.comptoir(identity=identity, **fields)


def sheet(name: str, facts: SheetFacts) -> PrintedSheet:
    (found,) = printed_sheets.choose(printed_sheets.printed_sheets(facts), [name])
    return found


def pdf(name: str, space: Space) -> bytes:
    facts = SheetFacts(space)
    return printed_sheets.render(sheet(name, facts), facts)


def missing(space: Space) -> dict[str, tuple[str, ...]]:
    """The facts that each sheet waits for."""
    return {entry.name: entry.missing for entry in printed_sheets.printed_sheets(SheetFacts(space)) if entry.missing}


def generated(folder: Path, territory: str, language: str = "fr") -> Space:
    """A place as its answers give it, with hours."""
    for name in ("vocabulary", "content", "governance", "theme"):
        (folder / name).symlink_to(TEMPLATE / name, target_is_directory=True)
    (path,) = (path for path in TERRITORIES if path.stem == territory)
    answers, faults = questions.read(complete_answers(territory_answers(path) | {"language": language}), folder)
    assert not faults
    write_place(folder, answers)
    config = folder / "config/space.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("\nopening_hours:", f"\nopening_hours: {HOURS}"), encoding="utf-8")
    return load(folder, factories.TODAY)


@pytest.mark.parametrize("name", ["activites", "depliant"])
def test_an_activity_without_a_sentence_is_printed_without_one(name: str) -> None:
    couture = factories.activity("couture", title="Couture", format="autre", description=None)
    text = pdf_text(pdf(name, furnished(activities=(couture,))))
    assert "Couture" in text and "None" not in text and "none" not in text


@pytest.mark.parametrize("territory", [path.stem for path in TERRITORIES])
def test_each_sheet_of_each_example_is_sound(territory: str, tmp_path: Path) -> None:
    facts = SheetFacts(generated(tmp_path, territory))
    sheets = printed_sheets.printed_sheets(facts)
    assert [entry.name for entry in sheets] == NAMES
    for entry in sheets:
        if entry.missing:
            continue
        data = printed_sheets.render(entry, facts)
        assert accessibility_faults(data) == [], entry.name
        assert box_faults(data) == [], entry.name
        with pikepdf.open(io.BytesIO(data)) as document:
            assert str(document.Root.Lang) == "fr"
            sizes = {tuple(round(float(side) / 72 * 25.4) for side in page.MediaBox[2:]) for page in document.pages}
        assert sizes == {PAPERS.get(entry.name, (210, 297))}


def test_an_english_place_has_english_sheets(tmp_path: Path) -> None:
    space = generated(tmp_path, "fil-numerique", language="en")
    assert "Opening hours" in spaced(pdf_text(pdf("door", space)))
    assert "Opening hours" in spaced(pdf_text(pdf("porte", space)))


def test_sheets_hold_the_facts() -> None:
    space = furnished()
    texts = {name: spaced(pdf_text(pdf(name, space))) for name in NAMES}
    known = facts(space, "fr", document=False)
    for offer in [*known["offers"], *known["passes"]]:
        for name in ("prix", "depliant"):
            assert offer["label"] in texts[name]
            # pdftotext takes a narrow space for none.
            assert "".join(str(offer["amount"]).split()) in "".join(texts[name].split())
    for name in ("porte", "depliant"):
        assert "9 h – 12 h 30" in texts[name] and "14 h – 18 h" in texts[name] and "sur rendez-vous" in texts[name]
        assert "Fermé : vendredi – dimanche, août, jours fériés" in texts[name]
    assert {"Papycamp", "Jeudi", "14", "janvier"} <= set(texts["activites"].split())
    assert "jeudi 11 février" in texts["activites"] and "venir@exemple.fr" in texts["activites"]
    assert "Parler à voix basse" in texts["table"] and "Choisir une activité" in texts["autocollants"]
    assert all("None" not in text and "à compléter" not in text for text in texts.values())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_set_in_less_than_eight_points(name: str) -> None:
    """In the usual place; the box of a word is at least 1.08 times as high as its size."""
    words = [word for _, _, words in page_words(pdf(name, furnished())) for word in words]
    assert [word.text for word in words if not word.text.isdigit() and word.bottom - word.top < 8.6] == []


def test_a_long_title_is_read_from_the_other_pavement() -> None:
    """Up to 300 characters; the rest of the poster has its usual sizes."""
    title = ("Apprendre à réparer, entretenir et faire durer son ordinateur, avec des bénévoles patients " * 4)[:300]
    for length, least in ((60, 30), (300, 18)):
        data = pdf("activites", furnished(activities=(factories.activity(title=title[:length]),)))
        heights = {word.text: word.bottom - word.top for _, _, words in page_words(data) for word in words}
        assert heights["Apprendre"] > least, length


def test_a_poster_is_in_the_colours_of_its_service() -> None:
    def drawing(service: str) -> str:
        activity = factories.activity(service=service)
        return str(SheetFacts(furnished(activities=(activity,))).data["activities"][0]["drawing"])

    assert len({drawing(service) for service in ("coworking", "mediation", "support")}) == 3


def test_an_activity_that_was_is_not_announced() -> None:
    space = furnished(activities=(factories.activity(start="2026-12-01 14:00", end="2026-12-01 16:00"),))
    assert missing(space) == {"activites": ("activities",)}
    cancelled = furnished(activities=(factories.activity(status="cancelled"),))
    assert missing(cancelled) == {"activites": ("activities",)}


def test_a_sheet_without_its_fact_is_not_made() -> None:
    unknown = {
        "opening_hours": None,
        "address": dict.fromkeys(("street", "postal_code", "city")),
        "contact": {"website": None},
    }
    space = furnished(identity=unknown, activities=(), prices={"grids": [{"from": None, "amounts": {}}]})
    assert missing(space) == {
        "activites": ("activities",),
        "autocollants": ("website",),
        "depliant": ("address",),
        "porte": ("opening_hours",),
        "prix": ("prices",),
    }
    with pytest.raises(Problems) as raised:
        pdf("porte", space)
    assert [problem.code for problem in raised.value.problems] == ["print.missing"]


@pytest.mark.parametrize("name", NAMES)
def test_unknown_facts_leave_no_trace(name: str) -> None:
    """A sheet that is made needs nothing but what it names."""
    contact = dict.fromkeys(("email", "phone", "website" if name != "autocollants" else "email"))
    space = furnished(identity={"territory": None, "contact": contact}, documents=())
    data = pdf(name, space)
    assert accessibility_faults(data) == [] and box_faults(data) == []
    assert not {"None", "préciser"} & set(pdf_text(data).split())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "long",
    [
        "L’Atelier des savoir-faire numériques de la vallée du Gier aval",
        "Anticonstitutionnellementanticonstitutionnellementanticonsti",
        HOSTILE,
        "مكان العمل المشترك في المدينة",
    ],
    ids=["words", "one-word", "hostile", "right-to-left"],
)
def test_nothing_leaves_its_page_or_covers_another(name: str, long: str) -> None:
    offers = {
        f"offer_{number}": {"service": "coworking", "unit": "day", "label": f"Formule {number}, {long}"}
        for number in range(12)
    }
    space = furnished(
        identity={
            "name": long,
            "territory": long,
            "address": {"street": f"12 bis, {long}"},
            "contact": {"email": f"{'tres-longue-adresse-' * 2}@exemple.fr", "website": "https://exemple.fr/un/chemin/vraiment/long/pour/un/site"},
            "opening_hours": "; ".join(f"{day} 8h30-12h30 et 13h30-19h30" for day in ("lundi", "mercredi", "jeudi", "vendredi", "samedi")) + "; mardi 9h-12h; fermé du 24 décembre au 2 janvier",
        },
        prices={
            "offers": offers,
            "grids": [{"from": None, "amounts": {"pass_10": "80", **dict.fromkeys(offers, "1280,50")}}],
            "audiences": {"reduced": long},
        },
        activities=(
            factories.activity(title=(long + " ") * 5, description=long * 3, price=long, place=long, accessibility=long),
            *(factories.activity(f"a{number}", title=f"Atelier {number}") for number in range(12)),
        ),
    )  # fmt: skip
    data = pdf(name, space)
    assert box_faults(data) == []
    assert accessibility_faults(data) == []


def test_five_organisations_keep_their_prices_legible() -> None:
    names = [f"Organisation d’exemple numéro {number}" for number in range(5)]
    organisations = {
        f"org-{number}": {"name": name, "vat": {"regime": "franchise"}} for number, name in enumerate(names)
    }
    space = furnished(organisations={"organisations": organisations})
    assert box_faults(pdf("prix", space)) == []


def test_the_leaflet_has_the_amount_of_a_price_that_says_for_whom_it_is() -> None:
    price = "7 €, gratuit pour les coworkers"
    couture = factories.activity("couture", title="Couture", price=price)
    # pdftotext takes a narrow space for none.
    assert "7€" in "".join(pdf_text(pdf("depliant", furnished(activities=(couture,)))).split())


def test_what_is_free_is_on_the_prices() -> None:
    """Each format once; the first of the price poster. A line says that there are examples, and no name does."""
    workshops = [
        factories.activity(f"seance-{number}", title=f"Séance {number}", price=price)
        for number, price in enumerate(["gratuit", "Gratuit", "5 €"])
    ]
    example = factories.activity("essai", title="Essai", format="aperocamp", price="gratuit", example=True)
    texts = {
        name: spaced(pdf_text(pdf(name, furnished(activities=(*workshops, example))))) for name in ("prix", "depliant")
    }
    assert "Gratuit : Aperocamp, Papycamp" in texts["depliant"]
    assert texts["prix"].index("Aperocamp, Papycamp") < texts["prix"].index("Demi-journée")
    for name, text in texts.items():
        assert "Contenu d’exemple, à remplacer." in text and "(exemple)" not in text
        assert "Gratuit" not in spaced(pdf_text(pdf(name, furnished(activities=workshops[2:]))))


def test_badges_name_those_who_agreed_and_leave_room_for_others() -> None:
    people = [{"name": f"Personne {number}", "activity": "Graphisme", "agreed": "2026-01-01"} for number in range(11)]
    people.append({"name": "Personne sans accord"})
    space = furnished(community=Community.model_validate({"people": people}))
    data = pdf("badges", space)
    text = spaced(pdf_text(data))
    assert "Personne 10" in text and "sans accord" not in text and text.count("Nom") == 5
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 2


def test_the_name_on_a_badge_is_read_at_two_metres() -> None:
    people = [
        {"name": name, "activity": "Graphisme", "agreed": "2026-01-01"} for name in ("Camille Martin", "Dominique")
    ]
    words = list(pdf_words(pdf("badges", furnished(community=Community.model_validate({"people": people})))))
    heights = {word: bottom - top for word, _, top, _, bottom in words}
    # Letters of ten millimetres, of one size for all, and more than twice those of what each does.
    assert heights["Camille"] == heights["Dominique"] > 10 / 25.4 * 72
    assert heights["Dominique"] > 2 * heights["Graphisme"]


def test_the_table_card_never_prints_a_rule_that_is_not_written() -> None:
    text = spaced(pdf_text(pdf("table", furnished())))
    assert "[" not in text and "autre espace" not in text
    assert "Mot de passe" in spaced(pdf_text(pdf("table", furnished(documents=()))))


def test_the_public_reads_no_note_for_the_team() -> None:
    text = spaced(pdf_text(pdf("table", furnished())))
    assert "Parler à voix basse" in text and "à relire" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_place_with_the_letters_of_each_device_has_sheets_without_serifs(name: str) -> None:
    space = furnished(identity={"look": {"type": "systeme"}})
    assert space.look.type.meta.paper is None
    with pikepdf.open(io.BytesIO(pdf(name, space))) as document:
        fonts = {
            str(entry.BaseFont)
            for entry in document.objects
            if isinstance(entry, pikepdf.Dictionary) and "/BaseFont" in entry
        }
    assert fonts and not [font for font in fonts if "Libertinus" in font]


def test_the_table_card_names_only_spaces_of_the_place() -> None:
    def spaces(**identity: Any) -> list[str]:
        rules = SheetFacts(furnished(identity=identity)).data["rules"]
        return [entry["space"] for entry in rules.get("spaces", ())]

    assert spaces() == ["La salle commune"]
    assert spaces(areas=[]) == []
    assert spaces(areas=[{"key": "reunion", "name": "Salle de réunion"}]) == ["Salle de réunion"]


def test_the_leaflet_says_what_its_prices_become() -> None:
    amounts = {"half_day": "9", "day": "15"}
    grids = [{"from": None, "amounts": amounts}, {"from": "2027-02-01", "amounts": amounts | {"day": "16"}}]
    text = spaced(pdf_text(pdf("depliant", furnished(prices={"grids": grids}))))
    assert "À partir du 1er février 2027" in text and "16 €" in text


def test_a_qr_code_is_that_of_its_address() -> None:
    """Drawn in pixels, each of its squares is black where the standard says so."""
    import segno
    import typst
    from PIL import Image

    address = "https://exemple.fr/un/lieu/agenda/"
    code = segno.make_qr(address, error="m")
    side, border = len(code.matrix), 4
    source = (
        '#set page(width: {0}pt, height: {0}pt, margin: 0pt)\n#image(bytes(sys.inputs.qr), format: "svg", width: 100%)'
    )
    compiler = typst.Compiler(
        source.format(4 * (side + 2 * border)).encode(), sys_inputs={"qr": qr_code.drawing(address)}
    )
    png = compiler.compile(format="png", ppi=72)
    assert isinstance(png, bytes)
    picture = Image.open(io.BytesIO(png)).convert("L")
    pixels = [
        [picture.getpixel((4 * x + 2, 4 * y + 2)) == 0 for x in range(border, side + border)]
        for y in range(border, side + border)
    ]
    assert pixels == [[bool(module) for module in row] for row in code.matrix]


def test_links_are_those_of_the_site() -> None:
    facts = SheetFacts(furnished())
    assert {name: link["address"] for name, link in facts.data["links"].items()} == {
        "home": "https://exemple.fr/",
        "agenda": "https://exemple.fr/agenda/",
        "prices": "https://exemple.fr/tarifs/",
        "activities": "https://exemple.fr/activites/",
    }
    mapped = furnished(identity={"address": {"latitude": 45.4, "longitude": 4.39}})
    assert "45.4" in SheetFacts(mapped).data["links"]["map"]["address"]
    assert facts.data["activities"][0]["link"]["address"] == "https://exemple.fr/activites/barcamp/"
    assert SheetFacts(furnished(identity={"contact": {"website": None}})).data["links"] == {}


def test_names_are_typed_as_people_type_them() -> None:
    sheets = printed_sheets.printed_sheets(SheetFacts(furnished()))
    assert [entry.name for entry in printed_sheets.choose(sheets, ["Dépliant", "PRIX", "prices"])] == [
        "depliant",
        "prix",
    ]
    with pytest.raises(Problems) as raised:
        printed_sheets.choose(sheets, ["afiche", "port"])
    assert [problem.values["closest"] for problem in raised.value.problems][1] == "porte"


def test_a_sheet_of_the_team_is_one_file(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE / "theme", tmp_path / "theme")
    own = tmp_path / "overrides/print/merci.typ"
    own.parent.mkdir(parents=True)
    header = "/*\n---\nname: {fr: merci}\ntitle: {fr: Carte de merci}\npaper: A4\ntexts: {thanks: Merci}\n---\n*/\n"
    own.write_text(header + "#words.thanks #data.place", encoding="utf-8")
    space = furnished(root=tmp_path)
    assert "Merci Comptoir d’exemple" in spaced(pdf_text(pdf("merci", space)))
    own.write_text(header.replace("paper:", "papier:"), encoding="utf-8")
    with pytest.raises(Problems) as raised:
        pdf("merci", space)
    (problem,) = raised.value.problems
    assert (problem.code, problem.file) == ("print.header", "overrides/print/merci.typ")
    assert problem.values["keys"] == "paper, papier"


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_a_sheet_are_in_both_languages_and_typeset(name: str) -> None:
    text = (TEMPLATE / f"theme/print/{name}.typ").read_text(encoding="utf-8")
    header = printed_sheets.SheetHeader.model_validate(yaml_reader.parse(header_of(text.removeprefix("/*\n"))).data)
    for texts in (header.name, header.title, *header.texts.values()):
        assert texts.keys() == {"fr", "en"}, texts
        assert not re.search(r" [:;!?»]|« |['\"]", texts["fr"]), texts


def test_a_calendar_of_hundreds_of_activities_has_a_few_posters() -> None:
    activities = tuple(factories.activity(f"a{number}", title=f"Atelier {number}") for number in range(300))
    space = furnished(activities=activities)
    with pikepdf.open(io.BytesIO(pdf("activites", space))) as document:
        assert len(document.pages) == 24
    text = pdf_text(pdf("depliant", space))
    assert "Atelier 0" in text and text.count("Atelier") == 8


def test_the_same_bytes_each_time() -> None:
    assert pdf("porte", furnished()) == pdf("porte", furnished())
