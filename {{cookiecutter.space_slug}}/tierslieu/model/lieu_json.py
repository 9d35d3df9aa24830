"""``lieu.json``: the description of a place for a network of places.

The model gives the JSON Schema of the file, which ``exports.lieu`` writes, and validates the files of other places: every
text and list has a maximum length, addresses are http or https, and unknown keys, which a later version may add, are
ignored.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema

from tierslieu.core.json_bytes import json_bytes

# Without control characters, which no page can show; a paragraph may have several lines.
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")]
Paragraph = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]+$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=100)]
Web = Annotated[str, Field(pattern=r'^https?://[^\s<>"\\]+$', max_length=500)]
Euros = Annotated[float, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def _published_name(name: str) -> str:
    """The name of a class in the published JSON Schema: without the prefix that tells it from other models."""
    return name.removeprefix("Lieu")


class DescriptionSchema(GenerateJsonSchema):
    """Writes the JSON Schema of ``Description`` with the published names of its parts."""

    def normalize_name(self, name: str) -> str:
        """The key of a part under ``$defs``."""
        return _published_name(super().normalize_name(name))


class LieuPart(BaseModel):
    """A part of the description: immutable; unknown keys are ignored."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
        model_title_generator=lambda model: _published_name(model.__name__),
    )


class LieuAddress(LieuPart):
    """Where the place is."""

    street: Line | None = Field(None, description="Number and street.")
    postal_code: Line | None = Field(None, description="Postal code.")
    city: Line | None = Field(None, description="Municipality.")
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = Field("FR", description="ISO 3166-1 alpha-2.")


class LieuPosition(LieuPart):
    """A point on the Earth, WGS 84."""

    latitude: float = Field(ge=-90, le=90, description="Degrees north.")
    longitude: float = Field(ge=-180, le=180, description="Degrees east.")


class LieuContact(LieuPart):
    """How to reach the place."""

    email: Line | None = Field(None, description="Public e-mail address.")
    phone: Line | None = Field(None, description="Public telephone number.")


class LieuCapacity(LieuPart):
    """How many people it holds today."""

    desks: Count | None = Field(None, description="Desks.")
    residents: Count | None = Field(None, description="Coworkers by the month.")
    occasional: Count | None = Field(None, description="Coworkers who come now and then.")


class LieuService(LieuPart):
    """Something that the place does."""

    key: Name = Field(description="coworking, mediation or support; other places may have others.")
    name: Line = Field(description="Its name in the language of the place.")
    operator: Name | None = Field(None, description="Who runs it: the key of an organisation.")


class LieuOrganisation(LieuPart):
    """A legal person that runs a part of the place."""

    key: Name = Field(description="Its short name in this file.")
    name: Line | None = Field(None, description="Registered name; absent while unknown.")
    legal_form: Name | None = Field(None, description="Short name of its legal form; absent while undecided.")
    legal_form_name: Line | None = Field(None, description="Its legal form in words; absent while undecided.")
    siret: Annotated[str, Field(pattern="^[0-9]{14}$")] | None = Field(None, description="SIRET.")
    rna: Annotated[str, Field(pattern="^W[0-9A-Z]{9}$")] | None = Field(None, description="RNA number.")


class LieuOffer(LieuPart):
    """Something sold: an offer by the unit, or a pass of several uses."""

    key: Name = Field(description="Its short name.")
    name: Line = Field(description="Its name in the language of the place.")
    service: Name = Field(description="The service that sells it.")
    unit: Name = Field(description="What one price, or one use of a pass, buys: half_day, day, month…")
    uses: Count | None = Field(None, description="How many uses a pass holds; absent for an offer.")
    amount: Euros = Field(description="Full price, in the currency of the list.")
    reduced: Euros | None = Field(None, description="Reduced price, where there is one.")
    solidarity: Euros | None = Field(None, description="Solidarity price, where there is one.")


class LieuPriceList(LieuPart):
    """The prices in force on the day of the file."""

    currency: Literal["EUR"] = Field("EUR", description="ISO 4217.")
    basis: Literal["ttc", "ht"] | None = Field(
        None,
        description="Whether amounts include VAT (ttc) or not (ht); absent while a seller's VAT is unknown.",
    )
    offers: tuple[LieuOffer, ...] = Field(max_length=200, description="What is sold; unknown prices are left out.")


