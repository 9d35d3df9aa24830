"""Assumptions about costs, subsidies, investments, contributions and loans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tierslieu.core.paths import BUDGET
from tierslieu.model.budget import Contribution, Cost, Investment, Loan, Subsidy
from tierslieu.workbook.writer.expressions import Cell
from tierslieu.workbook.writer.formulas import if_number, rounded, when_known
from tierslieu.workbook.writer.input_form import MORE, RATE, VALUE, WHAT, WHO, InputForm
from tierslieu.workbook.writer.worksheet import Years

from .assumptions_people import VatCells

_YEARS = {VALUE + year: f"workbook_year_{year + 1}" for year in range(3)}


@dataclass(frozen=True)
class YearlyCells:
    """A cost or a subsidy: its amount in each year; the cell of the month in which it is paid may be empty."""

    amounts: Years
    month: Cell


@dataclass(frozen=True)
class InvestmentCells:
    """An investment: its cost less the VAT recovered, the year of its purchase, and its life in years."""

    net: Cell
    year: Cell
    life: Cell


@dataclass(frozen=True)
class LoanCells:
    """A loan: ``year`` is when it is received, ``years`` how long it takes to pay back."""

    amount: Cell
    year: Cell
    percent: Cell
    years: Cell


@dataclass(frozen=True)
class ContributionCells:
    """A contribution to the capital."""

    amount: Cell
    year: Cell


@dataclass(frozen=True)
class PlanCells:
    """The cells of each group, in the order of ``config/budget.yaml``."""

    subsidies: tuple[YearlyCells, ...]
    costs: tuple[YearlyCells, ...]
    investments: tuple[InvestmentCells, ...]
    contributions: tuple[ContributionCells, ...]
    loans: tuple[LoanCells, ...]


def write_plans(form: InputForm, vat: VatCells) -> PlanCells:
    """Write each group that is not empty."""
    budget = form.workbook.space.budget
    receiver = {WHAT: "workbook_col_what", WHO: "workbook_col_receiver"}
    payer = {WHAT: "workbook_col_what", WHO: "workbook_col_payer"}
    month = _YEARS | {MORE: "workbook_col_month"}
    amount, year = {VALUE: "workbook_col_amount"}, {VALUE + 1: "workbook_col_year"}

    def table(title: str, labels: dict[int, str], rows: Iterable[object]) -> None:
        if rows:
            form.table(title, labels)
            if labels.get(MORE) == month[MORE]:
                form.sheet.comment(MORE, form.t("workbook_col_month_note"))

    table("workbook_costs_title", payer | month | {RATE: "workbook_col_rate"}, budget.costs)
    costs = tuple(_cost(form, vat, cost) for cost in budget.costs)
    table("workbook_subsidies", receiver | month, budget.subsidies)
    subsidies = tuple(_subsidy(form, subsidy) for subsidy in budget.subsidies)
    life = {VALUE + 2: "workbook_col_life", RATE: "workbook_col_recovered", MORE: "workbook_col_net"}
    table("workbook_investments", payer | amount | year | life, budget.investments)
    investments = tuple(_investment(form, vat, investment) for investment in budget.investments)
    table("workbook_contributions", receiver | amount | year, budget.contributions)
    contributions = tuple(_contribution(form, contribution) for contribution in budget.contributions)
    terms = {VALUE + 2: "workbook_col_interest", RATE: "workbook_col_years"}
    table("workbook_loans", receiver | amount | year | terms, budget.loans)
    loans = tuple(_loan(form, loan) for loan in budget.loans)
    return PlanCells(subsidies, costs, investments, contributions, loans)


def _yearly(form: InputForm, planned: Cost | Subsidy) -> YearlyCells:
    amounts = form.sheet.inputs(VALUE, planned.amount, "money")
    month = form.sheet.input(MORE, planned.month, "month", needed=False)
    form.end(amounts)
    return YearlyCells(amounts, month)


def _cost(form: InputForm, vat: VatCells, cost: Cost) -> YearlyCells:
    payer = form.workbook.organisation_label(cost.paid_by) if cost.paid_by else form.t("workbook_common")
    form.start(cost.label, payer, BUDGET)
    if cost.vat is not None:
        form.sheet.formula(RATE, if_number(vat.rates[cost.vat]), "percent")
    return _yearly(form, cost)


def _subsidy(form: InputForm, subsidy: Subsidy) -> YearlyCells:
    form.start(subsidy.label, form.workbook.organisation_label(subsidy.received_by), BUDGET)
    return _yearly(form, subsidy)


def _investment(form: InputForm, vat: VatCells, investment: Investment) -> InvestmentCells:
    sheet = form.sheet
    form.start(investment.label, form.workbook.organisation_label(investment.paid_by), BUDGET)
    amount = sheet.input(VALUE, investment.amount, "money")
    year = sheet.input(VALUE + 1, investment.year, "year")
    life = sheet.input(VALUE + 2, investment.life, "life")
    if investment.vat is None:
        net = if_number(amount)
    else:
        rate = sheet.formula(RATE, vat.applied(investment.vat, vat.recovers[investment.paid_by]), "percent")
        net = when_known([amount, rate], rounded(amount / (1 + rate)))
    net_cell = sheet.formula(MORE, net, "money")
    form.end([amount, year, life])
    return InvestmentCells(net_cell, year, life)


def _contribution(form: InputForm, contribution: Contribution) -> ContributionCells:
    form.start(contribution.label, form.workbook.organisation_label(contribution.received_by), BUDGET)
    amount = form.sheet.input(VALUE, contribution.amount, "money")
    year = form.sheet.input(VALUE + 1, contribution.year, "year")
    form.end([amount, year])
    return ContributionCells(amount, year)


def _loan(form: InputForm, loan: Loan) -> LoanCells:
    form.start(loan.label, form.workbook.organisation_label(loan.received_by), BUDGET)
    amount = form.sheet.input(VALUE, loan.amount, "money")
    year = form.sheet.input(VALUE + 1, loan.year, "year")
    percent = form.sheet.input(VALUE + 2, loan.percent, "percent")
    years = form.sheet.input(RATE, loan.years, "life")
    form.end([amount, year, percent, years])
    return LoanCells(amount, year, percent, years)
