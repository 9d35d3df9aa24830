"""The areas, access, transport and pictures of ``config/space.yaml``."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from .base import Key, Localised, Model, Text, YesNo

#: The part of a picture that stays in view where it is cropped; none: the middle.
Focus = Literal["top_left", "top", "top_right", "left", "right", "bottom_left", "bottom", "bottom_right"]
FOCUS = "What stays in view where the picture is cropped: top_left, top, top_right, left, right, bottom_left, bottom, bottom_right; blank: its middle."


class Photo(Model):
    """A picture of ``content/images/``, with what it says to those who don't see it."""

    photo: Text | None = Field(None, description="File, such as images/entree.jpg, below content/.")
    alt: Localised | None = Field(None, description="What the picture shows, in a sentence, for who doesn't see it.")
    decorative: YesNo = Field(False, description="Yes when the picture says nothing more than the text beside it.")
    caption: Localised | None = Field(None, description="Words shown below it.")
    credit: Text | None = Field(None, description="Who made it.")
    focus: Focus | None = Field(None, description=FOCUS)


class Area(Photo):
    """A part of the place: a room, a workshop, a garden."""

    key: Key = Field(description="Short name; unique.")
    name: Localised = Field(description="Name.")
    what: Localised | None = Field(None, description="What one does there, in a sentence.")
    seats: int | None = Field(None, ge=0, description="How many people sit there.")
    area_m2: Decimal | None = Field(None, gt=0, description="Floor area, in square metres.")


class Access(Model):
    """What disabled people need to know before they come: yes, no, or blank while nobody has looked."""

    step_free: YesNo | None = Field(None, description="Whether one enters without a step, or by a ramp.")
    step_free_rooms: YesNo | None = Field(
        None, description="Whether one goes to every room without a step, or by a ramp or a lift."
    )
    door_width_cm: int | None = Field(None, ge=30, le=400, description="Width of the narrowest door to pass, in cm.")
    accessible_toilet: YesNo | None = Field(None, description="Whether there is a toilet for wheelchairs.")
    parking: YesNo | None = Field(None, description="Whether there is a reserved parking place nearby.")
    hearing_loop: YesNo | None = Field(None, description="Whether there is a hearing (induction) loop.")
    quiet_room: YesNo | None = Field(None, description="Whether there is a quiet room in which to rest.")
    guide_dogs: YesNo | None = Field(None, description="Whether guide and assistance dogs are welcome.")
    details: Localised | None = Field(None, description="What else helps: a bell, somebody who comes to the door.")


class Transport(Model):
    """A way to come."""

    mode: Localised = Field(description="What one takes, as the page says it: bus, train, bike, car.")
    name: Localised = Field(description="The line and the stop, the station, the car park.")
    details: Localised | None = Field(None, description="How far, how long, what to know.")
