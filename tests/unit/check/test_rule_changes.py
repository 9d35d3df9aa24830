"""The rules between organisations hold from a day on; those of every day are checked where they are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from support import factories

from tierslieu.check import RULES
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.facts.all_facts import facts
from tierslieu.finance import shares
from tierslieu.model import Space

SHARES = {"cooperative": 70, "association": 30}
JULY: dict[str, Any] = {"from": "2027-07-01", "streams": {"coworking": {"shares": SHARES}}}
LATER: dict[str, Any] = {
    "from": "2028-01-01",
    "common_costs": {"shares": {"cooperative": 50, "association": 50}},
    "services": {"support": {"operator": "association"}},
    "organisations": {"association": {"vat": {"regime": "franchise-en-base"}}},
}


def place(*changes: dict[str, Any]) -> Space:
    return factories.comptoir(organisations={"changes": changes})


def found(space: Space) -> list[tuple[str, tuple[str | int, ...]]]:
    return [
        (finding.code, finding.path)
        for rule in RULES
        for finding in rule(space)
        if finding.file == ORGANISATIONS and finding.level == "error"
    ]


@pytest.mark.parametrize(
    ("day", "percent", "costs", "operator", "regime"),
    [
        ("2027-06-30", 100, 60, "cooperative", None),
        ("2027-07-01", 70, 60, "cooperative", None),
        ("2027-12-31", 70, 60, "cooperative", None),
        ("2028-01-01", 70, 50, "association", "franchise-en-base"),
    ],
)
def test_each_day_has_its_rules(day: str, percent: int, costs: int, operator: str, regime: str | None) -> None:
    space = place(JULY, LATER).on(dt.date.fromisoformat(day))
    assert shares.stream_shares(space, "coworking")["cooperative"] == percent
    assert shares.common_weights(space, {}) == {"cooperative": Decimal(costs), "association": Decimal(100 - costs)}
    assert space.operator_key("support") == operator and space.operator_key("coworking") == "cooperative"
    assert space.organisations.organisations["association"].vat.regime == regime
    assert space.on(factories.TODAY).organisations == place(JULY, LATER).organisations


def test_a_place_without_changes_is_the_same_on_every_day() -> None:
    space = factories.comptoir()
    assert space.on(dt.date(2030, 1, 1)).organisations == space.organisations


def test_what_is_wrong_is_told_where_it_is_written() -> None:
    wrong = JULY | {"streams": {"coworking": {"shares": {"cooperative": 70, "association": 20}}}}
    expected = ("streams.sum", ("changes", 0, "streams", "coworking", "shares"))
    # The later change keeps what the first wrote: it is told once.
    assert found(place(wrong, LATER)) == [expected]
    assert found(place(wrong, LATER).on(dt.date(2029, 1, 1))) == [expected]
    unknown = LATER | {"organisations": {"personne": {"legal_form": "scop"}}}
    assert found(place(JULY, unknown)) == [("reference.unknown", ("changes", 1, "organisations", "personne"))]


def test_a_past_rule_stays_right_though_today_has_another() -> None:
    space = factories.comptoir(
        organisations={"streams": {"coworking": {"shares": {"cooperative": 90}}}, "changes": (JULY,)},
        today=dt.date(2027, 8, 1),
    )
    assert found(space) == [("streams.sum", ("streams", "coworking", "shares"))]


def test_the_next_change_is_announced_in_words_and_no_other() -> None:
    announced = facts(place(JULY, LATER), "fr", document=True)["next_rules"]
    assert announced["day"] == "2027-07-01" and len(announced["changes"]) == 1
    assert "70" in announced["changes"][0] and "Association d’exemple" in announced["changes"][0]
    after = facts(place(JULY, LATER).on(dt.date(2027, 7, 1)), "fr", document=True)["next_rules"]
    assert after["day"] == "2028-01-01" and len(after["changes"]) > 1
    # The roles that go to whoever runs a service go with it: they are said once.
    assert [change.partition("\u00a0")[0] for change in after["changes"] if "Accompagnement" in change] == [
        "Accompagnement, gère"
    ]
    apart = {"from": "2027-07-01", "services": {"support": {"operator": "association", "insures": "cooperative"}}}
    told = facts(place(apart), "fr", document=True)["next_rules"]["changes"]
    assert not any("assure" in change for change in told)  # it insures as before
    assert facts(factories.comptoir(), "fr", document=True)["next_rules"]["changes"] == []
