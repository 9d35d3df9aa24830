"""Activities made by a seeded generator: every kind of rule, with dates added, left out, moved and cancelled."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from tierslieu.core.opening_hours import WEEKDAYS
from tierslieu.model import Activity, Source
from tierslieu.schedule import recurrence

from . import factories

#: Beginnings are around a change of hour, and around the end of a year.
_SEASONS = (dt.date(2026, 12, 1), dt.date(2027, 3, 1), dt.date(2027, 9, 20))
_PLACES = (None, None, "Mairie, salle 2", "En ligne; lien par courriel", "Chez l’habitant·e\nau fond")


def activities(chance: random.Random, names: Sequence[str], *, zone: str | None) -> Iterator[Source[Activity]]:
    """Up to four activities called by one of ``names``; those with school holidays only where there is a ``zone``."""
    formats = sorted(factories.vocabulary().activity_formats)
    for index in range(chance.randint(0, 4)):
        about: dict[str, Any] = {
            "title": chance.choice(names),
            "format": chance.choice(formats),
            "service": chance.choice(("mediation", "mediation", "coworking", "support")),
            "example": chance.choice(("oui", "non")),
            "place": chance.choice(_PLACES),
            "capacity": chance.choice((None, 12)),
            "registration": chance.choice((None, "https://exemple.fr/?a=1&b=2;c", "bonjour@exemple.fr")),
            "online": chance.choice((None, "https://visio.exemple.fr/salle,1")),
            "status": chance.choice(("confirmed",) * 9 + ("cancelled",)),
        }
        yield factories.activity(f"activity-{index}", **about, **_dates(chance, zone))


def _dates(chance: random.Random, zone: str | None) -> dict[str, Any]:
    day = chance.choice(_SEASONS) + dt.timedelta(days=chance.randrange(60))
    hour, all_day = chance.choice(((9, 0), (14, 0), (18, 30), (23, 0))), chance.random() < 0.2
    begin = dt.datetime.combine(day, dt.time(0 if all_day else hour[0], 0 if all_day else hour[1]))
    rule = chance.choice((None, *_rules(chance, begin)))
    if rule:
        begin = next(iter(recurrence.series(rule, begin)))
    # What lasts over a night has one date: calendars differ on how long the night of a change of hour lasts.
    length = dt.timedelta(days=chance.randint(0, 2)) if all_day else dt.timedelta(minutes=chance.choice((30, 90, 240)))
    if not rule and not all_day:
        length *= chance.choice((1, 9))
    elif not all_day and (begin + length).date() > begin.date():
        length = dt.timedelta(minutes=30)
    pattern = "%Y-%m-%d" if all_day else "%Y-%m-%d %H:%M"
    dates: dict[str, Any] = {"start": f"{begin:{pattern}}", "end": f"{begin + length:{pattern}}", "rrule": rule}
    if rule or chance.random() < 0.3:
        dates |= _differing(chance, begin, rule, all_day)
    if rule and rule.startswith(("FREQ=WEEKLY", "FREQ=DAILY")) and chance.random() < 0.6:
        dates["skip"] = chance.choice(
            (["public_holidays"], ["public_holidays", *(["school_holidays"] if zone else [])])
        )
    return dates


def _rules(chance: random.Random, begin: dt.datetime) -> tuple[str, ...]:
    weekday = WEEKDAYS[begin.weekday()].upper()
    end = chance.choice(("", f";COUNT={chance.randint(6, 30)}", f";UNTIL={begin + dt.timedelta(days=300):%Y%m%d}",
                         f";UNTIL={begin + dt.timedelta(days=200):%Y%m%dT%H%M%S}Z"))  # fmt: skip
    rank = (begin.day - 1) // 7 + 1
    return tuple(
        rule + end
        for rule in (
            f"FREQ=WEEKLY;BYDAY={weekday}",
            f"FREQ=WEEKLY;INTERVAL=2;BYDAY={','.join(sorted({weekday, 'SA'}))}",
            "FREQ=DAILY;INTERVAL=3",
            f"FREQ=MONTHLY;BYDAY={rank if rank < 5 else -1}{weekday}",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            f"FREQ=MONTHLY;BYDAY={weekday};BYSETPOS=-1",
            "FREQ=YEARLY",
        )
    )


def _differing(chance: random.Random, begin: dt.datetime, rule: str | None, all_day: bool) -> dict[str, Any]:
    """Dates of the series that differ, each in one way; and some that are added, on other days."""
    last = begin + dt.timedelta(days=500)
    series = takewhile(lambda date: date < last, recurrence.series(rule, begin)) if rule else iter([begin])
    days = [date.date() for date in series]
    free = [day for number in range(1, 120) if (day := begin.date() + dt.timedelta(days=number)) not in days]
    added = sorted(chance.sample(free, chance.randint(0 if rule else 1, 3)))
    picked = chance.sample(days[1:], min(len(days) - 1, chance.randint(0, 4)))
    moved = [
        {"date": day.isoformat(), "start": chance.choice(_elsewhen(day, all_day)), "place": chance.choice(_PLACES)}
        for day in (*picked[:2], *added[:1])
    ]
    return {
        "added": [day.isoformat() if all_day or chance.random() < 0.5 else f"{day} 09:15" for day in added],
        "exceptions": [day.isoformat() for day in picked[3:]],
        "cancelled": [day.isoformat() for day in picked[2:3]],
        "moved": moved,
    }


def _elsewhen(day: dt.date, all_day: bool) -> tuple[str, ...]:
    later = day + dt.timedelta(days=1)
    return (later.isoformat(),) if all_day else (later.isoformat(), f"{later} 08:00")
