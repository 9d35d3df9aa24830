"""Assumptions about costs, subsidies, and what outlives a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tierslieu.core.paths import BUDGET
from tierslieu.model.budget import Contribution, Cost, Investment, Loan, Subsidy
from tierslieu.workbook.writer.expressions import Cell
from tierslieu.workbook.writer.formulas import if_number, rounded, when_known
from tierslieu.workbook.writer.input_form import MORE, RATE, VALUE, WHAT, WHO, Form
from tierslieu.workbook.writer.worksheet import Years

from .assumptions_people import VatCells

_YEARS = {VALUE + year: f"workbook_year_{year + 1}" for year in range(3)}


@dataclass(frozen=True)
class Yearly:
    """A cost or a subsidy: an amount for each year, and the month in which it is paid, if there is one."""

    amounts: Years
    month: Cell


@dataclass(frozen=True)
class Bought:
    """An investment: what it costs once VAT has come back, the year it is bought in, and how long it lasts."""

    net: Cell
    year: Cell
    life: Cell


@dataclass(frozen=True)
class Lent:
    """A loan."""

    amount: Cell
    year: Cell
    percent: Cell
    years: Cell


@dataclass(frozen=True)
class Brought:
    """Money brought to stay."""

    amount: Cell
    year: Cell


@dataclass(frozen=True)
class Plans:
    """All of them, in the order of ``config/budget.yaml``."""

    subsidies: tuple[Yearly, ...]
    costs: tuple[Yearly, ...]
    investments: tuple[Bought, ...]
    contributions: tuple[Brought, ...]
    loans: tuple[Lent, ...]


def write_plans(form: Form, vat: VatCells) -> Plans:
    """Write each group that has something in it."""
    budget = form.book.space.budget
    receiver = {WHAT: "workbook_col_what", WHO: "workbook_col_receiver"}
    payer = {WHAT: "workbook_col_what", WHO: "workbook_col_payer"}
    month = _YEARS | {MORE: "workbook_col_month"}
    amount, year = {VALUE: "workbook_col_amount"}, {VALUE + 1: "workbook_col_year"}

    def table(title: str, labels: dict[int, str], rows: Iterable[object]) -> None:
        if rows:
            form.table(title, labels)
            if MORE in labels and labels[MORE] == month[MORE]:
                form.sheet.comment(MORE, form.t("workbook_col_month_note"))

    table("workbook_costs_title", payer | month | {RATE: "workbook_col_rate"}, budget.costs)
    costs = tuple(_cost(form, vat, cost) for cost in budget.costs)
    table("workbook_subsidies", receiver | month, budget.subsidies)
    subsidies = tuple(_subsidy(form, grant) for grant in budget.subsidies)
    life = {VALUE + 2: "workbook_col_life", RATE: "workbook_col_recovered", MORE: "workbook_col_net"}
    table("workbook_investments", payer | amount | year | life, budget.investments)
    investments = tuple(_investment(form, vat, bought) for bought in budget.investments)
    table("workbook_contributions", receiver | amount | year, budget.contributions)
    contributions = tuple(_contribution(form, brought) for brought in budget.contributions)
    terms = {VALUE + 2: "workbook_col_interest", RATE: "workbook_col_years"}
    table("workbook_loans", receiver | amount | year | terms, budget.loans)
    loans = tuple(_loan(form, loan) for loan in budget.loans)
    return Plans(subsidies, costs, investments, contributions, loans)


def _yearly(form: Form, planned: Cost | Subsidy) -> Yearly:
    amounts = form.sheet.inputs(VALUE, planned.amount, "money")
    month = form.sheet.input(MORE, planned.month, "month", needed=False)
    form.end(amounts)
    return Yearly(amounts, month)


def _cost(form: Form, vat: VatCells, cost: Cost) -> Yearly:
    form.start(cost.label, form.book.called(cost.paid_by) if cost.paid_by else form.t("workbook_common"), BUDGET)
    if cost.vat is not None:
        form.sheet.formula(RATE, if_number(vat.rates[cost.vat]), "percent")
    return _yearly(form, cost)


def _subsidy(form: Form, grant: Subsidy) -> Yearly:
    form.start(grant.label, form.book.called(grant.received_by), BUDGET)
    return _yearly(form, grant)


def _investment(form: Form, vat: VatCells, bought: Investment) -> Bought:
    sheet = form.sheet
    form.start(bought.label, form.book.called(bought.paid_by), BUDGET)
    amount = sheet.input(VALUE, bought.amount, "money")
    year = sheet.input(VALUE + 1, bought.year, "year")
    life = sheet.input(VALUE + 2, bought.life, "life")
    if bought.vat is None:
        net = if_number(amount)
    else:
        rate = sheet.formula(RATE, vat.applied(bought.vat, vat.recovers[bought.paid_by]), "percent")
        net = when_known([amount, rate], rounded(amount / (1 + rate)))
    net_cell = sheet.formula(MORE, net, "money")
    form.end([amount, year, life])
    return Bought(net_cell, year, life)


def _contribution(form: Form, brought: Contribution) -> Brought:
    form.start(brought.label, form.book.called(brought.received_by), BUDGET)
    amount = form.sheet.input(VALUE, brought.amount, "money")
    year = form.sheet.input(VALUE + 1, brought.year, "year")
    form.end([amount, year])
    return Brought(amount, year)


def _loan(form: Form, loan: Loan) -> Lent:
    form.start(loan.label, form.book.called(loan.received_by), BUDGET)
    amount = form.sheet.input(VALUE, loan.amount, "money")
    year = form.sheet.input(VALUE + 1, loan.year, "year")
    percent = form.sheet.input(VALUE + 2, loan.percent, "percent")
    years = form.sheet.input(RATE, loan.years, "life")
    form.end([amount, year, percent, years])
    return Lent(amount, year, percent, years)
