"""Every cent of a stream goes to somebody, and is explained."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit import spaces

from tierslieu.problems import Problems
from tierslieu.split import Part, explain, streams

amounts = st.decimals(0, 100_000, places=2)
percents = st.decimals(0, 100, places=2)


@given(amounts, percents, percents, st.sampled_from(["coworking", "mediation", "support", "common-costs"]))
def test_parts_add_up_to_the_whole(amount, solidarity, first, stream):
    shares = {"cooperative": first, "association": 100 - first}
    space = spaces.comptoir(organisations={"solidarity": {"percent": solidarity}, "common_costs": {"shares": shares}})
    split = explain(space, amount, stream)
    assert sum(part.amount for part in split.parts) == amount
    assert sum(part.percent for part in split.parts) == 100
    assert all(part.amount >= 0 for part in split.parts)


def test_solidarity_comes_first():
    split = explain(spaces.comptoir(), Decimal(280), "coworking")
    assert split.parts == (
        Part(None, Decimal(10), Decimal("28.00")),
        Part("cooperative", Decimal(90), Decimal("252.00")),
    )
    assert (split.half_day_price, split.free_half_days) == (Decimal("9.00"), 3)


@pytest.mark.parametrize(("amount", "half_days"), [("0", 0), ("89.94", 0), ("90", 1), ("899.99", 10)])
def test_a_half_day_is_free_once_it_is_paid(amount, half_days):
    assert explain(spaces.comptoir(), Decimal(amount), "coworking").free_half_days == half_days


def test_the_half_day_is_that_of_the_day():
    grids = [*spaces.PRICES["grids"], {"from": "2027-01-01", "amounts": {"half_day": "14"}}]
    split = explain(spaces.comptoir(prices={"grids": grids}), Decimal(280), "coworking")
    assert (split.half_day_price, split.free_half_days) == (Decimal("14.00"), 2)


def test_no_solidarity_and_unknown_solidarity():
    none = explain(spaces.comptoir(organisations={"solidarity": {"percent": 0}}), Decimal(280), "coworking")
    assert none.parts == (Part("cooperative", Decimal(100), Decimal("280.00")),) and not none.missing
    unknown = explain(spaces.comptoir(organisations={"solidarity": {"percent": None}}), Decimal(280), "coworking")
    assert unknown.parts == none.parts and unknown.missing == ("fact_solidarity",)


def test_an_unknown_price_funds_no_known_number_of_half_days():
    space = spaces.comptoir(prices={"grids": [{"amounts": {"half_day": None}}]})
    assert explain(space, Decimal(280), "coworking").free_half_days is None


def test_the_operator_alone_receives_the_other_services():
    assert explain(spaces.comptoir(), Decimal("0.005"), "mediation").parts == (
        Part("association", Decimal(100), Decimal("0.01")),
    )


def test_common_costs_go_by_the_key():
    assert [part.amount for part in explain(spaces.comptoir(), Decimal("100.01"), "common-costs").parts] == [
        Decimal("60.01"),
        Decimal("40.00"),
    ]
    assert explain(spaces.alone(), Decimal(5), "common-costs").parts == (Part("association", Decimal(100), Decimal(5)),)


def problems(space, stream="common-costs"):
    with pytest.raises(Problems) as caught:
        explain(space, Decimal(1), stream)
    return caught.value.problems


def test_shares_that_share_nothing_are_refused():
    shares = {"cooperative": spaces.REMOVED, "association": spaces.REMOVED}
    (problem,) = problems(spaces.comptoir(organisations={"common_costs": {"shares": shares}}))
    assert (problem.code, problem.file) == ("split.no_shares", "config/organisations.yaml")
    shares = {"cooperative": 50, "association": spaces.REMOVED, "asociation": 40}
    found = problems(spaces.comptoir(organisations={"common_costs": {"shares": shares}}))
    assert [problem.code for problem in found] == ["organisation.unknown", "shares.sum"]
    assert found[0].values["closest"] == "association"


def test_an_unknown_stream_is_refused_with_the_known_ones():
    (problem,) = problems(spaces.comptoir(), "coworkin")
    assert problem.code == "split.stream"
    assert problem.values["closest"] == "coworking"
    assert problem.values["streams"] == "coworking, mediation, support, common-costs"


def test_a_service_that_is_off_is_no_stream():
    space = spaces.comptoir(identity={"modules": {"support": "non"}})
    assert streams(space) == ("coworking", "mediation", "common-costs")
    assert problems(space, "support")[0].code == "split.stream"


def test_a_negative_amount_is_refused():
    with pytest.raises(ValueError):
        explain(spaces.comptoir(), Decimal(-1), "coworking")
