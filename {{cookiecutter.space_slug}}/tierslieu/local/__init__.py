"""Kept for engines 0.1.0 and 0.2.0: when they update a place, they run ``from tierslieu.local import run`` in the new kit."""

from tierslieu.generation.run import run

__all__ = ["run"]
