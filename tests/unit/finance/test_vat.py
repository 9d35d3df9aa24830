"""VAT is rounded once, halves up, and what is sold has the VAT of its seller."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import factories

from tierslieu.finance.vat import Taxed, charged_percent, exact_net, recovered_percent, sold, taxed
from tierslieu.model import Space

amounts = st.decimals(0, 100_000, places=2)
rates = st.sampled_from([Decimal(0), Decimal("5.5"), Decimal(10), Decimal(20)])


def comptoir(regime: str | None, **prices: Any) -> Space:
    """The Comptoir, whose cooperative has a VAT regime."""
    organisations = {"organisations": {"cooperative": {"vat": {"regime": regime}}}}
    return factories.comptoir(organisations=organisations, prices=prices)


@given(amounts, rates, st.sampled_from(["ht", "ttc"]))
def test_amounts_add_up_and_the_written_one_is_kept(amount: Decimal, percent: Decimal, basis: str) -> None:
    price = taxed(amount, basis, percent)
    assert price.ht is not None and price.vat is not None and price.ttc is not None
    assert price.ht + price.vat == price.ttc and getattr(price, basis) == amount
    assert abs(price.ht * percent / 100 - price.vat) <= Decimal("0.006")


@pytest.mark.parametrize(
    ("amount", "basis", "percent", "ht", "vat", "ttc"),
    [
        # Half a cent is rounded up, not to the even cent: 0.025 €, then 0.275 and 0.045 €, then an amount of 0.005 €.
        ("0.03", "ttc", "20", "0.03", "0.00", "0.03"),
        ("2.75", "ht", "10", "2.75", "0.28", "3.03"),
        ("0.25", "ht", "10", "0.25", "0.03", "0.28"),
        ("0.45", "ht", "10", "0.45", "0.05", "0.50"),
        ("280", "ttc", "20", "233.33", "46.67", "280"),
        ("19", "ttc", "20", "15.83", "3.17", "19"),
        ("0.004", "ht", "20", "0.00", "0.00", "0.00"),
        ("0.005", "ht", "0", "0.01", "0.00", "0.01"),
    ],
)
def test_vat_is_rounded_halves_up(amount: str, basis: str, percent: str, ht: str, vat: str, ttc: str) -> None:
    assert taxed(Decimal(amount), basis, Decimal(percent)) == Taxed(Decimal(ht), Decimal(vat), Decimal(ttc))


def test_an_unknown_regime_leaves_the_written_amount_alone() -> None:
    assert taxed(Decimal(9), "ttc", None) == Taxed(None, None, Decimal(9))
    assert taxed(Decimal(9), "ht", None) == Taxed(Decimal(9), None, None)
    assert taxed(None, "ttc", Decimal(20)) == Taxed(None, None, None)


@pytest.mark.parametrize(("regime", "charged"), [("assujettie", 20), ("franchise-en-base", 0), (None, None)])
def test_the_seller_charges_and_recovers_as_its_regime_says(regime: str | None, charged: int | None) -> None:
    space = comptoir(regime)
    assert charged_percent(space, "cooperative", "normal") == charged
    assert recovered_percent(space, "cooperative", "normal") == charged
    assert recovered_percent(space, "cooperative", None) == 0
    assert charged_percent(space, None, "normal") is None


def test_a_pass_has_the_rate_of_the_offer_that_it_opens() -> None:
    offers = {"half_day": {"vat": "reduit"}, "day": {"vat": "normal"}}
    space = comptoir("assujettie", offers=offers)
    assert sold(space, "pass_10", Decimal("105.50")).ht == Decimal("100.00")
    assert sold(space, "day", Decimal(15)).ht == Decimal("12.50")
    with pytest.raises(KeyError):
        sold(space, "dya", Decimal(15))


def test_the_exact_net_is_not_rounded_and_prices_before_vat_stay() -> None:
    assert exact_net(comptoir("assujettie"), "day", Decimal(19)) == Fraction(95, 6)
    assert exact_net(comptoir("assujettie", basis="ht"), "day", Decimal(19)) == 19
    assert exact_net(comptoir("franchise-en-base"), "day", Decimal(19)) == 19
    assert exact_net(comptoir(None), "day", Decimal(19)) == 19
