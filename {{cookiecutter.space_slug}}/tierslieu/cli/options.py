"""What commands share: the place, its console, and the options that several of them take."""

from __future__ import annotations

import datetime as dt
import gettext
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from tierslieu.cache import up_to_date

from .console import Console

#: The place that holds this engine, spelled as the record of the last build spells it.
ROOT = Path(up_to_date.ROOT)
CONSOLE = Console(ROOT)
# click translates its own messages with gettext: this gives them the language of the place.
os.environ["LANGUAGE"] = CONSOLE.language
# For start-up time: otherwise pydantic reads the metadata of every installed library in search of plugins.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
gettext.bindtextdomain("messages", Path(__file__).parent.parent / "i18n" / "click")
#: A message of the catalogue in the language of the place, by its code.
T = CONSOLE.text


def help_of(code: str) -> dict[str, Any]:
    """The arguments of a command for ``--help``: the message ``help.CODE``; its first line in lists of commands."""
    text = T(f"help.{code}")
    return {"help": text, "short_help": text.split("\n")[0]}


#: A date as it is written in France: the day first.
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


class DateType(click.ParamType):  # type: ignore[type-arg]
    """A date: ``2027-01-31`` or ``31/01/2027``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """``value`` as a date; a usage error when it is none."""
        if isinstance(value, dt.date):
            return value
        match = _FRENCH_DATE.fullmatch(value.strip())
        try:
            if match:
                return dt.date(int(match[3]), int(match[2]), int(match[1]))
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            self.fail(T("cli.date", value=value), param, ctx)


class TimeType(click.ParamType):  # type: ignore[type-arg]
    """A time of day: ``14:00``, ``14h``, ``14h30``; empty for a whole day."""

    name = "hour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.time | None:
        """``value`` as a time; a usage error when it is none."""
        from tierslieu.events.csv_reader import read_time

        if value is None or isinstance(value, dt.time):
            return value
        if not value.strip():
            return None
        try:
            return read_time(value)
        except ValueError:
            self.fail(T("cli.hour", value=value), param, ctx)


class EurosType(click.ParamType):  # type: ignore[type-arg]
    """An amount in euros: ``1680``, ``1 280,50``."""

    name = "euros"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """``value`` as an amount; a usage error when it is none."""
        from tierslieu.core.money import parse_amount

        try:
            return value if isinstance(value, Decimal) else parse_amount(value)
        except ValueError:
            self.fail(T("cli.euros", value=value), param, ctx)


TODAY = click.option(
    "--today",
    type=DateType(),
    default=lambda: dt.date.today().isoformat(),
    metavar=T("cli.metavar_date"),
    help=T("help.today"),
)
