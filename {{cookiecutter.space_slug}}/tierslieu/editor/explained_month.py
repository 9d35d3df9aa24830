"""What the screens show of a settled month: a table of organisations, invoices to write, and where each share comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from babel.dates import format_date

from tierslieu.core.paths import KeyPath
from tierslieu.facts import money
from tierslieu.i18n import messages
from tierslieu.months.balances import balance
from tierslieu.months.register_files import RegisterFile
from tierslieu.months.settlement import CostLine, Settlement, StreamLine
from tierslieu.months.statement import UNKNOWN, Statement, statement
from tierslieu.months.words import line_name, month_name, organisation_title

_BALANCE = ("received", "vat", "aside", "share", "paid", "cost_share", "to_receive", "to_pay", "balance")
#: More lines of the register than this are left to its own screen.
_MOST_SOURCES = 60


@dataclass(frozen=True)
class RegisterLine:
    """A line of the register: its day, its evidence, what it is, its amount, and its path in the file.

    ``is_typed`` is whether the screen of the register has it: a table beside the file may have others.
    """

    day: str
    evidence: str
    label: str
    amount: str
    path: KeyPath
    is_typed: bool = True


@dataclass(frozen=True)
class Share:
    """A share of an organisation: of what, how it is calculated, under which clause; ``count`` lines of the register.

    ``sources`` are these lines, none when there are too many. The ``rule`` of ``month`` is the key of the organisations
    that gives it.
    """

    name: str
    collector: str
    calculation: str
    amount: str
    clause: str
    month: str
    rule: str
    count: int
    sources: tuple[RegisterLine, ...]


@dataclass(frozen=True)
class OrganisationMonth:
    """The month of an organisation: its statement, and each of its shares with where it comes from."""

    key: str
    name: str
    statement: Statement
    shares: tuple[Share, ...]


def balance_rows(settlement: Settlement) -> list[list[str]]:
    """The headings, then the rows of what each organisation received, keeps and owes; the last one is the balance."""
    text = partial(messages.text, settlement.locale)
    balances = {key: balance(settlement, key) for key in settlement.names}
    rows = [[text("month.what"), *(organisation_title(settlement, key) for key in balances)]]
    for name in _BALANCE:
        amounts = (getattr(one, name) for one in balances.values())
        rows.append([text(f"month.row_{name}"), *(_amount(settlement, amount) for amount in amounts)])
    return rows


def invoice_rows(settlement: Settlement) -> list[list[str]]:
    """The headings, then the invoices to write: issuer, customer, clause, amounts, mention of the regime."""
    text = partial(messages.text, settlement.locale)
    names = ("issuer", "customer", "clause", "ht", "vat", "ttc")
    rows = [[*(text(f"month.{name}") for name in names), text("editor.month_mention")]]
    for bill in settlement.invoices:
        parties = (organisation_title(settlement, key) for key in (bill.issuer, bill.customer))
        amounts = (_amount(settlement, amount) for amount in (bill.ht, bill.vat, bill.ttc))
        rows.append([*parties, settlement.clauses[bill.clause], *amounts, bill.mention])
    return rows


def organisation_months(settlement: Settlement, file: RegisterFile) -> Iterator[OrganisationMonth]:
    """The month of each organisation; ``file`` is the register from which it was settled."""
    for key in settlement.names:
        yield _Explainer(settlement, file, key).month()


class _Explainer:
    def __init__(self, settlement: Settlement, file: RegisterFile, key: str):
        self.settlement, self.register, self.key = settlement, file.register, key
        self.typed = len(file.register.receipts) - len(file.table_lines)
        self.text: Callable[..., str] = partial(messages.text, settlement.locale)
        self.statement = statement(settlement, file.register, key)

    def month(self) -> OrganisationMonth:
        name = organisation_title(self.settlement, self.key)
        return OrganisationMonth(self.key, name, self.statement, tuple(self._shares()))

    def _shares(self) -> Iterator[Share]:
        """The rows of the statement, each with the line of the settlement that it is about."""
        streams = self.settlement.lines_of(self.key)
        tables = iter(self.statement.tables)
        if streams:
            for line, row in zip(streams, next(tables).rows, strict=True):
                _, collector, calculation, amount = row
                name, sources = line_name(self.settlement, line), list(self._stream_sources(line))
                yield self._share(name, collector, calculation, amount, "article_receipts", line, sources)
        if self.settlement.costs:
            for cost, (payer, calculation, amount) in zip(self.settlement.costs, next(tables).rows, strict=True):
                name, costs = self.text("editor.month_costs_of", name=payer), list(self._cost_sources(cost))
                yield self._share(name, payer, calculation, amount, "article_common_costs", cost, costs)

    def _share(
        self,
        name: str,
        collector: str,
        calculation: str,
        amount: str,
        clause: str,
        line: StreamLine | CostLine,
        sources: list[RegisterLine],
    ) -> Share:
        shown = tuple(sources) if len(sources) <= _MOST_SOURCES else ()
        month = month_name(line.month or self.settlement.month, self.settlement.locale)
        words = self.settlement.clauses[clause]  # type: ignore[index]
        rule = "common_costs" if isinstance(line, CostLine) else "streams"
        return Share(name, collector, calculation, amount, words, month, rule, len(sources), shown)

    def _stream_sources(self, line: StreamLine) -> Iterator[RegisterLine]:
        for name, positions in (("receipts", line.receipts), ("corrections", line.corrections)):
            for position in positions:
                entry = getattr(self.register, name)[position]
                label = getattr(entry, "reason", line.label)
                is_typed = name == "corrections" or position < self.typed
                source = self._source(entry.date, entry.evidence, label, entry.amount, (name, position))
                yield replace(source, is_typed=is_typed)

    def _cost_sources(self, line: CostLine) -> Iterator[RegisterLine]:
        for name, positions in (("common_costs", line.costs), ("cost_corrections", line.corrections)):
            for position in positions:
                cost = getattr(self.register, name)[position]
                label = getattr(cost, "reason", cost.label)
                yield self._source(cost.date, cost.evidence, label, cost.amount, (name, position))

    def _source(
        self, day: dt.date | None, evidence: str | None, label: str, amount: Decimal, path: KeyPath
    ) -> RegisterLine:
        shown = format_date(day, "short", locale=self.settlement.locale) if day else ""
        return RegisterLine(shown, evidence or "", label, _amount(self.settlement, amount), path)


def _amount(settlement: Settlement, amount: Decimal | None) -> str:
    return UNKNOWN if amount is None else money(amount, settlement.locale)
