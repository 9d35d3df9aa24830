"""The workbook of a month: its receipts, and the settlement as formulas that give the figures of the statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.model.month_register import MonthRegister, PaidCost
from tierslieu.months.settlement import CostLine, InvoiceToWrite, Settlement, StreamLine
from tierslieu.months.words import cost_name, line_name, month_name, organisation_title

from .sheets.largest_remainder import PERCENTS, QUANTITIES, remainder_parts
from .writer.expressions import Cell, if_, number, round_
from .writer.formulas import added, rounded, total, when_known
from .writer.workbook import Workbook
from .writer.worksheet import Worksheet

#: Columns of the settlement: a percent, an amount; then, not printed, its size and the steps of the largest remainder.
_PERCENT, _AMOUNT, _SIZE, _LAST = 1, 2, 4, 7
#: More receipts than this are written as one sum: their lines are in the register.
_MOST_RECEIPTS = 5000


@dataclass
class _Book:
    """What is being written, and the cells that other parts need: sums of the register, parts by line and organisation."""

    settlement: Settlement
    register: MonthRegister
    text: Callable[..., str]
    sums: list[Cell] = field(default_factory=list)
    nets: list[Cell] = field(default_factory=list)
    stream_parts: list[dict[str, Cell]] = field(default_factory=list)
    cost_parts: list[dict[str, Cell]] = field(default_factory=list)

    def title(self, key: str) -> str:
        return organisation_title(self.settlement, key)


def build_month_book(space: Space, settlement: Settlement, register: MonthRegister) -> bytes:
    """The workbook of ``settlement`` as XLSX; ``register`` is that from which the month was settled."""
    text = partial(messages.text, settlement.locale)
    title = text("month.book_title", month=month_name(settlement.month, settlement.locale))
    workbook, book = Workbook(space, title), _Book(settlement, register, text)
    _write_register(workbook.sheet("month_register", (40, 16, 26, 16)), book)
    sheet = workbook.sheet("month_settlement", (52, 14, 18, 4))
    sheet.notes(80)
    sheet.header([text("month.what"), "%", text("month.amount"), ""], (_PERCENT, _AMOUNT))
    sheet.freeze()
    for line, amount in zip(settlement.streams, book.sums, strict=True):
        _write_stream(sheet, book, line, amount)
    for cost, net in zip(settlement.costs, book.nets, strict=True):
        _write_cost(sheet, book, cost, net)
    _write_invoices(sheet, book)
    sheet.workings(_SIZE, _LAST)
    sheet.close()
    return workbook.content()


def _write_register(sheet: Worksheet, book: _Book) -> None:
    """Write each receipt and each cost below its line of the settlement, and their sums."""
    text = book.text
    sheet.notes(90)
    sheet.header([text(f"month.{name}") for name in ("entry", "date", "evidence", "amount")], (3,))
    sheet.freeze()
    for line in book.settlement.streams:
        sheet.section(f"{line_name(book.settlement, line)}, {book.title(line.rule.collector)}")
        entries = [book.register.receipts[place] for place in line.receipts]
        entries += [book.register.corrections[place] for place in line.corrections]
        book.sums.append(_write_entries(sheet, book, [(line.label, entry) for entry in entries], line.ttc))
    for cost in book.settlement.costs:
        sheet.section(text("month.book_costs", name=cost_name(book.settlement, cost)))
        by_rate: dict[str | None, list[tuple[str, Any]]] = defaultdict(list)
        costs: list[PaidCost] = [book.register.common_costs[place] for place in cost.costs]
        costs += [book.register.cost_corrections[place] for place in cost.corrections]
        for paid in costs:
            by_rate[paid.vat].append((paid.label, paid))
        nets: list[Cell] = []
        for rate, entries_of_rate in by_rate.items():
            amount = sum((entry.amount for _, entry in entries_of_rate), Decimal("0.00"))
            paid_sum = _write_entries(sheet, book, entries_of_rate, amount)
            percent = sheet.input(2, cost.recovered.get(rate or "", Decimal(0)), "percent")
            sheet.text(0, text("month.book_net"))
            net = if_(paid_sum < 0, -rounded(-paid_sum / (1 + percent)), rounded(paid_sum / (1 + percent)))
            nets.append(sheet.formula(3, when_known([paid_sum, percent], net), "money"))
            sheet.row += 1
        book.nets += sheet.formula_row(text("month.net"), [total(nets)], "money", "total", column=3)
    sheet.close()


def _write_entries(sheet: Worksheet, book: _Book, entries: Sequence[tuple[str, Any]], whole: Decimal) -> Cell:
    """Write a row for each entry, and their sum; one row for all where they are too many."""
    cells = []
    if len(entries) > _MOST_RECEIPTS:
        entries = ()
        sheet.text(0, book.text("month.book_sum"))
        cells.append(sheet.input(3, whole, "signed"))
        sheet.row += 1
    for label, entry in entries:
        sheet.text(0, label)
        sheet.text(1, entry.date.isoformat() if entry.date else "")
        sheet.text(2, entry.evidence or "")
        cells.append(sheet.input(3, entry.amount, "signed"))
        sheet.row += 1
    return sheet.formula_row(book.text("month.ttc"), [total(cells)], "money", "total", column=3)[0]


def _write_stream(sheet: Worksheet, book: _Book, line: StreamLine, amount: Cell) -> None:
    text, rule = book.text, line.rule
    sheet.section(f"{line_name(book.settlement, line)}, {book.title(rule.collector)}")
    sheet.text(0, text("month.ttc"))
    received = sheet.formula(_AMOUNT, when_known([amount], amount), "money")
    size = sheet.formula(_SIZE, when_known([received], if_(received < 0, -received, received)), "money")
    sheet.row += 1
    # VAT and what is set aside, as sizes, then with the sign of the sum.
    vat_percent = sheet.input(_PERCENT, rule.vat, "percent")
    net = rounded(size / (1 + vat_percent))
    vat = sheet.formula(_SIZE, when_known([size, vat_percent], round_(size - net, 2)), "money")
    _write_signed(sheet, text("month.vat"), received, vat)
    solidarity = sheet.input(_PERCENT, rule.solidarity, "percent")
    aside = sheet.formula(_SIZE, when_known([size, vat, solidarity], rounded((size - vat) * solidarity)), "money")
    _write_signed(sheet, text("month.aside"), received, aside)
    rest = sheet.formula(_SIZE, when_known([size, vat, aside], round_(size - vat - aside, 2)), "money")
    _write_signed(sheet, text("month.net"), received, rest)
    book.stream_parts.append(_write_parts(sheet, book, received, rest, rule.shares, "percent"))


def _write_signed(sheet: Worksheet, label: str, amount: Cell, size: Cell) -> None:
    """Write the row of ``size``, which stands in it, with the sign of ``amount``."""
    sheet.text(0, label)
    sheet.formula(_AMOUNT, when_known([amount, size], if_(amount < 0, -size, size)), "money")
    sheet.row += 1


def _write_parts(
    sheet: Worksheet, book: _Book, amount: Cell, size: Cell, weights: dict[str, Decimal], kind: str
) -> dict[str, Cell]:
    """Write the part of each organisation in ``size``, by largest remainder, with the sign of ``amount``."""
    first = sheet.row
    cells = []
    for key, weight in weights.items():
        sheet.text(0, book.title(key))
        cells.append(sheet.input(_PERCENT, weight, kind))
        sheet.row += 1
    scale = PERCENTS if kind == "percent" else QUANTITIES
    parts = remainder_parts(sheet, first, (_SIZE, _SIZE + 1, _SIZE + 2, _SIZE + 3), size, cells, scale, complete=False)
    return {
        key: sheet.formula(
            _AMOUNT, when_known([amount, part], if_(amount < 0, -part, part)), "money", row=first + place
        )
        for place, (key, part) in enumerate(zip(weights, parts, strict=True))
    }


def _write_cost(sheet: Worksheet, book: _Book, cost: CostLine, amount: Cell) -> None:
    sheet.section(book.text("month.book_costs", name=cost_name(book.settlement, cost)))
    sheet.text(0, book.text("month.net"))
    net = sheet.formula(_AMOUNT, when_known([amount], amount), "money")
    size = sheet.formula(_SIZE, when_known([net], if_(net < 0, -net, net)), "money")
    sheet.row += 1
    kind = "percent" if cost.rule.key == "percent" else "quantity"
    book.cost_parts.append(_write_parts(sheet, book, net, size, cost.rule.weights, kind))


def _write_invoices(sheet: Worksheet, book: _Book) -> None:
    """Write each invoice, then what is left to each organisation."""
    text = book.text
    billed: dict[str, list[tuple[int, Cell]]] = {key: [] for key in book.settlement.names}
    for bill in book.settlement.invoices:
        parties = {"issuer": book.title(bill.issuer), "customer": book.title(bill.customer)}
        sheet.section(text("month.book_invoice", clause=book.settlement.clauses[bill.clause], **parties))
        net = sheet.formula_row(text("month.ht"), [total(_billed(book, bill))], column=_AMOUNT)[0]
        percent = sheet.input(_PERCENT, bill.percent, "percent")
        sheet.text(0, text("month.vat"))
        vat = if_(net < 0, -rounded(-net * percent), rounded(net * percent))
        tax = sheet.formula(_AMOUNT, when_known([net, percent], vat), "money")
        sheet.row += 1
        whole = sheet.formula_row(text("month.ttc"), [total([net, tax])], "money", "total", column=_AMOUNT)[0]
        billed[bill.issuer].append((1, whole))
        billed[bill.customer].append((-1, whole))
    sheet.section(text("month.row_balance"))
    for key, cells in billed.items():
        terms = [cell if sign > 0 else -cell for sign, cell in cells]
        balance = when_known([cell for _, cell in cells], round_(added(terms), 2)) if terms else number(0)
        sheet.formula_row(book.title(key), [balance], "money", "total", column=_AMOUNT)


def _billed(book: _Book, bill: InvoiceToWrite) -> list[Cell]:
    """The parts that an invoice adds up."""
    if bill.clause == "article_receipts":
        lines = zip(book.settlement.streams, book.stream_parts, strict=True)
        return [parts[bill.issuer] for line, parts in lines if _owes(line, bill) and bill.issuer in parts]
    costs = zip(book.settlement.costs, book.cost_parts, strict=True)
    return [parts[bill.customer] for cost, parts in costs if cost.payer == bill.issuer and bill.customer in parts]


def _owes(line: StreamLine, bill: InvoiceToWrite) -> bool:
    return line.rule.collector == bill.customer
