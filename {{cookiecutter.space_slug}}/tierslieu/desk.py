"""Passes at the desk: printing new ones, saying what a number is."""

from __future__ import annotations

from tierslieu import passes
from tierslieu.console import Voice
from tierslieu.documents import sheet
from tierslieu.model import Space
from tierslieu.problems import Problem
from tierslieu.write import add_files


def print_passes(space: Space, count: int, name: str | None, series: str | None, voice: Voice) -> None:
    """Make the sheet of the first ``count`` cards of a series and note them in the register; raises ``Problems``."""
    guessable = passes.default_series(space.today)
    wanted = passes.printed(guessable if series is None else series, passes.choose(space, name), count)
    before = passes.read_register(space.root)
    with voice.progress("passes.printing", 1):
        pdf = sheet.render(space, wanted)
    register = passes.register_text(passes.registered(before, wanted), voice.text("passes.header"))
    file = f"{wanted.book}-{passes.signature(space.identity.slug, wanted)}.pdf"
    add_files(space.root / passes.FOLDER, {passes.REGISTER: register.encode("utf-8"), file: pdf})
    voice.say("passes.done", count=count, series=wanted.series, file=f"{passes.FOLDER}/{file}")
    if known := passes.known_count(before, wanted):
        voice.say("passes.again", count=min(known, count))
    if wanted.series == guessable:
        voice.say("passes.guessable")


def recognise(space: Space, number: str, name: str | None, series: str | None, voice: Voice) -> bool:
    """Say what ``number`` is, and whether the place made it: in ``series`` or, without one, in those printed here."""
    if series is None:
        known = [one for one in passes.read_register(space.root).series if name in (None, one.book)]
    else:
        books = [passes.choose(space, name)] if name else space.prices.passes
        known = [passes.printed(series, book, passes.MOST_CARDS) for book in books]
    found = passes.identify(number, space.identity.slug, known)
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
