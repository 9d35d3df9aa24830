"""What a space is: every fact of a place, read-only, with its description."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from .base import Model
from .budget import Budget
from .commons import Commons
from .content import Activity, GovernanceDocument, News, Page
from .identity import SERVICES, Identity, ServiceName
from .organisations import Organisation, Organisations
from .prices import Grid, Offer, Pass, Prices
from .vocabulary import ActivityFormat, GovernanceModel, LegalForm, Locale

__all__ = [
    "SERVICES", "Activity", "ActivityFormat", "Budget", "Commons", "GovernanceDocument", "GovernanceModel", "Grid",
    "Identity", "LegalForm", "Locale", "Model", "News", "Offer", "Organisation", "Organisations", "Page", "Pass",
    "Prices", "ServiceName", "Source", "Space", "Vocabulary",
]  # fmt: skip

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Source(Generic[M]):
    """A Markdown file: its front matter (``meta``), its text, and where both stand.

    ``path`` is relative to the place, with forward slashes; ``body_line`` is the line of the first line of ``body``.
    """

    path: str
    locale: str
    slug: str
    meta: M
    body: str
    body_line: int


@dataclass(frozen=True)
class Vocabulary:
    """Facts about the world, one file each, by file name."""

    legal_forms: dict[str, LegalForm] = field(default_factory=dict)
    activity_formats: dict[str, ActivityFormat] = field(default_factory=dict)
    governance_models: dict[str, GovernanceModel] = field(default_factory=dict)
    locales: dict[str, Locale] = field(default_factory=dict)


@dataclass(frozen=True)
class Space:
    """Everything that a place says of itself, and the day on which it is read (``today``)."""

    root: Path
    today: dt.date
    identity: Identity
    organisations: Organisations
    prices: Prices
    budget: Budget
    commons: Commons
    vocabulary: Vocabulary
    pages: tuple[Source[Page], ...] = ()
    news: tuple[Source[News], ...] = ()
    activities: tuple[Source[Activity], ...] = ()
    documents: tuple[Source[GovernanceDocument], ...] = ()

    def operator_key(self, service: str) -> str | None:
        """The short name of the organisation that runs ``service``, if it is on."""
        entry = self.organisations.services.get(service)  # type: ignore[call-overload]
        return entry.operator if entry else None

    def operator(self, service: str) -> Organisation | None:
        """The organisation that runs ``service``, if it is on and known."""
        return self.organisations.organisations.get(self.operator_key(service) or "")

    def organisation_label(self, key: str) -> str | None:
        """The registered name of an organisation, or None while it has none."""
        organisation = self.organisations.organisations.get(key)
        return organisation.name if organisation else None
