"""What other years would do to the budget: fewer coworkers, late or missing subsidies, dearer wages, another tax."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from tierslieu import budget
from tierslieu.budget.accounts import Cash, negated, total
from tierslieu.budget.action_budget import ActionBudget, action_budget, recovered_vat, unrecovered_investments
from tierslieu.budget.advances import advances
from tierslieu.budget.desk_use import DeskUse, desk_use, has_desks_for
from tierslieu.budget.headcount import may_open_late
from tierslieu.budget.incomes import has_participation, is_grant, is_participation
from tierslieu.budget.premises import OCCUPATION, common_costs_of_others, holders, is_rent
from tierslieu.budget.sold_items import is_company
from tierslieu.core.money import CENT
from tierslieu.finance.vat import NOTHING, SMALL_BUSINESS, WITHOUT_VAT, small_business_ceiling
from tierslieu.model import Space
from tierslieu.model.budget import Contribution, Cost, Investment, Subsidy

from .formatter import UNKNOWN, FactFormatter, Facts

_Grant = TypeVar("_Grant", Subsidy, Contribution)
#: Account of the wages in ``config/budget.yaml``.
_WAGES = 64
#: The reduced rate of the tax on profits, in percent, and the most of profits that it is for, in euros.
#: Source: code général des impôts, article 219, I, b, as official pages give it.
_REDUCED_TAX, _REDUCED_UP_TO, _FULL_TAX = Decimal(15), Decimal(42_500), Decimal(25)
#: Months by which subsidies are late.
_DELAY = 6
#: Months by which a place opens late.
_LATE_OPENING = 3
#: Months over which the coworkers of year 1 arrive, if they are not all there from the first one on.
_ARRIVAL = 6
#: Of a case that changes two assumptions, those that change one of them.
_SIMPLER = {
    "coworkers_20_late": ("coworkers_20", "late"),
    "coworkers_20_refused": ("coworkers_20", "only_granted"),
    "opening_late": ("opening", "late"),
    "alone_refused": ("alone", "only_granted"),
    "no_grants": ("only_granted",),
    "no_receipts": ("only_granted", "no_grants", "no_gifts"),
    "nothing_received": ("no_receipts", "no_receipts_kept", "no_participation"),
    "no_receipts_kept": ("only_granted", "no_grants", "no_gifts"),
    "vat_not_recovered": ("rent_without_vat", "unsold_vat"),
}
#: A fifth of what coworkers are expected to pay is missing.
_FEWER = budget.Demand(part=Decimal("0.8"))


def stress_cases(fmt: FactFormatter, forecast: budget.Forecast) -> list[Facts]:
    """Each case that changes the budget, with the results and the least cash of each organisation.

    The first is the budget itself; nothing while its result or its cash is unknown. Of each organisation, ``changed`` is
    whether the case changes its budget, ``lowest_month`` the month (1 to 36) of its least cash, ``lowest_advanced`` that cash once it advances what is paid back later,
    ``short`` and ``short_advanced`` the first months (1 to 36) that end below zero, without and with that, empty without
    any, ``hardest`` whether no other case has a lower ``lowest_advanced`` (the first of equal ones), and ``coworkers`` its own break-even point in each year, empty where it has none, and ``crowded`` the years of which the
    desks are not enough for it. ``left`` is what self-financing leaves
    in each year once loans are paid back, ``from_cash`` the years in which it pays less than is paid back, and ``last``
    the cash at the end of the three years. ``months`` is the cash at the end of each month, in euros, once what is paid back
    later is advanced, and ``in_euros`` what a summary tells of a case, to the euro.
    """
    if any(year.result is None for year in forecast.years) or not all(cash.complete for cash in forecast.cash):
        return []
    shown = [("budget", forecast)]
    places = {"budget": fmt.space}
    for name, space, demand in cases(fmt.space):
        changed = budget.forecast(space, demand)
        if changed.years != forecast.years or changed.cash != forecast.cash:
            shown.append((name, changed))
            places[name] = space
    # Where nobody charges VAT, the budget itself has the regime without it.
    without_vat = "no_vat" if "no_vat" in dict(shown) else "budget"
    balances = [_advanced_balances(fmt.space, places[name], changed) for name, changed in shown]
    hardest = [_hardest(of_cases) for of_cases in zip(*balances, strict=True)]
    uses = [desk_use(fmt.space, year) for year in budget.YEARS]  # the days of each year are counted once for all cases
    return [
        {
            "name": name,
            "organisations": [
                row | {"hardest": place == number}
                for row, number in zip(
                    _results(fmt, changed, left, forecast, _simpler(name, dict(shown)), uses), hardest, strict=True
                )
            ],
            "above_ceiling": list(_above_ceiling(fmt)) if name == without_vat else [],
        }
        for place, ((name, changed), left) in enumerate(zip(shown, balances, strict=True))
    ]


def _hardest(balances: Sequence[Sequence[Decimal]]) -> int | None:
    """The number of the case with the least cash of all; None while a balance is unknown."""
    least = [min(balance, default=None) for balance in balances]
    known = [amount for amount in least if amount is not None]
    return least.index(min(known)) if len(known) == len(least) else None


def _simpler(name: str, shown: dict[str, budget.Forecast]) -> list[budget.Forecast]:
    """Of a case that changes two assumptions, those that change one of them."""
    names = _SIMPLER.get(name, ())
    return [shown[other] for other in names if other in shown]


def _results(
    fmt: FactFormatter,
    changed: budget.Forecast,
    balances: Sequence[Sequence[Decimal]],
    forecast: budget.Forecast,
    simpler: list[budget.Forecast],
    uses: list[DeskUse | None],
) -> list[Facts]:
    rows = []
    for number, (cash, balance) in enumerate(zip(changed.cash, balances, strict=True)):
        accounts = [year.accounts[number] for year in changed.years]
        points = [account.break_even for account in accounts if account.break_even]
        least, left = min(balance, default=None), [_left(account) for account in accounts]
        rows.append(
            {
                "changed": all(
                    accounts != [year.accounts[number] for year in other.years] or cash != other.cash[number]
                    for other in (forecast, *simpler)
                ),
                "results": [fmt.amount(account.result) for account in accounts],
                "lowest": fmt.amount(cash.lowest[1] if cash.lowest else None),
                "lowest_month": cash.lowest[0] if cash.lowest else "",
                "lowest_advanced": fmt.amount(least),
                "falling": is_falling(cash),
                "left": [*map(fmt.amount, left)],
                "months": balance,
                "in_euros": {
                    "results": [fmt.whole(account.result) for account in accounts],
                    "lowest": fmt.whole(least),
                    "left": [*map(fmt.whole, left)],
                },
                "from_cash": [
                    number
                    for number, (account, kept) in enumerate(zip(accounts, left, strict=True), 1)
                    if account.financing.repayments and (kept or NOTHING) < 0
                ],
                "last": fmt.amount(cash.in_hand[-1]),
                "short": cash.shortage.month if cash.shortage else "",
                "short_advanced": next((month for month, amount in enumerate(balance, 1) if amount < 0), ""),
                "coworkers": [
                    UNKNOWN
                    if point.coworkers is None and not point.never
                    else "–"
                    if point.never
                    else str(point.coworkers)
                    for point in points
                ],
                "crowded": [
                    year
                    for year, point in enumerate(points, 1)
                    if point.coworkers and has_desks_for(fmt.space, uses[year - 1], point.coworkers) is False
                ],
            }
        )
    return rows


def _advanced_balances(space: Space, place: Space, changed: budget.Forecast) -> list[list[Decimal]]:
    """The cash of each organisation at the end of each month of a case, the ``place`` of which differs from ``space``.

    That is while what is advanced is not paid back. There is no month while a part of it is unknown.
    """
    # What a case buys more is VAT that is not recovered.
    unrecovered = place.budget.investments[len(space.budget.investments) :]
    balances = []
    for cash in changed.cash:
        left = advances(place, cash.organisation, changed.years, unrecovered).left(cash)
        known = [amount for amount in left if amount is not None]
        balances.append(known if len(known) == len(cash.in_hand) else [])
    return balances


def is_falling(cash: Cash) -> bool:
    """Whether the last month ends with the least cash, less than the month before."""
    before, last = cash.in_hand[-2:]
    return bool(cash.lowest and before is not None and last is not None and last == cash.lowest[1] and last < before)


def _left(account: budget.Account) -> Decimal | None:
    """What self-financing leaves once the loans of the year are paid back."""
    return total((account.financing.self_financing, negated(account.financing.repayments)))


def cases(space: Space) -> Iterator[tuple[str, Space, budget.Demand]]:
    """Each case: the place and the demand that it changes. Percents are those of sales: people would be rounded."""
    late = _with_budget(
        space,
        subsidies=tuple(_late(line) if _is_grant(line) else line for line in space.budget.subsidies),
        contributions=tuple(_late(line) if _is_grant(line) else line for line in space.budget.contributions),
    )
    yield "coworkers_20", space, _FEWER
    yield "coworkers_30", space, budget.Demand(part=Decimal("0.7"))
    yield "gradual", space, budget.Demand(gradual=True)
    if may_open_late(space):
        yield "arrivals", space, budget.Demand(arrival=_ARRIVAL)
    yield "late", late, budget.AS_EXPECTED
    unpaid = tuple(_late(line) if is_participation(space, line) else line for line in space.budget.subsidies)
    yield "late_participation", _with_budget(space, subsidies=unpaid), budget.AS_EXPECTED
    changed = dict(_changed_places(space))
    for name, place in changed.items():
        yield name, place, budget.AS_EXPECTED
    yield "coworkers_20_late", late, _FEWER
    yield "coworkers_20_refused", changed["only_granted"], _FEWER
    if may_open_late(space):
        opening = budget.Demand(delay=_LATE_OPENING)
        yield "opening", space, opening
        yield "opening_late", late, opening


def _changed_places(space: Space) -> Iterator[tuple[str, Space]]:
    """The cases that change a fact of the budget or of an organisation."""
    sure = tuple(_only(line, "granted") if _is_grant(line) else line for line in space.budget.subsidies)
    brought = space.budget.contributions
    paid = tuple(_none_of(line) if _is_grant(line) and line.status != "granted" else line for line in brought)
    refused = _with_budget(space, subsidies=sure, contributions=paid)
    yield "only_granted", refused
    lost = tuple(
        line.model_copy(update={"amount": (Decimal(0),) * 3}) if _is_conditional(space, line) else sure_line
        for line, sure_line in zip(space.budget.subsidies, sure, strict=True)
    )
    not_brought = tuple(
        _none_of(line) if _is_conditional(space, line) else kept for line, kept in zip(brought, paid, strict=True)
    )
    yield "no_grants", _with_budget(space, subsidies=lost, contributions=not_brought)
    given = tuple(line for line in space.budget.subsidies if _is_grant(line) or line.status != "expected")
    yield "no_gifts", _with_budget(space, subsidies=given)
    unaided = tuple(line for line in given if not _is_grant(line))
    bare = tuple(_none_of(line) if _is_grant(line) else line for line in brought)
    yield (
        "no_receipts_kept" if has_participation(space) else "no_receipts",
        _with_budget(space, subsidies=unaided, contributions=bare),
    )
    unpaid = tuple(line for line in space.budget.subsidies if not is_participation(space, line))
    yield "no_participation", _with_budget(space, subsidies=unpaid)
    nothing = tuple(line for line in unaided if not is_participation(space, line))
    yield "nothing_received", _with_budget(space, subsidies=nothing, contributions=bare)
    funded = tuple(_none_of(line) if line.compensates_vat else line for line in brought)
    yield "no_vat_fund", _with_budget(space, contributions=funded)
    later = tuple(_a_year_later(line) if line.compensates_vat else line for line in brought)
    yield "late_vat_fund", _with_budget(space, contributions=later)
    sales, others = (
        tuple(line.model_copy(update={"per_month": _fewer(line.per_month)}) for line in lines)
        for lines in (space.budget.sales, space.budget.other_sales)
    )
    yield "other_sales_20", _with_budget(space, sales=sales, other_sales=others)
    wages = tuple(
        cost.model_copy(update={"amount": _times(cost.amount, Decimal("1.1"))}) if cost.account == _WAGES else cost
        for cost in space.budget.costs
    )
    yield "wages", _with_budget(space, costs=wages)
    dearer = tuple(_dearer(line) if line.year else line for line in space.budget.investments)
    yield "investments", _with_budget(space, investments=dearer)
    if SMALL_BUSINESS in space.vocabulary.vat_regimes:
        yield "no_vat", _without_vat(space)
    without_vat = _with_budget(space, costs=tuple(_rent_without_vat(space)))
    yield "rent_without_vat", without_vat
    yield "rent_not_shared", _with_budget(space, costs=tuple(_rent_not_shared(space)))
    alone = tuple(_common_costs_alone(space))
    yield "alone", _with_budget(space, costs=alone)
    yield "alone_refused", _with_budget(refused, costs=alone)
    bought = (*space.budget.investments, *_vat_of_unsold_investments(space))
    unsold = (*space.budget.costs, *_vat_of_unsold_services(space))
    yield "unsold_vat", _with_budget(space, costs=unsold, investments=bought)
    both = (*without_vat.budget.costs, *_vat_of_unsold_services(without_vat))
    yield "vat_not_recovered", _with_budget(space, costs=both, investments=bought)
    if taxed := _taxable(space):
        yield "tax", _with_budget(space, profit_tax=space.budget.profit_tax | dict.fromkeys(taxed, _REDUCED_TAX))
        yield "tax_full", _with_budget(space, profit_tax=space.budget.profit_tax | dict.fromkeys(taxed, _FULL_TAX))


def _is_grant(line: Subsidy | Contribution) -> bool:
    """Whether it is a grant: of contributions, those that tell how far they are."""
    return line.status is not None if isinstance(line, Contribution) else is_grant(line)


def _none_of(line: Contribution) -> Contribution:
    return line.model_copy(update={"amount": Decimal(0)})


def _a_year_later(line: Contribution) -> Contribution:
    """``line`` received a year later; never, of the three years, if that is after the last one."""
    return line.model_copy(update={"year": line.year + 1}) if line.year < budget.YEARS[-1] else _none_of(line)


def _dearer(line: Investment) -> Investment:
    """``line`` for a tenth more."""
    (amount,) = _times((line.amount,), Decimal("1.1"))
    return line.model_copy(update={"amount": amount})


def _is_conditional(space: Space, subsidy: Subsidy | Contribution) -> bool:
    """Whether a grant is decided for an organisation that is still to be created, without which nobody pays it."""
    receiver = space.organisations.organisations.get(subsidy.received_by)
    return _is_grant(subsidy) and receiver is not None and receiver.stage == "to_create"


def _only(subsidy: Subsidy, state: str) -> Subsidy:
    """``subsidy`` in the years in which it is in that ``state``."""
    amounts = (amount if subsidy.state(year) == state else Decimal(0) for year, amount in enumerate(subsidy.amount, 1))
    return subsidy.model_copy(update={"amount": tuple(amounts)})


def _rent_without_vat(space: Space) -> Iterator[Cost]:
    """The costs, those of the agreement about the premises without any VAT to recover: the owner may not charge it."""
    for cost in space.budget.costs:
        yield cost.model_copy(update={"vat": WITHOUT_VAT}) if is_rent(space, cost) else cost


def _rent_not_shared(space: Space) -> Iterator[Cost]:
    """The costs, those of the agreement about the premises borne by the organisation that it is made with alone."""
    for cost in space.budget.costs:
        agreement = space.organisations.agreements.get(cost.agreement or "")
        is_shared = cost.paid_by is None and len(space.organisations.organisations) > 1
        holder = agreement.organisation if agreement and agreement.kind == OCCUPATION and is_shared else None
        yield cost.model_copy(update={"paid_by": holder}) if holder else cost


def _common_costs_alone(space: Space) -> Iterator[Cost]:
    """The costs, each common one borne by each organisation as if it were alone: of a case, each account is read apart."""
    for cost in space.budget.costs:
        if cost.paid_by is None:
            for key in space.organisations.organisations:
                yield cost.model_copy(update={"paid_by": key})
        else:
            yield cost


def _unsold_services(space: Space) -> Iterator[tuple[str, list[ActionBudget]]]:
    """Each organisation whose action is of services that nobody pays for, and the budget of it in each year."""
    years = budget.forecast(space).years
    for number, key in enumerate(space.organisations.organisations):
        action = space.budget.actions.get(key)
        if action and action.services:
            plans = [action_budget(action, year.accounts[number]) for year in years]
            if not any(plan.sells for plan in plans):
                yield key, plans


def _vat_of_unsold_investments(space: Space) -> Iterator[Investment]:
    """The part of the actions of services that nobody pays for in the VAT of what is bought."""
    for key, plans in _unsold_services(space):
        yield from unrecovered_investments(space, key, plans[0].action)


def _vat_of_unsold_services(space: Space) -> Iterator[Cost]:
    """What the VAT of an action costs if it is not recovered, for the actions of services that nobody pays for.

    The part of the action in each cost is that of its budget in the first year, for all years. None while a part of it
    is unknown.
    """
    for key, plans in _unsold_services(space):
        lines = zip(*(plan.lines for plan in plans), strict=True)
        lost = [(line[0].line, [recovered_vat(each) for each in line]) for line in lines]
        if any(None in amounts for _, amounts in lost):
            continue
        for line, amounts in lost:
            if any(amounts):
                taxed = {"label": line.label, "amount": tuple(amounts), "month": line.month, "account": line.account}
                taxed["vat"] = WITHOUT_VAT
                yield Cost(**taxed, paid_by=key)


def _taxable(space: Space) -> list[str]:
    """The companies without a rate of tax on profits whose profits would have the reduced one in each year."""
    taxable = []
    for key in space.organisations.organisations:
        accounts = [
            account for year in budget.forecast(space).years for account in year.accounts if account.organisation == key
        ]
        profits = [account.accounting_result for account in accounts]
        reduced = all(profit is not None and profit <= _REDUCED_UP_TO for profit in profits)
        if is_company(space, key) and space.budget.profit_tax.get(key) is None and reduced:
            taxable.append(key)
    return taxable


def _fewer(quantities: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
    """A fifth less of each of ``quantities``."""
    return tuple(None if quantity is None else quantity * Decimal("0.8") for quantity in quantities)


def _late(subsidy: _Grant) -> _Grant:
    """``subsidy`` paid later: a month after the twelfth is one of the next year."""
    return subsidy if subsidy.month is None else subsidy.model_copy(update={"month": subsidy.month + _DELAY})


def _times(amounts: Sequence[Decimal | None], factor: Decimal) -> tuple[Decimal | None, ...]:
    return tuple(None if amount is None else (amount * factor).quantize(CENT, ROUND_HALF_UP) for amount in amounts)


def _without_vat(space: Space) -> Space:
    """``space`` in which the organisations that charge VAT have the regime of small businesses instead."""
    organisations = {
        key: organisation.model_copy(update={"vat": organisation.vat.model_copy(update={"regime": SMALL_BUSINESS})})
        if (regime := space.vat_regime(key)) and regime.charges
        else organisation
        for key, organisation in space.organisations.organisations.items()
    }
    return replace(space, organisations=space.organisations.model_copy(update={"organisations": organisations}))


def _above_ceiling(fmt: FactFormatter) -> Iterator[Facts]:
    """The organisations that sell for more than the regime without VAT admits, if they had that regime.

    ``year`` is the first year of it by sales alone, and ``recharged_year`` that with the common costs of the others, which
    the organisation that holds the premises may sell to them; 0 where there is none. Source: ``thresholds`` of
    vocabulary/vat_regimes/franchise-en-base.yaml.
    """
    space = _without_vat(fmt.space)
    ceiling = small_business_ceiling(space)
    if ceiling is None:
        return
    years = budget.forecast(space).years
    incomes = [budget.incomes(space, year) for year in budget.YEARS]
    holding = holders(space)
    for number, (key, organisation) in enumerate(space.organisations.organisations.items()):
        sold = [income.get(key) or NOTHING for income in incomes]
        shared = [(key in holding and common_costs_of_others(year, key)) or NOTHING for year in years]
        both = [sale + part for sale, part in zip(sold, shared, strict=True)]
        year, recharged_year = (
            next((year for year, amount in enumerate(amounts, 1) if amount > ceiling), 0) for amounts in (sold, both)
        )
        if organisation.vat.regime == SMALL_BUSINESS and recharged_year:
            amounts = {"sold": sold, "recharged": shared, "both": both}
            yield {
                "number": number,
                "year": year,
                "recharged_year": recharged_year if any(shared) else 0,
                "ceiling": fmt.amount(ceiling),
                **{name: [fmt.amount(amount) for amount in each] for name, each in amounts.items()},
            }


def _with_budget(space: Space, **changes: object) -> Space:
    return replace(space, budget=space.budget.model_copy(update=changes))
