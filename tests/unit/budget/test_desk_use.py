"""The days at a desk that coworkers want, and those that the free desks offer, in a month."""

from __future__ import annotations

import calendar
from fractions import Fraction
from typing import Any

import pytest
from support import factories

from tierslieu.budget.desk_use import DeskUse, counted_days, desk_use, free_desks


def use(year: int = 1, *, hours: str | None = None, buys: dict[str, Any] | None = None, **capacity: Any) -> DeskUse:
    purchases = {"half_day": factories.REMOVED, **(buys or {"day": 1})}
    result = desk_use(
        factories.comptoir(
            identity={"capacity": {"desks": 12, **capacity}, "opening_hours": hours},
            budget={"occasional_buys": purchases},
        ),
        year,
    )
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("24/7", 7), ("Mo-Fr 09:00-18:00", 5), ("Mo-Fr 09:00-12:00,14:00-18:00", 5), ("Mo-Fr 09:00-12:00", 2.5),
        ("Mo-Th 09:00-18:00; Sa 10:00-12:00", 4.5), ("Fr 20:00-02:00", 1), ("lundi matin ; mardi matin et après-midi", 1.5), ("Mo-Fr 09:00-18:00; PH off", 5),
    ],
)  # fmt: skip
def test_free_desks_offer_the_days_of_opening(hours: str, days: float) -> None:
    """12 desks, 6 of which are residents': 52 weeks in 12 months; at most 31 days of a month while no hours are told."""
    assert use(hours=hours).offered == 6 * Fraction(days) * 52 / 12
    assert use(hours=None).offered == 6 * 31


def test_a_dated_budget_counts_the_days_of_its_calendar() -> None:
    """2027 in France, with a month that is closed, holidays, days between two years, and a Saturday morning."""
    holidays = {(1, 1), (3, 29), (5, 1), (5, 6), (5, 8), (5, 17), (7, 14), (11, 1), (11, 11), (12, 25)}
    halves = 0
    for month, day in [(m, d) for m in range(1, 13) for d in range(1, calendar.monthrange(2027, m)[1] + 1)]:
        closed = month == 8 or (month, day) in holidays or (month == 12 and day >= 24) or (month, day) == (1, 2)
        weekday = calendar.weekday(2027, month, day)
        halves += 0 if closed else 2 if weekday < 5 else 1 if weekday == 5 else 0
    space = factories.comptoir(
        identity={
            "capacity": {"desks": 12},
            "opening_hours": "Mo-Fr 09:00-18:00; Sa 09:00-12:00; PH off; Dec 24-Jan 02 off",
        },
        budget={
            "occasional_buys": {"half_day": factories.REMOVED, "day": 1}, "closed_months": [8], "opening_months": 11,
            "actions": {"association": {"name": "Animation", "first_day": "2027-01-01"}},
        },
    )  # fmt: skip
    result = desk_use(space, 1)
    assert counted_days(space, 1) == Fraction(halves, 22)
    assert result and result.offered == 6 * Fraction(halves, 22)
    assert 22 < Fraction(halves, 22) < 23


@pytest.mark.parametrize(
    ("buys", "days"),
    [
        ({"day": 1}, 1), ({"half_day": 1}, Fraction(1, 2)), ({"half_day": 1, "day": "1.5"}, 2),
        ({"pass_10": "0.2"}, 1), ({"month": 1}, 0),
    ],
)  # fmt: skip
def test_occasional_coworkers_want_what_they_buy(buys: dict[str, Any], days: int | Fraction) -> None:
    """A use of the pass is a half-day; how often people come who pay by the month is not known."""
    assert use(buys=buys).wanted == 30 * days


def test_free_uses_take_desks_too() -> None:
    """10 % of (6 × 280 + 30 × 15) × 12 euros is 284 half-days at 9 euros, offered in year 2, by month of opening."""
    space = factories.comptoir(
        identity={"capacity": {"desks": 12}, "opening_hours": "Mo-Fr 09:00-18:00"},
        organisations={"solidarity": {"percent": 10}},
        budget={"occasional_buys": {"half_day": factories.REMOVED, "day": 1}},
    )
    first, second = desk_use(space, 1), desk_use(space, 2)
    assert first and first.free == 0  # no year is closed yet
    assert second and second.free == Fraction(284, 2) / 12
    last = desk_use(space, 3)
    assert last and last.wanted < last.wanted + last.free and not last.enough


def test_a_public_body_votes_free_uses_with_the_budget_of_year_1() -> None:
    """The half-days of years 1 and 2 both come from the incomes of year 1: those planned, then those earned."""
    space = factories.alone(
        identity={"capacity": {"desks": 12}},
        organisations={
            "organisations": {"association": {"legal_form": "regie-publique"}},
            "solidarity": {"percent": 10},
        },
    )
    first, second = desk_use(space, 1), desk_use(space, 2)
    assert first and second and first.free == second.free > 0


def test_residents_take_their_desks_first() -> None:
    last = use(3)
    assert (last.residents, last.occasional, last.desks) == (10, 50, 12)
    assert last.offered == 2 * 31
    assert use(3, desks=10).offered == use(3, desks=5).offered == 0


@pytest.mark.parametrize(
    "identity",
    [
        {"capacity": {"desks": None}}, {"capacity": {"residents": None}}, {"capacity": {"occasional": None}},
        {"modules": {"coworking": "non"}},
    ],
)  # fmt: skip
def test_nothing_is_said_of_what_is_unknown(identity: dict[str, Any]) -> None:
    assert desk_use(factories.comptoir(identity=identity), 1) is None


@pytest.mark.parametrize("bought, known", [("0.2", False), ("0", True)])
def test_a_pass_of_unknown_uses_leaves_the_use_of_desks_unknown_once_bought(bought: str, known: bool) -> None:
    place = factories.comptoir(
        prices={"passes": {"pass_10": {"uses": None}}}, budget={"occasional_buys": {"day": 1, "pass_10": bought}}
    )
    assert (desk_use(place, 1) is not None) == known


def test_a_place_whose_residents_take_every_desk_is_full_whatever_the_others_buy() -> None:
    """6, 8 then 10 residents, and 30, 40 then 50 others, of whom nobody told what they buy."""
    place = factories.comptoir(identity={"capacity": {"desks": 10}}, budget={"occasional_buys": None})
    years = [free_desks(place, year) for year in (1, 2, 3)]
    assert [(year.left, year.days > 0, year.full) for year in years if year] == [
        (4, True, False), (2, True, False), (0, False, True),
    ]  # fmt: skip
    crowded = free_desks(factories.comptoir(identity={"capacity": {"desks": 5}}), 1)
    assert crowded and crowded.full and crowded.left == 0 and crowded.days == 0
    nobody = factories.comptoir(identity={"capacity": {"desks": 6, "occasional": 0, "target_coworkers": 6}})
    alone = free_desks(nobody, 1)
    assert alone and not alone.full
