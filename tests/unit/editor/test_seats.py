"""A place that moves takes along the seats of the organisations that were at its address, once one agrees."""

from __future__ import annotations

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


@pytest.mark.usefixtures("known_author")
def test_a_seat_that_was_at_the_former_address_is_told_and_follows_by_one_button(client: EditorClient) -> None:
    address = client.place.data(SPACE)["address"]
    former = f"{address['street']}, {address['postal_code']} {address['city']}"
    settle(client, cooperative=former.upper(), association=ELSEWHERE)
    answer = client.fill("/place/", {"/address/street": "3 rue Neuve"})
    page = client.follow(answer)
    said = unescape(page.text)
    assert "Coopérative Exemple" in said and "Association Exemple" not in said
    moved = client.follow(client.post(page.actions[0], page.forms[0].sent("")))
    assert seats(client)["cooperative"].startswith("3 rue Neuve, ") and seats(client)["association"] == ELSEWHERE
    assert "C’est enregistré" in unescape(moved.text)


@pytest.mark.usefixtures("known_author")
def test_a_seat_elsewhere_and_an_address_that_stays_are_not_told(client: EditorClient) -> None:
    settle(client, cooperative=ELSEWHERE, association=ELSEWHERE)
    page = client.follow(client.fill("/place/", {"/address/street": "3 rue Neuve"}))
    assert "/place/seats/" not in page.text
    settle(client, cooperative=client.place.readable_facts().identity.address.line)
    page = client.follow(client.fill("/place/", {"/contact/phone": "04 65 71 00 99"}))
    assert "/place/seats/" not in page.text
