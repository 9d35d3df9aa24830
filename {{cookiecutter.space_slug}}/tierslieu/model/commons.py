"""``config/commons.yaml``: who funded which improvement, and who uses it."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from .base import Amount, Model, Text


class Improvement(Model):
    """A piece of work given to the commons: one pays, others use."""

    title: Text = Field(description="What was made, in a few words.")
    funded_by: Text = Field(description="Who paid for it, in money or in time.")
    amount: Amount | None = Field(None, description="What it cost, in euros.")
    days: float | None = Field(None, ge=0, description="Days of work that it took.")
    date: dt.date | None = Field(None, description="When it was given.")
    used_by: tuple[Text, ...] = Field(
        default_factory=tuple, description="The places that use it, each by its name: 1 pays, these use."
    )


class Commons(Model):
    """The whole of ``config/commons.yaml``."""

    improvements: tuple[Improvement, ...] = Field(default_factory=tuple, description="Oldest first.")
