"""``./lieu month``: settles a month, closes it, opens it again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.console import Console
from tierslieu.cli.libraries import install_document_tools
from tierslieu.cli.options import CONSOLE, ParsedType, T, help_of, place_options

if TYPE_CHECKING:
    from tierslieu.months.settlement import Settlement


#: The characters of a year.
_YEAR = 4


def _parse_month(text: str) -> str:
    """A month (``2027-01``) or a year (``2027``)."""
    text = text.strip()
    if len(text) == _YEAR and text.isascii() and text.isdecimal():
        return text
    return f"{dt.date.fromisoformat(f'{text}-01'):%Y-%m}"


@click.command("month", **help_of("month"))
@click.argument("month", type=ParsedType("month", _parse_month), metavar=T("cli.metavar_month"))
@click.option("--close", "closes", is_flag=True, help=T("help.month_close"))
@click.option("--reopen", "reopens", is_flag=True, help=T("help.month_reopen"))
@click.option("--statements", is_flag=True, help=T("help.month_statements"))
@click.option("--workbook", "blank", is_flag=True, help=T("help.month_workbook"))
@click.option(
    "--import", "imported", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=T("cli.metavar_file"),
    help=T("help.month_import"),
)  # fmt: skip
@click.option("--by", metavar=T("cli.metavar_by"), help=T("help.month_by"))
@click.option("--reason", metavar=T("cli.metavar_reason"), help=T("help.month_reason"))
@place_options
def command(
    root: Path,
    month: str,
    closes: bool,
    reopens: bool,
    statements: bool,
    blank: bool,
    imported: Path | None,
    by: str | None,
    reason: str | None,
    today: dt.date,
) -> None:
    """Print the settlement of ``month``; write its statements, close it, or open it again, if asked to."""
    from tierslieu.core.atomic import add_files
    from tierslieu.months import closing

    if closes + reopens + blank + (imported is not None) > 1:
        raise click.UsageError(T("month.one"))
    if len(month) == _YEAR:
        if closes or reopens or blank or imported:
            raise click.UsageError(T("month.whole_year"))
        _show_year(root, month, today, statements=statements)
        return
    if reopens:
        if not (by and by.strip() and reason and reason.strip()):
            raise click.UsageError(T("month.who"))
        with CONSOLE.alone(root):
            data = closing.reopen(root, month, today, by.strip(), reason.strip())
            add_files(root, {closing.closed_path(month): data})
        CONSOLE.print_message("month.reopened", month=month)
        return
    if blank or imported:
        _fill(root, month, today, imported)
        return
    settlement = _settle(root, month, today, closes=closes)
    if statements:
        _write_statements(root, settlement, today)


def _fill(root: Path, month: str, today: dt.date, imported: Path | None) -> None:
    """Add the content of the file ``imported`` to the register of ``month`` or, without one, write files to fill in."""
    from tierslieu.cli.import_prompts import import_file
    from tierslieu.cli.place_facts import read_facts
    from tierslieu.months import register_files
    from tierslieu.workbook.register_book import files_to_fill

    space = read_facts(root, today, CONSOLE, "config/", "vocabulary/")
    if imported:
        import_file(space, month, imported, CONSOLE)
        return
    files, folder = files_to_fill(space, month), f"{register_files.FOLDER}/{month}"
    CONSOLE.write_files(root, files, folder)
    CONSOLE.print_message("month.form_written", month=month, file=f"{folder}/{next(iter(files))}")


def _settle(root: Path, month: str, today: dt.date, *, closes: bool) -> Settlement:
    """Print the settlement of ``month``, as it was if it is closed, then close it if ``closes``."""
    from tierslieu.cli.month_tables import print_month
    from tierslieu.cli.place_facts import read_facts
    from tierslieu.core.atomic import add_files
    from tierslieu.core.problems import Problems
    from tierslieu.months import closing, register_files
    from tierslieu.months.settlement import settle

    kept = closing.settlement_of(root, month)
    if kept is not None:
        console = Console(root)
        console.language = kept.locale  # the words of the closing, whatever the language of the place is now
        print_month(kept, console)
        CONSOLE.print_message("month.is_closed", month=month)
        return kept
    space = read_facts(root, today, CONSOLE, "config/", "vocabulary/")
    file = register_files.read(root, month)
    problems = [*register_files.folder_problems(root, today), *register_files.problems(space, file, month)]
    if problems:
        raise Problems(problems)
    settlement = settle(space, file.register, month)
    print_month(settlement, CONSOLE)
    if closes:
        with CONSOLE.alone(root):
            data = closing.close(file, settlement, today, closing.read_closed(root, month))
            add_files(root, {closing.closed_path(month): data})
        CONSOLE.print_message("month.done", month=month, file=closing.closed_path(month))
    return settlement


def _show_year(root: Path, year: str, today: dt.date, *, statements: bool) -> None:
    """Print the months of ``year`` together, and how many of them are closed; write the statements if asked to."""
    from tierslieu.cli.month_tables import print_month
    from tierslieu.cli.place_facts import read_facts
    from tierslieu.months.year import months_of, settle_year

    settlement = settle_year(read_facts(root, today, CONSOLE, "config/", "vocabulary/"), year)
    print_month(settlement, CONSOLE)
    months, closed = months_of(root, year)
    CONSOLE.print_message("month.year_state", year=year, count=len(months), closed=len(closed))
    if statements:
        _write_statements(root, settlement, today)


def _write_statements(root: Path, settlement: Settlement, today: dt.date) -> None:
    """Write the statements of each organisation beside the register, in a folder of the month or of the year."""
    from tierslieu.documents.statements import build_statements
    from tierslieu.loading.load import load
    from tierslieu.months import register_files

    install_document_tools(root)
    space, is_year = load(root, today), len(settlement.month) == _YEAR
    register = None if is_year else register_files.read(root, settlement.month).register
    with CONSOLE.progress("month.writing", 1):
        files = build_statements(space, settlement, register)
    CONSOLE.write_files(root, files, f"{register_files.FOLDER}/{settlement.month}")
