"""Three years: people grow, VAT and shares leave, costs are borne, cash follows; what is unknown is never zero."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import factories

from tierslieu.budget import Demand, Shortage, coworking_income, forecast, headcount, incomes
from tierslieu.budget.accounts import monthly_parts, total, total_taxed
from tierslieu.budget.assets_and_loans import depreciation, instalments, last_month, monthly_instalment
from tierslieu.budget.balance_sheet import balance_sheets
from tierslieu.budget.headcount import attendance
from tierslieu.core.problems import MissingFact, Problems
from tierslieu.finance.vat import Taxed
from tierslieu.model import Space
from tierslieu.model.budget import Loan

Changes = dict[str, Any]

COSTS: list[Changes] = [
    {"label": "Loyer", "amount": "12000", "vat": "normal"},
    {"label": "Assurance", "amount": "600,01", "paid_by": "cooperative", "vat": "sans"},
    {"label": "Salaires", "amount": "20000", "paid_by": "association"},
]
SUBSIDIES = [{"label": "Subvention", "amount": "25000", "received_by": "association", "month": 12}]
BUDGET = {"costs": COSTS, "subsidies": SUBSIDIES}
INVESTMENT = {"label": "Bureaux", "amount": "6000", "paid_by": "cooperative", "life": 5, "vat": "normal"}
LOAN = {"label": "Banque", "amount": "10000", "received_by": "cooperative", "percent": "3.5", "years": 5}
CONTRIBUTION = {"label": "Parts", "amount": "1000", "received_by": "cooperative"}
NOBODY = {"common_costs": {"shares": {"cooperative": factories.REMOVED, "association": factories.REMOVED}}}


def regimes(cooperative: str | None, association: str = "organisme-non-lucratif") -> Changes:
    regime = {"cooperative": cooperative, "association": association}
    return {"organisations": {key: {"vat": {"regime": value}} for key, value in regime.items()}}


def comptoir(cooperative: str | None = "franchise-en-base", **changes: Any) -> Space:
    """The Comptoir without any missing fact."""
    changes["organisations"] = factories.merge(regimes(cooperative), changes.get("organisations", {}))
    opening = {"opening_cash": {"cooperative": 0, "association": 0}}
    return factories.comptoir(**{**changes, "budget": factories.merge(opening, changes.get("budget", {}))})


def lines(space: Space, year: int, organisation: str) -> dict[tuple[str, str | None], Taxed]:
    account = {account.organisation: account for account in forecast(space).years[year - 1].accounts}[organisation]
    return {(line.kind, line.label or line.key): line.amounts for line in account.lines}


def net(space: Space, year: int, organisation: str) -> dict[tuple[str, str | None], Decimal | None]:
    return {name: amounts.ht for name, amounts in lines(space, year, organisation).items()}


# --- By hand


def test_the_comptoir_without_vat() -> None:
    """6 × 280 × 12 and 30 × 2 × 9 × 12, less 10 %, 600.01 and 60 % of 12 000."""
    space = comptoir(budget=BUDGET)
    assert net(space, 1, "cooperative") == {
        ("residents", "month"): Decimal("20160.00"),
        ("occasional", "half_day"): Decimal("6480.00"),
        ("solidarity", None): Decimal("-2664.00"),
        ("cost", "Assurance"): Decimal("-600.01"),
        ("common_cost", "Loyer"): Decimal("-7200.00"),
    }
    assert net(space, 1, "association") == {
        ("subsidy", "Subvention"): Decimal("25000.00"),
        ("cost", "Salaires"): Decimal("-20000.00"),
        ("common_cost", "Loyer"): Decimal("-4800.00"),
    }
    first, second, third = forecast(space).years
    assert [account.result for account in first.accounts] == [Decimal("16175.99"), Decimal("200.00")]
    assert first.result == Decimal("16375.99")
    assert [(year.residents, year.occasional) for year in (first, second, third)] == [(6, 30), (8, 40), (10, 50)]
    assert third.accounts[0].lines[0].amounts.ttc == 10 * 280 * 12
    assert None not in (first.result, second.result, third.result) and not forecast(space).missing


def test_the_comptoir_with_vat() -> None:
    """The cooperative charges 20 % inside its prices and recovers it on its part of the rent; the association doesn't."""
    space = comptoir("assujettie", budget=BUDGET)
    cooperative, association = forecast(space).years[0].accounts
    assert net(space, 1, "cooperative") == {
        ("residents", "month"): Decimal("16800.00"),
        ("occasional", "half_day"): Decimal("5400.00"),
        ("solidarity", None): Decimal("-2220.00"),
        ("cost", "Assurance"): Decimal("-600.01"),
        ("common_cost", "Loyer"): Decimal("-6000.00"),
    }
    assert cooperative.vat(["residents", "occasional"]) == Decimal("-4440.00")
    assert cooperative.vat(["common_cost", "cost"]) == Decimal("1200.00")
    assert association.vat(["common_cost"]) == 0
    assert (cooperative.result, association.result) == (Decimal("13379.99"), Decimal("200.00"))
    assert incomes(space, 1) == {"cooperative": Decimal("22200.00"), "association": 0}
    assert coworking_income(space, 1).ttc == Decimal("26640.00")


def test_prices_excluding_vat() -> None:
    space = comptoir("assujettie", prices={"basis": "ht"})
    residents = lines(space, 1, "cooperative")["residents", "month"]
    assert (residents.ht, residents.vat, residents.ttc) == (Decimal(20160), Decimal(4032), Decimal(24192))


