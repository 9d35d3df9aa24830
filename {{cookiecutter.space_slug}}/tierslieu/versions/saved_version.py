"""A saved version of a place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class SavedVersion:
    """A version: its number (1 is the oldest), its commit, when and by whom it was saved, and the files it changed."""

    number: int
    commit: str
    date: dt.datetime
    author: str
    message: str
    paths: tuple[str, ...]
