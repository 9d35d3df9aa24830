"""The first-year budget of what each agreed grant pays for, in words: rows with their account, and totals that balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from tierslieu.budget.accounts import COSTS, Account, BudgetLine, negated, total
from tierslieu.budget.action_budget import ActionBudget, ActionLine, action_budget
from tierslieu.finance.vat import NOTHING
from tierslieu.model.budget import Action

from .action_figures import budget_month, eligible_costs, percent_of
from .formatter import UNKNOWN, FactFormatter, Facts

#: The kinds of the agreements that grant money.
_GRANTS = ("grant", "multi-year-grant")
_SUBSIDY = 74

#: A line of the budget, and what the grant has to do with of it, signed as the line; None while unknown.
_Part = tuple[BudgetLine, Decimal | None]


def grant_facts(
    fmt: FactFormatter,
    accounts: Sequence[Account],
    number_of: Callable[[BudgetLine], int],
    label_of: Callable[[BudgetLine], str],
) -> dict[str, Facts]:
    """What the budget holds of each grant agreed with the organisation of ``accounts``, by the key of its agreement.

    ``scope`` is what it pays for: the ``action`` of the organisation, as the only grant that is agreed does while no line
    of the budget names its agreement; the ``rest`` of its activity, where another grant pays for the action, so that no
    cost is shown to two funders; else the ``whole``. ``charged`` and ``received`` are the rows of that budget, ``totals``
    those of both, in the first of ``accounts``; ``years`` holds them with the amounts of each one, in which the parts of
    the action are those of the first. ``percent`` is the part of the grant in its incomes, with one decimal, and ``eligible_percent`` in the
    costs of the action that funders seldom leave out, ``eligible``; ``alone`` is whether no other grant pays for the
    ``rest``; ``payment``, the month in which
    the budget has it, empty while it has none. ``number_of`` is the account of a line, ``label_of`` its label.
    """
    key, organisations = accounts[0].organisation, fmt.space.organisations
    agreed = {
        name: agreement
        for name, agreement in organisations.agreements.items()
        if agreement.organisation == key and agreement.kind in _GRANTS
    }
    lines = {line.agreement: line for line in fmt.space.budget.subsidies if line.received_by == key and line.agreement}
    action = fmt.space.budget.actions.get(key)
    grants: dict[str, Facts] = {}
    of_rest: list[str] = []
    for name, agreement in agreed.items():
        line = lines.get(name)
        percent = NOTHING if line is None else line.action_percent
        of_action = action is not None and (
            len(agreed) == 1 if line is None else bool(percent) if percent is not None else line.status == "asked"
        )
        scope = "action" if of_action else "rest" if action else "whole"
        eligible = eligible_costs(action, accounts, rest=scope == "rest") if action else None
        of_rest += [name] if scope == "rest" else []
        years = [_budget(fmt, account, action, scope, agreement.amount, number_of, label_of) for account in accounts]
        grants[name] = {
            "scope": scope,
            "eligible": fmt.amount(eligible),
            "eligible_percent": percent_of(fmt, agreement.amount, eligible),
            "payment": budget_month(fmt, line.month) if line and line.month else "",
            "undecided": line is not None and line.status in ("asked", "expected"),
            "years": {
                **{side: _by_year(fmt, [year[side] for year in years]) for side in ("charged", "received")},
                "totals": [list(totals) for totals in zip(*(year["totals"] for year in years), strict=True)],
            },
            **years[0],
        }
    for name, grant in grants.items():
        grant["alone"] = of_rest == [name]
    return grants


def _by_year(fmt: FactFormatter, years: Sequence[Sequence[Facts]]) -> list[Facts]:
    """The rows of one side of several years, each with its amount in every year: 0 where a year has no such row."""
    amounts: dict[tuple[str, int], dict[int, str]] = {}
    for year, rows in enumerate(years):
        seen: Counter[str] = Counter()
        for row in rows:
            amounts.setdefault((row["label"], seen[row["label"]]), {})[year] = row["amount"]
            seen[row["label"]] += 1
    nothing = fmt.amount(NOTHING)
    return [
        {"label": label, "amounts": [of_year.get(year, nothing) for year in range(len(years))]}
        for (label, _), of_year in amounts.items()
    ]


def _budget(
    fmt: FactFormatter,
    account: Account,
    action: Action | None,
    scope: str,
    granted: Decimal | None,
    number_of: Callable[[BudgetLine], int],
    label_of: Callable[[BudgetLine], str],
) -> Facts:
    """The rows and the totals of a budget, which own resources or a surplus balance where a grant pays for a part."""
    lines = (
        action_budget(action, account).lines
        if action
        else [ActionLine(line, "none", NOTHING, NOTHING) for line in account.lines]
    )
    shown = [line for line in lines if line.line.net != 0 and line.line.kind != "solidarity"]
    parts = [(line, line.amount if scope == "action" else line.line.net) for line in shown]
    if scope == "rest":
        parts = [(line, total((line.line.amounts.ht, negated(line.amount)))) for line in shown]
    spent: list[_Part] = [(line.line, amount) for line, amount in parts if not ActionBudget.is_income(line)]
    earned: list[_Part] = [(line.line, amount) for line, amount in parts if ActionBudget.is_income(line)]
    if not spent:  # incomes alone are not a budget
        return {"charged": [], "received": [], "totals": [UNKNOWN, UNKNOWN], "percent": UNKNOWN}
    if scope == "rest":  # other incomes, such as gifts, are the resources of the whole organisation
        earned = [part for part in earned if part[0].kind != "subsidy" or number_of(part[0]) == _SUBSIDY]

    def rows(parts: Iterable[_Part], sign: int) -> list[Facts]:
        return [
            {
                "label": f"{number_of(line) or ''} {label_of(line)}".strip(),
                "amount": fmt.amount(None if amount is None else sign * amount),
            }
            for line, amount in sorted(parts, key=lambda part: number_of(part[0]) or 99)
            if amount != 0
        ]

    general = {id(line.line) for line in shown if line.share == "indirect"}
    direct = [part for part in spent if id(part[0]) not in general]
    indirect = _indirect(fmt, [part for part in spent if id(part[0]) in general])
    charged, received = rows(direct, -1) + indirect, rows(earned, 1)
    costs = negated(total(amount for _, amount in spent))
    incomes = total(amount for _, amount in earned)
    if scope == "whole" and not earned:  # a side without any line is not a budget of 0
        incomes = None
    gap = total((costs, negated(incomes)))
    if gap is not None and gap > 0:
        name = "grant_deficit" if scope == "whole" else "grant_own_resources"
        received.append({"label": fmt.t(name), "amount": fmt.amount(gap)})
    elif gap:
        charged.append({"label": fmt.t("grant_surplus"), "amount": fmt.amount(-gap)})
    balance = None if costs is None or incomes is None else max(costs, incomes)
    return {
        "charged": charged,
        "received": received,
        "totals": [fmt.amount(balance)] * 2 if balance is not None else [fmt.amount(costs), fmt.amount(incomes)],
        "percent": percent_of(fmt, granted, incomes if scope == "whole" else balance),
    }


def _indirect(fmt: FactFormatter, parts: Sequence[_Part]) -> list[Facts]:
    """The general costs that a grant pays a part of, in one row for each nature of them."""
    kinds = {"running": COSTS, "interest": ("interest",), "depreciation": ("depreciation",)}
    sums = {
        name: negated(total(amount for line, amount in parts if line.kind in of_kind))
        for name, of_kind in kinds.items()
    }
    return [
        {"label": fmt.t(f"grant_indirect_{name}"), "amount": fmt.amount(amount)}
        for name, amount in sums.items()
        if amount != 0
    ]
