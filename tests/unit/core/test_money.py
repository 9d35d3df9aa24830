"""Amounts are exact, and shares add up to the whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tierslieu.core.money import CENT, canonical, parse_amount, parse_split, share

amounts = st.decimals(0, 1_000_000, places=2)
weights = st.dictionaries(st.text(max_size=3), st.decimals(0, 100, places=2), min_size=1, max_size=6)


@given(amounts, weights)
def test_shares_add_up_to_the_whole(amount: Decimal, weights: dict[str, Decimal]) -> None:
    assume(sum(weights.values()))
    assert sum(share(amount, weights).values()) == amount


@given(amounts, weights)
def test_no_share_is_off_by_a_cent(amount: Decimal, weights: dict[str, Decimal]) -> None:
    total = sum(weights.values())
    assume(total)
    for name, part in share(amount, weights).items():
        exact = Fraction(amount) * Fraction(weights[name]) / Fraction(total)
        assert abs(Fraction(part) - exact) < Fraction(CENT)


@given(amounts, weights)
def test_a_greater_weight_never_gets_less(amount: Decimal, weights: dict[str, Decimal]) -> None:
    assume(sum(weights.values()))
    parts = share(amount, weights)
    assert list(parts) == list(weights)
    for name in weights:
        for other in weights:
            assert weights[name] <= weights[other] or parts[name] >= parts[other]


@given(amounts, st.integers(1, 9))
def test_the_first_named_gets_the_odd_cents(amount: Decimal, count: int) -> None:
    parts = list(share(amount, dict.fromkeys(map(str, range(count)), Decimal(1))).values())
    assert parts == sorted(parts, reverse=True)


def test_share_of_the_comptoir() -> None:
    key = {"cooperative": Decimal(60), "association": Decimal(40)}
    assert share(Decimal("100.01"), key) == {"cooperative": Decimal("60.01"), "association": Decimal("40.00")}
    assert share(Decimal("0.01"), key) == {"cooperative": Decimal("0.01"), "association": Decimal("0.00")}
    assert share(Decimal("0.005"), key) == {"cooperative": Decimal("0.01"), "association": Decimal("0.00")}


@pytest.mark.parametrize("weights", [{}, {"a": Decimal(0)}, {"a": Decimal(2), "b": Decimal(-1)}])
def test_weights_that_share_nothing_are_refused(weights: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError):
        share(Decimal(1), weights)


@given(amounts)
def test_an_amount_reads_back(amount: Decimal) -> None:
    assert parse_amount(canonical(amount)) == amount
    assert canonical(parse_amount(canonical(amount))) == canonical(amount)
    assert parse_amount(canonical(amount).replace(".", ",") + "\u202f€") == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("9", "9.00"),
        ("9,5", "9.50"),
        ("9,50", "9.50"),
        ("9.50 €", "9.50"),
        ("1 280", "1280.00"),
        ("1\u00a0280,00\u00a0€", "1280.00"),
        (" 15€ ", "15.00"),
        ("0", "0.00"),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: str) -> None:
    assert canonical(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text", ["", "€", "abc", "-3", "+3", "9,999", "1e9", "NaN", "Infinity", "9.", ".5", "9€50", "٩", "1_000", "9,5,0"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(text)


@given(st.text())
def test_reading_an_amount_gives_cents_or_a_refusal(text: str) -> None:
    try:
        amount = parse_amount(text)
    except ValueError:
        return
    assert amount >= 0 and amount == amount.quantize(CENT)


def test_splits() -> None:
    assert parse_split("60/40") == [Decimal(60), Decimal(40)]
    assert parse_split(" 33,33 % / 66.67% ") == [Decimal("33.33"), Decimal("66.67")]
    for text in ("", "a/b", "60/", "-10/110", "1e2"):
        with pytest.raises(ValueError):
            parse_split(text)
