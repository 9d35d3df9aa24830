"""Pictures of the team: found, judged, made light and stripped of what they tell about their author."""

from __future__ import annotations

from .fault import Fault
from .library import Library, Picture, Variant
from .source import find, probe

__all__ = ["Fault", "Library", "Picture", "Variant", "find", "probe"]
