"""``./lieu print``: lists what can be printed from the facts of the place, and makes it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.libraries import install_document_tools
from tierslieu.cli.options import CONSOLE, T, help_of, place_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tierslieu.documents.printed_sheets import PrintedSheet


@click.command("print", **help_of("print"))
@click.argument("names", nargs=-1, metavar=T("cli.metavar_sheets"))
@click.option("--all", "everything", is_flag=True, help=T("help.print_all"))
@place_options
def command(root: Path, names: tuple[str, ...], everything: bool, today: dt.date) -> None:
    """Write the sheets ``names``, or each whose facts are known; list them all without a name."""
    from tierslieu.check.apply_rules import checked_facts

    space = checked_facts(root, today)
    install_document_tools(root)
    from tierslieu.documents import printed_sheets  # loads what was installed just now
    from tierslieu.documents.sheet_facts import SheetFacts

    facts = SheetFacts(space)
    sheets = printed_sheets.printed_sheets(facts)
    if not (names or everything):
        _print_list(sheets)
        return
    chosen = [sheet for sheet in sheets if not sheet.missing] if everything else printed_sheets.choose(sheets, names)
    with CONSOLE.progress("print.printing", len(chosen)) as step:
        files = {}
        for sheet in chosen:
            files[sheet.file] = printed_sheets.render(sheet, facts)
            step(sheet.title)
    CONSOLE.write_files(root, files, printed_sheets.FOLDER)
    if everything:
        _print_missing(sheets)


def _print_list(sheets: Sequence[PrintedSheet]) -> None:
    """Print each sheet with its paper, those that are ready first."""
    width = max((len(sheet.name) for sheet in sheets), default=0)
    CONSOLE.print_message("print.list")
    for sheet in sheets:
        if not sheet.missing:
            click.echo(f"  {sheet.name:{width}}  {sheet.title} ({sheet.paper})")
    _print_missing(sheets)


def _print_missing(sheets: Sequence[PrintedSheet]) -> None:
    """Print each of ``sheets`` that waits for facts, with those and where to write them."""
    waiting = [sheet for sheet in sheets if sheet.missing]
    if waiting:
        CONSOLE.print_message("print.waiting")
    width = max((len(sheet.name) for sheet in waiting), default=0)
    for sheet in waiting:
        click.echo(f"  {sheet.name:{width}}  {sheet.title} ({sheet.paper})")
        for need in sheet.missing:
            click.echo(f"      {T(f'print.need_{need}')}")
