"""What may be chosen in a form comes from the place, with words; no name is asked for that could be chosen."""

from __future__ import annotations

from support.config_fields import all_fields

from tierslieu.editor.choices import FREE, SOURCES
from tierslieu.editor.form_fields import Control

_CHOSEN = {Control.CHOICE, Control.CHOICES, Control.TABLE, Control.NAMED}


def test_every_name_can_be_chosen_or_is_declared_free() -> None:
    named = {(model.__name__, one.key): one for model, one in all_fields()}
    unknown = [
        place
        for place, one in named.items()
        if one.control in _CHOSEN and not one.names and place not in SOURCES and place not in FREE
    ]
    assert unknown == []
    assert [place for place in (*SOURCES, *FREE) if place not in named] == [] and not set(SOURCES) & set(FREE)
