"""Assumptions about coworkers, VAT and organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from tierslieu.budget.accounts import MONTHS, YEARS
from tierslieu.budget.advances import VAT_REFUND_MONTHS
from tierslieu.budget.desk_use import opening_days
from tierslieu.budget.headcount import open_months
from tierslieu.budget.incomes import undecided
from tierslieu.budget.sold_items import is_company, is_non_profit, may_be_taxed
from tierslieu.core.paths import BUDGET, ORGANISATIONS, SPACE
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import commercial_ceiling, small_business_ceiling
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    Operand,
    and_,
    count,
    day_number,
    if_,
    is_number,
    literal,
    months_after,
    number,
    or_,
    sum_,
)
from tierslieu.workbook.writer.formulas import if_number, rounded, when_known
from tierslieu.workbook.writer.input_form import VALUE, WHAT, WHO, InputForm
from tierslieu.workbook.writer.worksheet import Years

_RATES = "vocabulary/vat_rates/"


@dataclass(frozen=True)
class PeopleCells:
    """How many coworkers there are today, how many are the target, and in how many months of a year they pay; the desks.

    ``days`` are those of opening in an average open month of each year; there are none in a place without coworking.
    ``open_months`` has 1 for each month of a year that is open, else 0; ``ramp_up`` is in how many months of year 1 its
    coworkers arrive. ``undecided`` is the unknown income of each year while coworking is undecided; None once it is decided.
    """

    residents: Cell
    occasional: Cell
    target: Cell
    desks: Cell
    days: Years
    months: Cell
    open_months: list[Cell]
    ramp_up: Cell
    undecided: Years | None


@dataclass(frozen=True)
class VatCells:
    """The rates of VAT, and whether each organisation charges it and recovers it: ``yes`` or ``no``.

    ``refund`` is after how many months that of an investment is paid back; ``regimes`` hold the names of the regimes.
    """

    rates: dict[str, Cell]
    refund: Cell
    regimes: dict[str, Cell]
    charges: dict[str, Cell]
    recovers: dict[str, Cell]
    yes: str
    no: str

    def choice(self, answer: Cell, yes: Operand, no: Operand) -> Expr:
        """``yes`` or ``no``, as the cell ``answer`` says; unknown while it is empty."""
        return if_(answer.equals(self.yes), yes, if_(answer.equals(self.no), no, UNKNOWN))

    def recovered_by(self, organisations: Iterable[str]) -> Condition:
        """Whether one of ``organisations`` recovers VAT."""
        return or_(*(self.recovers[key].equals(self.yes) for key in organisations))

    def net(self, amount: Cell, rate: Cell, organisation: str) -> Expr:
        """``amount``, paid by ``organisation``, less the VAT at ``rate`` that it recovers; 0 of nothing.

        Unknown while it recovers VAT and the rate is empty.
        """
        answer, known = self.recovers[organisation], if_number(amount)
        without_vat = when_known([amount], rounded(amount / (1 + rate)))
        taxed = if_(rate.equals(0), known, self.choice(answer, without_vat, known))
        untold = if_(answer.equals(self.yes), UNKNOWN, known)
        nothing = and_(is_number(amount), amount.equals(0))  # an empty cell is equal to 0
        return if_(nothing, 0, if_(is_number(rate), taxed, untold))

    def applied(self, rate: str, answer: Cell) -> Expr:
        """A rate where ``answer`` is yes, 0 where it is no."""
        return self.choice(answer, if_number(self.rates[rate]), 0)


def write_people(form: InputForm) -> PeopleCells:
    """Write the numbers of coworkers."""
    form.table("workbook_people", {WHAT: "workbook_col_assumption", VALUE: "workbook_col_value"})
    identity = form.space.identity
    coworking = COWORKING in identity.services
    operator = form.space.operator(COWORKING)
    arriving = form.space.budget.ramp_up_months > 1
    # Those of a place that is open are there from the first month on.
    is_open = operator is not None and operator.stage == "existing" and not arriving
    moment = "" if is_open else "_opening"
    labels = {
        "residents": f"workbook_residents{moment}",
        "occasional": f"workbook_occasional{moment}",
        "target_coworkers": "workbook_target_coworkers",
    }
    people: list[Cell] = []

    def nobody(target: list[Cell]) -> tuple[Condition, str]:
        return and_(count(people).equals(2), sum_(people).equals(0), sum_(target) > 0), "nobody"

    for name, label in labels.items():
        value = (getattr(identity.capacity, name), "count")
        wrong = nobody if name == "target_coworkers" else None
        people += form.facts(form.t(label), "", SPACE, value, needed=coworking, wrong=wrong)
    residents, occasional, target = people
    desks = form.fact(form.t("workbook_desks"), "", SPACE, identity.capacity.desks, "count", needed=False)
    days = _write_days(form) if coworking else []
    budget = form.space.budget
    ramp_up = _write_ramp_up(form, is_open=is_open)
    months = form.fact(form.t("workbook_opening_months"), "", BUDGET, budget.opening_months, "months")
    unknown = _write_undecided(form) if undecided(form.space) else None
    return PeopleCells(
        residents, occasional, target, desks, days, months, _write_open_months(form, months), ramp_up, unknown
    )


def _write_ramp_up(form: InputForm, *, is_open: bool) -> Cell:
    """Write in how many months the coworkers of year 1 arrive: 1, which is not typed, in a place that is open."""
    label = form.t("workbook_ramp_up_months")
    if not is_open:
        months = form.space.budget.ramp_up_months
        cell = form.fact(label, "", BUDGET, months, "months")
        if months == 1:  # nobody has told a calendar: all at once is the most favourable one
            form.propose(None, [cell])
        return cell
    form.start(label, "", BUDGET)
    cell = form.sheet.formula(VALUE, number(1), "count")
    form.end()
    return cell


def _write_days(form: InputForm) -> list[Cell]:
    """Write the days of opening of an average open month of each year: those that the opening hours tell, else none."""
    known = [opening_days(form.space, year) for year in YEARS]
    days = [None if each is None else Decimal(each.numerator) / each.denominator for each in known]
    cells = form.facts(form.t("workbook_days"), "", SPACE, *((each, "days") for each in days), needed=False)
    form.optional(cells)
    return cells


def _write_open_months(form: InputForm, months: Cell) -> list[Cell]:
    """Write which months of a year are open, three in a row; the cell of each. There are to be as many as ``months``."""
    form.table(
        "workbook_open_months",
        {WHAT: "workbook_col_what"} | {VALUE + step: f"workbook_col_open_{step + 1}" for step in range(3)},
    )
    flags = open_months(form.space)
    cells: list[Cell] = []

    def differ(last: list[Cell]) -> tuple[Condition, str]:
        every = [*cells, *last]
        told = and_(is_number(months), count(every).equals(MONTHS))
        return and_(told, _differs(sum_(every), months)), "months_differ"

    for first in range(0, MONTHS, 3):
        label = form.t("workbook_months_between", first=first + 1, last=first + 3)
        inputs = [(flag, "open") for flag in flags[first : first + 3]]
        cells += form.facts(label, "", BUDGET, *inputs, wrong=differ if first + 3 == MONTHS else None)
    return cells


def write_periods(form: InputForm) -> Cell:
    """Write the dates of each year: those that the first day of an action tells, else none; they may be typed.

    Returns the cell of the first day of all, which may be empty.
    """
    years = {VALUE + year: f"workbook_year_{year + 1}" for year in range(3)}
    form.table("workbook_periods", {WHAT: "workbook_col_what"} | years)
    firsts, lasts = ([(day, "date") for day in days] for days in _periods(form.space))

    def begin(days: list[Cell]) -> tuple[Condition, str]:
        return _other_days(days[0], [(day, number(0), year) for year, day in enumerate(days) if year]), "not_twelve"

    first_days = form.facts(form.t("workbook_first_day"), "", "", *firsts, needed=False, wrong=begin)

    def end(days: list[Cell]) -> tuple[Condition, str]:
        return _other_days(first_days[0], [(day, number(1), year) for year, day in enumerate(days, 1)]), "not_twelve"

    last_days = form.facts(form.t("workbook_last_day"), "", "", *lasts, needed=False, wrong=end)
    form.optional([*first_days, *last_days])
    return first_days[0]


def _other_days(first_day: Cell, days: Sequence[tuple[Cell, Expr, int]]) -> Condition:
    """Whether one of ``days`` is not so many years after the ``first_day``, less the days given: a year has twelve months."""
    other = [
        and_(is_number(day), _differs(day, months_after(first_day, year * MONTHS) - less)) for day, less, year in days
    ]
    return and_(is_number(first_day), or_(*other))


def _differs(one: Expr, other: Expr) -> Condition:
    return or_(one < other, one > other)


def _periods(space: Space) -> tuple[list[int | None], list[int | None]]:
    """The first and the last day of each year, as spreadsheets number days; None while no action tells any."""
    first = space.budget.first_day
    if first is None:
        return [None] * 3, [None] * 3
    starts = [first + relativedelta(years=year) for year in range(4)]
    numbers = [day_number(day) for day in starts]
    return [*numbers[:3]], [number - 1 for number in numbers[1:]]


def _write_undecided(form: InputForm) -> Years:
    """Write a row that stays incomplete: the workbook of a place with coworking has other rows."""
    form.start(form.t("workbook_undecided"), "", SPACE)
    cells = form.sheet.formulas(VALUE, [UNKNOWN] * 3, "number")
    form.state(literal(form.t("workbook_to_complete")))
    form.end()
    return cells


def write_organisations(
    form: InputForm, sellers: Set[str], buyers: Set[str]
) -> tuple[VatCells, dict[str, Cell], dict[str, Cell]]:
    """Write the rates of VAT, then the VAT regime (needed of ``sellers`` and ``buyers``) and the cash of each organisation.

    The rate of the tax on profits stands beside, for those that may pay it.
    """
    space, language = form.space, form.space.identity.language
    form.table("workbook_rates", {WHAT: "workbook_col_assumption", VALUE: "workbook_col_rate"})
    rates = {}
    for key, rate in space.vocabulary.vat_rates.items():
        label, percent = translated(rate.label, language), rate.percent(space.today)
        rates[key] = form.fact(label, "", f"{_RATES}{key}.yaml", percent, "percent")
    refund = form.fact(form.t("workbook_vat_refund"), "", "", VAT_REFUND_MONTHS, "months")
    form.propose(None, [refund])
    labels = {WHAT: "organisation", WHO: "workbook_col_regime"}
    columns = ["workbook_col_charges", "workbook_col_recovers", "workbook_col_opening_cash"]
    taxable = [key for key in space.organisations.organisations if key in sellers or may_be_taxed(space, key)]
    if taxable:
        columns.append("workbook_col_profit_tax")
    form.table("workbook_organisations", labels | dict(enumerate(columns, VALUE)))
    if taxable:
        form.sheet.comment(VALUE + 3, form.t("workbook_col_profit_tax_note"))
    regimes, charges, recovers, opening, profit_tax = {}, {}, {}, {}, {}
    for key in space.organisations.organisations:
        regime, needed = space.vat_regime(key), key in sellers | buyers
        regime_label = translated(regime.label, language) if regime else ""
        form.start(form.organisation_label(key), regime_label, ORGANISATIONS)
        regimes[key] = Cell(form.sheet.name, form.sheet.row, WHO, regime_label)
        if regime is None:
            form.sheet.words(WHO, "")
        charges[key] = form.sheet.choice(VALUE, regime.charges if regime else None, needed=needed)
        recovers[key] = form.sheet.choice(VALUE + 1, regime.recovers if regime else None, needed=needed)
        opening[key] = form.sheet.input(VALUE + 2, space.budget.opening_cash.get(key), "money")
        required = [*((charges[key], recovers[key]) if needed else ()), opening[key]]
        if key in taxable:
            company = is_company(space, key)
            tax_rate = form.sheet.input(VALUE + 3, space.budget.profit_tax.get(key), "percent", needed=company)
            profit_tax[key] = tax_rate
            required += [tax_rate] if company else []
            form.optional([] if company else [tax_rate])
        # VAT is recovered by whoever charges it.
        unmatched = and_(charges[key].equals(form.t("no")), recovers[key].equals(form.t("yes")))
        # Of a company, that is no regime; a body whose activity is partly out of the field of VAT may recover none.
        partial = and_(charges[key].equals(form.t("yes")), recovers[key].equals(form.t("no")))
        wrong, remarks = [(unmatched, "vat_unmatched")], [(partial, "vat_partial")]
        if is_company(space, key):
            wrong, remarks = [*wrong, (partial, "vat_unmatched")], []
        form.end(required, wrong=wrong, remarks=remarks)
    for name, ceiling, concerned in (
        ("ceiling", small_business_ceiling(space), is_company),
        ("commercial", commercial_ceiling(space), is_non_profit),
    ):
        if ceiling is not None and any(concerned(space, key) for key in sellers if key):
            amount = form.sheet.workbook.formatter.number(ceiling)
            for note in form.t(f"workbook_{name}_note", amount=amount).splitlines():
                form.sheet.line(note, "note")
    return VatCells(rates, refund, regimes, charges, recovers, form.t("yes"), form.t("no")), opening, profit_tax
