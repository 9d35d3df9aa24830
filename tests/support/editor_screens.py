"""The screens of the editor, and a furnished place to open them on."""

from __future__ import annotations

from pathlib import Path

from support.fixtures import NewPlace
from support.generated_places import (
    FIL_NUMERIQUE,
    apply_answers,
    commit_all,
    complete_answers,
    furnish,
    git,
    territory_answers,
)

from tierslieu.editor import navigation

#: Pages of screens that their navigation does not name.
_MORE = (
    "place/hours/", "place/services/", "place/rooms/", "place/access/", "place/site/", "organisations/agreements/",
    "prices/sold/", "prices/audiences/", "prices/grids/", "budget/sales/", "budget/invest/", "budget/cash/", "budget/actions/",
    "budget/try/?residents=8",
    "register/2026-10/", "register/2026-11/", "register/?corrects=2026-10&line=1", "register/2026-11/?corrects=2026-10&line=1", "month/2026-11/",
    "people/commons/", "texts/edit/?path=content/fr/pages/contact.md", "documents/reglement-interieur/", "history/1/",
    "file/?path=config/prices.yaml&line=12", "nowhere/",
)  # fmt: skip
SCREENS = [*(entry.address.lstrip("/") for _, entries in navigation.entries("fr") for entry in entries), *_MORE]
_NOVEMBER = """\
receipts: [{stream: coworking, amount: 1200, received_by: cooperative}]
common_costs: [{label: Loyer, amount: 900, paid_by: cooperative}]
"""


def furnished_place(new_place: NewPlace, root: Path) -> Path:
    """A place with facts, texts, pictures and a month, saved in a first version."""
    new_place(root)
    assert apply_answers(root, complete_answers(territory_answers(FIL_NUMERIQUE))) == 0
    furnish(root, "fil-numerique")
    (root / "register/2026-11.yaml").write_text(_NOVEMBER, "utf-8")
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Une bénévole")
    git(root, "config", "user.email", "benevole@lieu.example")
    commit_all(root, "Naissance")
    return root
