"""The three-year budget in words: lines by account, results, cash, break-even point, and what other assumptions change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial
from math import ceil, floor

from tierslieu import budget
from tierslieu.budget.accounts import (
    INCOMES,
    YEARS,
    Account,
    BreakEven,
    BudgetLine,
    Cash,
    Year,
    negated,
    total,
)
from tierslieu.budget.advances import Advances, advances
from tierslieu.budget.balance_sheet import BalanceSheet, balance_sheets
from tierslieu.budget.desk_use import counted_days, desk_use, free_desks, has_desks_for
from tierslieu.budget.headcount import average_coworkers
from tierslieu.budget.incomes import other_percent, resident_offer
from tierslieu.budget.missing_facts import missing_tax_rates
from tierslieu.budget.premises import OCCUPATION
from tierslieu.core.money import CENT, to_cents
from tierslieu.core.opening_hours import WEEKDAYS
from tierslieu.core.problems import MissingFact, Problems
from tierslieu.finance import shares
from tierslieu.finance.vat import NOTHING, holds_vat, planned_percent, sold_percent, taxed
from tierslieu.finance.what_if import what_if
from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.model.budget import RENEWAL, Contribution, Loan, Subsidy

from .action_figures import action_facts, budget_month, percent_of
from .cash_figures import average_presence, first_months, loan_facts, presence, repayment_capacity, rounded_count
from .formatter import UNKNOWN, FactFormatter, Facts, money, organisation_name
from .grant_figures import grant_facts
from .prices import sold_label
from .shares import common_percents
from .stress_cases import is_falling, stress_cases

#: The account of a line of which ``config/budget.yaml`` gives none, as the budget of form Cerfa n° 12156 names them.
_ACCOUNTS = {
    "residents": 70, "occasional": 70, "sale": 70, "undecided": 70, "subsidy": 74,
    "solidarity": 68, "depreciation": 68, "interest": 66, "profit_tax": 69,
}  # fmt: skip
_SUBSIDY = _ACCOUNTS["subsidy"]
#: Accounts of what organisations of the place pay each other, received and paid.
_TRANSFER_IN, _TRANSFER_OUT = 75, 65
_EXPENSES = ("solidarity", "cost", "common_cost", "depreciation", "interest", "profit_tax")
_PRICE_CHANGES = {"price_up": Decimal("1.1"), "price_down": Decimal("0.9")}


def three_years(fmt: FactFormatter, organisations: Facts) -> Facts:
    """The budget of ``config/budget.yaml``: amounts as texts by year, "?" while unknown; raises ``Problems``.

    ``begun`` is whether it has any amount besides what coworkers pay; ``complete``, whether every result is known.
    """
    forecast = budget.forecast(fmt.space)
    years = forecast.years
    accounts = [_account(fmt, organisations, number, forecast) for number in range(len(years[0].accounts))]
    return {
        "begun": any(account["begun"] for account in accounts),
        "complete": all(year.result is not None for year in years),
        "missing": [
            {"what": missing_label(fact, fmt), "file": fact.file}
            for fact in (*forecast.missing, *missing_tax_rates(fmt.space))
        ],
        "rates_to_tell": list(_rates_to_tell(fmt.space)),
        "residents": [_count(year.residents) for year in years],
        "coworkers": [_coworkers(year) for year in years],
        "opening": _is_to_open(fmt.space),
        "first_month": _first_month(fmt),
        "weekly_hours": _weekly_hours(fmt),
        "leases": list(_leases(fmt)),
        "place": _place(fmt, years[0]),
        # The services of an action that nobody pays for: they are free.
        "free_services": [
            service
            for account in accounts
            if account["action"] and account["action"]["free"]
            for service in account["action"]["service_keys"]
        ],
        "common_labels": [cost.label for cost in fmt.space.budget.costs if cost.paid_by is None],
        "resident_offer": resident_offer(fmt.space) or "",
        "occasional": [_count(year.occasional) for year in years],
        "result": [fmt.amount(year.result) for year in years],
        "result_in_euros": fmt.whole(years[-1].result),
        "break_even": [
            _break_even(fmt, year.break_even, year.number, year.result) for year in years if year.break_even
        ],
        "average_coworkers": [_average(fmt, year.number) for year in years],
        "free_uses": [
            {"aside": fmt.amount(uses.aside), "count": _count(uses.count)} for year in years if (uses := year.free_uses)
        ],
        "organisations": accounts,
        "requested": _requested(fmt),
        "buys": [
            {"label": sold_label(fmt, key), "count": fmt.number(count)}
            for key, count in (fmt.space.budget.occasional_buys or {}).items()
            if count and "coworking" in fmt.space.identity.services
        ],
        # The passes that are for sale, and of which the budget counts no sale.
        "uncounted": [
            key
            for key in fmt.space.prices.passes
            if not (fmt.space.budget.occasional_buys or {}).get(key)
            and key not in {sale.offer for sale in fmt.space.budget.sales}
        ],
        "opening_months": fmt.space.budget.opening_months,
        "closed_months": sorted(fmt.space.budget.closed_months),
        "ramp_up_months": fmt.space.budget.ramp_up_months,
        "presence": presence(fmt),
        "average_presence": average_presence(fmt),
        "desks": _desks(fmt),
        "free_desks": _free_desks(fmt.space),
        "crowded": _first_crowded_year(fmt.space),
        "changes": list(_changes(fmt, years[0].result)),
        "stress": stress_cases(fmt, forecast),
    }


def _requested(fmt: FactFormatter) -> Facts:
    """What the place asks for in three years, to the euro: new loans, and aids; empty where nothing of it is asked for."""
    plan = fmt.space.budget
    sums = {
        "loans": [loan.amount for loan in plan.loans if loan.year],
        "aids": [
            amount
            for line in plan.subsidies
            if line.status == "asked" and (line.account or _SUBSIDY) == _SUBSIDY
            for amount in line.amount
        ],
    }
    return {
        name: fmt.whole(total(amounts)) if any(amount != 0 for amount in amounts) else ""
        for name, amounts in sums.items()
    }


def missing_label(missing: MissingFact, fmt: FactFormatter) -> str:
    """A missing fact with, in brackets, the line of the budget, offer or pass, and which organisation it is about."""
    about = [sold_label(fmt, missing.detail)] if missing.detail else []
    if missing.organisation and len(fmt.space.organisations.organisations) > 1:
        about.append(organisation_name(fmt.space, missing.organisation, fmt.locale))
    return f"{fmt.t(missing.label)} ({', '.join(about)})" if about else fmt.t(missing.label)


def _account(fmt: FactFormatter, organisations: Facts, number: int, forecast: budget.Forecast) -> Facts:
    """The accounts of an organisation in each year: incomes and expenses by account, which balance with the result.

    ``before_tax`` is whether a company has no rate of tax on profits in the budget.
    """
    accounts = [year.accounts[number] for year in forecast.years]
    key, cash = accounts[0].organisation, forecast.cash[number]
    lines = list(zip(*(account.lines for account in accounts), strict=True))
    expenses = [years for years in lines if _is_expense(fmt.space, years[0])]
    incomes = [years for years in lines if not _is_expense(fmt.space, years[0])]
    # Money that an organisation sets aside of its own receipts is neither spent nor owed: ANC 2018-06, article 132-1.
    spending = [years for years in expenses if years[0].kind != "solidarity"]
    results = [account.result for account in accounts]
    paid = [negated(_total(years[year] for years in expenses)) for year in range(len(accounts))]
    received = [_total(years[year] for years in incomes) for year in range(len(accounts))]
    spent = [negated(_total(years[year] for years in spending)) for year in range(len(accounts))]
    margins = [total([income, negated(amount)]) for income, amount in zip(received, spent, strict=True)]
    asked = [_total([line for years in incomes if (line := years[year]).asked]) for year in range(len(accounts))]
    if None in (*paid, *received):  # a side without any line is not a budget of 0
        results = [None if None in sides else result for result, *sides in zip(results, paid, received, strict=True)]
    shortage, sheets = cash.shortage, list(balance_sheets(accounts))
    points = [
        _break_even(fmt, account.break_even, year, account.result) if account.break_even else {}
        for year, account in enumerate(accounts, 1)
    ]
    advanced = advances(fmt.space, key, forecast.years)
    return {
        "organisation": organisations[key],
        "begun": any(
            line.net and line.kind not in ("residents", "occasional", "solidarity", "transfer")
            for account in accounts
            for line in account.lines
        ),
        "expenses": _by_account(fmt, expenses, negated),
        "spending": _by_account(fmt, spending, negated),
        "incomes": _by_account(fmt, incomes, lambda amount: amount),
        "expenses_total": [fmt.amount(amount) for amount in paid],
        "incomes_total": [fmt.amount(amount) for amount in received],
        "result": [fmt.amount(result) for result in results],
        "result_in_euros": fmt.whole(results[-1]),
        # What balances the two sides of a budget: a surplus stands with expenses, a deficit with incomes.
        "surplus": [fmt.amount(None if margin is None else max(margin, NOTHING)) for margin in margins],
        "deficit": [fmt.amount(None if margin is None else max(-margin, NOTHING)) for margin in margins],
        "balance": [
            fmt.amount(None if None in (amount, income) else max(amount or NOTHING, income or NOTHING))
            for amount, income in zip(spent, received, strict=True)
        ],
        # What the organisation lacks without the subsidies that its file asks for; empty where it asks for none.
        "asked": [fmt.amount(amount) for amount in asked] if any(asked) else [],
        "need": [
            fmt.amount(None if margin is None or amount is None else max(amount - margin, NOTHING))
            for margin, amount in zip(margins, asked, strict=True)
        ]
        if any(asked)
        else [],
        "grants_percent": percent_of(
            fmt, _total(years[0] for years in incomes if _account_number(fmt.space, years[0]) == _SUBSIDY), received[0]
        ),
        # What self-financing leaves once loans are paid back, if the request is no more than the need; empty without a loan.
        "left_without_surplus": [
            fmt.amount(
                None
                if margin is None or amount is None
                else total(
                    (
                        account.financing.self_financing,
                        negated(account.financing.repayments),
                        negated(max(NOTHING, min(margin, amount))),
                    )
                )
            )
            for account, margin, amount in zip(accounts, margins, asked, strict=True)
        ]
        if any(account.financing.repayments for account in accounts)
        else [],
        "asked_percent": percent_of(fmt, asked[0], spent[0]) if asked[0] and spent[0] else "",
        "spending_total": [fmt.amount(amount) for amount in spent],
        "other_incomes": [
            fmt.amount(total((income, negated(amount or NOTHING))))
            for income, amount in zip(received, asked, strict=True)
        ],
        "margin": [fmt.amount(margin) for margin in margins],
        "aside": _aside(fmt, expenses),
        "shared_costs": list(_shared_costs(fmt, accounts[0])),
        "financing": _financing(fmt, accounts),
        "opening": _opening(fmt, key, accounts[0], advanced),
        "sheet": _balance_sheets(fmt, key, sheets),
        "capacity": repayment_capacity(fmt, accounts, sheets),
        "first_months": first_months(fmt, cash),
        "grants": grant_facts(fmt, accounts, partial(_account_number, fmt.space), partial(_label, fmt)),
        "action": action_facts(fmt, accounts, partial(_account_number, fmt.space), partial(_label, fmt)),
        "investments": [
            {
                "label": bought.label,
                "amount": fmt.money(bought.amount, "fact_amount_or_0"),
                "vat": holds_vat(bought.vat),
                "year": bought.year,
                "month": bought.month,
                "life": bought.life,
                "known": bought.amount is not None,
            }
            for bought in fmt.space.budget.investments
            if bought.paid_by == key and bought.amount != 0
        ],
        "contributions": [
            {
                "label": brought.label,
                "amount": fmt.money(brought.amount, "fact_amount_or_0"),
                "year": brought.year,
                "month": brought.month,
                "known": brought.amount is not None,
                "state": _state(fmt, brought),
                "current_account": brought.current_account,
                "recoverable": brought.recoverable,
            }
            for brought in fmt.space.budget.contributions
            if brought.received_by == key and brought.amount != 0
        ],
        # Whether the budget has any line of a plan to finance it, be it of 0.
        "planned": key in _financed(fmt.space),
        "before_tax": fmt.space.budget.profit_tax.get(key) is None and bool(organisations[key]["companies"]),
        # The break-even point is before tax even once its rate is told.
        "even_before_tax": bool(fmt.space.budget.profit_tax.get(key, organisations[key]["companies"])),
        "loans": loan_facts(fmt, key),
        # Whether the budget tells what is owed on the first day, be it nothing.
        "owed_before": any(
            loan.received_by == key and loan.year == 0 and loan.amount is not None for loan in fmt.space.budget.loans
        ),
        "common_costs": _common_costs(fmt, accounts),
        # Money of an organisation before it exists comes from somebody else.
        "opening_before_creation": fmt.space.organisations.organisations[key].stage == "to_create"
        and bool(fmt.space.budget.opening_cash.get(key)),
        "opening_cash": [fmt.amount(account.financing.opening_cash) for account in accounts],
        "cash": [fmt.amount(cash.in_hand[year.number * budget.MONTHS - 1]) for year in forecast.years],
        "cash_known": cash.complete,
        "cash_months": _cash_months(fmt, cash, (years[0] for years in spending)),
        "lowest": _lowest(fmt, cash.lowest) | ({"falling": is_falling(cash)} if cash.lowest else {}),
        "lowest_advanced": _lowest_advanced(fmt, cash, advanced),
        "advanced_due": _advanced_due(fmt, advanced),
        "lowest_without_loans": _lowest_without_loans(fmt, number, key) if cash.lowest else {},
        "undated": [
            subsidy.label
            for subsidy in fmt.space.budget.subsidies
            if subsidy.received_by == key and subsidy.lacks_month and any(subsidy.amount)
        ],
        "subsidies": [
            {
                "label": subsidy.label,
                "status": subsidy.status or "",
                "years": subsidy.years,
                # The result of the accounts in the years of which the decision is to be renewed, if it is not.
                "without": [
                    fmt.amount(total((margin, negated(amount) if subsidy.state(year) == RENEWAL else NOTHING)))
                    for year, margin, amount in zip(YEARS, margins, subsidy.amount, strict=True)
                ],
                "states": [subsidy.state(year) or "" for year in YEARS],
                "agreement": subsidy.agreement or "",
                "month": subsidy.month or "",
                "amounts": [fmt.money(amount) for amount in subsidy.amount],
            }
            for subsidy in fmt.space.budget.subsidies
            if subsidy.received_by == key and any(subsidy.amount) and (subsidy.account or _SUBSIDY) == _SUBSIDY
        ],
        # What is hoped for apart from grants, such as gifts.
        "hoped_for": [
            {"label": subsidy.label, "amounts": [fmt.money(amount) for amount in subsidy.amount]}
            for subsidy in fmt.space.budget.subsidies
            if subsidy.received_by == key
            and any(subsidy.amount)
            and (subsidy.account or _SUBSIDY) != _SUBSIDY
            and subsidy.status == "expected"
        ],
        "break_even": [point for point in points if point],
        "thin_years": [year for year, point in enumerate(points, 1) if point and point["thin"]],
        "shortage": {"month": shortage.month, "amount": money(shortage.amount, fmt.locale)} if shortage else {},
    }


def _total(lines: Iterable[BudgetLine]) -> Decimal | None:
    """The sum of ``lines``; None while one is unknown, or when there is none."""
    amounts = [line.amounts.ht for line in lines]
    return total(amounts) if amounts else None


def _is_expense(space: Space, line: BudgetLine) -> bool:
    if line.kind == "transfer" and line.stream:
        return shares.collector(space, line.stream) != line.key
    return line.kind in _EXPENSES


def _by_account(
    fmt: FactFormatter,
    lines: Iterable[tuple[BudgetLine, ...]],
    signed: Callable[[Decimal | None], Decimal | None],
) -> list[Facts]:
    """The sum of each account with its lines, by account; lines without an account come last, those of 0 are left out.

    ``first`` is the amount of the first year as a number, to draw it.
    """
    groups: dict[int, list[tuple[BudgetLine, ...]]] = {}
    for years in lines:
        if any(line.net != 0 for line in years):
            groups.setdefault(_account_number(fmt.space, years[0]), []).append(years)
    return [
        {
            "account": str(number) if number else "",
            "first": signed(total(years[0].amounts.ht for years in group)),
            "amounts": [
                fmt.amount(signed(total(line.amounts.ht for line in lines_of_year)))
                for lines_of_year in zip(*group, strict=True)
            ],
            "lines": [
                {
                    "label": _label(fmt, years[0]),
                    "kind": years[0].kind,
                    "amounts": [fmt.money(signed(line.net), _blank_label(years[0])) for line in years],
                    "asked": years[0].asked,
                    "first": signed(years[0].amounts.ht),
                    "known": years[0].net is not None,
                    "product": _product(fmt, years[0]),
                    "quantities": [fmt.number(_short(line.quantity)) if line.quantity else "" for line in years],
                }
                for years in group
            ],
        }
        for number, group in sorted(groups.items(), key=lambda item: item[0] or 99)
    ]


def _blank_label(line: BudgetLine) -> str:
    """What an unknown amount of ``line`` is called: one that the place plans itself may be 0."""
    return "fact_amount" if line.kind in INCOMES else "fact_amount_or_0"


def _product(fmt: FactFormatter, line: BudgetLine) -> str:
    """What a sale is the product of: its quantity and its price; empty while one is unknown, and for other lines."""
    space = fmt.space
    sale = next((each for each in space.budget.other_sales if line.kind == "sale" and each.label == line.label), None)
    price = sale.price if sale else space.prices.grid(space.today).amounts.get(line.key or "")
    if line.quantity is None or price is None:
        return ""
    quantity, residents = fmt.number(_short(line.quantity)), space.identity.capacity.residents
    months = space.budget.opening_months
    if line.kind == "residents" and residents is not None and line.quantity == residents * months:
        quantity = f"{residents} × {months}"
    percent = other_percent(space, sale) if sale else sold_percent(space, line.key or "")
    basis = str(space.prices.basis)
    if percent is None:  # the amount is what is paid, whatever VAT there is in it; of one without VAT, nothing is known
        basis = fmt.t("basis_unknown") if basis == "ttc" else ""
    else:
        basis = fmt.t(f"basis_{basis}") if percent else ""
    separator = ", " if percent is None else " "
    return separator.join(filter(None, (f"{quantity} × {money(price, fmt.locale)}", basis)))


def _short(quantity: Decimal) -> Decimal:
    """``quantity`` with two decimals at most."""
    return to_cents(Fraction(quantity))


def _account_number(space: Space, line: BudgetLine) -> int:
    """The account of a line, two digits; 0 for a cost of which nobody gave any."""
    if line.kind == "transfer":
        return _TRANSFER_OUT if _is_expense(space, line) else _TRANSFER_IN
    return line.account or _ACCOUNTS.get(line.kind, 0)


def _label(fmt: FactFormatter, line: BudgetLine) -> str:
    """The label of a line in the budget, or its kind and what it is about."""
    if line.kind == "transfer" and line.stream:
        name = "workbook_transfer_out" if _is_expense(fmt.space, line) else "workbook_transfer_in"
        other = organisation_name(fmt.space, line.key or "", fmt.locale)
        return fmt.t(name, organisation=other, stream=fmt.t(f"service_{line.stream}"))
    if line.kind in ("undecided", "profit_tax"):
        return fmt.t(f"workbook_{line.kind}")
    if line.kind == "solidarity":
        return messages.text(fmt.locale, "budget.solidarity")
    if line.kind in ("residents", "occasional", "sale"):
        return fmt.t(f"workbook_line_{line.kind}", label=(line.label or sold_label(fmt, line.key or "")).lower())
    if line.kind in ("depreciation", "interest"):
        return fmt.t(f"workbook_line_{line.kind}", label=line.label)
    return line.label or ""


def _aside(fmt: FactFormatter, expenses: Iterable[Sequence[BudgetLine]]) -> list[str]:
    """What the organisation sets aside for free uses in each year; empty where it sets nothing aside."""
    lines = [years for years in expenses if years[0].kind == "solidarity" and any(line.net != 0 for line in years)]
    return [fmt.amount(negated(_total(year))) for year in zip(*lines, strict=True)]


def _shared_costs(fmt: FactFormatter, account: Account) -> Iterator[Facts]:
    """The common costs of the first year of which ``account`` bears a part and recovers no VAT: whole, percent, part."""
    percent = common_percents(fmt.space).get(account.organisation)
    if percent is None:
        return
    whole_by_label = {cost.label: cost.amount[0] for cost in fmt.space.budget.costs if cost.paid_by is None}
    for line in account.lines:
        whole, part = whole_by_label.get(line.label or ""), negated(line.amounts.ht)
        if line.kind == "common_cost" and whole and part and line.amounts.ht == line.amounts.ttc and part != whole:
            yield {
                "label": line.label,
                "percent": fmt.percent(percent),
                "whole": money(whole, fmt.locale),
                "part": money(part, fmt.locale),
            }


def _state(fmt: FactFormatter, brought: Contribution) -> str:
    """How far an investment grant is; empty of any other contribution."""
    strings = fmt.space.vocabulary.locales[fmt.locale].strings
    return strings[f"workbook_status_{brought.status}"].lower() if brought.status else ""


def _opening(fmt: FactFormatter, key: str, account: Account, advanced: Advances) -> Facts:
    """The needs and the resources of year 1, which are equal: what is bought, and what is left for the rest.

    ``waited`` is what comes after the first month, of which nothing is left then; empty where nothing does. ``vat`` is the
    VAT of what is bought, which is paid first and recovered later; ``advances`` are all of that of the three years, and the
    common costs of year 1, empty while unknown or 0; ``months``, the whole tenths of months of expenses of year 1 that
    ``left`` pays for, once these common costs are advanced.
    """
    plan = account.financing
    bought = [line for line in fmt.space.budget.investments if line.paid_by == key and line.year == YEARS[0]]
    paid = total(line.amount for line in bought)
    resources = total((plan.opening_cash, plan.contributions, plan.current_accounts, plan.loans))
    planned: tuple[Contribution | Loan, ...] = (*fmt.space.budget.contributions, *fmt.space.budget.loans)
    later = [line for line in planned if line.received_by == key and line.year == YEARS[0] and line.month > 1]
    waited = total(line.amount for line in later)
    left = total((resources, negated(paid), negated(waited)))
    spent = negated(_total(line for line in account.lines if line.kind in ("cost", "common_cost", "interest")))
    free = total((left, negated(advanced.common[0])))
    months = (free * budget.MONTHS / spent).quantize(Decimal("0.1"), ROUND_DOWN) if free and spent else None
    return {
        "bought": fmt.amount(paid),
        "vat": fmt.amount(total((paid, negated(plan.investments)))),
        "advances": {
            "vat": fmt.amount(advanced.whole_vat) if advanced.whole_vat else "",
            "common": fmt.amount(advanced.common[0]) if advanced.common[0] else "",
        },
        "waited": fmt.amount(waited) if waited or waited is None else "",
        "left": fmt.amount(left),
        "months": fmt.number(months) if months is not None and months > 0 else "",
        "cash": fmt.amount(plan.opening_cash),
        "contributions": fmt.amount(plan.contributions),
        "current_accounts": fmt.amount(plan.current_accounts),
        "loans": fmt.amount(plan.loans),
        "resources": fmt.amount(resources),
        "none": fmt.amount(NOTHING),
    }


def _rates_to_tell(space: Space) -> Iterator[str]:
    """What is paid for without a rate of VAT, which is needed if those who pay, whose regime nobody told, recover VAT."""
    for _, _, purchase in space.budget.purchases:
        amounts = purchase.amount if isinstance(purchase.amount, tuple) else (purchase.amount,)
        payers = [purchase.paid_by] if purchase.paid_by else [*space.organisations.organisations]
        untold = any(space.vat_regime(payer) is None for payer in payers)
        if untold and purchase.vat is None and purchase.label and any(amount != 0 for amount in amounts):
            yield purchase.label


def _lowest_advanced(fmt: FactFormatter, cash: Cash, advanced: Advances) -> Facts:
    """The least cash of all, as ``_lowest`` gives it, while what is advanced is not paid back; empty where nothing is."""
    is_some = advanced.whole_vat or any(advanced.common)
    return _lowest(fmt, _least(advanced.left(cash))) if is_some else {}


def _advanced_due(fmt: FactFormatter, advanced: Advances) -> list[str]:
    """What is advanced at the end of each year and counted as paid back in its cash; empty where nothing is."""
    ends = [total((advanced.vat[year * budget.MONTHS - 1], advanced.common[year - 1])) for year in YEARS]
    return [fmt.amount(amount) for amount in ends] if any(ends) else []


def _least(balances: Sequence[Decimal | None]) -> tuple[int, Decimal] | None:
    """The month, from 1, that ends with the least cash, and that cash; None while one is unknown."""
    known = [balance for balance in balances if balance is not None]
    return (known.index(min(known)) + 1, min(known)) if known and len(known) == len(balances) else None


def _balance_sheets(fmt: FactFormatter, key: str, sheets: Sequence[BalanceSheet]) -> Facts:
    """The rows of the balance sheets at the end of each year; empty while an amount is unknown.

    ``recoverable`` are the contributions that are to be given back under conditions, ``kept`` the equity without them,
    ``overdraft`` what is owed to a bank
    for cash below zero; empty without any.
    """
    recoverable = [
        total(
            brought.amount
            for brought in fmt.space.budget.contributions
            if brought.received_by == key and brought.recoverable and brought.year <= year
        )
        for year in YEARS
    ]
    names = (
        "fixed_assets", "cash", "assets", "opening_equity", "contributions", "results", "equity", "current_accounts", "loans",
    )  # fmt: skip
    rows = {name: [getattr(sheet, name) for sheet in sheets] for name in names}
    overdrafts = [sheet.overdraft for sheet in sheets]
    if any(None in amounts for amounts in rows.values()):
        return {}
    shown = {name: [fmt.amount(amount) for amount in amounts] for name, amounts in rows.items()}
    some = {"recoverable": recoverable, "overdraft": overdrafts}
    kept = [fmt.amount(equity - back) for equity, back in zip(rows["equity"], recoverable, strict=True)]
    rest = {name: [*map(fmt.amount, amounts)] if any(amounts) else [] for name, amounts in some.items()}
    return shown | rest | {"kept": kept}


def _lowest(fmt: FactFormatter, lowest: tuple[int, Decimal] | None) -> Facts:
    """The least cash, and the year and the month of it (1 to 12); empty while unknown."""
    if lowest is None:
        return {}
    month, amount = lowest
    years, months = divmod(month - 1, budget.MONTHS)
    shown = {"amount": money(amount, fmt.locale), "in_euros": fmt.whole(amount)}
    return {"year": years + 1, "month": months + 1, **shown}


def _financed(space: Space) -> set[str]:
    """The organisations for which the budget plans an aid, something to buy, a contribution or a loan, be it of 0."""
    plan = space.budget
    received: tuple[Subsidy | Contribution | Loan, ...] = (*plan.subsidies, *plan.contributions, *plan.loans)
    return {line.received_by for line in received} | {bought.paid_by for bought in plan.investments}


def _lowest_without_loans(fmt: FactFormatter, number: int, key: str) -> Facts:
    """The least cash of an organisation as ``_lowest`` gives it, had it borrowed nothing; empty when it borrows nothing.

    What it owes on the first day is paid back all the same. ``advanced`` is the least while what it advances is not.
    """
    loans = tuple(
        loan for loan in fmt.space.budget.loans if loan.received_by != key or not loan.amount or loan.year == 0
    )
    if len(loans) == len(fmt.space.budget.loans):
        return {}
    without = replace(fmt.space, budget=fmt.space.budget.model_copy(update={"loans": loans}))
    forecast = budget.forecast(without)
    cash = forecast.cash[number]
    return _lowest(fmt, cash.lowest) | {"advanced": _lowest_advanced(fmt, cash, advances(without, key, forecast.years))}


def _financing(fmt: FactFormatter, accounts: Sequence[Account]) -> list[Facts]:
    """The rows of the financing plan that are not 0 in every year, by the name of the field of ``Financing``.

    Uses of money are negative, so that the opening cash and the rows add up to the closing cash.
    """
    names = ("investments", "repayments", "contributions", "current_accounts", "loans", "self_financing")
    amounts_by_name = ((name, [getattr(account.financing, name) for account in accounts]) for name in names)
    rows = (
        (name, [negated(amount) for amount in amounts] if name in ("investments", "repayments") else amounts)
        for name, amounts in amounts_by_name
    )
    return [
        {"name": name, "amounts": [fmt.amount(amount) for amount in amounts]}
        for name, amounts in rows
        if any(amount != 0 for amount in amounts)
    ]


def _average(fmt: FactFormatter, year: int) -> str:
    average = average_coworkers(fmt.space, year)
    return UNKNOWN if average is None else fmt.number(rounded_count(average))


def _break_even(fmt: FactFormatter, point: BreakEven, year: int, result: Decimal | None) -> Facts:
    """A break-even point, before tax; ``missed`` is whether the ``result`` of the year is a loss, or fewer coworkers are there
    on average while it is unknown, ``thin`` whether less than a tenth more are there, without a loss, and ``out_of_reach`` whether the desks
    are not enough for them, which is missed too; False while unknown."""
    average = average_coworkers(fmt.space, year)
    there = None if average is None or not point.coworkers else rounded_count(average)
    out_of_reach = bool(
        point.coworkers and has_desks_for(fmt.space, desk_use(fmt.space, year), point.coworkers) is False
    )
    missed = point.never or out_of_reach or bool(result is not None and result < 0)
    # The number is rounded up: fewer may be there on average in a year without a loss.
    missed = missed or bool(result is None and there is not None and point.coworkers and there < point.coworkers)
    return {
        "missed": missed,
        "thin": bool(there is not None and point.coworkers and not missed and there * 10 < point.coworkers * 11),
        "never": point.never,
        "out_of_reach": out_of_reach,
        "coworkers": _count(point.coworkers),
        "contribution": fmt.amount(point.contribution),
        "fixed": fmt.amount(point.fixed),
        "of_target": "" if point.percent_of_target is None else fmt.percent(point.percent_of_target),
    }


def _desks(fmt: FactFormatter) -> list[Facts]:
    """Of each year, the days at a desk in a month; empty while unknown.

    They are those wanted by occasional coworkers, those free of charge, and those that residents leave; ``percent`` is
    the part of the last that the others take, and ``tight`` whether few are left. ``days`` are those of opening in an average open month, empty while the
    first day of the budget is unknown. Without opening hours, ``enough`` is None unless 31 days of
    each month would not do.
    """
    uses = [desk_use(fmt.space, number) for number in budget.YEARS]
    counted = [counted_days(fmt.space, number) for number in budget.YEARS]
    return [
        {
            "desks": use.desks,
            "wanted": ceil(use.wanted),
            "free": ceil(use.free),
            "offered": floor(use.offered) if use.known else UNKNOWN,
            "days": "" if days is None else fmt.number(rounded_count(days)),
            "percent": percent_of(fmt, Decimal(ceil(use.wanted) + ceil(use.free)), Decimal(floor(use.offered)))
            if use.known
            else "",
            "tight": use.known and use.enough and use.tight,
            "enough": use.enough if use.known or not use.enough else None,
        }
        for use, days in zip(uses, counted, strict=True)
        if use and None not in uses
    ]


def _free_desks(space: Space) -> list[Facts]:
    """Of each year, the desks that residents leave and the days at them in a month; empty while unknown.

    ``crowded`` is whether the desks are not enough, as far as what occasional coworkers buy is known.
    """
    years = [free_desks(space, number) for number in budget.YEARS]
    return [
        {
            "left": year.left,
            "days": floor(year.days) if year.known else UNKNOWN,
            "crowded": _is_crowded(space, number),
        }
        for number, year in enumerate(years, 1)
        if year and None not in years
    ]


def _is_crowded(space: Space, number: int) -> bool:
    use, left = desk_use(space, number), free_desks(space, number)
    return not use.enough if use else bool(left and left.full)


def _first_crowded_year(space: Space) -> Facts:
    """The first year for which the desks are not enough, with its people; empty when they are enough or unknown."""
    for number in budget.YEARS:
        left = free_desks(space, number)
        if left and _is_crowded(space, number):
            return {"year": number, "residents": left.residents, "occasional": left.occasional, "desks": left.desks}
    return {}


def _changes(fmt: FactFormatter, before: Decimal | None) -> Iterator[Facts]:
    """What one changed assumption does to the result of the place in year 1; nothing while that is unknown."""
    if before is None:
        return
    for kind, about, setting in _assumptions(fmt):
        try:
            changed: Year = budget.forecast(what_if(fmt.space, [setting], {}).space).years[0]
        except Problems:  # a price that the rules of the grid refuse: nobody would set it
            continue
        if changed.result is not None and changed.result != before:
            change = changed.result - before
            sign = "+" if change > 0 else ""
            yield {
                "kind": kind,
                "about": about,
                "result": money(changed.result, fmt.locale),
                "change": f"{sign}{money(change, fmt.locale)}",
                "results": [fmt.amount(account.result) for account in changed.accounts],
            }


def _assumptions(fmt: FactFormatter) -> Iterator[tuple[str, str, str]]:
    """Changes of one assumption: kind, what it is about, and the setting as ``what_if`` reads it."""
    space = fmt.space
    for name in ("residents", "occasional"):
        count = getattr(space.identity.capacity, name)
        if count is not None:
            yield f"{name}_more", "", f"{name}={count + 1}"
            if count:
                yield f"{name}_less", "", f"{name}={count - 1}"
    key = resident_offer(space)
    price = space.prices.grid(space.today).amounts.get(key or "")
    if key and price is not None:
        for kind, factor in _PRICE_CHANGES.items():
            changed = (price * factor).quantize(CENT, ROUND_HALF_UP)
            yield kind, sold_label(fmt, key), f"{key}={changed}"
    for index, subsidy in enumerate(space.budget.subsidies):
        if subsidy.amount[0]:
            yield "without_subsidy", subsidy.label, f"subsidies.{index}=0"


def _is_to_open(space: Space) -> bool:
    """Whether the coworkers of the first year are those that the place expects, who are not all there."""
    operator = space.operator(shares.COWORKING)
    return operator is None or operator.stage != "existing" or space.budget.ramp_up_months > 1


def _first_month(fmt: FactFormatter) -> str:
    """The month that the budget begins with, as the first day of an action tells it; empty while no action has any."""
    known = any(action.first_day for action in fmt.space.budget.actions.values())
    return budget_month(fmt, 1) if known else ""


def _weekly_hours(fmt: FactFormatter) -> str:
    """The hours of opening of an ordinary week; empty while one of its days has no times."""
    hours = fmt.space.opening_hours
    days = [hours.day(name) for name in WEEKDAYS] if hours else []
    if not days or any(day.parts or (not day.closed and not day.spans) for day in days):
        return ""
    minutes = sum((end - start) % (24 * 60) or 24 * 60 for day in days for start, end in day.spans)
    return f"{fmt.number(Decimal(minutes) / 60)} h"


def _leases(fmt: FactFormatter) -> Iterator[Facts]:
    """The costs that an agreement about the premises is paid by: with all that they hold, and the agreement."""
    for cost in fmt.space.budget.costs:
        agreement = fmt.space.organisations.agreements.get(cost.agreement or "")
        if agreement is not None and agreement.kind == OCCUPATION:
            yield {
                "agreement": cost.agreement,
                "label": cost.label,
                "amount": fmt.money(cost.amount[0]),
                "vat": holds_vat(cost.vat),
                "rent": fmt.money(agreement.amount),
                "per": fmt.t(f"agreement_per_{agreement.per}"),
            }


def _common_costs(fmt: FactFormatter, accounts: Sequence[Account]) -> Facts:
    """The common costs that an organisation bears, as paid, in each year, a quarter and a month of the first; empty without any.

    ``others`` is the part of the other ones in the first year, less the VAT that this one recovers if it pays for all;
    ``others_month`` a twelfth of it.
    """
    lines = [[line for line in account.lines if line.kind == "common_cost"] for account in accounts]
    amounts = [negated(total(line.amounts.ttc for line in year)) for year in lines]
    if not lines[0] or not amounts[0] or len(fmt.space.organisations.organisations) < 2:
        return {}
    others = _others(fmt.space, accounts[0])
    quarter = (amounts[0] / 4).quantize(CENT, ROUND_HALF_UP)
    return {
        "amounts": [fmt.amount(amount) for amount in amounts],
        "quarter": fmt.amount(quarter),
        "month": fmt.amount((amounts[0] / budget.MONTHS).quantize(CENT, ROUND_HALF_UP)),
        "others": fmt.amount(others),
        "others_month": fmt.amount(None if others is None else (others / budget.MONTHS).quantize(CENT, ROUND_HALF_UP)),
    }


def _others(space: Space, account: Account) -> Decimal | None:
    """The part of the other organisations in the common costs of the first year, less the VAT that this one recovers."""
    own = [negated(line.amounts.ttc) for line in account.lines if line.kind == "common_cost"]
    parts = []
    for cost, part in zip((cost for cost in space.budget.costs if cost.paid_by is None), own, strict=True):
        others = total((cost.amount[0], negated(part)))
        percent = planned_percent(space, account.organisation, cost.vat) if others != 0 else NOTHING
        parts.append(taxed(others, "ttc", percent).ht)
    return total(parts)


def _cash_months(fmt: FactFormatter, cash: Cash, lines: Iterable[BudgetLine]) -> str:
    """The months of the expenses ``lines``, without depreciation, that the cash at the end of the first year covers."""
    left, paid = cash.in_hand[budget.MONTHS - 1], negated(_total(line for line in lines if line.kind != "depreciation"))
    if left is None or not paid:
        return UNKNOWN
    return fmt.number((left * budget.MONTHS / paid).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _place(fmt: FactFormatter, year: Year) -> Facts:
    """The incomes and the result of the accounts of all organisations in a year, the parts of sales and of grants in them.

    What organisations of the place pay each other is left out; "?" while unknown, or without any line.
    """
    lines = [line for line in year.lines if line.kind != "transfer" and not _is_expense(fmt.space, line)]
    incomes = _total(lines)
    grants = _total(line for line in lines if _account_number(fmt.space, line) == _SUBSIDY)
    return {
        "incomes": fmt.amount(incomes),
        "margin": fmt.amount(total(account.accounting_result for account in year.accounts) if lines else None),
        "grants": fmt.amount(grants),
        "sales_percent": percent_of(fmt, _total(line for line in lines if line.kind in INCOMES), incomes),
        "grants_percent": percent_of(fmt, grants, incomes),
    }


def _coworkers(year: Year) -> str:
    return UNKNOWN if year.residents is None or year.occasional is None else str(year.residents + year.occasional)


def _count(number: int | None) -> str:
    return UNKNOWN if number is None else str(number)
