"""The sheet of parts: what each service leaves, what funds free uses, and who receives or bears what."""

from __future__ import annotations

from dataclasses import dataclass

from tierslieu.budget.accounts import negated
from tierslieu.budget.accounts import total as add_up
from tierslieu.budget.entries import aside as engine_aside
from tierslieu.finance.shares import COWORKING
from tierslieu.workbook.writer.formulas import Cell, Years, rounded, total, when_known
from tierslieu.workbook.writer.workbook import Book
from tierslieu.workbook.writer.worksheet import Sheet

from .assumptions import Assumptions
from .incomes import Income, Incomes
from .largest_remainder import FIRST, INCOMES, LAST, PERCENTS, QUANTITIES, SHARE, YEAR, Key, Parts, write_parts

_WIDTHS = (46, 34, 13, 16, 16, 16)


@dataclass(frozen=True)
class SplitRows:
    """What is set aside for free uses, the parts of each shared stream, those of each common cost in their order."""

    aside: Years | None
    streams: dict[str, Parts]
    common: tuple[Parts, ...]


def write_split(book: Book, facts: Assumptions, incomes: Incomes) -> SplitRows:
    """Write the sheet."""
    sheet = book.sheet("split", _WIDTHS)
    years = [book.t(f"workbook_year_{year}") for year in (1, 2, 3)]
    workings = [book.t(f"workbook_col_{name}", year=year) for name in ("weight", "floor", "rest") for year in years]
    texts = [book.t(f"workbook_col_{name}") for name in ("what", "who", "share")]
    sheet.notes()
    sheet.incomplete(facts.missing)
    sheet.header([*texts, *years, "", *workings], range(SHARE, LAST + 1))
    sheet.freeze()
    sheet.section(book.t("workbook_streams_income"))
    aside = None
    shared: dict[str, Years] = {}
    for stream in dict.fromkeys(income.sold.service for income in incomes.sold):
        left = _income(sheet, stream, [income for income in incomes.sold if income.sold.service == stream])
        if stream == COWORKING and facts.keys.solidarity:
            aside, left = _aside(sheet, left, facts.keys.solidarity)
        if stream in facts.keys.streams:
            shared[stream] = left
    streams = {
        stream: write_parts(
            sheet,
            book.t("workbook_stream_parts", stream=book.t(f"service_{stream}")),
            left,
            _fixed(facts.keys.streams[stream], PERCENTS, "percent"),
        )
        for stream, left in shared.items()
    }
    common = _common(sheet, facts, incomes)
    sheet.workings(FIRST, LAST)
    sheet.close()
    return SplitRows(aside, streams, common)


def _income(sheet: Sheet, stream: str, sold: list[Income]) -> Years:
    """What a service is paid, excluding VAT."""
    sheet.text(0, sheet.t("workbook_stream_income", stream=sheet.t(f"service_{stream}")))
    sheet.text(1, sheet.book.called(sold[0].organisation))
    found = _sum(sheet, [income.net for income in sold])
    sheet.row += 1
    return found


def _sum(sheet: Sheet, lines: list[Years]) -> Years:
    years = [[line[year] for line in lines] for year in range(3)]
    values = [add_up(cell.amount for cell in cells) for cells in years]
    return sheet.years(YEAR, [total(cells) for cells in years], values, "money")


def _aside(sheet: Sheet, income: Years, percent: Cell) -> tuple[Years, Years]:
    """What funds free uses, and what is left to share; nothing of nothing, whatever the percent."""
    space = sheet.book.space
    sheet.text(0, sheet.t("solidarity_title"))
    kept = sheet.years(
        YEAR,
        [f"IF({cell}=0,0,{when_known([cell, percent], rounded(f'{cell}*{percent}'))})" for cell in income],
        [engine_aside(space, cell.amount) for cell in income],
        "money",
    )
    sheet.row += 1
    pairs = list(zip(income, kept, strict=True))
    sheet.total(sheet.t("workbook_left"))
    left = sheet.years(
        YEAR,
        [when_known(pair, f"ROUND({pair[0]}-{pair[1]},2)") for pair in pairs],
        [add_up((whole.amount, negated(part.amount))) for whole, part in pairs],
        "money",
        "total",
    )
    sheet.row += 1
    return kept, left


def _common(sheet: Sheet, facts: Assumptions, incomes: Incomes) -> tuple[Parts, ...]:
    """Common costs as paid, shared by their key; nothing is shown of it where there are none."""
    space = sheet.book.space
    costs = zip(space.budget.costs, facts.plans.costs, strict=True)
    shared = [(cost.label, yearly.amounts) for cost, yearly in costs if cost.paid_by is None]
    if not shared:
        return ()
    if facts.keys.common is None:
        key = Key(_by_organisation(sheet, incomes), INCOMES, complete=True, shown=None)
    elif facts.keys.measured:
        key = _fixed(facts.keys.common, QUANTITIES, "number")
    else:
        key = _fixed(facts.keys.common, PERCENTS, "percent")
    return tuple(
        write_parts(sheet, sheet.t("workbook_cost_parts", label=label), amounts, key) for label, amounts in shared
    )


def _fixed(cells: dict[str, Cell], scale: int, shown: str) -> Key:
    """A key that is the same every year."""
    return Key({key: (cell, cell, cell) for key, cell in cells.items()}, scale, complete=False, shown=shown)


def _by_organisation(sheet: Sheet, incomes: Incomes) -> dict[str, Years]:
    """What each organisation is paid by customers, excluding VAT: the key of the common costs."""
    sheet.section(sheet.t("workbook_income_key"))
    found = {}
    for key in sheet.book.space.organisations.organisations:
        sheet.text(1, sheet.book.called(key))
        found[key] = _sum(sheet, [income.net for income in incomes.sold if income.organisation == key])
        sheet.row += 1
    return found
