"""The form of the opening hours, with a correction where one can be guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tierslieu.core import opening_hours
from tierslieu.core.finding import Finding
from tierslieu.core.paths import SPACE
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space

_CODES = {"word": "hours.word", "time": "hours.time", "impossible": "hours.impossible", "rule": "hours.rule"}


def hours_can_be_read(space: Space) -> Iterator[Finding]:
    """Opening hours follow the opening_hours format of OpenStreetMap; parts that the kit does not parse are accepted."""
    value = space.identity.opening_hours
    for fault in opening_hours.faults(value) if value is not None else ():
        values = {"part": fault.part, "instead": _correction(space, fault) or "–"}
        yield Finding(_CODES[fault.kind], SPACE, ("opening_hours",), values)


def _correction(space: Space, fault: opening_hours.ParseFault) -> str | None:
    """The probable correction of a fault."""
    if fault.kind == "time":
        hour, minute = re.findall("[0-9]+", fault.part + " 00")[:2]
        return f"{int(hour):02}:{int(minute):02}"
    return _keyword(space, fault.part.lower()) if fault.kind == "word" else None


def _keyword(space: Space, typed: str) -> str | None:
    """The keyword of OpenStreetMap for a day, or for closed, typed in a language of the vocabulary."""
    for code, locale in space.vocabulary.locales.items():
        formatter = LocaleFormatter(code, locale.strings)
        names = {day: formatter.weekday(day) for day in opening_hours.WEEKDAYS} | {"off": formatter.t("hours_closed")}
        names |= {day: formatter.t(key) for day, key in opening_hours.HOLIDAYS.items()}
        for keyword, name in names.items():
            if len(typed) > 1 and (name.lower().startswith(typed) or keyword.lower() == typed):
                return keyword
    return None
