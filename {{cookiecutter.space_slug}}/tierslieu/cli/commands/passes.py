"""``./lieu passes``: prints numbered passes, or identifies a number."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.libraries import install_document_tools
from tierslieu.cli.options import CONSOLE, T, help_of, place_options

if TYPE_CHECKING:
    from tierslieu.documents.pass_numbers import RecognisedPass
    from tierslieu.model import Space


@click.command("passes", **help_of("passes"))
@click.option("--count", type=click.IntRange(1, 2000), metavar=T("cli.metavar_count"), help=T("help.count"))
@click.option("--pass", "name", metavar=T("cli.metavar_pass"), help=T("help.pass"))
@click.option("--series", metavar=T("cli.metavar_series"), help=T("help.series"))
@click.option("--verify", "number", metavar=T("cli.metavar_number"), help=T("help.verify"))
@place_options
def command(
    root: Path, count: int | None, name: str | None, series: str | None, number: str | None, today: dt.date
) -> None:
    """Print ``count`` passes, or identify ``number``; exit with status 1 if it may not be used."""
    from tierslieu.check.apply_rules import checked_facts
    from tierslieu.loading.load import load

    if number is not None and count is None:
        # The rules are not checked: a number must be recognised even while the prices are being corrected.
        sys.exit(0 if _identify(load(root, today), number, name, series) else 1)
    elif count is not None and number is None:
        space = checked_facts(root, today)
        install_document_tools(root)
        _print_passes(space, count, name, series)
    else:
        raise click.UsageError(T("passes.what"))


def _print_passes(space: Space, count: int, name: str | None, series: str | None) -> None:
    """Write the sheet of the first ``count`` cards of a series and add them to the register; raises ``Problems``."""
    from tierslieu.cli.proposal_list import proposal_line
    from tierslieu.core.atomic import add_files
    from tierslieu.documents import pass_cards, pass_numbers

    default_series = pass_numbers.default_series(space.today)
    book = pass_numbers.choose_pass(space, name)
    printed = pass_numbers.printed_series(default_series if series is None else series, book, count)
    register = pass_numbers.read_register(space.root)
    with CONSOLE.progress("passes.printing", 1):
        pdf = pass_cards.render(space, printed)
    register_text = pass_numbers.register_text(pass_numbers.registered(register, printed), T("passes.header"))
    file = f"{book}-{pass_numbers.signature(space.identity.slug, printed)}.pdf"
    add_files(space.root / pass_numbers.FOLDER, {pass_numbers.REGISTER: register_text.encode("utf-8"), file: pdf})
    CONSOLE.print_message("passes.done", count=count, series=printed.series, file=f"{pass_numbers.FOLDER}/{file}")
    if reprinted := pass_numbers.printed_count(register, printed):
        CONSOLE.print_message("passes.again", count=min(reprinted, count))
    rules = pass_cards.proposed_rules(space, book)
    CONSOLE.print_list("passes.proposed", (proposal_line(fact, space, CONSOLE) for fact in rules))
    if printed.series == default_series:
        CONSOLE.print_message("passes.guessable")


def _identify(space: Space, number: str, name: str | None, series: str | None) -> bool:
    """Print what ``number`` is, in ``series`` or else in those of the register; returns whether it may be used."""
    from tierslieu.core.problems import Problem
    from tierslieu.documents import pass_numbers

    if series is None:
        register = pass_numbers.read_register(space.root)
        candidates = [printed for printed in register.series if name in (None, printed.book)]
    else:
        books = [pass_numbers.choose_pass(space, name)] if name else space.prices.passes
        candidates = [pass_numbers.printed_series(series, book, pass_numbers.MOST_CARDS) for book in books]
    result = pass_numbers.identify(number, space.identity.slug, candidates)
    if isinstance(result, Problem):
        CONSOLE.print_problems([result])
        return False
    printed = result.printed
    values = {"number": result.number, "card": result.card, "pass": printed.book, "series": printed.series}
    CONSOLE.print_message("passes.card" if result.rank is None else "passes.ticket", rank=result.rank, **values)
    return _print_history(space, result)


def _print_history(space: Space, result: RecognisedPass) -> bool:
    """Print what the register of numbers says of a pass or ticket; returns whether it may still be used."""
    from tierslieu.documents import pass_uses

    events = pass_uses.read_events(space.root)
    if events is None:
        CONSOLE.print_message("passes.used")
        return True
    history, book = pass_uses.history(events, result.number), space.prices.passes.get(result.printed.book)
    if history.sold:
        CONSOLE.print_message("passes.sold", date=history.sold)
    if result.rank is not None:
        if history.used:
            CONSOLE.print_message("passes.ticket_used", date=history.last_use or "?")
        else:
            CONSOLE.print_message("passes.ticket_left")
        return not history.used
    left = history.left(book) if book else None
    last_day = history.last_day(book.validity_months) if book else None
    if last_day:
        CONSOLE.print_message("passes.last_day", date=last_day)
    if book is None or left is None:
        CONSOLE.print_message("passes.count", used=history.used)
        return True
    code = "passes.overused" if left < 0 else "passes.left"
    CONSOLE.print_message(code, uses=book.uses, used=history.used, left=abs(left))
    return left > 0 and (last_day is None or last_day >= space.today)
