"""Digital mediation in ``config/space.yaml``, in the terms of the national file of digital-mediation places."""

from __future__ import annotations

from pydantic import Field

from .base import Key, Model, Text

#: The lists of terms: each is a field of ``Mediation`` and a file of ``vocabulary/mediation/``.
LISTS = (
    "services", "publics", "care", "fees", "access", "guidance", "programmes", "labels", "mobility", "kinds",
)  # fmt: skip


def _terms(file: str, subject: str, *default: str) -> tuple[Key, ...]:
    return Field(default, description=f"{subject}: names of vocabulary/mediation/{file}.yaml.")


class Mediation(Model):
    """What the digital mediation of the place offers, to whom, and how.

    The lists hold names of ``vocabulary/mediation/``, one file each. Source: schéma des lieux de médiation numérique
    1.0.2 (LaMednum, Licence Ouverte).
    """

    services: tuple[Key, ...] = _terms("services", "What people come for")
    publics: tuple[Key, ...] = _terms("publics", "Who it is for in particular; empty: everybody")
    care: tuple[Key, ...] = _terms("care", "People whom the team knows how to welcome")
    fees: tuple[Key, ...] = _terms("fees", "What those who come pay")
    access: tuple[Key, ...] = _terms("access", "How to come")
    guidance: tuple[Key, ...] = _terms("guidance", "How people are helped")
    programmes: tuple[Key, ...] = _terms("programmes", "National programmes it belongs to")
    labels: tuple[Key, ...] = _terms("labels", "Training and labels of the team")
    mobility: tuple[Key, ...] = _terms("mobility", "Whether it travels")
    kinds: tuple[Key, ...] = _terms("kinds", "Kinds of place", "tiers-lieux")
    other_labels: tuple[Text, ...] = Field(default=(), description="Training and labels that no list names.")
    booking: Text | None = Field(None, description="Address at which an appointment is made, with https://.")
    accessibility_sheet: Text | None = Field(None, description="Its page on acceslibre.beta.gouv.fr, with https://.")
