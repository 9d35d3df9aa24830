"""The sheet of incomes: how many coworkers, what they and others buy, what is given, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierslieu.budget import Forecast
from tierslieu.budget.accounts import Kind, total_taxed
from tierslieu.budget.accounts import total as add_up
from tierslieu.finance import shares
from tierslieu.workbook.writer.budget_lines import Lines, Three
from tierslieu.workbook.writer.formulas import UNKNOWN, Cell, Years, if_number, rounded, total, triple, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .assumptions_offers import Sold
from .assumptions_people import People

_WIDTHS = (46, 30, 13, 13, 11, 16, 16, 16)
_PRICE, _QUANTITY, _RATE, _PAID, _VAT, _NET = 2, 3, 4, 5, 6, 7


@dataclass(frozen=True)
class Income:
    """What customers pay for ``sold`` to an organisation: as paid, and excluding VAT."""

    kind: Kind
    sold: Sold
    organisation: str
    lines: Three
    paid: Years
    net: Years


@dataclass(frozen=True)
class Incomes:
    """The coworkers of each year, what is sold, and the subsidies in the order of ``config/budget.yaml``."""

    residents: Years | None
    occasional: Years | None
    sold: tuple[Income, ...]
    subsidies: tuple[Years, ...]


@dataclass(frozen=True)
class _Row:
    """A line of each year; ``counts`` is how many are bought a month, by year: none of its own for residents."""

    kind: Kind
    sold: Sold
    organisation: str
    lines: Three
    counts: Sequence[Cell]


@dataclass(frozen=True)
class _Year:
    people: tuple[Cell, Cell] | None
    sold: list[tuple[Cell, Cell]]
    subsidies: list[Cell]


def write_incomes(book: Book, facts: Assumptions, forecast: Forecast, lines: Lines) -> Incomes:
    """Write the sheet."""
    sheet = book.sheet("income", _WIDTHS)
    columns = ("what", "collector", "price", "quantity", "applied", "paid", "vat", "income_net")
    sheet.notes()
    sheet.incomplete(facts.missing)
    sheet.header([book.t(f"workbook_col_{name}") for name in columns], range(_PRICE, _NET + 1))
    sheet.freeze()
    rows = list(_rows(book, facts, lines))
    years = [_write_year(sheet, year, rows, facts, forecast) for year in range(3)]
    sheet.close()
    people = [year.people for year in years if year.people]
    return Incomes(
        triple([residents for residents, _ in people]) if people else None,
        triple([occasional for _, occasional in people]) if people else None,
        tuple(
            Income(
                row.kind,
                row.sold,
                row.organisation,
                row.lines,
                triple([year.sold[number][0] for year in years]),
                triple([year.sold[number][1] for year in years]),
            )
            for number, row in enumerate(rows)
        ),
        tuple(triple(cells) for cells in zip(*(year.subsidies for year in years), strict=True)),
    )


def _rows(book: Book, facts: Assumptions, lines: Lines) -> list[_Row]:
    offers = facts.offers
    wanted: list[tuple[Kind, Sold, Sequence[Cell]]] = []
    if offers.resident:
        wanted.append(("residents", offers.resident, ()))
    wanted += [("occasional", sold, (count, count, count)) for sold, count in offers.bought]
    wanted += [("sale", sold, counts) for sold, counts in offers.sales]
    rows = []
    for kind, sold, counts in wanted:
        collector = shares.collector(book.space, sold.service)
        rows.append(_Row(kind, sold, collector, lines.next(collector, kind), counts))
    return rows


def _write_year(sheet: Sheet, year: int, rows: list[_Row], facts: Assumptions, forecast: Forecast) -> _Year:
    sheet.section(sheet.t(f"workbook_year_{year + 1}"))
    people = None
    if facts.offers.resident:
        counts = forecast.years[year].residents, forecast.years[year].occasional
        people = _write_people(sheet, year, facts.people, counts)
    sold = [_write_line(sheet, row, year, _quantity(row, year, people, facts.people.months)) for row in rows]
    sums = total_taxed(row.lines[year].amounts for row in rows)
    sheet.total(sheet.t("workbook_sold_total"))
    whole = [
        sheet.formula(column, total([line[number] for line in sold]), value, "money", "total")
        for number, (column, value) in enumerate(((_PAID, sums.ttc), (_VAT, sums.vat), (_NET, sums.ht)))
    ]
    sheet.row += 1
    subsidies = [_write_subsidy(sheet, number, year, facts) for number in range(len(facts.plans.subsidies))]
    sheet.total(sheet.t("workbook_income_total"))
    for cell in (whole[0], whole[2]):
        added = [cell, *subsidies]
        sheet.formula(cell.column, total(added), add_up(one.amount for one in added), "money", "total")
    sheet.row += 1
    return _Year(people, [(paid, net) for paid, _, net in sold], subsidies)


def _write_people(sheet: Sheet, year: int, people: People, counts: tuple[int | None, int | None]) -> tuple[Cell, Cell]:
    """Coworkers grow in a straight line from today (year 1) to the target (year 3), in today's proportion."""
    now, passing, target = people.residents, people.occasional, people.target
    today = f"({now}+{passing})"
    grown = f"ROUND(({today}+{target})/2,0)" if year == 1 else str(target)
    if year == 0:
        formulas = [if_number(now), if_number(passing)]
    else:
        # From nobody there is no proportion to keep.
        nobody = f'IF({grown}=0,0,"{UNKNOWN}")'
        of_them = when_known([now, passing, target], f"IF({today}=0,{nobody},ROUND({grown}*{now}/{today},0))")
        residents = Cell(sheet.name, sheet.row, _QUANTITY, counts[0])
        formulas = [of_them, when_known([residents], f"{grown}-{residents}")]
    cells = []
    for name, formula, count in zip(("residents", "occasional"), formulas, counts, strict=True):
        sheet.text(0, sheet.t(f"workbook_{name}_year"))
        cells.append(sheet.formula(_QUANTITY, formula, count, "count"))
        sheet.row += 1
    return cells[0], cells[1]


