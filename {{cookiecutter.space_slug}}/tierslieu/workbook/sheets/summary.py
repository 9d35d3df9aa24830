"""The first sheet: the result of each year, the least cash and the break-even point, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget.sold_items import is_company
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    Operand,
    and_,
    concatenated,
    count,
    count_filled,
    greatest,
    if_,
    is_number,
    match,
    number,
    or_,
    round_,
    smallest,
)
from tierslieu.workbook.writer.formulas import added, if_number, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .attendance import Attendance, month_of
from .balance_sheets import EquityRow
from .cases import CaseRow
from .cash_advances import AdvanceRows, may_advance
from .cash_flow import CashRow
from .costs import Costs
from .financing import DebtRows, PlanRows
from .incomes import Incomes
from .results import Results, write_form_notes
from .split import SplitRows
from .summary_desks import write_desks

_YEAR, _WORDS = 1, 4
#: How many times self-financing is to pay the principal of a year, so that a small loss does not leave it unpaid.
_PRUDENT = number(Decimal("1.2"))


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
    cases: Mapping[str, Sequence[CaseRow]],
) -> None:
    """Write the sheet."""
    years = sheet.workbook.labels("year_1", "year_2", "year_3")
    words = sheet.t("workbook_col_words")
    if rates := list(assumptions.profit_tax.values()):
        note = if_(count(rates) < len(rates), sheet.t("workbook_summary_tax_note"), "")
        sheet.formula(0, note, "note")
        sheet.row += 1
    write_form_notes(sheet)
    sheet.top(assumptions.missing, [sheet.t("workbook_col_who"), *years, words], range(_YEAR, _WORDS))
    sheet.section(sheet.t("workbook_summary_result"))
    verdicts: list[_Verdict] = []
    for account in results.accounts:
        label = sheet.organisation_label(account.organisation)
        if account.accounting is not account.result:
            accounts = sheet.t("workbook_summary_accounting", organisation=label)
            verdicts.append(_write_result(sheet, accounts, account.accounting, account.organisation))
            label = sheet.t("workbook_summary_aside", organisation=label)
        verdicts.append(_write_result(sheet, label, account.result, account.organisation))
    if len(results.accounts) > 1:
        verdicts.append(_write_result(sheet, _whole_place(sheet), results.place, None, "total"))
    sheet.section(sheet.t("workbook_summary_cash"))
    sheet.header(
        [*sheet.workbook.labels("col_who", "col_lowest", "col_lowest_month", "col_first_month"), words], (1, 2, 3)
    )
    verdicts_of_cash = []
    for row in cash:
        verdicts_of_cash.append(_write_cash(sheet, assumptions.first_day, row))
        if row.advances:
            verdicts_of_cash.append(_write_cash_advanced(sheet, assumptions.first_day, row, row.advances))
            if not may_advance(sheet.space, costs, row.organisation):
                sheet.hide_last_row()
        if len(cases[row.organisation]) > 1:
            _write_hardest(sheet, row, cases[row.organisation])
    if results.break_even:
        verdicts += _write_break_even(sheet, attendance, incomes, results)
    debts = [
        (account.organisation, plan.debt) for account, plan in zip(results.accounts, plans, strict=True) if plan.debt
    ]
    if debts:
        verdicts += _write_debts(sheet, debts, cases)
    if equity:
        if debts and results.break_even:
            sheet.new_page()  # the sections above fill one
        verdicts += _write_equity(sheet, equity)
    short = write_desks(sheet, assumptions, attendance, split, _WORDS) if attendance.headcounts else []
    for verdict in verdicts:
        _write_verdict(sheet, verdict, assumptions, short)
    for told in verdicts_of_cash:
        fine = _fine(sheet, assumptions, told.organisation, told.fine, short)
        shown = if_(told.short, told.words, if_(told.known, fine, sheet.t("workbook_summary_unknown")))
        sheet.formula(_WORDS, shown, "words", row=told.row)
    sheet.close()


@dataclass(frozen=True)
class _Verdict:
    """What the last column tells of a ``row``: the years that are ``bad``, else ``weak``, or nothing while some amount is not ``known``.

    It is of an ``organisation``; None: of the whole place.
    """

    row: int
    name: str
    organisation: str | None
    known: Condition
    bad: Sequence[Condition]
    styles: tuple[str, ...] = ()
    weak: Sequence[Condition] = ()


@dataclass(frozen=True)
class _CashVerdict:
    """What the last column tells of a ``row`` of cash: ``words`` where it is ``short``, else ``fine``."""

    row: int
    organisation: str
    known: Condition
    short: Condition
    words: Operand
    fine: Operand


#: Verdicts that desks do not change: those of what is owned and owed.
_WITHOUT_DESKS = ("equity", "funds", "kept_funds", "covers", "covers_public", "check", "covers_sure")


def _write_verdict(sheet: Worksheet, verdict: _Verdict, assumptions: Assumptions, short: Sequence[Condition]) -> None:
    """Write a verdict: the years that are bad, else those that are weak, else that all is well."""
    fine: Operand = sheet.t(f"workbook_summary_{verdict.name}_fine")
    desks = short if verdict.name not in _WITHOUT_DESKS else ()
    fine = _fine(sheet, assumptions, verdict.organisation, fine, desks)
    bad = _with_years(sheet, sheet.t(f"workbook_summary_{verdict.name}_bad"), verdict.bad)
    if verdict.weak:
        fine = if_(or_(*verdict.weak), _with_years(sheet, sheet.t("workbook_summary_weak"), verdict.weak), fine)
    words = if_(verdict.known, if_(or_(*verdict.bad), bad, fine), sheet.t("workbook_summary_unknown"))
    sheet.formula(_WORDS, words, "words", *verdict.styles, row=verdict.row)


def _fine(
    sheet: Worksheet, assumptions: Assumptions, organisation: str | None, fine: Operand, short: Sequence[Condition]
) -> Expr:
    """``fine`` once nothing is missing that the ``organisation`` needs, and without years ``short`` of desks.

    While the rate of the tax on profits alone is missing, it is told to be before tax.
    """
    missing = assumptions.missing_of[organisation] if organisation else assumptions.missing
    untaxed = [
        if_(and_(count_filled([rate]).equals(0), count_filled(_regime(assumptions, key)).equals(2)), 1, 0)
        for key, rate in assumptions.profit_tax.items()
        if organisation in (None, key) and is_company(sheet.space, key)
    ]
    incomplete: Operand = sheet.t("workbook_summary_incomplete")
    if untaxed:
        before_tax = concatenated(fine, f" {sheet.t('workbook_summary_before_tax')}")
        incomplete = if_(missing > added(untaxed), incomplete, before_tax)
    told = if_(missing > 0, incomplete, fine)
    return if_(or_(*short), _with_years(sheet, sheet.t("workbook_summary_unsold"), short), told) if short else told


def _regime(assumptions: Assumptions, organisation: str) -> list[Cell]:
    return [assumptions.vat.charges[organisation], assumptions.vat.recovers[organisation]]


def _write_result(sheet: Worksheet, label: str, result: Years, organisation: str | None, *styles: str) -> _Verdict:
    _write_years(sheet, label, result, "money", *styles)
    bad = [cell < 0 for cell in result]
    return _Verdict(sheet.row - 1, "result", organisation, count(result).equals(3), bad, styles)


def _write_cash(sheet: Worksheet, first_day: Cell, row: CashRow) -> _CashVerdict:
    """Write the least cash, its month, and the first month below zero; what the last column tells of it."""
    sheet.text(0, sheet.organisation_label(row.organisation))
    known, is_short = _write_lowest(sheet, first_day, row.balance, row.short)
    words: Operand = sheet.t("workbook_summary_cash_short")
    fine = sheet.t("workbook_summary_cash_fine")
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
    words = sheet.t("workbook_summary_cash_short")
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


def _write_hardest(sheet: Worksheet, row: CashRow, cases: Sequence[CaseRow]) -> None:
    """Write the least cash of all the cases, advances included, its first month below zero, and the name of the case."""
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
    _write_words(sheet, if_(is_number(lowest), name, sheet.t("workbook_summary_unknown")))


def _write_break_even(
    sheet: Worksheet, attendance: Attendance, incomes: Incomes, results: Results
) -> Iterator[_Verdict]:
    """Write how many coworkers are planned, how many are there on average, and how many the place and an organisation need."""
    years = sheet.workbook.labels("year_1", "year_2", "year_3")
    sheet.section(sheet.t("workbook_summary_break_even"))
    sheet.header([sheet.t("workbook_summary_coworkers"), *years, sheet.t("workbook_col_words")], range(_YEAR, _WORDS))
    people = [when_known(cells, cells[0] + cells[1]) for cells in incomes.coworkers]
    sheet.formula_row(sheet.t("workbook_summary_planned"), people, "count")
    present = sheet.formula_row(sheet.t("workbook_summary_present"), map(attendance.average, range(3)), "decimal")
    for row in results.break_even:
        whose = sheet.organisation_label(row.organisation) if row.organisation else _whole_place(sheet)
        label = sheet.t("workbook_summary_needed", organisation=whose)
        _write_years(sheet, label, row.coworkers, "count")
        never = sheet.t("workbook_never")
        missed = [or_(need.equals(never), need > there) for need, there in zip(row.coworkers, present, strict=True)]
        known = [or_(is_number(need), need.equals(never)) for need in row.coworkers]
        yield _Verdict(sheet.row - 1, "break_even", row.organisation, and_(*known, count(present).equals(3)), missed)
        margins = [
            when_known([need, there], round_(there - need, 1))
            for need, there in zip(row.coworkers, present, strict=True)
        ]
        sheet.formula_row(sheet.t("workbook_summary_margin", organisation=whose), margins, "decimal", "soft")


def _write_debts(
    sheet: Worksheet, debts: Sequence[tuple[str, DebtRows]], cases: Mapping[str, Sequence[CaseRow]]
) -> Iterator[_Verdict]:
    """Write what is due of the loans of each organisation, and whether its operation pays the principal of each year."""
    sheet.section(sheet.t("workbook_loans"))
    sheet.header(sheet.workbook.labels("col_who", "year_1", "year_2", "year_3", "col_words"), range(_YEAR, _WORDS))
    not_covered, loss = sheet.t("workbook_covers_not"), sheet.t("workbook_own_resources_loss")
    for organisation, debt in debts:
        who = sheet.organisation_label(organisation)
        _write_years(sheet, sheet.t("workbook_summary_due", organisation=who), debt.due, "money")
        _write_years(sheet, sheet.t("workbook_left_after_repayments"), debt.left, "money", "soft")
        _write_years(sheet, sheet.t("workbook_summary_covers"), debt.covers, "hundredth", "soft", "text", "number")
        owes = [or_(cell.equals(not_covered), is_number(cell)) for cell in debt.covers]
        bad = [and_(each, left < 0) for each, left in zip(owes, debt.left, strict=True)]
        weak = [and_(is_number(cell), cell < _PRUDENT) for cell in debt.covers]
        # The check of a public body asks for more: its own words tell whether that is met.
        name = "covers_public" if debt.checks else "covers"
        yield _Verdict(sheet.row - 1, name, organisation, count([*debt.due, *debt.left]).equals(6), bad, weak=weak)
        budget, *others = cases[organisation]
        for case in others:
            if case.name in ("only_granted", "no_participation"):
                yield _write_left_of_case(sheet, organisation, debt, owes, budget, case)
        sheet.text(0, sheet.t("workbook_summary_whole_year"), "text", "soft")
        sheet.formula(3, debt.whole_year, "hundredth", "soft", "text", "number")
        sheet.row += 1
        if debt.checks:
            _write_years(sheet, sheet.t("workbook_own_resources_pay"), debt.checks, "decimal", "soft", "text", "number")
            refused = [or_(cell.equals(sheet.t("no")), cell.equals(loss)) for cell in debt.checks]
            passed = [or_(cell.equals(sheet.t("yes")), cell.equals("–")) for cell in debt.checks]
            told = [or_(no, yes) for no, yes in zip(refused, passed, strict=True)]
            yield _Verdict(sheet.row - 1, "check", organisation, and_(*told), refused)


def _write_left_of_case(
    sheet: Worksheet, organisation: str, debt: DebtRows, owes: Sequence[Condition], budget: CaseRow, case: CaseRow
) -> _Verdict:
    """Write what self-financing leaves in a case once loans are paid back: that of the budget, and what the case changes."""
    label = sheet.t("workbook_summary_left_of_case", case=case.label)
    amounts = [
        when_known([left, new, old], round_(left + new - old, 2))
        for left, new, old in zip(debt.left, case.result, budget.result, strict=True)
    ]
    left = sheet.formula_row(label, amounts, "money", "soft")
    bad = [and_(each, cell < 0) for each, cell in zip(owes, left, strict=True)]
    return _Verdict(sheet.row - 1, "covers_sure", organisation, count(left).equals(3), bad)


def _write_equity(sheet: Worksheet, rows: Sequence[EquityRow]) -> Iterator[_Verdict]:
    """Write the equity of each organisation, and the years in which it is below zero or half of the capital.

    Source: Code de commerce, articles L. 223-42 and L. 225-248, as the statutes of the kit cite them.
    """
    sheet.section(sheet.t("workbook_summary_equity"))
    if any(is_company(sheet.space, row.organisation) for row in rows):
        sheet.line(sheet.t("workbook_summary_equity_note"), "note")
    titles = sheet.workbook.labels("col_who", "end_1", "end_2", "end_3", "col_words")
    sheet.header(titles, range(_YEAR, _WORDS))
    for row in rows:
        who = sheet.organisation_label(row.organisation)
        _write_years(sheet, who, row.equity, "money")
        if row.capital:
            known = count([*row.equity, *row.capital]).equals(6)
            less = [own < capital / 2 for own, capital in zip(row.equity, row.capital, strict=True)]
            yield _Verdict(sheet.row - 1, "equity", row.organisation, known, less)
        else:
            below = [own < 0 for own in row.equity]
            yield _Verdict(sheet.row - 1, "funds", row.organisation, count(row.equity).equals(3), below)
        if row.kept:
            _write_years(sheet, sheet.t("workbook_summary_equity_kept", organisation=who), row.kept, "money", "soft")
            none = [own <= 0 for own in row.kept]
            yield _Verdict(sheet.row - 1, "kept_funds", row.organisation, count(row.kept).equals(3), none)


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


def _write_words(sheet: Worksheet, words: Expr, *styles: str) -> None:
    """Write a text in the last column of the row above."""
    sheet.formula(_WORDS, words, "words", *styles, row=sheet.row - 1)