def test_what_occasional_coworkers_buy_and_other_sales() -> None:
    prices = {
        "offers": {"room": {"service": "coworking", "unit": "hour", "kind": "room"}, "course": {"service": "mediation", "unit": "piece"}},
        "grids": [{"amounts": {"half_day": 9, "day": 15, "month": 280, "pass_10": 80, "room": 12, "course": 20}}],
    }  # fmt: skip
    budget = {
        "opening_months": 10,
        "occasional_buys": {"half_day": factories.REMOVED, "day": 1, "pass_10": "0.25"},
        "sales": [{"offer": "room", "per_month": [4, 8, 12]}, {"offer": "course", "per_month": 5}],
    }
    space = comptoir(prices=prices, budget=budget)
    assert net(space, 2, "cooperative") == {
        ("residents", "month"): 8 * 280 * 10,
        ("occasional", "day"): 40 * 15 * 10,
        ("occasional", "pass_10"): 40 * 80 * 10 // 4,
        ("sale", "room"): 8 * 12 * 10,
        # Of all that coworking earns, rooms too.
        ("solidarity", None): -(8 * 280 * 10 + 40 * 15 * 10 + 40 * 20 * 10 + 960) // 10,
    }
    assert net(space, 2, "association") == {("sale", "course"): 5 * 20 * 10}


def test_a_shared_stream_leaves_whoever_is_paid_and_reaches_the_others() -> None:
    """Excluding VAT, once the solidarity share is set aside: 22 200 less 10 %, 25 % of it."""
    streams = {"coworking": {"shares": {"cooperative": 75, "association": 25}}}
    space = comptoir("assujettie", organisations={"streams": streams})
    assert net(space, 1, "cooperative")["transfer", "association"] == Decimal("-4995.00")
    assert net(space, 1, "association")["transfer", "cooperative"] == Decimal("4995.00")


def test_vat_is_that_of_who_invoices() -> None:
    services = {"coworking": {"operator": "cooperative", "invoices": "association"}}
    space = comptoir("assujettie", organisations={"services": services})
    assert lines(space, 1, "cooperative")["residents", "month"].vat == 0


def test_common_costs_by_revenue() -> None:
    """All customers pay the cooperative: it bears everything."""
    changes = {"common_costs": {**NOBODY["common_costs"], "key": "revenue"}}
    space = comptoir(organisations=changes, budget=BUDGET)
    assert net(space, 1, "cooperative")["common_cost", "Loyer"] == -12000
    assert net(space, 1, "association")["common_cost", "Loyer"] == 0


def test_investments_loans_and_contributions() -> None:
    """6 000 with 1 000 of VAT over five years; 10 000 at 3.5 % over five years, from month 13 on."""
    space = comptoir(
        "assujettie", budget={"investments": [INVESTMENT], "loans": [LOAN], "contributions": [CONTRIBUTION]}
    )
    found = [net(space, year, "cooperative") for year in (1, 2, 3)]
    assert [year["depreciation", "Bureaux"] for year in found] == [-1000, -1000, -1000]
    assert [year["interest", "Banque"] for year in found] == [0, -350, -280]
    plans: list[Any] = [year.accounts[0].financing for year in forecast(space).years]
    first, second, third = plans
    assert (first.investments, first.loans, first.contributions, first.repayments) == (5000, 10000, 1000, 0)
    assert (second.investments, second.loans, second.contributions, second.repayments) == (0, 0, 0, 2000)
    income = Decimal(22200)  # what is set aside for free uses is not paid
    assert first.self_financing == income
    assert first.closing_cash == income + 10000 + 1000 - 5000 == second.opening_cash
    assert third.uses == 2000
    # Bought and borrowed in the first month, paid back twelve months later.
    flows: Any = forecast(space).cash[0].flows
    assert flows[0] == income / 12 + 10000 + 1000 - 5000 and flows[11] == income / 12
    assert abs(flows[13] - flows[12] - (350 + 2000)) <= Decimal("0.01")  # of thirds of a cent


def test_what_an_organisation_owns_and_owes_on_the_first_day_wears_out_and_is_paid_back() -> None:
    """Of year 0: no money comes or goes for it, but its instalments and its depreciation are those of the years that remain."""
    before = {"year": 0, "received_by": "cooperative"}
    budget = {
        "opening_cash": {"cooperative": 5000},
        "investments": [{**INVESTMENT, "label": "Four", "amount": 900, "year": 0, "life": 3}],
        "loans": [
            {"label": "Banque", "amount": 1200, "percent": 0, "years": 1, "monthly": True, **before},
            {"label": "Commune", "amount": 1000, "percent": 10, "years": 2, "month": 4, **before},
        ],
    }
    space = comptoir("assujettie", budget=budget)
    found = [net(space, year, "cooperative") for year in (1, 2, 3)]
    assert [year["depreciation", "Four"] for year in found] == [-300] * 3, "the VAT of it was recovered before"
    assert [year["interest", "Commune"] for year in found] == [-100, -50, 0]
    accounts = [year.accounts[0] for year in forecast(space).years]
    plans: list[Any] = [account.financing for account in accounts]
    assert [(plan.investments, plan.loans, plan.repayments) for plan in plans] == [(0, 0, 1700), (0, 0, 500), (0, 0, 0)]
    sheets: list[Any] = [*balance_sheets(accounts)]
    assert {sheet.opening_equity for sheet in sheets} == {5000 + 900 - 2200}
    assert [(sheet.fixed_assets, sheet.loans) for sheet in sheets] == [(600, 500), (300, 0), (0, 0)]
    assert all(sheet.assets == sheet.liabilities for sheet in sheets)
    flows: Any = forecast(space).cash[0].flows
    without: Any = forecast(comptoir("assujettie", budget={"opening_cash": {"cooperative": 5000}})).cash[0].flows
    paid = [kept - left for kept, left in zip(without, flows, strict=True)]
    assert paid == [100] * 3 + [100 + 600] + [100] * 8 + [0] * 3 + [550] + [0] * 20
    assert last_month(space.budget.loans[0]) == 12 and last_month(space.budget.loans[1]) == 16


