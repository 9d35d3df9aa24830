"""A weekly workshop is added, one of its dates cancelled, a calendar imported after a preview."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from support.editor_client import Answer, EditorClient
from support.generated_places import TODAY

from tierslieu.core.front_matter import header_of
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.edits import Edit, save

pytestmark = pytest.mark.long

YEAR = TODAY.year + 1


def add(client: EditorClient, **typed: str) -> Answer:
    page = client.get("/agenda/")
    number = next(index for index, action in enumerate(page.actions) if action.startswith("/agenda/#"))
    form = page.forms[number]
    for name, value in typed.items():
        form.fill({"begin": "from"}.get(name, name), value)
    return client.post("/agenda/", form.sent())


WORKSHOP = {
    "title": "Café réparation", "format": "repair-cafe", "service": "coworking", "day": f"14/01/{YEAR}", "begin": "14h", "to": "16h30", "repeat": "weekly",
    "until": f"18/02/{YEAR}",
}  # fmt: skip


def head(client: EditorClient) -> dict[str, Any]:
    (file,) = client.place.root.glob("content/fr/activities/cafe-reparation*.md")
    data: dict[str, Any] = EditableYaml(header_of(file.read_text("utf-8"))).data
    return data


def test_an_activity_of_one_date_is_cancelled_and_restored_in_the_list(client: EditorClient) -> None:
    add(client, **{**WORKSHOP, "repeat": "once", "until": ""})
    file = "content/fr/activities/cafe-reparation.md"
    for shown, status in (('Annuler<span class="f-about">', "cancelled"), ('"Rétablir cette date', None)):
        page = client.get(f"/agenda/?month={YEAR}-01").text
        assert f"{shown} – Café réparation" in page
        secret = client.get("/agenda/").forms[0]["csrfmiddlewaretoken"].value
        sent = {"path": file, "day": f"{YEAR}-01-14", "csrfmiddlewaretoken": secret}
        assert client.post("/agenda/cancel/", sent).status == 303
        assert head(client).get("status") == status and "cancelled" not in head(client)


def test_a_service_is_named_with_who_takes_it_over_later(client: EditorClient) -> None:
    changes = [{"from": f"{YEAR}-01-01", "services": {"mediation": {"operator": "cooperative"}}}]
    save(client.place.root, TODAY, [Edit(ORGANISATIONS, ("changes",), changes)])
    page = unescape(client.get("/agenda/").text).replace("\u00a0", " ")
    told = f"Médiation numérique (Association Exemple, à partir du 1er janvier {YEAR} Coopérative Exemple)"
    assert told in page and "Coworking (Coopérative Exemple)" in page


def test_the_agenda_opens_on_the_month_of_the_next_date(place: Path) -> None:
    for file in place.glob("content/*/activities/*.md"):
        file.unlink()
    client = EditorClient(place, today=lambda: dt.date(YEAR, 1, 29)).enter()
    add(client, **{**WORKSHOP, "day": f"12/03/{YEAR}", "until": f"18/03/{YEAR}"})
    page = client.get("/agenda/").text
    assert f"<h2>Mars {YEAR}</h2>" in page
    assert f"<h2>Janvier {YEAR}</h2>" in client.get(f"/agenda/?month={YEAR}-01").text


@pytest.mark.usefixtures("repository")
def test_a_weekly_workshop_and_one_of_its_dates(client: EditorClient) -> None:
    answer = add(client, **WORKSHOP, runs="association", price="Gratuit")
    assert answer.status == 303, answer.text
    answer = add(client, **WORKSHOP, runs="association", price="Gratuit")  # a button that was pressed twice
    assert head(client)["roles"] == {"runs": "association"}
    assert str(head(client)["start"]).startswith(f"{YEAR}-01-14 14:00") and "FREQ=WEEKLY" in str(head(client)["rrule"])
    assert head(client)["skip"] == ["public_holidays"]  # a workshop may go on during the school holidays
    month = client.follow(answer)
    assert "Agenda › Café réparation" in month.text and f"14/01/{YEAR}, 21/01/{YEAR}" in month.text
    assert month.text.count("Café réparation</a>") == 3
    assert "Gratuit" in month.text and "Pour son" not in month.text
    assert "[Exemple] " in month.text and "[Exemple] Café" not in month.text
    assert "Les activités d’exemple restent sur le site, notées « exemple »" in month.text
    opened = client.get("/texts/edit/?path=content/fr/activities/cafe-reparation.md").text
    assert f'value="14/01/{YEAR} 14:00"' in opened
    cancel = {"path": "content/fr/activities/cafe-reparation.md", "day": f"{YEAR}-01-21"}
    secret = month.forms[0]["csrfmiddlewaretoken"].value
    cancelled = client.post("/agenda/cancel/", {**cancel, "csrfmiddlewaretoken": secret})
    place = cancelled.headers["location"].partition("#")[2]
    assert cancelled.status == 303 and f'id="{place}"' in client.get(f"/agenda/?month={YEAR}-01").text
    assert [str(day) for day in head(client)["cancelled"]] == [f"{YEAR}-01-21"]
    assert "<del>" in client.get(f"/agenda/?month={YEAR}-01").text
    client.post("/agenda/cancel/", {**cancel, "csrfmiddlewaretoken": secret})
    assert not head(client).get("cancelled")


def test_a_reason_is_kept_with_the_date_it_cancels_and_goes_with_it(client: EditorClient) -> None:
    """One that is typed is shown in the list; blank, the file is as without the question."""
    file = client.place.root / "content/fr/activities/papycamp.md"
    page = client.get("/agenda/")
    days = re.findall(
        r'name="path" value="content/fr/activities/papycamp.md"><input type="hidden" name="day" value="([^"]+)',
        page.text,
    )
    assert days and "Pourquoi (facultatif)" in page.text and "Annuler cette date" in page.text
    before, day = file.read_bytes(), days[0]
    sent = {
        "path": file.relative_to(client.place.root).as_posix(), "day": day,
        "csrfmiddlewaretoken": page.forms[0]["csrfmiddlewaretoken"].value,
    }  # fmt: skip

    def pressed(**more: str) -> dict[str, Any]:
        assert client.post("/agenda/cancel/", {**sent, **more}).status == 303
        data: dict[str, Any] = EditableYaml(header_of(file.read_text("utf-8"))).data
        return data

    told = pressed(reason="  la salle\nn’est pas libre ")
    assert [(str(one["date"]), one["reason"]) for one in told["reasons"]] == [(day, "la salle n’est pas libre")]
    assert "(annulée : la salle n’est pas libre)" in client.get("/agenda/").text.replace("\u00a0", " ")
    assert "reasons" not in pressed() and file.read_bytes() == before  # it takes place after all
    assert "reasons" not in pressed(reason=" ") and day in str(
        EditableYaml(header_of(file.read_text("utf-8"))).data["cancelled"]
    )


def test_a_new_series_leaves_out_the_dates_that_are_typed(client: EditorClient) -> None:
    refused = add(client, **WORKSHOP, exceptions=f"22/01/{YEAR}")
    assert refused.status == 422 and f"Le 22/01/{YEAR} n’est pas une date de cette activité" in refused.text
    assert f"{YEAR}-01-22" not in refused.text and 'id="exceptions-error"' in refused.text
    assert add(client, **WORKSHOP, exceptions=f"21 janvier {YEAR} et 04/02/{YEAR}").status == 303
    assert [str(day) for day in head(client)["exceptions"]] == [f"{YEAR}-01-21", f"{YEAR}-02-04"]
    form = client.get("/agenda/").forms[client.get("/agenda/").actions.index("/agenda/#new")]
    for name, value in {"day": f"14/01/{YEAR}", "repeat": "weekly", "exceptions": f"21/01/{YEAR}"}.items():
        form.fill(name, value)
    dates = client.post("/agenda/", {**form.sent(), "press": "try"}).text.partition('id="dates"')[2]
    assert (
        f"21 janvier {YEAR}" in dates.partition("<strong>")[2]
        and f"14 janvier {YEAR}" in dates.partition("<strong>")[0]
    )


def test_the_dates_of_a_series_are_told_before_it_is_added(client: EditorClient) -> None:
    page = client.get("/agenda/")
    form = page.forms[page.actions.index("/agenda/#new")]
    assert form.sent()["skip"] == ["public_holidays"]
    for name, value in {"day": "18/12/2026", "repeat": "weekly", "until": "08/01/2027"}.items():
        form.fill(name, value)
    before = sorted(client.place.root.glob("content/fr/activities/*"))
    for skip, left_out in (((), 0), (("public_holidays",), 2)):
        shown = client.post("/agenda/", {**form.sent(), "skip": [*skip], "press": "try"})
        dates, _, without = shown.text.partition('id="dates"')[2].partition("</div>")[0].partition("<strong>")
        assert shown.status == 200 and 'class="f-error"' not in shown.text
        assert (dates.count("vendredi"), without.count("vendredi")) == (4 - left_out, left_out)
    assert sorted(client.place.root.glob("content/fr/activities/*")) == before


def test_the_form_of_an_activity_says_its_hours_as_people_do(client: EditorClient) -> None:
    add(client, **{**WORKSHOP, "price": "5 € la séance"})
    assert client.get(EDITED).forms[0]["/start"].value == f"14/01/{YEAR} 14:00"
    assert head(client)["price"] == "5 € la séance"


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"title": ""}, "title"),
        ({"format": ""}, "format"),
        ({"day": ""}, "day"),
        ({"day": "un jeudi"}, "day"),
        ({"begin": "25h"}, "from"),
        ({"to": ""}, "to"),
    ],
)
def test_what_is_missing_is_said_at_its_input(client: EditorClient, changed: dict[str, str], name: str) -> None:
    answer = add(client, **{**WORKSHOP, **changed})
    assert answer.status == 422 and f'id="{name}-error"' in answer.text
    assert not list(client.place.root.glob("content/fr/activities/cafe-reparation*"))


def test_a_calendar_is_read_before_it_is_written(client: EditorClient) -> None:
    before = sorted(client.place.root.glob("content/fr/activities/*"))
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//essai//FR\r\nBEGIN:VEVENT\r\nUID:1@essai\r\nDTSTAMP:20270101T000000Z\r\n"
        f"DTSTART:{YEAR}0301T100000Z\r\nDTEND:{YEAR}0301T120000Z\r\nSUMMARY:Fête des voisins\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    page = client.get("/agenda/")
    number = page.actions.index("/agenda/import/")
    shown = client.post("/agenda/import/", page.forms[number].sent(), {"calendar": ("agenda.ics", calendar.encode())})
    assert "Fête des voisins" in shown.text
    assert sorted(client.place.root.glob("content/fr/activities/*")) == before
    assert client.post("/agenda/import/", shown.forms[0].sent("import")).status == 303
    (new,) = set(client.place.root.glob("content/fr/activities/*")) - set(before)
    assert "Fête des voisins" in new.read_text("utf-8")


@pytest.mark.parametrize("path", ["config/space.yaml", "../x/activities/a.md", "content/fr/activities/../../../lieu"])
def test_only_dates_of_activities_are_cancelled(client: EditorClient, path: str) -> None:
    secret = client.get("/agenda/").forms[0]["csrfmiddlewaretoken"].value
    sent = {"path": path, "day": f"{YEAR}-01-21", "csrfmiddlewaretoken": secret}
    assert client.post("/agenda/cancel/", sent).status == 404


EDITED = "/texts/edit/?path=content/fr/activities/cafe-reparation.md"


def test_a_repetition_is_chosen_in_words(client: EditorClient) -> None:
    add(client, **WORKSHOP)
    shown = client.get(EDITED)
    assert '<option value="MO">lundi</option>' in shown.text and '<option value="SU">dimanche</option>' in shown.text
    page = shown.forms[0]
    assert page["/rrule/every"].value == "weekly" and page["/rrule/until"].value == f"18/02/{YEAR}"
    changed = {"/rrule/every": "fortnightly", "/rrule/until": f"30/06/{YEAR}"}
    assert client.fill(EDITED, changed).status == 303
    assert str(head(client)["rrule"]).startswith("FREQ=WEEKLY;INTERVAL=2;BYDAY=")
    assert str(head(client)["rrule"]).endswith(f"UNTIL={YEAR}0630")
    assert client.fill(EDITED, {"/rrule/every": ""}).status == 303
    assert not head(client).get("rrule")


def move(client: EditorClient, **typed: str) -> Answer:
    secret = client.get("/agenda/").forms[0]["csrfmiddlewaretoken"].value
    known = {"path": "content/fr/activities/cafe-reparation.md", "day": f"{YEAR}-01-21", "csrfmiddlewaretoken": secret}
    return client.post(
        "/agenda/move/", {**known, **{{"begin": "from"}.get(name, name): text for name, text in typed.items()}}
    )


def test_a_date_is_moved_from_the_month_and_back(client: EditorClient) -> None:
    add(client, **WORKSHOP)
    assert 'action="/agenda/move/"' in client.get(f"/agenda/?month={YEAR}-01").text
    move(client, to_day=f"22/01/{YEAR}", begin="14h", to="16h30")
    assert [{key: str(value) for key, value in one.items()} for one in head(client)["moved"]] == [
        {"date": f"{YEAR}-01-21", "start": f"{YEAR}-01-22"}
    ]
    move(client, to_day=f"23/01/{YEAR}", begin="10h", to="12h")
    (moved,) = head(client)["moved"]
    assert str(moved["start"]).startswith(f"{YEAR}-01-23 10:00") and str(moved["end"]).startswith(f"{YEAR}-01-23 12:00")
    move(client, to_day=f"21/01/{YEAR}", begin="14h", to="16h30")
    assert not head(client).get("moved")


@pytest.mark.parametrize("typed", [{"to_day": ""}, {"to_day": "un jeudi"}, {"to_day": f"22/01/{YEAR}", "to": "16h"}])
def test_a_move_that_can_not_be_read_is_said_and_changes_nothing(client: EditorClient, typed: dict[str, str]) -> None:
    add(client, **WORKSHOP)
    answer = move(client, **typed)
    assert "ed-flash--warning" in client.follow(answer).text and not head(client).get("moved")


def test_an_activity_of_no_service_is_that_of_who_runs_it(client: EditorClient) -> None:
    refused = add(client, **{**WORKSHOP, "service": "none"})
    assert refused.status == 422 and 'id="runs-error"' in refused.text
    assert add(client, **{**WORKSHOP, "service": "none"}, runs="association").status == 303
    assert "service" not in head(client) and head(client)["roles"] == {"runs": "association"}
    assert client.get("/organisations/").status == 200
