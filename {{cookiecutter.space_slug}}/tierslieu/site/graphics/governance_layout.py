"""The lengths of the governance drawing, and the boxes that it places."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class GovernanceLayout:
    """Lengths in CSS pixels, on a screen that is ``width`` wide.

    From left to right: the services, a gap for ribbons, the organisations, which begin where the second half of the page
    does. ``full_ribbon`` is the thickness of a ribbon that carries 100 % of a revenue.
    """

    name: str
    width: float
    services_width: float
    gap: float
    font_size: float
    full_ribbon: float

    @property
    def padding(self) -> float:
        """The room beside the words in a box."""
        return self.font_size * 0.8

    @property
    def organisations_left(self) -> float:
        return self.services_width + self.gap

    @property
    def organisations_width(self) -> float:
        return self.width - self.organisations_left


LAYOUTS = (
    GovernanceLayout("wide", 1190, 363, 258, 20, 18),
    GovernanceLayout("medium", 706, 230, 138, 17, 14),
)


@dataclass
class GovernanceBox:
    """The box of a revenue or of an organisation; ``ribbon_offset`` is where its next ribbon is, below ``top``, and ``pitch``
    how far those that arrive are from each other. Below its words, ``foot`` lines are for what the page lays upon it.
    """

    key: str
    name: str
    classes: str
    roles: list[str] = field(default_factory=list)
    top: float = 0
    height: float = 0
    ribbon_offset: float = 0
    pitch: float = 0
    foot: float = 0

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


Boxes = list[GovernanceBox]
