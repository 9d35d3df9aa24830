"""The public site: everything that a space shows the world, as plain files."""

from .build import build

__all__ = ["build"]