def test_months_without_cash() -> None:
    """A bill of March before the subsidy of June: 100 in hand, nothing else comes or goes."""
    budget = {
        "costs": [{"label": "Assurance", "amount": 300, "paid_by": "association", "month": 3}],
        "subsidies": [{"label": "Don", "amount": 300, "received_by": "association", "month": 6}],
        "opening_cash": {"association": 100},
    }
    cash = forecast(comptoir(budget=budget)).cash[1]
    assert cash.in_hand[:7] == tuple(map(Decimal, (100, 100, -200, -200, -200, 100, 100)))
    assert cash.shortage == Shortage(3, Decimal(-200))
    enough = forecast(comptoir(budget={**budget, "opening_cash": {"association": 300}})).cash[1]
    assert enough.shortage is None and enough.complete


# --- Break-even


def break_even(**changes: Changes) -> Any:
    """The break-even point of the Comptoir with ``changes``, in the first year."""
    return forecast(comptoir("franchise-en-base", **changes)).years[0].break_even


def test_break_even_by_hand() -> None:
    """A resident leaves 3 024 a year, an occasional one 194.40, an average one 666; 7 600.01 are to be brought."""
    point = break_even(budget=BUDGET)
    assert point is not None
    assert (point.fixed, point.contribution) == (Decimal("7600.01"), Decimal("666.00"))
    assert (point.coworkers, point.percent_of_target, point.percent_of_today, point.never) == (12, 20, 33, False)


def test_break_even_to_the_euro() -> None:
    """Exactly enough is enough: 12 × 666."""
    rent = [{"label": "Loyer", "amount": 7992}]
    assert break_even(budget={"costs": rent}).coworkers == 12


def test_a_coworker_brings_what_an_average_one_of_the_year_brings() -> None:
    """A resident leaves 3 024, an occasional one 194.40: 4 and 12 of them, then 5 and 14, then 5 and 16."""
    people = {"residents": 4, "occasional": 12, "target_coworkers": 21}
    rent = [{"label": "Loyer", "amount": 18500}]
    years = forecast(comptoir("franchise-en-base", identity={"capacity": people}, budget={"costs": rent})).years
    points: list[Any] = [year.break_even for year in years]
    assert [point.contribution for point in points] == [Decimal("901.80"), Decimal("939.03"), Decimal("868.11")]
    # 21 are there in year 3, which loses money: they are not enough.
    assert [point.coworkers for point in points] == [21, 20, 22]
    assert years[2].result is not None and years[2].result < 0


def test_other_sales_lower_what_coworkers_must_bring() -> None:
    """Ten days sold a month, 15 each, of which the solidarity share takes a tenth."""
    budget = {"costs": [{"label": "Loyer", "amount": 7992}], "sales": [{"offer": "day", "per_month": 10}]}
    assert break_even(budget=budget).fixed == 7992 - 1800 + 180


def test_no_break_even_to_find() -> None:
    covered = break_even(budget={"subsidies": SUBSIDIES})
    assert covered.coworkers == 0 and not covered.never
    nothing_to_cover = break_even(organisations={"solidarity": {"percent": 100}})
    assert nothing_to_cover.coworkers == 0 and not nothing_to_cover.never
    everything_set_aside = break_even(organisations={"solidarity": {"percent": 100}}, budget={"costs": COSTS})
    assert everything_set_aside.coworkers is None and everything_set_aside.never
    unknown = break_even(budget={"costs": [{"label": "Loyer"}]})
    assert unknown.coworkers is None and not unknown.never
    nobody = break_even(identity={"capacity": {"residents": 0, "occasional": 0}}, budget={"costs": COSTS})
    assert nobody.coworkers is None and not nobody.never
    assert break_even(identity={"modules": {"coworking": "non"}}) is None


cents = st.decimals(0, 100_000, places=2)
prices = st.decimals("0.01", 1000, places=2)
few = st.integers(0, 60)


@pytest.mark.long
@given(st.sampled_from(["franchise-en-base", "assujettie"]), few, few, prices, prices, cents, st.integers(0, 99))
def test_one_coworker_fewer_is_not_enough(
    regime: str, residents: int, occasional: int, month: Decimal, half_day: Decimal, rent: Decimal, percent: int
) -> None:
    space = comptoir(
        regime,
        identity={"capacity": {"residents": residents, "occasional": occasional}},
        prices={"grids": [{"amounts": {"month": month, "half_day": half_day}}]},
        organisations={"solidarity": {"percent": percent}},
        budget={"costs": [{"label": "Loyer", "amount": rent, "vat": "sans"}]},
    )
    year = forecast(space).years[0]
    point: Any = year.break_even
    today = residents + occasional
    if point.coworkers is not None and point.fixed > 0:
        assert point.coworkers * point.contribution >= point.fixed > (point.coworkers - 1) * point.contribution
    if today and point.contribution is not None:
        # The straight line is that of the accounts, but for the cents of each coworker.
        assert abs(today * point.contribution - point.fixed - year.result) <= today * Decimal("0.02") + Decimal("0.02")


# --- Whatever the place


def dictionaries(**values: Any) -> st.SearchStrategy[Changes]:
    """Dictionaries with a value for each name: a text, or drawn by a strategy."""
    return st.fixed_dictionaries(
        {name: st.just(value) if isinstance(value, str) else value for name, value in values.items()}
    )


