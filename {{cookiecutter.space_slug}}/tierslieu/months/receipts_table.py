"""``register/2027-01.csv``: receipts of a month from a spreadsheet, beside those of its register."""

from __future__ import annotations

import datetime as dt

from tierslieu.core.problems import Problem, Problems
from tierslieu.core.tables import Table, csv_text, read_day
from tierslieu.finance import shares
from tierslieu.model import Space
from tierslieu.model.month_register import Receipt, signed_amount

from .rules_of_days import last_day

#: The words for each column, in French and in English.
COLUMNS = {
    "stream": "recette stream service",
    "amount": "montant amount somme ttc",
    "received_by": "organisation encaisseepar receivedby recupar",
    "rate": "taux rate tva",
    "date": "jour date day",
    "evidence": "piece evidence numero reference",
}
NEEDED = ("stream", "amount", "received_by")
#: The first line of a table that the kit writes: the titles of these columns, in French.
HEADINGS = ("recette", "montant", "organisation", "taux", "jour", "pièce")


def read_receipts(text: str, path: str) -> tuple[list[Receipt], list[int]]:
    """The receipts of a table that stands in ``path``, and the line of each; raises ``Problems`` with the wrong lines."""
    table = Table(text, COLUMNS)
    if any(name not in table.columns for name in NEEDED):
        raise Problems([Problem("register.columns", {}, path, 1)])
    receipts, lines, problems = [], [], []
    for line, cells in table.rows():
        try:
            receipts.append(_receipt(cells))
            lines.append(line)
        except ValueError as error:
            problems.append(Problem("register.cell", {"value": str(error)}, path, line))
    if problems:
        raise Problems(problems)
    return receipts, lines


def blank_table(space: Space, month: str) -> bytes:
    """A table to fill in: a line for each revenue of ``month`` with who is paid for it, its amount left blank."""
    day = space.on(last_day(month))
    rows = [(stream, "", shares.collector(day, stream), "", "", "") for stream in shares.streams(day)]
    return csv_text((HEADINGS, *rows)).encode("utf-8-sig")


def _receipt(cells: dict[str, str]) -> Receipt:
    """The receipt of a row. Raises ``ValueError`` with the cell that can't be read."""
    for name in NEEDED:
        if not cells.get(name):
            raise ValueError("–")
    amount, day = signed_amount(cells["amount"]), None
    if written := cells.get("date"):
        try:
            day = dt.date.fromisoformat(read_day(written))
        except ValueError:
            raise ValueError(written) from None
    # Not validated again: names are compared with those of the place, as those of the register are.
    return Receipt.model_construct(
        stream=cells["stream"].lower(),
        amount=amount,
        received_by=cells["received_by"].lower(),
        rate=cells.get("rate", "").lower() or None,
        date=day,
        evidence=cells.get("evidence") or None,
    )
