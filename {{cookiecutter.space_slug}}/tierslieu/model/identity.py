"""``config/space.yaml``: the name, address, hours, capacity, services and look of the place."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Key, Localised, Model, Text, YesNo
from .look import Looks
from .mediation import Mediation
from .place import Access, Area, Photo, Transport

#: The services a place can run, in the order in which they are shown.
SERVICES = ("coworking", "mediation", "support")
ServiceName = Literal["coworking", "mediation", "support"]


class Address(Model):
    """Where the place is."""

    street: Text | None = Field(None, description="Number and street.")
    postal_code: Text | None = Field(None, pattern=r"^[0-9]{5}$", description="Five digits.")
    city: Text | None = Field(None, description="Municipality.")
    latitude: float | None = Field(None, ge=-90, le=90, description="Degrees north, WGS 84.")
    longitude: float | None = Field(None, ge=-180, le=180, description="Degrees east, WGS 84.")

    @property
    def town(self) -> str:
        """Postal code and municipality; empty while they are unknown."""
        return " ".join(part for part in (self.postal_code, self.city) if part)

    @property
    def line(self) -> str:
        """Street and town on one line; empty while they are unknown."""
        return ", ".join(part for part in (self.street, self.town) if part)


class Contact(Model):
    """How to reach the place."""

    email: Text | None = Field(None, description="Public e-mail address.")
    phone: Text | None = Field(None, description="Public telephone number.")
    website: Text | None = Field(None, description="Public address of the site, with https://.")

    @property
    def short_website(self) -> str:
        """The address of the site as people type it, without https://; empty while it is unknown."""
        return (self.website or "").partition("://")[2].rstrip("/")


class Capacity(Model):
    """How many people the place holds today, and means to hold."""

    desks: int | None = Field(None, ge=0, description="Desks.")
    residents: int | None = Field(None, ge=0, description="Coworkers who rent by the month.")
    occasional: int | None = Field(None, ge=0, description="Coworkers who come now and then.")
    target_coworkers: int | None = Field(None, ge=0, description="Coworkers hoped for in time.")


class Modules(Model):
    """Which services the place runs, blank while undecided; pages, documents and exports of the others are not built."""

    coworking: YesNo | None = Field(description="Shared offices.")
    mediation: YesNo | None = Field(description="Digital mediation: helping people with digital tools.")
    support: YesNo | None = Field(description="Support to the social and solidarity economy.")


class Publication(Model):
    """Who answers for the site (loi n° 2004-575 du 21 juin 2004, mentions légales)."""

    publisher: Key | None = Field(None, description="The organisation that publishes the site.")
    director: Text | None = Field(None, description="Name and role of the director of publication, a person.")
    host: Text | None = Field(None, description="Company that hosts the site.")
    host_address: Text | None = Field(None, description="Its address, on one line.")
    host_phone: Text | None = Field(None, description="Its telephone number.")
    example: YesNo = Field(
        False, description="Whether the whole place is made up, to show the kit; every page then carries a ribbon."
    )


class Lineage(Model):
    """Where the place comes from; the kit's address and version are in ``.cruft.json``."""

    parent: Text | None = Field(None, description="The place whose organisation this one adapts.")
    ancestors: tuple[Text, ...] = Field(
        default_factory=tuple, description="The places from which the parent itself comes, oldest first."
    )
    parent_website: Text | None = Field(None, description="The address of its site, with https://.")


class Identity(Model):
    """The whole of ``config/space.yaml``."""

    name: Text = Field(description="Name of the place.")
    slug: Key = Field(description="Short name for files and addresses; does not change.")
    territory: Text | None = Field(None, description="The territory it serves.")
    summary: Text | None = Field(
        None, max_length=280, description="What the place is, in one or two sentences, for directories."
    )
    language: Key = Field("fr", description="Main language: a file of vocabulary/locales/.")
    other_languages: tuple[Key, ...] = Field(
        default_factory=tuple, description="Other languages in which the site is published, each under /<language>/."
    )
    address: Address = Field(default_factory=Address)  # type: ignore[arg-type]
    contact: Contact = Field(default_factory=Contact)  # type: ignore[arg-type]
    opening_hours: Text | None = Field(
        None, description="In French, in English or in the format of OpenStreetMap: Mo-Fr 09:00-18:00; PH off."
    )
    public_holidays: Key = Field("france", description="A file of vocabulary/public_holidays/.")
    school_zone: Text | None = Field(None, description="A file of vocabulary/school_holidays/: A, B or C.")
    look: Looks = Field(default_factory=Looks)  # type: ignore[arg-type]
    capacity: Capacity = Field(default_factory=Capacity)  # type: ignore[arg-type]
    areas: tuple[Area, ...] = Field(default_factory=tuple, description="The parts of the place, as one visits them.")
    equipment: tuple[Localised, ...] = Field(default_factory=tuple, description="What one may use there.")
    access: Access = Field(default_factory=Access)  # type: ignore[arg-type]
    transport: tuple[Transport, ...] = Field(default_factory=tuple, description="How to come, easiest first.")
    photos: tuple[Photo, ...] = Field(default_factory=tuple, description="Other pictures of the place.")
    plan: Photo | None = Field(None, description="A plan of the place, drawn by the team (SVG or PNG).")
    modules: Modules
    mediation: Mediation = Field(default_factory=Mediation)  # type: ignore[arg-type]
    publication: Publication = Field(default_factory=Publication)  # type: ignore[arg-type]
    upload: Text | None = Field(
        None, description="Where ./lieu publish copies the site: sftp://USER@HOST/FOLDER or ftps://…; no password."
    )
    licence: Text = Field("CC-BY-SA-4.0", description="Licence of texts and documents, as an SPDX identifier.")
    data_licence: Text = Field("etalab-2.0", description="Licence of the open data, as an SPDX identifier.")
    lineage: Lineage = Field(default_factory=Lineage)  # type: ignore[arg-type]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site, the main one first."""
        return tuple(dict.fromkeys((self.language, *self.other_languages)))

    @property
    def services(self) -> tuple[ServiceName, ...]:
        """The services that are on, in display order."""
        return tuple(name for name in SERVICES if getattr(self.modules, name))  # type: ignore[misc]
