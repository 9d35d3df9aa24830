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


@pytest.mark.long
@given(amounts, weights)
def test_shares_add_up_to_the_whole(amount: Decimal, weights: dict[str, Decimal]) -> None:
    assume(sum(weights.values()))
    assert sum(share(amount, weights).values()) == amount


@pytest.mark.long
@given(amounts, weights)
def test_no_share_is_off_by_a_cent(amount: Decimal, weights: dict[str, Decimal]) -> None:
    total = sum(weights.values())
    assume(total)
    for name, part in share(amount, weights).items():
        exact = Fraction(amount) * Fraction(weights[name]) / Fraction(total)
        assert abs(Fraction(part) - exact) < Fraction(CENT)


@pytest.mark.long
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


def test_of_equal_remainders_the_first_named_gets_the_cent() -> None:
    weights = {"first": Decimal(4), "second": Decimal(1), "third": Decimal(1)}
    assert share(Decimal("0.02"), weights) == {"first": Decimal("0.02"), "second": Decimal(0), "third": Decimal(0)}


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
        ("9 euros", "9.00"),
        ("9 euro", "9.00"),
        ("9 EUR", "9.00"),
        ("1 280 euros", "1280.00"),
        ("9€50", "9.50"),
        ("9 € 05", "9.05"),
        ("9 euros 50", "9.50"),
        ("9,50€", "9.50"),
        ("９，５０ €", "9.50"),
        ("1\u2007280", "1280.00"),
        ("1.280,50", "1280.50"),
        ("1,280.50", "1280.50"),
        ("1 280 500,5", "1280500.50"),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: str) -> None:
    assert canonical(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "€",
        "abc",
        "-3",
        "+3",
        "9,999",
        "9" * 16,
        "9" * 400,
        "1e9",
        "NaN",
        "Infinity",
        "9.",
        ".5",
        "٩",
        "1_000",
        "9,5,0",
        "1.280",
        "1,280",
        "9 50",
        "12 80",
        "1 2 80",
        "0 280",
        "1 28",
        "9€5",
        "9€500",
        "9,50€50",
        "9²",
        "½",
        "9/15",
        "9 € 15 €",
        "1.28,50",
        "1,280,50",
        "1.280.50",
        "9 eurosx",
        "9 5 euros",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(text)


@st.composite
def written_amounts(draw: st.DrawFn) -> tuple[str, Decimal]:
    """An amount as somebody may write it, and what is meant."""
    whole, cents = draw(st.integers(0, 9_999_999)), draw(st.integers(0, 99))
    space = draw(st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]))
    groups, point = draw(st.sampled_from([("", ","), ("", "."), (space, ","), (space, "."), (".", ","), (",", ".")]))
    # Groups of thousands by a dot or a comma only say what is meant beside a decimal separator.
    decimals = draw(st.sampled_from([f"{point}{cents:02}", ""])) if groups in ("", space) else f"{point}{cents:02}"
    unit = draw(st.sampled_from(["", "€", " €", "\u202f€", " euros", "euro", " EUR"]))
    digits = f"{whole:,}".replace(",", groups)
    if not decimals and unit and draw(st.booleans()):
        return f"{digits}{unit}{cents:02}", Decimal(whole) + Decimal(cents) / 100
    text = f"{digits}{decimals}{unit}"
    if draw(st.booleans()):
        text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    return text, Decimal(whole) + (Decimal(cents) / 100 if decimals else 0)


@given(written_amounts())
def test_an_amount_is_read_as_it_is_meant(written: tuple[str, Decimal]) -> None:
    text, meant = written
    assert parse_amount(text) == meant


@given(st.text("0123456789 .,€\u00a0", max_size=12))
def test_what_is_read_holds_every_digit_in_order(text: str) -> None:
    """Whatever the signs between them: no digit is lost, and none but the last two are cents."""
    try:
        amount = parse_amount(text)
    except ValueError:
        return
    digits = "".join(filter(str.isdigit, text))
    written = f"{amount:f}".replace(".", "").lstrip("0")
    assert written in {digits.lstrip("0") + zeros for zeros in ("", "0", "00")} | {""}
    assert written or not digits.strip("0")


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
