"""Accounting entries balance, and add up to the month of the organisation; their file has the columns of the FEC."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from support import factories
from support.recomputed_months import YEAR, place_of, register_of

from tierslieu.model.month_register import MonthRegister
from tierslieu.months.accounting_entries import COLUMNS, entries_file, entry_lines
from tierslieu.months.balances import balance
from tierslieu.months.settlement import Settlement, settle


def month_of(seed: int, month: str) -> Settlement:
    space = factories.comptoir(organisations=place_of(seed))
    return settle(space, MonthRegister.model_validate(register_of(place_of(seed), month, seed)), month)


@pytest.mark.parametrize("seed", range(3))
def test_entries_balance_and_add_up_to_the_month(seed: int) -> None:
    for month in YEAR[::3]:
        settlement = month_of(seed, month)
        for key in settlement.names:
            by_entry: dict[int, Decimal] = defaultdict(Decimal)
            by_account: dict[str, Decimal] = defaultdict(Decimal)
            for line in entry_lines(settlement, key):
                by_entry[line.number] += line.amount
                by_account[line.account] += line.amount
            own = balance(settlement, key)
            assert set(by_entry.values()) <= {0}
            assert by_account["bank"] == own.received
            assert (by_account["customers"], -by_account["suppliers"]) == (own.to_receive, own.to_pay)


def test_the_file_has_the_columns_of_the_fec() -> None:
    settlement = month_of(1, "2027-06")
    key = next(iter(settlement.names))
    head, *rows = entries_file(settlement, key).decode("iso8859_15").removesuffix("\r\n").split("\r\n")
    assert tuple(head.split("\t")) == COLUMNS and len(COLUMNS) == 18
    cells = [dict(zip(COLUMNS, row.split("\t"), strict=True)) for row in rows]
    assert cells and {cell["EcritureDate"] for cell in cells} == {"20270630"}
    debit, credit = (sum(int(cell[name].replace(",", "")) for cell in cells) for name in ("Debit", "Credit"))
    assert debit == credit > 0
    # The suspense account has common costs alone: their nature is not known.
    assert {cell["EcritureLib"] for cell in cells if cell["CompteNum"] == "471"} <= {
        settlement.clauses["article_common_costs"]
    }
    assert {cell["CompteNum"] for cell in cells} <= {account.number for account in settlement.accounts.values()}
    assert not any("-" in cell[name] for cell in cells for name in ("Debit", "Credit"))
