"""What one finds in the place, how people get in, and who is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal

from tierslieu.core.paths import COMMUNITY, SPACE
from tierslieu.model import Photo

from .formatter import FactFormatter, Facts

#: Facts of access that are yes, no or not known yet, in the order in which a visitor meets them.
_ACCESS = ("parking", "step_free", "step_free_rooms", "accessible_toilet", "hearing_loop", "quiet_room", "guide_dogs")


def areas(tell: FactFormatter) -> list[Facts]:
    """The parts of the place; what is not known of one is empty."""
    return [
        {
            "key": one.key,
            "name": text(tell, one.name),
            "what": text(tell, one.what),
            "seats": "" if one.seats is None else one.seats,
            "area": "" if one.area_m2 is None else format_decimal(one.area_m2, locale=tell.locale),
            "photo": photo(tell, one),
        }
        for one in tell.space.identity.areas
    ]


def equipment(tell: FactFormatter) -> list[Text]:
    """What one may use there."""
    return [text(tell, one) for one in tell.space.identity.equipment]


def access(tell: FactFormatter) -> Facts:
    """What disabled people need to know: the names of what is there, of what is not, and of what has to be asked."""
    known = tell.space.identity.access
    answers = {name: getattr(known, name) for name in _ACCESS}

    def names(answer: bool | None) -> list[str]:
        return [tell.t(f"access_{name}") for name, given in answers.items() if given is answer]

    return {
        **{name: "" if given is None else tell.t("yes" if given else "no") for name, given in answers.items()},
        "door_width": "" if known.door_width_cm is None else tell.t("access_width", width=known.door_width_cm),
        "details": text(tell, known.details),
        "there": names(True),
        "absent": names(False),
        "unknown": [*names(None), *([tell.t("access_door_width")] if known.door_width_cm is None else [])],
    }


def transport(tell: FactFormatter) -> list[Facts]:
    """The ways to come."""
    return [
        {"mode": one.mode, "name": text(tell, one.name), "details": text(tell, one.details)}
        for one in tell.space.identity.transport
    ]


def photos(tell: FactFormatter) -> list[Facts]:
    """The other pictures of the place."""
    return [told for one in tell.space.identity.photos if (told := photo(tell, one))]


def plan(tell: FactFormatter) -> Facts:
    """The plan of the place; empty while there is none."""
    one = tell.space.identity.plan
    return photo(tell, one) if one else {}


def community(tell: FactFormatter) -> list[Facts]:
    """The residents and members who agreed to be shown."""
    return [
        {
            "name": one.name,
            "kind": one.kind,
            "activity": text(tell, one.activity),
            "link": one.link or "",
            # The name stands beside it, and says all that a portrait would.
            "photo": {"file": one.photo, "alt": Text(), "config": COMMUNITY} if one.photo else {},
        }
        for one in tell.space.people
    ]


def photo(tell: FactFormatter, one: Photo) -> Facts:
    """A picture as the function ``picture`` of templates takes it; empty while there is none."""
    if not one.photo:
        return {}
    return {
        "file": one.photo,
        "alt": Text() if one.decorative else text(tell, one.alt),
        "caption": text(tell, one.caption),
        "credit": one.credit or "",
        "config": SPACE,
    }


class Text(str):
    """A text of the team. ``lang`` is its language where that is not the one told, else empty."""

    lang: str = ""


def text(tell: FactFormatter, texts: Mapping[str, Any] | None) -> Text:
    """A text in the language told, else in the one it was written in; empty while there is none."""
    if not texts:
        return Text()
    locale = tell.locale if tell.locale in texts else next(iter(texts))
    found = Text(texts[locale])
    # What is given once for all languages is in that of the place.
    written = locale or tell.space.identity.language
    found.lang = "" if written == tell.locale else written
    return found
