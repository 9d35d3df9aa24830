"""All that is missing or wrong, under who can answer it; each line leads to its field and speaks of no file."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from PIL import Image
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.check.apply_rules import check_facts
from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import Problem
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.answerers import by_answerer
from tierslieu.editor.shown_problems import field_link, screen_remedy, shown
from tierslieu.i18n import messages


def sections(page: str) -> dict[str, str]:
    """What the screen shows, by the title of each group without its count."""
    found = re.findall(r"<section[^>]*>\s*<h3[^>]*>(.*?) \(\d+\)</h3>(.*?)</section>", unescape(page), re.DOTALL)
    return dict(found)


@pytest.mark.long
def test_each_missing_fact_leads_to_its_field_under_who_can_answer(client: EditorClient) -> None:
    page = client.get("/missing/").text
    groups = sections(page)
    assert {"La personne qui publie le site", "La personne qui tient les comptes"} <= set(groups)
    publisher = groups["La personne qui publie le site"]
    assert 'href="/place/site/#/publication/' in publisher and "Le lieu › Site › " in publisher
    organisations = [text for name, text in groups.items() if "/organisations/#/organisations/" in text]
    assert organisations
    del groups["La personne qui fait relire les documents"]  # the names of duties are texts of the vocabulary
    assert all("config/" not in text for text in groups.values())
    assert "attendu sur le site" in page


@pytest.mark.long
def test_what_going_online_needs_is_told_exactly_and_what_can_wait(client: EditorClient) -> None:
    def needed() -> tuple[list[str], list[str]]:
        section = unescape(client.get("/missing/").text).partition('id="online"')[2].partition("</section>")[0]
        missing, _, known = section.partition("<details")
        return re.findall(r"<a [^>]*>(.*?)</a>", missing), re.findall(r"<a [^>]*>(.*?)</a>", known)

    missing, known = needed()
    assert {"Hébergeur du site", "Adresse de l’hébergeur", "Téléphone de l’hébergeur"} <= set(missing)
    assert not set(missing) & {"Latitude", "Territoire"} and not set(missing) & set(known)
    assert "/missing/#online" in client.get("/").text and "Hébergeur du site" in client.get("/publish/").text
    host = {"host": "Hébergeur d’exemple", "host_address": "1 rue de l’Exemple", "host_phone": "04 00 00 00 01"}
    client.fill("/place/site/", {f"/publication/{key}": value for key, value in host.items()})
    after, known = needed()
    assert len(after) == len(missing) - 3 and "Hébergeur du site" in known


@pytest.mark.long
def test_the_address_of_a_field_is_that_of_an_input_of_its_page(client: EditorClient) -> None:
    client.get("/place/")  # the screens are known once one is asked for
    _, problems = check_facts(client.place.root, TODAY)
    facts = [problem for problem in problems if problem.code == "blank.fact" and problem.file in (SPACE, ORGANISATIONS)]
    assert facts
    page_at = cache(lambda address: unescape(client.get(address).text))
    for problem in facts:
        link = field_link(problem.file, problem.path, client.place)
        assert link
        address, _, name = link.address.partition("#")
        page = page_at(address)
        assert f'id="{name}"' in page or f'id="{name}/fr"' in page, link.address


def test_an_error_stops_and_stands_first(client: EditorClient) -> None:
    prices = client.place.root / PRICES
    text = EditableYaml(prices.read_text("utf-8")).set(("grids", 0, "amounts", "half_day"), 99).text
    prices.write_text(text, "utf-8")
    page = client.get("/missing/")
    accounts = sections(page.text)["La personne qui tient les comptes"]
    first = accounts.partition("</li>")[0]
    assert page.status == 200 and "Empêche de publier" in first and 'href="/prices/grids/#/grids/0' in first
    assert "Prix › Tous les prix, par date › Prix datés › " in first


def test_a_file_that_nothing_can_read_is_shown_with_its_line(client: EditorClient) -> None:
    (client.place.root / SPACE).write_text("name: [\n", "utf-8")
    page = client.get("/missing/").text
    assert "ed-problem--error" in page and "/file/?path=config%2Fspace.yaml" in page


def test_groups_stand_in_their_order_with_errors_first() -> None:
    blank, error = (Problem("x", {}, PRICES, level=level) for level in ("blank", "error"))
    decision = Problem("x", {}, SPACE, path=("modules", "support"), level="blank")
    assert [found for _, found in by_answerer([blank, error, decision], None, "fr")] == [[decision], [error, blank]]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_remedy_beside_a_field_speaks_of_no_file(language: str) -> None:
    for code, entry in messages.catalogue(language).items():
        values = dict.fromkeys(re.findall(r"\{(\w+)\}", entry["what"] + entry.get("mend", "")), 1)
        remedy = screen_remedy(language, code, values)
        assert not re.search(r"config/|\.yaml|[a-z]_[a-z]", remedy.replace("./lieu", "")), code


def test_a_text_has_the_fields_of_its_form(place: Path) -> None:
    client = EditorClient(place).enter()
    file = next(iter(sorted((place / "content/fr/activities").glob("*.md")))).relative_to(place).as_posix()
    one = shown(Problem("blank.example", {"title": "x"}, file, 2, "blank", ("example",)), client.place)
    assert one.where.startswith("Pages et actualités › ") and "ligne" not in one.remedy
    address, _, name = one.address.partition("#")
    assert f'id="{name}"' in client.get(address).text


def test_a_problem_of_no_field_keeps_its_file_and_its_remedy(place: Path) -> None:
    client = EditorClient(place).enter()
    file = "vocabulary/activity_formats/x.yaml"
    one = shown(Problem("look.unknown", {"name": "x", "closest": "y", "known": "z"}, file, 3), client.place)
    assert one.remedy and file in one.where and one.address.startswith("/file/")


@pytest.mark.long
def test_a_photograph_that_nothing_names_is_listed_and_can_be_removed(client: EditorClient) -> None:
    folder = client.place.root / "content/images"
    folder.mkdir(exist_ok=True)
    for name in ("cour.jpg", "laissee.jpg"):
        Image.new("RGB", (40, 30), "teal").save(folder / name)
    page = client.place.root / "content/fr/pages/contact.md"
    page.write_text(page.read_text("utf-8") + '\n![La cour](images/cour.jpg "L’équipe")\n', "utf-8")
    listed = client.get("/missing/")
    assert "Photos que rien ne montre" in listed.text and "cour.jpg" not in listed.text
    sent = listed.forms[-1].sent()
    assert client.post("/texts/picture/cour.jpg/remove/", sent).status == 404
    assert client.post(listed.actions[-1], sent).status == 303
    assert [path.name for path in folder.glob("*.jpg")] == ["cour.jpg"]
    assert "Photos que rien ne montre" not in client.get("/missing/").text


def test_a_row_of_a_table_and_a_service_are_named_in_words(client: EditorClient) -> None:
    client.get("/place/")  # the screens are known once one is asked for
    early = Problem("services.collects_early", {"organisation": "L’Atelier", "service": "mediation"}, ORGANISATIONS)
    assert "le service «\u00a0Médiation numérique\u00a0»" in shown(early, client.place).text
    link = field_link(BUDGET, ("opening_cash", "cooperative"), client.place)
    assert link and link.labels[-1] == "Coopérative Exemple"