organisation = st.sampled_from(["cooperative", "association"])
rate = st.sampled_from(["sans", "normal", "reduit"])
month = st.none() | st.integers(1, 12)
yearly = st.tuples(cents, cents, cents).map(list)
year = st.integers(1, 3)
budgets = dictionaries(
    occasional_buys=dictionaries(half_day=st.integers(0, 5), day=st.decimals(0, 5, places=2), pass_10=st.decimals(0, 1, places=2)),
    opening_months=st.integers(1, 12),
    sales=st.lists(dictionaries(offer=st.sampled_from(["day", "pass_10"]), per_month=st.integers(0, 9)), max_size=2),
    costs=st.lists(dictionaries(label="a", amount=yearly, paid_by=st.none() | organisation, vat=rate, month=month), max_size=3),
    subsidies=st.lists(dictionaries(label="b", amount=yearly, received_by=organisation, month=month), max_size=2),
    investments=st.lists(
        dictionaries(label="c", amount=cents, paid_by=organisation, vat=rate, year=year, life=st.integers(1, 9)), max_size=2
    ),
    contributions=st.lists(dictionaries(label="d", amount=cents, received_by=organisation, year=year), max_size=2),
    loans=st.lists(
        dictionaries(
            label="e", amount=cents, received_by=organisation, year=year,
            percent=st.decimals(0, 9, places=2), years=st.integers(1, 9),
        ),
        max_size=2,
    ),
    opening_cash=dictionaries(cooperative=cents, association=cents),
)  # fmt: skip
percents = st.decimals(0, 100, places=2)


def split_in_two(first: Decimal) -> dict[str, Decimal]:
    return {"cooperative": first, "association": 100 - first}


places = st.builds(
    lambda regime, basis, budget, aside, shared, common: comptoir(
        regime,
        prices={"basis": basis},
        budget=budget,
        organisations={
            "solidarity": {"percent": aside},
            "streams": {"coworking": {"shares": split_in_two(shared)}},
            "common_costs": {"shares": split_in_two(common)},
        },
    ),
    st.sampled_from(["franchise-en-base", "assujettie"]), st.sampled_from(["ttc", "ht"]), budgets, percents, percents, percents,
)  # fmt: skip


@pytest.mark.long
@settings(deadline=None)
@given(places)
def test_figures_always_agree(space: Space) -> None:
    result: Any = forecast(space)
    assert {fact.label for fact in result.missing} <= {"fact_payment_month"}  # which the cash alone needs
    for number, year in enumerate(result.years):
        every = year.lines
        for amounts in (*(line.amounts for line in every), total_taxed(line.amounts for line in every)):
            assert amounts.ht + amounts.vat == amounts.ttc
            assert all(figure == round(figure, 2) for figure in (amounts.ht, amounts.vat, amounts.ttc))
        assert sum(line.amounts.ht for line in every if line.kind == "transfer") == 0
        borne = [line.amounts.ttc for line in every if line.kind == "common_cost"]
        assert -sum(borne) == sum(cost.amount[number] or 0 for cost in space.budget.costs if cost.paid_by is None)
        for account, cash in zip(year.accounts, result.cash, strict=True):
            # A year is the sum of its months, and ends where the financing plan says.
            if cash.complete:
                assert sum(cash.flows[number * 12 : number * 12 + 12]) == account.financing.balance
                assert cash.in_hand[number * 12 + 11] == account.financing.closing_cash
            spread = sum(line.amounts.ht for line in account.lines if line.kind == "depreciation")
            assert account.financing.self_financing == account.accounting_result - spread
            assert account.accounting_result == account.result + account.aside


@pytest.mark.long
@given(cents, st.integers(1, 3))
def test_depreciation_adds_up_to_what_was_spent(amount: Decimal, life: int) -> None:
    investment = {**INVESTMENT, "amount": amount, "life": life}
    space = comptoir("assujettie", budget={"investments": [investment]})
    (bought,) = space.budget.investments
    spent = forecast(space).years[0].accounts[0].financing.investments
    assert total(depreciation(space, bought, year) for year in (1, 2, 3)) == spent


counts = st.integers(0, 500)


@given(counts, counts, counts)
def test_people_are_whole_and_add_up(residents: int, occasional: int, target: int) -> None:
    capacity = {"residents": residents, "occasional": occasional, "target_coworkers": target}
    space = factories.comptoir(identity={"capacity": capacity})
    assert headcount(space, 1) == (residents, occasional)
    if residents + occasional:
        second: Any = headcount(space, 2)
        third: Any = headcount(space, 3)
        assert sum(third) == target
        assert abs(third[0] * (residents + occasional) - target * residents) * 2 <= residents + occasional
        low, high = sorted((residents + occasional, target))
        assert low <= sum(second) <= high
    else:
        assert headcount(space, 3) == ((0, 0) if not target else (None, None))


def test_a_single_organisation_bears_everything() -> None:
    space = factories.alone(budget={"costs": COSTS[:1]})
    assert lines(space, 1, "association")["common_cost", "Loyer"].ttc == -12000


def test_without_coworking_there_is_no_income_from_it() -> None:
    year = forecast(comptoir(identity={"modules": {"coworking": "non"}})).years[0]
    assert year.result == 0


# --- What is not known yet


def missing(**changes: Changes) -> tuple[list[tuple[str, str | None]], list[bool]]:
    """The missing facts of the Comptoir with ``changes``, and whether each year is complete."""
    result = forecast(comptoir("franchise-en-base", **changes))
    facts = [(fact.label, fact.detail or fact.organisation) for fact in result.missing]
    return facts, [year.result is not None for year in result.years]


def test_an_unknown_vat_regime_shows_what_is_paid_and_hides_the_net_amount() -> None:
    space = comptoir(None, budget=BUDGET)
    found = lines(space, 1, "cooperative")
    assert (found["residents", "month"].ttc, found["residents", "month"].ht) == (Decimal(20160), None)
    assert (found["common_cost", "Loyer"].ttc, found["common_cost", "Loyer"].ht) == (Decimal(-7200), None)
    assert found["solidarity", None].ht is None
    result = forecast(space)
    cooperative, association = result.years[0].accounts
    assert cooperative.vat(["residents"]) is None
    assert (cooperative.result, association.result) == (None, Decimal("200.00"))
    path = ("organisations", "cooperative", "vat", "regime")
    fact = MissingFact("fact_vat_regime", "config/organisations.yaml", path, organisation="cooperative")
    assert result.missing == (fact,)
    point = result.years[0].break_even
    assert point is not None and point.coworkers is None
    assert result.cash[0].in_hand == (None,) * 36 and not result.cash[0].complete


