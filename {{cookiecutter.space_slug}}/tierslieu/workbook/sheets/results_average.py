"""What one coworker leaves in a year: a part of the sheet of results."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tierslieu.budget.accounts import negated
from tierslieu.budget.accounts import total as add_up
from tierslieu.budget.entries import aside
from tierslieu.budget.incomes import coworker_lines
from tierslieu.core.money import CENT
from tierslieu.finance.shares import COWORKING
from tierslieu.finance.vat import NOTHING
from tierslieu.workbook.writer.formulas import UNKNOWN, Cell, rounded, total, when_known
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .assumptions_offers import Sold

#: Where the figures of this part stand: they are the same every year.
_VALUE = 1


def write_contribution(sheet: Sheet, facts: Assumptions) -> Cell:
    """What a resident leaves, what an occasional coworker leaves, then an average one, in today's exact proportion."""
    space = sheet.book.space
    sheet.section(sheet.t("workbook_coworker_leaves"))
    person: dict[tuple[str, str | None], Decimal | None] = {
        (line.kind, line.key): line.amounts.ht
        for line in coworker_lines(space, 1, 1)
        if line.stream in space.identity.services
    }
    people, months, offers = facts.people, facts.people.months, facts.offers
    resident = [(offers.resident, [months])] if offers.resident else []
    occasional = [(sold, [often, months]) for sold, often in offers.bought]
    percent = facts.keys.solidarity
    assert percent is not None, "a place with coworking has a solidarity share"
    together = []
    for kind, count, bought in (
        ("residents", people.residents, resident),
        ("occasional", people.occasional, occasional),
    ):
        nets = [
            (sold, _net(sheet, kind, sold, factors, person.get((kind, sold.key or None), NOTHING)))
            for sold, factors in bought
        ]
        together.append(_together(sheet, kind, count, _left(sheet, kind, percent, nets)))
    return _average(sheet, people.residents, people.occasional, together)


def _row(sheet: Sheet, text: str, formula: str, value: Decimal | None, *looks: str) -> Cell:
    if "total" in looks:
        sheet.total(text)
    else:
        sheet.text(0, text)
    cell = sheet.formula(_VALUE, formula, value, "money", *looks)
    sheet.row += 1
    return cell


def _net(sheet: Sheet, kind: str, sold: Sold, factors: list[Cell], value: Decimal | None) -> Cell:
    """What one coworker pays in a year for one thing, excluding VAT; rounded as the line of all of them is."""
    quantity = "*".join(map(str, factors))
    basis, needs = rounded(f"{sold.price}*{quantity}"), [sold.price, *factors]
    if sheet.book.space.prices.basis == "ttc":
        basis, needs = rounded(f"{basis}/(1+{sold.rate})"), [*needs, sold.rate]
    formula = when_known(factors, f"IF({quantity}=0,0,{when_known(needs, basis)})")
    return _row(sheet, sheet.t(f"workbook_one_{kind}", label=sold.label), formula, value)


def _left(sheet: Sheet, kind: str, percent: Cell, nets: list[tuple[Sold, Cell]]) -> Cell:
    """What is left of what one coworker pays, once the solidarity share is set aside."""
    paying = [net for sold, net in nets if sold.service == COWORKING]
    income = total(paying)
    # The income is written twice within one formula: it is looked at, then multiplied.
    share = (
        f'IF(ISNUMBER({income}),IF({income}=0,0,{when_known([percent], rounded(f"{income}*{percent}"))}),"{UNKNOWN}")'
    )
    value = aside(sheet.book.space, add_up(net.amount for net in paying))
    kept = _row(sheet, sheet.t(f"workbook_aside_{kind}"), share, value)
    cells = [net for _, net in nets]
    summed = "+".join(map(str, cells)) or "0"
    formula = when_known([*cells, kept], f"ROUND({summed}-{kept},2)")
    left = add_up((*(net.amount for net in cells), negated(kept.amount)))
    return _row(sheet, sheet.t(f"workbook_left_{kind}"), formula, left, "total")


def _together(sheet: Sheet, kind: str, count: Cell, left: Cell) -> Cell:
    """What all of a kind leave; nobody leaves nothing, whatever the price."""
    formula = when_known([count], f"IF({count}=0,0,{when_known([left], f'{count}*{left}')})")
    number, each = count.amount, left.amount
    value = NOTHING if number == 0 else None if number is None or each is None else number * each
    return _row(sheet, sheet.t(f"workbook_together_{kind}"), formula, value)


def _average(sheet: Sheet, residents: Cell, occasional: Cell, together: list[Cell]) -> Cell:
    today = f"({residents}+{occasional})"
    summed = "+".join(map(str, together))
    known = f'IF({today}=0,"{UNKNOWN}",{rounded(f"({summed})/{today}")})'
    formula = when_known([residents, occasional, *together], known)
    count, whole = add_up((residents.amount, occasional.amount)), add_up(cell.amount for cell in together)
    value = (whole / count).quantize(CENT, ROUND_HALF_UP) if count and whole is not None else None
    return _row(sheet, sheet.t("workbook_contribution"), formula, value, "total")
