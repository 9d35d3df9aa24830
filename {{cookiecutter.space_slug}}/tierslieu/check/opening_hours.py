"""Opening hours that programs can read, told in words where they can't."""

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
    """Opening hours are written as OpenStreetMap writes them; what is richer than days and hours is let through."""
    value = space.identity.opening_hours
    for fault in opening_hours.faults(value) if value is not None else ():
        values = {"part": fault.part, "instead": _instead(space, fault) or "–"}
        yield Finding(_CODES[fault.kind], SPACE, ("opening_hours",), values)


def _instead(space: Space, fault: opening_hours.ParseFault) -> str | None:
    """What was probably meant."""
    if fault.kind == "time":
        hour, minute = re.findall("[0-9]+", fault.part + " 00")[:2]
        return f"{int(hour):02}:{int(minute):02}"
    return _word(space, fault.part.lower()) if fault.kind == "word" else None


def _word(space: Space, typed: str) -> str | None:
    """The word of OpenStreetMap for a day or a state typed in a language that the place knows."""
    for code, locale in space.vocabulary.locales.items():
        words = LocaleFormatter(code, locale.strings)
        named = {day: words.weekday(day) for day in opening_hours.WEEKDAYS} | {"off": words.t("hours_closed")}
        named |= {day: words.t(key) for day, key in opening_hours.HOLIDAYS.items()}
        for meant, name in named.items():
            if len(typed) > 1 and (name.lower().startswith(typed) or meant.lower() == typed):
                return meant
    return None
