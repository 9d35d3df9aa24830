"""Lines that the treasurer adds in the workbook itself: they have no line in ``config/budget.yaml`` yet."""

from __future__ import annotations

from dataclasses import dataclass

from tierslieu.core.paths import BUDGET
from tierslieu.workbook.writer.expressions import Cell
from tierslieu.workbook.writer.input_form import MORE, VALUE, WHAT, WHO, InputForm
from tierslieu.workbook.writer.worksheet import Years

#: How many lines an organisation may add: of each kind, by the sign of its amounts.
_COUNTS = {-1: 3, 1: 2}


@dataclass(frozen=True)
class FreeLine:
    """A line of an organisation: an income (``sign`` 1) or an expense (-1), whose cells may be empty."""

    organisation: str
    sign: int
    name: Cell
    amounts: Years
    month: Cell


def write_free_lines(form: InputForm) -> tuple[FreeLine, ...]:
    """Write the lines to be filled in, each with a name that says what it is for."""
    years = {VALUE + year: f"workbook_year_{year + 1}" for year in range(3)}
    form.table(
        "workbook_free_lines", {WHAT: "workbook_col_what", WHO: "organisation", MORE: "workbook_col_month"} | years
    )
    lines = []
    for key in form.space.organisations.organisations:
        for sign, count in _COUNTS.items():
            for number in range(1, count + 1):
                form.start("", form.organisation_label(key), BUDGET)
                name = form.sheet.words(
                    WHAT, form.t(f"workbook_free_{'income' if sign > 0 else 'cost'}", number=number)
                )
                amounts = form.sheet.inputs(VALUE, [(None, "money")] * 3, needed=False)
                month = form.sheet.input(MORE, None, "month", needed=False)
                form.end()
                lines.append(FreeLine(key, sign, name, amounts, month))
    form.sheet.line(form.t("workbook_free_lines_note"), "note")
    return tuple(lines)
