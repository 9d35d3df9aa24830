"""The public site: everything that a space shows the world, as plain files."""

from .build import build
from .public import public

__all__ = ["build", "public"]
