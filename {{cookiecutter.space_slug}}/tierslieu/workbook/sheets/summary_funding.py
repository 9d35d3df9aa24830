"""The rows of the summary that tell what a place needs in its first year, who brings it, and the loans that it asks for."""

from __future__ import annotations

from collections.abc import Sequence

from tierslieu.budget.sold_items import is_public
from tierslieu.workbook.writer.expressions import (
    Cell,
    Condition,
    Expr,
    Operand,
    and_,
    concatenated,
    if_,
    is_number,
    round_,
    sum_,
)
from tierslieu.workbook.writer.formulas import added, if_number, total, when_known
from tierslieu.workbook.writer.worksheet import Worksheet

from .assumptions import Assumptions
from .assumptions_plans import ContributionCells, LoanCells
from .financing import PlanRows, in_its_year
from .loans import LoanRows

#: Columns: what is needed, what is brought, and the part of it in all that is.
_NEED, _RESOURCE, _PART = 1, 2, 3


def write_funding(
    sheet: Worksheet,
    assumptions: Assumptions,
    plans: Sequence[tuple[str, PlanRows]],
    loans: Sequence[LoanRows],
    words: int,
) -> None:
    """Write the needs and the resources of year 1 of each organisation, as the plan has them, then the terms of each loan."""
    titles = sheet.workbook.labels("summary_needs", "summary_resources", "summary_part", "col_words")
    sheet.section(sheet.t("workbook_summary_funding"))
    for organisation, plan in plans:
        sheet.header([sheet.organisation_label(organisation), *titles], range(_NEED, words))
        _write_needs(sheet, assumptions, organisation, plan, words)
    if loans:
        _write_terms(sheet, assumptions, loans, words)


def _write_needs(sheet: Worksheet, assumptions: Assumptions, organisation: str, plan: PlanRows, words: int) -> None:
    """Write each purchase of year 1 and each resource; what is left of them is kept for the first expenses.

    What comes after the first month is waited for: none of it is kept.
    """
    bought = zip(sheet.space.budget.investments, assumptions.plans.investments, strict=True)
    prices = [
        sheet.formula_row(line.label, in_its_year(cells.amount, cells.year)[:1])[0]
        for line, cells in bought
        if line.paid_by == organisation and line.year
    ]
    waited = _write_waited(sheet, assumptions, organisation)
    kept_row = sheet.row
    sheet.text(0, sheet.t("workbook_summary_kept"))
    sheet.row += 1
    brought = [(sheet.t("workbook_opening_cash"), if_number(assumptions.opening[organisation]))]
    brought += [
        (row.label, if_number(row.cells[0])) for row in (*plan.contributions, *plan.current_accounts, *plan.loans)
    ]
    rows = [(sheet.row + step, label, amount) for step, (label, amount) in enumerate(brought)]
    resources = [sheet.formula(_RESOURCE, amount, "money", row=row) for row, _, amount in rows]
    for _, label, _ in rows:
        sheet.text(0, label)
        sheet.row += 1
    needs = [*prices, *waited]
    kept = when_known([*needs, *resources], round_(sum_(resources) - sum_(needs) if needs else sum_(resources), 2))
    left = sheet.formula(_NEED, kept, "money", row=kept_row)
    short: Operand = sheet.t("workbook_summary_kept_short")
    if waited:
        later = sheet.t("workbook_summary_kept_late")
        short = if_(round_(left + waited[0], 2) < 0, short, later)
    short = if_(left < 0, short, "")
    told = if_(is_number(left), short, sheet.t("workbook_summary_unknown"))
    sheet.formula(words, told, "words", row=kept_row)
    sheet.total(sheet.t("workbook_summary_funding_total"))
    sheet.formula(_NEED, total([*needs, left]), "money", "total")
    everything = sheet.formula(_RESOURCE, total(resources), "money", "total")
    sheet.row += 1
    for cell in resources:
        part = if_(everything <= 0, "", cell / everything)
        sheet.formula(_PART, when_known([cell, everything], part), "tenth_percent", "soft", row=cell.row)


def _write_waited(sheet: Worksheet, assumptions: Assumptions, organisation: str) -> list[Cell]:
    """Write what is brought or lent in year 1 after its first month; the only cell, none where nothing is planned."""
    budget, plans = sheet.space.budget, assumptions.plans
    brought = zip(budget.contributions, plans.contributions, strict=True)
    borrowed = zip(budget.loans, plans.loans, strict=True)
    cells: list[ContributionCells | LoanCells] = [
        *(each for line, each in brought if line.received_by == organisation),
        *(each for loan, each in borrowed if loan.received_by == organisation),
    ]
    if not cells:
        return []
    later = [if_(and_(each.year.equals(1), each.month > 1), each.amount, 0) for each in cells]
    needed = [cell for each in cells for cell in (each.amount, each.year, each.month)]
    label = sheet.t("workbook_summary_waited")
    return [sheet.formula_row(label, [when_known(needed, round_(added(later), 2))])[0]]


def _write_terms(sheet: Worksheet, assumptions: Assumptions, loans: Sequence[LoanRows], words: int) -> None:
    """Write the amount, the rate, the instalment and the term of each loan, and who borrows behind a public body."""
    titles = sheet.workbook.labels("summary_loan", "col_amount", "col_interest", "summary_paid_each", "col_words")
    sheet.section(sheet.t("workbook_summary_loans"))
    borrowers = {loan.received_by for loan in sheet.space.budget.loans}
    if any(is_public(sheet.space, key) for key in borrowers):
        for note in sheet.t("workbook_summary_borrower").split("\n"):
            sheet.line(note, "note")
    sheet.header(titles, range(_NEED, words))
    for loan, cells, rows in zip(sheet.space.budget.loans, assumptions.plans.loans, loans, strict=True):
        sheet.text(
            0, sheet.t("workbook_summary_of", what=loan.label, organisation=sheet.organisation_label(loan.received_by))
        )
        sheet.formula(1, if_number(cells.amount), "money")
        sheet.formula(2, if_(_nothing(cells), "", if_number(cells.percent)), "percent")
        sheet.formula(
            3, assumptions.vat.choice(cells.monthly, if_number(rows.instalment), if_number(rows.whole_year)), "money"
        )
        sheet.formula(words, _terms(sheet, assumptions, cells), "words")
        sheet.row += 1


def _terms(sheet: Worksheet, assumptions: Assumptions, loan: LoanCells) -> Expr:
    """In how many months a loan is paid back, by month or by year, after which deferral; whether it is owed before year 1."""
    before, after = sheet.t("workbook_summary_term", months="\0").split("\0")
    deferred = sheet.t("workbook_summary_deferral", months="\0").split("\0")
    owed = if_(loan.year.equals(0), f"{sheet.t('workbook_summary_owed')} ", "")
    by_month, by_year = (sheet.t(f"workbook_summary_{name}") for name in ("monthly", "yearly"))
    period = if_(loan.monthly.equals(assumptions.vat.yes), by_month, by_year)
    wait = if_(loan.deferral > 0, concatenated(deferred[0], loan.deferral, deferred[1]), "")
    known = when_known(
        [loan.year, loan.months, loan.deferral], concatenated(owed, before, loan.months, after, period, wait)
    )
    return if_(_nothing(loan), "", known)


def _nothing(loan: LoanCells) -> Condition:
    """Whether nothing is borrowed: an empty cell equals 0."""
    return and_(is_number(loan.amount), loan.amount.equals(0))
