"""The two layouts of the governance drawing, and the boxes that it places."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class GovernanceLayout:
    """Lengths of a drawing ``width`` CSS pixels wide.

    From left to right: a gutter for a thread, the services, a gap for ribbons, the organisations, a gutter again.
    ``full_ribbon`` is the thickness of a ribbon that carries 100 % of a revenue.
    """

    name: str
    width: float
    services_width: float
    gap: float
    gutter: float
    font_size: float
    full_ribbon: float

    @property
    def organisations_left(self) -> float:
        return self.gutter + self.services_width + self.gap

    @property
    def organisations_width(self) -> float:
        return self.width - self.organisations_left - self.gutter


LAYOUTS = (
    GovernanceLayout("wide", 1040, services_width=250, gap=250, gutter=52, font_size=17, full_ribbon=60),
    GovernanceLayout("narrow", 340, services_width=128, gap=34, gutter=20, font_size=13, full_ribbon=30),
)


@dataclass
class GovernanceBox:
    """The box of a revenue or of an organisation; ``ribbon_offset`` is where its next ribbon is, below ``top``."""

    key: str
    name: str
    classes: str
    roles: list[str] = field(default_factory=list)
    top: float = 0
    height: float = 0
    ribbon_offset: float = 0

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


Boxes = list[GovernanceBox]
