"""What 5,000 events cost: reading their files, checking their dates, their calendars, their feed, a year of agenda.

The pages of the site are not counted here: ``bench_site`` has them.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from sidebyside import Runner, demo, measure

EVENTS = 5000
#: One in so many is a series of two years, with its days off.
SERIES = 20
#: Seconds more than without any event, on two cores.
LIMIT = 2.0
ROUNDS = 5
FOLDER = "content/fr/activities"

_AGENDA = """
import datetime as dt
from pathlib import Path
from tierslieu import agenda
from tierslieu.exports import atom, ics
from tierslieu.load import load

space = load(Path.cwd(), dt.date(2026, 12, 1))
files = ics.build(space) | atom.build(space)
agenda.occurrences(space, "fr", space.today, space.today + dt.timedelta(days=366))
print(len(files))
"""
_EVENT = """---
title: Rendez-vous {number}
format: {format}
start: {day} {hour:02}:00
end: {day} {end:02}:30
service: {service}
description: "Un rendez-vous parmi d’autres, autour d’un café."
{more}---
Venez comme vous êtes.
"""
_FORMATS = (("papycamp", "mediation"), ("cowocamp", "coworking"), ("barcamp", "support"))


def main() -> bool:
    """Measure, print, and say whether it is within its limit."""
    with demo() as (place, environment):
        command = [sys.executable, "-P", "-c", _AGENDA]
        environment = environment | {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
        folder = place / FOLDER
        kept = folder.with_name("without")
        full = folder.with_name("full")
        shutil.rmtree(folder)
        kept.mkdir()
        _write(full)

        def use(chosen: Path) -> None:
            if folder.is_symlink():
                folder.unlink()
            folder.symlink_to(chosen, target_is_directory=True)

        def run() -> None:
            subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)

        empty = Runner("no event", run, lambda: use(kept))
        many = Runner(f"{EVENTS} events", run, lambda: use(full))
        measure([empty, many], ROUNDS)
        more = statistics.median(b - a for a, b in zip(empty.seconds, many.seconds, strict=True))
        print(f"The agenda of {EVENTS} events, read, checked, written, n={ROUNDS}:")
        for runner in (empty, many):
            low, high = min(runner.seconds), max(runner.seconds)
            print(f"  {runner.label}: median {statistics.median(runner.seconds):.2f} s, from {low:.2f} to {high:.2f} s")
        print(f"  {more:.2f} s more, limit {LIMIT:.0f} s{'' if more <= LIMIT else ': ABOVE'}\n")
        return more <= LIMIT


def _write(folder: Path) -> None:
    folder.mkdir()
    for number in range(EVENTS):
        form, service = _FORMATS[number % 3]
        day = f"2027-{1 + number % 12:02}-{1 + number % 28:02}"
        more = "rrule: FREQ=WEEKLY;COUNT=104\nskip: [public_holidays]\n" if number % SERIES == 0 else ""
        hour = 9 + number % 8
        text = _EVENT.format(number=number, format=form, service=service, day=day, hour=hour, end=hour + 1, more=more)
        (folder / f"rendez-vous-{number:04}.md").write_text(text, encoding="utf-8")
