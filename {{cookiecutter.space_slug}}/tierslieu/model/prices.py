"""``config/prices.yaml``: what is sold, to whom, and the amounts, by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .base import Amount, Key, Model, Text, YesNo, in_force, section
from .identity import ServiceName

Kind = Literal["desk", "office", "room", "membership", "printing", "other"]


class Offer(Model):
    """Something sold by the unit."""

    service: ServiceName = Field(description="The service it belongs to, and so who invoices it.")
    unit: Key = Field(description="What one price buys: a file of vocabulary/price_units/.")
    kind: Kind = Field("desk", description="What is sold; prices of the same kind are compared.")
    thing: Key | None = Field(None, description="Which one, where several are sold: the short name of a room.")
    label: Text | None = Field(None, description="Name shown; blank: made from the kind and the unit.")
    vat: Key = Field("normal", description="Rate when its seller charges VAT: a file of vocabulary/vat_rates/.")


class GoldenTicket(Model):
    """The free try that a pass holds, to be given to an acquaintance."""

    count: int = Field(1, ge=1, le=20, description="How many in each pass.")
    opens: Key | None = Field(None, description="The offer that it opens; blank while undecided.")
    for_whom: Text | None = Field(None, description="Who may use it; blank while undecided.")
    validity_months: int | None = Field(None, ge=1, le=120, description="Months from the sale; blank while undecided.")
    until: dt.date | None = Field(None, description="Last day, whatever the sale.")
    once_per_person: YesNo | None = Field(
        None, description="Whether one person may use only one, ever; blank while undecided."
    )


class Pass(Model):
    """A book of uses paid in advance (*carnet*)."""

    service: ServiceName = Field(description="The service it belongs to, and so who sells it.")
    uses: int | None = Field(None, ge=2, description="Number of uses; blank while unknown.")
    unit: Key = Field(description="The offer that one use opens.")
    label: Text | None = Field(None, description="Name shown; blank: made from the number of uses, once known.")
    validity_months: int | None = Field(None, ge=1, le=120, description="Months from the sale; blank while undecided.")
    transferable: YesNo | None = Field(None, description="Whether others may use it; blank while undecided.")
    also_opens: tuple[ServiceName, ...] = Field(default_factory=tuple, description="Other services that a use opens.")
    golden_ticket: Annotated[
        GoldenTicket | None, BeforeValidator(section, json_schema_input_type=GoldenTicket | YesNo | None)
    ] = Field(None, description="The free try to give away: non, oui, or its rules.")


class Grid(Model):
    """The amounts in force from a date until the next grid, in euros."""

    start: dt.date | None = Field(None, alias="from", description="First day; blank for the opening grid.")
    amounts: dict[Key, Amount | None] = Field(description="Full price by offer or pass; blank while unknown.")
    reduced: dict[Key, Amount] = Field(default_factory=dict, description="Reduced price, where there is one.")
    solidarity: dict[Key, Amount] = Field(default_factory=dict, description="Solidarity price, where there is one.")
    free: tuple[Key, ...] = Field(
        default_factory=tuple, description="Offers free for those named under audiences.free."
    )

    def prices(self) -> Iterator[tuple[str, str, Decimal | None]]:
        """Every price as audience, offer or pass, amount: the full prices first."""
        for audience, amounts in (("full", self.amounts), ("reduced", self.reduced), ("solidarity", self.solidarity)):
            for key, amount in amounts.items():
                yield audience, key, amount


class Prices(Model):
    """The whole of ``config/prices.yaml``."""

    basis: Literal["ttc", "ht"] = Field("ttc", description="Whether amounts include VAT (ttc) or not (ht).")
    audiences: dict[Literal["reduced", "solidarity", "free"], Text | None] = Field(
        default_factory=dict, description="Who has each of the other prices, in words."
    )
    coworkers_join_free: YesNo | None = Field(
        None, description="Whether coworkers take part free in the activities of digital mediation; blank: undecided."
    )
    offers: dict[Key, Offer] = Field(default_factory=dict, description="By short name.")
    passes: dict[Key, Pass] = Field(default_factory=dict, description="By short name.")
    grids: tuple[Grid, ...] = Field(min_length=1, description="Oldest first; the past is never rewritten.")

    def opened(self, key: str) -> Offer | None:
        """The offer called ``key`` or, for a pass, the offer that a use opens; None for anything else."""
        book = self.passes.get(key)
        return self.offers.get(book.unit if book else key)

    def service(self, key: str) -> ServiceName | None:
        """The service that sells an offer or a pass; None for anything else."""
        entry = self.passes.get(key) or self.offers.get(key)
        return entry.service if entry else None

    def grid(self, today: dt.date) -> Grid:
        """The grid in force on ``today``: the last that has begun, else the first."""
        return in_force(self.grids, today) or self.grids[0]

    def next_grid(self, today: dt.date) -> Grid | None:
        """The grid after the one in force on ``today``, if there is one."""
        current = self.grids.index(self.grid(today))
        return self.grids[current + 1] if current + 1 < len(self.grids) else None
