"""What the drawing of governance is laid out with: its two sizes, and the boxes that stand in them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sizes:
    """How a drawing is laid out, in pixels at the ``width`` for which it is made.

    From left to right: a gutter for a thread, the services, a gap for ribbons, the organisations, a gutter again.
    ``letters`` is the size of text; ``whole`` is how thick a ribbon is that carries all of a revenue.
    """

    name: str
    width: float
    services: float
    gap: float
    gutter: float
    letters: float
    whole: float

    @property
    def organisations_at(self) -> float:
        return self.gutter + self.services + self.gap

    @property
    def organisations(self) -> float:
        return self.width - self.organisations_at - self.gutter


WIDE = Sizes("wide", 1040, services=250, gap=250, gutter=52, letters=17, whole=60)
NARROW = Sizes("narrow", 340, services=128, gap=34, gutter=20, letters=13, whole=30)
SIZES = (WIDE, NARROW)


@dataclass
class Box:
    """Something that is run, or somebody who runs it: where it stands, and the money that it passes on."""

    key: str
    name: str
    classes: str
    roles: list[str] = field(default_factory=list)
    top: float = 0
    height: float = 0
    used: float = 0
