"""The public site: everything that a space shows the world, as plain files."""

from .build import build
from .public import public
from .renewal import Renewal

__all__ = ["Renewal", "build", "public"]
