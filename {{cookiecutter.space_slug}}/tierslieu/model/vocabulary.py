"""The files of ``vocabulary/``: facts about the world that all places share."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Key, Model, Text, YesNo
from .identity import ServiceName


class LegalForm(Model):
    """A kind of legal person."""

    label: dict[Key, Text] = Field(description="Name by language.")
    article: dict[Key, Text] = Field(description="Name with its article, lower case: l'association.")
    organs: dict[Key, Text] = Field(default_factory=dict, description="Names of its assembly and its executive.")
    representative: Text | None = Field(None, description="The usual role of its legal representative.")
    identifiers: tuple[Literal["siret", "rna"], ...] = Field(("siret",), description="Registers that number it.")
    sources: tuple[Text, ...] = Field(description="Laws and their dates.")


class ActivityFormat(Model):
    """A kind of activity."""

    label: dict[Key, Text] = Field(description="Name by language.")
    purpose: dict[Key, Text] = Field(description="What it is for, one or two sentences by language.")
    audience: dict[Key, Text] = Field(description="Who it is for, by language.")
    duration_minutes: int = Field(ge=1, description="Usual length.")
    free_for_coworkers: YesNo = Field(True, description="Whether coworkers take part free.")
    schema_type: Text = Field("Event", description="Type in schema.org.")


class Role(Model):
    """A place that an organisation takes in a governance model."""

    legal_form: Key = Field(description="A file of vocabulary/legal_forms/.")
    services: tuple[ServiceName, ...] = Field(description="The services it runs unless the answers say otherwise.")


class GovernanceModel(Model):
    """How many organisations run a place, and of which kind."""

    label: dict[Key, Text] = Field(description="Name by language.")
    summary: dict[Key, Text] = Field(description="One or two sentences by language.")
    several_organisations: YesNo = Field(description="Whether services may have different operators.")
    roles: dict[Key, Role] = Field(min_length=1, description="By short name.")


class Locale(Model):
    """A language of the site."""

    name: Text = Field(description="Its own name.")
    strings: dict[Key, str] = Field(description="Short texts of the interface, by key.")
