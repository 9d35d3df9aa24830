"""``./lieu confirm``: makes facts of what the kit proposes."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tierslieu.cli.options import CONSOLE, T, help_of, place_options

if TYPE_CHECKING:
    from tierslieu.finance.proposals import ProposedFact
    from tierslieu.model import Space


@click.command("confirm", **help_of("confirm"))
@click.argument("names", nargs=-1, metavar=T("cli.metavar_proposals"))
@click.option("--all", "everything", is_flag=True, help=T("help.confirm_all"))
@place_options
def command(root: Path, names: tuple[str, ...], everything: bool, today: dt.date) -> None:
    """Write the proposals called ``names``, or all, into ``config/``; without either, ask for each at a terminal."""
    from tierslieu.cli.event_prompts import known_name
    from tierslieu.cli.place_facts import read_facts
    from tierslieu.cli.proposal_list import proposal_line
    from tierslieu.finance.proposals import confirmed_files, proposals

    space = read_facts(root, today, CONSOLE, "config/", "vocabulary/")
    proposed = proposals(space)
    waiting = dict.fromkeys(fact.name for fact in proposed)
    names = tuple(known_name(name, waiting, "confirm.unknown") for name in names)
    if not proposed:
        CONSOLE.print_message("confirm.none")
        return
    if not everything and not names and not sys.stdin.isatty():
        CONSOLE.print_list("check.proposals", (proposal_line(fact, space, CONSOLE) for fact in proposed))
        return
    chosen = [fact for fact in proposed if everything or fact.name in names or (not names and _agreed(fact, space))]
    files = confirmed_files(root, chosen)
    for fact in chosen:
        CONSOLE.print_message("confirm.done", line=proposal_line(fact, space, CONSOLE))
    CONSOLE.print_message("confirm.written" if files else "confirm.unchanged", files=", ".join(files))


def _agreed(fact: ProposedFact, space: Space) -> bool:
    """Show a proposal, and why the kit makes it, and ask whether it is agreed; no by default."""
    from tierslieu.cli.proposal_list import proposal_line
    from tierslieu.i18n.formatting import translated

    click.echo(f"\n{proposal_line(fact, space, CONSOLE)}")
    click.echo(f"  {translated(fact.proposal.why, space.identity.language)}")
    return CONSOLE.confirms(T("confirm.ask"))
