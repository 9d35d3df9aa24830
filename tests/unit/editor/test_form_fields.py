"""Every field of ``config/`` has a control, and each control what it needs."""

from __future__ import annotations

import pytest
from support.config_fields import all_fields

from tierslieu.editor.form_fields import Control


def test_a_field_has_a_model_where_its_control_shows_one() -> None:
    inner = {Control.GROUP, Control.SECTION, Control.ENTRIES, Control.NAMED}
    assert [one for _, one in all_fields() if bool(one.inner) != (one.control in inner)] == []


@pytest.mark.parametrize(
    ("model", "key", "control"),
    [
        ("Address", "latitude", Control.NUMBER),
        ("Area", "name", Control.LOCALISED),
        ("Area", "decorative", Control.YES_NO),
        ("Capacity", "desks", Control.WHOLE),
        ("Cost", "amount", Control.YEARS),
        ("Grid", "amounts", Control.TABLE),
        ("Grid", "from", Control.DATE),
        ("Identity", "equipment", Control.LINES),
        ("Identity", "plan", Control.GROUP),
        ("Identity", "summary", Control.TEXT),
        ("Mediation", "services", Control.CHOICES),
        ("Organisation", "stage", Control.CHOICE),
        ("Organisations", "services", Control.NAMED),
        ("Pass", "golden_ticket", Control.SECTION),
        ("Subsidy", "received_by", Control.CHOICE),
    ],
)
def test_the_type_of_a_value_gives_its_control(model: str, key: str, control: Control) -> None:
    assert {one.control for owner, one in all_fields() if (owner.__name__, one.key) == (model, key)} == {control}


def test_what_may_be_blank_and_what_a_missing_key_means() -> None:
    fields = {(model.__name__, one.key): one for model, one in all_fields()}
    assert fields["Cost", "amount"].nullable and not fields["Sale", "per_month"].nullable
    assert fields["Grid", "amounts"].value_nullable and not fields["Grid", "reduced"].value_nullable
    assert fields["Loan", "years"].default == 5 and not fields["Loan", "years"].nullable
    assert fields["Offer", "kind"].default == "desk" and "room" in fields["Offer", "kind"].names
