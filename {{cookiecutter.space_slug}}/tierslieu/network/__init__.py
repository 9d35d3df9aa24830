"""A network of places: their ``lieu.json`` files become a static directory, without anything from elsewhere.

``sources`` finds the files and the addresses, ``fetch`` brings what is at the addresses (the only module of the engine
that uses the network), ``reading`` judges each description, ``directory`` makes the pages. What can't be read is shown
as such and never breaks the rest.
"""

from .build import build

__all__ = ["build"]
