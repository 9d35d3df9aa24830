"""The months of a year together: each sum is that of the months, and what was closed stays as it was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support import factories
from support.recomputed_months import YEAR, place_of, register_of

from tierslieu.model.month_register import MonthRegister
from tierslieu.months.balances import balance
from tierslieu.months.settlement import Settlement, settle
from tierslieu.months.statement import statement
from tierslieu.months.year import combined


def months(seed: int) -> list[Settlement]:
    space = factories.comptoir(organisations=place_of(seed))
    uses = {"uses": [{"pass": "pass_10", "count": 3, "sold": 1}], "free_uses": 2}
    registers = (register_of(place_of(seed), month, seed) | uses for month in YEAR)
    return [
        settle(space, MonthRegister.model_validate(register), month)
        for month, register in zip(YEAR, registers, strict=True)
    ]


@pytest.mark.parametrize("seed", [2, 5])
def test_a_year_is_the_sum_of_its_months(seed: int) -> None:
    settled = months(seed)
    year = combined("2027", settled)
    for key in year.names:
        parts = [balance(month, key) for month in settled]
        whole = balance(year, key)
        for name in ("received", "vat", "aside", "share", "paid", "cost_share", "to_receive", "to_pay", "balance"):
            assert getattr(whole, name) == sum((getattr(part, name) for part in parts), Decimal(0)), name
    assert year.free_uses is not None and year.free_uses.count == 24
    assert [(book.sold, book.used) for book in year.passes] == [(12, 36)]


def test_each_line_of_a_yearly_statement_names_its_month() -> None:
    year = combined("2027", months(2))
    own = statement(year, None, next(iter(year.names)))
    assert "2027" in own.title
    names = [row[0] for table in own.tables[:1] for row in table.rows]
    assert len(names) > 12 and all("2027" in name or "2026" in name for name in names)
