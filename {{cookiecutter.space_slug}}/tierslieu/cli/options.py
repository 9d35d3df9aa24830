"""What commands share: the place, its voice, and the options that several of them take."""

from __future__ import annotations

import datetime as dt
import gettext
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from .console import Console

#: The place that holds this engine.
ROOT = Path(__file__).parent.parent.parent
CONSOLE = Console(ROOT)
# click speaks through gettext: its own words come in the language of the place too.
os.environ["LANGUAGE"] = CONSOLE.language
# Else pydantic reads what every library says of itself, in search of plugins that nobody wants.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
gettext.bindtextdomain("messages", Path(__file__).parent.parent / "i18n" / "click")
T = CONSOLE.text


def helped(code: str) -> dict[str, Any]:
    """What ``--help`` says of a command: the message ``help.CODE``, and its first line where commands are listed."""
    told = T(f"help.{code}")
    return {"help": told, "short_help": told.split("\n")[0]}


#: A date as it is said in France: the day first.
_SAID = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


class DayType(click.ParamType):  # type: ignore[type-arg]
    """A date written year-month-day, or day/month/year."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read ``2027-01-31`` or ``31/01/2027``."""
        if isinstance(value, dt.date):
            return value
        said = _SAID.fullmatch(value.strip())
        try:
            return dt.date(int(said[3]), int(said[2]), int(said[1])) if said else dt.date.fromisoformat(value.strip())
        except ValueError:
            self.fail(T("cli.date", value=value), param, ctx)


class Euros(click.ParamType):  # type: ignore[type-arg]
    """An amount as people write it."""

    name = "euros"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read ``1 280,50``."""
        from tierslieu.core.money import parse_amount

        try:
            return value if isinstance(value, Decimal) else parse_amount(value)
        except ValueError:
            self.fail(T("cli.euros", value=value), param, ctx)


TODAY = click.option(
    "--today",
    type=DayType(),
    default=lambda: dt.date.today().isoformat(),
    metavar=T("cli.metavar_date"),
    help=T("help.today"),
)
