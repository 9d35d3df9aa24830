"""``config/organisations.yaml``: who the organisations are, who runs what, how money is shared."""

from __future__ import annotations

from pydantic import Field

from .base import Key, Model, Percent, Text
from .identity import ServiceName


class Organisation(Model):
    """A legal person that runs a part of the place, or will once it is created."""

    name: Text | None = Field(None, description="Registered name; blank while unknown.")
    legal_form: Key = Field(description="A file of vocabulary/legal_forms/.")
    siret: Text | None = Field(None, pattern=r"^[0-9]{14}$", description="SIRET of its seat, 14 digits.")
    rna: Text | None = Field(None, pattern=r"^W[0-9A-Z]{9}$", description="RNA number of an association.")
    address: Text | None = Field(None, description="Seat, on one line.")
    representative: Text | None = Field(None, description="Role and name of its legal representative.")


class Service(Model):
    """Who runs a service, and so invoices and insures it."""

    operator: Key = Field(description="A key of organisations.")


class CommonCosts(Model):
    """How the costs that no service causes alone are shared."""

    shares: dict[Key, Percent] = Field(default_factory=dict, description="Percent by organisation; adds up to 100.")


class Solidarity(Model):
    """The share of paying income that pays for free uses."""

    percent: Percent | None = Field(None, description="Percent of coworking income.")


class Organisations(Model):
    """The whole of ``config/organisations.yaml``."""

    governance_model: Key = Field(description="A file of vocabulary/governance_models/.")
    organisations: dict[Key, Organisation] = Field(min_length=1, description="By short name.")
    services: dict[ServiceName, Service] = Field(default_factory=dict, description="Who runs each service.")
    common_costs: CommonCosts = Field(default_factory=CommonCosts)
    solidarity: Solidarity = Field(default_factory=Solidarity)  # type: ignore[arg-type]
