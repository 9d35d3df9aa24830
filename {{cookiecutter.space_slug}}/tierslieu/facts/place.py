"""The areas, equipment, access, transport, pictures and community of the place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal

from tierslieu.core.paths import COMMUNITY, SPACE
from tierslieu.model import Photo

from .formatter import FactFormatter, Facts

#: Facts of access that are yes, no or unknown, in the order in which a visitor meets them.
_ACCESS = ("parking", "step_free", "step_free_rooms", "accessible_toilet", "hearing_loop", "quiet_room", "guide_dogs")

#: How a name begins whose first letter is small within a sentence.
_ARTICLES = ("L’", "L'", "Le ", "La ", "Les ", "The ")


def areas(fmt: FactFormatter) -> list[Facts]:
    """The areas of the place; unknown facts are empty."""
    return [
        {
            "key": area.key,
            "name": text(fmt, area.name),
            "in_sentence": _in_sentence(str(text(fmt, area.name))),
            "what": text(fmt, area.what),
            "seats": "" if area.seats is None else area.seats,
            "area": "" if area.area_m2 is None else format_decimal(area.area_m2, locale=fmt.locale),
            "photo": photo(fmt, area),
        }
        for area in fmt.space.identity.areas
    ]


def _in_sentence(name: str) -> str:
    return name[0].lower() + name[1:] if name.startswith(_ARTICLES) else name


def equipment(fmt: FactFormatter) -> list[Text]:
    """The equipment that people may use."""
    return [text(fmt, item) for item in fmt.space.identity.equipment]


def access(fmt: FactFormatter) -> Facts:
    """What disabled people need to know: each answer, and the names of what is there, absent and unknown."""
    access = fmt.space.identity.access
    answers = {name: getattr(access, name) for name in _ACCESS}

    def names(answer: bool | None) -> list[str]:
        return [fmt.t(f"access_{name}") for name, value in answers.items() if value is answer]

    return {
        **{name: "" if value is None else fmt.t("yes" if value else "no") for name, value in answers.items()},
        "door_width": "" if access.door_width_cm is None else fmt.t("access_width", width=access.door_width_cm),
        "details": text(fmt, access.details),
        "there": names(True),
        "absent": names(False),
        "unknown": [*names(None), *([fmt.t("access_door_width")] if access.door_width_cm is None else [])],
    }


def transport(fmt: FactFormatter) -> list[Facts]:
    """The ways to come."""
    return [
        {"mode": text(fmt, transport.mode), "name": text(fmt, transport.name), "details": text(fmt, transport.details)}
        for transport in fmt.space.identity.transport
    ]


def photos(fmt: FactFormatter) -> list[Facts]:
    """The other pictures of the place."""
    return [picture for entry in fmt.space.identity.photos if (picture := photo(fmt, entry))]


def plan(fmt: FactFormatter) -> Facts:
    """The plan of the place; empty while there is none."""
    entry = fmt.space.identity.plan
    return photo(fmt, entry) if entry else {}


def community(fmt: FactFormatter) -> list[Facts]:
    """The residents and members who agreed to be shown."""
    return [
        {
            "number": number,  # of the drawing that stands in for a picture
            "name": person.name,
            "kind": person.kind,
            "activity": text(fmt, person.activity),
            "link": person.link or "",
            # No text for the picture: the name beside it says as much.
            "photo": {"file": person.photo, "alt": Text(), "focus": person.focus or "", "config": COMMUNITY}
            if person.photo
            else {},
        }
        for number, person in enumerate(fmt.space.people, 1)
    ]


def photo(fmt: FactFormatter, entry: Photo) -> Facts:
    """A picture as the template function ``picture`` takes it; empty while there is none."""
    if not entry.photo:
        return {}
    return {
        "file": entry.photo,
        "alt": Text() if entry.decorative else text(fmt, entry.alt),
        "caption": text(fmt, entry.caption),
        "credit": entry.credit or "",
        "focus": entry.focus or "",
        "config": SPACE,
    }


class Text(str):
    """A text of the team; ``lang`` is its language when it differs from that of the page, else empty."""

    lang: str = ""


def text(fmt: FactFormatter, texts: Mapping[str, Any] | None) -> Text:
    """A text in the language of ``fmt``, else in the first in which it was written; empty while there is none."""
    if not texts:
        return Text()
    locale = fmt.locale if fmt.locale in texts else next(iter(texts))
    localised = Text(texts[locale])
    # A text for all languages, under the key "", is in the language of the place.
    language = locale or fmt.space.identity.language
    localised.lang = "" if language == fmt.locale else language
    return localised
