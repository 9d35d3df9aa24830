"""The facts that formats require: each function yields those of its facts that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tierslieu.core.paths import ORGANISATIONS, SPACE
from tierslieu.core.problems import MissingFact
from tierslieu.model import Space

# The characters that the collectors of the national file accept (library of the ANCT, 2.3.0); its schema accepts all.
_LATIN = "0-9A-Za-zÀ-ÖØ-öø-ÿŒœ"
_STREET = re.compile(rf"[{_LATIN} ,()°.&:+–;'’/-]+")
_TOWN = re.compile(rf"[{_LATIN} '’-]+")


def address(space: Space) -> Iterator[MissingFact]:
    """Street, postal code and municipality."""
    for key in ("street", "postal_code", "city"):
        if getattr(space.identity.address, key) is None:
            yield MissingFact(f"fact_{key}", SPACE, ("address", key))


def position(space: Space) -> Iterator[MissingFact]:
    """Latitude and longitude."""
    for key in ("latitude", "longitude"):
        if getattr(space.identity.address, key) is None:
            yield MissingFact(f"fact_{key}", SPACE, ("address", key))


def website(space: Space) -> Iterator[MissingFact]:
    """The address of the site."""
    if space.identity.contact.website is None:
        yield MissingFact("fact_website", SPACE, ("contact", "website"))


def email(space: Space) -> Iterator[MissingFact]:
    """The e-mail address."""
    if space.identity.contact.email is None:
        yield MissingFact("fact_email", SPACE, ("contact", "email"))


def summary(space: Space) -> Iterator[MissingFact]:
    """The summary of the place."""
    if space.identity.summary is None:
        yield MissingFact("fact_summary", SPACE, ("summary",))


def number(space: Space) -> Iterator[MissingFact]:
    """The SIRET or RNA number of the operator of the digital mediation."""
    operator = space.operator("mediation")
    if operator is None or not (operator.siret or operator.rna):
        key = space.operator_key("mediation") or ""
        form = space.vocabulary.legal_form(operator.legal_form) if operator else None
        label = "fact_siret_or_rna" if form is None or "rna" in form.identifiers else "fact_siret"
        yield MissingFact(label, ORGANISATIONS, ("organisations", key, "siret"))


def plain_address(space: Space) -> Iterator[MissingFact]:
    """A street and a municipality without characters that the national map refuses."""
    for key, accepted in (("street", _STREET), ("city", _TOWN)):
        value = getattr(space.identity.address, key)
        if value is not None and not accepted.fullmatch(value):
            yield MissingFact(f"fact_{key}_plain", SPACE, ("address", key))
