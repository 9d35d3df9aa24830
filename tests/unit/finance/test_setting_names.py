"""What people type for an assumption or a price is understood as it is shown to them."""

from __future__ import annotations

import pytest

from tierslieu.core.problems import Problems
from tierslieu.finance.setting_names import setting_name

LABELS = {
    "day": "Journée", "half_day": "Demi-journée", "month": "Mois", "opening_months": "Mois d’ouverture",
    "costs.0": "Loyer et charges", "costs.1": "Énergie et eau", "costs.2": "Salaires, Coopérative Exemple",
    "costs.3": "Salaires, Association Exemple",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("day", "day"), ("costs.1", "costs.1"), ("Journée", "day"), ("JOURNEE", "day"), ("jour", "day"),
        ("demi journee", "half_day"), ("loyer", "costs.0"), ("energie", "costs.1"), ("énergie ET eau", "costs.1"),
        # a whole label comes before the beginning of another
        ("mois", "month"), ("mois d'ouverture", "opening_months"), ("mois d", "opening_months"),
        ("salaires, association exemple", "costs.3"), ("salaires association", "costs.3"),
        ("rente", None), ("", None), ("'", None),
    ],
)  # fmt: skip
def test_a_name_is_a_key_a_label_or_its_beginning(typed: str, name: str | None) -> None:
    assert setting_name(typed, LABELS) == name


def test_the_beginning_of_several_labels_is_refused_with_their_names() -> None:
    with pytest.raises(Problems) as caught:
        setting_name("salaires", LABELS)
    (problem,) = caught.value.problems
    assert problem.code == "whatif.several"
    assert "Salaires, Coopérative Exemple" in problem.values["names"] and "Journée" not in problem.values["names"]