def test_a_regime_unknown_to_who_sells_without_vat_inside_prices_changes_no_result() -> None:
    space = comptoir(None, prices={"basis": "ht"})
    result = forecast(space)
    assert result.years[0].result == Decimal("23976.00")
    assert [fact.label for fact in result.missing] == ["fact_vat_regime"]


def test_a_regime_is_asked_of_who_bears_a_cost_with_vat_before_its_amount_is_known() -> None:
    cost = {"label": "Énergie", "vat": "normal"}
    regimes = {"organisations": {"association": {"vat": {"regime": None}}}}
    asked = ("fact_vat_regime", "association")
    assert asked in missing(organisations=regimes, budget={"costs": [cost]})[0]
    assert asked not in missing(organisations=regimes, budget={"costs": [{**cost, "vat": "sans"}]})[0]
    assert asked not in missing(organisations=regimes, budget={"costs": [{**cost, "paid_by": "cooperative"}]})[0]


def test_unknown_amounts_are_blank_and_named() -> None:
    budget = {"costs": [{"label": "Loyer"}, *COSTS[1:]], "subsidies": SUBSIDIES}
    space = comptoir(budget=budget)
    assert lines(space, 1, "association")["common_cost", "Loyer"].ht is None
    result = forecast(space)
    assert result.missing == (MissingFact("fact_amount_or_0", "config/budget.yaml", ("costs", 0, "amount"), "Loyer"),)
    # What is known is not a result: it would be one without the rent.
    assert all(account.result is None for year in result.years for account in year.accounts)
    assert all(year.result is None for year in result.years)


def test_what_occasional_coworkers_buy_is_never_supposed() -> None:
    """Only their prices of today are known: what they buy is a fact to write."""
    unknown = {"occasional_buys": None}
    assert missing(budget=unknown) == ([("fact_occasional_buys", None)], [False] * 3)
    unpriced = {"grids": [{"amounts": {"half_day": 9, "month": 280}}]}
    assert missing(budget=unknown, prices=unpriced) == ([("fact_occasional_buys", None)], [False] * 3)
    nobody = {"capacity": {"occasional": 0, "residents": 6, "target_coworkers": 6}}
    assert missing(budget=unknown, identity=nobody) == ([], [True] * 3)
    assert missing(budget={"occasional_buys": {"half_day": 0}}) == ([], [True] * 3)


def test_the_income_of_an_undecided_coworking_is_missing() -> None:
    undecided = {"modules": {"coworking": None}}
    assert missing(identity=undecided) == ([("fact_has_coworking", None)], [False] * 3)
    assert missing(identity={"modules": {"coworking": "non"}}) == ([], [True] * 3)
    by_revenue = {"common_costs": {"key": "revenue"}}
    space = comptoir("franchise-en-base", identity=undecided, organisations=by_revenue, budget=BUDGET)
    assert lines(space, 1, "association")["common_cost", "Loyer"].ht is None


def test_an_amount_known_for_one_year_only() -> None:
    budget = {"costs": [{"label": "Loyer", "amount": [1200, None, None]}]}
    assert missing(budget=budget) == ([("fact_amount_or_0", "Loyer")], [True, False, False])
    assert forecast(comptoir(budget=budget)).cash[0].in_hand[11:13] == (Decimal(26640) - 720, None)


def test_cash_that_runs_out_before_what_is_unknown() -> None:
    budget = {"costs": [{"label": "Loyer", "amount": [12000, None, None], "paid_by": "association"}]}
    cash = forecast(comptoir(budget=budget)).cash[1]
    assert cash.shortage == Shortage(1, Decimal(-1000))
    assert not cash.complete


def test_unknown_cash_on_the_first_day() -> None:
    assert missing(budget={"opening_cash": {"association": None}}) == (
        [("fact_opening_cash", "association")],
        [True] * 3,
    )


def test_a_deferral_moves_the_repayments_of_a_loan_and_leaves_its_interest() -> None:
    space = comptoir("assujettie", budget={"loans": [{**LOAN, "deferral": 1}]})
    assert [net(space, year, "cooperative")["interest", "Banque"] for year in (1, 2, 3)] == [0, -350, -350]
    assert [year.accounts[0].financing.repayments for year in forecast(space).years] == [0, 0, 2000]


@pytest.mark.parametrize("month", [1, 2, 6, 12])
def test_a_yearly_instalment_is_paid_twelve_months_after_the_loan(month: int) -> None:
    """Principal and interest together, in the year in which that month falls, whatever the month of the loan."""
    loan = Loan.model_validate({**LOAN, "amount": 12000, "percent": 5, "years": 4, "month": month})
    months = [each for year in (1, 2, 3) for each in instalments(loan, year)]
    paid: dict[int, Any] = {n: (each.interest, each.principal) for n, each in enumerate(months, 1) if each.principal}
    assert paid == {month + 12: (600, 3000), month + 24: (450, 3000)}
    assert sum(each.interest or 0 for each in months) == 1050 and last_month(loan) == month + 48


def test_a_loan_is_of_54_months_after_three_of_interest_alone() -> None:
    terms = {"amount": 5400, "percent": 0, "years": 4.5, "deferral": 0.25, "monthly": True}
    loan = Loan.model_validate({**LOAN, **terms})
    months = [each.principal for year in (1, 2, 3) for each in instalments(loan, year)]
    assert months == [0] * 3 + [100] * 33 and last_month(loan) == 57


