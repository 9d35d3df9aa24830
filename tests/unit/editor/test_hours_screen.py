"""What was understood of the opening hours is told before it is saved, and a painted week writes their words."""

from __future__ import annotations

from html import unescape

import pytest
from support.editor_client import EditorClient

from tierslieu.core.paths import SPACE
from tierslieu.core.yaml_edit import EditableYaml

pytestmark = pytest.mark.long

ADDRESS = "/place/hours/"


def test_what_is_understood_is_told_and_not_saved(client: EditorClient) -> None:
    before = (client.place.root / SPACE).read_bytes()
    typed = {"/opening_hours": "mardi 9h-12h ; fermé en août"}
    page = client.fill(ADDRESS, typed, press="try").text.replace("\u00a0", " ")
    assert "Compris :" in page and "mardi : 9 h – 12 h" in page and "1er août" in page
    assert "fermé, chaque année" in page
    refused = client.fill(ADDRESS, {"/opening_hours": "mardi un peu"}, press="try")
    assert refused.status == 422 and "un peu" in refused.text and "Compris" not in refused.text
    assert (client.place.root / SPACE).read_bytes() == before


def test_results_that_come_after_the_save_do_not_take_its_message(client: EditorClient) -> None:
    form = client.get(ADDRESS).forms[0]
    form.fill("/opening_hours", "mardi 9h-12h")
    cookies = dict(client.cookies)
    saved = client.post(ADDRESS, form.sent())
    with_message, client.cookies = client.cookies, cookies  # asked for before the answer to the save
    assert client.post(ADDRESS, form.sent("try")).status in (200, 422)
    client.cookies = with_message | client.cookies
    assert "C’est enregistré" in client.follow(saved).text


def test_a_season_tells_what_becomes_of_the_other_days(client: EditorClient) -> None:
    week = "du lundi au vendredi 9h-18h ; du 1er juillet au 31 août 2027 : mardi 8h30-12h30"
    page = client.fill(ADDRESS, {"/opening_hours": week}, press="try").text.replace("\u00a0", " ")
    assert "jeudi 1 juillet 2027 : 9 h – 18 h" in page.replace("1er", "1") and "mardi 6 juillet 2027 : 8 h 30" in page
    page = client.fill(ADDRESS, {"/opening_hours": f"{week} seulement"}, press="try").text.replace("\u00a0", " ")
    assert "jeudi 1 juillet 2027 : fermé" in page.replace("1er", "1") and "9 h – 18 h." not in page


def test_dates_that_a_yearly_closing_cancels_are_told_with_the_sentence_to_remove(client: EditorClient) -> None:
    summer = "du 1er juillet 2027 au 31 août 2027 : du mardi au jeudi 9h-12h seulement"
    typed = f"du lundi au vendredi 9h-18h ; {summer} ; fermé en août"
    told = unescape(client.fill(ADDRESS, {"/opening_hours": typed}, press="try").text).replace("\u00a0", " ")
    assert "« fermé en août », écrit après, ferme aussi du 3 août 2027 au 31 août 2027" in told
    assert "retirez « fermé en août »" in told
    for kept in (f"9h-18h ; fermé en août ; {summer}", f"9h-18h ; {summer} ; fermé du 9 au 15 août 2027"):
        page = client.fill(ADDRESS, {"/opening_hours": f"du lundi au vendredi {kept}"}, press="try").text
        assert "écrit après" not in page and "Compris" in page


def test_a_painted_week_writes_the_words_of_the_field(client: EditorClient) -> None:
    form = client.get(ADDRESS).forms[0]
    form.fill("/opening_hours", "lundi 9h-10h ; fermé en août")
    sent = {**form.sent("fill"), "week": ["Tu 540", "Tu 570", "We 540", "We 570"]}
    painted = client.post(ADDRESS, sent)
    assert painted.forms[0]["/opening_hours"].value == "mardi, mercredi 9h-10h ; fermé en août"
    saved = client.post(ADDRESS, painted.forms[0].sent())
    assert saved.status == 303 and "où le lieu est fermé" in client.follow(saved).text  # what the agenda announces then
    data = EditableYaml((client.place.root / SPACE).read_text("utf-8")).data
    assert data["opening_hours"] == "mardi, mercredi 9h-10h ; fermé en août"


def test_days_that_a_season_leaves_open_and_a_yearly_closing_that_yields_are_told(client: EditorClient) -> None:
    week = "du lundi au samedi 9h-18h ; fermé en août ; du 1er juillet au 31 août 2027 du mardi au jeudi 9h-12h"
    page = unescape(client.fill(ADDRESS, {"/opening_hours": week}, press="try").text).replace("\u00a0", " ")
    assert "Attention : du 1er juillet au 31 août 2027, les autres jours gardent leurs horaires habituels" in page
    assert "« août : fermé » reste vrai chaque année" in page
    page = unescape(client.fill(ADDRESS, {"/opening_hours": f"{week} seulement"}, press="try").text)
    assert "gardent leurs horaires habituels" not in page and "fermé les autres jours" in page
