"""Assumptions about costs, subsidies, investments, contributions and loans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget.accounts import MONTHS, YEARS
from tierslieu.budget.incomes import is_grant
from tierslieu.budget.sold_items import is_company
from tierslieu.core.paths import BUDGET, ORGANISATIONS
from tierslieu.finance.vat import WITHOUT_VAT, lacks_rate
from tierslieu.model.budget import Contribution, Cost, Investment, Loan, Subsidy
from tierslieu.workbook.writer.expressions import (
    Cell,
    Condition,
    and_,
    brackets,
    count,
    if_,
    is_number,
    number,
    round_,
    sum_,
)
from tierslieu.workbook.writer.formulas import if_number
from tierslieu.workbook.writer.input_form import MORE, RATE, VALUE, WHAT, WHO, InputForm
from tierslieu.workbook.writer.worksheet import Years

from .assumptions_people import VatCells

#: Accounts of what bears no VAT: taxes, wages, and the part of the surplus that goes to the employees.
_UNTAXED = (63, 64, 69)
#: The highest rate of VAT: a file of vocabulary/vat_rates/.
_HIGHEST = "normal"
#: The interest a year above which a rate is more likely typed wrong than asked by a lender: 0.4 for 0.04.
_HIGH_INTEREST = Decimal("0.15")
_YEARS = {VALUE + year: f"workbook_year_{year + 1}" for year in range(3)}


@dataclass(frozen=True)
class YearlyCells:
    """A cost or a subsidy: its amount in each year; the cell of the month in which it is paid may be empty."""

    amounts: Years
    month: Cell


@dataclass(frozen=True)
class SubsidyCells(YearlyCells):
    """A subsidy; of a grant, the last year in which it is ``granted``, 0 while it is not. None of another receipt."""

    granted: Cell | None


@dataclass(frozen=True)
class CostCells(YearlyCells):
    """A cost, with the rate of its VAT, which may be empty."""

    rate: Cell


@dataclass(frozen=True)
class InvestmentCells:
    """An investment: its price, its cost less the VAT recovered, the year and month of its purchase, its life in years.

    What does not wear out has no life. The year is 0 of what is owned on the first day, as that of a loan owed then.
    """

    amount: Cell
    net: Cell
    year: Cell
    life: Cell | None
    month: Cell


@dataclass(frozen=True)
class FundingCells:
    """A contribution to the capital or a loan: its amount, and the year and the month in which it is received."""

    amount: Cell
    year: Cell
    month: Cell


@dataclass(frozen=True)
class ContributionCells(FundingCells):
    """A contribution; what is to be given ``back`` has the month of it (1 to 36), which may be empty: not in three years."""

    back: Cell | None


@dataclass(frozen=True)
class LoanCells(FundingCells):
    """A loan; ``months`` is how long it takes to pay back, once its ``deferral`` in months is over; ``monthly``, whether by month."""

    percent: Cell
    months: Cell
    deferral: Cell
    monthly: Cell


@dataclass(frozen=True)
class CapitalCells:
    """The share capital of a company on the first day: what is ``paid``, and what is ``subscribed``, which may be empty."""

    paid: Cell
    subscribed: Cell


@dataclass(frozen=True)
class PlanCells:
    """The cells of each group, in the order of ``config/budget.yaml``; ``capital`` is that of each company."""

    subsidies: tuple[SubsidyCells, ...]
    costs: tuple[CostCells, ...]
    investments: tuple[InvestmentCells, ...]
    contributions: tuple[ContributionCells, ...]
    capital: dict[str, CapitalCells]
    loans: tuple[LoanCells, ...]


def write_plans(form: InputForm, vat: VatCells) -> PlanCells:
    """Write each group that is not empty."""
    budget = form.space.budget
    receiver = {WHAT: "workbook_col_what", WHO: "workbook_col_receiver"}
    payer = {WHAT: "workbook_col_what", WHO: "workbook_col_payer"}
    month = _YEARS | {MORE: "workbook_col_month"}
    amount, year = {VALUE: "workbook_col_amount"}, {VALUE + 1: "workbook_col_year"}
    year_or_before = {VALUE + 1: "workbook_col_year_or_before"}
    state = {RATE: "workbook_col_status"}

    def table(title: str, labels: dict[int, str], rows: Iterable[object], note: str = "") -> None:
        if rows:
            form.table(title, labels)
            if note:
                form.sheet.comment(MORE, form.t(note))

    form.sheet.new_page()
    table("workbook_costs_title", payer | month | {RATE: "workbook_col_rate"}, budget.costs, "workbook_col_month_note")
    costs = tuple(_cost(form, vat, cost) for cost in budget.costs)
    if costs:
        form.sheet.line(form.t("workbook_costs_rate_note"), "note")
    table(
        "workbook_subsidies",
        receiver | month | {RATE: "workbook_col_granted"},
        budget.subsidies,
        "workbook_col_payment_note",
    )
    subsidies = tuple(_subsidy(form, subsidy) for subsidy in budget.subsidies)
    if subsidies:
        form.sheet.line(form.t("workbook_status_note"), "note")
    life = {VALUE + 2: "workbook_col_life", RATE: "workbook_col_rate", MORE: "workbook_col_net"}
    table("workbook_investments", payer | amount | year_or_before | life, budget.investments)
    bought = [_investment(form, vat, investment) for investment in budget.investments]
    if bought:
        form.sheet.line(form.t("workbook_investments_note"), "note")
    once = {MORE: "workbook_col_once"}
    lent = any(_is_lent(line) for line in budget.contributions)
    back = {VALUE + 2: "workbook_col_back"} if lent else {}
    table("workbook_contributions", receiver | amount | year | back | state | once, budget.contributions)
    if lent:
        form.sheet.comment(VALUE + 2, form.t("workbook_col_back_note"))
    contributions = tuple(
        ContributionCells(*_funding(form, vat, contribution, _prices(form, contribution, bought)))
        for contribution in budget.contributions
    )
    if any(line.status for line in budget.contributions):
        form.sheet.line(form.t("workbook_contribution_status_note"), "note")
    capital = _capital(form, contributions)
    form.sheet.new_page()
    terms = {
        VALUE + 2: "workbook_col_interest",
        RATE: "workbook_col_months_of_repayment",
        MORE: "workbook_col_deferral",
    }
    table("workbook_loans", receiver | amount | year_or_before | terms, budget.loans)
    terms_of_loans = [_terms(form, loan) for loan in budget.loans]
    table(
        "workbook_instalments", receiver | {VALUE: "workbook_col_monthly", VALUE + 1: "workbook_col_once"}, budget.loans
    )
    loans = tuple(
        LoanCells(*(*cells[:2], month, *cells[2:], monthly))
        for loan, cells in zip(budget.loans, terms_of_loans, strict=True)
        for monthly, month in [_monthly(form, loan, cells[0])]
    )
    if loans:
        for note in (form.t("workbook_loans_note") + "\n" + form.t("workbook_loans_before_note")).splitlines():
            form.sheet.line(note, "note")
    table("workbook_purchases", payer | {VALUE: "workbook_col_once"}, budget.investments)
    investments = tuple(
        InvestmentCells(*cells, _month_of_purchase(form, line, cells[0]))
        for line, cells in zip(budget.investments, bought, strict=True)
    )
    return PlanCells(subsidies, costs, investments, contributions, capital, loans)


def _capital(form: InputForm, contributions: Sequence[ContributionCells]) -> dict[str, CapitalCells]:
    """The share capital of each company: that of ``config/organisations.yaml``, none of one that is to be created.

    More paid, or brought in three years, than subscribed is wrong; so is less brought in three years than subscribed, once each amount is known: what
    is paid later has no date.
    """
    companies = {
        key: each for key, each in form.space.organisations.organisations.items() if is_company(form.space, key)
    }
    if not companies:
        return {}
    columns = {VALUE: "workbook_col_capital_paid", VALUE + 1: "workbook_col_capital_subscribed"}
    form.table("workbook_capital", {WHAT: "workbook_col_what", WHO: "organisation"} | columns)
    cells = {}
    for key, company in companies.items():
        form.start(form.t("workbook_share_capital"), form.organisation_label(key), ORGANISATIONS)
        known = {"existing": company.capital, "to_create": Decimal(0)}.get(company.stage or "")
        paid = form.sheet.input(VALUE, known, "money")
        subscribed = form.sheet.input(VALUE + 1, None, "money", needed=False)
        cells[key] = CapitalCells(paid, subscribed)
        brought = [
            funding.amount
            for contribution, funding in zip(form.space.budget.contributions, contributions, strict=True)
            if contribution.received_by == key and contribution.status is None and not _is_lent(contribution)
        ]
        amounts = [paid, *brought]
        undated = and_(is_number(subscribed), count(amounts).equals(len(amounts)), sum_(amounts) < subscribed)
        exceeded = and_(is_number(subscribed), sum_(amounts) > subscribed)
        form.end([paid], wrong=[(undated, "capital_undated"), (exceeded, "capital_exceeded")])
    for note in ("capital", "capital_subscribed", "capital_unpaid"):
        form.sheet.line(form.t(f"workbook_{note}_note"), "note")
    return cells


def _yearly(form: InputForm, planned: Cost | Subsidy, *, dated: bool) -> YearlyCells:
    """The cells of a cost or a subsidy; its month is needed if it is to be ``dated``."""
    amounts = form.sheet.inputs(VALUE, [(amount, "money") for amount in planned.amount])
    return YearlyCells(amounts, form.sheet.input(MORE, planned.month, "month", needed=dated))


def _cost(form: InputForm, vat: VatCells, cost: Cost) -> CostCells:
    payer = form.organisation_label(cost.paid_by) if cost.paid_by else form.t("workbook_common")
    form.start(cost.label, payer, BUDGET)
    cells = _yearly(form, cost, dated=False)
    rate = _rate(form, cost)
    payers = [cost.paid_by] if cost.paid_by else [*form.space.organisations.organisations]
    demand = and_(vat.recovered_by(payers), sum_(cells.amounts) > 0)
    form.end([rate], demand, always=cells.amounts, wrong=_wrong_rate(cost, rate))
    return CostCells(cells.amounts, cells.month, rate)


def _rate(form: InputForm, purchase: Cost | Investment) -> Cell:
    """The rate of VAT of a purchase, which is needed of who recovers it."""
    rates, space = form.space.vocabulary.vat_rates, form.space
    percent = rates[purchase.vat].percent(space.today) if purchase.vat else None
    return form.sheet.input(RATE, percent, "percent", needed=lacks_rate(space, purchase))


def _wrong_rate(cost: Cost, rate: Cell) -> list[tuple[Condition, str]]:
    """That a ``rate`` is typed of what bears no VAT, such as wages or an insurance: it would lower what is paid."""
    untaxed = cost.vat == WITHOUT_VAT or cost.account in _UNTAXED
    return [(and_(is_number(rate), rate > 0), "vat_unmatched")] if untaxed else []


def _subsidy(form: InputForm, subsidy: Subsidy) -> SubsidyCells:
    form.start(subsidy.label, form.organisation_label(subsidy.received_by), BUDGET)
    cells = _yearly(form, subsidy, dated=any(amount != 0 for amount in subsidy.amount))
    granted = None
    if is_grant(subsidy):
        last = max((year for year in YEARS if subsidy.state(year) == "granted"), default=0)
        granted = form.sheet.input(RATE, last, "year_or_before")
        form.propose(cells.amounts[0], [granted])
    else:
        _status(form, subsidy.status)
    always = [*cells.amounts, *([granted] if granted else [])]
    # Whatever is granted to an organisation that is still to be created is so on this condition.
    is_to_create = form.space.organisations.organisations[subsidy.received_by].stage == "to_create"
    remarks = [(and_(is_number(granted), granted > 0), "conditional")] if granted and is_to_create else []
    form.end([cells.month], sum_(cells.amounts) > 0, always=always, remarks=remarks)
    return SubsidyCells(cells.amounts, cells.month, granted)


def _status(form: InputForm, status: str | None) -> None:
    if status:
        form.sheet.text(RATE, form.t(f"workbook_status_{status}"), "text", "number")


def _investment(form: InputForm, vat: VatCells, investment: Investment) -> tuple[Cell, Cell, Cell, Cell | None]:
    """The cells of an investment but that of its month."""
    form.start(investment.label, form.organisation_label(investment.paid_by), BUDGET)
    amount, year = form.sheet.inputs(VALUE, [(investment.amount, "money"), (investment.year, "year_or_before")])
    life = form.sheet.input(VALUE + 2, investment.life, "life") if investment.life else None
    rate = _rate(form, investment)
    # The VAT of what is owned was recovered before. An empty cell is equal to 0.
    net = if_(and_(is_number(year), year.equals(0)), if_number(amount), vat.net(amount, rate, investment.paid_by))
    net_cell = form.sheet.formula(MORE, net, "money")
    always = [amount, year, life] if life else [amount, year]
    demand = and_(vat.recovered_by([investment.paid_by]), sum_([amount]) > 0, year > 0)
    form.propose(amount, [year, life])
    form.end([rate], demand, always=always)
    return amount, net_cell, year, life


def _month_of_purchase(form: InputForm, bought: Investment, amount: Cell) -> Cell:
    cell = form.fact(bought.label, form.organisation_label(bought.paid_by), BUDGET, bought.month, "month")
    form.propose(amount, [cell])
    return cell


def _prices(form: InputForm, funding: Contribution, bought: Sequence[Sequence[Cell | None]]) -> list[Cell]:
    """The prices of what an aid to invest may pay for; none for another contribution."""
    if funding.status is None and not funding.compensates_vat:
        return []
    lines = zip(form.space.budget.investments, bought, strict=True)
    return [cells[0] for line, cells in lines if line.paid_by == funding.received_by and cells[0]]


def _is_lent(funding: Contribution) -> bool:
    """Whether a contribution is to be given back one day."""
    return bool(funding.recoverable or funding.current_account)


def _funding(
    form: InputForm, vat: VatCells, funding: Contribution, prices: Sequence[Cell]
) -> tuple[Cell, Cell, Cell, Cell | None]:
    form.start(funding.label, form.organisation_label(funding.received_by), BUDGET)
    _status(form, funding.status)
    amount, year = form.sheet.inputs(VALUE, [(funding.amount, "money"), (funding.year, "year")])
    month = form.sheet.input(MORE, funding.month, "month")
    back = form.sheet.input(VALUE + 2, None, "month_of_all", needed=False) if _is_lent(funding) else None
    # As ``check.budget.vat_is_recovered_once``, of what is typed in the workbook.
    twice = and_(sum_([amount]) > 0, vat.recovered_by([funding.received_by])) if funding.compensates_vat else None
    wrong = [] if twice is None else [(twice, "vat_twice")]
    remarks = []
    if prices:
        told = count(prices).equals(len(prices))
        if funding.compensates_vat:
            # It gives back no more than the VAT that was paid; what was bought before the first day may have its part.
            rate = vat.rates[_HIGHEST]
            paid = sum_(prices) * rate / brackets(1 + rate)
            above = and_(is_number(amount), told, is_number(rate), amount > round_(paid, 2))
            remarks.append((above, "fund_high"))
        wrong.append((and_(is_number(amount), told, amount > sum_(prices)), "aid_exceeded"))
    if back:
        wrong.append((and_(is_number(back), back <= brackets(year - 1) * MONTHS + month), "out_of_bounds"))
    form.end([amount, year, month], wrong=wrong, remarks=remarks)
    form.propose(amount, [year, month])
    return amount, year, month, back


def _terms(form: InputForm, loan: Loan) -> list[Cell]:
    """The cells of a loan: its rate is needed unless nothing is borrowed."""
    form.start(loan.label, form.organisation_label(loan.received_by), BUDGET)
    amount, year = form.sheet.inputs(VALUE, [(loan.amount, "money"), (loan.year, "year_or_before")])
    percent = form.sheet.input(VALUE + 2, loan.percent, "percent", needed=loan.amount != 0)
    terms = [(loan.months_of_repayment, "term"), (loan.months_of_deferral, "deferral")]
    months, deferral = form.sheet.inputs(RATE, terms)
    form.propose(amount, [year, months])
    high = and_(is_number(percent), percent > number(_HIGH_INTEREST))
    always = [amount, year, months, deferral]
    # A bridging loan may last less than a year; so does one whose years are typed for months.
    short = and_(is_number(amount), amount > 0, is_number(months), months < MONTHS)
    remarks = [(short, "term_short")]
    form.end([percent], sum_([amount]) > 0, always=always, wrong=[(high, "interest_high")], remarks=remarks)
    return [amount, year, percent, months, deferral]


def _monthly(form: InputForm, loan: Loan, amount: Cell) -> tuple[Cell, Cell]:
    form.start(loan.label, form.organisation_label(loan.received_by), BUDGET)
    cell = form.sheet.choice(VALUE, loan.monthly, needed=True)
    month = form.sheet.input(VALUE + 1, loan.month, "month")
    form.propose(amount, [month])
    form.end([cell, month])
    return cell, month
