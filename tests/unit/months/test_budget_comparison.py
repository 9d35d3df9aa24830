"""The budget stands beside the months that are closed, by the same revenues and with what is left to do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from support.fixtures import NewPlace
from support.generated_places import furnish

from tierslieu.budget.incomes import income_lines, stream_income
from tierslieu.check.apply_rules import check_facts
from tierslieu.months import closing
from tierslieu.months.budget_comparison import compare


def test_closed_months_are_compared_with_the_first_year(new_place: NewPlace, tmp_path: Path) -> None:
    root = new_place(tmp_path / "place")
    furnish(root, "fil-numerique")
    space = check_facts(root, dt.date(2026, 12, 3))[0]
    compared = compare(space, "2026-10")
    assert compared and (compared.number, compared.first, compared.closed) == (1, "2026-08", 3)
    lines = {line.stream: line for line in compared.lines}
    months = [closing.settlement_of(root, month) for month in ("2026-08", "2026-09", "2026-10")]
    sold = [line for month in months if month for line in month.streams if line.stream == "coworking"]
    assert lines["coworking"].real == sum(line.ttc - (line.vat or 0) for line in sold)
    planned = stream_income(income_lines(space, 1), "coworking").ht
    assert lines["coworking"].planned == planned
    if planned is not None:
        left = planned - (lines["coworking"].real or 0)
        assert (lines["coworking"].per_month or Decimal(0)) * 9 - max(left, Decimal(0)) < Decimal("0.09")
    assert lines[None].real == sum(cost.ttc for month in months if month for cost in month.costs)
    second = compare(space, "2027-08")
    assert second is None  # no month of year 2 is closed
