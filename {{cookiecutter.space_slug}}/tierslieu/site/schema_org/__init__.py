"""What machines understand of a page: schema.org facts as JSON-LD, from the same facts as the page itself.

A fact that is not known is left out. Google's own list of what it needs:
https://developers.google.com/search/docs/appearance/structured-data/search-gallery
"""

from __future__ import annotations

from .page import Structured

__all__ = ["Structured"]
