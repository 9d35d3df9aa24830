"""A place that moves takes along the seats of the organisations that were at its address, once one agrees."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from support.editor_client import EditorClient
from support.generated_places import TODAY

from tierslieu.core.paths import ORGANISATIONS, SPACE
from tierslieu.editor.edits import Edit, save

ELSEWHERE = "9 rue d’Ailleurs, 42300 Roanne"


def seats(client: EditorClient) -> dict[str, str]:
    organisations: dict[str, Any] = client.place.data(ORGANISATIONS)["organisations"]
    return {key: str(one["address"]) for key, one in organisations.items()}


def settle(client: EditorClient, **written: str) -> str:
    """Write the seats of organisations; returns the street of the place."""
    edits = [Edit(ORGANISATIONS, ("organisations", key, "address"), seat) for key, seat in written.items()]
    save(client.place.root, TODAY, edits)
    return str(client.place.data(SPACE)["address"]["street"])


@pytest.mark.long
@pytest.mark.usefixtures("known_author")
def test_each_seat_that_was_at_the_former_address_is_told_and_follows_by_a_button_of_its_own(
    client: EditorClient,
) -> None:
    address = client.place.data(SPACE)["address"]
    former = f"{address['street']}, {address['postal_code']} {address['city']}"
    settle(client, cooperative=former.upper(), association=former)
    answer = client.fill("/place/", {"/address/street": "3 rue Neuve"})
    page = client.follow(answer)
    buttons = dict(re.findall(r'name="organisation" value="(\w+)">([^<]*)<', unescape(page.text)))
    assert {key: re.findall("siège de (.*?)\u00a0:", said) for key, said in buttons.items()} == {
        "cooperative": ["Coopérative Exemple"], "association": ["Association Exemple"],
    }  # fmt: skip
    sent = page.forms[0].sent("")
    moved = client.follow(client.post(page.actions[0], sent | {"organisation": ["cooperative"]}))
    assert seats(client)["cooperative"].startswith("3 rue Neuve, ") and seats(client)["association"] == former
    assert "C’est enregistré" in unescape(moved.text)
    # The other may still follow; a seat elsewhere is none of this.
    left = moved.text.partition('action="/place/seats/"')[2].partition("</form>")[0]
    assert 'value="association"' in left and 'value="cooperative"' not in left
    settle(client, association=ELSEWHERE)
    client.post(page.actions[0], sent | {"organisation": ["association"]})
    assert seats(client)["association"] == ELSEWHERE


@pytest.mark.long
@pytest.mark.usefixtures("known_author")
def test_a_seat_elsewhere_and_an_address_that_stays_are_not_told(client: EditorClient) -> None:
    settle(client, cooperative=ELSEWHERE, association=ELSEWHERE)
    page = client.follow(client.fill("/place/", {"/address/street": "3 rue Neuve"}))
    assert "/place/seats/" not in page.text
    settle(client, cooperative=client.place.readable_facts().identity.address.line)
    page = client.follow(client.fill("/place/", {"/contact/phone": "04 65 71 00 99"}))
    assert "/place/seats/" not in page.text


@pytest.mark.long
@pytest.mark.usefixtures("known_author")
def test_coordinates_that_stay_at_the_former_address_are_told(client: EditorClient) -> None:
    settle(client, cooperative=ELSEWHERE, association=ELSEWHERE)
    edits = [Edit(SPACE, ("address", name), value) for name, value in (("latitude", 46.03), ("longitude", 4.07))]
    save(client.place.root, TODAY, edits)
    page = client.follow(client.fill("/place/", {"/address/street": "3 rue Neuve"})).text
    assert 'href="#/address/latitude"' in page and 'id="/address/latitude"' in page
    moved = {"/address/street": "4 rue Neuve", "/address/latitude": "46.04"}
    assert 'href="#/address/latitude"' not in client.follow(client.fill("/place/", moved)).text


def test_the_facts_and_the_text_of_a_page_lead_to_each_other(client: EditorClient) -> None:
    address = "/texts/edit/?path=content/fr/pages/le-lieu.md"
    assert f'href="{address}"' in client.get("/place/").text.replace("%2F", "/")
    assert 'href="/place/"' in client.get(address).text.partition("<form")[0]
