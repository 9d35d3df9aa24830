"""The budget of the action that a grant application asks for, in words: amounts of the first year, "?" while unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from dateutil.relativedelta import relativedelta

from tierslieu.budget.accounts import COSTS, Account, BudgetLine, negated, total
from tierslieu.budget.action_budget import ActionBudget, ActionLine, action_budget, unrecovered_investments
from tierslieu.budget.assets_and_loans import depreciation
from tierslieu.finance.vat import NOTHING
from tierslieu.model.budget import Action

from .formatter import UNKNOWN, FactFormatter, Facts, money

_SUBSIDY = 74


def action_facts(
    fmt: FactFormatter,
    accounts: Sequence[Account],
    number_of: Callable[[BudgetLine], int],
    label_of: Callable[[BudgetLine], str],
) -> Facts:
    """The budget of the action of an organisation, in the first of its ``accounts``; empty where it names none.

    ``number_of`` is the account of a line, two digits, and ``label_of`` its label. ``to_confirm`` are the costs that
    funders often leave out: interest, depreciation, and what is paid in the first year alone.
    """
    account = accounts[0]
    action = fmt.space.budget.actions.get(account.organisation)
    if action is None:
        return {}
    plan = action_budget(action, account)
    shown = [line for line in plan.lines if line.line.net != 0 and line.line.kind != "solidarity"]
    expenses = [line for line in shown if not plan.is_income(line)]
    incomes = [line for line in shown if plan.is_income(line)]
    numbered = sorted({number_of(line.line) for line in expenses if line.share == "direct"}, key=lambda key: key or 99)

    def rows(lines: Iterable[ActionLine], signed: Callable[[Decimal | None], Decimal | None]) -> list[Facts]:
        return [
            {
                "account": str(number_of(line.line) or ""),
                "label": label_of(line.line),
                "asked": line.line.asked,
                "share": line.share,
                "percent": UNKNOWN if line.percent is None else fmt.percent(line.percent),
                "rest_percent": UNKNOWN if line.percent is None else fmt.percent(100 - line.percent),
                "whole": fmt.amount(signed(line.line.amounts.ht)),
                "amount": fmt.amount(signed(line.amount)),
                "rest": fmt.amount(signed(total((line.line.amounts.ht, negated(line.amount))))),
            }
            for line in sorted(lines, key=lambda line: number_of(line.line) or 99)
        ]

    def spent(lines: Iterable[ActionLine]) -> str:
        return fmt.amount(negated(total(line.amount for line in lines)))

    indirect = [line for line in expenses if line.share == "indirect"]
    grants = total(line.amount for line in incomes if number_of(line.line) == _SUBSIDY)
    unsure = _unsure_costs(plan, accounts)
    general = negated(total(line.line.amounts.ht for line in indirect))
    unsure_total = negated(total(line.amount for line in unsure))
    sure = eligible_costs(action, accounts)
    plans = [action_budget(action, each) for each in accounts]
    # What the action lacks in each year without what is asked for.
    needs = [total((each.costs_total, negated(each.incomes_total), each.asked)) for each in plans]
    return {
        "name": action.name,
        "service_keys": list(action.services),
        "to_confirm": {
            "labels": [label_of(line.line) for line in unsure],
            "amount": fmt.amount(unsure_total),
            "percent": percent_of(fmt, unsure_total, plan.costs_total),
            "others": fmt.amount(sure),
            "others_percent": percent_of(fmt, sure, plan.costs_total),
        },
        "services": [fmt.t(f"service_{service}") for service in action.services],
        "first_day": fmt.date(action.first_day, "date") if action.first_day else "",
        "last_day": fmt.date(action.last_day, "date") if action.last_day else "",
        # A report on its accounts is due within six months: loi n° 2000-321, article 10.
        "report_by": fmt.date(action.last_day + relativedelta(months=6), "date") if action.last_day else "",
        "indirect_rest": "" if action.indirect_percent is None else fmt.percent(100 - action.indirect_percent),
        "indirect_percent": "" if action.indirect_percent is None else fmt.percent(action.indirect_percent),
        "costs": rows(expenses, negated),
        "incomes": rows(incomes, lambda amount: amount),
        "direct": [
            {
                "account": str(number or ""),
                "amount": spent(line for line in expenses if line.share == "direct" and number_of(line.line) == number),
            }
            for number in numbered
        ],
        "running": spent(line for line in indirect if line.line.kind in COSTS),
        "interest": spent(line for line in indirect if line.line.kind == "interest"),
        "worn": spent(line for line in indirect if line.line.kind == "depreciation"),
        **{
            name: fmt.amount(getattr(plan, name))
            for name in ("costs_total", "incomes_total", "direct_total", "indirect_total", "asked")
        },
        **_balance(fmt, plan),
        "own_source": _own_source(fmt, plan, incomes, number_of),
        # What the other activities of the organisation cost: no funder pays a cost that is another one's.
        "rest": fmt.amount(negated(total(total((line.line.amounts.ht, negated(line.amount))) for line in expenses))),
        # The general costs of the organisation, what its part of them is of the costs, and the VAT of a free service.
        "general": fmt.amount(general),
        "indirect_of_direct": percent_of(fmt, plan.indirect_total, plan.direct_total),
        "indirect_of_costs": percent_of(fmt, plan.indirect_total, plan.costs_total),
        "unsold_vat": _unsold_vat(fmt, account.organisation, plans),
        "grants": fmt.amount(grants),
        "grants_percent": percent_of(fmt, grants, plan.costs_total),
        "asked_percent": percent_of(fmt, plan.asked, plan.costs_total),
        "free": not any(each.sells for each in plans),
        "needs": [fmt.amount(need) for need in needs],
        "asked_of_needs": [percent_of(fmt, each.asked, need) for each, need in zip(plans, needs, strict=True)],
        "asked_of_eligible": percent_of(fmt, plan.asked, sure),
        "costs_percent": percent_of(fmt, plan.costs_total, plan.costs_total),
        "own_percent": percent_of(fmt, plan.own_resources, plan.costs_total),
        "sold": fmt.amount(total((plan.incomes_total, negated(grants)))),
        "sold_percent": percent_of(fmt, total((plan.incomes_total, negated(grants))), plan.costs_total),
        "none": money(NOTHING, fmt.locale),
    }


def eligible_costs(action: Action, accounts: Sequence[Account], *, rest: bool = False) -> Decimal | None:
    """The costs of ``action`` in the first of ``accounts`` that funders seldom leave out; None while one is unknown.

    Those of the ``rest`` of the activity, if that is asked for.
    """
    plan = action_budget(action, accounts[0])
    unsure = {id(line) for line in _unsure_costs(plan, accounts, of_action=False)}
    costs = [
        line
        for line in plan.lines
        if not plan.is_income(line) and line.line.kind != "solidarity" and id(line) not in unsure
    ]
    if not rest:
        return negated(total(line.amount for line in costs))
    return negated(total(total((line.line.amounts.ht, negated(line.amount))) for line in costs))


def _unsure_costs(plan: ActionBudget, accounts: Sequence[Account], *, of_action: bool = True) -> list[ActionLine]:
    later = [any(year.net != 0 for year in years[1:]) for years in zip(*(one.lines for one in accounts), strict=True)]
    return [
        line
        for line, recurs in zip(plan.lines, later, strict=True)
        if line.line.net != 0 and line.line.kind != "solidarity" and not plan.is_income(line)
        if not (of_action and line.amount == 0) and (line.line.kind not in COSTS or not recurs)
    ]


def budget_month(fmt: FactFormatter, month: int) -> str:
    """A month of the first year: its name once an action tells the first day of the budget, else its number."""
    days = [action.first_day for action in fmt.space.budget.actions.values() if action.first_day]
    if not days:
        return fmt.t("budget_month", number=month)
    return format_date(min(days) + relativedelta(months=month - 1), "MMMM y", fmt.locale)


def _balance(fmt: FactFormatter, plan: ActionBudget) -> Facts:
    return {name: fmt.amount(getattr(plan, name)) for name in ("own_resources", "surplus", "balance")}


def _unsold_vat(fmt: FactFormatter, key: str, plans: Sequence[ActionBudget]) -> Facts:
    """The VAT counted as recovered in the first year for services that nobody pays for; empty without any, or while unknown.

    It is a cost if it is not recovered: ``costs_total`` with it and what ``worn`` investments cost more, and the part of what is asked in that.
    """
    plan = plans[0]
    vat = plan.vat("direct", "indirect")
    if not plan.action.services or not vat or any(each.sells for each in plans):
        return {}
    bought = unrecovered_investments(fmt.space, key, plan.action)
    worn = total(depreciation(fmt.space, investment, 1) for investment in bought)
    with_vat = total((plan.costs_total, vat, worn))
    return {
        "amount": fmt.amount(vat),
        "direct": fmt.amount(plan.vat("direct")),
        "indirect": fmt.amount(plan.vat("indirect")),
        "worn": fmt.amount(worn),
        "costs_total": fmt.amount(with_vat),
        "asked_percent": percent_of(fmt, plan.asked, with_vat) if plan.asked else UNKNOWN,
    }


def _own_source(
    fmt: FactFormatter, plan: ActionBudget, incomes: Iterable[ActionLine], number_of: Callable[[BudgetLine], int]
) -> Facts:
    """The account whose incomes are the own resources: the only one besides subsidies, where it has as much; else empty."""
    others = [line for line in incomes if line.share == "none" and number_of(line.line) != _SUBSIDY]
    numbers = {number_of(line.line) for line in others}
    amount = total(line.line.amounts.ht for line in others)
    if len(numbers) != 1 or amount is None or plan.own_resources is None or amount < plan.own_resources:
        return {}
    return {"account": str(numbers.pop() or ""), "amount": fmt.amount(amount)}


def percent_of(fmt: FactFormatter, part: Decimal | None, whole: Decimal | None) -> str:
    """``part`` in percents of ``whole`` with one decimal at most, halves up; "?" while one is unknown or without a whole."""
    if part is None or not whole:
        return UNKNOWN
    return fmt.percent((part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize() + 0)
