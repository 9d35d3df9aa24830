"""The assumptions of the budget: who pays wages, the months of opening, the desks, and the actions that it counts on."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from tierslieu.budget import forecast
from tierslieu.budget.accounts import MONTHS, YEARS
from tierslieu.budget.action_budget import action_budget
from tierslieu.budget.desk_use import desk_use
from tierslieu.core.finding import Finding
from tierslieu.core.folding import fold
from tierslieu.core.opening_hours import LEAP_YEAR, DatePeriod, month_length
from tierslieu.core.paths import BUDGET, SPACE
from tierslieu.core.problems import Problems
from tierslieu.i18n import messages
from tierslieu.model import Space

from .references import names_are_known


def wages_have_one_employer(space: Space) -> Iterator[Finding]:
    """Wages are a cost of the organisation that employs, not a common cost.

    Source: Code du travail, articles L. 8241-1 and L. 8241-2: to pay a part of the wages of the staff of another
    organisation is a loan of staff, which is to be non-profit and agreed in writing.
    """
    services = space.identity.services
    employers = {key: None for service in services if (key := space.responsible("employs", service))}
    stems = fold(messages.text(space.identity.language, "budget.wages.words")).split()
    for index, cost in enumerate(space.budget.costs):
        words = fold(cost.label).replace("’", " ").replace("'", " ").split()
        about_wages = any(word.startswith(tuple(stems)) for word in words)
        organisations = ", ".join(employers or space.organisations.organisations)
        values = {"label": cost.label, "organisations": organisations}
        if about_wages and cost.paid_by is None and len(space.organisations.organisations) > 1:
            yield Finding("budget.shared_wages", BUDGET, ("costs", index), values, "warning")
        elif about_wages and cost.paid_by is not None and employers and cost.paid_by not in employers:
            values |= {"organisation": space.organisation_name(cost.paid_by)}
            yield Finding("budget.not_employer", BUDGET, ("costs", index), values, "warning")


def desks_are_enough(space: Space) -> Iterator[Finding]:
    """The desks of the place are enough for the coworkers of each year of its budget; the first year is named."""
    for year in YEARS:
        use = desk_use(space, year)
        if use is None or use.enough:
            continue
        values = {"year": year, "residents": use.residents, "occasional": use.occasional, "desks": use.desks}
        if use.residents > use.desks:
            yield Finding("capacity.residents", SPACE, ("capacity", "desks"), values, "warning")
        else:
            values |= {"wanted": math.ceil(use.wanted), "free": math.ceil(use.free), "offered": math.floor(use.offered)}
            yield Finding("capacity.desks", SPACE, ("capacity", "desks"), values, "warning")
        return


def opening_months_fit_the_hours(space: Space) -> Iterator[Finding]:
    """The budget counts no month in which the opening hours close the place every day, every year."""
    specials = space.opening_hours.specials if space.opening_hours else ()
    closings = [special.when for special in specials if special.hours.closed and not special.days]
    periods = [when for when in closings if isinstance(when, DatePeriod) and not when.first[0]]
    open_months = MONTHS - sum(any(_covers(period, month) for period in periods) for month in range(1, MONTHS + 1))
    counted = space.budget.opening_months
    if counted > open_months:
        values = {"counted": counted, "open": open_months}
        yield Finding("budget.opening_months", BUDGET, ("opening_months",), values, "warning")


def closed_months_fit_the_opening(space: Space) -> Iterator[Finding]:
    """Where the budget says which months are closed, or how coworkers arrive, its months of opening are all the others."""
    budget = space.budget
    left = MONTHS - len(set(budget.closed_months))
    if (budget.closed_months or budget.ramp_up_months > 1) and budget.opening_months != left:
        values = {"counted": budget.opening_months, "left": left}
        yield Finding("budget.closed_months", BUDGET, ("opening_months",), values)


def vat_is_recovered_once(space: Space) -> Iterator[Finding]:
    """An organisation that recovers VAT counts no compensation for the same VAT (*FCTVA*)."""
    for index, brought in enumerate(space.budget.contributions):
        regime = space.vat_regime(brought.received_by)
        if brought.compensates_vat and brought.amount and regime and regime.recovers:
            values = {"label": brought.label, "organisation": space.organisation_name(brought.received_by)}
            yield Finding("budget.vat_twice", BUDGET, ("contributions", index, "amount"), values, "warning")


def actions_end_after_they_begin(space: Space) -> Iterator[Finding]:
    """The last day of the action that a grant application asks for is not before its first day."""
    for key, action in space.budget.actions.items():
        if action.first_day and action.last_day and action.last_day < action.first_day:
            values = {"name": action.name, "first": action.first_day, "last": action.last_day}
            yield Finding("budget.action_days", BUDGET, ("actions", key, "last_day"), values)


def actions_cost_what_they_receive(space: Space) -> Iterator[Finding]:
    """The incomes of an action, with the subsidy that is asked for, are not more than it costs in the first year."""
    if not space.budget.actions or not names_are_known(space):
        return
    try:
        accounts = forecast(space).years[0].accounts
    except Problems:  # which another rule reports
        return
    for account in accounts:
        action = space.budget.actions.get(account.organisation)
        plan = action_budget(action, account) if action else None
        if action and plan and plan.surplus:
            values = {
                "name": action.name,
                "incomes": plan.incomes_total,
                "costs": plan.costs_total,
                "surplus": plan.surplus,
            }
            yield Finding("budget.action_surplus", BUDGET, ("actions", account.organisation), values, "warning")


def _covers(period: DatePeriod, month: int) -> bool:
    """Whether every day of ``month`` is in ``period``."""
    return all(dt.date(LEAP_YEAR, month, day + 1) in period for day in range(month_length(month)))
