"""Which price suits whom: against a coworker who comes month after month and pays at the door."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import factories
from support.factories import comptoir

from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.price_comparison import suits
from tierslieu.finance import price_comparison
from tierslieu.finance.grid_rules import passes_save_money
from tierslieu.finance.price_comparison import PricingOption
from tierslieu.model import Space

AMOUNTS = factories.PRICES["grids"][0]["amounts"]


def paid(option: PricingOption, visit: str, times: int) -> Fraction:
    """What somebody pays a month who comes ``times`` times at even distances, for so long that passes come out even."""
    if option.uses is None:
        return Fraction(option.price)
    months = option.uses * (option.months or 1)
    left, bought_at, total = 0, Fraction(0), Decimal(0)
    for number in range(times * months):
        now = Fraction(number, times)
        for _ in range(option.takes[visit]):
            if option.months is not None and now >= bought_at + option.months:
                left = 0
            if left == 0:
                left, bought_at, total = option.uses, now, total + option.price
            left -= 1
    return Fraction(total) / months


formulas = st.builds(
    PricingOption,
    key=st.text("abc", min_size=1, max_size=3),
    price=st.decimals(1, 400, places=2),
    uses=st.none() | st.integers(1, 12),
    takes=st.sampled_from(({"half_day": 1, "day": 2}, {"half_day": 1, "day": 1})),
    months=st.none() | st.integers(1, 4),
)
VISITS = price_comparison.visit_units(comptoir())
visits = st.sampled_from([*VISITS])


@given(formulas, visits, st.integers(1, 44))
def test_a_month_costs_what_is_paid_at_the_door(option: PricingOption, visit: str, times: int) -> None:
    takes = option.takes[visit]
    # Half a pass that ends with the visit: a day of two halves is paid from two passes, which no formula foresees.
    if option.uses is not None and option.months is not None and option.uses % takes:
        return
    assert option.monthly(visit, times) == paid(option, visit, times)


@given(st.lists(formulas, min_size=1, max_size=5), visits)
def test_ranges_say_the_cheapest_of_every_number_of_visits(options: list[PricingOption], visit: str) -> None:
    last = price_comparison.most(VISITS[visit])
    price_ranges = price_comparison.ranges(options, visit, last)
    covered = [times for one in price_ranges for times in range(one.first, one.last + 1)]
    assert (visit, last) in (("half_day", 44), ("day", 22))
    assert covered == list(range(1, last + 1))
    for one in price_ranges:
        for times in range(one.first, one.last + 1):
            least = min(option.monthly(visit, times) for option in options)
            assert one.options == tuple(option for option in options if option.monthly(visit, times) == least)
    assert all(one.options != after.options for one, after in pairwise(price_ranges))


@given(
    st.decimals(1, 50, places=2),
    st.decimals(1, 99, places=2),
    st.decimals(1, 999, places=2),
    st.integers(1, 44),
    visits,
)
def test_two_offers_and_a_month(half_day: Decimal, day: Decimal, month: Decimal, times: int, visit: str) -> None:
    space = comptoir(
        prices={"passes": factories.REMOVED, "grids": grid(half_day=half_day, day=day, month=month, pass_10=None)}
    )
    options = price_comparison.pricing_options(space, space.prices.grid(space.today))
    best = price_comparison.cheapest(options, visit, times)[0].monthly(visit, times)
    halves = 1 if visit == "half_day" else 2
    assert best == min(Fraction(half_day) * halves * times, Fraction(day) * times, Fraction(month))


def grid(**changes: Any) -> list[dict[str, Any]]:
    """The grid of the Comptoir with other amounts; audiences beside."""
    audiences: dict[str, Any] = {
        name: changes.pop(name) for name in ("reduced", "solidarity", "free") if name in changes
    }
    amounts = {key: None if amount is None else str(amount) for key, amount in (AMOUNTS | changes).items()}
    return [{"from": None, "amounts": amounts, **audiences}]


def sentences(space: Space, audience: str = "full", locale: str = "fr") -> list[str]:
    """The sentences of an audience, half-days first."""
    (one,) = (one for one in facts(space, locale)["audiences"] if one["key"] == audience)
    return [sentence.replace("\xa0", " ") for visit in one["visits"] for sentence in visit["sentences"]]


def facts(space: Space, locale: str = "fr") -> dict[str, Any]:
    return suits(FactFormatter(space, locale, document=False))


def test_the_comptoir_in_words() -> None:
    without = comptoir(prices={"passes": factories.REMOVED, "grids": grid(pass_10=None)})
    assert sentences(without) == [
        "Jusqu’à 31 demi-journées par mois, le prix à la demi-journée coûte le moins cher.",
        "À partir de 32 demi-journées par mois, le forfait mensuel coûte moins cher.",
        "Jusqu’à 18 journées par mois, le prix à la journée coûte le moins cher.",
        "À partir de 19 journées par mois, le forfait mensuel coûte moins cher.",
    ]
    assert sentences(comptoir())[:3] == [
        "Jusqu’à 34 demi-journées par mois, le carnet de 10 entrées coûte le moins cher.",
        # 35 half-days: 3.5 passes of 80 €, or the month of 280 €.
        "À partir de 35 demi-journées par mois, le carnet de 10 entrées et le forfait mensuel reviennent au même coût, le plus bas.",
        "À partir de 36 demi-journées par mois, le forfait mensuel coûte moins cher.",
    ]


def test_prices_that_are_always_the_same_are_said_to_be() -> None:
    same = comptoir(prices={"grids": grid(half_day="8", day=None, month=None)})
    assert sentences(same)[0] == (
        "Quel que soit le nombre de demi-journées, le prix à la demi-journée et le carnet de 10 entrées "
        "reviennent au même coût, le plus bas."
    )
    with_month = comptoir(prices={"grids": grid(half_day="8", day=None)})
    assert sentences(with_month)[0].startswith(
        "Jusqu’à 34 demi-journées par mois, le prix à la demi-journée et le carnet"
    )
    assert sentences(same, locale="en")[0].endswith(
        "the half-day price and the pass of 10 entries come to the same cost, the lowest."
    )


def test_a_pass_that_ends_must_be_used_up() -> None:
    def after(months: int) -> list[str]:
        return sentences(comptoir(prices={"passes": {"pass_10": {"validity_months": months}}}))

    # 80 € for one month is 80 € whatever one uses: nine half-days cost that at 9 € each.
    assert after(1)[:2] == [
        "Jusqu’à 8 demi-journées par mois, le prix à la demi-journée coûte le moins cher.",
        "À partir de 9 demi-journées par mois, le carnet de 10 entrées coûte moins cher.",
    ]
    assert after(6)[0] == "Jusqu’à 1 demi-journée par mois, le prix à la demi-journée coûte le moins cher."


def test_a_pass_whose_uses_are_unknown_is_not_compared() -> None:
    unknown = comptoir(prices={"passes": {"pass_10": {"uses": None}}})
    assert sentences(unknown) == sentences(comptoir(prices={"passes": factories.REMOVED, "grids": grid(pass_10=None)}))
    assert list(passes_save_money(unknown, unknown.prices.grid(unknown.today))) == []


def test_those_who_pay_less_have_their_own_thresholds() -> None:
    space = comptoir(
        prices={"grids": grid(reduced={"day": "10", "month": "150"}), "audiences": {"reduced": "Étudiants"}}
    )
    assert "À partir de 16 journées par mois, le forfait mensuel coûte moins cher." in sentences(space, "reduced")
    assert "À partir de 19 journées par mois, le forfait mensuel coûte moins cher." in sentences(space)
    assert [one["key"] for one in facts(space)["audiences"]] == ["full", "reduced"]


def test_a_price_that_is_missing_is_left_out() -> None:
    space = comptoir(prices={"grids": grid(month=None)})
    assert not any("mensuel" in sentence for sentence in sentences(space))


@pytest.mark.parametrize(
    "changes",
    [
        {"prices": {"grids": grid(half_day=None, day=None, pass_10=None)}},
        {"prices": {"grids": grid(half_day=None, day=None, month=None, pass_10=None)}},
        {
            "identity": {"modules": {"coworking": "non"}},
            "organisations": {"services": {"coworking": factories.REMOVED}},
        },
    ],
)
def test_nothing_is_compared_with_less_than_two_prices(changes: dict[str, Any]) -> None:
    assert facts(comptoir(**changes))["audiences"] == []


def test_the_next_grid_announces_its_thresholds_where_they_change() -> None:
    def later(**amounts: str) -> dict[str, Any]:
        grids = [*grid(), grid(**amounts)[0] | {"from": dt.date(2027, 9, 1)}]
        next_prices: dict[str, Any] = facts(comptoir(prices={"grids": grids}))["next"]
        return next_prices

    assert later(half_day="18", day="30", month="560", pass_10="160")["audiences"] == []
    changed = later(month="240")
    assert changed["day"] == "2027-09-01"
    assert any("le forfait mensuel" in sentence for sentence in changed["audiences"][0]["visits"][1]["sentences"])


def test_rooms_and_fees_are_not_compared() -> None:
    offers = {
        "salle": {"service": "coworking", "kind": "room", "unit": "day"},
        "adhesion": {"service": "coworking", "kind": "membership", "unit": "year"},
        "heure": {"service": "coworking", "unit": "hour"},
    }
    space = comptoir(prices={"offers": offers, "grids": grid(salle="1", adhesion="2", heure="3")})
    options = price_comparison.pricing_options(space, space.prices.grid(space.today))
    assert [one.key for one in options] == ["half_day", "day", "pass_10", "month"]


def test_the_table_marks_the_least_amounts_of_a_line_and_rounds_to_the_cent() -> None:
    space = comptoir(prices={"passes": {"pass_10": {"uses": 3}}, "grids": grid(pass_10="20")})
    for one in facts(space)["audiences"]:
        for visit in one["visits"]:
            for row in visit["rows"]:
                assert len({cost["amount"] for cost in row["costs"] if cost["best"]}) == 1
                assert len(row["costs"]) == len(one["formulas"])
    once = facts(space)["audiences"][0]["visits"][0]["rows"][0]
    assert re.sub(r"\s", " ", once["costs"][2]["amount"]) == "6,67 €"