class LieuMediation(LieuPart):
    """Digital mediation, in the words of the national file (schéma des lieux de médiation numérique 1.0.2)."""

    words: dict[Name, tuple[Line, ...]] = Field(default_factory=dict, description="By column of the national file.")
    booking: Web | None = Field(None, description="Where an appointment is made.")


class LieuEvent(LieuPart):
    """One time that something takes place."""

    title: Line = Field(description="Title.")
    description: Paragraph | None = Field(None, description="What it is.")
    start: AwareDatetime = Field(description="Beginning, with its offset from UTC.")
    end: AwareDatetime = Field(description="End, with its offset from UTC.")
    all_day: bool = Field(False, description="Whether hours mean nothing.")
    status: Literal["confirmed", "moved", "cancelled"] = Field("confirmed", description="Whether it still holds.")
    format: Name = Field(description="Kind of activity: papycamp, barcamp…")
    format_name: Line = Field(description="The kind in the language of the place.")
    service: Name | None = Field(None, description="The service that it belongs to; absent for one of none.")
    host: Line | None = Field(None, description="Who hosts it.")
    free_for_coworkers: bool | None = Field(None, description="Whether coworkers take part free.")
    page: Web | None = Field(None, description="Its page.")


class LieuLineage(LieuPart):
    """Where the organisation of the place comes from."""

    parent: Line | None = Field(None, description="Name of the place whose organisation it adapts.")
    parent_website: Web | None = Field(None, description="Address of the site of that place.")
    kit: Line = Field("kit-tiers-lieu", description="The kit with which it was made.")
    kit_version: Line | None = Field(None, description="Its version.")


class LieuLicences(LieuPart):
    """What may be done with all this, as SPDX identifiers."""

    texts: Line = Field(description="Texts and documents.")
    data: Line = Field(description="This file and the other open data.")
    code: Line = Field(description="The program that makes the site.")


class Description(LieuPart):
    """A place as it describes itself to a network."""

    format: Annotated[int, Field(ge=1, le=1)] = Field(description="Version of this format; only additions keep it.")
    updated: dt.date = Field(description="The day on which the file was made.")
    name: Line = Field(description="Name of the place.")
    slug: Name = Field(description="Short name; does not change.")
    language: Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = Field(description="BCP 47.")
    website: Web | None = Field(None, description="Address of its site.")
    summary: Paragraph | None = Field(None, description="What it is, in a sentence or two.")
    territory: Line | None = Field(None, description="The territory it serves.")
    address: LieuAddress = Field(default_factory=lambda: LieuAddress.model_validate({}))
    position: LieuPosition | None = Field(None, description="Where it stands on a map; absent while unknown.")
    contact: LieuContact = Field(default_factory=lambda: LieuContact.model_validate({}))
    opening_hours: Line | None = Field(None, description="OpenStreetMap opening_hours value.")
    capacity: LieuCapacity = Field(default_factory=lambda: LieuCapacity.model_validate({}))
    services: tuple[LieuService, ...] = Field(default=(), max_length=50, description="What it does.")
    organisations: tuple[LieuOrganisation, ...] = Field(default=(), max_length=50, description="Who runs it.")
    prices: LieuPriceList | None = Field(None, description="What it sells; absent while no price is known.")
    mediation: LieuMediation | None = Field(None, description="Its digital mediation, if it offers any.")
    events: tuple[LieuEvent, ...] = Field(default=(), max_length=1000, description="What takes place next.")
    calendar: Web | None = Field(None, description="Its calendar (iCalendar).")
    lineage: LieuLineage = Field(default_factory=lambda: LieuLineage.model_validate({}))
    licences: LieuLicences = Field(description="What may be done with all this.")


def schema() -> bytes:
    """The JSON Schema (2020-12) of ``Description``, as it is published beside ``lieu.json``."""
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    content |= Description.model_json_schema(schema_generator=DescriptionSchema)
    return json_bytes(content)
