"""The first sheet: the result of each year, the least cash and the break-even point, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count as count_from

from tierslieu.budget.accounts import MONTHS
from tierslieu.budget.break_even import bears_coworking_alone
from tierslieu.budget.incomes import is_grant
from tierslieu.budget.premises import holders
from tierslieu.budget.sold_items import is_company, is_non_profit, is_public
from tierslieu.facts.cash_figures import PRUDENT
from tierslieu.finance.vat import SMALL_BUSINESS, commercial_ceiling, small_business_ceiling
from tierslieu.i18n.formatting import translated
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    and_,
    concatenated,
    count,
    count_filled,
    greatest,
    if_,
    is_number,
    literal,
    match,
    max_,
    number,
    or_,
    round_,
    smallest,
    sum_,
)
from tierslieu.workbook.writer.formulas import added, if_number, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .attendance import Attendance, month_of
from .balance_sheets import EquityRow, debt_years_label
from .cases import ALONE_REFUSED, CaseRow, write_reserve
from .cash_advances import AdvanceRows, may_advance
from .cash_flow import CashRow
from .costs import Costs
from .financing import DebtRows, PlanRows, brought_to, investment_grants
from .incomes import Incomes
from .loans import LoanRows
from .results import Results, write_form_notes
from .results_break_even import NeedRow
from .split import SplitRows
from .summary_desks import write_desks
from .summary_funding import write_funding

_YEAR, _WORDS = 1, 4
#: The first column, hidden, of what stands beside the words of several rows.
_HIDDEN = 6
#: Proposed marks of a lender, which the words name: the least equity in a balance sheet, and the most years of debt,
#: which a public body owes for longer.
_LEAST_PART = Decimal("0.2")
_MOST_YEARS, _MOST_YEARS_PUBLIC = 4, 12
#: The cases of which the summary tells what self-financing leaves, as the plan does.
_LENDER_CASES = ("coworkers_20", "coworkers_30", "only_granted", "no_participation", ALONE_REFUSED)


def summary_sheet(workbook: Workbook) -> Worksheet:
    """The sheet, empty: sheets stand in the order in which they are begun."""
    return workbook.sheet("summary", (46, 18, 18, 18, 50))


def write_summary(
    sheet: Worksheet,
    assumptions: Assumptions,
    attendance: Attendance,
    incomes: Incomes,
    costs: Costs,
    split: SplitRows,
    results: Results,
    cash: Sequence[CashRow],
    equity: Sequence[EquityRow],
    plans: Sequence[PlanRows],
    loans: Sequence[LoanRows],
    cases_sheet: Worksheet,
    cases: Mapping[str, Sequence[CaseRow]],
) -> None:
    """Write the sheet, and on that of the cases what no case tells."""
    years = sheet.workbook.labels("year_1", "year_2", "year_3")
    words = sheet.t("workbook_col_words")
    if rates := list(assumptions.profit_tax.values()):
        note = if_(count(rates) < len(rates), sheet.t("workbook_summary_tax_note"), "")
        sheet.formula(0, note, "note")
        sheet.row += 1
    granted = [
        cell
        for plan, each in zip(plans, results.accounts, strict=True)
        for cell in investment_grants(sheet.space, each.organisation, plan)
    ]
    if granted:
        sheet.formula(0, if_(sum_(granted) > 0, sheet.t("workbook_summary_grants_note"), ""), "note")
        sheet.row += 1
    write_form_notes(sheet)
    before, after = sheet.t("workbook_summary_unlikely", count="\0").split("\0")
    unlikely = concatenated(before, assumptions.unlikely, after)
    sheet.formula(0, if_(assumptions.unlikely > 0, unlikely, ""), "warning")
    sheet.row += 1
    sheet.top(assumptions.missing, [sheet.t("workbook_col_who"), *years, words], range(_YEAR, _WORDS))
    sheet.section(sheet.t("workbook_summary_result"))
    verdicts: list[_Verdict] = []
    for account in results.accounts:
        label = sheet.organisation_label(account.organisation)
        if account.accounting is not account.result:
            accounts = sheet.t("workbook_summary_accounting", organisation=label)
            verdicts.append(
                _write_result(sheet, accounts, account.accounting, account.organisation, assumptions, incomes, cases)
            )
            label = sheet.t("workbook_summary_aside", organisation=label)
        verdicts.append(_write_result(sheet, label, account.result, account.organisation, assumptions, incomes, cases))
    if len(results.accounts) > 1:
        verdicts.append(
            _write_result(sheet, _whole_place(sheet), results.place, None, assumptions, incomes, cases, "total")
        )
    sheet.section(sheet.t("workbook_summary_cash"))
    sheet.header(
        [*sheet.workbook.labels("col_who", "col_lowest", "col_lowest_month", "col_first_month"), words], (1, 2, 3)
    )
    verdicts_of_cash: list[_CashVerdict] = []
    names_of_cases: list[tuple[int, str, Expr]] = []
    for row in cash:
        verdicts_of_cash.append(_write_cash(sheet, assumptions.first_day, row))
        if row.advances:
            verdicts_of_cash.append(_write_cash_advanced(sheet, assumptions.first_day, row, row.advances))
            if not may_advance(sheet.space, costs, row.organisation):
                sheet.hide_last_row()
        if len(cases[row.organisation]) > 1:
            name = _write_hardest(sheet, row, cases[row.organisation])
            names_of_cases.append((sheet.row - 1, row.organisation, name))
    if results.break_even:
        verdicts += _write_break_even(sheet, assumptions, attendance, incomes, results)
    if results.break_even:
        sheet.new_page()  # the sections above fill one
    organisations = [account.organisation for account in results.accounts]
    write_funding(sheet, assumptions, [*zip(organisations, plans, strict=True)], loans, _WORDS)
    columns = count_from(_HIDDEN)
    debts = [
        (account.organisation, plan, plan.debt)
        for account, plan in zip(results.accounts, plans, strict=True)
        if plan.debt
    ]
    if debts:
        verdicts += _write_debts(sheet, assumptions, costs, debts, cases, columns)
    if equity:
        if debts and results.break_even:
            sheet.new_page()  # the sections above fill one
        verdicts += _write_equity(sheet, equity, plans, cases)
    found = [*_above_ceiling(sheet, assumptions, incomes, costs), *_commercial(sheet, assumptions, incomes)]
    if attendance.headcounts:
        short = write_desks(sheet, assumptions, attendance, split, _WORDS)
        # What a single organisation sells changes no figure of the others.
        sellers: list[str | None] = [
            key for key in sheet.space.organisations.organisations if bears_coworking_alone(sheet.space, key)
        ]
        found += [_Reserve(sheet.t("workbook_summary_unsold"), short, key) for key in sellers or [None]]
    reserves = _write_reserves(sheet, found, columns)
    for verdict in verdicts:
        _write_verdict(sheet, verdict, assumptions, reserves, columns)
    sheet.hide_columns(_HIDDEN, next(columns))
    for told in verdicts_of_cash:
        fine = _fine(sheet, assumptions, told.organisation, told.fine, reserves)
        words_of_short = _with_reserves(told.words, reserves[told.organisation])
        shown = if_(told.short, words_of_short, if_(told.known, fine, sheet.t("workbook_summary_unknown")))
        sheet.formula(_WORDS, shown, "words", row=told.row)
    for place, organisation, name in names_of_cases:
        sheet.formula(_WORDS, _with_reserves(name, reserves[organisation]), "words", row=place)
    write_reserve(cases_sheet, reserves[None])
    sheet.close()


def _above_ceiling(sheet: Worksheet, assumptions: Assumptions, incomes: Incomes, costs: Costs) -> Iterator[_Reserve]:
    """That an organisation without VAT sells for more than a small business may: of a company, or where it is its regime.

    The common costs of the others count, which the one that holds the premises may sell to them.
    Source: ``thresholds`` of vocabulary/vat_regimes/franchise-en-base.yaml, as the cases of the plan have it.
    """
    ceiling, regime = small_business_ceiling(sheet.space), sheet.space.vocabulary.vat_regimes.get(SMALL_BUSINESS)
    for key in sheet.space.organisations.organisations:
        sold = [income.net for income in incomes.sold if income.organisation == key]
        if ceiling is not None and regime and sold:
            free = [assumptions.vat.charges[key].equals(assumptions.vat.no)]
            if not is_company(sheet.space, key):
                free.append(
                    assumptions.vat.regimes[key].equals(translated(regime.label, sheet.space.identity.language))
                )
            recharged = [
                part.paid
                for part in costs.parts
                if key in holders(sheet.space) and part.kind == "common_cost" and part.organisation != key and part.paid
            ]
            years = [and_(*free, sum_(cells) > number(ceiling)) for cells in zip(*sold, *recharged, strict=True)]
            name = "workbook_summary_ceiling_recharged" if recharged else "workbook_summary_ceiling"
            words = sheet.t(name, amount=sheet.workbook.formatter.number(ceiling))
            yield _Reserve(words, years, key)


def _commercial(sheet: Worksheet, assumptions: Assumptions, incomes: Incomes) -> Iterator[_Reserve]:
    """That a non-profit body without VAT nor tax on profits sells more than the exemption of its accessory sales admits.

    Source: ``thresholds`` of vocabulary/vat_regimes/organisme-non-lucratif.yaml.
    """
    ceiling, small = commercial_ceiling(sheet.space), sheet.space.vocabulary.vat_regimes.get(SMALL_BUSINESS)
    for key in sheet.space.organisations.organisations:
        sold = [income.net for income in incomes.sold if income.organisation == key]
        if ceiling is None or not sold or not is_non_profit(sheet.space, key):
            continue
        free = [assumptions.vat.charges[key].equals(assumptions.vat.no)]
        if small:  # whoever has the exemption of small businesses is taxed as they are
            label = translated(small.label, sheet.space.identity.language)
            free.append(if_(assumptions.vat.regimes[key].equals(label), 0, 1).equals(1))
        if key in assumptions.profit_tax:
            free.append(sum_([assumptions.profit_tax[key]]).equals(0))
        years = [and_(*free, sum_(cells) > number(ceiling)) for cells in zip(*sold, strict=True)]
        amount = sheet.workbook.formatter.number(ceiling)
        yield _Reserve(sheet.t("workbook_summary_commercial", amount=amount), years, key)


@dataclass(frozen=True)
class _Verdict:
    """What the last column tells of a ``row``: the years that are ``worst``, ``bad``, or ``weak`` and not bad, or nothing
    while some amount is not ``known``.

    It is of an ``organisation``; None: of the whole place. ``fine`` is what to tell when all is well, where that is more
    than one text. ``beside`` is a text, which may be empty, that follows.
    """

    row: int
    name: str
    organisation: str | None
    known: Condition
    bad: Sequence[Condition]
    styles: tuple[str, ...] = ()
    weak: Sequence[Condition] = ()
    weak_name: str = "weak"
    worst: Sequence[Condition] = ()
    worst_name: str = ""
    fine: Expr | None = None
    beside: Expr | None = None


@dataclass(frozen=True)
class _CashVerdict:
    """What the last column tells of a ``row`` of cash: ``words`` where it is ``short``, else ``fine``."""

    row: int
    organisation: str
    known: Condition
    short: Condition
    words: Expr
    fine: Expr


@dataclass(frozen=True)
class _Reserve:
    """What no figure of an ``organisation`` tells (None: of any), and the years of it: words that stand beside a verdict."""

    words: str
    years: Sequence[Condition]
    organisation: str | None = None


def _write_verdict(
    sheet: Worksheet,
    verdict: _Verdict,
    assumptions: Assumptions,
    reserves: Mapping[str | None, Cell],
    columns: Iterator[int],
) -> None:
    """Write a verdict: the years that are bad and those that are weak, else that all is well; then what is to be known.

    Hidden cells, in ``columns``, hold the years: a formula has 8,192 characters at most.
    """
    fine = verdict.fine or literal(sheet.t(f"workbook_summary_{verdict.name}_fine"))
    words = _fine(sheet, assumptions, verdict.organisation, fine, reserves)
    reserve = reserves[verdict.organisation]
    levels = [
        (verdict.worst_name, verdict.worst),
        (f"{verdict.name}_bad", verdict.bad),
        (verdict.weak_name, verdict.weak),
    ]
    told: Cell | None = None
    for name, years in levels:
        if years:
            these = if_(or_(*years), _with_years(sheet, sheet.t(f"workbook_summary_{name}"), years), "")
            if told:
                these = if_(or_(*years), concatenated(if_(told.equals(""), "", concatenated(told, ". ")), these), told)
            told = sheet.formula(next(columns), if_(verdict.known, these, ""), "soft", row=0)
    if told:
        words = if_(told.equals(""), words, _with_reserves(told, reserve))
    if verdict.beside is not None:
        words = concatenated(words, verdict.beside)
    shown = if_(verdict.known, words, sheet.t("workbook_summary_unknown"))
    sheet.formula(_WORDS, shown, "words", *verdict.styles, row=verdict.row)


def _fine(
    sheet: Worksheet,
    assumptions: Assumptions,
    organisation: str | None,
    fine: Expr,
    reserves: Mapping[str | None, Cell],
) -> Expr:
    """``fine`` once nothing is missing that the ``organisation`` needs, or the reserves about it that stand in its place.

    While the rate of the tax on profits alone is missing, it is told to be before tax.
    """
    missing = assumptions.missing_of[organisation] if organisation else assumptions.missing
    untaxed = [
        if_(and_(count_filled([rate]).equals(0), count_filled(_regime(assumptions, key)).equals(2)), 1, 0)
        for key, rate in assumptions.profit_tax.items()
        if organisation in (None, key) and is_company(sheet.space, key)
    ]
    told = [fine, literal(sheet.t("workbook_summary_incomplete"))]
    if untaxed:
        told[:1] = [fine, concatenated(fine, f" {sheet.t('workbook_summary_before_tax')}")]
    good, *before_tax, incomplete = (
        _with_reserves(words, reserves[organisation], alone=words is not told[-1]) for words in told
    )
    rest = if_(missing > added(untaxed), incomplete, *before_tax) if untaxed else incomplete
    return if_(missing > 0, rest, good)


def _with_reserves(words: Expr, reserve: Cell, *, alone: bool = False) -> Expr:
    """``words``, then the ``reserve`` if there is any, which stands ``alone`` in the place of good news."""
    return if_(reserve.equals(""), words, reserve if alone else concatenated(words, ". ", reserve))


def _write_reserves(sheet: Worksheet, reserves: Sequence[_Reserve], columns: Iterator[int]) -> dict[str | None, Cell]:
    """Write the reserves, then those about each organisation and about all of them (None) together, in hidden cells.

    A formula has 8,192 characters at most, and each verdict needs them.
    """

    def write(words: Expr) -> Cell:
        return sheet.formula(next(columns), words, "soft", row=0)

    each = [
        (reserve, write(if_(or_(*reserve.years), _with_years(sheet, reserve.words, reserve.years), "")))
        for reserve in reserves
    ]
    together: dict[str | None, Cell] = {}
    for organisation in (None, *sheet.space.organisations.organisations):
        together[organisation] = write(literal(""))
        for reserve, told in each:
            if organisation is None or reserve.organisation in (None, organisation):
                before = together[organisation]
                both = if_(before.equals(""), told, concatenated(before, ". ", told))
                together[organisation] = write(if_(told.equals(""), before, both))
    return together


def _regime(assumptions: Assumptions, organisation: str) -> list[Cell]:
    return [assumptions.vat.charges[organisation], assumptions.vat.recovers[organisation]]


def _write_result(
    sheet: Worksheet,
    label: str,
    result: Years,
    organisation: str | None,
    assumptions: Assumptions,
    incomes: Incomes,
    cases: Mapping[str, Sequence[CaseRow]],
    *styles: str,
) -> _Verdict:
    """Write a result; it is told where nothing but grants that are not sure, or hoped for, keeps it from a loss."""
    _write_years(sheet, label, result, "money", *styles)
    bad = [cell < 0 for cell in result]
    hoped = [
        cells
        for subsidy, cells in zip(sheet.space.budget.subsidies, incomes.subsidies, strict=True)
        if subsidy.status == "expected" and not is_grant(subsidy) and organisation in (None, subsidy.received_by)
    ]
    unsure = [
        (budget.result, case.result)
        for key, (budget, *others) in cases.items()
        for case in others
        if case.name == "only_granted" and organisation in (None, key)
    ]
    held = []
    for year, cell in enumerate(result):
        with_all, with_sure = ([rows[kind][year] for rows in unsure] for kind in (0, 1))
        less = (
            sum_([cell], with_sure) - sum_(with_all, *([cells[year]] for cells in hoped)) if unsure or hoped else cell
        )
        there = when_known([cell, *with_all, *with_sure], if_(and_(cell >= 0, round_(less, 2) < 0), 1, 0))
        held.append(there.equals(1))
    verdict = _Verdict(sheet.row - 1, "result", organisation, count(result).equals(3), bad, styles)
    name = "unsure_or_hoped" if unsure and hoped else "unsure" if unsure else "hoped"
    verdict = replace(verdict, weak=held, weak_name=name) if unsure or hoped else verdict
    if paid := [pair for key in cases if organisation in (None, key) for pair in _participation(cases[key])]:
        held_by_main = [_held_up(cell, number(0), *cells) for cell, cells in zip(result, _of_years(paid), strict=True)]
        verdict = replace(verdict, worst=held_by_main, worst_name="participation")
    lines = [line for line in assumptions.free_lines if line.sign > 0 and organisation in (None, line.organisation)]
    # An income that the treasurer adds has no state: nothing tells that it is sure.
    by_lines = []
    for year, cell in enumerate(result):
        rest = round_(cell - sum_(*([line.amounts[year]] for line in lines)), 2)
        by_lines.append(when_known([cell], if_(and_(cell >= 0, rest < 0), 1, 0)).equals(1))
    words = _with_years(sheet, f". {sheet.t('workbook_summary_by_lines')}", by_lines)
    return replace(verdict, beside=if_(or_(*by_lines), words, "")) if lines else verdict


def _participation(cases: Sequence[CaseRow]) -> list[tuple[Years, Years]]:
    """The results of an organisation, with what its main budget pays and without it; none where it pays nothing."""
    budget, *others = cases
    return [(budget.result, case.result) for case in others if case.name == "no_participation"]


def _of_years(pairs: Sequence[tuple[Years, Years]]) -> list[tuple[list[Cell], list[Cell]]]:
    """The cells of each year, of the first rows then of the second ones."""
    return [([first[year] for first, _ in pairs], [second[year] for _, second in pairs]) for year in range(3)]


def _write_cash(sheet: Worksheet, first_day: Cell, row: CashRow) -> _CashVerdict:
    """Write the least cash, its month, and the first month below zero; what the last column tells of it."""
    sheet.text(0, sheet.organisation_label(row.organisation))
    known, is_short = _write_lowest(sheet, first_day, row.balance, row.short)
    words: Expr = literal(sheet.t("workbook_summary_cash_short"))
    fine = literal(sheet.t("workbook_summary_cash_fine"))
    if row.advances:
        then_short = and_(known, count(row.advances.short) > 0)
        words = if_(is_short, words, sheet.t("workbook_summary_cash_then_short"))
        is_short = or_(is_short, then_short)
    sheet.row += 1
    return _CashVerdict(sheet.row - 1, row.organisation, known, is_short, words, fine)


def _write_cash_advanced(sheet: Worksheet, first_day: Cell, row: CashRow, advances: AdvanceRows) -> _CashVerdict:
    """Write the least cash of the three years while what is advanced is not paid back."""
    sheet.text(0, sheet.t("workbook_summary_advanced", organisation=sheet.organisation_label(row.organisation)))
    known, is_short = _write_lowest(sheet, first_day, advances.left, advances.short)
    sheet.row += 1
    none = greatest(advances.advanced).equals(0)
    fine = if_(none, sheet.t("workbook_summary_advanced_none"), sheet.t("workbook_summary_advanced_fine"))
    words = literal(sheet.t("workbook_summary_cash_short"))
    return _CashVerdict(sheet.row - 1, row.organisation, known, is_short, words, fine)


def _write_lowest(
    sheet: Worksheet, first_day: Cell, balance: Sequence[Cell], short: Sequence[Cell]
) -> tuple[Condition, Condition]:
    """Write the least of a ``balance``, its month, and the first month below zero; whether it is known, and is below."""
    known, is_short = is_number(balance[-1]), count(short) > 0
    lowest = sheet.formula(1, if_(known, smallest(balance), UNKNOWN), "money")
    month = if_(is_number(lowest), month_of(sheet, first_day, match(lowest, balance)), UNKNOWN)
    sheet.formula(2, month, "month_of")
    never = if_(known, sheet.t("workbook_never"), UNKNOWN)
    sheet.formula(3, if_(is_short, month_of(sheet, first_day, smallest(short)), never), "month_of")
    return known, is_short


def _write_hardest(sheet: Worksheet, row: CashRow, cases: Sequence[CaseRow]) -> Expr:
    """Write the least cash of all the cases, advances included, and its first month below zero; the name of the case."""
    sheet.text(0, sheet.t("workbook_summary_hardest", organisation=sheet.organisation_label(row.organisation)))
    amounts = [case.lowest for case in cases]
    lowest = sheet.formula(1, when_known(amounts, smallest(amounts)), "money")
    sheet.text(2, "", "month_of")
    below: Expr = UNKNOWN
    name: Expr = UNKNOWN
    for case in reversed(cases):
        below, name = (
            if_(case.lowest.equals(lowest), case.below, below),
            if_(case.lowest.equals(lowest), case.label, name),
        )
    sheet.formula(3, when_known([lowest], below), "month_of")
    sheet.row += 1
    return if_(is_number(lowest), name, sheet.t("workbook_summary_unknown"))


def _write_break_even(
    sheet: Worksheet, assumptions: Assumptions, attendance: Attendance, incomes: Incomes, results: Results
) -> Iterator[_Verdict]:
    """Write how many coworkers are planned, how many are there on average, and how many the place and an organisation need.

    That is before the tax on profits, which a solidarity share does not lower: a loss after it is no break-even either.
    """
    years = sheet.workbook.labels("year_1", "year_2", "year_3")
    sheet.section(sheet.t("workbook_summary_break_even"))
    if any(line.status == "expected" and not is_grant(line) for line in sheet.space.budget.subsidies):
        sheet.line(sheet.t("workbook_summary_break_even_hoped"), "note")
    sheet.header([sheet.t("workbook_summary_coworkers"), *years, sheet.t("workbook_col_words")], range(_YEAR, _WORDS))
    people = [when_known(cells, cells[0] + cells[1]) for cells in incomes.coworkers]
    sheet.formula_row(sheet.t("workbook_summary_planned"), people, "count")
    present = sheet.formula_row(sheet.t("workbook_summary_present"), map(attendance.average, range(3)), "decimal")
    for row in results.break_even:
        whose = sheet.organisation_label(row.organisation) if row.organisation else _whole_place(sheet)
        own = [each.result for each in results.accounts if each.organisation == row.organisation]
        result = own[0] if own else results.place
        losses = [when_known([cell], if_(cell < 0, 1, 0)).equals(1) for cell in result]
        taxed = any(row.organisation in (None, key) for key in assumptions.profit_tax)
        before_tax = "_before_tax" if taxed else ""
        label = sheet.t(f"workbook_summary_needed{before_tax}", organisation=whose)
        verdict = _write_needed(sheet, assumptions, label, row.organisation, row.needed, present, losses)
        # The number needed is rounded up: fewer may be there on average in a year without a loss, whose margin is thin.
        known = [is_number(cell) for cell in result]
        missed = _missed(sheet, row.needed, present, losses, known)
        verdict = replace(verdict, bad=missed)
        if row.unaided:
            each = zip(verdict.bad, _missed(sheet, row.unaided, present, losses), strict=True)
            held = [and_(alone, if_(missed, 1, 0).equals(0)) for missed, alone in each]
            verdict = replace(verdict, worst=held, worst_name="participation")
        yield replace(verdict, weak=_thin(row.needed, present, missed), weak_name="thin")
        margins = [
            when_known([need, there], round_(there - need, 1))
            for need, there in zip(row.needed.coworkers, present, strict=True)
        ]
        sheet.formula_row(sheet.t("workbook_summary_margin", organisation=whose), margins, "decimal", "soft")
        if row.sure:
            label = sheet.t(f"workbook_summary_needed_sure{before_tax}", organisation=whose)
            yield _write_needed(sheet, assumptions, label, row.organisation, row.sure, present, losses)
        if row.unaided:
            label = sheet.t(f"workbook_summary_needed_unaided{before_tax}", organisation=whose)
            yield _write_needed(sheet, assumptions, label, row.organisation, row.unaided, present, losses)


def _write_needed(
    sheet: Worksheet,
    assumptions: Assumptions,
    label: str,
    organisation: str | None,
    row: NeedRow,
    present: Sequence[Cell],
    losses: Sequence[Condition],
) -> _Verdict:
    """Write how many coworkers are needed; whether as many are there in each year, at a desk and without a loss."""
    never, out = sheet.t("workbook_never"), row.out_of_reach(sheet)
    beyond = sheet.t("workbook_out_of_reach")
    shown: list[Expr] = [
        if_(each, concatenated(beyond, " (", need, ")"), need) for each, need in zip(out, row.coworkers, strict=True)
    ]
    sheet.formula_row(label, shown, "count")
    told = and_(*(or_(is_number(need), need.equals(never)) for need in row.coworkers), count(present).equals(3))
    before, after = sheet.t("workbook_summary_out_of_reach", desks="\0").split("\0")
    years = [if_(each, f" ({sheet.t(f'workbook_year_{year}').lower()})", "") for year, each in enumerate(out, 1)]
    words = concatenated(". ", before, assumptions.people.desks, after, *years)
    missed = _missed(sheet, row, present, losses)
    thin = _thin(row, present, missed)
    verdict = _Verdict(sheet.row - 1, "break_even", organisation, told, missed, weak=thin, weak_name="thin")
    return replace(verdict, beside=if_(or_(*out), words, ""))


def _thin(row: NeedRow, present: Sequence[Cell], missed: Sequence[Condition]) -> list[Condition]:
    """Whether, in each year that is not ``missed``, fewer are there than a tenth more than are needed."""
    return [
        when_known([need, there], if_(there * 10 < need * 11, if_(bad, 0, 1), 0)).equals(1)
        for need, there, bad in zip(row.coworkers, present, missed, strict=True)
    ]


def _missed(
    sheet: Worksheet,
    row: NeedRow,
    present: Sequence[Cell],
    losses: Sequence[Condition],
    told: Sequence[Condition] | None = None,
) -> list[Condition]:
    """Whether there is a loss in each year, the desks are not enough, or fewer are there than are needed.

    The last counts only while no result has ``told`` whether there is a loss.
    """
    never = sheet.t("workbook_never")
    fewer = [need > there for need, there in zip(row.coworkers, present, strict=True)]
    if told:
        fewer = [and_(less, if_(known, 0, 1).equals(1)) for less, known in zip(fewer, told, strict=True)]
    return [
        or_(need.equals(never), less, loss, out)
        for need, less, loss, out in zip(row.coworkers, fewer, losses, row.out_of_reach(sheet), strict=True)
    ]


def _write_debts(
    sheet: Worksheet,
    assumptions: Assumptions,
    costs: Costs,
    debts: Sequence[tuple[str, PlanRows, DebtRows]],
    cases: Mapping[str, Sequence[CaseRow]],
    columns: Iterator[int],
) -> Iterator[_Verdict]:
    """Write what is due of the loans of each organisation, and whether its operation pays the principal of each year."""
    sheet.section(sheet.t("workbook_loans"))
    sheet.header(sheet.workbook.labels("col_who", "year_1", "year_2", "year_3", "col_words"), range(_YEAR, _WORDS))
    not_covered, no, yes = (sheet.t(name) for name in ("workbook_covers_not", "no", "yes"))
    for organisation, plan, debt in debts:
        who = sheet.organisation_label(organisation)
        _write_years(sheet, sheet.t("workbook_summary_due", organisation=who), debt.due, "money")
        borrowed, bought = ([cell for row in rows for cell in row.cells] for rows in (plan.loans, plan.investments))
        more = sum_(borrowed) > sum_(bought) if bought else sum_(borrowed) > 0
        beyond = if_(more, sheet.t("workbook_summary_borrowed_more"), "")
        if longer := _outlasts(sheet, assumptions, organisation, columns):
            words = sheet.t("workbook_summary_loan_longer")
            beyond = if_(or_(*longer), concatenated(if_(more, concatenated(beyond, ". "), ""), words), beyond)
        sheet.formula(_WORDS, beyond, "words", row=sheet.row - 1)
        _write_years(sheet, sheet.t("workbook_left_after_repayments"), debt.left, "money", "soft")
        if debt.early:
            _write_remark(sheet, "given_back_early", debt.early)
        _write_years(sheet, sheet.t("workbook_summary_covers"), debt.covers, "hundredth", "soft", "text", "number")
        owes = [or_(cell.equals(not_covered), is_number(cell)) for cell in debt.covers]
        bad = [and_(each, left < 0) for each, left in zip(owes, debt.left, strict=True)]
        weak = [
            and_(is_number(cell), cell < number(PRUDENT), left >= 0)
            for cell, left in zip(debt.covers, debt.left, strict=True)
        ]
        # The check of a public body asks for more: its own words tell whether that is met.
        name = "covers_public" if debt.checks else "covers"
        # A deferral leaves interest to be paid: self-financing that is negative does not pay it.
        deferred = sheet.t("workbook_covers_deferred")
        worst = [and_(cell.equals(deferred), left < 0) for cell, left in zip(debt.covers, debt.left, strict=True)]
        known = count([*debt.due, *debt.left]).equals(6)
        later = and_(debt.due[-1] > 0, *(cell.equals(deferred) for cell in debt.covers))
        only_later = sheet.t("workbook_summary_covers_later")
        verdict = _Verdict(
            sheet.row - 1, name, organisation, known, bad, weak=weak, worst=worst, worst_name="deferred_loss"
        )
        yield replace(verdict, fine=if_(later, only_later, sheet.t(f"workbook_summary_{name}_fine")))
        budget, *others = cases[organisation]
        for case in others:
            if case.name in _LENDER_CASES:
                verdict = _write_left_of_case(sheet, organisation, plan, debt, owes, budget, case)
                if case.name == ALONE_REFUSED:
                    payer = sheet.t("workbook_summary_pays_all", organisation=sheet.organisation_label(organisation))
                    verdict = replace(verdict, beside=literal(f". {payer}"))
                elif broke := [*_broke_payers(sheet, costs, organisation, case, cases)]:
                    verdict = replace(verdict, beside=concatenated(*broke))
                yield replace(verdict, fine=if_(later, only_later, sheet.t("workbook_summary_covers_sure_fine")))
        sheet.text(0, sheet.t("workbook_summary_whole_year"), "text", "soft")
        whole = sheet.formula(3, debt.whole_year, "hundredth", "soft", "text", "number")
        hardly = if_(and_(is_number(whole), whole < number(PRUDENT)), sheet.t("workbook_summary_weak"), "")
        short = or_(whole.equals(not_covered), and_(is_number(whole), whole < 1))
        sheet.formula(_WORDS, if_(short, sheet.t("workbook_summary_whole_year_bad"), hardly), "words")
        sheet.row += 1
        if debt.checks:
            _write_years(sheet, sheet.t("workbook_own_resources_pay"), debt.checks, "decimal", "soft", "text", "number")
            refused = [cell.equals(no) for cell in debt.checks]
            told = and_(*(or_(cell.equals(no), cell.equals(yes), cell.equals("–")) for cell in debt.checks))
            verdict = _Verdict(sheet.row - 1, "check", organisation, told, refused)
            unchecked = and_(*(cell.equals("–") for cell in debt.checks))
            fine = if_(unchecked, sheet.t("workbook_summary_check_later"), sheet.t("workbook_summary_check_fine"))
            # What pays may be an endowment, which has paid what is bought.
            alone = [and_(cell.equals(yes), short) for cell, short in zip(debt.checks, bad, strict=True)]
            yield replace(verdict, fine=fine, weak=alone, weak_name="check_alone")
            answers = debt.operation
            _write_years(sheet, sheet.t("workbook_operation_balanced"), answers, "decimal", "soft", "text", "number")
            before = [cell.equals(sheet.t("workbook_operation_before")) for cell in answers]
            losing = [cell.equals(no) for cell in answers]
            told = and_(*(or_(cell.equals(yes), *pair) for cell, *pair in zip(answers, losing, before, strict=True)))
            verdict = _Verdict(sheet.row - 1, "operation", organisation, told, losing)
            yield replace(verdict, weak=before, weak_name="operation_before")


def _outlasts(sheet: Worksheet, assumptions: Assumptions, organisation: str, columns: Iterator[int]) -> list[Condition]:
    """Whether each loan of an organisation, deferral included, lasts longer than all that it buys, of what has a price.

    There is no condition where nothing wears out. The longest life stands in a hidden cell.
    """
    budget, plans = sheet.space.budget, assumptions.plans
    bought = zip(budget.investments, plans.investments, strict=True)
    lives = [(cells.amount, cells.life) for line, cells in bought if line.paid_by == organisation and cells.life]
    loans = [
        cells
        for loan, cells in zip(budget.loans, plans.loans, strict=True)
        if loan.received_by == organisation and lives
    ]
    if not loans:
        return []
    longest = max_(*(if_(amount > 0, life, 0) for amount, life in lives))
    life = sheet.formula(next(columns), when_known([cell for pair in lives for cell in pair], longest), "soft", row=0)
    return [
        when_known(
            [loan.amount, loan.months, loan.deferral, life],
            if_(and_(loan.amount > 0, life > 0, loan.months + loan.deferral > life * MONTHS), 1, 0),
        ).equals(1)
        for loan in loans
    ]


def _write_left_of_case(
    sheet: Worksheet,
    organisation: str,
    plan: PlanRows,
    debt: DebtRows,
    owes: Sequence[Condition],
    budget: CaseRow,
    case: CaseRow,
) -> _Verdict:
    """Write what self-financing leaves in a case once loans are paid back: that of the budget, and what the case changes.

    What is set aside for free uses leaves no money: a case that changes it does so for the result, not for self-financing.
    """
    label = sheet.t("workbook_summary_left_of_case", case=case.label)
    amounts = []
    for year, cell in enumerate(debt.left):
        new, old = ([row.result[year], *(cells[year] for cells in row.aside)] for row in (case, budget))
        amounts.append(when_known([cell, *new, *old], round_(sum_([cell], new) - sum_(old), 2)))
    left = sheet.formula_row(label, amounts, "money", "soft")
    bad = [and_(each, cell < 0) for each, cell in zip(owes, left, strict=True)]
    # What is left is self-financing less the principal: a part of it tells how thin the margin is.
    weak = [
        and_(each, when_known([cell, *parts], if_(_is_thin(cell, parts), 1, 0)).equals(1))
        for each, cell, parts in zip(owes, left, zip(*(row.cells for row in plan.repayments), strict=True), strict=True)
    ]
    deferred = sheet.t("workbook_covers_deferred")
    worst = [and_(cover.equals(deferred), cell < 0) for cover, cell in zip(debt.covers, left, strict=True)]
    verdict = _Verdict(sheet.row - 1, "covers_sure", organisation, count(left).equals(3), bad)
    return replace(verdict, weak=weak, worst=worst, worst_name="deferred_loss")


def _broke_payers(
    sheet: Worksheet, costs: Costs, holder: str, case: CaseRow, cases: Mapping[str, Sequence[CaseRow]]
) -> Iterator[Expr]:
    """That another organisation, whose cash is below zero in a case, still pays the ``holder`` its part of common costs."""
    payers = {part.organisation for part in costs.parts if part.kind == "common_cost"}
    for key, rows in cases.items():
        same = [each for each in rows if each.name == case.name]
        if holder in holders(sheet.space) and key in payers - {holder} and same:
            words = sheet.t("workbook_summary_broke_payer", organisation=sheet.organisation_label(key))
            yield if_(and_(is_number(same[0].lowest), same[0].lowest < 0), f". {words}", "")


def _is_thin(left: Cell, principal: Sequence[Cell]) -> Condition:
    """Whether what self-financing leaves is not below zero, and self-financing less than the prudent number of times."""
    return and_(left >= 0, round_(left - sum_(principal) * number(PRUDENT - 1), 3) < 0)


def _unsure_so_far(
    sheet: Worksheet, organisation: str, plan: PlanRows, cases: Sequence[CaseRow], *, recoverable: bool = True
) -> list[list[Cell]]:
    """What grants that are not sure add to the equity of each year: cells to add, then cells to take off, by year.

    Those that are to be given back count where ``recoverable``.
    """
    brought = brought_to(sheet.space, organisation)
    unsure = [
        row.cells
        for line, row in zip(brought, plan.contributions, strict=True)
        if line.status not in (None, "granted") and (recoverable or not line.recoverable)
    ]
    budget, *others = cases
    sure = [case.result for case in others if case.name == "only_granted"]
    added = [*unsure, *([budget.result] if sure else [])]
    return [[cell for cells in group for cell in cells[:year]] for year in (1, 2, 3) for group in (added, sure)]


def _held_up(own: Cell, least: Expr, more: Sequence[Cell], less: Sequence[Cell]) -> Condition:
    """Whether equity is at ``least`` that only with ``more``, which is not sure but for ``less``."""
    without = sum_([own], less) - sum_(more)
    return when_known([own, *more, *less], if_(and_(own >= least, round_(without, 2) < least), 1, 0)).equals(1)


def _write_equity(
    sheet: Worksheet, rows: Sequence[EquityRow], plans: Sequence[PlanRows], cases: Mapping[str, Sequence[CaseRow]]
) -> Iterator[_Verdict]:
    """Write the equity of each organisation, and the years in which it is below zero or half of the capital.

    Source: Code de commerce, articles L. 223-42 and L. 225-248, as the statutes of the kit cite them.
    """
    sheet.section(sheet.t("workbook_summary_equity"))
    if any(is_company(sheet.space, row.organisation) for row in rows):
        sheet.line(sheet.t("workbook_summary_equity_note"), "note")
    titles = sheet.workbook.labels("col_who", "end_1", "end_2", "end_3", "col_words")
    sheet.header(titles, range(_YEAR, _WORDS))
    for row, plan in zip(rows, plans, strict=True):
        who = sheet.organisation_label(row.organisation)
        unsure = _unsure_so_far(sheet, row.organisation, plan, cases[row.organisation])
        pairs = [*zip(unsure[::2], unsure[1::2], strict=True)]
        _write_years(sheet, who, row.equity, "money")
        name, least = (
            ("equity", [capital / 2 for capital in row.capital]) if row.capital else ("funds", [number(0)] * 3)
        )
        known = count([*row.equity, *row.capital]).equals(6 if row.capital else 3)
        less = [own < enough for own, enough in zip(row.equity, least, strict=True)]
        verdict = _Verdict(sheet.row - 1, name, row.organisation, known, less)
        if row.capital:
            below = [own < 0 for own in row.equity]
            verdict = replace(verdict, worst=below, worst_name="funds_bad")
        if any(unsure):
            held = [_held_up(own, enough, *pair) for own, enough, pair in zip(row.equity, least, pairs, strict=True)]
            verdict = replace(verdict, weak=held, weak_name="unsure_equity")
        if paid := _participation(cases[row.organisation]):
            years = _of_years(paid)
            so_far = [[[cell for pair in years[:year] for cell in pair[kind]] for kind in (0, 1)] for year in (1, 2, 3)]
            held = [_held_up(own, enough, *pair) for own, enough, pair in zip(row.equity, least, so_far, strict=True)]
            verdict = replace(verdict, worst=held, worst_name="participation_equity")
        beside: list[Expr] = []
        if row.unexplained is not None:
            origin = "unexplained" if row.capital else "unexplained_funds"
            beside.append(if_(row.unexplained, f". {sheet.t(f'workbook_summary_{origin}')}", ""))
        if row.lost and row.subscribed:
            # Once half of what is paid is lost, half of what is subscribed is.
            untold = and_(
                count_filled([row.subscribed]).equals(0),
                *(own >= half for own, half in zip(row.equity, least, strict=True)),
            )
            reserve = if_(untold, f". {sheet.t('workbook_summary_subscribed')}", "")
            lost = if_(row.lost < 0, f". {sheet.t('workbook_summary_lost')}", "")
            beside = [reserve, lost, *beside]
        yield replace(verdict, beside=concatenated(*beside) if beside else None)
        if row.kept:
            _write_years(sheet, sheet.t("workbook_summary_equity_kept", organisation=who), row.kept, "money", "soft")
            none = [own <= 0 for own in row.kept]
            verdict = _Verdict(sheet.row - 1, "kept_funds", row.organisation, count(row.kept).equals(3), none)
            # What is to be given back is taken off already, whether it is sure or not.
            unsure = _unsure_so_far(sheet, row.organisation, plan, cases[row.organisation], recoverable=False)
            pairs = [*zip(unsure[::2], unsure[1::2], strict=True)]
            if any(unsure):
                held = [
                    and_(own > 0, _held_up(own, number(0), *pair)) for own, pair in zip(row.kept, pairs, strict=True)
                ]
                verdict = replace(verdict, weak=held, weak_name="unsure_equity")
            yield verdict
        part = "equity_part_paid" if row.subscribed else "equity_part"
        _write_years(sheet, sheet.t(f"workbook_{part}"), row.part, "tenth_percent", "soft")
        thin = [and_(is_number(cell), cell < number(_LEAST_PART)) for cell in row.part]
        _write_remark(sheet, "thin_equity", thin)
        _write_years(sheet, sheet.t(debt_years_label(plan)), row.debt_years, "decimal", "soft")
        never = sheet.t("workbook_never")
        public = is_public(sheet.space, row.organisation)
        most = _MOST_YEARS_PUBLIC if public else _MOST_YEARS
        long = [or_(cell.equals(never), and_(is_number(cell), cell > most)) for cell in row.debt_years]
        _write_remark(sheet, "long_debt_public" if public else "long_debt", long)


def _write_remark(sheet: Worksheet, name: str, years: Sequence[Condition]) -> None:
    """Write beside the last row what is to be known of some ``years``; nothing where there are none."""
    told = _with_years(sheet, sheet.t(f"workbook_summary_{name}"), years)
    sheet.formula(_WORDS, if_(or_(*years), told, ""), "words", row=sheet.row - 1)


def _whole_place(sheet: Worksheet) -> str:
    """What the place is called: of several organisations it is a sum, since no aid of one pays for another."""
    several = len(sheet.workbook.space.organisations.organisations) > 1
    return sheet.t("workbook_whole_sum" if several else "workbook_whole_place")


def _write_years(sheet: Worksheet, label: str, cells: Years, kind: str, *styles: str) -> None:
    """Write the values of ``cells``, which may be a text."""
    shown: list[Expr] = [if_number(cell) if kind == "money" else cell for cell in cells]
    sheet.formula_row(label, shown, kind, *styles)


def _with_years(sheet: Worksheet, words: str, bad: Sequence[Condition]) -> Expr:
    """``words``, and the years that are ``bad``."""
    years = [if_(each, f" ({sheet.t(f'workbook_year_{year}').lower()})", "") for year, each in enumerate(bad, 1)]
    return concatenated(words, *years)
