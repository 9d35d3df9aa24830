"""The facts of a space in words of one language: what pages, documents, exports and the theme may say."""

from __future__ import annotations

from .all_facts import facts
from .formatter import Blank, Facts, money, organisation_heading, organisation_name, percent_text, phone_text

__all__ = [
    "Blank",
    "Facts",
    "facts",
    "money",
    "organisation_heading",
    "organisation_name",
    "percent_text",
    "phone_text",
]
