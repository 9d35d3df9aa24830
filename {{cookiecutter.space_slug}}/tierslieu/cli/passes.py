"""Passes at the desk: printing new ones, saying what a number is."""

from __future__ import annotations

from tierslieu.core.atomic import add_files
from tierslieu.core.problems import Problem
from tierslieu.documents import pass_cards, pass_numbers
from tierslieu.model import Space

from .console import Console


def print_passes(space: Space, count: int, name: str | None, series: str | None, voice: Console) -> None:
    """Make the sheet of the first ``count`` cards of a series and note them in the register; raises ``Problems``."""
    guessable = pass_numbers.default_series(space.today)
    wanted = pass_numbers.printed(guessable if series is None else series, pass_numbers.choose(space, name), count)
    before = pass_numbers.read_register(space.root)
    with voice.progress("passes.printing", 1):
        pdf = pass_cards.render(space, wanted)
    register = pass_numbers.register_text(pass_numbers.registered(before, wanted), voice.text("passes.header"))
    file = f"{wanted.book}-{pass_numbers.signature(space.identity.slug, wanted)}.pdf"
    add_files(space.root / pass_numbers.FOLDER, {pass_numbers.REGISTER: register.encode("utf-8"), file: pdf})
    voice.say("passes.done", count=count, series=wanted.series, file=f"{pass_numbers.FOLDER}/{file}")
    if known := pass_numbers.known_count(before, wanted):
        voice.say("passes.again", count=min(known, count))
    if wanted.series == guessable:
        voice.say("passes.guessable")


def recognise(space: Space, number: str, name: str | None, series: str | None, voice: Console) -> bool:
    """Say what ``number`` is, and whether the place made it: in ``series`` or, without one, in those printed here."""
    if series is None:
        known = [one for one in pass_numbers.read_register(space.root).series if name in (None, one.book)]
    else:
        books = [pass_numbers.choose(space, name)] if name else space.prices.passes
        known = [pass_numbers.printed(series, book, pass_numbers.MOST_CARDS) for book in books]
    found = pass_numbers.identify(number, space.identity.slug, known)
    if isinstance(found, Problem):
        voice.problems([found])
        return False
    what = {"number": found.number, "card": found.card, "pass": found.printed.book, "series": found.printed.series}
    if found.rank is None:
        voice.say("passes.card", **what)
    else:
        voice.say("passes.ticket", rank=found.rank, **what)
    voice.say("passes.used")
    return True