def test_what_a_year_leaves_of_the_solidarity_share_is_carried_to_the_next_one() -> None:
    """10 % of the sales without VAT, at 7,50 € a use: 426,67 uses leave 5 €, which pay for one more a year later."""
    space = comptoir("assujettie", budget={"occasional_buys": {"half_day": 1, "day": 1}})
    uses: list[Any] = [year.free_uses for year in forecast(space).years]
    assert [use.aside for use in uses] == [2400, 3200, 4000]
    assert [use.count for use in uses] == [320, 426, 534]
    assert [use.carried for use in uses] == [0, 0, 5]
    assert [use.left for use in uses] == [0, 5, 0]


def test_what_is_set_aside_for_free_uses_is_deducted_from_the_result_but_not_paid() -> None:
    """10 % of 26 640 € are uses of the place: self-financing, cash and balance sheet keep them."""
    year = forecast(comptoir()).years[0]
    account = year.accounts[0]
    assert (account.result, account.accounting_result) == (Decimal("23976"), Decimal("26640"))
    assert account.financing.self_financing == account.financing.closing_cash == Decimal("26640")
    assert forecast(comptoir()).cash[0].in_hand[11] == Decimal("26640")
    (sheet,) = balance_sheets([account])
    assert sheet.results == sheet.assets == sheet.liabilities == Decimal("26640")


def test_a_rate_of_vat_that_nobody_told_is_missing_once_it_matters() -> None:
    """Neither of a cost of 0, nor in a place that recovers no VAT, as before there were rates."""
    costs = [{"label": "Énergie", "amount": 1200}, {"label": "Prêt", "amount": 0}, {**COSTS[1], "vat": "sans"}]
    bought = [{**INVESTMENT, "vat": None}, {**INVESTMENT, "paid_by": "association", "vat": None}]
    budget = {"costs": costs, "investments": bought}
    space = comptoir("assujettie", budget=budget)
    result, known = forecast(space), {("cost", "Assurance"): Decimal("-600.01"), ("common_cost", "Prêt"): 0}
    assert [(fact.label, fact.path) for fact in result.missing] == [
        ("fact_cost_vat", ("costs", 0, "vat")),
        ("fact_cost_vat", ("investments", 0, "vat")),
    ]
    amounts = net(space, 1, "cooperative")
    assert amounts["common_cost", "Énergie"] is None and amounts.items() >= known.items()
    assert result.years[0].accounts[0].result is None and result.years[0].accounts[1].result is not None
    before = forecast(comptoir("franchise-en-base", budget=budget))
    assert before.missing == () and before.years[0].result is not None


def test_what_the_price_list_does_not_price_is_sold_at_its_own_price_and_rate() -> None:
    """4 sessions a month at 60 €, of which 20 % are VAT; what nobody told is asked for, unless nothing is sold."""
    identity = {"modules": {"support": True}}
    sale = {"label": "Séance", "service": "support", "price": 60, "per_month": [4, 8, 0]}
    space = comptoir("assujettie", identity=identity, budget={"other_sales": [sale]})
    assert [net(space, year, "cooperative")["sale", "Séance"] for year in (1, 2, 3)] == [2400, 4800, 0]
    unknown = [{**sale, "price": None, "per_month": [4, None, 0]}, {**sale, "price": None, "per_month": 0}]
    result = forecast(comptoir("assujettie", identity=identity, budget={"other_sales": unknown}))
    assert [fact.path for fact in result.missing] == [("other_sales", 0, "price"), ("other_sales", 0, "per_month")]


def test_tax_on_profits_is_computed_at_the_rate_given_once_earlier_losses_are_deducted() -> None:
    """Incomes of 24 000, 32 000 and 40 000 €, of which the solidarity share is no expense; 15 % of what exceeds the loss of year 1."""
    costs = [{"label": "Loyer", "amount": [25600, 20000, 20000], "paid_by": "cooperative", "vat": "sans"}]
    budget = {"occasional_buys": {"half_day": 1, "day": 1}, "costs": costs, "opening_cash": {"cooperative": 10000}}
    before = forecast(comptoir("assujettie", budget=budget))
    assert [year.accounts[0].result for year in before.years] == [-4000, 8800, 16000]
    after = forecast(comptoir("assujettie", budget=budget | {"profit_tax": {"cooperative": 15}}))
    taxes = [
        net(comptoir("assujettie", budget=budget | {"profit_tax": {"cooperative": 15}}), year, "cooperative")
        for year in (1, 2, 3)
    ]
    assert [year["profit_tax", None] for year in taxes] == [0, -1560, -3000]
    assert [year.accounts[0].result for year in after.years] == [-4000, 7240, 13000]
    paid = [old - new for old, new in zip(before.cash[0].flows, after.cash[0].flows, strict=True) if old and new]
    assert [amount for amount in paid if amount] == [1560, 3000]
    assert [year.break_even for year in after.years] == [year.break_even for year in before.years]


def test_unknown_investments_and_loans() -> None:
    budget = {
        "investments": [{**INVESTMENT, "amount": None}], "loans": [{**LOAN, "amount": None}],
        "contributions": [{**CONTRIBUTION, "amount": None}],
    }  # fmt: skip
    names, complete = missing(budget=budget)
    assert names == [("fact_amount_or_0", label) for label in ("Bureaux", "Parts", "Banque")]
    assert complete == [False] * 3


@pytest.mark.parametrize("monthly", [True, False])
def test_a_loan_of_an_unknown_rate_is_not_free(*, monthly: bool) -> None:
    unknown = {key: value for key, value in LOAN.items() if key != "percent"} | {"monthly": monthly}
    names, complete = missing(budget={"loans": [unknown]})
    assert names == [("fact_loan_terms", "Banque")]
    assert complete == [not monthly, False, False], "a yearly instalment is due in the year that follows"
    assert missing(budget={"loans": [{**unknown, "amount": 0}]}) == ([], [True] * 3)
    assert missing(budget={"loans": [{**unknown, "percent": 0}]}) == ([], [True] * 3)
    assert missing(budget={"loans": [{**unknown, "amount": None}]})[0] == [
        ("fact_amount_or_0", "Banque"),
        ("fact_loan_terms", "Banque"),
    ]


