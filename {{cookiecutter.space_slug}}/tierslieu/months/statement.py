"""The statement of an organisation: its month in words and tables, each line with its calculation, rule and receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from tierslieu.facts import money, percent_text
from tierslieu.finance.vat import NOTHING
from tierslieu.i18n import messages
from tierslieu.model.month_register import MonthRegister, Receipt

from .balances import balance
from .settlement import CostLine, InvoiceToWrite, Settlement, StreamLine
from .words import cost_name, line_name, month_name, organisation_title, reasons

#: More receipts than this are not printed one by one: the register has them.
_MOST_RECEIPTS = 400
UNKNOWN = "?"


@dataclass(frozen=True)
class StatementTable:
    """A table of a statement: the last ``amounts`` columns hold amounts; ``note`` follows it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    amounts: int = 1
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """The statement of one organisation: what it is called, sentences, then tables, then what is left to know."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[StatementTable, ...]
    notes: tuple[str, ...]


def statement(settlement: Settlement, register: MonthRegister | None, key: str) -> Statement:
    """The statement of the organisation ``key``; ``register`` is that from which the month was settled, None for a year."""
    return _Writer(settlement, register, key).statement()


class _Writer:
    def __init__(self, settlement: Settlement, register: MonthRegister | None, key: str):
        self.settlement, self.register, self.key = settlement, register, key
        self.text: Callable[..., str] = partial(messages.text, settlement.locale)
        self.month = month_name(settlement.month, settlement.locale)
        self.name = organisation_title(settlement, key)

    def statement(self) -> Statement:
        tables = (self._shares(), self._costs(), self._invoices(), self._receipts(), self._figures())
        return Statement(
            self.text("month.statement_title", month=self.month, name=self.name),
            tuple(self._sentences()),
            tuple(table for table in tables if table.rows),
            tuple(self._notes()),
        )

    def _amount(self, amount: Decimal | None) -> str:
        return UNKNOWN if amount is None else money(amount, self.settlement.locale)

    def _title(self, key: str) -> str:
        return organisation_title(self.settlement, key)

    def _sentences(self) -> Iterator[str]:
        own = balance(self.settlement, self.key)
        values: dict[str, Any] = {"name": self.name, "month": self.month}
        if own.received:
            yield self.text("month.says_received", **values, received=self._amount(own.received))
        if own.vat:
            yield self.text("month.says_vat", vat=self._amount(own.vat))
        if own.aside:
            yield self.text("month.says_aside", aside=self._amount(own.aside))
        yield self.text("month.says_share", **values, share=self._amount(own.share))
        if own.paid or own.cost_share:
            amounts = {"paid": own.paid, "cost_share": own.cost_share}
            yield self.text("month.says_costs", **values, **{k: self._amount(v) for k, v in amounts.items()})
        yield from self._bills()
        if own.balance is None:
            yield self.text("month.says_unknown", **values)
        elif own.balance < 0:
            yield self.text("month.says_pays", **values, amount=self._amount(-own.balance))
        elif own.balance:
            yield self.text("month.says_receives", **values, amount=self._amount(own.balance))
        else:
            yield self.text("month.says_even", **values)

    def _bills(self) -> Iterator[str]:
        """A sentence for each invoice whose amounts are known: with these, the balance can be added up."""
        for bill in self.settlement.invoices:
            if bill.ttc is None or bill.vat is None or self.key not in (bill.issuer, bill.customer):
                continue
            pays = (bill.customer == self.key) == (bill.ttc > 0)
            code = ("month.says_bill_to_pay" if pays else "month.says_bill") + ("" if bill.vat else "_no_vat")
            amounts = {"ht": abs(bill.ht), "vat": abs(bill.vat), "ttc": abs(bill.ttc)}
            yield self.text(
                code,
                name=self._title(bill.issuer if bill.customer == self.key else bill.customer),
                clause=self.settlement.clauses[bill.clause],
                **{name: self._amount(amount) for name, amount in amounts.items()},
            )

    def _shares(self) -> StatementTable:
        headings = ("stream", "collector", "calculation", "its_share")
        return StatementTable(
            self.text("month.shares_title", clause=self.settlement.clauses["article_receipts"]),
            tuple(self.text(f"month.{name}") for name in headings),
            tuple(self._share_row(line) for line in self.settlement.lines_of(self.key)),
        )

    def _share_row(self, line: StreamLine) -> tuple[str, ...]:
        part = None if line.parts is None else line.parts.get(self.key, NOTHING)
        return (
            line_name(self.settlement, line),
            self._title(line.rule.collector),
            self._calculation(line),
            self._amount(part),
        )

    def _calculation(self, line: StreamLine) -> str:
        if line.vat is None or line.aside is None or line.parts is None:
            return UNKNOWN
        terms = [self._amount(line.ttc)]
        for name, amount in (("vat", line.vat), ("aside", line.aside)):
            if amount:
                sign = "\N{MINUS SIGN}" if amount > 0 else "+"
                terms.append(self.text(f"month.less_{name}", sign=sign, amount=self._amount(abs(amount))))
        shared = self._amount(line.ttc - line.vat - line.aside)
        percent = percent_text(line.rule.shares.get(self.key, NOTHING), self.settlement.locale)
        whole = " ".join(terms) if len(terms) > 1 else ""
        return self.text("month.part_of" if whole else "month.part_of_all", terms=whole, shared=shared, percent=percent)

    def _costs(self) -> StatementTable:
        headings = ("payer", "calculation", "its_share")
        return StatementTable(
            self.text("month.cost_shares_title", clause=self.settlement.clauses["article_common_costs"]),
            tuple(self.text(f"month.{name}") for name in headings),
            tuple(self._cost_row(line) for line in self.settlement.costs),
        )

    def _cost_row(self, line: CostLine) -> tuple[str, ...]:
        whole = sum(line.rule.weights.values(), NOTHING)
        if line.parts is None or line.net is None or not whole:
            return (cost_name(self.settlement, line), UNKNOWN, UNKNOWN)
        percent = (line.rule.weights.get(self.key, NOTHING) * 100 / whole).quantize(Decimal("0.01")).normalize()
        values = {"shared": self._amount(line.net), "percent": percent_text(percent, self.settlement.locale)}
        code = "month.part_of_all" if line.net == line.ttc else "month.part_of_cost"
        calculation = self.text(code, **values, ttc=self._amount(line.ttc))
        return (cost_name(self.settlement, line), calculation, self._amount(line.parts.get(self.key, NOTHING)))

    def _invoices(self) -> StatementTable:
        own = [bill for bill in self.settlement.invoices if self.key in (bill.issuer, bill.customer)]
        return StatementTable(
            self.text("month.invoices_title", month=self.month),
            tuple(self.text(f"month.{name}") for name in ("issuer", "customer", "clause", "ht", "vat", "ttc")),
            tuple(self._invoice_row(bill) for bill in own),
            3,
            self._mention(own),
        )

    def _invoice_row(self, bill: InvoiceToWrite) -> tuple[str, ...]:
        parties = self._title(bill.issuer), self._title(bill.customer), self.settlement.clauses[bill.clause]
        return (*parties, *map(self._amount, (bill.ht, bill.vat, bill.ttc)))

    def _mention(self, bills: list[InvoiceToWrite]) -> str:
        mentions = {bill.issuer: bill.mention for bill in bills if bill.mention}
        return " ".join(
            self.text("month.mention", name=self._title(key), mention=mention) for key, mention in mentions.items()
        )

    def _receipts(self) -> StatementTable:
        own = [entry for entry in self._entries() if entry.received_by == self.key]
        headings = tuple(self.text(f"month.{name}") for name in ("date", "evidence", "stream", "ttc"))
        title = self.text("month.receipts_title", name=self.name)
        if len(own) > _MOST_RECEIPTS:
            return StatementTable(title, headings, ())
        labels = {line.stream: line.label for line in self.settlement.streams}
        rows = (
            (
                format_date(entry.date, "medium", locale=self.settlement.locale) if entry.date else "",
                entry.evidence or "",
                labels.get(entry.stream, entry.stream),
                self._amount(entry.amount),
            )
            for entry in own
        )
        return StatementTable(title, headings, tuple(rows))

    def _figures(self) -> StatementTable:
        rows = tuple(figure_rows(self.settlement))
        headings = (self.text("month.figure"), self.text("month.figure_value"))
        title = self.text("month.figures_title", place=self.settlement.place, month=self.month)
        return StatementTable(title, headings, rows, 1, self.text("month.figures_note"))

    def _entries(self) -> tuple[Receipt, ...]:
        """Receipts, then corrections."""
        return (*self.register.receipts, *self.register.corrections) if self.register else ()

    def _notes(self) -> Iterator[str]:
        count = sum(entry.received_by == self.key for entry in self._entries())
        if count > _MOST_RECEIPTS:
            yield self.text("month.many_receipts", count=count)
        yield from reasons(self.settlement, self.key)
        if any(bill.to_confirm for bill in self.settlement.invoices if bill.issuer == self.key):
            yield self.text("month.to_confirm", name=self.name)
        free = self.settlement.free_uses
        gives = any(line.aside and line.rule.collector == self.key for line in self.settlement.streams)
        if free and gives:
            worth = None if free.price is None else free.price * free.count
            values = {"aside": self._amount(free.aside), "count": free.count, "label": free.label}
            yield self.text("month.free_uses", worth=self._amount(worth), **values)
        for fact in self.settlement.missing:
            yield self.text("month.waits_for", fact=fact.label, organisation=fact.organisation, file=fact.file)


def figure_rows(settlement: Settlement) -> Iterator[tuple[str, str]]:
    """The figures of the place that a funder asks for, in words; none where they were not kept, or there is none."""
    figures, text = settlement.figures, partial(messages.text, settlement.locale)
    if figures is None:
        return

    def number(value: Decimal | int | None) -> str:
        return UNKNOWN if value is None else format_decimal(value, locale=settlement.locale)

    for name in ("passes", "golden_tickets", "free_uses"):
        yield text(f"month.figure_{name}"), number(getattr(figures, name))
    yield text("month.figure_presence" if figures.is_counted else "month.figure_at_least"), number(figures.presence)
    for name in ("days", "half_days", "hours", "offered"):
        yield text(f"month.figure_{name}"), number(getattr(figures, name))
    occupation = UNKNOWN if figures.occupation is None else percent_text(figures.occupation, settlement.locale)
    yield text("month.figure_occupation" if figures.is_counted else "month.figure_occupation_least"), occupation


def statement_lines(settlement: Settlement, key: str) -> Iterator[tuple[str | Decimal, ...]]:
    """The lines of a statement as values: headings, then each share of a revenue, common cost and invoice of ``key``."""
    text = partial(messages.text, settlement.locale)
    names = ("article", "line", "month", "party", "registered", "ttc", "vat", "aside", "shared", "its_share")
    yield tuple(text(f"month.csv_{name}") for name in names)
    clauses, blank = settlement.clauses, ""
    for line in settlement.lines_of(key):
        known = (line.vat, line.aside, None if line.parts is None else sum(line.parts.values(), NOTHING))
        part = blank if line.parts is None else line.parts.get(key, NOTHING)
        source = len(line.receipts) + len(line.corrections)
        party = organisation_title(settlement, line.rule.collector)
        amounts = (line.ttc, *(blank if amount is None else amount for amount in known), part)
        yield (clauses["article_receipts"], line.label, line.month, party, str(source), *amounts)
    for cost in settlement.costs:
        part = blank if cost.parts is None else cost.parts.get(key, NOTHING)
        party, shared = organisation_title(settlement, cost.payer), blank if cost.net is None else cost.net
        head = (clauses["article_common_costs"], text("month.csv_costs"), cost.month or settlement.month, party)
        yield (*head, str(len(cost.costs) + len(cost.corrections)), cost.ttc, blank, blank, shared, part)
    for bill in settlement.invoices:
        if key in (bill.issuer, bill.customer):
            issued = bill.issuer == key
            party = organisation_title(settlement, bill.customer if issued else bill.issuer)
            label = text("month.csv_issued" if issued else "month.csv_received")
            billed = (blank if amount is None else amount for amount in (bill.ttc, bill.vat))
            yield (clauses[bill.clause], label, settlement.month, party, blank, *billed, blank, bill.ht, blank)
