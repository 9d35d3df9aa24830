"""The workbook of a month: its formulas have the figures of the settlement as values."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from support import factories
from support.recomputed_months import place_of, register_of

from tierslieu.model.month_register import MonthRegister
from tierslieu.months.balances import balance
from tierslieu.months.settlement import Settlement, settle
from tierslieu.months.words import organisation_title
from tierslieu.workbook.month_book import build_month_book


def month_of(seed: int, month: str) -> tuple[Settlement, bytes]:
    space = factories.comptoir(organisations=place_of(seed))
    register = MonthRegister.model_validate(register_of(place_of(seed), month, seed))
    settlement = settle(space, register, month)
    return settlement, build_month_book(space, settlement, register)


def rows(content: bytes) -> list[tuple[Any, ...]]:
    """The first three columns of the settlement."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [tuple(cell.value for cell in row[:3]) for row in book.worksheets[1].iter_rows()]


@pytest.mark.parametrize(
    ("seed", "month"), [(0, "2027-03"), (1, "2027-06"), (2, "2027-09"), (3, "2027-12"), (5, "2027-05")]
)
def test_every_part_and_every_balance_is_that_of_the_settlement(seed: int, month: str) -> None:
    settlement, content = month_of(seed, month)
    written = rows(content)
    titles = {key: organisation_title(settlement, key) for key in settlement.names}
    amounts = [round(Decimal(row[2]), 2) for row in written if row[0] in titles.values() and row[1] is not None]
    shared = [line.parts or {} for line in settlement.streams] + [cost.parts or {} for cost in settlement.costs]
    expected = [part for parts in shared for part in parts.values()]
    assert amounts == expected
    balances = {row[0]: round(Decimal(row[2]), 2) for row in written[-len(titles) :]}
    assert balances == {titles[key]: balance(settlement, key).balance for key in titles}


def test_an_unknown_regime_is_no_zero() -> None:
    space = factories.comptoir()
    register = MonthRegister.model_validate(
        {"receipts": [{"stream": "coworking", "amount": "100", "received_by": "cooperative"}]}
    )
    written = rows(build_month_book(space, settle(space, register, "2027-01"), register))
    assert ("TVA", None, "?") in written


def test_the_same_month_has_the_same_bytes() -> None:
    assert month_of(1, "2027-06")[1] == month_of(1, "2027-06")[1]
