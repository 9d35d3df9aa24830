"""``config/community.yaml``: the residents and members who agreed to be shown."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from .base import Localised, Model, Text
from .place import FOCUS, Focus


class Person(Model):
    """Somebody of the place, or a group; shown only from the day on which they agreed."""

    name: Text = Field(description="Name, as they wish it shown.")
    kind: Literal["resident", "member"] = Field(
        "member", description="resident: works here by the month, shown while coworking is on; member: takes part."
    )
    activity: Localised | None = Field(None, description="What they do, in a few words of their own.")
    link: Text | None = Field(None, description="Address of their site, with https://.")
    photo: Text | None = Field(None, description="File, such as images/camille.jpg, below content/.")
    focus: Focus | None = Field(None, description=FOCUS)
    agreed: dt.date | None = Field(None, description="The day on which they agreed in writing; blank: not shown.")


class Community(Model):
    """The whole of ``config/community.yaml``."""

    people: tuple[Person, ...] = Field(default_factory=tuple, description="In the order in which they are shown.")

    def shown(self, today: dt.date, *, coworking: bool) -> tuple[Person, ...]:
        """The people who have agreed by ``today``; residents only when coworking is on."""
        return tuple(
            person
            for person in self.people
            if person.agreed and person.agreed <= today and (coworking or person.kind == "member")
        )
