"""Texts are written in parts around their logic; photographs are kept without what cameras hide; nothing is lost."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from support.editor_client import EditorClient
from support.generated_places import TODAY

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
    made = client.fill("/texts/", {"title": "L’été : on ouvre le soir"})
    assert made.status == 303, made.text
    address = made.headers["location"]
    words = {"picture_alt": "La cour, le soir", "picture_credit": "Photo : l’équipe, CC BY-SA"}
    saved = client.fill(address, words, files={"picture": ("../../IMG 0042.JPG", photograph())})
    assert saved.status == 303
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


def test_a_photograph_without_words_is_refused(client: EditorClient) -> None:
    answer = client.fill(CONTACT, {"picture_alt": "La cour"}, files={"picture": ("cour.jpg", photograph())})
    assert answer.status == 422 and "crédit" in answer.text


def test_a_text_that_somebody_else_has_changed_is_shown_and_not_overwritten(client: EditorClient) -> None:
    path = client.place.root / "content/fr/pages/contact.md"
    page = client.get(CONTACT).forms[0]
    path.write_text(path.read_text("utf-8") + "\nAjout d’une autre personne.\n", "utf-8")
    [control for control in page.controls if control.name == "part"][-1].value += "\n\nLe mien."
    answer = client.post(CONTACT, page.sent())
    assert answer.status == 422 and "Ajout d’une autre personne." in answer.text
    assert "Le mien." not in path.read_text("utf-8")
