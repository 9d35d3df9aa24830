"""Which price suits whom: against a coworker who comes month after month and pays at the door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import factories
from support.factories import comptoir

from tierslieu.core.money import to_cents
from tierslieu.facts.formatter import FactFormatter, money
from tierslieu.facts.price_comparison import suits
from tierslieu.facts.prices import sold_label
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
    assert option.monthly(visit, times) == paid(option, visit, times)


def least_paid(options: Sequence[PricingOption], visit: str, times: int, months: int) -> Decimal:
    """The least that somebody can pay in ``months`` months who comes ``times`` times a month at even distances.

    Every way of paying is tried at every visit, those that mix options too: each half of a visit may be paid with
    another option, and a pass or a flat price may be bought while another one lasts.
    """

    @cache
    def rest(number: int, halves: int, bought: tuple[tuple[int, int], ...]) -> Decimal:
        """From visit ``number`` on, ``halves`` of which are to be paid; ``bought`` holds for each option the uses left and
        the visit at which they end.
        """
        if halves <= 0:
            return rest(number + 1, 2, tuple(held if held[0] and number + 1 < held[1] else (0, 0) for held in bought))
        if number == times * months:
            return Decimal(0)
        least = Decimal("Infinity")
        for index, option in enumerate(options):
            left, end = bought[index]
            price, covered = Decimal(0), 2 if option.uses is None else 2 // option.takes[visit]
            if left == 0:
                price, left = option.price, option.uses or times
                end = number + times * (option.months or (months if option.uses else 1))
            left -= 1
            after = (*bought[:index], (left, end), *bought[index + 1 :])
            least = min(least, price + rest(number, halves - covered, after))
        return least

    return rest(0, 2, ((0, 0),) * len(options))


few_uses = st.builds(
    PricingOption,
    key=st.text("abc", min_size=1, max_size=3),
    price=st.decimals(1, 99, places=2),
    uses=st.none() | st.integers(1, 3),
    takes=st.sampled_from(({"half_day": 1, "day": 2}, {"half_day": 1, "day": 1})),
    months=st.none() | st.integers(1, 2),
)


@pytest.mark.long
@given(st.lists(few_uses, min_size=1, max_size=3), visits, st.integers(1, 3))
@settings(deadline=None, max_examples=100)
def test_no_mixture_of_options_costs_less_than_the_cheapest(
    options: list[PricingOption], visit: str, times: int
) -> None:
    for option in price_comparison.cheapest(options, visit, times):
        months = (option.uses or 1) * (option.months or 1)
        assert least_paid(options, visit, times, months) == option.monthly(visit, times) * months


@pytest.mark.long
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
    return [plain(sentence["text"]) for unit in units(space, audience, locale) for sentence in unit["sentences"]]


def units(space: Space, audience: str = "full", locale: str = "fr") -> list[dict[str, Any]]:
    """The comparison of an audience in the grid in force, half-days first."""
    (found,) = (one["now"] for one in facts(space, locale)["audiences"] if one["key"] == audience)
    return list(found)


def answer(space: Space, unit: int, times: int, locale: str = "fr") -> str:
    """What is said of a number of visits."""
    row = units(space, locale=locale)[unit]["rows"][times - 1]
    return plain(f"{row['cost']}, {row['each']}, {row['way']}")


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def facts(space: Space, locale: str = "fr") -> dict[str, Any]:
    return suits(FactFormatter(space, locale, document=False))


def test_the_comptoir_in_words() -> None:
    without = comptoir(prices={"passes": factories.REMOVED, "grids": grid(pass_10=None)})
    assert sentences(without) == [
        "De 1 à 20, puis jusqu’à 31 demi-journées par mois : le prix à la demi-journée (9 €).",
        "À partir de 32 demi-journées par mois : le forfait mensuel (280 €).",
        "De 1 à 18 journées par mois : le prix à la journée (15 €).",
        "À partir de 19 journées par mois : le forfait mensuel (280 €).",
    ]
    assert sentences(comptoir())[:3] == [
        "De 1 à 20, puis jusqu’à 34 demi-journées par mois : le carnet de 10 entrées (80 € d’avance).",
        # 35 half-days: 3.5 passes of 80 €, or the month of 280 €.
        "35 demi-journées par mois : le carnet de 10 entrées (80 € d’avance) ou le forfait mensuel (280 €), au même coût.",
        "À partir de 36 demi-journées par mois : le forfait mensuel (280 €).",
    ]


def test_the_key_of_the_drawing_has_one_short_line_for_each_colour() -> None:
    """Its numbers and its formulas, without amounts; ranges that follow one another are one."""
    for unit in units(comptoir()):
        drawn = [row["options"][0] for row in unit["rows"]]
        assert [key["option"] for key in unit["keys"]] == list(dict.fromkeys(drawn))
        assert all("€" not in key["text"] and len(key["text"]) < 90 for key in unit["keys"])
        assert plain(unit["keys"][0]["text"]).startswith("De 1 à ")


def test_only_numbers_of_visits_that_are_shown_have_a_mark_in_the_drawing() -> None:
    half_days, days = ([one["drawn"] for one in unit["sentences"]] for unit in units(comptoir()))
    assert half_days == [True, False, False] and days == [True, True]


def test_prices_that_are_always_the_same_are_said_to_be() -> None:
    same = comptoir(prices={"grids": grid(half_day="8", day=None, month=None)})
    assert sentences(same)[0] == (
        "Quel que soit le nombre de demi-journées : le prix à la demi-journée (8 €) "
        "ou le carnet de 10 entrées (80 € d’avance), au même coût."
    )
    with_month = comptoir(prices={"grids": grid(half_day="8", day=None)})
    assert sentences(with_month)[0].startswith(
        "De 1 à 20, puis jusqu’à 34 demi-journées par mois : le prix à la demi-journée (8 €) ou le carnet"
    )
    assert sentences(same, locale="en")[0].endswith(
        "the half-day price (€8) or the pass of 10 entries (€80 in advance), at the same cost."
    )


def test_a_pass_that_ends_must_be_used_up() -> None:
    def after(months: int) -> list[str]:
        return sentences(comptoir(prices={"passes": {"pass_10": {"validity_months": months}}}))

    # 80 € for one month is 80 € whatever one uses: nine half-days cost that at 9 € each.
    assert after(1)[:2] == [
        "De 1 à 8 demi-journées par mois : le prix à la demi-journée (9 €).",
        "De 9 à 20, puis jusqu’à 34 demi-journées par mois : le carnet de 10 entrées (80 € d’avance).",
    ]
    assert after(6)[0] == "1 demi-journée par mois : le prix à la demi-journée (9 €)."


def test_a_pass_whose_uses_are_unknown_is_not_compared() -> None:
    unknown = comptoir(prices={"passes": {"pass_10": {"uses": None}}})
    assert sentences(unknown) == sentences(comptoir(prices={"passes": factories.REMOVED, "grids": grid(pass_10=None)}))
    assert list(passes_save_money(unknown, unknown.prices.grid(unknown.today))) == []


def test_those_who_pay_less_have_their_own_thresholds() -> None:
    space = comptoir(
        prices={"grids": grid(reduced={"day": "10", "month": "150"}), "audiences": {"reduced": "Étudiants"}}
    )
    assert "À partir de 16 journées par mois : le forfait mensuel (150 €)." in sentences(space, "reduced")
    assert "À partir de 19 journées par mois : le forfait mensuel (280 €)." in sentences(space)
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


def test_the_next_grid_announces_what_it_changes() -> None:
    def later(**amounts: Any) -> list[dict[str, Any]]:
        grids = [*grid(reduced={"month": "150"}), grid(**amounts)[0] | {"from": dt.date(2027, 9, 1)}]
        found = facts(comptoir(prices={"grids": grids}))
        assert found["day"] == "2027-09-01"
        return list(found["audiences"])

    full, reduced = later(month="240", reduced={"month": "150"})
    assert full["changes"] and "240 €" in plain(full["next"][1]["sentences"][-1]["text"])
    assert "280 €" in plain(full["now"][1]["sentences"][-1]["text"])
    assert not reduced["changes"] and reduced["next"] == []
    # Its own price ends, or there is nothing to compare any more: nothing is said of it from then on.
    assert [(one["changes"], one["next"]) for one in later()] == [(False, []), (True, [])]
    assert [one["next"] for one in later(half_day=None, day=None, pass_10=None)] == [[], []]


def test_rooms_and_fees_are_not_compared() -> None:
    offers = {
        "salle": {"service": "coworking", "kind": "room", "unit": "day"},
        "adhesion": {"service": "coworking", "kind": "membership", "unit": "year"},
        "heure": {"service": "coworking", "unit": "hour"},
    }
    space = comptoir(prices={"offers": offers, "grids": grid(salle="1", adhesion="2", heure="3")})
    options = price_comparison.pricing_options(space, space.prices.grid(space.today))
    assert [one.key for one in options] == ["half_day", "day", "pass_10", "month"]


def test_what_a_number_of_visits_costs_and_what_is_to_be_paid_at_once() -> None:
    space = comptoir()
    assert answer(space, 0, 6) == (
        "6 demi-journées : 48 € par mois, soit 8 € la demi-journée, "
        "avec le carnet de 10 entrées (à payer d’avance : 80 €)"
    )
    assert answer(space, 1, 6) == (
        "6 journées : 90 € par mois, soit 15 € la journée, avec le prix à la journée (15 € à chaque passage)"
    )
    assert answer(space, 1, 19) == (
        "19 journées : 280 € par mois, soit environ 14,74 € la journée, avec le forfait mensuel (280 € en une fois)"
    )
    # A day that two half-days open is paid with both.
    halves = comptoir(prices={"passes": factories.REMOVED, "grids": grid(day=None, pass_10=None)})
    assert answer(halves, 1, 2, "en") == (
        "2 days: €36 a month, or €18 a day, with the half-day price (€18 at each visit)"
    )


def test_of_ways_at_one_cost_the_answer_says_one_that_is_not_paid_in_advance() -> None:
    """Ten half-days at 9 euros and a pass of ten at 90; two half-days and a day."""
    space = comptoir(prices={"grids": grid(half_day="9", day="18", pass_10="90")})
    assert answer(space, 0, 6) == (
        "6 demi-journées : 54 € par mois, soit 9 € la demi-journée, avec le prix à la demi-journée (9 € à chaque passage)"
    )
    assert answer(space, 1, 2).endswith("avec le prix à la journée (18 € à chaque passage)")
    assert any("au même coût" in one["text"] for unit in units(space) for one in unit["sentences"])


def test_a_pass_never_shows_its_price_by_visit_alone() -> None:
    for unit in units(comptoir()):
        for row in unit["rows"]:
            ahead = re.search(r"à payer d’avance\xa0:\xa0(?:2\xa0×\xa0)?80", row["way"])
            assert ("carnet" in row["way"]) == bool(ahead), row


def test_visits_that_use_more_than_one_pass_have_their_number_told() -> None:
    """Ten half-days use one pass of ten, eleven use two; six days use twelve half-days."""
    assert "(à payer d’avance : 80 €)" in answer(comptoir(), 0, 10)
    assert "(à payer d’avance : 2 × 80 €)" in answer(comptoir(), 0, 11)
    without_days = comptoir(prices={"grids": grid(day=None)})
    assert answer(without_days, 1, 6).endswith("avec le carnet de 10 entrées (à payer d’avance : 2 × 80 €)")
    assert "(to pay in advance: 2 × €80)" in answer(comptoir(), 0, 20, "en")


@pytest.mark.long
@given(
    st.none() | st.decimals(1, 50, places=2),
    st.none() | st.decimals(1, 99, places=2),
    st.none() | st.decimals(1, 999, places=2),
    st.none() | st.decimals(1, 400, places=2),
    st.none() | st.integers(1, 24),
)
@settings(deadline=None, max_examples=30)
def test_rows_say_and_measure_the_cheapest_of_every_number_of_visits(
    half_day: Decimal | None, day: Decimal | None, month: Decimal | None, pass_10: Decimal | None, months: int | None
) -> None:
    space = comptoir(
        prices={
            "passes": {"pass_10": {"validity_months": months}},
            "grids": grid(half_day=half_day, day=day, month=month, pass_10=pass_10),
        }
    )
    options = price_comparison.pricing_options(space, space.prices.grid(space.today))
    found = facts(space)
    assert bool(found["audiences"]) == (len(options) > 1)
    units = found["audiences"][0]["now"] if found["audiences"] else []
    costs = {}
    for unit in units:
        assert len(unit["rows"]) == 20
        for times, row in enumerate(unit["rows"], 1):
            best = price_comparison.cheapest(options, unit["key"], times)
            assert {found["options"][place] for place in row["options"]} == {
                sold_label(FactFormatter(space, "fr", document=False), option.key) for option in best
            }
            cost = costs[unit["key"], times] = best[0].monthly(unit["key"], times)
            assert money(to_cents(cost), "fr") in row["cost"]
    # All charts are on one scale.
    most = max(costs.values(), default=Fraction(1))
    for unit in units:
        for times, row in enumerate(unit["rows"], 1):
            assert row["share"] == pytest.approx(float(100 * costs[unit["key"], times] / most), abs=0.06)


def test_amounts_include_vat_where_it_is_known() -> None:
    def taxed(regime: str | None, basis: str = "ht") -> Space:
        return comptoir(
            prices={"basis": basis}, organisations={"organisations": {"cooperative": {"vat": {"regime": regime}}}}
        )

    assert "(à payer d’avance : 96 €)" in answer(taxed("assujettie"), 0, 6)
    assert facts(taxed("assujettie"))["with_vat"]
    for space in (taxed("assujettie", "ttc"), taxed(None), taxed("franchise-en-base")):
        assert "(à payer d’avance : 80 €)" in answer(space, 0, 6)
        assert not facts(space)["with_vat"]


def test_a_pass_whose_validity_is_unknown_is_said_to_be() -> None:
    assert facts(comptoir())["open_pass"]
    assert not facts(comptoir(prices={"passes": {"pass_10": {"validity_months": 12}}}))["open_pass"]


def test_who_pays_nothing_is_said_once_they_are_named() -> None:
    def free(**audiences: str) -> str:
        space = comptoir(prices={"grids": grid(free=["half_day", "month"]), "audiences": audiences})
        return plain(facts(space)["free"]["now"])

    assert free(free="Bénévoles") == "Gratuit (Bénévoles) : Demi-journée et Mois."
    assert free() == ""
