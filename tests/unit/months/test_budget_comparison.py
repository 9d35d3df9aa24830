"""The budget stands beside the months that are closed, by the same revenues and with what is left to do."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from support.factories import comptoir
from support.fixtures import NewPlace
from support.generated_places import furnish
from support.workbook_factories import opened

from tierslieu.budget.incomes import income_lines, stream_income
from tierslieu.check.apply_rules import check_facts
from tierslieu.cli.budget_tables import print_budget
from tierslieu.cli.console import Console
from tierslieu.facts.formatter import FactFormatter
from tierslieu.model import Space
from tierslieu.months import closing
from tierslieu.months.budget_comparison import compare, latest, line_label, outside_sentence, year_sentence
from tierslieu.workbook.build import build_workbook


@pytest.mark.long
def test_closed_months_are_compared_with_the_first_year(new_place: NewPlace, tmp_path: Path) -> None:
    root = new_place(tmp_path / "place")
    furnish(root, "fil-numerique")
    space = begun(check_facts(root, dt.date(2026, 12, 3))[0], dt.date(2026, 8, 1))
    compared = compare(space, "2026-10")
    assert compared and (compared.number, compared.first) == (1, "2026-08")
    assert compared.closed == ("2026-08", "2026-09", "2026-10")
    # Month 8 of the budget, in which the place is closed, is March: eight months are left to earn in.
    assert (compared.positions, compared.left) == ((1, 2, 3), (4, 5, 6, 7, 9, 10, 11, 12))
    lines = {line.stream: line for line in compared.lines}
    months = [closing.settlement_of(root, month) for month in ("2026-08", "2026-09", "2026-10")]
    sold = [line for month in months if month for line in month.streams if line.stream == "coworking"]
    assert lines["coworking"].real == sum(line.ttc - (line.vat or 0) for line in sold)
    planned = stream_income(income_lines(space, 1), "coworking").ht
    assert lines["coworking"].planned == planned
    # Coworkers arrive in the months of ``ramp_up_months``, to the nearest whole number, halves up.
    bought, steps = space.budget.occasional_buys or {}, space.budget.ramp_up_months
    capacity = space.identity.capacity
    amounts = space.prices.grid(space.today).amounts
    each = sum((amounts[key] or 0) * count for key, count in bought.items())
    rooms = sum((amounts[sale.offer] or 0) * sale.per_month[0] for sale in space.budget.sales)
    paid = 3 * rooms
    for month in (1, 2, 3):
        residents, occasional = (
            int(Fraction(count or 0) * min(month, steps) / steps + Fraction(1, 2))
            for count in (capacity.residents, capacity.occasional)
        )
        paid += (amounts["month"] or 0) * residents + each * occasional
    so_far = lines["coworking"].planned_so_far
    assert so_far is not None and abs(so_far - paid / Decimal("1.2")) < Decimal("0.05")
    common = sum(cost.amount[0] or 0 for cost in space.budget.costs if cost.paid_by is None)
    assert lines[None].planned_so_far == common * 3 / 12
    if planned is not None:
        left = planned - (lines["coworking"].real or 0)
        assert (lines["coworking"].per_month or Decimal(0)) * 8 - max(left, Decimal(0)) < Decimal("0.09")
    assert lines[None].real == sum(cost.ttc for month in months if month for cost in month.costs)
    second = compare(space, "2027-08")
    assert second is None  # no month of year 2 is closed
    assert latest(space) == compared
    sentence = year_sentence(FactFormatter(space, "fr", document=True), compared)
    assert "8 mois ouverts qui restent" in sentence and "les aides et les salaires" in sentence
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


@pytest.mark.long
def test_without_a_first_day_the_budget_begins_with_the_first_register(new_place: NewPlace, tmp_path: Path) -> None:
    root = new_place(tmp_path / "place")
    furnish(root, "fil-numerique")
    space = check_facts(root, dt.date(2026, 12, 3))[0]
    assert compare(begun(space, None), "2026-10") == compare(begun(space, dt.date(2026, 8, 1)), "2026-10")
    assert outside_sentence(FactFormatter(begun(space, None), "fr", document=True)) == ""


@pytest.mark.long
def test_months_before_the_first_day_of_the_budget_are_compared_with_nothing(
    new_place: NewPlace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The months of a place that is tried out are of no year of the budget, be they of the same name."""
    root = new_place(tmp_path / "place")
    furnish(root, "fil-numerique")
    space = begun(check_facts(root, dt.date(2026, 12, 3))[0], dt.date(2027, 1, 1))
    assert compare(space, "2026-10") is None and latest(space) is None
    sentence = outside_sentence(FactFormatter(space, "fr", document=True))
    assert "(août à octobre 2026)" in sentence and "(1er janvier 2027)" in sentence
    sheets = opened(build_workbook(space), values=True).sheetnames
    assert "Prévu et réel" not in sheets, "a sheet has something to compare"
    # A month that is closed before the budget, and one of its first year: the second alone is compared.
    compared = latest(begun(space, dt.date(2026, 9, 1)))
    assert compared and (compared.closed, compared.positions) == (("2026-09", "2026-10"), (1, 2))
    assert "(août 2026)" in outside_sentence(FactFormatter(begun(space, dt.date(2026, 9, 1)), "fr", document=True))
    print_budget(space, Console(root))
    assert " ".join(sentence.split()) in " ".join(capsys.readouterr().out.split())


def begun(space: Space, first_day: dt.date | None) -> Space:
    """The same place, with a budget that begins on ``first_day``."""
    actions = {key: action.model_copy(update={"first_day": first_day}) for key, action in space.budget.actions.items()}
    return dataclasses.replace(space, budget=space.budget.model_copy(update={"actions": actions}))


def test_a_place_without_a_closed_month_has_nothing_to_compare(tmp_path: Path) -> None:
    space = dataclasses.replace(comptoir(), root=tmp_path)
    assert latest(space) is None and compare(space, "2027-01") is None
