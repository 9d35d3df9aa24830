"""The budget stands beside the months that are closed, by the same revenues and with what is left to do."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path

from support.factories import comptoir
from support.fixtures import NewPlace
from support.generated_places import furnish
from support.workbook_factories import opened

from tierslieu.budget.incomes import income_lines, stream_income
from tierslieu.check.apply_rules import check_facts
from tierslieu.facts.formatter import FactFormatter
from tierslieu.months import closing
from tierslieu.months.budget_comparison import compare, latest, line_label, year_sentence
from tierslieu.workbook.build import build_workbook


def test_closed_months_are_compared_with_the_first_year(new_place: NewPlace, tmp_path: Path) -> None:
    root = new_place(tmp_path / "place")
    furnish(root, "fil-numerique")
    space = check_facts(root, dt.date(2026, 12, 3))[0]
    compared = compare(space, "2026-10")
    assert compared and (compared.number, compared.first) == (1, "2026-08")
    assert compared.closed == ("2026-08", "2026-09", "2026-10")
    # The budget begins in January: the closed months are the eighth to the tenth, and August, closed, is behind.
    assert (compared.positions, len(compared.left)) == ((8, 9, 10), 9)
    lines = {line.stream: line for line in compared.lines}
    months = [closing.settlement_of(root, month) for month in ("2026-08", "2026-09", "2026-10")]
    sold = [line for month in months if month for line in month.streams if line.stream == "coworking"]
    assert lines["coworking"].real == sum(line.ttc - (line.vat or 0) for line in sold)
    planned = stream_income(income_lines(space, 1), "coworking").ht
    assert lines["coworking"].planned == planned
    # Nobody is there in August, and everybody in the two other months.
    bought = space.budget.occasional_buys or {}
    capacity = space.identity.capacity
    amounts = space.prices.grid(space.today).amounts
    each = sum((amounts[key] or 0) * count for key, count in bought.items())
    month = (amounts["month"] or 0) * (capacity.residents or 0) + each * (capacity.occasional or 0)
    rooms = sum((amounts[sale.offer] or 0) * sale.per_month[0] for sale in space.budget.sales)
    so_far = lines["coworking"].planned_so_far
    assert so_far is not None and abs(so_far - 2 * (month + rooms) / Decimal("1.2")) < Decimal("0.05")
    common = sum(cost.amount[0] or 0 for cost in space.budget.costs if cost.paid_by is None)
    assert lines[None].planned_so_far == common * 3 / 12
    if planned is not None:
        left = planned - (lines["coworking"].real or 0)
        assert (lines["coworking"].per_month or Decimal(0)) * 9 - max(left, Decimal(0)) < Decimal("0.09")
    assert lines[None].real == sum(cost.ttc for month in months if month for cost in month.costs)
    second = compare(space, "2027-08")
    assert second is None  # no month of year 2 is closed
    assert latest(space) == compared
    sentence = year_sentence(FactFormatter(space, "fr", document=True), compared)
    assert "9 mois ouverts qui restent" in sentence and "les aides et les salaires" in sentence
    # The sheet of the workbook has the same figures, those of the plan as formulas.
    name = "Prévu et réel"
    values, texts = (opened(build_workbook(space), values=values)[name] for values in (True, False))
    rows = {values.cell(row, 1).value: row for row in range(1, values.max_row + 1)}
    for line in compared.lines:
        row = rows[line_label(FactFormatter(space, "fr", document=True), line)]
        cells = [values.cell(row, column).value for column in (2, 3, 4, 6)]
        shown = ["" if value is None else value for value in cells]
        expected = [line.planned, line.planned_so_far, line.real, "" if line.per_month is None else line.per_month]
        assert [
            value if isinstance(value, str) else Decimal(str(value)).quantize(Decimal("0.01")) for value in shown
        ] == ["?" if amount is None else amount for amount in expected]
    assert str(texts.cell(rows["Coworking"], 2).value).startswith("=")
    assert str(texts.cell(rows["Coworking"], 3).value).startswith("=")
    assert [row for row in values.iter_rows(values_only=True) if "Réel\u00a0: août à octobre 2026, mois clos" in row]
    # The register has sales of services that the budget plans without any: the reader is told.
    assert any(str(text).startswith("Ventes que le budget ne prévoit pas") for text in rows)


def test_closed_months_of_the_year_are_no_months_to_earn_in(new_place: NewPlace, tmp_path: Path) -> None:
    """Where the budget begins with the first register, its month 8 is March: eight months are left to earn in."""
    root = new_place(tmp_path / "place")
    furnish(root, "fil-numerique")
    space = check_facts(root, dt.date(2026, 12, 3))[0]
    undated = space.budget.model_copy(update={"actions": {}})
    compared = compare(dataclasses.replace(space, budget=undated), "2026-10")
    assert compared and (compared.positions, compared.left) == ((1, 2, 3), (4, 5, 6, 7, 9, 10, 11, 12))
    (coworking,) = (line for line in compared.lines if line.stream == "coworking")
    assert coworking.planned and coworking.real and coworking.per_month
    assert abs(coworking.per_month * 8 - (coworking.planned - coworking.real)) < Decimal("0.08")


def test_a_place_without_a_closed_month_has_nothing_to_compare(tmp_path: Path) -> None:
    space = dataclasses.replace(comptoir(), root=tmp_path)
    assert latest(space) is None and compare(space, "2027-01") is None