def test_the_cash_is_unknown_from_the_year_of_a_grant_of_which_nobody_knows_the_month() -> None:
    grant = {"label": "Aide", "received_by": "association", "amount": [0, 1200, 0]}

    def known(**told: Any) -> list[list[bool]]:
        cash = forecast(comptoir(budget={"subsidies": [grant | told]})).cash
        return [[amount is not None for amount in account.in_hand] for account in cash]

    assert known() == [[True] * 36, [True] * 12 + [False] * 24]
    assert known(month=12) == [[True] * 36] * 2


def test_the_month_of_a_grant_is_missing_while_it_is_blank() -> None:
    grant = {"label": "Aide", "received_by": "association"}
    month = ("fact_payment_month", "Aide")
    assert missing(budget={"subsidies": [{**grant, "amount": 1200}]}) == ([month], [True] * 3)
    assert missing(budget={"subsidies": [{**grant, "amount": [0, 0, 1200]}]})[0] == [month]
    assert missing(budget={"subsidies": [grant]})[0] == [("fact_amount_or_0", "Aide"), month]
    for told in ({"amount": 0}, {"amount": 1200, "month": 12}):
        assert missing(budget={"subsidies": [grant | told]}) == ([], [True] * 3)


def test_an_unknown_of_one_organisation_leaves_the_other_complete() -> None:
    result = forecast(comptoir(budget={"subsidies": [{"label": "Don", "received_by": "association"}]}))
    assert [account.result is not None for account in result.years[0].accounts] == [True, False]


def test_unknown_people() -> None:
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


def test_unknown_prices() -> None:
    grids = [{"amounts": {"half_day": "9"}}]
    assert missing(prices={"grids": grids}) == ([("fact_amount", "month")], [False] * 3)
    # A price that nobody pays is not missed.
    assert missing(prices={"grids": grids}, identity={"capacity": {"residents": 0}}) == ([], [True] * 3)


def test_unknown_shares() -> None:
    assert missing(organisations={"solidarity": {"percent": None}}) == ([("fact_solidarity", None)], [False] * 3)
    assert missing(organisations=NOBODY, budget=BUDGET) == ([("common_costs_title", None)], [False] * 3)
    assert missing(organisations=NOBODY) == ([], [True] * 3)
    # By revenue, the revenue is what is missing.
    by_revenue = {"common_costs": {**NOBODY["common_costs"], "key": "revenue"}}
    nobody_yet = {"capacity": {"target_coworkers": None}}
    assert missing(organisations=by_revenue, budget=BUDGET, identity=nobody_yet)[0] == [("fact_target_coworkers", None)]


def test_zero_is_never_negative() -> None:
    space = comptoir(budget={"costs": [{"label": "Prêt", "amount": 0}]}, organisations={"solidarity": {"percent": 0}})
    found = net(space, 1, "cooperative")
    assert str(found["common_cost", "Prêt"]) == "0.00"
    assert ("solidarity", None) not in found


def test_an_unknown_organisation_is_refused() -> None:
    budget = {"costs": [{**COSTS[1], "paid_by": "cooperativ"}], "loans": [{**LOAN, "received_by": "x"}]}
    with pytest.raises(Problems) as caught:
        forecast(comptoir(budget=budget))
    first, second = caught.value.problems
    assert (first.code, first.file) == ("organisation.unknown", "config/budget.yaml")
    assert first.values["closest"] == "cooperative" and second.values["organisation"] == "x"


def test_something_that_is_not_sold_is_refused() -> None:
    with pytest.raises(Problems) as caught:
        forecast(comptoir(budget={"sales": [{"offer": "dya", "per_month": 3}]}))
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["closest"], problem.file) == ("prices.offer", "day", "config/budget.yaml")


def test_each_organisation_has_the_same_lines_every_year() -> None:
    """So that the years stand side by side in a table, even where no amount is known."""
    for capacity in ({}, {"target_coworkers": None}, {"residents": 0, "occasional": 0}):
        budget = {**BUDGET, "investments": [{**INVESTMENT, "year": 2}], "loans": [{**LOAN, "year": 3}]}
        first, *others = forecast(comptoir(budget=budget, identity={"capacity": capacity})).years
        shape = [[(line.kind, line.label) for line in account.lines] for account in first.accounts]
        for year in others:
            assert [[(line.kind, line.label) for line in account.lines] for account in year.accounts] == shape


# --- Month by month


def test_coworkers_arrive_step_by_step_and_pay_nothing_in_a_closed_month() -> None:
    """6 and 30 coworkers in 4 steps, to the nearest whole number; the place is closed in August, as 11 months say."""
    space = comptoir(budget={"opening_months": 11, "closed_months": [8], "ramp_up_months": 4})
    residents, occasional = attendance(space, 1)
    assert residents == (2, 3, 5, 6, 6, 6, 6, 0, 6, 6, 6, 6)
    assert occasional == (8, 15, 23, 30, 30, 30, 30, 0, 30, 30, 30, 30)
    assert attendance(space, 2)[0] == (8,) * 7 + (0,) + (8,) * 4
    first = net(space, 1, "cooperative")
    assert first["residents", "month"] == 58 * 280 and first["occasional", "half_day"] == 286 * 2 * 9
    assert net(space, 2, "cooperative")["residents", "month"] == 8 * 280 * 11
    received = forecast(space).cash[0].received
    assert [received[0], received[7], received[8]] == [2 * 280 + 8 * 18, 0, 6 * 280 + 30 * 18]


