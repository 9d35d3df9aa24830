"""The model: every fact of a place, validated and read-only."""

from __future__ import annotations

from .base import Model
from .budget import Budget
from .commons import Commons
from .community import Community, Person
from .content import Activity, GovernanceDocument, Moved, News, Page
from .identity import SERVICES, Identity, ServiceName
from .mediation import LISTS, Mediation
from .organisations import ROLES, Organisation, Organisations, Role
from .place import Access, Area, Photo, Transport
from .prices import GoldenTicket, Grid, Offer, Pass, Prices
from .space import Source, Space, Vocabulary
from .vocabulary import (
    ActivityFormat,
    ExportFormat,
    Glossary,
    GovernanceModel,
    LegalForm,
    Locale,
    Mark,
    Obligation,
    PriceUnit,
    Processing,
    Proposal,
    PublicHolidays,
    SchoolHolidays,
    SearchWords,
    Terms,
    VatRate,
    VatRegime,
)

__all__ = [
    "LISTS", "ROLES", "SERVICES", "Access", "Activity", "ActivityFormat", "Area", "Budget", "Commons", "Community",
    "ExportFormat", "Glossary", "GoldenTicket", "GovernanceDocument", "GovernanceModel", "Grid", "Identity", "LegalForm", "Locale",
    "Mark", "Mediation", "Model", "Moved", "News", "Obligation", "Offer", "Organisation", "Organisations", "Page",
    "Pass", "Person", "Photo", "PriceUnit", "Prices", "Processing", "Proposal", "PublicHolidays", "Role", "SchoolHolidays", "SearchWords", "ServiceName", "Source", "Space",
    "Terms", "Transport", "VatRate", "VatRegime", "Vocabulary",
]  # fmt: skip