def _quantity(row: _Row, year: int, people: tuple[Cell, Cell] | None, months: Cell) -> tuple[str, Decimal | None]:
    """How many are sold in a year: the formula, and what it gives."""
    count = [row.counts[year]] if row.counts else []
    buyers = [people[0 if row.kind == "residents" else 1]] if people and row.kind != "sale" else []
    factors = [*buyers, *count, months]
    formula = when_known(factors, "*".join(map(str, factors)))
    if row.kind == "occasional":
        formula = f"IF(AND(ISNUMBER({count[0]}),{count[0]}=0),0,{formula})"
        if count[0].value == 0:
            return formula, Decimal(0)
    known = [factor.amount for factor in factors]
    return formula, None if None in known else _product(known)


def _write_line(sheet: Sheet, row: _Row, year: int, quantity: tuple[str, Decimal | None]) -> tuple[Cell, Cell, Cell]:
    """As paid, VAT, and excluding VAT: the basis of the prices is rounded first, the two others follow from it."""
    amounts = row.lines[year].amounts
    sheet.text(0, sheet.t(f"workbook_line_{row.kind}", label=row.sold.label))
    sheet.text(1, sheet.book.called(row.organisation))
    price = sheet.formula(_PRICE, if_number(row.sold.price), row.sold.price.value, "money")
    count = sheet.formula(_QUANTITY, *quantity, "number")
    rate = sheet.formula(_RATE, if_number(row.sold.rate), row.sold.rate.value, "percent")
    paid, vat, net = (
        Cell(sheet.name, sheet.row, column, value)
        for column, value in ((_PAID, amounts.ttc), (_VAT, amounts.vat), (_NET, amounts.ht))
    )
    basis = when_known([price, count], rounded(f"{price}*{count}"))
    if sheet.book.space.prices.basis == "ttc":
        formulas = {
            paid: basis,
            vat: when_known([paid, net], f"ROUND({paid}-{net},2)"),
            net: when_known([paid, rate], rounded(f"{paid}/(1+{rate})")),
        }
    else:
        formulas = {
            paid: when_known([net, vat], f"ROUND({net}+{vat},2)"),
            vat: when_known([net, rate], rounded(f"{net}*{rate}")),
            net: basis,
        }
    for cell, formula in formulas.items():
        # Nothing sold is nothing, whatever the price and the VAT.
        sheet.formula(cell.column, f"IF({count}=0,0,{formula})", cell.value, "money")
    sheet.row += 1
    return paid, vat, net


def _write_subsidy(sheet: Sheet, number: int, year: int, facts: Assumptions) -> Cell:
    grant = sheet.book.space.budget.subsidies[number]
    amount = facts.plans.subsidies[number].amounts[year]
    sheet.text(0, grant.label)
    sheet.text(1, sheet.book.called(grant.received_by))
    sheet.formula(_PAID, if_number(amount), amount.value, "money")
    cell = sheet.formula(_NET, if_number(amount), amount.value, "money")
    sheet.row += 1
    return cell


def _product(factors: Sequence[Decimal | None]) -> Decimal:
    found = Decimal(1)
    for factor in factors:
        found *= factor or 0
    return found
