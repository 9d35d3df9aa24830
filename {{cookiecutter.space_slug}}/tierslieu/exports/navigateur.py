"""``navigateur-tiers-lieux.txt``: the values to type into the form of the Navigateur des tiers-lieux.

The Navigateur takes no file: somebody with an account copies this sheet. The form requires a name, a short description,
a kind of management, an e-mail address and a full address.
"""

from __future__ import annotations

from tierslieu.core import opening_hours
from tierslieu.facts.formatter import FactFormatter
from tierslieu.model import Space

from .text_sheet import sheet

PATH = "donnees/navigateur-tiers-lieux.txt"


def build(space: Space) -> dict[str, bytes]:
    """The sheet."""
    identity, address = space.identity, space.identity.address
    fmt = FactFormatter(space, identity.language, document=False)
    terms = space.vocabulary.exports["navigateur"].terms
    kinds = dict.fromkeys(terms["kind"].get(service, terms["kind"]["other"]) for service in identity.services)
    rows = [
        ("name", identity.name),
        ("shortDescription", identity.summary),
        ("manageModel", _management(space, terms["management"])),
        ("typePlace", ", ".join(kinds)),
        ("email", identity.contact.email),
        ("telephone", identity.contact.phone),
        ("url", identity.contact.website),
        ("streetAddress", address.street),
        ("postalCode", address.postal_code),
        ("addressLocality", address.city),
        ("addressCountry", "FR"),
        ("latitude, longitude", _position(space)),
        ("openingHours", _hours(space)),
        ("structureName", _operator(space)),
        ("tags", ", ".join(fmt.t(f"service_{service}") for service in identity.services)),
    ]
    title = fmt.t("copy_title_navigateur", name=identity.name)
    return {PATH: sheet(title, fmt.t("copy_usage_navigateur"), rows)}


def _management(space: Space, terms: dict[str, str]) -> str:
    """The term of the form for the legal form of the operator of the first service."""
    organisation = space.operator(space.identity.services[0]) if space.identity.services else None
    family = space.vocabulary.family(organisation.legal_form) if organisation else ()
    return next((terms[form] for form in family if form in terms), terms["other"])


def _operator(space: Space) -> str | None:
    organisation = space.operator(space.identity.services[0]) if space.identity.services else None
    return organisation.name if organisation else None


def _position(space: Space) -> str | None:
    address = space.identity.address
    has_position = address.latitude is not None and address.longitude is not None
    return f"{address.latitude}, {address.longitude}" if has_position else None


def _hours(space: Space) -> str | None:
    """Day by day, as the form asks: ``Mo 09:00-12:30 13:30-18:00``, without days on appointment and exceptions."""
    hours = space.opening_hours
    days = [(day, value) for day, value in hours.week.items() if value.spans] if hours else []
    return "; ".join(f"{day} {' '.join(map(opening_hours.span, value.spans))}" for day, value in days) or None
