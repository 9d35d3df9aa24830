"""``config/prices.yaml``: what is sold, and the amounts, by date."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from .base import Amount, Key, Model, Text, YesNo
from .identity import ServiceName

Unit = Literal["half_day", "day", "month"]


class Offer(Model):
    """Something sold by the unit of time."""

    service: ServiceName = Field(description="The service it belongs to, and so who invoices it.")
    unit: Unit = Field(description="What one price buys.")
    label: Text | None = Field(None, description="Name shown; blank: the name of the unit.")


class Pass(Model):
    """A book of uses paid in advance (*carnet*)."""

    service: ServiceName = Field(description="The service it belongs to.")
    uses: int = Field(ge=2, description="Number of uses.")
    unit: Key = Field(description="The offer that one use opens.")
    label: Text | None = Field(None, description="Name shown; blank: made from the number of uses.")
    golden_ticket: YesNo = Field(False, description="Whether each pass holds a free try to give to an acquaintance.")


class Grid(Model):
    """The amounts in force from a date until the next grid."""

    start: dt.date | None = Field(None, alias="from", description="First day; blank for the opening grid.")
    amounts: dict[Key, Amount | None] = Field(description="Amount in euros by offer or pass; blank while unknown.")


class Prices(Model):
    """The whole of ``config/prices.yaml``."""

    basis: Literal["ttc", "ht"] = Field("ttc", description="Whether amounts include VAT (ttc) or not (ht).")
    offers: dict[Key, Offer] = Field(default_factory=dict, description="By short name.")
    passes: dict[Key, Pass] = Field(default_factory=dict, description="By short name.")
    grids: tuple[Grid, ...] = Field(min_length=1, description="Oldest first; the past is never rewritten.")

    def grid(self, today: dt.date) -> Grid:
        """The grid in force on ``today``: the last that has begun, else the first."""
        begun = [grid for grid in self.grids if grid.start is None or grid.start <= today]
        return begun[-1] if begun else self.grids[0]
