"""Whether the opening hours are understood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tierslieu.core import hours_reader
from tierslieu.core.finding import Finding
from tierslieu.core.paths import SPACE
from tierslieu.model import Space

_CODES = {"time": "hours.time", "impossible": "hours.impossible", "rule": "hours.rule"}


def hours_can_be_read(space: Space) -> Iterator[Finding]:
    """Opening hours are understood to the last word, in French, in English or in the format of OpenStreetMap."""
    value = space.identity.opening_hours
    faults = hours_reader.faults(value) if value is not None else ()
    if words := dict.fromkeys(fault.part for fault in faults if fault.kind == "word"):
        yield Finding("hours.word", SPACE, ("opening_hours",), {"part": ", ".join(words)})
    for fault in faults:
        if fault.kind == "word":
            continue
        values = {"part": fault.part}
        if fault.kind == "time":
            hour, minute = re.findall("[0-9]+", fault.part + " 00")[:2]
            values["instead"] = f"{int(hour):02}:{int(minute):02}"
        yield Finding(_CODES[fault.kind], SPACE, ("opening_hours",), values)
