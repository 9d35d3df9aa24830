"""The sheets of cases: what fewer coworkers, late or missing grants, dearer wages and a rent without VAT would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tierslieu.budget.accounts import COWORKERS, MONTHS
from tierslieu.budget.headcount import may_open_late
from tierslieu.budget.incomes import has_participation, is_grant, is_participation
from tierslieu.budget.premises import is_rent
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import holds_vat
from tierslieu.model.budget import Contribution, Subsidy
from tierslieu.workbook.writer.expressions import (
    UNKNOWN,
    Cell,
    Condition,
    Expr,
    Operand,
    and_,
    brackets,
    concatenated,
    count,
    greatest,
    if_,
    is_number,
    match,
    max_,
    min_,
    number,
    round_,
    smallest,
    sum_,
)
from tierslieu.workbook.writer.formulas import added, if_number, rounded, signed, when_known
from tierslieu.workbook.writer.workbook import Workbook
from tierslieu.workbook.writer.worksheet import Worksheet, Years

from .assumptions import Assumptions
from .attendance import Attendance, month_of, months_sheet
from .cash_advances import write_alone, write_left
from .cash_flow import CENTS, DUE, CashRow, write_entry
from .costs import Costs
from .financing import PlanRows, brought_to
from .incomes import Income, Incomes
from .result_rows import ResultRow
from .results import AccountRows, tax_of

_ALL = 3 * MONTHS
#: Columns, out of print: the amounts of a line in the three years.
_YEARS = DUE + 1
#: The row of what is to be known of the budget itself, below the name of the place.
_RESERVE = 2
#: As in the cases of the plan: months by which grants are late, and the opening; those over which coworkers arrive; the
#: account of wages.
_DELAY, _LATE_OPENING, _ARRIVAL, _WAGES = 6, 3, 6, 64
#: The cases in which no other organisation bears a common cost, without and with the grants that are not certain.
_ALONE, ALONE_REFUSED = "alone", "alone_refused"


@dataclass(frozen=True)
class _Change:
    """A line of an account in a case: the one of the budget (``old``), then its amounts of the case.

    ``months`` are signed; there are none of what is never paid.
    """

    old: ResultRow
    years: Years
    months: Sequence[Cell]


@dataclass(frozen=True)
class CaseRow:
    """A case of an organisation: its result of each year, its least cash and its first month below zero, with advances.

    ``aside`` are the cells of what it sets aside for free uses in each year, which its result bears and its cash does not.
    """

    name: str
    label: Operand
    result: Years
    lowest: Cell
    below: Cell
    aside: Sequence[Years]


@dataclass(frozen=True)
class _Sources:
    """What cases start from, and the sheet on which they are worked out."""

    sheet: Worksheet
    assumptions: Assumptions
    attendance: Attendance
    incomes: Incomes
    costs: Costs


def cases_sheet(workbook: Workbook) -> Worksheet:
    """The sheet, empty: sheets stand in the order in which they are begun."""
    return workbook.sheet("cases", (62, 16, 16, 16, 16, 16, 16, 16, 16))


def write_reserve(sheet: Worksheet, words: Expr) -> None:
    """Write, above the notes, what is to be known of the budget itself, in all its cases."""
    sheet.formula(0, words, "warning", row=_RESERVE)


def write_cases(
    sheet: Worksheet,
    assumptions: Assumptions,
    attendance: Attendance,
    incomes: Incomes,
    costs: Costs,
    accounts: Sequence[AccountRows],
    cash: Sequence[CashRow],
    plans: Sequence[PlanRows],
) -> dict[str, list[CaseRow]]:
    """Write the cases of each organisation, and the sheet on which they are worked out; the rows of each organisation."""
    workings = months_sheet(sheet.workbook, assumptions, "case_workings")
    sources = _Sources(workings, assumptions, attendance, incomes, costs)
    cash_names = (
        "col_lowest",
        "col_lowest_month",
        "col_first_month",
        "col_lowest_advanced",
        "col_first_month_advanced",
    )
    names = ("col_case", "year_1", "year_2", "year_3", *cash_names)
    sheet.row = _RESERVE + 1
    sheet.top(assumptions.missing, sheet.workbook.labels(*names), range(1, len(names)))
    written: dict[str, list[CaseRow]] = {}
    for account, row, plan in zip(accounts, cash, plans, strict=True):
        sheet.section(sheet.organisation_label(account.organisation))
        lines = [_write_row(sheet, assumptions, "budget", account.result, row, _set_aside(account, []))]
        for name, changes in _cases(sources, account, plan):
            result, in_case, unchanged = _write_case(
                sources, account, row, changes, alone=name in (_ALONE, ALONE_REFUSED)
            )
            aside = _set_aside(account, changes)
            lines.append(_write_row(sheet, assumptions, name, result, in_case, aside, unchanged))
            workings.keep_section()
        written[account.organisation] = lines
    sources.sheet.workings(CENTS, _YEARS + 2)
    sources.sheet.close()
    sheet.close()
    return written


def _name(sheet: Worksheet, case: str) -> str:
    return sheet.t(f"case_{case}", months=sheet.space.budget.ramp_up_months)


def _label(sheet: Worksheet, assumptions: Assumptions, case: str) -> Operand:
    """The name of a case; that of gradual arrivals tells the months that are typed in the workbook."""
    if case != "gradual":
        return _name(sheet, case)
    before, after = sheet.t("case_gradual", months="\0").split("\0")
    ramp_up = assumptions.people.ramp_up
    return if_(ramp_up.equals(1), sheet.t("case_gradual_none"), concatenated(before, ramp_up, after))


def _write_row(
    sheet: Worksheet,
    assumptions: Assumptions,
    case: str,
    result: Years,
    row: CashRow,
    aside: Sequence[Years],
    unchanged: Condition | None = None,
) -> CaseRow:
    """Write a case: the result of each year, the least cash, and the first month below zero, without and with advances.

    The row stays where the case leaves the budget ``unchanged``, and says so.
    """
    styles, first_day = ("total",) if case == "budget" else (), assumptions.first_day
    results = sheet.formula_row(_name(sheet, case), map(if_number, result), "money", *styles)
    label = _label(sheet, assumptions, case)
    if unchanged is not None:
        before, after = sheet.t("workbook_case_unchanged", case="\0").split("\0")
        shown = if_(unchanged, concatenated(before, label, after), label)
        if case == "gradual":  # its label tells already that it does not apply
            shown = if_(assumptions.people.ramp_up.equals(1), label, shown)
        sheet.formula(0, shown, "text", row=sheet.row - 1)
    advanced = (row.advances.left, row.advances.short) if row.advances else (row.balance, row.short)
    for column, (balance, short) in ((4, (row.balance, row.short)), (7, advanced)):
        known = is_number(balance[-1])
        lowest = sheet.formula(column, if_(known, smallest(balance), UNKNOWN), "money", *styles, row=sheet.row - 1)
        never = if_(known, sheet.t("workbook_never"), UNKNOWN)
        first = if_(count(short) > 0, month_of(sheet, first_day, smallest(short)), never)
        if column == 4:
            month = if_(is_number(lowest), month_of(sheet, first_day, match(lowest, balance)), UNKNOWN)
            sheet.formula(column + 1, month, "month_of", *styles, row=sheet.row - 1)
        below = sheet.formula(8 if column == 7 else 6, first, "month_of", *styles, row=sheet.row - 1)
    return CaseRow(case, label, results, lowest, below, aside)


def _cases(sources: _Sources, account: AccountRows, plan: PlanRows) -> Iterator[tuple[str, list[_Change]]]:
    """The cases that may change the budget of an organisation; each one is worked out below its title."""
    begin = _titles(sources, account)
    grants, participation, gifts = _subsidies(sources, account)
    fewer: list[_Change] = []
    late: list[_Change] = []
    refused: list[_Change] = []
    alone: list[_Change] = []
    if _has_coworkers(sources, account):
        begin("coworkers_20")
        yield "coworkers_20", (fewer := _fewer(sources, account, 8))
        begin("coworkers_30")
        yield "coworkers_30", _fewer(sources, account, 7)
        begin("gradual")
        yield "gradual", _gradual(sources, account)
        if may_open_late(sources.sheet.space):
            begin("arrivals")
            yield "arrivals", _arriving(sources, account)
    if _has_other_sales(sources, account):
        begin("other_sales_20")
        yield "other_sales_20", _fewer_others(sources, account)
    brought = _brought(sources, account, plan)
    if grants or brought:
        begin("late")
        yield "late", (late := [_late(sources, entry) for _, entry in (*grants, *brought)])
    if participation:
        begin("late_participation")
        yield "late_participation", [_late(sources, entry) for _, entry in participation]
    kinds = (("only_granted", grants, "granted"), ("no_gifts", gifts, ""), ("no_participation", participation, ""))
    for name, lines, kept in kinds:
        unpaid = [entry for line, entry in brought if line.status != kept] if kept else []
        if lines or unpaid:
            begin(name)
            without = [_without(sources, *line, kept) for line in lines]
            changes = [*without, *(_never(sources, entry) for entry in unpaid)]
            refused = changes if name == "only_granted" else refused
            yield name, changes
        if name == "only_granted" and (lines or brought) and _is_to_create(sources, account):
            begin("no_grants")
            yield "no_grants", [_never(sources, entry) for _, entry in (*lines, *brought)]
    if funds := _vat_funds(sources, account, plan):
        begin("no_vat_fund")
        yield "no_vat_fund", [_never(sources, entry) for entry in funds]
        begin("late_vat_fund")
        yield "late_vat_fund", [_a_year_later(sources, entry) for entry in funds]
    if grants or brought:
        name = "no_receipts_kept" if has_participation(sources.sheet.space) else "no_receipts"
        begin(name)
        yield name, (unaided := [_never(sources, entry) for _, entry in (*grants, *gifts, *brought)])
        if participation:
            begin("nothing_received")
            yield "nothing_received", [*unaided, *(_never(sources, entry) for _, entry in participation)]
    for name, changed in (("wages", _wages), ("rent_without_vat", _rent), (_ALONE, _alone)):
        if lines_of_case := [*changed(sources, account)]:
            begin(name)
            yield name, (made := [_written(sources, old, years) for old, years in lines_of_case])
            alone = made if name == _ALONE else alone
    if alone and refused:
        begin(ALONE_REFUSED)
        yield ALONE_REFUSED, [*alone, *refused]
    if fewer and late:
        begin("coworkers_20_late")
        yield "coworkers_20_late", [*fewer, *late]
    if fewer and refused:
        begin("coworkers_20_refused")
        yield "coworkers_20_refused", [*fewer, *refused]
    if _may_open_late(sources, account):
        begin("opening")
        yield "opening", (opening := _opening(sources, account))
        if late:
            begin("opening_late")
            yield "opening_late", [*opening, *late]


def _titles(sources: _Sources, account: AccountRows) -> Callable[[str], None]:
    label = sources.sheet.organisation_label(account.organisation)
    return lambda case: sources.sheet.long_section(f"{label} – {_name(sources.sheet, case)}")


def _write_case(
    sources: _Sources, account: AccountRows, row: CashRow, changes: list[_Change], *, alone: bool
) -> tuple[Years, CashRow, Condition]:
    """Write the result of each year, and the cash of each month, once ``changes`` are made; their cells.

    Then whether nothing changes. An organisation that is ``alone`` advances no common cost of the others.
    """
    sheet, rate = sources.sheet, sources.assumptions.profit_tax.get(account.organisation)
    taxes = [entry for entry in account.entries if entry.kind == "profit_tax"]
    counted = [change for change in changes if change.old.kind]  # an investment grant is no income of a year

    def changed(year: int) -> Expr:
        """The result of the budget and what the changes add to it, before tax."""
        terms = [change.years[year] for change in counted] + [change.old.cells[year] for change in counted]
        taxed = [tax.cells[year] for tax in taxes]
        result: Expr = account.result[year]
        for cell in taxed:
            result = result - cell
        for change in counted:
            result = result + signed(change.old.sign, brackets(change.years[year] - change.old.cells[year]))
        return when_known([account.result[year], *taxed, *terms], round_(result, 2))

    result = _write_years(sheet, "workbook_result_before_tax" if taxes else "workbook_result", map(changed, range(3)))
    if taxes and rate:
        tax = sheet.formulas(_YEARS, tax_of(result, _set_aside(account, changes), rate), "money", "soft")
        paid = write_entry(sheet, ResultRow(taxes[0].label, 1, tax, month=MONTHS))
        changes = [*changes, _Change(taxes[0], tax, paid)]
        after = (when_known([before, owed], round_(before + owed, 2)) for before, owed in zip(result, tax, strict=True))
        result = _write_years(sheet, "workbook_result", after)
    in_case, gap = _write_cash(sheet, row, [change for change in changes if change.months])
    if row.advances:
        advances = (
            write_alone(sheet, sources.costs, row.organisation, row.advances, in_case.balance)
            if alone
            else write_left(sheet, row.advances.advanced, in_case.balance)
        )
        in_case = replace(in_case, advances=advances)
    same = [now.equals(before) for now, before in zip(result, account.result, strict=True)]
    known = count([*result, *gap]).equals(len(result) + len(gap))
    return result, in_case, and_(known, *same, smallest(gap).equals(0), greatest(gap).equals(0))


def _set_aside(account: AccountRows, changes: Sequence[_Change]) -> list[Years]:
    """What is set aside for free uses in each year once ``changes`` are made; nothing where nothing is."""
    changed = [change.years for change in changes if change.old.kind == "solidarity"]
    return changed or [entry.cells for entry in account.entries if entry.kind == "solidarity"]


def _write_cash(sheet: Worksheet, row: CashRow, changes: Sequence[_Change]) -> tuple[CashRow, list[Cell]]:
    """Write how far the cash is from that of the budget at the end of each month, and the cash, without advances.

    The cash, then how far it is.
    """
    before = [next(cells for entry, cells in row.lines if entry is change.old) for change in changes]
    sheet.text(0, sheet.t("workbook_case_gap"))
    gap: list[Cell] = []
    for month in range(_ALL):
        new, old = [change.months[month] for change in changes], [cells[month] for cells in before]
        cells = [*gap[-1:], *new, *old]
        change = sum_(gap[-1:], new) - sum_(old) if gap else sum_(new) - sum_(old)
        gap.append(sheet.formula(month + 1, when_known(cells, round_(change, 2)) if new else number(0), "money"))
    sheet.row += 1
    balance = [when_known([cell, more], round_(cell + more, 2)) for cell, more in zip(row.balance, gap, strict=True)]
    in_hand = sheet.formula_row(sheet.t("workbook_in_hand"), balance, "money", "total")
    below = [if_(is_number(cell), if_(cell < 0, month, ""), "") for month, cell in enumerate(in_hand, 1)]
    short = sheet.formula_row(sheet.t("workbook_short"), below, "count", "soft")
    return CashRow(row.organisation, in_hand, short, [], None), gap


def _write_years(sheet: Worksheet, label: str, amounts: Iterator[Expr] | Sequence[Expr]) -> list[Cell]:
    """Write a row with the amount of each of the three years in its last month."""
    sheet.text(0, sheet.t("workbook_whole_year", what=sheet.t(label)))
    cells = [sheet.formula((year + 1) * MONTHS, amount, "money") for year, amount in enumerate(amounts)]
    sheet.row += 1
    return cells


def _written(
    sources: _Sources, old: ResultRow, amounts: Sequence[Expr], weights: Sequence[Cell] | None = None
) -> _Change:
    """Write what a line becomes: the ``amounts`` of the years, and those of the months."""
    years = sources.sheet.formulas(_YEARS, amounts, "money", "soft")
    new = ResultRow(old.label, old.sign, years, month=old.month, kind=old.kind, weights=weights or old.weights)
    return _Change(old, years, write_entry(sources.sheet, new))


def _entry(account: AccountRows, cells: Years) -> ResultRow:
    return next(entry for entry in account.entries if entry.cells is cells)


def _coworkers(sources: _Sources, account: AccountRows) -> list[Income]:
    return [
        income
        for income in sources.incomes.sold
        if income.kind in COWORKERS and income.organisation == account.organisation
    ]


def _has_coworkers(sources: _Sources, account: AccountRows) -> bool:
    """Whether an organisation is paid by coworkers and shares neither that nor costs in proportion to it.

    What several organisations share would have to be shared again in each case: the plan alone shows it.
    """
    space, keys = sources.sheet.space, sources.assumptions.keys
    is_alone = len(space.organisations.organisations) == 1
    has_common_costs = any(cost.paid_by is None for cost in space.budget.costs)
    by_income = keys.common is None and has_common_costs and not is_alone
    return bool(_coworkers(sources, account)) and COWORKING not in keys.streams and not by_income


def _fewer(sources: _Sources, account: AccountRows, tenths: int) -> list[_Change]:
    """So many ``tenths`` of what coworkers buy: of the amounts, since people would be rounded."""
    changes = []
    for income in _coworkers(sources, account):
        amounts = [_net(sources, income, cell, [cell], cell * tenths / 10) for cell in income.quantities]
        changes.append(_written(sources, _entry(account, income.net), amounts))
    return [*changes, *_aside(sources, account, changes)]


def _others(sources: _Sources, account: AccountRows) -> list[Income]:
    return [
        income
        for income in sources.incomes.sold
        if income.kind not in COWORKERS and income.organisation == account.organisation
    ]


def _has_other_sales(sources: _Sources, account: AccountRows) -> bool:
    """Whether an organisation sells something else than what coworkers buy, none of which is to be shared again."""
    sold = _others(sources, account)
    return bool(sold) and not _is_shared(sources, account, sold)


def _fewer_others(sources: _Sources, account: AccountRows) -> list[_Change]:
    """A fifth less of what is sold besides what coworkers buy."""
    changes, of_coworking = [], []
    for income in _others(sources, account):
        amounts = [_net(sources, income, cell, [cell], cell * 8 / 10) for cell in income.quantities]
        changes.append(_written(sources, _entry(account, income.net), amounts))
        of_coworking += changes[-1:] if income.item.service == COWORKING else []
    return [*changes, *(_aside(sources, account, of_coworking) if of_coworking else ())]


def _may_open_late(sources: _Sources, account: AccountRows) -> bool:
    """Whether an organisation sells something, and the place may open late; nothing of it is to be shared again."""
    sold = [income for income in sources.incomes.sold if income.organisation == account.organisation]
    return bool(sold) and may_open_late(sources.sheet.space) and not _is_shared(sources, account, sold)


def _is_shared(sources: _Sources, account: AccountRows, sold: Sequence[Income]) -> bool:
    """Whether what an organisation sells, or the common costs in proportion to it, would have to be shared again."""
    space, keys = sources.sheet.space, sources.assumptions.keys
    is_shared = any(account.organisation in shares for shares in keys.streams.values())
    is_shared = is_shared or any(income.item.service in keys.streams for income in sold)
    has_common_costs = any(cost.paid_by is None for cost in space.budget.costs)
    by_income = keys.common is None and has_common_costs and len(space.organisations.organisations) > 1
    return is_shared or by_income


def _opening(sources: _Sources, account: AccountRows) -> list[_Change]:
    """Nothing is sold in the first months of year 1, and those who arrive in equal steps begin after them."""
    attendance = sources.attendance
    opened = [number(0) if month < _LATE_OPENING else if_number(cell) for month, cell in enumerate(attendance.is_open)]
    label = sources.sheet.t("workbook_is_open")
    is_open = sources.sheet.formula_row(label, opened, "count", "soft")
    present = {kind: _write_arrived(sources, kind, is_open, late=_LATE_OPENING) for kind in attendance.present}
    changes, of_coworking = [], []
    for income in sources.incomes.sold:
        if income.organisation == account.organisation:
            changes.append(_first_year(sources, account, income, present.get(income.kind, is_open)))
            of_coworking += changes[-1:] if income.item.service == COWORKING else []
    return [*changes, *_aside(sources, account, of_coworking)]


def _first_year(sources: _Sources, account: AccountRows, income: Income, those: Sequence[Cell]) -> _Change:
    """What is sold in year 1 to ``those`` who are there each month, or in the open months."""
    months, first = sources.assumptions.people.months, those[:MONTHS]
    bought = sum_(first) * months / sum_(sources.attendance.is_open[:MONTHS])
    needed = [*first, months, *income.counts[:1]]
    for each in income.counts[:1]:
        bought = bought * each
    amount = _net(sources, income, income.quantities[0], needed, bought)
    return _written(sources, _entry(account, income.net), [amount, *map(if_number, income.net[1:])], those)


def _arriving(sources: _Sources, account: AccountRows) -> list[_Change]:
    """The coworkers of year 1 arrive in equal steps, over some months at least."""
    present = {
        kind: _write_arrived(sources, kind, sources.attendance.is_open, least=_ARRIVAL)
        for kind in sources.attendance.present
    }
    changes = [_first_year(sources, account, income, present[income.kind]) for income in _coworkers(sources, account)]
    return [*changes, *_aside(sources, account, changes)]


def _write_arrived(sources: _Sources, kind: str, is_open: Sequence[Cell], late: int = 0, least: int = 1) -> list[Cell]:
    """Write the coworkers of a ``kind`` in each month, once the place opens ``late`` by some months.

    They arrive over the months of the assumptions, or the ``least`` if it is more.
    """
    ramp_up, attendance = sources.assumptions.people.ramp_up, sources.attendance
    steps = max_(ramp_up, number(least))

    def present(month: int) -> Expr:
        there, count_now = attendance.present[kind][month], attendance.headcounts[kind][month]
        if month >= MONTHS:
            return if_number(there)
        arrived = round_(count_now * min_(number(month + 1 - late), steps) / steps, 0)
        return if_(is_open[month].equals(0), 0, when_known([is_open[month], count_now, ramp_up], arrived))

    label = sources.sheet.t(f"workbook_{kind}_present")
    return sources.sheet.formula_row(label, map(present, range(_ALL)), "count", "soft")


def _gradual(sources: _Sources, account: AccountRows) -> list[_Change]:
    """The additional coworkers of years 2 and 3 arrive in equal steps, as those of year 1 do, and are not rounded."""
    people, months = sources.assumptions.people, sources.assumptions.people.months
    present = {kind: _write_steps(sources, kind) for kind in COWORKERS}
    changes = []
    for income in _coworkers(sources, account):
        amounts = []
        for year, quantity in enumerate(income.quantities):
            those, is_open = (
                cells[year * MONTHS : (year + 1) * MONTHS]
                for cells in (present[income.kind], sources.attendance.is_open)
            )
            bought = sum_(those) * months / people.ramp_up / sum_(is_open)
            needed = [*those, months, people.ramp_up, *income.counts[year : year + 1]]
            for each in income.counts[year : year + 1]:
                bought = bought * each
            amounts.append(_net(sources, income, quantity, needed, bought))
        changes.append(_written(sources, _entry(account, income.net), amounts, present[income.kind]))
    return [*changes, *_aside(sources, account, changes)]


def _write_steps(sources: _Sources, kind: str) -> list[Cell]:
    """Write the coworkers of a ``kind`` in each month, times the number of steps in which they arrive: whole numbers."""
    ramp_up, attendance = sources.assumptions.people.ramp_up, sources.attendance

    def steps(month: int) -> Expr:
        year, count_now = month // MONTHS, attendance.headcounts[kind][month]
        if year == 0:
            there = attendance.present[kind][month]
            return when_known([there, ramp_up], there * ramp_up)
        before = attendance.headcounts[kind][(year - 1) * MONTHS]
        arrived = brackets(count_now - before) * min_(number(month % MONTHS + 1), ramp_up)
        there_are = when_known([before, count_now, ramp_up], before * ramp_up + arrived)
        return if_(attendance.is_open[month].equals(0), 0, there_are)

    label = sources.sheet.t(f"workbook_{kind}_steps")
    return sources.sheet.formula_row(label, map(steps, range(_ALL)), "count", "soft")


def _net(sources: _Sources, income: Income, planned: Cell, needed: Sequence[Cell], quantity: Expr) -> Expr:
    """What a ``quantity`` of an item is sold for, excluding VAT, rounded as the sheet of incomes does; 0 of none."""
    item = income.item
    amount, needed = rounded(item.price * quantity), [item.price, *needed]
    if sources.sheet.space.prices.basis == "ttc":
        amount, needed = rounded(amount / (1 + item.rate)), [*needed, item.rate]
    return if_(planned.equals(0), 0, when_known(needed, amount))


def _aside(sources: _Sources, account: AccountRows, changes: Sequence[_Change]) -> Iterator[_Change]:
    """What is set aside for free uses of the changed sales of coworking, and of the others."""
    percent = sources.assumptions.keys.solidarity
    old = next((entry for entry in account.entries if entry.kind == "solidarity"), None)
    if old is None or percent is None:
        return
    changed = [change.old.cells for change in changes]
    sold = [
        income.net for income in sources.incomes.sold if income.item.service == COWORKING and income.net not in changed
    ]

    def amount(year: int) -> Expr:
        cells = [row[year] for row in (*(change.years for change in changes), *sold)]
        income = brackets(added(cells))
        return when_known(cells, if_(income.equals(0), 0, when_known([percent], rounded(income * percent))))

    years = _write_years(sources.sheet, "solidarity_title", map(amount, range(3)))
    yield _Change(old, years, ())


_Subsidies = list[tuple[Subsidy, ResultRow]]


def _subsidies(sources: _Sources, account: AccountRows) -> tuple[_Subsidies, _Subsidies, _Subsidies]:
    """The grants of an organisation, what its main budget pays, and its other receipts that are only hoped for."""
    subsidies = [
        (subsidy, _entry(account, cells))
        for subsidy, cells in zip(sources.sheet.space.budget.subsidies, sources.incomes.subsidies, strict=True)
        if subsidy.received_by == account.organisation
    ]
    grants = [line for line in subsidies if is_grant(line[0])]
    participation = [line for line in subsidies if is_participation(sources.sheet.space, line[0])]
    return grants, participation, [line for line in subsidies if line not in grants and line[0].status == "expected"]


_Brought = list[tuple[Contribution, ResultRow]]


def _brought(sources: _Sources, account: AccountRows, plan: PlanRows) -> _Brought:
    """The investment grants of an organisation: the contributions that tell how far they are."""
    lines = brought_to(sources.sheet.space, account.organisation)
    return [(line, row) for line, row in zip(lines, plan.contributions, strict=True) if line.status is not None]


def _vat_funds(sources: _Sources, account: AccountRows, plan: PlanRows) -> list[ResultRow]:
    """What gives the VAT of investments back to a public body."""
    lines = brought_to(sources.sheet.space, account.organisation)
    return [row for line, row in zip(lines, plan.contributions, strict=True) if line.compensates_vat]


def _is_to_create(sources: _Sources, account: AccountRows) -> bool:
    """Whether an organisation is still to be created: whatever is granted to it is so on this condition."""
    return sources.sheet.space.organisations.organisations[account.organisation].stage == "to_create"


def _never(sources: _Sources, old: ResultRow) -> _Change:
    """What is never received."""
    return _written(sources, old, [number(0)] * 3)


def _a_year_later(sources: _Sources, old: ResultRow) -> _Change:
    """What is received a year later, in the same month."""
    return _written(sources, old, [number(0), *map(if_number, old.cells[:-1])])


def _late(sources: _Sources, old: ResultRow) -> _Change:
    """A grant paid later: a month after the twelfth is one of the next year."""
    month = old.month
    assert isinstance(month, Cell), "the month of a subsidy is typed in the workbook"
    due = sources.sheet.formula(DUE, if_(is_number(month), month + _DELAY, ""), "count", "soft")

    def paid(position: int) -> Expr:
        year, of_year = position // MONTHS, position % MONTHS + 1
        amount, before = old.cells[year], old.cells[year - 1] if year else None
        carried = if_(due.equals(of_year + MONTHS), before, 0) if before else number(0)
        return when_known([amount, before] if before else [amount], if_(due.equals(of_year), amount, carried))

    return _Change(old, old.cells, sources.sheet.formula_row(old.label, map(paid, range(_ALL))))


def _without(sources: _Sources, subsidy: Subsidy, old: ResultRow, kept: str) -> _Change:
    """A subsidy in the years in which it is granted, if those are ``kept``; else never."""
    lines = zip(sources.sheet.space.budget.subsidies, sources.assumptions.plans.subsidies, strict=True)
    granted = next(cells.granted for line, cells in lines if line is subsidy)
    years: list[Expr] = [number(0)] * 3
    if kept and granted:
        years = [
            when_known([granted], if_(granted < year, 0, if_number(cell))) for year, cell in enumerate(old.cells, 1)
        ]
    return _written(sources, old, years)


def _wages(sources: _Sources, account: AccountRows) -> Iterator[tuple[ResultRow, list[Expr]]]:
    """Wages and contributions, a tenth more; none where some of them are shared or hold VAT, as none should."""
    wages = [cost for cost in sources.sheet.space.budget.costs if cost.account == _WAGES]
    if any(cost.paid_by is None or holds_vat(cost.vat) for cost in wages):
        return
    for part in sources.costs.parts:
        if part.source and part.organisation == account.organisation and part.source.account == _WAGES:
            old = _entry(account, part.net)
            yield old, [when_known([cell], rounded(cell * 11 / 10)) for cell in old.cells]


def _rent(sources: _Sources, account: AccountRows) -> Iterator[tuple[ResultRow, list[Expr]]]:
    """The rent, without any VAT to recover: the owner may not charge it."""
    for part in sources.costs.parts:
        rented = part.source and is_rent(sources.sheet.space, part.source)
        if rented and part.paid and part.organisation == account.organisation:
            yield _entry(account, part.net), [if_number(cell) for cell in part.paid]


def _alone(sources: _Sources, account: AccountRows) -> Iterator[tuple[ResultRow, list[Expr]]]:
    """The common costs, which the organisation bears alone; none where there is no other one."""
    lines, vat = sources.sheet.space.budget.costs, sources.assumptions.vat
    planned = zip(lines, sources.assumptions.plans.costs, strict=True)
    whole = [(line, cells) for line, cells in planned if line.paid_by is None]
    if len(sources.sheet.space.organisations.organisations) == 1:
        return
    for part in sources.costs.parts:
        if part.kind == "common_cost" and part.organisation == account.organisation:
            cells = next(cells for line, cells in whole if line is part.source)
            nets = [vat.net(amount, cells.rate, account.organisation) for amount in cells.amounts]
            yield _entry(account, part.net), nets
