"""Texts are written in parts around their logic; photographs are kept without what cameras hide; nothing is lost."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from PIL import Image
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.front_matter import header_of
from tierslieu.core.yaml_edit import EditableYaml

pytestmark = pytest.mark.long

CONTACT = "/texts/edit/?path=content/fr/pages/contact.md"


def photograph() -> bytes:
    image, buffer = Image.new("RGB", (3000, 2000), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_every_page_and_piece_of_news_left_alone_keeps_its_bytes(client: EditorClient) -> None:
    root = client.place.root
    files = sorted([*root.glob("content/*/pages/*.md"), *root.glob("content/*/news/*.md")])
    before = {path: path.read_bytes() for path in files}
    listed = client.get("/texts/").text
    for path in files:
        name = path.relative_to(root).as_posix()
        assert (name in listed) is name.startswith("content/fr/")
        assert client.fill(f"/texts/edit/?path={name}", {}).status == 303, name
    assert {path: path.read_bytes() for path in files} == before


def test_a_paragraph_with_a_fact_is_added_and_the_logic_stays(client: EditorClient) -> None:
    path = client.place.root / "content/fr/pages/contact.md"
    before = path.read_text("utf-8")
    page = client.get(CONTACT).forms[0]
    last = [control for control in page.controls if control.name == "part"][-1]
    last.value += "\n\nÉcrivez à {{ space.contact.email }}."
    assert client.post(CONTACT, page.sent()).status == 303
    after = path.read_text("utf-8")
    assert "Écrivez à {{ space.contact.email }}." in after
    assert after.replace("Écrivez à {{ space.contact.email }}.", "").split() == before.split()


@pytest.mark.parametrize("typed", ["{% for x in y %}", "{# caché", "{%- set a = 1 %}"])
def test_logic_is_not_typed_into_a_form(client: EditorClient, typed: str) -> None:
    path = client.place.root / "content/fr/pages/contact.md"
    before = path.read_bytes()
    page = client.get(CONTACT).forms[0]
    [control for control in page.controls if control.name == "part"][-1].value += typed
    assert client.post(CONTACT, page.sent()).status == 422
    assert path.read_bytes() == before


@pytest.mark.parametrize("typed", ["{{ space.nowhere }}", "{{ ''.__class__.__mro__ }}", "{{ space.name.__init__ }}"])
def test_a_text_names_facts_and_nothing_else(client: EditorClient, typed: str) -> None:
    from tierslieu.build.dry_run import check

    page = client.get(CONTACT).forms[0]
    [control for control in page.controls if control.name == "part"][-1].value += f"\n\n{typed}"
    client.post(CONTACT, page.sent())
    problems = check(client.place.root, TODAY)[1]
    assert any(problem.level == "error" and problem.file == "content/fr/pages/contact.md" for problem in problems) or (
        typed not in (client.place.root / "content/fr/pages/contact.md").read_text("utf-8")
    )


def test_a_piece_of_news_with_a_photograph(client: EditorClient) -> None:
    typed = {"title": "L’été : on ouvre le soir", "picture_credit": "Photo : l’équipe, CC BY-SA"}
    missing = client.fill("/texts/new/", typed, files={"picture": ("../../IMG 0042.JPG", photograph())})
    assert missing.status == 422 and not [*client.place.root.glob("content/fr/news/*l-ete-on-ouvre*")]
    assert {"description-error", "picture_alt-error"} <= {
        *missing.forms[0].ids,
        *re.findall(r'id="([^"]+)"', missing.text),
    }
    form = missing.forms[0]
    assert form["picture_credit"].value == typed["picture_credit"] and "/texts/picture/img-0042.jpg" in missing.text
    form.fill("description", "Jusqu’à 22 h.")
    form.fill("picture_alt", "La cour, le soir")
    assert client.post("/texts/new/", form.sent()).status == 303
    assert client.post("/texts/new/", form.sent()).status == 303  # a button that was pressed twice
    (file,) = client.place.root.glob("content/fr/news/*l-ete-on-ouvre-le-soir.md")
    assert '![La cour, le soir](images/img-0042.jpg "Photo : l’équipe, CC BY-SA")' in file.read_text("utf-8")
    kept = client.place.root / "content/images/img-0042.jpg"
    with Image.open(kept) as image:
        assert max(image.size) == 2400 and not image.getexif()
    assert b"secret place" not in kept.read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("photo.jpg", b"<?php echo 1;"),
        ("photo.png", b""),
    ],
)
def test_what_is_no_photograph_is_refused_and_nothing_is_kept(client: EditorClient, name: str, data: bytes) -> None:
    words = {"picture_alt": "Une photo", "picture_credit": "L’équipe"}
    answer = client.fill(CONTACT, words, files={"picture": (name, data)})
    assert answer.status == 422
    assert not list((client.place.root / "content").rglob("dessin*")) and not list(
        (client.place.root / "content").rglob("photo.*")
    )


def test_a_photograph_without_words_waits_for_them_then_may_be_taken_out(client: EditorClient) -> None:
    answer = client.fill(CONTACT, {"picture_alt": "La cour"}, files={"picture": ("cour.jpg", photograph())})
    assert answer.status == 422 and 'id="picture_credit-error"' in answer.text
    form = answer.forms[0]  # the photograph and its words are still there
    form.fill("picture_credit", "l’équipe")
    form.fill("picture_caption", "Le soir.")
    assert client.post(CONTACT, form.sent()).status == 303
    path = client.place.root / "content/fr/pages/contact.md"
    assert '![La cour](images/cour.jpg "Le soir. Photo\u00a0: l’équipe")' in path.read_text("utf-8")
    page = client.get(CONTACT)
    form = page.forms[0]
    words = [control.value for control in form.controls if control.name == "part"]
    assert any("{Photo\u00a0: La cour}" in one for one in words) and not any("![" in one for one in words)
    assert client.post(CONTACT, form.sent()).status == 303
    assert '![La cour](images/cour.jpg "Le soir. Photo\u00a0: l’équipe")' in path.read_text("utf-8")
    form.tick("picture_remove", "cour.jpg")
    assert client.post(CONTACT, form.sent()).status == 303
    assert "cour.jpg" not in path.read_text("utf-8")


def test_a_piece_of_news_is_removed_and_no_page(client: EditorClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for person in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{person}_NAME", "Une bénévole")
        monkeypatch.setenv(f"GIT_{person}_EMAIL", "benevole@lieu.example")
    made = client.fill("/texts/new/", {"title": "La fête", "description": "Dimanche."})
    page = client.get(made.headers["location"])
    form = page.forms[page.actions.index("/texts/remove/")]
    (file,) = client.place.root.glob("content/fr/news/*la-fete.md")
    assert client.post("/texts/remove/", form.sent()).status == 303 and not file.exists()
    contact = {**form.sent(), "path": "content/fr/pages/contact.md"}
    assert client.post("/texts/remove/", contact).status == 404


def test_a_text_that_somebody_else_has_changed_is_shown_and_not_overwritten(client: EditorClient) -> None:
    path = client.place.root / "content/fr/pages/contact.md"
    page = client.get(CONTACT).forms[0]
    path.write_text(path.read_text("utf-8") + "\nAjout d’une autre personne.\n", "utf-8")
    [control for control in page.controls if control.name == "part"][-1].value += "\n\nLe mien."
    answer = client.post(CONTACT, page.sent())
    assert answer.status == 422 and "Ajout d’une autre personne." in answer.text
    assert "Le mien." not in path.read_text("utf-8")


def test_a_refused_text_keeps_its_photograph_for_the_next_try(client: EditorClient) -> None:
    before = sorted(client.place.root.glob("content/images/*"))
    form = client.get(CONTACT).forms[0]
    for name, words in {"/title": "", "picture_alt": "La cour", "picture_credit": "L’équipe"}.items():
        form.fill(name, words)
    path = client.place.root / "content/fr/pages/contact.md"
    sent = form.sent()
    path.write_text(path.read_text("utf-8").replace("title: Venir", "title: Autre", 1), "utf-8")
    answer = client.post(CONTACT, {**sent, "/title": "Le mien"}, {"picture": ("cour.jpg", photograph())})
    assert answer.status == 422 and "Autre" in answer.text
    assert len([*client.place.root.glob("content/images/*")]) == len(before) + 1
    assert answer.forms[0]["picture_kept"].value == "images/cour.jpg"


def test_news_that_lacked_a_credit_have_their_photograph_once_it_is_there(client: EditorClient) -> None:
    """Its name may stand in a comment of some file: the photograph is the one of this form all the same."""
    settings = client.place.root / "config/space.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}# Par exemple : photo: images/cour.jpg\n", "utf-8")
    form = client.get("/texts/new/").forms[0]
    for name, words in {"title": "La cour", "description": "Elle est prête.", "picture_alt": "Une cour pavée"}.items():
        form.fill(name, words)
    refused = client.post("/texts/new/", form.sent(), {"picture": ("cour.jpg", photograph())})
    assert refused.status == 422
    again = refused.forms[0]
    again.fill("picture_credit", "L’équipe")
    made = client.post("/texts/new/", again.sent())
    assert made.status == 303 and 'src="/texts/picture/cour.jpg"' in client.follow(made).text


def test_facts_and_photographs_of_a_text_are_shown_beside_it_under_its_headings(client: EditorClient) -> None:
    made = client.fill("/texts/new/", {"title": "La fête", "description": "Dimanche."})
    address = made.headers["location"]
    form = client.get(address).forms[0]
    (part,) = [control for control in form.controls if control.name == "part"]
    part.value = "Chez {{ space.name }}.\n\n## Le soir\n\nVenez."
    form.fill("picture_alt", "La cour")
    form.fill("picture_credit", "L’équipe")
    assert client.post(address, form.sent(), {"picture": ("cour.jpg", photograph())}).status == 303
    page = client.get(address).text
    name = client.place.facts()[0].identity.name  # type: ignore[union-attr]
    assert f"aujourd’hui\u00a0: «\u00a0Chez {name}. Venez.\u00a0»" in page  # the sentence as it is read
    assert f"«\u00a0{name}\u00a0»" in page and 'src="/texts/picture/cour.jpg"' in page
    assert client.get("/texts/picture/cour.jpg").body.startswith(b"\xff\xd8")
    for other in ("nulle.jpg", "..%2F..%2F..%2Flieu", ".gitkeep"):
        assert client.get(f"/texts/picture/{other}").status == 404


def test_the_facts_to_insert_are_named_in_words_the_prices_first(client: EditorClient) -> None:
    page = unescape(client.get(CONTACT).text)
    facts = page.partition('class="ed-facts"')[2].partition("</details>")[0]
    assert facts.index("{Prix › Journée}") < facts.index("{Adresse › Commune}")
    (day,) = (line for line in facts.split("<div>") if "<code>{Prix › Journée}</code>" in line)
    assert "<dt>Prix › Journée</dt>" in day and "15" in day
    assert "<dt>Adresse › Commune</dt>" in facts and "space.slug" not in facts
    assert page.index('class="ed-facts"') < page.index('name="part"')


def test_facts_and_links_are_named_in_words_inside_a_text(client: EditorClient) -> None:
    address, path = "/texts/edit/?path=content/fr/pages/le-lieu.md", client.place.root / "content/fr/pages/le-lieu.md"
    before = path.read_text("utf-8")
    form = client.get(address).forms[0]
    parts = [control for control in form.controls if control.name == "part"]
    client.post(address, form.sent())
    assert path.read_text("utf-8") == before
    assert any("{Places et personnes › Bureaux} poste" in one.value for one in parts)
    coworking = unescape(client.get("/texts/edit/?path=content/fr/pages/coworking.md").text)
    assert "géré par {Coworking › Géré par}" in coworking
    (part,) = (one for one in parts if "(page:mediation)" in one.value)
    part.value = part.value.replace("mediation", "contact") + " Dès {Prix › Journée}."
    assert client.post(address, form.sent()).status == 303
    after = path.read_text("utf-8")
    assert "({{ url('mediation') }})" not in after and "({{ url('contact') }}). Dès {{ prices.day }}." in after
    form = client.get(address).forms[0]
    part = next(one for one in form.controls if "Dès {Prix › Journée}." in one.value)
    part.value = "Dès {Prix › Jounée}."
    refused = client.post(address, form.sent())
    assert refused.status == 422 and "Jounée" in refused.text and path.read_text("utf-8") == after


def test_a_text_below_a_condition_says_so(client: EditorClient) -> None:
    page = unescape(client.get("/texts/edit/?path=content/fr/pages/tarifs.md").text)
    before = page.partition("Les prix ne sont pas encore affichés")[0]
    assert "(caché aujourd’hui, selon vos réponses à\u00a0: Prix" in before[before.rindex("<details") :]


def test_the_parts_of_a_page_stand_under_its_headings(client: EditorClient) -> None:
    page = client.get("/texts/edit/?path=content/fr/pages/mentions-legales.md").text
    assert "<h2>" in page and "Texte\u00a0: " in page and "Texte, partie" not in page


def test_pages_are_listed_in_the_order_of_the_menu(client: EditorClient) -> None:
    page = client.get("/texts/").text
    assert (
        "adresse sur le site\u00a0: coworking" in page
        and "adresse sur le site\u00a0: contact" in page
        and "adresse sur le site\u00a0: tarifs" not in page
    )
    in_menu = [page.index(f"pages/{name}.md") for name in ("contact", "coworking", "tarifs", "accessibilite")]
    assert in_menu == sorted(in_menu)


def test_an_activity_may_be_run_by_another_organisation(client: EditorClient) -> None:
    file = "content/fr/activities/papycamp.md"
    address = f"/texts/edit/?path={file}"
    form = client.get(address).forms[0]
    assert {"", "cooperative", "association"} <= {*form["/roles/runs"].options}
    assert client.fill(address, {"/roles/runs": "cooperative"}).status == 303
    header = header_of((client.place.root / file).read_text("utf-8"))
    assert EditableYaml(header).data["roles"] == {"runs": "cooperative"}


def test_a_text_is_seen_before_it_is_saved_and_nothing_is_written(client: EditorClient) -> None:
    path = client.place.root / "content/fr/pages/contact.md"
    before = path.read_bytes()
    form = client.get(CONTACT).forms[0]
    (part,) = [control for control in form.controls if control.name == "part"][-1:]
    part.value = "Une journée coûte {{ prices.day }}."
    seen = client.post(CONTACT, form.sent("try"))
    assert seen.status == 200 and "?draft" in seen.text and "Une journée coûte {Prix › Journée}." in seen.text
    ((page, html),) = client.place.drafts.items()
    assert page == "contact/index.html?draft" and "coûte 15" in unescape(html.decode("utf-8")).replace("\u00a0", " ")
    assert path.read_bytes() == before
    part.value = "{{ space.nowhere }}"
    assert client.post(CONTACT, form.sent("try")).status == 422
    part.value = "Voilà."
    assert client.post(CONTACT, form.sent()).status == 303 and not client.place.drafts


def test_a_mark_that_is_lost_is_named_and_nothing_is_written(client: EditorClient) -> None:
    address = "/texts/edit/?path=content/fr/pages/coworking.md"
    path = client.place.root / "content/fr/pages/coworking.md"
    before = path.read_bytes()
    form = client.get(address).forms[0]
    part = next(control for control in form.controls if control.name == "part" and "‹/1›" in control.value)
    part.value = part.value.replace("‹/1›", "")
    refused = client.post(address, form.sent())
    assert refused.status == 422 and "Le repère ‹/1› manque" in refused.text and path.read_bytes() == before


def test_what_is_seen_before_saving_opens_at_the_words_that_were_typed(client: EditorClient) -> None:
    form = client.get(CONTACT).forms[0]
    parts = [one for one in form.controls if one.name == "part"]
    parts[-1].value = f"{parts[-1].value}\n\nUne phrase typique, en **gras**.\n"
    seen = client.post(CONTACT, form.sent("try"))
    ((_, html),) = client.place.drafts.items()
    assert "?draft#draft" in seen.text
    assert '<p>Une<span id="draft"></span> phrase typique, en <strong>gras</strong>.</p>' in html.decode("utf-8")
    assert "\ufdd4" not in html.decode("utf-8")
    client.post(CONTACT, client.get(CONTACT).forms[0].sent("try"))  # nothing is typed
    ((_, html),) = client.place.drafts.items()
    assert 'id="draft"' not in html.decode("utf-8")


def test_the_list_of_facts_names_what_it_has(client: EditorClient) -> None:
    summary = re.findall(r"<summary>(Insérer[^<]*)", unescape(client.get(CONTACT).text))
    assert summary and all(word in summary[0] for word in ("téléphone", "nombre", "prix"))


def test_a_heading_alone_is_shown_without_its_marks_and_keeps_them(client: EditorClient) -> None:
    address = "/texts/edit/?path=content/fr/pages/le-lieu.md"
    path = client.place.root / "content/fr/pages/le-lieu.md"
    before = path.read_text("utf-8")
    page = client.get(address)
    assert "Titre\u00a0: Les activités" in page.text
    form = page.forms[0]
    (heading,) = [control for control in form.controls if control.name == "part" and control.value == "Les activités"]
    assert client.post(address, form.sent()).status == 303 and path.read_text("utf-8") == before
    heading.value = "Ce qui s’y fait"
    assert client.post(address, form.sent()).status == 303
    assert path.read_text("utf-8") == before.replace("## Les activités\n", "## Ce qui s’y fait\n")
