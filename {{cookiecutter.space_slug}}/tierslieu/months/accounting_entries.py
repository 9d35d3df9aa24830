"""The accounting entries of a settled month for one organisation, in the eighteen columns of the FEC, to be imported.

It is not the FEC of the organisation, which holds all its accounts. What an accountant has to decide stands in a
suspense account. Source of the columns, of their order and of the character set: livre des procédures fiscales,
article A47 A-1, read in pages that reproduce it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal

from tierslieu.i18n import messages

from .rules_of_days import last_day
from .settlement import Settlement
from .words import line_name, organisation_title

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
#: The accounts of the French chart that entries use; 471 is where an accountant classes what is there.
ACCOUNTS = {
    "401": "Fournisseurs",
    "411": "Clients",
    "44571": "TVA collectée",
    "471": "Compte d’attente",
    "512": "Banque",
    "706": "Prestations de services",
}
Account = Literal["401", "411", "44571", "471", "512", "706"]
_JOURNALS = {"BQ": "Encaissements", "VE": "Ventes", "AC": "Achats"}
_ENCODING = "iso8859_15"


@dataclass(frozen=True)
class EntryLine:
    """A line of an entry: a debit if ``amount`` (euros) is positive, else a credit; ``other`` is a key, or empty."""

    journal: str
    number: int
    account: Account
    other: str
    label: str
    amount: Decimal


def entry_lines(settlement: Settlement, key: str) -> Iterator[EntryLine]:
    """The entries of the organisation ``key``, those that wait for a fact left out; the lines of each add up to 0."""
    text = partial(messages.text, settlement.locale)
    number = 0
    for line in settlement.streams:
        if line.rule.collector == key and line.vat is not None and line.ttc:
            number += 1
            label = line_name(settlement, line)
            entry = partial(EntryLine, "BQ", number)
            yield entry("512", "", label, line.ttc)
            yield entry("706", "", label, line.vat - line.ttc)
            if line.vat:
                yield entry("44571", "", label, -line.vat)
    for bill in settlement.invoices:
        if bill.ttc is None or bill.vat is None or key not in (bill.issuer, bill.customer):
            continue
        number += 1
        label = settlement.clauses[bill.clause]
        if bill.issuer == key:
            entry = partial(EntryLine, "VE", number)
            yield entry("411", bill.customer, label, bill.ttc)
            yield entry("706" if bill.clause == "article_receipts" else "471", "", label, -bill.ht)
            if bill.vat:
                yield entry("44571", "", label, -bill.vat)
        else:
            entry = partial(EntryLine, "AC", number)
            with_vat = text("month.entry_vat", label=label, vat=_amount(bill.vat)) if bill.vat else label
            yield entry("471", "", with_vat, bill.ttc)
            yield entry("401", bill.issuer, label, -bill.ttc)


def entries_file(settlement: Settlement, key: str) -> bytes:
    """The entries as a file: tabs, decimal commas, ISO 8859-15."""
    day = f"{last_day(settlement.month):%Y%m%d}"
    rows = [COLUMNS]
    for line in entry_lines(settlement, key):
        debit, credit = max(line.amount, Decimal(0)), max(-line.amount, Decimal(0))
        other = organisation_title(settlement, line.other) if line.other else ""
        head = (line.journal, _JOURNALS[line.journal], f"{settlement.month}-{line.number:03}", day)
        accounts = (line.account, ACCOUNTS[line.account], line.other, other)
        piece = (f"{settlement.month}", day, line.label)
        rows.append((*head, *accounts, *piece, _amount(debit), _amount(credit), "", "", "", "", ""))
    text = "".join("\t".join(map(_cell, row)) + "\r\n" for row in rows)
    return text.encode(_ENCODING, errors="replace")


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _cell(text: str) -> str:
    """``text`` in one cell, in the characters of the file, which has no curly apostrophe."""
    return " ".join(text.replace("\u2019", "'").replace("\u202f", " ").split())
