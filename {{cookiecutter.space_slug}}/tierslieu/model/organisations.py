"""``config/organisations.yaml``: the organisations, their roles, and how money is split."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from tierslieu.core.paths import KeyPath

from .base import Amount, Key, Model, Percent, Text, YesNo
from .identity import ServiceName

Role = Literal["runs", "collects", "invoices", "insures", "employs"]
#: The roles of an organisation in a service or an activity; ``runs`` also takes those that nobody is named for.
ROLES: tuple[Role, ...] = ("runs", "collects", "invoices", "insures", "employs")
Category = Literal["employees", "producers", "beneficiaries", "local_authorities", "volunteers", "others"]
#: A quantity by which common costs are shared.
Measure = Annotated[Decimal, Field(ge=0, le=1_000_000), WithJsonSchema({"type": "number", "minimum": 0})]


class Vat(Model):
    """How an organisation stands towards VAT."""

    regime: Key | None = Field(None, description="A file of vocabulary/vat_regimes/; blank while unknown.")
    number: Text | None = Field(None, pattern=r"^FR[0-9A-Z]{2}[0-9]{9}$", description="Its VAT number.")
    mention: Text | None = Field(None, description="Words of its invoices that replace those of the regime.")


class Associates(Model):
    """The associates of one category, together."""

    capital: Percent | None = Field(None, description="Percent of the capital.")
    votes: Percent | None = Field(None, description="Percent of the votes in the assembly.")


class Organisation(Model):
    """A legal person that runs a part of the place, or will once it is created."""

    name: Text | None = Field(None, description="Registered name; blank while unknown.")
    legal_form: Key | None = Field(None, description="A file of vocabulary/legal_forms/; blank while undecided.")
    stage: Literal["existing", "to_create"] | None = Field(None, description="Whether it exists yet.")
    marks: tuple[Key, ...] = Field(default_factory=tuple, description="Files of vocabulary/marks/, such as esus.")
    siren: Text | None = Field(None, pattern=r"^[0-9]{9}$", description="SIREN, 9 digits; blank: from the SIRET.")
    siret: Text | None = Field(None, pattern=r"^[0-9]{14}$", description="SIRET of its seat, 14 digits.")
    rna: Text | None = Field(None, pattern=r"^W[0-9A-Z]{9}$", description="RNA number of an association.")
    rcs: Text | None = Field(None, description="Town of the trade register (RCS) of a company.")
    capital: Amount | None = Field(None, description="Euros: share capital of a company.")
    vat: Vat = Field(default_factory=Vat)  # type: ignore[arg-type]
    address: Text | None = Field(None, description="Seat, on one line.")
    representative: Text | None = Field(None, description="Name of its legal representative.")
    role: Text | None = Field(None, description="Their role; blank: the usual one of the legal form.")
    associates: dict[Category, Associates] = Field(default_factory=dict, description="Categories of associates.")
    colleges: dict[Key, Percent] = Field(default_factory=dict, description="Percent of the votes by college.")
    reserves_percent: Percent | None = Field(None, description="Percent of surpluses put in reserves by its statutes.")


class Service(Model):
    """Who runs a service and, where it is somebody else, who does the rest."""

    operator: Key = Field(description="Who runs it: a key of organisations.")
    collects: Key | None = Field(None, description="Who is paid; blank: the operator.")
    invoices: Key | None = Field(None, description="Who invoices; blank: who is paid.")
    insures: Key | None = Field(None, description="Who insures it; blank: the operator.")
    employs: Key | None = Field(None, description="Who employs those who work for it; blank: the operator.")


class Stream(Model):
    """A revenue that organisations share."""

    label: Text | None = Field(None, description="Name shown; blank for a service.")
    collects: Key | None = Field(None, description="Who is paid; blank for a service.")
    shares: dict[Key, Percent] = Field(description="Percent by organisation, excluding VAT; adds up to 100.")


class CommonCosts(Model):
    """How the costs that no service causes alone are shared."""

    key: Literal["percent", "desk_hours", "area", "fte", "revenue"] = Field(
        "percent",
        description="What decides: agreed percents, desk-hours, square metres, full-time equivalents, revenue.",
    )
    shares: dict[Key, Percent] = Field(
        default_factory=dict, description="Percent by organisation, when the key is percent; adds up to 100."
    )
    measures: dict[Key, Measure] = Field(
        default_factory=dict, description="Quantity by organisation, when the key is desk_hours, area or fte."
    )


class Solidarity(Model):
    """The share of paying income that pays for free uses."""

    percent: Percent | None = Field(None, description="Percent of coworking income, excluding VAT.")
    unit: Key = Field("half_day", description="The offer that a free use is worth.")


class OrganisationChange(Model):
    """What changes for an organisation."""

    legal_form: Key | None = Field(None, description="A file of vocabulary/legal_forms/.")
    vat: Vat | None = Field(None, description="How it stands towards VAT from that day on.")


class RuleChange(Model):
    """An amendment (*avenant*): each entry that it names replaces that of before, whole, from its first day on."""

    start: dt.date = Field(alias="from", description="First day.")
    services: dict[ServiceName, Service] = Field(default_factory=dict, description="Services that change hands.")
    streams: dict[Key, Stream] = Field(default_factory=dict, description="Revenues that are shared in another way.")
    common_costs: CommonCosts | None = Field(None, description="Another key of the common costs.")
    solidarity: Solidarity | None = Field(None, description="Another solidarity share.")
    organisations: dict[Key, OrganisationChange] = Field(
        default_factory=dict, description="Organisations whose legal form or VAT changes, by short name."
    )

    def entries(self) -> frozenset[KeyPath]:
        """The paths, in the file as it was before, of the entries that it replaces."""
        named: set[KeyPath] = {("services", key) for key in self.services} | {("streams", key) for key in self.streams}
        named |= {(key,) for key in ("common_costs", "solidarity") if getattr(self, key) is not None}
        for key, change in self.organisations.items():
            named |= {
                ("organisations", key, name) for name in ("legal_form", "vat") if getattr(change, name) is not None
            }
        return frozenset(named)


class Party(Model):
    """Somebody with whom an organisation has an agreement: an owner, a town, a funder."""

    name: Text | None = Field(None, description="Name.")
    public: YesNo | None = Field(None, description="Whether it is a public body; blank while unknown.")
    siret: Text | None = Field(None, pattern=r"^[0-9]{14}$", description="SIRET, 14 digits.")
    address: Text | None = Field(None, description="Seat, on one line.")
    representative: Text | None = Field(None, description="Name of its legal representative.")
    role: Text | None = Field(None, description="Their role.")


class Agreement(Model):
    """An agreement of an organisation with somebody outside: it makes the documents of its kind."""

    kind: Key = Field(
        description="What it is about: occupation, grant, mediator… as in when: agreements: of a document."
    )
    organisation: Key = Field(description="The organisation that signs it: a key of organisations.")
    other: Party = Field(default_factory=Party, description="The other party.")  # type: ignore[arg-type]
    object: Text | None = Field(None, description="What it is for, in a few words.")
    amount: Amount | None = Field(None, description="Euros: rent, fee, subsidy; 0: none; blank while unknown.")
    per: Literal["month", "year", "whole"] = Field("year", description="What the amount is for.")
    start: dt.date | None = Field(None, alias="from", description="First day.")
    months: int | None = Field(None, ge=1, le=1200, description="How many months it lasts.")


class Organisations(Model):
    """The whole of ``config/organisations.yaml``."""

    governance_model: Key | None = Field(
        None, description="A file of vocabulary/governance_models/; blank while undecided."
    )
    organisations: dict[Key, Organisation] = Field(min_length=1, description="By short name.")
    services: dict[ServiceName, Service] = Field(default_factory=dict, description="Who does what in each service.")
    streams: dict[Key, Stream] = Field(
        default_factory=dict, description="Revenues that are shared: a service, or another stream by a name of its own."
    )
    common_costs: CommonCosts = Field(default_factory=CommonCosts)  # type: ignore[arg-type]
    solidarity: Solidarity = Field(default_factory=Solidarity)  # type: ignore[arg-type]
    agreements: dict[Key, Agreement] = Field(
        default_factory=dict, description="Agreements with somebody outside, by short name."
    )
    changes: tuple[RuleChange, ...] = Field(
        default_factory=tuple, description="Amendments to what is above, oldest first; the past is never rewritten."
    )

    @property
    def lacks_model(self) -> bool:
        """Whether nothing says yet who runs the place: no model, and an organisation without a legal form."""
        return self.governance_model is None and any(one.legal_form is None for one in self.organisations.values())

    def on(self, day: dt.date) -> Organisations:
        """The rules in force on ``day``: those since the opening, with the changes that have begun."""
        rules = self
        for change in (change for change in self.changes if change.start <= day):
            organisations = {
                key: organisation.model_copy(update=_named(change.organisations.get(key)))
                for key, organisation in rules.organisations.items()
            }
            update = {
                "organisations": organisations,
                "services": {**rules.services, **change.services},
                "streams": {**rules.streams, **change.streams},
                "common_costs": change.common_costs or rules.common_costs,
                "solidarity": change.solidarity or rules.solidarity,
            }
            rules = rules.model_copy(update=update)
        return rules

    def next_change(self, day: dt.date) -> RuleChange | None:
        """The first change that begins after ``day``, if there is one."""
        return next((change for change in self.changes if change.start > day), None)


def _named(change: OrganisationChange | None) -> dict[str, object]:
    """The facts that ``change`` gives."""
    facts = {} if change is None else {"legal_form": change.legal_form, "vat": change.vat}
    return {name: fact for name, fact in facts.items() if fact is not None}
