"""Digital mediation, in the words of the national file of places that offer it."""

from __future__ import annotations

from pydantic import Field

from .base import Key, Model, Text

#: What a place tells with the words of ``vocabulary/mediation/``: the names of the lists and of the files.
LISTS = (
    "services", "publics", "care", "fees", "access", "guidance", "programmes", "labels", "mobility", "kinds",
)  # fmt: skip


def _words(file: str, what: str, *default: str) -> tuple[Key, ...]:
    return Field(default, description=f"{what}: names of vocabulary/mediation/{file}.yaml.")


class Mediation(Model):
    """What the digital mediation of the place offers, to whom, and how.

    The lists hold names of ``vocabulary/mediation/``, one file each. Source: schéma des lieux de médiation numérique
    1.0.2 (LaMednum, Licence Ouverte).
    """

    services: tuple[Key, ...] = _words("services", "What people come for")
    publics: tuple[Key, ...] = _words("publics", "Who it is for in particular; empty: everybody")
    care: tuple[Key, ...] = _words("care", "People whom the team knows how to welcome")
    fees: tuple[Key, ...] = _words("fees", "What those who come pay")
    access: tuple[Key, ...] = _words("access", "How to come")
    guidance: tuple[Key, ...] = _words("guidance", "How people are helped")
    programmes: tuple[Key, ...] = _words("programmes", "National programmes it belongs to")
    labels: tuple[Key, ...] = _words("labels", "Training and labels of the team")
    mobility: tuple[Key, ...] = _words("mobility", "Whether it travels")
    kinds: tuple[Key, ...] = _words("kinds", "Kinds of place", "tiers-lieux")
    other_labels: tuple[Text, ...] = Field(default=(), description="Training and labels that no list names.")
    booking: Text | None = Field(None, description="Address at which an appointment is made, with https://.")
    accessibility_sheet: Text | None = Field(None, description="Its page on acceslibre.beta.gouv.fr, with https://.")
