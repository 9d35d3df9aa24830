"""``openstreetmap.txt``: tags that a mapper pastes into an editor; nothing is sent to OpenStreetMap."""

from __future__ import annotations

import re

from tierslieu.core import opening_hours
from tierslieu.facts.formatter import FactFormatter
from tierslieu.facts.place import text
from tierslieu.model import Space
from tierslieu.model.place import Access

from . import mediation
from .text_sheet import line

PATH = "donnees/openstreetmap.txt"
#: The longest value of a tag (https://wiki.openstreetmap.org/wiki/API_v0.6).
LONGEST = 255
#: The narrowest passage through which French law lets a wheelchair be expected to go, in cm (arrêté du 8 décembre 2014).
_PASSAGE = 77
#: The facts of access that matter to who comes in a wheelchair.
_WHEELS = ("step_free", "step_free_rooms", "accessible_toilet", "parking")
_HOUSE = re.compile(r"([0-9]+(?:\s?(?:bis|ter|quater|[A-Za-z]))?),?\s+(.+)")


def build(space: Space) -> dict[str, bytes]:
    """The file, one ``key=value`` a line."""
    pairs = [(key, line(value)) for key, value in tags(space).items() if value]
    text = "".join(f"{key}={value}\n" for key, value in pairs if len(value) <= LONGEST)
    return {PATH: text.encode("utf-8")}


def tags(space: Space) -> dict[str, str | None]:
    """Every tag by key; None where the fact is unknown."""
    identity, address = space.identity, space.identity.address
    kinds = space.vocabulary.exports["openstreetmap"].terms
    first = identity.services[0] if identity.services else ""
    operator = space.operator(first)
    house = _HOUSE.fullmatch(address.street or "")
    return {
        "name": identity.name,
        **kinds.get(first, {}),
        "operator": operator.name if operator else None,
        "ref:FR:SIRET": operator.siret if operator else None,
        "addr:housenumber": house[1] if house else None,
        "addr:street": house[2] if house else address.street,
        "addr:postcode": address.postal_code,
        "addr:city": address.city,
        "opening_hours": identity.opening_hours and opening_hours.tidy(identity.opening_hours),
        "website": identity.contact.website,
        "email": identity.contact.email,
        "phone": mediation.international(identity.contact.phone),
        "description": identity.summary,
        **_access(space),
        "internet_access": _internet(space),
    }


def _access(space: Space) -> dict[str, str | None]:
    """What disabled people find, as far as somebody has looked."""
    access, language = space.identity.access, space.identity.language
    return {
        "wheelchair": wheelchair(access),
        f"wheelchair:description:{language}": _described(FactFormatter(space, language, document=False)),
        "toilets:wheelchair": _answer(access.accessible_toilet),
        "hearing_loop": _answer(access.hearing_loop),
    }


def wheelchair(access: Access) -> str | None:
    """``yes`` or ``limited`` as https://wiki.openstreetmap.org/wiki/Key:wheelchair has them; None unless facts decide.

    A step at the entrance leaves it open, since ``limited`` goes up to 7 cm and ``no`` begins there.
    """
    if not access.step_free or (access.door_width_cm is not None and access.door_width_cm < _PASSAGE):
        return None
    inside = (access.step_free_rooms, access.accessible_toilet)
    return "limited" if False in inside else "yes" if all(inside) else None


def _described(fmt: FactFormatter) -> str:
    """The same in words; without what helps besides, when all of it would be too long for a tag."""
    access = fmt.space.identity.access
    there, absent = (
        ", ".join(fmt.t(f"access_{name}") for name in _WHEELS if getattr(access, name) is answer)
        for answer in (True, False)
    )
    width = access.door_width_cm
    facts = [
        there,
        fmt.t("access_width", width=width) if width is not None else "",
        fmt.t("copy_absent", what=absent) if absent else "",
    ]
    told = "; ".join(filter(None, facts))
    whole = ". ".join(filter(None, (told[:1].upper() + told[1:], line(text(fmt, access.details)))))
    return whole if len(whole) <= LONGEST else told[:1].upper() + told[1:]


def _answer(known: bool | None) -> str | None:
    return None if known is None else "yes" if known else "no"


def _internet(space: Space) -> str | None:
    """Whether the public may use the internet there: what digital mediation says that it offers."""
    if "mediation" not in space.identity.services:
        return None
    known = space.vocabulary.exports["openstreetmap"].terms.get("internet_access", {})
    return next((known[one] for one in space.identity.mediation.services if one in known), None)
