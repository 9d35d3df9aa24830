"""``openstreetmap.txt``: tags that a mapper pastes into an editor; nothing is sent to OpenStreetMap."""

from __future__ import annotations

import re

from tierslieu.core import opening_hours
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.place import text
from tierslieu.i18n.formatting import capitalised
from tierslieu.model import Space
from tierslieu.model.place import Access

from . import mediation
from .text_sheet import line

PATH = "donnees/openstreetmap.txt"
#: The longest value of a tag (https://wiki.openstreetmap.org/wiki/API_v0.6).
LONGEST = 255
#: The narrowest passage through which French law lets a wheelchair be expected to go, in cm (arrêté du 8 décembre 2014).
_PASSAGE = 77
#: The facts of access that matter to wheelchair users.
_WHEELCHAIR_FACTS = ("step_free", "step_free_rooms", "accessible_toilet", "parking")
_HOUSE = re.compile(r"([0-9]+(?:\s?(?:bis|ter|quater|[A-Za-z]))?),?\s+(.+)")


def build(space: Space) -> dict[str, bytes]:
    """The file, one ``key=value`` a line."""
    pairs = [(key, line(value)) for key, value in tags(space).items() if value]
    content = "".join(f"{key}={value}\n" for key, value in pairs if len(value) <= LONGEST)
    return {PATH: content.encode("utf-8")}


def tags(space: Space) -> dict[str, str | None]:
    """Every tag by key; None when the fact is unknown."""
    identity, address = space.identity, space.identity.address
    service_tags = space.vocabulary.exports["openstreetmap"].terms
    service = identity.services[0] if identity.services else ""
    operator = space.operator(service)
    house = _HOUSE.fullmatch(address.street or "")
    return {
        "name": identity.name,
        **service_tags.get(service, {}),
        "operator": operator.name if operator else None,
        "ref:FR:SIRET": operator.siret if operator else None,
        "addr:housenumber": house[1] if house else None,
        "addr:street": house[2] if house else address.street,
        "addr:postcode": address.postal_code,
        "addr:city": address.city,
        "opening_hours": opening_hours.openstreetmap(space.opening_hours) if space.opening_hours else None,
        "website": identity.contact.website,
        "email": identity.contact.email,
        "phone": mediation.international(identity.contact.phone),
        "description": identity.summary,
        **_access(space),
        "internet_access": _internet(space),
    }


def _access(space: Space) -> dict[str, str | None]:
    """The tags of accessibility, as far as the facts are known."""
    access, language = space.identity.access, space.identity.language
    return {
        "wheelchair": wheelchair(access),
        f"wheelchair:description:{language}": _description(FactFormatter(space, language, document=False)),
        "toilets:wheelchair": _yes_no(access.accessible_toilet),
        "hearing_loop": _yes_no(access.hearing_loop),
    }


def wheelchair(access: Access) -> str | None:
    """``yes`` or ``limited`` as https://wiki.openstreetmap.org/wiki/Key:wheelchair defines them; None when undecided.

    A step at the entrance decides nothing: up to 7 cm it would be ``limited``, above that ``no``.
    """
    if not access.step_free or (access.door_width_cm is not None and access.door_width_cm < _PASSAGE):
        return None
    inside = (access.step_free_rooms, access.accessible_toilet)
    return "limited" if False in inside else "yes" if all(inside) else None


def _description(fmt: FactFormatter) -> str:
    """The facts of access in words; without ``details`` when the whole would be too long for a tag."""
    access = fmt.space.identity.access
    there, absent = (
        ", ".join(fmt.t(f"access_{name}") for name in _WHEELCHAIR_FACTS if getattr(access, name) is answer)
        for answer in (True, False)
    )
    width = access.door_width_cm
    facts = [
        there,
        fmt.t("access_width", width=width) if width is not None else "",
        fmt.t("copy_absent", what=absent) if absent else "",
    ]
    joined = "; ".join(filter(None, facts))
    short = capitalised(joined)
    full = ". ".join(filter(None, (short, line(text(fmt, access.details)))))
    return full if len(full) <= LONGEST else short


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"


def _internet(space: Space) -> str | None:
    """The internet access offered to the public, from the services of the digital mediation."""
    if "mediation" not in space.identity.services:
        return None
    values = space.vocabulary.exports["openstreetmap"].terms.get("internet_access", {})
    return next((values[service] for service in space.identity.mediation.services if service in values), None)
