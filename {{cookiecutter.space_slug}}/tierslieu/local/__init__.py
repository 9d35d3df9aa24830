"""The name under which other versions call generation: ``from tierslieu.local import run``. It never moves.

Engines 0.1.0 and 0.2.0 execute that line in the new kit when they update a place; newer ones execute it in older kits.
"""

from tierslieu.generation.run import run

__all__ = ["run"]
