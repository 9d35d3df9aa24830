"""Prints what ``./lieu month`` shows: receipts, common costs, what each organisation keeps and owes, invoices to write."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import click

from tierslieu.facts import money
from tierslieu.months.balances import balance
from tierslieu.months.settlement import CostLine, Settlement, StreamLine
from tierslieu.months.statement import figure_rows
from tierslieu.months.words import cost_name, line_name, month_name, organisation_title, reasons

from .console import Console

UNKNOWN = "?"


def print_month(settlement: Settlement, console: Console) -> None:
    """Print the tables of ``settlement``, then what the solidarity share gave, passes, and what is missing."""
    _MonthPrinter(settlement, console).print_all()


class _MonthPrinter:
    def __init__(self, settlement: Settlement, console: Console):
        self.settlement, self.console = settlement, console
        self.text = console.text
        self.keys = list(settlement.names)
        self.month = month_name(settlement.month, settlement.locale)

    def print_all(self) -> None:
        if self.settlement.streams:
            self._print_streams()
        if self.settlement.costs:
            self._print_costs()
        self._print_balances()
        if self.settlement.invoices:
            self._print_invoices()
        self._print_notes()

    def _amount(self, amount: Decimal | None) -> str:
        return UNKNOWN if amount is None else money(amount, self.settlement.locale)

    def _name(self, key: str) -> str:
        return organisation_title(self.settlement, key)

    def _print_streams(self) -> None:
        headings = [self.text(f"month.{name}") for name in ("stream", "collector", "ttc", "vat", "aside")]
        headings += map(self._name, self.keys)
        rows = [self._stream_row(line) for line in self.settlement.streams]
        self.console.print_table(self.text("month.streams_title", month=self.month), headings, rows)

    def _stream_row(self, line: StreamLine) -> list[str]:
        label = line_name(self.settlement, line)
        parts = line.parts or {}
        unknown = line.parts is None
        amounts = [line.ttc, line.vat, line.aside]
        amounts += [None if unknown else parts.get(key, Decimal("0.00")) for key in self.keys]
        return [label, self._name(line.rule.collector), *map(self._amount, amounts)]

    def _print_costs(self) -> None:
        headings = [self.text(f"month.{name}") for name in ("payer", "ttc", "net")]
        headings += map(self._name, self.keys)
        rows = [self._cost_row(line) for line in self.settlement.costs]
        self.console.print_table(self.text("month.costs_title", month=self.month), headings, rows)

    def _cost_row(self, line: CostLine) -> list[str]:
        parts = line.parts or {}
        shown = [None if line.parts is None else parts.get(key, Decimal("0.00")) for key in self.keys]
        return [cost_name(self.settlement, line), *map(self._amount, [line.ttc, line.net, *shown])]

    def _print_balances(self) -> None:
        balances = {key: balance(self.settlement, key) for key in self.keys}
        names = ("received", "vat", "aside", "share", "paid", "cost_share", "to_receive", "to_pay", "balance")
        rows = [
            [self.text(f"month.row_{name}"), *(self._amount(getattr(balances[key], name)) for key in self.keys)]
            for name in names
        ]
        headings = [self.text("month.what"), *map(self._name, self.keys)]
        self.console.print_table(self.text("month.balances_title", month=self.month), headings, rows, total=True)

    def _print_invoices(self) -> None:
        headings = [self.text(f"month.{name}") for name in ("issuer", "customer", "clause", "ht", "vat", "ttc")]
        rows = [
            [
                self._name(invoice.issuer),
                self._name(invoice.customer),
                self.settlement.clauses[invoice.clause],
                *map(self._amount, (invoice.ht, invoice.vat, invoice.ttc)),
            ]
            for invoice in self.settlement.invoices
        ]
        self.console.print_table(self.text("month.invoices_title", month=self.month), headings, rows)
        for key in dict.fromkeys(invoice.issuer for invoice in self.settlement.invoices):
            own = [invoice for invoice in self.settlement.invoices if invoice.issuer == key]
            if mention := next((invoice.mention for invoice in own if invoice.mention), ""):
                self.console.print_message("month.mention", name=self._name(key), mention=mention)
            if any(invoice.to_confirm for invoice in own):
                self.console.print_message("month.to_confirm", name=self._name(key))

    def _print_notes(self) -> None:
        free = self.settlement.free_uses
        if free and (free.aside or free.count):
            values = {"aside": self._amount(free.aside), "count": free.count, "label": free.label}
            worth = None if free.price is None else free.price * free.count
            self.console.print_message("month.free_uses", worth=self._amount(worth), **values)
        for book in self.settlement.passes:
            self.console.print_message("month.passes", **book.model_dump(exclude={"corrected"}))
        for sentence in reasons(self.settlement):
            click.echo(sentence)
        if rows := list(figure_rows(self.settlement)):
            headings = [self.text("month.figure"), self.text("month.figure_value")]
            title = self.text("month.figures_title", place=self.settlement.place, month=self.month)
            self.console.print_table(title, headings, rows)
            self.console.print_message("month.figures_note")
        self.console.print_list("month.missing", self._missing())

    def _missing(self) -> Iterator[str]:
        for fact in self.settlement.missing:
            what = f"{fact.label} ({fact.organisation})" if fact.organisation else fact.label
            yield f"{what}, {fact.file}"
