"""What 5,000 events cost: reading their files, checking their dates, their calendars, their feed, a year of agenda.

The pages of the site are not counted here: ``bench_site`` has them.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from timing import demo_place

EVENTS = 5000
#: One in so many is a series of two years, with its days off.
SERIES = 20
#: Seconds more than without any event. Those of the processor decide: one process does all, and others don't disturb.
LIMIT = 2.0
ROUNDS = 5
FOLDER = "content/fr/activities"

_AGENDA = """
import datetime as dt
import time
from pathlib import Path
from tierslieu import agenda
from tierslieu.exports import atom, ics
from tierslieu.loading.load import load

space = load(Path.cwd(), dt.date(2026, 12, 1))
files = ics.build(space) | atom.build(space)
agenda.occurrences(space, "fr", space.today, space.today + dt.timedelta(days=366))
assert len(files) > 1
print(time.process_time())
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
_FORMATS = (("papycamp", "mediation"), ("cowocamp", "coworking"), ("barcamp", "mediation"))


class Cost(NamedTuple):
    """Seconds of processor, and seconds by the clock from the start of the command to its end."""

    cpu: float
    clock: float


def main() -> bool:
    """Measure, print, and say whether it is within its limit."""
    with demo_place() as (place, environment):
        environment |= {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
        folders = {"no event": place / "content/without", f"{EVENTS} events": place / "content/full"}
        empty, full = folders.values()
        empty.mkdir()
        _write(full)
        shutil.rmtree(place / FOLDER)

        def cost(folder: Path) -> Cost:
            (place / FOLDER).symlink_to(folder, target_is_directory=True)
            command = [sys.executable, "-P", "-c", _AGENDA]
            start = time.perf_counter()
            done = subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True, text=True)
            clock = time.perf_counter() - start
            (place / FOLDER).unlink()
            return Cost(float(done.stdout), clock)

        taken: dict[str, list[Cost]] = {label: [] for label in folders}
        for _ in range(ROUNDS):
            for label, folder in folders.items():
                taken[label].append(cost(folder))
        print(f"The agenda of {EVENTS} events, read, checked, written, n={ROUNDS}:")
        for label, costs in taken.items():
            cpu, clock = ([getattr(one, field) for one in costs] for field in Cost._fields)
            print(
                f"  {label}: median {statistics.median(cpu):.2f} s of CPU, {statistics.median(clock):.2f} s by the clock"
            )
        more = Cost(*(
            statistics.median(getattr(b, field) - getattr(a, field) for a, b in zip(*taken.values(), strict=True))
            for field in Cost._fields
        ))  # fmt: skip
        within = more.cpu <= LIMIT
        told = f"{more.cpu:.2f} s of CPU more (limit {LIMIT:.0f} s{'' if within else ': ABOVE'})"
        print(f"  {told}, {more.clock:.2f} s by the clock\n")
        return within


def _write(folder: Path) -> None:
    folder.mkdir()
    for number in range(EVENTS):
        form, service = _FORMATS[number % 3]
        day = f"2027-{1 + number % 12:02}-{1 + number % 28:02}"
        more = "rrule: FREQ=WEEKLY;COUNT=104\nskip: [public_holidays]\n" if number % SERIES == 0 else ""
        hour = 9 + number % 8
        text = _EVENT.format(number=number, format=form, service=service, day=day, hour=hour, end=hour + 1, more=more)
        (folder / f"rendez-vous-{number:04}.md").write_text(text, encoding="utf-8")
