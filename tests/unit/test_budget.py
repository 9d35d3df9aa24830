"""Three years: people grow, costs are borne or shared, what is unknown is never zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit import spaces

from tierslieu.budget import Missing, forecast, people
from tierslieu.problems import Problems

COSTS = [
    {"label": "Loyer", "amount": "12000"},
    {"label": "Assurance", "amount": "600,01", "paid_by": "cooperative"},
    {"label": "Salaires", "amount": "20000", "paid_by": "association"},
]
SUBSIDIES = [{"label": "Subvention", "amount": "25000", "received_by": "association"}]
BUDGET = {"costs": COSTS, "subsidies": SUBSIDIES}


def lines(space, year, organisation):
    account = {account.organisation: account for account in forecast(space).years[year - 1].accounts}[organisation]
    return {(line.kind, line.label): line.amount for line in account.lines}


def test_the_comptoir_by_hand():
    """6 × 280 × 12 and 30 × 2 × 9 × 12, less 10 %, 600.01 and 60 % of 12 000."""
    space = spaces.comptoir(budget=BUDGET)
    assert lines(space, 1, "cooperative") == {
        ("residents", None): Decimal("20160.00"),
        ("occasional", None): Decimal("6480.00"),
        ("solidarity", None): Decimal("-2664.00"),
        ("cost", "Assurance"): Decimal("-600.01"),
        ("common_cost", "Loyer"): Decimal("-7200.00"),
    }
    assert lines(space, 1, "association") == {
        ("subsidy", "Subvention"): Decimal("25000.00"),
        ("cost", "Salaires"): Decimal("-20000.00"),
        ("common_cost", "Loyer"): Decimal("-4800.00"),
    }
    first, second, third = forecast(space).years
    assert [account.result for account in first.accounts] == [Decimal("16175.99"), Decimal("200.00")]
    assert first.result == Decimal("16375.99")
    assert [(year.residents, year.occasional) for year in (first, second, third)] == [(6, 30), (8, 40), (10, 50)]
    assert third.accounts[0].lines[0].amount == 10 * 280 * 12
    assert all(year.complete for year in (first, second, third)) and not forecast(space).missing


def test_months_and_half_days_come_from_the_budget():
    space = spaces.comptoir(budget={"opening_months": 10, "half_days_per_occasional": 3})
    found = lines(space, 1, "cooperative")
    assert found["residents", None] == 6 * 280 * 10
    assert found["occasional", None] == 30 * 3 * 9 * 10


counts = st.integers(0, 500)


@given(counts, counts, counts)
def test_people_are_whole_and_add_up(residents, occasional, target):
    capacity = {"residents": residents, "occasional": occasional, "target_coworkers": target}
    space = spaces.comptoir(identity={"capacity": capacity})
    assert people(space, 1) == (residents, occasional)
    if residents + occasional:
        third = people(space, 3)
        assert sum(third) == target
        assert abs(third[0] * (residents + occasional) - target * residents) * 2 <= residents + occasional
        low, high = sorted((residents + occasional, target))
        assert low <= sum(people(space, 2)) <= high
    else:
        assert people(space, 3) == ((0, 0) if not target else (None, None))


cents = st.decimals(0, 100_000, places=2)


@given(st.lists(cents, max_size=5), st.decimals(0, 100, places=2))
def test_common_costs_are_borne_whole(amounts, first):
    space = spaces.comptoir(
        budget={"costs": [{"label": f"cost {n}", "amount": amount} for n, amount in enumerate(amounts)]},
        organisations={"common_costs": {"shares": {"cooperative": first, "association": 100 - first}}},
    )
    for year in forecast(space).years:
        borne = [line.amount for it in year.accounts for line in it.lines if line.kind == "common_cost"]
        assert sum(borne) == -sum(amounts)


def test_a_single_organisation_bears_everything():
    space = spaces.alone(budget={"costs": COSTS[:1]})
    assert lines(space, 1, "association")["common_cost", "Loyer"] == -12000


def test_without_coworking_there_is_no_income_from_it():
    space = spaces.comptoir(identity={"modules": {"coworking": "non"}})
    assert forecast(space).years[0].result == 0 and forecast(space).years[0].complete


def missing(**changes):
    found = forecast(spaces.comptoir(**changes))
    return [(it.what, it.detail) for it in found.missing], [year.complete for year in found.years]


def test_unknown_amounts_are_blank_and_named():
    budget = {"costs": [{"label": "Loyer"}, *COSTS[1:]], "subsidies": SUBSIDIES}
    space = spaces.comptoir(budget=budget)
    assert lines(space, 1, "association")["common_cost", "Loyer"] is None
    result = forecast(space)
    assert result.missing == (Missing("fact_amount", "Loyer", "config/budget.yaml"),)
    assert not any(account.complete for year in result.years for account in year.accounts)
    # The known part is added up all the same.
    assert result.years[0].accounts[1].result == Decimal("5000.00")


def test_an_unknown_of_one_organisation_leaves_the_other_complete():
    result = forecast(spaces.comptoir(budget={"subsidies": [{"label": "Don", "received_by": "association"}]}))
    assert [account.complete for account in result.years[0].accounts] == [True, False]


def test_unknown_people():
    assert missing(identity={"capacity": {"target_coworkers": None}}) == (
        [("fact_target_coworkers", None)],
        [True, False, False],
    )
    assert missing(identity={"capacity": {"residents": None}}) == ([("fact_residents", None)], [False] * 3)
    from_nobody = {"residents": 0, "occasional": 0}
    assert missing(identity={"capacity": from_nobody}) == (
        [("fact_residents", None), ("fact_occasional", None)],
        [True, False, False],
    )


def test_unknown_prices():
    grids = [{"amounts": {"half_day": "9"}}]
    assert missing(prices={"grids": grids}) == ([("fact_amount", "month")], [False] * 3)
    # A price that nobody pays is not missed.
    assert missing(prices={"grids": grids}, identity={"capacity": {"residents": 0}}) == ([], [True] * 3)


def test_unknown_shares():
    assert missing(organisations={"solidarity": {"percent": None}}) == ([("fact_solidarity", None)], [False] * 3)
    nobody = {"common_costs": {"shares": {"cooperative": spaces.REMOVED, "association": spaces.REMOVED}}}
    assert missing(organisations=nobody, budget=BUDGET) == ([("common_costs_title", None)], [False] * 3)
    assert missing(organisations=nobody) == ([], [True] * 3)


def test_zero_is_never_negative():
    space = spaces.comptoir(
        budget={"costs": [{"label": "Prêt", "amount": 0}]}, organisations={"solidarity": {"percent": 0}}
    )
    found = lines(space, 1, "cooperative")
    assert str(found["common_cost", "Prêt"]) == "0.00"
    assert ("solidarity", None) not in found


def test_an_unknown_organisation_is_refused():
    budget = {"costs": [{**COSTS[1], "paid_by": "cooperativ"}], "subsidies": [{**SUBSIDIES[0], "received_by": "x"}]}
    with pytest.raises(Problems) as caught:
        forecast(spaces.comptoir(budget=budget))
    first, second = caught.value.problems
    assert (first.code, first.file) == ("organisation.unknown", "config/budget.yaml")
    assert first.values["closest"] == "cooperative" and second.values["organisation"] == "x"


def test_each_organisation_has_the_same_lines_every_year():
    """So that the years stand side by side in a table, even where no amount is known."""
    for capacity in ({}, {"target_coworkers": None}, {"residents": 0, "occasional": 0}):
        first, *others = forecast(spaces.comptoir(budget=BUDGET, identity={"capacity": capacity})).years
        shape = [[(line.kind, line.label) for line in account.lines] for account in first.accounts]
        for year in others:
            assert [[(line.kind, line.label) for line in account.lines] for account in year.accounts] == shape
