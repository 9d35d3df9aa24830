"""A place is made by questions in a browser: six steps, answers that are kept, and a folder that is never written over."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.generated_places import FIL_NUMERIQUE, Answers, territory_answers
from support.paths import KIT, TEMPLATE
from support.questionnaire_client import QuestionnaireClient

from tierslieu.editor.birth.draft import Draft, draft_file
from tierslieu.editor.birth.steps import STEPS
from tierslieu.generation.questions import QUESTIONS
from tierslieu.i18n import messages


@pytest.fixture
def client(tmp_path: Path) -> QuestionnaireClient:
    client = QuestionnaireClient(tmp_path)
    client.enter()
    return client


@pytest.fixture
def pictured(tmp_path: Path) -> QuestionnaireClient:
    client = QuestionnaireClient(tmp_path, is_pictured=True)
    client.enter()
    return client


@pytest.fixture
def answers() -> Answers:
    return territory_answers(FIL_NUMERIQUE)


def message(code: str, **values: object) -> str:
    return messages.text("fr", code, **values)


def test_each_question_is_asked_once() -> None:
    asked = [name for groups in STEPS for _, names in groups for name in names]
    assert sorted(asked) == sorted(QUESTIONS)


def test_each_question_is_asked_in_words(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    for number, groups in enumerate(STEPS[:-1], 1):
        page = client.get(f"/{number}/").text
        for name in (name for _, names in groups for name in names):
            assert message(f"editor.ask_{name}") in page and f'id="{name}-help"' in page
    assert "plus-tard" not in page.replace('value="plus-tard"', "")
    who = client.get("/4/").text
    assert "Une société coopérative d’intérêt collectif réunit salariés" in who


def test_the_six_steps_lead_to_the_answers_as_they_were_typed(client: QuestionnaireClient, answers: Answers) -> None:
    last = client.follow(client.answer(answers))
    assert {name: client.new.raw()[name] for name in answers} == answers
    assert "Coopérative Exemple" in last.text and "280" in last.text


def test_one_organisation_is_asked_its_name_and_nothing_about_others(client: QuestionnaireClient) -> None:
    client.send(1, space_name="La Remise")
    client.send(4, governance_model="association", coworking_operator="La Remise")
    last = client.get("/6/").text
    assert message("editor.ask_one_operator") in client.get("/4/").text and message("editor.ask_one_operator") in last
    assert not any(
        message(f"editor.ask_{name}") in last
        for name in ("coworking_operator", "mediation_operator", "support_operator", "common_costs_split")
    )


def test_every_step_can_be_gone_to_once_the_name_is_known(client: QuestionnaireClient) -> None:
    assert 'value="6"' not in client.get("/1/").text
    client.send(1, space_name="La Grange")
    assert 'name="press" value="6"' in client.get("/2/").text
    sent = {**client.get("/2/").forms[0].sent(), "press": ["6"]}
    assert client.post("/2/", sent).headers["location"] == "/6/"


def test_the_name_alone_is_asked_and_gives_the_short_name(client: QuestionnaireClient) -> None:
    assert client.send(1, space_name="  L’Été d’ici ").headers["location"] == "/2/"
    assert client.new.draft.answers["space_name"] == "L’Été d’ici"
    assert client.new.draft.answers["space_slug"] == "l-ete-d-ici"
    for number in range(2, 6):
        assert client.send(number).headers["location"] == f"/{number + 1}/"
    assert client.get("/6/").status == 200


@pytest.mark.parametrize(
    "name", ["../x", "C:\\x", "/etc", "x" * 300, "\u202elieu", "con", "Fil", "a/b", ".git", "{{ 7*7 }}", "a\x00b"]
)
def test_a_hostile_short_name_is_refused_at_its_question(client: QuestionnaireClient, name: str) -> None:
    answer = client.send(1, space_name="Fil", space_slug=name)
    assert answer.status == 422
    wrong = answer.text.partition('id="space_slug-faults"')[2].partition("</p>")[0]
    assert "f-error" in wrong and "f-error" not in answer.text.partition('id="territory"')[2]
    assert client.get("/2/").headers["location"] == "/1/"


def test_a_name_in_another_direction_is_shown_and_its_controls_are_refused(client: QuestionnaireClient) -> None:
    assert client.send(1, space_name="مكان", space_slug="makan").status == 303
    assert client.send(1, space_name="a\u202eb", space_slug="makan").status == 422
    assert client.send(1, space_name="é" * 151, space_slug="makan").status == 422


def test_a_wrong_answer_can_be_left_backward_alone(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    refused = client.send(2, email="personne", postal_code="423")
    assert refused.status == 422
    assert message("answer.email", value="personne") in refused.text
    assert message("answer.postal_code", value="423") in refused.text
    assert client.send(2, "back", email="personne").headers["location"] == "/1/"
    assert client.send(1).headers["location"] == "/2/"
    assert 'value="personne"' in client.get("/2/").text
    assert client.get("/3/").headers["location"] == "/2/"
    assert client.post("/2/", {**client.get("/2/").forms[0].sent(), "press": ["5"]}).status == 422
    assert client.send(2, email="a@exemple.fr", postal_code="").headers["location"] == "/3/"


def test_answers_that_contradict_one_another_are_told_at_each(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    client.send(3, has_coworking="oui", has_mediation="oui")
    refused = client.send(4, governance_model="association", coworking_operator="Une", mediation_operator="Autre")
    assert refused.status == 422
    told = message("services.several", operators="Une, Autre")
    for name in ("governance_model", "coworking_operator", "mediation_operator"):
        assert told in refused.text.partition(f'id="{name}-faults"')[2].partition("</p>")[0]


def test_a_contradiction_with_an_earlier_step_names_it_and_stops_at_the_later(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    client.send(3, has_mediation="oui")
    client.send(4, coworking_operator="Une")
    assert client.send(3, has_coworking="non").headers["location"] == "/4/"
    told = message("services.off", operator="Une", service=message("question.has_coworking"))
    refused = client.send(4)
    assert refused.status == 422
    assert told in refused.text and "(étape 3)" in refused.text
    assert told in client.get("/3/").text


def test_what_answers_leave_nothing_to_ask_about_is_not_asked(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    client.send(3, has_coworking="non", has_mediation="oui", has_support="plus-tard")
    who = client.get("/4/").text
    assert 'name="coworking_operator"' not in who and 'name="mediation_operator"' in who
    assert message("editor.new_nothing_to_ask") in client.get("/5/").text
    assert message("editor.ask_price_pass") not in client.get("/6/").text
    client.send(3, has_coworking="oui")
    client.send(5, price_pass="80")
    client.send(3, has_coworking="non")
    assert 'name="price_pass" value="80"' in client.get("/5/").text  # an answer is never hidden


@pytest.mark.long
def test_the_questionnaire_keeps_its_look_while_the_place_changes_its_own(pictured: QuestionnaireClient) -> None:
    pictured.send(1, space_name="Fil")
    before, home = pictured.get("/static/look.css").text, pictured.new.site.files["index.html"]
    pictured.send(4, "keep", governance_model="regie-publique")
    pictured.send(1, "keep", space_name="La Grange")
    assert pictured.new.site.files["index.html"] != home
    assert pictured.get("/static/look.css").text == before


def test_a_warning_stops_nothing(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    assert client.send(5, price_half_day="9", price_day="200").status == 303
    assert message("editor.new_unusual") in client.get("/5/").text
    assert message("editor.new_unusual_answers") in client.get("/6/").text


@pytest.mark.long
def test_what_is_typed_is_kept_at_once_and_shown(pictured: QuestionnaireClient) -> None:
    page = pictured.send(1, "keep", space_name="Fil d’or", space_slug="")
    assert page.status == 200 and "le dossier s’appellera\u00a0: fil-d-or" in page.text
    assert Draft.read(pictured.new.draft.file).answers["space_name"] == "Fil d’or"
    assert "Fil d’or" in pictured.new.site.files["index.html"].decode("utf-8")
    pictured.send(1)
    assert pictured.new.drawing() == ""
    pictured.send(3, "keep", has_coworking="oui")
    assert 'class="flows' in pictured.get("/4/").text
    empty = pictured.send(1, "keep", space_name="", territory="Roannais")
    assert message("answer.required") not in empty.text


@pytest.mark.long
def test_the_picture_waits_for_answers_that_agree(pictured: QuestionnaireClient) -> None:
    pictured.send(1, space_name="Avant")
    pictured.send(3, "keep", has_coworking="non", has_mediation="non", has_support="non")
    page = pictured.send(1, "keep", space_name="Après")
    assert message("editor.new_picture_waits") in page.text
    assert "Avant" in pictured.new.site.files["index.html"].decode("utf-8")
    page = pictured.send(3, "keep", has_coworking="oui")
    assert message("editor.new_picture_help") in page.text
    assert "Après" in pictured.new.site.files["index.html"].decode("utf-8")


def test_the_next_start_offers_to_go_on_or_to_begin_again(client: QuestionnaireClient, tmp_path: Path) -> None:
    client.send(1, space_name="Fil")
    client.send(2, "keep", email="personne")
    again = QuestionnaireClient(tmp_path)
    start = again.enter().get("/")
    assert start.status == 200 and "«\u00a0Fil\u00a0»" in start.text
    assert again.resume("on").headers["location"] == "/2/"
    assert 'value="personne"' in again.get("/2/").text
    once_more = QuestionnaireClient(tmp_path)
    once_more.enter()
    assert once_more.resume("again").headers["location"] == "/1/"
    assert not once_more.new.draft.file.exists() and once_more.get("/").headers["location"] == "/1/"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_person_can_read_the_answers(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    assert client.new.draft.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "[]", '{"answers": 3, "parent": ""}', '{"answers": {"x": 1}}', "\ufffe"])
def test_a_damaged_file_of_answers_is_as_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "answers.json"
    file.write_text(content, encoding="utf-8")
    assert Draft.read(file).answers == {}
    file.write_text(json.dumps({"answers": {"city": "x" * 9_999, "token": "y", "desks": 3}, "parent": "/"}), "utf-8")
    assert Draft.read(file).answers == {"city": "x" * 1_000}


def test_answers_are_kept_where_each_system_keeps_data_of_its_users() -> None:
    home = Path.home()
    assert draft_file({}, "linux") == home / ".local/share/kit-tiers-lieu/reponses.json"
    assert draft_file({"XDG_DATA_HOME": "/data"}, "linux") == Path("/data/kit-tiers-lieu/reponses.json")
    assert draft_file({}, "darwin") == home / "Library/Application Support/kit-tiers-lieu/reponses.json"
    assert draft_file({"LOCALAPPDATA": "/local"}, "win32") == Path("/local/kit-tiers-lieu/reponses.json")


def test_the_questions_are_asked_in_the_language_of_the_answers(client: QuestionnaireClient) -> None:
    assert "How are the common costs shared?" not in client.get("/1/").text
    client.send(1, space_name="Fil", language="en")
    page = client.get("/2/").text
    assert '<html lang="en">' in page and messages.text("en", "editor.ask_email") in page


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Documents", "editor.new_relative_folder"),
        ("../Documents", "editor.new_relative_folder"),
        ("{home}/absent/inside", "editor.new_absent_folder"),
        ("{home}/file/inside", "editor.new_no_folder"),
        ("{home}/place/absent", "editor.new_in_place"),
        ("{home}/file", "editor.new_no_folder"),
        ("{home}/nul\x00", "editor.new_no_folder"),
        ("{home}/\u202ex", "editor.new_no_folder"),
        ("{home}/place", "editor.new_in_place"),
        ("{home}/place/content", "editor.new_in_place"),
        ("{home}/to-place", "editor.new_in_place"),
        ("{kit}", "editor.new_in_kit"),
        ("{kit}/docs", "editor.new_in_kit"),
        ("{home}/taken", "editor.new_taken"),
        ("{home}/linked", "editor.new_taken"),
    ],
)
def test_a_folder_that_can_not_hold_the_place_is_refused(client: QuestionnaireClient, typed: str, code: str) -> None:
    client.send(1, space_name="Fil")
    home = client.new.home
    (home / "file").touch()
    (home / "place/config").mkdir(parents=True)
    (home / "place/content").mkdir()
    (home / "place/config/space.yaml").touch()
    (home / "taken/fil").mkdir(parents=True)
    (home / "linked").mkdir()
    (home / "to-place").symlink_to(home / "place")
    (home / "linked/fil").symlink_to(home / "nowhere")
    before = sorted(home.rglob("*"))
    answer = client.send(6, "create", parent=typed.format(home=home, kit=KIT))
    assert answer.status == 422
    start = messages.catalogue("fr")[code]["what"].partition("{")[0]
    assert (start if len(start) > 5 else messages.catalogue("fr")[code]["what"].partition("}")[2]) in answer.text
    assert sorted(home.rglob("*")) == before and client.new.successor is None


def test_what_the_look_in_the_picture_follows_is_said_at_each_step(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    for number in (1, 4, 6):
        page = client.get(f"/{number}/").text
        assert "le nom du dossier donne ses dessins" in page and "change avec elles" in page


def test_folders_are_listed_to_be_chosen(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    home = client.new.home
    for name in ("Mes documents", "Images", ".cache"):
        (home / name).mkdir()
    (home / "link").symlink_to(home / "Images")
    (home / "note.txt").touch()
    page = client.get("/6/")
    listed = [Path(value).name for value in page.forms[0].buttons if value.startswith("folder:")]
    assert listed == [home.parent.name, "Images", "Mes documents"]
    inside = client.send(6, f"folder:{home / 'Mes documents'}")
    assert inside.status == 200 and f"<code>{home / 'Mes documents' / 'fil'}</code>" in inside.text


@pytest.mark.long
def test_a_folder_that_does_not_exist_yet_is_announced_then_made(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    new = client.new.home / "Mes lieux"
    for press in ("look", "keep"):
        page = client.send(6, press, parent=str(new))
        target = page.text.partition('id="target"')[2].partition("</p>")[0]
        assert f"<code>{new.resolve() / 'fil'}</code>" in target
        assert message("editor.new_parent_made", folder=new.resolve()) in target and "f-error" not in page.text
    assert not new.exists()
    client.send(6, "keep", parent=str(new / "a/b"))
    back = client.get("/6/").text
    assert "f-error" in back and 'role="alert"' not in back  # nothing was pressed
    assert client.create(new).headers["location"] == "/"
    assert client.new.successor and client.new.successor.root == new / "fil"


def test_a_link_is_shown_as_where_it_leads(client: QuestionnaireClient) -> None:
    client.send(1, space_name="Fil")
    (client.new.home / "real").mkdir()
    (client.new.home / "link").symlink_to(client.new.home / "real")
    for press in ("look", "keep"):  # the script shows the part again while a folder is typed
        page = client.send(6, press, parent=str(client.new.home / "link"))
        target = page.text.partition('id="target"')[2].partition("</p>")[0]
        assert f"<code>{client.new.home.resolve() / 'real' / 'fil'}</code>" in target


@pytest.mark.long
def test_what_cookiecutter_says_is_shown_and_answers_stay(tmp_path: Path) -> None:
    client = QuestionnaireClient(tmp_path)
    client.enter()
    client.new.kit = replace(client.new.kit, template=str(tmp_path / "no-kit"))
    client.send(1, space_name="Fil")
    failed = client.create(client.new.home)
    assert failed.status == 500 and message("editor.new_failed") in failed.text and "no-kit" in failed.text
    assert client.create(client.new.home / "new").status == 500
    assert list(client.new.home.iterdir()) == [] and client.new.draft.file.exists()
    assert client.get("/6/").status == 200


@pytest.mark.long
def test_the_place_is_made_then_edited(client: QuestionnaireClient, answers: Answers, home: Path) -> None:
    client.answer(answers)
    made = client.create(client.new.home)
    assert made.headers["location"] == "/"
    page = client.follow(made)
    root = client.new.home / "fil-numerique"
    assert str(root) in page.text and 'href="/place/"' in page.text
    assert client.new.successor and client.new.successor.root == root and client.new.born.is_set()
    assert not client.new.draft.file.exists() and [path.name for path in client.new.home.iterdir()] == [root.name]
    assert client.get("/place/").status == 200 and client.get("/2/").status == 404
    assert not os.path.lexists(TEMPLATE / ".cache") and not os.path.lexists(TEMPLATE / "config")


def test_the_questionnaire_is_as_closed_as_the_editor(client: QuestionnaireClient, tmp_path: Path) -> None:
    assert client.post("/1/", {"space_name": "x"}).status == 403
    assert client.post("/6/", {"press": "create"}, origin="https://evil.example").status == 403
    assert client.get("/1/", host="place.example:8010").status == 421
    assert client.get("/place/").status == 404 and client.get("/static/../views.py").status == 404
    assert QuestionnaireClient(tmp_path / "other").get("/1/").status == 403
    assert "unsafe" not in client.get("/1/").headers["content-security-policy"]


def test_the_script_is_small() -> None:
    assert (TEMPLATE / "tierslieu/editor/static/questionnaire.js").stat().st_size < 3_000


def test_the_short_name_made_from_a_name_follows_it(client: QuestionnaireClient) -> None:
    client.send(1, space_name="La Ruche")
    client.send(1, space_name="Le Lavoir", space_slug="la-ruche")
    assert client.new.draft.answers["space_slug"] == "le-lavoir"
    client.send(1, space_name="Le Vieux Lavoir", space_slug="lavoir")
    assert client.new.draft.answers["space_slug"] == "lavoir"


@pytest.mark.long
def test_the_look_follows_the_name_while_it_is_typed_and_stays_when_one_goes_on(pictured: QuestionnaireClient) -> None:
    pictured.send(1, "keep", space_name="Le Lavoir", space_slug="")
    emblem = pictured.new.site.files["static/emblem.svg"]
    pictured.send(1, space_name="Le Lavoir", space_slug="")
    pictured.get("/2/")
    assert pictured.new.site.files["static/emblem.svg"] == emblem
