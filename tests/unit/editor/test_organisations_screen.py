"""The euro of coworking is drawn for the shares that are typed, before they are saved."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from support.editor_client import Answer, EditorClient
from support.generated_places import TODAY

from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.edits import Edit, save
from tierslieu.facts import facts
from tierslieu.versions.save import save as save_version

pytestmark = pytest.mark.long


def drawn(answer: Answer) -> str:
    """What the drawing tells to those who do not see it."""
    (label,) = re.findall(r'<svg[^>]*aria-label="([^"]*)"', answer.text)
    return str(label).replace("\u00a0", " ")


def test_a_share_is_drawn_and_not_saved(client: EditorClient) -> None:
    shares = {"cooperative": 75, "association": 25}
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("streams",), {"coworking": {"shares": shares}})])
    before = (client.place.root / ORGANISATIONS).read_bytes()
    shown = drawn(client.get("/organisations/"))
    typed = {f"/streams/coworking/shares/{name}": "50" for name in shares}
    tried = client.fill("/organisations/", typed, press="try")
    assert tried.status == 200 and drawn(tried) != shown
    page = unescape(tried.text).replace("\u00a0", " ")
    assert "est de 50 % : comptée sur les 0," in page
    assert (client.place.root / ORGANISATIONS).read_bytes() == before


def test_who_runs_activities_after_a_change_is_told_as_on_the_site(client: EditorClient) -> None:
    root = client.place.root
    new = {"name": "Les Passeurs", "legal_form": "association-loi-1901", "stage": "existing"}
    shares = {"cooperative": 60, "association": 40, "les-passeurs": 0}
    added = [
        Edit(ORGANISATIONS, ("organisations", "les-passeurs"), new),
        Edit(ORGANISATIONS, ("common_costs", "shares"), shares),
    ]
    save(root, TODAY, added)
    changes = [{"from": "2027-03-01", "services": {"mediation": {"operator": "les-passeurs"}}}]
    save(root, TODAY, [Edit(ORGANISATIONS, ("changes",), changes)])
    space = client.place.readable_facts()
    told = facts(space, "fr", document=False)["animation"]
    rows = {row["organisation"]["key"]: set(row["activities"]) for row in told}
    listed = unescape(client.get("/organisations/").text).partition('id="activities"')[2].partition("</details>")[0]
    repeated = next(line for line in listed.split("<li>") if "Papycamp" in line)
    assert "Papycamp" in rows["association"] & rows["les-passeurs"]
    assert "Association Exemple (à partir du 1er mars 2027 : Les Passeurs)" in repeated.replace("\u00a0", " ")


def test_the_euro_of_a_dated_change_is_drawn_under_its_day(client: EditorClient) -> None:
    change = {"from": "2027-01-01", "streams": {"coworking": {"shares": {"cooperative": 80, "association": 20}}}}
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("changes",), [change])])
    typed = {f"/changes/0/streams/coworking/shares/{name}": "50" for name in ("cooperative", "association")}
    tried = unescape(client.fill("/organisations/changes/", typed, press="try").text).replace("\u00a0", " ")
    now, _, then = tried.partition("Où va un euro de coworking, aujourd’hui")[2].partition(
        "Où va un euro de coworking, à partir du 1er janvier 2027"
    )
    drawings = [re.findall(r'<svg[^>]*aria-label="([^"]*)"', part) for part in (now, then)]
    assert [len(found) for found in drawings] == [1, 1] and drawings[0] != drawings[1]
    assert "est de 50 %" in then and "est de 50 %" not in now
    assert "Où va un euro de coworking, aujourd’hui" in unescape(client.get("/organisations/").text)


def test_shares_that_are_not_a_whole_wait_and_say_so(client: EditorClient) -> None:
    tried = client.fill("/organisations/", {"/common_costs/shares/cooperative": "99"}, press="try")
    assert tried.status == 422 and "data-waits" in tried.text and 'id="errors"' in tried.text
    waiting = unescape(tried.text).partition('id="waiting"')[2].partition("</p>")[0]
    assert 'href="#/common_costs' in waiting


def test_the_style_of_the_drawing_is_that_of_the_site(client: EditorClient) -> None:
    assert ".diagram" in client.get("/static/drawings.css").text


def test_long_entries_are_folded_unless_one_has_an_error_or_is_new(client: EditorClient) -> None:
    def folded(answer: Answer) -> set[str]:
        return set(re.findall(r'<details class="f-entry" id="/organisations/([^"]+)"', answer.text))

    assert folded(client.get("/organisations/")) == {"cooperative", "association"}
    refused = client.fill("/organisations/", {"/organisations/cooperative/siret": "12"})
    assert refused.status == 422 and folded(refused) == {"association"}
    grown = client.fill("/organisations/", {"/organisations/+": "Les Amis du fil"}, press="add /organisations")
    assert folded(grown) == {"cooperative", "association"} and "les-amis-du-fil" in grown.text


def test_an_organisation_that_is_added_has_its_name_at_once_and_no_share_yet(client: EditorClient) -> None:
    grown = client.fill("/organisations/", {"/organisations/+": "Les Amis du fil"}, press="add /organisations")
    page, form = unescape(grown.text), grown.forms[0]
    assert "<legend>Les Amis du fil" in page and ">les-amis-du-fil<" not in page
    assert form["/common_costs/shares/les-amis-du-fil"].value == "0"
    assert client.post("/organisations/", form.sent()).status == 303


def test_a_name_that_waits_for_its_button_is_told_where_results_wait(client: EditorClient) -> None:
    tried = client.fill("/organisations/", {"/organisations/+": "Les Amis du fil"}, press="try")
    waiting = unescape(tried.text).partition('id="waiting"')[2].partition("</p>")[0]
    assert "Appuyez sur le bouton" in waiting and 'href="#/organisations/%2B"' in waiting


def test_the_common_costs_are_shown_as_they_are_and_as_they_become(client: EditorClient) -> None:
    changes = [{"from": "2027-06-01", "common_costs": {"shares": {"cooperative": 20, "association": 80}}}]
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("changes",), changes)])
    rows = unescape(client.get("/organisations/").text).partition('id="results"')[2]
    assert "1 juin 2027" in rows.replace("1er", "1") and "80" in rows and "Coopérative" in rows


def test_what_was_saved_is_named_with_where_it_is(client: EditorClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for person in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{person}_NAME", "Une bénévole")
        monkeypatch.setenv(f"GIT_{person}_EMAIL", "benevole@lieu.example")
    saved = client.fill(
        "/organisations/",
        {"/services/coworking/collects": "association", "/services/coworking/operator": "association"},
    )
    page = unescape(client.follow(saved).text)
    assert "Coworking › Géré par" in page


def test_amendments_have_a_page_of_their_own_with_names_and_no_codes(client: EditorClient) -> None:
    now, changes = (unescape(client.get(f"/organisations/{name}").text) for name in ("", "changes/"))
    assert 'value="add /changes"' in changes and 'value="add /changes"' not in now
    assert "(cooperative)" not in now and "obligatoire\u00a0»" in now and "obligatoire" not in changes
    assert 'id="activities"' in now and "#/roles" in now and 'id="activities"' not in changes


def test_an_amendment_is_typed_beside_the_shares_of_today_and_tells_what_is_to_be_signed(client: EditorClient) -> None:
    shares = {"cooperative": 90, "association": 10}
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("streams", "coworking"), {"shares": shares})])
    before = unescape(client.get("/organisations/changes/").text)
    assert "90\u00a0%" in before and "signés de toutes les parties" not in before
    then = {"from": "2027-01-01", "streams": {"coworking": {"shares": {"cooperative": 85, "association": 15}}}}
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("changes",), [then])])
    page = unescape(client.get("/organisations/changes/").text)
    assert "90\u00a0%" in page.partition("<form")[0] and "85\u00a0%" not in page.partition("<form")[0]
    assert "Parts de cette recette" in page and "Parts des frais communs" in page
    # The name and the seller of a service are those of the service.
    assert "Nom affiché" not in page and "Encaissée par" not in page
    told = page.partition("signés de toutes les parties")
    assert "85\u00a0%" in told[0] and 'href="/documents/convention-entre-organisations/"' in told[2]


def test_an_organisation_is_asked_what_its_legal_form_has(client: EditorClient) -> None:
    """What is filled in stays; the rest comes with the form that has it."""
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("organisations", "association", "reserves_percent"), 20)])
    page = client.get("/organisations/").forms[0]
    names = {control.name for control in page.controls}
    assert {
        f"/organisations/{one}" for one in ("association/rna", "association/reserves_percent", "cooperative/rcs")
    } <= names
    assert (
        not {f"/organisations/{one}" for one in ("association/rcs", "association/capital", "cooperative/rna")} & names
    )
    page.fill("/organisations/association/legal_form", "scic-sas")
    grown = client.post("/organisations/", page.sent("try")).forms[0]
    assert "/organisations/association/capital" in {control.name for control in grown.controls}


def test_the_revenue_of_a_service_is_shared_by_its_name_and_waits_for_its_shares(client: EditorClient) -> None:
    grown = client.fill("/organisations/", {"/streams/+": "médiation numérique"}, press="add /streams")
    assert 'value="add /streams coworking"' in grown.text and 'value="add /streams mediation"' not in grown.text
    chosen = client.fill("/organisations/", {}, press="add /streams coworking")
    assert "<legend>Coworking</legend>" in chosen.text
    page = unescape(grown.text)
    assert 'id="/streams/mediation"' in page and "<legend>Médiation numérique</legend>" in page
    assert "Une réponse est à corriger" not in page


def test_a_change_of_legal_form_names_the_documents_that_went_and_came(repository: Path) -> None:
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    typed = {"/organisations/association/legal_form": "scic-sas", "/organisations/association/vat/regime": ""}
    page = client.follow(client.fill("/organisations/", typed)).text
    assert '<a href="/?papers#former">' in page and "#/governance_model" in page  # there is no association any more
    home = client.get("/").text
    assert 'href="/organisations/#/governance_model"' in home  # as long as that is so
    former = home.partition('id="former"')[2].partition("</section>")[0]
    came, _, went = former.partition("Documents partis")
    assert "Statuts de la société coopérative" in came and "Statuts de l’association" in went
    assert "procédure à part" in former
    statutes = re.search(r'href="(/documents/statuts[^"]*)"', came)
    assert statutes and "procédure à part" in client.get(statutes[1]).text
    minutes = re.search(r'href="(/history/2/proces-verbal-assemblee-extraordinaire[^"]*)"', came)
    assert minutes and "loi du 1er juillet 1901" in client.get(minutes[1]).text.lower()  # of the association
    client.fill("/organisations/", {"/organisations/association/name": "SCIC Nouvelle"})
    home = client.get("/").text
    assert "SCIC Nouvelle" in home and "Association Exemple</a>" in home.partition(minutes[1])[2].partition("</p>")[0]
    address = re.search(r'href="(/history/2/statuts[^"]*)"', went)
    assert address and "Statuts de l’association" in client.get(address[1]).text


def test_an_organisation_that_gets_its_first_legal_form_was_there_already(repository: Path) -> None:
    save(repository, TODAY, [Edit("config/organisations.yaml", ("organisations", "association", "legal_form"), None)])
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    typed = {"/organisations/association/legal_form": "association-loi-1901"}
    said = client.follow(client.fill("/organisations/", typed)).text
    assert "association-loi-1901" in (repository / "config/organisations.yaml").read_text("utf-8")
    assert "ajoutée au lieu" not in said


def test_what_is_taken_away_can_be_taken_back(client: EditorClient) -> None:
    form = client.get("/budget/").forms[0]
    rest = client.post("/budget/", form.sent("remove /costs/0")).forms[0]
    said = client.follow(client.post("/budget/", rest.sent())).text
    assert "vient d’être retiré" in said


def test_an_organisation_that_comes_changes_no_legal_form(repository: Path) -> None:
    """An activity that it runs names it, when there was nobody of that name before."""
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    page = client.get("/organisations/").forms[0]
    page.fill("/organisations/+", "Les Amis du fil")
    grown = client.post("/organisations/", page.sent("add /organisations")).forms[0]
    grown.fill("/organisations/les-amis-du-fil/legal_form", "association-loi-1901")
    said = client.follow(client.post("/organisations/", grown.sent())).text
    assert "a changé" not in said and "Les Amis du fil" in said and 'href="/documents/"' in said
    save(repository, TODAY, [Edit("content/fr/activities/papycamp.md", ("roles", "runs"), "les-amis-du-fil")])
    home = client.get("/")
    assert home.status == 200 and 'id="former"' not in home.text


def test_what_a_change_gives_to_verify_is_said_at_once(client: EditorClient) -> None:
    stages = {"/organisations/association/stage": "existing", "/organisations/cooperative/stage": "to_create"}
    saved = client.fill("/organisations/", stages)
    assert saved.status == 303
    assert "elle ne peut rien encaisser avant d’exister" in client.follow(saved).text
    saved = client.fill("/organisations/", {"/organisations/association/name": "Association du Clic"})
    assert "elle ne peut rien encaisser avant d’exister" not in client.follow(saved).text


def test_an_error_names_its_organisation_once(client: EditorClient) -> None:
    typed = {"legal_form": "scic-sas", "vat/regime": "organisme-non-lucratif"}
    refused = client.fill("/organisations/", {f"/organisations/association/{key}": one for key, one in typed.items()})
    page = unescape(refused.text)
    assert refused.status == 422 and page.count("ne relève pas du régime de TVA") == 2  # above, and at its input
    assert "Association Exemple › TVA › Régime</a>" in page.partition('id="errors"')[2].partition("</div>")[0]
    assert 'href="#errors"' in page.partition('id="waiting"')[2].partition("</p>")[0]


CHANGES = "/organisations/changes/"
ROLES = ("operator", "collects", "invoices", "insures", "employs")


def taken_over(client: EditorClient, press: str = "fill", **asked: str) -> Answer:
    answers = {"service": "mediation", "organisation": "cooperative", "day": "01/03/2027"} | asked
    return client.fill(CHANGES, {f"takeover/{name}": value for name, value in answers.items()}, press=press)


def saved_changes(client: EditorClient) -> Any:
    return EditableYaml((client.place.root / ORGANISATIONS).read_text("utf-8")).data.get("changes") or []


@pytest.mark.parametrize("press", ["fill", ""])
def test_one_question_gives_each_role_of_a_service_and_shows_it_before_saving(client: EditorClient, press: str) -> None:
    """By its own button, and by the one that saves: what is not seen yet is not saved."""
    before = (client.place.root / ORGANISATIONS).read_bytes()
    seen = taken_over(client, press)
    assert seen.status == 200 and (client.place.root / ORGANISATIONS).read_bytes() == before
    form = seen.forms[0]
    assert [form[f"/changes/0/services/mediation/{role}"].value for role in ROLES] == ["cooperative"] * 5
    page = unescape(seen.text)
    assert 'href="#/changes/0/services/mediation"' in page and 'id="/changes/0/services/mediation"' in page
    assert "Relisez, puis enregistrez" in page and form["takeover/service"].value == ""
    assert "Médiation numérique" in page.partition('id="results"')[2]
    form.fill("/changes/0/services/mediation/insures", "association")
    assert client.post(CHANGES, form.sent()).status == 303
    (change,) = saved_changes(client)
    assert str(change["from"]) == "2027-03-01"
    assert {**change["services"]["mediation"]} == {**dict.fromkeys(ROLES, "cooperative"), "insures": "association"}


def test_a_second_service_of_the_same_day_joins_its_change_and_an_earlier_one_comes_before(
    client: EditorClient,
) -> None:
    change = {"from": "2027-03-01", "services": {"mediation": {"operator": "cooperative"}}}
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("changes",), [change])])
    for day in ("1/3/2027", "01/02/2027"):
        form = taken_over(client, service="coworking", organisation="association", day=day).forms[0]
        assert client.post(CHANGES, form.sent()).status == 303
    first, second = saved_changes(client)
    assert [str(one["from"]) for one in (first, second)] == ["2027-02-01", "2027-03-01"]
    assert set(second["services"]) == {"mediation", "coworking"} and set(first["services"]) == {"coworking"}


@pytest.mark.parametrize("asked", [{"day": ""}, {"day": "bientôt"}, {"organisation": ""}, {"service": ""}])
def test_what_lacks_in_the_question_is_told_where_it_lacks(client: EditorClient, asked: dict[str, str]) -> None:
    before = (client.place.root / ORGANISATIONS).read_bytes()
    seen = taken_over(client, "", **asked)
    (name,) = asked
    assert f'id="takeover-{name}-error"' in seen.text and (client.place.root / ORGANISATIONS).read_bytes() == before
    assert seen.forms[0]["takeover/day"].value == asked.get("day", "01/03/2027") and "Relisez, puis" not in seen.text