def test_a_percent_less_is_one_of_what_coworkers_pay_and_rounds_nobody() -> None:
    """A fifth less than 6 residents is 4.8 of them; each month keeps its part, and the break-even point does not move."""
    space = comptoir(budget=BUDGET | {"opening_months": 11, "closed_months": [8], "ramp_up_months": 4})
    expected, fewer = forecast(space), forecast(space, Demand(part=Decimal("0.8")))
    paid, less = ([year.accounts[0].lines[0].amounts.ttc for year in plan.years] for plan in (expected, fewer))
    assert less == [amount * Decimal("0.8") for amount in paid if amount] and len(less) == 3
    assert fewer.cash[0].received[0] == (2 * 280 + 8 * 18) * Decimal("0.8") and fewer.cash[0].received[7] == 0
    assert [year.break_even for year in fewer.years] == [year.break_even for year in expected.years]


def test_a_gradual_demand_adds_the_coworkers_of_later_years_in_exact_steps() -> None:
    """Of 2 more residents, 1.5, 1 and 0.5 are missing in the first three months; of 10 occasional coworkers, 7.5, 5 and 2.5."""
    space = comptoir(budget={"opening_months": 11, "closed_months": [8], "ramp_up_months": 4})
    expected, gradual = forecast(space), forecast(space, Demand(gradual=True))
    lost = [
        [(whole.amounts.ttc or 0) - (line.amounts.ttc or 0) for whole, line in zip(*lines, strict=True)][:2]
        for lines in zip(
            *([year.accounts[0].lines for year in plan.years] for plan in (expected, gradual)), strict=True
        )
    ]
    assert lost == [[0, 0], [3 * 280, 15 * 18], [3 * 280, 15 * 18]]
    assert gradual.cash[0].received[12] == Decimal("6.5") * 280 + Decimal("32.5") * 18


def test_the_break_even_point_is_that_of_a_whole_year() -> None:
    """Coworkers who arrive little by little leave as much a year once they are there."""
    at_once, slowly = (comptoir(budget=BUDGET | {"ramp_up_months": months}) for months in (1, 12))
    points = [forecast(space).years[0].break_even for space in (at_once, slowly)]
    assert points[0] == points[1] and points[0] is not None


def test_a_loan_paid_back_each_month_has_equal_instalments() -> None:
    """The instalment is that of the formula of banks; the last one pays what is left, to the cent."""
    loan = Loan.model_validate({**LOAN, "years": 1, "monthly": True})
    months = [*instalments(loan, 1), *instalments(loan, 2)]
    assert monthly_instalment(loan) == Decimal("849.22")
    assert months[0].interest == Decimal("29.17") and months[0].principal == Decimal("820.05")
    paid = [(month.interest or 0) + (month.principal or 0) for month in months]
    assert paid[:11] == [Decimal("849.22")] * 11 and abs(paid[11] - Decimal("849.22")) < Decimal("0.06")
    assert sum(month.principal or 0 for month in months) == 10000 and not any(paid[12:])


def test_a_monthly_loan_with_a_deferral_pays_interest_first_and_leaves_its_account_month_by_month() -> None:
    loan = {**LOAN, "percent": 0, "years": 1, "deferral": 1, "monthly": True}
    assert {month.principal for month in instalments(Loan.model_validate(loan), 1)} == {0}
    space = comptoir(budget={"loans": [{**LOAN, "monthly": True}]})
    account, cash = forecast(space).years[0].accounts[0], forecast(space).cash[0]
    assert account.financing.repaid == tuple(month.principal for month in instalments(space.budget.loans[0], 1))
    assert all(paid is not None and paid < Decimal("-180") for paid in cash.paid[:12])
    assert cash.in_hand[11] == account.financing.closing_cash


def test_a_current_account_is_owed_and_no_equity() -> None:
    lent = {"label": "Fondateurs", "amount": 700, "received_by": "cooperative", "current_account": "oui"}
    accounts = [year.accounts[0] for year in forecast(comptoir(budget={"contributions": [CONTRIBUTION, lent]})).years]
    sheet = next(balance_sheets(accounts))
    assert [sheet.contributions, sheet.current_accounts] == [1000, 700]
    assert sheet.equity == 1000 + (accounts[0].accounting_result or 0) and sheet.assets == sheet.liabilities
    assert accounts[0].financing.resources == 1700 + (accounts[0].financing.self_financing or 0)


def test_cash_below_zero_is_owed_to_a_bank() -> None:
    cost = {"label": "Loyer", "amount": [50000, 0, 0], "paid_by": "cooperative", "vat": "sans"}
    space = comptoir("franchise-en-base", budget={"costs": [cost], "opening_cash": {"cooperative": 1000}})
    first, _, last = balance_sheets([year.accounts[0] for year in forecast(space).years])
    assert [first.cash, first.overdraft] == [0, 50000 - 1000 - 26640]
    assert first.assets == 0 and last.overdraft == 0 and last.assets == last.cash == last.closing_cash
    assert first.assets == first.liabilities and last.assets == last.liabilities


@given(amount=st.integers(-100_000, 100_000), weights=st.lists(st.integers(0, 40), min_size=12, max_size=12))
def test_parts_add_up_and_follow_their_weights(amount: int, weights: list[int]) -> None:
    exact = Decimal(amount) / 100
    if any(weights):
        parts = monthly_parts(exact, weights)
        assert sum(parts) == exact
        whole = sum(weights)
        assert all(
            abs(part - exact * weight / whole) <= Decimal("0.01") for part, weight in zip(parts, weights, strict=True)
        )
        # What is paid up to any month is the exact amount, rounded: a balance never drifts by some cents.
        so_far = [sum(parts[: month + 1]) - exact * sum(weights[: month + 1]) / whole for month in range(12)]
        assert all(abs(gap) <= Decimal("0.005") for gap in so_far)
        assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)
