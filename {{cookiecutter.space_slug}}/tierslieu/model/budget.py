"""``config/budget.yaml``: the assumptions of a three-year budget."""

from __future__ import annotations

from pydantic import Field

from .base import Amount, Key, Model, Text


class Cost(Model):
    """A yearly cost."""

    label: Text = Field(description="What it is, as written in the budget.")
    amount: Amount | None = Field(None, description="Euros a year; blank while unknown.")
    paid_by: Key | None = Field(None, description="The organisation that bears it; blank: a common cost, shared.")


class Subsidy(Model):
    """A yearly subsidy or donation."""

    label: Text = Field(description="Who gives it and for what.")
    amount: Amount | None = Field(None, description="Euros a year; blank while unknown.")
    received_by: Key = Field(description="The organisation that receives it.")


class Budget(Model):
    """The whole of ``config/budget.yaml``."""

    half_days_per_occasional: int = Field(
        2, ge=0, le=62, description="Half-days a month that an occasional coworker buys, on average."
    )
    opening_months: int = Field(12, ge=1, le=12, description="Months open in a year.")
    costs: tuple[Cost, ...] = Field(default_factory=tuple, description="Yearly costs.")
    subsidies: tuple[Subsidy, ...] = Field(default_factory=tuple, description="Yearly subsidies.")
