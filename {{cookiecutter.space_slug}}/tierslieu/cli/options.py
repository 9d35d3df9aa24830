"""What commands share: the place, its console, and the options that several of them take."""

from __future__ import annotations

import datetime as dt
import gettext
import os
import re
from collections.abc import Callable
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


class ParsedType(click.ParamType):  # type: ignore[type-arg]
    """A value that ``parse`` reads; its ``ValueError`` becomes a usage error with the message ``cli.NAME``."""

    def __init__(self, name: str, parse: Callable[[str], Any]):
        self.name, self._parse = name, parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """``value`` if it is no string, else what it says."""
        try:
            return self._parse(value) if isinstance(value, str) else value
        except ValueError:
            self.fail(T(f"cli.{self.name}", value=value), param, ctx)


def _parse_date(text: str) -> dt.date:
    match = _FRENCH_DATE.fullmatch(text.strip())
    return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else dt.date.fromisoformat(text.strip())


def _parse_time(text: str) -> dt.time | None:
    from tierslieu.events.csv_reader import read_time

    return read_time(text) if text.strip() else None


def _parse_euros(text: str) -> Decimal:
    from tierslieu.core.money import parse_amount

    return parse_amount(text)


#: A date: ``2027-01-31`` or ``31/01/2027``.
DATE = ParsedType("date", _parse_date)
#: A time of day: ``14:00``, ``14h``, ``14h30``; None, for a whole day, if empty.
TIME = ParsedType("hour", _parse_time)
#: An amount in euros: ``1680``, ``1 280,50``.
EUROS = ParsedType("euros", _parse_euros)


def place_options(function: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the folder of the place, and the option ``--today``."""
    today, metavar = lambda: dt.date.today().isoformat(), T("cli.metavar_date")
    option = click.option("--today", type=DATE, default=today, metavar=metavar, help=T("help.today"))
    return option(click.pass_obj(function))
