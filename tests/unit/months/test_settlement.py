"""A month settles to the cent as a calculation that shares no code with the engine, and the parts are the whole."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import factories
from support.recomputed_months import (
    REGIMES,
    YEAR,
    RecomputedMonth,
    cents_of,
    half_up,
    last_of,
    place_of,
    register_of,
    rules_on,
)

from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister
from tierslieu.months.balances import balance
from tierslieu.months.settlement import Settlement, settle
from tierslieu.months.words import reasons


def space_of(place: dict[str, Any]) -> Space:
    return factories.comptoir(organisations=place)


def cents(amount: Decimal | None) -> int:
    assert amount is not None
    return int(amount * 100)


@pytest.mark.parametrize("seed", range(6))
def test_a_year_of_six_places_is_that_of_an_independent_calculation(seed: int) -> None:
    place = place_of(seed)
    space = space_of(place)
    for month in YEAR:
        register = register_of(place, month, seed)
        settlement = settle(space, MonthRegister.model_validate(register), month)
        expected = RecomputedMonth(place, register, month)
        for key in place["organisations"]:
            result = balance(settlement, key)
            amounts = [cents(part) for part in (result.share, result.vat, result.aside, result.cost_share)]
            own = [part[key] for part in (expected.share, expected.vat, expected.aside, expected.cost_share)]
            assert amounts == own, (month, key)
        invoices = {(bill.issuer, bill.customer, bill.clause): cents(bill.ht) for bill in settlement.invoices}
        assert invoices == {key: part for key, part in expected.invoices.items() if part}
        regimes = rules_on(place, last_of(month))["regimes"]
        for bill in settlement.invoices:
            charged = REGIMES[regimes[bill.issuer]][0]
            assert cents(bill.vat) == half_up(Fraction(cents(bill.ht)) * charged / 100)
            assert bill.ttc == bill.ht + (bill.vat or 0) and bool(bill.mention) == (charged == 0)
        assert_whole(settlement, register)


def assert_whole(settlement: Settlement, register: dict[str, Any]) -> None:
    """Every part is that of some receipt, and every balance that of another organisation."""
    received = sum(cents_of(entry["amount"]) for entry in (*register["receipts"], *register["corrections"]))
    balances = [balance(settlement, key) for key in settlement.names]
    assert sum(cents(one.vat + one.aside + one.share) for one in balances) == received
    assert sum(one.paid - one.cost_share for one in balances) == 0
    assert sum(one.balance for one in balances if one.balance is not None) == 0


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(
    st.decimals(-100_000, 100_000, places=2),
    st.integers(0, 100),
    st.integers(0, 100),
    st.sampled_from(["assujettie", "franchise-en-base"]),
)
def test_the_parts_of_any_sum_add_up_to_it(amount: Decimal, percent: int, solidarity: int, regime: str) -> None:
    space = factories.comptoir(
        organisations={
            "organisations": {"cooperative": {"vat": {"regime": regime}}},
            "streams": {"coworking": {"shares": {"cooperative": percent, "association": 100 - percent}}},
            "solidarity": {"percent": solidarity},
        }
    )
    line = settle(space, received("coworking", str(amount)), "2027-01").streams[0]
    assert line.vat is not None and line.aside is not None and line.parts is not None
    assert line.vat + line.aside + sum(line.parts.values()) == line.ttc == amount


def received(stream: str, *amounts: str) -> MonthRegister:
    entries = [{"stream": stream, "amount": amount, "received_by": "cooperative"} for amount in amounts]
    return MonthRegister.model_validate({"receipts": entries})


def exempt(**changes: Any) -> Space:
    """Two organisations that charge no VAT."""
    regimes = {key: {"vat": {"regime": "franchise-en-base"}} for key in ("cooperative", "association")}
    return factories.comptoir(organisations={"organisations": regimes, **changes})


def test_the_sum_of_the_month_is_shared_and_not_each_receipt() -> None:
    space = exempt(streams={"support": {"shares": {"cooperative": 55, "association": 45}}})
    line = settle(space, received("support", *["7,50"] * 300), "2027-01").streams[0]
    assert line.parts == {"cooperative": Decimal("1237.50"), "association": Decimal("1012.50")}


def test_a_statement_waits_for_the_regime_and_says_whose() -> None:
    space = factories.comptoir(organisations={"streams": {"coworking": {"shares": {"association": 100}}}})
    settlement = settle(space, received("coworking", "100"), "2027-01")
    assert settlement.streams[0].parts is None and settlement.invoices == ()
    assert [(fact.label, fact.organisation) for fact in settlement.missing] == [
        ("régime de TVA", "Coopérative d’exemple")
    ]


def test_a_mention_that_no_source_gives_any_longer_is_waited_for() -> None:
    space = exempt(streams={"support": {"shares": {"association": 100}}})
    settlement = settle(space, received("support", "100"), "2028-02")
    assert settlement.invoices[0].ttc is None and balance(settlement, "association").balance is None
    assert [fact.label for fact in settlement.missing] == ["mention de TVA des factures"]


def test_free_uses_and_passes_are_counted() -> None:
    uses = [{"pass": "pass_10", "count": 3, "sold": 1}, {"pass": "pass_10", "count": 4, "golden_tickets": 1}]
    register = received("coworking", "100").model_copy(
        update={"free_uses": 2, "uses": MonthRegister.model_validate({"uses": uses}).uses}
    )
    settlement = settle(exempt(), register, "2027-01")
    assert settlement.free_uses is not None
    free = settlement.free_uses
    assert (cents(free.aside), free.count, cents(free.price)) == (1000, 2, 900)
    assert [(book.sold, book.used, book.golden_tickets) for book in settlement.passes] == [(1, 7, 1)]


@pytest.mark.long
def test_a_hundred_thousand_receipts_settle_in_less_than_three_seconds() -> None:
    space = space_of(place_of(3))
    entries = MonthRegister.model_validate(register_of(place_of(3), "2027-05", 3)).receipts
    register = received("coworking").model_copy(
        update={"receipts": tuple(entries[index % len(entries)] for index in range(100_000))}
    )
    start = time.process_time()
    settle(space, register, "2027-05")
    assert time.process_time() - start < 3


def test_a_common_cost_is_corrected_by_the_key_of_its_month() -> None:
    change = {"from": "2027-02-01", "common_costs": {"shares": {"cooperative": 50, "association": 50}}}
    regimes = {key: {"vat": {"regime": "franchise-en-base"}} for key in ("cooperative", "association")}
    common = {"shares": {"cooperative": 80, "association": 20}}
    space = factories.comptoir(organisations={"organisations": regimes, "common_costs": common, "changes": [change]})
    paid = {"label": "Loyer", "paid_by": "cooperative"}
    register = MonthRegister.model_validate(
        {
            "common_costs": [{**paid, "amount": 100}],
            "cost_corrections": [{**paid, "amount": "(50,00)", "month": "2027-01", "reason": "Avoir"}],
            "use_corrections": [{"pass": "pass_10", "count": -1, "month": "2027-01", "reason": "Double"}],
        }
    )
    settlement = settle(space, register, "2027-02")
    parts = [(line.month, line.parts["association"] if line.parts else None) for line in settlement.costs]
    assert parts == [("2027-02", Decimal(50)), ("2027-01", Decimal(-10))]
    (invoice,) = settlement.invoices
    assert (invoice.issuer, invoice.ht) == ("cooperative", Decimal(40))
    assert [count.used for count in settlement.passes] == [-1]
    assert len(list(reasons(settlement))) == 2
