"""Pictures of the team: found, judged, made light and stripped of what they tell about their author."""

from __future__ import annotations

from .errors import ImageFault
from .library import Library, Picture, Variant
from .source import find, probe

__all__ = ["ImageFault", "Library", "Picture", "Variant", "find", "probe"]
