"""The statements of a settled month: a document for each organisation, in the brand of the place, and its lines as CSV."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tierslieu.core.tables import csv_text
from tierslieu.i18n import messages
from tierslieu.loading.load import pieces
from tierslieu.model import Space
from tierslieu.model.look import Look
from tierslieu.model.month_register import MonthRegister
from tierslieu.months.accounting_entries import entries_file
from tierslieu.months.settlement import Settlement, accounts_of
from tierslieu.months.statement import Statement, figure_rows, statement, statement_lines
from tierslieu.rendering import markdown
from tierslieu.workbook.month_book import build_month_book

from .build import convert
from .filling import FilledDocument, generated_document
from .pandoc import Pandoc
from .theme import DocumentTheme

#: Their formats, and their template.
FORMATS, _TEMPLATE = ("pdf", "docx", "odt"), "statement.md"


def build_statements(space: Space, settlement: Settlement, register: MonthRegister | None) -> dict[str, bytes]:
    """The statement of each organisation in each of ``FORMATS`` and as CSV, its accounting entries, the figures for a funder, and the workbook of all, by file name.

    ``register`` is None for a year: it has neither entries nor a workbook, which its months have. Raises ``Problems``.
    """
    space, theme = _in_its_look(space, settlement), DocumentTheme(space.root)
    if not settlement.accounts:  # closed before they were kept
        settlement = settlement.model_copy(update={"accounts": accounts_of(space)})
    files: dict[str, bytes] = {}
    with Pandoc(theme) as pandoc:
        for key in settlement.names:
            name = f"{messages.text(settlement.locale, 'month.statement_file')}-{settlement.month}-{key}"
            document = _document(space, theme, settlement, statement(settlement, register, key), name)
            files |= {f"{name}.{kind}": convert(document, kind, theme, pandoc) for kind in FORMATS}
            files[f"{name}.csv"] = _csv(settlement, key)
            if register is None:
                continue
            entries = f"{messages.text(settlement.locale, 'month.entries_file')}-{settlement.month}-{key}.txt"
            files[entries] = entries_file(settlement, key)
    if rows := list(figure_rows(settlement)):
        name = f"{messages.text(settlement.locale, 'month.figures_file')}-{settlement.month}.csv"
        files[name] = "".join(f"{label};{value}\r\n" for label, value in rows).encode("utf-8-sig")
    if register is None:
        return files
    book = f"{messages.text(settlement.locale, 'month.book_file')}-{settlement.month}.xlsx"
    return files | {book: build_month_book(space, settlement, register)}


def _in_its_look(space: Space, settlement: Settlement) -> Space:
    """The place with the look of the day of ``settlement``, if that was kept and is still there."""
    kept, look = settlement.look, space.look
    if not kept:
        return space
    palette = pieces(space, "palettes").get(kept["palette"], look.palette)
    letters = pieces(space, "typefaces").get(kept["type"], look.type)
    motif = pieces(space, "motifs").get(kept["motif"], look.motif)
    return replace(space, look=Look(palette, letters, motif))


def _document(
    space: Space, theme: DocumentTheme, settlement: Settlement, content: Statement, name: str
) -> FilledDocument:
    context = {"statement": content}
    text = markdown.fill(theme.text(_TEMPLATE), context, theme.label(_TEMPLATE))
    document = generated_document(space, theme.label(_TEMPLATE), name, content.title, text)
    return replace(document, act=True, place=settlement.place)


def _csv(settlement: Settlement, key: str) -> bytes:
    """The lines of a statement for a spreadsheet in French: semicolons, decimal commas, a mark of UTF-8."""
    rows = (
        [f"{cell:.2f}".replace(".", ",") if isinstance(cell, Decimal) else cell for cell in row]
        for row in statement_lines(settlement, key)
    )
    return csv_text(rows).encode("utf-8-sig")
