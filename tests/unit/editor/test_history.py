"""What was saved can be read in plain words, taken back alone, or gone back to as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.git import git
from tierslieu.core.paths import SPACE
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.choices import Choices
from tierslieu.editor.text_changes import sentence_changes
from tierslieu.editor.version_changes import AnswerChange, file_changes
from tierslieu.versions.history import saved_versions
from tierslieu.versions.published import mark_published
from tierslieu.versions.save import save

pytestmark = pytest.mark.long


@pytest.fixture
def client(repository: Path) -> EditorClient:
    save(repository, "fr", "Naissance", lambda: ("", ""))
    return EditorClient(repository, today=lambda: TODAY).enter()


def territory(client: EditorClient) -> str:
    return str(EditableYaml((client.place.root / SPACE).read_text("utf-8")).data["territory"])


@pytest.fixture
def change(client: EditorClient) -> Callable[[str, str], int]:
    def save_answer(name: str, value: str) -> int:
        assert client.fill("/place/", {name: value}).status == 303
        return saved_versions(client.place.root)[0].number

    return save_answer


def test_a_version_is_named_after_the_answers_that_changed(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    assert saved_versions(client.place.root)[0].message == "Identité › Territoire"
    page = client.get(f"/history/{number}/").text
    assert "<del>territory: &#34;Grand Roanne&#34;</del>" in page and "<ins>territory: Roannais</ins>" in page


def test_a_version_tells_each_answer_with_its_old_and_new_value(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    for address in ("/history/", f"/history/{number}/"):
        page = re.sub(r"<(?!del|ins|/del|/ins)[^>]*>", "", client.get(address).text)
        assert re.search(r"Territoire\s:\s+<del>Grand Roanne</del>\s+→\s+<ins>Roannais</ins>", page)


def test_going_back_names_each_later_version_that_it_takes_away_too(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    page = client.get(f"/history/{number}/").text
    assert 'value="change"' in page and 'value="whole"' not in page  # nothing came later
    change("/contact/email", "bonjour@lieu.example")
    page = client.get(f"/history/{number}/").text
    assert saved_versions(client.place.root)[0].message in page.partition('value="whole"')[2]
    client.fill(f"/history/{number}/", {}, press="whole")
    assert territory(client) == "Grand Roanne"
    assert "bonjour@lieu.example" not in (client.place.root / SPACE).read_text("utf-8")
    assert saved_versions(client.place.root)[0].message == "Retour juste avant «\u00a0Identité › Territoire\u00a0»"


def told(client: EditorClient) -> list[AnswerChange]:
    """The answers that the last version changed."""
    changes = file_changes(saved_versions(client.place.root)[0], client.place, Choices(client.place.root, "fr"))
    return [answer for change in changes for answer in change.answers]


def test_prices_names_and_choices_are_told_in_words(client: EditorClient) -> None:
    client.fill("/prices/grids/", {"/grids/0/amounts/day": "16"})
    (price,) = told(client)
    assert price == AnswerChange(
        "Prix datés › Depuis l’ouverture › Prix pleins › Journée", "15,00\u00a0€", "16,00\u00a0€"
    )
    announced = client.fill("/prices/", {"start": "01/09/2027", "day": "17"}, press="announce")
    client.post("/prices/", announced.forms[0].sent("save"))
    new = told(client)
    assert AnswerChange("Prix datés › 01/09/2027 › Prix pleins › Journée", "16,00\u00a0€", "17,00\u00a0€") in new, new
    client.fill("/place/hours/", {"/public_holidays": "alsace-moselle"})
    (holidays,) = told(client)
    assert "Alsace" in holidays.after and holidays.after != "alsace-moselle"


def test_an_entry_that_goes_is_told_by_its_name_and_the_others_are_not(client: EditorClient) -> None:
    rooms = client.place.root / SPACE
    text = EditableYaml(rooms.read_text("utf-8"))
    areas = [{"key": f"salle-{number}", "name": f"Salle {number}", "seats": number} for number in (1, 2, 3)]
    rooms.write_text(text.set(("areas",), areas).text, "utf-8")
    save(client.place.root, "fr", "Salles", lambda: ("", ""))
    rooms.write_text(EditableYaml(rooms.read_text("utf-8")).remove(("areas", 0)).text, "utf-8")
    save(client.place.root, "fr", "Une salle de moins", lambda: ("", ""))
    (gone,) = told(client)
    assert (gone.before, gone.after) == ("Salle 1", "")


def test_a_text_is_told_paragraph_by_paragraph(client: EditorClient) -> None:
    page = client.place.root / "content/fr/pages/contact.md"
    page.write_text(page.read_text("utf-8") + "\nSonnez deux fois.\n", "utf-8")
    save(client.place.root, "fr", "Contact", lambda: ("", ""))
    assert [(one.before, one.after) for one in told(client)] == [("", "Sonnez deux fois.")]


def test_a_text_is_told_by_the_sentences_that_changed_without_code() -> None:
    long = "On y vient à pied, à vélo ou en train, du matin au soir."
    old = f"{{# À adapter : config/prices.yaml #}}\n\n## Venir {{#venir}}\n\n{long} On y mange. La journée coûte {{{{ prices.day }}}}.\n"
    new = (
        old.replace("adapter", "relire")
        .replace("On y mange.", "On y mange. Le café est offert.")
        .replace("vélo", "moto")
    )
    changes = [(one.old, one.new, one.follows) for one in sentence_changes(old, new, lambda code: f"[{code}]")]
    assert changes == [
        (
            "On y vient à pied, à vélo ou en train, du matin au …",
            "On y vient à pied, à moto ou en train, du matin au …",
            "",
        ),
        ("", "Le café est offert.", "On y mange."),
    ]
    assert not list(sentence_changes(old, old.replace("adapter", "relire"), str))
    (price,) = sentence_changes(old, old.replace("day", "month"), lambda code: f"[{code}]")
    assert price.new == "La journée coûte [prices.month]."


def test_the_review_of_a_document_is_told_by_the_labels_of_its_screen(client: EditorClient) -> None:
    file = client.place.root / "governance/fr/charte.md"
    head = file.read_text("utf-8").replace("review: a-faire-relire\n", "")
    head = re.sub(r"law_as_of: .*", "law_as_of: 2024-02-02\nreview: relu\nreviewed_by: Une juriste", head, count=1)
    file.write_text(head, "utf-8")
    save(client.place.root, "fr", "Relecture", lambda: ("", ""))
    page = client.get("/history/").text.partition("<nav")[0]
    assert "review:" not in page and "Relu" in page and "Une juriste" in page and "02/02/2024" in page
    assert "→ 02/02/2024" not in page  # the day before is that of the kit, who reviewed nothing


def test_a_publication_stands_above_the_version_that_is_online(client: EditorClient) -> None:
    assert "Mis en ligne le" not in client.get("/history/").text
    mark_published(client.place.root)
    assert "Mis en ligne le" in client.get("/history/").text


def test_the_birth_of_a_place_is_one_line(client: EditorClient) -> None:
    page = client.get("/history/1/").text
    assert "La naissance du lieu" in page and "ed-changes" not in page and len(page) < 10_000


def test_an_update_of_the_kit_is_named_in_words(client: EditorClient) -> None:
    (client.place.root / "theme/base.css").write_text("", "utf-8")
    save(client.place.root, "fr", "Kit 0123456789ab", lambda: ("", ""))
    page = client.get("/history/").text
    assert "Kit 0123" not in page and ">Nouveautés du kit</a>" in page.partition("<nav")[0]


def test_one_change_is_taken_back_and_what_came_later_stays(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    mark_published(client.place.root)
    change("/contact/email", "bonjour@lieu.example")
    taken_back = client.fill(f"/history/{number}/", {}, press="change")
    assert taken_back.status == 303 and "Publier ces changements" in client.follow(taken_back).text
    assert territory(client) == "Grand Roanne"
    assert "bonjour@lieu.example" in (client.place.root / SPACE).read_text("utf-8")


def test_a_change_under_a_later_one_is_not_taken_back_alone(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    later = change("/territory", "Forez")
    answer = client.fill(f"/history/{number}/", {}, press="change")
    assert answer.status == 409 and "plus récent" in answer.text and f'href="/history/{later}/"' in answer.text
    assert territory(client) == "Forez" and not git(client.place.root, "status", "--porcelain")


def test_a_return_is_taken_back_as_any_change(client: EditorClient, change: Callable[[str, str], int]) -> None:
    number = change("/territory", "Roannais")
    change("/contact/email", "bonjour@lieu.example")
    assert client.fill(f"/history/{number}/", {}, press="whole").status == 303
    assert territory(client) == "Grand Roanne"
    assert client.fill(f"/history/{number + 2}/", {}, press="change").status == 303
    assert territory(client) == "Roannais"


def test_what_was_typed_in_files_is_kept_before_a_change_is_taken_back(
    client: EditorClient, change: Callable[[str, str], int]
) -> None:
    number = change("/territory", "Roannais")
    page = next((client.place.root / "content/fr/pages").glob("*.md"))
    page.write_text(page.read_text("utf-8") + "\nÀ la main.\n", "utf-8")
    client.fill(f"/history/{number}/", {}, press="change")
    assert "À la main." in page.read_text("utf-8") and territory(client) == "Grand Roanne"


def test_a_version_that_does_not_exist_has_no_page(client: EditorClient) -> None:
    assert client.get("/history/99/").status == 404


def test_a_document_that_changed_opens_on_its_screen_and_not_as_a_file_with_a_problem(client: EditorClient) -> None:
    for name in ("charte", "statuts-association-droit-local"):  # the place has no document of the second text
        file = client.place.root / f"governance/fr/{name}.md"
        file.write_text(file.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    save(client.place.root, "fr", "La charte", lambda: ("", ""))
    page = client.get(f"/history/{saved_versions(client.place.root)[0].number}/").text
    assert 'href="/documents/charte/"' in page and "/file/" not in page
    assert client.get("/documents/charte/").status == 200
    other = client.get("/documents/statuts-association-droit-local/")
    assert (other.status, other.headers["location"]) == (
        302,
        "/file/?path=governance%2Ffr%2Fstatuts-association-droit-local.md",
    )


def test_the_text_of_a_document_is_edited_without_its_head_unless_one_opens_it(client: EditorClient) -> None:
    address = "/file/?path=governance%2Ffr%2Fcharte.md"
    written = (client.place.root / "governance/fr/charte.md").read_text("utf-8")
    screen = client.get(address)
    assert "Le problème est" not in screen.text and "<h1>Charte du tiers-lieu</h1>" in screen.text
    assert not screen.forms[0]["text"].value.startswith("---")
    form = screen.forms[0]
    form.fill("text", form["text"].value + "Une phrase de plus.\n")
    assert client.post(address, form.sent()).status == 303
    assert (client.place.root / "governance/fr/charte.md").read_text("utf-8") == written + "Une phrase de plus.\n"
    assert "Le problème est à la ligne 7" in client.get(f"{address}&line=7").text


@pytest.mark.usefixtures("home")
def test_who_signs_is_said_and_changed_in_the_history(client: EditorClient) -> None:
    git(client.place.root, "config", "user.name", "Bénévole")
    git(client.place.root, "config", "user.email", "benevole@lieu.example")
    assert "signés\u00a0: Bénévole" in client.get("/history/").text
    client.fill("/history/", {"name": "Camille"})
    assert "signés\u00a0: Camille" in client.get("/history/").text
    client.fill("/place/", {"/territory": "Roannais"})
    assert saved_versions(client.place.root)[0].author == "Camille"
