"""``Space``: all the facts of a place, with its texts (``Source``) and its ``Vocabulary``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from tierslieu.core import hours_reader
from tierslieu.core.opening_hours import OpeningHours

from .base import Model
from .budget import Budget
from .commons import Commons
from .community import Community, Person
from .content import Activity, GovernanceDocument, News, Page
from .identity import Identity
from .look import Look
from .organisations import Organisation, Organisations, Role
from .payment_export import PaymentExport
from .prices import Prices
from .vocabulary import (
    ActivityFormat,
    ChartOfAccounts,
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

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Source(Generic[M]):
    """A Markdown file: ``meta``, and ``body`` from line ``body_line``; ``path`` is relative to the place, with ``/``."""

    path: str
    locale: str
    slug: str
    meta: M
    body: str
    body_line: int

    @property
    def key(self) -> str:
        """Its name in every language: the key of its front matter, else its file name."""
        return getattr(self.meta, "key", None) or self.slug


@dataclass(frozen=True)
class Vocabulary:
    """The files of ``vocabulary/``, by folder then by file name."""

    legal_forms: dict[str, LegalForm] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    vat_regimes: dict[str, VatRegime] = field(default_factory=dict)
    vat_rates: dict[str, VatRate] = field(default_factory=dict)
    #: Sorted: the shortest time first, units that are not time last.
    price_units: dict[str, PriceUnit] = field(default_factory=dict)
    activity_formats: dict[str, ActivityFormat] = field(default_factory=dict)
    governance_models: dict[str, GovernanceModel] = field(default_factory=dict)
    processings: dict[str, Processing] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    locales: dict[str, Locale] = field(default_factory=dict)
    obligations: dict[str, Obligation] = field(default_factory=dict)
    public_holidays: dict[str, PublicHolidays] = field(default_factory=dict)
    school_holidays: dict[str, SchoolHolidays] = field(default_factory=dict)
    mediation: dict[str, Terms] = field(default_factory=dict)
    exports: dict[str, ExportFormat] = field(default_factory=dict)
    accounts: dict[str, ChartOfAccounts] = field(default_factory=dict)
    payment_exports: dict[str, PaymentExport] = field(default_factory=dict)
    #: By the language of the documents that write the terms.
    glossaries: dict[str, Glossary] = field(default_factory=dict)
    #: By language.
    search_words: dict[str, SearchWords] = field(default_factory=dict)
    #: The keys of the strings that a language lacks and borrows from French, by language.
    untranslated: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def legal_form(self, name: str | None) -> LegalForm | None:
        """A legal form; None while it is undecided (``name`` is None) or has no file."""
        return None if name is None else self.legal_forms.get(name)

    def proposed_form(self, name: str | None) -> LegalForm | None:
        """The variant that documents propose for a legal form which leaves its company open; None for another form."""
        form = self.legal_form(name)
        if form is None or len(form.companies) < 2:
            return None
        variants = (each for each in self.legal_forms.values() if each.extends == name)
        return next((each for each in variants if each.companies == form.companies[:1]), form)

    def family(self, form: str | None) -> tuple[str, ...]:
        """A legal form and those that it extends, closest first; without those that have no file."""
        forms: list[str] = []
        while form is not None and form in self.legal_forms and form not in forms:
            forms.append(form)
            form = self.legal_forms[form].extends
        return tuple(forms)


@dataclass(frozen=True)
class Space:
    """All the facts of a place on the day ``today``."""

    root: Path
    today: dt.date
    identity: Identity
    organisations: Organisations
    prices: Prices
    budget: Budget
    commons: Commons
    vocabulary: Vocabulary
    look: Look
    pages: tuple[Source[Page], ...] = ()
    news: tuple[Source[News], ...] = ()
    activities: tuple[Source[Activity], ...] = ()
    documents: tuple[Source[GovernanceDocument], ...] = ()
    community: Community = field(default_factory=Community)
    #: ``config/organisations.yaml`` as it is written; ``organisations`` are its rules of ``today``.
    dated_organisations: Organisations | None = None

    def on(self, day: dt.date) -> Space:
        """The place with the rules, the prices and the rates of ``day``."""
        return replace(self, today=day, organisations=(self.dated_organisations or self.organisations).on(day))

    @property
    def opening_hours(self) -> OpeningHours | None:
        """The opening hours from today on; None while they are unknown or cannot be read (``check`` says why)."""
        hours = hours_reader.read(self.identity.opening_hours or "")
        return hours and hours.without_past(self.today)

    @property
    def coworkers_join_free(self) -> bool:
        """Whether there are coworkers, and the place says that they take part free in what it offers."""
        return "coworking" in self.identity.services and self.prices.coworkers_join_free is True

    @property
    def people(self) -> tuple[Person, ...]:
        """The residents and members to show today."""
        return self.community.shown(self.today, coworking="coworking" in self.identity.services)

    def operator_key(self, service: str) -> str | None:
        """The short name of the organisation that runs ``service``, if it is on."""
        entry = self.organisations.services.get(service)  # type: ignore[call-overload]
        return entry.operator if entry else None

    def operator(self, service: str) -> Organisation | None:
        """The organisation that runs ``service``, if it is on and known."""
        return self.organisations.organisations.get(self.operator_key(service) or "")

    def responsible(self, role: Role, service: str | None, activity: Activity | None = None) -> str | None:
        """The short name of the organisation that takes ``role`` in a service that is on, or in one of its activities.

        An activity that names who runs it gives them the other roles too, unless it names others. One of no service is run
        by the only organisation of the place unless it names another.
        """
        chain: tuple[Role, ...] = (role, "collects", "runs") if role == "invoices" else (role, "runs")
        own_roles = activity.roles if activity else {}
        own = next((key for name in chain if (key := own_roles.get(name))), None)
        if service is None and len(self.organisations.organisations) == 1:
            return own or next(iter(self.organisations.organisations))
        entry = self.organisations.services.get(service)  # type: ignore[call-overload]
        if own or entry is None:
            return own
        keys = (entry.operator if name == "runs" else getattr(entry, name) for name in chain)
        return next((key for key in keys if key), None)

    @property
    def busy(self) -> set[str]:
        """The short names of the organisations that have a role today in a service, an activity, a revenue or common costs."""
        rules = self.organisations
        on = (rules.services.get(service) for service in self.identity.services)
        busy = {key for roles in on if roles for _, key in roles if key}
        busy |= {key for activity in self.activities for key in activity.meta.roles.values()}
        for stream in rules.streams.values():
            busy |= {*stream.shares, *filter(None, [stream.collects])}
        return busy | {key for key, share in rules.common_costs.shares.items() if share}

    def beginning(self, key: str) -> dt.date | None:
        """The first day of an organisation to which a change to come gives its first role; None for any other."""
        agreements = self.organisations.agreements.values()
        if key in self.busy or not self.busy or key == self.identity.publication.publisher:
            return None
        if any(agreement.organisation == key for agreement in agreements):
            return None
        days = (change.start for change in self.organisations.changes if change.start > self.today)
        return next((day for day in days if key in self.on(day).busy), None)

    def vat_regime(self, key: str) -> VatRegime | None:
        """The VAT regime of an organisation, or None while it is unknown."""
        organisation = self.organisations.organisations.get(key)
        return self.vocabulary.vat_regimes.get(organisation.vat.regime or "") if organisation else None

    def organisation_label(self, key: str) -> str | None:
        """The registered name of an organisation, or None while it has none."""
        organisation = self.organisations.organisations.get(key)
        return organisation.name if organisation else None

    def organisation_name(self, key: str) -> str:
        """The registered name of an organisation, to name it in a message; its key while it has none."""
        return self.organisation_label(key) or key
