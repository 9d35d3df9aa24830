"""The accounting entries of a settled month for one organisation, in the eighteen columns of the FEC, to be imported.

It is not the FEC of the organisation, which holds all its accounts. The accounts are those of ``vocabulary/accounts/``;
what only an accountant can class stands in a suspense account. Source of the columns, of their order and of the character set: livre des procédures fiscales,
article A47 A-1, read in pages that reproduce it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from tierslieu.i18n import messages
from tierslieu.model.vocabulary import AccountRole

from .rules_of_days import last_day
from .settlement import Settlement
from .words import line_name, organisation_title

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
_JOURNALS = {"BQ": "Encaissements", "VE": "Ventes", "AC": "Achats"}
_ENCODING = "iso8859_15"


@dataclass(frozen=True)
class EntryLine:
    """A line of an entry: a debit if ``amount`` (euros) is positive, else a credit; ``other`` is a key, or empty."""

    journal: str
    number: int
    account: AccountRole
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
            yield entry("bank", "", label, line.ttc)
            yield entry("sales", "", label, line.vat - line.ttc)
            if line.vat:
                yield entry("vat_collected", "", label, -line.vat)
    for bill in settlement.invoices:
        if bill.ttc is None or bill.vat is None or key not in (bill.issuer, bill.customer):
            continue
        number += 1
        label = settlement.clauses[bill.clause]
        is_share = bill.clause == "article_receipts"
        if bill.issuer == key:
            entry = partial(EntryLine, "VE", number)
            yield entry("customers", bill.customer, label, bill.ttc)
            yield entry("sales" if is_share else "common_costs", "", label, -bill.ht)
            if bill.vat:
                yield entry("vat_collected", "", label, -bill.vat)
        else:
            entry = partial(EntryLine, "AC", number)
            # Whether the VAT of an old month is deductible was not kept: its accountant classes it.
            deductible = bill.vat if bill.deductible else Decimal("0.00")
            unknown = text("month.entry_vat", label=label, vat=_amount(bill.vat))
            with_vat = unknown if bill.vat and bill.deductible is None else label
            yield entry("shares_bought" if is_share else "common_costs", "", with_vat, bill.ttc - deductible)
            if deductible:
                yield entry("vat_deductible", "", label, deductible)
            yield entry("suppliers", bill.issuer, label, -bill.ttc)


def entries_file(settlement: Settlement, key: str) -> bytes:
    """The entries as a file: tabs, decimal commas, ISO 8859-15."""
    day = f"{last_day(settlement.month):%Y%m%d}"
    rows = [COLUMNS]
    for line in entry_lines(settlement, key):
        debit, credit = max(line.amount, Decimal(0)), max(-line.amount, Decimal(0))
        other = organisation_title(settlement, line.other) if line.other else ""
        head = (line.journal, _JOURNALS[line.journal], f"{settlement.month}-{line.number:03}", day)
        account = settlement.accounts[line.account]
        accounts = (account.number, account.label, line.other, other)
        piece = (f"{settlement.month}", day, line.label)
        rows.append((*head, *accounts, *piece, _amount(debit), _amount(credit), "", "", "", "", ""))
    text = "".join("\t".join(map(_cell, row)) + "\r\n" for row in rows)
    return text.encode(_ENCODING, errors="replace")


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _cell(text: str) -> str:
    """``text`` in one cell, in the characters of the file, which has no curly apostrophe."""
    return " ".join(text.replace("\u2019", "'").replace("\u202f", " ").split())
